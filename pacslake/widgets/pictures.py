"""Thumbnails of a lake's volumes, made once and kept under the lake's `cache/`."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pacslake.errors import PacslakeError
from pacslake.widgets.geometry import nearest
from pacslake.widgets.overlays import Laid, lay
from pacslake.widgets.picture import affine_of, thumbnail
from pacslake.widgets.source import VolumeSource, as_source

__all__ = ["SIZE", "ThumbnailMaker", "make_thumbnail"]

SIZE = 128


_MOST_LABELS = 32
_LABELS = """
    SELECT segment_id FROM segment WHERE volume_id = $1
    UNION ALL SELECT roi_id FROM roi WHERE volume_id = $1 ORDER BY 1 LIMIT $2
"""


def make_thumbnail(lake: Any, volume_id: str, size: int = SIZE, *, labels: bool = False) -> np.ndarray:
    """The middle slice, (size, size) or (size, size, 3) of uint8; from the cache where it is there.

    Args:
        labels: outline the segments and regions of interest of the volume, on the slice that has most of them.

    Raises:
        PacslakeError: the volume cannot be opened or decoded.
    """
    ids = [str(r[0]) for r in lake.rows(_LABELS, [volume_id, _MOST_LABELS])] if labels else []
    path = _cached(lake, volume_id, size, ids)
    if path is not None and path.is_file():
        data = np.frombuffer(path.read_bytes(), np.uint8)
        if data.size in (size * size, 3 * size * size):
            return data.reshape((size, size) if data.size == size * size else (size, size, 3))
    source = as_source(lake, volume_id)
    window = source.facts.window if source.facts.modality == "CT" else None
    laid = _laid(lake, source, ids)
    k = _fullest(source, laid) if laid else None
    overlays = [o.picture(0.45, True) for o in laid]
    picture = thumbnail(source, window, size, k=k, overlays=overlays)
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.name}.{threading.get_ident()}")
            part.write_bytes(picture.tobytes())
            part.replace(path)
        except OSError:  # a lake that cannot be written: the picture is made again next time
            pass
    return picture


def _laid(lake: Any, source: VolumeSource, ids: Sequence[str]) -> list[Laid]:
    """Those of the labels that can be laid on the volume; the others have a picture's worth of reasons elsewhere."""
    can = []
    for id in ids:
        try:
            can.append((id, lay(lake, source, [id])))
        except PacslakeError:
            continue
    return can[0][1] if len(can) == 1 else lay(lake, source, [id for id, _ in can])


def _fullest(source: VolumeSource, laid: Sequence[Laid]) -> int:
    """The slice with the most voxels of labels; the one nearest to the middle where several have as many."""
    counts = np.zeros(source.facts.shape[0], np.int64)
    to_index = np.linalg.inv(affine_of(source.facts))
    for o in laid:
        f = o.source.facts
        first = int(nearest((to_index @ affine_of(f) @ (0, 0, 0, 1))[2]))  # of the box that holds them
        inside = (o.source.read(0, slice(0, f.shape[0])) > 0).sum(axis=(1, 2))
        counts[first : first + len(inside)] += inside
    best = np.flatnonzero(counts == counts.max())
    return int(best[np.abs(best - source.facts.shape[0] // 2).argmin()])


def _cached(lake: Any, volume_id: str, size: int, labels: Sequence[str] = ()) -> Path | None:
    folder = getattr(lake, "dir", None)
    if folder is None or not volume_id.isalnum():
        return None
    of = f".{hashlib.sha256(' '.join(labels).encode()).hexdigest()[:16]}" if labels else ""
    return Path(folder.path("cache", "thumbnails", f"{volume_id}.{size}{of}.grey"))


class ThumbnailMaker:
    """Makes thumbnails in a thread and sends each as one message."""

    def __init__(
        self,
        lake: Any,
        send: Callable[[dict[str, Any], Sequence[memoryview] | None], None],
        *,
        labels: bool = False,
    ) -> None:
        self._lake, self._send, self.labels = lake, send, labels
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
                picture = make_thumbnail(self._lake, volume_id, labels=self.labels)
                self._send(head, [memoryview(np.ascontiguousarray(picture).data).cast("B")])
            except PacslakeError:
                self._send({**head, "text": "cannot be decoded"}, None)
            except Exception:  # one bad volume must not end the others' pictures
                self._send({**head, "text": "no picture"}, None)
