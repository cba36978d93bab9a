"""Two scans of one synthetic chest in memory, with as many lesions as wanted and everything about them known.

For measuring registration and matching over many seeds: `follow_up` draws grids, motion, noise, missing slices and
contrast as asked, paints the same formula twice (`phantom`), and tells the truth. No files are written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pacslake.synthetic import phantom, series

__all__ = ["FollowUp", "Scan", "follow_up"]

_GROWTH = {"stable": 1.0, "growing": 1.35, "shrinking": 0.7}  # of the radius: volume times 2.5 and 0.34


@dataclass(frozen=True)
class Scan:
    """One date. `values` are HU (slice, row, column); `affine` (4, 4) takes (column, row, slice, 1) to LPS mm.

    `masks` by name of the lesion; `volumes_ml` are those of the ellipsoids themselves.
    """

    values: npt.NDArray[np.float32] = field(repr=False)
    affine: npt.NDArray[np.float64] = field(repr=False)
    spacing: tuple[float, float, float]
    masks: dict[str, npt.NDArray[np.bool_]] = field(repr=False)
    volumes_ml: dict[str, float] = field(repr=False)


@dataclass(frozen=True)
class FollowUp:
    """An earlier and a later scan. `current_to_prior` (4, 4) takes LPS mm of the later one to the earlier one."""

    prior: Scan
    current: Scan
    current_to_prior: npt.NDArray[np.float64]
    states: dict[str, str]


def follow_up(
    seed: int,
    *,
    n_lesions: int = 12,
    radius_mm: tuple[float, float] = (3.5, 9.0),
    degrees: float = 20.0,
    shift_mm: float = 30.0,
    noise_hu: float = 14.0,
    fine: bool = False,
    missing_slices: int = 0,
    contrast_change: bool = False,
    lesions: bool = True,
) -> FollowUp:
    """Draw a follow-up; the same arguments give the same arrays.

    Args:
        seed: for everything drawn.
        n_lesions: at the earlier date and new ones together, well apart from each other in the lungs.
        radius_mm: mean semi-axis at the earlier date, from and to.
        degrees: largest turn about each axis between the dates.
        shift_mm: largest shift along each axis.
        noise_hu: standard deviation of the noise at the later date; the earlier has 14.
        fine: 256 x 256 x 256 voxels of 1.2 to 1.5 mm in place of about 128 x 128 x 70 of 2.5 to 4 mm.
        missing_slices: slices of the later scan that are lost at its lower end, as when a scan begins late.
        contrast_change: the later scan is without contrast agent: vessels, heart and liver fall to plain values.
        lesions: False paints none.
    """
    rng = np.random.default_rng([seed, 11])
    sizes = ((256, 256, 256), (240, 256, 256)) if fine else ((72, 136, 136), (80, 128, 128))
    spacings: list[tuple[float, float, float]] = []
    for _ in sizes:
        in_plane = float(rng.uniform(1.35, 1.5) if fine else rng.uniform(2.5, 2.7))
        spacings.append(
            (float(rng.uniform(1.15, 1.3) if fine else rng.uniform(3.0, 4.0)), in_plane, in_plane)
        )
    motion = _rigid(rng.uniform(-degrees, degrees, 3), rng.uniform(-shift_mm, shift_mm, 3))
    placed = _places(rng, n_lesions, radius_mm) if lesions else []
    states: dict[str, str] = {}
    before: dict[str, phantom.Ellipsoid] = {}
    after: dict[str, phantom.Ellipsoid] = {}
    # Every fifth is new, every fifth gone; the others grow, shrink or stay by turns.
    for n, (centre, radius, shape) in enumerate(placed):
        name = f"lesion {n}"
        states[name] = state = ("stable", "growing", "shrinking", "new", "gone")[n % 5]
        if state != "new":
            before[name] = _ellipsoid(centre, radius, shape)
        if state != "gone":
            after[name] = _ellipsoid(centre, radius * _GROWTH.get(state, 1.0), shape)
    vessels = phantom.vessel_tree(seed)
    prior = _scan(sizes[0], spacings[0], np.eye(4), before, vessels, seed, rng, 14.0, 0, False)
    current = _scan(
        sizes[1], spacings[1], motion, after, vessels, seed, rng, noise_hu, missing_slices, contrast_change
    )
    return FollowUp(prior, current, np.asarray(np.linalg.inv(motion), float), states)


def _ellipsoid(centre: npt.NDArray[Any], radius: float, shape: npt.NDArray[Any]) -> phantom.Ellipsoid:
    semi = tuple(float(radius * f) for f in shape)
    return phantom.Ellipsoid(tuple(float(v) for v in centre), semi, 45.0)  # type: ignore[arg-type]


def _places(
    rng: np.random.Generator, n: int, radius_mm: tuple[float, float]
) -> list[tuple[npt.NDArray[Any], float, npt.NDArray[Any]]]:
    """Centres inside the lungs, radii and shapes; no two closer than both would touch when they have grown."""
    found: list[tuple[npt.NDArray[Any], float, npt.NDArray[Any]]] = []
    lungs = [(np.array(c), np.array(s)) for c, s in phantom._LUNGS]
    for _ in range(20_000):
        if len(found) == n:
            return found
        radius = float(rng.uniform(*radius_mm))
        centre, semi = lungs[int(rng.integers(2))]
        unit = rng.uniform(-1, 1, 3)
        if np.linalg.norm(unit) > 1:
            continue
        # Not below the liver's dome, and not out of the upper end of the smaller field of view.
        place = centre + unit * (semi - 2 * radius - 3)
        if place[2] < -45 or place[2] > 80:
            continue
        if all(np.linalg.norm(place - other) > 1.5 * (radius + r) + 2 for other, r, _ in found):
            shape = rng.uniform(0.88, 1.12, 3)
            found.append((place, radius, shape / np.prod(shape) ** (1 / 3)))
    raise ValueError(
        f"{n} lesions of {radius_mm} mm do not fit into the lungs; ask for fewer or smaller ones"
    )


def _rigid(degrees: npt.NDArray[Any], shift: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    out = np.eye(4)
    for axis, angle in enumerate(np.radians(degrees)):
        i, j = ((1, 2), (2, 0), (0, 1))[axis]
        turn = np.eye(4)
        turn[i, i] = turn[j, j] = np.cos(angle)
        turn[i, j], turn[j, i] = -np.sin(angle), np.sin(angle)
        out = turn @ out
    out[:3, 3] = shift
    return out


def _scan(
    shape: tuple[int, int, int],
    spacing: tuple[float, float, float],
    motion: npt.NDArray[np.float64],
    lesions: dict[str, phantom.Ellipsoid],
    vessels: list[phantom.Vessel],
    seed: int,
    rng: np.random.Generator,
    noise_hu: float,
    missing: int,
    plain: bool,
) -> Scan:
    corner = -(np.array(shape, float) - 1) / 2 * np.array(spacing)
    if missing:  # the lower slices were never made
        shape = (shape[0] - missing, *shape[1:])
        corner[0] += missing * spacing[0]
    affine = series.affine_from(spacing, (1, 0, 0, 0, 1, 0), corner[::-1])
    to_patient = np.linalg.inv(motion) @ affine
    k, j, i = (np.arange(n, dtype=np.float32) for n in shape)
    x, y, z = (
        (row[0] * i + (row[1] * j)[:, None] + (row[2] * k)[:, None, None] + row[3]).astype(np.float32)
        for row in to_patient[:3]
    )
    width = float(np.prod(spacing) ** (1 / 3))
    hu, lung = phantom.anatomy(x, y, z, width=width, texture_seed=seed)
    to_voxel = np.linalg.inv(to_patient)
    phantom.add_vessels(hu, lung, (x, y, z), vessels, to_voxel, width=width)
    if plain:
        # What the agent adds above soft tissue is gone; bone stays.
        agent = (hu > 58) & (hu < 190)
        hu[agent] = 40 + 0.2 * (hu[agent] - 40)
    masks = {
        name: phantom.add_lesion(hu, (x, y, z), lesion, to_voxel, width=width)
        for name, lesion in lesions.items()
    }
    hu += rng.normal(0, noise_hu, hu.shape).astype(np.float32)
    volumes = {name: 4 / 3 * np.pi * float(np.prod(e.semi_axes)) / 1000 for name, e in lesions.items()}
    return Scan(np.rint(np.clip(hu, -1024, 3071)), affine, spacing, masks, volumes)
