"""Parsed derived objects as rows of the catalogue. Pure: values in, rows out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pacslake.derived.codes import CodedTerm, ucum_unit
from pacslake.derived.contours import Roi, StructureSet, rasterize
from pacslake.derived.grid import Grid
from pacslake.derived.measure import SegmentSize, slice_step
from pacslake.derived.report import Context, Evaluation, Group, Measurement, Report, Source
from pacslake.derived.segmentation import Segment, Segmentation

__all__ = ["Owner", "owner_of", "report_rows", "roi_row", "row_id", "segment_rows"]

Row = dict[str, Any]


@dataclass(frozen=True)
class Owner:
    """The object that rows come from, by the keys of the catalogue."""

    instance_version_id: str
    SOPInstanceUID: str | None
    SeriesInstanceUID: str | None
    StudyInstanceUID: str | None
    patient_key: str | None

    def keys(self) -> Row:
        """Its columns, as every table of derived objects has them."""
        return {
            "instance_version_id": self.instance_version_id,
            "SOPInstanceUID": self.SOPInstanceUID,
            "SeriesInstanceUID": self.SeriesInstanceUID,
            "StudyInstanceUID": self.StudyInstanceUID,
            "patient_key": self.patient_key,
        }


def owner_of(row: Mapping[str, Any]) -> Owner:
    """The keys of the object of a row of `instance`."""
    names = ("instance_version_id", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "patient_key")
    return Owner(*(row[name] for name in names))


def row_id(letter: str, *parts: object) -> str:
    """A key that the same object always gets: a letter and 20 hex digits."""
    return letter + hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:20]


def _coded(prefix: str, term: CodedTerm | None) -> Row:
    """A term as three columns."""
    return {
        f"{prefix}_code": term.value if term else None,
        f"{prefix}_scheme": term.scheme if term else None,
        f"{prefix}_meaning": term.meaning if term else None,
    }


def _meaning(term: CodedTerm | None) -> str | None:
    return term.meaning if term else None


def rgb_from_cielab(encoded: Sequence[int]) -> list[int]:
    """sRGB (0..255) of a colour as RecommendedDisplayCIELabValue encodes it (PS3.3 C.10.7.1.1), D50 white.

    >>> rgb_from_cielab((65535, 32896, 32896))
    [255, 255, 255]
    """
    lightness = encoded[0] / 65535 * 100
    a, b = (v / 65535 * 255 - 128 for v in encoded[1:])
    fy = (lightness + 16) / 116
    xyz = [
        _lab_inverse(f) * white for f, white in ((fy + a / 500, 0.9642), (fy, 1.0), (fy - b / 200, 0.8251))
    ]
    linear = np.array(
        [
            [3.1338561, -1.6168667, -0.4906146],
            [-0.9787684, 1.9161415, 0.0334540],
            [0.0719453, -0.2289914, 1.4052427],
        ]
    ) @ np.array(xyz)
    linear = np.clip(linear, 0, 1)
    gamma = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return [int(v) for v in np.rint(gamma * 255)]


def _lab_inverse(f: float) -> float:
    return f**3 if f > 6 / 29 else 3 * (6 / 29) ** 2 * (f - 4 / 29)


# -- segments ----------------------------------------------------------------------------------------------


def segment_rows(
    owner: Owner,
    seg: Segmentation,
    sizes: Mapping[int, SegmentSize],
    *,
    source_series: str | None,
    volume_id: str | None,
    source_step: float | None,
) -> list[Row]:
    """One row per described segment. `source_step`: distance of the source's slices where they fit the frames."""
    voxel = _voxel_mm3(seg, source_step)
    return [
        _segment_row(owner, seg, segment, sizes[segment.number], voxel)
        | {"segmented_SeriesInstanceUID": source_series, "volume_id": volume_id}
        for segment in seg.segments
    ]


def _voxel_mm3(seg: Segmentation, source_step: float | None) -> float | None:
    spacing = next((f.spacing for f in seg.frames if f.spacing and f.position), None)
    step = slice_step(seg.frames, source_step)
    return spacing[0] * spacing[1] * step if spacing and step else None


