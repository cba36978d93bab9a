"""What was told of people goes out as OMOP and FHIR, with the counts of the source and the constraints of the models."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import pacslake
from pacslake import synthetic
from pacslake.clinical import link
from pacslake.clinical.extract import facts_of
from pacslake.clinical.load import land
from pacslake.deid.keys import new_key_file
from pacslake.lake import Lake

HEAD = "MSH|^~\\&|RIS|HOSP|||20260201||{}|{}|P|2.5\rPID|1||7^^^HOSP^MR||Doe^Jane||19700203|F\r"
STAY = "PV1|1|I|W^1" + "|" * 16 + "V1" + "|" * 25 + "20260104|20260112\r"
MESSAGES = [
    HEAD.format("ADT^A01", 1) + STAY + "DG1|1||C34^Lung cancer^I10||20251226|F\r",
    HEAD.format("ORU^R01", 2) + STAY + "OBR|1|P1|F1|CT^CT chest^L|||20260105|||||||||||A1||||20260106||RAD|F\rOBX|1|TX|R^Report^L||IMPRESSION: stable||||||F\r",
    HEAD.format("ORU^R01", 3) + STAY + "OBR|1|L1|G1|LAB^Lab^L|||20260105080000|||||||||||||||||LAB|F\r"
    "OBX|1|NM|2160-0^Creatinine^LN||<80|umol/L|60-110||||F|||20260105080000+0100\rOBX|2|NM|718-7^Hb^LN||13.5|g/dL|||||X|||20260105\r"
    "OBX|3|ST|5778-6^Color^LN||yellow||||||F|||20260105\r",
]  # fmt: skip


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A person with two studies and messages, and a person without a year of birth of whom only images are known."""
    folder = tmp_path_factory.mktemp("told")
    about = {
        "PatientID": "7",
        "IssuerOfPatientID": "HOSP",
        "PatientName": "Doe^Jane Ann",
        "PatientSex": "F",
        "PatientBirthDate": "19700203",
    }
    synthetic.simple_series(
        folder / "in" / "a",
        shape=(3, 8, 8),
        seed=1,
        AccessionNumber="A1",
        StudyDate="20260105",
        StudyTime="101500",
        PatientAge="055Y",
        **about,
    )
    synthetic.simple_series(
        folder / "in" / "b", shape=(2, 8, 8), seed=2, modality="MR", StudyDate="20260301", **about
    )
    synthetic.simple_series(
        folder / "in" / "c", shape=(2, 8, 8), seed=3, PatientID="9", PatientBirthDate="", PatientAge=""
    )
    made = pacslake.init(folder / "lake")
    made.ingest(folder / "in", workers=1)
    land(made, [(str(n), facts_of(m.encode())) for n, m in enumerate(MESSAGES)])
    link.refresh(made)
    return made


def cohort(lake: Lake):
    return lake.cohort("SELECT instance_version_id FROM instance WHERE is_current")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def test_omop_holds_what_the_lake_knows(lake: Lake, tmp_path: Path) -> None:
    done = lake.export(cohort(lake), "omop", tmp_path / "out", identified=True)
    out = tmp_path / "out"
    assert [what for what, _ in done.faults] == ["person"], (
        "who has no year of birth is told, not left out in silence"
    )
    (person,) = rows(out, "person")
    assert (
        person["year_of_birth"],
        person["month_of_birth"],
        person["gender_concept_id"],
        person["person_source_value"],
    ) == ("1970", "2", "8532", "7")
    (visit,) = rows(out, "visit_occurrence")
    assert (visit["visit_start_date"], visit["visit_end_date"], visit["visit_concept_id"]) == (
        "2026-01-04",
        "2026-01-12",
        "9201",
    )
    (condition,) = rows(out, "condition_occurrence")
    assert (condition["condition_source_value"], condition["condition_start_date"]) == ("C34", "2025-12-26")
    (value,) = rows(out, "measurement")
    assert (value["measurement_source_value"], float(value["value_as_number"]), value["operator_concept_id"], value["unit_concept_id"]) == (
        "2160-0", 80.0, "4171756", "8749",
    )  # fmt: skip
    assert value["visit_occurrence_id"] == visit["visit_occurrence_id"]
    assert [o["value_as_string"] for o in rows(out, "observation")] == ["yellow"]
    images = rows(out, "image_occurrence")
    assert Counter(i["image_occurrence_date"] for i in images) == {"2026-01-05": 1, "2026-03-01": 1}
    done_at = {p["procedure_occurrence_id"]: p["procedure_date"] for p in rows(out, "procedure_occurrence")}
    assert all(done_at[i["procedure_occurrence_id"]] == i["image_occurrence_date"] for i in images)
    (note,) = rows(out, "note")
    assert "stable" in note["note_text"] and done_at[note["note_event_id"]] == "2026-01-05"
    (period,) = rows(out, "observation_period")
    assert (period["observation_period_start_date"], period["observation_period_end_date"]) == (
        "2025-12-26",
        "2026-03-01",
    )
    assert {r["modality"] for r in rows(out, "image_occurrence_source")} == {"CT", "MR"}


