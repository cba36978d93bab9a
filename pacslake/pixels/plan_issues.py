"""What the planner tells of faults in a series, as rows for the table `issue`. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from pacslake.pixels.plan_axes import Draft
from pacslake.pixels.plan_codes import CODES, fault
from pacslake.pixels.plan_frame import Frame, PlannedVolume

__all__ = ["issues_of"]

_PER_SERIES = frozenset({"several_volumes_in_series", "classic_enhanced_twins"})


def issues_of(
    series_instance_uid: str,
    volumes: Sequence[PlannedVolume],
    drafts: Sequence[tuple[str, Draft]],
    twins: Sequence[Frame],
    frames: Sequence[Frame],
) -> tuple[dict[str, Any], ...]:
    """Issues in a fixed order: of the series, of its instances, of its volumes."""
    rows: list[dict[str, Any]] = []

    def add(level: str, entity_id: str, code: str, raw: str | None = None) -> None:
        severity, sentence = CODES.get(code, ("warning", code))
        message = f"{sentence}: {raw}" if raw else sentence
        rows.append(
            {
                "level": level,
                "entity_id": entity_id,
                "code": code,
                "severity": severity,
                "raw_value": raw,
                "message": message[0].upper() + message[1:],
                "source": "plan",
                "scope": f"plan:{series_instance_uid}",
            }
        )

    real = [v for v in volumes if v.verdict != "not_a_volume"]
    if len(real) > 1:
        names = Counter(name for v in real for name in v.split_key)
        told_apart = ", ".join(sorted(names)) or None
        add("series", series_instance_uid, "several_volumes_in_series", told_apart)
    if twins:
        objects = len({f.instance_version_id for f in twins})
        add(
            "series",
            series_instance_uid,
            "classic_enhanced_twins",
            f"{len(twins)} frames of {objects} objects left out",
        )
    if any(_vendor_scale(f) for f in frames):
        add("series", series_instance_uid, "vendor_scale_available", "Philips scale slope (2005,xx0E)")
    for uid in _incomplete_concatenations(frames):
        add("series", series_instance_uid, "concatenation_incomplete", uid)
    overlaid = {f.instance_version_id for f in frames if any(bit >= f.bits_stored for bit in f.overlay_bits)}
    for instance in sorted(overlaid):
        add("instance", instance, "overlay_in_pixel_data")
    holders: dict[str, set[str]] = defaultdict(set)
    for v in real:
        for r in v.frames:
            if r.frame.is_multiframe:
                holders[r.frame.instance_version_id].add(v.volume_id)
    for instance, found in sorted(holders.items()):
        if len(found) > 1:
            add("instance", instance, "several_volumes_in_instance", f"{len(found)} volumes")
    details = dict(drafts)
    for v in volumes:
        draft = details.get(v.volume_id)
        for code in v.reason_codes:
            if code in _PER_SERIES or not (
                fault(code) or code in ("single_slice", "gantry_tilt", "orientation_jitter")
            ):
                continue
            add("volume", v.volume_id, code, _detail(code, v, draft))
    return tuple(rows)


def _detail(code: str, v: PlannedVolume, draft: Draft | None) -> str | None:
    if code == "missing_slices":
        positions = ", ".join(f"{p:g}" for p in v.gap_positions[:20])
        return f"{len(v.gap_positions)} at {positions} mm"
    if code == "gantry_tilt" and v.shear_degrees is not None:
        return f"{v.shear_degrees:.3f} degrees"
    if code == "irregular_spacing" and v.spacing_deviation_mm is not None:
        return f"up to {v.spacing_deviation_mm:.4f} mm from the mean"
    if code == "in_plane_jitter" and v.in_plane_deviation_mm is not None:
        return f"up to {v.in_plane_deviation_mm:.3f} mm"
    if draft is not None and code == "duplicate_position":
        uids = [f"{p.frame.sop_instance_uid} frame {p.frame.frame_index + 1}" for p in draft.dropped]
        return f"{len(uids)} left out: " + ", ".join(uids[:10])
    if draft is not None:
        return draft.notes.get(code)
    return None


def _vendor_scale(f: Frame) -> bool:
    """Whether Philips' own scale, stored = value x slope, gives other values than the rescale (row 24)."""
    scale = f.philips_scale_slope
    if not scale:
        return False
    slope = f.slope if f.slope else 1.0
    offset, intercept = f.philips_scale_intercept or 0.0, f.intercept or 0.0
    return abs(slope * scale - 1.0) > 1e-4 or abs(offset - intercept) > 1e-4


def _incomplete_concatenations(frames: Sequence[Frame]) -> list[str]:
    parts: dict[str, set[int]] = defaultdict(set)
    totals: dict[str, int] = {}
    for f in frames:
        if f.concatenation_uid:
            parts[f.concatenation_uid].add(f.in_concatenation_number or 0)
            totals[f.concatenation_uid] = max(
                totals.get(f.concatenation_uid, 0), f.in_concatenation_total or 0
            )
    return sorted(uid for uid, found in parts.items() if len(found) < totals[uid])
