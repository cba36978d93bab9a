"""One derived object to its rows and issues: reads the data set, asks `Lookup` about its sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from pacslake.derived import rows as make
from pacslake.derived.contours import Roi, StructureSet, parse_structure_set
from pacslake.derived.grid import Grid
from pacslake.derived.issues import issue
from pacslake.derived.measure import measure_segments
from pacslake.derived.read_others import OTHER_READERS
from pacslake.derived.report import Report, Source, parse_report
from pacslake.derived.resolve import Lookup, Reference
from pacslake.derived.segmentation import Frame, Segmentation, parse_segmentation
from pacslake.derived.stored import StoredPixels, data_set

__all__ = ["READERS", "reference_issues"]

Rows = dict[str, list[dict[str, Any]]]
Issues = list[dict[str, Any]]

SAME_PLACE = 0.05
"""How far off, in steps between slices, a frame may be and still lie on a slice: positions are rounded."""

MUST_NAME_IMAGES = ("segmentation", "structure_set")


# -- references --------------------------------------------------------------------------------------------


def reference_issues(row: dict[str, Any], kind: str, lookup: Lookup) -> Issues:
    """`no_image_reference`, `frame_missing`, `segment_missing`; objects that are absent, ingest itself reports."""
    id = row["instance_version_id"]
    references = lookup.references(id)
    if kind in MUST_NAME_IMAGES and not references:
        return [issue(id, "no_image_reference", "warning", "the object names no image that it belongs to")]
    issues = []
    frames = [
        r for r in references if r.to_frame is not None and not lookup.has_frame(r.sop_instance, r.to_frame)
    ]
    if frames:
        text = (
            f"{len(frames)} references name frames that their objects do not have, the first frame "
            f"{frames[0].to_frame} of {frames[0].sop_instance}"
        )
        issues.append(issue(id, "frame_missing", "warning", text, keyword="ReferencedFrameNumber"))
    segments = [
        r for r in references if r.to_segment is not None and not lookup.has_segment(*_segment_named(r))
    ]
    if segments:
        text = (
            f"{len(segments)} references name segments that their segmentations do not have, the first segment "
            f"{segments[0].to_segment} of {segments[0].sop_instance}"
        )
        issues.append(issue(id, "segment_missing", "warning", text, keyword="ReferencedSegmentNumber"))
    return issues


def _segment_named(reference: Reference) -> tuple[str, int]:
    return reference.sop_instance, reference.to_segment or 0


def _frame_issue(id: str, own: str | None, images: Sequence[str], lookup: Lookup) -> Issues:
    """`frame_of_reference_mismatch` with the images that the object names itself."""
    others = {f for f in map(lookup.frame_of_reference_of, images) if f}
    if not own or not others or own in others:
        return []
    text = (
        "the object and the images that it names have different FrameOfReferenceUIDs; no mask is laid on them"
    )
    return [issue(id, "frame_of_reference_mismatch", "error", text, keyword="FrameOfReferenceUID")]


# -- segmentations -----------------------------------------------------------------------------------------


def read_segmentation(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """Rows of `segment`."""
    id = row["instance_version_id"]
    instance = lookup.object(id)
    seg = parse_segmentation(data_set(instance))
    sizes = measure_segments(seg, StoredPixels(instance))
    images = [r.sop_instance for r in lookup.references(id)]
    series = lookup.main_series(
        [sop for f in seg.frames for sop, _ in f.sources] or images, seg.source_series
    )
    volume_id = lookup.volume_of(series, images)
    grid = lookup.grid(volume_id)
    if grid is not None and not _same_frame(seg.frame_of_reference_uid, grid.frame_of_reference_uid):
        volume_id = grid = None
    found = make.segment_rows(
        make.owner_of(row),
        seg,
        sizes,
        source_series=series,
        volume_id=volume_id,
        source_step=grid.step if grid is not None and lies_on(seg.frames, grid) else None,
    )
    issues = _frame_issue(id, seg.frame_of_reference_uid, images, lookup)
    issues += _look_alike(row, seg, lookup) if not issues else []
    issues += _misplaced(id, seg, lookup)
    return {"segment": found}, issues


def _same_frame(one: str | None, other: str | None) -> bool:
    """Whether two frames of reference are the same, or cannot be told apart because one is not given."""
    return one is None or other is None or one == other


def lies_on(frames: Sequence[Frame], grid: Grid) -> bool:
    """Whether all frames lie on slices of the grid, in the same plane and direction."""
    placed = [f for f in frames if f.position and f.orientation]
    if not placed or grid.step is None:
        return False
    normal = np.cross(placed[0].orientation[:3], placed[0].orientation[3:])  # type: ignore[index]
    if abs(float(normal @ grid.normal)) < 0.9999:
        return False
    return all(
        grid.nearest_slice(float(np.dot(f.position, grid.normal)))[1] <= SAME_PLACE * grid.step  # type: ignore[arg-type]
        for f in placed
    )


def _look_alike(row: dict[str, Any], seg: Segmentation, lookup: Lookup) -> Issues:
    """A series of the study whose grid fits the frames but whose frame of reference is another.

    A viewer that goes by geometry alone would show the segments there, which is wrong.
    """
    for series in lookup.series_elsewhere(
        row["StudyInstanceUID"], seg.frame_of_reference_uid, (seg.rows, seg.columns)
    ):
        for volume_id in lookup.volumes_of(series):
            grid = lookup.grid(volume_id)
            if grid is not None and lies_on(seg.frames, grid) and _in_register(seg.frames, grid):
                text = (
                    f"series {series} has an equal grid but another FrameOfReferenceUID; "
                    "the segments do not belong on it, and a mask there is refused"
                )
                return [
                    issue(
                        row["instance_version_id"],
                        "frame_of_reference_mismatch",
                        "info",
                        text,
                        keyword="FrameOfReferenceUID",
                    )
                ]
    return []


def _in_register(frames: Sequence[Frame], grid: Grid) -> bool:
    """Whether the first frame's corner lies on a voxel of the grid."""
    first = next((f for f in frames if f.position), None)
    if first is None or first.position is None:
        return False
    point = np.asarray([first.position])
    at = grid.in_plane(point, grid.nearest_slice(float(point[0] @ grid.normal))[0])
    return bool(np.all(np.abs(at - np.rint(at)) < SAME_PLACE))


