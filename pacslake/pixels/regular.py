"""Regular grids out of stacks that are not: gaps filled and masked, shear undone, steps made even.

Only on request: the volume itself always holds the slices that exist, where they are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.errors import UsageError

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import SimpleITK

__all__ = ["RegularGrid", "Run", "find_runs", "regular_grid"]


@dataclass(frozen=True)
class RegularGrid:
    """A filled grid with even steps at right angles.

    Attributes:
        values: (slice, row, column) in the volume's unit; `fill` where nothing was measured.
        mask: same shape, True where a measured slice gave the value, or both neighbours of it.
        affine_lps: (4, 4) exact for every voxel of this grid.
        spacing_mm: (slice, row, column).
        how: what was done: `copied`, `gaps_filled`, `sheared_back`, `resampled`.
    """

    values: np.ndarray
    mask: np.ndarray
    affine_lps: np.ndarray
    spacing_mm: tuple[float, float, float]
    how: str
    unit: str | None = None

    def to_sitk(self) -> SimpleITK.Image:
        """The values as a SimpleITK image."""
        from pacslake.pixels.interop import to_sitk

        return to_sitk(self.values, self.affine_lps)

    def to_nifti(self, path: str | os.PathLike[str]) -> Path:
        """The values as a NIfTI file."""
        from pacslake.pixels.interop import to_nifti

        return to_nifti(self.values, self.affine_lps, path, description=f"regular grid, {self.how}")


@dataclass(frozen=True, slots=True)
class Run:
    """Slices `start` to `stop` (excluded) of a stack, with one spacing; it is None for a lone slice."""

    start: int
    stop: int
    spacing_mm: float | None


def find_runs(positions: Sequence[float]) -> list[Run]:
    """Regular runs of a stack, in order; they share their border slices.

    Args:
        positions: of the slices along the normal, ascending, mm.

    Steps are one spacing while they stay within 1 % and 0.01 mm of the run's first.
    """
    n = len(positions)
    if n < 2:
        return [Run(0, n, None)] if n else []
    steps = [b - a for a, b in itertools.pairwise(positions)]
    runs: list[Run] = []
    start = 0
    for i, step in enumerate(steps):
        base = steps[start]
        if abs(step - base) > max(0.01 * base, 0.01):
            runs.append(Run(start, i + 1, (positions[i] - positions[start]) / (i - start)))
            start = i
    runs.append(Run(start, n, (positions[-1] - positions[start]) / (n - 1 - start)))
    return runs


def regular_grid(
    values: np.ndarray,
    positions: np.ndarray,
    drift: np.ndarray,
    *,
    spacing: float,
    origin: np.ndarray,
    direction: np.ndarray,
    pixel_spacing: tuple[float, float],
    fill: float | None,
    interpolate: bool,
    unit: str | None = None,
) -> RegularGrid:
    """Lay slices onto an even grid at right angles to their planes.

    Args:
        values: (slice, row, column).
        positions: of the slices along the normal, mm.
        drift: (slice, 2): how far each slice lies from the line along the normal through the first one,
            in rows and columns.
        spacing: of the new grid, mm.
        origin: of the first voxel, LPS mm.
        direction: (3, 3) with rows: along a row, along a column, the normal.
        pixel_spacing: between rows, between columns, mm.
        fill: for voxels that nothing measured; None: NaN, and the grid is float32.
        interpolate: between neighbouring slices linearly; otherwise a plane is a slice or empty.
    """
    if spacing <= 0:
        raise UsageError(f"a slice spacing of {spacing} mm is not possible")
    straight, inside = _undo_drift(values, drift, fill)
    n = round((positions[-1] - positions[0]) / spacing) + 1
    if interpolate:
        n = int(np.floor((positions[-1] - positions[0]) / spacing + 1e-6)) + 1
    targets = positions[0] + spacing * np.arange(n)
    dtype: np.dtype[Any] = np.dtype(np.float32) if fill is None or interpolate else straight.dtype
    out = np.full((n, *values.shape[1:]), np.nan if fill is None else fill, dtype)
    mask = np.zeros(out.shape, bool)
    for k, p in enumerate(targets):
        nearest = int(np.argmin(np.abs(positions - p)))
        if abs(positions[nearest] - p) <= max(0.02 * spacing, 0.01):
            out[k] = straight[nearest]
            mask[k] = inside[nearest]
        elif interpolate:
            above = int(np.searchsorted(positions, p))
            weight = (p - positions[above - 1]) / (positions[above] - positions[above - 1])
            out[k] = (1 - weight) * straight[above - 1].astype(np.float32) + weight * straight[above]
            mask[k] = inside[above - 1] & inside[above]
            if fill is not None:
                out[k][~mask[k]] = fill
    affine = np.eye(4)
    affine[:3, 0] = direction[0] * pixel_spacing[1]
    affine[:3, 1] = direction[1] * pixel_spacing[0]
    affine[:3, 2] = direction[2] * spacing
    affine[:3, 3] = origin
    drifted = bool(np.abs(drift).max(initial=0) > 1e-3)
    how = (
        "resampled"
        if interpolate
        else "sheared_back"
        if drifted
        else "gaps_filled"
        if n != len(values)
        else "copied"
    )
    return RegularGrid(out, mask, affine, (spacing, *pixel_spacing), how, unit)


def _undo_drift(values: np.ndarray, drift: np.ndarray, fill: float | None) -> tuple[np.ndarray, np.ndarray]:
    """Move slices in their plane by whole and part pixels, linearly; what comes from outside is `fill`."""
    inside = np.ones(values.shape, bool)
    if np.abs(drift).max(initial=0) <= 1e-3:
        return values, inside
    from scipy import ndimage

    out = np.empty(values.shape, np.float32)
    rows, columns = values.shape[1:]
    for k, (down, right) in enumerate(drift):
        empty = np.nan if fill is None else fill
        out[k] = ndimage.shift(
            values[k].astype(np.float32), (down, right), order=1, mode="constant", cval=empty
        )
        r, c = np.arange(rows) - down, np.arange(columns) - right
        good = ((r >= 0) & (r <= rows - 1))[:, None] & ((c >= 0) & (c <= columns - 1))[None, :]
        inside[k] = good
        out[k][~good] = empty
    return out, inside
