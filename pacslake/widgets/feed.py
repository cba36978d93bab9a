"""Sends bricks of voxels to the browser from a thread of its own, so that the kernel's main thread is never needed.

The browser says once what it wants, in the order in which it wants it, and again when that order changes. At most
`WINDOW` bricks are on the way at a time: each is acknowledged. Acknowledgements cannot be heard while a cell runs in a
kernel without subshells; then the thread goes on at a steady, slower pace instead of stopping.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from pacslake.errors import PacslakeError, UsageError
from pacslake.widgets.source import VolumeSource

__all__ = ["BRICK", "HELD", "PATIENCE_S", "WINDOW", "Feeder", "make_brick"]

BRICK = 2 << 20
"""Bytes of a part at most, as the page asks for it (`js/src/store.js`)."""
HELD = 512 << 20
"""Bytes of a volume that the page holds whole; a larger one comes at a stride."""
WINDOW = 3
PATIENCE_S = 0.4

Send = Callable[[dict[str, Any], Sequence[memoryview] | None], None]


class Feeder:
    """Answers `want` messages of one widget.

    Args:
        send: sends one message with its payloads; called from the thread.
        sources: volumes by id; read when a message names them.
    """

    def __init__(self, send: Send, sources: dict[str, VolumeSource]) -> None:
        self._send, self._sources = send, sources
        self._queue: OrderedDict[tuple[str, int], list[list[int]]] = OrderedDict()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._sent = self._heard = 0
        self._closed = False

    def want(self, volume_id: str, t: int, items: Sequence[Sequence[int]]) -> None:
        """Replace what is still to be sent of a volume and time; it comes before all others.

        Args:
            items: [stride, first slice, slices, first row, rows], counted in strides.
        """
        with self._wake:
            self._queue.pop((volume_id, t), None)
            self._queue[(volume_id, t)] = [list(map(int, i)) for i in items]
            if not self._closed and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._run, name="pacslake-bricks", daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def got(self, number: int) -> None:
        """The browser has brick `number`."""
        with self._wake:
            self._heard = max(self._heard, min(number, self._sent))
            self._wake.notify_all()

    def close(self) -> None:
        with self._wake:
            self._closed = True
            self._queue.clear()
            self._wake.notify_all()

    def _next(self) -> tuple[str, int, list[int]] | None:
        with self._wake:
            while self._queue and not self._closed:
                if self._sent - self._heard >= WINDOW and not self._wake.wait(PATIENCE_S):
                    self._heard = self._sent - WINDOW + 1
                if self._sent - self._heard >= WINDOW:
                    continue
                if not self._queue:
                    break
                (volume_id, t), items = next(reversed(self._queue.items()))
                if not items:
                    del self._queue[(volume_id, t)]
                    continue
                return volume_id, t, items.pop(0)
            self._thread = None
            return None

    def _run(self) -> None:
        while (job := self._next()) is not None:
            volume_id, t, item = job
            try:
                self._brick(volume_id, t, item)
            except PacslakeError as error:
                self._fail(volume_id, t, str(error))
            except Exception as error:  # the thread must live on; the sentence goes to the picture
                self._fail(volume_id, t, f"slices from {item[1]} could not be read ({type(error).__name__})")

    def _fail(self, volume_id: str, t: int, text: str) -> None:
        self._send({"kind": "error", "vol": volume_id, "t": t, "text": text}, None)

    def _brick(self, volume_id: str, t: int, item: Sequence[int]) -> None:
        source = self._sources.get(volume_id)
        if source is None:
            self._fail(volume_id, t, "this widget holds no such volume")
            return
        head, payload = make_brick(source, t, item)
        with self._wake:
            self._sent += 1
            head["number"] = self._sent
        self._send(head, [payload])


def make_brick(source: VolumeSource, t: int, item: Sequence[int]) -> tuple[dict[str, Any], memoryview]:
    """Header and bytes of one part of a volume.

    Args:
        item: [stride, first slice, slices, first row, rows], counted in strides.

    Raises:
        UsageError: the volume has no such part.
    """
    stride, z0, n, y0, rows = (int(x) for x in item)
    facts = source.facts
    if not (0 <= t < facts.times and stride >= 1 and z0 >= 0 and n >= 1 and y0 >= 0 and rows >= 1):
        raise UsageError("a part was asked for that the volume does not have")
    slices, lines = -(-facts.shape[0] // stride), -(-facts.shape[1] // stride)
    if z0 >= slices or y0 >= lines:
        raise UsageError("a part was asked for that the volume does not have")
    block = source.read(t, slice(z0, min(z0 + n, slices)), stride)[:, y0 : y0 + rows]
    block = np.ascontiguousarray(block)
    payload = memoryview(block.data).cast("B")
    head = {
        "kind": "brick", "vol": source.id, "t": t, "level": stride, "z0": z0, "n": block.shape[0], "y0": y0,
        "ny": block.shape[1], "dtype": block.dtype.newbyteorder("=").name, "crc32": zlib.crc32(payload),
    }  # fmt: skip
    return head, payload
