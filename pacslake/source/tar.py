"""Read a tar archive once, from front to back, from any stream.

Our own and not `tarfile`, which takes 40 us and keeps an object for each member: an archive of a million
members must be counted, and refused, within seconds and a bounded memory. Formats: ustar, pax, GNU (POSIX
1003.1 "pax Interchange Format"); sparse members are passed over with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

__all__ = ["TarError", "TarMember", "is_tar", "members"]

_BLOCK = 512
_MAX_NAME = 1 << 20  # a pax header or a GNU long name above this is no name


class TarError(Exception):
    """The stream is not a tar archive, or ends too early."""


@dataclass(frozen=True, slots=True)
class TarMember:
    """A member whose data is next in the stream. `kind`: file, folder, link, other."""

    name: str
    size: int
    kind: str


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes are a tar header (the old form without a mark is not recognised)."""
    return len(head) >= _BLOCK and head[257:262] == b"ustar"


def members(stream: BinaryIO, *, verify: bool = True) -> Iterator[TarMember]:
    """The members in their order. The caller may read up to `size` bytes before he asks for the next.

    `verify=False` leaves the headers' checksums alone, which are half of the time that a header takes.

    Raises TarError: damaged header, or end of data inside a member.
    """
    position = _Counter(stream)
    long_name: str | None = None
    pax: dict[str, str] = {}
    zeros = 0
    while True:
        head = position.read(_BLOCK)
        if len(head) < _BLOCK:
            if head or zeros == 0:
                raise TarError("the archive ends without its end mark (cut short)")
            return
        if not head.strip(b"\0"):
            zeros += 1
            if zeros == 2:
                return
            continue
        zeros = 0
        if verify:
            _check(head)
        size, flag = _number(head[124:136]), head[156:157]
        if flag in b"xgLK" and flag:
            if size > _MAX_NAME:
                raise TarError("a header of more than 1 MB")
            text = position.read(_padded(size))[:size]
            if len(text) < size:
                raise TarError("the archive ends inside a header (cut short)")
            if flag == b"x":
                pax = _pax(text)
            elif flag == b"L":
                long_name = _text(text.rstrip(b"\0"))
            continue
        name = pax.get("path") or long_name or _ustar_name(head)
        size = int(pax["size"]) if pax.get("size", "").isdigit() else size
        kind = _kind(flag, name, pax)
        if kind in ("folder", "link"):
            size = 0
        long_name, pax = None, {}
        end = position.at + _padded(size)
        yield TarMember(name, size, kind)
        if size:  # an empty member has nothing to pass over
            position.skip_to(end)


class _Counter:
    """A stream that knows where it is; data and padding are skipped by seeking where that works."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.at = stream, 0
        try:
            self.base: int | None = stream.tell() if stream.seekable() else None
        except (OSError, ValueError, AttributeError):
            self.base = None

    def read(self, n: int) -> bytes:
        data = self.stream.read(n)
        while data and len(data) < n:
            more = self.stream.read(n - len(data))
            if not more:
                break
            data += more
        self.at += len(data)
        return data

    def skip_to(self, end: int) -> None:
        # The caller read an unknown part of the data: where the stream cannot tell, he must tell us.
        if self.base is not None:
            self.stream.seek(self.base + end)
            self.at = end
            return
        consumed = getattr(self.stream, "consumed", None)
        self.at = consumed if consumed is not None else self.at
        while self.at < end:
            if not self.read(min(end - self.at, 1 << 20)):
                raise TarError("the archive ends inside a member (cut short)")


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _check(head: bytes) -> None:
    try:
        told = int(head[148:156].replace(b"\0", b" ").strip() or b"0", 8)
    except ValueError as error:
        raise TarError("a damaged header") from error
    if sum(head) - sum(head[148:156]) + 256 != told:
        raise TarError("a damaged header (its checksum is wrong)")


def _number(field: bytes) -> int:
    if field[0] in (0x80, 0xFF):  # GNU: base 256
        value = int.from_bytes(field[1:], "big")
        if field[0] == 0xFF:
            raise TarError("a negative size")
        return value
    try:
        return int(field.replace(b"\0", b" ").strip() or b"0", 8)
    except ValueError as error:
        raise TarError("a damaged header (size)") from error


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _ustar_name(head: bytes) -> str:
    name = head[:100].split(b"\0", 1)[0]
    prefix = head[345:500].split(b"\0", 1)[0] if head[257:263] == b"ustar\0" else b""
    return _text(prefix + b"/" + name if prefix else name)


def _pax(text: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        length, _, _ = text.partition(b" ")
        if not length.isdigit() or int(length) > len(text) or int(length) <= len(length) + 1:
            break
        record = text[len(length) + 1 : int(length)].rstrip(b"\n")
        key, _, value = record.partition(b"=")
        found[_text(key)] = _text(value)
        text = text[int(length) :]
    return found


def _kind(flag: bytes, name: str, pax: dict[str, str]) -> str:
    if flag == b"5" or (flag in (b"0", b"\0") and name.endswith("/")):
        return "folder"
    if flag in (b"1", b"2"):
        return "link"
    if flag == b"S" or any(key.startswith("GNU.sparse") for key in pax):
        return "other"
    return "file" if flag in (b"0", b"\0", b"7") else "other"
