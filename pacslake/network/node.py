"""A DICOM node: it listens, lets in whom the rules name, stores what comes, and hands other requests on.

Every association is a task on one event loop; a thousand idle ones cost a thousand small buffers. When there are
more than `Limits.max_associations`, the one that was idle longest is aborted, so that a new caller is heard.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pacslake.network import dimse, pdu
from pacslake.network.association import Association, AssociationLost, Budget, Handlers, Limits, Sink
from pacslake.network.dimse import Command
from pacslake.network.objects import first_uids
from pacslake.network.pdu import Associate, Context, PduError, Reject
from pacslake.network.rules import Rule, allowed
from pacslake.network.spool import Incoming, OutOfSpaceError, Spool, file_head
from pacslake.network.uids import (
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    VERIFICATION,
    is_storage_class,
    is_transfer_syntax,
)

__all__ = ["Ended", "Node", "Operation", "negotiate"]

log = logging.getLogger("pacslake.network")

Operation = Callable[[Association, Context, Command, bytes], Awaitable[None]]

# Status of C-STORE (PS3.4 B.2.3) and general ones (PS3.7 annex C)
SUCCESS, OUT_OF_RESOURCES, NO_MATCH, CANNOT_UNDERSTAND = 0x0000, 0xA700, 0xA900, 0xC000
UNRECOGNIZED, PROCESSING_FAILURE, CLASS_NOT_SUPPORTED = 0x0211, 0x0110, 0x0122


@dataclass(frozen=True)
class Ended:
    """What became of an association, for logs and the audit record."""

    calling: str
    address: str
    how: str
    n_stored: int
    n_refused: int


class _Refused:
    """The sink of an object that is not taken: read to its end, because the answer comes after it."""

    def __init__(self, status: int) -> None:
        self.status, self.size = status, 0

    def write(self, data: bytes | memoryview, /) -> None:
        self.size += len(data)

    def drop(self) -> None:
        """Nothing was kept."""


@dataclass
class Node:
    """What a node is and whom it knows.

    Args:
        title: its AE title; calls under another name are refused.
        rules: who may call; see `pacslake.network.rules`.
        spool: where objects go; None: it stores none.
        operations: handlers of requests by SOP class (abstract syntax), C-ECHO and C-STORE apart.
        on_kept: told after each object that was acknowledged.
        on_end: told when an association ended.
        check_identity: whether a user identity (PS3.7 D.3.3.7) lets the caller in; None: identities are not asked for.
    """

    title: str
    rules: Sequence[Rule] = ()
    spool: Spool | None = None
    limits: Limits = field(default_factory=Limits)
    operations: dict[str, Operation] = field(default_factory=dict)
    on_kept: Callable[[], None] | None = None
    on_end: Callable[[Ended], None] | None = None
    check_identity: Callable[[Association], bool] | None = None

    def __post_init__(self) -> None:
        self.associations: set[Association] = set()
        self.budget = Budget(self.limits.max_buffered)
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._handlers = Handlers(self._request, self._begin_store, self._end_store)

    async def listen(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Start to listen; returns the port. Raises: OSError."""
        self._server = await asyncio.start_server(
            self._connected, host, port, ssl=tls, backlog=512, limit=1 << 17,
            ssl_handshake_timeout=self.limits.start_seconds if tls else None,
        )  # fmt: skip
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self, seconds: float = 10) -> None:
        """Listen no more, let objects that are under way arrive for a while, and abort the rest."""
        if self._server is not None:
            self._server.close()
        until = time.monotonic() + seconds
        while time.monotonic() < until and any(not a.idle for a in self.associations):
            await asyncio.sleep(0.05)
        for association in list(self.associations):
            association.abort(2, 0)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    # -- associations ------------------------------------------------------------------------------------

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        association = Association(
            reader, writer, limits=self.limits, handlers=self._handlers, budget=self.budget
        )
        if len(self.associations) >= self.limits.max_associations and not self._make_room():
            await self._reject(association, Reject(2, 3, 2))
            return
        self.associations.add(association)
        how = "refused"
        try:
            if await self._accept(association):
                how = await association.serve()
        except (PduError, AssociationLost) as error:
            association.abort(2, 1 if isinstance(error, PduError) else 0)
        except Exception as error:  # one association must not end the node; the text may hold a value
            log.error("an association failed: %s", type(error).__name__)
            association.abort(2, 0)
        finally:
            association.close()
            self.associations.discard(association)
            if self.on_end is not None:
                a = association
                self.on_end(Ended(a.peer.calling, a.address, how, a.n_stored, a.n_refused))

    def _make_room(self) -> bool:
        """Abort a connection that has asked for nothing yet, else the association that was idle longest, a second or more."""
        idle = [a for a in self.associations if a.idle]
        if not idle:
            return False
        oldest = min(idle, key=lambda a: (bool(a.contexts), a.active_at))
        if oldest.contexts and time.monotonic() - oldest.active_at < 1:
            return False
        self.associations.discard(oldest)
        oldest.abort(2, 0)
        return True

    async def _accept(self, association: Association) -> bool:
        """Answer the request for an association; whether it stands."""
        limits = self.limits
        kind, body = await association.read_pdu(limits.max_request, limits.start_seconds)
        if kind != pdu.ASSOCIATE_RQ:
            raise PduError("no association was asked for")
        asked = association.peer = pdu.parse_associate(body, kind)
        refusal = self._refusal(association)
        if refusal is not None:
            await self._reject(association, refusal)
            return False
        answer = negotiate(asked, self._takes, title=asked.called, max_pdu=limits.max_pdu)
        association.contexts = {c.id: c for c in _merged(asked, answer) if c.result == 0}
        association.max_send = min(asked.max_length or 1 << 17, 1 << 17)
        await association.write(pdu.encode_associate(answer, pdu.ASSOCIATE_AC))
        return True

    def _refusal(self, association: Association) -> Reject | None:
        asked = association.peer
        if not allowed(self.rules, asked.calling, association.address):
            return Reject(1, 1, 3)
        if asked.called != self.title:
            return Reject(1, 1, 7)
        if self.check_identity is not None and not self.check_identity(association):
            return Reject(1, 1, 1)
        return None

    async def _reject(self, association: Association, reject: Reject) -> None:
        try:
            await association.write(pdu.encode_reject(reject))
            async with asyncio.timeout(2):
                await association.reader.read(1)  # the peer closes first, or the answer may be lost
        except (AssociationLost, TimeoutError, ConnectionError, OSError):
            pass
        association.close()

    def _takes(self, uid: str) -> bool:
        return (
            uid == VERIFICATION
            or uid in self.operations
            or (self.spool is not None and is_storage_class(uid))
        )

    # -- requests ----------------------------------------------------------------------------------------

    async def _request(
        self, association: Association, context: Context, command: Command, data: bytes
    ) -> None:
        operation = self.operations.get(context.abstract)
        if command.field == dimse.C_ECHO:
            await association.answer(context, command, SUCCESS)
        elif operation is not None:
            try:
                await operation(association, context, command, data)
            except (AssociationLost, PduError, asyncio.CancelledError):
                raise
            except Exception as error:
                log.error("a request failed: %s", type(error).__name__)
                await association.answer(context, command, PROCESSING_FAILURE)
        else:
            await association.answer(context, command, UNRECOGNIZED)

    def _begin_store(self, association: Association, context: Context, command: Command) -> Sink:
        if self.spool is None or not is_storage_class(context.abstract):
            return _Refused(CLASS_NOT_SUPPORTED)
        instance = command.text("AffectedSOPInstanceUID")
        if command.text("AffectedSOPClassUID") != context.abstract or not instance:
            return _Refused(NO_MATCH)
        head = file_head(context.abstract, instance, context.transfer, association.peer.calling)
        try:
            return self.spool.begin(head)
        except OutOfSpaceError:
            return _Refused(OUT_OF_RESOURCES)

    async def _end_store(
        self, association: Association, context: Context, command: Command, sink: Any
    ) -> None:
        status = await self._keep(context, command, sink)
        if status == SUCCESS:
            association.n_stored += 1
            if self.on_kept is not None:
                self.on_kept()
        else:
            association.n_refused += 1
        await association.answer(context, command, status)

    async def _keep(self, context: Context, command: Command, sink: Any) -> int:
        """Make an object durable; the status to answer with."""
        if isinstance(sink, _Refused):
            return sink.status
        incoming: Incoming = sink
        status = store_status(context, command, incoming)
        if status != SUCCESS or self.spool is None:
            incoming.drop()
            return status
        try:
            await self.spool.keep(incoming)
        except OutOfSpaceError:
            incoming.drop()
            return OUT_OF_RESOURCES
        return SUCCESS


