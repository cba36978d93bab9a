"""Images, orders and reports: which belong together, how sure that is, and why others belong to nothing. Pure but for `refresh`.

An order or report is linked with a study by the study's UID, else by its accession number, else by the person, the
modality and the day. A link between two people that are known to differ is never made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pacslake.clinical.values import digest

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes
    from pacslake.lake import Lake

__all__ = ["link_people", "link_studies", "refresh"]

Row = Mapping[str, Any]
SURE, BY_ACCESSION, BY_NUMBER_ALONE, BY_TIME = 1.0, 0.95, 0.8, 0.6
NEAR = timedelta(days=1)


def link_people(patients: Sequence[Row], identities: Sequence[Row]) -> list[dict[str, Any]]:
    """A row of `patient_link` for each patient of images.

    The same issuer and number are one person. Without an issuer in the images the number alone joins nobody: name and
    birth date must agree, and only one person may fit.
    """
    by_key = {i["patient_key"]: i for i in identities if i["is_primary"]}
    by_number: dict[str, list[Row]] = defaultdict(list)
    for identity in by_key.values():
        by_number[identity["PatientID"]].append(identity)
    out = []
    for patient in patients:
        exact = by_key.get(patient["patient_key"])
        if not patient["PatientID"]:
            out.append(_person(patient, None, "no_identifier", 0.0))
        elif exact is not None:
            out.append(_person(patient, exact, "identifier_with_issuer", SURE))
        else:
            out.append(_by_number(patient, by_number.get(patient["PatientID"], [])))
    return out


def _by_number(patient: Row, found: Sequence[Row]) -> dict[str, Any]:
    if patient["IssuerOfPatientID"]:
        return _person(patient, None, "no_identifier", 0.0)  # an issuer that nobody spoke of
    agreeing = [i for i in found if _agrees(patient, i)]
    if len({i["person_id"] for i in agreeing}) > 1:
        return _person(patient, None, "ambiguous", 0.0)
    if agreeing:
        return _person(patient, agreeing[0], "identifier_and_person", 0.9)
    return _person(patient, None, "name_differs" if found else "no_identifier", 0.0)


def _agrees(patient: Row, identity: Row) -> bool:
    """Whether name or birth date agree, and neither differs."""
    pairs = [
        (_name(patient["PatientName"]), _name(identity["PatientName"])),
        (str(patient["PatientBirthDate"] or ""), str(identity["PatientBirthDate"] or "")),
    ]
    known = [(a, b) for a, b in pairs if a and b]
    return bool(known) and all(a == b for a, b in known)


def _name(text: str | None) -> str:
    parts = (text or "").split("=")[0].upper().split("^")
    return "^".join(part.strip() for part in parts[:2]).strip("^")


def _person(patient: Row, identity: Row | None, method: str, confidence: float) -> dict[str, Any]:
    return {
        "patient_key": patient["patient_key"], "person_id": identity and identity["person_id"],
        "identity_patient_key": identity and identity["patient_key"], "method": method, "confidence": confidence,
    }  # fmt: skip


def link_studies(
    orders: Sequence[Row], reports: Sequence[Row], studies: Sequence[Row], person_of: Mapping[str, str | None]
) -> list[dict[str, Any]]:
    """A row of `study_link` for each order and each current report.

    Args:
        studies: with StudyInstanceUID, patient_key, AccessionNumber, study_datetime, modalities.
        person_of: person by the patient_key of images and of messages, as far as known.
    """
    index = _Index(studies, person_of)
    out = [index.link("order", o["order_id"], o, [o["StudyInstanceUID"]]) for o in orders]
    by_number = {
        number: row
        for o, row in zip(orders, out, strict=True)
        for number in (o["placer_order_number"], o["filler_order_number"])
        if number and row["StudyInstanceUID"]
    }
    for report in reports:
        row = index.link("report", report["report_id"], report, report["StudyInstanceUIDs"] or [])
        if row["StudyInstanceUID"] is None and row["reason"] != "patient_differs":
            through = by_number.get(report["filler_order_number"]) or by_number.get(
                report["placer_order_number"]
            )
            if through is not None and through["patient_key"] == report["patient_key"]:
                row |= {
                    "StudyInstanceUID": through["StudyInstanceUID"], "method": "order", "reason": None,
                    "confidence": through["confidence"],
                }  # fmt: skip
        out.append(row)
    return out


class _Index:
    """Studies by what they can be found by."""

    def __init__(self, studies: Sequence[Row], person_of: Mapping[str, str | None]) -> None:
        self.person_of = person_of
        self.by_uid = {s["StudyInstanceUID"]: s for s in studies}
        self.by_accession: dict[str, list[Row]] = defaultdict(list)
        self.by_person: dict[str, list[Row]] = defaultdict(list)
        for study in studies:
            if study["AccessionNumber"]:
                self.by_accession[study["AccessionNumber"]].append(study)
            person = person_of.get(study["patient_key"])
            if person:
                self.by_person[person].append(study)

    def link(self, entity: str, id: str, row: Row, uids: Sequence[str | None]) -> dict[str, Any]:
        """The link of one order or report."""
        person = self.person_of.get(row["patient_key"]) if row["patient_key"] else None
        named = [self.by_uid[u] for u in uids if u in self.by_uid]
        if named:
            return self._chosen(entity, id, row, named, person, "study_uid", SURE)
        accession = row["AccessionNumber"]
        if accession and accession in self.by_accession:
            found = self.by_accession[accession]
            fitting = [s for s in found if person and self.person_of.get(s["patient_key"]) == person]
            if fitting:
                return self._chosen(entity, id, row, fitting, person, "accession_with_issuer", BY_ACCESSION)
            return self._chosen(entity, id, row, found, person, "accession", BY_NUMBER_ALONE)
        if entity == "order" and person:
            at = row["performed_datetime"] or row["scheduled_datetime"]
            near = [
                s for s in self.by_person[person]
                if at and s["study_datetime"] and abs(s["study_datetime"] - at) <= NEAR
                and row["Modality"] and row["Modality"] in (s["modalities"] or ())
            ]  # fmt: skip
            if near:
                return self._chosen(entity, id, row, near, person, "patient_and_time", BY_TIME)
        keyed = bool(accession or any(uids))
        return self._row(entity, id, row, None, "unmatched", 0.0, "no_study" if keyed else "no_key", 0)

    def _chosen(
        self,
        entity: str,
        id: str,
        row: Row,
        found: Sequence[Row],
        person: str | None,
        method: str,
        confidence: float,
    ) -> dict[str, Any]:
        fitting = []
        for study in found:
            other = self.person_of.get(study["patient_key"])
            if not (person and other and person != other):
                fitting.append(study)
        if not fitting:
            return self._row(entity, id, row, None, "unmatched", 0.0, "patient_differs", len(found))
        if len({s["StudyInstanceUID"] for s in fitting}) > 1:
            return self._row(entity, id, row, None, "unmatched", 0.0, "ambiguous", len(found))
        return self._row(
            entity, id, row, fitting[0]["StudyInstanceUID"], method, confidence, None, len(found)
        )

    @staticmethod
    def _row(
        entity: str,
        id: str,
        row: Row,
        study: str | None,
        method: str,
        confidence: float,
        reason: str | None,
        n: int,
    ) -> dict[str, Any]:
        return {
            "study_link_id": digest("l", entity, id), "entity": entity, "entity_id": id, "StudyInstanceUID": study,
            "patient_key": row["patient_key"], "method": method, "confidence": confidence, "reason": reason, "n_candidates": n,
        }  # fmt: skip


_ORDERS = """SELECT order_id, patient_key, "StudyInstanceUID", "AccessionNumber", "Modality", placer_order_number,
    filler_order_number, performed_datetime, scheduled_datetime FROM "order" """
_REPORTS = """SELECT report_id, patient_key, "StudyInstanceUIDs", "AccessionNumber", placer_order_number, filler_order_number
    FROM report WHERE is_current"""
_STUDIES = """SELECT "StudyInstanceUID", patient_key, "AccessionNumber", study_datetime, "ModalitiesInStudy" AS modalities
    FROM study"""


def refresh(lake: Lake) -> int:
    """Link anew what the newest snapshot holds; how many rows changed. Nothing where no message ever came."""
    changed = 0

    def build(catalog: Catalog) -> Changes | None:
        nonlocal changed
        from pacslake.catalog import Changes, Replace

        changed = 0
        if "patient_identity" not in catalog.snapshot.tables:
            return None
        identities = catalog.dicts("SELECT * FROM patient_identity")
        people = link_people(catalog.dicts("SELECT * FROM patient"), identities)
        person_of = {row["patient_key"]: row["person_id"] for row in people}
        person_of |= {i["patient_key"]: i["person_id"] for i in identities if i["is_primary"]}
        links = link_studies(
            catalog.dicts(_ORDERS), catalog.dicts(_REPORTS), catalog.dicts(_STUDIES), person_of
        )
        replace = []
        for table, key, rows in (
            ("patient_link", "patient_key", people),
            ("study_link", "study_link_id", links),
        ):
            before = {}
            if table in catalog.snapshot.tables:
                before = {row[key]: row for row in catalog.dicts(f"SELECT * FROM {table}")}
            after = {row[key]: row for row in rows}
            touched = [k for k in {**before, **after} if before.get(k) != after.get(k)]
            changed += len(touched)
            if touched:
                replace.append(Replace(table, key, touched, [after[k] for k in touched if k in after]))
        return Changes(replace=replace) if replace else None

    lake.commit(build, note="orders, reports and studies linked")
    return changed
