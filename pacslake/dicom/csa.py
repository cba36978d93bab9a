"""Siemens' CSA header: the private binary list in which MR scanners write what a mosaic needs.

The header is the value of (0029,xx10) or (0029,xx20) of creator `SIEMENS CSA HEADER`. It is no part of
the Standard; two layouts exist, one that begins with `SV10` and an older one that does not. Both are a list
of named tags with a few text items each. Numbers are little-endian whatever the transfer syntax.

A damaged header ends the reading where it is damaged: what stands before is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ImageHeader", "image_header", "numbers", "read_csa", "slice_positions"]

_MAX_TAGS = 1000  # real headers have 70 to 120; more is not a CSA header
_MAX_ITEMS = 10_000


@dataclass(frozen=True)
class ImageHeader:
    """What pacslake uses of the CSA *image* header; None where the header does not say."""

    images_in_mosaic: int | None = None
    slice_normal: tuple[float, float, float] | None = None
    mosaic_ref_acq_times_ms: tuple[float, ...] | None = None
    phase_encoding_positive: int | None = None
    b_value: float | None = None
    b_direction: tuple[float, float, float] | None = None


def read_csa(data: bytes) -> dict[str, tuple[str, ...]]:
    """The tags of a CSA header with their items as stripped text; empty for bytes that are none."""
    if data[:4] == b"SV10":
        start, second_layout = 8, True
    else:
        start, second_layout = 0, False
    if len(data) < start + 8:
        return {}
    n_tags, _check = struct.unpack_from("<II", data, start)
    if not 0 < n_tags <= _MAX_TAGS:
        return {}
    tags: dict[str, tuple[str, ...]] = {}
    at, first_count = start + 8, None
    for _ in range(n_tags):
        if at + 84 > len(data):
            break
        raw_name, _vm, _vr, _syngo, n_items, _ = struct.unpack_from("<64si4siii", data, at)
        at += 84
        if not 0 <= n_items <= _MAX_ITEMS:
            break
        if first_count is None:
            first_count = n_items
        name = raw_name.split(b"\0", 1)[0].decode("latin-1")
        items, at = _items(data, at, n_items, 0 if second_layout else first_count, second_layout)
        tags[name] = items
        if at < 0:
            break
    return tags


def _items(data: bytes, at: int, n: int, offset: int, second: bool) -> tuple[tuple[str, ...], int]:
    """`n` items from `at` on, and where they end; -1 as the end where the bytes give out."""
    found: list[str] = []
    for _ in range(n):
        if at + 16 > len(data):
            return tuple(found), -1
        x0, x1, _x2, _x3 = struct.unpack_from("<4i", data, at)
        at += 16
        length = x1 if second else x0 - offset  # the old layout counts the items of its first tag in
        if length < 0 or at + length > len(data):
            return tuple(found), -1
        text = data[at : at + length].split(b"\0", 1)[0].decode("latin-1").strip()
        if text:
            found.append(text)
        at += length + (-length) % 4
    return tuple(found), at


def numbers(items: Sequence[str]) -> tuple[float, ...]:
    """The items as numbers; empty when one of them is none."""
    try:
        return tuple(float(item) for item in items)
    except ValueError:
        return ()


def image_header(data: bytes) -> ImageHeader:
    """The facts of a CSA image header, (0029,xx10)."""
    tags = read_csa(data)

    def of(name: str) -> tuple[float, ...]:
        return numbers(tags.get(name, ()))

    def vector(name: str) -> tuple[float, float, float] | None:
        found = of(name)
        return (found[0], found[1], found[2]) if len(found) == 3 else None

    count, polarity, b_value = (
        of("NumberOfImagesInMosaic"),
        of("PhaseEncodingDirectionPositive"),
        of("B_value"),
    )
    return ImageHeader(
        images_in_mosaic=int(count[0]) if count and count[0] > 0 else None,
        slice_normal=vector("SliceNormalVector"),
        mosaic_ref_acq_times_ms=of("MosaicRefAcqTimes") or None,
        phase_encoding_positive=int(polarity[0]) if polarity else None,
        b_value=b_value[0] if b_value else None,
        b_direction=vector("DiffusionGradientDirection"),
    )


def slice_positions(series_header: bytes) -> tuple[tuple[float, float, float], ...]:
    """Centres of the slices, LPS mm, as the protocol in the CSA *series* header, (0029,xx20), plans them.

    The protocol is text (`sSliceArray.asSlice[3].sPosition.dTra = 12.5`); a coordinate of zero is left out.
    The table may have moved since, so this is a second opinion on directions and spacing, not a position.
    """
    start = series_header.find(b"### ASCCONV BEGIN")
    if start < 0:
        return ()
    end = series_header.find(b"### ASCCONV END", start)
    text = series_header[start : end if end > 0 else None].decode("latin-1")
    found: dict[int, list[float]] = {}
    axis = {"dSag": 0, "dCor": 1, "dTra": 2}
    for line in text.splitlines():
        name, _, value = line.partition("=")
        name = name.strip()
        if not name.startswith("sSliceArray.asSlice["):
            continue
        number, _, rest = name[len("sSliceArray.asSlice[") :].partition("]")
        if rest.startswith(".sPosition.") and rest[11:] in axis:
            found.setdefault(int(number), [0.0, 0.0, 0.0])[axis[rest[11:]]] = float(value.strip())
    return tuple((p[0], p[1], p[2]) for _, p in sorted(found.items()))
