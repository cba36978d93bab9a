"""Volumes that are no stack: clips, projections, and frames without a place. Rows 18 to 21.

They are `not_a_volume`; clips and projections open nevertheless, all others are read frame by frame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pacslake.pixels.plan_axes import frame_order
from pacslake.pixels.plan_codes import snake
from pacslake.pixels.plan_frame import Frame, PlannedVolume, Reference
from pacslake.pixels.plan_kinds import clip_times
from pacslake.pixels.plan_values import scale_of, values_of

__all__ = ["clips", "projections", "unplaced"]


def clips(frames: Sequence[Frame]) -> list[PlannedVolume]:
    """One film for each object, or for each concatenation of them; never one film of several objects."""
    out = []
    for group in _objects(frames, joined=True):
        times = clip_times(group)
        codes = ["clip"]
        if len({f.instance_version_id for f in group}) > 1:
            codes.append("concatenation_joined")
        volume = _whole(group, "us_clip", codes, "tyx", along="t")
        labels = None if times is None else tuple(f"{t:g} s" for t in times)
        out.append(_with(volume, axis_name="FrameTime", axis_unit="s", axis_values=times, axis_labels=labels))
    return out


def projections(frames: Sequence[Frame]) -> list[PlannedVolume]:
    """One volume for each projection: CR, DX, MG, single XA and RF images."""
    return [_whole(group, "projection", ["projection_image"], "yx", along="k") for group in _objects(frames)]


def unplaced(frames: Sequence[Frame], *codes: str, key: dict[str, str] | None = None) -> list[PlannedVolume]:
    """Frames that cannot be placed: one row for those of one kind, readable one by one."""
    if not frames:
        return []
    if "planar_nuclear_image" in codes:
        return [_nuclear(group, codes, key or {}) for group in _objects(frames)]
    ordered = sorted(frames, key=_number_order)
    kind = "multiframe" if any(f.is_multiframe for f in ordered) else "stack"
    if "mosaic_without_header" in codes or "mosaic_spacing_unknown" in codes:
        kind = "mosaic"
    split = key or {}
    return [
        _whole(ordered, kind, [*codes, *(f"split_by_{snake(k)}" for k in split)], "zyx", along="k", key=split)
    ]


def _nuclear(frames: list[Frame], codes: Sequence[str], key: dict[str, str]) -> PlannedVolume:
    """Planar frames with the vector that tells them apart as the axis (PS3.3 C.8.4.8)."""
    volume = _whole(frames, "multiframe" if len(frames) > 1 else "stack", codes, "tyx", along="t", key=key)
    names: tuple[str, ...] = (
        "EnergyWindowVector",
        "DetectorVector",
        "PhaseVector",
        "RotationVector",
        "RRIntervalVector",
    )
    names += ("TimeSlotVector", "TimeSliceVector")
    labels = []
    varying = [i for i in range(len(names)) if len({f.nm_key[i] for f in frames if len(f.nm_key) > i}) > 1]
    for f in frames:
        parts = [f"{names[i]}={f.nm_key[i]}" for i in varying]
        for name, value in (("SliceVector", f.nm_slice), ("AngularViewVector", f.nm_angular)):
            if value is not None:
                parts.append(f"{name}={value}")
        labels.append(", ".join(parts))
    name = ",".join(names[i] for i in varying)
    if frames[0].nm_angular is not None:
        name = ",".join(filter(None, (name, "AngularViewVector")))
    elif frames[0].nm_slice is not None:
        name = ",".join(filter(None, (name, "SliceVector")))
    numbers = tuple(float(i) for i in range(len(frames)))
    return _with(
        volume,
        axis_name=name or "FrameIncrementPointer",
        axis_unit="1",
        axis_values=numbers,
        axis_labels=tuple(labels),
    )


def _objects(frames: Sequence[Frame], joined: bool = False) -> list[list[Frame]]:
    groups: dict[str, list[Frame]] = defaultdict(list)
    for f in frames:
        groups[(joined and f.concatenation_uid) or f.instance_version_id].append(f)
    ordered = [
        sorted(g, key=lambda f: (f.in_concatenation_number or 0, f.frame_index)) for g in groups.values()
    ]
    return sorted(ordered, key=lambda g: frame_order(g[0]))


def _number_order(f: Frame) -> tuple[int, int, int, str]:
    number = f.instance_number if f.instance_number is not None else -1
    return (number, f.in_concatenation_number or 0, f.frame_index, f.instance_version_id)


def _whole(
    frames: Sequence[Frame],
    kind: str,
    codes: Sequence[str],
    axes: str,
    *,
    along: str,
    key: dict[str, str] | None = None,
) -> PlannedVolume:
    first = frames[0]
    values = values_of(frames)
    n = len(frames)
    colour = first.samples > 1
    shape: tuple[int, ...] = (first.rows or 0, first.columns or 0)
    if axes != "yx":
        shape = (n, *shape)
    if colour:
        shape, axes = (*shape, first.samples), axes + "c"
    references = []
    for i, f in enumerate(frames):
        slope, intercept = scale_of(f, values.rescale_source)
        k, t = (i, 0) if along == "k" else (0, i)
        references.append(Reference(k, t, f, None, None, None, slope, intercept))
    spacing = first.pixel_spacing
    even = spacing is not None and len(spacing) == 2 and min(spacing) > 0
    if len({(f.pixel_spacing, f.rows, f.columns) for f in frames}) > 1:
        even = False
    return PlannedVolume(
        volume_id="",
        series_instance_uid=first.series_instance_uid,
        kind=kind,
        verdict="not_a_volume",
        reason_codes=tuple(dict.fromkeys([*codes, *values.codes])),
        axes=axes,
        shape=shape,
        n_slices=n if along == "k" else 1,
        n_time=1 if along == "k" else n,
        frames=tuple(references),
        split_key=key or {},
        spacing_mm=(None, spacing[0], spacing[1]) if even and spacing is not None else None,
        frame_of_reference_uid=first.frame_of_reference_uid,
        modality=first.modality,
        photometric=first.photometric,
        dtype=values.dtype,
        rescale_mode=values.rescale_mode,
        rescale_source=values.rescale_source,
        rescale_slope=values.slope,
        rescale_intercept=values.intercept,
        unit_code=values.unit_code,
    )


def _with(volume: PlannedVolume, **changes: object) -> PlannedVolume:
    from dataclasses import replace

    return replace(volume, **changes)  # type: ignore[arg-type]
