"""How far two outlines agree: overlap, volumes and distances of surfaces, on arrays.

Definitions: Dice 2|A∩B| / (|A| + |B|), Jaccard |A∩B| / |A∪B|. A surface is the voxels of a mask that have a neighbour
by a face outside it, or lie at the edge of the array; distances go from the centre of each to the nearest of the other
surface, in both directions. Hausdorff distance: the largest of all; 95th percentile: the larger of those of the two
directions; mean surface distance: the mean over both surfaces together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pacslake.errors import UsageError

__all__ = ["agreement", "dice", "jaccard", "surface_distances", "surface_voxels"]

Array = npt.NDArray[Any]


def dice(a: npt.ArrayLike, b: npt.ArrayLike) -> float | None:
    """Dice coefficient of two masks of one shape, 0 to 1; None where both are empty.

    >>> dice([[1, 1, 0]], [[0, 1, 1]])
    0.5
    """
    one, other = _masks(a, b)
    total = int(one.sum()) + int(other.sum())
    return 2 * int((one & other).sum()) / total if total else None


def jaccard(a: npt.ArrayLike, b: npt.ArrayLike) -> float | None:
    """Jaccard index of two masks of one shape, 0 to 1; None where both are empty."""
    one, other = _masks(a, b)
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else None


def surface_voxels(mask: npt.ArrayLike) -> npt.NDArray[np.intp]:
    """Indices (n, 3) of the voxels of a mask (slice, row, column) that have a face outside it.

    In a mask of one slice the faces above and below do not count: it is an outline in a plane.
    """
    inside = np.asarray(mask) > 0
    padded = np.pad(inside, 1)
    core = inside.copy()
    for axis in range(inside.ndim):
        if inside.shape[axis] > 1:
            for shift in (-1, 1):
                moved = np.roll(padded, shift, axis)
                core &= moved[tuple(slice(1, -1) for _ in range(inside.ndim))]
    return np.argwhere(inside & ~core)


def surface_distances(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[Array, Array]:
    """Distances from each point of `a` (n, 3) to the nearest of `b` (m, 3), and back; in the unit of the points."""
    from scipy.spatial import cKDTree

    one, other = np.asarray(a, float).reshape(-1, 3), np.asarray(b, float).reshape(-1, 3)
    if not len(one) or not len(other):
        return np.empty(0), np.empty(0)
    return cKDTree(other).query(one)[0], cKDTree(one).query(other)[0]


def agreement(a: npt.ArrayLike, b: npt.ArrayLike, points_of: Any) -> dict[str, float | int | None]:
    """All measures of two masks (slice, row, column) of one grid.

    Args:
        points_of: a function from indices (n, 3) to places (n, 3) in mm, or the affine (4, 4) that takes
            (column, row, slice) to mm.

    Returns: n_a, n_b, n_both, dice, jaccard, hausdorff_mm, hausdorff_95_mm, mean_surface_distance_mm; distances are None
    where one of the masks is empty.

    Raises: UsageError: the masks have different shapes.
    """
    one, other = _masks(a, b)
    place = points_of if callable(points_of) else lambda at: _by_affine(np.asarray(points_of, float), at)
    there, back = surface_distances(place(surface_voxels(one)), place(surface_voxels(other)))
    every = np.concatenate([there, back])
    return {
        "n_a": int(one.sum()),
        "n_b": int(other.sum()),
        "n_both": int((one & other).sum()),
        "dice": dice(one, other),
        "jaccard": jaccard(one, other),
        "hausdorff_mm": float(every.max()) if every.size else None,
        "hausdorff_95_mm": float(max(np.percentile(there, 95), np.percentile(back, 95)))
        if every.size
        else None,
        "mean_surface_distance_mm": float(every.mean()) if every.size else None,
    }


def _by_affine(affine: Array, at: Array) -> Array:
    return np.asarray(at[:, ::-1] @ affine.reshape(4, 4)[:3, :3].T + affine.reshape(4, 4)[:3, 3])


def _masks(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    one, other = np.asarray(a) > 0, np.asarray(b) > 0
    if one.shape != other.shape:
        raise UsageError(
            f"masks of shape {one.shape} and {other.shape} cannot be compared; lay both on one volume's grid"
        )
    return one, other
