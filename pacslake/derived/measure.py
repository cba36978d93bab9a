"""Size and place of segments, frame by frame: only one frame is in memory at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pacslake.derived.segmentation import Frame, Segmentation

__all__ = ["SegmentSize", "cropped", "measure_segments", "slice_step"]

STEP_TOLERANCE = 0.02
"""How far from a whole step a distance between frames may be, as a part of the step: positions are rounded."""


class Part(NamedTuple):
    """Voxels of a segment in one frame: how many, sums of their row and column numbers, first and last of these."""

    n_voxels: int
    row_sum: float = 0.0
    column_sum: float = 0.0
    rows: tuple[int, int] = (0, 0)
    columns: tuple[int, int] = (0, 0)


@dataclass
class SegmentSize:
    """Running sums over the frames of one segment."""

    n_voxels: int = 0
    fraction_sum: float = 0.0
    n_frames: int = 0
    moment: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))
    n_placed: int = 0
    low: npt.NDArray[np.float64] = field(default_factory=lambda: np.full(3, np.inf))
    high: npt.NDArray[np.float64] = field(default_factory=lambda: np.full(3, -np.inf))

    @property
    def centroid(self) -> list[float] | None:
        """Mean of the voxel centres, LPS mm."""
        return [float(v) for v in self.moment / self.n_placed] if self.n_placed else None

    @property
    def bbox(self) -> list[float] | None:
        """Min x, y, z, max x, y, z of the voxel centres' rectangles, LPS mm."""
        return [float(v) for v in (*self.low, *self.high)] if self.n_placed else None

    def add(self, mask: npt.NDArray[np.bool_], frame: Frame, fraction_sum: float) -> None:
        """Count the voxels of one place: `mask` is (row, column)."""
        by_row, by_column = np.count_nonzero(mask, 1), np.count_nonzero(mask, 0)
        rows, columns = np.flatnonzero(by_row), np.flatnonzero(by_column)
        part = (
            Part(0)
            if not rows.size
            else Part(
                int(by_row.sum()),
                float(by_row @ np.arange(by_row.size)),
                float(by_column @ np.arange(by_column.size)),
                (int(rows[0]), int(rows[-1])),
                (int(columns[0]), int(columns[-1])),
            )
        )
        self.add_part(part, frame, fraction_sum)

    def add_part(self, part: Part, frame: Frame, fraction_sum: float) -> None:
        """The same of voxels that are counted already."""
        self.n_voxels += part.n_voxels
        self.fraction_sum += fraction_sum
        if not part.n_voxels or not (frame.position and frame.orientation and frame.spacing):
            return
        origin = np.asarray(frame.position)
        along_row = np.asarray(frame.orientation[:3]) * frame.spacing[1]
        along_column = np.asarray(frame.orientation[3:]) * frame.spacing[0]
        self.moment += part.n_voxels * origin + along_row * part.column_sum + along_column * part.row_sum
        self.n_placed += part.n_voxels
        corners = [origin + i * along_row + j * along_column for i in part.columns for j in part.rows]
        self.low = np.minimum(self.low, np.min(corners, 0))
        self.high = np.maximum(self.high, np.max(corners, 0))


def measure_segments(seg: Segmentation, pixels: Any) -> dict[int, SegmentSize]:
    """Size and place of every described segment, by its number. Frames at one place count once.

    `pixels.frame(index)` gives a frame, (row, column): `Pixels` of a data set, `StoredPixels` of a lake.

    Raises: DecodeError: a frame cannot be read.
    """
    sizes = {segment.number: SegmentSize() for segment in seg.segments}
    for group in _by_place(seg.frames):
        if seg.is_label_map:
            _add_labels(sizes, seg, group[0], pixels.frame(group[0].index))
        elif group[0].segment in sizes:
            size = sizes[group[0].segment]
            size.n_frames += len(group)
            mask, fractions = _union(
                [cropped(pixels.frame(f.index), f, seg.total_matrix) for f in group], seg
            )
            size.add(mask, group[0], fractions)
    return sizes


def _by_place(frames: Iterable[Frame]) -> list[list[Frame]]:
    """Frames grouped by segment and place; a frame without a place stands alone."""
    groups: dict[Any, list[Frame]] = defaultdict(list)
    for frame in frames:
        groups[(frame.segment, frame.place if frame.place is not None else frame.index)].append(frame)
    return list(groups.values())


