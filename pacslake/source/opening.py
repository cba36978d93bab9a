"""Open an object by its uri: its bytes, a range of them, or the local file that holds them.

The uri forms are those of `pacslake.source.uri`. Bytes are always those of the object itself: of a
compressed file the plain ones, of an archive's member the member's.
"""

from __future__ import annotations

import os
import re
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from pacslake.errors import DamagedError, SourceMissingError
from pacslake.layout import mirror
from pacslake.layout.digest import require_file
from pacslake.source import archive, remote, tar, uri

__all__ = ["local_file", "locate", "member_names", "open_bytes", "read_range"]

_CACHE_BYTES = 256 << 20
_NEIGHBOURS = 64 << 20  # kept of a compressed tar beyond the member asked for: a series is read in sequence
_REMEDY = "bring the export back to where it was, or ingest with --copy so that the lake keeps its own"


def locate(row: Mapping[str, Any], root: str | os.PathLike[str]) -> str:
    """The uri from which to read the object of a `file` row: the lake's own copy where there is one.

    Args:
        row: a mapping with `uri` and, where the lake keeps copies, `object_uri`.
        root: the lake's folder; relative uris are below it.

    Returns:
        A uri with an absolute path or a URL, for `open_bytes`, `read_range` and `local_file`.
    """
    chosen = row.get("object_uri") or row["uri"]
    if os.path.isabs(chosen) or remote.is_url(chosen):
        return chosen
    return os.path.join(os.fspath(root), chosen)


def local_file(text: str) -> Path | None:
    """The path of the file whose bytes are the object's own; None for members and compressed files.

    Raises SourceMissingError: the file is gone.
    """
    parsed = uri.parse(text)
    if parsed.members or remote.is_url(parsed.outer):
        return None
    path = uri.local_path(parsed.outer)
    return None if _sniffed(path, _stamp(path)) else Path(path)


def open_bytes(text: str) -> bytes:
    """All bytes of an object.

    Raises:
        SourceMissingError: the file, or the member of the archive, is gone or cannot be read.
    """
    parsed = uri.parse(text)
    path = uri.local_path(parsed.outer)
    if not parsed.members and remote.is_url(path):
        return _remote_bytes(path)
    stamp = _stamp(path)
    try:
        if not parsed.members and not _sniffed(path, stamp):
            with open(path, "rb") as stream:
                return stream.read()
        return _cached(path, stamp, parsed.members)
    except (OSError, archive.ArchiveError) as error:
        raise _missing(error) from error


def read_range(text: str, offset: int, length: int) -> bytes:
    """`length` bytes of an object from `offset` on; fewer where the object ends before.

    Raises:
        SourceMissingError: the file, or the member of the archive, is gone or cannot be read.
    """
    if remote.is_url(text) and (ranged := _remote_range(text, offset, length)) is not None:
        return ranged
    path = local_file(text)
    if path is None:
        return open_bytes(text)[offset : offset + length]
    try:
        with open(path, "rb", buffering=0) as stream:
            stream.seek(offset)
            parts = []
            while length > 0 and (part := stream.read(length)):
                parts.append(part)
                length -= len(part)
            return parts[0] if len(parts) == 1 else b"".join(parts)
    except OSError as error:
        raise _missing(error) from error


def member_names(container_uri: str) -> list[str]:
    """The names (encoded) of what an archive holds, archives in it not opened. Raises SourceMissingError."""
    parsed = uri.parse(container_uri)
    path = uri.local_path(parsed.outer)
    _stamp(path)
    try:
        with _archive_stream(path, parsed.members) as stream:
            return _names(stream)
    except (OSError, archive.ArchiveError, zipfile.BadZipFile, tar.TarError) as error:
        raise _missing(error) from error


# --- objects behind a URL --------------------------------------------------------------------------


def _remote_bytes(url: str) -> bytes:
    try:
        data = remote.read_all(url)
        if archive.sniff(data[: archive.HEAD]) is None:
            return data
        return _cached(url, _stamp(url), ())
    except (OSError, archive.ArchiveError) as error:
        raise _missing(error) from error


def _remote_range(text: str, offset: int, length: int) -> bytes | None:
    """The range of an object that is neither compressed nor a member; None for those."""
    parsed = uri.parse(text)
    if parsed.members:
        return None
    try:
        if _sniffed(parsed.outer, (-1, -1)):  # asked once a process: a question of its own costs a round trip
            return None
        return remote.read_range(parsed.outer, offset, length)
    except OSError as error:
        raise _missing(error) from error


def _open(path: str) -> BinaryIO:
    return remote.open_stream(path) if remote.is_url(path) else open(path, "rb")


# --- plain files -----------------------------------------------------------------------------------

Stamp = tuple[int, int]
_KEPT = re.compile(r"objects[/\\]([0-9a-f]{2})[/\\]([0-9a-f]{64})\.dcm$")
_sniffs: dict[tuple[str, Stamp], bool] = {}


def _stamp(path: str) -> Stamp:
    try:
        if remote.is_url(path):
            return remote.stat(path)
        mirror.ensure(path)  # an original of a lake in a bucket
        st = os.stat(path)
    except OSError as error:
        raise _missing(error) from error
    return st.st_size, st.st_mtime_ns


