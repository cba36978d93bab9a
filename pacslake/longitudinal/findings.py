"""A lesion outlined in one volume: its size in mm and what lies inside it. Pure functions on arrays.

All sizes come from the mask's own grid, so that a lesion on voxels of 1 mm and on voxels of 2 x 2 x 5 mm can be
compared: voxels are never counted against each other, only millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

__all__ = ["Finding", "axial_diameters", "measure"]


@dataclass(frozen=True)
class Finding:
    """A lesion at one visit. `points_lps` are its voxel centres (n, 3) in LPS mm; `mask` is (slice, row, column).

    `affine` (4, 4) takes (column, row, slice, 1) of the mask to LPS mm.
    """

    finding_id: str
    name: str
    tracking_uid: str | None
    volume_id: str
    points_lps: np.ndarray = field(repr=False)
    mask: np.ndarray = field(repr=False)
    affine: np.ndarray = field(repr=False)
    volume_ml: float = 0.0
    volume_uncertainty_ml: float = 0.0
    longest_diameter_mm: float = 0.0
    short_axis_mm: float = 0.0
    mean_value: float | None = None
    unit_code: str | None = None
    kind: str = "segment"

    @property
    def centroid_lps(self) -> np.ndarray:
        """Mean of the voxel centres, (3,) LPS mm."""
        centre: np.ndarray = self.points_lps.mean(axis=0)
        return centre

    @property
    def radius_mm(self) -> float:
        """Radius of the ball of the same volume, mm."""
        return float((3 * self.volume_ml * 1000 / (4 * np.pi)) ** (1 / 3))

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
        kind: `segment` or `roi`.

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
    return Finding(
        finding_id, name, tracking_uid, volume_id, points, box, shifted, len(indices) * voxel_ml,
        # Each voxel on the surface is in or out by chance: a standard deviation of half a voxel each.
        0.5 * float(np.sqrt(_surface_voxels(box))) * voxel_ml, longest, short,
        float(np.asarray(values)[inside].mean()) if values is not None else None, unit_code, kind,
    )  # fmt: skip


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
