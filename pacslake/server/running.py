"""The web service as a process: uvicorn on a loop of its own, with the inbox and landing of a receiver beside it."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

from pacslake.errors import UsageError
from pacslake.network.operations import node_operations
from pacslake.network.receiver import Receiver, ReceiverOptions, until_told
from pacslake.network.worker import Worker
from pacslake.server.app import Service, make_app
from pacslake.server.archive import Archive
from pacslake.server.call import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pacslake.access.oidc import Provider
    from pacslake.lake import Lake
    from pacslake.network.node import Operation

__all__ = ["HEAD_SECONDS", "run"]

HEAD_SECONDS = 15
"""Within this a connection must have sent the head of its request."""


async def run(
    lake: Lake,
    *,
    host: str,
    port: int,
    store: bool,
    tls: Any = None,
    base: str = "",
    origins: tuple[str, ...] = (),
    rate: float = 500,
    ohif: Path | None = None,
    provider: Provider | None = None,
    dimse: ReceiverOptions | None = None,
    operations: Callable[[Archive], Mapping[str, Operation]] | None = None,
    listening: Callable[[int, int | None], None] = lambda *_: None,
) -> bool:
    """Serve until told to end; whether nothing is left in the inbox. Raises: UsageError: the port cannot be had."""
    import uvicorn

    archive = Archive(lake)
    receiver = None
    # A research lake takes nothing in; a node over it answers questions only.
    if dimse is not None or (store and lake.zone != "research"):
        options = dimse or ReceiverOptions(host="127.0.0.1", port=0)
        worker = Worker(lake.dir.root)
        receiver = Receiver(lake.dir, options, worker=worker)
        receiver.node.operations.update(node_operations(receiver.landing, worker) if options.store else {})
        receiver.node.operations.update(operations(archive) if operations else {})
    service = Service(archive, base=base, origins=origins, pace=Pace(rate), provider=provider)
    if receiver is not None and store and lake.zone != "research":
        service.spool, service.landing = receiver.spool, receiver.landing
    config = uvicorn.Config(
        make_app(service, ohif=ohif), host=host, port=port, log_config=None, access_log=False, server_header=False,
        proxy_headers=False, lifespan="off", ws="none", http=_patient_protocol(), timeout_keep_alive=10,
        limit_concurrency=1000, timeout_graceful_shutdown=5, h11_max_incomplete_event_size=32 * 1024,
        ssl_context_factory=(lambda *_: tls) if tls is not None else None,
    )  # fmt: skip
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    try:
        listener = config.bind_socket()
    except SystemExit:
        raise UsageError(f"{host}:{port} cannot be used; is it taken? Name another with --port") from None
    dimse_port = await receiver.start() if receiver is not None and dimse is not None else None
    if receiver is not None and dimse is None:
        receiver._landing_task = asyncio.ensure_future(receiver.landing.run())
    web = asyncio.ensure_future(server._serve([listener]))
    told = asyncio.ensure_future(until_told())
    await asyncio.sleep(0)  # who reads that it listens may end it at once, and must find it ready for that
    listening(listener.getsockname()[1], dimse_port)
    await asyncio.wait([web, told], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await asyncio.wait([web], timeout=15)
    told.cancel()
    return await receiver.end() if receiver is not None else True


def _patient_protocol() -> Any:
    """uvicorn's HTTP with an end to its patience: a head that does not come in time ends the connection."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Patient(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            # Head and body are two writes: without this the second waits 40 ms for the client to acknowledge the first.
            # asyncio sets it only on sockets made with an explicit protocol number, which uvicorn's are not.
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._hurry = self.loop.call_later(HEAD_SECONDS, self._too_late)

        def _too_late(self) -> None:
            if self.cycle is None and not self.transport.is_closing():
                self.transport.close()

        def connection_lost(self, exc: Exception | None) -> None:
            self._hurry.cancel()
            super().connection_lost(exc)

    return Patient
