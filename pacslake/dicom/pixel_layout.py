"""Where the frames of pixel data lie, and whether all of them are there (PS3.5 8 and A.4).

Pure: bytes and a few attributes in, offsets out. Nothing is decoded; a codec's stream is looked at only to
tell fragments that begin a frame from those that go on with one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from pacslake.dicom.scan import Element

__all__ = ["PixelAttributes", "PixelLayout", "encapsulated_layout", "native_layout"]

_STARTS = (b"\xff\xd8", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP  ", b"\xff\x0a")
"""How a stream of JPEG or JPEG-LS, JPEG 2000, JP2 and JPEG XL begins."""


@dataclass(frozen=True)
class PixelAttributes:
    """What the Image Pixel module declares; None where it is absent or unreadable."""

    rows: int | None = None
    columns: int | None = None
    samples: int | None = None
    bits_allocated: int | None = None
    frames: int | None = None
    photometric: str | None = None

    @property
    def frame_bits(self) -> int | None:
        """Bits of one native frame, None where they are not all declared."""
        if not self.rows or not self.columns or not self.bits_allocated:
            return None
        samples = self.samples or 1
        if self.photometric in ("YBR_FULL_422", "YBR_PARTIAL_422") and samples == 3:
            samples = 2  # one pair of chroma values for two pixels, PS3.3 C.7.6.3.1.2
        return self.rows * self.columns * samples * self.bits_allocated


@dataclass
class PixelLayout:
    """`frames` are (offset, length, fragments) in the buffer; offset None where a frame has no bytes of its own.

    `fault` says why the object must not be used: (code, text). `notes` are oddities, (code, text).
    """

    frames: list[tuple[int | None, int | None, list[tuple[int, int]]]] = field(default_factory=list)
    n_found: int = 0
    fault: tuple[str, str] | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)


def native_layout(offset: int, length: int, buffer: bytes, declared: PixelAttributes) -> PixelLayout:
    """Frames of pixel data that is not encapsulated, judged against rows, columns, samples and bits."""
    layout = PixelLayout()
    bits = declared.frame_bits
    if bits is None:
        layout.notes.append(("pixel_module_incomplete", "rows, columns or bits allocated are not declared"))
        return layout
    n = max(declared.frames or 1, 1)
    expected = (bits * n + 7) // 8
    if length < expected:
        layout.fault = ("truncated_pixel_data", f"pixel data {length} of {expected} bytes")
        return layout
    layout.n_found = n
    _judge_surplus(layout, offset, length, expected, bits, n, buffer)
    if bits % 8 == 0:
        size = bits // 8
        layout.frames = [(offset + i * size, size, []) for i in range(n)]
    elif n == 1:
        layout.frames = [(offset, expected, [])]
    else:  # packed bits: a frame may begin within a byte
        layout.frames = [(None, None, []) for _ in range(n)]
    return layout


def _judge_surplus(
    layout: PixelLayout, offset: int, length: int, expected: int, bits: int, n: int, buffer: bytes
) -> None:
    """Notes on bytes beyond, or short of, the even length that the declared size asks for."""
    surplus = length - expected
    if surplus == expected % 2:
        return  # exactly the pad byte that PS3.5 8.1.1 asks for, or none
    if surplus == 0:
        layout.notes.append(
            ("pixel_data_padding", f"{length} bytes: the pad byte to an even length is missing")
        )
        return
    frame_bytes = max(bits // 8, 1)
    if surplus >= frame_bytes and surplus % frame_bytes <= 1:
        found = length // frame_bytes
        layout.notes.append(("frame_count_mismatch", f"bytes for {found} frames where {n} are declared"))
        layout.n_found = found
        return
    rest = buffer[offset + expected : offset + length]
    if surplus <= 16 or not rest.strip(b"\0"):
        layout.notes.append(("pixel_data_padding", f"{length} bytes where {expected} are declared"))
    else:
        layout.notes.append(
            ("pixel_data_longer_than_declared", f"{length} bytes where {expected} are declared")
        )


def encapsulated_layout(
    element: Element,
    buffer: bytes,
    little: bool,
    declared_frames: int | None,
    extended: tuple[tuple[int, ...], tuple[int, ...]] | None = None,
) -> PixelLayout:
    """Frames of encapsulated pixel data.

    By the extended offset table if there is one, else the basic offset table, else one fragment a frame,
    else the fragments in which a codec's stream begins.
    `extended`: values of (7FE0,0001) and (7FE0,0002).
    """
    layout = PixelLayout()
    items = _fragments(element, buffer, little)
    n = max(declared_frames or 1, 1)
    if not items:
        layout.fault = ("truncated_pixel_data", "encapsulated pixel data without an item")
        return layout
    (table_at, table_length), fragments = items[0], items[1:]
    if not fragments:
        layout.fault = ("truncated_pixel_data", "encapsulated pixel data without a fragment")
        return layout
    if extended is not None and len(extended[0]) == n:
        starts: list[int] | None = list(extended[0])
    else:
        starts = _basic_offsets(buffer[table_at : table_at + table_length], little)
    groups = _by_offsets(fragments, starts) if starts else None
    if groups is None or len(groups) != n:
        groups = _by_content(fragments, buffer, n)
    layout.n_found = len(groups)
    if len(groups) != n:
        layout.notes.append(("frame_count_mismatch", f"{len(groups)} frames found where {n} are declared"))
    for group in groups:
        total = sum(length for _, length in group)
        layout.frames.append((group[0][0], total, group if len(group) > 1 else []))
    return layout


def _fragments(element: Element, buffer: bytes, little: bool) -> list[tuple[int, int]]:
    """(offset, length) of the value of each item, the offset table first."""
    unpack = struct.Struct("<HHL" if little else ">HHL").unpack_from
    pos, end, out = element.offset, element.offset + element.length, []
    while pos + 8 <= end:
        _, _, length = unpack(buffer, pos)
        out.append((pos + 8, length))
        pos += 8 + length
    return out


def _basic_offsets(table: bytes, little: bool) -> list[int] | None:
    count = len(table) // 4
    return list(struct.unpack(f"{'<' if little else '>'}{count}L", table[: count * 4])) if count else None


def _by_offsets(fragments: list[tuple[int, int]], starts: list[int]) -> list[list[tuple[int, int]]] | None:
    """Group fragments by where frames start, counted from the first fragment's item tag; None if they do not fit."""
    first = fragments[0][0] - 8
    place = {offset - 8 - first: i for i, (offset, _) in enumerate(fragments)}
    if len(set(starts)) != len(starts) or any(start not in place for start in starts):
        return None
    cuts = sorted(place[start] for start in starts)
    if cuts[0] != 0:
        return None
    return [fragments[a:b] for a, b in zip(cuts, [*cuts[1:], len(fragments)], strict=True)]


def _by_content(fragments: list[tuple[int, int]], buffer: bytes, n: int) -> list[list[tuple[int, int]]]:
    """Group fragments without a usable table."""
    full = [f for f in fragments if f[1]]  # an empty fragment at the end is padding of some writers
    if len(full) == n:
        return [[f] for f in full]
    if n == 1:
        return [full or fragments]
    groups: list[list[tuple[int, int]]] = []
    for offset, length in full:
        if not groups or buffer[offset : offset + 8].startswith(_STARTS):
            groups.append([])
        groups[-1].append((offset, length))
    return groups if len(groups) > 1 else [[f] for f in full]