def store_status(context: Context, command: Command, incoming: Incoming) -> int:
    """Whether an object is what its command says (PS3.4 B.2.3): another one would be found under a wrong name."""
    if incoming.size == 0:
        return CANNOT_UNDERSTAND
    said = first_uids(incoming.begin, context.transfer)
    if said is None:
        return SUCCESS  # deflated, or so odd that ingest has to judge it
    sop_class, sop_instance = said
    if (sop_class and sop_class != context.abstract) or (
        sop_instance and sop_instance != command.text("AffectedSOPInstanceUID")
    ):
        return NO_MATCH
    return SUCCESS


def negotiate(asked: Associate, takes: Callable[[str], bool], *, title: str, max_pdu: int) -> Associate:
    """The acceptance of a request: for each context the first transfer syntax that we take (PS3.8 7.1.1.14)."""
    answers = []
    for context in asked.contexts:
        storage = is_storage_class(context.abstract)
        fits = [t for t in context.transfers if is_transfer_syntax(t)]
        if not storage:
            fits = [t for t in (EXPLICIT_LITTLE, IMPLICIT_LITTLE) if t in fits]
        if not takes(context.abstract) and not _is_receiver(asked, context.abstract):
            answers.append(Context(context.id, context.abstract, (IMPLICIT_LITTLE,), 3))
        elif not fits:
            answers.append(Context(context.id, context.abstract, (IMPLICIT_LITTLE,), 4))
        else:
            answers.append(Context(context.id, context.abstract, (fits[0],), 0))
    accepted = {c.abstract for c in answers if c.result == 0}
    return Associate(
        called=asked.called,
        calling=asked.calling,
        contexts=tuple(answers),
        max_length=max_pdu,
        roles=tuple(r for r in asked.roles if r.uid in accepted),
        identity_wants_answer=asked.identity_wants_answer,
    )


def _is_receiver(asked: Associate, abstract: str) -> bool:
    """Whether the caller offers to take objects of this class in the same association (C-GET)."""
    return is_storage_class(abstract) and any(r.uid == abstract and r.scp for r in asked.roles)


def _merged(asked: Associate, answer: Associate) -> list[Context]:
    names = {c.id: c.abstract for c in asked.contexts}
    return [Context(c.id, names.get(c.id, ""), c.transfers, c.result) for c in answer.contexts]
