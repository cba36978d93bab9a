"""Pixel data of a scanned instance: where its frames are, and whether it is whole."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field

from pacslake.dicom.decode_stream import colour_space_mismatch
from pacslake.dicom.pixel_layout import PixelAttributes, PixelLayout, encapsulated_layout, native_layout
from pacslake.dicom.scan import PIXEL_TAGS, Element, Scan
from pacslake.ingest.extract.memo import Match
from pacslake.ingest.extract.record import Record

__all__ = [
    "ATTRIBUTE_PATHS",
    "PixelFacts",
    "attributes",
    "find_pixel_element",
    "judge_pixels",
    "keyword",
    "pixels_at",
]

ATTRIBUTE_PATHS = ("00280010", "00280011", "00280002", "00280100", "00280008", "00280004")


@dataclass
class PixelFacts:
    """`frames` as in PixelLayout, with the sha256 of each; offsets None throughout where there are no pixels."""

    keyword: str | None = None
    offset: int | None = None
    length: int | None = None
    layout: PixelLayout = field(default_factory=PixelLayout)
    digests: list[str | None] = field(default_factory=list)


def keyword(tag: int) -> str:
    """Keyword of a pixel data element."""
    return {0x7FE00008: "FloatPixelData", 0x7FE00009: "DoubleFloatPixelData"}.get(tag, "PixelData")


def attributes(record: Record) -> PixelAttributes:
    """What the data set declares of its pixels."""
    rows, columns, samples, bits, frames = (record.whole(p) for p in ATTRIBUTE_PATHS[:5])
    return PixelAttributes(rows, columns, samples, bits, frames, record.text(ATTRIBUTE_PATHS[5]))


def find_pixel_element(elements: list[Element]) -> Element | None:
    """The pixel data of the top level; float pixel data too."""
    return next((e for e in reversed(elements) if e.tag in PIXEL_TAGS), None)


def judge_pixels(scan: Scan, declared: PixelAttributes) -> PixelFacts:
    """Frames of the pixel data, their digests, and faults."""
    element = find_pixel_element(scan.elements)
    if element is None:
        return PixelFacts()
    if element.encapsulated:
        layout = encapsulated_layout(
            element, scan.buffer, scan.little, declared.frames, _extended_offsets(scan)
        )
    else:
        layout = native_layout(element.offset, element.length, scan.buffer, declared)
    _judge_colour(layout, scan.buffer, declared)
    facts = PixelFacts(keyword(element.tag), element.offset, element.length, layout)
    facts.digests = frame_digests(layout, scan.buffer)
    return facts


def pixels_at(tag: int, match: Match, data: bytes, little: bool, declared: PixelAttributes) -> PixelFacts:
    """Frames of the pixel data of a file that was matched with its series; see `judge_pixels`."""
    if not tag:
        return PixelFacts()
    offset, length = match.pixel_offset, match.pixel_length
    if match.encapsulated:
        element = Element(tag, "OB", offset, length, None, offset, offset + length, True)
        layout = encapsulated_layout(element, data, little, declared.frames)
        _judge_colour(layout, data, declared)
    else:
        layout = native_layout(offset, length, data, declared)
    return PixelFacts(keyword(tag), offset, length, layout, frame_digests(layout, data))


def _judge_colour(layout: PixelLayout, buffer: bytes, declared: PixelAttributes) -> None:
    """Note a JPEG stream of three components whose markers say another colour space than the data set."""
    if declared.samples != 3 or not layout.frames or declared.photometric is None:
        return
    offset, length, _ = layout.frames[0]
    if offset is None or length is None or buffer[offset : offset + 2] != b"\xff\xd8":
        return
    if colour_space_mismatch(buffer[offset : offset + min(length, 1 << 16)], declared.photometric):
        layout.notes.append(
            ("colour_space_mismatch", f"the stream says another colour space than {declared.photometric}")
        )


def frame_digests(layout: PixelLayout, buffer: bytes) -> list[str | None]:
    """sha256 of each frame's bytes as stored, fragments joined."""
    view = memoryview(buffer)
    out: list[str | None] = []
    for offset, length, fragments in layout.frames:
        if offset is None or length is None:
            out.append(None)
        elif fragments:
            digest = hashlib.sha256()
            for at, size in fragments:
                digest.update(view[at : at + size])
            out.append(digest.hexdigest())
        else:
            out.append(hashlib.sha256(view[offset : offset + length]).hexdigest())
    return out


def _extended_offsets(scan: Scan) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    found = {e.tag: e for e in scan.elements if e.tag in (0x7FE00001, 0x7FE00002)}
    if len(found) != 2:
        return None
    tables = []
    for tag in (0x7FE00001, 0x7FE00002):
        element = found[tag]
        count = element.length // 8
        raw = scan.buffer[element.offset : element.offset + count * 8]
        tables.append(struct.unpack(f"{'<' if scan.little else '>'}{count}Q", raw))
    return tables[0], tables[1]