def cropped(values: npt.NDArray[Any], frame: Frame, total_matrix: tuple[int, int] | None) -> npt.NDArray[Any]:
    """The part of a tile that lies inside the total matrix: tiles at its edges are padded."""
    if frame.tile is None or total_matrix is None:
        return values
    return values[: max(total_matrix[0] - frame.tile[0], 0), : max(total_matrix[1] - frame.tile[1], 0)]


def _union(planes: Sequence[npt.NDArray[Any]], seg: Segmentation) -> tuple[npt.NDArray[np.bool_], float]:
    """The mask and the sum of fractions of frames at one place."""
    most = planes[0] if len(planes) == 1 else np.maximum.reduce(planes)
    if seg.type != "FRACTIONAL":
        mask = most > 0
        return mask, float(np.count_nonzero(mask))
    # A voxel belongs where it is at least half in: of an occupancy, its centre most likely is; of a
    # probability, it is more likely in than out.
    return most >= seg.max_fraction / 2, float(most.sum(dtype=np.float64)) / seg.max_fraction


def _add_labels(
    sizes: dict[int, SegmentSize], seg: Segmentation, frame: Frame, values: npt.NDArray[Any]
) -> None:
    for number, part in _parts(cropped(values, frame, seg.total_matrix)):
        size = sizes.get(number)
        if size is not None:
            size.n_frames += 1
            size.add_part(part, frame, float(part.n_voxels))


def _parts(values: npt.NDArray[Any]) -> Iterator[tuple[int, Part]]:
    """The parts of all labels of a frame, counted in one pass: a frame may hold tens of thousands of them."""
    row, column = np.nonzero(values)
    labels = values[row, column]
    order = np.argsort(labels, kind="stable")
    labels, row, column = labels[order], row[order], column[order]
    numbers, first, counts = np.unique(labels, return_index=True, return_counts=True)
    if not numbers.size:
        return
    reduced = [
        f.reduceat(axis, first).tolist() for axis in (row, column) for f in (np.add, np.minimum, np.maximum)
    ]
    for number, count, r, r0, r1, c, c0, c1 in zip(numbers.tolist(), counts.tolist(), *reduced, strict=True):
        yield number, Part(count, float(r), float(c), (r0, r1), (c0, c1))


def slice_step(frames: Sequence[Frame], source_step: float | None = None) -> float | None:
    """Distance between the slices of a segmentation, mm; None where it cannot be known.

    The frames' own positions decide: they are whole steps apart. SpacingBetweenSlices, then the distance of
    the source's slices (`source_step`), are taken when the positions fit them, for frames may be left out and
    the least distance found may be two steps. SliceThickness counts only where there is nothing else: it is
    no distance.
    """
    placed = [f for f in frames if f.position and f.orientation]
    stated = next((abs(f.spacing_between) for f in frames if f.spacing_between), None)
    thickness = next((abs(f.thickness) for f in frames if f.thickness), None)
    if not placed:
        return None
    normal = np.cross(placed[0].orientation[:3], placed[0].orientation[3:])  # type: ignore[index]
    along = np.unique(np.round([float(np.dot(f.position, normal)) for f in placed], 4))  # type: ignore[arg-type]
    gaps: npt.NDArray[np.float64] = np.diff(along).astype(np.float64)
    gaps = gaps[gaps > 1e-3]
    if not gaps.size:
        return source_step or stated or thickness
    for step in (source_step, stated):
        if step and np.all(
            np.abs(gaps / step - np.rint(gaps / step)) <= STEP_TOLERANCE * np.rint(gaps / step) + 0.01
        ):
            return step
    return _whole_steps(gaps)


def _whole_steps(gaps: npt.NDArray[Any]) -> float:
    """The step of which all gaps are whole multiples, by least of them; the mean is more exact than one gap.

    Positions rounded to a tenth of a millimetre make gaps of 1.2 and 1.3 mm out of steps of 1.25 mm.
    """
    least = step = float(gaps.min())
    for _ in range(3):
        step = float(gaps.sum() / np.maximum(np.rint(gaps / step), 1).sum())
    off = np.abs(gaps - np.rint(gaps / step) * step)
    return step if off.max() <= max(0.05 * step, 0.0501) else least
