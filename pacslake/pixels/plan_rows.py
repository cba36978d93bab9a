"""Between the planner and the catalogue: instance and frame rows in, volume rows out. Queries stand here."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

from pacslake.pixels.plan_frame import Frame, PlannedVolume, SeriesPlan

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["frames_of_series", "issue_rows", "suv_rows", "volume_frame_rows", "volume_rows"]

# Field of Frame -> SQL over instance_row i and frame f. A frame's own value comes before its instance's;
# private and header-wide values of an instance are used only where it holds a single frame.
_ONE = 'coalesce(i.n_frames, i."NumberOfFrames", 1) <= 1'
FRAME_SQL: dict[str, str] = {
    "series_instance_uid": 'i."SeriesInstanceUID"',
    "instance_version_id": "i.instance_version_id",
    "frame_index": "f.frame_index",
    "sop_instance_uid": "coalesce(i.\"SOPInstanceUID\", '')",
    "sop_class_uid": "coalesce(i.\"SOPClassUID\", '')",
    "modality": 'i."Modality"',
    "manufacturer": 'i."Manufacturer"',
    "image_type": 'coalesce(f."FrameType", i."ImageType")',
    "n_frames": 'coalesce(i.n_frames, i."NumberOfFrames", 1)',
    "digest": "f.sha256",
    "pixels_sha256": "NULL::VARCHAR",  # filled in by refresh() where a plan asks for it
    "transfer_syntax_uid": 'i."TransferSyntaxUID"',
    "rows": 'i."Rows"',
    "columns": 'i."Columns"',
    "samples": 'coalesce(i."SamplesPerPixel", 1)',
    "photometric": 'i."PhotometricInterpretation"',
    "bits_allocated": 'coalesce(i."BitsAllocated", 16)',
    "bits_stored": 'coalesce(i."BitsStored", i."BitsAllocated", 16)',
    "pixel_representation": 'coalesce(i."PixelRepresentation", 0)',
    "pixel_keyword": "i.pixel_keyword",
    "overlay_bits": "i.overlay_bit_positions",
    "position": 'coalesce(f."ImagePositionPatient", i."detector_ImagePositionPatient")',
    "orientation": 'coalesce(f."ImageOrientationPatient", i."detector_ImageOrientationPatient")',
    "pixel_spacing": 'f."PixelSpacing"',
    "imager_pixel_spacing": 'i."ImagerPixelSpacing"',
    "spacing_between_slices": 'coalesce(f."SpacingBetweenSlices", i."SpacingBetweenSlices")',
    "frame_of_reference_uid": 'i."FrameOfReferenceUID"',
    "stack_id": 'coalesce(f."StackID", i."StackID")',
    "slope": 'f."RescaleSlope"',
    "intercept": 'f."RescaleIntercept"',
    "rescale_type": 'coalesce(f."RescaleType", i."RescaleType")',
    "rwv_slope": "coalesce(f.rwv_slope, i.real_world_value_maps[1].slope)",
    "rwv_intercept": "coalesce(f.rwv_intercept, i.real_world_value_maps[1].intercept)",
    # The code alone, without the name of its scheme before it: units of volumes are as the file says them.
    "rwv_unit": (
        "regexp_replace(coalesce(f.rwv_unit_code, i.real_world_value_maps[1].unit_code), '^[A-Za-z0-9_]+:', '')"
    ),
    "has_modality_lut": "coalesce(i.has_modality_lut, false)",
    "philips_scale_slope": "coalesce(f.philips_scale_slope, i.philips_scale_slope)",
    "philips_scale_intercept": "coalesce(f.philips_scale_intercept, i.philips_scale_intercept)",
    "units": 'coalesce(i."Units", i."DoseUnits")',
    "dose_scaling": 'i."DoseGridScaling"',
    "grid_offsets": 'i."GridFrameOffsetVector"',
    "instance_number": 'i."InstanceNumber"',
    "acquisition_number": 'coalesce(f."FrameAcquisitionNumber", i."AcquisitionNumber")',
    "temporal_position": 'coalesce(f."TemporalPositionIndex", i."TemporalPositionIndex", i."TemporalPositionIdentifier")',
    "echo_time": 'coalesce(f."EffectiveEchoTime", f."EchoTime", i."EffectiveEchoTime", i."EchoTime")',
    "echo_number": 'i."EchoNumbers"[1]',
    "b_value": f'coalesce(f."DiffusionBValue", CASE WHEN {_ONE} THEN i.diffusion_b_value END)',
    "gradient": f'coalesce(f."DiffusionGradientOrientation", CASE WHEN {_ONE} THEN i.diffusion_gradient END)',
    "directionality": 'coalesce(f."DiffusionDirectionality", i."DiffusionDirectionality")',
    "inversion_time": 'coalesce(f."InversionTimes"[1], i."InversionTimes"[1], i."InversionTime")',
    "flip_angle": 'coalesce(f."FlipAngle", i."FlipAngle")',
    "trigger_time": 'coalesce(f."NominalCardiacTriggerDelayTime", f."TriggerTime", i."NominalCardiacTriggerDelayTime", i."TriggerTime")',
    "frame_reference_time": 'coalesce(f."FrameReferenceTime", i."FrameReferenceTime")',
    "frame_duration": 'coalesce(f."FrameAcquisitionDuration", f."ActualFrameDuration", i."ActualFrameDuration")',
    "acquired_at": 'coalesce(f."FrameAcquisitionDateTime", i.acquisition_datetime)',
    "content_at": "i.content_datetime",
    "created_at": 'i."InstanceCreationDate" + to_microseconds(i."InstanceCreationTime_us")',
    "complex_component": 'coalesce(f."ComplexImageComponent", i."ComplexImageComponent")',
    "kernel": 'coalesce(f."ConvolutionKernel", i."ConvolutionKernel")',
    "coil": 'coalesce(f."ReceiveCoilName", i."ReceiveCoilName")',
    "kvp": 'coalesce(f."KVP", i."KVP")',
    "reconstruction": 'i."ReconstructionMethod"',
    "concatenation_uid": 'i."ConcatenationUID"',
    "in_concatenation_number": 'i."InConcatenationNumber"',
    "in_concatenation_total": 'i."InConcatenationTotalNumber"',
    "mosaic_tiles": "coalesce(i.csa_images_in_mosaic, i.siemens_images_in_mosaic, i.uih_grid_tiles)",
    "mosaic_normal": "i.csa_slice_normal",
    "tile_positions": "i.uih_grid_positions",
    "nm_slice": 'i."SliceVector"[f.frame_index + 1]',
    "nm_key": (
        "CASE WHEN i.\"Modality\" = 'NM' THEN ["
        + ", ".join(
            f'coalesce(i."{name}"[f.frame_index + 1], 0)'
            for name in (
                *("EnergyWindowVector", "DetectorVector", "PhaseVector", "RotationVector"),
                *("RRIntervalVector", "TimeSlotVector", "TimeSliceVector"),
            )
        )
        + "] END"
    ),
    "nm_angular": 'i."AngularViewVector"[f.frame_index + 1]',
    "frame_time": 'i."FrameTime"',
    "frame_time_vector": 'i."FrameTimeVector"',
    "frame_rate": 'coalesce(i."CineRate", i."RecommendedDisplayFrameRate")',
    "suv_type": 'i."SUVType"',
    "decay_correction": 'i."DecayCorrection"',
    "corrected_image": 'i."CorrectedImage"',
    "patient_weight_kg": 'i."PatientWeight"',
    "series_at": "i.series_datetime",
    "injected_at": 'i."RadiopharmaceuticalStartDateTime"',
    "injection_time_us": 'i."RadiopharmaceuticalStartTime_us"',
    "dose_bq": 'i."RadionuclideTotalDose"',
    "half_life_s": 'i."RadionuclideHalfLife"',
    "n_radiopharmaceuticals": "i.n_radiopharmaceuticals",
    "philips_suv_factor": "i.philips_suv_scale_factor",
    "philips_activity_factor": "i.philips_activity_scale_factor",
    "ge_scan_at": "i.ge_pet_scan_datetime",
}
_EMPTY = frozenset(
    ("image_type", "overlay_bits", "kernel", "nm_key", "corrected_image")
)  # tuples, never None
assert tuple(FRAME_SQL) == Frame._fields

_QUERY = (
    "SELECT "
    + ", ".join(FRAME_SQL.values())
    + " FROM instance_row i JOIN frame f USING (instance_version_id)"
    + ' WHERE i.is_current AND i."SeriesInstanceUID" IN (SELECT unnest(?))'
)


def frames_of_series(catalog: Any, series: Sequence[str]) -> dict[str, list[Frame]]:
    """The frames of current instances of some series, by SeriesInstanceUID."""
    table = catalog.arrow(_QUERY, [list(series)])
    columns = [_values(table.column(i), name in _EMPTY) for i, name in enumerate(FRAME_SQL)]
    out: dict[str, list[Frame]] = defaultdict(list)
    for frame in map(Frame, *columns):
        out[frame.series_instance_uid].append(frame)
    return out


def _values(column: pa.ChunkedArray, never_none: bool) -> Iterable[Any]:
    """A column as Python values, lists as tuples. Most columns of most lakes are empty: those cost nothing."""
    import pyarrow as pa

    if column.null_count == len(column):
        return repeat(() if never_none else None, len(column))
    if not pa.types.is_list(column.type):
        return _scalars(column)
    out: list[Any] = []
    for chunk in column.chunks:
        # Offsets and flat values, rather than a Python list for every row.
        flat, offsets = _scalars(chunk.values), chunk.offsets.to_numpy().tolist()
        for valid, start, end in zip(chunk.is_valid().to_pylist(), offsets, offsets[1:], strict=False):
            out.append(tuple(flat[start:end]) if valid else () if never_none else None)
    return out


def _scalars(column: pa.Array | pa.ChunkedArray) -> list[Any]:
    """The values; those that come again and again, as most do within a series, are made once."""
    import pyarrow as pa

    if pa.types.is_nested(column.type):
        return list(column.to_pylist())
    if pa.types.is_floating(column.type) and column.null_count == 0:
        return list(column.to_numpy().tolist())
    coded = column.dictionary_encode()
    out: list[Any] = []
    for chunk in coded.chunks if isinstance(coded, pa.ChunkedArray) else [coded]:
        values = [*chunk.dictionary.to_pylist(), None]
        out += map(values.__getitem__, chunk.indices.fill_null(len(values) - 1).to_numpy().tolist())
    return out


def volume_rows(
    plan: SeriesPlan, kept: Mapping[str, Mapping[str, Any]], rule_version: str, code_version: str
) -> list[dict[str, Any]]:
    """Rows of `volume`; `kept` holds by volume_id what conversion wrote, which stays with an unchanged id."""
    return [
        {
            **_volume_row(v, index),
            **kept.get(v.volume_id, {}),
            "rule_version": rule_version,
            "code_version": code_version,
        }
        for index, v in enumerate(plan.volumes)
    ]


def _list(values: Iterable[Any] | None) -> list[Any] | None:
    return None if values is None else list(values)


def _volume_row(v: PlannedVolume, index: int) -> dict[str, Any]:
    return {
        "volume_id": v.volume_id,
        "SeriesInstanceUID": v.series_instance_uid,
        "volume_index": index,
        "kind": v.kind,
        "verdict": v.verdict,
        "reason_codes": list(v.reason_codes),
        "split_keys": [f"{name}={value}" for name, value in v.split_key.items()] or None,
        "n_slices": v.n_slices,
        "n_time": v.n_time,
        "axes": v.axes,
        "shape": list(v.shape),
        "axis_name": v.axis_name,
        "axis_unit": v.axis_unit,
        "axis_values": _list(v.axis_values),
        "axis_labels": _list(v.axis_labels),
        "axis_durations_s": _list(v.axis_durations_s),
        "axis_gradients": _list(v.axis_gradients),
        "affine_lps": _list(v.affine_lps),
        "origin_lps": _list(v.origin_lps),
        "direction_lps": _list(v.direction_lps),
        "spacing_mm": _list(v.spacing_mm),
        "slice_spacing_mm": v.spacing_mm[0] if v.spacing_mm else None,
        "spacing_deviation_mm": v.spacing_deviation_mm,
        "in_plane_deviation_mm": v.in_plane_deviation_mm,
        "shear_degrees": v.shear_degrees,
        "obliquity_degrees": v.obliquity_degrees,
        "plane": v.plane,
        "handedness": "right" if v.direction_lps is not None else None,
        "gap_positions": list(v.gap_positions) or None,
        "dtype": v.dtype,
        "unit_code": v.unit_code,
        "rescale_mode": v.rescale_mode,
        "rescale_source": v.rescale_source,
        "rescale_slope": v.rescale_slope,
        "rescale_intercept": v.rescale_intercept,
        "PhotometricInterpretation": v.photometric,
        "FrameOfReferenceUID": v.frame_of_reference_uid,
        "suv_bw_factor": v.suv.factor if v.suv is not None else None,
        "suv_status": _suv_status(v),
        **v.checks,
    }


def _suv_status(v: PlannedVolume) -> str | None:
    if v.suv is None:
        return None
    return v.suv.status if v.suv.factor is not None else v.suv.reason


def volume_frame_rows(plan: SeriesPlan) -> dict[str, list[Any]]:
    """Rows of `volume_frame` as columns: there are as many as frames, and dictionaries would cost the most."""
    columns: dict[str, list[Any]] = {name: [] for name in _VOLUME_FRAME}
    for v in plan.volumes:
        n = len(v.frames)
        columns["volume_id"] += [v.volume_id] * n
        columns["SeriesInstanceUID"] += [v.series_instance_uid] * n
        columns["k"] += [r.k for r in v.frames]
        columns["t"] += [r.t for r in v.frames]
        columns["instance_version_id"] += [r.frame.instance_version_id for r in v.frames]
        columns["frame_index"] += [r.frame.frame_index for r in v.frames]
        columns["tile"] += [r.tile for r in v.frames]
        columns["slice_position_mm"] += [r.slice_position_mm for r in v.frames]
        columns["position_error_mm"] += [r.position_error_mm for r in v.frames]
        columns["rescale_slope"] += [r.slope for r in v.frames]
        columns["rescale_intercept"] += [r.intercept for r in v.frames]
    return columns


_VOLUME_FRAME = (
    *("volume_id", "SeriesInstanceUID", "k", "t", "instance_version_id", "frame_index", "tile"),
    *("slice_position_mm", "position_error_mm", "rescale_slope", "rescale_intercept"),
)


def suv_rows(plan: SeriesPlan) -> list[dict[str, Any]]:
    """Rows of `suv`, one for each PET volume."""
    rows = []
    for v in plan.volumes:
        if v.suv is None:
            continue
        first = v.frames[0].frame
        rows.append(
            {
                "volume_id": v.volume_id,
                "SeriesInstanceUID": v.series_instance_uid,
                "unit_code": first.units,
                "suv_bw_factor": v.suv.factor,
                "suv_status": _suv_status(v),
                "decay_correction": first.decay_correction,
                "decay_seconds": v.suv.decay_seconds,
                "injected_at": v.suv.injected_at,
                "decay_reference_at": v.suv.decay_reference_at,
                "decay_reference_source": v.suv.reference_source,
                "dose_bq": first.dose_bq,
                "half_life_s": first.half_life_s,
                "patient_weight_kg": first.patient_weight_kg,
            }
        )
    return rows


def issue_rows(plan: SeriesPlan) -> list[dict[str, Any]]:
    """Rows of `issue`, each with its key."""
    rows = []
    for issue in plan.issues:
        parts = [issue["level"], issue["entity_id"], issue["code"], issue["raw_value"] or "", "plan"]
        key = "i" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]
        rows.append({"issue_id": key, **issue})
    return rows
