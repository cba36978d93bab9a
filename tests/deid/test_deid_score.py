"""The score of de-identification over objects that everybody has, by an answer key in the form of the MIDI-B challenge."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.misc import is_dicom

from pacslake.synthetic.truth import Truth

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "deid_score.py"
OWN = (
    "CT_small.dcm",
    "MR_small.dcm",
    "rtplan.dcm",
    "rtdose.dcm",
    "waveform_ecg.dcm",
    "reportsi.dcm",
    "liver_1frame.dcm",
    "emri_small.dcm",
)


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deid_score", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def done(score: ModuleType, small_patient: Truth) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The score over some of pydicom's files and a slice of each series of the invented patient, and the key."""
    slices = sorted(p for p in Path(small_patient.folder).rglob("*") if p.is_file() and is_dicom(p))
    files = list({p.parent: p for p in slices}.values())
    files += [Path(str(get_testdata_file(name))) for name in OWN]
    answers = sqlite3.connect(":memory:")
    found = score.run(files, answers)
    return found, [json.loads(text) for (text,) in answers.execute("SELECT AnswerData FROM answer_data")]


def test_nothing_that_names_a_person_is_left_and_the_rest_stays(done: tuple[dict[str, Any], Any]) -> None:
    found, key = done
    assert found["objects"] >= 8 and found["checks"] > 1500 and sum(map(len, key)) == found["checks"]
    assert found["hipaa_failed"] == 0
    lost = {(f["element"].split()[-1], f["lost"]) for f in found["failures"]}
    assert lost == {("ContentDescription", "iowa qin")}, (
        "the name of a group of people, which is in no list of words"
    )
    assert found["score_percent"] >= 99.95
    actions = {row["action"] for row in found["actions"]}
    assert actions >= {
        "tag_retained", "text_notnull", "text_retained", "text_removed", "date_shifted", "date_interval", "uid_changed", "uid_consistent",
        "patid_consistent", "pixels_retained", "private_removed",
    }  # fmt: skip


def test_the_key_has_the_form_of_the_challenge(done: tuple[Any, list[dict[str, Any]]]) -> None:
    check = next(c for c in done[1][0].values() if c["action"] == "<text_removed>")
    assert set(check) >= {"action", "action_text", "tag_ds", "tag_name", "value"}
    assert check["tag_ds"].startswith("<(") and check["action_text"].startswith("<")


def test_an_object_that_was_not_cleaned_fails(score: ModuleType) -> None:
    """What the scorer says of the original itself: each plant, date and UID is still there."""
    ds, plants = score.planted(pydicom.dcmread(str(get_testdata_file("CT_small.dcm"))), score.person("x"))
    scorer = score.Scorer({})
    assert plants and not any(scorer.passes(c, ds, "x") for c in plants if c.action != "text_retained")
    checks = [*score.expected(ds, *score.listed())]
    bad = {c.action for c in checks if not scorer.passes(c, ds, "x")}
    assert bad == {"uid_changed", "uid_consistent", "date_shifted", "private_removed"}
    emptied = pydicom.Dataset()
    emptied.file_meta = ds.file_meta
    kept = [
        c
        for c in checks
        if c.action in ("text_retained", "text_notnull", "tag_retained", "pixels_retained", "date_interval")
    ]
    assert len(kept) > 50 and not any(scorer.passes(c, emptied, "y") for c in kept), (
        "a lost value is a failure too"
    )
