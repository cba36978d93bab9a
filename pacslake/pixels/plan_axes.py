"""What tells frames at one place apart: a further axis of one volume, or several volumes. Rows 10 to 14.

What changes the kind of image (echo, inversion, flip angle, image type, kernel, stack) makes volumes of its
own. What repeats in time or in diffusion weighting becomes an axis in front. The order of the tables below
is the order of the rules; nothing depends on the order in which frames come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any

from pacslake.pixels.plan_frame import Frame
from pacslake.pixels.plan_kinds import Placed

__all__ = ["Axis", "Draft", "collides", "frame_order", "separate"]

PERFUSION_BLOCKS = 6  # so many passes over the same positions are a perfusion study: time, not phases
_BESIDE_MM = 1.0  # frames of one plane that lie this far apart show different fields
TIME_MODALITIES = frozenset({"MR", "PT", "NM"})


@dataclass(frozen=True)
class Axis:
    """A leading axis: what it is named after, and its coordinates."""

    name: str
    unit: str | None
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    gradients: tuple[float, ...] | None = None


@dataclass
class Draft:
    """A volume in the making: (time, slice) of placed frames, slices ascending along the normal."""

    points: list[list[Placed]]
    codes: list[str] = field(default_factory=list)
    key: dict[str, str] = field(default_factory=dict)
    axis: Axis | None = None
    base_mm: float | None = None
    dropped: list[Placed] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)  # code -> what exactly, for the issue
    expects: Draft | None = None  # the complete volume whose spacing this left-over shares


def _number(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


# What changes the kind of image: name of the attribute, and its value rounded to what means a difference.
_KINDS: tuple[tuple[str, Callable[[Frame], Any]], ...] = (
    ("EchoTime", lambda f: _number(f.echo_time, 2)),
    ("EchoNumbers", lambda f: f.echo_number),
    ("InversionTime", lambda f: _number(f.inversion_time, 1)),
    ("FlipAngle", lambda f: _number(f.flip_angle, 1)),
    ("ImageType", lambda f: f.image_type[2:]),
    ("ComplexImageComponent", lambda f: f.complex_component),
    ("ConvolutionKernel", lambda f: f.kernel),
    ("KVP", lambda f: _number(f.kvp, 1)),
    ("ReceiveCoilName", lambda f: f.coil),
    ("ReconstructionMethod", lambda f: f.reconstruction),
    ("Units", lambda f: f.units),
    ("EnergyWindowVector", lambda f: f.nm_key[:2]),
    ("StackID", lambda f: f.stack_id),
    ("ImageType", lambda f: f.image_type),
)


def _diffusion(f: Frame) -> tuple[Any, ...] | None:
    if f.b_value is None and f.gradient is None:
        return None
    b = round(f.b_value or 0.0, 1)
    turned = b > 0 and f.gradient is not None and len(f.gradient) == 3
    return (
        b,
        tuple(round(g, 3) + 0.0 for g in f.gradient) if turned and f.gradient else (),
        f.directionality or "",
    )


# What repeats: name, value that frames of one time point share exactly.
_AXES: tuple[tuple[str, Callable[[Frame], Any]], ...] = (
    ("TemporalPositionIdentifier", lambda f: f.temporal_position),
    ("DiffusionBValue", _diffusion),
    ("TriggerTime", lambda f: _number(f.trigger_time, 2)),
    ("FrameReferenceTime", lambda f: _number(f.frame_reference_time, 2)),
    ("TimeSlotVector", lambda f: f.nm_key[2:] or None),
    ("AcquisitionNumber", lambda f: f.acquisition_number),
    ("AcquisitionDateTime", lambda f: f.acquired_at),
    ("ContentTime", lambda f: f.content_at),
)
_DECLARED = ("TemporalPositionIdentifier", "DiffusionBValue", "TimeSlotVector", "AcquisitionNumber")
_RANKED = ("TriggerTime", "FrameReferenceTime", "AcquisitionDateTime", "ContentTime")
_VALUE = dict(_AXES)
_UNITS = {
    "DiffusionBValue": "s/mm2",
    "TriggerTime": "ms",
    "AcquisitionDateTime": "s",
    "ContentTime": "s",
    "FrameReferenceTime": "ms",
}

_LONG_AGO = datetime(1, 1, 1)


def frame_order(f: Frame) -> tuple[Any, ...]:
    """The order in which frames were made, as far as they say; ends in the identity, so it is total."""
    return (
        f.acquired_at or _LONG_AGO,
        f.content_at or _LONG_AGO,
        f.created_at or _LONG_AGO,
        f.instance_number if f.instance_number is not None else -1,
        f.in_concatenation_number or 0,
        f.frame_index,
        f.instance_version_id,
    )


def _number_order(f: Frame) -> tuple[Any, ...]:
    number = f.instance_number if f.instance_number is not None else -1
    return (number, f.in_concatenation_number or 0, f.frame_index, f.instance_version_id)


def collides(placed: Sequence[Placed]) -> bool:
    """Whether two of the frames lie on one plane."""
    return len({p.plane for p in placed}) < len(placed)


def _by_plane(placed: Sequence[Placed]) -> dict[int, list[Placed]]:
    planes: dict[int, list[Placed]] = defaultdict(list)
    for p in placed:
        planes[p.plane].append(p)
    return planes


def _varies(placed: Sequence[Placed], value: Callable[[Frame], Any]) -> bool:
    """Whether the value differs between frames of one plane."""
    seen: dict[int, Any] = {}
    for p in placed:
        found = value(p.frame)
        if seen.setdefault(p.plane, found) != found:
            return True
    return False


def _sort_key(value: Any) -> tuple[Any, ...]:
    if value is None:
        return (0,)
    if isinstance(value, tuple):
        return (1, *(_sort_key(v) for v in value))
    return (1, value)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "\\".join(_text(v) for v in value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _group(placed: Sequence[Placed], value: Callable[[Frame], Any]) -> list[tuple[Any, list[Placed]]]:
    groups: dict[Any, list[Placed]] = defaultdict(list)
    for p in placed:
        groups[value(p.frame)].append(p)
    return sorted(groups.items(), key=lambda item: _sort_key(item[0]))


def separate(
    placed: list[Placed],
    modality: str | None,
    key: dict[str, str] | None = None,
    asks: list[Frame] | None = None,
) -> list[Draft]:
    """Turn frames of one orientation, of which some share planes, into volumes without such clashes.

    Args:
        placed: the frames.
        modality: of the series.
        key: what has told these frames from others so far.
        asks: takes the frames whose decoded pixels would decide whether they are copies.
    """
    key = key or {}
    asks = [] if asks is None else asks
    if not collides(placed):
        return [Draft([_ascending(placed)], key=key)]
    fields = _fields_of_view(placed)
    if fields is not None:
        return [
            draft
            for i, group in enumerate(fields)
            for draft in separate(
                group, modality, {**key, "ImagePositionPatient": f"field of view {i + 1}"}, asks
            )
        ]
    for name, value in _KINDS:
        if _varies(placed, value):
            return [
                draft
                for v, group in _group(placed, value)
                for draft in separate(group, modality, {**key, name: _text(v)}, asks)
            ]
    full = _full_axis(placed, modality)
    if full is not None:
        return [Draft(full[0], [full[2]], key, full[1])]
    once, dropped = _drop_equal(placed, _signature, asks)
    counts = Counter(p.plane for p in placed)
    even = len(set(counts.values())) == 1
    if dropped and (not even or not collides(once)):
        return _without(once, dropped, modality, key, asks)
    drafts = (
        _in_time(placed, modality, key, even)
        if modality in TIME_MODALITIES
        else _in_blocks(placed, modality, key, asks)
    )
    if drafts:
        return drafts
    once, dropped = _drop_equal(placed, lambda f: (), asks)
    if dropped:
        return _without(once, dropped, modality, key, asks)
    return _by_object(placed, key) or _unresolved(placed, key)


def _fields_of_view(placed: Sequence[Placed]) -> list[list[Placed]] | None:
    """Slices beside each other on the same planes, as two halves of a wide field: apart by their position."""
    ranks: dict[int, list[Placed]] = defaultdict(list)
    found = False
    for group in _by_plane(placed).values():
        centres: list[tuple[float, float, float]] = []
        for p in sorted(group, key=lambda p: p.position):
            place = next(
                (
                    i
                    for i, c in enumerate(centres)
                    if max(abs(a - b) for a, b in zip(c, p.position, strict=True)) < _BESIDE_MM
                ),
                None,
            )
            if place is None:
                centres.append(p.position)
                place = len(centres) - 1
            ranks[place].append(p)
        found = found or len(centres) > 1
    return [group for _, group in sorted(ranks.items())] if found else None


def _without(
    once: list[Placed], dropped: list[Placed], modality: str | None, key: dict[str, str], asks: list[Frame]
) -> list[Draft]:
    drafts = separate(once, modality, key, asks)
    for draft in drafts:
        here = {p.plane for point in draft.points for p in point}
        mine = [p for p in dropped if p.plane in here]
        dropped = [p for p in dropped if p.plane not in here]
        if mine:
            draft.codes.append("duplicate_position")
            draft.dropped.extend(mine)
    return drafts


def _ascending(placed: Sequence[Placed]) -> list[Placed]:
    return sorted(placed, key=lambda p: p.s)


def _signature(f: Frame) -> tuple[Any, ...]:
    return tuple(value(f) for _, value in _AXES)


def _drop_equal(
    placed: Sequence[Placed], also: Callable[[Frame], Any], asks: list[Frame]
) -> tuple[list[Placed], list[Placed]]:
    """Keep one of the frames on a plane that are the same (row 10), the first made: same bytes as stored, or
    same decoded pixels where these are known."""
    kept: dict[Any, Placed] = {}
    dropped = []
    at: dict[Any, list[Placed]] = defaultdict(list)
    for p in sorted(placed, key=lambda p: frame_order(p.frame)):
        place = (p.plane, p.tile, also(p.frame))
        at[place].append(p)
        same = _bytes_of(p.frame)
        identity: Any = (*place, p.frame.pixels_sha256 or same) if same else id(p)
        if kept.setdefault(identity, p) is not p:
            dropped.append(p)
    for group in at.values():
        asks.extend(_undecided([p.frame for p in group]))
    return list(kept.values()), dropped


_PLAIN = frozenset({"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"})


def _bytes_of(f: Frame) -> tuple[str, str] | None:
    """The bytes of a frame, and how they are written: little endian is one way, whatever the header's."""
    if not f.digest:
        return None
    syntax = f.transfer_syntax_uid or ""
    return ("little endian" if syntax in _PLAIN else syntax, f.digest)


