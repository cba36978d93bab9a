"""RT structure sets (PS3.3 A.19): regions of interest drawn as contours, and the voxels inside them.

The rule: a voxel belongs to a region when its centre lies inside an odd number of the region's closed contours
on its slice. So an inner contour is a hole, two contours apart are two parts, and a keyhole (one contour that
runs in and back along one line) leaves its hole open, without any of these being recognised as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.codes import CodedTerm, first_code
from pacslake.derived.grid import Grid

__all__ = ["Contour", "Patch", "Roi", "StructureSet", "inside", "parse_structure_set", "rasterize"]

CLOSED = frozenset({"CLOSED_PLANAR", "CLOSEDPLANAR_XOR"})

PLANE_TOLERANCE_MM = 0.5
"""Points of one contour may lie this far from its mean plane before it counts as drawn across slices."""


SAME_PLANE_MM = 0.05
"""Contours no farther apart than this along the normal lie in one plane."""


@dataclass(frozen=True)
class Contour:
    """One contour: points (n, 3) in LPS mm."""

    geometric_type: str
    points: npt.NDArray[np.float64]
    images: tuple[str, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether it has an inside."""
        return self.geometric_type in CLOSED and len(self.points) >= 3


@dataclass(frozen=True)
class Roi:
    """What the structure set says of a region."""

    number: int
    name: str | None
    description: str | None
    generation_algorithm: str | None
    interpreted_type: str | None
    observation_label: str | None
    code: CodedTerm | None
    frame_of_reference_uid: str | None
    colour: tuple[int, ...] | None
    contours: tuple[Contour, ...]
    n_unreadable: int = 0


@dataclass(frozen=True)
class StructureSet:
    """A parsed structure set."""

    label: str | None
    frame_of_reference_uid: str | None
    referenced_series: tuple[str, ...]
    referenced_images: tuple[str, ...]
    rois: tuple[Roi, ...]


@dataclass(frozen=True)
class Patch:
    """The part of a slice that a region fills: `mask` (row, column) with its corner at (`row`, `column`)."""

    k: int
    row: int
    column: int
    mask: npt.NDArray[np.bool_]


def parse_structure_set(ds: Any) -> StructureSet:
    """The facts of an RT Structure Set data set. Contours that cannot be read are counted, not raised."""
    series, images = _references(ds)
    contours, colours = _contours_by_roi(ds)
    observations = {
        int(item.ReferencedROINumber): item
        for item in ds.get("RTROIObservationsSequence") or ()
        if item.get("ReferencedROINumber") is not None
    }
    own_frame = _text(ds.get("FrameOfReferenceUID")) or next(
        (_text(i.get("FrameOfReferenceUID")) for i in ds.get("ReferencedFrameOfReferenceSequence") or ()),
        None,
    )
    rois = []
    for item in ds.get("StructureSetROISequence") or ():
        number = item.get("ROINumber")
        if number is None:
            continue
        seen = observations.get(int(number))
        found = contours.get(int(number), [])
        rois.append(
            Roi(
                number=int(number),
                name=_text(item.get("ROIName")),
                description=_text(item.get("ROIDescription")),
                generation_algorithm=_text(item.get("ROIGenerationAlgorithm")),
                interpreted_type=_text(seen.get("RTROIInterpretedType")) if seen is not None else None,
                observation_label=_text(seen.get("ROIObservationLabel")) if seen is not None else None,
                code=first_code(seen, "RTROIIdentificationCodeSequence") if seen is not None else None,
                frame_of_reference_uid=_text(item.get("ReferencedFrameOfReferenceUID")) or own_frame,
                colour=colours.get(int(number)),
                contours=tuple(c for c in found if c is not None),
                n_unreadable=sum(c is None for c in found),
            )
        )
    return StructureSet(_text(ds.get("StructureSetLabel")), own_frame, series, images, tuple(rois))


