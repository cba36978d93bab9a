"""A message in, its rows out. Pure: what a message says, whatever was said before.

Rows are values by key of the table that they belong to; the loader lays them over what is there. A field that is absent
says nothing; one that holds two quotes takes the value away (HL7 v2.9 2.5.3).
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pacslake.clinical.hl7 import Field, Message, NotAMessage, Segment, parse
from pacslake.clinical.values import (
    Identifier,
    Moment,
    digest,
    identifier,
    issuer_of,
    moment,
    number,
    person_name,
    sex,
    staff_name,
)

__all__ = ["Event", "Facts", "Upsert", "facts_of"]

MERGES = ("A18", "A34", "A35", "A36", "A39", "A40", "A41")
CHANGES = ("A46", "A47", "A48", "A49", "A50", "A51")
MAPPED = (
    "ADT",
    "ORM",
    "OMI",
    "OMG",
    "OML",
    "ORU",
    "OUL",
    "SIU",
    "MDM",
    "BAR",
    "PPR",
    "VXU",
    "ORL",
    "ORI",
    "ORG",
    "ACK",
)

_ENCOUNTER_STATUS = {
    "A01": "active", "A02": "active", "A03": "finished", "A04": "active", "A05": "planned", "A06": "active",
    "A07": "active", "A08": None, "A11": "cancelled", "A12": "active", "A13": "active", "A14": "planned", "A38": "cancelled",
}  # fmt: skip
_ORDER_CONTROL = {
    "NW": "scheduled", "SN": "scheduled", "XO": None, "XX": None, "CA": "cancelled", "OC": "cancelled", "CR": "cancelled",
    "DC": "cancelled", "OD": "cancelled", "DR": "cancelled", "HD": "on_hold", "OH": "on_hold", "HR": "on_hold",
    "RP": "scheduled", "RO": "scheduled", "RU": "replaced", "OK": "scheduled", "RE": None, "SC": None, "UA": "cancelled",
}  # fmt: skip
_ORDER_STATUS = {
    "A": "in_progress", "CA": "cancelled", "CM": "completed", "DC": "cancelled", "ER": "unknown", "HD": "on_hold",
    "IP": "in_progress", "RP": "replaced", "SC": "scheduled",
}  # fmt: skip
_RESULT_STATUS = {
    "O": "registered", "I": "registered", "S": "registered", "A": "partial", "P": "preliminary", "R": "preliminary",
    "F": "final", "U": "final", "V": "final", "C": "corrected", "K": "corrected", "X": "cancelled", "N": "cancelled", "D": "wrong",
    "W": "wrong", "B": "partial",
}  # fmt: skip
_DOCUMENT_STATUS = {
    "DI": "registered", "DO": "final", "IN": "partial", "IP": "partial", "LA": "final", "PA": "preliminary", "AU": "final",
}  # fmt: skip
_DIAGNOSIS_TYPE = {"A": "admitting", "W": "working", "F": "final"}
_APPOINTMENT = {
    "S12": "booked", "S13": "booked", "S14": "booked", "S15": "cancelled", "S16": "cancelled", "S17": "cancelled",
    "S26": "no_show",
}  # fmt: skip
_MODALITIES = frozenset("CT MR US CR DX MG NM PT XA RF SC ES OT BMD IO PX SM XC IVUS OP OCT".split())
_IMAGING = frozenset("RAD RUS CT MR NMR NMS US XRC CUS IMG".split()) | _MODALITIES


@dataclass(frozen=True)
class Upsert:
    """Values for the row of a table with that key. None takes a value away; a column that is absent is left alone."""

    table: str
    key: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Event:
    """Something said of identity: see `identity_event.kind`."""

    kind: str
    patient_key: str
    other_patient_key: str | None
    visit_number: str | None = None


@dataclass
class Facts:
    """What one message says, and how it is to be acknowledged."""

    raw: bytes
    message_id: str
    message: dict[str, Any]
    ack_code: str = "AA"
    faults: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Upsert] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    kind: str = "hl7"  # where it is kept: a message, or a FHIR resource


def facts_of(data: bytes, *, issuer: str | None = None) -> Facts:
    """Read a message. Never raises on bytes: what cannot be read is refused (AR) with its reason.

    Args:
        data: one message, without its frame.
        issuer: who issued the patient identifiers where the message does not say.
    """
    try:
        message = parse(data)
    except NotAMessage as error:
        return _refused(data, "unreadable_message", f"the message {error}")
    job = _Job(data, message, issuer)
    try:
        return job.run()
    except Exception as error:
        # A fault of ours on a message that nobody foresaw must not end the feed; its bytes are kept.
        return _refused(
            data, "message_failed", f"the message could not be taken apart: {type(error).__name__}"
        )


def _refused(data: bytes, code: str, sentence: str) -> Facts:
    sha256 = hashlib.sha256(data).hexdigest()
    facts = Facts(data, "m" + sha256[:20], {"sha256": sha256, "ack_reason": code}, "AR", [(code, sentence)])
    return facts


class _Job:
    """One message on its way to rows."""

    def __init__(self, data: bytes, message: Message, issuer: str | None) -> None:
        self.message = message
        header = message.header
        self.code, self.trigger = header[9][1].upper(), header[9][2].upper()
        if not self.trigger and re.fullmatch(r"A\d\d", (message.first("EVN") or header).text(1)):
            self.trigger = message.every("EVN")[0].text(1)
        self.issuer = issuer or header[4][(1, 1)] or None
        self.at = moment(header[7][1])
        self.id = "m" + hashlib.sha256(message.canonical).hexdigest()[:20]
        self.facts = Facts(data, self.id, {
            "control_id": header[10][1] or None,
            "message_type": f"{self.code}^{self.trigger}".strip("^") or None,
            "sending_application": header[3][1] or None,
            "sending_facility": header[4][1] or None,
            "message_datetime": self.at.at if self.at else None,
            "version": header[12][1] or None,
            "charset": message.charset,
            "sha256": hashlib.sha256(data).hexdigest(),
        })  # fmt: skip
        self.facts.faults += message.faults
        self.patient: str | None = None
        self.visit: str | None = None
        self.encounter: str | None = None

    def run(self) -> Facts:
        """All rows, in the order of the message's segments."""
        facts, message = self.facts, self.message
        if not self.code:
            facts.ack_code = "AE"
            self._fault("message_type_missing", "MSH-9 names no type of message")
        elif self.code not in MAPPED:
            facts.ack_code = "AR"
            self._fault("message_type_unknown", "messages of this type are kept, and nothing of them is read")
            return self._ended()
        if message.header[7] and self.at is None:
            self._fault("invalid_datetime", "MSH-7 is no time")
        for person in self._persons():
            self._person(*person)
        if self.patient is None and self.code in ("ADT", "ORU", "ORM", "OMI", "OMG", "MDM"):
            facts.ack_code = "AE"
            self._fault("patient_missing", "no PID with an identifier: nobody is told whom this is about")
            return self._ended()
        self._visit()
        self._orders()
        if self.code == "MDM":
            self._document()
        if self.code == "SIU":
            self._appointment()
        for n, segment in enumerate(message.every("DG1")):
            self._diagnosis(segment, n)
        for segment in message.every("PRB"):
            self._problem(segment)
        return self._ended()

    def _ended(self) -> Facts:
        self.facts.message["ack_reason"] = self.facts.faults[0][0] if self.facts.ack_code != "AA" else None
        self.facts.message["patient_key"] = self.patient
        return self.facts

    def _fault(self, code: str, sentence: str) -> None:
        self.facts.faults.append((code, sentence))

    def _time(self, value: str, where: str) -> Moment | None:
        if not value or value == '""':
            return None
        found = moment(value)
        if found is None:
            self._fault("invalid_datetime", f"{where} is no time")
        return found

    def _common(self) -> dict[str, Any]:
        return {
            "encounter_id": self.encounter, "patient_key": self.patient, "sent_patient_key": self.patient,
            "visit_number": self.visit,
        }  # fmt: skip

    def _put(self, table: str, key: str, **values: Any) -> None:
        self.facts.rows.append(Upsert(table, key, values))

    # -- persons -----------------------------------------------------------------------------------------

    def _persons(self) -> Iterator[tuple[Segment, Segment | None]]:
        """PID with the MRG that follows it; several pairs in A39 and A40, swaps in A17."""
        current: Segment | None = None
        for segment in self.message:
            if segment.name == "PID":
                if current is not None:
                    yield current, None
                current = segment
            elif segment.name == "MRG" and current is not None:
                yield current, segment
                current = None
        if current is not None:
            yield current, None

    def _numbers(self, segment: Segment, fields: tuple[int, ...]) -> list[Identifier]:
        found = [i for n in fields for f in segment.all(n) if (i := identifier(f, self.issuer)) is not None]
        unique = {i.key + "\0" + (i.type or ""): i for i in found}
        return list(unique.values())

    def _person(self, pid: Segment, mrg: Segment | None) -> None:
        numbers = self._numbers(pid, (3,)) or self._numbers(pid, (2, 4))
        record = [i for i in numbers if i.is_record_number] or numbers[:1]
        if not record:
            return
        primary = record[0].key
        if self.patient is None:
            self.patient = primary
        birth = self._time(pid[7][1], "PID-7")
        death = self._time(pid[29][1], "PID-29")
        dead = {"Y": True, "N": False}.get(pid[30][1].upper())
        about = _said({
            "PatientName": (pid[5], person_name(pid[5])), "PatientBirthDate": (pid[7], birth and birth.day),
            "PatientSex": (pid[8], sex(pid[8][1])), "death_datetime": (pid[29], death and death.at),
            "is_deceased": (pid[30], dead if death is None else True),
        })  # fmt: skip
        if death is not None:
            about["is_deceased"] = True
        for i in numbers:
            is_record = i in record
            self._identity(i, i.key if is_record else primary, is_record, about)
        for other in record[1:]:
            self.facts.events.append(Event("link", primary, other.key))
        if mrg is not None:
            self._merge(primary, mrg)

    def _identity(self, i: Identifier, primary: str, is_record: bool, about: dict[str, Any]) -> None:
        self._put(
            "patient_identity", digest("i", primary, i.key), patient_key=i.key, is_primary=is_record,
            primary_patient_key=primary, PatientID=i.value, IssuerOfPatientID=i.issuer, identifier_type=i.type, **about,
        )  # fmt: skip

    def _merge(self, stays: str, mrg: Segment) -> None:
        """MRG names what goes: patients, or with A43 to A45 and A50 an identifier or a visit that moves."""
        prior = self._numbers(mrg, (1,)) or self._numbers(mrg, (4,))
        visit = mrg[5][1] or mrg[3][1] or None
        for i in prior:
            self.facts.message.setdefault("other_patient_key", i.key)
            self._identity(i, i.key, True, {})
            if self.trigger in ("A44", "A45"):
                self.facts.events.append(Event("move_visit", stays, i.key, visit or self._visit_number()))
            elif self.trigger == "A43":
                self.facts.events.append(Event("move_identifier", stays, i.key))
            elif self.trigger == "A24":
                self.facts.events.append(Event("link", stays, i.key))
            elif self.trigger == "A37":
                self.facts.events.append(Event("unlink", stays, i.key))
            elif self.trigger in CHANGES:
                self.facts.events.append(Event("change", stays, i.key))
            elif i.key == stays:
                continue
            else:
                self.facts.events.append(Event("merge", stays, i.key))

    def _visit_number(self) -> str | None:
        pv1 = self.message.first("PV1")
        return (pv1[19][1] or None) if pv1 else None

    # -- stays -------------------------------------------------------------------------------------------

    def _visit(self) -> None:
        pv1 = self.message.first("PV1")
        if pv1 is None or self.patient is None:
            return
        number_, admit = pv1[19], self._time(pv1[44][1], "PV1-44")
        self.visit = number_[1] or None
        if self.visit is None and admit is None and not pv1[2]:
            return
        issuer = issuer_of(number_) or self.issuer
        if self.visit:
            self.encounter = digest("e", issuer, self.visit)
        elif admit is not None:
            self.encounter = digest("e", self.patient, admit.at.isoformat())
        else:
            return
        discharge = self._time(pv1[45][1], "PV1-45")
        pid, pv2 = self.message.first("PID"), self.message.first("PV2")
        values = _said({
            "class": (pv1[2], pv1[2][1] or None), "location": (pv1[3], _place(pv1[3])), "prior_location": (pv1[6], _place(pv1[6])),
            "service": (pv1[10], pv1[10][1] or None), "attending": (pv1[7], staff_name(pv1[7])),
            "referring": (pv1[8], staff_name(pv1[8])), "admit_datetime": (pv1[44], admit and admit.at),
            "discharge_datetime": (pv1[45], discharge and discharge.at), "utc_offset_min": (pv1[44], admit and admit.offset_min),
        })  # fmt: skip
        if pv2 is not None and pv2[3]:
            values["reason"] = pv2[3][2] or pv2[3][1] or None
        if pid is not None and pid[18]:
            values["account_number"] = pid[18][1] or None
        if self.code == "ADT":
            status = _ENCOUNTER_STATUS.get(self.trigger)
            if status is not None:
                values["status"] = status
            if self.trigger == "A13":
                values["discharge_datetime"] = None
        self._put(
            "encounter", self.encounter, visit_issuer=issuer, patient_key=self.patient, sent_patient_key=self.patient,
            visit_number=self.visit, **values,
        )  # fmt: skip

    # -- orders, reports, results ------------------------------------------------------------------------

    def _orders(self) -> None:
        """Groups that begin with ORC or OBR: an order each, and with results a report."""
        group: list[Segment] = []
        for segment in [*self.message, None]:
            begins = segment is not None and (
                segment.name == "ORC" or (segment.name == "OBR" and any(s.name == "OBR" for s in group))
            )
            if (segment is None or begins) and group:
                self._order(group)
                group = []
            if segment is not None and (group or segment.name in ("ORC", "OBR")):
                group.append(segment)
        if self.code in ("ORU", "ADT", "VXU", "SIU") and not self.message.first("OBR"):
            for n, segment in enumerate(self.message.every("OBX")):
                self._result(segment, None, None, n)

    def _order(self, group: list[Segment]) -> None:
        by_name: dict[str, Segment] = {}
        for segment in group:
            by_name.setdefault(segment.name, segment)
        none = Segment("", self.message.separators)
        orc, obr, ipc, zds, tq1 = (by_name.get(n, none) for n in ("ORC", "OBR", "IPC", "ZDS", "TQ1"))
        placer, filler = orc[2] or obr[2], orc[3] or obr[3]
        if self.code != "MDM" and (placer or filler or ipc) and self.patient is not None:
            self._order_row(orc, obr, ipc, zds, tq1, placer, filler)
        if self.code in ("ORU", "OUL") and obr.raw:
            self._report(obr, orc, group, placer, filler, zds)

    def _order_row(
        self,
        orc: Segment,
        obr: Segment,
        ipc: Segment,
        zds: Segment,
        tq1: Segment,
        placer: Field,
        filler: Field,
    ) -> None:
        step = ipc[4][1] or obr[20][1] or None
        key = digest("o", placer[1] or filler[1], step)
        scheduled = self._time(obr[36][1] or tq1[7][1] or orc[7][4], "the scheduled time")
        ordered = self._time(orc[9][1] or obr[6][1], "ORC-9")
        performed = self._time(obr[7][1], "OBR-7")
        status = _ORDER_STATUS.get(orc[5][1].upper()) or _ORDER_CONTROL.get(orc[1][1].upper())
        section = obr[24][1] or None
        modality = ipc[5][1] or (section if section in _MODALITIES else None)
        offset = next(
            (m.offset_min for m in (scheduled, performed, ordered) if m and m.offset_min is not None), None
        )
        study = ipc[3][1] or zds[1][1] or None
        values = _said({
            "placer_order_number": (placer, placer[1] or None), "placer_issuer": (placer, placer[2] or None),
            "filler_order_number": (filler, filler[1] or None), "filler_issuer": (filler, filler[2] or None),
            "code": (obr[4], obr[4][1] or None), "code_system": (obr[4], obr[4][3] or None),
            "description": (obr[4], obr[4][2] or None), "section": (obr[24], section),
            "order_control": (orc[1], orc[1][1] or None), "priority": (tq1[9] or orc[7], tq1[9][1] or orc[7][6] or None),
            "ordered_datetime": (orc[9] or obr[6], ordered and ordered.at), "performed_datetime": (obr[7], performed and performed.at),
            "reason": (obr[31] or obr[13], obr[31][2] or obr[13].text or None), "reason_code": (obr[31], obr[31][1] or None),
            "body_site": (obr[15], obr[15].text or None), "danger_code": (obr[12], obr[12][1] or None),
            "transport": (obr[30], obr[30][1] or None),
            "requesting_physician": (obr[16] or orc[12], staff_name(obr[16] or orc[12])),
            "performing_physician": (obr[34], obr[34][(1, 2)] or obr[34][2] or None),
            "RequestedProcedureID": (ipc[2] or obr[19], ipc[2][1] or obr[19][1] or None),
            "AccessionNumber": (ipc[1] or obr[18], ipc[1][1] or obr[18][1] or None),
            "accession_issuer": (ipc[1], ipc[1][2] or None), "protocol_code": (ipc[6], ipc[6][1] or None),
            "protocol_description": (ipc[6], ipc[6][2] or None), "protocol_system": (ipc[6], ipc[6][3] or None),
            "station_name": (ipc[7], ipc[7][1] or None), "station_location": (ipc[8], ipc[8][1] or None),
            "station_ae_titles": (ipc[9], [f[1] for f in ipc.all(9) if f[1]] or None),
        })  # fmt: skip
        for name, value in (("StudyInstanceUID", study), ("Modality", modality), ("ScheduledProcedureStepID", step),
                            ("status", status), ("utc_offset_min", offset),
                            ("scheduled_datetime", scheduled and scheduled.at)):  # fmt: skip
            if value is not None:
                values[name] = value
        pv1 = self.message.first("PV1")
        if pv1 is not None and pv1[8]:
            values["referring_physician"] = staff_name(pv1[8])
        self._put("order", key, **values, **self._common())

    def _report(
        self, obr: Segment, orc: Segment, group: list[Segment], placer: Field, filler: Field, zds: Segment
    ) -> None:
        accession = obr[18][1] or None
        observed, reported = self._time(obr[7][1], "OBR-7"), self._time(obr[22][1], "OBR-22")
        about = filler[1] or placer[1] or accession
        code = obr[4][1] or obr[4][2] or None
        if about:
            report = digest("d", "order", about, code)
        else:
            report = digest("d", self.patient, code, observed.at.isoformat() if observed else self.id)
        results = [s for s in group if s.name == "OBX"]
        lines = [
            line for s in results for f in s.all(5) if s[2][1] in ("TX", "FT", "ST", "") and (line := f.text)
        ]
        lines += [f.text for s in group if s.name == "NTE" for f in s.all(3)]
        is_text = any(s[2][1] in ("TX", "FT") for s in results)
        text = "\n".join(lines) if is_text or not results else None
        section = obr[24][1].upper()
        kind = (
            "imaging"
            if section in _IMAGING or zds.raw
            else "laboratory"
            if any(s[2][1] in ("NM", "SN") for s in results)
            else "other"
        )
        sections = _sections(results, text)
        status = _RESULT_STATUS.get(obr[25][1].upper(), "unknown")
        studies = [
            u
            for u in [
                zds[1][1],
                *(s[5][1] for s in results if s[3][1] == "113014" or "Study Instance UID" in s[3][2]),
            ]
            if u
        ]
        seen = [f"{s[3].raw}|{s[4].raw}|{s.text(5)}|{s[5].raw}|{s[11].raw}" for s in results]
        content = hashlib.sha256(
            "\n".join([status, text or "", *seen]).encode("utf-8", "surrogatepass")
        ).hexdigest()
        self._put(
            "report", report, kind=kind, code=obr[4][1] or None, code_system=obr[4][3] or None, description=obr[4][2] or None,
            placer_order_number=placer[1] or None, filler_order_number=filler[1] or None, AccessionNumber=accession,
            StudyInstanceUIDs=studies or None, observed_datetime=observed and observed.at,
            reported_datetime=reported and reported.at, utc_offset_min=next((m.offset_min for m in (reported, observed) if m), None),
            author=obr[32][(1, 2)] or staff_name(obr[32]), text=text, findings=sections.get("findings"),
            impression=sections.get("impression"), content_sha256=content, status=status, **self._common(),
        )  # fmt: skip
        for n, segment in enumerate(results):
            self._result(segment, report, observed, n)

    def _result(self, obx: Segment, report: str | None, observed: Moment | None, n: int) -> None:
        if self.patient is None or not (obx[3] or obx[5]):
            return
        kind = obx[2][1].upper()
        at = self._time(obx[14][1], "OBX-14") or observed
        text = "\n".join(f.text for f in obx.all(5)) or None
        coded = kind in ("CE", "CWE", "CNE", "CF", "IS", "ID")
        found = number(obx[5].raw) if kind in ("NM", "") else None
        if kind == "SN":  # comparator ^ number ^ separator ^ number
            found = number(obx[5][2]) if not obx[5][3] else None
            found = (obx[5][1] or None, found[1]) if found else None
        low, high = _range(obx[7][1])
        code = obx[3][1] or obx[3][4] or obx[3][2]
        about = report or digest("", self.patient, at.at.isoformat() if at else self.id)
        repeated = n if kind in ("TX", "FT") or not obx[4] else None
        self._put(
            "observation", digest("b", about, code, obx[4].raw or None, str(repeated) if repeated is not None else None),
            report_id=report, code=obx[3][1] or None, code_system=obx[3][3] or None, description=obx[3][2] or None,
            alternate_code=obx[3][4] or None, alternate_system=obx[3][6] or None, sub_id=obx[4].text or None,
            value_type=kind or None, value_double=found[1] if found else None, comparator=found[0] if found else None,
            value_text=text, value_code=(obx[5][1] or None) if coded else None, value_system=(obx[5][3] or None) if coded else None,
            unit=obx[6][1] or None, reference_low=low, reference_high=high, reference_range=obx[7].text or None,
            abnormal_flags="~".join(f[1] for f in obx.all(8)) or None, observed_datetime=at and at.at,
            utc_offset_min=at.offset_min if at else None, body_site=obx[20][2] or obx[20][1] or None,
            status=_RESULT_STATUS.get(obx[11][1].upper()), **self._common(),
        )  # fmt: skip

    def _document(self) -> None:
        """MDM: TXA says what the document is, OBX hold its text."""
        txa = self.message.first("TXA")
        if txa is None:
            self._fault("document_missing", "an MDM message without TXA")
            self.facts.ack_code = "AE"
            return
        number_, filler, placer = txa[12][1] or None, txa[15][1], txa[14][1]
        lines = [f.text for s in self.message.every("OBX") for f in s.all(5)]
        text = "\n".join(lines) or None
        status = "cancelled" if self.trigger == "T11" else _DOCUMENT_STATUS.get(txa[17][1].upper(), "final")
        observed, reported = self._time(txa[4][1], "TXA-4"), self._time(txa[6][1], "TXA-6")
        report = digest("d", "document", number_ or filler or self.id)
        sections = _sections(self.message.every("OBX"), text)
        content = hashlib.sha256("\n".join([status, text or ""]).encode("utf-8", "surrogatepass")).hexdigest()
        self._put(
            "report", report, kind="document", code=txa[2][1] or None, description=txa[2][2] or txa[16].text or None,
            document_number=number_, replaces=digest("d", "document", txa[13][1]) if txa[13][1] else None,
            placer_order_number=placer or None, filler_order_number=filler or None,
            observed_datetime=observed and observed.at, reported_datetime=reported and reported.at,
            author=staff_name(txa[9]), text=text, findings=sections.get("findings"), impression=sections.get("impression"),
            content_sha256=content, status=status, **self._common(),
        )  # fmt: skip

    # -- diagnoses, appointments -------------------------------------------------------------------------

    def _diagnosis(self, dg1: Segment, n: int) -> None:
        if self.patient is None or not (dg1[3] or dg1[4]):
            return
        at = self._time(dg1[5][1], "DG1-5")
        code, words = dg1[3][1] or None, dg1[3][2] or dg1[4].text or None
        number_ = dg1[20][1] or (at.day.isoformat() if at else self.encounter)
        self._put(
            "diagnosis", digest("x", self.patient, code or words, number_), code=code,
            code_system=dg1[3][3] or dg1[2][1] or None, description=words, diagnosis_type=_DIAGNOSIS_TYPE.get(dg1[6][1].upper()),
            onset_datetime=at and at.at, utc_offset_min=at.offset_min if at else None,
            status="refuted" if dg1[21][1].upper() == "D" else "active", **self._common(),
        )  # fmt: skip

    def _problem(self, prb: Segment) -> None:
        if self.patient is None or not prb[3]:
            return
        at, ended = self._time(prb[16][1], "PRB-16"), self._time(prb[9][1], "PRB-9")
        recorded = self._time(prb[2][1], "PRB-2")
        self._put(
            "diagnosis", digest("x", self.patient, prb[3][1] or prb[3][2], prb[4][1] or None), code=prb[3][1] or None,
            code_system=prb[3][3] or None, description=prb[3][2] or None, diagnosis_type="problem",
            onset_datetime=at and at.at, abatement_datetime=ended and ended.at, recorded_datetime=recorded and recorded.at,
            status="resolved" if ended else "active", **self._common(),
        )  # fmt: skip

    def _appointment(self) -> None:
        sch = self.message.first("SCH")
        if sch is None or self.patient is None:
            return
        none = Segment("", self.message.separators)
        ais, ail = self.message.first("AIS") or none, self.message.first("AIL") or none
        begin = self._time(sch[11][4] or ais[4][1], "the begin of the appointment")
        end = self._time(sch[11][5], "the end of the appointment")
        minutes = number(sch[9][1] or ais[7][1])
        what = ais[3] or sch[8]
        self._put(
            "appointment", digest("h", sch[1][1] or sch[2][1]), placer_appointment_number=sch[1][1] or None,
            filler_appointment_number=sch[2][1] or None, code=what[1] or None, code_system=what[3] or None,
            description=what[2] or sch[7][2] or sch[7][1] or None, begin_datetime=begin and begin.at,
            end_datetime=end and end.at, duration_min=minutes[1] if minutes else None, location=_place(ail[3]),
            status=_APPOINTMENT.get(self.trigger, "booked"), **self._common(),
        )  # fmt: skip