def _undecided(frames: Sequence[Frame]) -> list[Frame]:
    """Frames whose bytes differ although their pixels may be equal.

    Bytes written plainly are the pixels, so that only an overlay in unused bits could make a difference;
    decoding whole time series for copies that nobody made is what this saves.
    """
    asked = [f for f in frames if f.pixels_sha256 is None and f.digest]
    ways = {_bytes_of(f) for f in asked}
    if len(ways) < 2:
        return []
    plain = all(way is not None and way[0] == "little endian" for way in ways)
    return [] if plain and not any(f.overlay_bits for f in asked) else asked


def _grid(groups: Sequence[tuple[Any, list[Placed]]], planes: int) -> tuple[bool, bool]:
    """(each group has a plane at most once, and all of them)."""
    unique = all(not collides(group) for _, group in groups)
    return unique, unique and all(len(group) == planes for _, group in groups)


def _full_axis(placed: list[Placed], modality: str | None) -> tuple[list[list[Placed]], Axis, str] | None:
    """The first attribute, or pair of them, whose values and the planes make a full grid."""
    planes = len({p.plane for p in placed})
    if len(placed) % planes:
        return None
    names = [name for name, value in _AXES if _varies(placed, value) and _is_time(name, modality)]
    pairs = combinations([n for n in names if n not in ("AcquisitionDateTime", "ContentTime")], 2)
    for chosen in [(n,) for n in names] + list(pairs):
        groups = _group(placed, _joint(chosen))
        if _grid(groups, planes)[1]:
            return [_ascending(g) for _, g in groups], _axis(chosen, groups), _code(chosen)
    for name in names:  # repetitions of one value, such as several images without diffusion weighting
        if name not in ("TemporalPositionIdentifier", "DiffusionBValue", "TimeSlotVector"):
            continue
        repeated = _repeats(placed, _VALUE[name], planes)
        if repeated is not None:
            return [_ascending(g) for _, g in repeated], _axis((name,), repeated), _code((name,))
    return None


