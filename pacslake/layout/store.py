"""The few operations on objects that a lake's record needs, and those on a folder; on an object store see `mirror`.

Keys are relative, with `/` between parts (`catalog/snapshots/00000000000000000042.json`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pacslake.layout.atomic import TEMPORARY_PREFIX, fsync_dir, write_new
from pacslake.layout.killpoint import passing

if TYPE_CHECKING:
    from pacslake.layout.table_key import TableKey

__all__ = ["LocalStore", "Store"]


class Store(Protocol):
    """What commit, compaction and vacuum ask of the place where a lake lies."""

    table_key: TableKey | None
    """With which the files of tables are encrypted; None when they are not."""

    def get(self, key: str) -> bytes:
        """The whole object. Raises FileNotFoundError."""

    def get_anew(self, key: str) -> bytes:
        """As `get`, and never a copy of it that this machine keeps."""

    def put(self, key: str, data: bytes | memoryview) -> None:
        """Write an object under a name that nobody else uses (it holds a random part); durable on return."""

    def put_if_absent(self, key: str, data: bytes | memoryview) -> bool:
        """Create the object whole, or return False because it is there already; durable on return."""

    def list(self, prefix: str) -> Iterator[tuple[str, int, float]]:
        """(key, size in bytes, modified as seconds since 1970) of all objects below the folder `prefix`."""

    def delete(self, key: str) -> None:
        """Remove an object; one that is gone already is no error."""


class LocalStore:
    """A folder. All calls of the operating system are our own, so that what is synced and when is known."""

    def __init__(self, root: Path, table_key: TableKey | None = None) -> None:
        self.root, self.table_key = root, table_key

    def get(self, key: str) -> bytes:
        return (self.root / key).read_bytes()

    def get_anew(self, key: str) -> bytes:
        return self.get(key)

    def put(self, key: str, data: bytes | memoryview) -> None:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(path, "xb") as file:
                passing("put.opened")
                file.write(data)
                file.flush()
                passing("put.written")
                os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)  # a disk that is full is not made fuller
            raise
        passing("put.synced")
        fsync_dir(path.parent)
        passing("put.durable")

    def put_if_absent(self, key: str, data: bytes | memoryview) -> bool:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_new(path, data)
        except FileExistsError:
            return False
        return True

    def list(self, prefix: str) -> Iterator[tuple[str, int, float]]:
        """As in `Store`; what a killed writer left under a temporary name is not an object."""
        yield from self._walk(self.root / prefix, prefix.rstrip("/"))

    def temporaries(self, prefix: str) -> Iterator[tuple[str, int, float]]:
        """(key, size, modified) of files that a killed writer left behind."""
        yield from self._walk(self.root / prefix, prefix.rstrip("/"), temporary=True)

    def delete(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def _walk(self, folder: Path, key: str, temporary: bool = False) -> Iterator[tuple[str, int, float]]:
        try:
            entries = list(os.scandir(folder))
        except FileNotFoundError:
            return
        for entry in entries:
            name = f"{key}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(folder / entry.name, name, temporary)
            elif entry.name.startswith(TEMPORARY_PREFIX) == temporary:
                try:
                    status = entry.stat()
                except FileNotFoundError:  # another process removed it between listing and asking
                    continue
                yield name, status.st_size, status.st_mtime