def _said(pairs: dict[str, tuple[Field, Any]]) -> dict[str, Any]:
    """Values of fields that say something: those that are there, and None for those that are to be deleted."""
    return {
        name: None if f.is_deleted else value
        for name, (f, value) in pairs.items()
        if f.is_deleted or (f and value is not None)
    }


def _place(f: Field) -> str | None:
    """A PL: point of care, room, bed, facility."""
    return "^".join(f[n] for n in (1, 2, 3, 4)).strip("^") or None


def _range(text: str) -> tuple[float | None, float | None]:
    """Ends of a reference range such as `3.5-5`, `<10` or `> 2`."""
    match = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*-\s*(-?\d+(?:\.\d+)?)\s*", text)
    if match:
        return float(match[1]), float(match[2])
    one = number(text)
    if one is None or one[0] is None:
        return None, None
    return (None, one[1]) if one[0].startswith("<") else (one[1], None)


_HEADINGS = re.compile(
    r"^[ \t]*(findings?|impressions?|conclusions?|opinion|assessment|befund|beurteilung)[ \t]*(?::|$)",
    re.I | re.M,
)
_LOINC = {"18782-3": "findings", "59776-5": "findings", "19005-8": "impression"}


def _sections(results: list[Segment], text: str | None) -> dict[str, str]:
    """Findings and impression, by the codes of results, else by headings in the text."""
    out: dict[str, str] = {}
    kind: str | None
    for s in results:
        words = s[3][2].lower()
        kind = _LOINC.get(s[3][1]) or (
            "impression"
            if "impression" in words or s[3][(1, 2)].upper() == "IMP"
            else "findings"
            if "finding" in words
            else None
        )
        if kind:
            said = "\n".join(f.text for f in s.all(5))
            out[kind] = f"{out[kind]}\n{said}" if kind in out else said
    if out or not text:
        return out
    marks = list(_HEADINGS.finditer(text))
    for mark, following in itertools.zip_longest(marks, marks[1:]):
        kind = "findings" if mark[1].lower() in ("finding", "findings", "befund") else "impression"
        body = text[mark.end() : following.start() if following else len(text)].strip()
        if body:
            out[kind] = body
    return out
