"""A segment or a region of interest on a volume's grid or on its own, exactly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.contours import Contour, parse_structure_set, rasterize
from pacslake.derived.grid import Grid, load_grid
from pacslake.derived.measure import cropped, slice_step
from pacslake.derived.segmentation import Frame, Pixels, parse_segmentation
from pacslake.derived.stored import StoredPixels, data_set, stored_frames
from pacslake.errors import NotFoundError, UsageError, VolumeError

if TYPE_CHECKING:
    from pacslake.derived.protocols import LakeLike

__all__ = [
    "OwnMask",
    "iter_masks",
    "label_map",
    "mask",
    "own_mask",
    "roi_contours",
    "roi_mask",
    "segment_mask",
]

Mask = npt.NDArray[np.uint8]
Planes = Iterable[tuple[Frame, npt.NDArray[Any]]]

ON_GRID = 0.01
"""How far, in voxels, a frame's pixels may be off the voxels and still be laid on them one to one.

DS values have 16 characters and writers round to a tenth of a micrometre or so; a hundredth of a voxel is far
above that, and far below what would change a mask.
"""

_SEGMENT = """
SELECT instance_version_id, "SegmentNumber" AS number, "FrameOfReferenceUID", "SegmentationType", n_frames,
    "MaximumFractionalValue", voxel_volume_mm3
