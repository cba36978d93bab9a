"""What an object can become before its positions are looked at: rows 0 and 15 to 21 of the rules.

Frames come out placed: with a position in the patient where one is known, a mosaic as its tiles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pacslake.dicom.geometry import Vector, orientation_from_cosines, tile_positions
from pacslake.pixels.plan_frame import Frame

__all__ = [
    "PLANE_CLASSES",
    "Placed",
    "clip_times",
    "dose_places",
    "family_of",
    "has_own_position",
    "is_mosaic",
    "nm_places",
    "tiles_of",
]

_ROOT = "1.2.840.10008.5.1.4.1.1."

# PS3.3 A.1.4: classes whose IOD says where a slice lies, so that absence is a fault.
PLANE_CLASSES = frozenset(
    _ROOT + c
    for c in (
        "2",
        "2.1",
        "2.2",
        "4",
        "4.1",
        "4.3",
        "4.4",
        "128",
        "128.1",
        "130",
        "13.1.1",
        "13.1.2",
        "13.1.3",
    )
)
# Classes with functional groups: a position that all frames share is each frame's own.
_GROUPED = frozenset(
    _ROOT + c
    for c in (
        "2.1",
        "2.2",
        "4.1",
        "4.3",
        "4.4",
        "128.1",
        "130",
        "13.1.1",
        "13.1.2",
        "13.1.3",
        "6.2",
        "30",
        "77.1.5.4",
    )
) | {_ROOT + c for c in ("7.1", "7.2", "7.3", "7.4")}
# Objects that other tables hold: segmentations, surfaces, RT structure sets and plans.
_DERIVED = frozenset(_ROOT + c for c in ("66.4", "66.5", "66.7", "66.8", "481.3", "481.5", "481.8"))
_DOSE = _ROOT + "481.2"
_PROJECTION = frozenset(
    _ROOT + c
    for c in (
        "1",
        "1.1",
        "1.1.1",
        "1.2",
        "1.2.1",
        "1.3",
        "1.3.1",
        "481.1",
        "12.1",
        "12.2",
        "12.3",
        "12.1.1",
        "12.2.1",
    )
)
_CLIP = frozenset(
    _ROOT + c
    for c in (
        *("3", "3.1", "6", "6.1"),  # ultrasound
        *("77.1.1", "77.1.1.1", "77.1.2", "77.1.2.1", "77.1.3", "77.1.4", "77.1.4.1"),  # visible light, video
        *("77.1.5.1", "77.1.5.2"),  # photographs of the eye
    )
)
_TILED = frozenset({_ROOT + "77.1.6"})
_NM = _ROOT + "20"


@dataclass(slots=True)
class Placed:
    """A frame, or a tile of one, with its position (LPS mm) and where that lies along the normal."""

    frame: Frame
    position: Vector
    tile: int | None = None
    s: float = 0.0
    plane: int = 0


def family_of(frame: Frame) -> str:
    """`none`, `projection`, `clip`, `tiled`, `nm`, `dose`, `mosaic` or `slice`: which rules apply to a frame."""
    uid = frame.sop_class_uid
    if not frame.rows or not frame.columns or frame.pixel_keyword is None or uid in _DERIVED:
        return "none"
    if uid in _PROJECTION:
        return "clip" if frame.is_multiframe else "projection"
    if uid in _CLIP:
        return "clip"
    if uid in _TILED:
        return "tiled"
    if uid == _NM:
        return "nm"
    if uid == _DOSE:
        return "dose"
    if is_mosaic(frame):
        return "mosaic"
    timed = frame.frame_time is not None or frame.frame_time_vector is not None
    if uid not in PLANE_CLASSES and frame.is_multiframe and frame.position is None and timed:
        return "clip"  # a film in a secondary capture
    return "slice"


def is_mosaic(frame: Frame) -> bool:
    """Tiles of many slices in one image: Siemens' MOSAIC, United Imaging's grid."""
    if frame.is_multiframe:
        return False
    return "MOSAIC" in frame.image_type or bool(frame.tile_positions)


def has_own_position(frame: Frame) -> bool:
    """Whether the position is this frame's: a classic multi-frame object has but one for all of them (row 18)."""
    if frame.position is None or len(frame.position) != 3 or not all(map(math.isfinite, frame.position)):
        return False
    return not frame.is_multiframe or frame.sop_class_uid in _GROUPED


