"""Series memo: files of a series are equal byte for byte but for a few values.

A `Plan` holds, of one file, the stretches of bytes between the values that vary. A further file is read by
comparing those stretches and taking the values between them. Nothing is guessed: every byte of the file meta
and the data set is compared or taken, and a file that differs anywhere else is not matched.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import NamedTuple

from pacslake.dicom.dictionary import is_private
from pacslake.dicom.leaves import Leaf, Parsed
from pacslake.dicom.scan import PIXEL_TAGS, Element, Scan
from pacslake.dicom.values import NUMBER_VRS

__all__ = ["LIKELY", "STRUCTURAL", "Match", "Plan", "make_plan"]

LIKELY = frozenset(
    {
        0x00080013, 0x00080018, 0x00080032, 0x00080033, 0x00181151, 0x00181152, 0x00200013, 0x00200032, 0x00201041,
        0x00281050, 0x00281051, 0x00280106, 0x00280107, 0x0008002A, 0x00180050,
    }
)  # fmt: skip
"""Attributes that vary within most series: taken for varying from the first file on."""

STRUCTURAL = frozenset({0x00080005, 0x00280103, 0x00283002, 0x7FE00001, 0x7FE00002, 0x00041220})
"""Attributes that decide how others are read, and directories: where they differ, files are read anew."""

_SHORT, _LONG, _FIXED, _FRAGMENTS = range(4)
_SHORT_VRS = frozenset(
    v.encode() for v in "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split()
)


class _Step(NamedTuple):
    """Bytes that must follow, then a value: its length field, or its length, and the leaf that it is."""

    prefix: bytes
    size: int
    mode: int
    length: int
    leaf: int


class Match(NamedTuple):
    """Values of the varying leaves in the order of `Plan.leaves`, and where the data set and pixel data are."""

    values: list[bytes]
    dataset_offset: int
    pixel_offset: int
    pixel_length: int
    encapsulated: bool


class _Mark(NamedTuple):
    offset: int
    length: int
    field: int
    mode: int
    leaf: int


class Plan:
    """How to read further files of a series; see `make_plan`."""

    __slots__ = ("leaves", "little", "meta_tail", "padding", "pixel_tag", "start", "steps", "suffix", "u32")

    def __init__(
        self,
        steps: list[_Step],
        suffix: bytes,
        start: int,
        meta_tail: int,
        padding: int,
        little: bool,
        pixel_tag: int,
    ) -> None:
        self.steps, self.suffix, self.start, self.meta_tail = steps, suffix, start, meta_tail
        self.padding, self.little, self.pixel_tag = padding, little, pixel_tag
        self.leaves = [step.leaf for step in steps if step.leaf >= 0]
        self.u32 = struct.Struct("<L" if little else ">L").unpack_from

    def match(self, data: bytes) -> Match | None:
        """The varying values of a file, None where anything else differs."""
        pos, size, little, u32 = self.start, len(data), self.little, self.u32
        values: list[bytes] = []
        dataset, pixel_offset, pixel_length, encapsulated = self.meta_tail, 0, 0, False
        startswith = data.startswith
        for prefix, n, mode, length, leaf in self.steps:
            if not startswith(prefix, pos):
                return None
            pos += n
            if leaf == _META_UID:  # file meta is little endian always
                if pos + 2 > size:
                    return None
                pos += 2 + (data[pos] | data[pos + 1] << 8)
                dataset = pos + self.meta_tail
                continue
            if mode == _SHORT:
                if pos + 2 > size:
                    return None
                length = data[pos] | data[pos + 1] << 8 if little else data[pos] << 8 | data[pos + 1]
                pos += 2
            elif mode == _LONG:
                if pos + 4 > size:
                    return None
                length = u32(data, pos)[0]
                pos += 4
            elif mode == _FRAGMENTS:
                found = _fragments_end(data, pos, size, little)
                if found is None:
                    return None
                pixel_offset, pixel_length, encapsulated = pos, found - pos, True
                pos = found
                continue
            end = pos + length
            if end > size:
                return None
            if leaf == _PIXELS:
                pixel_offset, pixel_length = pos, length
            elif leaf >= 0:
                values.append(data[pos:end])
            pos = end
        if pos + len(self.suffix) != size or not startswith(self.suffix, pos):
            return None
        return Match(values, dataset, pixel_offset, pixel_length, encapsulated)


_IGNORED, _META_UID, _PIXELS = -1, -2, -3


def _fragments_end(data: bytes, pos: int, size: int, little: bool) -> int | None:
    """End of the items of encapsulated pixel data: where the sequence delimiter begins."""
    unpack = struct.Struct("<HHL" if little else ">HHL").unpack_from
    while pos + 8 <= size:
        group, element, length = unpack(data, pos)
        if group != 0xFFFE:
            return None
        if element == 0xE0DD:
            return pos
        if element != 0xE000 or length == 0xFFFFFFFF:
            return None
        pos += 8 + length
    return None


def make_plan(scan: Scan, parsed: Parsed, varying: Iterable[int], pixel: Element | None) -> Plan | None:
    """A plan after the file that was scanned; None where such files cannot be read by comparing.

    `varying`: leaves whose values differ. The value of the pixel data is never compared.
    """
    if scan.deflated or scan.notes:
        return None
    data = scan.buffer
    marks = _meta_marks(scan)
    if marks is None:
        return None
    pixel_leaf = None
    for i in varying:
        leaf = parsed.leaves[i]
        if leaf.tag in STRUCTURAL or (is_private(leaf.tag) and 0x10 <= leaf.tag & 0xFFFF <= 0xFF):
            return None
        if not (leaf.depth == 0 and leaf.tag in PIXEL_TAGS) and not leaf.encapsulated:
            marks.append(_leaf_mark(data, leaf, i, parsed.little))
        elif leaf.depth or leaf.tag not in PIXEL_TAGS:
            return None
    if pixel is not None:
        pixel_leaf = parsed.index.get(f"{pixel.tag:08X}")
        if pixel_leaf is None:
            return None
        if pixel.encapsulated:
            marks.append(_Mark(pixel.offset, pixel.length, 0, _FRAGMENTS, _PIXELS))
        else:
            mark = _leaf_mark(data, parsed.leaves[pixel_leaf], _PIXELS, parsed.little)
            marks.append(mark)
    if any(tag in parsed.index for tag in ("7FE00001", "7FE00002")):
        return None
    marks.sort()
    start = 128 if scan.has_preamble else 0
    steps, pos = [], start
    for offset, length, size, mode, leaf_number in marks:
        prefix = data[pos : offset - size]
        steps.append(_Step(prefix, len(prefix), mode, length, leaf_number))
        pos = offset + length
    uid = next((m for m in marks if m.leaf == _META_UID), None)
    tail = scan.dataset_offset - (uid.offset + uid.length if uid else 0)
    padding = len(data) - scan.dataset_end
    if padding > len(data) - pos:
        return None
    return Plan(steps, data[pos:], start, tail, padding, parsed.little, pixel.tag if pixel else 0)


def _meta_marks(scan: Scan) -> list[_Mark] | None:
    """Group length and MediaStorageSOPInstanceUID of the file meta; None where it is of an odd form."""
    if not scan.has_meta:
        return []
    data, pos = scan.buffer, 132 if scan.has_preamble else 0
    marks = []
    while pos < scan.dataset_offset:
        group, element, vr, length = struct.unpack_from("<HH2sH", data, pos)
        if group != 2:
            return None
        if vr in _SHORT_VRS:
            offset = pos + 8
        elif vr in (b"OB", b"UN"):
            offset, length = pos + 12, struct.unpack_from("<L", data, pos + 8)[0]
        else:
            return None
        if element == 0 and length == 4:
            marks.append(_Mark(offset, 4, 0, _FIXED, _IGNORED))
        elif element == 3 and vr == b"UI":
            marks.append(_Mark(offset, length, 2, _SHORT, _META_UID))
        pos = offset + length
    return marks


def _leaf_mark(data: bytes, leaf: Leaf, number: int, little: bool) -> _Mark:
    """Where a leaf's value is and how its length is written."""
    offset = leaf.offset
    if leaf.fixed or leaf.vr in NUMBER_VRS or leaf.vr in ("AT", "UN"):  # another length may mean another VR
        return _Mark(offset, leaf.length, 0, _FIXED, number)
    tag = struct.pack("<HH" if little else ">HH", leaf.tag >> 16, leaf.tag & 0xFFFF)
    if data[offset - 8 : offset - 4] == tag:
        if data[offset - 4 : offset - 2] in _SHORT_VRS:
            return _Mark(offset, leaf.length, 2, _SHORT, number)
        return _Mark(offset, leaf.length, 4, _LONG, number)
    if data[offset - 12 : offset - 8] == tag:
        return _Mark(offset, leaf.length, 4, _LONG, number)
    return _Mark(offset, leaf.length, 0, _FIXED, number)
