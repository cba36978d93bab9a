"""The RIS side of a node: what is scheduled (modality worklist, PS3.4 annex K) and what was done (MPPS, PS3.4 annex F).

The worklist is the view `imaging_order` without what is done or cancelled; a device that tells of its step moves the order on.
Only callers that may see the whole lake are answered: orders are of people whose images may not be there yet.
"""

from __future__ import annotations

import asyncio
import fnmatch
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.access.principal import EVERYTHING
from pacslake.errors import PacslakeError
from pacslake.network import dimse
from pacslake.network.node import PROCESSING_FAILURE, SUCCESS, Operation
from pacslake.network.spool import file_head
from pacslake.server.query_retrieve import (
    BAD_IDENTIFIER,
    CANCELLED,
    NOT_AUTHORIZED,
    PENDING,
    UNRECOGNIZED,
    encoded,
)

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from pacslake.catalog import Catalog, Changes
    from pacslake.network.association import Association
    from pacslake.network.dimse import Command
    from pacslake.network.pdu import Context
    from pacslake.server.query_retrieve import QueryRetrieve

__all__ = ["MPPS", "WORKLIST", "Worklist", "entry", "matches"]

WORKLIST, MPPS = "1.2.840.10008.5.1.4.31", "1.2.840.10008.3.1.2.3.3"
DUPLICATE, UNKNOWN_INSTANCE, INVALID_VALUE, MISSING_VALUE = 0x0111, 0x0112, 0x0106, 0x0121
NO_LONGER = 0xA710  # Error ID of PS3.4 F.7.2.2.2: the step is finished and may not be changed
MOST_ANSWERS = 5_000
OPEN = "(status IS NULL OR status NOT IN ('completed', 'cancelled', 'discontinued', 'replaced', 'on_hold'))"

_STEP = (
    ("ScheduledStationAETitle", "ScheduledStationAETitle"), ("ScheduledStationName", "ScheduledStationName"),
    ("ScheduledProcedureStepLocation", "ScheduledProcedureStepLocation"), ("Modality", "Modality"),
    ("ScheduledProcedureStepDescription", "ScheduledProcedureStepDescription"),
    ("ScheduledPerformingPhysicianName", "ScheduledPerformingPhysicianName"),
)  # fmt: skip
_TOP = (
    ("PatientName", "PatientName"), ("PatientID", "PatientID"), ("IssuerOfPatientID", "IssuerOfPatientID"), ("PatientSex", "PatientSex"),
    ("AccessionNumber", "AccessionNumber"), ("RequestingPhysician", "RequestingPhysician"), ("ReferringPhysicianName", "ReferringPhysicianName"),
    ("RequestedProcedureDescription", "RequestedProcedureDescription"), ("RequestedProcedurePriority", "RequestedProcedurePriority"),
    ("PlacerOrderNumberImagingServiceRequest", "PlacerOrderNumberImagingServiceRequest"),
    ("FillerOrderNumberImagingServiceRequest", "FillerOrderNumberImagingServiceRequest"), ("MedicalAlerts", "MedicalAlerts"),
    ("PatientTransportArrangements", "PatientTransportArrangements"), ("AdmissionID", "AdmissionID"),
    ("ReasonForTheRequestedProcedure", "ReasonForTheRequestedProcedure"),
)  # fmt: skip


def entry(row: Mapping[str, Any]) -> Dataset:
    """An item of the worklist from a row of `imaging_order`, with what PS3.4 K.6.1.2.2 asks of every answer.

    An order without a study's UID gets one that follows from its key, so that every device and every answer has the same.
    """
    from pydicom.dataset import Dataset

    ds, step = Dataset(), Dataset()
    for keyword, column in _STEP:
        _set(step, keyword, row[column])
    at = row["scheduled_datetime"]
    _set(step, "ScheduledProcedureStepStartDate", at and at.strftime("%Y%m%d"))
    _set(step, "ScheduledProcedureStepStartTime", at and at.strftime("%H%M%S"))
    step.ScheduledProcedureStepID = _short(
        row["ScheduledProcedureStepID"] or row["FillerOrderNumberImagingServiceRequest"] or row["order_id"]
    )
    _coded(
        step,
        "ScheduledProtocolCodeSequence",
        row["protocol_code"],
        row["protocol_code_scheme"],
        row["ScheduledProcedureStepDescription"],
    )
    for keyword, column in _TOP:
        _set(ds, keyword, row[column])
    born = row["PatientBirthDate"]
    _set(ds, "PatientBirthDate", born and born.strftime("%Y%m%d"))
    ds.StudyInstanceUID = row["StudyInstanceUID"] or study_uid_of(row["order_id"])
    ds.RequestedProcedureID = _short(
        row["RequestedProcedureID"] or row["PlacerOrderNumberImagingServiceRequest"] or row["order_id"]
    )
    _coded(
        ds,
        "RequestedProcedureCodeSequence",
        row["requested_procedure_code"],
        row["requested_procedure_code_scheme"],
        row["RequestedProcedureDescription"],
    )
    ds.ReferencedStudySequence, ds.ReferencedPatientSequence = [], []
    for keyword in ("PatientWeight", "ConfidentialityConstraintOnPatientDataDescription", "PatientState", "PregnancyStatus", "Allergies", "SpecialNeeds",
                    "CurrentPatientLocation"):  # fmt: skip
        _set(ds, keyword, None)
    ds.ScheduledProcedureStepSequence = [step]
    return ds


