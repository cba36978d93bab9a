"""From a file's bytes to rows: one `Extractor` for each unit of work, files of a folder in path order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.ingest.extract.extractor import Extracted, Extractor

__all__ = ["Extracted", "Extractor"]


def __getattr__(name: str) -> Any:
    # Loaded late: pyarrow and the dictionaries are needed only where files are read.
    if name in __all__:
        from pacslake.ingest.extract import extractor

        return getattr(extractor, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
