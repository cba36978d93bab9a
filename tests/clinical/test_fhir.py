"""FHIR R4 resources: bundles and bulk exports become the rows that they say, once."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

import pacslake
from pacslake.clinical import load_resources
from pacslake.clinical.fhir import moment_of
from pacslake.errors import PolicyError

COMMAND = str(Path(sys.executable).with_name("pacslake"))
PATIENT = {
    "resourceType": "Patient", "id": "p1", "birthDate": "1970-02-03", "gender": "female",
    "name": [{"use": "old", "family": "X"}, {"use": "official", "family": "Doe", "given": ["Jane", "Q"], "prefix": ["Dr."]}],
    "identifier": [
        {"system": "H", "value": "7", "type": {"coding": [{"code": "MR"}]}},
        {"system": "S", "value": "123", "type": {"coding": [{"code": "SS"}]}},
    ],
}  # fmt: skip
SUBJECT = {"subject": {"reference": "Patient/p1"}, "encounter": {"reference": "Encounter/e1"}}
RESOURCES = [
    {"resourceType": "Observation", "id": "o1", "status": "final", **SUBJECT, "effectiveDateTime": "2026-01-02T08:00:00+01:00",
     "code": {"coding": [{"system": "http://loinc.org", "code": "2160-0", "display": "Creatinine"}]},
     "valueQuantity": {"value": 1.3, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"},
     "referenceRange": [{"low": {"value": 0.6}, "high": {"value": 1.2}}]},
    {"resourceType": "Observation", "id": "o2", "status": "final", **SUBJECT, "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
     "component": [{"code": {"coding": [{"code": "8480-6"}]}, "valueQuantity": {"value": 120}},
                   {"code": {"coding": [{"code": "8462-4"}]}, "valueQuantity": {"value": 80, "comparator": "<"}}]},
    {"resourceType": "Condition", "id": "c1", **SUBJECT, "code": {"coding": [{"system": "http://snomed.info/sct", "code": "254637007", "display": "NSCLC"}]},
     "onsetDateTime": "2025-12-20", "clinicalStatus": {"coding": [{"code": "active"}]}},
    {"resourceType": "ImagingStudy", "id": "i1", "status": "available", **SUBJECT, "started": "2026-01-02T10:00:00Z",
     "identifier": [{"system": "urn:dicom:uid", "value": "urn:oid:1.2.3"}], "numberOfSeries": 1, "numberOfInstances": 9,
     "series": [{"uid": "1.2.3.1", "modality": {"code": "CT"}, "bodySite": {"display": "Chest"}}]},
    {"resourceType": "DiagnosticReport", "id": "d1", "status": "final", **SUBJECT, "code": {"text": "CT chest"}, "conclusion": "stable",
     "category": [{"coding": [{"code": "RAD"}]}]},
    {"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p1"},
     "period": {"start": "2026-01-02T07:00:00+01:00", "end": "2026-01-02T12:00:00+01:00"}},
    PATIENT,
]  # fmt: skip


@pytest.fixture
def lake(tmp_path):
    return pacslake.init(tmp_path / "lake")


def bundle(*resources: dict) -> str:
    return json.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}
    )


def test_a_bundle_fills_the_tables_whatever_its_order(lake, tmp_path):
    (tmp_path / "b.json").write_text(bundle(*RESOURCES))
    done = load_resources(lake, tmp_path / "b.json")
    assert (done.n_new, done.faults) == (len(RESOURCES), [])
    people = lake.dicts("SELECT * FROM patient_identity ORDER BY is_primary")
    assert [(p["patient_key"], p["is_primary"], p["identifier_type"]) for p in people] == [
        ("S|123", False, "SS"),
        ("H|7", True, "MR"),
    ]
    assert (people[1]["PatientName"], str(people[1]["PatientBirthDate"]), people[1]["PatientSex"]) == (
        "Doe^Jane^Q^Dr.",
        "1970-02-03",
        "F",
    )
    values = {r["code"]: r for r in lake.dicts("SELECT * FROM observation")}
    got = values["2160-0"]
    assert (
        got["value_double"],
        got["unit_ucum"],
        got["reference_high"],
        got["code_system"],
        got["patient_key"],
    ) == (1.3, "mg/dL", 1.2, "LN", "H|7")
    assert (got["observed_datetime"], got["utc_offset_min"]) == (datetime(2026, 1, 2, 8), 60)
    assert "85354-9" not in values and (values["8462-4"]["value_double"], values["8462-4"]["comparator"]) == (
        80.0,
        "<",
    )
    (stay,) = lake.dicts("SELECT * FROM encounter")
    assert (stay["class"], stay["status"], got["encounter_id"]) == ("O", "finished", stay["encounter_id"])
    (study,) = lake.dicts("SELECT * FROM imaging_study")
    assert (study["StudyInstanceUID"], study["modalities"], study["body_sites"], study["n_instances"]) == (
        "1.2.3",
        ["CT"],
        ["Chest"],
        9,
    )
    (report,) = lake.dicts("SELECT * FROM report")
    assert (report["kind"], report["impression"], report["status"]) == ("imaging", "stable", "final")
    assert lake.rows("SELECT code, code_system, status FROM diagnosis") == [("254637007", "SCT", "active")]


def test_the_same_again_changes_nothing_and_a_newer_one_counts(lake, tmp_path):
    (tmp_path / "b.ndjson").write_text("\n".join(json.dumps(r) for r in RESOURCES) + "\n")
    load_resources(lake, tmp_path / "b.ndjson")
    snapshot = lake.snapshot_id
    assert load_resources(lake, tmp_path / "b.ndjson").n_new == 0 and lake.snapshot_id == snapshot
    later = {
        **RESOURCES[0],
        "meta": {"lastUpdated": "2026-02-01T00:00:00Z"},
        "valueQuantity": {"value": 2.0, "unit": "mg/dL"},
    }
    older = {
        **RESOURCES[0],
        "meta": {"lastUpdated": "2026-01-15T00:00:00Z"},
        "valueQuantity": {"value": 9.0, "unit": "mg/dL"},
    }
    for n, resource in enumerate((later, older)):
        (tmp_path / f"{n}.json").write_text(json.dumps(resource))
        load_resources(lake, tmp_path / f"{n}.json")
    assert lake.rows("SELECT value_double FROM observation WHERE code = '2160-0'") == [(2.0,)]


def test_a_second_source_is_told_apart_and_references_reach_back(lake, tmp_path):
    (tmp_path / "p.json").write_text(json.dumps(PATIENT))
    (tmp_path / "o.json").write_text(json.dumps(RESOURCES[0]))
    assert load_resources(lake, tmp_path / "p.json", source_name="a").faults == []
    assert load_resources(lake, tmp_path / "o.json", source_name="a").faults == []
    assert len(load_resources(lake, tmp_path / "o.json", source_name="b").faults) == 1
    assert sorted(lake.rows("SELECT patient_key FROM observation"), key=str) == [("H|7",), (None,)]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "42", '{"a": 1}', '{"resourceType": "Observation", "code": 7, "component": 3}', '{"resourceType": "Patient", "name": "x"}',
     '{"resourceType": "Bundle", "entry": [null, {"resource": 5}, {"resource": {"resourceType": "Condition"}}]}',
     '{"resourceType": "../../etc", "id": ["x"]}', "\x00" * 50, "[" * 5000],
)  # fmt: skip
def test_what_is_no_resource_ends_nothing(lake, tmp_path, text):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(text)
    (tmp_path / "in" / "b.json").write_text(bundle(*RESOURCES))
    done = load_resources(lake, tmp_path / "in")
    assert lake.rows("SELECT count(*) FROM observation WHERE code = '2160-0'") == [(1,)]
    assert done.n_new >= len(RESOURCES)


def test_the_command_says_what_it_did(lake, tmp_path):
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(bundle(*RESOURCES).encode()))
    call = [COMMAND, "fhir", "load", str(tmp_path / "b.json.gz"), "--lake", str(lake.path), "--json"]
    done = subprocess.run(call, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert done.returncode == 0 and (told["n_new"], told["rows"]["observation"]) == (len(RESOURCES), 3)
    assert subprocess.run([*call[:3], "nowhere", *call[4:]], capture_output=True).returncode == 2
    with pytest.raises(PolicyError):
        load_resources(pacslake.init(tmp_path / "r", zone="research"), tmp_path / "b.json.gz")


def test_times_are_read_as_the_standard_writes_them():
    assert moment_of("2026") == (datetime(2026, 1, 1), None)
    assert moment_of("2026-02-03T04:05:06Z") == (datetime(2026, 2, 3, 4, 5, 6), 0)
    assert moment_of("2026-02-03T04:05:06.25-05:30") == (datetime(2026, 2, 3, 4, 5, 6, 250000), -330)
    assert [moment_of(t) for t in ("2026-13", "2026-02-30", "yesterday", "20260102", None, 5)] == [None] * 6


@pytest.mark.corpus
def test_counts_and_values_of_whole_bundles_are_those_of_the_source(corpus, lake):
    folder = corpus / "clinical" / "fhir" / "synthea-r4"
    resources = [
        e["resource"]
        for p in sorted(folder.glob("*.json.gz"))
        for e in json.loads(gzip.open(p).read())["entry"]
    ]
    done = load_resources(lake, folder)
    assert done.faults == []
    n = Counter({r["resourceType"]: 0 for r in resources})
    for kind, id in {(r["resourceType"], r["id"]) for r in resources}:
        n[kind] += bool(id)
    for table, kind in (("encounter", "Encounter"), ("diagnosis", "Condition"), ("procedure", "Procedure"), ("medication", "MedicationRequest"),
                        ("imaging_study", "ImagingStudy"), ("report", "DiagnosticReport")):  # fmt: skip
        assert lake.rows(f'SELECT count(*) FROM "{table}"') == [(n[kind],)], table
    assert lake.rows("SELECT count(DISTINCT person_id) FROM patient_identity WHERE is_primary") == [
        (n["Patient"],)
    ]
    sent = sorted(
        round(r["valueQuantity"]["value"], 9)
        for r in {
            r["id"]: r for r in resources if r["resourceType"] == "Observation" and "valueQuantity" in r
        }.values()
    )
    got = sorted(
        round(v, 9)
        for (v,) in lake.rows(
            "SELECT value_double FROM observation WHERE value_double IS NOT NULL AND sub_id IS NULL"
        )
    )
    assert got == sent
    uids = {
        i["value"].removeprefix("urn:oid:")
        for r in resources
        if r["resourceType"] == "ImagingStudy"
        for i in r["identifier"]
    }
    assert {u for (u,) in lake.rows("SELECT StudyInstanceUID FROM imaging_study")} == uids
