"""Measurements: points in LPS mm in, numbers out. The same rules as `js/src/measure.js`; a test compares both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import traitlets as t

from pacslake.errors import PacslakeError, UsageError
from pacslake.widgets.geometry import Plane, acquisition_plane, nearest, planes_of
from pacslake.widgets.source import Facts, VolumeSource

__all__ = [
    "KINDS",
    "NOTES",
    "Measured",
    "RoiStatistics",
    "angle_degrees",
    "axes_mm",
    "length_mm",
    "measure",
    "planes",
    "roi_statistics",
]

KINDS = {
    "length": 2, "bidirectional": 4, "angle": 3, "ellipse": 2, "rectangle": 2, "polygon": 3, "probe": 1, "arrow": 2,
}  # fmt: skip
"""How many points a kind has; a polygon has three or more."""
REGIONS = ("ellipse", "rectangle", "polygon")
NOTES = {
    "flat": "The region has no size: draw it from one corner to the other.",
    "empty": "No voxel centre lies in the region: draw it larger.",
    "colour": "A colour picture has no single value: only its size is measured.",
}


@dataclass(frozen=True)
class RoiStatistics:
    """Statistics of the voxels whose centres lie in a shape; `sd` is that of a sample. NaN where n is 0."""

    n: int
    mean: float
    sd: float
    min: float
    max: float
    area_mm2: float
    note: str = ""


def length_mm(points: Sequence[Sequence[float]]) -> float:
    """Distance between two points (2, 3)."""
    a, b = np.asarray(points, float)
    return float(np.linalg.norm(b - a))


def angle_degrees(points: Sequence[Sequence[float]]) -> float:
    """Angle at the middle one of three points (3, 3), in degrees."""
    a, b, c = np.asarray(points, float)
    p, q = (a - b) / np.linalg.norm(a - b), (c - b) / np.linalg.norm(c - b)
    return float(np.degrees(np.arccos(np.clip(p @ q, -1, 1))))


def axes_mm(points: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Long and short axis of two crossing diameters (4, 3), as RECIST 1.1 measures them."""
    sizes = length_mm(points[:2]), length_mm(points[2:])
    return max(sizes), min(sizes)


@dataclass(frozen=True)
class _Region:
    """A shape in the coordinates (x along u, y along v, from `centre`) of its plane."""

    centre: np.ndarray
    half: tuple[float, float]
    area: float
    inside: Callable[[np.ndarray, np.ndarray], np.ndarray]


def _region(kind: str, points: Sequence[Sequence[float]], plane: Plane) -> _Region:
    p = np.asarray(points, float)
    x, y = p @ plane.u, p @ plane.v
    cx, cy = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    ru, rv = float(x.max() - x.min()) / 2, float(y.max() - y.min()) / 2
    centre = p[0] + plane.u * (cx - x[0]) + plane.v * (cy - y[0])
    if kind == "ellipse":
        return _Region(
            centre, (ru, rv), np.pi * ru * rv, lambda a, b: (a / ru) ** 2 + (b / rv) ** 2 <= 1 + 1e-9
        )
    if kind == "rectangle":
        return _Region(
            centre, (ru, rv), 4 * ru * rv, lambda a, b: (np.abs(a) <= ru + 1e-9) & (np.abs(b) <= rv + 1e-9)
        )
    at = np.stack([x - cx, y - cy], -1)
    after = np.roll(at, -1, axis=0)
    area = abs(float(np.sum(at[:, 0] * after[:, 1] - after[:, 0] * at[:, 1]))) / 2
    return _Region(centre, (ru, rv), area, lambda a, b: _within(at, a, b))


