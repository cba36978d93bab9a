"""Rows of `frame`: each frame's own geometry and timing, from functional groups where there are any.

A value of the per-frame groups (5200,9230) wins over the shared groups (5200,9229), these over the top level
(PS3.3 C.7.6.16).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pacslake.ingest.extract.columns import Plain, Problem, convert, plain_columns
from pacslake.ingest.extract.computed import slice_position
from pacslake.ingest.extract.record import Record

__all__ = ["FRAME_RULES", "frame_columns"]

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

PER_FRAME, SHARED = "52009230", "52009229"


def frame_columns(record: Record, n: int) -> tuple[dict[str, list[Any]], list[Problem]]:
    """Columns of the `n` frames of an instance, but for their places in the file; NULL ones are left out."""
    per_frame = _leaves_per_frame(record, n)
    tails = frozenset(per_frame)
    problems: list[Problem] = []
    out: dict[str, list[Any]] = {}
    for column in plain_columns("frame"):
        macro = _MACRO.get(column.name)
        inner = f"{macro}[1].{column.path}" if macro else ""
        common = _converted(record, column, f"{SHARED}[1].{inner}") if macro else None
        if common is None:
            common = _converted(record, column, column.path)
        if inner in per_frame:
            own = _own_values(record, column, per_frame[inner], problems)
            out[column.name] = [common if value is None else value for value in own]
        elif common is not None:
            out[column.name] = [common] * n
    _add_special(record, out, n, tails)
    return out, problems


def _leaves_per_frame(record: Record, n: int) -> dict[str, list[int | None]]:
    """What stands behind `52009230[i].` in the paths of an instance, and the leaf of each of the `n` frames there."""
    found: dict[str, list[int | None]] = {}
    start = len(PER_FRAME) + 1
    for i, leaf in enumerate(record.leaves):
        path = leaf.path
        if leaf.depth and path.startswith(PER_FRAME):
            end = path.index("]")
            leaves = found.get(path[end + 2 :])
            if leaves is None:
                leaves = found[path[end + 2 :]] = [None] * n
            if (number := int(path[start:end])) <= n:
                leaves[number - 1] = i
    return found


def _converted(record: Record, column: Plain, path: str) -> Any:
    """The value at a path outside the per-frame groups; its faults are reported with the instance."""
    i = record.index.get(path)
    return None if i is None else convert(column, record.leaves[i], record.raw(i), record.little)[0]


def _own_values(
    record: Record, column: Plain, leaves: Sequence[int | None], problems: list[Problem]
) -> list[Any]:
    cache: dict[bytes, Any] = {}
    out: list[Any] = []
    for i in leaves:
        if i is None:
            out.append(None)
            continue
        raw = record.raw(i)
        if raw not in cache:
            cache[raw], found = convert(column, record.leaves[i], raw, record.little)
            problems += found
        out.append(cache[raw])
    return out


def _add_special(record: Record, out: dict[str, list[Any]], n: int, tails: frozenset[str]) -> None:
    """Columns that take more than one attribute, or one of several places."""
    positions, cosines = out.get("ImagePositionPatient"), out.get("ImageOrientationPatient", [None] * n)
    if positions is not None:
        for k, name in enumerate(FRAME_RULES[:3]):
            out[name] = [p[k] if p and len(p) == 3 else None for p in positions]
        out["slice_position_mm"] = [
            slice_position(p, c or ()) if p else None for p, c in zip(positions, cosines, strict=True)
        ]
    types = [f"{sequence}[1].00089007" for sequence in _FRAME_TYPES]
    common = next((w for t in types if (w := record.words(f"{SHARED}[1].{t}"))), record.words("00080008"))
    out["FrameType"] = [common or None] * n
    for tail in types:
        if tail in tails:
            out["FrameType"] = [record.words(f"{PER_FRAME}[{i}].{tail}") or common for i in range(1, n + 1)]
    for name, tail in (("rwv_slope", "00409225"), ("rwv_intercept", "00409224")):
        _first_of(record, out, name, f"00409096[1].{tail}", n, tails)
    _units(record, out, n, tails)
    for name, low in (("philips_scale_slope", 0x0E), ("philips_scale_intercept", 0x0D)):
        # In enhanced objects of Philips they stand in a private group of each frame.
        _first_of(record, out, name, f"2005140F[1].200510{low:02X}", n, tails)
        path = record.private(0x2005, "Philips MR Imaging DD 001", low)
        if name not in out and path and (value := record.number(path)) is not None:
            out[name] = [value] * n


def _first_of(
    record: Record, out: dict[str, list[Any]], name: str, tail: str, n: int, tails: frozenset[str]
) -> None:
    """A number of the per-frame groups, else of the shared ones."""
    common = record.number(f"{SHARED}[1].{tail}")
    if tail in tails:
        own = (record.number(f"{PER_FRAME}[{i}].{tail}") for i in range(1, n + 1))
        out[name] = [common if value is None else value for value in own]
    elif common is not None:
        out[name] = [common] * n


def _units(record: Record, out: dict[str, list[Any]], n: int, tails: frozenset[str]) -> None:
    if not any(tail.startswith("00409096[1].004008EA") for tail in tails) and not record.has(
        f"{SHARED}[1].00409096"
    ):
        return
    common = record.code(f"{SHARED}[1].00409096[1].004008EA")[0]
    own = (record.code(f"{PER_FRAME}[{i}].00409096[1].004008EA")[0] for i in range(1, n + 1))
    out["rwv_unit_code"] = [value or common for value in own]
