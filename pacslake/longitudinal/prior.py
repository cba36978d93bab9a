"""The prior volume on the current one's grid, slab by slab: no more is read or computed than is looked at."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.errors import VolumeError

if TYPE_CHECKING:
    import dask.array

__all__ = ["lazy_prior"]

_MARGIN = 2  # slices of the prior beyond those that a slab reaches, for interpolation
_PROBES = 9  # points along each edge of a slab that are mapped to see what it reaches


def lazy_prior(stored: Any, slices: int) -> dask.array.Array:
    """See `StoredRegistration.lazy`."""
    import dask.array as da

    fixed, moving = stored._volumes()
    for volume in (fixed, moving):
        if volume.verdict != "regular":
            raise VolumeError(
                f"volume {volume.volume_id} is {volume.verdict}: its slices are not one step apart, so slabs of it "
                "cannot be brought over one by one; use resampled(), which makes them even first",
                volume.reason_codes,
            )
    depth, rows, columns = fixed.shape[-3:]
    chunks = (tuple(min(slices, depth - k) for k in range(0, depth, slices)), (rows,), (columns,))
    return da.map_blocks(
        functools.partial(_slab, stored), chunks=chunks, dtype=np.float32, meta=np.empty((0, 0, 0), np.float32),
        name=f"prior-{stored.registration_id}-{slices}",
    )  # fmt: skip


def _slab(stored: Any, block_info: Any = None) -> np.ndarray:
    """Slices k0..k1 of the current grid, with the prior's values."""
    import SimpleITK as sitk

    from pacslake.pixels.interop import to_sitk

    (k0, k1), _, _ = block_info[None]["array-location"]
    fixed, moving = stored._volumes()
    rows, columns = fixed.shape[-2:]
    grid = _from(_affine(fixed), k0)
    transform = stored.transform()
    reached = _reached(transform, grid, (k1 - k0, rows, columns), _affine(moving))
    low = max(0, int(np.floor(reached.min())) - _MARGIN)
    high = min(moving.shape[-3], int(np.ceil(reached.max())) + 1 + _MARGIN)
    if low >= high:
        return np.full((k1 - k0, rows, columns), np.nan, np.float32)
    first = (0,) * (len(moving.shape) - 3)  # of several time points the first
    part = to_sitk(
        np.asarray(moving.values((*first, slice(low, high))), np.float32),
        _from(_affine(moving), low),
        axes="zyx",
    )
    where = to_sitk(np.zeros((k1 - k0, rows, columns), np.uint8), grid, axes="zyx")
    # A slab of one slice is resampled too: ITK looks only at the prior's extent between its outer voxel centres.
    there = sitk.Resample(part, where, transform, sitk.sitkLinear, float("nan"), sitk.sitkFloat32)
    out: np.ndarray = sitk.GetArrayFromImage(there)
    return out


def _affine(volume: Any) -> np.ndarray:
    affine: np.ndarray = np.asarray(volume.affine_lps, dtype=float).reshape(4, 4)
    return affine


def _from(affine: np.ndarray, k: int) -> np.ndarray:
    """The affine of the part that begins at slice k."""
    moved = affine.copy()
    moved[:3, 3] += k * affine[:3, 2]
    return moved


def _reached(transform: Any, grid: np.ndarray, shape: tuple[int, int, int], prior: np.ndarray) -> np.ndarray:
    """Slice indices of the prior, as floats, that points all over the slab are mapped to."""
    axes = [np.linspace(0, n - 1, min(n, _PROBES)) for n in shape]
    k, j, i = np.meshgrid(*axes, indexing="ij")
    places = np.stack([i, j, k], -1).reshape(-1, 3) @ grid[:3, :3].T + grid[:3, 3]
    mapped = np.array([transform.TransformPoint([float(v) for v in p]) for p in places])
    inverse = np.linalg.inv(prior)
    reached: np.ndarray = mapped @ inverse[2, :3] + inverse[2, 3]
    return reached
