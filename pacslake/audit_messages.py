"""The audit record in the words of others: DICOM audit messages (PS3.15 A.5) and FHIR AuditEvent (R4). Pure.

Every event of the record has a class of PS3.15 A.5.3; one that nobody foresaw is Application Activity and keeps its name.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any, NamedTuple

from pacslake.audit import AuditEvent

__all__ = ["CLASSES", "EventClass", "class_of", "to_dicom", "to_fhir"]

DCM = "http://dicom.nema.org/resources/ontology/DCM"

CLASSES = {
    "110100": "Application Activity", "110101": "Audit Log Used", "110103": "DICOM Instances Accessed",
    "110104": "DICOM Instances Transferred", "110105": "DICOM Study Deleted", "110106": "Export", "110107": "Import",
    "110110": "Patient Record", "110111": "Procedure Record", "110112": "Query", "110113": "Security Alert",
    "110114": "User Authentication",
}  # fmt: skip
"""Codes of PS3.16 CID 400 that the record can have, with their meanings."""

TYPES = {
    "110127": "Emergency Override Started", "110135": "Object Security Attributes Changed",
    "110137": "User Security Attributes Changed", "110138": "Emergency Override Stopped",
}  # fmt: skip
"""Codes of PS3.16 CID 401 for what a security alert is about."""


class EventClass(NamedTuple):
    """What an event is: its code, what was done (C, R, U, D or E), and the type of a security alert."""

    code: str
    action: str
    type: str | None = None


_BY_ACTION = {
    "erase_begins": EventClass("110105", "D"), "erase": EventClass("110105", "D"), "export": EventClass("110106", "R"),
    "pull": EventClass("110107", "C"), "send": EventClass("110104", "R"), "query": EventClass("110112", "E"), "deid": EventClass("110103", "R"),
    "choose_version": EventClass("110103", "U"), "audit": EventClass("110101", "R"), "vault_look_up": EventClass("110110", "R"),
    "break_glass": EventClass("110113", "E", "110127"), "break_glass_end": EventClass("110113", "E", "110138"),
}  # fmt: skip
_BY_BEGIN = (
    ("account_", EventClass("110113", "U", "110137")), ("token_", EventClass("110113", "U", "110137")),
    ("project_", EventClass("110113", "U", "110135")), ("vault_", EventClass("110113", "U", "110135")),
)  # fmt: skip
_BY_WHAT = (  # of the web service and the node, by how the description of the access begins
    ("search", EventClass("110112", "E")), ("ask", EventClass("110112", "E")), ("describe", EventClass("110103", "R")), ("find", EventClass("110112", "E")), ("worklist", EventClass("110112", "E")),
    ("store", EventClass("110107", "C")), ("move", EventClass("110104", "R")), ("get", EventClass("110104", "R")),
    ("performed procedure step", EventClass("110111", "U")), ("retrieve", EventClass("110103", "R")),
)  # fmt: skip


def class_of(event: AuditEvent) -> EventClass:
    """The class of an event."""
    if event.action in ("dicomweb", "dimse", "lake"):
        what = str(event.details.get("what", "")).lower()
        return next((found for begin, found in _BY_WHAT if what.startswith(begin)), EventClass("110100", "E"))
    found = _BY_ACTION.get(event.action)
    return found or next(
        (c for begin, c in _BY_BEGIN if event.action.startswith(begin)), EventClass("110100", "E")
    )


def outcome_of(event: AuditEvent) -> str:
    """0: success, 4: it was refused or failed (PS3.15 A.5.2, EventOutcomeIndicator)."""
    status = event.details.get("status")
    words = f"{event.details.get('what', '')} {event.details.get('outcome', '')} {event.details.get('verdict', '')}".lower()
    failed = isinstance(status, int) and status >= 400
    return (
        "4"
        if failed or "refused" in words or "failed" in words or event.details.get("success") is False
        else "0"
    )


def _objects(details: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(UID, code, meaning) of the study, series and instance that an event names (CID 404)."""
    kinds = (
        ("study", "110180", "Study Instance UID"),
        ("series", "112002", "Series Instance UID"),
        ("instance", "110181", "SOP Instance UID"),
    )
    return [(str(details[key]), code, meaning) for key, code, meaning in kinds if details.get(key)]


def to_dicom(event: AuditEvent, source: str) -> str:
    """An event as an audit message of PS3.15 A.5.1, on one line.

    Args:
        source: AuditSourceID, which says whose record it is.
    """
    found = class_of(event)
    root = ET.Element("AuditMessage")
    told = ET.SubElement(
        root,
        "EventIdentification",
        EventActionCode=found.action,
        EventDateTime=event.at,
        EventOutcomeIndicator=outcome_of(event),
    )
    ET.SubElement(
        told,
        "EventID",
        {"csd-code": found.code, "codeSystemName": "DCM", "originalText": CLASSES[found.code]},
    )
    if found.type:
        ET.SubElement(
            told,
            "EventTypeCode",
            {"csd-code": found.type, "codeSystemName": "DCM", "originalText": TYPES[found.type]},
        )
    who = {"UserID": event.user, "UserIsRequestor": "true"}
    if address := event.details.get("address"):
        who |= {"NetworkAccessPointID": str(address), "NetworkAccessPointTypeCode": "2"}  # 2: an IP address
    if calling := event.details.get("calling"):
        who["AlternativeUserID"] = f"AETITLES={calling}"
    ET.SubElement(root, "ActiveParticipant", who)
    ET.SubElement(root, "AuditSourceIdentification", AuditSourceID=source)
    for uid, code, meaning in _objects(event.details):
        part = ET.SubElement(
            root,
            "ParticipantObjectIdentification",
            ParticipantObjectID=uid,
            ParticipantObjectTypeCode="2",
            ParticipantObjectTypeCodeRole="3",
        )
        ET.SubElement(
            part,
            "ParticipantObjectIDTypeCode",
            {"csd-code": code, "codeSystemName": "DCM", "originalText": meaning},
        )
    return ET.tostring(root, encoding="unicode")


def to_fhir(event: AuditEvent, source: str) -> dict[str, Any]:
    """An event as a FHIR R4 AuditEvent; its name and the digest of its line are details of an entity."""
    found = class_of(event)
    agent: dict[str, Any] = {"who": {"display": event.user}, "requestor": True}
    if address := event.details.get("address"):
        agent["network"] = {"address": str(address), "type": "2"}
    entities: list[dict[str, Any]] = [
        {
            "what": {"identifier": {"system": "urn:dicom:uid", "value": f"urn:oid:{uid}"}},
            "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "2", "display": "System Object"},
            "role": {"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "3", "display": "Report"}, "description": meaning,
        }
        for uid, _, meaning in _objects(event.details)
    ]  # fmt: skip
    entities.append({
        "name": "line of the audit record",
        "detail": [
            {"type": "number", "valueString": str(event.number)}, {"type": "action", "valueString": event.action},
            {"type": "sha256", "valueString": event.sha256},
        ],
    })  # fmt: skip
    out: dict[str, Any] = {
        "resourceType": "AuditEvent", "id": f"line-{event.number}-{event.sha256[:16]}",
        "type": {"system": DCM, "code": found.code, "display": CLASSES[found.code]}, "action": found.action, "recorded": event.at,
        "outcome": outcome_of(event), "agent": [agent], "source": {"observer": {"display": source}}, "entity": entities,
    }  # fmt: skip
    if found.type:
        out["subtype"] = [{"system": DCM, "code": found.type, "display": TYPES[found.type]}]
    return out
