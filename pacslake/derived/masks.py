"""A segment or a region of interest on a volume's grid, exactly or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.contours import parse_structure_set, rasterize
from pacslake.derived.grid import Grid, load_grid
from pacslake.derived.measure import slice_step
from pacslake.derived.segmentation import Frame, Pixels, Segmentation, parse_segmentation
from pacslake.errors import NotFoundError, VolumeError

if TYPE_CHECKING:
    from pacslake.derived.protocols import LakeLike

__all__ = ["mask", "roi_mask", "segment_mask"]

Mask = npt.NDArray[np.uint8]

ON_GRID = 0.01
"""How far, in voxels, a frame's pixels may be off the voxels and still be laid on them one to one.

DS values have 16 characters and writers round to a tenth of a micrometre or so; a hundredth of a voxel is far
above that, and far below what would change a mask.
"""

_SEGMENT = """
SELECT instance_version_id, "SegmentNumber" AS number, "FrameOfReferenceUID" FROM segment WHERE segment_id = ?
"""
_ROI = """
SELECT instance_version_id, "ROINumber" AS number, "FrameOfReferenceUID" FROM roi WHERE roi_id = ?
"""


def mask(lake: LakeLike, volume: Any, id: str) -> Mask:
    """A segment or region on a volume's grid: (slice, row, column) of 0 and 1.

    Frames and contours are placed by their positions. Pixels of a segment that lie on voxels are copied one to
    one; on another grid of the same frame of reference a voxel belongs when its centre lies in a voxel of the
    segment. Of a FRACTIONAL segment the voxels of at least half belong.

    Args:
        volume: a `Volume`, or a volume_id.
        id: `segment_id` or `roi_id`.

    Raises:
        NotFoundError: there is no such segment, region or volume in this snapshot.
        VolumeError: the frames of reference differ (`frame_of_reference_mismatch`); the volume or the segment
            has no place in the patient (`geometry_missing`); contours lie across the slices.
    """
    volume_id = volume if isinstance(volume, str) else str(volume.volume_id)
    grid = load_grid(lake, volume_id)
    for query, lay in ((_SEGMENT, segment_mask), (_ROI, roi_mask)):
        found = lake.dicts(query, [id])
        if found:
            row = found[0]
            _same_frame_of_reference(row["FrameOfReferenceUID"], grid.frame_of_reference_uid, id, volume_id)
            ds = lake.instance(row["instance_version_id"]).dataset()
            return lay(ds, int(row["number"]), grid)
    raise NotFoundError(
        f"no segment and no region of interest '{id}' in this snapshot; see the tables segment and roi"
    )


def _same_frame_of_reference(own: str | None, other: str | None, id: str, volume_id: str) -> None:
    if own is not None and other is not None and own != other:
        raise VolumeError(
            f"{id} and volume {volume_id} have different FrameOfReferenceUIDs ({own} and {other}): "
            "the mask does not belong there. Take a volume of the series that it was drawn on",
            ("frame_of_reference_mismatch",),
        )


def roi_mask(ds: Any, number: int, grid: Grid) -> Mask:
    """Region `number` of an RT Structure Set data set on a grid; see `contours` for the rule.

    Raises: NotFoundError: no such region; VolumeError: its contours lie across the slices.
    """
    roi = next((r for r in parse_structure_set(ds).rois if r.number == number), None)
    if roi is None:
        raise NotFoundError(f"the structure set has no region of interest with ROINumber {number}")
    patches, problems = rasterize(roi.contours, grid)
    if "contour_across_slices" in problems and not patches:
        raise VolumeError(
            "the contours do not lie in the planes of the volume's slices, so no voxel can be told from them",
            ("contour_across_slices",),
        )
    out = np.zeros(grid.shape, np.uint8)
    for patch in patches:
        rows, columns = patch.mask.shape
        view = out[patch.k, patch.row : patch.row + rows, patch.column : patch.column + columns]
        view |= patch.mask
    return out


def segment_mask(ds: Any, number: int, grid: Grid) -> Mask:
    """Segment `number` of a segmentation data set on a grid.

    Raises: NotFoundError: no such segment; VolumeError: its frames have no place in the patient.
    """
    seg = parse_segmentation(ds)
    if number not in {s.number for s in seg.segments}:
        raise NotFoundError(f"the segmentation has no segment with SegmentNumber {number}")
    frames, pixels = seg.frames_of(number), Pixels(ds)
    out = np.zeros(grid.shape, np.uint8)
    rest = []
    for frame in frames:
        values = _plane(pixels, frame, seg, number)
        if values.any() and not _copy(out, values, frame, grid):
            rest.append((frame, values))
    if rest:
        _sample(out, rest, seg, grid)
    return out


def _plane(pixels: Pixels, frame: Frame, seg: Segmentation, number: int) -> npt.NDArray[np.bool_]:
    """Where a frame holds the segment, (row, column)."""
    values = pixels.frame(frame.index)
    if seg.is_label_map:
        return np.asarray(values == number)
    return np.asarray(values >= seg.max_fraction / 2 if seg.type == "FRACTIONAL" else values > 0)


def _copy(out: Mask, values: npt.NDArray[np.bool_], frame: Frame, grid: Grid) -> bool:
    """Copy a frame whose pixels lie on voxels; False where they do not. In place.

    The frame may lie in another direction (sagittal on axial, rows upside down): what counts is that each of
    its pixels falls on a voxel.
    """
    if not (frame.position and frame.orientation and frame.spacing):
        return _copy_by_reference(out, values, frame, grid)
    row, column = np.nonzero(values)
    points = (
        np.asarray(frame.position)
        + column[:, None] * (np.asarray(frame.orientation[:3]) * frame.spacing[1])
        + row[:, None] * (np.asarray(frame.orientation[3:]) * frame.spacing[0])
    )
    at = _voxels_of(points, grid)
    if at is None:
        return False
    k, r, c = at
    keep = (r >= 0) & (r < grid.shape[1]) & (c >= 0) & (c < grid.shape[2])
    out[k[keep], r[keep], c[keep]] = 1
    return True


def _voxels_of(points: npt.NDArray[np.float64], grid: Grid) -> tuple[npt.NDArray[np.intp], ...] | None:
    """(slice, row, column) of points that all lie on voxel centres of the grid's slices; None where they don't."""
    along = points @ grid.normal
    if np.ptp(along) < 1e-3:
        k0, off = grid.nearest_slice(float(along.mean()))
        k = np.full(len(points), k0)
        distance = np.full(len(points), off)
    else:
        gaps = np.abs(along[:, None] - grid.positions[None, :])
        k = gaps.argmin(axis=1)
        distance = gaps[np.arange(len(points)), k]
    if distance.max() > ON_GRID * 2 * grid.reach(int(k[0])) + 1e-3:
        return None
    plane = np.stack([grid.along_row, grid.along_column], axis=1)
    solved = (np.linalg.pinv(plane) @ (points - grid.origins[k]).T).T
    nearest = np.rint(solved)
    if np.abs(solved - nearest).max() > ON_GRID:
        return None
    return k.astype(np.intp), nearest[:, 1].astype(np.intp), nearest[:, 0].astype(np.intp)


def _copy_by_reference(out: Mask, values: npt.NDArray[np.bool_], frame: Frame, grid: Grid) -> bool:
    """A frame without a position belongs to the image that it names, when both are of one size."""
    for sop, _ in frame.sources:
        if sop in grid.sop_instance_uids and values.shape == grid.shape[1:]:
            out[grid.sop_instance_uids.index(sop)] |= values
            return True
    raise VolumeError(
        "a frame of the segmentation has neither a position nor an image of this volume that it belongs to",
        ("geometry_missing",),
    )


def _sample(
    out: Mask, planes: Sequence[tuple[Frame, npt.NDArray[np.bool_]]], seg: Segmentation, grid: Grid
) -> None:
    """Lay frames of another grid on this one: a voxel belongs when its centre lies in a voxel of theirs."""
    frame = planes[0][0]
    assert frame.orientation and frame.spacing and frame.position
    along_row = np.asarray(frame.orientation[:3]) * frame.spacing[1]
    along_column = np.asarray(frame.orientation[3:]) * frame.spacing[0]
    normal = np.cross(frame.orientation[:3], frame.orientation[3:])
    step = slice_step(seg.frames)
    if step is None:
        raise VolumeError(
            "the distance between the segmentation's slices is not known, and they do not lie on the volume's",
            ("geometry_missing",),
        )
    origin = np.asarray(frame.position)
    k = np.rint([(np.asarray(f.position) - origin) @ normal / step for f, _ in planes]).astype(int)
    dense = np.zeros((int(np.ptp(k)) + 1, *planes[0][1].shape), bool)
    for index, (_, values) in zip(k - k.min(), planes, strict=True):
        dense[index] |= values
    origin = origin + k.min() * step * normal
    to_index = np.linalg.inv(np.stack([normal * step, along_column, along_row], axis=1))
    rows, columns = np.arange(grid.shape[1]), np.arange(grid.shape[2])
    in_plane = rows[:, None, None] * grid.along_column + columns[None, :, None] * grid.along_row
    for z in range(grid.shape[0]):
        at = np.rint((in_plane + (grid.origins[z] - origin)) @ to_index.T).astype(int)
        held = np.all((at >= 0) & (at < dense.shape), axis=-1)
        if held.any():
            hit = at[held]
            out[z][held] |= dense[hit[:, 0], hit[:, 1], hit[:, 2]]
