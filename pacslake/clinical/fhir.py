"""FHIR R4 resources in: bundles, single resources, and NDJSON of a bulk export; the same tables as messages fill.

A resource is laid over what came before by its id and source; the newest `meta.lastUpdated` counts. References are
resolved within the load, then among the resources that came earlier (FHIR R4 2.3, 3.1).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.clinical.extract import Facts, Upsert
from pacslake.clinical.values import Identifier, Moment, digest
from pacslake.errors import PolicyError, UsageError

if TYPE_CHECKING:
    from pacslake.clinical.load import Loaded
    from pacslake.lake import Lake

__all__ = ["load_resources", "moment_of", "resources_in"]

MOST_BYTES = 2 << 30

_TIME = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)
_SYSTEMS = {
    "http://snomed.info/sct": "SCT", "http://loinc.org": "LN", "http://hl7.org/fhir/sid/icd-10": "I10",
    "http://hl7.org/fhir/sid/icd-10-cm": "I10", "http://hl7.org/fhir/sid/icd-9-cm": "I9",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RXNORM", "http://www.ama-assn.org/go/cpt": "C4",
    "http://unitsofmeasure.org": "UCUM",
}  # fmt: skip
_GENDER = {"male": "M", "female": "F", "other": "O"}
_REPORT = {
    "registered": "registered", "partial": "partial", "preliminary": "preliminary", "final": "final", "amended": "corrected",
    "corrected": "corrected", "appended": "appended", "cancelled": "cancelled", "entered-in-error": "cancelled",
}  # fmt: skip
_ORDER = {
    "draft": "scheduled", "active": "scheduled", "on-hold": "on_hold", "revoked": "cancelled", "completed": "completed",
    "entered-in-error": "cancelled",
}  # fmt: skip
_ENCOUNTER = {
    "planned": "planned", "arrived": "arrived", "triaged": "active", "in-progress": "active", "onleave": "active",
    "finished": "finished", "cancelled": "cancelled", "entered-in-error": "cancelled",
}  # fmt: skip
_CLASS = {
    "IMP": "I",
    "ACUTE": "I",
    "NONAC": "I",
    "AMB": "O",
    "EMER": "E",
    "HH": "H",
    "VR": "V",
    "SS": "O",
    "OBSENC": "O",
}
_DONE = {
    "preparation": "planned", "in-progress": "in_progress", "completed": "completed", "not-done": "cancelled",
    "stopped": "stopped", "on-hold": "planned", "entered-in-error": "cancelled",
}  # fmt: skip
_DRUG = {
    "active": "active",
    "completed": "completed",
    "on-hold": "on_hold",
    "cancelled": "cancelled",
    "stopped": "stopped",
    "entered-in-error": "cancelled",
}
_RANK = {"Patient": 0, "Encounter": 1}


def moment_of(text: Any) -> Moment | None:
    """A date, dateTime or instant; what it leaves out is the first. None where it is none.

    >>> moment_of("2026-01-02T09:30:00.5+01:00")
    Moment(at=datetime.datetime(2026, 1, 2, 9, 30, 0, 500000), offset_min=60)
    """
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        at = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), min(int(second or 0), 59),
            int(float(fraction or 0) * 1_000_000),
        )  # fmt: skip
    except ValueError:
        return None
    if zone is None:
        return Moment(at, None)
    offset = 0 if zone == "Z" else (1 if zone[0] == "+" else -1) * (int(zone[1:3]) * 60 + int(zone[4:]))
    return Moment(at, offset)


def resources_in(path: Path) -> Iterator[tuple[str, dict[str, Any] | None, str]]:
    """(where, resource, fault) of files: JSON with a resource or a bundle, NDJSON, either in gzip; None with a fault."""
    paths = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for place in paths:
        name = place.relative_to(path).as_posix() if path.is_dir() else place.name
        try:
            if place.stat().st_size > MOST_BYTES:
                yield name, None, "a file of more than two gigabytes; cut it into parts"
                continue
            with open(place, "rb") as file:
                packed = file.read(2) == b"\x1f\x8b"
            opened = (
                gzip.open(place, "rt", encoding="utf-8-sig") if packed else open(place, encoding="utf-8-sig")
            )
            with opened as text:
                yield from _of_text(name, text)
        except (OSError, EOFError, UnicodeDecodeError, RecursionError) as error:
            yield name, None, f"the file cannot be read ({type(error).__name__})"


def _of_text(name: str, file: Any) -> Iterator[tuple[str, dict[str, Any] | None, str]]:
    first = file.readline()
    try:
        one = json.loads(first)
    except json.JSONDecodeError:
        try:
            one = json.loads(first + file.read())
        except json.JSONDecodeError:
            yield name, None, "the file is neither JSON nor NDJSON"
            return
    yield from _unpacked(f"{name}#1", one)
    for n, line in enumerate(file, start=2):
        if line.strip():
            try:
                yield from _unpacked(f"{name}#{n}", json.loads(line))
            except json.JSONDecodeError:
                yield f"{name}#{n}", None, "the line is not JSON"


def _unpacked(where: str, value: Any) -> Iterator[tuple[str, dict[str, Any] | None, str]]:
    """A resource, or those of a bundle with the identity that their full URL gives."""
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        yield where, None, "no FHIR resource"
        return
    if value["resourceType"] != "Bundle":
        yield where, value, ""
        return
    for n, entry in enumerate(value.get("entry") or (), start=1):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            continue
        url = str(entry.get("fullUrl") or "")
        if not resource.get("id") and url:
            resource = {**resource, "id": url.rsplit(":", 1)[-1].rsplit("/", 1)[-1]}
        yield from _unpacked(f"{where}.{n}", resource)


def load_resources(
    lake: Lake,
    source: str | os.PathLike[str],
    *,
    source_name: str = "fhir",
    issuer: str | None = None,
    progress: Callable[..., None] | None = None,
) -> Loaded:
    """Take in FHIR resources of a file or folder; those that came before with the same content change nothing.

    Args:
        source: JSON, NDJSON, gzip, or a folder of such files.
        source_name: the server or export; ids are told apart by it.
        issuer: who issued medical record numbers whose system nobody says.

    Raises:
        UsageError: the source does not exist.
        PolicyError: a research lake.
    """
    from pacslake.clinical import link
    from pacslake.clinical.load import BATCH, Loaded, land

    path = Path(source).expanduser()
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}")
    if lake.zone == "research":
        raise PolicyError("a research lake holds no identities: load resources into the identified lake")
    done = Loaded()
    resources = []
    for where, resource, fault in resources_in(path):
        if resource is None:
            done.faults.append((where, fault))
        else:
            resources.append((where, resource))
    # Whom the others are about must be known first.
    resources.sort(key=lambda pair: _RANK.get(pair[1]["resourceType"], 2))
    job = _Job(lake, source_name, issuer)
    pending = []
    for n, (where, resource) in enumerate(resources, start=1):
        facts = job.facts(resource)
        done.faults += [(where, what) for _, what in facts.faults]
        pending.append((where, facts))
        if len(pending) >= BATCH:
            land(lake, pending, done)
            pending = []
        if progress is not None:
            progress(n, len(resources))
    if pending:
        land(lake, pending, done)
    link.refresh(lake)
    return done


class _Job:
    """Resources of one source, with whom and which stay their references mean."""

    def __init__(self, lake: Lake, source_name: str, issuer: str | None) -> None:
        self.lake, self.source, self.issuer = lake, source_name, issuer
        self.patients: dict[str, str | None] = {}

    def facts(self, resource: Mapping[str, Any]) -> Facts:
        """A resource as rows. Never raises on its content."""
        text = json.dumps(resource, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        kind, id = resource["resourceType"], str(resource.get("id") or "")
        data = text.encode("utf-8", "surrogatepass")
        sha256 = hashlib.sha256(data).hexdigest()
        at = (
            moment_of((resource.get("meta") or {}).get("lastUpdated"))
            if isinstance(resource.get("meta"), dict)
            else None
        )
        facts = Facts(
            data,
            digest("r", self.source, kind, id or sha256),
            {
                "resource_type": kind, "resource_id": id or None, "source_name": self.source, "sha256": sha256,
                "message_datetime": at.at if at else None, "patient_key": None, "json": text,
            },
            kind="fhir",
        )  # fmt: skip
        try:
            maker = getattr(self, f"_{kind.lower()}", None)
            if maker is not None:
                maker(facts, resource)
        except Exception as error:  # a resource may have any shape; it is kept as it came
            facts.rows = []
            facts.faults.append(
                ("resource_failed", f"the {_word(kind)} could not be taken apart: {type(error).__name__}")
            )
        return facts

    # -- who ---------------------------------------------------------------------------------------------

    def _patient(self, facts: Facts, r: Mapping[str, Any]) -> None:
        numbers = [i for i in map(self._identifier, r.get("identifier") or ()) if i is not None]
        id = str(r.get("id") or "")
        if not any(i.is_record_number for i in numbers):
            numbers.insert(0, Identifier(id, self.source, None))
        record = [i for i in numbers if i.type in ("MR", "PI", "PT")] or [
            i for i in numbers if i.is_record_number
        ]
        primary = record[0].key
        self.patients[id] = primary
        facts.message["patient_key"] = primary
        names = r.get("name") or []
        name = next((n for n in names if n.get("use") == "official"), names[0] if names else {})
        given = [str(g) for g in name.get("given") or ()]
        parts = [str(name.get("family") or ""), given[0] if given else "", " ".join(given[1:]),
                 " ".join(name.get("prefix") or ()), " ".join(name.get("suffix") or ())]  # fmt: skip
        birth, death = moment_of(r.get("birthDate")), moment_of(r.get("deceasedDateTime"))
        about = {
            "PatientName": "^".join(p.replace("^", " ") for p in parts).rstrip("^") or None,
            "PatientBirthDate": birth.day if birth else None, "PatientSex": _GENDER.get(str(r.get("gender"))),
            "death_datetime": death.at if death else None,
            "is_deceased": True if death else r.get("deceasedBoolean"),
        }  # fmt: skip
        about = {k: v for k, v in about.items() if v is not None}
        for i in numbers:
            own = i.key if i in record else primary
            facts.rows.append(
                Upsert("patient_identity", digest("i", own, i.key), {
                    "patient_key": i.key, "is_primary": i in record, "primary_patient_key": own, "PatientID": i.value,
                    "IssuerOfPatientID": i.issuer, "identifier_type": i.type, **about,
                })
            )  # fmt: skip

    def _identifier(self, value: Mapping[str, Any]) -> Identifier | None:
        number = str(value.get("value") or "")
        if not number:
            return None
        codes = [c.get("code") for c in (value.get("type") or {}).get("coding") or ()]
        system = str(value.get("system") or "")
        issuer = (value.get("assigner") or {}).get("display") or system or self.issuer
        return Identifier(number, issuer, str(codes[0]).upper() if codes and codes[0] else "FHIR")

    def _common(self, facts: Facts, r: Mapping[str, Any]) -> dict[str, Any]:
        """Whose it is. Raises nothing; a reference that leads nowhere is a fault."""
        reference = r.get("subject") or r.get("patient") or {}
        id = _id_of(reference)
        patient = self._known(id) if id else None
        if patient is None:
            facts.faults.append(("patient_missing", "the resource names nobody who is known"))
        facts.message["patient_key"] = patient
        stay = _id_of(r.get("encounter") or r.get("context") or {})
        return {
            "patient_key": patient, "sent_patient_key": patient, "visit_number": None,
            "encounter_id": digest("e", self.source, stay) if stay else None,
        }  # fmt: skip

    def _known(self, id: str) -> str | None:
        if id not in self.patients:
            found: list[tuple[Any, ...]] = []
            if "fhir_resource" in self.lake.catalog.snapshot.tables:
                found = self.lake.rows(
                    "SELECT patient_key FROM fhir_resource WHERE message_id = ?",
                    [digest("r", self.source, "Patient", id)],
                )
            self.patients[id] = found[0][0] if found else None
        return self.patients[id]

    # -- what --------------------------------------------------------------------------------------------

    def _put(self, facts: Facts, table: str, key: str, **values: Any) -> None:
        facts.rows.append(Upsert(table, key, values))

    def _encounter(self, facts: Facts, r: Mapping[str, Any]) -> None:
        common = self._common(facts, r)
        begin, end = _period(r.get("period"))
        key = digest("e", self.source, str(r.get("id") or ""))
        common["encounter_id"] = key
        kind = (r.get("class") or {}).get("code")
        del common["encounter_id"]
        self._put(
            facts, "encounter", key, **{"class": _CLASS.get(str(kind), kind)}, status=_ENCOUNTER.get(str(r.get("status"))),
            admit_datetime=begin and begin.at, discharge_datetime=end and end.at, utc_offset_min=begin.offset_min if begin else None,
            reason=_coded((r.get("reasonCode") or [None])[0])[2] or _coded((r.get("type") or [None])[0])[2], **common,
        )  # fmt: skip

    def _condition(self, facts: Facts, r: Mapping[str, Any]) -> None:
        code, system, words = _coded(r.get("code"))
        onset = moment_of(r.get("onsetDateTime")) or _period(r.get("onsetPeriod"))[0]
        ended, recorded = moment_of(r.get("abatementDateTime")), moment_of(r.get("recordedDate"))
        said = _coded(r.get("verificationStatus"))[0]
        state = _coded(r.get("clinicalStatus"))[0]
        status = (
            "refuted"
            if said in ("refuted", "entered-in-error")
            else "resolved"
            if ended or state in ("resolved", "remission", "inactive")
            else "active"
        )
        self._put(
            facts, "diagnosis", digest("x", self.source, str(r.get("id") or "")), code=code, code_system=system,
            description=words, diagnosis_type="problem", onset_datetime=onset and onset.at,
            abatement_datetime=ended and ended.at, recorded_datetime=recorded and recorded.at,
            utc_offset_min=onset.offset_min if onset else None, status=status, **self._common(facts, r),
        )  # fmt: skip

    def _observation(self, facts: Facts, r: Mapping[str, Any]) -> None:
        common, id = self._common(facts, r), str(r.get("id") or "")
        self._value(facts, r, id, "", r, common)
        for n, part in enumerate(r.get("component") or ()):
            self._value(facts, r, id, str(n + 1), part, common)

    def _value(
        self,
        facts: Facts,
        r: Mapping[str, Any],
        id: str,
        sub: str,
        part: Mapping[str, Any],
        common: dict[str, Any],
    ) -> None:
        if sub == "" and r.get("component") and not any(k.startswith("value") for k in r):
            return
        code, system, words = _coded(part.get("code"))
        at = (
            moment_of(r.get("effectiveDateTime"))
            or _period(r.get("effectivePeriod"))[0]
            or moment_of(r.get("issued"))
        )
        quantity = part.get("valueQuantity") or {}
        value_code, value_system, value_words = _coded(part.get("valueCodeableConcept"))
        plain = next(
            (part[k] for k in ("valueString", "valueInteger", "valueBoolean", "valueDateTime") if k in part),
            None,
        )
        number = quantity.get("value", part.get("valueInteger"))
        low, high = (
            (part.get("referenceRange") or [{}])[0].get(end, {}).get("value") for end in ("low", "high")
        )
        text = value_words or (str(number) if number is not None else None if plain is None else str(plain))
        self._put(
            facts, "observation", digest("b", self.source, id, sub), code=code, code_system=system, description=words,
            sub_id=sub or None, value_type="NM" if number is not None else "CWE" if value_code else "ST" if plain is not None else None,
            value_double=float(number) if isinstance(number, (int, float)) else None, comparator=quantity.get("comparator"),
            value_text=text, value_code=value_code, value_system=value_system, unit=quantity.get("unit") or quantity.get("code"),
            unit_ucum=quantity.get("code") if quantity.get("system") == "http://unitsofmeasure.org" else None,
            reference_low=low, reference_high=high, abnormal_flags=_coded((part.get("interpretation") or [None])[0])[0],
            observed_datetime=at and at.at, utc_offset_min=at.offset_min if at else None,
            status=_REPORT.get(str(r.get("status"))), **common,
        )  # fmt: skip

    def _servicerequest(self, facts: Facts, r: Mapping[str, Any]) -> None:
        code, system, words = _coded(r.get("code"))
        numbers = {
            str(c.get("code")): i.get("value")
            for i in r.get("identifier") or ()
            for c in (i.get("type") or {}).get("coding") or ()
        }
        ordered, due = (
            moment_of(r.get("authoredOn")),
            moment_of(r.get("occurrenceDateTime")) or _period(r.get("occurrencePeriod"))[0],
        )
        reason = _coded((r.get("reasonCode") or [None])[0])
        self._put(
            facts, "order", digest("o", self.source, str(r.get("id") or "")), placer_order_number=numbers.get("PLAC"),
            filler_order_number=numbers.get("FILL"), AccessionNumber=numbers.get("ACSN"), code=code, code_system=system,
            description=words, priority=r.get("priority"), ordered_datetime=ordered and ordered.at,
            scheduled_datetime=due and due.at, utc_offset_min=ordered.offset_min if ordered else None, reason=reason[2],
            reason_code=reason[0], body_site=_coded((r.get("bodySite") or [None])[0])[2], status=_ORDER.get(str(r.get("status")), "unknown"),
            **self._common(facts, r),
        )  # fmt: skip

    def _diagnosticreport(self, facts: Facts, r: Mapping[str, Any]) -> None:
        import base64

        code, system, words = _coded(r.get("code"))
        observed = moment_of(r.get("effectiveDateTime")) or _period(r.get("effectivePeriod"))[0]
        issued = moment_of(r.get("issued"))
        texts = [
            base64.b64decode(f["data"]).decode("utf-8", "replace")
            for f in r.get("presentedForm") or () if str(f.get("contentType", "")).startswith("text/plain") and f.get("data")
        ]  # fmt: skip
        text = "\n".join(texts) or r.get("conclusion")
        categories = [c.get("code") for group in r.get("category") or () for c in group.get("coding") or ()]
        kind = (
            "imaging"
            if {"RAD", "CT", "NMR", "RUS", "XRC", "imaging"} & set(categories)
            else "laboratory"
            if "LAB" in categories
            else "other"
        )
        accession = next(
            (i.get("value") for i in r.get("identifier") or () if "ACSN" in str(i.get("type"))), None
        )
        status = _REPORT.get(str(r.get("status")), "unknown")
        content = hashlib.sha256(
            "\n".join([status, text or "", json.dumps(r.get("result") or [])]).encode()
        ).hexdigest()
        self._put(
            facts, "report", digest("d", self.source, str(r.get("id") or "")), kind=kind, code=code, code_system=system,
            description=words, AccessionNumber=accession, observed_datetime=observed and observed.at,
            reported_datetime=issued and issued.at, utc_offset_min=issued.offset_min if issued else None, text=text,
            impression=r.get("conclusion"), content_sha256=content, status=status, **self._common(facts, r),
        )  # fmt: skip

    def _imagingstudy(self, facts: Facts, r: Mapping[str, Any]) -> None:
        uid = next(
            (
                v.removeprefix("urn:oid:")
                for i in r.get("identifier") or ()
                if (v := str(i.get("value") or "")).startswith("urn:oid:")
            ),
            None,
        )
        accession = next(
            (i.get("value") for i in r.get("identifier") or () if "ACSN" in str(i.get("type"))), None
        )
        series = r.get("series") or []
        begin = moment_of(r.get("started"))
        sites = [s["bodySite"].get("display") for s in series if s.get("bodySite")]
        self._put(
            facts, "imaging_study", digest("y", uid or str(r.get("id")), self.source), StudyInstanceUID=uid, AccessionNumber=accession,
            started_datetime=begin and begin.at, utc_offset_min=begin.offset_min if begin else None,
            modalities=sorted({s["modality"]["code"] for s in series if (s.get("modality") or {}).get("code")}) or None,
            n_series=r.get("numberOfSeries"), n_instances=r.get("numberOfInstances"),
            series_uids=[s["uid"] for s in series if s.get("uid")] or None, body_sites=[s for s in sites if s] or None,
            description=r.get("description"), status={"entered-in-error": "cancelled"}.get(str(r.get("status")), r.get("status")),
            **self._common(facts, r),
        )  # fmt: skip

    def _procedure(self, facts: Facts, r: Mapping[str, Any]) -> None:
        code, system, words = _coded(r.get("code"))
        begin, end = _period(r.get("performedPeriod"))
        begin = moment_of(r.get("performedDateTime")) or begin
        self._put(
            facts, "procedure", digest("q", self.source, str(r.get("id") or "")), code=code, code_system=system, description=words,
            performed_datetime=begin and begin.at, ended_datetime=end and end.at, utc_offset_min=begin.offset_min if begin else None,
            status=_DONE.get(str(r.get("status"))), **self._common(facts, r),
        )  # fmt: skip

    def _medicationrequest(self, facts: Facts, r: Mapping[str, Any]) -> None:
        code, system, words = _coded(r.get("medicationCodeableConcept"))
        at = moment_of(r.get("authoredOn"))
        dosage = (r.get("dosageInstruction") or [{}])[0]
        dose = ((dosage.get("doseAndRate") or [{}])[0]).get("doseQuantity") or {}
        self._put(
            facts, "medication", digest("n", self.source, str(r.get("id") or "")), code=code, code_system=system, description=words,
            dose=dose.get("value"), dose_unit=dose.get("unit"), route=_coded(dosage.get("route"))[2], started_datetime=at and at.at,
            utc_offset_min=at.offset_min if at else None, status=_DRUG.get(str(r.get("status"))), **self._common(facts, r),
        )  # fmt: skip


def _word(kind: str) -> str:
    return kind if re.fullmatch(r"[A-Za-z]{1,40}", kind) else "resource"


def _id_of(reference: Any) -> str:
    """The id in a reference such as `Patient/7`, `urn:uuid:...` or an absolute URL."""
    text = str(reference.get("reference") or "") if isinstance(reference, Mapping) else ""
    return text.split("/_history/")[0].rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def _coded(value: Any) -> tuple[str | None, str | None, str | None]:
    """(code, system, words) of a CodeableConcept's first coding; systems by their short names of HL7 v2."""
    if not isinstance(value, Mapping):
        return None, None, None
    codings = value.get("coding") or [{}]
    first = codings[0]
    system = first.get("system")
    return first.get("code"), _SYSTEMS.get(system, system), value.get("text") or first.get("display")


def _period(value: Any) -> tuple[Moment | None, Moment | None]:
    if not isinstance(value, Mapping):
        return None, None
    return moment_of(value.get("start")), moment_of(value.get("end"))


def received_row(facts: Facts, row: Mapping[str, Any] | None, now: datetime) -> dict[str, Any]:
    """A row of `fhir_resource`, over the one that is there."""
    m = facts.message
    return {
        "message_id": facts.message_id, "resource_type": m["resource_type"], "resource_id": m["resource_id"],
        "source_name": m["source_name"], "version": (row["version"] if row else 0) + 1, "received_at": now,
        "last_updated": m["message_datetime"], "patient_key": m["patient_key"], "sha256": m["sha256"], "json": m["json"],
    }  # fmt: skip