def _is_time(name: str, modality: str | None) -> bool:
    """CT counts acquisitions and tells the time of each slice: blocks of them are phases (row 13)."""
    return modality in TIME_MODALITIES or name not in (
        "AcquisitionNumber",
        "AcquisitionDateTime",
        "ContentTime",
    )


def _joint(names: Sequence[str]) -> Callable[[Frame], Any]:
    if len(names) == 1:
        return _VALUE[names[0]]
    return lambda f: tuple(_VALUE[name](f) for name in names)


def _repeats(
    placed: Sequence[Placed], value: Callable[[Frame], Any], planes: int
) -> list[tuple[Any, list[Placed]]] | None:
    """Groups of one value each, ranked within where a value comes equally often on every plane."""
    out: list[tuple[Any, list[Placed]]] = []
    for v, group in _group(placed, value):
        ranked = _ranks(group, frame_order)
        if ranked is None or len({p.plane for p in group}) != planes:
            return None
        out.extend((v, point) for point in ranked)
    return out


def _ranks(placed: Sequence[Placed], order: Callable[[Frame], Any]) -> list[list[Placed]] | None:
    """The first frame of every plane, the second, and so on; None where planes have unequal numbers."""
    planes = _by_plane(placed)
    if len({len(group) for group in planes.values()}) != 1:
        return None
    columns = [sorted(group, key=lambda p: order(p.frame)) for _, group in sorted(planes.items())]
    return [list(point) for point in zip(*columns, strict=True)]