def test_the_files_load_into_the_model_with_all_its_constraints(lake: Lake, tmp_path: Path) -> None:
    import duckdb

    lake.export(cohort(lake), "omop", tmp_path / "out", identified=True)
    made = duckdb.connect()
    made.execute((tmp_path / "out" / "omop.sql").read_text())
    for name in re.findall(r"CREATE TABLE (\w+)", (tmp_path / "out" / "omop.sql").read_text()):
        made.execute(f"COPY {name} FROM '{tmp_path / 'out' / name}.csv' (HEADER)")
    assert made.execute("SELECT count(*) FROM image_occurrence").fetchone() == (2,)


def test_omop_of_cleaned_copies_holds_the_same_events_moved(lake: Lake, tmp_path: Path) -> None:
    new_key_file(tmp_path / "key")
    for to, deid in (("plain", None), ("clean", "longitudinal")):
        lake.export(
            cohort(lake),
            "omop",
            tmp_path / to,
            identified=deid is None,
            deid=deid,
            key=tmp_path / "key" if deid else None,
        )
    plain, clean = tmp_path / "plain", tmp_path / "clean"

    def days(folder: Path) -> list[int]:
        first = min(date.fromisoformat(r["image_occurrence_date"]) for r in rows(folder, "image_occurrence"))
        whens = [r["condition_start_date"] for r in rows(folder, "condition_occurrence")] + [
            r["measurement_date"] for r in rows(folder, "measurement")
        ]
        return [(date.fromisoformat(w) - first).days for w in whens]

    assert days(clean) == days(plain) == [-10, 0]
    assert rows(clean, "condition_occurrence")[0]["condition_start_date"] != "2025-12-26"
    text = "".join(p.read_text() for p in clean.iterdir() if p.is_file())
    assert "Doe" not in text and "2025-12-26" not in text and "C34" in text
    assert rows(clean, "note") == [], "this profile lets no free text pass"


def test_measurements_of_structured_reports_are_features_of_their_series(tmp_path: Path) -> None:

    lake = pacslake.init(tmp_path / "lake")
    about = {"PatientID": "7", "PatientBirthDate": "19700203"}
    synthetic.simple_series(tmp_path / "in", shape=(3, 8, 8), seed=1, **about)
    lake.ingest(tmp_path / "in", workers=1)
    (series,) = lake.dicts("SELECT * FROM series")
    from pacslake.catalog import Changes

    row = {
        "measurement_id": "m1", "patient_key": series["patient_key"], "StudyInstanceUID": series["StudyInstanceUID"],
        "source_SeriesInstanceUID": series["SeriesInstanceUID"], "name": "Volume", "name_code": "118565006", "value": 2.5, "unit_code": "mL",
    }  # fmt: skip
    from pacslake.catalog import Replace

    lake.commit(
        lambda _: Changes(replace=[Replace("measurement", "measurement_id", ["m1"], [row])]), note="test"
    )
    lake.export(cohort(lake), "omop", tmp_path / "out", identified=True)
    (feature,) = rows(tmp_path / "out", "image_feature")
    (value,) = rows(tmp_path / "out", "measurement")
    (image,) = rows(tmp_path / "out", "image_occurrence")
    assert (feature["image_feature_event_id"], feature["image_occurrence_id"]) == (
        value["measurement_id"],
        image["image_occurrence_id"],
    )
    assert (value["value_as_number"], value["unit_source_value"]) == ("2.5", "mL")


