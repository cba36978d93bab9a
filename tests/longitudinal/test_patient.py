"""A synthetic patient at three dates: visits, motion, lesions and their states are those that are true."""

from __future__ import annotations

import numpy as np
import pytest

import pacslake
from pacslake import longitudinal
from pacslake.errors import NotFoundError, UsageError, VolumeError
from pacslake.synthetic import longitudinal_patient, simple_series


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    return longitudinal_patient(tmp_path_factory.mktemp("patient"), seed=3, small=True)


@pytest.fixture(scope="module")
def lake(truth, tmp_path_factory):
    lake = pacslake.init(tmp_path_factory.mktemp("lake") / "lake")
    lake.ingest(truth.dicom_folder)
    return lake


@pytest.fixture(scope="module")
def patient_key(lake):
    return lake.rows("SELECT patient_key FROM patient")[0][0]


@pytest.fixture(scope="module")
def ct(lake, truth):
    """volume_id of each date's CT."""
    return [
        lake.rows("SELECT volume_id FROM volume WHERE SeriesInstanceUID = ?", [p.ct_SeriesInstanceUID])[0][0]
        for p in truth.timepoints
    ]


def test_visits_are_the_dates(lake, truth, patient_key):
    rows = lake.timeline(patient_key)
    assert [(r["timepoint_index"], str(r["date"]), r["days_from_baseline"]) for r in rows] == [
        (p.index, p.study_date, p.days_from_baseline) for p in truth.timepoints
    ]
    assert longitudinal.refresh(lake) == 0


def test_an_unknown_patient_is_said_without_the_key(lake):
    with pytest.raises(NotFoundError) as error:
        lake.timeline("|nobody^here")
    assert "nobody" not in str(error.value)


def test_each_ct_is_paired_with_the_earlier_ones(lake, patient_key, ct):
    best = {(r["a_volume_id"], r["b_volume_id"]) for r in lake.pairs(patient_key) if r["is_best"]}
    assert best == {(ct[0], ct[1]), (ct[0], ct[2]), (ct[1], ct[2])}
    snapshot = lake.snapshot_id
    lake.pairs(patient_key)
    assert lake.snapshot_id == snapshot


@pytest.mark.slow
@pytest.mark.parametrize("later", [1, 2])
def test_the_known_motion_is_found(lake, truth, ct, later):
    found = lake.register(ct[later], ct[later - 1])
    true = np.linalg.inv(np.array(truth.timepoints[later].motion_from_prior))
    points = np.random.default_rng(0).uniform((-100, -70, -70), (100, 70, 70), (300, 3))
    errors = points @ (found.matrix_lps - true)[:3, :3].T + (found.matrix_lps - true)[:3, 3]
    turn = found.matrix_lps[:3, :3].T @ true[:3, :3]
    assert found.verdict == "good"
    assert np.linalg.norm(errors, axis=1).max() < 1  # mm
    assert np.degrees(np.arccos(min(1.0, (np.trace(turn) - 1) / 2))) < 1


@pytest.mark.slow
def test_a_registration_is_found_once_and_kept_as_an_itk_transform(lake, ct):
    import SimpleITK as sitk

    one = lake.register(ct[1], ct[0])
    snapshot = lake.snapshot_id
    two = lake.register(ct[1], ct[0])
    assert (two.registration_id, lake.snapshot_id) == (one.registration_id, snapshot)
    point = (10.0, -20.0, 30.0)
    wanted = one.matrix_lps[:3, :3] @ point + one.matrix_lps[:3, 3]
    assert sitk.ReadTransform(str(one.path)).TransformPoint(point) == pytest.approx(tuple(wanted))
    assert one.resampled().GetSize() == lake.volume(ct[1]).to_sitk().GetSize()
    text = str(lake.explain(table="registration", row_id=one.registration_id))
    assert ct[0] in text and ct[1] in text


