"""Processes that only take in files do without pandas and numpy, and seldom look for cycles among their objects.

pyarrow loads pandas with the first array it makes, which costs a third of a second a process, and numpy, a tenth, as it
is loaded itself. Pandas is spared in workers and in the command `pacslake ingest`, which hand nothing of pandas to
pyarrow, and never in a program or notebook of the user's: there `pyarrow.array` of a series would not be what it was.
Numpy is spared only in workers: planning, which follows in the command, uses it.
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
    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        if fullname in self.names:
            raise ModuleNotFoundError(f"{fullname} is not loaded for this", name=fullname)


def make_lean(*, numpy: bool = True) -> None:
    """Fit this process for ingest; see the module. `numpy`: whether pyarrow shall know arrays of numpy."""
    gc.set_threshold(MANY_OBJECTS, 10, 10)
    _load_pyarrow_without({"pandas"} if numpy else {"pandas", "numpy"})


def _load_pyarrow_without(names: set[str]) -> None:
    """Let pyarrow find no pandas when it looks for it first. `to_pandas` looks again and works."""
    absent = frozenset(names - sys.modules.keys())
    if not absent:
        return
    finder = _Absent(absent)
    sys.meta_path.insert(0, finder)
    try:
        import pyarrow

        pyarrow.array([0])
    finally:
        sys.meta_path.remove(finder)
