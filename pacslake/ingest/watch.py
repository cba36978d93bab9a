"""Look at a source again and again, and take in what has settled.

A file that is still being written has a young time of change, or another size than at the look before; it is left for
the next look. A look that finds nothing to do commits nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacslake.ingest.report import IngestReport
    from pacslake.source.walk import Entry

__all__ = ["Settling", "watch"]

SURE = 10
"""A file unchanged for this many times the settling time need not be seen twice."""


class Settling:
    """Which files of a walk are still being written, judged from look to look.

    Args:
        seconds: how long a file must not have changed.
        now: the clock, seconds since 1970.
    """

    def __init__(self, seconds: float, now: Callable[[], float] = time.time) -> None:
        self.seconds, self._now = seconds, now
        self._before: dict[str, tuple[int, int]] = {}
        self._seen: dict[str, tuple[int, int]] = {}

    def begin(self) -> None:
        """A new look begins."""
        self._before, self._seen = self._seen, {}

    def holds(self, entry: Entry) -> bool:
        """Whether the file should wait for the next look."""
        state = (entry.size, entry.mtime_ns)
        self._seen[entry.path] = state
        age = self._now() - entry.mtime_ns / 1e9
        if entry.fault is not None or age >= SURE * self.seconds:
            return False
        # A clock ahead of ours gives a time in the future; two equal looks must do then.
        return self._before.get(entry.path) != state or 0 <= age < self.seconds


def watch(
    look: Callable[[Callable[[Entry], bool]], IngestReport],
    *,
    every: float,
    settle: float,
    stop: threading.Event,
    on_report: Callable[[IngestReport], None],
) -> int:
    """Call `look` with what decides on waiting, until `stop` is set; return the number of looks with work.

    Args:
        look: one ingest of the source; gets the test for files that must wait.
        every: seconds between looks.
        on_report: called after each look that took something in.
    """
    settling, n = Settling(settle), 0
    while not stop.is_set():
        settling.begin()
        report = look(settling.holds)
        if sum(report.counts.values()) or report.n_vanished:
            n += 1
            on_report(report)
        if stop.wait(min(every, settle) if report.n_held else every):
            break
    return n
