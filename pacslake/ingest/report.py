"""What an ingest tells its caller."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from pacslake.ingest.facts import OUTCOMES

__all__ = ["Fault", "IngestReport", "Progress"]


class Progress(Protocol):
    """Called now and then with files done, files to do (None: not known yet) and bytes read."""

    def __call__(self, done: int, total: int | None = None, **more: Any) -> None: ...


@dataclass(frozen=True)
class Fault:
    """A file that was not simply taken in: `quarantined` or `conflict`, and why."""

    uri: str
    outcome: str
    reason: str


@dataclass
class IngestReport:
    """Counts of one run. `n_files` is the sum of the six outcomes and `n_unchanged`."""

    batch_id: str
    source_root: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    n_unchanged: int = 0
    n_vanished: int = 0
    n_bytes: int = 0
    issues: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    dry_run: bool = False
    n_held: int = 0  # files that are still being written, left for the next look (only while watching)
    rehearsal: dict[str, Any] | None = None  # of a dry run: volumes, identifying columns, disk need

    @property
    def n_files(self) -> int:
        """Files scanned, members of archives counted singly."""
        return sum(self.counts.values()) + self.n_unchanged

    @property
    def n_stored(self) -> int:
        """Files whose instance came in."""
        return self.counts["stored"]

    def count(self, outcome: str, reason: str | None, uri: str) -> None:
        """Add one judged file."""
        self.counts[outcome] += 1
        if outcome in ("quarantined", "conflict"):
            self.faults.append(Fault(uri, outcome, reason or "no reason given"))

    def add_issues(self, codes: Counter[str]) -> None:
        """Add issues by code."""
        for code, n in codes.items():
            self.issues[code] = self.issues.get(code, 0) + n

    def __str__(self) -> str:
        rate = f", {self.n_files / self.seconds:,.0f} files/s" if self.seconds > 0.05 else ""
        head = "would scan" if self.dry_run else "scanned"
        lines = [f"{head} {self.n_files:,} files, {_size(self.n_bytes)} read, in {self.seconds:.1f} s{rate}"]
        shown = {**self.counts, "unchanged": self.n_unchanged}
        lines += [f"  {name.replace('_', ' '):<12}{n:>12,}" for name, n in shown.items() if n]
        if self.n_vanished:
            lines.append(
                f"  {self.n_vanished:,} files of an earlier scan are gone; their rows stay, marked vanished"
            )
        if self.n_held:
            lines.append(f"  {self.n_held:,} files are still being written and are left for the next look")
        if self.rehearsal:
            lines += _told(self.rehearsal)
        if self.issues:
            top = sorted(self.issues.items(), key=lambda item: (-item[1], item[0]))
            lines.append("issues: " + ", ".join(f"{code} {n:,}" for code, n in top[:8]))
        lines += [f"note: {note}" for note in self.notes[:5]]
        if self.n_files == 0:
            lines.append("warning: the source holds no file")
        elif not self.dry_run and self.n_unchanged == 0 and self.n_files == self.counts["not_dicom"]:
            lines.append("warning: the source holds no DICOM")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        return {**asdict(self), "n_files": self.n_files, **{f"n_{k}": v for k, v in self.counts.items()}}

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"


def _told(r: dict[str, Any]) -> list[str]:
    """What a dry run found, in lines."""
    lines = []
    if r["verdicts"]:
        kinds = ", ".join(f"{verdict} {n:,}" for verdict, n in r["verdicts"].items())
        lines.append(f"would plan {r['n_volumes']:,} volumes in {r['n_series']:,} series: {kinds}")
        lines += [
            f"  {v['kind']} {'x'.join(map(str, v['shape'] or []))} {v['verdict']}"
            + (f" ({', '.join(v['reason_codes'])})" if v["reason_codes"] else "")
            + f"  {v['SeriesInstanceUID']}"
            for v in r["volumes"][:10]
        ]
        if r["n_volumes"] > 10:
            lines.append(f"  ... {r['n_volumes'] - 10:,} more; --json lists up to {len(r['volumes']):,}")
    if r["identifying"]:
        columns = ", ".join(f"{name} {n:,}" for name, n in r["identifying"].items())
        lines.append(f"identifying columns with values (instances): {columns}")
    need = r["disk"]
    lines.append(
        f"disk: catalogue about {_size(need['catalogue_bytes'])}, originals {_size(need['copy_bytes'])} with --copy, "
        f"volumes about {_size(need['zarr_bytes'])} when converted; free {_size(need['free_bytes'])}"
    )
    return lines


def _size(n: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if n < 1000:
            return f"{n:.0f} {unit}" if unit == "B" else f"{n:.1f} {unit}"
        n /= 1000
    return f"{n:.1f} TB"
