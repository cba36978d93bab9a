"""Thumbnails of a lake's volumes, made once and kept under the lake's `cache/`."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pacslake.errors import PacslakeError
from pacslake.widgets.picture import thumbnail
from pacslake.widgets.source import as_source

__all__ = ["SIZE", "ThumbnailMaker", "make_thumbnail"]

SIZE = 128


def make_thumbnail(lake: Any, volume_id: str, size: int = SIZE) -> np.ndarray:
    """The middle slice, (size, size) or (size, size, 3) of uint8; from the cache where it is there.

    Raises:
        PacslakeError: the volume cannot be opened or decoded.
    """
    path = _cached(lake, volume_id, size)
    if path is not None and path.is_file():
        data = np.frombuffer(path.read_bytes(), np.uint8)
        if data.size in (size * size, 3 * size * size):
            return data.reshape((size, size) if data.size == size * size else (size, size, 3))
    source = as_source(lake, volume_id)
    picture = thumbnail(source, source.facts.window if source.facts.modality == "CT" else None, size)
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.name}.{threading.get_ident()}")
            part.write_bytes(picture.tobytes())
            part.replace(path)
        except OSError:  # a lake that cannot be written: the picture is made again next time
            pass
    return picture


def _cached(lake: Any, volume_id: str, size: int) -> Path | None:
    folder = getattr(lake, "dir", None)
    if folder is None or not volume_id.isalnum():
        return None
    return Path(folder.path("cache", "thumbnails", f"{volume_id}.{size}.grey"))


class ThumbnailMaker:
    """Makes thumbnails in a thread and sends each as one message."""

    def __init__(
        self, lake: Any, send: Callable[[dict[str, Any], Sequence[memoryview] | None], None]
    ) -> None:
        self._lake, self._send = lake, send
        self._todo: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def ask(self, ids: Sequence[str]) -> None:
        with self._lock:
            for volume_id in ids:
                self._todo.put(str(volume_id))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="pacslake-thumbnails", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            with self._lock:
                if self._todo.empty():
                    self._thread = None
                    return
                volume_id = self._todo.get()
            head: dict[str, Any] = {"kind": "thumb", "id": volume_id, "width": SIZE, "height": SIZE}
            try:
                picture = make_thumbnail(self._lake, volume_id)
                self._send(head, [memoryview(np.ascontiguousarray(picture).data).cast("B")])
            except PacslakeError:
                self._send({**head, "text": "cannot be decoded"}, None)
            except Exception:  # one bad volume must not end the others' pictures
                self._send({**head, "text": "no picture"}, None)
