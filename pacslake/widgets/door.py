"""A second way for bricks: from the kernel's process, past the notebook's messages, to the Jupyter server.

The kernel listens on a Unix socket in Jupyter's runtime folder, which its user alone may open, and only once a page has
asked for it. The server's extension (`brick_extension`) hands requests of signed-in users to that socket. A request names a
key: random, one for each volume that a widget shows, worth nothing once the widget is closed or shows something else.

One request a connection: a line of JSON `{key, t, item}`; the answer is a line of JSON, `{brick: header, bytes: n}` with
the n bytes behind it or `{error: sentence, status}`.
"""

from __future__ import annotations

import atexit
import json
import secrets
import socketserver
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from pacslake.errors import PacslakeError, UsageError
from pacslake.widgets.feed import make_brick
from pacslake.widgets.source import VolumeSource

__all__ = ["Door", "door", "socket_path"]

_LINE = 4096  # bytes of a request at most


def socket_path(door_id: str) -> Path:
    """Where a kernel listens. `door_id` must be letters, digits, `-` and `_` alone: callers take it from an address."""
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir()) / f"pacslake-{door_id}.sock"


class _Handler(socketserver.StreamRequestHandler):
    timeout = 30

    def handle(self) -> None:
        with suppress(OSError):  # the reader went away
            head, payload = self.server.door.answer(self.rfile.readline(_LINE))  # type: ignore[attr-defined]
            self.wfile.write(json.dumps(head).encode() + b"\n")
            if payload is not None:
                self.wfile.write(payload)


class Door:
    """Listens on a socket and gives out bricks of the volumes for which there is a key.

    Raises:
        OSError: this system has no Unix sockets, or the folder's path is too long for one.
    """

    def __init__(self) -> None:
        if not hasattr(socketserver, "ThreadingUnixStreamServer"):
            raise OSError("no Unix sockets here")
        self.id = secrets.token_urlsafe(12)
        self._keys: dict[str, tuple[Mapping[str, VolumeSource], str]] = {}
        self._path = socket_path(self.id)
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._server = _server(self._path)
        self._server.daemon_threads = True
        self._server.door = self  # type: ignore[attr-defined]
        threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="pacslake-door", daemon=True
        ).start()
        atexit.register(self.close)

    def grant(self, sources: Mapping[str, VolumeSource], volume_id: str) -> str:
        """A key to a volume, good while `sources` holds it and until it is taken back."""
        key = secrets.token_urlsafe(24)
        self._keys[key] = (sources, volume_id)
        return key

    def revoke(self, key: str) -> None:
        self._keys.pop(key, None)

    def answer(self, line: bytes) -> tuple[dict[str, Any], memoryview | None]:
        """Header and bytes for a request; the header says what was wrong where there are none."""
        try:
            asked = json.loads(line)
            key, time, item = str(asked["key"]), int(asked["t"]), [int(x) for x in asked["item"]]
        except (ValueError, KeyError, TypeError):
            return {"error": "a brick needs key, t and item", "status": 400}, None
        sources, volume_id = self._keys.get(key, ({}, ""))
        source = sources.get(volume_id)
        if source is None:
            return {"error": "not here", "status": 404}, None
        try:
            if len(item) != 5:
                raise UsageError("a part is five numbers")
            head, payload = make_brick(source, time, item)
        except UsageError as error:
            return {"error": str(error), "status": 400}, None
        except PacslakeError as error:
            return {"error": str(error), "status": 409}, None
        except Exception as error:  # the page asks again by message, which says more
            return {"error": type(error).__name__, "status": 500}, None
        return {"brick": head, "bytes": payload.nbytes}, payload

    def close(self) -> None:
        self._keys.clear()
        self._server.shutdown()
        self._server.server_close()
        self._path.unlink(missing_ok=True)


def _server(path: Path) -> Any:
    """Bound so that at no moment anyone else may connect."""
    import os

    before = os.umask(0o177)
    try:
        return socketserver.ThreadingUnixStreamServer(str(path), _Handler)
    finally:
        os.umask(before)


@cache
def door() -> Door:
    """The one of this process, opened when first asked for."""
    return Door()
