"""How a set of parallel slices stands: even, with gaps, sheared, or uneven. Rows 5 to 9 of the rules.

A slice is placed by three numbers: along the normal (s), along a row (u), along a column (v), mm. Only
Image Position (Patient) is used: instance numbers, slice locations and thicknesses are not positions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pacslake.dicom.geometry import Orientation, Vector, dot

__all__ = ["SPACING_MM", "SPACING_RELATIVE", "Stack", "planes_of", "stack_of"]

SPACING_RELATIVE = 0.01  # of the spacing, as highdicom and IDC have it
SPACING_MM = 0.01  # below this a difference is rounding of decimal strings
IN_PLANE_MM = 0.1
SHEAR_DEGREES = 0.1
MAX_SHEAR_DEGREES = 60.0  # no gantry tilts further
SHARE_OF_PLANES = 0.75  # with fewer of the planes present it is no regular stack with gaps


@dataclass(frozen=True)
class Stack:
    """The geometry of one stack. `step` goes from slice to slice; None where no single one is true."""

    verdict: str
    codes: tuple[str, ...]
    origin: Vector
    step: Vector | None
    spacing_mm: float | None
    shear_degrees: float
    spacing_deviation_mm: float | None
    in_plane_deviation_mm: float
    gap_positions: tuple[float, ...] = ()


def planes_of(s: Sequence[float], pixel_mm: float = 1.0) -> tuple[list[int], list[float]]:
    """Number the planes that ascending positions lie on: positions closer than rounding share one.

    Rounding is a hundredth of a millimetre, less where pixels are finer than that (micro-CT).
    Returns the plane of each position, and each plane's (mean) position.
    """
    close = min(SPACING_MM, pixel_mm / 4)
    planes: list[Any] = []
    centres: list[Any] = []
    members = 0
    for value in s:
        if centres and value - centres[-1] <= close:
            members += 1
            centres[-1] += (value - centres[-1]) / members
        else:
            centres.append(value)
            members = 1
        planes.append(len(centres) - 1)
    return planes, centres


def stack_of(positions: Sequence[Vector], orientation: Orientation, base_mm: float | None = None) -> Stack:
    """Judge slices given by their positions (LPS mm), which ascend along the normal.

    `base_mm` is a spacing known from elsewhere, such as the complete time points of the same series.
    """
    n = len(positions)
    if n == 1:
        return Stack("single", ("single_slice",), positions[0], orientation.normal, None, 0.0, None, 0.0)
    s = [dot(p, orientation.normal) for p in positions]
    span = s[-1] - s[0]
    mean = span / (n - 1)
    d = [b - a for a, b in pairwise(s)]
    deviation = max(abs(x - mean) for x in d)
    shear, residual = _shear(positions, s, orientation)
    codes: list[str] = []
    if shear > MAX_SHEAR_DEGREES:  # slices side by side rather than one behind the other
        residual, shear = max(residual, IN_PLANE_MM), 0.0
    if residual >= IN_PLANE_MM:
        codes.append("in_plane_jitter")
    sheared = shear > SHEAR_DEGREES
    if sheared:
        codes.append("gantry_tilt")
    base: float | None = mean
    gaps: tuple[float, ...] = ()
    known = base_mm is not None and mean > base_mm + _tolerance(base_mm)
    if deviation > _tolerance(mean) or known:
        base, gaps = _gaps(s, d, base_mm)
        codes.append("irregular_spacing" if base is None else "missing_slices")
    if base is None or residual >= IN_PLANE_MM:
        verdict = "variable_spacing"
    elif gaps:
        verdict = "regular_with_gaps"
    else:
        verdict = "sheared" if sheared else "regular"
    first, last = positions[0], positions[-1]
    step: Vector | None = None
    if verdict in ("regular", "sheared"):
        step = (
            (last[0] - first[0]) / (n - 1),
            (last[1] - first[1]) / (n - 1),
            (last[2] - first[2]) / (n - 1),
        )
    return Stack(
        verdict,
        tuple(codes),
        first,
        step,
        None if verdict == "variable_spacing" else base,
        shear,
        deviation,
        residual,
        gaps if verdict == "regular_with_gaps" else (),
    )


def _tolerance(spacing: float) -> float:
    # A hair above, so that decimal text exactly at the limit stays within it.
    return max(SPACING_RELATIVE * spacing, SPACING_MM) + 1e-9


def _shear(positions: Sequence[Vector], s: Sequence[float], orientation: Orientation) -> tuple[float, float]:
    """Degrees between normal and stacking direction, and the largest distance from a straight line, mm."""
    u = [dot(p, orientation.row) for p in positions]
    v = [dot(p, orientation.column) for p in positions]
    n = len(s)
    mean_s, mean_u, mean_v = sum(s) / n, sum(u) / n, sum(v) / n
    ss = sum((x - mean_s) ** 2 for x in s)
    slope_u = sum((x - mean_s) * (y - mean_u) for x, y in zip(s, u, strict=True)) / ss
    slope_v = sum((x - mean_s) * (y - mean_v) for x, y in zip(s, v, strict=True)) / ss
    residual = max(
        math.hypot(b - mean_u - slope_u * (a - mean_s), c - mean_v - slope_v * (a - mean_s))
        for a, b, c in zip(s, u, v, strict=True)
    )
    return math.degrees(math.atan(math.hypot(slope_u, slope_v))), residual


def _gaps(
    s: Sequence[float], d: Sequence[float], base_mm: float | None
) -> tuple[float | None, tuple[float, ...]]:
    """The base spacing where all steps are whole multiples of it, and the planes that are not there."""
    start = base_mm if base_mm is not None else min(d)
    steps = [round(x / start) for x in d]
    total = sum(steps)
    if min(steps) < 1 or len(s) < SHARE_OF_PLANES * (total + 1):
        return None, ()
    base = (s[-1] - s[0]) / total
    if any(abs(x - m * base) > _tolerance(base) for x, m in zip(d, steps, strict=True)):
        return None, ()
    gaps = [round(s[i] + (s[i + 1] - s[i]) * j / m, 6) for i, m in enumerate(steps) for j in range(1, m)]
    return base, tuple(gaps)
