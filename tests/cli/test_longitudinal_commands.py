"""The commands that follow a patient say what the Python calls give, and end as they should."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import pacslake
from pacslake import longitudinal
from pacslake.lake import Lake
from pacslake.synthetic import longitudinal_patient

COMMAND = str(Path(sys.executable).with_name("pacslake"))


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("followed")
    truth = longitudinal_patient(folder / "patient", seed=3, small=True)
    lake = pacslake.init(folder / "lake")
    lake.ingest(truth.dicom_folder, workers=1)
    return lake


@pytest.fixture(scope="module")
def patient(lake: Lake) -> str:
    return str(lake.rows("SELECT patient_key FROM patient")[0][0])


def run(lake: Lake, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [COMMAND, *words, "--lake", str(lake.path)], capture_output=True, text=True, timeout=200
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_whole_course_by_commands(lake: Lake, patient: str, tmp_path: Path) -> None:
    points = json.loads(run(lake, "timeline", patient, "--json"))
    assert [p["days_from_baseline"] for p in points] == [
        r["days_from_baseline"] for r in lake.timeline(patient)
    ]
    events = json.loads(run(lake, "timeline", patient, "--events", "--json"))
    assert [(e["kind"], e["days_from_baseline"]) for e in events] == [
        ("imaging", p["days_from_baseline"]) for p in points
    ]
    pairs = json.loads(run(lake, "pairs", patient, "--json"))["pairs"]
    lake.refresh()
    kept = {
        (p["a_volume_id"], p["b_volume_id"]) for p in lake.dicts("SELECT * FROM series_pair WHERE is_best")
    }
    assert {(p["a_volume_id"], p["b_volume_id"]) for p in pairs if p["is_best"]} == kept
    prior, current = next((a, b) for a, b in sorted(kept))
    itk, dicom = tmp_path / "t.tfm", tmp_path / "r.dcm"
    run(lake, "register", current, prior, "--itk", str(itk), "--dicom", str(dicom))
    lake.refresh()
    stored = lake.register(current, prior)
    import pydicom
    import SimpleITK as sitk

    point = (10.0, 20.0, 30.0)
    wanted = stored.matrix_lps[:3, :3] @ point + stored.matrix_lps[:3, 3]
    assert sitk.ReadTransform(str(itk)).TransformPoint(point) == pytest.approx(tuple(wanted))
    assert pydicom.dcmread(dicom).SOPClassUID == "1.2.840.10008.5.1.4.1.1.66.1"
    tracked = json.loads(run(lake, "track", patient, "--json"))
    lake.refresh()
    states = {
        r[0]: r[1:] for r in lake.rows("SELECT observation_id, state, volume_ml FROM lesion_observation")
    }
    found = {o["observation_id"]: (o["state"], o["volume_ml"]) for o in tracked["observations"]}
    assert found == states and len(found) > 5
    judged = json.loads(run(lake, "response", patient, "--sr", str(tmp_path / "sr.dcm"), "--json"))
    ours = [(r["criterion"], r["timepoint_index"], r["category"]) for r in lake.response(patient).rows]
    assert [(r["criterion"], r["timepoint_index"], r["category"]) for r in judged["responses"]] == ours
    assert pydicom.dcmread(tmp_path / "sr.dcm").Modality == "SR"
    rows = list(csv.DictReader(io.StringIO(run(lake, "changes"))))
    frame = longitudinal.changes(lake)
    assert [float(r["last_ml"]) for r in rows] == pytest.approx(list(frame["last_ml"]))
    run(lake, "report", patient, "-o", str(tmp_path / "course.html"))
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
def test_wrong_calls_are_told_in_one_line(lake: Lake, words: list[str], code: int, said: str) -> None:
    done = subprocess.run(
        [COMMAND, *words, "--lake", str(lake.path)], capture_output=True, text=True, timeout=100
    )
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert "nobody" not in done.stderr