def study_uid_of(order_id: str) -> str:
    """A study's UID for an order that names none: `2.25.` and 128 bits of a digest of its key (PS3.5 B.2)."""
    number = int.from_bytes(hashlib.sha256(f"study of order\0{order_id}".encode()).digest()[:16], "big")
    number = number & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62
    return f"2.25.{number}"


def _set(ds: Dataset, keyword: str, value: Any) -> None:
    setattr(ds, keyword, value if value not in (None, []) else None)


def _short(text: str) -> str:
    return str(text)[:16]  # SH


def _coded(ds: Dataset, keyword: str, code: str | None, scheme: str | None, words: str | None) -> None:
    from pydicom.dataset import Dataset

    if code is None:
        setattr(ds, keyword, [])
        return
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = (
        code[:16],
        (scheme or "L")[:16],
        (words or code)[:64],
    )
    setattr(ds, keyword, [item])


def matches(found: Dataset, asked: Dataset) -> bool:
    """Whether an item fits the keys of a query (PS3.4 C.2.2.2): single values, wild cards, ranges, lists of UIDs, sequences."""
    for key in asked:
        if key.tag.is_private or key.tag in (0x00080005,):
            continue
        if key.VR == "SQ":
            inner = list(key.value or ())
            items = found.get(key.tag)
            if (
                inner
                and len(inner[0])
                and not any(matches(item, inner[0]) for item in (items.value if items else ()))
            ):
                return False
            continue
        if not _fits(found, key):
            return False
    return True


def _fits(found: Dataset, key: Any) -> bool:
    wanted = _words(key.value)
    if not any(wanted):
        return True
    element = found.get(key.tag)
    have = _words(element.value if element is not None else None)
    if key.VR in ("DA", "TM", "DT"):
        return any(_in_range(h, w, key.VR) for w in wanted for h in have if h)
    if key.VR == "PN":
        return any(fnmatch.fnmatchcase(_name(h), _pattern(_name(w))) for w in wanted for h in have)
    return any(fnmatch.fnmatchcase(h, _pattern(w)) for w in wanted for h in have)


def _words(value: Any) -> list[str]:
    if value is None or value == "":
        return [""]
    many = value if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue" else [value]
    return [str(v).strip() for v in many]


def _name(text: str) -> str:
    return text.rstrip("^").casefold()


def _pattern(text: str) -> str:
    return text.replace("[", "[[]")  # only * and ? are wild cards of DICOM


def _in_range(have: str, wanted: str, vr: str) -> bool:
    def padded(text: str, fill: str) -> str:
        digits = text.replace(":", "").split(".")[0] if vr == "TM" else text
        return digits + fill[len(digits) :]

    low, dash, high = wanted.partition("-")
    length = "000000" if vr == "TM" else "00000000"
    last = "235959" if vr == "TM" else "99999999"
    value = padded(have, length)
    if not dash:
        return padded(low, length) <= value <= padded(low, last)
    return (not low or value >= padded(low, length)) and (not high or value <= padded(high, last))


def narrowed(found: Dataset, asked: Dataset) -> Dataset:
    """An item with what was asked for, empty where it has no value; an empty sequence key asks for the whole item."""
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

    out = Dataset()
    for key in asked:
        if key.tag.is_private or key.tag == 0x00080005:
            continue
        element = found.get(key.tag)
        if key.VR == "SQ":
            items = list(element.value) if element is not None else []
            inner = list(key.value or ())
            out.add(
                DataElement(
                    key.tag,
                    "SQ",
                    [narrowed(i, inner[0]) for i in items] if inner and len(inner[0]) else items,
                )
            )
        elif element is not None:
            out.add(element)
        else:
            out.add(DataElement(key.tag, key.VR, None))
    return out


