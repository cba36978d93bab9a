"""The viewer and the comparison in a browser page without Jupyter: a small server on this machine only.

The address holds a random token, and every request must name this server in its `Host` header, so that neither
another user nor another site's script can read pixels through it. Nothing is written.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pacslake.errors import PacslakeError, UsageError
from pacslake.widgets.base import QUESTIONS, module_text
from pacslake.widgets.feed import make_brick
from pacslake.widgets.source import VolumeSource

__all__ = ["POLICY", "page_brick", "page_state", "serve", "wait"]

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>pacslake</title>
<meta name="viewport" content="width=device-width"><body class="pl-alone"><main id="viewer"></main>
<script type="module" src="standalone.js"></script></body></html>"""
_TRAITS = (
    "kind", "volumes", "overlays", "notices", "transforms", "cursor", "time_index", "window", "view_layout", "tool", "grid",
    "smooth", "inverted", "colormap", "label_opacity", "outline", "show_labels", "measurements", "selected_measurement",
    "compare_mode", "slab_mm",
)  # fmt: skip
_COMPARED = ("pair", "mix", "lesions", "lesion", "tracks", "days")


def page_state(viewer: Any) -> dict[str, Any]:
    """What a page must know of a viewer before it asks for pixels; `js/src/model.js` takes it."""
    names = _TRAITS if viewer.kind == "viewer" else (*_TRAITS, *_COMPARED)
    return {**{name: getattr(viewer, name) for name in names}, "read_only": True}


def page_brick(
    sources: Mapping[str, VolumeSource], volume: str | None, t: str | None, item: str | None
) -> tuple[dict[str, Any], memoryview]:
    """A part of a volume as a page asks for it, in words of an address.

    Raises:
        UsageError: it is none that the page can ask for.
    """
    try:
        numbers = [int(x) for x in str(item).split(",")]
        source, time = sources.get(str(volume)), int(str(t))
    except ValueError:
        raise UsageError("a brick needs vol, t and item") from None
    if source is None or len(numbers) != 5:
        raise UsageError("this page holds no such volume")
    return make_brick(source, time, numbers)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    token = ""
    state: dict[str, Any] = {}
    sources: dict[str, VolumeSource] = {}
    ask: Callable[[dict[str, Any]], dict[str, Any] | None] = staticmethod(lambda _: None)

    @property
    def hosts(self) -> set[str]:
        return {f"{name}:{self.server_address[1]}" for name in ("127.0.0.1", "localhost")}


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "pacslake", ""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a line would hold the token."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        token, _, name = parts.path.lstrip("/").partition("/")
        if self.headers.get("Host") not in self.server.hosts or not secrets.compare_digest(
            token, self.server.token
        ):
            self._answer(404, b"not here", "text/plain")
        elif name == "":
            self._answer(200, _PAGE.encode(), "text/html; charset=utf-8")
        elif name in ("standalone.js", "viewer.js", "tools.js", "panels.js"):
            self._answer(
                200, module_text(name.removesuffix(".js")).encode(), "text/javascript; charset=utf-8"
            )
        elif name == "state":
            self._answer(200, json.dumps(self.server.state).encode(), "application/json")
        elif name == "brick":
            self._brick(parse_qs(parts.query))
        elif name in QUESTIONS:
            self._question(name, parse_qs(parts.query))
        else:
            self._answer(404, b"not here", "text/plain")

    def _brick(self, query: dict[str, list[str]]) -> None:
        asked = {name: query.get(name, [None])[0] for name in ("vol", "t", "item")}
        try:
            head, payload = page_brick(self.server.sources, asked["vol"], asked["t"], asked["item"])
        except UsageError as error:
            self._answer(400, str(error).encode(), "text/plain; charset=utf-8")
        except PacslakeError as error:
            self._answer(409, str(error).encode(), "text/plain; charset=utf-8")
        else:
            self._answer(200, payload, "application/octet-stream", {"x-brick": json.dumps(head)})

    def _question(self, kind: str, query: dict[str, list[str]]) -> None:
        try:
            reply = self.server.ask({"kind": kind, "vol": query["vol"][0], "t": int(query.get("t", "0")[0])})
        except (KeyError, ValueError):
            self._answer(400, b"a question needs vol, and t as a number", "text/plain")
            return
        self._answer(200, json.dumps(reply).encode(), "application/json")

    def _answer(
        self, status: int, body: bytes | memoryview, kind: str, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff", "Content-Security-Policy": POLICY, **(more or {}),
        }.items():  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass


@contextmanager
def serve(
    lake: Any, volume: Any, *more: Any, overlays: Sequence[Any] = (), port: int = 0, **options: Any
) -> Iterator[str]:
    """Serve the viewer of a volume on 127.0.0.1 while the block runs; gives the page's address.

    Args:
        volume: as in `pacslake.widgets.view`.
        more: up to three further ones, to compare with the first: see `pacslake.widgets.compare`.
        overlays: to lay over a volume that is looked at alone.
        port: 0 takes a free one.
        options: start values of the traits; of a comparison also `registration`.

    Raises:
        UsageError: the port is taken; overlays for a comparison.
    """
    from pacslake.widgets import compare, view

    if more and overlays:
        raise UsageError("overlays are laid over one volume; a comparison shows none")
    viewer = (
        compare(lake, volume, *more, **options) if more else view(lake, volume, overlays=overlays, **options)
    )
    try:
        server = _Server(("127.0.0.1", port), _Handler)
    except OSError as error:
        raise UsageError(
            f"port {port} on 127.0.0.1 cannot be used ({error.strerror}); 0 takes a free one"
        ) from None
    server.token = secrets.token_urlsafe(24)
    server.state = page_state(viewer)
    server.sources, server.ask = dict(viewer._sources), viewer.reply  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, name="pacslake-viewer", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/{server.token}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
        viewer.close()


def wait() -> None:
    """Until Ctrl+C."""
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
