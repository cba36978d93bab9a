"""Small inputs with known answers: far-apart follow-up, other grids, order in time, restarted console."""

from __future__ import annotations

import json

import numpy as np
import pytest

import pacslake

pytestmark = pytest.mark.corpus


@pytest.fixture
def case(corpus, tmp_path):
    def load(prefix):
        (folder,) = (corpus / "cases").glob(f"{prefix}-*")
        lake = pacslake.init(tmp_path / "lake")
        lake.ingest(folder / "input")
        return lake, json.loads((folder / "expected.json").read_text())

    return load


def test_a_follow_up_far_away_in_space_is_found(case):
    lake, expected = case("LG-01")
    baseline, follow_up = (
        r[0]
        for r in lake.rows(
            "SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) ORDER BY StudyDate"
        )
    )
    found = lake.register(baseline, follow_up)
    affine = lake.volume(baseline).affine_lps
    centre = affine @ (*(np.array(lake.volume(baseline).shape[::-1]) / 2), 1)
    moved = (found.matrix_lps @ centre - centre)[:3]
    turn = np.degrees(np.arccos(min(1.0, (np.trace(found.matrix_lps[:3, :3]) - 1) / 2)))
    assert found.verdict == "good"
    assert moved == pytest.approx(
        expected["translation_mm_baseline_to_follow_up"], abs=expected["tolerance"]["mm"]
    )
    assert turn < expected["tolerance"]["deg"]


def test_lesions_on_different_grids_are_compared_in_cubic_millimetres(case):
    lake, expected = case("LG-02")
    result = lake.track(lake.rows("SELECT patient_key FROM patient")[0][0])
    first, second = result.observations
    assert [1000 * o["volume_ml"] for o in (first, second)] == pytest.approx(expected["volume_mm3"])
    assert 1000 * second["change_ml"] == pytest.approx(expected["change_mm3"])
    assert second["change_percent"] == pytest.approx(expected["change_percent"])
    assert (second["state"], second["matched_by"]) == ("shrinking", "TrackingUID")


def test_time_points_follow_the_date_and_none_is_dropped(case):
    lake, expected = case("LG-04")
    days = lake.rows("SELECT days_from_baseline FROM timepoint, unnest(StudyInstanceUIDs) ORDER BY ALL")
    assert [d for (d,) in days] == expected["days_from_baseline"]
    assert lake.rows("SELECT count(*) FROM timepoint") == [(expected["time_points_by_day"],)]
    assert lake.rows("SELECT count(*) FROM timepoint WHERE date_source = 'AcquisitionDate'") == [(1,)]


def test_two_sessions_of_one_day_are_one_time_point(case):
    lake, expected = case("LG-09")
    (uids,) = lake.rows("SELECT StudyInstanceUIDs FROM timepoint")[0]
    times = dict(lake.rows("SELECT StudyInstanceUID, StudyTime FROM study"))
    assert [str(times[u]) for u in uids] == expected["order"]


@pytest.mark.slow
def test_supine_and_prone_head_register_by_mutual_information(corpus, tmp_path):
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(corpus / "mr-positions-siemens")
    ids = [r[0] for r in lake.rows("SELECT volume_id FROM volume WHERE n_slices = 35 ORDER BY volume_id")]
    found = lake.register(ids[0], ids[1])
    assert found.verdict == "good"
    assert found.inverse_consistency_mm < 1
