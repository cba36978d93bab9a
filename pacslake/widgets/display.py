"""What a file says of showing it: window and its function, calibration, the ends of a picture, the place of a frame."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = [
    "Calibration",
    "Display",
    "calibration",
    "display_of",
    "ends_of",
    "frames_of",
    "regions_calibration",
]

_OPPOSITE = str.maketrans("LRAPHF", "RLPAFH")
_FUNCTIONS = ("LINEAR", "LINEAR_EXACT", "SIGMOID")
_CM = 3  # PhysicalUnitsXDirection, PS3.3 C.8.5.5.1.15
_2D = 1  # RegionSpatialFormat, PS3.3 C.8.5.5.1.1

_OF_FRAME = """
SELECT coalesce(f."WindowCenter", i."WindowCenter") AS center, coalesce(f."WindowWidth", i."WindowWidth") AS width,
  i."VOILUTFunction", i."PixelSpacing", i."ImagerPixelSpacing", i."NominalScannedPixelSpacing",
  i."PixelSpacingCalibrationType", i."EstimatedRadiographicMagnificationFactor", i."PixelAspectRatio"
FROM instance_row i LEFT JOIN frame f ON f.instance_version_id = i.instance_version_id AND f.frame_index = ?
WHERE i.instance_version_id = ?"""

_PLACES = """
SELECT i."SOPInstanceUID", coalesce(f."ImagePositionPatient", i."ImagePositionPatient") AS position,
  coalesce(f."ImageOrientationPatient", i."ImageOrientationPatient") AS orientation,
  coalesce(f."PixelSpacing", i."PixelSpacing") AS spacing
FROM volume_frame v JOIN instance_row i USING (instance_version_id)
  LEFT JOIN frame f ON f.instance_version_id = v.instance_version_id AND f.frame_index = v.frame_index
WHERE v.volume_id = ? AND (coalesce(v.t, 0) = ? OR ?) ORDER BY v.t, v.k"""


@dataclass(frozen=True)
class Calibration:
    """mm from row to row and from column to column, and what they are true of; in pixels where `unit` is `px`."""

    spacing: tuple[float, float]
    unit: str = "mm"
    note: str = ""


@dataclass(frozen=True)
class Display:
    """What one frame's file says. `window` is centre and width; `ends` left, right, top and bottom."""

    window: tuple[float, float] | None = None
    function: str = "LINEAR"
    calibration: Calibration | None = None
    ends: tuple[str, ...] | None = None


def calibration(row: Mapping[str, Any]) -> Calibration | None:
    """The pixel spacing of a projection (PS3.3 10.7.1.3) and where it holds; None where the file says nothing."""
    pixel, imager, film, aspect = (
        _pair(row.get(name))
        for name in ("PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing", "PixelAspectRatio")
    )
    magnified, kind = (
        row.get("EstimatedRadiographicMagnificationFactor"),
        row.get("PixelSpacingCalibrationType"),
    )
    if pixel and (kind or (imager and pixel != imager)):
        note = {
            "GEOMETRY": "corrected for magnification",
            "FIDUCIAL": "calibrated by an object of known size",
        }
        return Calibration(pixel, note=note.get(str(kind), "calibrated"))
    if imager and magnified and magnified > 0 and abs(magnified - 1) > 1e-3:
        return Calibration(
            (imager[0] / magnified, imager[1] / magnified), note=f"estimated magnification {magnified:.3g}"
        )
    if imager:
        return Calibration(imager, note="at the detector")
    if pixel:
        return Calibration(pixel)
    if film:
        return Calibration(film, note="on the scanned film")
    return Calibration((aspect[0] / aspect[1], 1.0), "px") if aspect else None


def regions_calibration(regions: Sequence[Mapping[str, Any]]) -> Calibration | None:
    """Calibration of an ultrasound picture: where all of its 2D regions in cm agree (PS3.3 C.8.5.5).

    Args:
        regions: items of SequenceOfUltrasoundRegions as DICOM JSON.
    """
    found = set()
    for item in regions:
        space, x, y, dx, dy = (
            _number(item, tag) for tag in ("00186012", "00186024", "00186026", "0018602C", "0018602E")
        )
        if (space, x, y) == (_2D, _CM, _CM) and dx and dy:
            found.add((round(abs(dy) * 10, 9), round(abs(dx) * 10, 9)))
    return Calibration(found.pop(), note="in the scanned region") if len(found) == 1 else None


def ends_of(orientation: Sequence[str] | None) -> tuple[str, ...] | None:
    """Left, right, top and bottom of a picture by its PatientOrientation (PS3.3 C.7.6.1.1.1)."""
    if not orientation or len(orientation) != 2 or not all(orientation):
        return None
    right, bottom = (str(x) for x in orientation)
    if set(right + bottom) - set("LRAPHF"):
        return None
    return right.translate(_OPPOSITE), right, bottom.translate(_OPPOSITE), bottom


def display_of(lake: Any, instance: str, frame: int, *, kind: str) -> Display:
    """What is said of one frame.

    Args:
        instance: instance_version_id.
        kind: of the volume; `projection` and `us_clip` have a calibration of their own.
    """
    rows = lake.dicts(_OF_FRAME, [frame, instance])
    if not rows:
        return Display()
    row = rows[0]
    window = None
    if row["center"] and row["width"]:
        center, width = float(row["center"][0]), float(row["width"][0])
        window = (center, width) if np.isfinite([center, width]).all() and width > 0 else None
    function = str(row["VOILUTFunction"] or "LINEAR").strip()
    scale, ends = None, None
    if kind in ("projection", "us_clip"):
        header = _header(lake, instance)
        scale = regions_calibration(header.get("00186011", {}).get("Value") or ()) or calibration(row)
        ends = ends_of(header.get("00200020", {}).get("Value"))
    return Display(
        window,
        function if function in _FUNCTIONS else "LINEAR",
        scale,
        ends,
    )


def frames_of(lake: Any, volume_id: str, t: int, *, all_times: bool = False) -> dict[str, Any]:
    """SOPInstanceUID of every slice at a time, and where each lies.

    A place is 9 numbers: the centre of the first voxel, then the steps from column to column and from row to row, LPS
    mm; None where the file does not say it.
    """
    rows = lake.dicts(_PLACES, [volume_id, t, all_times])
    return {
        "uids": [r["SOPInstanceUID"] for r in rows],
        "places": [_place(r["position"], r["orientation"], r["spacing"]) for r in rows],
    }


def _place(position: Any, orientation: Any, spacing: Any) -> list[float] | None:
    if not (position and orientation and spacing and len(position) == 3 and len(orientation) == 6):
        return None
    row, column = np.array(orientation[:3]) * spacing[1], np.array(orientation[3:]) * spacing[0]
    numbers = [*position, *row, *column]
    return [float(x) for x in numbers] if np.isfinite(numbers).all() and row.any() and column.any() else None


def _header(lake: Any, instance: str) -> Mapping[str, Any]:
    rows = lake.rows("SELECT header FROM header WHERE instance_version_id = ?", [instance])
    found = json.loads(rows[0][0]) if rows and rows[0][0] else {}
    return found if isinstance(found, dict) else {}


def _number(item: Mapping[str, Any], tag: str) -> float | None:
    values = item.get(tag, {}).get("Value") or [None]
    try:
        return float(values[0])
    except (TypeError, ValueError):
        return None


def _pair(value: Any) -> tuple[float, float] | None:
    if not value or len(value) != 2 or not all(v and np.isfinite(v) and v > 0 for v in value):
        return None
    return float(value[0]), float(value[1])
