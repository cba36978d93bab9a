"""Where objects wait between their acknowledgement and their landing: files named by the SHA-256 of their bytes.

    <lake>/inbox/<receiver>/lock             held while the receiver runs
    <lake>/inbox/<receiver>/part-<random>    an object that is on its way; worth nothing after a kill
    <lake>/inbox/<receiver>/<sha256>.dcm     an object that was acknowledged

A name made of what a sender says would be a path that a sender chooses; the digest is not. The file is synced,
linked to its name, and the folder synced, before anyone is told that the object was kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import struct
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pacslake.errors import LakeError
from pacslake.layout.atomic import fsync_dir
from pacslake.layout.lock import try_lock
from pacslake.network.pdu import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION

__all__ = ["INBOX", "Incoming", "OutOfSpaceError", "Spool", "file_head", "orphans", "waiting"]

INBOX = "inbox"
_FLUSH = 1 << 20


class OutOfSpaceError(Exception):
    """The disk has less room than is kept free, or refused to write."""


class Spool:
    """The folder of one receiver, for as long as it runs.

    Args:
        root: the lake's folder.
        reserve: bytes of disk that stay free; below that objects are refused.
    """

    def __init__(self, root: Path, *, reserve: int = 1 << 30) -> None:
        self.folder = root / INBOX / uuid.uuid4().hex
        self.reserve = reserve
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="pacslake-sync")
        self._room, self._looked = 0, 0
        self._sync: asyncio.Task[None] | None = None
        self._next_sync: asyncio.Task[None] | None = None
        try:
            self.folder.mkdir(parents=True)
            self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            try_lock(self._lock)
            fsync_dir(self.folder.parent)
            fsync_dir(root)
        except OSError as error:
            raise LakeError(
                f"the lake cannot take in objects ({error.strerror}); check its permissions and its disk"
            ) from error

    def begin(self, head: bytes) -> Incoming:
        """Start an object whose file begins with `head`. Raises: OutOfSpaceError."""
        self._require_room()
        try:
            return Incoming(self, head)
        except OSError as error:
            raise OutOfSpaceError from error

    async def keep(self, incoming: Incoming) -> str:
        """Make an object durable under its digest; returns the name. Raises: OutOfSpaceError."""
        loop = asyncio.get_running_loop()
        try:
            name = await loop.run_in_executor(self._pool, incoming.finish)
            await self._sync_folder()
        except OSError as error:
            raise OutOfSpaceError from error
        return name

    async def _sync_folder(self) -> None:
        """Sync the folder after this moment; callers that come together share one sync."""
        if self._sync is None or self._sync.done():
            self._sync = asyncio.ensure_future(self._run_sync())
            await asyncio.shield(self._sync)
            return
        if self._next_sync is None or self._next_sync.done():
            self._next_sync = asyncio.ensure_future(self._run_after(self._sync))
        await asyncio.shield(self._next_sync)

    async def _run_after(self, before: asyncio.Task[None]) -> None:
        await asyncio.wait([before])
        self._sync, self._next_sync = self._next_sync, None
        await self._run_sync()

    async def _run_sync(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._pool, fsync_dir, self.folder)

    def _require_room(self) -> None:
        self._looked -= 1
        if self._looked < 0:
            found = os.statvfs(self.folder)
            self._room, self._looked = found.f_bavail * found.f_frsize, 16
        if self._room < self.reserve:
            self._looked = 0
            raise OutOfSpaceError

    def close(self) -> None:
        """Give the folder up; it goes where nothing is left in it."""
        self._pool.shutdown(wait=True)
        for path in self.folder.glob("part-*"):
            path.unlink(missing_ok=True)
        if not any(self.folder.glob("*.dcm")):
            (self.folder / "lock").unlink(missing_ok=True)
            try:
                self.folder.rmdir()
            except OSError:
                pass
        os.close(self._lock)


class Incoming:
    """One object on its way to the disk."""

    def __init__(self, spool: Spool, head: bytes) -> None:
        self._folder = spool.folder
        self._path = spool.folder / f"part-{uuid.uuid4().hex}"
        self._file = open(self._path, "xb", buffering=_FLUSH)
        self._digest = hashlib.sha256()
        self.size = 0
        self.begin = b""  # the first bytes of the data set, to see what they say of themselves
        self._put(head)

    def _put(self, data: bytes | memoryview) -> None:
        self._digest.update(data)
        self._file.write(data)

    def write(self, data: bytes | memoryview) -> None:
        """Add bytes of the data set. Raises: OutOfSpaceError."""
        try:
            self._put(data)
        except OSError as error:
            raise OutOfSpaceError from error
        self.size += len(data)
        if len(self.begin) < 4096:
            self.begin += bytes(data[: 4096 - len(self.begin)])

    def finish(self) -> str:
        """Sync, and link to the final name; the folder is not synced yet. Raises: OSError."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        name = f"{self._digest.hexdigest()}.dcm"
        try:
            os.link(self._path, self._folder / name)
        except FileExistsError:
            pass  # the same bytes, sent twice before they were landed
        self._path.unlink(missing_ok=True)
        return name

    def drop(self) -> None:
        """Give up an object that did not arrive whole."""
        try:
            self._file.close()
        except OSError:
            pass
        self._path.unlink(missing_ok=True)


def file_head(sop_class: str, sop_instance: str, transfer_syntax: str, source: str = "") -> bytes:
    """Preamble and file meta information (PS3.10 7.1) for a data set as it arrived."""
    body = b"".join(
        (
            struct.pack("<HH2sHL", 2, 1, b"OB", 0, 2) + b"\0\1",
            _meta(0x0002, b"UI", sop_class),
            _meta(0x0003, b"UI", sop_instance),
            _meta(0x0010, b"UI", transfer_syntax),
            _meta(0x0012, b"UI", IMPLEMENTATION_CLASS_UID),
            _meta(0x0013, b"SH", IMPLEMENTATION_VERSION),
            _meta(0x0016, b"AE", source) if source else b"",
        )
    )
    return b"\0" * 128 + b"DICM" + struct.pack("<HH2sHL", 2, 0, b"UL", 4, len(body)) + body


def _meta(element: int, vr: bytes, text: str) -> bytes:
    raw = text.encode("ascii", "replace")[:1024]
    raw += (b"\0" if vr == b"UI" else b" ") * (len(raw) % 2)
    return struct.pack("<HH2sH", 2, element, vr, len(raw)) + raw


def waiting(folder: Path) -> list[Path]:
    """The acknowledged objects of a folder that are not landed yet, by name."""
    return sorted(folder.glob("*.dcm"))


def orphans(root: Path) -> list[Path]:
    """Folders of receivers that ended before all was landed. Empty ones are removed."""
    found = []
    for folder in sorted((root / INBOX).glob("*")):
        try:
            handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            continue
        try:
            if try_lock(handle):
                for path in folder.glob("part-*"):
                    path.unlink(missing_ok=True)
                if waiting(folder):
                    found.append(folder)
                else:
                    (folder / "lock").unlink(missing_ok=True)
                    folder.rmdir()
        except OSError:
            continue
        finally:
            os.close(handle)
    return found
