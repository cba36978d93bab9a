"""A Jupyter server extension: bricks of voxels over HTTP, to pages of this server, for signed-in users.

    jupyter server extension enable pacslake.widgets.brick_extension

`GET <base>/pacslake/v1/<door>/<key>?t=0&item=1,0,8,0,512` hands a request to the kernel that opened that door (`door`) and
its answer back. The extension opens no lake and reads no file itself. Pages learn from their own configuration that it is
here; where it is not, or the kernel runs on another machine, bricks come as the notebook's messages.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from pacslake.widgets.door import socket_path

__all__: list[str] = []

_PATIENCE_S = 30
_MOST = 256 << 20  # bytes of an answer; bricks have two million, one huge row apart


async def _fetch(door_id: str, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A kernel's answer.

    Raises:
        OSError, asyncio.IncompleteReadError, ValueError: nobody listens there, or says nothing that can be understood.
    """
    reader, writer = await asyncio.open_unix_connection(str(socket_path(door_id)), limit=1 << 16)
    try:
        writer.write(json.dumps(request).encode() + b"\n")
        head = json.loads(await reader.readline())
        n = int(head.get("bytes", 0))
        if not 0 <= n <= _MOST:
            raise ValueError("an answer too long")
        return head, await reader.readexactly(n)
    finally:
        writer.close()


def _own_page(request: Any) -> bool:
    """Whether a page of this server asks, as far as the browser says who does; other programs say nothing."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and (origin is None or urlsplit(origin).netloc == request.host)


def _handler() -> type:
    from jupyter_server.auth.decorator import authorized
    from jupyter_server.base.handlers import APIHandler
    from tornado import web

    class BrickHandler(APIHandler):
        auth_resource = "kernels"

        @web.authenticated
        @authorized
        async def get(self, door_id: str, key: str) -> None:
            if not _own_page(self.request):
                raise web.HTTPError(403, "for pages of this server")
            try:
                request = {
                    "key": key,
                    "t": int(self.get_query_argument("t")),
                    "item": [int(x) for x in self.get_query_argument("item").split(",")],
                }
            except ValueError:
                raise web.HTTPError(400, "a brick needs t and item") from None
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    head, payload = await _fetch(door_id, request)
            except (OSError, asyncio.IncompleteReadError, ValueError):  # of the system's or of time
                raise web.HTTPError(404, "not here") from None
            if "brick" not in head:
                raise web.HTTPError(int(head.get("status", 500)), "no brick")
            self.set_header("Content-Type", "application/octet-stream")
            self.set_header("X-Brick", json.dumps(head["brick"]))
            self.set_header("Cache-Control", "no-store")
            self.set_header("Cross-Origin-Resource-Policy", "same-origin")
            self.set_header("X-Content-Type-Options", "nosniff")
            self.clear_header("Access-Control-Allow-Origin")  # whatever this server allows others otherwise
            await self.finish(payload)

    return BrickHandler


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "pacslake.widgets.brick_extension"}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    from jupyter_server.utils import url_path_join

    if not hasattr(asyncio, "open_unix_connection"):
        serverapp.log.info("pacslake: no Unix sockets here; bricks come as messages")
        return
    web_app = serverapp.web_app
    pattern = r"/pacslake/v1/([A-Za-z0-9_-]{16})/([A-Za-z0-9_-]{32})"
    web_app.add_handlers(".*$", [(url_path_join(web_app.settings["base_url"], pattern), _handler())])
    web_app.settings.setdefault("page_config_data", {})["pacslakeBricks"] = True
