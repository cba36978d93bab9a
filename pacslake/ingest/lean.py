"""Keep pandas out of processes that only take in files: pyarrow loads it with the first array it makes.

That costs a third of a second a process. It is spared in workers and in the command `pacslake ingest`, which hand
nothing of pandas to pyarrow, and never in a program or notebook of the user's: there `pyarrow.array` of a series
would not be what it was.
"""

from __future__ import annotations

import importlib.abc
import sys
from typing import Any

__all__ = ["spare_pandas"]


class _Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not loaded for this", name="pandas")


def spare_pandas() -> None:
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