def _code(names: Sequence[str]) -> str:
    return "diffusion_axis" if "DiffusionBValue" in names else "time_axis"


def _axis(names: Sequence[str], groups: Sequence[tuple[Any, Sequence[Placed]]]) -> Axis:
    """Coordinates of the groups: numbers of the first attribute, all of them as text."""
    first = names[0]
    raw = [v if len(names) == 1 else v[0] for v, _ in groups]
    gradients: tuple[float, ...] | None = None
    values: list[float | None]
    if first == "DiffusionBValue":
        values = [0.0 if v is None else float(v[0]) for v in raw]
        flat = [(v[1] if v and v[1] else (0.0, 0.0, 0.0)) for v in raw]
        gradients = tuple(x for g in flat for x in g) if any(any(g) for g in flat) else None
    elif raw and any(isinstance(v, datetime) for v in raw):
        start = min(v for v in raw if isinstance(v, datetime))
        values = [(v - start).total_seconds() if isinstance(v, datetime) else None for v in raw]
    else:
        values = [float(v[-1] if isinstance(v, tuple) else v) if v not in (None, ()) else None for v in raw]
    if len(names) == 1:
        labels = tuple(f"{first}={_text(v)}" for v, _ in groups)
    else:
        labels = tuple(", ".join(f"{n}={_text(x)}" for n, x in zip(names, v, strict=True)) for v, _ in groups)
    return Axis(",".join(names), _UNITS.get(first, "1"), tuple(values), labels, gradients)


def _in_time(placed: list[Placed], modality: str | None, key: dict[str, str], even: bool) -> list[Draft]:
    """MR, PET and nuclear medicine: what is left over repeats in time."""
    declared = [n for n in _DECLARED if _varies(placed, _VALUE[n])]
    for name in declared:
        drafts = _incomplete(placed, name, key)
        if drafts:
            return drafts
    if even:
        for name in _RANKED:
            ranked = _rank_axis(placed, name)
            if ranked is not None:
                return [Draft(ranked[0], ["time_axis"], key, ranked[1])]
    for name in _RANKED:
        drafts = _incomplete(placed, name, key) if _varies(placed, _VALUE[name]) else []
        if drafts:
            return drafts
    if even:
        points = _ranks(placed, _number_order)
        if points is not None:
            n = len(points)
            one_object = len({p.frame.instance_version_id for p in placed}) == 1
            axis = Axis(
                "frame_index" if one_object else "InstanceNumber",
                "1",
                tuple(map(float, range(n))),
                tuple(f"repetition {i}" for i in range(n)),
            )
            return [
                Draft([_ascending(p) for p in points], ["time_axis", "time_from_instance_number"], key, axis)
            ]
    return _by_instance_number(placed, key)