def _within(at: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Even-odd rule; a point on an edge (within 1e-9 mm) is inside."""
    odd, edge = np.zeros(np.shape(a), bool), np.zeros(np.shape(a), bool)
    for (x0, y0), (x1, y1) in zip(at, np.roll(at, 1, axis=0), strict=True):
        dx, dy = x1 - x0, y1 - y0
        size = dx * dx + dy * dy
        f = np.clip(((a - x0) * dx + (b - y0) * dy) / size, 0, 1) if size else 0.0
        edge |= np.hypot(a - x0 - f * dx, b - y0 - f * dy) <= 1e-9
        crosses = (y0 > b) != (y1 > b)
        if dy:
            odd ^= crosses & (a < dx * (b - y0) / dy + x0)
    return odd | edge


def _bounds(
    region: _Region, plane: Plane, affine: np.ndarray, shape: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """First and last index (column, row, slice) of the voxels that the region's box can hold."""
    inverse, (ru, rv) = np.linalg.inv(affine), region.half
    corners = np.array([
        inverse[:3, :3] @ (region.centre + a * ru * plane.u + b * rv * plane.v + c * plane.step * plane.n) + inverse[:3, 3]
        for a in (-1, 1) for b in (-1, 1) for c in (-0.5, 0.5)
    ])  # fmt: skip
    top = np.array(shape[::-1]) - 1
    low = np.maximum(0, np.ceil(corners.min(axis=0) - 1e-6)).astype(int)
    return low, np.minimum(top, np.floor(corners.max(axis=0) + 1e-6)).astype(int)


def roi_statistics(
    kind: str,
    points: Sequence[Sequence[float]],
    plane: Plane,
    affine: np.ndarray,
    values: np.ndarray,
    *,
    padding: float | None = None,
) -> RoiStatistics:
    """Statistics of a region in a plane.

    Args:
        kind: `ellipse` or `rectangle` by two opposite corners, `polygon` by its vertices.
        points: (n, 3) LPS mm.
        plane: the plane drawn in; voxels within half a step of it count.
        affine: (4, 4) of the array.
        values: (slice, row, column), real-world values.
        padding: a value that does not count.
    """
    region = _region(kind, points, plane)
    none = RoiStatistics(0, np.nan, np.nan, np.nan, np.nan, region.area, NOTES["empty"])
    if not region.area > 0:
        return RoiStatistics(0, np.nan, np.nan, np.nan, np.nan, region.area, NOTES["flat"])
    low, high = _bounds(region, plane, affine, values.shape)
    if (high < low).any():
        return none
    k, j, i = np.meshgrid(*(np.arange(low[x], high[x] + 1) for x in (2, 1, 0)), indexing="ij")
    d = np.stack([i, j, k], -1) @ affine[:3, :3].T + affine[:3, 3] - region.centre
    z = d @ plane.n
    inside = (z >= -plane.step / 2 - 1e-6) & (z < plane.step / 2 - 1e-6)
    inside &= region.inside(d @ plane.u, d @ plane.v)
    found = np.asarray(values[k[inside], j[inside], i[inside]], np.float64)
    found = found[~np.isnan(found)]
    if padding is not None:
        found = found[found != padding]
    if not found.size:
        return none
    sd = float(found.std(ddof=1)) if found.size > 1 else 0.0
    return RoiStatistics(
        int(found.size), float(found.mean()), sd, float(found.min()), float(found.max()), region.area
    )


def affine_of(f: Facts) -> np.ndarray:
    """(4, 4) of a volume; of pictures without a place their pixel spacing, so that sizes are right."""
    if f.affine_lps is not None:
        return np.asarray(f.affine_lps, float).reshape(4, 4)
    _, row, column = (*f.spacing_mm, None, None, None)[:3]
    return np.diag([column or 1.0, row or 1.0, 1.0, 1.0])


def planes(f: Facts, *, grid: bool = True) -> dict[str, Plane]:
    """The planes that a volume is drawn in, by name; `native` is the acquired one."""
    affine = affine_of(f)
    named = (
        {} if f.affine_lps is None else planes_of(affine, f.shape, grid=grid and abs(f.shear_degrees) <= 0.05)
    )
    return {**named, "native": acquisition_plane(affine, f.shape)}


def measure(
    source: VolumeSource, kind: str, points: Sequence[Sequence[float]], plane: Plane, *, time: int = 0,
    to_volume: np.ndarray | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The numbers of a measurement, as the browser shows them.

    Args:
        points: (n, 3) LPS mm.
        plane: the plane that a region lies in.
        time: the time point whose values count.
        to_volume: (4, 4) from the points' LPS to the volume's, for a registered volume.
    """
    f = source.facts
    if kind == "length" or kind == "arrow":
        result: dict[str, Any] = {"length_mm": length_mm(points)}
    elif kind == "bidirectional":
        result = dict(zip(("long_mm", "short_mm"), axes_mm(points), strict=True))
    elif kind == "angle":
        result = {"angle_deg": angle_degrees(points)}
    else:
        affine = affine_of(f)
        if to_volume is not None:
            affine = np.linalg.inv(to_volume) @ affine
        result = (_probe if kind == "probe" else _statistics)(source, kind, points, plane, affine, time)
    return {**result, "pixels": True} if f.affine_lps is None and not f.spacing_mm[-1] else result


def _real(values: np.ndarray, f: Facts) -> np.ndarray:
    real = values.astype(np.float64) * f.slope + f.intercept
    if f.padding is not None:
        real[values == f.padding] = np.nan
    return np.asarray(real)


def _probe(
    source: VolumeSource, _kind: str, points: Sequence[Sequence[float]], _plane: Plane, affine: np.ndarray, time: int
) -> dict[str, Any]:  # fmt: skip
    f = source.facts
    i, j, k = (int(x) for x in nearest((np.linalg.inv(affine) @ [*points[0], 1.0])[:3]))
    value: Any = None
    if all(0 <= x < n for x, n in zip((k, j, i), f.shape, strict=True)):
        stored = source.read(time, slice(k, k + 1))[0, j, i]
        value = [int(x) for x in stored] if f.channels > 1 else float(stored * f.slope + f.intercept)
    return {"i": i, "j": j, "k": k, "value": value}


def _statistics(
    source: VolumeSource, kind: str, points: Sequence[Sequence[float]], plane: Plane, affine: np.ndarray, time: int
) -> dict[str, Any]:  # fmt: skip
    f = source.facts
    region = _region(kind, points, plane)
    low, high = _bounds(region, plane, affine, f.shape)
    values = np.full(f.shape, np.nan) if f.channels > 1 else np.empty((0, *f.shape[1:]))
    moved = affine.copy()
    if f.channels == 1 and region.area > 0 and (high >= low).all():
        # Only the slices that the region meets are read.
        values = _real(source.read(time, slice(int(low[2]), int(high[2]) + 1)), f)
        moved[:3, 3] = (affine @ [0, 0, low[2], 1.0])[:3]
    found = vars(roi_statistics(kind, points, plane, moved, values))
    note = NOTES["colour"] if f.channels > 1 else found.pop("note")
    found = {k: v for k, v in found.items() if k != "note"}
    return {
        **{k: (v if np.isfinite(v) else None) for k, v in found.items()},
        **({"note": note} if note else {}),
    }


class Measured(t.HasTraits):
    """What a widget that measures offers in Python. `measurements` is both ways, as is `selected_measurement`."""

    selected_measurement = t.Unicode("").tag(sync=True)
    """The `id` of the measurement chosen; "" for none."""
    saves = t.Bool(False).tag(sync=True)
    """Whether the page offers to save: there is a lake that can be written."""

    # Of the widget that this is part of.
    _lake: Any
    _sources: dict[str, VolumeSource]
    volumes: Any
    transforms: Any
    measurements: Any
    notices: Any
    time_index: Any
    grid: Any

    @t.observe("volumes")
    def _offer_saving(self, _change: Any) -> None:
        lake = self._lake
        self.saves = (
            lake is not None and not getattr(lake, "pinned", False) and all(m["affine"] for m in self.volumes)
        )

    def _answer(self, content: dict[str, Any]) -> None:
        if content.get("kind") == "save_measurements":
            self._save_asked()

    def _of(self, volume_id: str) -> tuple[VolumeSource, np.ndarray]:
        """A volume shown and the matrix (4, 4) from the first volume's LPS to its own."""
        meta = next((m for m in self.volumes if m["id"] == volume_id), None)
        if meta is None:
            raise UsageError("the measurement is of a volume that this widget does not show")
        matrix = self.transforms.get(meta["frame"], {}).get("matrix") or np.eye(4)
        return self._sources[volume_id], np.asarray(matrix, float).reshape(4, 4)

    def measure(
        self, kind: str, points: Sequence[Sequence[float]], *, plane: str = "", label: str = "", volume_id: str | None = None
    ) -> dict[str, Any]:  # fmt: skip
        """Add a measurement from Python; its numbers come from the volume, by the same rules as in the browser.

        Args:
            kind: `length`, `bidirectional` (long axis, then short), `angle`, `ellipse`, `rectangle`, `polygon`,
                `probe` or `arrow` (its tip first).
            points: LPS mm of the first volume.
            plane: the plane that a region lies in: `axial`, `coronal`, `sagittal` or `native`, which is the default.
            label: text beside it.
            volume_id: which of several volumes is measured; by default the first.

        Raises:
            UsageError: another kind, or a number of points that does not suit it.
        """
        need = KINDS.get(kind)
        if need is None or (len(points) < need if kind == "polygon" else len(points) != need):
            raise UsageError(
                f"a measurement {kind!r} with {len(points)} points is not known; kinds and points: {KINDS}"
            )
        source, matrix = self._of(volume_id or self.volumes[0]["id"])
        drawn = planes(self._sources[self.volumes[0]["id"]].facts, grid=self.grid)
        if (plane or "native") not in drawn:
            raise UsageError(f"the volume has no plane {plane!r}; it has {', '.join(drawn)}")
        made = {
            "id": f"p{len(self.measurements) + 1}", "kind": kind, "points": [[float(x) for x in p] for p in points],
            "plane": plane or "native", "label": label, "volume_id": source.id, "t": self.time_index,
            "unit": source.facts.unit,
            "result": measure(source, kind, points, drawn[plane or "native"], time=self.time_index, to_volume=matrix),
        }  # fmt: skip
        self.measurements = [*self.measurements, made]
        return made

    def measurements_frame(self) -> Any:
        """Measurements as a pandas DataFrame, one row each."""
        import pandas as pd

        return pd.DataFrame(
            [
                {**{k: v for k, v in m.items() if k != "result"}, **(m.get("result") or {})}
                for m in self.measurements
            ]
        )

    def save_measurements(self) -> list[str]:
        """Save the measurements as structured reports (TID 1500), one for each volume; gives their SOPInstanceUIDs.

        The numbers are taken anew from the volumes. A report enters as any other object (`lake.add`), so that its
        numbers are rows of `measurement`.

        Raises:
            UsageError: nothing to save, or what is shown is no volume of a lake.
            PolicyError: the lake is open for reading only.
        """
        from pacslake.widgets.report import report_of

        if self._lake is None:
            raise UsageError("measurements of an array cannot be saved: it is no volume of a lake")
        if not self.measurements:
            raise UsageError("there is no measurement to save yet")
        drawn = planes(self._sources[self.volumes[0]["id"]].facts, grid=self.grid)
        saved = []
        for volume_id in dict.fromkeys(m["volume_id"] for m in self.measurements):
            source, matrix = self._of(volume_id)
            own = [
                self._anew(m, source, matrix, drawn) for m in self.measurements if m["volume_id"] == volume_id
            ]
            report = report_of(source, own)
            self._lake.add(report)
            saved.append(str(report.SOPInstanceUID))
        return saved

    def _anew(
        self, m: Mapping[str, Any], source: VolumeSource, matrix: np.ndarray, drawn: Mapping[str, Plane]
    ) -> dict[str, Any]:
        """A measurement with its numbers taken again, and its points in the volume's own LPS."""
        plane = drawn.get(m["plane"], drawn["native"])
        points = np.asarray(m["points"], float)
        result = measure(source, m["kind"], m["points"], plane, time=m.get("t", 0), to_volume=matrix)
        own = points @ matrix[:3, :3].T + matrix[:3, 3]
        turn = matrix[:3, :3]
        return {**m, "result": result, "points": own.tolist(), "u": turn @ plane.u, "v": turn @ plane.v}

    def _save_asked(self) -> None:
        """The page's button: a sentence above the picture says how it went."""
        try:
            n = len(self.save_measurements())
            level, text = (
                "info",
                f"{len(self.measurements)} measurements saved as {n} structured report{'s' if n > 1 else ''}.",
            )
        except PacslakeError as error:
            level, text = "error", f"The measurements are not saved: {error}"
        self.notices = [
            *(x for x in self.notices if not x.get("saved")),
            {"level": level, "text": text, "saved": True},
        ]