def _misplaced(id: str, seg: Segmentation, lookup: Lookup) -> Issues:
    """`reference_against_position`: frames that name an image although another lies nearer to them."""
    checked, wrong = 0, 0
    for frame in seg.frames:
        if frame.position and frame.orientation and frame.sources:
            normal = np.cross(frame.orientation[:3], frame.orientation[3:])
            verdict = names_nearest(
                [sop for sop, _ in frame.sources], float(np.dot(frame.position, normal)), normal, lookup
            )
            checked += verdict is not None
            wrong += verdict is False
    if not wrong:
        return []
    text = (
        f"{wrong} of {checked} frames name another image than the one at their position; positions are used"
    )
    return [issue(id, "reference_against_position", "warning", text, keyword="ImagePositionPatient")]


def names_nearest(sops: Sequence[str], position: float, normal: Any, lookup: Lookup) -> bool | None:
    """Whether the images named are among those nearest to a place along the normal; None: not to be told.

    An image counts as nearer only by a tenth of the distance between slices, for positions are rounded.
    """
    series = lookup.series_of(sops[0])
    slices = lookup.slices(series) if series else []
    named = set(sops)
    own = [abs(float(np.dot(s.position, normal)) - position) for s in slices if s.sop_instance in named]
    if not own or len(slices) < 2:
        return None
    places = np.array([float(np.dot(s.position, normal)) for s in slices])
    gaps = np.diff(np.unique(np.round(places, 3)))
    if not gaps.size:
        return None
    return bool(min(own) <= float(np.abs(places - position).min()) + 0.1 * float(gaps.min()))


# -- structure sets ----------------------------------------------------------------------------------------


