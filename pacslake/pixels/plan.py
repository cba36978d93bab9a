"""From the frames of a series to volumes: a pure function of catalogue rows, by numbered rules.

    frames -> families -> groups that may share a grid -> orientations -> separate() -> volumes

Every frame with pixels ends in a volume, which may be `not_a_volume`; a copy of a frame that stands
elsewhere is named in an issue. No rule looks at file names or at the order in which frames come, so the same
instances give the same volumes. Raise RULE_VERSION when a rule changes: lakes then plan again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pacslake.dicom.geometry import (
    Orientation,
    affine_lps,
    angle_degrees,
    dot,
    mean_orientation,
    obliquity_degrees,
    orientation_from_cosines,
    plane_name,
)
from pacslake.pixels.plan_axes import Draft, collides, separate
from pacslake.pixels.plan_checks import checks_of
from pacslake.pixels.plan_codes import snake
from pacslake.pixels.plan_frame import Frame, PlannedVolume, Reference, SeriesPlan
from pacslake.pixels.plan_geometry import IN_PLANE_MM, Stack, planes_of, stack_of
from pacslake.pixels.plan_issues import issues_of
from pacslake.pixels.plan_kinds import (
    PLANE_CLASSES,
    Placed,
    dose_places,
    family_of,
    has_own_position,
    nm_places,
    tiles_of,
)
from pacslake.pixels.plan_suv import suv_of
from pacslake.pixels.plan_twins import without_twins
from pacslake.pixels.plan_values import scale_of, values_of
from pacslake.pixels.plan_whole import clips, projections, unplaced

__all__ = [
    "RULE_VERSION",
    "Frame",
    "PlannedVolume",
    "Reference",
    "SeriesPlan",
    "plan_refused",
    "plan_series",
    "volume_id_of",
]

RULE_VERSION = "2"

SAME_DIRECTION_DEGREES = 0.1
JITTER = 1e-4  # of a direction cosine
NOT_ORTHOGONAL = 1e-2
SAME_SPACING_MM = 0.02  # over the width of the image


@dataclass(frozen=True)
class Group:
    """Frames that may share one grid: what they have in common, and how they came apart from others."""

    placed: list[Placed]
    rows: int
    columns: int
    family: str
    key: dict[str, str]
    codes: tuple[str, ...]
    orientation: Orientation | None = None
    pixel_spacing: tuple[float, ...] | None = None


def plan_series(frames: Iterable[Frame]) -> SeriesPlan:
    """Plan one series. Frames of other series are a wrong call.

    Example:
        >>> plan_series([]).volumes
        ()
    """
    everything = sorted(frames, key=_stable)
    if not everything:
        return SeriesPlan((), ())
    if len({f.series_instance_uid for f in everything}) != 1:
        raise ValueError("plan_series() takes the frames of one series")
    kept, twins = without_twins(everything)
    families: dict[str, list[Frame]] = defaultdict(list)
    for f in kept:
        families[family_of(f)].append(f)
    first_at = min((f.acquired_at for f in kept if f.acquired_at is not None), default=None)
    volumes: list[PlannedVolume] = []
    asks: list[Frame] = []
    dropped: list[tuple[PlannedVolume, Draft]] = []
    for group in _groups(families):
        for volume, draft in _volumes_of(group, first_at, asks):
            volumes.append(volume)
            if draft is not None and (draft.dropped or draft.notes):
                dropped.append((volume, draft))
    volumes += clips(families["clip"]) + projections(families["projection"])
    volumes += unplaced(families["tiled"], "tiled_image")
    volumes = _named(_with_series_codes(volumes))
    ids = {id(v.frames): v.volume_id for v in volumes}
    notes = [(ids[id(v.frames)], d) for v, d in dropped]
    return SeriesPlan(
        tuple(volumes),
        issues_of(everything[0].series_instance_uid, volumes, notes, twins, kept),
        tuple({_stable(f): f for f in asks}.values()),
    )


def plan_refused(frames: Iterable[Frame]) -> SeriesPlan:
    """All frames of a series as no volume, for one that the planner cannot judge; an issue says so."""
    found = sorted((f for f in frames if family_of(f) != "none"), key=_stable)
    volumes = _named(unplaced(found, "planning_failed"))
    return (
        SeriesPlan(tuple(volumes), issues_of(found[0].series_instance_uid, volumes, [], [], []))
        if found
        else SeriesPlan((), ())
    )


def volume_id_of(series_instance_uid: str, kind: str, frames: Sequence[Reference]) -> str:
    """`v` and 20 hex digits over the series, the kind and the frames in their places.

    The same frames in the same places give the same id in any lake.
    """
    lines = [series_instance_uid, kind]
    for r in frames:
        tile = "" if r.tile is None else f",{r.tile}"
        lines.append(f"{r.frame.instance_version_id},{r.frame.frame_index},{r.t},{r.k}{tile}")
    return "v" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:20]


def _stable(f: Frame) -> tuple[Any, ...]:
    return (f.instance_version_id, f.frame_index)


# --- groups that may share a grid: rows 1 to 4b ------------------------------------------------


def _groups(families: dict[str, list[Frame]]) -> list[Group]:
    pools: dict[tuple[Any, ...], list[Placed]] = defaultdict(list)
    for f in families["slice"]:
        pools[("slice", f.rows, f.columns, *_hard(f))].append(Placed(f, _vector(f)))
    for f in families["mosaic"]:
        tiles, (rows, columns), code = tiles_of(f)
        pools[("mosaic" if tiles else "refused", rows, columns, *_hard(f), code)].extend(
            tiles or [Placed(f, _vector(f))]
        )
    nm = families["nm"]
    places = nm_places(nm) if nm else None
    for p in places if places is not None else [Placed(f, _vector(f)) for f in nm]:
        f = p.frame
        pools[("nm" if places is not None else "planar", f.rows, f.columns, *_hard(f))].append(p)
    names = _varying(pools)
    groups: list[Group] = []
    for pool_key, placed in sorted(pools.items(), key=lambda item: tuple(map(str, item[0]))):
        family, rows, columns, is_localizer = pool_key[:4]
        codes: tuple[str, ...] = ("localizer",) if is_localizer else ()
        if family == "mosaic":
            codes += ("mosaic_untiled",) + ((pool_key[-1],) if pool_key[-1] else ())
        elif family == "refused":
            codes += (pool_key[-1],)
        elif family == "nm":
            codes += ("nm_slices",)
        elif family == "planar":
            codes += ("planar_nuclear_image",)
        key = {name: str(pool_key[i]) for i, name in names if pool_key[i] is not None}
        groups.extend(_by_spacing(Group(placed, rows, columns, family, key, codes)))
    return groups + _doses(families["dose"])


def _doses(frames: Sequence[Frame]) -> list[Group]:
    """Dose objects, one volume each: doses of several beams or plans are no time axis."""
    objects: dict[str, list[Frame]] = defaultdict(list)
    for f in frames:
        # Planes in files of their own are one grid.
        objects[f.instance_version_id if f.is_multiframe else ""].append(f)
    groups: list[Group] = []
    for name, members in sorted(objects.items()):
        places = dose_places(members)
        first = members[0]
        key = {"SOPInstanceUID": first.sop_instance_uid} if name and len(objects) > 1 else {}
        family, placed = ("dose", places) if places else ("refused", [Placed(f, _vector(f)) for f in members])
        codes = ("dose_grid",) if places else ("geometry_missing",)
        groups.extend(_by_spacing(Group(placed, first.rows or 0, first.columns or 0, family, key, codes)))
    return groups


_HARD = (
    (1, "Rows"),
    (2, "Columns"),
    (3, "localizer"),
    (4, "SamplesPerPixel"),
    (5, "PhotometricInterpretation"),
    (6, "FrameOfReferenceUID"),
)


def _hard(f: Frame) -> tuple[Any, ...]:
    """Row 2: what never shares a volume, beside rows and columns."""
    return ("LOCALIZER" in f.image_type, f.samples, f.photometric, f.frame_of_reference_uid)


def _varying(pools: Iterable[tuple[Any, ...]]) -> list[tuple[int, str]]:
    keys = list(pools)
    return [(i, name) for i, name in _HARD if len({k[i] for k in keys}) > 1]


def _vector(f: Frame) -> tuple[float, float, float]:
    if not has_own_position(f):
        return (0.0, 0.0, 0.0)
    assert f.position is not None
    return (f.position[0], f.position[1], f.position[2])


def _by_spacing(group: Group) -> list[Group]:
    """Take apart what has no geometry, and what has another pixel spacing (rows 4b, 5)."""
    if group.family in ("refused", "planar"):
        return [group]
    bad: dict[str, list[Placed]] = defaultdict(list)
    spacings: dict[tuple[float, ...], list[Placed]] = defaultdict(list)
    for p in group.placed:
        f = p.frame
        placed_by_rule = group.family in ("nm", "dose") or p.tile is not None
        if f.orientation is None or not (placed_by_rule or has_own_position(f)):
            bad[
                "geometry_missing" if f.sop_class_uid in PLANE_CLASSES or f.position else "no_image_plane"
            ].append(p)
        elif f.pixel_spacing is None or len(f.pixel_spacing) != 2 or min(f.pixel_spacing) <= 0:
            bad["incomplete_pixel_spacing"].append(p)
        else:
            spacings[f.pixel_spacing].append(p)
    out = [replace(group, placed=ps, codes=(*group.codes, code)) for code, ps in sorted(bad.items())]
    width = max(group.rows, group.columns)
    clusters = _clusters(
        spacings, lambda a, b: max(abs(x - y) for x, y in zip(a, b, strict=True)) * width < SAME_SPACING_MM
    )
    for spacing, members in clusters:
        key = (
            group.key
            if len(clusters) == 1
            else {**group.key, "PixelSpacing": "\\".join(f"{x:g}" for x in spacing)}
        )
        placed = [p for value in members for p in spacings[value]]
        out.extend(_by_orientation(replace(group, placed=placed, key=key, pixel_spacing=spacing)))
    return out


def _clusters(
    values: dict[tuple[float, ...], list[Placed]],
    same: Callable[[tuple[float, ...], tuple[float, ...]], bool],
) -> list[tuple[tuple[float, ...], list[tuple[float, ...]]]]:
    """Values gathered around the most frequent ones: (centre, members)."""
    found: list[tuple[tuple[float, ...], list[tuple[float, ...]]]] = []
    for value in sorted(values, key=lambda v: (-len(values[v]), v)):
        for centre, members in found:
            if same(centre, value):
                members.append(value)
                break
        else:
            found.append((value, [value]))
    return found


def _by_orientation(group: Group) -> list[Group]:
    """Rows 3 and 4: one group for each direction of the slices."""
    cosines: dict[tuple[float, ...], list[Placed]] = defaultdict(list)
    for p in group.placed:
        cosines[p.frame.orientation or ()].append(p)
    known = {c: orientation_from_cosines(c) for c in cosines}
    invalid = [c for c, o in known.items() if o is None or o.defect > NOT_ORTHOGONAL]
    out = []
    if invalid:
        placed = [p for c in sorted(invalid) for p in cosines[c]]
        out.append(
            replace(group, placed=placed, codes=(*group.codes, "invalid_orientation"), pixel_spacing=None)
        )
    valid = {c: o for c, o in known.items() if o is not None and c not in invalid}
    clusters = _clusters({c: cosines[c] for c in valid}, lambda a, b: _parallel(valid[a], valid[b]))
    total = len(group.placed)
    for _, members in clusters:
        found = [(valid[c], len(cosines[c])) for c in members]
        orientation = found[0][0] if len(found) == 1 else mean_orientation(found)
        placed = [p for c in sorted(members) for p in cosines[c]]
        codes = group.codes
        if max(o.defect for o, _ in found) > JITTER or _spread(found) > JITTER:
            codes += ("orientation_jitter",)
        key = group.key
        if len(clusters) > 1:
            key = {**key, "ImageOrientationPatient": plane_name(orientation.normal)}
            if len(placed) < total / 2 and (len(placed) <= 3 or len(placed) < total / 10):
                codes += ("orientation_outlier",)
        out.append(replace(group, placed=placed, codes=codes, orientation=orientation, key=key))
    return out


def _parallel(a: Orientation, b: Orientation) -> bool:
    return (
        angle_degrees(a.row, b.row) < SAME_DIRECTION_DEGREES
        and angle_degrees(a.column, b.column) < SAME_DIRECTION_DEGREES
    )


def _spread(found: Sequence[tuple[Orientation, int]]) -> float:
    if len(found) == 1:
        return 0.0
    return max(
        max(values) - min(values) for values in zip(*(o.row + o.column for o, _ in found), strict=True)
    )


# --- volumes of a group: rows 5 to 14 ----------------------------------------------------------


def _volumes_of(
    group: Group, first_at: datetime | None, asks: list[Frame]
) -> list[tuple[PlannedVolume, Draft | None]]:
    if group.orientation is None or group.pixel_spacing is None:
        frames = [p.frame for p in group.placed]
        return [(v, None) for v in unplaced(frames, *group.codes, key=group.key)]
    for p in group.placed:
        p.s = dot(p.position, group.orientation.normal)
    ordered = sorted(group.placed, key=lambda p: p.s)
    planes, _ = planes_of([p.s for p in ordered], min(group.pixel_spacing))
    for p, plane in zip(ordered, planes, strict=True):
        p.plane = plane
    frame = ordered[0].frame
    if collides(ordered):
        drafts = separate(ordered, frame.modality, asks=asks)
    else:
        drafts = _by_stack(ordered, group.orientation)
    stacks: dict[int, Stack] = {}
    out: list[tuple[PlannedVolume, Draft | None]] = []
    for draft in drafts:
        head = stacks.get(id(draft.expects)) if draft.expects is not None else None
        base = head.spacing_mm if head is not None else None
        stack = stack_of([p.position for p in draft.points[0]], group.orientation, base)
        stacks[id(draft)] = stack
        out.append((_volume(group, draft, stack, first_at), draft))
    return out


def _by_stack(placed: list[Placed], orientation: Orientation) -> list[Draft]:
    """Row 16: stacks of an object are one volume when their positions interleave regularly."""
    stacks: dict[str | None, list[Placed]] = defaultdict(list)
    for p in placed:
        stacks[p.frame.stack_id].append(p)
    if len(stacks) < 2:
        return [Draft([placed])]
    good = ("regular", "sheared")
    if stack_of([p.position for p in placed], orientation).verdict in good:
        return [Draft([placed], ["stacks_merged"])]
    parts = [stack_of([p.position for p in ps], orientation).verdict for ps in stacks.values()]
    if all(v in (*good, "single") for v in parts):
        return [
            Draft([ps], key={"StackID": str(k)}) for k, ps in sorted(stacks.items(), key=lambda x: str(x[0]))
        ]
    return [Draft([placed])]


def _volume(group: Group, draft: Draft, stack: Stack, first_at: datetime | None) -> PlannedVolume:
    orientation, spacing = group.orientation, group.pixel_spacing
    assert orientation is not None and spacing is not None
    placed = [p for point in draft.points for p in point]
    frames = [p.frame for p in placed]
    first = frames[0]
    values = values_of(frames)
    moved = _moved_in_time(draft)
    step, verdict = stack.step, stack.verdict
    codes = [*group.codes, *draft.codes, *stack.codes]
    if moved >= IN_PLANE_MM or "mosaic_spacing_unknown" in group.codes:
        step = None
        if verdict != "single":
            verdict = "variable_spacing"
        if moved >= IN_PLANE_MM:
            codes.append("in_plane_jitter")
    slice_mm = stack.spacing_mm if verdict != "variable_spacing" else None
    affine = affine_lps(stack.origin, orientation.row, orientation.column, step, spacing) if step else None
    trigger = (
        "TriggerTime" in (draft.axis.name if draft.axis else "") or len({f.trigger_time for f in frames}) > 1
    )
    if trigger and draft.axis and "philips" in (first.manufacturer or "").lower():
        codes.append("trigger_time_is_scan_time")
    if any(f.concatenation_uid for f in frames):
        codes.append("concatenation_joined")
    if first.sop_class_uid.endswith(".13.1.3"):
        codes.append("tomosynthesis_limited_depth")
    key = {**group.key, **draft.key}
    codes += [f"split_by_{snake(name)}" for name in key]
    n_time, n = len(draft.points), len(draft.points[0])
    in_front = draft.axis is not None or n_time > 1
    colour = first.samples > 1
    shape = (
        ((n_time,) if in_front else ())
        + (n, group.rows, group.columns)
        + ((first.samples,) if colour else ())
    )
    references = _references(draft, stack, step, values.rescale_source)
    return PlannedVolume(
        volume_id="",
        series_instance_uid=first.series_instance_uid,
        kind=_kind(placed),
        verdict=verdict,
        reason_codes=tuple(dict.fromkeys([*codes, *values.codes])),
        axes=("t" if in_front else "") + "zyx" + ("c" if colour else ""),
        shape=shape,
        n_slices=n,
        n_time=n_time,
        frames=references,
        split_key=key,
        **_axis_columns(draft, first.modality),
        affine_lps=affine,
        origin_lps=stack.origin,
        direction_lps=orientation.direction,
        spacing_mm=(slice_mm, spacing[0], spacing[1]),
        spacing_deviation_mm=stack.spacing_deviation_mm,
        in_plane_deviation_mm=max(stack.in_plane_deviation_mm, moved),
        shear_degrees=stack.shear_degrees,
        obliquity_degrees=obliquity_degrees(orientation.normal),
        plane=plane_name(orientation.normal),
        gap_positions=stack.gap_positions,
        frame_of_reference_uid=first.frame_of_reference_uid,
        modality=first.modality,
        photometric=first.photometric,
        dtype=values.dtype,
        rescale_mode=values.rescale_mode,
        rescale_source=values.rescale_source,
        rescale_slope=values.slope,
        rescale_intercept=values.intercept,
        unit_code=values.unit_code,
        checks=checks_of(placed, orientation),
        suv=suv_of(frames, first_at) if first.modality == "PT" and not colour else None,
    )


def _kind(placed: Sequence[Placed]) -> str:
    if any(p.tile is not None for p in placed):
        return "mosaic"
    return "multiframe" if any(p.frame.is_multiframe for p in placed) else "stack"


def _moved_in_time(draft: Draft) -> float:
    """How far a slice lies from its place in the first time point, mm, at most."""
    most = 0.0
    for point in draft.points[1:]:
        for a, b in zip(draft.points[0], point, strict=True):
            p, q = a.position, b.position
            if p != q:
                most = max(most, abs(p[0] - q[0]), abs(p[1] - q[1]), abs(p[2] - q[2]))
    return most


def _references(
    draft: Draft, stack: Stack, step: tuple[float, float, float] | None, source: str
) -> tuple[Reference, ...]:
    x0, y0, z0 = stack.origin
    out = []
    for t, point in enumerate(draft.points):
        for k, p in enumerate(point):
            error = None
            if step is not None:
                x, y, z = p.position
                dx, dy, dz = x - x0 - k * step[0], y - y0 - k * step[1], z - z0 - k * step[2]
                error = (dx * dx + dy * dy + dz * dz) ** 0.5
            slope, intercept = scale_of(p.frame, source)
            out.append(Reference(k, t, p.frame, p.tile, p.s, error, slope, intercept))
    return tuple(out)


def _axis_columns(draft: Draft, modality: str | None) -> dict[str, Any]:
    """Name and coordinates of the leading axis; frame starts and durations where the files tell them."""
    axis = draft.axis
    if axis is None:
        return {}
    starts = [
        min((p.frame.acquired_at for p in g if p.frame.acquired_at is not None), default=None)
        for g in draft.points
    ]
    columns: dict[str, Any] = {
        "axis_name": axis.name,
        "axis_unit": axis.unit,
        "axis_values": axis.values,
        "axis_labels": axis.labels,
        "axis_gradients": axis.gradients,
    }
    known = [s for s in starts if s is not None]
    if modality == "PT" and len(known) == len(starts) and len(set(known)) == len(known):
        # Frame starts, not FrameReferenceTime, which is where the mean count rate lies (PS3.3 C.8.9.4.1.5).
        columns["axis_values"] = tuple((s - min(known)).total_seconds() for s in known)
        columns["axis_unit"] = "s"
    durations = [
        max((p.frame.frame_duration for p in g if p.frame.frame_duration is not None), default=None)
        for g in draft.points
    ]
    if any(d is not None for d in durations):
        columns["axis_durations_s"] = tuple(None if d is None else d / 1000.0 for d in durations)
    return columns


# --- the series as a whole ---------------------------------------------------------------------


def _with_series_codes(volumes: list[PlannedVolume]) -> list[PlannedVolume]:
    real = [v for v in volumes if v.verdict != "not_a_volume"]
    if len(real) < 2:
        return volumes
    code = ("several_volumes_in_series",)
    return [
        replace(v, reason_codes=v.reason_codes + code) if v.verdict != "not_a_volume" else v for v in volumes
    ]


def _named(volumes: list[PlannedVolume]) -> list[PlannedVolume]:
    """Volumes with their ids, real ones first, larger ones before smaller, then by what splits them."""
    named = [replace(v, volume_id=volume_id_of(v.series_instance_uid, v.kind, v.frames)) for v in volumes]
    return sorted(
        named,
        key=lambda v: (
            v.verdict == "not_a_volume",
            "localizer" in v.reason_codes,
            "left_over_time_point" in v.reason_codes,
            [_order(value) for value in v.split_key.values()],
            -len(v.frames),
            v.volume_id,
        ),
    )


def _order(text: str) -> tuple[int, float, str]:
    try:
        return (0, float(text), "")
    except ValueError:
        return (1, 0.0, text)