def _rank_axis(placed: Sequence[Placed], name: str) -> tuple[list[list[Placed]], Axis] | None:
    """Time points by rank within each plane, where the value differs on every plane."""
    value = _VALUE[name]
    for group in _by_plane(placed).values():
        found = {value(p.frame) for p in group}
        if None in found or len(found) != len(group):
            return None
    points = _ranks(placed, lambda f: _sort_key(value(f)))
    if points is None:
        return None
    starts = [min(value(p.frame) for p in point) for point in points]
    axis = _axis((name,), list(zip(starts, points, strict=True)))
    return [_ascending(p) for p in points], axis


def _incomplete(placed: list[Placed], name: str, key: dict[str, str]) -> list[Draft]:
    """A grid with holes: its complete time points are one volume, the rest volumes of their own."""
    groups = _group(placed, _VALUE[name])
    most = max(Counter(p.plane for p in placed).values())
    unique, _ = _grid(groups, 0)
    if not unique or len(groups) > max(most * 1.5, most + 2):
        return []  # values that slices do not share are no time points
    return _complete_and_rest(groups, (name,), key)


def _complete_and_rest(
    groups: Sequence[tuple[Any, list[Placed]]], names: Sequence[str], key: dict[str, str]
) -> list[Draft]:
    sets = Counter(frozenset(p.plane for p in group) for _, group in groups)
    whole = max(sets, key=lambda planes: (sets[planes], len(planes), sorted(planes)))
    if sets[whole] == 1:
        whole = max(sets, key=lambda planes: (len(planes), sorted(planes)))
    full = [(v, g) for v, g in groups if {p.plane for p in g} == whole]
    rest = [(v, g) for v, g in groups if {p.plane for p in g} != whole]
    axis = _axis(names, full) if len(full) > 1 else None
    label = ",".join(names)
    head_key = key if axis else {**key, label: _text(full[0][0])}
    head = Draft([_ascending(g) for _, g in full], ["incomplete_4d"], head_key, axis)
    head.notes["incomplete_4d"] = _holes(groups, label)
    if axis:
        head.codes.append(_code(names))
    others = [
        Draft([_ascending(g)], ["left_over_time_point"], {**key, label: _text(v)}, expects=head)
        for v, g in rest
    ]
    return [head, *others]


def _holes(groups: Sequence[tuple[Any, list[Placed]]], label: str) -> str:
    """Which positions lack at which value, in words; at most ten."""
    where = {p.plane: p.s for _, g in groups for p in g}
    holes = [
        f"{label} {_text(v)} lacks {s:g} mm"
        for v, g in groups
        for plane, s in sorted(where.items())
        if plane not in {p.plane for p in g}
    ]
    return "; ".join(holes[:10]) + (f"; and {len(holes) - 10} more" if len(holes) > 10 else "")


