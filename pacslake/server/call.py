"""A request whose caller is known, what the service stands on, and how a fault is answered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pacslake import audit
from pacslake.access import Principal, authenticate
from pacslake.access.oidc import Provider, authenticate_oidc, looks_like_jwt
from pacslake.errors import PacslakeError
from pacslake.metrics import Requests
from pacslake.server.archive import Archive, View

if TYPE_CHECKING:
    from pacslake.network.landing import Landing
    from pacslake.network.spool import Spool

__all__ = ["PREFIX", "Call", "Endpoint", "Pace", "Route", "Service", "fault"]

log = logging.getLogger("pacslake.server")
PREFIX = "/dicom-web"
FLUSH_SECONDS = 0.1  # a line survives the end of the process at once, and that of the machine after this


class Pace:
    """How many requests each caller may make: `rate` a second, and as many as of `burst` seconds at once."""

    def __init__(
        self, rate: float, *, burst: float = 10, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.most, self._clock = rate, rate * burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> float:
        """Seconds until this request would be right; 0 where it is now, and then it is counted.

        >>> pace = Pace(2, burst=1, clock=lambda: 0.0)
        >>> [pace.wait("anna") for _ in range(3)], pace.wait("bernd")
        ([0.0, 0.0, 0.5], 0.0)
        """
        if not self.rate:
            return 0.0
        now = self._clock()
        left, at = self._left.pop(caller, (self.most, now))
        left = min(self.most, left + (now - at) * self.rate)
        enough = left >= 1
        self._left[caller] = (left - 1 if enough else left, now)
        while len(self._left) > 10_000:
            self._left.popitem(last=False)
        return 0.0 if enough else (1 - left) / self.rate


@dataclass
class Service:
    """What the routes stand on."""

    archive: Archive
    spool: Spool | None = None
    landing: Landing | None = None
    base: str = ""
    origins: tuple[str, ...] = ()
    provider: Provider | None = None
    max_body: int = 4 << 30
    pace: Pace = field(default_factory=lambda: Pace(500))
    strangers: Pace = field(default_factory=lambda: Pace(20))
    """Of requests without a valid token, by address."""
    started: float = field(default_factory=time.monotonic)
    busy: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(4))
    requests: Requests = field(default_factory=Requests)
    _flushing: asyncio.Task[None] | None = None

    def authenticate(self, header: str | None) -> Principal:
        """Who calls. Raises: AuthenticationError."""
        if self.provider is not None and looks_like_jwt(header):
            return authenticate_oidc(self.archive.dir, header, self.provider)
        return authenticate(self.archive.dir, header)

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
