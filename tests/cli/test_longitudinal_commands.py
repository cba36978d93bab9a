"""The commands that follow a patient say what the Python calls give, and end as they should."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pacslake
from pacslake import longitudinal
from pacslake.lake import Lake
from pacslake.synthetic import Truth

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def lake(small_patient: Truth, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("followed")
    lake = pacslake.init(folder / "lake")
    lake.ingest(small_patient.dicom_folder, workers=1)
    return lake


@pytest.fixture(scope="module")
def patient(lake: Lake) -> str:
    return str(lake.rows("SELECT patient_key FROM patient")[0][0])


@pytest.fixture
def command(lake: Lake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command line in this process, from its words to its exit code: a start of Python a call would take longer."""
    from pacslake.cli import main

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pacslake", *words, "--lake", str(lake.path)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


def test_the_whole_course_by_commands(lake: Lake, patient: str, tmp_path: Path, command: Run) -> None:
    def run(*words: str) -> str:
        code, out, errors = command(*words)
        assert code == 0, out + errors
        return out

    points = json.loads(run("timeline", patient, "--json"))
    assert [p["days_from_baseline"] for p in points] == [
        r["days_from_baseline"] for r in lake.timeline(patient)
    ]
    events = json.loads(run("timeline", patient, "--events", "--json"))
    assert [(e["kind"], e["days_from_baseline"]) for e in events] == [
        ("imaging", p["days_from_baseline"]) for p in points
    ]
    pairs = json.loads(run("pairs", patient, "--json"))["pairs"]
    lake.refresh()
    kept = {
        (p["a_volume_id"], p["b_volume_id"]) for p in lake.dicts("SELECT * FROM series_pair WHERE is_best")
    }
    assert {(p["a_volume_id"], p["b_volume_id"]) for p in pairs if p["is_best"]} == kept
    prior, current = next((a, b) for a, b in sorted(kept))
    itk, dicom = tmp_path / "t.tfm", tmp_path / "r.dcm"
    run("register", current, prior, "--itk", str(itk), "--dicom", str(dicom))
    lake.refresh()
    stored = lake.register(current, prior)
    import pydicom
    import SimpleITK as sitk

    point = (10.0, 20.0, 30.0)
    wanted = stored.matrix_lps[:3, :3] @ point + stored.matrix_lps[:3, 3]
    assert sitk.ReadTransform(str(itk)).TransformPoint(point) == pytest.approx(tuple(wanted))
    assert pydicom.dcmread(dicom).SOPClassUID == "1.2.840.10008.5.1.4.1.1.66.1"
    tracked = json.loads(run("track", patient, "--json"))
    lake.refresh()
    states = {
        r[0]: r[1:] for r in lake.rows("SELECT observation_id, state, volume_ml FROM lesion_observation")
    }
    found = {o["observation_id"]: (o["state"], o["volume_ml"]) for o in tracked["observations"]}
    assert found == states and len(found) > 5
    judged = json.loads(run("response", patient, "--sr", str(tmp_path / "sr.dcm"), "--json"))
    ours = [(r["criterion"], r["timepoint_index"], r["category"]) for r in lake.response(patient).rows]
    assert [(r["criterion"], r["timepoint_index"], r["category"]) for r in judged["responses"]] == ours
    assert pydicom.dcmread(tmp_path / "sr.dcm").Modality == "SR"
    rows = list(csv.DictReader(io.StringIO(run("changes"))))
    frame = longitudinal.changes(lake)
    assert [float(r["last_ml"]) for r in rows] == pytest.approx(list(frame["last_ml"]))
    run("report", patient, "-o", str(tmp_path / "course.html"))
    text = (tmp_path / "course.html").read_text()
    assert "RECIST 1.1" in text and patient not in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["timeline", "|nobody"], 2, "no patient"), (["pairs"], 2, "--all"), (["register", "vx"], 2, "two volumes"),
        (["register", "vnone", "vnone2"], 2, "no volume"), (["track", "|nobody"], 2, "no patient"),
        (["response", "|nobody"], 2, ""), (["report", "|nobody", "-o", "x.docx"], 2, ""),
    ],
)  # fmt: skip
def test_wrong_calls_are_told_in_one_line(command: Run, words: list[str], code: int, said: str) -> None:
    got, _, errors = command(*words)
    assert (got, "Traceback" in errors) == (code, False), errors
    assert said in errors and "nobody" not in errors
