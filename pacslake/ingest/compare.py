"""Whether two files with one SOPInstanceUID hold the same object: every element, and the decoded pixels.

Called only when their bytes differ, so it may be slow. Encodings may differ (byte order, VR explicit or
not, compression); what the object says may not. How pixels are laid out (PS3.5 8.2: photometric
interpretation and planar configuration of a compressed image) counts as encoding where the decoded pixels
are equal.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pacslake.errors import PacslakeError
from pacslake.ingest.judge import Difference

if TYPE_CHECKING:
    import numpy as np
    import pydicom

__all__ = ["compare_bytes"]

_PIXELS = frozenset({0x7FE00010, 0x7FE00008, 0x7FE00009})
# Lengths, padding and offset tables say how an object is written, not what it is.
_WRITING = frozenset({0xFFFCFFFC, 0x7FE00001, 0x7FE00002})
_LAYOUT = frozenset({0x00280004, 0x00280006})


def compare_bytes(a: bytes, b: bytes) -> Difference:
    """What differs between two DICOM files; an empty difference means the same object."""
    try:
        first, second = _read(a), _read(b)
        keywords = _different_elements(first, second)
    except Exception as error:  # pydicom meets bad bytes with exceptions of many kinds
        return Difference(unknown=f"bytes differ and could not be compared ({type(error).__name__})")
    try:
        pixels = not _same_pixels(first, second)
    except (PacslakeError, ValueError, TypeError, AttributeError, KeyError) as error:
        return Difference(
            keywords, unknown=f"pixel data differs in bytes and cannot be decoded ({type(error).__name__})"
        )
    if not pixels and _syntax(first) != _syntax(second):
        keywords = tuple(k for k in keywords if k not in ("PhotometricInterpretation", "PlanarConfiguration"))
    return Difference(keywords, pixels)


def _read(data: bytes) -> pydicom.FileDataset:
    import pydicom

    return pydicom.dcmread(io.BytesIO(data), force=True)


def _syntax(ds: Any) -> str:
    meta = getattr(ds, "file_meta", None)
    uid = meta.get("TransferSyntaxUID") if meta is not None else None
    return str(uid or ("implicit" if ds.original_encoding[0] else "explicit"))


def _different_elements(a: Any, b: Any) -> tuple[str, ...]:
    from pydicom.datadict import keyword_for_tag

    tags = sorted({int(t) for t in (*a.keys(), *b.keys())} - _PIXELS - _WRITING)
    different = []
    for tag in tags:
        if tag & 0xFFFF == 0 or tag >> 16 == 2:
            continue
        if (tag in a) != (tag in b) or (tag in a and not _same_element(a, b, tag)):
            different.append(keyword_for_tag(tag) or f"({tag >> 16:04X},{tag & 0xFFFF:04X})")
    return tuple(different)


def _same_element(a: Any, b: Any, tag: int) -> bool:
    x, y = a[tag], b[tag]
    if x.VR == "SQ" and y.VR == "SQ":
        return len(x.value) == len(y.value) and all(
            not _different_elements(p, q) and _raw(p) == _raw(q)
            for p, q in zip(x.value, y.value, strict=True)
        )
    if x.VR == y.VR and x.value == y.value:
        return True
    if x.VR in ("OB", "OW", "UN") or y.VR in ("OB", "OW", "UN") or x.VR != y.VR:
        # The same private value with its VR in one file and as UN in the other: compare how it is written.
        return _written(x) == _written(y)
    return _text(x.value) == _text(y.value)


def _raw(item: Any) -> tuple[bytes | None, ...]:
    return tuple(item[tag].value if tag in item else None for tag in sorted(_PIXELS))


def _text(value: Any) -> str:
    # An empty value is "", None or [] by how the element was read.
    return "" if value is None or value == [] else str(value)


def _written(element: Any) -> bytes:
    """The value in implicit little endian, without padding."""
    if isinstance(element.value, bytes):
        return element.value.rstrip(b"\0 ")
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_data_element

    buffer = DicomBytesIO()
    buffer.is_little_endian, buffer.is_implicit_VR = True, True
    write_data_element(buffer, element)
    return bytes(buffer.getvalue()[8:]).rstrip(b"\0 ")


def _same_pixels(a: Any, b: Any) -> bool:
    import numpy as np

    words = [k for k in ("PixelData", "FloatPixelData", "DoubleFloatPixelData") if k in a or k in b]
    if not words:
        return True
    if any((k in a) != (k in b) for k in words):
        return False
    if _syntax(a) == _syntax(b) and all(_unpadded(a, k) == _unpadded(b, k) for k in words):
        return True
    n = _n_frames(a)
    if n != _n_frames(b):
        return False
    return all(np.array_equal(_frame(a, i), _frame(b, i)) for i in range(n))


def _unpadded(ds: Any, keyword: str) -> bytes:
    value: bytes = ds[keyword].value or b""
    return value


def _n_frames(ds: Any) -> int:
    return max(1, int(ds.get("NumberOfFrames") or 1))


def _frame(ds: Any, i: int) -> np.ndarray:
    """Frame `i` (from 0) of stored values: (row, column) or (row, column, sample)."""
    from pydicom.encaps import get_frame

    from pacslake.dicom.decode import PixelSpec, decode_frame

    spec = PixelSpec.from_dataset(ds)
    value = ds[spec.keyword].value
    if spec.is_encapsulated:
        return decode_frame(get_frame(value, i, number_of_frames=_n_frames(ds)), spec)
    span = spec.span(i)
    return decode_frame(value[span.offset : span.offset + span.length], spec, bit_offset=span.bit_offset)
