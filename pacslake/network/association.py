"""An association once it stands: messages in and out, whichever side asked for it.

What a peer claims is refused before anything is kept for it: a PDU longer than we said we take, a command or an
identifier beyond reason, and silence. Objects go to disk as their pieces arrive, so that an association holds one
PDU in memory whatever it sends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pacslake.network import dimse, pdu
from pacslake.network.dimse import Command
from pacslake.network.pdu import Associate, Context, PduError

__all__ = ["Aborted", "Association", "AssociationLost", "Budget", "Limits", "Sink"]


@dataclass(frozen=True)
class Limits:
    """What an association may take of the machine. Seconds and bytes."""

    max_pdu: int = 131072
    max_request: int = 512 * 1024  # 128 contexts with 40 transfer syntaxes each are some 150 kB
    max_command: int = 64 * 1024
    max_identifier: int = 8 << 20  # a storage commitment of 50,000 objects
    max_object: int = 16 << 30
    start_seconds: float = 15
    pdu_seconds: float = 60
    idle_seconds: float = 300
    max_associations: int = 200
    max_buffered: int = 96 << 20  # identifiers of all associations together


class AssociationLost(Exception):
    """The peer went away, or was sent away."""


class Aborted(AssociationLost):
    """The association was aborted."""


class Budget:
    """Bytes that all associations of a node may hold in memory together."""

    def __init__(self, limit: int) -> None:
        self.limit, self.used = limit, 0

    def take(self, n: int) -> None:
        if self.used + n > self.limit:
            raise PduError("too much is buffered")
        self.used += n

    def give(self, n: int) -> None:
        self.used -= n


class Sink(Protocol):
    """Where the pieces of an object go."""

    size: int

    def write(self, data: bytes | memoryview, /) -> None: ...

    def drop(self) -> None: ...


Handler = Callable[["Association", Context, Command, bytes], Awaitable[None]]
Store = Callable[["Association", Context, Command], Sink]
Stored = Callable[["Association", Context, Command, Any], Awaitable[None]]


@dataclass
class Handlers:
    """Who answers requests: objects by `begin_store` and `end_store`, everything else by `request`."""

    request: Handler
    begin_store: Store | None = None
    end_store: Stored | None = None


@dataclass
class _Message:
    """A message on its way in."""

    context_id: int = 0
    command_bytes: bytearray = field(default_factory=bytearray)
    command: Command | None = None
    sink: Any = None
    data: bytearray = field(default_factory=bytearray)


class Association:
    """One association with an open connection.

    `contexts` are the accepted ones by id, `peer` is what the other side said of itself.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        limits: Limits,
        handlers: Handlers,
        budget: Budget | None = None,
    ) -> None:
        self.reader, self.writer = reader, writer
        self.limits, self.handlers = limits, handlers
        self.budget = budget or Budget(limits.max_buffered)
        self.peer = Associate("", "", ())
        self.contexts: Mapping[int, Context] = {}
        self.address = str((writer.get_extra_info("peername") or ("",))[0])
        self.max_send = 16384
        self.cancelled: set[int] = set()
        self.closed = False
        self.n_stored = self.n_refused = 0
        self.active_at = time.monotonic()
        self._message = _Message()
        self._answers: dict[int, asyncio.Queue[tuple[Command, bytes] | None]] = {}
        self._operation: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._next_id = 0
        self._buffered = 0
        self._released = asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        busy = self._operation is not None and not self._operation.done()
        return not busy and self._message.command is None and not self._message.command_bytes

    # -- PDUs --------------------------------------------------------------------------------------------

    async def read_pdu(self, limit: int, first_seconds: float) -> tuple[int, bytes]:
        """The next PDU. Raises: AssociationLost, PduError."""
        try:
            async with asyncio.timeout(first_seconds):
                head = await self.reader.readexactly(pdu.HEAD.size)
            kind, length = pdu.HEAD.unpack(head)
            # Refused here, before a byte of it is waited for: the length is only a claim.
            if not 1 <= kind <= 7:
                raise PduError("this is no PDU")
            if length > (limit if kind in (pdu.DATA, pdu.ASSOCIATE_RQ, pdu.ASSOCIATE_AC) else 64):
                raise PduError("a PDU is longer than what was agreed")
            async with asyncio.timeout(self.limits.pdu_seconds):
                body = await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError, OSError) as error:
            raise AssociationLost(type(error).__name__) from None
        self.active_at = time.monotonic()
        return kind, body

    async def write(self, *pieces: bytes) -> None:
        """Send bytes, waiting for a slow peer only so long. Raises: AssociationLost."""
        if self.closed:
            raise AssociationLost("closed")
        try:
            for piece in pieces:
                self.writer.write(piece)
                async with asyncio.timeout(self.limits.pdu_seconds):
                    await self.writer.drain()
        except (ConnectionError, TimeoutError, OSError) as error:
            self.close()
            raise AssociationLost(type(error).__name__) from None

    def close(self) -> None:
        """Close the connection; whoever waits for an answer learns that none comes."""
        if self.closed:
            return
        self.closed = True
        self.drop_message()
        for queue in self._answers.values():
            queue.put_nowait(None)
        self._released.set()
        self.writer.close()

    def abort(self, source: int = 2, reason: int = 0) -> None:
        """Send an abort, as far as the peer listens, and close."""
        if not self.closed:
            try:
                self.writer.write(pdu.encode_abort(source, reason))
            except (ConnectionError, OSError, RuntimeError):
                pass
            self.close()

    # -- messages in -------------------------------------------------------------------------------------

    async def serve(self) -> str:
        """Read until the association ends; returns `released`, `aborted` or `lost`."""
        ended = "lost"
        try:
            while True:
                kind, body = await self.read_pdu(self.limits.max_pdu, self.limits.idle_seconds)
                if kind == pdu.DATA:
                    for pdv in pdu.parse_data(body):
                        await self._take(pdv)
                elif kind == pdu.RELEASE_RQ:
                    await self.write(pdu.encode_release(pdu.RELEASE_RP))
                    ended = "released"
                    break
                elif kind == pdu.RELEASE_RP:
                    ended = "released"
                    break
                elif kind == pdu.ABORT:
                    ended = "aborted"
                    break
                else:
                    raise PduError("a PDU that has no place here")
        except PduError:
            self.abort(2, 6)
            ended = "aborted"
        except AssociationLost:
            self.abort()
        finally:
            if self._operation is not None and not self._operation.done():
                self._operation.cancel()
            self.close()
        return ended

    async def _take(self, pdv: pdu.Pdv) -> None:
        message = self._message
        if pdv.context_id not in self.contexts:
            raise PduError("a presentation context that was not accepted")
        if pdv.is_command:
            if message.command is not None or (
                message.command_bytes and message.context_id != pdv.context_id
            ):
                raise PduError("a command inside a data set")
            message.context_id = pdv.context_id
            message.command_bytes += pdv.data
            if len(message.command_bytes) > self.limits.max_command:
                raise PduError("a command is longer than any can be")
            if pdv.is_last:
                await self._command(message)
            return
        if message.command is None or message.context_id != pdv.context_id:
            raise PduError("a data set without a command")
        if message.sink is not None:
            if message.sink.size + len(pdv.data) > self.limits.max_object:
                raise PduError("an object is larger than what is taken")
            message.sink.write(pdv.data)
        else:
            if len(message.data) + len(pdv.data) > self.limits.max_identifier:
                raise PduError("an identifier is larger than what is taken")
            self.budget.take(len(pdv.data))
            self._buffered += len(pdv.data)
            message.data += pdv.data
        if pdv.is_last:
            await self._dispatch(message)

    async def _command(self, message: _Message) -> None:
        command = message.command = dimse.parse_command(bytes(message.command_bytes))
        if not command.has_data_set:
            await self._dispatch(message)
        elif command.field == dimse.C_STORE and self.handlers.begin_store is not None:
            message.sink = self.handlers.begin_store(self, self.contexts[message.context_id], command)

    async def _dispatch(self, message: _Message) -> None:
        command, context = message.command, self.contexts[message.context_id]
        assert command is not None
        sink, data = message.sink, bytes(message.data)
        self._message = _Message()
        self._forget_buffered()
        if command.field & dimse.RESPONSE:
            queue = self._answers.get(command.number("MessageIDBeingRespondedTo"))
            if queue is not None:
                queue.put_nowait((command, data))
        elif command.field == dimse.C_CANCEL:
            self.cancelled.add(command.number("MessageIDBeingRespondedTo"))
        elif sink is not None and self.handlers.end_store is not None:
            await self.handlers.end_store(self, context, command, sink)
        else:
            await self._request(context, command, data)

    async def _request(self, context: Context, command: Command, data: bytes) -> None:
        """Answer in a task of its own, so that a cancel and the answers to sub-operations are heard meanwhile."""
        if self._operation is not None and not self._operation.done():
            # No window of asynchronous operations was agreed, so this one waits for the other (PS3.7 D.3.3.3).
            await asyncio.wait([self._operation])
        self.cancelled.discard(command.message_id)
        self._operation = asyncio.ensure_future(self._run(context, command, data))

    async def _run(self, context: Context, command: Command, data: bytes) -> None:
        try:
            await self.handlers.request(self, context, command, data)
        except AssociationLost:
            pass
        except PduError:
            self.abort(2, 6)
        finally:
            self.active_at = time.monotonic()

    def drop_message(self) -> None:
        """Give up what has arrived of a message."""
        if self._message.sink is not None:
            self._message.sink.drop()
        self._message = _Message()
        self._forget_buffered()

    def _forget_buffered(self) -> None:
        self.budget.give(self._buffered)
        self._buffered = 0

    # -- messages out ------------------------------------------------------------------------------------

    async def send(self, context_id: int, command: bytes, data: bytes | None = None) -> None:
        """Send a whole message. Raises: AssociationLost."""
        pieces = list(pdu.encode_data(context_id, command, is_command=True, limit=self.max_send))
        if data is not None:
            pieces += pdu.encode_data(context_id, data, is_command=False, limit=self.max_send)
        async with self._writing:
            # One write for what is small: every packet of its own waits for the peer's acknowledgement.
            if sum(map(len, pieces)) <= 1 << 16:
                await self.write(b"".join(pieces))
            else:
                await self.write(*pieces)

    async def answer(
        self, context: Context, request: Command, status: int, data: bytes | None = None, **more: Any
    ) -> None:
        """Send the response to a request."""
        await self.send(
            context.id, dimse.response(request, status, has_data_set=data is not None, **more), data
        )

    async def call(
        self,
        context: Context,
        data: bytes | None,
        *,
        seconds: float | None = None,
        **values: Any,
    ) -> AsyncIterator[tuple[Command, bytes]]:
        """Ask something and give each response, the last one included. Raises: AssociationLost."""
        self._next_id = self._next_id % 65535 + 1
        number = self._next_id
        queue: asyncio.Queue[tuple[Command, bytes] | None] = asyncio.Queue()
        self._answers[number] = queue
        kind = 0x0001 if data is not None else dimse.NO_DATA_SET
        try:
            if self.closed:
                raise AssociationLost("closed")
            await self.send(
                context.id, dimse.encode_command(MessageID=number, CommandDataSetType=kind, **values), data
            )
            while True:
                async with asyncio.timeout(seconds):
                    found = await queue.get()
                if found is None:
                    raise AssociationLost("no answer")
                yield found
                if found[0].number("Status") not in (0xFF00, 0xFF01):
                    return
        except TimeoutError:
            self.abort()
            raise AssociationLost("no answer in time") from None
        finally:
            self._answers.pop(number, None)

    async def ask(
        self, context: Context, data: bytes | None = None, *, seconds: float | None = None, **values: Any
    ) -> tuple[Command, bytes]:
        """Ask something that has one response."""
        last: tuple[Command, bytes] | None = None
        async for found in self.call(context, data, seconds=seconds, **values):
            last = found
        assert last is not None
        return last

    async def release(self) -> None:
        """End the association in order; `serve` must run meanwhile."""
        if self.closed:
            return
        try:
            async with self._writing:
                await self.write(pdu.encode_release(pdu.RELEASE_RQ))
            async with asyncio.timeout(10):
                await self._released.wait()
        except (AssociationLost, TimeoutError):
            self.abort(0)
