"""Archives and compressed files, recognised by content and read in stream.

`expand` yields what an archive holds, archives in it included, one member at a time: nothing is unpacked
to disk (an archive inside another is spooled to a temporary file above 32 MB). Members of a zip come in
code-point order of their names; a tar has one order, its own.

Limits, so that a hostile archive costs little: a million members, 1000:1, five levels, 2 GiB a member. An
archive that breaks one, or that holds names which lead out of it, is refused as a whole before its first
member where its directory shows it, else at the point where it shows.
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from pacslake.source import tar, uri

__all__ = [
    "HEAD",
    "MAX_DEPTH",
    "MAX_MEMBERS",
    "MAX_MEMBER_BYTES",
    "MAX_RATIO",
    "ArchiveError",
    "Budget",
    "Decompressed",
    "Found",
    "decompress",
    "expand",
    "member_of",
    "read_exactly",
    "sniff",
]

HEAD = 512  # bytes that tell what a file is
MAX_RATIO = 1000
MAX_MEMBERS = 1_000_000
MAX_DEPTH = 5
MAX_MEMBER_BYTES = 2 << 30
_RATIO_FLOOR = 8 << 20  # below this many bytes nobody is harmed, and a blank image may compress 1000:1
_SPOOL = 32 << 20
_CHUNK = 1 << 18
_INPUT = 1 << 14  # compressed bytes taken at once: small, so that a bomb shows before much came of it
_DECODER_MEMORY = 192 << 20
_EOCD = 22
_BOMB = f"refused: expands to more than {MAX_RATIO} times its size (an archive bomb)"
_LEADS_OUT = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:[/\\]|\0")
# Office documents, Java archives and e-books are zips to the eye of a computer only.
_DOCUMENT_MARKS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, gzip.BadGzipFile, tar.TarError)


class ArchiveError(Exception):
    """Why an archive cannot be read, or is refused. Never holds a member's name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A member: its bytes, or why there are none and how it ends then (`quarantined`, `not_dicom`)."""

    uri: str
    data: bytes | None
    size: int
    outcome: str | None = None
    reason: str | None = None


@dataclass
class Budget:
    """What may still be taken out of one file of the export; shared by all archives inside it."""

    outer_size: int
    out: int = 0
    n: int = 0
    limit: int = field(init=False)

    def __post_init__(self) -> None:
        self.limit = max(_RATIO_FLOOR, self.outer_size * MAX_RATIO)

    def charge(self, n_bytes: int) -> None:
        self.out += n_bytes
        if self.out > self.limit:
            raise ArchiveError(_BOMB)

    def count(self, n: int = 1) -> None:
        self.n += n
        if self.n >= MAX_MEMBERS:
            raise ArchiveError(f"refused: {MAX_MEMBERS} members or more; split the export and ingest again")


def sniff(head: bytes) -> str | None:
    """zip, gz, zst, bz2, xz or tar by the first `HEAD` bytes; None for anything else, DICOM included."""
    if head[128:132] == b"DICM":  # PS3.10 7.1: the preamble is free, so it may look like anything
        return None
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06"):
        return "zip"
    if head[:3] == b"\x1f\x8b\x08":
        return "gz"
    if head[:4] == b"\x28\xb5\x2f\xfd":
        return "zst"
    if head[:3] == b"BZh" and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return "bz2"
    if head[:6] == b"\xfd7zXZ\0":
        return "xz"
    return "tar" if tar.is_tar(head) else None


def expand(stream: BinaryIO, at: str, budget: Budget, *, depth: int = 1) -> Iterator[Found]:
    """What the archive or compressed file in `stream` holds; `at` is its uri.

    A compressed single file yields itself, decompressed, under its own uri; an archive its members. What
    cannot be opened yields itself with outcome `quarantined`, an empty archive with `not_dicom`.
    """
    try:
        yield from _expand(stream, at, budget, depth)
    except ArchiveError as error:
        yield Found(at, None, 0, "quarantined", f"archive: {error}")
    except _BROKEN as error:
        yield Found(at, None, 0, "quarantined", f"archive: {_plain(error)}")


