"""Planes and stacks in the patient's coordinates: LPS, millimetres, voxel centres (PS3.3 C.7.6.2.1.1).

Nothing here reads files. A direction along a row is the direction in which the column index grows: the
first three values of Image Orientation (Patient). Vectors are tuples of three floats; an affine is sixteen
floats, row-major, that take (column, row, slice, 1) to (x, y, z, 1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "Orientation",
    "Vector",
    "affine_lps",
    "angle_degrees",
    "apply",
    "cross",
    "dot",
    "mean_orientation",
    "obliquity_degrees",
    "orientation_from_cosines",
    "plane_name",
    "position_on_normal",
    "tile_positions",
]

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Orientation:
    """Directions along a row, along a column and along the normal (their cross product): right-handed."""

    row: Vector
    column: Vector
    normal: Vector
    defect: float = 0.0  # how far the cosines of the file were from unit length and a right angle

    @property
    def direction(self) -> tuple[float, ...]:
        """Nine numbers, the three vectors one after another: `direction_lps`, ITK's matrix transposed."""
        return self.row + self.column + self.normal


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """Scalar product of two vectors of three."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Sequence[float], b: Sequence[float]) -> Vector:
    """Vector product of two vectors of three."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def _unit(v: Sequence[float]) -> Vector | None:
    length = math.sqrt(dot(v, v))
    return (v[0] / length, v[1] / length, v[2] / length) if length > 1e-9 and math.isfinite(length) else None


def orientation_from_cosines(cosines: Sequence[float]) -> Orientation | None:
    """Orthonormal directions nearest to six cosines, or None where they span no plane.

    Row and column share the correction of their angle, so that neither is favoured.
    """
    if len(cosines) != 6 or not all(map(math.isfinite, cosines)):
        return None
    row, column = cosines[:3], cosines[3:]
    length_row, length_column = math.sqrt(dot(row, row)), math.sqrt(dot(column, column))
    defect = max(abs(length_row - 1), abs(length_column - 1), abs(dot(row, column)))
    a, b = _unit(row), _unit(column)
    if a is None or b is None:
        return None
    # Bisectors of two unit vectors are at right angles to each other, whatever the angle between the two.
    plus = _unit((a[0] + b[0], a[1] + b[1], a[2] + b[2]))
    minus = _unit((a[0] - b[0], a[1] - b[1], a[2] - b[2]))
    if plus is None or minus is None:
        return None
    h = math.sqrt(0.5)
    if abs(dot(a, b)) > 1e-12:
        a = (h * (plus[0] + minus[0]), h * (plus[1] + minus[1]), h * (plus[2] + minus[2]))
        b = (h * (plus[0] - minus[0]), h * (plus[1] - minus[1]), h * (plus[2] - minus[2]))
    return Orientation(a, b, cross(a, b), defect)


def angle_degrees(a: Sequence[float], b: Sequence[float]) -> float:
    """Angle between two vectors; exact for small angles, where the arc cosine is not."""
    c = cross(a, b)
    return math.degrees(math.atan2(math.sqrt(dot(c, c)), dot(a, b)))


def mean_orientation(found: Sequence[tuple[Orientation, int]]) -> Orientation:
    """The orientation in the middle of some that differ by little, each with its number of frames."""
    total = sum(n for _, n in found)
    cosines = [sum((o.row + o.column)[i] * n for o, n in found) / total for i in range(6)]
    mean = orientation_from_cosines(cosines)
    return mean if mean is not None else found[0][0]


def position_on_normal(position: Sequence[float], normal: Sequence[float]) -> float:
    """Where a plane lies along the normal, mm (`slice_position_mm`)."""
    return dot(position, normal)


_PLANES = ("sagittal", "coronal", "axial")


def plane_name(normal: Sequence[float]) -> str:
    """The patient's plane nearest to a slice: `axial`, `coronal` or `sagittal`."""
    sizes = [abs(round(v, 9)) for v in normal]
    return _PLANES[2 if sizes[2] >= max(sizes[:2]) else 1 if sizes[1] >= sizes[0] else 0]


def obliquity_degrees(normal: Sequence[float]) -> float:
    """Angle between a normal and the patient's axis nearest to it: 0 for a straight slice."""
    i = _PLANES.index(plane_name(normal))
    axis = [0.0, 0.0, 0.0]
    axis[i] = 1.0 if normal[i] >= 0 else -1.0
    return angle_degrees(normal, axis)


def affine_lps(
    origin: Sequence[float],
    row: Sequence[float],
    column: Sequence[float],
    step: Sequence[float],
    pixel_spacing: Sequence[float],
) -> tuple[float, ...]:
    """Sixteen numbers that take (column index, row index, slice index, 1) to LPS mm (PS3.3 C.7.6.2.1.1).

    `pixel_spacing` is (between rows, between columns) as DICOM has it; `step` goes from one slice to the next.
    """
    between_rows, between_columns = pixel_spacing
    lines = ((row[i] * between_columns, column[i] * between_rows, step[i], origin[i]) for i in range(3))
    return (*(v for line in lines for v in line), 0.0, 0.0, 0.0, 1.0)


def apply(affine: Sequence[float], i: float, j: float, k: float) -> Vector:
    """LPS position, mm, of the voxel in column `i`, row `j`, slice `k`."""
    return (
        affine[0] * i + affine[1] * j + affine[2] * k + affine[3],
        affine[4] * i + affine[5] * j + affine[6] * k + affine[7],
        affine[8] * i + affine[9] * j + affine[10] * k + affine[11],
    )


def tile_positions(
    position: Sequence[float],
    orientation: Orientation,
    pixel_spacing: Sequence[float],
    mosaic: tuple[int, int],
    tile: tuple[int, int],
    n: int,
    normal: Sequence[float],
    spacing: float,
) -> list[Vector]:
    """Centres of the first voxel of each tile of a Siemens mosaic, LPS mm.

    Image Position (Patient) of a mosaic is that of one big slice of all tiles' size around the same centre,
    so the tiles' own position lies half the difference inwards. `mosaic` and `tile` are (rows, columns).
    """
    down = (mosaic[0] - tile[0]) / 2 * pixel_spacing[0]
    right = (mosaic[1] - tile[1]) / 2 * pixel_spacing[1]
    first = [position[i] + orientation.row[i] * right + orientation.column[i] * down for i in range(3)]
    return [
        (
            first[0] + normal[0] * spacing * k,
            first[1] + normal[1] * spacing * k,
            first[2] + normal[2] * spacing * k,
        )
        for k in range(n)
    ]
