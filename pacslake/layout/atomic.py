"""Writes that are there whole or not at all, also after a kill or a power loss.

A record is never renamed over: it is written under a temporary name, synced, and *linked* to its final
name, which fails when that name is taken. Two writers can therefore never both believe that they made it,
and a kill leaves at most a temporary file. Opening the final name with O_EXCL would leave a half-written
record instead.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from pacslake.errors import LakeError
from pacslake.layout.killpoint import passing

__all__ = ["TEMPORARY_PREFIX", "fsync_dir", "rename_dir", "replace", "write_new"]

TEMPORARY_PREFIX = ".tmp-"


def fsync_dir(folder: Path) -> None:
    """Make the names in `folder` durable. Windows has no such call; there the file's own sync is all."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_new(path: Path, data: bytes | memoryview) -> None:
    """Create `path` with `data`, durable when this returns.

    Raises: FileExistsError when the name is taken (nothing is changed then); LakeError on a file system
    without hard links; OSError when the disk refuses (no file under the final name then).
    """
    temporary = _write_temporary(path, data)
    try:
        _link(temporary, path)
        passing("record.linked")
    finally:
        temporary.unlink(missing_ok=True)
    passing("record.named")
    fsync_dir(path.parent)
    passing("record.durable")


def replace(path: Path, data: bytes | memoryview) -> None:
    """Put `data` at `path`, over what may be there. For `cache/` only: records are never replaced."""
    temporary = _write_temporary(path, data)
    try:
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    fsync_dir(path.parent)


def rename_dir(source: Path, target: Path) -> None:
    """Give a finished folder its final name, durable when this returns.

    Raises: FileExistsError when `target` exists and is not an empty folder.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    passing("folder.renaming")
    try:
        os.rename(source, target)
    except OSError as error:
        if target.exists():
            raise FileExistsError(f"{target.name} exists already") from error
        raise
    passing("folder.renamed")
    fsync_dir(target.parent)
    passing("folder.durable")


def _write_temporary(path: Path, data: bytes | memoryview) -> Path:
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{uuid.uuid4().hex}")
    try:
        with open(temporary, "xb") as file:
            passing("record.opened")
            file.write(data)
            file.flush()
            passing("record.written")
            os.fsync(file.fileno())
        passing("record.synced")
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _link(temporary: Path, path: Path) -> None:
    if os.name == "nt":  # there a rename refuses to go over an existing name, as link() does elsewhere
        os.rename(temporary, path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise LakeError(
            f"could not give {path.name} its final name ({error.strerror}). A lake needs a file system with "
            "hard links: move it to a local disk, NFS, ext4, xfs, zfs or APFS."
        ) from error
