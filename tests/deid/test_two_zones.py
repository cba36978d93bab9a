"""An identified and a research lake in one query: what joins them is right, and who has no key gets nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pydicom
import pytest
from pydicom.data import get_testdata_file

import pacslake
from pacslake import audit
from pacslake.cli import main
from pacslake.deid.keys import load_key, new_key_file
from pacslake.errors import PolicyError, SqlError
from pacslake.research import deidentify
from pacslake.two_zones import TwoZones


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("zones")
    (root / "in").mkdir()
    for n, (patient, issuer) in enumerate([("A1", ""), ("A1", "HOSPITAL"), ("Ж-7", ""), ("A1", "")]):
        ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
        ds.SpecificCharacterSet = "ISO_IR 192"
        ds.PatientID, ds.IssuerOfPatientID, ds.PatientName = patient, issuer, f"Person^{n}"
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.SOPInstanceUID = (
            f"1.2.840.77.{n}.{k}" for k in range(3)
        )
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
        ds.save_as(root / "in" / f"{n}.dcm")
    pacslake.init(root / "identified").ingest(root / "in", workers=1)
    new_key_file(root / "key")
    new_key_file(root / "other_key")
    deidentify(
        root / "identified", root / "research", profile="longitudinal", key=str(root / "key"), workers=1
    )
    return root


def test_patients_and_instances_join_one_to_one(zones: Path) -> None:
    both = TwoZones(zones / "identified", zones / "research", key=zones / "key")
    rows = both.rows(
        'SELECT p."PatientID", p."IssuerOfPatientID", r."PatientID", p."StudyInstanceUID", r."StudyInstanceUID" '
        'FROM instance p JOIN same_uid s ON s.uid = p."SOPInstanceUID" '
        'JOIN research.instance r ON r."SOPInstanceUID" = s.research_uid ORDER BY 4'
    )
    secret = load_key(zones / "key")
    assert [r[0] for r in rows] == ["A1", "A1", "Ж-7", "A1"]
    assert [r[4] for r in rows] == [secret.uid(r[3]) for r in rows]
    assert rows[0][2] == rows[3][2] and len({r[2] for r in rows}) == 3
    people = both.rows(
        'SELECT s.patient_key, p."PatientID", r."PatientID" = s."research_PatientID" FROM same_patient s '
        "JOIN patient p USING (patient_key) JOIN research.patient r ON r.patient_key = s.research_patient_key"
    )
    assert (
        len(people) == 3 and sorted(p[1] for p in people) == ["A1", "A1", "Ж-7"] and all(p[2] for p in people)
    )


def test_each_name_means_its_own_lake(zones: Path) -> None:
    both = TwoZones(zones / "identified", zones / "research", key=zones / "key")
    ((names, pseudonyms),) = both.rows(
        'SELECT (SELECT string_agg(DISTINCT "PatientID", \',\' ORDER BY "PatientID") FROM series), '
        "(SELECT string_agg(DISTINCT \"PatientID\", ',') FROM research.series)"
    )
    assert names == "A1,Ж-7" and "A1" not in pseudonyms and pseudonyms.count(",") == 2
    with pytest.raises(SqlError):
        both.rows("SELECT * FROM research.no_such_table")


def test_the_query_is_on_record_without_its_text(zones: Path) -> None:
    both = TwoZones(zones / "identified", zones / "research", key=zones / "key", user="anna")
    both.arrow("SELECT 'A1' FROM same_uid")
    event = list(audit.events(pacslake.open(zones / "identified").dir))[-1]
    assert (event.action, event.user) == ("query", "anna")
    assert event.details["zones"] == ["identified", "research"] and "same_uid" not in str(event)


def test_another_key_and_the_wrong_zone_are_refused(zones: Path) -> None:
    for one, other, key in (
        ("identified", "research", "other_key"), ("research", "identified", "key"), ("identified", "identified", "key"),
    ):  # fmt: skip
        with pytest.raises(PolicyError):
            TwoZones(zones / one, zones / other, key=zones / key)


def test_the_command(
    zones: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["sql", "SELECT count(*) FROM same_uid", "--format", "csv", "--lake", str(zones / "identified")]
    for more, code in (
        (["--with-research", str(zones / "research"), "--key", str(zones / "key")], 0),
        (["--with-research", str(zones / "research"), "--key", str(zones / "other_key")], 4),
        (["--key", str(zones / "key")], 2),
    ):
        monkeypatch.setattr(sys, "argv", ["pacslake", *words, *more])
        with pytest.raises(SystemExit) as end:
            main()
        assert int(end.value.code or 0) == code
    assert capsys.readouterr().out.split()[-1] == "13"