def _expand(stream: BinaryIO, at: str, budget: Budget, depth: int) -> Iterator[Found]:
    head = stream.read(HEAD)
    stream.seek(0)
    kind = sniff(head)
    if kind == "zip":
        yield from _expand_zip(stream, at, budget, depth)
    elif kind == "tar":
        _preview_tar(stream, budget)
        stream.seek(0)
        yield from _expand_tar(stream, at, budget, depth)
    else:
        yield from _expand_compressed(stream, at, budget, depth)


def _expand_compressed(stream: BinaryIO, at: str, budget: Budget, depth: int) -> Iterator[Found]:
    plain = Decompressed(stream, budget)
    head = plain.peek(HEAD)
    inner = sniff(head)
    if inner == "tar":
        # Twice through the data: what is refused must be refused before its first member has a row.
        _preview_tar(cast(BinaryIO, plain), Budget(budget.outer_size))
        stream.seek(0)
        yield from _expand_tar(cast(BinaryIO, Decompressed(stream, budget)), at, budget, depth)
        return
    if inner is None:
        data = plain.read_all(MAX_MEMBER_BYTES)
        yield Found(at, data, len(data))
        return
    if depth >= MAX_DEPTH:
        raise ArchiveError(f"refused: archives nested deeper than {MAX_DEPTH}")
    with tempfile.SpooledTemporaryFile(_SPOOL) as spool:
        _copy(plain, spool)
        spool.seek(0)
        yield from _expand(cast(BinaryIO, spool), at, budget, depth + 1)


# --- zip -------------------------------------------------------------------------------------------


def _expand_zip(stream: BinaryIO, at: str, budget: Budget, depth: int) -> Iterator[Found]:
    _refuse_many(stream)
    with zipfile.ZipFile(stream) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        names = {info.filename for info in infos}
        if not infos:
            yield Found(at, None, 0, "not_dicom", "an empty archive")
            return
        if any(mark in names for mark in _DOCUMENT_MARKS):
            yield Found(at, None, 0, "not_dicom", "a document or program packed as zip")
            return
        _refuse_names(names)
        _refuse_sizes(stream, infos, budget)
        budget.count(len(infos))
        for info in sorted(infos, key=lambda i: i.filename):
            yield from _zip_member(archive, info, uri.member_uri(at, info.filename), budget, depth)


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, at: str, budget: Budget, depth: int
) -> Iterator[Found]:
    if info.external_attr >> 28 == 0o12:  # the high half holds st_mode; 0o12 is S_IFLNK
        yield Found(at, None, info.file_size, "not_dicom", "a symbolic link in an archive, not followed")
        return
    if info.flag_bits & 1:
        reason = "encrypted archive member; unpack it with its password and ingest the folder"
        yield Found(at, None, info.file_size, "quarantined", reason)
        return
    try:
        with archive.open(info) as member:
            yield from member_of(cast(BinaryIO, member), at, info.file_size, budget, depth)
    except (*_BROKEN, NotImplementedError, RuntimeError) as error:
        yield Found(at, None, info.file_size, "quarantined", f"archive member: {_plain(error)}")


def _refuse_many(stream: BinaryIO) -> None:
    """Count the entries of a zip's directory before `zipfile` makes an object of each."""
    size = stream.seek(0, io.SEEK_END)
    tail_at = max(0, size - 65_536 - _EOCD)
    stream.seek(tail_at)
    tail = stream.read(size - tail_at)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + _EOCD > len(tail):
        raise ArchiveError("not a complete zip: its directory is missing (cut short?); copy it again")
    at = tail_at + end
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    if length == 0xFFFFFFFF:
        length = at  # zip64: look through everything that stands before the end mark
    count, begin = 0, max(0, at - length)
    stream.seek(begin)
    rest, keep = at - begin, b""
    while rest > 0 and count < MAX_MEMBERS:
        block = stream.read(min(rest, 1 << 22))
        if not block:
            break
        rest -= len(block)
        count += (keep + block).count(b"PK\x01\x02")
        keep = block[-3:]
    stream.seek(0)
    if count >= MAX_MEMBERS:
        raise ArchiveError(f"refused: {MAX_MEMBERS} members or more; split the export and ingest again")


