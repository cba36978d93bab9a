"""What a DICOMDIR refers to (PS3.3 F.3), and which of it is not on the medium."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from pacslake.source import opening, remote, uri

__all__ = ["missing_references", "referenced_files"]

_MAX_RECORDS = 1_000_000
_EXTENSION = re.compile(r"\.[a-z]{1,4}$")


def referenced_files(data: bytes) -> list[str]:
    """Relative paths, parts joined by "/", of the files that a DICOMDIR refers to, in its order.

    Raises ValueError: the directory cannot be read.
    """
    import io

    import pydicom

    try:
        ds = pydicom.dcmread(io.BytesIO(data), force=True, specific_tags=["DirectoryRecordSequence"])
        records = ds.get("DirectoryRecordSequence") or []
        names = [_joined(record.get("ReferencedFileID")) for record in list(records)[:_MAX_RECORDS]]
    except Exception as error:  # pydicom meets bad bytes with exceptions of many kinds
        raise ValueError(f"the DICOMDIR cannot be read ({type(error).__name__})") from error
    return [name for name in names if name]


def _joined(parts: object) -> str:
    if not parts:
        return ""
    names = [parts] if isinstance(parts, str) else list(parts) if isinstance(parts, Iterable) else []
    # Some writers join the components by a slash or backslash themselves.
    return "/".join(str(name).strip().replace("\\", "/").strip("/") for name in names if str(name).strip())


def missing_references(dicomdir_uri: str, data: bytes) -> list[str]:
    """Those of `referenced_files` that are not beside the DICOMDIR, in the folder or the archive.

    Names are compared without case, without the ";1" of ISO 9660 and without an extension: media lose
    and gain them when they are copied. Raises ValueError: the directory cannot be read.
    """
    names = referenced_files(data)
    parsed = uri.parse(dicomdir_uri)
    if parsed.members:
        container, _, own = dicomdir_uri.rpartition(uri.SEPARATOR)
        base = own.rpartition("/")[0]
        there = {_plain(name) for name in opening.member_names(container)}
        return [name for name in names if _plain(f"{base}/{name}" if base else name) not in there]
    if remote.is_url(parsed.outer):
        folder = parsed.outer.rpartition("/")[0]
        there = {_plain(entry.path[len(folder) + 1 :]) for entry in remote.entries(folder)}
        return [name for name in names if _plain(name) not in there]
    folder = os.path.dirname(uri.local_path(parsed.outer))
    listings: dict[str, dict[str, str]] = {}
    return [name for name in names if not _on_disk(folder, name.split("/"), listings)]


def _plain(name: str) -> str:
    return _EXTENSION.sub("", name.lower().partition(";")[0])


def _on_disk(folder: str, parts: list[str], listings: dict[str, dict[str, str]]) -> bool:
    """Follow a path part by part, spelling it as the folder does; ".." leads nowhere."""
    for part in parts:
        if folder not in listings:
            try:
                listings[folder] = {_plain(name): name for name in os.listdir(folder)}
            except OSError:
                listings[folder] = {}
        name = listings[folder].get(_plain(part))
        if name is None:
            return False
        folder = os.path.join(folder, name)
    return True
