"""How far a run is: a bar in a notebook, a line on a terminal, nothing where nobody looks."""

from __future__ import annotations

import html
import sys
import time
from collections.abc import Callable
from typing import Any

__all__ = ["Progress", "describe", "reporter"]

_EVERY_SECONDS = 0.5
_QUIET_SECONDS = 1.0
"""Runs that end sooner show nothing."""


def describe(
    what: str, done: int, total: int, seconds: float, *, failed: int = 0, link: str | None = None
) -> str:
    """One line: how much is done, rate and time left, failures, dashboard.

    >>> describe("t", 30, 90, 10.0, failed=2)
    't: 30 of 90, 3/s, 20 s left, 2 failed'
    """
    rate = done / max(seconds, 1e-6)
    parts = [f"{what}: {done} of {total}", f"{rate:.3g}/s"]
    parts.append(
        f"{_duration((total - done) / rate)} left" if done and done < total else f"{_duration(seconds)}"
    )
    parts += [f"{failed} failed"] * bool(failed) + [f"dashboard {link}"] * bool(link)
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


class Progress:
    """Called with members done and in all; `show` gets the line, the share and the link at most twice a second."""

    def __init__(
        self,
        what: str,
        show: Callable[..., None] | None,
        *,
        every: float = _EVERY_SECONDS,
        quiet: float = 0.0,
    ) -> None:
        self.what, self.show, self.every, self.quiet = what, show, every, quiet
        self.began, self.last = time.monotonic(), float("-inf")
        self.shown = False

    def __call__(self, done: int, total: int, *, failed: int = 0, link: str | None = None) -> None:
        """Tell, unless it was told a moment ago."""
        now = time.monotonic()
        seconds = now - self.began
        due = now - self.last >= self.every and seconds >= self.quiet
        if self.show is None or not (due or (done == total and (self.shown or seconds >= self.quiet))):
            return
        self.last, self.shown = now, True
        self.show(describe(self.what, done, total, seconds, failed=failed, link=link), done / total, link)

    def close(self) -> None:
        """End the line on a terminal."""
        if self.shown and getattr(self.show, "needs_newline", False):
            print(file=sys.stderr)


class _Called(Progress):
    """The caller's own function `(done, total)`, called every time."""

    def __init__(self, call: Callable[..., None]) -> None:
        super().__init__("", None)
        self.call = call

    def __call__(self, done: int, total: int, *, failed: int = 0, link: str | None = None) -> None:
        self.call(done, total)


def reporter(progress: Callable[..., None] | bool | None, what: str) -> Progress:
    """What `Cohort.map(progress=)` asks for.

    Args:
        progress: a function `(done, total)`; True for lines on standard error; False for nothing; None for a bar in a
            notebook, one line on a terminal, and nothing elsewhere.
        what: the name to show.
    """
    if callable(progress):
        return _Called(progress)
    if progress is True:
        return Progress(what, lambda line, share, link: print(line, file=sys.stderr), every=2.0)
    if progress is None and _in_notebook():
        return Progress(what, _Bar(), quiet=_QUIET_SECONDS)
    if progress is None and sys.stderr.isatty():
        return Progress(what, _Line(), quiet=_QUIET_SECONDS)
    return Progress(what, None)


def _in_notebook() -> bool:
    # IPython is loaded already where there is a notebook; to import it for the question would be slow.
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython else None
    return getattr(shell, "kernel", None) is not None


class _Line:
    needs_newline = True

    def __init__(self) -> None:
        self.width = 0

    def __call__(self, line: str, share: float, link: str | None) -> None:
        self.width = max(self.width, len(line))
        print(f"\r{line:<{self.width}}", end="", file=sys.stderr, flush=True)


class _Bar:
    """An output of the cell that is written anew: HTML, so that it needs no widget and stays when saved."""

    def __init__(self) -> None:
        self.handle: Any = None

    def __call__(self, line: str, share: float, link: str | None) -> None:
        from IPython.display import HTML, display

        page = HTML(bar(line, share, link))
        if self.handle is None:
            self.handle = display(page, display_id=True)
        else:
            self.handle.update(page)


def bar(line: str, share: float, link: str | None) -> str:
    """The bar as HTML."""
    text = html.escape(line.removesuffix(f", dashboard {link}"))
    where = f' <a href="{html.escape(link)}" target="_blank">Dask dashboard</a>' if link else ""
    return f'<progress value="{share:.4f}" max="1" style="width:20em"></progress> <span>{text}{where}</span>'