def _refuse_sizes(stream: BinaryIO, infos: list[zipfile.ZipInfo], budget: Budget) -> None:
    told = sum(info.file_size for info in infos)
    packed = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if told > max(_RATIO_FLOOR, packed * MAX_RATIO) or budget.out + told > budget.limit:
        raise ArchiveError(_BOMB)


def _refuse_names(names: set[str]) -> None:
    if any(_LEADS_OUT.search(name) for name in names):
        raise ArchiveError("refused: a member's name leads out of the archive (path traversal)")


# --- tar -------------------------------------------------------------------------------------------


def _preview_tar(stream: BinaryIO, budget: Budget) -> None:
    """Go through the headers alone; raise what would make us refuse the archive."""
    n = 0
    try:
        for member in tar.members(stream, verify=False):
            n += 1
            if n >= MAX_MEMBERS:
                budget.count(MAX_MEMBERS)
            if _LEADS_OUT.search(member.name):
                raise ArchiveError("refused: a member's name leads out of the archive (path traversal)")
    except tar.TarError:
        return  # a cut tar: its whole members are good; the pass that reads them reports the cut
    except _BROKEN:
        return


def _expand_tar(stream: BinaryIO, at: str, budget: Budget, depth: int) -> Iterator[Found]:
    n = 0
    for member in tar.members(stream):
        if member.kind == "folder":
            continue
        n += 1
        budget.count()
        member_at = uri.member_uri(at, member.name)
        if member.kind != "file":
            what = (
                "a link in an archive, not followed" if member.kind == "link" else "a special archive member"
            )
            yield Found(member_at, None, member.size, "not_dicom", what)
            continue
        yield from member_of(
            cast(BinaryIO, _Window(stream, member.size)), member_at, member.size, budget, depth
        )
    if n == 0:
        yield Found(at, None, 0, "not_dicom", "an empty archive")


class _Window(io.RawIOBase):
    """The next `size` bytes of a stream, as a stream of their own."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        return True

    def read(self, n: int = -1) -> bytes:
        n = self._left if n is None or n < 0 else min(n, self._left)
        data = self._stream.read(n) if n else b""
        self._left -= len(data)
        if n and not data:
            raise tar.TarError("the archive ends inside a member (cut short)")
        return data


# --- members ---------------------------------------------------------------------------------------


def member_of(stream: BinaryIO, at: str, size: int, budget: Budget, depth: int) -> Iterator[Found]:
    """One member: its bytes, or what it holds where it is an archive or compressed itself."""
    head = read_exactly(stream, HEAD)
    kind = sniff(head)
    if kind is None:
        if size > MAX_MEMBER_BYTES:
            reason = f"an archive member of {size} bytes; unpack the archive and ingest the folder"
            yield Found(at, None, size, "quarantined", reason)
            return
        data = head + b"".join(_chunks(stream, budget))
        yield Found(at, data, len(data))
        return
    if depth >= MAX_DEPTH:
        reason = f"archive: refused: nested deeper than {MAX_DEPTH}; unpack it and ingest the folder"
        yield Found(at, None, size, "quarantined", reason)
        return
    with tempfile.SpooledTemporaryFile(_SPOOL) as spool:
        spool.write(head)
        for chunk in _chunks(stream, budget):
            spool.write(chunk)
        spool.seek(0)
        for found in expand(cast(BinaryIO, spool), at, budget, depth=depth + 1):
            yield found
            if found.outcome == "quarantined" and (budget.out > budget.limit or budget.n >= MAX_MEMBERS):
                raise ArchiveError(found.reason.removeprefix("archive: ") if found.reason else "refused")


def read_exactly(stream: BinaryIO, n: int) -> bytes:
    """`n` bytes of a stream, fewer only at its end."""
    data = stream.read(n)
    while 0 < len(data) < n:
        more = stream.read(n - len(data))
        if not more:
            break
        data += more
    return data


def _chunks(stream: BinaryIO, budget: Budget) -> Iterator[bytes]:
    total = 0
    while chunk := stream.read(_CHUNK):
        budget.charge(len(chunk))
        total += len(chunk)
        if total > MAX_MEMBER_BYTES:
            raise ArchiveError(f"refused: a member of more than {MAX_MEMBER_BYTES} bytes")
        yield chunk


def _copy(source: Decompressed, target: tempfile.SpooledTemporaryFile[bytes]) -> None:
    while chunk := source.read(_CHUNK):
        target.write(chunk)


# --- compressed streams ----------------------------------------------------------------------------


class Decompressed:
    """The plain bytes of a compressed stream, read once from front to back within a budget."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        stream.seek(0)
        head = stream.read(HEAD)
        stream.seek(0)
        self._plain = _plain_stream(stream, sniff(head))
        self._stream, self._budget, self._ahead = stream, budget, b""
        self._out = 0
        self.consumed = 0  # bytes handed out: `tar` asks where the stream stands

    def seekable(self) -> bool:
        return False

    def peek(self, n: int) -> bytes:
        while len(self._ahead) < n:
            more = self._pull(n - len(self._ahead))
            if not more:
                break
            self._ahead += more
        return self._ahead[:n]

    def read(self, n: int = -1) -> bytes:
        if self._ahead:
            data, self._ahead = self._ahead[:n], self._ahead[n:]
        else:
            data = self._pull(n)
        self.consumed += len(data)
        return data

    def read_all(self, limit: int) -> bytes:
        parts = []
        while chunk := self.read(_CHUNK):
            parts.append(chunk)
            if self.consumed > limit:
                raise ArchiveError(f"refused: more than {limit} bytes in one compressed file")
        return b"".join(parts)

    def _pull(self, n: int) -> bytes:
        try:
            data = self._plain.read(n)
        except OSError as error:
            raise ArchiveError(_plain(error)) from error
        except Exception as error:
            if type(error).__name__ == "ZstdError":
                raise ArchiveError("damaged zstd data") from error
            raise
        self._budget.charge(len(data))
        self._out += len(data)
        # What was read ahead has given nothing yet; it is left out once there is enough to judge by.
        taken = self._stream.tell() - (_INPUT if self._out > 8 * _RATIO_FLOOR else 0)
        if self._out > max(_RATIO_FLOOR, MAX_RATIO * taken):
            raise ArchiveError(_BOMB)
        return data


