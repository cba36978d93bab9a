"""A receiving node over a lake: what arrives is kept, landed and recorded, until it is told to end."""

from __future__ import annotations

import asyncio
import logging
import signal
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pacslake import audit
from pacslake.errors import LakeError, UsageError
from pacslake.layout import LakeDir
from pacslake.network.association import Limits
from pacslake.network.landing import Landing
from pacslake.network.node import Ended, Node, Operation
from pacslake.network.rules import Rule, valid_title
from pacslake.network.spool import Spool
from pacslake.network.worker import Worker

__all__ = ["Receiver", "ReceiverOptions", "until_told"]

log = logging.getLogger("pacslake.network")


@dataclass(frozen=True)
class ReceiverOptions:
    """How a receiver was asked to work. Ports: 0 takes a free one."""

    title: str = "PACSLAKE"
    host: str = "127.0.0.1"
    port: int = 11112
    rules: tuple[Rule, ...] = ()
    tls: ssl.SSLContext | None = None
    limits: Limits = field(default_factory=Limits)
    reserve: int = 1 << 30
    quiet: float = 2
    longest: float = 30
    store: bool = True


class Receiver:
    """Node, spool and landing as one thing with a beginning and an end."""

    def __init__(
        self,
        dir: LakeDir,
        options: ReceiverOptions,
        *,
        operations: Mapping[str, Operation] | None = None,
        told: Callable[[dict[str, Any]], None] | None = None,
        worker: Worker | None = None,
    ) -> None:
        if not valid_title(options.title):
            raise UsageError(
                f"{options.title!r} is no AE title: 1 to 16 characters, not only spaces, no backslash"
            )
        dir.need_folder("a receiver")
        self.dir, self.options = dir, options
        self.worker = worker or Worker(dir.root)
        self.spool = Spool(dir.root, reserve=options.reserve)
        self.landing = Landing(
            dir.root, self.spool, self.worker,
            text=f"dicom://{options.title}", quiet=options.quiet, longest=options.longest, told=told,
        )  # fmt: skip
        self.node = Node(
            options.title, options.rules, self.spool if options.store else None, options.limits,
            dict(operations or {}), self.landing.kept, self._ended,
        )  # fmt: skip
        self.port = 0
        self._landing_task: asyncio.Task[None] | None = None
        self._records: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Listen; returns the port. Raises: UsageError when it cannot be had."""
        options = self.options
        try:
            self.port = await self.node.listen(options.host, options.port, options.tls)
        except OSError as error:
            self.spool.close()
            raise UsageError(
                f"{options.host}:{options.port} cannot be used ({error.strerror}); is it taken, or reserved? "
                "Name another with --port"
            ) from None
        self._landing_task = asyncio.ensure_future(self.landing.run())
        return self.port

    async def end(self) -> bool:
        """Hang up, land what is left; whether nothing is left in the inbox."""
        await self.node.close()
        whole = await self.landing.end()
        if self._landing_task is not None:  # it may still be landing what an earlier receiver left
            await asyncio.wait([self._landing_task], timeout=60)
            whole = whole and self._landing_task.done()
        if self._records:
            await asyncio.wait(self._records, timeout=10)
        await self.worker.close()
        self.spool.close()
        return whole

    def _ended(self, ended: Ended) -> None:
        log.info("association with %s ended: %s, %d stored", ended.address, ended.how, ended.n_stored)
        task = asyncio.ensure_future(self._record(ended))
        self._records.add(task)
        task.add_done_callback(self._records.discard)

    async def _record(self, ended: Ended) -> None:
        """One line of the audit record an association that stored something or was not let in."""
        if not (ended.n_stored or ended.n_refused or ended.how == "refused"):
            return
        action = "receive" if ended.how != "refused" else "receive refused"
        try:
            await asyncio.to_thread(
                audit.record, self.dir, action, user=f"ae:{ended.calling}"[:64], address=ended.address,
                how=ended.how, n_stored=ended.n_stored, n_refused=ended.n_refused,
            )  # fmt: skip
        except LakeError as error:
            log.error("%s", error)


async def until_told(signals: Sequence[int] = (signal.SIGINT, signal.SIGTERM)) -> None:
    """Wait for Ctrl+C or SIGTERM."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in signals:
        try:
            loop.add_signal_handler(number, told.set)
        except NotImplementedError:  # Windows: Ctrl+C raises KeyboardInterrupt instead
            pass
    await told.wait()
