"""What all widgets share: the small module they carry, the messages, the picture left in a saved notebook."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import anywidget
import traitlets as t

from pacslake.errors import PacslakeError
from pacslake.widgets.feed import Feeder
from pacslake.widgets.source import VolumeSource, frames_at

__all__ = ["MODULES", "QUESTIONS", "PixelWidget", "module_text", "module_version", "static_pictures"]

MODULES = ("viewer", "tools", "panels")
QUESTIONS = ("frames", "contours")
_PNG_LIMIT = 60_000  # bytes of the picture in a saved notebook


@cache
def module_text(name: str) -> str:
    """The built JavaScript of a module (`loader`, `viewer`, `tools`, `panels`)."""
    return (files("pacslake.widgets") / "static" / f"{name}.js").read_text("utf-8")


@cache
def module_version() -> str:
    """A digest of the modules: a page that holds this version does not fetch it again."""
    return hashlib.sha256("".join(module_text(n) for n in MODULES).encode()).hexdigest()[:12]


def static_pictures(lake: Any) -> bool:
    """Whether a saved notebook keeps a picture: as the lake or the setting `static_pictures` says, else only for a
    lake without identities. Settings that cannot be read leave none."""
    from pacslake.settings import load

    try:
        chosen = getattr(lake, "static_pictures", None)
        chosen = load().static_pictures if chosen is None else bool(chosen)
    except PacslakeError:
        return False
    return chosen if chosen is not None else getattr(lake, "zone", "identified") == "research"


class PixelWidget(anywidget.AnyWidget):
    """A widget that draws volumes. Its traits are small JSON; voxels go as binary messages.

    Subclasses set `kind`, and answer messages of their own in `_answer`.
    """

    _esm = t.Unicode(module_text("loader")).tag(sync=True)

    kind = t.Unicode("viewer").tag(sync=True)
    version = t.Unicode("").tag(sync=True)
    model_ref = t.Unicode("").tag(sync=True)
    fallback = t.Unicode("").tag(sync=True)
    """What a notebook without a kernel says in place of the picture."""
    notices = t.List(t.Dict(), []).tag(sync=True)
    """Sentences above the picture: [{"level": "info" | "warn" | "error", "text": ...}]."""

    volumes = t.List(t.Dict(), []).tag(sync=True)
    overlays = t.List(t.Dict(), []).tag(sync=True)
    transforms = t.Dict({}).tag(sync=True)
    cursor = t.List(t.Float(), None, allow_none=True).tag(sync=True)
    """The crosshair, LPS mm (x, y, z) of the first volume."""
    time_index = t.Int(0).tag(sync=True)
    window = t.List(t.Float(), None, allow_none=True).tag(sync=True)
    """Centre and width in the volume's unit; None: each volume's own."""
    view_layout = t.Unicode("").tag(sync=True)
    """"" (three planes, or prior beside current), `axial`, `coronal`, `sagittal`, `native`, `four`."""
    tool = t.Unicode("window").tag(sync=True)
    grid = t.Bool(True).tag(sync=True)
    """Planes along the volume's own grid; False: the patient's axes."""
    smooth = t.Bool(True).tag(sync=True)
    inverted = t.Bool(False).tag(sync=True)
    colormap = t.Unicode("grey").tag(sync=True)
    slab_mm = t.Float(0.0).tag(sync=True)
    """Thickness looked through, mm: the greatest value along it (MIP); 0 shows the plane itself."""
    label_opacity = t.Float(0.45).tag(sync=True)
    outline = t.Bool(False).tag(sync=True)
    show_labels = t.Bool(True).tag(sync=True)
    measurements = t.List(t.Dict(), []).tag(sync=True)
    """Dicts with kind, points (LPS mm), volume_id, plane, t, unit and result; both ways."""
    compare_mode = t.Unicode("side").tag(sync=True)

    def __init__(self, *, lake: Any = None, **traits: Any) -> None:
        self._lake = lake
        self._sources: dict[str, VolumeSource] = {}
        self._feeder = Feeder(self._post, self._sources)
        self._keys: dict[str, str] = {}
        self._made = time.monotonic()
        self.first_picture_s: float | None = None
        super().__init__(version=module_version(), **traits)
        self.model_ref = self.model_id or ""
        self.on_msg(self._on_message)

    def _post(self, content: dict[str, Any], buffers: Sequence[memoryview] | None = None) -> None:
        self.send(content, buffers=list(buffers or []))

    def _on_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        kind = content.get("kind")
        if kind == "want":
            self._feeder.want(str(content.get("vol")), int(content.get("t", 0)), content.get("items", []))
        elif kind == "got":
            self._feeder.got(int(content.get("number", 0)))
        elif kind == "http":
            self._open_door()
        elif kind == "module":
            name = content.get("name")
            if name in MODULES:
                text = memoryview(module_text(name).encode())
                self._post({"kind": "module", "name": name, "version": module_version()}, [text])
                if name == "viewer":
                    self._lead()
        elif kind in QUESTIONS:
            if (reply := self.reply(content)) is not None:
                self._post({**reply, "kind": kind})
        elif kind == "shown" and self.first_picture_s is None:
            self.first_picture_s = time.monotonic() - self._made
        else:
            self._answer(content)

    def _open_door(self) -> None:
        """Tells the page how its server finds this kernel, with a key for each volume shown; see `door`."""
        from pacslake.widgets.door import door

        try:
            opened = door()
        except OSError:  # bricks go on as messages
            return
        for volume_id in self._sources:
            if volume_id not in self._keys:
                self._keys[volume_id] = opened.grant(self._sources, volume_id)
        self._post({"kind": "http", "door": opened.id, "keys": {v: self._keys[v] for v in self._sources}})

    def _answer(self, content: dict[str, Any]) -> None:
        """Messages of a subclass."""

    def _lead(self) -> None:
        """Sends what the page will ask for first, right behind the module that asks."""

    def reply(self, content: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to one of `QUESTIONS`, told once and never part of the state; None where there is none.

        `frames`: which file each slice of a volume is from and where it lies.
        """
        source, time = self._sources.get(str(content.get("vol"))), content.get("t")
        if content.get("kind") != "frames" or source is None or not isinstance(time, int):
            return None
        try:
            return {"vol": source.id, "t": time, **frames_at(source, time)}
        except PacslakeError:  # the picture does without
            return None

    def to_png(self) -> bytes:
        """What is seen, as a PNG file's bytes."""
        raise NotImplementedError

    def _small_png(self) -> bytes | None:
        """The picture for a saved notebook; None where there is none to make."""
        return None

    def close(self) -> None:
        self._feeder.close()
        for source in self._sources.values():
            getattr(source, "forget", lambda: None)()
        if self._keys:
            from pacslake.widgets.door import door

            for key in self._keys.values():
                door().revoke(key)
            self._keys.clear()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        data = {**data, "text/plain": self.fallback}
        if static_pictures(self._lake):
            try:
                png = self._small_png()
            except Exception:  # the live widget says what is wrong; the output must appear
                png = None
            if png and len(png) <= _PNG_LIMIT:
                data["image/png"] = base64.b64encode(png).decode("ascii")
        return data, metadata
