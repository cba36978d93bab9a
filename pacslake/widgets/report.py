"""Measurements of a widget as a structured report after TID 1500 (PS3.16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pacslake.errors import UsageError
from pacslake.widgets.source import VolumeSource

__all__ = ["report_of", "specs"]

_SIZES = {
    "length_mm": (("410668003", "SCT", "Length"), "mm"),
    "long_mm": (("103339001", "SCT", "Long axis"), "mm"),
    "short_mm": (("103340004", "SCT", "Short axis"), "mm"),
    "angle_deg": (("1483009", "SCT", "Angle"), "deg"),
    "area_mm2": (("42798000", "SCT", "Area"), "mm2"),
}
_DERIVATIONS = {
    "mean": ("373098007", "SCT", "Mean"),
    "sd": ("386136009", "SCT", "Standard Deviation"),
    "min": ("255605001", "SCT", "Minimum"),
    "max": ("56851009", "SCT", "Maximum"),
}
_QUANTITIES = {
    "HU": ("112031", "DCM", "Attenuation Coefficient"),
    "SUV": ("126401", "DCM", "SUVbw"),
    "MR": ("110852", "DCM", "MR signal intensity"),
}
_ANY = ("pixel_value", "99PACSLAKE", "Pixel value")
_PROCEDURES = {
    "CT": ("77477000", "SCT", "Computed tomography"),
    "MR": ("113091000", "SCT", "Magnetic resonance imaging"),
    "PT": ("82918005", "SCT", "Positron emission tomography"),
}
_IMAGING = ("363679005", "SCT", "Imaging procedure")


def specs(m: Mapping[str, Any], source: VolumeSource) -> list[Any]:
    """The numbers of one measurement as `MeasurementSpec`; none for a region that holds nothing.

    Args:
        m: as in the trait `measurements`, points in the volume's own LPS mm; `u` and `v` span a region's plane.
    """
    from pacslake.derived.codes import CodedTerm, ucum_unit
    from pacslake.derived.common_out import new_uid
    from pacslake.derived.sr_out import MeasurementSpec

    f, result = source.facts, m["result"]
    unit = ucum_unit(CodedTerm(f.unit, "", f.unit)) or "1"
    quantity = _QUANTITIES.get(f.unit) or _QUANTITIES.get(f.modality) or _ANY
    shared: dict[str, Any] = {
        "tracking_id": m.get("label") or f"{m['kind']} {m['id']}", "tracking_uid": new_uid(),
        "outline": _outline(m, f.frame_of_reference), "slices": _slices(m, source),
    }  # fmt: skip
    size = "px" if result.get("pixels") else None
    found = [
        MeasurementSpec(
            name, result[key], {"mm": "{pixels}", "mm2": "{pixels}2"}.get(of, of) if size else of, **shared
        )
        for key, (name, of) in _SIZES.items()
        if result.get(key) is not None and m["kind"] != "arrow"
    ]
    found += [
        MeasurementSpec(quantity, result[key], unit, derivation=how, **shared)
        for key, how in _DERIVATIONS.items()
        if result.get(key) is not None
    ]
    if isinstance(result.get("value"), float):
        found.append(MeasurementSpec(quantity, result["value"], unit, **shared))
    return found


def report_of(source: VolumeSource, measurements: Sequence[Mapping[str, Any]]) -> Any:
    """A Comprehensive 3D SR with the measurements of one volume, ready for `lake.add`.

    Raises:
        UsageError: the volume is no volume of a lake with a place in the patient, or no measurement has a number.
    """
    from pacslake.derived.common_out import Algorithm
    from pacslake.derived.sr_out import build_sr

    volume = getattr(source, "volume", None)
    if volume is None or source.facts.affine_lps is None:
        raise UsageError(
            "a structured report needs a volume of the lake with a known place in the patient; "
            "these pictures have none, so the measurements can only be taken out with measurements_frame()"
        )
    numbers = [spec for m in measurements for spec in specs(m, source)]
    if not numbers:
        raise UsageError("no measurement has a number to save")
    return build_sr(
        numbers, volume, algorithm=Algorithm("pacslake viewer"), series_description="Measurements drawn in the viewer",
        procedure=_PROCEDURES.get(source.facts.modality, _IMAGING),
    )  # fmt: skip


def _outline(m: Mapping[str, Any], frame_of_reference: str | None) -> Any:
    """What was drawn, as SCOORD3D (PS3.3 C.18.9.1.2); None where the frame of reference is not known."""
    from pacslake.derived.sr_out import Outline

    if not frame_of_reference:
        return None
    p = np.asarray(m["points"], float)
    if m["kind"] in ("ellipse", "rectangle"):
        u, v = (np.asarray(m[d], float) for d in "uv")
        a, b = p
        middle, x, y = (a + b) / 2, u * float((b - a) @ u) / 2, v * float((b - a) @ v) / 2
        if m["kind"] == "rectangle":
            return Outline("POLYGON", [*(middle + s * x + t * y for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1)))], frame_of_reference)  # fmt: skip
        long, short = (
            (x, y) if np.linalg.norm(x) >= np.linalg.norm(y) else (y, x)
        )  # the major axis comes first
        return Outline(
            "ELLIPSE", [middle - long, middle + long, middle - short, middle + short], frame_of_reference
        )
    kind = {"polygon": "POLYGON", "probe": "POINT", "arrow": "POINT"}.get(m["kind"], "POLYLINE")
    return Outline(kind, [*(p[:1] if kind == "POINT" else p)], frame_of_reference)


def _slices(m: Mapping[str, Any], source: VolumeSource) -> tuple[int, ...] | None:
    """Numbers of the slices that the points lie in."""
    from pacslake.widgets.measure import affine_of

    f = source.facts
    k = (np.c_[np.asarray(m["points"], float), np.ones(len(m["points"]))] @ np.linalg.inv(affine_of(f)).T)[
        :, 2
    ]
    low, high = int(np.floor(k.min() + 0.5)), int(np.floor(k.max() + 0.5))
    inside = range(max(0, low), min(f.shape[0] - 1, high) + 1)
    return tuple(inside) or None