def read(folder: Path) -> dict[str, list[dict]]:
    return {
        p.stem: [json.loads(line) for line in p.read_text().splitlines()] for p in folder.glob("*.ndjson")
    }


def test_fhir_holds_the_objects_and_what_was_told(lake: Lake, tmp_path: Path) -> None:
    lake.export(cohort(lake), "fhir", tmp_path / "out", identified=True)
    got = read(tmp_path / "out")
    assert {kind: len(found) for kind, found in got.items()} == {
        "Patient": 2, "ImagingStudy": 3, "ImagingSelection": 3, "DiagnosticReport": 2, "Condition": 1, "Observation": 2,
    }  # fmt: skip
    uids = {i["uid"] for s in got["ImagingStudy"] for e in s["series"] for i in e["instance"]}
    assert uids == {u for (u,) in lake.rows("SELECT SOPInstanceUID FROM instance WHERE is_current")}
    jane = next(p for p in got["Patient"] if p.get("birthDate") == "1970-02-03")
    assert jane["name"] == [{"family": "Doe", "given": ["Jane", "Ann"]}] and jane["gender"] == "female"
    report = next(r for r in got["DiagnosticReport"] if "imagingStudy" in r)
    study = next(
        s for s in got["ImagingStudy"] if f"ImagingStudy/{s['id']}" == report["imagingStudy"][0]["reference"]
    )
    assert (report["conclusion"], study["started"]) == ("stable", "2026-01-05")
    value = next(o for o in got["Observation"] if "valueQuantity" in o)
    assert value["valueQuantity"] == {"value": 80.0, "comparator": "<", "unit": "umol/L"}
    assert value["effectiveDateTime"] == "2026-01-05T08:00:00+01:00"
    (volume,) = [v for v in got["ImagingSelection"] if len(v["instance"]) == 3]
    order = [i["uid"] for i in volume["instance"]]
    assert order == [
        u
        for (u,) in lake.rows(
            "SELECT SOPInstanceUID FROM volume_frame JOIN instance_row USING (instance_version_id) WHERE volume_id = ? ORDER BY k",
            [volume["identifier"][0]["value"]],
        )
    ]
    references = re.findall(
        r'"reference":"(\w+/[^"]+)"', "".join(p.read_text() for p in (tmp_path / "out").glob("*.ndjson"))
    )
    known = {f"{kind}/{r['id']}" for kind, found in got.items() for r in found}
    assert references and set(references) <= known


def test_fhir_resources_are_valid(lake: Lake, tmp_path: Path) -> None:
    models = pytest.importorskip("fhir.resources.R4B", reason="fhir.resources is not installed")
    from fhir.resources import get_fhir_model_class

    lake.export(cohort(lake), "fhir", tmp_path / "out", identified=True)
    for kind, found in read(tmp_path / "out").items():
        model = (
            get_fhir_model_class(kind) if kind == "ImagingSelection" else models.get_fhir_model_class(kind)
        )
        for resource in found:
            model.model_validate(resource)


def test_the_manifest_is_also_an_index_as_idc_has_it(lake: Lake, tmp_path: Path) -> None:
    lake.export(cohort(lake), "manifest", tmp_path / "out", identified=True)
    index = rows(tmp_path / "out", "idc_index")
    assert {(r["Modality"], r["instanceCount"]) for r in index} == {("CT", "3"), ("MR", "2"), ("CT", "2")}
    assert (tmp_path / "out" / "idc_index.parquet").is_file()


def test_croissant_names_the_list_of_files_by_its_digest(lake: Lake, tmp_path: Path) -> None:
    import hashlib

    lake.export(cohort(lake), "csv", tmp_path / "out", identified=True)
    told = json.loads((tmp_path / "out" / "croissant.json").read_text())
    (listing,) = told["distribution"]
    data = (tmp_path / "out" / listing["contentUrl"]).read_bytes()
    assert (
        hashlib.sha256(data).hexdigest() == listing["sha256"] and listing["contentSize"] == f"{len(data)} B"
    )
    columns = [f["source"]["extract"]["column"] for f in told["recordSet"][0]["field"]]
    assert columns == data.decode().splitlines()[0].split(",")
    mlc = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed")
    assert (
        len(list(mlc.Dataset(jsonld=str(tmp_path / "out" / "croissant.json")).records("files")))
        == len(data.decode().splitlines()) - 1
    )