def _missing(error: BaseException) -> SourceMissingError:
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return SourceMissingError(f"an original cannot be read: {what}; {_REMEDY}")


def _sniffed(path: str, stamp: Stamp) -> bool:
    """Whether the file is an archive or compressed, remembered for as long as it does not change."""
    key = (path, stamp)
    known = _sniffs.get(key)
    if known is None:
        kept = _KEPT.search(path)
        if kept is not None and kept[1] == kept[2][:2]:
            # The lake's own copy carries its digest as its name: one that rotted is refused, not served.
            what = f"objects/{kept[1]}/{kept[2]}.dcm"
            try:
                require_file(path, kept[2], what)
            except DamagedError:
                if not mirror.forget(path):
                    raise
                _stamp(path)  # the bucket may have it whole
                require_file(path, kept[2], what)
        try:
            known = archive.sniff(_head(path)) is not None
        except OSError as error:
            raise _missing(error) from error
        if len(_sniffs) > 100_000:
            _sniffs.clear()
        _sniffs[key] = known
    return known


def _head(path: str) -> bytes:
    if remote.is_url(path):
        return remote.read_range(path, 0, archive.HEAD)
    with open(path, "rb", buffering=0) as stream:
        return stream.read(archive.HEAD)


# --- members ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Key:
    path: str
    stamp: Stamp
    members: tuple[str, ...]


_cache: OrderedDict[_Key, bytes] = OrderedDict()
_cached_bytes = 0
_lock = threading.RLock()


def _cached(path: str, stamp: Stamp, members: tuple[str, ...]) -> bytes:
    key = _Key(path, stamp, members)
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
        data = _read_member(path, stamp, members)
        _keep(key, data)
        return data


def _keep(key: _Key, data: bytes) -> None:
    global _cached_bytes
    if len(data) > _CACHE_BYTES // 2 or key in _cache:
        return
    _cache[key] = data
    _cached_bytes += len(data)
    while _cached_bytes > _CACHE_BYTES:
        _, old = _cache.popitem(last=False)
        _cached_bytes -= len(old)


def _read_member(path: str, stamp: Stamp, members: tuple[str, ...]) -> bytes:
    if not members:
        with _open(path) as stream:
            return archive.decompress(stream, stamp[0])
    with _archive_stream(path, members[:-1]) as stream:
        head = stream.read(archive.HEAD)
        stream.seek(0)
        kind = archive.sniff(head)
        if kind == "zip":
            data = _from_zip(stream, members[-1])
        else:
            data = _from_tar(stream, kind, _Key(path, stamp, members))
    if archive.sniff(data[: archive.HEAD]) in (None, "tar", "zip"):
        return data
    import io

    return archive.decompress(io.BytesIO(data), len(data))


def _archive_stream(path: str, members: tuple[str, ...]) -> BinaryIO:
    """The archive that holds the last member, as a stream that can seek."""
    if not members:
        return _open(path)
    import io

    return io.BytesIO(_cached(path, _stamp(path), members))


def _from_zip(stream: BinaryIO, name: str) -> bytes:
    with zipfile.ZipFile(stream) as packed:
        try:
            return packed.read(name)
        except KeyError:
            pass
        for info in packed.infolist():
            if uri.encode(info.filename) == name:
                return packed.read(info)
    raise archive.ArchiveError("the archive no longer holds the member")


def _tar_stream(stream: BinaryIO, kind: str | None) -> BinaryIO:
    if kind == "tar":
        return stream
    size = stream.seek(0, os.SEEK_END)
    return cast(BinaryIO, archive.Decompressed(stream, archive.Budget(size)))


def _from_tar(stream: BinaryIO, kind: str | None, key: _Key) -> bytes:
    """The member, and of a compressed tar its followers into the cache: each look costs a whole pass."""
    packed = _tar_stream(stream, kind)
    found: bytes | None = None
    ahead = 0
    try:
        for member in tar.members(packed):
            if found is None and uri.encode(member.name) != key.members[-1]:
                continue
            if member.kind != "file":
                continue
            data = archive.read_exactly(packed, member.size)
            if found is None:
                found = data
                if kind == "tar":
                    break
                continue
            _keep(_Key(key.path, key.stamp, (*key.members[:-1], uri.encode(member.name))), data)
            ahead += len(data)
            if ahead > _NEIGHBOURS:
                break
    except tar.TarError:
        if found is None:
            raise archive.ArchiveError("the archive is damaged before the member") from None
    if found is None:
        raise archive.ArchiveError("the archive no longer holds the member")
    return found


def _names(stream: BinaryIO) -> list[str]:
    head = stream.read(archive.HEAD)
    stream.seek(0)
    kind = archive.sniff(head)
    if kind == "zip":
        with zipfile.ZipFile(stream) as packed:
            return [uri.encode(info.filename) for info in packed.infolist() if not info.is_dir()]
    return [uri.encode(m.name) for m in tar.members(_tar_stream(stream, kind)) if m.kind == "file"]
