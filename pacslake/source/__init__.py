"""Find objects and open them: folders, archives, compressed files, DICOMDIR media, lists of files.

`uri` names an object, `walk` and `archive` find them, `opening` reads one by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.source.opening import local_file, locate, open_bytes, read_range
    from pacslake.source.uri import file_id

__all__ = ["file_id", "local_file", "locate", "open_bytes", "read_range"]


def __getattr__(name: str) -> Any:
    if name == "file_id":
        from pacslake.source.uri import file_id

        return file_id
    if name in __all__:
        from pacslake.source import opening

        return getattr(opening, name)
    raise AttributeError(f"module 'pacslake.source' has no attribute {name!r}")
