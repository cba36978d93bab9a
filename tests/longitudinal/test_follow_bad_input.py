"""What cannot be compared gets a verdict and a sentence, and never a silent identity."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

import pacslake
from pacslake import longitudinal
from pacslake.errors import UsageError, VolumeError
from pacslake.longitudinal import Outline
from pacslake.synthetic import simple_series

SHAPE = (12, 24, 24)
SPACING = (4.0, 4.0, 4.0)


def textured(seed: int) -> np.ndarray:
    """A blob with structure of its own; two seeds have nothing in common."""
    from scipy.ndimage import gaussian_filter

    rng = np.random.default_rng(seed)
    field = gaussian_filter(rng.normal(size=SHAPE), 1.2)
    return (1000 + 600 * field / np.abs(field).max()).astype(np.uint16)


@pytest.fixture
def make(tmp_path):
    """A lake of series: each a mapping of attributes, with `seed` and `array`."""

    def build(*series):
        lake = pacslake.init(tmp_path / "lake")
        for n, attributes in enumerate(series):
            simple_series(
                tmp_path / f"s{n}",
                SHAPE,
                SPACING,
                **{"PatientID": "P", "seed": n, "array": textured(0), **attributes},
            )
        lake.ingest(tmp_path)
        ids = [
            v
            for (v,) in lake.rows(
                "SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) ORDER BY SeriesInstanceUID"
            )
        ]
        return lake, lake.rows("SELECT patient_key FROM patient")[0][0], ids

    return build


def test_one_study_only(make):
    lake, key, _ = make({})
    assert lake.pairs(key) == []
    assert "one time point only" in lake.pairs(key).notes[0]
    assert lake.track(key).notes
    assert lake.response(key).notes


def test_dates_missing(make):
    lake, key, _ = make({"StudyDate": ""}, {"StudyDate": ""})
    assert [p["label"] for p in lake.timeline(key)] == ["undated", "undated"]
    rows = lake.pairs(key)
    assert rows and all(r["days_between"] is None for r in rows)
    assert any("2 time points have no date" in n for n in rows.notes)
    uid = lake.rows("SELECT StudyInstanceUID FROM study ORDER BY 1")[0][0]
    points = longitudinal.place_study(lake, uid, by="reader 1", date=datetime.date(2024, 5, 1))
    assert [p["date"] for p in points] == [datetime.date(2024, 5, 1), None]
    # A later ingest keeps it, and taking it back brings the rules back.
    assert longitudinal.refresh(lake) == 0
    assert [p["date"] for p in longitudinal.place_study(lake, uid, by="reader 1")] == [None, None]


def test_dates_equal(make):
    lake, key, ids = make({"StudyDate": "20240102"}, {"StudyDate": "20240102"})
    assert len(lake.timeline(key)) == 1
    assert "one time point only" in lake.pairs(key).notes[0]
    # Two sessions of one day can still be registered when they are named.
    assert lake.register(ids[0], ids[1], levels_mm=(6.0,)).row["method"] == "mattes_mi_rigid"


def test_different_people_under_one_identifier(make):
    lake, key, ids = make(
        {"PatientName": "One^A", "PatientBirthDate": "19800101", "StudyDate": "20240101"},
        {"PatientName": "Two^B", "PatientBirthDate": "19900101", "StudyDate": "20240601"},
    )
    rows = lake.pairs(key)
    assert rows == [] and any("2 people share" in n for n in rows.notes)
    for call in (lambda: lake.register(*ids), lambda: lake.register_many([tuple(ids)])):
        with pytest.raises(UsageError, match="different people") as error:
            call()
        assert "One" not in str(error.value) and "Two" not in str(error.value)


def test_no_anatomy_in_common_fails_with_a_sentence(make):
    lake, _, ids = make(
        {"StudyDate": "20240101"}, {"StudyDate": "20240601", "array": textured(7), "origin": (900.0, 0, 0)}
    )
    found = lake.register(ids[1], ids[0], levels_mm=(6.0,))
    assert found.verdict != "good" and found.reasons
    assert found.sentence.startswith(("Failed", "Doubtful"))
    assert lake.rows("SELECT verdict, sentence FROM registration") == [(found.verdict, found.sentence)]
    if found.verdict == "failed":
        for use in (found.resampled, found.lazy, found.to_dicom):
            with pytest.raises(VolumeError, match="not to be used"):
                use()


def test_an_empty_volume_fails_with_a_sentence(make):
    lake, _, ids = make(
        {"StudyDate": "20240101"}, {"StudyDate": "20240601", "array": np.zeros(SHAPE, np.uint16)}
    )
    found = lake.register(ids[1], ids[0], levels_mm=(6.0,))
    assert found.verdict == "failed" and "not to be used" in found.sentence


def test_masks_on_another_grid_and_empty_masks(make):
    lake, key, ids = make({"StudyDate": "20240101"}, {"StudyDate": "20240601"})
    for mask, reason in ((np.ones((3, 4, 5)), "mask_on_another_grid"), (np.zeros(SHAPE), "empty_mask")):
        found = lake.register(ids[1], ids[0], fixed_mask=mask)
        assert (found.verdict, found.reasons, found.matrix_lps) == ("failed", (reason,), None)
        assert "mask" in found.sentence
    result = lake.track(key, outlines=[Outline(ids[0], np.ones((3, 4, 5)))])
    assert any("mask_on_another_grid" in n for n in result.notes)


def test_masks_without_any_object_are_followed_too(make):
    lake, key, ids = make({"StudyDate": "20240101"}, {"StudyDate": "20240601"})
    visits = dict(lake.rows("SELECT volume_id, StudyDate FROM volume JOIN series USING (SeriesInstanceUID)"))
    first, second = sorted(ids, key=lambda v: visits[v])
    small, large = np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    small[4:7, 8:11, 8:11] = True
    large[4:7, 8:12, 8:11] = True
    result = lake.track(key, outlines=[Outline(first, small, "a", "1.2"), Outline(second, large, "a", "1.2")])
    now = result.observations[-1]
    assert now["volume_ml"] == pytest.approx(36 * 64 / 1000)
    assert (now["state"], now["segment_id"], now["matched_by"]) == ("growing", None, "TrackingUID")


def test_two_modalities_have_nothing_to_compare_and_that_is_said(make):
    lake, key, _ = make({"StudyDate": "20240101"}, {"StudyDate": "20240601", "modality": "MR"})
    rows = lake.pairs(key)
    assert rows == []
    assert "time point 0: CT; time point 1: MR" in rows.notes[0]


def test_an_unknown_kind_or_statement_is_told(make):
    lake, _, ids = make({"StudyDate": "20240101"}, {"StudyDate": "20240601"})
    with pytest.raises(UsageError, match="bspline"):
        lake.register(*ids, kind="warp")
    with pytest.raises(UsageError, match="two are wanted"):
        lake.register_many("SELECT volume_id FROM volume")
