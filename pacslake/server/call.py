"""A request whose caller is known, what the service stands on, and how a fault is answered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pacslake import audit
from pacslake.access import Principal
from pacslake.errors import PacslakeError
from pacslake.server.archive import Archive, View

if TYPE_CHECKING:
    from pacslake.network.landing import Landing
    from pacslake.network.spool import Spool

__all__ = ["PREFIX", "Call", "Endpoint", "Route", "Service", "fault"]

log = logging.getLogger("pacslake.server")
PREFIX = "/dicom-web"
FLUSH_SECONDS = 0.1  # a line survives the end of the process at once, and that of the machine after this


@dataclass
class Service:
    """What the routes stand on."""

    archive: Archive
    spool: Spool | None = None
    landing: Landing | None = None
    base: str = ""
    origins: tuple[str, ...] = ()
    max_body: int = 4 << 30
    started: float = field(default_factory=time.monotonic)
    busy: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(4))
    _flushing: asyncio.Task[None] | None = None

    def flush_soon(self) -> None:
        """Make the newest lines of the audit record durable within a moment, those of many requests at once."""
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.ensure_future(self._flush())

    async def _flush(self) -> None:
        await asyncio.sleep(FLUSH_SECONDS)
        try:
            await run_in_threadpool(audit.flush, self.archive.dir)
        except PacslakeError as error:
            log.error("%s", error)


@dataclass(frozen=True)
class Call:
    """A request whose caller is known."""

    request: Request
    service: Service
    principal: Principal
    ids: Mapping[str, str]

    @property
    def base(self) -> str:
        return self.service.base or f"{str(self.request.base_url).rstrip('/')}{PREFIX}"

    def view(self) -> View:
        return self.service.archive.view(self.principal)

    def places(self, view: View) -> list[dict[str, Any]]:
        return view.places(self.ids.get("study"), self.ids.get("series"), self.ids.get("instance"))


Endpoint = Callable[[Call], Any]
Route = tuple[str, str, Endpoint, str]
"""Path, method, endpoint, and what it is."""


def fault(status: int, text: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """An answer that says what is wrong."""
    return JSONResponse({"error": text, **more}, status, headers=dict(headers or {}))
