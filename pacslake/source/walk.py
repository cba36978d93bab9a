"""Find files in a folder: every one, whatever its name, in one fixed order.

The order is that of the code points of the path below the folder, so that two runs over the same export
judge its files in the same sequence. A file is identified later, by content.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from typing import NamedTuple

__all__ = ["Entry", "walk"]


class Entry(NamedTuple):
    """A file that the walk met. A named tuple, not a dataclass: millions are made."""

    path: str
    size: int
    mtime_ns: int
    fault: str | None = None  # why it cannot be read; `outcome` then says how it ends
    outcome: str | None = None


def _fault(error: OSError) -> str:
    """What the system says, without the path (a path may name a patient)."""
    return f"{error.strerror or type(error).__name__} ({type(error).__name__})"


def _order(entry: os.DirEntry[str]) -> str:
    # "a.txt" comes before "a/x" ('.' < '/'), so a folder sorts as its name and a slash.
    return entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name


def walk(
    root: str, *, skip: Callable[[str], bool] | None = None, note: Callable[[str, str], None] | None = None
) -> Iterator[Entry]:
    """Every file below the folder `root`, in code-point order of the path below it.

    Links to files are followed (data sets kept by git-annex are made of them), links to folders are not:
    they may lead in circles or out of the export; `note(path, text)` is told of each. What is neither a
    file nor a folder is not opened (a pipe would wait for ever). `skip(path)` leaves a folder out.
    """
    # A stack of sorted listings instead of recursion: depth is bounded by memory, not by Python.
    stack: list[Iterator[Entry | str]] = [iter(_listing(root, skip, note))]
    while stack:
        for item in stack[-1]:
            if isinstance(item, str):
                stack.append(iter(_listing(item, skip, note)))
                break
            yield item
        else:
            stack.pop()


def _listing(
    folder: str, skip: Callable[[str], bool] | None, note: Callable[[str, str], None] | None
) -> list[Entry | str]:
    """One folder: an `Entry` for each file, a path for each folder below, sorted."""
    try:
        with os.scandir(folder) as scan:
            found = sorted(scan, key=_order)
    except OSError as error:
        what = f"the folder cannot be listed: {_fault(error)}; grant read permission and ingest again"
        return [Entry(folder + "/", 0, 0, what, "quarantined")]
    items: list[Entry | str] = []
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if skip is None or not skip(entry.path):
                items.append(entry.path)
            continue
        item = _file_entry(entry, note)
        if item is not None:
            items.append(item)
    return items


def _file_entry(entry: os.DirEntry[str], note: Callable[[str, str], None] | None) -> Entry | None:
    try:
        st = entry.stat()
    except OSError as error:
        what = "a link to nothing" if entry.is_symlink() else f"cannot be examined: {_fault(error)}"
        return Entry(entry.path, 0, 0, what, "quarantined")
    if stat.S_ISREG(st.st_mode):
        return Entry(entry.path, st.st_size, st.st_mtime_ns)
    if stat.S_ISDIR(st.st_mode):
        if note is not None:
            note(entry.path, "a link to a folder is not followed; ingest its target by itself")
        return None
    return Entry(entry.path, 0, st.st_mtime_ns, "not a regular file (pipe, socket or device)", "not_dicom")
