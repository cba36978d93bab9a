"""What a DICOM file or data set says of itself in its first bytes, without reading the rest."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["FileInfo", "file_info", "first_uids", "to_little_endian"]

_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_DEFLATED, _BIG, _IMPLICIT = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2"
_IMPLICIT_TOO = frozenset((_IMPLICIT, "1.2.840.113619.5.2"))


@dataclass(frozen=True)
class FileInfo:
    """File meta of a DICOM file; `offset` is where its data set begins."""

    sop_class: str
    sop_instance: str
    transfer_syntax: str
    offset: int
    size: int


def first_uids(data: bytes, transfer_syntax: str) -> tuple[str, str] | None:
    """SOP class and instance UID at the beginning of a data set; empty where absent, None where unreadable."""
    if transfer_syntax == _DEFLATED:
        return None
    order = ">" if transfer_syntax == _BIG else "<"
    found = {0x0016: "", 0x0018: ""}
    pos = 0
    while pos + 8 <= len(data):
        group, element = struct.unpack_from(f"{order}HH", data, pos)
        if (group, element) > (0x0008, 0x0018):
            return found[0x0016], found[0x0018]
        vr = data[pos + 4 : pos + 6]
        if transfer_syntax in _IMPLICIT_TOO:
            length, head = struct.unpack_from(f"{order}L", data, pos + 4)[0], 8
        elif vr in _LONG:
            if pos + 12 > len(data):
                return None
            length, head = struct.unpack_from(f"{order}L", data, pos + 8)[0], 12
        elif vr.isalpha() and vr.isupper():
            length, head = struct.unpack_from(f"{order}H", data, pos + 6)[0], 8
        else:
            return None
        if length == 0xFFFFFFFF:
            return None
        if group == 0x0008 and element in found:
            raw = data[pos + head : pos + head + length]
            found[element] = raw.decode("latin-1").strip(" \0")
        pos += head + length
    return (found[0x0016], found[0x0018]) if any(found.values()) else None


def file_info(path: str | os.PathLike[str]) -> FileInfo | None:
    """The file meta information of a DICOM file; None where it is none. Raises: OSError."""
    size = Path(path).stat().st_size
    with open(path, "rb") as file:
        data = file.read(8192)
    if data[128:132] != b"DICM":
        return None
    values: dict[int, str] = {}
    pos = 132
    while pos + 8 <= len(data):
        group, element = struct.unpack_from("<HH", data, pos)
        if group != 2:
            break
        vr = data[pos + 4 : pos + 6]
        if vr in _LONG:
            length, head = struct.unpack_from("<L", data, pos + 8)[0], 12
        else:
            length, head = struct.unpack_from("<H", data, pos + 6)[0], 8
        if vr == b"UI":
            values[element] = data[pos + head : pos + head + length].decode("latin-1").strip(" \0")
        pos += head + length
    if not all(values.get(n) for n in (0x0002, 0x0003, 0x0010)):
        return None
    return FileInfo(values[0x0002], values[0x0003], values[0x0010], pos, size)


def to_little_endian(ds: Any) -> None:
    """Turn a data set that pydicom read as big endian into one that it writes as little endian, in place.

    pydicom turns numbers but leaves the bytes of OW and of what it does not know as they were read (PS3.5 7.3).
    """
    if ds.original_encoding[1] is not False:
        return
    import numpy as np

    for (
        element
    ) in ds.iterall():  # every element is parsed by this, before the order that it was read in is forgotten
        if element.VR == "OW" and isinstance(element.value, bytes) and len(element.value) % 2 == 0:
            element.value = np.frombuffer(element.value, "<u2").byteswap().tobytes()
    ds.set_original_encoding(False, True)