def _by_instance_number(placed: list[Placed], key: dict[str, str]) -> list[Draft]:
    """An incomplete series that numbers its instances: the number tells the time where it fits exactly."""
    numbers = [p.frame.instance_number for p in placed]
    known = [n for n in numbers if n is not None]
    if len(set(known)) != len(placed):
        return []
    planes = len({p.plane for p in placed})
    times = max(Counter(p.plane for p in placed).values())
    low = min(known)
    for span, within in ((planes, True), (times, False)):
        cells: dict[int, set[int]] = defaultdict(set)
        for p in placed:
            offset = (p.frame.instance_number or 0) - low
            cells[p.plane].add(offset % span if within else offset // span)
        if any(len(c) != 1 for c in cells.values()) or len({min(c) for c in cells.values()}) != planes:
            continue
        groups: dict[int, list[Placed]] = defaultdict(list)
        for p in placed:
            offset = (p.frame.instance_number or 0) - low
            groups[offset // span if within else offset % span].append(p)
        found = sorted(groups.items())
        if all(not collides(g) for _, g in found):
            drafts = _complete_and_rest([(float(t), g) for t, g in found], ("InstanceNumber",), key)
            for draft in drafts:
                draft.codes.append("time_from_instance_number")
            return drafts
    return []


def _in_blocks(
    placed: list[Placed], modality: str | None, key: dict[str, str], asks: list[Frame]
) -> list[Draft]:
    """CT and all others: passes over the same positions are phases, or perfusion where there are many."""
    if _varies(placed, _VALUE["AcquisitionNumber"]):
        groups = _group(placed, _VALUE["AcquisitionNumber"])
        if all(not collides(g) for _, g in groups):
            return _phases(groups, "AcquisitionNumber", key)
        return [
            d for v, g in groups for d in separate(g, modality, {**key, "AcquisitionNumber": _text(v)}, asks)
        ]
    for name in ("TemporalPositionIdentifier", "TriggerTime", "FrameReferenceTime"):
        drafts = _incomplete(placed, name, key) if _varies(placed, _VALUE[name]) else []
        if drafts:
            return drafts
    for name, order in (
        ("AcquisitionDateTime", lambda f: (f.acquired_at or _LONG_AGO, _number_order(f))),
        ("ContentTime", lambda f: (f.content_at or _LONG_AGO, _number_order(f))),
        ("InstanceNumber", _number_order),
    ):
        if name != "InstanceNumber" and not _varies(placed, _VALUE[name]):
            continue
        blocks = _passes(placed, order)
        if blocks is not None:
            return _phases([(i + 1, block) for i, block in enumerate(blocks)], name, key, block=True)
    return []


def _passes(placed: Sequence[Placed], order: Callable[[Frame], Any]) -> list[list[Placed]] | None:
    """Runs in which no plane comes twice, if there are no more of them than frames on the fullest plane."""
    blocks: list[list[Placed]] = [[]]
    seen: set[int] = set()
    for p in sorted(placed, key=lambda p: order(p.frame)):
        if p.plane in seen:
            blocks.append([])
            seen = set()
        blocks[-1].append(p)
        seen.add(p.plane)
    return blocks if len(blocks) == max(Counter(p.plane for p in placed).values()) else None


def _phases(
    groups: Sequence[tuple[Any, list[Placed]]], name: str, key: dict[str, str], block: bool = False
) -> list[Draft]:
    planes = {frozenset(p.plane for p in g) for _, g in groups}
    if len(groups) >= PERFUSION_BLOCKS and len(planes) == 1:
        axis = Axis(
            name, "1", tuple(float(v) for v, _ in groups), tuple(f"{name}={_text(v)}" for v, _ in groups)
        )
        return [Draft([_ascending(g) for _, g in groups], ["time_axis", "perfusion"], key, axis)]
    label = f"{name} block" if block else name
    return [Draft([_ascending(g)], ["acquisition_block"], {**key, label: _text(v)}) for v, g in groups]


def _by_object(placed: list[Placed], key: dict[str, str]) -> list[Draft]:
    """Several multi-frame objects over the same positions, such as a copy with loss: one volume each."""
    if not all(p.frame.is_multiframe for p in placed):
        return []
    objects: dict[str, list[Placed]] = defaultdict(list)
    for p in placed:
        objects[p.frame.instance_version_id].append(p)
    if any(collides(group) for group in objects.values()):
        return []
    ordered = sorted(objects.values(), key=lambda group: min(frame_order(p.frame) for p in group))
    return [
        Draft([_ascending(g)], [], {**key, "SOPInstanceUID": g[0].frame.sop_instance_uid}) for g in ordered
    ]


def _unresolved(placed: list[Placed], key: dict[str, str]) -> list[Draft]:
    """Nothing tells them apart: volumes by the time of creation, and the doubt is said."""
    ranks: dict[int, list[Placed]] = defaultdict(list)
    for group in _by_plane(placed).values():
        for i, p in enumerate(sorted(group, key=lambda p: frame_order(p.frame))):
            ranks[i].append(p)
    return [
        Draft([_ascending(group)], ["unresolved_duplicates"], {**key, "order of creation": str(i + 1)})
        for i, group in sorted(ranks.items())
    ]
