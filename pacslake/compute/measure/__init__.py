"""Measures to map over a cohort, and the functions on arrays that they are made of.

Functions of a Volume (`volumes`) can be given to `Cohort.map` and to `pacslake map` as they are; `segment_features`
gives IBSI features of each segment on a volume. The others take arrays and say shape and unit. Features have the
names of the Image Biomarker Standardisation Initiative (IBSI 1) and its published values on its digital phantom.
"""

from __future__ import annotations

from pacslake.compute.measure.intensity import (
    discretise,
    histogram_features,
    intensity_features,
    intensity_volume_features,
)
from pacslake.compute.measure.masks import body_mask, lung_mask
from pacslake.compute.measure.quality import noise_level, quality_features
from pacslake.compute.measure.shape import shape_features
from pacslake.compute.measure.texture import texture_features
from pacslake.compute.measure.volumes import (
    body_features,
    first_order,
    image_quality,
    lung_features,
    noise,
    region_features,
    segment_features,
    volume_features,
    voxel_size_ml,
)

__all__ = [
    "body_features",
    "body_mask",
    "discretise",
    "first_order",
    "histogram_features",
    "image_quality",
    "intensity_features",
    "intensity_volume_features",
    "lung_features",
    "lung_mask",
    "noise",
    "noise_level",
    "quality_features",
    "region_features",
    "segment_features",
    "shape_features",
    "texture_features",
    "volume_features",
    "voxel_size_ml",
]
