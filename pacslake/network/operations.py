"""What a node answers beside C-ECHO and C-STORE: storage commitment."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pacslake.network import dimse
from pacslake.network.node import SUCCESS, Operation

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from pacslake.network.association import Association
    from pacslake.network.dimse import Command
    from pacslake.network.landing import Landing
    from pacslake.network.pdu import Context
    from pacslake.network.worker import Worker

__all__ = ["COMMITMENT", "node_operations"]

COMMITMENT, COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1", "1.2.840.10008.1.20.1.1"
_EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
_REQUEST, _ALL_KEPT, _SOME_FAILED = 1, 1, 2
_INVALID_ARGUMENT, _NO_SUCH_ACTION = 0x0115, 0x0123
_ANSWER_SECONDS = 60.0


def node_operations(landing: Landing, worker: Worker) -> Mapping[str, Operation]:
    """Handlers by SOP class; `landing` takes in what was acknowledged before anybody asks after it."""

    async def commitment(association: Association, context: Context, command: Command, data: bytes) -> None:
        """PS3.4 J.3.2: the request is answered at once, the report follows in the same association."""
        if command.field != dimse.N_ACTION or command.number("ActionTypeID") != _REQUEST:
            await association.answer(context, command, _NO_SUCH_ACTION)
            return
        asked = _read(data, context.transfer)
        if asked is None:
            await association.answer(context, command, _INVALID_ARGUMENT)
            return
        transaction, refs = asked
        await association.answer(context, command, SUCCESS, ActionTypeID=_REQUEST)
        await landing.land()
        found = await worker.ask("commitment", refs=refs)
        failed = found.get("failed", [[*ref, 0x0110] for ref in refs])
        event, report = _report(transaction, refs, failed)
        await association.ask(
            context, _written(report, context.transfer), seconds=_ANSWER_SECONDS, CommandField=dimse.N_EVENT,
            AffectedSOPClassUID=COMMITMENT, AffectedSOPInstanceUID=COMMITMENT_INSTANCE, EventTypeID=event,
        )  # fmt: skip

    return {COMMITMENT: commitment}


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
