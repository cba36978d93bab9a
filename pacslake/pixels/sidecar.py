"""The JSON file beside a NIfTI file, in BIDS's words, without anything that names a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pacslake.pixels.volume import Volume

__all__ = ["bids_sidecar", "time_step_s"]

# Column of `instance` -> BIDS key and what the DICOM value is multiplied by (BIDS has seconds).
_KEYS: Mapping[str, tuple[str, float | None]] = {
    "Modality": ("Modality", None),
    "Manufacturer": ("Manufacturer", None),
    "ManufacturerModelName": ("ManufacturersModelName", None),
    "MagneticFieldStrength": ("MagneticFieldStrength", 1.0),
    "EchoTime": ("EchoTime", 0.001),
    "RepetitionTime": ("RepetitionTime", 0.001),
    "InversionTime": ("InversionTime", 0.001),
    "FlipAngle": ("FlipAngle", 1.0),
    "SliceThickness": ("SliceThickness", 1.0),
    "KVP": ("KVP", 1.0),
    "ConvolutionKernel": ("ConvolutionKernel", None),
    "SeriesDescription": ("SeriesDescription", None),
    "ProtocolName": ("ProtocolName", None),
    "BodyPartExamined": ("BodyPart", None),
    "PatientPosition": ("PatientPosition", None),
}


def bids_sidecar(volume: Volume) -> dict[str, Any]:
    """What a NIfTI header cannot hold."""
    known = set(volume.lake.catalog.schema("instance_row").names)
    columns = [c for c in _KEYS if c in known]
    quoted = ", ".join(f'"{c}"' for c in columns)
    first = volume.frames()[0].instance
    rows = volume.lake.rows(f"SELECT {quoted} FROM instance_row WHERE instance_version_id = ?", [first])
    out: dict[str, Any] = {}
    for column, value in zip(columns, rows[0] if rows else (), strict=False):
        if value is None:
            continue
        name, factor = _KEYS[column]
        out[name] = value if factor is None else float(value) * factor
    row = volume.row
    out |= {
        "VolumeId": volume.id,
        "SeriesInstanceUID": volume.series_instance_uid,
        "Verdict": volume.verdict,
        "ReasonCodes": list(volume.reason_codes),
        "Units": volume.unit,
        "AffineLPS": None if volume.affine_lps is None else volume.affine_lps.tolist(),
        "ConversionSoftware": "pacslake",
    }
    step = time_step_s(row)
    if step is not None and row.get("axis_unit") in ("s", "ms") and volume.modality == "MR":
        out["RepetitionTime"] = step
    if volume.axes.startswith("t") and row.get("axis_values") is not None:
        out["AxisName"], out["AxisUnit"], out["AxisValues"] = (
            row.get("axis_name"),
            row.get("axis_unit"),
            list(row["axis_values"]),
        )
    return {key: value for key, value in out.items() if value is not None}


def time_step_s(row: Mapping[str, Any]) -> float | None:
    """Seconds between time points, where they are even and known."""
    values = [v for v in row.get("axis_values") or () if v is not None]
    factor = {"s": 1.0, "ms": 0.001}.get(str(row.get("axis_unit") or ""))
    if factor is None or len(values) < 2:
        return None
    steps = np.diff(np.asarray(values, float))
    step = float(steps.mean())
    return step * factor if step > 0 and np.allclose(steps, step, rtol=1e-3) else None
