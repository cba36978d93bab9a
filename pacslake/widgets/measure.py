"""Measurements: points in LPS mm in, numbers out. The same rules as `js/src/measure.js`; a test compares both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pacslake.widgets.geometry import Plane

__all__ = ["RoiStatistics", "angle_degrees", "length_mm", "roi_statistics"]


@dataclass(frozen=True)
class RoiStatistics:
    """Statistics of the voxels whose centres lie in a shape; `sd` is that of a sample. NaN where n is 0."""

    n: int
    mean: float
    sd: float
    min: float
    max: float
    area_mm2: float


def length_mm(points: Sequence[Sequence[float]]) -> float:
    """Distance between two points (2, 3)."""
    a, b = np.asarray(points, float)
    return float(np.linalg.norm(b - a))


def angle_degrees(points: Sequence[Sequence[float]]) -> float:
    """Angle at the middle one of three points (3, 3), in degrees."""
    a, b, c = np.asarray(points, float)
    p, q = (a - b) / np.linalg.norm(a - b), (c - b) / np.linalg.norm(c - b)
    return float(np.degrees(np.arccos(np.clip(p @ q, -1, 1))))


def roi_statistics(
    kind: str,
    points: Sequence[Sequence[float]],
    plane: Plane,
    affine: np.ndarray,
    values: np.ndarray,
    *,
    padding: float | None = None,
) -> RoiStatistics:
    """Statistics of an ellipse or rectangle given by two opposite corners in a plane.

    Args:
        kind: `ellipse` or `rectangle`.
        points: (2, 3) LPS mm.
        plane: the plane drawn in; voxels within half a step of it count.
        affine: (4, 4) of the array.
        values: (slice, row, column), real-world values.
        padding: a value that does not count.
    """
    a, b = np.asarray(points, float)
    centre = (a + b) / 2
    ru, rv = abs(float((b - a) @ plane.u)) / 2, abs(float((b - a) @ plane.v)) / 2
    area = np.pi * ru * rv if kind == "ellipse" else 4 * ru * rv
    inverse = np.linalg.inv(affine)
    corners = np.array(
        [
            inverse[:3, :3] @ (centre + s * ru * plane.u + t * rv * plane.v + w * plane.step * plane.n) + inverse[:3, 3]
            for s in (-1, 1) for t in (-1, 1) for w in (-0.5, 0.5)
        ]
    )  # fmt: skip
    top = np.array(values.shape[::-1]) - 1
    low = np.maximum(0, np.ceil(corners.min(axis=0) - 1e-6)).astype(int)
    high = np.minimum(top, np.floor(corners.max(axis=0) + 1e-6)).astype(int)
    empty = RoiStatistics(0, np.nan, np.nan, np.nan, np.nan, area)
    if (high < low).any():
        return empty
    k, j, i = np.meshgrid(*(np.arange(low[x], high[x] + 1) for x in (2, 1, 0)), indexing="ij")
    d = np.stack([i, j, k], -1) @ affine[:3, :3].T + affine[:3, 3] - centre
    x, y, z = d @ plane.u, d @ plane.v, d @ plane.n
    inside = (z >= -plane.step / 2 - 1e-6) & (z < plane.step / 2 - 1e-6)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside &= (
            (x / ru) ** 2 + (y / rv) ** 2 <= 1 + 1e-9
            if kind == "ellipse"
            else (np.abs(x) <= ru + 1e-9) & (np.abs(y) <= rv + 1e-9)
        )
    found = np.asarray(values[k[inside], j[inside], i[inside]], np.float64)
    found = found[~np.isnan(found)]
    if padding is not None:
        found = found[found != padding]
    if not found.size:
        return empty
    sd = float(found.std(ddof=1)) if found.size > 1 else 0.0
    return RoiStatistics(
        int(found.size), float(found.mean()), sd, float(found.min()), float(found.max()), area
    )