def _segment_row(
    owner: Owner, seg: Segmentation, segment: Segment, size: SegmentSize, voxel: float | None
) -> Row:
    volume = 0.0 if not size.n_voxels else size.n_voxels * voxel / 1000 if voxel else None
    return {
        "segment_id": row_id("s", owner.instance_version_id, segment.number),
        **owner.keys(),
        "FrameOfReferenceUID": seg.frame_of_reference_uid,
        "SegmentNumber": segment.number,
        "SegmentLabel": segment.label,
        "SegmentDescription": segment.description,
        **_coded("SegmentedPropertyCategory", segment.category),
        **_coded("SegmentedPropertyType", segment.type),
        "SegmentedPropertyTypeModifier_meaning": _meaning(segment.type_modifier),
        **_coded("AnatomicRegion", segment.region),
        "SegmentAlgorithmType": segment.algorithm_type,
        "SegmentAlgorithmName": segment.algorithm_name,
        "SegmentationType": seg.type,
        "SegmentationFractionalType": seg.fractional_type,
        "MaximumFractionalValue": seg.max_fraction if seg.type == "FRACTIONAL" else None,
        "SegmentsOverlap": seg.overlap,
        "TrackingID": segment.tracking_id,
        "TrackingUID": segment.tracking_uid,
        "n_frames": size.n_frames,
        "n_voxels": size.n_voxels,
        "fraction_sum": size.fraction_sum,
        "voxel_volume_mm3": voxel,
        "volume_ml": volume,
        "bbox": size.bbox,
        "centroid_lps": size.centroid,
        "display_rgb": rgb_from_cielab(segment.display_lab) if segment.display_lab else None,
    }


# -- regions of interest -----------------------------------------------------------------------------------


def roi_row(
    owner: Owner,
    structures: StructureSet,
    roi: Roi,
    *,
    series: str | None,
    volume_id: str | None,
    grid: Grid | None,
) -> tuple[Row, list[str]]:
    """The row of a region, and the words for what could not be laid on the grid."""
    n, centroid, problems = _fill(roi, grid)
    points = np.concatenate([c.points for c in roi.contours]) if roi.contours else np.empty((0, 3))
    voxel = grid.voxel_mm3 if grid is not None else None
    volume = None if n is None else 0.0 if n == 0 else n * voxel / 1000 if voxel else None
    return {
        "roi_id": row_id("r", owner.instance_version_id, roi.number),
        **owner.keys(),
        "FrameOfReferenceUID": roi.frame_of_reference_uid,
        "ROINumber": roi.number,
        "ROIName": roi.name,
        "ROIDescription": roi.description,
        "ROIGenerationAlgorithm": roi.generation_algorithm,
        "RTROIInterpretedType": roi.interpreted_type,
        "ROIObservationLabel": roi.observation_label,
        **_coded("RTROIIdentification", roi.code),
        "StructureSetLabel": structures.label,
        "referenced_SeriesInstanceUID": series,
        "volume_id": volume_id,
        "geometric_types": sorted({c.geometric_type for c in roi.contours}) or None,
        "n_contours": len(roi.contours) + roi.n_unreadable,
        "n_points": len(points),
        "n_voxels": n,
        "volume_ml": volume,
        "bbox": [float(v) for v in (*points.min(0), *points.max(0))] if len(points) else None,
        "centroid_lps": centroid,
        "display_rgb": list(roi.colour) if roi.colour else None,
    }, problems


def _fill(roi: Roi, grid: Grid | None) -> tuple[int | None, list[float] | None, list[str]]:
    """Voxels, their mean place, and problems. A region without closed contours fills none, grid or not."""
    unreadable = ["contour_unreadable"] if roi.n_unreadable else []
    if not any(c.is_closed for c in roi.contours):
        return (None if unreadable else 0), None, unreadable
    if grid is None:
        return None, None, unreadable
    patches, problems = rasterize(roi.contours, grid)
    total, moment = 0, np.zeros(3)
    for patch in patches:
        r, c = np.nonzero(patch.mask)
        total += r.size
        moment += (
            r.size * grid.origins[patch.k]
            + float((r + patch.row).sum()) * grid.along_column
            + float((c + patch.column).sum()) * grid.along_row
        )
    if "contour_across_slices" in problems and not total:
        return None, None, problems + unreadable  # drawn on planes of another direction: no count is certain
    return total, [float(v) for v in moment / total] if total else None, problems + unreadable


# -- reports -----------------------------------------------------------------------------------------------

Resolve = Callable[[Source], tuple[str | None, str | None, str | None]]
"""A source to (segment_id, source_SeriesInstanceUID, volume_id), each None where it cannot be known."""


