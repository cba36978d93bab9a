"""The viewer of one volume."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from pacslake.errors import UsageError
from pacslake.pixels.plan_codes import CODES
from pacslake.widgets.base import PixelWidget
from pacslake.widgets.feed import BRICK, HELD
from pacslake.widgets.geometry import nearest
from pacslake.widgets.measure import Measured
from pacslake.widgets.overlays import Laid, lay
from pacslake.widgets.picture import (
    Look,
    Overlay,
    affine_of,
    film_axis,
    film_length,
    render_film,
    render_slice,
    render_view,
    to_gif,
    to_png,
    to_webp,
)
from pacslake.widgets.source import Facts, VolumeSource, as_source, describe

__all__ = ["Viewer", "reason_words", "summary"]

_MAX_SAMPLE = 60_000
_MAX_PICTURES = 1000  # of a film
_FRAME_MS = 80.0  # of a picture whose time is not known
_PLANES = ("", "axial", "coronal", "sagittal", "native")
_QUICK = 16 << 20  # bytes of a volume that may be read whole before its cell shows anything


def reason_words(codes: Sequence[str]) -> str:
    """Reason codes of a volume as words."""
    return "; ".join(CODES[c][1] if c in CODES else c.replace("_", " ") for c in codes)


def summary(f: Facts) -> str:
    """One line about a volume that names nobody."""
    size = " × ".join(str(n) for n in f.shape)
    spacing = " × ".join(f"{s:.3g}" for s in f.spacing_mm if s) if all(f.spacing_mm) else ""
    parts = [
        f"{f.modality or 'volume'}, {size} voxels",
        f"{f.times} time points" if f.times > 1 else "",
        f"{spacing} mm" if spacing else "",
    ]
    return ", ".join(p for p in parts if p) + f", {f.verdict.replace('_', ' ')}"


def notices(f: Facts) -> list[dict[str, str]]:
    """What a reader must know before trusting the picture: [{"level": "info" | "warn", "text": ...}]."""
    found = []
    why = reason_words(f.reasons)
    if f.kind == "us_clip":
        found.append(("info", "A film: frames along time, without a place in the patient."))
    elif f.kind == "projection":
        found.append(("info", "A projection: one picture through the whole body, without planes."))
    elif f.verdict == "not_a_volume":
        found.append(
            (
                "warn",
                f"Not a volume{f': {why}' if why else ''}. The frames are shown as pictures, without planes through them.",
            )
        )
    elif f.affine_lps is None and f.shape[0] > 1:
        found.append(
            (
                "warn",
                f"Shown slice by slice: {why or 'no exact place in the patient is known for every voxel'}. Planes through the slices would be wrong.",
            )
        )
    elif f.verdict == "sheared":
        found.append(
            (
                "info",
                f"The slices are sheared by {f.shear_degrees:.1f}°. Planes follow the patient's axes, through the exact geometry.",
            )
        )
    if f.modality == "PT" and f.suv_missing:
        found.append(
            ("info", f"Values are {f.unit or 'without unit'}, not SUV: {reason_words([f.suv_missing])}.")
        )
    return [{"level": level, "text": text} for level, text in found]


def overlay_notices(f: Facts, laid: Sequence[Laid]) -> list[dict[str, str]]:
    """A volume laid over another lies right only where both are in one frame of reference."""
    if all(o.colours or not o.source.facts.frame_of_reference for o in laid) or not f.frame_of_reference:
        return []
    if all(o.colours or o.source.facts.frame_of_reference == f.frame_of_reference for o in laid):
        return []
    return [
        {
            "level": "warn",
            "text": "The volume laid over this one has another frame of reference: the two need not lie on each other. Register them first (lake.register).",
        }
    ]


class Viewer(Measured, PixelWidget):
    """One volume in three planes. Make it with `lake.view(volume_id)`."""

    @classmethod
    def of(cls, lake: Any, volume: Any, overlays: Sequence[Any] = (), **options: Any) -> Viewer:
        """See `pacslake.widgets.view`."""
        source = as_source(lake, volume)
        options = {"inverted": _dark_uptake(source.facts), **options}
        viewer = cls(lake=lake, **_renamed(options))
        viewer.show(source, overlays)
        return viewer

    def show(self, volume: Any, overlays: Sequence[Any] = ()) -> None:
        """Show another volume in the same place."""
        source = as_source(self._lake, volume)
        laid = lay(self._lake, source, overlays)
        meta = describe(source, label=source.facts.modality)
        another = self._source is not None and self._source.id != source.id
        with self.hold_sync():
            if another:  # what was set for the last volume says nothing of this one
                self.set_trait("cursor", None)
                self.set_trait("window", None)
                self.time_index = 0
                self.inverted = _dark_uptake(source.facts)
            self._sources.clear()
            self._sources.update({source.id: source, **{o.source.id: o.source for o in laid}})
            self._source, self._laid = source, laid
            self.notices = [*notices(source.facts), *overlay_notices(source.facts, laid)]
            self.fallback = (
                f"pacslake viewer: {summary(source.facts)}. The pixels are not kept in this notebook."
            )
            if self.cursor is None and source.facts.affine_lps is not None:
                nz, ny, nx = source.facts.shape
                middle = [(nx - 1) // 2, (ny - 1) // 2, (nz - 1) // 2, 1.0]
                self.cursor = [float(x) for x in (self._affine @ middle)[:3]]
            if self.window is None and meta["window"] is not None:
                self.window = list(meta["window"])
            self.overlays = [o.describe(source.id) for o in laid]
            self.volumes = [meta]

    _source: VolumeSource = None  # type: ignore[assignment]
    _laid: Sequence[Laid] = ()

    def _lead(self) -> None:
        if self._source is None:  # the frame in a browser page before anything is chosen
            return
        f, k = self._source.facts, self.index[0] if self.cursor else (self._source.facts.shape[0] - 1) // 2
        slice_bytes = math.prod(f.shape[1:]) * np.dtype(f.dtype).itemsize * f.channels
        if 0 <= k < f.shape[0] and slice_bytes <= BRICK and slice_bytes * f.shape[0] <= HELD:
            self._feeder.want(self._source.id, min(self.time_index, f.times - 1), [[1, k, 1, 0, f.shape[1]]])

    def reply(self, content: dict[str, Any]) -> dict[str, Any] | None:
        if content.get("kind") != "contours":
            return super().reply(content)
        laid = next((o for o in self._laid if o.contours and o.source.id == content.get("vol")), None)
        return None if laid is None else {"vol": laid.source.id, "rings": laid.rings()}

    @property
    def _affine(self) -> np.ndarray:
        return affine_of(self._source.facts)

    @property
    def index(self) -> tuple[int, int, int]:
        """The voxel under the crosshair: (slice, row, column)."""
        if self.cursor is None:
            raise UsageError("there is no crosshair yet")
        i, j, k = nearest((np.linalg.inv(self._affine) @ [*self.cursor, 1.0])[:3]).astype(int)
        return int(k), int(j), int(i)

    @property
    def frame(self) -> Mapping[str, Any] | None:
        """The row of `volume_frame` under the crosshair with its SOPInstanceUID; None for an array."""
        if self._lake is None or not hasattr(self._source, "row"):
            return None
        k, t = self.index[0], self.time_index
        if "z" not in str(self._source.row.get("axes") or "z"):
            k, t = 0, k  # the frames of a film lie along its time
        rows = self._lake.dicts(
            "SELECT f.*, i.SOPInstanceUID FROM volume_frame f JOIN instance i USING (instance_version_id) "
            "WHERE f.volume_id = ? AND f.k = ? AND coalesce(f.t, 0) = ?",
            [self._source.id, k, t],
        )
        return rows[0] if rows else None

    def to_png(self, *, height: int = 720) -> bytes:
        """The three planes at the crosshair, with letters and overlays, as a PNG file's bytes."""
        return to_png(self._render(height))

    def _small_png(self) -> bytes | None:
        f = self._source.facts
        if math.prod(f.shape) * np.dtype(f.dtype).itemsize > _QUICK:
            return to_png(render_slice(self._source, height=400, **self._shown()), limit=_MAX_SAMPLE)
        return to_png(self._render(400), limit=_MAX_SAMPLE)

    def to_gif(
        self, *, height: int = 400, frame_ms: float | None = None, plane: str = "", along: str = ""
    ) -> bytes:
        """What the cine shows, as an animated GIF file's bytes: time points, else frames, else slices.

        Args:
            frame_ms: how long each picture stands; by default as long as it did when it was taken, else 80 ms. GIF
                keeps hundredths of a second.
            plane: `axial`, `coronal`, `sagittal` or `native`; by default the one that `view_layout` names, else that
                of the acquisition.
            along: `time`, or `slices` at the time shown.

        Raises:
            UsageError: more pictures than a film should hold, or a `plane` or `along` that is none of these.
        """
        return to_gif(*self._film(height, frame_ms, plane, along))

    def to_webp(
        self, *, height: int = 400, frame_ms: float | None = None, plane: str = "", along: str = ""
    ) -> bytes:
        """The same as an animated WebP file's bytes: greys and colours exact, times to the millisecond.

        Args and Raises: as `to_gif`.
        """
        return to_webp(*self._film(height, frame_ms, plane, along))

    def _film(
        self, height: int, frame_ms: float | None, plane: str, along: str
    ) -> tuple[Iterator[np.ndarray], Sequence[float] | float]:
        if plane not in _PLANES:
            raise UsageError(f"plane is one of {', '.join(_PLANES[1:])}, not {plane!r}")
        if along not in ("", "time", "slices"):
            raise UsageError(f"along is time or slices, not {along!r}")
        f = self._source.facts
        plane, along = (
            plane or (self.view_layout if self.view_layout in _PLANES else ""),
            along or film_axis(f),
        )
        n = film_length(f, plane=plane, along=along)
        if n > _MAX_PICTURES:
            raise UsageError(f"{n} pictures are too many for one film; {_MAX_PICTURES} are the most")
        runs = along == "time" or f.affine_lps is None  # slices of a volume were not taken one after another
        known = f.frame_times_ms if len(f.frame_times_ms) == n else f.frame_ms or _FRAME_MS
        stands = frame_ms if frame_ms is not None else known if runs else _FRAME_MS
        return render_film(self._source, height=height, plane=plane, along=along, **self._shown()), stands

    def _overlays(self) -> list[Overlay]:
        if not self.show_labels:
            return []
        windows = [o["volume"]["window"] or (0.5, 1.0) for o in self.overlays]
        return [
            o.picture(self.label_opacity, self.outline, tuple(w))
            for o, w in zip(self._laid, windows, strict=True)
        ]

    def _shown(self) -> dict[str, Any]:
        return {
            "t": self.time_index, "cursor": self.cursor, "window": self.window or (0.5, 1.0), "overlays": self._overlays(),
            "look": Look(self.inverted, self.colormap, self.slab_mm),
        }  # fmt: skip

    def _render(self, height: int) -> np.ndarray:
        return render_view(self._source, height=height, **self._shown())


def _dark_uptake(f: Facts) -> bool:
    """Nuclear medicine is read as dark on white."""
    return f.modality in ("PT", "NM") and f.channels == 1


def _renamed(options: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword options as traits: `layout` belongs to ipywidgets, so ours is `view_layout`."""
    out = dict(options)
    if isinstance(out.get("layout"), str):
        out["view_layout"] = out.pop("layout")
    for name in ("cursor", "window"):
        if out.get(name) is not None:
            out[name] = [float(x) for x in out[name]]
    return out