def read_structure_set(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """Rows of `roi`."""
    id = row["instance_version_id"]
    structures = parse_structure_set(data_set(lookup.object(id)))
    found, problems = [], set()
    for roi in structures.rois:
        series, volume_id, grid = roi_target(roi, structures, row["StudyInstanceUID"], lookup)
        one, words = make.roi_row(
            make.owner_of(row), structures, roi, series=series, volume_id=volume_id, grid=grid
        )
        found.append(one)
        problems.update(words)
    issues = [issue(id, code, "warning", _CONTOUR_FAULTS[code]) for code in sorted(problems)]
    images = [r.sop_instance for r in lookup.references(id)]
    issues += _frame_issue(id, structures.frame_of_reference_uid, images, lookup)
    issues += _misplaced_contours(id, structures, lookup)
    return {"roi": found}, issues


_CONTOUR_FAULTS = {
    "contour_unreadable": "a contour whose data are no points was left out",
    "contour_across_slices": "contours that do not lie in the planes of the slices were not counted",
    "contour_outside_volume": "contours outside the slices of the volume were not counted",
}


def roi_target(
    roi: Roi, structures: StructureSet, study: str | None, lookup: Lookup
) -> tuple[str | None, str | None, Grid | None]:
    """Series, volume and grid on which a region was drawn; None where the lake cannot tell.

    Without a usable reference, the only volume in the region's frame of reference is taken.
    """
    images = [sop for contour in roi.contours for sop in contour.images] or list(structures.referenced_images)
    series = lookup.main_series(images, structures.referenced_series)
    volume_id = lookup.volume_of(series, images)
    if volume_id is None and not lookup.volumes_of(series):
        volume_id = lookup.volume_in_frame(roi.frame_of_reference_uid, study)
    grid = lookup.grid(volume_id)
    if grid is None or not _same_frame(roi.frame_of_reference_uid, grid.frame_of_reference_uid):
        return series, None, None
    return series, volume_id, grid


def _misplaced_contours(id: str, structures: StructureSet, lookup: Lookup) -> Issues:
    """`reference_against_position` for contours that name one image."""
    checked, wrong = 0, 0
    for contour in (c for roi in structures.rois for c in roi.contours if c.images and c.is_closed):
        series = lookup.series_of(contour.images[0])
        grid = lookup.grid(lookup.volume_of(series, contour.images)) if series else None
        if grid is not None:
            verdict = names_nearest(
                contour.images, float((contour.points @ grid.normal).mean()), grid.normal, lookup
            )
            checked += verdict is not None
            wrong += verdict is False
    if not wrong:
        return []
    text = (
        f"{wrong} of {checked} contours name another image than the one at their position; positions are used"
    )
    return [issue(id, "reference_against_position", "warning", text, keyword="ContourData")]


# -- reports -----------------------------------------------------------------------------------------------


def read_report(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """Rows of `measurement_group`, `measurement` and `evaluation`."""
    report = parse_report(data_set(lookup.object(row["instance_version_id"])))

    def resolve(source: Source) -> tuple[str | None, str | None, str | None]:
        series, segment_id, images = source.series_uid, None, source.images
        if source.segmentation_uid:
            version = lookup.instance_version_of(source.segmentation_uid)
            number = source.segment_number
            if version and number is not None and lookup.has_segment(source.segmentation_uid, number):
                segment_id = make.row_id("s", version, number)
        if images and series is None:
            series = lookup.main_series(images)
        return segment_id, series, lookup.volume_of(series, images)

    return make.report_rows(make.owner_of(row), report, resolve), report_issues(
        row["instance_version_id"], report
    )


_TEMPLATES = (
    (1, 399), (1000, 2099), (3000, 3999), (4000, 4299), (5000, 5399), (7000, 7099), (8000, 8399), (9000, 9099),
    (10000, 10099), (11000, 11099), (12000, 12099), (13000, 13099),
)  # fmt: skip
"""The numbers that PS3.16 annex A gives to templates, in its own groups."""


def report_issues(id: str, report: Report) -> Issues:
    """`unknown_template` and `private_codes`: the rows are made all the same, by what every report has in common."""
    issues = []
    unknown = sorted({t for t in report.templates if not _is_standard(*t)})
    if unknown:
        text = f"{len(unknown)} templates are none of the Standard's; its numbers and codes are read by their places"
        issues.append(issue(id, "unknown_template", "info", text, keyword="TemplateIdentifier"))
    private = {term for term in report.terms() if term.scheme.startswith("99") or term.scheme in ("", "L")}
    if private:
        text = f"{len(private)} codes are of private schemes: their meaning is the writer's own"
        issues.append(issue(id, "private_codes", "info", text, keyword="CodingSchemeDesignator"))
    return issues


def _is_standard(resource: str, identifier: str) -> bool:
    known = identifier.isdecimal() and any(low <= int(identifier) <= high for low, high in _TEMPLATES)
    return resource in ("", "DCMR") and known


READERS: dict[str, Callable[[dict[str, Any], Lookup], tuple[Rows, Issues]]] = {
    "segmentation": read_segmentation,
    "structure_set": read_structure_set,
    "report": read_report,
    **OTHER_READERS,
}