def _references(ds: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Series and images that the structure set was drawn on, in order."""
    series: dict[str, None] = {}
    images: dict[str, None] = {}
    for frame in ds.get("ReferencedFrameOfReferenceSequence") or ():
        for study in frame.get("RTReferencedStudySequence") or ():
            for item in study.get("RTReferencedSeriesSequence") or ():
                if item.get("SeriesInstanceUID"):
                    series[str(item.SeriesInstanceUID)] = None
                for image in item.get("ContourImageSequence") or ():
                    if image.get("ReferencedSOPInstanceUID"):
                        images[str(image.ReferencedSOPInstanceUID)] = None
    return tuple(series), tuple(images)


def _contours_by_roi(ds: Any) -> tuple[dict[int, list[Contour | None]], dict[int, tuple[int, ...]]]:
    """Contours and colour by ROI number. A region may have no item, or one without contours."""
    contours: dict[int, list[Contour | None]] = {}
    colours: dict[int, tuple[int, ...]] = {}
    for item in ds.get("ROIContourSequence") or ():
        number = item.get("ReferencedROINumber")
        if number is None:
            continue
        contours.setdefault(int(number), []).extend(_contour(c) for c in item.get("ContourSequence") or ())
        colour = item.get("ROIDisplayColor")
        if colour is not None and len(colour) == 3:
            colours[int(number)] = tuple(int(v) for v in colour)
    return contours, colours


def _contour(item: Any) -> Contour | None:
    """A contour, or None where its numbers cannot be read as points."""
    data = item.get("ContourData")
    try:
        values = np.asarray([float(v) for v in data or ()])
    except (TypeError, ValueError):
        return None
    if not values.size or values.size % 3 or not np.isfinite(values).all():
        return None
    images = tuple(
        str(image.ReferencedSOPInstanceUID)
        for image in item.get("ContourImageSequence") or ()
        if image.get("ReferencedSOPInstanceUID")
    )
    return Contour(str(item.get("ContourGeometricType") or "").strip(), values.reshape(-1, 3), images)


def _text(value: Any) -> str | None:
    text = str(value).strip() if value is not None else ""
    return text or None


def inside(polygons: Sequence[npt.NDArray[np.float64]], shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Pixels of a (row, column) grid whose centres lie inside an odd number of polygons.

    Each polygon is (n, 2) of (column, row), closed by its first point; pixel centres are the whole numbers. A
    centre on an edge counts at the left and upper edges only, so two polygons that share an edge share no pixel.

    >>> inside([np.array([[0.5, 0.5], [2.5, 0.5], [2.5, 2.5], [0.5, 2.5]])], (4, 4)).sum()
    4
    """
    rows, columns = shape
    toggles = np.zeros((rows, columns + 1), np.int32)
    for polygon in polygons:
        # A hundred-thousandth of a pixel is what rounding of coordinates and affine leaves; a corner drawn on
        # a pixel centre must not fall to either side by chance.
        points = np.round(polygon, 6)
        x0, y0 = points.T
        x1, y1 = np.roll(points, -1, axis=0).T
        low, high = np.minimum(y0, y1), np.maximum(y0, y1)
        first = np.clip(np.ceil(low), 0, rows).astype(int)
        last = np.clip(np.ceil(high), 0, rows).astype(int)  # half open: the lower end counts, the upper not
        count = last - first
        edge = np.repeat(np.arange(len(points)), count)
        if not edge.size:
            continue
        row = np.arange(edge.size) - np.repeat(np.cumsum(count) - count, count) + first[edge]
        x = x0[edge] + (row - y0[edge]) * (x1[edge] - x0[edge]) / (y1[edge] - y0[edge])
        column = np.clip(np.ceil(np.round(x, 6)), 0, columns).astype(int)
        np.add.at(toggles, (row, column), 1)
    return np.asarray(np.cumsum(toggles, axis=1)[:, :columns] % 2 == 1)


def rasterize(contours: Iterable[Contour], grid: Grid) -> tuple[list[Patch], list[str]]:
    """The voxels of a region on a grid, slice by slice, and what could not be laid on it.

    A contour belongs to the slice nearest to it, at most half a slice distance away: planning systems round
    coordinates to a tenth of a millimetre. Where contours of two planes fall on one slice the nearer plane
    is taken. Problems are words: `contour_across_slices`, `contour_outside_volume`.
    """
    planes, problems = _by_plane([c for c in contours if c.is_closed], grid)
    chosen: dict[int, tuple[float, list[Contour]]] = {}
    for position, members in planes.items():
        k, off = grid.nearest_slice(position)
        if off > grid.reach(k) + 1e-3:
            problems.append("contour_outside_volume")
        elif k not in chosen or off < chosen[k][0]:
            chosen[k] = (off, members)
    return list(_patches(chosen, grid)), sorted(set(problems))


def _by_plane(contours: Sequence[Contour], grid: Grid) -> tuple[dict[float, list[Contour]], list[str]]:
    """Contours by their place along the normal, and the problems met."""
    placed = []
    problems = []
    for contour in contours:
        along = contour.points @ grid.normal
        if np.ptp(along) > 2 * PLANE_TOLERANCE_MM:
            problems.append("contour_across_slices")
        else:
            placed.append((float(along.mean()), contour))
    planes: dict[float, list[Contour]] = {}
    last = -np.inf
    for position, contour in sorted(placed, key=lambda pair: pair[0]):
        # A hole and its rim may be rounded apart; no scanner's slices are a twentieth of a millimetre apart.
        last = last if position - last <= SAME_PLANE_MM else position
        planes.setdefault(last, []).append(contour)
    return planes, problems


def _patches(chosen: dict[int, tuple[float, list[Contour]]], grid: Grid) -> Iterator[Patch]:
    _, rows, columns = grid.shape
    for k, (_, members) in sorted(chosen.items()):
        polygons = [grid.in_plane(contour.points, k) for contour in members]
        every = np.concatenate(polygons)
        low = np.clip(np.floor(every.min(0)).astype(int), 0, (columns, rows))
        high = np.clip(np.ceil(every.max(0)).astype(int) + 1, 0, (columns, rows))
        if (low >= high).any():
            continue
        size = (int(high[1] - low[1]), int(high[0] - low[0]))
        mask = inside([polygon - low for polygon in polygons], size)
        if mask.any():
            yield Patch(k, int(low[1]), int(low[0]), mask)
