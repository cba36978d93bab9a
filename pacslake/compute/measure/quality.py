"""How good an image is: noise, sharpness, contrast, and faults of a stack. Arrays are (slice, row, column)."""

from __future__ import annotations

import numpy as np

from pacslake.compute.measure.intensity import Features

__all__ = ["noise_level", "quality_features"]


def noise_level(values: np.ndarray) -> float | None:
    """Standard deviation of the noise of a stack (slice, row, column), in its unit.

    Per slice by Immerkaer's method: a difference of two Laplacians is blind to flat and to evenly rising parts.
    Then the median over the slices. None where a slice is smaller than 3 x 3.
    """
    if min(values.shape[-2:]) < 3:
        return None
    levels = [_plane_noise(plane) for plane in values.reshape(-1, *values.shape[-2:])]
    return float(np.median(levels))


def _plane_noise(plane: np.ndarray) -> float:
    # The kernel [[1, -2, 1], [-2, 4, -2], [1, -2, 1]] is a second difference along rows, then along columns.
    rows = plane[:-2].astype(np.float32) - 2 * plane[1:-1].astype(np.float32) + plane[2:]
    both = rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:]
    return float(np.sqrt(np.pi / 2) * np.abs(both).mean(dtype=np.float64) / 6)


def quality_features(values: np.ndarray) -> Features:
    """Image-quality measures of a stack (slice, row, column).

    - `noise`: see `noise_level`; `signal_to_noise`: mean of the foreground over it.
    - `foreground_fraction`: share of voxels above Otsu's threshold.
    - `contrast`: foreground's mean less the background's; `contrast_to_noise`: over the noise.
    - `sharpness`: 95th percentile of the in-plane gradient per pixel, as a share of the range from p01 to p99.
    - `slice_jump`: largest step between the means of neighbouring slices over the median step (a missing or
      displaced slice stands out); None below three slices or where the median is 0.
    - `n_blank_slices`, `n_repeated_slices`: slices of one value, and slices equal to the one before.
    """
    from skimage.filters import threshold_otsu

    x = np.asarray(values, dtype=np.float32)
    noise = noise_level(x)
    low, high = (float(v) for v in np.percentile(x, (1, 99)))
    foreground = x > threshold_otsu(x) if x.max() > x.min() else np.zeros(x.shape, bool)
    out: Features = {"noise": noise, "foreground_fraction": float(foreground.mean())}
    signal = float(x[foreground].mean(dtype=np.float64)) if foreground.any() else None
    contrast = signal - float(x[~foreground].mean(dtype=np.float64)) if signal is not None else None
    out |= {
        "contrast": contrast,
        "signal_to_noise": signal / noise if signal is not None and noise else None,
        "contrast_to_noise": contrast / noise if contrast is not None and noise else None,
        "sharpness": _sharpness(x) / (high - low) if high > low and min(x.shape[-2:]) > 1 else None,
    }
    return out | _stack_faults(x)


def _sharpness(x: np.ndarray) -> float:
    steep = [float(np.percentile(np.hypot(*np.gradient(plane)), 95)) for plane in x]
    return float(np.median(steep))


def _stack_faults(x: np.ndarray) -> Features:
    means = x.mean(axis=(1, 2), dtype=np.float64)
    steps = np.abs(np.diff(means))
    usual = float(np.median(steps)) if len(steps) > 1 else 0.0
    return {
        "slice_jump": float(steps.max()) / usual if usual else None,
        "n_blank_slices": int(sum(plane.min() == plane.max() for plane in x)),
        "n_repeated_slices": int(sum(np.array_equal(a, b) for a, b in zip(x[1:], x[:-1], strict=True))),
    }