def report_rows(owner: Owner, report: Report, resolve: Resolve) -> dict[str, list[Row]]:
    """Rows of `measurement_group`, `measurement` and `evaluation`."""
    groups, measurements, evaluations = [], [], []
    for index, group in enumerate(report.groups):
        source = _source_columns(group.context.source, resolve)
        groups.append(_group_row(owner, report, group, index) | source)
        measurements += [_measurement_row(owner, group, m, source, resolve) for m in group.measurements]
        evaluations += [_evaluation_row(owner, e, group, source) for e in group.evaluations]
    evaluations += [_evaluation_row(owner, e, None, {}) for e in report.evaluations]
    return {"measurement_group": groups, "measurement": measurements, "evaluation": evaluations}


def _source_columns(source: Source, resolve: Resolve) -> Row:
    segment_id, series, volume_id = resolve(source)
    return {
        "segmentation_SOPInstanceUID": source.segmentation_uid,
        "SegmentNumber": source.segment_number,
        "segment_id": segment_id,
        "source_SeriesInstanceUID": series,
        "volume_id": volume_id,
    }


def _group_row(owner: Owner, report: Report, group: Group, index: int) -> Row:
    context, source = group.context, group.context.source
    return {
        "measurement_group_id": row_id("g", owner.instance_version_id, group.path),
        **owner.keys(),
        "group_index": index,
        "content_path": group.path,
        "template_id": group.template,
        "report_code": report.title.value if report.title else None,
        "report_meaning": _meaning(report.title),
        "group_code": group.name.value if group.name else None,
        "group_meaning": _meaning(group.name),
        "TrackingID": context.tracking_id,
        "TrackingUID": context.tracking_uid,
        "session": context.session,
        "time_point": context.time_point,
        **_coded("finding", context.finding),
        **_coded("finding_site", context.finding_site),
        "laterality_meaning": _meaning(context.laterality),
        "method_meaning": _meaning(context.method),
        "algorithm_name": context.algorithm_name,
        "algorithm_version": context.algorithm_version,
        "source_SOPInstanceUIDs": sorted(source.images) or None,
        "graphic_type": source.graphic_type,
        "graphic_data": source.graphic_data,
        "graphic_FrameOfReferenceUID": source.graphic_frame_of_reference,
    }


def _measurement_row(owner: Owner, group: Group, found: Measurement, source: Row, resolve: Resolve) -> Row:
    own, shared = found.own, group.context
    if own.source.images or own.source.segmentation_uid:
        source = _source_columns(own.source, resolve)
    return {
        "measurement_id": row_id("m", owner.instance_version_id, found.path),
        "measurement_group_id": row_id("g", owner.instance_version_id, group.path),
        **owner.keys(),
        "content_path": found.path,
        "name": found.name.meaning,
        "name_code": found.name.value,
        "name_scheme": found.name.scheme,
        "value": found.value,
        "raw_value": found.raw,
        "unit": ucum_unit(found.unit),
        **_coded("unit", found.unit),
        "qualifier_meaning": _meaning(found.qualifier),
        "derivation_code": found.derivation.value if found.derivation else None,
        "derivation_meaning": _meaning(found.derivation),
        "method_meaning": _meaning(own.method or shared.method),
        "modifiers": list(found.modifiers) or None,
        "finding_meaning": _meaning(shared.finding),
        "finding_site_meaning": _meaning(own.finding_site or shared.finding_site),
        "laterality_meaning": _meaning(own.laterality or shared.laterality),
        **_tracking(own, shared),
        **source,
    }


def _tracking(own: Context, shared: Context) -> Row:
    return {
        "TrackingID": own.tracking_id or shared.tracking_id,
        "TrackingUID": own.tracking_uid or shared.tracking_uid,
    }


def _evaluation_row(owner: Owner, found: Evaluation, group: Group | None, source: Row) -> Row:
    context = group.context if group else Context()
    return {
        "evaluation_id": row_id("e", owner.instance_version_id, found.path),
        "measurement_group_id": row_id("g", owner.instance_version_id, group.path) if group else None,
        **owner.keys(),
        "content_path": found.path,
        "name": found.name.meaning,
        "name_code": found.name.value,
        "name_scheme": found.name.scheme,
        "value": _meaning(found.code) or found.text,
        "value_code": found.code.value if found.code else None,
        "value_scheme": found.code.scheme if found.code else None,
        "finding_meaning": _meaning(context.finding),
        "finding_site_meaning": _meaning(context.finding_site),
        "TrackingID": context.tracking_id,
        "TrackingUID": context.tracking_uid,
        **source,
    }
