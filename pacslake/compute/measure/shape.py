"""Size and form of a region, by the names of IBSI 1, section 3.1; lengths in mm.

The surface is the mesh that marching cubes draw halfway between voxels inside and outside (scikit-image), axes are
those of a principal component analysis of the voxel centres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from pacslake.compute.measure.intensity import Features
from pacslake.compute.measure.neighbours import autocorrelation_features

__all__ = ["shape_features"]


def shape_features(
    mask: np.ndarray, spacing_mm: Sequence[float], values: np.ndarray | None = None
) -> Features:
    """Volume (mm3), surface (mm2), lengths (mm) and ratios of a region.

    Args:
        mask: (slice, row, column); voxels above 0 are the region.
        spacing_mm: between slices, between rows, between columns.
        values: same shape; adds the features that weigh places by intensity.

    Raises:
        ValueError: the region is empty.
    """
    inside = _cropped(np.asarray(mask) > 0)
    if inside is None:
        raise ValueError("there is no voxel to measure: the mask is empty")
    box, region = inside
    step = np.asarray(spacing_mm, dtype=np.float64)
    centres = np.argwhere(region) * step
    volume, area, vertices = _mesh(region, step)
    out: Features = {
        "volume_mesh": volume, "volume_voxel_counting": float(region.sum() * step.prod()), "surface_area": area,
        **_roundness(volume, area), **_axes(centres, volume, area), **_boxes(vertices, volume, area),
    }  # fmt: skip
    if values is not None:
        inside_box = np.asarray(values)[box]
        weights = inside_box[region].astype(np.float64)
        total = float(weights.sum())
        shift = centres.mean(0) - (weights[:, None] * centres).sum(0) / total if total else None
        out["centre_of_mass_shift"] = float(np.linalg.norm(shift)) if shift is not None else None
        out["integrated_intensity"] = volume * float(weights.mean())
        out.update(autocorrelation_features(inside_box, region, spacing_mm))
    return out


def _cropped(mask: np.ndarray) -> tuple[tuple[slice, ...], np.ndarray] | None:
    """The box around the region, and the mask in it: a lesion in a large volume costs what the lesion does."""
    found = []
    for axis in range(mask.ndim):
        used = np.flatnonzero(mask.any(axis=tuple(i for i in range(mask.ndim) if i != axis)))
        if not used.size:
            return None
        found.append(slice(int(used[0]), int(used[-1]) + 1))
    box = tuple(found)
    return box, mask[box]


def _mesh(region: np.ndarray, step: np.ndarray) -> tuple[float, float, np.ndarray]:
    """Volume, surface area and vertices (n, 3) of the closed mesh around the region."""
    from skimage.measure import marching_cubes, mesh_surface_area

    vertices, faces, _, _ = marching_cubes(np.pad(region, 1).astype(np.float32), 0.5, spacing=tuple(step))
    corners = vertices[faces].astype(np.float64)
    signed = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6
    return abs(float(signed.sum())), float(mesh_surface_area(vertices, faces)), vertices.astype(np.float64)


def _roundness(volume: float, area: float) -> Features:
    sphere = (36 * math.pi * volume**2) ** (1 / 3)  # the surface of a ball of this volume
    return {
        "surface_to_volume_ratio": area / volume, "compactness_1": volume / (math.sqrt(math.pi) * area**1.5),
        "compactness_2": 36 * math.pi * volume**2 / area**3, "spherical_disproportion": area / sphere,
        "sphericity": sphere / area, "asphericity": (area**3 / (36 * math.pi * volume**2)) ** (1 / 3) - 1,
    }  # fmt: skip


def _axes(centres: np.ndarray, volume: float, area: float) -> Features:
    """Lengths of the principal axes, and how well the ellipsoid on them fits."""
    variances = np.linalg.eigvalsh(np.cov(centres.T)) if len(centres) > 1 else np.zeros(3)
    least, minor, major = (4 * math.sqrt(max(0.0, float(v))) for v in variances)
    out: Features = {
        "major_axis_length": major, "minor_axis_length": minor, "least_axis_length": least,
        "elongation": minor / major if major else None, "flatness": least / major if major else None,
        "volume_density_aee": None, "area_density_aee": None,
    }  # fmt: skip
    a, b, c = major / 2, minor / 2, least / 2
    if c > 0:
        out["volume_density_aee"] = 3 * volume / (4 * math.pi * a * b * c)
        out["area_density_aee"] = area / _ellipsoid_area(a, b, c)
    return out


def _ellipsoid_area(a: float, b: float, c: float) -> float:
    """IBSI's series for the surface of an ellipsoid (RDD2), of half axes a >= b >= c, to degree 20.

    It is what the published value rests on. The true surface of an ellipsoid is some per cent larger where the axes
    differ much.
    """
    alpha2, beta2 = 1 - (b / a) ** 2, 1 - (c / a) ** 2
    # q is (alpha beta)^n P_n(x) with Legendre's P_n, by its recurrence: P_n alone has no value where alpha is 0.
    before, q, total = 0.0, 1.0, 0.0
    for n in range(21):
        total += q / (1 - 4 * n * n)
        before, q = q, ((2 * n + 1) * (alpha2 + beta2) / 2 * q - n * alpha2 * beta2 * before) / (n + 1)
    return 4 * math.pi * a * b * total


def _boxes(vertices: np.ndarray, volume: float, area: float) -> Features:
    """How much of the axis-aligned box and of the convex hull is filled; the longest distance."""
    from scipy.spatial import ConvexHull
    from scipy.spatial.distance import pdist

    hull = ConvexHull(vertices)
    x, y, z = (float(n) for n in np.ptp(vertices, axis=0))
    return {
        "maximum_3d_diameter": float(pdist(vertices[hull.vertices]).max()),
        "volume_density_aabb": volume / (x * y * z), "area_density_aabb": area / (2 * (x * y + y * z + z * x)),
        "volume_density_convex_hull": volume / float(hull.volume),
        "area_density_convex_hull": area / float(hull.area),
    }  # fmt: skip
