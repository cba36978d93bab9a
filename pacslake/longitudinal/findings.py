"""A lesion outlined in one volume: its size in mm and what lies inside it. Pure functions on arrays.

All sizes come from the mask's own grid, so that a lesion on voxels of 1 mm and on voxels of 2 x 2 x 5 mm can be
compared: voxels are never counted against each other, only millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

__all__ = ["Finding", "axial_diameters", "doubling_days", "measure", "peak_value", "reported"]

_PEAK_RADIUS_MM = (3000 / (4 * np.pi)) ** (1 / 3)  # a ball of 1 ml: 6.2 mm


@dataclass(frozen=True)
class Finding:
    """A lesion at one visit. `points_lps` are its voxel centres (n, 3) in LPS mm; `mask` is (slice, row, column).

    `affine` (4, 4) takes (column, row, slice, 1) of the mask to LPS mm. A lesion that is only reported, without
    an outline, has no points: it is matched by its TrackingUID alone, and `volume_ml` may be None.
    `slice_mm` is the distance between slices.
    """

    finding_id: str
    name: str
    tracking_uid: str | None
    volume_id: str
    points_lps: np.ndarray = field(repr=False)
    mask: np.ndarray = field(repr=False)
    affine: np.ndarray = field(repr=False)
    volume_ml: float | None = 0.0
    volume_uncertainty_ml: float = 0.0
    longest_diameter_mm: float | None = 0.0
    short_axis_mm: float | None = 0.0
    mean_value: float | None = None
    unit_code: str | None = None
    kind: str = "segment"
    organ: str | None = None
    is_node: bool = False
    max_value: float | None = None
    peak_value: float | None = None
    slice_mm: float | None = None

    @property
    def has_place(self) -> bool:
        """Whether it is known where the lesion lies."""
        return len(self.points_lps) > 0

    @property
    def centroid_lps(self) -> np.ndarray:
        """Mean of the voxel centres, (3,) LPS mm."""
        centre: np.ndarray = self.points_lps.mean(axis=0)
        return centre

    @property
    def radius_mm(self) -> float:
        """Radius of the ball of the same volume, mm."""
        return float((3 * (self.volume_ml or 0.0) * 1000 / (4 * np.pi)) ** (1 / 3))

    def contains(self, points: np.ndarray) -> np.ndarray:
        """For points (n, 3) in LPS mm: whether each lies in a voxel of the mask."""
        inverse = np.linalg.inv(self.affine)
        index = np.rint(points @ inverse[:3, :3].T + inverse[:3, 3]).astype(int)[:, ::-1]
        inside = np.all((index >= 0) & (index < self.mask.shape), axis=1)
        found = np.zeros(len(points), dtype=bool)
        found[inside] = self.mask[tuple(index[inside].T)]
        return found


def measure(
    mask: np.ndarray,
    affine: np.ndarray,
    *,
    finding_id: str,
    name: str = "",
    tracking_uid: str | None = None,
    volume_id: str = "",
    values: np.ndarray | None = None,
    unit_code: str | None = None,
    kind: str = "segment",
    organ: str | None = None,
    is_node: bool = False,
) -> Finding | None:
    """Measure a mask (slice, row, column) on a grid; None where it is empty.

    Args:
        mask: nonzero inside.
        affine: (4, 4), takes (column, row, slice, 1) to LPS mm.
        finding_id: key of the segment or region.
        name: for people.
        tracking_uid: (0062,0021), the same at every visit.
        volume_id: the volume whose grid this is.
        values: the image on the same grid, for the mean.
        unit_code: unit of `values`.
        kind: `segment`, `roi` or `mask`.
        organ: where it is, for rules that count by organ.
        is_node: whether it is a lymph node, which has a size when healthy.

    >>> ten = np.ones((10, 10, 10))
    >>> measure(ten, np.eye(4), finding_id="s").volume_ml
    1.0
    """
    inside = np.asarray(mask) > 0
    indices = np.argwhere(inside)
    if not len(indices):
        return None
    low, high = indices.min(axis=0), indices.max(axis=0) + 1
    box = inside[tuple(slice(a, b) for a, b in zip(low, high, strict=True))]
    shifted = np.array(affine, dtype=float)
    shifted[:3, 3] += shifted[:3, :3] @ low[::-1]
    voxel_ml = abs(float(np.linalg.det(shifted[:3, :3]))) / 1000
    points = (indices - low)[:, ::-1] @ shifted[:3, :3].T + shifted[:3, 3]
    longest, short = axial_diameters(box, shifted)
    inner = None if values is None else np.asarray(values)[inside]
    return Finding(
        finding_id, name, tracking_uid, volume_id, points, box, shifted, len(indices) * voxel_ml,
        # Each voxel on the surface is in or out by chance: a standard deviation of half a voxel each.
        0.5 * float(np.sqrt(_surface_voxels(box))) * voxel_ml, longest, short,
        float(inner.mean()) if inner is not None else None, unit_code, kind, organ, is_node,
        float(inner.max()) if inner is not None else None,
        peak_value(values, inside, affine) if values is not None else None,
        float(np.linalg.norm(shifted[:3, 2])),
    )  # fmt: skip


def reported(
    *, finding_id: str, name: str, tracking_uid: str | None, volume_id: str, volume_ml: float | None,
    longest_diameter_mm: float | None, short_axis_mm: float | None, organ: str | None = None, is_node: bool = False,
) -> Finding:  # fmt: skip
    """A lesion of which a report gives numbers and no outline."""
    return Finding(
        finding_id, name, tracking_uid, volume_id, np.empty((0, 3)), np.zeros((0, 0, 0), bool), np.eye(4), volume_ml, 0.0,
        longest_diameter_mm, short_axis_mm, kind="report", organ=organ, is_node=is_node,
    )  # fmt: skip


def peak_value(values: np.ndarray, mask: np.ndarray, affine: np.ndarray) -> float:
    """Largest mean of a ball of 1 ml about a voxel of the mask: the peak of PERCIST (Wahl 2009, Kinahan 2010).

    Args:
        values: (slice, row, column).
        mask: the same shape, with at least one voxel inside.
        affine: (4, 4), takes (column, row, slice, 1) to LPS mm.

    Voxels count by their centre; outside the image the ball is cut.
    """
    from scipy.ndimage import convolve

    steps = np.linalg.norm(np.asarray(affine, dtype=float)[:3, :3], axis=0)[::-1]
    reach = [int(_PEAK_RADIUS_MM // s) for s in steps]
    grid = np.stack(np.meshgrid(*(np.arange(-r, r + 1) for r in reach), indexing="ij"), -1) * steps
    ball = (np.linalg.norm(grid, axis=-1) <= _PEAK_RADIUS_MM).astype(np.float64)
    places = np.argwhere(mask)
    low = np.maximum(places.min(axis=0) - reach, 0)
    high = places.max(axis=0) + np.array(reach) + 1
    box = tuple(slice(int(a), int(b)) for a, b in zip(low, high, strict=True))
    part = np.asarray(values)[box].astype(np.float64)
    total = convolve(part, ball, mode="constant")
    count = convolve(np.ones_like(part), ball, mode="constant")
    return float((total / count)[np.asarray(mask)[box] > 0].max())


def doubling_days(
    before_ml: float, after_ml: float, days: float, doubt_ml: tuple[float, float] = (0.0, 0.0)
) -> tuple[float | None, float | None, float | None]:
    """Days in which the volume doubles at an even rate, and the ends of its 95 % interval.

    Negative days are those in which it halves. None where no rate can be told: a volume of 0, no time between,
    and, for an end, an interval that holds "no change".

    Args:
        before_ml: volume at the earlier visit.
        after_ml: volume at the later one.
        days: between them.
        doubt_ml: standard deviations of both volumes.

    >>> doubling_days(1.0, 4.0, 100)[0]
    50.0
    """
    if before_ml <= 0 or after_ml <= 0 or days <= 0 or before_ml == after_ml:
        return None, None, None
    rate = float(np.log2(after_ml / before_ml)) / days
    # The logarithm of a ratio: relative errors add as squares.
    spread = 1.96 * float(np.hypot(doubt_ml[0] / before_ml, doubt_ml[1] / after_ml)) / float(np.log(2)) / days
    low, high = rate - spread, rate + spread
    if low * high <= 0:
        return 1 / rate, None, None
    ends = sorted((1 / low, 1 / high))
    return 1 / rate, ends[0], ends[1]


def _surface_voxels(mask: np.ndarray) -> int:
    from scipy.ndimage import binary_erosion

    return int(mask.sum() - binary_erosion(np.pad(mask, 1)).sum())


def axial_diameters(mask: np.ndarray, affine: np.ndarray) -> tuple[float, float]:
    """Longest diameter within a slice and the extent across it in the same slice, mm.

    Between voxel centres, plus one voxel side in that direction, so that a lesion of one voxel has its size.
    """
    columns, rows = affine[:3, 0], affine[:3, 1]
    best = (0.0, 0.0)
    for plane in mask:
        places = np.argwhere(plane)
        if not len(places):
            continue
        points = places[:, 1:2] * columns + places[:, 0:1] * rows
        outline = _outline(places)
        ends = points[outline]
        gaps = np.linalg.norm(ends[:, None] - ends[None], axis=2)
        a, b = np.unravel_index(int(gaps.argmax()), gaps.shape)
        direction = (ends[b] - ends[a]) / gaps[a, b] if gaps[a, b] > 0 else columns / np.linalg.norm(columns)
        longest = float(gaps[a, b]) + _side(direction, columns, rows)
        if longest > best[0]:
            across = np.cross(np.cross(columns, rows), direction)
            across = across / np.linalg.norm(across)
            reach = points @ across
            best = (longest, float(reach.max() - reach.min()) + _side(across, columns, rows))
    return best[0], min(best)


def _outline(places: np.ndarray) -> np.ndarray:
    """Indices of the points of the convex hull; all points where there is none."""
    from scipy.spatial import ConvexHull, QhullError

    if len(places) < 4:
        return np.arange(len(places))
    try:
        hull: np.ndarray = ConvexHull(places).vertices
        return hull
    except QhullError:  # all on one line
        return np.arange(len(places))


def _side(direction: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> float:
    """The voxel's side along a direction in the plane, mm: between its two sides by the direction."""
    sides = [float(np.linalg.norm(v)) for v in (columns, rows)]
    share = [abs(float(direction @ v)) / s for v, s in zip((columns, rows), sides, strict=True)]
    return float((share[0] * sides[0] + share[1] * sides[1]) / max(sum(share), 1e-9))
