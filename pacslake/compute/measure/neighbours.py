"""How much voxels near each other are alike: Moran's I and Geary's C (IBSI 1, section 3.1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pacslake.compute.measure.intensity import Features

__all__ = ["MAX_BOX_VOXELS", "autocorrelation_features"]

MAX_BOX_VOXELS = 4_000_000
"""Of the box around a region: all pairs of voxels count, and their sums take about 120 bytes a voxel of it."""


def autocorrelation_features(values: np.ndarray, region: np.ndarray, spacing_mm: Sequence[float]) -> Features:
    """Moran's I and Geary's C with the inverse distance as weight.

    Args:
        values: any unit, (slice, row, column), best cut to the box around the region.
        region: same shape, bool.
        spacing_mm: between slices, between rows, between columns.

    None where all values are equal, for a single voxel, and where the box holds more than `MAX_BOX_VOXELS`.
    """
    n = int(region.sum())
    nothing: Features = {"morans_i": None, "gearys_c": None}
    if n < 2 or region.size > MAX_BOX_VOXELS:
        return nothing
    apart = np.where(
        region, np.asarray(values, dtype=np.float64) - values[region].mean(dtype=np.float64), 0.0
    )
    spread = float((apart**2).sum())
    if not spread:
        return nothing
    # The sum over all pairs is one over the offsets between voxels, each weighed with how often (or with what
    # product of values) it occurs: correlations, for which the Fourier transform spares the n^2 pairs.
    shape = [2 * size for size in region.shape]  # room for every offset without wrapping around
    ones, own, squares = (np.fft.rfftn(a, shape) for a in (region.astype(np.float64), apart, apart**2))
    weight = _inverse_distance(shape, spacing_mm)

    def weighed(a: np.ndarray, b: np.ndarray) -> float:
        return float((np.fft.irfftn(a * b.conj(), shape) * weight).sum())

    total, products = weighed(ones, ones), weighed(own, own)
    return {
        "morans_i": n / total * products / spread,
        "gearys_c": (n - 1) / (2 * total) * 2 * (weighed(squares, ones) - products) / spread,
    }


def _inverse_distance(shape: Sequence[int], spacing_mm: Sequence[float]) -> np.ndarray:
    """1/mm for each offset, as a Fourier transform orders them; 0 for none: a voxel is no neighbour of its own."""
    squared = np.zeros(())
    for axis, (size, step) in enumerate(zip(shape, spacing_mm, strict=True)):
        offsets = np.fft.fftfreq(size, 1 / size) * step
        squared = squared + (offsets**2).reshape([-1 if i == axis else 1 for i in range(len(shape))])
    with np.errstate(divide="ignore"):
        weight: np.ndarray = 1 / np.sqrt(squared)
    weight.flat[0] = 0.0
    return weight
