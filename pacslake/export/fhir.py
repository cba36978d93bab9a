"""A cohort as FHIR: one NDJSON file a type, as a bulk export has them. R4 (4.0.1), but for ImagingSelection, which is of R5.

A volume is an ImagingSelection: the frames that form one array. Times without a known zone are given as days, since FHIR
wants a zone with every time of day.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pacslake.export.members import Members
from pacslake.export.omop import told_sql

__all__ = ["resources"]

Row = Mapping[str, Any]
DCM = "http://dicom.nema.org/resources/ontology/DCM"
_SYSTEMS = {
    "LN": "http://loinc.org", "SCT": "http://snomed.info/sct", "I10": "http://hl7.org/fhir/sid/icd-10",
    "I9": "http://hl7.org/fhir/sid/icd-9-cm", "I10C": "http://hl7.org/fhir/sid/icd-10-cm", "RXNORM": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "DCM": DCM, "UCUM": "http://unitsofmeasure.org",
}  # fmt: skip
_REPORT = {
    "registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled", "entered-in-error",
}  # fmt: skip
_OBSERVATION = {"registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error"}


def resources(members: Members) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(resource type, resources) of all that the members and their people have, in a fixed order."""
    keys = [p["patient_key"] for p in members.people]
    research = members.cohort.lake.zone == "research"
    patients = members.rows(
        """SELECT p.patient_key, coalesce(l.person_id, p.patient_key) AS person_key, p."PatientID", p."IssuerOfPatientID", p."PatientName",
            p."PatientSex", p."PatientBirthDate", d.death FROM patient p LEFT JOIN patient_link l USING (patient_key)
        LEFT JOIN (SELECT person_id, min(death_datetime) AS death FROM patient_identity WHERE is_primary GROUP BY 1) d
            ON d.person_id = l.person_id
        WHERE p.patient_key IN (SELECT unnest(?::VARCHAR[])) ORDER BY patient_key""",
        [keys],
    )
    yield "Patient", _patients(patients, research)
    person_of = {p["patient_key"]: p["person_key"] for p in patients}
    yield "ImagingStudy", list(_studies(members, person_of))
    yield "ImagingSelection", list(_volumes(members, person_of))

    def told(table: str, key: str, more: str = "") -> list[dict[str, Any]]:
        return members.rows(f"SELECT * FROM ({told_sql(table, more)}) ORDER BY {key}", [keys])

    links = {
        r["entity_id"]: r["StudyInstanceUID"]
        for r in members.rows(
            'SELECT entity_id, "StudyInstanceUID" FROM study_link WHERE entity = \'report\' AND "StudyInstanceUID" IS NOT NULL'
        )
    }
    given = {row["StudyInstanceUID"] for row in members.files}
    reports = told("report", "report_id", "AND t.is_current")
    yield (
        "DiagnosticReport",
        [
            _report(r, links.get(r["report_id"]) if links.get(r["report_id"]) in given else None)
            for r in reports
        ],
    )
    yield "Condition", [_condition(r) for r in told("diagnosis", "diagnosis_id")]
    yield (
        "Observation",
        [_observation(r) for r in told("observation", "observation_id")]
        + [_measurement(r, person_of) for r in _measurements(members, keys)],
    )


def _id(kind: str, text: str) -> str:
    return f"{kind}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _reference(kind: str, prefix: str, text: str) -> dict[str, str]:
    return {"reference": f"{kind}/{_id(prefix, text)}"}


def _subject(person: str) -> dict[str, str]:
    return _reference("Patient", "patient", person)


def _when(at: date | datetime | None, offset_min: int | None = None) -> str | None:
    """A dateTime: with the time of day only where the zone is known."""
    if at is None:
        return None
    if isinstance(at, datetime) and offset_min is not None:
        return at.replace(tzinfo=timezone(timedelta(minutes=offset_min))).isoformat(timespec="seconds")
    return (at.date() if isinstance(at, datetime) else at).isoformat()


def _kept(**values: Any) -> dict[str, Any]:
    """Without what is empty: FHIR has no empty values."""
    return {k.rstrip("_"): v for k, v in values.items() if v not in (None, "", [], {})}


def _code(code: str | None, system: str | None, words: str | None) -> dict[str, Any]:
    coding = (
        _kept(system=_system(system), code=code and " ".join(code.split()), display=words) if code else None
    )
    return _kept(coding=[coding] if coding else None, text=words or (None if coding else "not said"))


def _system(text: str | None) -> str | None:
    if not text:
        return None
    if ":" in text:
        return text
    return _SYSTEMS.get(text.upper()) or f"urn:pacslake:coding-scheme:{text.replace(' ', '-')}"


def _oid(uid: str) -> str:
    return f"urn:oid:{uid}"