FROM segment WHERE segment_id = ?
"""
_ROI = """
SELECT instance_version_id, "ROINumber" AS number, "FrameOfReferenceUID" FROM roi WHERE roi_id = ?
"""
_OF_OBJECT = 'SELECT segment_id FROM segment WHERE "SOPInstanceUID" = ? ORDER BY "SegmentNumber"'


def mask(lake: LakeLike, volume: Any, id: str) -> Mask:
    """A segment or region on a volume's grid: (slice, row, column) of 0 and 1.

    Frames and contours are placed by their positions. Pixels of a segment that lie on voxels are copied one to
    one; on another grid of the same frame of reference a voxel belongs when its centre lies in a voxel of the
    segment. Of a FRACTIONAL segment the voxels of at least half belong. Only the segment's own frames are read.

    Args:
        volume: a `Volume`, or a volume_id.
        id: `segment_id` or `roi_id`.

    Raises:
        NotFoundError: there is no such segment, region or volume in this snapshot.
        VolumeError: the frames of reference differ (`frame_of_reference_mismatch`); the volume or the segment
            has no place in the patient (`geometry_missing`); contours lie across the slices.
    """
    volume_id = volume if isinstance(volume, str) else str(volume.volume_id)
    return _lay(lake, load_grid(lake, volume_id), volume_id, id)


def iter_masks(lake: LakeLike, volume: Any, sop_instance_uid: str) -> Iterator[tuple[str, Mask]]:
    """The segments of an object one after another, as (segment_id, mask), only one of them in memory.

    Raises: as `mask`; NotFoundError: the object has no segments in this snapshot.
    """
    volume_id = volume if isinstance(volume, str) else str(volume.volume_id)
    grid = load_grid(lake, volume_id)
    ids = [id for (id,) in lake.rows(_OF_OBJECT, [sop_instance_uid])]
    if not ids:
        raise NotFoundError(
            f"no segments of object {sop_instance_uid} in this snapshot; see the table segment"
        )
    first = lake.dicts(_SEGMENT, [ids[0]])[0]
    if first["SegmentationType"] != "LABELMAP":
        yield from ((id, _lay(lake, grid, volume_id, id)) for id in ids)
        return
    # Each frame of a label map holds all segments: it is read and placed once for all of them.
    _same_frame_of_reference(first["FrameOfReferenceUID"], grid.frame_of_reference_uid, ids[0], volume_id)
    labels = lay_planes(*_planes(lake, {**first, "number": None}), grid, np.uint16)
    for id in ids:
        number = lake.dicts(_SEGMENT, [id])[0]["number"]
        yield id, (labels == number).astype(np.uint8)


def label_map(
    lake: LakeLike, volume: Any, ids: Sequence[str], *, overlap: str = "refuse"
) -> npt.NDArray[np.uint16]:
    """Several segments or regions as one array of labels 1..n, in the order of `ids`; 0 is none of them.

    Args:
        overlap: what a voxel of two of them gets: `refuse` raises, `first` and `last` take that one's label.

    Raises: as `mask`; UsageError: two of them overlap, and `overlap` is `refuse`.
    """
    if overlap not in ("refuse", "first", "last"):
        raise UsageError(f"overlap is refuse, first or last, not '{overlap}'")
    if not ids:
        raise UsageError("a label map needs at least one segment or region of interest")
    labels: npt.NDArray[np.uint16] | None = None
    for n, id in enumerate(ids, start=1):
        found = mask(lake, volume, id) > 0
        if labels is None:
            labels = np.zeros(found.shape, np.uint16)
        taken = found & (labels > 0)
        if overlap == "refuse" and taken.any():
            raise UsageError(
                f"{int(taken.sum())} voxels of {id} belong to others of the list too, and a label map holds one "
                "label a voxel; give overlap='first' or 'last', or take the masks one by one"
            )
        labels[found & ~taken if overlap == "first" else found] = n
    assert labels is not None
    return labels


@dataclass(frozen=True)
class OwnMask:
    """A segment on the grid of its own object: `array` (slice, row, column) of 0 and 1.

    `affine_lps` (4, 4) takes (column, row, slice) to LPS mm; of a single slice of unknown distance its third column
    is the normal. None for the tiles of a slide and for frames without a place, which then stand in their order.
    """

    array: Mask
    affine_lps: npt.NDArray[np.float64] | None
    frame_of_reference_uid: str | None


def own_mask(lake: LakeLike, segment_id: str) -> OwnMask:
    """A segment on its own grid, from its first to its last frame; needs no source images.

    Raises:
        NotFoundError: there is no such segment in this snapshot.
        VolumeError: its frames are not one step apart, so they make no array (`irregular_spacing`).
    """
    found = lake.dicts(_SEGMENT, [segment_id])
    if not found:
        raise NotFoundError(f"no segment '{segment_id}' in this snapshot; see the table segment")
    row = found[0]
    planes, step = _planes(lake, row)
    kept = list(planes)
    for_reference = row["FrameOfReferenceUID"]
    if not kept:
        return OwnMask(np.zeros((0, 0, 0), np.uint8), None, for_reference)
    if any(frame.tile for frame, _ in kept):
        return OwnMask(_mosaic(kept)[None], None, for_reference)
    if any(frame.position is None or frame.orientation is None or frame.spacing is None for frame, _ in kept):
        return OwnMask(np.stack([(v > 0).astype(np.uint8) for _, v in kept]), None, for_reference)
    dense, origin, steps = _stack(kept, step or 1.0)
    affine = np.eye(4)
    affine[:3, :3], affine[:3, 3] = steps[:, ::-1], origin
    return OwnMask((dense > 0).astype(np.uint8), affine, for_reference)


def roi_contours(lake: LakeLike, roi_id: str) -> tuple[Contour, ...]:
    """The contours of a region as they were drawn: kind and points (n, 3) in LPS mm, open ones and points included.

    Raises: NotFoundError: there is no such region in this snapshot.
    """
    found = lake.dicts(_ROI, [roi_id])
    if not found:
        raise NotFoundError(f"no region of interest '{roi_id}' in this snapshot; see the table roi")
    structures = parse_structure_set(data_set(lake.instance(found[0]["instance_version_id"])))
    return next((r.contours for r in structures.rois if r.number == found[0]["number"]), ())


def _mosaic(planes: Sequence[tuple[Frame, npt.NDArray[Any]]]) -> Mask:
    """Tiles in their places."""
    placed = [(f.tile or (0, 0), v) for f, v in planes]
    size = [max(at[axis] + v.shape[axis] for at, v in placed) for axis in (0, 1)]
    out = np.zeros(size, np.uint8)
    for (row, column), values in placed:
        out[row : row + values.shape[0], column : column + values.shape[1]] |= values > 0
    return out


def _lay(lake: LakeLike, grid: Grid, volume_id: str, id: str) -> Mask:
    """A segment or region on a grid."""
    for query, lay in ((_SEGMENT, _stored_segment), (_ROI, _stored_roi)):
        found = lake.dicts(query, [id])
        if found:
            row = found[0]
            _same_frame_of_reference(row["FrameOfReferenceUID"], grid.frame_of_reference_uid, id, volume_id)
            return lay(lake, row, grid)
    raise NotFoundError(
        f"no segment and no region of interest '{id}' in this snapshot; see the tables segment and roi"
    )


def _stored_segment(lake: LakeLike, row: dict[str, Any], grid: Grid) -> Mask:
    return lay_planes(*_planes(lake, row), grid)


def _stored_roi(lake: LakeLike, row: dict[str, Any], grid: Grid) -> Mask:
    return roi_mask(data_set(lake.instance(row["instance_version_id"])), int(row["number"]), grid)


def _planes(lake: LakeLike, row: dict[str, Any]) -> tuple[Planes, float | None]:
    """The planes of a segment of the lake, and the distance between the slices of its object, mm."""
    instance = lake.instance(row["instance_version_id"])
    number, kind = row["number"], row["SegmentationType"]
    pixels = StoredPixels(instance)
    frames = stored_frames(lake, row["instance_version_id"], number, label_map=kind == "LABELMAP")
    if frames and (kind == "LABELMAP" or len(frames) == row["n_frames"]):
        size, (down, across) = row["voxel_volume_mm3"], frames[0].spacing or (0.0, 0.0)
        step = size / (down * across) if size and down and across else None
        return _read(pixels, frames, _rule(kind, number, row["MaximumFractionalValue"] or 255)), step
    seg = parse_segmentation(data_set(instance))
    chosen = list(seg.frames) if number is None else seg.frames_of(number)
    read = _read(pixels, chosen, _rule(kind, number, seg.max_fraction))
    return ((f, cropped(v, f, seg.total_matrix)) for f, v in read), slice_step(seg.frames)


def _rule(kind: str, number: int | None, max_fraction: int) -> Callable[[npt.NDArray[Any]], npt.NDArray[Any]]:
    """What of a frame's values belongs; without a number the labels themselves."""
    if kind == "LABELMAP":
        return (lambda values: values) if number is None else (lambda values: values == number)
    if kind == "FRACTIONAL":
        return lambda values: values >= max_fraction / 2
    return lambda values: values > 0


