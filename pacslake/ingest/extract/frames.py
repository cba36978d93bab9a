"""Rows of `frame`: each frame's own geometry and timing, from functional groups where there are any.

A value of the per-frame groups (5200,9230) wins over the shared groups (5200,9229), these over the top level
(PS3.3 C.7.6.16).
"""

from __future__ import annotations

from typing import Any

from pacslake.ingest.extract.columns import Plain, Problem, convert, plain_columns
from pacslake.ingest.extract.computed import slice_position
from pacslake.ingest.extract.record import Record

__all__ = ["FRAME_RULES", "frame_values", "group_paths"]

_MACRO = {
    "StackID": "00209111", "InStackPositionNumber": "00209111", "TemporalPositionIndex": "00209111",
    "FrameAcquisitionNumber": "00209111", "FrameAcquisitionDateTime": "00209111",
    "FrameReferenceDateTime": "00209111", "FrameAcquisitionDuration": "00209111",
    "DimensionIndexValues": "00209111", "FrameLabel": "00209111", "FrameLaterality": "00209071",
    "EffectiveEchoTime": "00189114", "RepetitionTime": "00189112", "FlipAngle": "00189112",
    "InversionTimes": "00189115", "DiffusionBValue": "00189117", "DiffusionDirectionality": "00189117",
    "DiffusionGradientOrientation": "00189117[1].00189076", "NominalCardiacTriggerDelayTime": "00189118",
    "NominalPercentageOfCardiacPhase": "00189118", "NominalPercentageOfRespiratoryPhase": "00189253",
    "TemporalPositionTimeOffset": "00209310", "ComplexImageComponent": "00189226",
    "AcquisitionContrast": "00189226", "ReceiveCoilName": "00189042", "ConvolutionKernel": "00189314",
    "KVP": "00189325", "ImagePositionPatient": "00209113", "ImageOrientationPatient": "00209116",
    "PixelSpacing": "00289110", "SliceThickness": "00289110", "SpacingBetweenSlices": "00289110",
    "RescaleSlope": "00289145", "RescaleIntercept": "00289145", "RescaleType": "00289145",
    "WindowCenter": "00289132", "WindowWidth": "00289132", "ReferencedSegmentNumber": "0062000A",
}  # fmt: skip
"""Column to the sequence of the functional group that holds it."""

_FRAME_TYPES = ("00189226", "00189329", "00189751", "00189732", "00409072", "00189806")
"""Image frame type sequences of MR, CT, PET and the others; each holds FrameType (0008,9007)."""

FRAME_RULES = ("ipp_x", "ipp_y", "ipp_z", "slice_position_mm")


def group_paths(column: Plain, frame_number: int | None) -> tuple[str, ...]:
    """Paths where a frame's value may stand, best first; `frame_number` from 1, None without groups."""
    tail = column.path
    macro = _MACRO.get(column.name)
    if frame_number is None:
        return (tail,)
    if macro is None:
        return (tail,)
    inner = f"{macro}[1].{tail}"
    return f"52009230[{frame_number}].{inner}", f"52009229[1].{inner}", tail


def frame_values(
    record: Record, n_frames: int, has_groups: bool
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Columns of each frame but its place in the file. One dict a frame, in order."""
    columns = plain_columns("frame")
    cache: dict[tuple[str, int], Any] = {}
    problems: list[Problem] = []
    rows = []
    for number in range(1, n_frames + 1):
        row: dict[str, Any] = {}
        for column in columns:
            for path in group_paths(column, number if has_groups else None):
                i = record.index.get(path)
                if i is None:
                    continue
                key = (column.name, i)
                if key not in cache:
                    cache[key], found = convert(column, record.leaves[i], record.raw(i), record.little)
                    if "52009230" in path:  # those of the top level are reported with the instance
                        problems += found
                row[column.name] = cache[key]
                if row[column.name] is not None:
                    break
        _add_special(record, row, number if has_groups else None)
        rows.append(row)
    return rows, problems


def _add_special(record: Record, row: dict[str, Any], number: int | None) -> None:
    groups = [f"52009230[{number}].", "52009229[1]."] if number is not None else []
    row["FrameType"] = _frame_type(record, groups)
    position, cosines = row.get("ImagePositionPatient"), row.get("ImageOrientationPatient")
    if position and len(position) == 3:
        row["ipp_x"], row["ipp_y"], row["ipp_z"] = position
        row["slice_position_mm"] = slice_position(position, cosines or ())
    for group in groups:
        base = group + "00409096[1]."
        if row.get("rwv_slope") is None:
            row["rwv_slope"] = record.number(base + "00409225")
            row["rwv_intercept"] = record.number(base + "00409224")
            row["rwv_unit_code"] = record.code(base + "004008EA")[0]
        scale = _philips_scale(record, group)
        if scale and row.get("philips_scale_slope") is None:
            row["philips_scale_intercept"], row["philips_scale_slope"] = scale
    if not groups or row.get("philips_scale_slope") is None:
        for name, low in (("philips_scale_slope", 0x0E), ("philips_scale_intercept", 0x0D)):
            path = record.private(0x2005, "Philips MR Imaging DD 001", low)
            if path:
                row[name] = record.number(path)


def _frame_type(record: Record, groups: list[str]) -> list[str] | None:
    for group in groups:
        for sequence in _FRAME_TYPES:
            words = record.words(f"{group}{sequence}[1].00089007")
            if words:
                return words
    return record.words("00080008") or None


def _philips_scale(record: Record, group: str) -> tuple[float | None, float | None] | None:
    """(intercept, slope) of the private group (2005,xx0F) of Philips MR Imaging DD 005."""
    path = f"{group}2005140F[1]."
    slope = record.number(path + "2005100E")
    return (record.number(path + "2005100D"), slope) if slope is not None else None
