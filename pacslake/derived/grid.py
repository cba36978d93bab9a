"""A volume's grid in patient space, with the place of every slice of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.errors import NotFoundError, VolumeError

if TYPE_CHECKING:
    from pacslake.derived.protocols import LakeLike

__all__ = ["Grid", "grid_from_affine", "load_grid"]

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """Voxel centres of a volume, LPS mm. Axes (slice, row, column).

    `origins` (n, 3) are the centres of the first voxel of each slice: with gaps or a tilted gantry they are
    not one step along the normal apart. `along_row` goes from a column to the next, `along_column` from a row
    to the next, both in mm. `step` is the distance between slices along the normal, None where there is no one.
    """

    shape: tuple[int, int, int]
    origins: Vector
    along_row: Vector
    along_column: Vector
    step: float | None
    frame_of_reference_uid: str | None
    sop_instance_uids: tuple[str | None, ...] = ()

    @property
    def normal(self) -> Vector:
        """Unit vector along which slices ascend: row direction x column direction."""
        cross = np.cross(self.along_row, self.along_column)
        return np.asarray(cross / np.linalg.norm(cross))

    @property
    def positions(self) -> Vector:
        """Place of each slice along the normal, mm."""
        return np.asarray(self.origins @ self.normal)

    @property
    def voxel_mm3(self) -> float | None:
        """Volume of a voxel; None where the distance between slices is not one number."""
        if self.step is None:
            return None
        return float(np.linalg.norm(np.cross(self.along_row, self.along_column)) * self.step)

    def nearest_slice(self, position: float) -> tuple[int, float]:
        """The slice nearest to a place along the normal, and how far it is off, mm."""
        distance = np.abs(self.positions - position)
        k = int(np.argmin(distance))
        return k, float(distance[k])

    def reach(self, k: int) -> float:
        """Half the distance to the nearer neighbour of slice `k`, mm; without a neighbour half a pixel."""
        if self.shape[0] < 2:
            return self.step / 2 if self.step else float(np.linalg.norm(self.along_row)) / 2
        gaps = np.abs(np.delete(self.positions, k) - self.positions[k])
        return float(gaps.min()) / 2

    def in_plane(self, points: Vector, k: int) -> Vector:
        """(column, row) of points (n, 3) projected along the normal on slice `k`; n x 2, not rounded."""
        plane = np.stack([self.along_row, self.along_column], axis=1)
        solved, *_ = np.linalg.lstsq(plane, (points - self.origins[k]).T, rcond=None)
        return np.asarray(solved.T)


def grid_from_affine(
    shape: Sequence[int],
    affine: npt.ArrayLike,
    frame_of_reference_uid: str | None = None,
    sop_instance_uids: Sequence[str | None] = (),
) -> Grid:
    """The grid of an array (slice, row, column) whose affine takes (column, row, slice) to LPS mm."""
    a = np.asarray(affine, float).reshape(4, 4)
    origins = a[:3, 3] + np.arange(shape[0])[:, None] * a[:3, 2]
    cross = np.cross(a[:3, 0], a[:3, 1])
    step = abs(float(a[:3, 2] @ cross / np.linalg.norm(cross)))
    n, rows, columns = (int(v) for v in shape)
    return Grid(
        (n, rows, columns),
        origins,
        a[:3, 0],
        a[:3, 1],
        step or None,
        frame_of_reference_uid,
        tuple(sop_instance_uids),
    )


_VOLUME = """
SELECT v.shape, v.axes, v.affine_lps, v.spacing_mm, v.direction_lps, v.verdict, v.reason_codes
FROM volume v WHERE v.volume_id = ?
"""

_SLICES = """
SELECT vf.k, i."SOPInstanceUID", i."FrameOfReferenceUID",
    coalesce(f."ImagePositionPatient", i."ImagePositionPatient") AS position,
    coalesce(f."PixelSpacing", i."PixelSpacing") AS pixel_spacing,
    coalesce(f."ImageOrientationPatient", i."ImageOrientationPatient") AS orientation
FROM volume_frame vf
JOIN instance_row i USING (instance_version_id)
LEFT JOIN frame f ON f.instance_version_id = vf.instance_version_id AND f.frame_index = vf.frame_index
WHERE vf.volume_id = ?
QUALIFY row_number() OVER (PARTITION BY vf.k ORDER BY vf.t NULLS FIRST, vf.frame_index) = 1
ORDER BY vf.k
"""


def load_grid(lake: LakeLike, volume_id: str) -> Grid:
    """The grid of a volume of the catalogue.

    Raises:
        NotFoundError: no such volume in this snapshot.
        VolumeError: its slices have no place in the patient.
    """
    found = lake.dicts(_VOLUME, [volume_id])
    if not found:
        raise NotFoundError(f"no volume '{volume_id}' in this snapshot; see the table volume")
    row = found[0]
    slices = lake.dicts(_SLICES, [volume_id])
    n, rows, columns = _spatial(row["shape"], row["axes"])
    frame_of_reference = next((s["FrameOfReferenceUID"] for s in slices if s["FrameOfReferenceUID"]), None)
    sops = tuple(s["SOPInstanceUID"] for s in slices)
    if row["affine_lps"] is not None:
        grid = grid_from_affine((n, rows, columns), row["affine_lps"], frame_of_reference, sops)
        return _without_step(grid) if row["spacing_mm"] is None or row["spacing_mm"][0] is None else grid
    return _from_slices(volume_id, (n, rows, columns), row, slices, frame_of_reference, sops)


def _spatial(shape: Sequence[int], axes: str) -> tuple[int, int, int]:
    """Lengths of slice, row and column; a plane without a slice axis is one slice."""
    size = dict(zip(axes, shape, strict=False))
    return int(size.get("z", 1)), int(size["y"]), int(size["x"])


def _without_step(grid: Grid) -> Grid:
    from dataclasses import replace

    return replace(grid, step=None)


def _from_slices(
    volume_id: str,
    shape: tuple[int, int, int],
    row: dict[str, Any],
    slices: list[dict[str, Any]],
    frame_of_reference: str | None,
    sops: tuple[str | None, ...],
) -> Grid:
    """A grid whose slices stand where their frames say: with gaps, or unevenly."""
    usable = [s for s in slices if s["position"] and s["orientation"] and s["pixel_spacing"]]
    if len(usable) != shape[0] or len(usable) != len(slices):
        reasons = tuple(row["reason_codes"] or ()) or ("geometry_missing",)
        raise VolumeError(
            f"the slices of volume {volume_id} have no place in the patient ({', '.join(reasons)}), "
            "so no mask can be laid on it",
            reasons,
        )
    orientation, spacing = usable[0]["orientation"], usable[0]["pixel_spacing"]
    step = row["spacing_mm"][0] if row["spacing_mm"] is not None else None
    return Grid(
        shape,
        np.asarray([s["position"] for s in usable], float),
        np.asarray(orientation[:3], float) * spacing[1],
        np.asarray(orientation[3:], float) * spacing[0],
        float(step) if step is not None else None,
        frame_of_reference,
        sops,
    )
