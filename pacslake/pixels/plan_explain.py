"""How a series became its volumes, in words: `pacslake volumes --explain SERIES`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from pacslake.errors import NotFoundError
from pacslake.pixels.plan_codes import CODES

__all__ = ["explain"]


class _Reader(Protocol):
    def dicts(self, query: str, params: Sequence[Any] | None = None) -> list[dict[str, Any]]: ...


_SERIES = """
SELECT count(*) AS n, any_value("Modality") AS modality, count(DISTINCT "SOPClassUID") AS n_classes,
       count(*) FILTER (pixel_keyword IS NOT NULL) AS n_images
FROM instance_row WHERE is_current AND "SeriesInstanceUID" = ?
"""
_VOLUMES = 'SELECT * FROM volume WHERE "SeriesInstanceUID" = ? ORDER BY volume_index'
_ISSUES = """
SELECT level, entity_id, code, message FROM issue
WHERE scope = 'plan:' || ? ORDER BY level, entity_id, code
"""


def explain(lake: _Reader, series_uid: str) -> str:
    """The decisions of a series, a paragraph for each volume.

    Raises:
        NotFoundError: no current instance has this SeriesInstanceUID.
    """
    head = lake.dicts(_SERIES, [series_uid])[0]
    if not head["n"]:
        raise NotFoundError(
            f"no series {series_uid!r} in this snapshot. `SELECT SeriesInstanceUID FROM series` lists them."
        )
    volumes = lake.dicts(_VOLUMES, [series_uid])
    issues = lake.dicts(_ISSUES, [series_uid])
    lines = [
        f"Series {series_uid}: {head['modality'] or 'no modality'}, {head['n']} instances, "
        f"{head['n_images']} with pixels, {len(volumes)} volumes"
    ]
    if volumes:
        lines[0] += f" (rules {volumes[0]['rule_version']})"
    lines += [f"  {i['message']}" for i in issues if i["level"] == "series"]
    if not volumes and not head["n_images"]:
        lines.append("  No instance has pixels that make a volume.")
    for v in volumes:
        lines += [
            "",
            *_volume(v, {i["code"]: i["message"] for i in issues if i["entity_id"] == v["volume_id"]}),
        ]
    return "\n".join(lines)


def _volume(v: dict[str, Any], messages: dict[str, str]) -> list[str]:
    shape = " x ".join(map(str, v["shape"] or ()))
    lines = [
        f"Volume {v['volume_index']}, {v['volume_id']}: {v['kind']}, {v['verdict']}, {v['axes']} {shape}"
    ]
    if v["split_keys"]:
        lines.append(f"  told apart by {', '.join(v['split_keys'])}")
    if v["spacing_mm"]:
        slices, rows, columns = v["spacing_mm"]
        between = "none that is true" if slices is None else f"{slices:.4f} mm"
        lines.append(f"  spacing: slices {between}, rows {rows:g} mm, columns {columns:g} mm")
    if v["plane"]:
        lines.append(f"  {v['plane']}, {v['obliquity_degrees']:.1f} degrees off the axis")
    if v["spacing_deviation_mm"] is not None:
        lines.append(f"  steps differ from their mean by up to {v['spacing_deviation_mm']:.4f} mm")
    if v["axis_name"]:
        values = ", ".join("?" if x is None else f"{x:g}" for x in (v["axis_values"] or [])[:8])
        more = ", ..." if len(v["axis_values"] or []) > 8 else ""
        unit = f" {v['axis_unit']}" if v["axis_unit"] not in (None, "1") else ""
        lines.append(f"  axis in front: {v['axis_name']}{' = ' + values + more + unit if values else ''}")
    unit = f", {v['unit_code']}" if v["unit_code"] else ""
    lines.append(f"  values: {v['dtype']}, {v['rescale_mode']} ({v['rescale_source']}){unit}")
    if v["suv_status"]:
        factor = "" if v["suv_bw_factor"] is None else f", factor {v['suv_bw_factor']:.6g}"
        lines.append(f"  SUVbw: {v['suv_status']}{factor}")
    for code in v["reason_codes"] or ():
        if code.startswith("split_by_") or code == "several_volumes_in_series":
            continue
        sentence = messages.get(code) or CODES.get(code, ("", code))[1]
        lines.append(f"  {code}: {sentence[:1].lower()}{sentence[1:]}")
    return lines
