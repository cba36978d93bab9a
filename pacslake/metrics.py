"""Figures for Prometheus, in its text format (version 0.0.4): of the service while it runs, of a job in a file.

Names begin with `pacslake_`; labels hold kinds of routes and outcomes, never a patient, study or file.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacslake.ingest.report import IngestReport

__all__ = ["CONTENT_TYPE", "Figure", "Requests", "of_ingest", "text", "write_job"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS = (0.01, 0.05, 0.1, 0.5, 1, 5, 30)


@dataclass(frozen=True)
class Figure:
    """One metric: its samples are (labels, value)."""

    name: str
    kind: str
    help: str
    samples: tuple[tuple[Mapping[str, str], float], ...]


def text(figures: Iterable[Figure]) -> str:
    """The figures as Prometheus reads them.

    >>> print(text([Figure("pacslake_up", "gauge", "Whether it runs.", (({}, 1),))]), end="")
    # HELP pacslake_up Whether it runs.
    # TYPE pacslake_up gauge
    pacslake_up 1
    """
    lines = []
    for figure in figures:
        lines += [f"# HELP {figure.name} {figure.help}", f"# TYPE {figure.name} {figure.kind}"]
        for labels, value in figure.samples:
            suffix = labels.get("__name__", "")
            shown = ",".join(f'{k}="{_escaped(v)}"' for k, v in labels.items() if k != "__name__")
            lines.append(f"{figure.name}{suffix}{'{' + shown + '}' if shown else ''} {_number(value)}")
    return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


@dataclass
class Requests:
    """Counts and times of the service's requests, by kind of route."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=dict)
    started: float = field(default_factory=time.time)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, what: str, status: int, seconds: float) -> None:
        """Count one request. `what`: the title of its route; `seconds`: until its answer began."""
        with self._lock:
            self.counts[what, str(status)] = self.counts.get((what, str(status)), 0) + 1
            row = self.times.setdefault(what, [0.0] * (len(_BOUNDS) + 2))
            for n, bound in enumerate(_BOUNDS):
                row[n] += seconds <= bound
            row[-2] += 1
            row[-1] += seconds

    def figures(self) -> list[Figure]:
        """What was counted so far."""
        with self._lock:
            counts, times = dict(self.counts), {k: list(v) for k, v in self.times.items()}
        samples: list[tuple[Mapping[str, str], float]] = []
        for what, row in sorted(times.items()):
            for bound, n in zip((*map(str, _BOUNDS), "+Inf"), row[:-1], strict=True):
                samples.append(({"__name__": "_bucket", "what": what, "le": bound}, n))
            samples += [
                ({"__name__": "_sum", "what": what}, row[-1]),
                ({"__name__": "_count", "what": what}, row[-2]),
            ]
        return [
            Figure(
                "pacslake_requests_total", "counter", "Requests of the web service.",
                tuple(({"what": w, "status": s}, n) for (w, s), n in sorted(counts.items())),
            ),
            Figure("pacslake_request_seconds", "histogram", "Time until an answer began.", tuple(samples)),
            Figure("pacslake_start_time_seconds", "gauge", "When the service was started.", (({}, self.started),)),
        ]  # fmt: skip


def of_ingest(report: IngestReport) -> list[Figure]:
    """What a batch did: files by outcome, bytes, seconds, and when it ended."""
    outcomes = {**report.counts, "unchanged": report.n_unchanged}
    return [
        Figure(
            "pacslake_ingest_files", "gauge", "Files of the last batch by outcome.",
            tuple(({"outcome": k}, v) for k, v in outcomes.items()),
        ),
        Figure("pacslake_ingest_bytes", "gauge", "Bytes that the last batch read.", (({}, report.n_bytes),)),
        Figure("pacslake_ingest_seconds", "gauge", "How long the last batch took.", (({}, report.seconds),)),
        Figure("pacslake_ingest_faults", "gauge", "Files of the last batch that were held back, or are in conflict.", (({}, len(report.faults)),)),
        Figure("pacslake_ingest_end_time_seconds", "gauge", "When the last batch ended.", (({}, time.time()),)),
    ]  # fmt: skip


def write_job(path: Path, figures: Iterable[Figure]) -> None:
    """The figures in a file for node_exporter's textfile collector, replaced at once as it asks for.

    Raises: OSError: the file cannot be written.
    """
    from pacslake.layout.atomic import replace

    replace(path, text(figures).encode())
