"""Planes through a volume, in patient space. The same rules as `js/src/geometry.js`; a test compares both.

All points are LPS mm; an affine takes (column, row, slice) indices to them at voxel centres. `u` points to the right
of the screen, `v` down, `n = u x v` away from the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

__all__ = [
    "ANATOMICAL",
    "Plane",
    "acquisition_name",
    "acquisition_plane",
    "letters",
    "nearest",
    "obliqueness",
    "planes_of",
]

ANATOMICAL: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "axial": ((1, 0, 0), (0, 1, 0)),
    "coronal": ((1, 0, 0), (0, 0, -1)),
    "sagittal": ((0, 1, 0), (0, 0, -1)),
}


@dataclass(frozen=True)
class Plane:
    """Directions of a plane (unit vectors), mm from slice to slice, and a point on a slice."""

    name: str
    u: np.ndarray
    v: np.ndarray
    n: np.ndarray
    step: float
    anchor: np.ndarray


def nearest(x: np.ndarray | float) -> np.ndarray:
    """The nearest whole number, halves going up: NumPy's own rounding sends them to the even neighbour."""
    return np.floor(np.asarray(x, float) + 0.5)


def letters(direction: Sequence[float] | np.ndarray) -> str:
    """L, R, P, A, H, F of a direction, the main one first (PS3.3 C.7.6.1.1.1)."""
    d = np.asarray(direction, float)
    order = [a for a in np.argsort(-np.abs(d), kind="stable") if abs(d[a]) > 0.25]
    return "".join(("L", "R", "P", "A", "H", "F")[2 * int(a) + (d[a] < 0)] for a in order)


def _directions(affine: np.ndarray) -> np.ndarray:
    steps = affine[:3, :3]
    return np.asarray(steps / np.linalg.norm(steps, axis=0))


def obliqueness(affine: np.ndarray) -> float:
    """Degrees by which the voxel grid leaves the patient's axes."""
    return float(np.degrees(np.arccos(np.clip(np.abs(_directions(affine)).max(axis=0), 0, 1))).max())


def closest_axes(affine: np.ndarray) -> tuple[int, int, int]:
    """For x, y, z of the patient: which column of the affine runs closest to it, each used once."""
    d = np.abs(_directions(affine))
    best: tuple[int, ...] = (0, 1, 2)
    at = -1.0
    for p in permutations(range(3)):
        if (s := sum(d[axis, c] for axis, c in enumerate(p))) > at + 1e-9:
            best, at = p, s
    return best[0], best[1], best[2]


def acquisition_name(affine: np.ndarray) -> str:
    """The anatomical plane that the slices come closest to."""
    return ("sagittal", "coronal", "axial")[closest_axes(affine).index(2)]


def _middle(affine: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    nz, ny, nx = shape
    return np.asarray(affine @ np.array([(nx - 1) // 2, (ny - 1) // 2, (nz - 1) // 2, 1.0]))[:3]


def planes_of(affine: np.ndarray, shape: Sequence[int], *, grid: bool = True) -> dict[str, Plane]:
    """The three planes: along the volume's own grid, or the patient's own axes.

    Args:
        affine: (4, 4).
        shape: (slice, row, column).
        grid: along the grid, so that nothing is resampled.
    """
    axes, d, out = closest_axes(affine), _directions(affine), {}
    for name, (u0, v0) in ANATOMICAL.items():
        u, v = ((_along(d, axes, w) if grid else np.array(w, float)) for w in (u0, v0))
        n = np.cross(u, v)
        n = n / np.linalg.norm(n)
        through = axes[next(a for a in range(3) if u0[a] == 0 and v0[a] == 0)]
        step = abs(float(affine[:3, through] @ n)) or float(np.linalg.norm(affine[:3, through]))
        out[name] = Plane(name, u, v, n, step, _middle(affine, shape))
    return out


def _along(d: np.ndarray, axes: Sequence[int], want: Sequence[int]) -> np.ndarray:
    axis = next(a for a in range(3) if want[a])
    direction = d[:, axes[axis]]
    return np.asarray(direction * (np.sign(direction[axis] * want[axis]) or 1.0))


def acquisition_plane(affine: np.ndarray, shape: Sequence[int]) -> Plane:
    """The plane of the images as they were taken."""
    d = _directions(affine)
    n = np.cross(d[:, 0], d[:, 1])
    n = n / np.linalg.norm(n)
    return Plane("native", d[:, 0], d[:, 1], n, abs(float(affine[:3, 2] @ n)) or 1.0, _middle(affine, shape))
