"""multipart/related out and in (RFC 2387, PS3.18 8.6): parts as they come, never a whole body in memory."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

__all__ = ["MultipartError", "Part", "PartHead", "boundary", "part_head", "parts", "tail"]

_MAX_HEAD = 16 * 1024


class MultipartError(Exception):
    """A body that is no multipart message."""


def boundary() -> str:
    """A boundary that no part holds, for all that is known."""
    return f"pacslake-{secrets.token_hex(16)}"


def part_head(mark: str, content_type: str, location: str | None = None, length: int | None = None) -> bytes:
    """What stands before a part."""
    head = f"--{mark}\r\nContent-Type: {content_type}\r\n"
    if length is not None:
        head += f"Content-Length: {length}\r\n"
    if location:
        head += f"Content-Location: {location}\r\n"
    return (head + "\r\n").encode("latin-1", "replace")


def tail(mark: str) -> bytes:
    """What stands after the last part."""
    return f"--{mark}--\r\n".encode()


@dataclass(frozen=True)
class PartHead:
    """The headers of a part, names in lower case."""

    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A piece of a part's body; `last` closes it."""

    data: bytes
    last: bool = False


async def parts(chunks: AsyncIterator[bytes], mark: str) -> AsyncIterator[PartHead | Part]:
    """Heads and pieces of the parts of a body as it arrives. Raises: MultipartError.

    At most one chunk and a boundary's length are held.
    """
    if not 1 <= len(mark) <= 200:
        raise MultipartError("the boundary is missing or too long")
    line = b"\r\n--" + mark.encode("latin-1", "replace")
    reader = _Reader(chunks)
    await reader.fill(len(line) + 2)
    if reader.data.startswith(line[2:]):
        reader.take(len(line) - 2)
    else:
        await _skip_preamble(reader, line)
    while True:
        await reader.fill(2)
        after = reader.take(2)
        if after == b"--":
            return
        while after[:1] in b" \t" and after:  # padding after a boundary, RFC 2046 5.1.1
            await reader.fill(1)
            after = after[1:] + reader.take(1)
        if after != b"\r\n":
            raise MultipartError("a boundary is not followed by a new line")
        yield PartHead(await _head(reader))
        async for piece in _body(reader, line):
            yield piece


class _Reader:
    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self.chunks, self.data, self.ended = chunks, bytearray(), False

    async def more(self) -> bool:
        """Add a chunk; False at the end."""
        while not self.ended:
            try:
                chunk = await anext(self.chunks)
            except StopAsyncIteration:
                self.ended = True
                break
            if chunk:
                self.data += chunk
                return True
        return False

    async def fill(self, n: int) -> None:
        while len(self.data) < n and await self.more():
            pass

    def take(self, n: int) -> bytes:
        out = bytes(self.data[:n])
        del self.data[:n]
        return out


async def _skip_preamble(reader: _Reader, line: bytes) -> None:
    skipped = 0
    while True:
        at = reader.data.find(line)
        if at >= 0:
            reader.take(at + len(line))
            return
        skipped += len(reader.data)
        if skipped > _MAX_HEAD or not await reader.more():
            raise MultipartError("the body does not begin with its boundary")


async def _head(reader: _Reader) -> dict[str, str]:
    await reader.fill(2)
    if reader.data.startswith(b"\r\n"):
        reader.take(2)
        return {}
    while (at := reader.data.find(b"\r\n\r\n")) < 0:
        if len(reader.data) > _MAX_HEAD:
            raise MultipartError("the headers of a part are too long")
        if not await reader.more():
            raise MultipartError("the body ends inside the headers of a part")
    if at > _MAX_HEAD:
        raise MultipartError("the headers of a part are too long")
    text = reader.take(at + 4).decode("latin-1")
    out = {}
    for field_line in re.sub(r"\r\n[ \t]+", " ", text).split("\r\n"):
        name, colon, value = field_line.partition(":")
        if colon:
            out[name.strip().lower()] = value.strip()
    return out


async def _body(reader: _Reader, line: bytes) -> AsyncIterator[Part]:
    keep = len(line) - 1
    while True:
        at = reader.data.find(line)
        if at >= 0:
            data = reader.take(at)
            reader.take(len(line))
            yield Part(data, last=True)
            return
        if len(reader.data) > keep:
            yield Part(reader.take(len(reader.data) - keep))
        if not await reader.more():
            raise MultipartError("the body ends inside a part")
