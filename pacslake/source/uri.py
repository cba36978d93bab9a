"""How an object is named: the text of `file.uri`, and the key `file_id` made of it.

    /exports/2026-11/IM0001                     a file
    /exports/2026-11/IM0001.dcm.gz              a file that is compressed by itself
    /exports/export.zip!pack/study.zip!study/1  a member of an archive in an archive
    s3://bucket/2026-11/IM0001                  an object behind a URL (`pacslake.source.remote`)
    objects/ab/ab12....dcm                      a copy that the lake keeps (relative to the lake's folder)

`!` separates an archive from its member, so a `!` that belongs to a name is written `%21`. A byte that is
no UTF-8 (file names are bytes on Linux) is written `%XX`; both forms are undone on opening.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass

__all__ = ["SEPARATOR", "ParsedUri", "encode", "file_id", "local_path", "member_uri", "parse"]

SEPARATOR = "!"
_UNSAFE = re.compile("[!\udc80-\udcff]")
_ESCAPED = re.compile(rb"%(21|[89A-F][0-9A-F])")


@dataclass(frozen=True)
class ParsedUri:
    """The outermost file and, inside it, one member name for each level of archive (still encoded)."""

    outer: str
    members: tuple[str, ...]


def encode(name: str) -> str:
    """A path or member name as it stands in a uri."""
    if _UNSAFE.search(name) is None:
        return name
    return _UNSAFE.sub(lambda m: "%21" if m[0] == SEPARATOR else f"%{ord(m[0]) - 0xDC00:02X}", name)


def member_uri(container_uri: str, name: str) -> str:
    """The uri of the member `name` (as the archive spells it) of the archive at `container_uri`."""
    return f"{container_uri}{SEPARATOR}{encode(name)}"


def parse(uri: str) -> ParsedUri:
    """Split a uri into the outermost file and the member names below it."""
    outer, *members = uri.split(SEPARATOR)
    return ParsedUri(outer, tuple(members))


def local_path(outer: str, root: str | os.PathLike[str] | None = None) -> str:
    """The path in the file system of the outermost part of a uri; relative ones are below `root`, URLs stay.

    A name that holds `%21` or `%8F` literally wins over the decoded form where both could be meant.
    """
    if "://" in outer and not os.path.isabs(outer):
        return outer
    path = outer if os.path.isabs(outer) or root is None else os.path.join(root, outer)
    if "%" in path and not os.path.lexists(path):
        decoded = _undo_bytes(path)
        if os.path.lexists(decoded):
            return decoded
    return path


def _undo_bytes(text: str) -> str:
    """Undo `encode`: runs of `%XX` become the bytes that they stand for."""
    return os.fsdecode(_ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), os.fsencode(text)))


def file_id(uri: str) -> str:
    """The key of the table `file`: "f" + 20 hex digits of the sha256 of the uri."""
    return "f" + hashlib.sha256(uri.encode("utf-8", "surrogateescape")).hexdigest()[:20]
