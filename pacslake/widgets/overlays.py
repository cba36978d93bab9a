"""Labels and other volumes to lay over a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pacslake.errors import NotFoundError, UsageError
from pacslake.widgets.picture import PICTURE_ROOM, Block, Overlay
from pacslake.widgets.source import ArrayVolume, VolumeSource, as_source, describe

__all__ = ["COLOURS", "Laid", "lay"]

# Okabe and Ito's colours, told apart with any colour vision, the strongest first.
COLOURS = (
    (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167),
)  # fmt: skip


@dataclass(frozen=True)
class Laid:
    """One overlay: a volume of labels, or of values drawn in colour when `names` is empty."""

    source: VolumeSource
    names: Mapping[int, str] = field(default_factory=dict)
    colours: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    contours: Mapping[int, Sequence[np.ndarray]] = field(default_factory=dict)
    """Closed contours as drawn, by label value: (n, 3) LPS mm each."""

    def describe(self, on: str) -> dict[str, Any]:
        """As the browser is told it. `on`: id of the volume that it lies on."""
        volume = describe(self.source, frame=on, sample=not self.colours)
        if not self.colours:
            return {
                "kind": "image",
                "on": on,
                "volume": {**volume, "colormap": "hot"},
                "colormap": "hot",
                "labels": [],
            }
        labels = [
            {"value": v, "name": self.names.get(v, f"label {v}"), "rgb": list(c)}
            for v, c in self.colours.items()
        ]
        drawn = {"contours": True} if self.contours else {}
        return {"kind": "labels", "on": on, "volume": volume, "labels": labels, **drawn}

    def picture(self, opacity: float, outline: bool, window: tuple[float, float] = (0.5, 1.0)) -> Overlay:
        """For a static picture. Labels are in memory whole, and never thinned: they lie exactly on their voxels."""
        room = 1 << 62 if self.colours else PICTURE_ROOM
        rings = [(v, points) for v, all_points in self.contours.items() for points in all_points]
        return Overlay(
            Block.load(self.source, room=room), self.colours, opacity, outline, window, rings=rings
        )

    def rings(self) -> list[list[Any]]:
        """The contours as [label, [x, y, z, x, y, z ...]], LPS mm to a thousandth."""
        return [
            [v, [round(float(x), 3) for x in points.ravel()]]
            for v, all_points in self.contours.items()
            for points in all_points
        ]


def lay(lake: Any, source: VolumeSource, items: Sequence[Any]) -> list[Laid]:
    """Overlays from what a caller may name.

    Args:
        items: segment or ROI ids; volume ids; label arrays (slice, row, column) on the grid of `source`; (name, array);
            mappings with `array`, `names` {label: name} and `colours` {label: (r, g, b)}.

    Raises:
        NotFoundError: an id that is neither a segment, a region of interest nor a volume.
        UsageError: an array of another shape.
    """
    if isinstance(items, (str, bytes)):
        items = [items]
    masks: list[_Mask] = []
    out: list[Laid] = []
    for item in items:
        if isinstance(item, str):
            if (found := _label(lake, item)) is not None:
                mask = np.asarray(lake.mask(getattr(source, "volume", source.id), item))
                masks.append(_Mask(found[0], mask, _contours(lake, found[1])))
            elif lake is not None and lake.rows(
                "SELECT 1 FROM volume WHERE volume_id = ? OR SeriesInstanceUID = ?", [item, item]
            ):
                out.append(Laid(as_source(lake, item)))
            else:
                raise NotFoundError(
                    f"no segment, region of interest or volume of this snapshot is called {item!r}"
                )
        elif isinstance(item, Mapping):
            out.append(
                _labels(source, np.asarray(item["array"]), item.get("names", {}), item.get("colours", {}))
            )
        elif isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str):
            masks.append(_Mask(item[0], np.asarray(item[1])))
        elif hasattr(item, "facts") and hasattr(item, "read"):
            out.append(Laid(item))
        else:
            out.append(_labels(source, np.asarray(item), {}, {}))
    return [*out, *_merge(source, masks, sum(len(o.colours) for o in out))]


@dataclass(frozen=True)
class _Mask:
    name: str
    mask: np.ndarray
    contours: Sequence[np.ndarray] = ()


def _label(lake: Any, id: str) -> tuple[str, Mapping[str, Any]] | None:
    """Name and row of a segment or region of interest."""
    if lake is None:
        return None
    for table, key, name in (("segment", "segment_id", "SegmentLabel"), ("roi", "roi_id", "ROIName")):
        rows = lake.dicts(f"SELECT * FROM {table} WHERE {key} = ?", [id])
        if rows:
            return str(rows[0].get(name) or id), rows[0]
    return None


def _contours(lake: Any, row: Mapping[str, Any]) -> list[np.ndarray]:
    """The closed contours of a region of interest, (n, 3) LPS mm each; none for a segment."""
    if row.get("ROINumber") is None:
        return []
    from pacslake.derived.contours import parse_structure_set

    rois = parse_structure_set(lake.instance(row["instance_version_id"]).header()).rois
    return [c.points for r in rois if r.number == row["ROINumber"] for c in r.contours if c.is_closed]


def _check(source: VolumeSource, array: np.ndarray) -> np.ndarray:
    if array.shape != source.facts.shape:
        raise UsageError(
            f"an overlay has shape {array.shape}; the volume's is {source.facts.shape} (slice, row, column)"
        )
    return array.astype(np.uint8) if array.dtype == bool else array


def _labels(
    source: VolumeSource,
    array: np.ndarray,
    names: Mapping[int, str],
    colours: Mapping[int, Any],
    first: int = 0,
) -> Laid:
    array = _check(source, array)
    if array.dtype.kind not in "ui":
        raise UsageError(f"an overlay of labels needs whole numbers, not {array.dtype}")
    found = [int(v) for v in np.unique(array) if v > 0]
    small = array.astype(np.uint8 if not found or max(found) < 256 else np.uint16)
    chosen = {v: tuple(colours.get(v, COLOURS[(first + n) % len(COLOURS)])) for n, v in enumerate(found)}
    return Laid(_cropped(source, small), dict(names), chosen or {1: COLOURS[0]})


def _cropped(source: VolumeSource, labels: np.ndarray) -> ArrayVolume:
    """Only the box that holds labels travels; its affine says where it lies."""
    f = source.facts
    affine = np.eye(4) if f.affine_lps is None else np.asarray(f.affine_lps, float).reshape(4, 4)
    if f.affine_lps is None:
        affine = np.diag(
            [f.spacing_mm[-1] or 1.0, f.spacing_mm[-2] or 1.0 if len(f.spacing_mm) > 1 else 1.0, 1.0, 1.0]
        )
    where = [np.flatnonzero(labels.any(axis=tuple(a for a in range(3) if a != axis))) for axis in range(3)]
    if any(w.size == 0 for w in where):
        return ArrayVolume(labels[:1, :1, :1], affine)
    (k0, k1), (j0, j1), (i0, i1) = ((int(w[0]), int(w[-1]) + 1) for w in where)
    shift = np.eye(4)
    shift[:3, 3] = (i0, j0, k0)
    return ArrayVolume(np.ascontiguousarray(labels[k0:k1, j0:j1, i0:i1]), affine @ shift)


def _merge(source: VolumeSource, masks: Sequence[_Mask], first: int) -> list[Laid]:
    """Masks that do not overlap share one volume of labels: less to send and to draw."""
    groups: list[tuple[np.ndarray, list[_Mask]]] = []
    for item in masks:
        where = _check(source, item.mask) > 0
        for labels, members in groups:
            if len(members) < 254 and not (labels[where] > 0).any():
                break
        else:
            labels, members = np.zeros(source.facts.shape, np.uint8), []
            groups.append((labels, members))
        members.append(item)
        labels[where] = len(members)
    out, n = [], first
    for labels, members in groups:
        numbered = dict(enumerate(members, start=1))
        out.append(
            Laid(
                _cropped(source, labels),
                {v: m.name for v, m in numbered.items()},
                {v: COLOURS[(n + v - 1) % len(COLOURS)] for v in numbered},
                {v: m.contours for v, m in numbered.items() if m.contours},
            )
        )
        n += len(members)
    return out