def _read(data: bytes, transfer: str) -> Dataset | None:
    from pydicom import dcmread

    try:
        ds = dcmread(io.BytesIO(file_head("1.2", "1.2", transfer) + data), force=True)
        list(ds.iterall())
    except Exception:  # pydicom fails with exceptions of many kinds on bytes that are no data set
        return None
    return ds


class Worklist:
    """Handlers of the modality worklist and of MPPS; who may ask is decided by the rules of a `QueryRetrieve`."""

    def __init__(self, service: QueryRetrieve, *, may_write: bool) -> None:
        self.service, self.may_write = service, may_write
        self.lake = service.archive.lake
        self._writing = asyncio.Lock()

    def operations(self) -> dict[str, Operation]:
        """By SOP class, for a node."""
        out: dict[str, Operation] = {WORKLIST: self.find}
        if self.may_write:
            out[MPPS] = self.step
        return out

    async def _allowed(self, association: Association, what: str) -> int:
        """0, or the status of a refusal; the request is on record then."""
        try:
            principal = await asyncio.to_thread(self.service.principal, association)
            status = 0 if principal.scope == EVERYTHING else NOT_AUTHORIZED
            name = principal.name
        except PacslakeError:
            status, name = NOT_AUTHORIZED, association.peer.calling
        try:
            await asyncio.to_thread(
                audit.record, self.lake.dir, "dimse", user=name[:64], what=what if not status else f"{what} refused",
                calling=association.peer.calling, address=association.address,
            )  # fmt: skip
        except PacslakeError:
            return PROCESSING_FAILURE
        return status

    async def find(self, association: Association, context: Context, command: Command, data: bytes) -> None:
        """PS3.4 K.4.1: a pending answer for each scheduled step, then the end."""
        if command.field != dimse.C_FIND:
            await association.answer(context, command, UNRECOGNIZED)
            return
        if status := await self._allowed(association, "worklist"):
            await association.answer(context, command, status)
            return
        asked = _read(data, context.transfer)
        if asked is None:
            await association.answer(
                context, command, BAD_IDENTIFIER, ErrorComment="the identifier cannot be read"
            )
            return
        for body in await asyncio.to_thread(self._found, asked, context.transfer):
            if command.message_id in association.cancelled:
                await association.answer(context, command, CANCELLED)
                return
            await association.answer(context, command, PENDING, body)
        await association.answer(context, command, SUCCESS)

    def _found(self, asked: Dataset, transfer: str) -> list[bytes]:
        self.service.archive.refresh()
        out = []
        for row in self.lake.dicts(
            f"SELECT * FROM imaging_order WHERE {OPEN} ORDER BY scheduled_datetime, order_id"
        ):
            item = entry(row)
            if matches(item, asked):
                told = narrowed(item, asked)
                told.SpecificCharacterSet = "ISO_IR 192"
                out.append(encoded(told, transfer))
                if len(out) >= MOST_ANSWERS:
                    break
        return out

    async def step(self, association: Association, context: Context, command: Command, data: bytes) -> None:
        """PS3.4 F.7.2: a step begins (N-CREATE), goes on or ends (N-SET). Answered when it is on the disk."""
        if command.field not in (dimse.N_CREATE, dimse.N_SET):
            await association.answer(context, command, UNRECOGNIZED)
            return
        if status := await self._allowed(association, "performed procedure step"):
            await association.answer(context, command, status)
            return
        told = _read(data, context.transfer) if data else None
        begins = command.field == dimse.N_CREATE
        uid = command.text("AffectedSOPInstanceUID" if begins else "RequestedSOPInstanceUID")
        if told is None:
            await association.answer(context, command, INVALID_VALUE)
            return
        if begins and not uid:
            from pydicom.uid import generate_uid

            uid = str(generate_uid(prefix=None))
        async with self._writing:
            try:
                status, more = await asyncio.to_thread(self._take, uid, told, begins)
            except PacslakeError:
                status, more = PROCESSING_FAILURE, {}
        await association.answer(
            context, command, status, **({"AffectedSOPClassUID": MPPS, "AffectedSOPInstanceUID": uid} | more)
        )

    def _take(self, uid: str, told: Dataset, begins: bool) -> tuple[int, dict[str, Any]]:
        """Keep what was told; the status of the answer."""
        id = "w" + hashlib.sha256(uid.encode()).hexdigest()[:20]
        self.lake.refresh()
        before = None
        if "performed_procedure_step" in self.lake.catalog.snapshot.tables:
            rows = self.lake.dicts(
                "SELECT * FROM performed_procedure_step WHERE performed_procedure_step_id = ?", [id]
            )
            before = rows[0] if rows else None
        status = str(told.get("PerformedProcedureStepStatus", "") or "").strip()
        if begins:
            if before is not None:
                return DUPLICATE, {}
            if status != "IN PROGRESS":
                return (INVALID_VALUE if status else MISSING_VALUE), {}
        else:
            if before is None:
                return UNKNOWN_INSTANCE, {}
            if before["status"] != "IN PROGRESS":
                return PROCESSING_FAILURE, {"ErrorID": NO_LONGER}
            if status not in ("", "IN PROGRESS", "COMPLETED", "DISCONTINUED"):
                return INVALID_VALUE, {}
        row = self._row(id, uid, told, before, status or "IN PROGRESS")

        def build(_: Catalog) -> Changes | None:
            from pacslake.catalog import Changes, Replace

            return Changes(
                replace=[Replace("performed_procedure_step", "performed_procedure_step_id", [id], [row])]
            )

        self.lake.commit(build, note="a performed procedure step")
        return SUCCESS, {}

    def _row(
        self, id: str, uid: str, told: Dataset, before: Mapping[str, Any] | None, status: str
    ) -> dict[str, Any]:
        from pacslake.dicom.identity import patient_key

        said = json.loads(before["attributes"]) if before else {}
        said |= told.to_json_dict()
        steps = told.get("ScheduledStepAttributesSequence") or []
        step = steps[0] if steps else {}
        at = {
            "started_datetime": _moment(
                told, "PerformedProcedureStepStartDate", "PerformedProcedureStepStartTime"
            ),
            "ended_datetime": _moment(told, "PerformedProcedureStepEndDate", "PerformedProcedureStepEndTime"),
        }
        number = str(told.get("PatientID", "") or "")
        values: dict[str, Any] = {
            "patient_key": patient_key(told.get("IssuerOfPatientID") or None, number, None) if number else None,
            "StudyInstanceUID": str(step.get("StudyInstanceUID", "") or "") or None, "AccessionNumber": step.get("AccessionNumber") or None,
            "ScheduledProcedureStepID": step.get("ScheduledProcedureStepID") or None, "Modality": told.get("Modality") or None,
            "PerformedStationAETitle": told.get("PerformedStationAETitle") or None, **at,
        }  # fmt: skip
        kept = {k: v if v is not None else (before or {}).get(k) for k, v in values.items()}
        order = (
            self._order(kept)
            if before is None
            else {"order_id": before["order_id"], "patient_key": before["patient_key"]}
        )
        return {
            "performed_procedure_step_id": id, "SOPInstanceUID": uid, "status": status, **kept,
            "order_id": order["order_id"], "patient_key": order["patient_key"] or kept["patient_key"],
            "n_series": len(said.get("00400340", {}).get("Value", [])), "attributes": json.dumps(said, sort_keys=True),
            "received_at": datetime.now(UTC).replace(tzinfo=None),
        }  # fmt: skip

    def _order(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """The order that a step performs: by the study's UID that the worklist gave, else by accession number and step."""
        none: dict[str, Any] = {"order_id": None, "patient_key": None}
        if "order" not in self.lake.catalog.snapshot.tables:
            return none
        rows = self.lake.dicts(
            'SELECT order_id, patient_key, "StudyInstanceUID", "AccessionNumber", "ScheduledProcedureStepID" FROM imaging_order'
        )
        by_uid = [
            r
            for r in rows
            if kept["StudyInstanceUID"]
            and kept["StudyInstanceUID"] == (r["StudyInstanceUID"] or study_uid_of(r["order_id"]))
        ]
        by_number = [
            r for r in rows
            if kept["AccessionNumber"] and r["AccessionNumber"] == kept["AccessionNumber"]
            and kept["ScheduledProcedureStepID"] in (None, r["ScheduledProcedureStepID"])
        ]  # fmt: skip
        found: Sequence[dict[str, Any]] = by_uid or by_number
        if len(found) > 1:
            found = [r for r in found if r["ScheduledProcedureStepID"] == kept["ScheduledProcedureStepID"]]
        return found[0] if len(found) == 1 else none


def _moment(ds: Dataset, day: str, clock: str) -> datetime | None:
    text, more = str(ds.get(day, "") or ""), str(ds.get(clock, "") or "").split(".")[0]
    try:
        found = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        return datetime.combine(found, time(int(more[:2] or 0), int(more[2:4] or 0), int(more[4:6] or 0)))
    except ValueError:
        return None
