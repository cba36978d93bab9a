"""Clinical tables of a research lake: the same intervals and numbers, and nothing that tells who it is."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

import pacslake
from pacslake import synthetic
from pacslake.clinical import link
from pacslake.clinical.extract import facts_of
from pacslake.clinical.load import land
from pacslake.deid.keys import new_key_file
from pacslake.lake import Lake
from pacslake.research import deidentify

HEAD = "MSH|^~\\&|RIS|HOSPITALX|||20260201||{}|{}|P|2.5\rPID|1||47110815^^^HOSPITALX^MR||Quixbury^Zelda||19700203|F\r"
STAY = "PV1|1|I|WARD9^1||||DR4433^Grumbold^Ottoline" + "|" * 12 + "VISIT77" + "|" * 25 + "20260104|20260112\r"
MESSAGES = [
    HEAD.format("ADT^A01", 1) + STAY + "DG1|1||C34^Lung cancer^I10||20251226|F\r",
    HEAD.format("ORU^R01", 2) + STAY
    + "OBR|1|PLC55|FIL66|CT^CT chest^L|||20260105|||||||||DR4433^Grumbold^Ottoline||ZACC1||||20260106||RAD|F\r"
    "OBX|1|TX|R^Report^L||IMPRESSION: nodule, no effusion. Dr. Grumbold saw Mrs Quixbury 47110815||||||F\r",
    HEAD.format("ORU^R01", 3) + STAY + "OBR|1|L1|G1|LAB^Lab^L|||20260103|||||||||||||||||LAB|F\r"
    "OBX|1|NM|2160-0^Creatinine^LN||81|umol/L|||||F|||20260103\rOBX|2|NM|30525-0^Age^LN||97|a|||||F|||20260103\r",
]  # fmt: skip
SECRETS = (
    "Quixbury",
    "Zelda",
    "47110815",
    "Grumbold",
    "Ottoline",
    "DR4433",
    "WARD9",
    "VISIT77",
    "PLC55",
    "FIL66",
    "ZACC1",
    "HOSPITALX",
    "2026-01",
)
DATE = re.compile(r"\b20260[12]\d\d\b")  # whole words: a new UID may hold any digits


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("source")
    synthetic.simple_series(
        folder / "in", shape=(2, 8, 8), seed=1, PatientID="47110815", IssuerOfPatientID="HOSPITALX", PatientName="Quixbury^Zelda",
        PatientBirthDate="19700203", PatientSex="F", AccessionNumber="ZACC1", StudyDate="20260105", StudyTime="101500",
    )  # fmt: skip
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "in", workers=1)
    land(lake, [(str(n), facts_of(m.encode())) for n, m in enumerate(MESSAGES)])
    link.refresh(lake)
    return lake


def test_intervals_numbers_and_links_come_over(source: Lake, tmp_path: Path) -> None:
    new_key_file(tmp_path / "key")
    for _ in range(2):  # a second time changes nothing
        deidentify(
            source.path, tmp_path / "research", profile="longitudinal", key=tmp_path / "key", workers=1
        )
        lake = pacslake.open(tmp_path / "research")
        (row,) = lake.dicts("SELECT * FROM study_context")
        assert (row["diagnosis_code"], row["days_since_diagnosis"], row["report_status"]) == (
            "C34",
            10,
            "final",
        )
        assert (row["prior_observation_value"], row["days_since_prior_observation"]) in ((81.0, 2), (90.0, 2))
        got = {r["code"]: r["prior_value"] for r in lake.clinical.observations().to_pylist()}
        assert got == {"2160-0": 81.0, "30525-0": 90.0}, "ages of the oldest are capped"
        assert [(e["kind"], e["days_from_baseline"]) for e in lake.clinical.events(row["patient_key"])] == [
            ("diagnosis", -10), ("admission", -1), ("imaging", 0), ("report", 1), ("discharge", 7),
        ]  # fmt: skip
        assert row["study_datetime"] < datetime(2025, 12, 15)
        assert row["report_text"] is None, "this profile lets no free text pass"
        assert lake.rows("SELECT f.finding, f.negated FROM report_finding f JOIN report r USING (report_version_id) ORDER BY 1") == [
            ("effusion", True), ("nodule", False),
        ]  # fmt: skip
        assert row["order_id"] is not None and row["StudyInstanceUID"].startswith("2.25.")
        assert lake.rows("SELECT count(*) FROM encounter") == [(1,)]


@pytest.mark.parametrize("profile", ["basic", "longitudinal", "cleaned.toml"])
def test_nothing_in_the_research_lake_tells_who_it_is(source: Lake, tmp_path: Path, profile: str) -> None:
    new_key_file(tmp_path / "key")
    (tmp_path / "cleaned.toml").write_text(
        'name = "cleaned"\noptions = ["clean_descriptors", "retain_longitudinal_modified_dates"]\n'
    )
    if profile.endswith(".toml"):
        profile = str(tmp_path / profile)
    deidentify(source.path, tmp_path / "research", profile=profile, key=tmp_path / "key", workers=1)
    lake = pacslake.open(tmp_path / "research")
    tables = set(lake.catalog.snapshot.tables)
    assert {"diagnosis", "observation", "report", "patient_identity"} <= tables
    assert not tables & {"hl7_message", "fhir_resource", "identity_event", "appointment"}
    text = "\n".join(str(lake.dicts(f'FROM "{t}"')) for t in sorted(tables))
    assert "C34" in text and "umol/L" in text
    assert [s for s in SECRETS if s.lower() in text.lower()] == []
    assert not DATE.search(text)
    if profile == "basic":
        assert lake.rows("SELECT max(onset_datetime), max(recorded_datetime) FROM diagnosis") == [
            (None, None)
        ]
        assert lake.rows("SELECT max(text) FROM report") == [(None,)]
        assert lake.rows("SELECT max(PatientSex) FROM patient_identity") == [(None,)]
    if profile.endswith(".toml"):
        (words,) = lake.rows("SELECT text FROM report")[0]
        assert "no effusion" in words.lower() and "nodule" in words.lower()
