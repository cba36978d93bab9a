"""Features of intensities: first-order statistics and those of the histogram of grey levels.

Definitions and names are those of the Image Biomarker Standardisation Initiative (IBSI 1, sections 3.3 and 3.4):
biased moments, excess kurtosis, percentiles by linear interpolation. None stands where a feature is not defined.
"""

from __future__ import annotations

import numpy as np

__all__ = [
    "Features",
    "discretise",
    "histogram_features",
    "intensity_features",
    "intensity_volume_features",
]

Features = dict[str, float | None]


def intensity_features(values: np.ndarray, mask: np.ndarray | None = None) -> Features:
    """First-order features by their IBSI names, of the voxels in the mask (or all), any shape.

    Raises:
        ValueError: no voxel is left.

    >>> intensity_features(np.array([1.0, 2.0, 3.0, 4.0]))["variance"]
    1.25
    """
    x = np.asarray(values, dtype=np.float64)
    x = x.ravel() if mask is None else x[np.asarray(mask) > 0]
    if not x.size:
        raise ValueError("there is no voxel to measure: the mask is empty")
    p10, q1, median, q3, p90 = (float(v) for v in np.percentile(x, (10, 25, 50, 75, 90)))
    return {
        **_moments(x), "median": median, "minimum": float(x.min()), "p10": p10, "p90": p90,
        "maximum": float(x.max()), "interquartile_range": q3 - q1, "range": float(x.max() - x.min()),
        **_deviations(x, median, p10, p90),
        "quartile_coefficient_of_dispersion": (q3 - q1) / (q3 + q1) if q3 + q1 else None,
        "energy": float((x**2).sum()), "root_mean_square": float(np.sqrt((x**2).mean())),
    }  # fmt: skip


def _moments(x: np.ndarray) -> Features:
    mean, variance = float(x.mean()), float(x.var())
    spread = float(np.sqrt(variance))
    standard = (x - mean) / spread if spread else np.zeros_like(x)
    return {
        "mean": mean, "variance": variance, "skewness": float((standard**3).mean()),
        "excess_kurtosis": float((standard**4).mean()) - 3 if spread else 0.0,
        "coefficient_of_variation": spread / mean if mean else None,
    }  # fmt: skip


def _deviations(x: np.ndarray, median: float, p10: float, p90: float) -> Features:
    robust = x[(x >= p10) & (x <= p90)]
    return {
        "mean_absolute_deviation": float(np.abs(x - x.mean()).mean()),
        "robust_mean_absolute_deviation": float(np.abs(robust - robust.mean()).mean())
        if robust.size
        else None,
        "median_absolute_deviation": float(np.abs(x - median).mean()),
    }


def intensity_volume_features(
    values: np.ndarray, mask: np.ndarray | None = None, *, step: float | None = None
) -> Features:
    """Features of the intensity-volume histogram: which share of the region is at least so bright (IBSI 1, section 3.5).

    Args:
        values: any shape, in the image's unit.
        mask: same shape; voxels above 0 count.
        step: of the histogram's axis, from the smallest value up; None: 1 for whole numbers (as IBSI has it for CT),
            else a thousandth of the range (as it has it where the unit means nothing).

    Raises:
        ValueError: no voxel is left, or a step that is not above 0.
    """
    x = np.asarray(values)
    x = np.sort(x.ravel() if mask is None else x[np.asarray(mask) > 0]).astype(np.float64)
    if not x.size:
        raise ValueError("there is no voxel to measure: the mask is empty")
    span = float(x[-1] - x[0])
    if step is None:
        step = 1.0 if bool((x == np.floor(x)).all()) and span else span / 1000 or 1.0
    if not step > 0:
        raise ValueError("the step of the histogram's axis must be above 0")
    axis = x[0] + step * np.arange(int(round(span / step, 6)) + 1)
    share = 1 - np.searchsorted(x, axis, side="left") / x.size
    fraction = (axis - x[0]) / span if span else np.zeros(1)

    def volume_at(wanted: float) -> float:
        at = np.flatnonzero(fraction >= wanted - 1e-9)
        return float(share[at[0]]) if at.size else 0.0

    def intensity_at(wanted: float) -> float:
        at = np.flatnonzero(share <= wanted + 1e-9)
        return float(axis[at[0]]) if at.size else float(axis[-1] + step)  # IBSI: the level beyond the last

    v10, v90, i10, i90 = volume_at(0.1), volume_at(0.9), intensity_at(0.1), intensity_at(0.9)
    return {
        "ivh_volume_fraction_at_10_percent_intensity": v10, "ivh_volume_fraction_at_90_percent_intensity": v90,
        "ivh_intensity_at_10_percent_volume": i10, "ivh_intensity_at_90_percent_volume": i90,
        "ivh_volume_fraction_difference": v10 - v90, "ivh_intensity_difference": i10 - i90,
    }  # fmt: skip


def discretise(
    values: np.ndarray, mask: np.ndarray, *, bin_width: float | None = None, bins: int | None = None
) -> np.ndarray:
    """Grey levels from 1 up inside the mask and 0 outside, as int32 of the same shape (IBSI 1, section 2.7).

    Args:
        values: any shape, in the image's unit.
        mask: same shape; voxels above 0 count.
        bin_width: bins of this width from the smallest value up (fixed bin size).
        bins: so many bins between the smallest and the largest value (fixed bin number).

    Raises:
        ValueError: an empty mask, neither or both of the two, or a width or number that is not above 0.

    >>> discretise(np.array([0.0, 24.0, 25.0, 60.0]), np.ones(4), bin_width=25).tolist()
    [1, 1, 2, 3]
    """
    inside = np.asarray(mask) > 0
    if not inside.any():
        raise ValueError("there is no voxel to measure: the mask is empty")
    if (bin_width is None) == (bins is None) or not (bin_width or bins or 0) > 0:
        raise ValueError("give bin_width or bins, above 0, and not both")
    x = np.asarray(values, dtype=np.float64)[inside]
    low, high = float(x.min()), float(x.max())
    if bin_width is not None:
        found = np.floor((x - low) / bin_width) + 1
    else:
        assert bins is not None
        found = (
            np.ones_like(x)
            if high == low
            else np.minimum(np.floor(bins * (x - low) / (high - low)) + 1, bins)
        )
    levels = np.zeros(inside.shape, np.int32)
    levels[inside] = found.astype(np.int32)
    return levels


def histogram_features(levels: np.ndarray) -> Features:
    """What the histogram of grey levels adds to the first-order features (IBSI 1, section 3.4).

    Args:
        levels: from 1 up inside the region, 0 outside, any shape; see `discretise`.
    """
    x = np.asarray(levels)[np.asarray(levels) > 0]
    if not x.size:
        raise ValueError("there is no voxel to measure: all levels are 0")
    counts = np.bincount(x)[1:].astype(np.float64)
    share = counts[counts > 0] / x.size
    # The mode nearest to the mean where several levels are commonest (IBSI AMMC).
    modes = np.flatnonzero(counts == counts.max()) + 1
    out: Features = {
        "histogram_mode": float(modes[np.abs(modes - x.mean()).argmin()]),
        "histogram_entropy": float(-(share * np.log2(share)).sum()) + 0.0,
        "histogram_uniformity": float((share**2).sum()),
    }
    gradient = np.gradient(counts) if counts.size > 1 else np.zeros(1)
    for name, at in (("maximum", int(gradient.argmax())), ("minimum", int(gradient.argmin()))):
        out[f"{name}_histogram_gradient"] = float(gradient[at])
        out[f"{name}_histogram_gradient_level"] = float(at + 1)
    return out
