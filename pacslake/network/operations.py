"""What a node answers beside C-ECHO and C-STORE: storage commitment."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pacslake.network import dimse
from pacslake.network.association import AssociationLost
from pacslake.network.node import SUCCESS, Operation
from pacslake.network.peers import Peer, PeerError, associate

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from pacslake.network.association import Association
    from pacslake.network.dimse import Command
    from pacslake.network.landing import Landing
    from pacslake.network.pdu import Context
    from pacslake.network.worker import Worker

__all__ = ["COMMITMENT", "node_operations"]

COMMITMENT, COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1", "1.2.840.10008.1.20.1.1"
_EXPLICIT_LITTLE, _IMPLICIT_LITTLE = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2"
_REQUEST, _ALL_KEPT, _SOME_FAILED = 1, 1, 2
_INVALID_ARGUMENT, _NO_SUCH_ACTION = 0x0115, 0x0123
_ANSWER_SECONDS = 60.0
_AGAIN_SECONDS = (0.0, 5.0, 30.0)

log = logging.getLogger("pacslake.network")


def node_operations(
    landing: Landing, worker: Worker, reply_to: Sequence[Peer] = ()
) -> Mapping[str, Operation]:
    """Handlers by SOP class; `landing` takes in what was acknowledged before anybody asks after it.

    Args:
        reply_to: callers that are told on a new association when they end theirs before the report is ready.
    """
    peers = {peer.title: peer for peer in reply_to}
    reporting: set[asyncio.Task[None]] = set()

    async def commitment(association: Association, context: Context, command: Command, data: bytes) -> None:
        """PS3.4 J.3.2: the request is answered at once; the report follows, here or on a new association."""
        if command.field != dimse.N_ACTION or command.number("ActionTypeID") != _REQUEST:
            await association.answer(context, command, _NO_SUCH_ACTION)
            return
        asked = _read(data, context.transfer)
        if asked is None:
            await association.answer(context, command, _INVALID_ARGUMENT)
            return
        await association.answer(context, command, SUCCESS, ActionTypeID=_REQUEST)
        # A task of its own: what the association runs is cancelled when the association ends.
        task = asyncio.ensure_future(report(association, context, *asked))
        reporting.add(task)
        task.add_done_callback(reporting.discard)
        await asyncio.shield(task)

    async def report(
        association: Association, context: Context, transaction: str, refs: list[tuple[str, str]]
    ) -> None:
        await landing.land()
        found = await worker.ask("commitment", refs=refs)
        failed = found.get("failed", [[*ref, 0x0110] for ref in refs])
        event, told = _report(transaction, refs, failed)
        try:
            await association.ask(
                context, _written(told, context.transfer), seconds=_ANSWER_SECONDS, CommandField=dimse.N_EVENT,
                AffectedSOPClassUID=COMMITMENT, AffectedSOPInstanceUID=COMMITMENT_INSTANCE, EventTypeID=event,
            )  # fmt: skip
        except AssociationLost:
            peer = peers.get(association.peer.calling)
            if peer is None:
                log.warning("a report of storage commitment could not be given: the caller hung up")
                return
            for seconds in _AGAIN_SECONDS:
                await asyncio.sleep(seconds)
                if await asyncio.to_thread(_call_back, peer, event, told):
                    return
            log.warning("a report of storage commitment could not be given: %s does not take it", peer)

    return {COMMITMENT: commitment}


def _call_back(peer: Peer, event: int, told: Dataset) -> bool:
    """Give a report on an association of our own, in which we are the provider (PS3.4 J.3.3); whether it was taken."""
    from pynetdicom import build_role

    try:
        with associate(
            peer, [(COMMITMENT, (_EXPLICIT_LITTLE, _IMPLICIT_LITTLE))], ext_neg=[build_role(COMMITMENT, scp_role=True)]
        ) as association:  # fmt: skip
            status, _ = association.send_n_event_report(told, event, COMMITMENT, COMMITMENT_INSTANCE)
    except (PeerError, ValueError, RuntimeError):
        return False
    return getattr(status, "Status", None) == 0


def _read(data: bytes, transfer: str) -> tuple[str, list[tuple[str, str]]] | None:
    """The transaction and the objects of a request; None where it holds none."""
    from pydicom import dcmread

    try:
        ds = dcmread(io.BytesIO(_head(transfer) + data), force=True)
        refs = [
            (str(i.ReferencedSOPClassUID), str(i.ReferencedSOPInstanceUID)) for i in ds.ReferencedSOPSequence
        ]
        return (str(ds.TransactionUID), refs) if refs else None
    except Exception:  # pydicom fails with exceptions of many kinds on bytes that are no data set
        return None


def _head(transfer: str) -> bytes:
    """Preamble and file meta that make a bare data set readable as a file."""
    from pacslake.network.spool import file_head

    return file_head(COMMITMENT, COMMITMENT_INSTANCE, transfer)


def _report(
    transaction: str, refs: Sequence[tuple[str, str]], failed: Sequence[Sequence[Any]]
) -> tuple[int, Dataset]:
    """Event type and Event Information (PS3.4 table J.3-2): what is kept, and what is not with its reason."""
    from pydicom.dataset import Dataset

    reasons = {(str(c), str(u)): int(reason) for c, u, reason in failed}
    kept, lost = [], []
    for sop_class, uid in refs:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class, uid
        if (sop_class, uid) in reasons:
            item.FailureReason = reasons[sop_class, uid]
            lost.append(item)
        else:
            kept.append(item)
    report = Dataset()
    report.TransactionUID = transaction
    if kept:
        report.ReferencedSOPSequence = kept
    if lost:
        report.FailedSOPSequence = lost
    return (_SOME_FAILED if lost else _ALL_KEPT), report


def _written(ds: Dataset, transfer: str) -> bytes:
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_dataset

    out = DicomBytesIO()
    out.is_little_endian, out.is_implicit_VR = True, transfer != _EXPLICIT_LITTLE
    write_dataset(out, ds)
    return out.getvalue()
