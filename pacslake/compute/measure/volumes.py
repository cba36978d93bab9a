"""Functions of one Volume, to map over a cohort as they are or with `functools.partial`."""

from __future__ import annotations

from typing import Any

import numpy as np

from pacslake.compute.measure.intensity import (
    Features,
    discretise,
    histogram_features,
    intensity_features,
    intensity_volume_features,
)
from pacslake.compute.measure.masks import body_mask, lung_mask
from pacslake.compute.measure.quality import noise_level, quality_features
from pacslake.compute.measure.shape import shape_features
from pacslake.compute.measure.texture import texture_features

__all__ = [
    "body_features",
    "first_order",
    "image_quality",
    "lung_features",
    "noise",
    "region_features",
    "segment_features",
    "volume_features",
    "voxel_size_ml",
]

EMPHYSEMA_HU = -950.0


def first_order(volume: Any) -> Features:
    """First-order features of all voxels of a volume, in its unit."""
    return intensity_features(np.asarray(volume.values()))


def noise(volume: Any) -> Features:
    """Noise of a volume, in its unit: median over the slices of each slice's noise level."""
    return {"noise": noise_level(_stack(volume))}


def image_quality(volume: Any) -> Features:
    """Image-quality measures of a volume; see `quality.quality_features`."""
    return quality_features(_stack(volume))


def volume_features(volume: Any) -> Features:
    """Mean, spread, noise, number of voxels and the volume of the field of view in ml."""
    values = np.asarray(volume.values())
    size = voxel_size_ml(volume)
    return {
        "mean": float(values.mean(dtype=np.float64)), "std": float(values.std(dtype=np.float64)),
        "minimum": float(values.min()), "maximum": float(values.max()), "noise": noise_level(_first(values)),
        "n_voxels": int(values.size), "field_of_view_ml": size * values.size if size is not None else None,
    }  # fmt: skip


def lung_features(volume: Any) -> Features:
    """Lung volume (ml), mean density (HU) and share below -950 HU (per cent) of a chest CT."""
    values, size = _stack(volume), voxel_size_ml(volume)
    mask = lung_mask(values)
    inside = values[mask]
    return {
        "lung_ml": float(mask.sum()) * size if size is not None else None,
        "mean_density_hu": float(inside.mean()) if inside.size else None,
        "below_950_percent": 100 * float((inside < EMPHYSEMA_HU).mean()) if inside.size else None,
    }


def body_features(volume: Any) -> Features:
    """Volume of the body in the field of view (ml) and its mean density (HU), of a CT."""
    values, size = _stack(volume), voxel_size_ml(volume)
    inside = values[body_mask(values)]
    return {
        "body_ml": float(inside.size) * size if size is not None else None,
        "mean_density_hu": float(inside.mean()) if inside.size else None,
    }


def segment_features(volume: Any, *, bin_width: float = 25.0) -> list[dict[str, Any]]:
    """IBSI features of every segment and region of interest that the catalogue ties to this volume.

    Returns:
        One row for each that has a voxel: `region_id` (segment_id or roi_id), `label`, and the features.
    """
    rows = volume.lake.rows(
        "SELECT segment_id, SegmentLabel FROM segment WHERE volume_id = ? "
        "UNION ALL SELECT roi_id, ROIName FROM roi WHERE volume_id = ? ORDER BY 1",
        [volume.volume_id] * 2,
    )
    found = []
    for region_id, label in rows:
        mask = np.asarray(volume.mask(region_id))
        if mask.any():
            features = region_features(volume, mask, bin_width=bin_width)
            found.append({"region_id": region_id, "label": label, **features})
    return found


def region_features(volume: Any, mask: np.ndarray, *, bin_width: float = 25.0) -> Features:
    """Shape, first-order, histogram and texture features of a region, by IBSI names.

    Args:
        volume: a Volume with even slices.
        mask: (slice, row, column) on its grid.
        bin_width: of the grey levels for histogram and texture, in the volume's unit.

    Raises:
        ValueError: an empty mask, or a volume whose voxels have no one size.
    """
    spacing = volume.spacing_mm
    if volume.verdict != "regular" or spacing is None or None in spacing:
        raise ValueError(
            f"shape and texture need voxels of one size, and this volume is {volume.verdict}; "
            "measure volume.to_regular() with shape_features and texture_features"
        )
    values = _stack(volume)
    levels = discretise(values, mask, bin_width=bin_width)
    return {
        **shape_features(mask, spacing, values), **intensity_features(values, mask),
        **intensity_volume_features(values, mask), **histogram_features(levels),
        **texture_features(levels),
    }  # fmt: skip


def voxel_size_ml(volume: Any) -> float | None:
    """The volume of a voxel in ml from the exact affine; None where the slice spacing is unknown."""
    # A lone slice has an affine, but no slice spacing: its third column only gives the direction.
    if volume.affine_lps is None or getattr(volume, "verdict", None) == "single":
        return None
    return abs(float(np.linalg.det(np.asarray(volume.affine_lps, dtype=float).reshape(4, 4)[:3, :3]))) / 1000


def _stack(volume: Any) -> np.ndarray:
    """Values as (slice, row, column); of a volume with more axes the first of each leading one."""
    return _first(np.asarray(volume.values()))


def _first(values: np.ndarray) -> np.ndarray:
    while values.ndim > 3:
        values = values[0]
    return values