def _plain_stream(stream: BinaryIO, kind: str | None) -> BinaryIO:
    if kind == "gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))
    if kind == "bz2":
        import bz2

        return cast(BinaryIO, bz2.BZ2File(stream, "rb"))
    if kind == "xz":
        return cast(BinaryIO, _XzStream(stream))
    if kind == "zst":
        import zstandard

        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        return cast(
            BinaryIO, reader.stream_reader(stream, read_size=_INPUT, read_across_frames=True, closefd=False)
        )
    return stream


class _XzStream:
    """xz with a bound on the decoder's memory, which `lzma.LZMAFile` does not offer."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._new()

    def _new(self) -> None:
        self._decoder = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_DECODER_MEMORY)

    def read(self, n: int = -1) -> bytes:
        while True:
            if self._decoder.eof:
                rest = self._decoder.unused_data or self._stream.read(_INPUT)
                if not rest.strip(b"\0"):
                    return b""
                self._new()
            else:
                rest = self._stream.read(_INPUT) if self._decoder.needs_input else b""
                if not rest and self._decoder.needs_input:
                    raise EOFError("the compressed data ends too early")
            data = self._decoder.decompress(rest, n if n > 0 else _CHUNK)
            if data:
                return data


def decompress(stream: BinaryIO, size: int) -> bytes:
    """The plain bytes of a compressed single file of `size` bytes. Raises ArchiveError."""
    try:
        return Decompressed(stream, Budget(size)).read_all(MAX_MEMBER_BYTES)
    except _BROKEN as error:
        raise ArchiveError(_plain(error)) from error


def _plain(error: BaseException) -> str:
    """What is wrong, in words without a name from inside the archive."""
    if isinstance(error, tar.TarError | ArchiveError):
        return str(error)
    if isinstance(error, EOFError):
        return "the data ends too early (cut short); copy it again"
    if isinstance(error, NotImplementedError):
        return "a compression method that is not supported; unpack it and ingest the folder"
    if isinstance(error, zipfile.BadZipFile):
        return "a damaged zip (wrong checksum or directory); copy it again"
    return f"damaged compressed data ({type(error).__name__}); copy it again"
