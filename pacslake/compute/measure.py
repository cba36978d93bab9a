"""Measures to map over a cohort, and the functions on arrays that they are made of.

Functions that take a Volume can be given to `Cohort.map` and to `pacslake map` as they are. Those that take
arrays say shape and unit. First-order features follow the definitions of the Image Biomarker Standardisation
Initiative (IBSI 1, section 3.3 and 3.4): biased moments, excess kurtosis, percentiles by linear interpolation.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = [
    "body_mask",
    "first_order",
    "intensity_features",
    "lung_features",
    "lung_mask",
    "noise",
    "noise_level",
    "volume_features",
    "voxel_size_ml",
]

AIR_TISSUE_HU = -300.0  # between lung or air and soft tissue
LUNG_HU = -500.0
EMPHYSEMA_HU = -950.0


# -- over volumes ------------------------------------------------------------------------------------


def first_order(volume: Any) -> dict[str, float]:
    """First-order features of all voxels of a volume, in its unit."""
    return intensity_features(np.asarray(volume.values()))


def noise(volume: Any) -> dict[str, float | None]:
    """Noise of a volume, in its unit: median over the slices of each slice's noise level."""
    return {"noise": noise_level(_stack(volume))}


def volume_features(volume: Any) -> dict[str, float | int | None]:
    """Mean, spread, noise, number of voxels and the volume of the field of view in ml."""
    values = np.asarray(volume.values(), dtype=np.float64)
    size = voxel_size_ml(volume)
    return {
        "mean": float(values.mean()), "std": float(values.std()), "minimum": float(values.min()),
        "maximum": float(values.max()), "noise": noise_level(_stack(volume)), "n_voxels": int(values.size),
        "field_of_view_ml": size * values.size if size is not None else None,
    }  # fmt: skip


def lung_features(volume: Any) -> dict[str, float | None]:
    """Lung volume (ml), mean density (HU) and share below -950 HU (per cent) of a chest CT."""
    values, size = _stack(volume), voxel_size_ml(volume)
    mask = lung_mask(values)
    inside = values[mask]
    return {
        "lung_ml": float(mask.sum()) * size if size is not None else None,
        "mean_density_hu": float(inside.mean()) if inside.size else None,
        "below_950_percent": 100 * float((inside < EMPHYSEMA_HU).mean()) if inside.size else None,
    }


def voxel_size_ml(volume: Any) -> float | None:
    """The volume of a voxel in ml from the exact affine; None where the slice spacing is unknown."""
    # A lone slice has an affine, but no slice spacing: its third column only gives the direction.
    if volume.affine_lps is None or getattr(volume, "verdict", None) == "single":
        return None
    return abs(float(np.linalg.det(np.asarray(volume.affine_lps, dtype=float).reshape(4, 4)[:3, :3]))) / 1000


def _stack(volume: Any) -> np.ndarray:
    """Values as (slice, row, column); of a volume with more axes the first of each leading one."""
    values = np.asarray(volume.values())
    while values.ndim > 3:
        values = values[0]
    return values


# -- on arrays ---------------------------------------------------------------------------------------


def intensity_features(values: np.ndarray, mask: np.ndarray | None = None) -> dict[str, float]:
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
    mean, variance = float(x.mean()), float(x.var())
    spread = float(np.sqrt(variance))
    standard = (x - mean) / spread if spread else np.zeros_like(x)
    robust = x[(x >= p10) & (x <= p90)]
    return {
        "mean": mean, "variance": variance, "skewness": float((standard**3).mean()),
        "excess_kurtosis": float((standard**4).mean()) - 3 if spread else 0.0, "median": median,
        "minimum": float(x.min()), "p10": p10, "p90": p90, "maximum": float(x.max()),
        "interquartile_range": q3 - q1, "range": float(x.max() - x.min()),
        "mean_absolute_deviation": float(np.abs(x - mean).mean()),
        "robust_mean_absolute_deviation": float(np.abs(robust - robust.mean()).mean()),
        "median_absolute_deviation": float(np.abs(x - median).mean()),
        "coefficient_of_variation": spread / mean if mean else float("nan"),
        "quartile_coefficient_of_dispersion": (q3 - q1) / (q3 + q1) if q3 + q1 else float("nan"),
        "energy": float((x**2).sum()), "root_mean_square": float(np.sqrt((x**2).mean())),
    }  # fmt: skip


def noise_level(values: np.ndarray) -> float | None:
    """Standard deviation of the noise of a stack (slice, row, column), in its unit.

    Per slice by Immerkaer's method: a difference of two Laplacians is blind to flat and to evenly rising parts.
    Then the median over the slices. None where a slice is smaller than 3 x 3.
    """
    from scipy.ndimage import convolve

    if min(values.shape[-2:]) < 3:
        return None
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float64)
    levels = [
        float(np.sqrt(np.pi / 2) * np.abs(convolve(plane.astype(np.float64), kernel)[1:-1, 1:-1]).mean() / 6)
        for plane in values.reshape(-1, *values.shape[-2:])
    ]
    return float(np.median(levels))


def body_mask(values_hu: np.ndarray) -> np.ndarray:
    """The body in a CT (slice, row, column) of HU: the largest piece above air, its holes filled slice by slice."""
    from scipy.ndimage import binary_fill_holes, binary_opening

    solid = values_hu > AIR_TISSUE_HU
    # Opening within the plane cuts the table off the back; between slices it would eat thin stacks.
    body = _largest(binary_opening(solid, np.ones((1, 3, 3))))
    filled: np.ndarray = np.stack([binary_fill_holes(plane) for plane in body])
    return filled


def lung_mask(values_hu: np.ndarray) -> np.ndarray:
    """The lungs in a chest CT (slice, row, column) of HU: large air spaces inside the body.

    One or two pieces; airways that touch them are included. Empty where there are none.
    """
    from scipy.ndimage import binary_closing, label

    air = (values_hu < LUNG_HU) & body_mask(values_hu)
    pieces, n = label(air)
    if not n:
        return np.zeros(values_hu.shape, dtype=bool)
    sizes = np.bincount(pieces.ravel())[1:]
    order = np.argsort(-sizes, kind="stable")
    # The second lung counts where it is not a small fraction of the first: bowel gas is.
    keep = [i + 1 for i in order[:2] if sizes[i] >= 0.1 * sizes[order[0]]]
    closed: np.ndarray = binary_closing(np.isin(pieces, keep), np.ones((1, 3, 3))) & body_mask(values_hu)
    return closed


def _largest(mask: np.ndarray) -> np.ndarray:
    from scipy.ndimage import label

    pieces, n = label(mask)
    if n < 2:
        return mask
    largest: np.ndarray = pieces == 1 + int(np.bincount(pieces.ravel())[1:].argmax())
    return largest
