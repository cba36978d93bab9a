"""Bits of native pixels that hold no pixel: where old overlays lie, and with them what they show (PS3.5 8.1.1).

They are set to zero, or to the sign where pixels are signed, so that every pixel keeps its value.
"""

from __future__ import annotations

from collections.abc import Mapping

from pacslake.dicom.scan import DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, Element, Scan

__all__ = ["without_other_bits"]

_NATIVE = frozenset({IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED})


def without_other_bits(top: Mapping[int, Element], scan: Scan) -> bytes | None:
    """Pixel data (7FE0,0010) of 16 bits with the bits above Bits Stored cleared; None where none of them is set."""
    pixels = top.get(0x7FE00010)
    if pixels is None or pixels.encapsulated or (scan.transfer_syntax or IMPLICIT_LITTLE) not in _NATIVE:
        return None
    allocated, stored, high, signed = (
        _short(top, scan, tag) for tag in (0x00280100, 0x00280101, 0x00280102, 0x00280103)
    )
    if allocated != 16 or stored is None or not 0 < stored < 16 or high != stored - 1:
        return None
    import numpy as np

    raw = scan.buffer[pixels.offset : pixels.offset + pixels.length]
    words = np.frombuffer(raw, "<u2" if scan.little else ">u2", count=len(raw) // 2)
    mask = (1 << stored) - 1
    kept = words & mask
    if signed:
        kept |= np.where(words >> (stored - 1) & 1, 0xFFFF & ~mask, 0).astype(kept.dtype)
    if np.array_equal(kept, words):
        return None
    return kept.astype(words.dtype).tobytes() + raw[len(raw) // 2 * 2 :]


def _short(top: Mapping[int, Element], scan: Scan, tag: int) -> int | None:
    e = top.get(tag)
    if e is None or e.length < 2:
        return None
    return int.from_bytes(scan.buffer[e.offset : e.offset + 2], "little" if scan.little else "big")
