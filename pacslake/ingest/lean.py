"""Processes that only take in files do without pandas, and seldom look for cycles among their objects.

pyarrow loads pandas with the first array it makes, which costs a third of a second a process. It is spared in workers
and in the command `pacslake ingest`, which hand nothing of pandas to pyarrow, and never in a program or notebook of
the user's: there `pyarrow.array` of a series would not be what it was.
"""

from __future__ import annotations

import gc
import importlib.abc
import sys
from typing import Any

__all__ = ["make_lean"]

MANY_OBJECTS = 200_000
"""Objects made between two searches for cycles; a file of thousands of elements makes no cycle."""


class _Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not loaded for this", name="pandas")


def make_lean() -> None:
    """Fit this process for ingest; see the module."""
    gc.set_threshold(MANY_OBJECTS, 10, 10)
    _spare_pandas()


def _spare_pandas() -> None:
    """Let pyarrow find no pandas when it looks for it first. `to_pandas` looks again and works."""
    if "pandas" in sys.modules:
        return
    import pyarrow

    finder = _Absent()
    sys.meta_path.insert(0, finder)
    try:
        pyarrow.array([0])
    finally:
        sys.meta_path.remove(finder)
