"""Rows of `reference_row`: what an object says of other objects (PS3.3 10.3, 10.8, and the modules of each kind)."""

from __future__ import annotations

import re
from typing import Any

from pacslake.ingest.extract.record import Record

__all__ = ["is_reference_path", "references"]

_KIND = {
    "00082112": "source_image",
    "00081140": "referenced_image",
    "0008114A": "referenced_instance",
    "00089154": "referenced_image",
    "00089092": "referenced_image",
    "00089121": "raw_data",
    "00089237": "presentation_state",
    "00081115": "series",
    "00081199": "sr_composite",
    "0040A375": "evidence",
    "0040A385": "evidence",
    "0040A360": "predecessor",
    "0040A390": "referenced_instance",
    "30060016": "contour_image",
    "30060012": "study",
    "300C0002": "rt_plan",
    "300C0060": "structure_set",
    "300C0080": "dose",
    "00081110": "study",
    "00081111": "procedure_step",
    "00081120": "patient",
    "00081125": "visit",
    "00081134": "stereometric",
    "00081155": "other",
    "00287FE0": "presentation_state",
    "00700001": "presentation_state",
}
"""Sequence that holds the reference to the kind of it."""

_ITEM = re.compile(r"^(.*?)([0-9A-F]{8})\[\d+\]\.$")
_FRAME = re.compile(r"^52009230\[(\d+)\]\.")
_CONCEPTUAL = frozenset({"00081110", "00081111", "00081120", "00081125"})
"""References to studies, procedure steps, patients and visits: normalised objects that no archive holds."""


def is_reference_path(path: str) -> bool:
    """Whether a leaf of that path can be part of a reference."""
    return path[-8:] in (
        "00081155", "00081150", "00081160", "0062000B", "0020000E", "0020000D", "00200052", "30060024", "00081140",
    )  # fmt: skip


def references(record: Record) -> list[dict[str, Any]]:
    """The references of one instance, without the columns that name the instance."""
    rows = []
    for leaf in record.leaves:
        if leaf.depth and leaf.tag == 0x00081155:
            rows += _instance_references(record, leaf.path[:-8])
    rows += _series_alone(record)
    rows += _frames_of_reference(record)
    return rows


def _instance_references(record: Record, item: str) -> list[dict[str, Any]]:
    """The rows of one item with a ReferencedSOPInstanceUID: one for each frame and segment that it names."""
    target = record.text(item + "00081155")
    match = _ITEM.match(item)
    if not target or not match:
        return []
    sequence = match[2]
    if sequence in _CONCEPTUAL:
        return []
    row = {
        "from_tag": sequence,
        "from_path": item[:-1],
        "kind": _kind(record, item, sequence),
        "to_sop_class": record.text(item + "00081150"),
        "to_sop_instance": target,
        "to_frame": None,
        "to_segment": None,
        "to_series": _outer(record, item, "0020000E"),
        "to_study": _outer(record, item, "0020000D"),
        "to_frame_of_reference": _outer(record, item, "00200052"),
        "frame_index": _frame(item),
    }
    frames = [int(n) for n in record.numbers(item + "00081160")]
    segments = [int(n) for n in record.numbers(item + "0062000B")]
    if segments:
        return [{**row, "to_segment": s} for s in segments]
    return [{**row, "to_frame": f} for f in frames] if frames else [row]


def _kind(record: Record, item: str, sequence: str) -> str:
    if sequence == "00081199":
        # In a structured report the value type of the content item says what is meant.
        parent = item.rsplit("00081199", 1)[0]
        value_type = record.text(parent + "0040A040")
        if value_type:
            return {"IMAGE": "sr_image", "WAVEFORM": "sr_waveform"}.get(value_type, "sr_composite")
        if "0040A375" in parent or "0040A385" in parent:
            return "evidence"
        return "series" if "00081115" in parent else "sr_composite"
    if sequence == "00082112" and _FRAME.match(item):
        return "segmentation_frame" if record.count("00620002") else "source_image"
    if sequence == "00081140" and "00409096" in item:
        return "real_world_value_map"
    return _KIND.get(sequence, "other")


def _outer(record: Record, item: str, tag: str) -> str | None:
    """An attribute of the nearest enclosing item that has it; the object's own top level does not count."""
    while item:
        found = record.text(item + tag)
        if found:
            return found
        match = _ITEM.match(item)
        if not match:
            return None
        item = match[1]
    return None


def _frame(item: str) -> int | None:
    match = _FRAME.match(item)
    return int(match[1]) - 1 if match else None


def _series_alone(record: Record) -> list[dict[str, Any]]:
    """Series named without any instance of theirs (Referenced Series Sequence and the like)."""
    rows = []
    for leaf in record.leaves:
        if not leaf.depth or leaf.tag != 0x0020000E:
            continue
        item = leaf.path[:-8]
        match = _ITEM.match(item)
        uid = record.text(leaf.path)
        if not match or not uid or any(record.has(item + inner) for inner in _INNER):
            continue
        rows.append(
            _blank(match[2], item, "series", to_series=uid, to_study=_outer(record, item, "0020000D"))
        )
    return rows


_INNER = ("0008114A", "00081140", "00081199", "30060016", "00081155")


def _frames_of_reference(record: Record) -> list[dict[str, Any]]:
    """Frames of reference that a structure set's ROIs lie in (PS3.3 C.8.8.5), each once."""
    rows, seen = [], set()
    for i in range(1, record.count("30060020") + 1):
        uid = record.text(f"30060020[{i}].30060024")
        if uid and uid not in seen:
            seen.add(uid)
            rows.append(
                _blank("30060020", f"30060020[{i}].", "frame_of_reference", to_frame_of_reference=uid)
            )
    return rows


def _blank(tag: str, item: str, kind: str, **values: Any) -> dict[str, Any]:
    keys = "to_sop_class to_sop_instance to_frame to_segment to_series to_study to_frame_of_reference frame_index".split()
    return {"from_tag": tag, "from_path": item[:-1], "kind": kind, **dict.fromkeys(keys), **values}