def _read(
    pixels: Any, frames: Iterable[Frame], belongs: Callable[[npt.NDArray[Any]], npt.NDArray[Any]]
) -> Planes:
    for frame in frames:
        yield frame, belongs(pixels.frame(frame.index))


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
    planes = _read(Pixels(ds), seg.frames_of(number), _rule(seg.type, number, seg.max_fraction))
    return lay_planes(planes, slice_step(seg.frames), grid)


# -- planes on a grid --------------------------------------------------------------------------------------


def lay_planes(
    planes: Planes, step: float | None, grid: Grid, dtype: npt.DTypeLike = np.uint8
) -> npt.NDArray[Any]:
    """Planes (row, column) in their places on a grid: (slice, row, column) of `dtype`.

    Args:
        planes: each with its frame; values above 0 are laid.
        step: distance between the slices of the object, mm; of use where they are not the grid's own.

    Raises: VolumeError: a plane with values has no place, or planes on another grid are not one step apart.
    """
    out = np.zeros(grid.shape, dtype)
    rest = []
    for frame, values in planes:
        if values.any() and not _copy(out, values, frame, grid):
            rest.append((frame, values))
    if rest:
        _sample(out, rest, step, grid)
    return out


def _copy(out: npt.NDArray[Any], values: npt.NDArray[Any], frame: Frame, grid: Grid) -> bool:
    """Copy a frame whose pixels lie on voxels; False where they do not. In place.

    The frame may lie in another direction (sagittal on axial, rows upside down): what counts is that each of
    its pixels falls on a voxel.
    """
    if not (frame.position and frame.orientation and frame.spacing):
        return _copy_by_reference(out, values, frame, grid)
    along_row = np.asarray(frame.orientation[:3]) * frame.spacing[1]
    along_column = np.asarray(frame.orientation[3:]) * frame.spacing[0]
    origin = np.asarray(frame.position)
    corner = _corner(origin, along_row, along_column, values.shape, grid)
    if corner is not None:
        _paste(out, values, *corner)
        return True
    row, column = np.nonzero(values)
    at = _voxels_of(origin + column[:, None] * along_row + row[:, None] * along_column, grid)
    if at is None:
        return False
    k, r, c = at
    keep = (r >= 0) & (r < grid.shape[1]) & (c >= 0) & (c < grid.shape[2])
    out[k[keep], r[keep], c[keep]] = values[row[keep], column[keep]]
    return True


def _corner(
    origin: npt.NDArray[np.float64],
    along_row: npt.NDArray[np.float64],
    along_column: npt.NDArray[np.float64],
    shape: tuple[int, ...],
    grid: Grid,
) -> tuple[int, int, int] | None:
    """(slice, row, column) of a frame's first pixel where all its pixels are voxels of one slice, in its order."""
    if (
        max(
            np.abs(along_row - grid.along_row).max() * shape[1] / np.linalg.norm(grid.along_row),
            np.abs(along_column - grid.along_column).max() * shape[0] / np.linalg.norm(grid.along_column),
        )
        > ON_GRID
    ):
        return None
    at = _voxels_of(origin[None], grid)
    return None if at is None else (int(at[0][0]), int(at[1][0]), int(at[2][0]))