def tiles_of(frame: Frame) -> tuple[list[Placed], tuple[int, int], str | None]:
    """The slices of a mosaic: (placed tiles, (rows, columns) of a tile, code of what is wrong or None).

    Siemens writes n slices row by row into a square of ceil(sqrt(n)) tiles and leaves the rest of it empty.
    No tiles where the header that describes them is missing.
    """
    rows, columns, n = frame.rows or 0, frame.columns or 0, frame.mosaic_tiles
    if not n or n < 1:
        return [], (rows, columns), "mosaic_without_header"
    side = math.ceil(math.sqrt(n))
    if rows % side or columns % side:
        return [], (rows, columns), "mosaic_without_header"
    tile = (rows // side, columns // side)
    given = frame.tile_positions
    if given and len(given) == 3 * n:
        places = [(given[3 * i], given[3 * i + 1], given[3 * i + 2]) for i in range(n)]
        return [Placed(frame, p, i) for i, p in enumerate(places)], tile, None
    orientation = orientation_from_cosines(frame.orientation or ())
    if orientation is None or frame.pixel_spacing is None or not has_own_position(frame):
        return [], tile, "geometry_missing"
    normal = (
        frame.mosaic_normal if frame.mosaic_normal and len(frame.mosaic_normal) == 3 else orientation.normal
    )
    spacing = frame.spacing_between_slices
    code = None
    if spacing is None or spacing <= 0:
        # The thickness is not the spacing (gaps between slices are usual); the slices are kept in order.
        spacing, code = 1.0, "mosaic_spacing_unknown"
    places = tile_positions(
        frame.position or (), orientation, frame.pixel_spacing, (rows, columns), tile, n, normal, spacing
    )
    return [Placed(frame, p, i) for i, p in enumerate(places)], tile, code


def nm_places(frames: Sequence[Frame]) -> list[Placed] | None:
    """Reconstructed slices of nuclear medicine in their places, or None where they have none (row 19).

    Image Position is that of the first slice; Spacing Between Slices is signed and goes along the normal
    (PS3.3 C.8.4.15), and Slice Vector says which slice a frame is.
    """
    placed: list[Placed] = []
    for f in frames:
        orientation = orientation_from_cosines(f.orientation or ())
        if orientation is None or f.position is None or len(f.position) != 3:
            return None
        if f.nm_slice is None or not f.spacing_between_slices or "RECON TOMO" not in " ".join(f.image_type):
            if f.is_multiframe:
                return None
            far = 0.0
        else:
            far = (f.nm_slice - 1) * f.spacing_between_slices
        x, y, z = (f.position[i] + orientation.normal[i] * far for i in range(3))
        placed.append(Placed(f, (x, y, z)))
    return placed


def dose_places(frames: Sequence[Frame]) -> list[Placed] | None:
    """The planes of one dose object in their places, or None where it does not say (PS3.3 C.8.8.3.2).

    Grid Frame Offset Vector begins with 0 and counts along the normal from Image Position, or holds the z of
    each plane of an axial grid. An object of one plane needs no vector.
    """
    placed: list[Placed] = []
    for f in frames:
        orientation = orientation_from_cosines(f.orientation or ())
        if orientation is None or f.position is None or len(f.position) != 3:
            return None
        offsets = (f.grid_offsets or ()) if f.is_multiframe else (0.0,)
        if len(offsets) != f.n_frames:
            return None
        far = offsets[f.frame_index]
        if offsets[0] != 0:
            far -= offsets[0]
            axial = abs(abs(orientation.normal[2]) - 1) < 1e-6
            if not axial or abs(offsets[0] - f.position[2]) > 0.01:
                return None
            far *= orientation.normal[2]
        x, y, z = (f.position[i] + orientation.normal[i] * far for i in range(3))
        placed.append(Placed(f, (x, y, z)))
    return placed


def clip_times(frames: Sequence[Frame]) -> tuple[float, ...] | None:
    """When each frame of a clip begins, seconds from the first; None where the object does not say."""
    first = frames[0]
    vector = first.frame_time_vector
    if vector and len(vector) >= len(frames):
        total, times = 0.0, []
        for f in frames:
            total += vector[f.frame_index] if f.frame_index < len(vector) else 0.0
            times.append(total / 1000.0)
        return tuple(t - times[0] for t in times)
    step = (
        first.frame_time / 1000.0
        if first.frame_time
        else 1.0 / first.frame_rate
        if first.frame_rate
        else None
    )
    return tuple(round(i * step, 9) for i in range(len(frames))) if step else None
