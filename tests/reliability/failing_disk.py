"""A disk whose n-th call of a kind fails: a folder seen through FUSE, in a process of its own.

`python failing_disk.py FOLDER MOUNT ORDER`. The file ORDER holds "kind nth errno"; counting begins when it changes, and what failed
is written to ORDER with the ending `.met`. Needs Linux, the right to mount, libfuse and mfusepy.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import mfusepy


def call(method: Callable[..., Any]) -> Callable[..., Any]:
    """A call of the file system, by the name of the method and the path in the folder behind."""

    @wraps(method)
    def run(self: FailingDisk, path: str, *arguments: Any) -> Any:
        self.count(method.__name__)
        return method(self, self.folder + path, *arguments)

    return run


class FailingDisk(mfusepy.Operations):  # type: ignore[misc]
    """Every call goes to the folder behind, but for the one that was ordered to fail."""

    use_ns = True

    def __init__(self, folder: str, order: Path) -> None:
        self.folder, self._order, self._met = folder, order, order.with_suffix(".met")
        self._said, self._left, self._kind, self._errno = "", 0, "", 0

    def count(self, kind: str) -> None:
        """Fail where it was ordered."""
        said = self._order.read_text()
        if said != self._said:
            self._kind, nth, code = said.split()
            self._said, self._left, self._errno = said, int(nth), int(code)
        if kind == self._kind:
            self._left -= 1
            if self._left == 0:
                self._met.write_text(said)
                raise mfusepy.FuseOSError(self._errno)

    @call
    def getattr(self, path: str, fh: Any = None) -> dict[str, Any]:
        found = os.lstat(path)
        names = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_ino", "st_blocks")
        told = {name: getattr(found, name) for name in names}
        return told | {f"st_{t}time": getattr(found, f"st_{t}time_ns") for t in "amc"}

    @call
    def readdir(self, path: str, fh: Any) -> list[str]:
        return [".", "..", *os.listdir(path)]

    @call
    def mkdir(self, path: str, mode: int) -> None:
        os.mkdir(path, mode)

    @call
    def rmdir(self, path: str) -> None:
        os.rmdir(path)

    @call
    def unlink(self, path: str) -> None:
        os.unlink(path)

    @call
    def rename(self, old: str, new: str) -> None:
        os.rename(old, self.folder + new)

    @call
    def link(self, target: str, source: str) -> None:
        os.link(self.folder + source, target)

    @call
    def symlink(self, target: str, source: str) -> None:
        os.symlink(source, target)

    @call
    def readlink(self, path: str) -> str:
        return os.readlink(path)

    @call
    def create(self, path: str, mode: int, fi: Any = None) -> int:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    @call
    def open(self, path: str, flags: int) -> int:
        return os.open(path, flags & ~os.O_APPEND)

    @call
    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    @call
    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        return os.pwrite(fh, data, offset)

    @call
    def truncate(self, path: str, length: int, fh: Any = None) -> None:
        os.truncate(path, length)

    @call
    def fsync(self, path: str, datasync: int, fh: int) -> None:
        os.fsync(fh)

    @call
    def fsyncdir(self, path: str, datasync: int, fh: int) -> None:
        pass

    @call
    def release(self, path: str, fh: int) -> None:
        os.close(fh)

    @call
    def chmod(self, path: str, mode: int) -> None:
        os.chmod(path, mode)

    @call
    def utimens(self, path: str, times: Any = None) -> None:
        os.utime(path, ns=times)

    @call
    def statfs(self, path: str) -> dict[str, int]:
        found = os.statvfs(path)
        return {
            name: getattr(found, name) for name in dir(found) if name.startswith("f_") and name != "f_fsid"
        }


if __name__ == "__main__":
    behind, mount, order = sys.argv[1:]
    mfusepy.FUSE(FailingDisk(behind, Path(order)), mount, foreground=True, nothreads=True)
