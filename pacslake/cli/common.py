"""What the commands share: the lake option, output for people and machines, progress, exit codes."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pacslake.errors import LakeNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacslake.lake import Lake
    from pacslake.layout import LakeDir

LakeOption = Annotated[
    str | None,
    typer.Option(
        "--lake",
        "-l",
        help="Folder or URL of the lake [env: PACSLAKE_LAKE]",
        show_default=False,
        metavar="PATH",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, for machines.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", "-w", min=1, help="Processes; by default what cores and memory allow."),
]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", help="Address of a Dask scheduler, such as tcp://host:8786.")
]

DONE, WITH_FAULTS = 0, 1  # the other exit codes stand with the errors, in pacslake.errors


def find_lake(path: str | None, *, snapshot: int | None = None) -> Lake:
    """Open the lake that an option, PACSLAKE_LAKE or the configuration names."""
    import pacslake

    return pacslake.open(_place(path), snapshot=snapshot)


def find_lake_dir(path: str | None) -> LakeDir:
    """The folder of that lake, without its catalogue: for services that keep their own process small."""
    from pacslake.layout import LakeDir

    return LakeDir.open(_place(path))


def _place(path: str | None) -> str:
    from pacslake import settings

    place = path or settings.load().lake
    if not place:
        raise LakeNotFoundError(
            "no lake is named; say --lake PATH, set PACSLAKE_LAKE, or make one with: pacslake init PATH"
        )
    return place


def say(text: str = "", *, quiet: bool = False) -> None:
    """A line for people, on standard output."""
    if not quiet:
        print(text)


def warn(text: str) -> None:
    """A line on standard error."""
    print(text, file=sys.stderr)


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(v) for v in value]
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        return value.item()
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value)


def say_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(plain(value), indent=1, ensure_ascii=False))


def table(
    rows: Iterable[Sequence[Any]],
    columns: Sequence[str],
    *,
    title: str | None = None,
    limit: int | None = None,
) -> None:
    """Rows as a table for people: framed on a terminal, tab-separated otherwise."""
    rows = [tuple("" if v is None else v for v in row) for row in rows]
    shown = rows if limit is None else rows[:limit]
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        framed = Table(title=title, title_justify="left")
        numeric = [
            bool(shown) and all(isinstance(r[i], (int, float)) for r in shown) for i in range(len(columns))
        ]
        for name, right in zip(columns, numeric, strict=True):
            framed.add_column(name, justify="right" if right else "left", overflow="fold")
        for row in shown:
            framed.add_row(*(_cell(v) for v in row))
        Console().print(framed)
    else:
        print("\t".join(columns))
        for row in shown:
            print("\t".join(_cell(v) for v in row))
    if len(shown) < len(rows):
        warn(f"... {len(rows) - len(shown)} more rows; ask for them with --limit")


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_cell(v) for v in value) + "]"
    return str(value).replace("\t", " ").replace("\n", " ")


def human_bytes(n: float) -> str:
    """1536 -> '1.5 KB'; powers of 1000, as disks are sold."""
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if abs(n) < 1000 or unit == "TB":
            return f"{n:.0f} {unit}" if unit == "B" else f"{n:.1f} {unit}"
        n /= 1000
    raise AssertionError


@dataclass
class PlainProgress:
    """A line every ten seconds, for logs."""

    what: str
    last: float = field(default_factory=time.monotonic)

    def __call__(self, done: int, total: int | None = None, **_: Any) -> None:
        now = time.monotonic()
        if now - self.last >= 10:
            self.last = now
            warn(f"{self.what}: {done}" + (f" of {total}" if total else ""))


@contextmanager
def progress(what: str, *, quiet: bool = False, unit: str = "files") -> Iterator[Callable[..., None] | None]:
    """A bar with rate and remaining time on a terminal, a line now and then elsewhere.

    Gives a function `(done, total)`, or None when quiet.
    """
    if quiet:
        yield None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit),
            TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TimeRemainingColumn(),
        )  # fmt: skip
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(what, total=None, rate="")
            start = time.monotonic()

            def update(done: int, total: int | None = None, **_: Any) -> None:
                rate = done / max(time.monotonic() - start, 1e-6)
                bar.update(task, completed=done, total=total, rate=f"{rate:,.0f}/s")

            yield update
    else:
        yield PlainProgress(what)


def settings_workers(workers: int | None) -> int | None:
    """The number of processes that the option or the settings ask for."""
    from pacslake import settings

    return workers if workers is not None else settings.load().workers


def open_in_browser(url: str) -> None:
    """Open a page where there is a display; elsewhere the caller has printed the address."""
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        import webbrowser

        webbrowser.open(url)
