"""A chest that is a formula: HU values at any point of a patient-fixed frame.

The frame is LPS in mm with its origin in the middle of the chest: +x to the patient's left, +y to the back,
+z to the head. Every date samples the same formula on another grid after a rigid motion, so that what
registration must find is known exactly. Edges are softened over one voxel, as a scanner's partial volume does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Ellipsoid", "Vessel", "add_lesion", "add_vessels", "anatomy", "ellipsoid_distance", "vessel_tree"]

Array = npt.NDArray[np.float32]
Point = tuple[float, float, float]

AIR, LUNG, FAT, MUSCLE, BONE, MARROW = -1000.0, -860.0, -95.0, 55.0, 480.0, 180.0
"""HU of a contrast-enhanced chest CT in the portal venous phase, rounded."""

_LUNGS = (((-72.0, 5.0, 10.0), (50.0, 72.0, 108.0)), ((74.0, 5.0, 10.0), (48.0, 72.0, 105.0)))


@dataclass(frozen=True)
class Ellipsoid:
    """A lesion: centre and semi-axes in mm in the patient-fixed frame, and its HU."""

    centre: Point
    semi_axes: Point
    hu: float


@dataclass(frozen=True)
class Vessel:
    """A piece of a vessel: a round-ended cylinder from `start` to `end`, mm."""

    start: Point
    end: Point
    radius: float


def ellipsoid_distance(x: Array, y: Array, z: Array, centre: Point, semi: Point) -> Array:
    """About the signed distance (mm) to an ellipsoid: exact in sign, first order near the surface."""
    u, v, w = ((axis - c) / s for axis, c, s in zip((x, y, z), centre, semi, strict=True))
    k0 = np.sqrt(u * u + v * v + w * w)
    k1 = np.sqrt((u / semi[0]) ** 2 + (v / semi[1]) ** 2 + (w / semi[2]) ** 2)
    return k0 * (k0 - 1) / np.maximum(k1, 1e-6)


def paint(values: Array, distance: Array, hu: float | Array, width: float) -> None:
    """Blend `hu` into `values` where `distance` is negative, softly over `width` mm. In place."""
    alpha = np.clip(0.5 - distance / width, 0, 1)
    values += alpha * (hu - values)


def anatomy(x: Array, y: Array, z: Array, *, width: float, texture_seed: int) -> tuple[Array, Array]:
    """HU of the chest at points (x, y, z) of one shape, without lesions and lung vessels.

    Returns the values and the share of lung (0..1) at each point, both of that shape. `width` is the
    softness of edges in mm.
    """
    hu = np.full(x.shape, AIR, np.float32)
    body = _superellipse(x, y, (0, 0), 158, 108, 2.4)
    paint(hu, body, FAT, width)
    paint(hu, body + 11, MUSCLE, width)
    _ribs(hu, x, y, z, width)
    lung = np.zeros_like(hu)
    for centre, semi in _LUNGS:
        lung = np.maximum(lung, np.clip(0.5 - ellipsoid_distance(x, y, z, centre, semi) / width, 0, 1))
    lung_hu = LUNG + 0.35 * y + _texture(x, y, z, lung > 0, texture_seed)  # dependent lung is denser
    hu += lung * (lung_hu - hu)
    liver = ellipsoid_distance(x, y, z, (-60, 5, -125), (85, 80, 60))
    paint(hu, liver, 110, width)
    lung *= np.clip(0.5 + liver / width, 0, 1)
    _mediastinum(hu, lung, x, y, z, width)
    _spine(hu, x, y, z, width)
    return hu, lung


def _superellipse(x: Array, y: Array, centre: tuple[float, float], a: float, b: float, power: float) -> Array:
    """About the signed distance to a cylinder along z whose section is a superellipse."""
    q = (np.abs((x - centre[0]) / a) ** power + np.abs((y - centre[1]) / b) ** power) ** (1 / power)
    return (q - 1) * min(a, b)


def _texture(x: Array, y: Array, z: Array, where: npt.NDArray[np.bool_], seed: int) -> Array:
    """A smooth pattern fixed to the patient (HU), nought outside `where`."""
    rng = np.random.default_rng([seed, 1])
    out = np.zeros(x.shape, np.float32)
    px, py, pz = x[where], y[where], z[where]
    total = np.zeros(px.shape, np.float32)
    for _ in range(5):
        kx, ky, kz = rng.normal(0, 0.11, 3).astype(np.float32)
        total += np.sin(kx * px + ky * py + kz * pz + np.float32(rng.uniform(0, 6.28)))
    out[where] = 7 * total
    return out


def _ribs(hu: Array, x: Array, y: Array, z: Array, width: float) -> None:
    """Tilted rings in the chest wall, 26 mm apart, lower in front, and a breast bone."""
    wall = np.abs(_superellipse(x, y, (0, 0), 134, 88, 2.3)) - 4
    height = np.abs(np.mod(z + 0.45 * y, 26) - 13) - 5
    gap = 24 - np.abs(x)  # no rib in front of the spine and behind the breast bone
    paint(hu, np.maximum(np.maximum(wall, height), gap), BONE, width)
    sternum = np.maximum(np.abs(x) - 17, np.abs(y + 88) - 6)
    paint(hu, np.maximum(sternum, -z - 60), 330, width)


def _mediastinum(hu: Array, lung: Array, x: Array, y: Array, z: Array, width: float) -> None:
    """Soft tissue between the lungs: heart, aorta, vena cava, windpipe."""
    middle = _superellipse(x, y, (2, 5), 30, 78, 2.2)
    paint(hu, middle, MUSCLE - 30, width)
    lung *= np.clip(0.5 + middle / width, 0, 1)
    heart = ellipsoid_distance(x, y, z, (14, -26, -38), (45, 38, 44))
    paint(hu, heart, 95, width)
    paint(hu, ellipsoid_distance(x, y, z, (20, -28, -40), (30, 25, 32)), 165, width)
    lung *= np.clip(0.5 + heart / width, 0, 1)
    paint(hu, np.hypot(x - 18, y - 42) - 12, 160, width)
    paint(hu, np.maximum(np.hypot(x + 22, y + 14) - 9, -z), 150, width)
    paint(hu, np.maximum(np.hypot(x - 4, y + 18) - 14, -z), 160, width)
    windpipe = np.maximum(np.hypot(x, y - 14) - 8, 18 - z)
    paint(hu, windpipe, AIR + 10, width)
    for side in (-1, 1):
        bronchus = np.maximum(np.hypot(x - side * 1.1 * (20 - z), y - 14) - 5.5, np.abs(z - 6) - 14)
        paint(hu, bronchus, AIR + 20, width)


def _spine(hu: Array, x: Array, y: Array, z: Array, width: float) -> None:
    """Vertebrae and discs 27 mm apart, the canal, and spinous processes."""
    disc = 4 - np.abs(np.mod(z, 27) - 13.5)
    body = np.hypot(x, (y - 62) * 1.15) - 18
    paint(hu, body, BONE - 60, width)
    paint(hu, body + 3, MARROW, width)
    paint(hu, np.maximum(body, -disc), 85, width)
    arch = np.hypot(x, y - 86) - 15
    paint(hu, arch, BONE, width)
    paint(hu, np.maximum(np.abs(x) - 4, np.maximum(np.abs(y - 98) - 9, -disc - 8)), BONE, width)
    paint(hu, arch + 6, 30, width)


def vessel_tree(seed: int) -> list[Vessel]:
    """Branching vessels of both lungs from the hilum outwards, thinner at each fork."""
    rng = np.random.default_rng([seed, 2])
    vessels: list[Vessel] = []
    for side in (-1.0, 1.0):
        for _ in range(6):
            heading = np.array([side * rng.uniform(0.3, 1.0), rng.uniform(-0.8, 0.8), rng.uniform(-1.0, 1.0)])
            _branch(vessels, rng, np.array([side * 34.0, 10.0, 0.0]), heading, 4.2, 30.0, 4)
    return vessels


def _branch(
    vessels: list[Vessel],
    rng: np.random.Generator,
    start: npt.NDArray[np.float64],
    heading: npt.NDArray[np.float64],
    radius: float,
    length: float,
    depth: int,
) -> None:
    heading = heading / np.linalg.norm(heading)
    end = start + heading * length * rng.uniform(0.7, 1.2)
    vessels.append(Vessel(_point(start), _point(end), radius))
    if depth:
        for _ in range(2):
            _branch(
                vessels, rng, end, heading + rng.normal(0, 0.5, 3), radius * 0.72, length * 0.82, depth - 1
            )


def _point(values: npt.NDArray[np.float64]) -> Point:
    return float(values[0]), float(values[1]), float(values[2])


def box_around(
    points: npt.NDArray[np.float64],
    reach: float,
    to_voxel: npt.NDArray[np.floating[Any]],
    shape: tuple[int, ...],
) -> tuple[slice, slice, slice] | None:
    """The voxels (slice, row, column) within `reach` mm of the box of `points` (n, 3), or None: outside the grid.

    `to_voxel` (4 x 4) takes a point to (column, row, slice).
    """
    ends = (np.c_[points, np.ones(len(points))] @ to_voxel.T)[:, :3]
    around = reach * np.linalg.norm(to_voxel[:3, :3], axis=1)
    low = np.maximum(np.floor(ends.min(0) - around).astype(int), 0)[::-1]
    high = np.minimum(np.ceil(ends.max(0) + around).astype(int) + 1, shape[::-1])[::-1]
    if (low >= high).any():
        return None
    k, r, c = (slice(int(i), int(j)) for i, j in zip(low, high, strict=True))
    return k, r, c


def add_vessels(
    hu: Array,
    lung: Array,
    coordinates: Sequence[Array],
    vessels: Sequence[Vessel],
    to_voxel: npt.NDArray[np.floating[Any]],
    *,
    width: float,
) -> None:
    """Paint vessels into `hu` (slice, row, column) where there is lung. In place.

    `coordinates` are x, y, z of each voxel in the patient-fixed frame; `to_voxel` (4 x 4) takes such a point to
    (column, row, slice). Only a box around each vessel is touched, which is what makes this quick.
    """
    for vessel in vessels:
        a, b = np.asarray(vessel.start), np.asarray(vessel.end)
        box = box_around(np.stack([a, b]), vessel.radius + width, to_voxel, hu.shape)
        if box is None:
            continue
        x, y, z = (axis[box] for axis in coordinates)
        along = b - a
        t = np.clip(
            ((x - a[0]) * along[0] + (y - a[1]) * along[1] + (z - a[2]) * along[2]) / (along @ along), 0, 1
        )
        distance = (
            np.sqrt(
                (x - a[0] - t * along[0]) ** 2
                + (y - a[1] - t * along[1]) ** 2
                + (z - a[2] - t * along[2]) ** 2
            )
            - vessel.radius
        )
        alpha = np.clip(0.5 - distance / width, 0, 1) * lung[box]
        # A thin vessel fills part of a voxel: its contrast falls with the square of radius over voxel.
        alpha *= min(1.0, (2 * vessel.radius / width) ** 2)
        hu[box] = np.maximum(hu[box], hu[box] + alpha * (60 - hu[box]))


def add_lesion(
    hu: Array,
    coordinates: Sequence[Array],
    lesion: Ellipsoid,
    to_voxel: npt.NDArray[np.floating[Any]],
    *,
    width: float,
) -> npt.NDArray[np.bool_]:
    """Paint a lesion into `hu` (slice, row, column), in place, and return its mask: voxel centres inside it."""
    mask = np.zeros(hu.shape, bool)
    centre = np.asarray([lesion.centre], float)
    box = box_around(centre, max(lesion.semi_axes) + width, to_voxel, hu.shape)
    if box is not None:
        x, y, z = (axis[box] for axis in coordinates)
        distance = ellipsoid_distance(x, y, z, lesion.centre, lesion.semi_axes)
        paint(hu[box], distance, lesion.hu, width)
        mask[box] = distance < 0
    return mask