@pytest.mark.slow
@pytest.mark.parametrize("use_tracking_uid", [True, False], ids=["by TrackingUID", "by place alone"])
def test_lesions_and_their_states_are_the_true_ones(lake, truth, patient_key, use_tracking_uid):
    result = lake.track(patient_key, use_tracking_uid=use_tracking_uid)
    name_of = {row["lesion_id"]: row["name"] for row in result.lesions}
    got = {(name_of[o["lesion_id"]], o["timepoint_index"]): o for o in result.observations}
    labels = dict(lake.rows("SELECT TrackingUID, any_value(SegmentLabel) FROM segment GROUP BY 1"))
    for point in truth.timepoints:
        for lesion in point.lesions:
            seen = got.get((labels[lesion.tracking_uid], point.index))
            if lesion.state == "absent":
                assert seen is None
                continue
            assert seen["state"] == (None if lesion.state == "baseline" else lesion.state)
            assert seen["volume_ml"] == pytest.approx(lesion.mask_volume_ml)
            if lesion.present:
                assert seen["mean_value"] == pytest.approx(lesion.mean_hu, abs=0.01)
    assert len(result.lesions) == len(truth.timepoints[0].lesions)


@pytest.mark.slow
def test_the_growth_chart_has_days_and_volumes(lake, truth, patient_key):
    lake.track(patient_key)
    rows = longitudinal.growth(lake, patient_key)
    days = {p.index: p.days_from_baseline for p in truth.timepoints}
    assert all(r["days_from_baseline"] == days[r["timepoint_index"]] for r in rows)
    present = sum(lesion.present for p in truth.timepoints for lesion in p.lesions)
    assert sum(r["volume_ml"] > 0 for r in rows) == present


@pytest.mark.slow
def test_a_persons_word_on_a_match_is_kept(lake, patient_key):
    from pacslake.catalog import Changes, Replace

    first = lake.track(patient_key).observations[0]
    row = {**lake.dicts("SELECT * FROM lesion_observation WHERE observation_id = ?", [first["observation_id"]])[0],
           "verified_by": "reader 1"}  # fmt: skip
    lake.commit(
        lambda c: Changes(
            replace=[Replace("lesion_observation", "observation_id", [row["observation_id"]], [row])]
        )
    )
    lake.track(patient_key)
    assert lake.rows("SELECT observation_id FROM lesion_observation WHERE verified_by = 'reader 1'") == [
        (first["observation_id"],)
    ]


def test_one_frame_of_reference_needs_no_registration(lake, tmp_path):
    other = pacslake.init(tmp_path / "lake")
    for modality in ("CT", "MR"):
        simple_series(tmp_path / modality, (4, 8, 8), modality=modality, seed=1)
        other.ingest(tmp_path / modality)
    a, b = (r[0] for r in other.rows("SELECT volume_id FROM volume ORDER BY 1"))
    found = other.register(a, b)
    assert (found.row["method"], found.verdict) == ("same_frame_of_reference", "good")
    assert np.array_equal(found.matrix_lps, np.eye(4))


def test_different_people_are_not_registered(tmp_path):
    other = pacslake.init(tmp_path / "lake")
    for seed in (1, 2):
        simple_series(tmp_path / str(seed), (4, 8, 8), seed=seed, PatientID="LAB", PatientName=f"Name{seed}^X",
                      PatientBirthDate=f"198{seed}0101")  # fmt: skip
        other.ingest(tmp_path / str(seed))
    a, b = (r[0] for r in other.rows("SELECT volume_id FROM volume ORDER BY 1"))
    with pytest.raises(UsageError, match="different people"):
        other.register(a, b)
    assert other.pairs(other.rows("SELECT patient_key FROM patient")[0][0]) == []


def test_a_single_slice_fails_with_the_reason_and_is_never_an_identity(tmp_path):
    other = pacslake.init(tmp_path / "lake")
    for seed in (1, 2):
        simple_series(tmp_path / str(seed), (1, 8, 8), seed=seed, PatientID="P", StudyDate=f"2024010{seed}")
        other.ingest(tmp_path / str(seed))
    a, b = (r[0] for r in other.rows("SELECT volume_id FROM volume ORDER BY 1"))
    found = other.register(a, b)
    assert (found.verdict, found.matrix_lps) == ("failed", None)
    assert "single_slice" in found.reasons
    with pytest.raises(VolumeError):
        found.resampled()
