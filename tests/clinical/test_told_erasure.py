"""Erasing a patient takes what messages and spreadsheets told of the person too, under every identifier."""

from __future__ import annotations

import pacslake
from pacslake.clinical import load_messages
from pacslake.clinical.sheet import load_sheet
from pacslake.synthetic import simple_series

HEAD = "MSH|^~\\&|RIS|HOSP|||2026010{0}||{1}|{0}|P|2.5\r"


def test_nothing_that_was_told_of_the_person_is_left(tmp_path):
    about = {"PatientName": "Doe^Jane", "PatientBirthDate": "19700203"}
    simple_series(tmp_path / "a", shape=(2, 4, 4), seed=1, PatientID="7007", **about)
    simple_series(
        tmp_path / "b",
        shape=(2, 4, 4),
        seed=2,
        PatientID="8008",
        PatientName="Roe^Rick",
        PatientBirthDate="19600101",
    )
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest([tmp_path / "a", tmp_path / "b"], workers=1)
    pid = "PID|1||{}^^^HOSP^MR||{}||{}|F\r"
    feed = [
        HEAD.format(1, "ADT^A01") + pid.format("7007", "Doe^Jane", "19700203") + "DG1|1||C34^SECRETILL^I10||20251226|F\r",
        HEAD.format(2, "ADT^A40") + pid.format("7007", "Doe^Jane", "19700203") + "MRG|5005^^^HOSP^MR\r",
        HEAD.format(3, "ORU^R01") + pid.format("5005", "Doe^Jane", "19700203") + "OBR|1|P1|F1|X^SECRETWORD^L\rOBX|1|TX|R^R^L||SECRETTEXT||||||F\r",
        HEAD.format(4, "ADT^A01") + pid.format("8008", "Roe^Rick", "19600101") + "DG1|1||I21^KEPTILL^I10||20251226|F\r",
    ]  # fmt: skip
    (tmp_path / "feed.hl7").write_text("".join(feed), newline="")
    load_messages(lake, tmp_path / "feed.hl7")
    (tmp_path / "own.csv").write_text("PatientID,word\n7007,SECRETCELL\n8008,KEPTCELL\n")
    load_sheet(lake, tmp_path / "own.csv", key="PatientID")
    assert lake.rows("SELECT method FROM patient_link WHERE patient_key = '|7007'") == [
        ("identifier_and_person",)
    ]
    lake.erase("|7007", reason="asked for")
    kept = lake.rows("SELECT word FROM own")
    assert kept == [("KEPTCELL",)] and lake.rows("SELECT description FROM diagnosis") == [("KEPTILL",)]
    assert lake.rows("SELECT PatientID FROM patient_identity") == [("8008",)]
    for path in (tmp_path / "lake").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [w for w in (b"SECRET", b"Doe^Jane", b"5005^", b"7007^") if w in data], path.name
    import pyarrow.parquet as pq

    for path in (tmp_path / "lake").rglob("*.parquet"):
        text = str(pq.read_table(path).to_pylist())
        assert not [w for w in ("SECRET", "Doe^Jane", "|5005", "|7007") if w in text], path.name


def test_a_person_without_images_can_be_erased(tmp_path):
    lake = pacslake.init(tmp_path / "lake")
    (tmp_path / "feed.hl7").write_text(
        HEAD.format(1, "ADT^A04") + "PID|1||9^^^HOSP^MR||Only^Told||19700203|F\r", newline=""
    )
    load_messages(lake, tmp_path / "feed.hl7")
    lake.erase("HOSP|9", reason="asked for")
    assert (
        lake.rows("SELECT count(*) FROM patient_identity")
        == lake.rows("SELECT count(*) FROM hl7_message")
        == [(0,)]
    )