def _paste(out: npt.NDArray[Any], values: npt.NDArray[Any], k: int, row: int, column: int) -> None:
    """Values above 0 at (row, column) of slice `k`, cut to what the slice holds. In place."""
    r0, c0 = max(row, 0), max(column, 0)
    r1, c1 = min(row + values.shape[0], out.shape[1]), min(column + values.shape[1], out.shape[2])
    if r0 < r1 and c0 < c1:
        view = out[k, r0:r1, c0:c1]
        part = values[r0 - row : r1 - row, c0 - column : c1 - column]
        np.maximum(view, part, out=view, casting="unsafe")


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


def _copy_by_reference(out: npt.NDArray[Any], values: npt.NDArray[Any], frame: Frame, grid: Grid) -> bool:
    """A frame without a position belongs to the image that it names, when both are of one size."""
    for sop, _ in frame.sources:
        if sop in grid.sop_instance_uids and values.shape == grid.shape[1:]:
            _paste(out, values, grid.sop_instance_uids.index(sop), 0, 0)
            return True
    raise VolumeError(
        "a frame of the segmentation has neither a position nor an image of this volume that it belongs to",
        ("geometry_missing",),
    )


def _sample(
    out: npt.NDArray[Any],
    planes: Sequence[tuple[Frame, npt.NDArray[Any]]],
    step: float | None,
    grid: Grid,
) -> None:
    """Lay frames of another grid on this one: a voxel belongs when its centre lies in a voxel of theirs."""
    if step is None:
        raise VolumeError(
            "the distance between the segmentation's slices is not known, and they do not lie on the volume's",
            ("geometry_missing",),
        )
    dense, origin, steps = _stack(planes, step)
    to_index = np.linalg.inv(steps)
    rows, columns = np.arange(grid.shape[1]), np.arange(grid.shape[2])
    in_plane = rows[:, None, None] * grid.along_column + columns[None, :, None] * grid.along_row
    for z in range(grid.shape[0]):
        at = np.rint((in_plane + (grid.origins[z] - origin)) @ to_index.T).astype(int)
        held = np.all((at >= 0) & (at < dense.shape), axis=-1)
        if held.any():
            hit = at[held]
            out[z][held] = np.maximum(out[z][held], dense[hit[:, 0], hit[:, 1], hit[:, 2]])


def _stack(
    planes: Sequence[tuple[Frame, npt.NDArray[Any]]], step: float
) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Planes as one array (slice, row, column), frames that were left out as zeros.

    Returns: the array; the centre of its first voxel; the steps from a voxel to the next as columns
    (slice, row, column), LPS mm. Slices may be sheared against their normal.

    Raises: VolumeError: the planes have several directions or sizes, or are not one step apart.
    """
    first = planes[0][0]
    assert first.orientation and first.spacing and first.position
    along_row = np.asarray(first.orientation[:3]) * first.spacing[1]
    along_column = np.asarray(first.orientation[3:]) * first.spacing[0]
    normal = np.cross(first.orientation[:3], first.orientation[3:])
    shape = planes[0][1].shape
    alike = all(
        f.position
        and np.allclose(f.orientation or (), first.orientation, atol=1e-4)
        and np.allclose(f.spacing or (), first.spacing, rtol=1e-4)
        and v.shape == shape
        for f, v in planes
    )
    positions = np.asarray([f.position for f, _ in planes]) if alike else np.empty((0, 3))
    along = (positions - np.asarray(first.position)) @ normal / step
    k = np.rint(along).astype(int)
    if not alike or np.abs(along - k).max() > 0.1:
        raise VolumeError(
            "the segmentation's frames are not slices of one direction and one distance, so they cannot be laid on "
            "another grid than that of its source images",
            ("irregular_spacing",),
        )
    lowest, highest = int(k.argmin()), int(k.argmax())
    apart = int(k[highest] - k[lowest])
    to_next = (positions[highest] - positions[lowest]) / apart if apart else normal * step
    if np.abs(positions[lowest] + (k - k[lowest])[:, None] * to_next - positions).max() > 0.1 * step:
        raise VolumeError(
            "the segmentation's frames do not lie on one straight line, so they cannot be laid on another grid than "
            "that of its source images",
            ("irregular_spacing",),
        )
    dense = np.zeros((apart + 1, *shape), planes[0][1].dtype)
    for index, (_, values) in zip(k - k[lowest], planes, strict=True):
        np.maximum(dense[index], values, out=dense[index])
    return dense, positions[lowest], np.stack([to_next, along_column, along_row], axis=1)
