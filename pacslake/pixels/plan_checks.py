"""The eight checks of the Imaging Data Commons' volume geometry index, under their names.

They ask whether all frames of a volume form one regularly spaced 3D stack, so a volume with a further axis
fails `unique_slice_positions` by design. The verdict is the finer answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pacslake.dicom.geometry import Orientation, dot
from pacslake.pixels.plan_frame import Frame
from pacslake.pixels.plan_kinds import Placed

__all__ = ["CHECKS", "checks_of"]

CHECKS = (
    "single_orientation",
    "orthogonal_orientation",
    "unique_slice_positions",
    "consistent_in_plane_row",
    "consistent_in_plane_col",
    "consistent_pixel_spacing",
    "consistent_image_dimensions",
    "uniform_slice_spacing",
)


def checks_of(placed: Sequence[Placed], orientation: Orientation) -> dict[str, bool]:
    """The checks and their summary for the frames of one volume."""
    frames: list[Frame] = [p.frame for p in placed]
    row = [dot(p.position, orientation.row) for p in placed]
    column = [dot(p.position, orientation.column) for p in placed]
    s = sorted(p.s for p in placed)
    steps = [b - a for a, b in pairwise(s)]
    mean = (s[-1] - s[0]) / len(steps) if steps else 0.0
    found = {
        "single_orientation": len({f.orientation for f in frames}) == 1,
        "orthogonal_orientation": orientation.defect < 1e-3,
        "unique_slice_positions": len({p.position for p in placed}) == len(placed),
        "consistent_in_plane_row": max(row) - min(row) < 0.1,
        "consistent_in_plane_col": max(column) - min(column) < 0.1,
        "consistent_pixel_spacing": len({f.pixel_spacing for f in frames}) == 1,
        "consistent_image_dimensions": len({(f.rows, f.columns) for f in frames}) == 1,
        "uniform_slice_spacing": bool(steps)
        and mean > 0
        and all(abs(d - mean) <= 0.01 * mean for d in steps),
    }
    found["regularly_spaced_3d_volume"] = all(found.values())
    return found