def _patients(rows: list[dict[str, Any]], research: bool) -> list[dict[str, Any]]:
    """One Patient a person, with all identifiers of its images."""
    people: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = people.setdefault(
            row["person_key"],
            {"resourceType": "Patient", "id": _id("patient", row["person_key"]), "identifier": []},
        )
        if row["PatientID"]:
            system = (
                None
                if research
                else row["IssuerOfPatientID"]
                and f"urn:pacslake:issuer:{row['IssuerOfPatientID'].replace(' ', '-')}"
            )
            one["identifier"].append(_kept(system=system, value=row["PatientID"]))
        family, given = [*(row["PatientName"] or "").split("=")[0].split("^"), ""][:2]
        name = _kept(family=family.strip(), given=given.split() or None)
        for key, value in (
            ("name", [name] if name and not research else None),
            ("gender", {"M": "male", "F": "female", "O": "other"}.get(row["PatientSex"] or "")),
            ("birthDate", _when(row["PatientBirthDate"])), ("deceasedDateTime", _when(row["death"])),
        ):  # fmt: skip
            if value and key not in one:
                one[key] = value
    return [_kept(**one) for one in people.values()]


def _studies(members: Members, person_of: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    rows = members.rows(
        """SELECT i."StudyInstanceUID" AS study, i."SeriesInstanceUID" AS series, i."SOPInstanceUID" AS uid, i."SOPClassUID" AS class,
            i."InstanceNumber" AS number, i."Modality" AS modality, i.patient_key, s."StudyDescription" AS words, s.study_datetime AS at,
            coalesce(s."StudyDate", s.study_datetime::DATE) AS day, s."AccessionNumber" AS accession, e."SeriesNumber" AS series_number,
            e."SeriesDescription" AS series_words
        FROM instance_row i LEFT JOIN study s ON s."StudyInstanceUID" = i."StudyInstanceUID" AND s.patient_key = i.patient_key
        LEFT JOIN (SELECT "SeriesInstanceUID", min("SeriesNumber") AS "SeriesNumber", min("SeriesDescription") AS "SeriesDescription"
            FROM series GROUP BY 1) e ON e."SeriesInstanceUID" = i."SeriesInstanceUID"
        WHERE i.instance_version_id IN (SELECT unnest(?))
        ORDER BY study, series_number NULLS LAST, series, number NULLS LAST, uid""",
        [members.instance_ids],
    )
    by_study: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_study.setdefault(row["study"], []).append(row)
    for uid, found in by_study.items():
        first = found[0]
        series: dict[str, list[dict[str, Any]]] = {}
        for row in found:
            series.setdefault(row["series"], []).append(row)
        accession = first["accession"] and {
            "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "ACSN"}]}, "value": first["accession"],
        }  # fmt: skip
        yield _kept(
            resourceType="ImagingStudy", id=_id("study", uid),
            identifier=[{"system": "urn:dicom:uid", "value": _oid(uid)}, *([accession] if accession else [])],
            status="available", modality=[_modality(m) for m in sorted({r["modality"] for r in found if r["modality"]})],
            subject=_subject(person_of[first["patient_key"]]), started=_when(first["day"]), numberOfSeries=len(series),
            numberOfInstances=len(found), description=first["words"],
            series=[_series(name, of) for name, of in series.items()],
        )  # fmt: skip


def _modality(code: str) -> dict[str, str]:
    return {"system": DCM, "code": code}


def _series(uid: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    first = rows[0]
    number = first["series_number"]
    return _kept(
        uid=uid, number=number if isinstance(number, int) and 0 <= number < 2**31 else None, modality=_modality(first["modality"] or "OT"),
        description=first["series_words"], numberOfInstances=len(rows),
        instance=[
            _kept(
                uid=r["uid"], sopClass={"system": "urn:ietf:rfc:3986", "code": _oid(r["class"])},
                number=r["number"] if isinstance(r["number"], int) and 0 <= r["number"] < 2**31 else None,
            )
            for r in rows
        ],
    )  # fmt: skip


def _volumes(members: Members, person_of: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A volume's frames in the order of the array (FHIR R5 ImagingSelection)."""
    ids = [v["volume_id"] for v in members.volumes]
    frames: dict[str, dict[str, dict[str, Any]]] = {}
    for row in members.rows(
        """SELECT v.volume_id, i."SOPInstanceUID" AS uid, v.frame_index + 1 AS number, i."SOPClassUID" AS class
        FROM volume_frame v JOIN instance_row i USING (instance_version_id)
        WHERE v.volume_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY v.volume_id, v.t, v.k""",
        [ids],
    ):
        of = frames.setdefault(row["volume_id"], {}).setdefault(
            row["uid"], {"class": row["class"], "numbers": []}
        )
        of["numbers"].append(row["number"])
    places = {
        r["volume_id"]: r["FrameOfReferenceUID"]
        for r in members.rows(
            'SELECT volume_id, "FrameOfReferenceUID" FROM volume WHERE volume_id IN (SELECT unnest(?::VARCHAR[]))',
            [ids],
        )
    }
    for volume in members.volumes:
        instances = frames.get(volume["volume_id"], {})
        yield _kept(
            resourceType="ImagingSelection", id=_id("volume", volume["volume_id"]),
            identifier=[{"system": "urn:pacslake:volume", "value": volume["volume_id"]}], status="available",
            subject=_subject(person_of[volume["patient_key"]]), code={"text": f"volume, {volume['verdict']}"},
            studyUid=volume["StudyInstanceUID"], seriesUid=volume["SeriesInstanceUID"], frameOfReferenceUid=places[volume["volume_id"]],
            derivedFrom=[_reference("ImagingStudy", "study", volume["StudyInstanceUID"])],
            instance=[
                _kept(
                    uid=uid, sopClass={"system": "urn:ietf:rfc:3986", "code": _oid(of["class"])},
                    subset=[str(n) for n in of["numbers"]] if of["numbers"] != [1] else None,
                )
                for uid, of in instances.items()
            ],
        )  # fmt: skip


def _report(r: Row, study: str | None) -> dict[str, Any]:
    text = r["text"] or "\n".join(t for t in (r["findings"], r["impression"]) if t)
    form = text and {
        "contentType": "text/plain; charset=utf-8", "data": base64.b64encode(text.encode("utf-8", "replace")).decode(),
    }  # fmt: skip
    return _kept(
        resourceType="DiagnosticReport", id=_id("report", r["report_id"]), status=r["status"] if r["status"] in _REPORT else "unknown",
        code=_code(r["code"], r["code_system"], r["description"]), subject=_subject(r["person_key"]),
        effectiveDateTime=_when(r["observed_datetime"] or r["reported_datetime"], r["utc_offset_min"]),
        imagingStudy=[_reference("ImagingStudy", "study", study)] if study else None, conclusion=r["impression"],
        presentedForm=[form] if form else None,
    )  # fmt: skip


def _condition(r: Row) -> dict[str, Any]:
    base = "http://terminology.hl7.org/CodeSystem/"
    ended = r["status"] == "resolved" or r["abatement_datetime"]
    return _kept(
        resourceType="Condition", id=_id("condition", r["diagnosis_id"]),
        clinicalStatus={"coding": [{"system": base + "condition-clinical", "code": "resolved" if ended else "active"}]},
        code=_code(r["code"], r["code_system"], r["description"]), subject=_subject(r["person_key"]),
        onsetDateTime=_when(r["onset_datetime"], r["utc_offset_min"]), abatementDateTime=_when(r["abatement_datetime"], r["utc_offset_min"]),
        recordedDate=_when(r["recorded_datetime"]),
    )  # fmt: skip


def _quantity(
    value: float, unit: str | None, ucum: str | None, comparator: str | None = None
) -> dict[str, Any]:
    return _kept(
        value=value,
        comparator=comparator,
        unit=unit or ucum,
        system=_SYSTEMS["UCUM"] if ucum else None,
        code=ucum,
    ) | {"value": value}


def _observation(r: Row) -> dict[str, Any]:
    number = r["value_double"]
    return _kept(
        resourceType="Observation", id=_id("observation", r["observation_id"]), status=r["status"] if r["status"] in _OBSERVATION else "unknown",
        code=_code(r["code"], r["code_system"], r["description"]), subject=_subject(r["person_key"]),
        effectiveDateTime=_when(r["observed_datetime"], r["utc_offset_min"]),
        valueQuantity=_quantity(number, r["unit"], r["unit_ucum"], r["comparator"]) if number is not None else None,
        valueString=(r["value_text"] or r["value_code"]) if number is None else None,
    )  # fmt: skip


def _measurements(members: Members, keys: list[str]) -> list[dict[str, Any]]:
    return members.rows(
        """SELECT m.*, s.study_datetime AS at FROM measurement m LEFT JOIN study s USING ("StudyInstanceUID", patient_key)
        WHERE m.patient_key IN (SELECT unnest(?::VARCHAR[])) AND m.value IS NOT NULL ORDER BY measurement_id""",
        [keys],
    )


def _measurement(r: Row, person_of: Mapping[str, str]) -> dict[str, Any]:
    return _kept(
        resourceType="Observation", id=_id("measurement", r["measurement_id"]), status="final",
        code=_code(r["name_code"], r["name_scheme"], r["name"]), subject=_subject(person_of[r["patient_key"]]), effectiveDateTime=_when(r["at"]),
        valueQuantity=_quantity(r["value"], r["unit"], r["unit_code"]),
        derivedFrom=[_reference("ImagingStudy", "study", r["StudyInstanceUID"])] if r["StudyInstanceUID"] else None,
    )  # fmt: skip


def ndjson(rows: list[dict[str, Any]]) -> bytes:
    """One resource a line."""
    return "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows).encode(
        "utf-8", "replace"
    )
