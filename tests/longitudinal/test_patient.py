"""A synthetic patient at three dates: visits, motion, lesions and their states are those that are true."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pydicom
import pytest

import pacslake
from pacslake import longitudinal
from pacslake.errors import NotFoundError, UsageError, VolumeError
from pacslake.synthetic import simple_series


@pytest.fixture(scope="module")
def truth(small_patient):
    return small_patient


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


@pytest.mark.slow
def test_a_match_is_confirmed_corrected_and_stays_so(lake, patient_key):
    by_lesion = {}
    for o in lake.track(patient_key).observations:
        by_lesion.setdefault(o["lesion_id"], []).append(o)
    a, b = [own for own in by_lesion.values() if [x["finding_id"] is not None for x in own] == [True] * 3][:2]
    longitudinal.confirm(lake, a[1]["observation_id"], by="reader 1")
    again = {o["observation_id"]: o for o in lake.track(patient_key).observations}
    assert again[a[1]["observation_id"]]["verified_by"] == "reader 1"
    # The second lesion's finding of the last visit is said to be the first one's: TrackingUID is overruled.
    changed = longitudinal.relink(lake, patient_key, a[1]["finding_id"], b[2]["finding_id"], by="reader 2")
    seen = {o["finding_id"]: o for o in changed.observations}[b[2]["finding_id"]]
    assert (seen["lesion_id"], seen["matched_by"], seen["verified_by"]) == (
        a[0]["lesion_id"],
        "person",
        "reader 2",
    )
    # The right one again: the new word takes the place of the old.
    longitudinal.relink(lake, patient_key, a[1]["finding_id"], a[2]["finding_id"], by="reader 2")
    back = {o["finding_id"]: o for o in lake.track(patient_key).observations}
    assert back[a[2]["finding_id"]]["lesion_id"] == a[0]["lesion_id"]
    assert back[b[2]["finding_id"]]["lesion_id"] == b[0]["lesion_id"]
    with pytest.raises(UsageError, match="earlier visit"):
        longitudinal.relink(lake, patient_key, a[2]["finding_id"], a[1]["finding_id"], by="reader 2")


@pytest.mark.slow
def test_the_response_is_kept_as_rows_and_goes_back_as_a_report(lake, truth, patient_key):
    import highdicom as hd

    lake.track(patient_key)
    result = lake.response(patient_key)
    rows = lake.dicts("SELECT * FROM response WHERE criterion = 'RECIST 1.1' ORDER BY timepoint_index")
    # By hand from the truth: the two largest of the first date (one organ), a new lesion at each later date.
    first = sorted(truth.timepoints[0].lesions, key=lambda x: -x.longest_diameter_mm)[:2]
    names = dict(lake.rows("SELECT lesion_id, name FROM lesion"))
    assert {names[t] for t in result.targets} == {x.name for x in first}
    assert [(r["timepoint_index"], r["category"], r["n_new_lesions"]) for r in rows] == [
        (1, "PD", 1),
        (2, "PD", 2),
    ]
    for row in rows:
        point = truth.timepoints[row["timepoint_index"]]
        true_sum = sum(point.lesion(x.tracking_uid).longest_diameter_mm for x in first)
        assert row["value"] == pytest.approx(true_sum, abs=2 * 6.25)  # two voxels of this coarse grid
    report = hd.sr.srread(_saved(result.to_sr()))
    groups = {g.tracking_uid: g for g in report.content.get_planar_roi_measurement_groups() or []}
    groups |= {g.tracking_uid: g for g in report.content.get_image_measurement_groups()}
    present = {x.tracking_uid for x in truth.timepoints[2].lesions if x.present}
    assert present <= set(groups)
    said = [
        i
        for i in _walk(report)
        if i.get("ConceptCodeSequence") and i.ConceptNameCodeSequence[0].CodeValue == "112048"
    ]
    assert [i.ConceptCodeSequence[0].CodeMeaning for i in said] == ["Progressive Disease"]


def _saved(ds):
    import io

    out = io.BytesIO()
    ds.save_as(out, enforce_file_format=True)
    out.seek(0)
    return out


def _walk(item):
    for child in item.get("ContentSequence", []):
        yield child
        yield from _walk(child)


@pytest.mark.slow
def test_a_registration_goes_out_as_dicom_and_comes_back_the_same(lake, ct, tmp_path):
    import pydicom

    found = lake.register(ct[1], ct[0])
    ds = pydicom.dcmread(_saved(found.to_dicom(tmp_path / "reg.dcm")))
    fixed, moving = ds.RegistrationSequence
    assert (str(ds.SOPClassUID), ds.Modality) == ("1.2.840.10008.5.1.4.1.1.66.1", "REG")
    assert fixed.FrameOfReferenceUID == ds.FrameOfReferenceUID == lake.volume(ct[1]).frame_of_reference_uid
    assert moving.FrameOfReferenceUID == lake.volume(ct[0]).frame_of_reference_uid
    step = moving.MatrixRegistrationSequence[0].MatrixSequence[0]
    matrix = np.array(step.FrameOfReferenceTransformationMatrix, float).reshape(4, 4)
    # DICOM takes the source's points to the registered ones, ITK fixed points to moving ones.
    assert np.linalg.inv(matrix) == pytest.approx(found.matrix_lps, abs=1e-9)
    assert len(moving.ReferencedImageSequence) == lake.volume(ct[0]).shape[0]
    if shutil.which("dciodvfy"):
        done = subprocess.run(
            ["dciodvfy", str(tmp_path / "reg.dcm")], capture_output=True, text=True, check=False
        )
        assert not [line for line in done.stderr.splitlines() if line.startswith("Error")]


@pytest.mark.slow
def test_the_prior_comes_over_slab_by_slab_as_it_does_at_once(lake, ct):
    import SimpleITK as sitk

    found = lake.register(ct[1], ct[0])
    lazy = found.lazy(slices=5)
    assert lazy.shape == lake.volume(ct[1]).shape
    whole = sitk.GetArrayFromImage(found.resampled())
    slabs = np.asarray(lazy)
    inside = np.isfinite(slabs)
    assert inside.mean() > 0.8
    assert slabs[inside] == pytest.approx(whole[inside])


@pytest.mark.slow
def test_an_itk_file_maps_points_as_the_matrix_does(lake, ct, tmp_path):
    import SimpleITK as sitk

    found = lake.register(ct[1], ct[0])
    point = (12.0, -30.0, 45.0)
    for suffix in (".tfm", ".h5"):
        read = sitk.ReadTransform(str(found.to_itk(tmp_path / f"prior{suffix}")))
        assert read.TransformPoint(point) == pytest.approx(
            found.matrix_lps[:3, :3] @ point + found.matrix_lps[:3, 3]
        )
    with pytest.raises(UsageError, match=r"\.xyz"):
        found.to_itk(tmp_path / "prior.xyz")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".html", ".pdf"])
def test_a_report_holds_pictures_numbers_and_their_source_and_no_name(
    lake, truth, patient_key, tmp_path, suffix
):
    lake.track(patient_key)
    lake.response(patient_key)
    data = lake.report(patient_key, tmp_path / f"course{suffix}").read_bytes()
    if suffix == ".pdf":
        assert data.startswith(b"%PDF")
        return
    page = data.decode()
    assert page.count("data:image/png;base64,") == 1 + len(truth.timepoints[0].lesions)
    assert "http" not in page.replace("http-equiv", "")
    for words in (
        "Right upper lobe nodule",
        "RECIST 1.1",
        "growing",
        "way there and way back agree",
        f"snapshot {lake.snapshot_id}",
    ):
        assert words in page
    assert truth.patient_id not in page and "Phantom^" not in page


@pytest.mark.slow
def test_change_over_a_cohort_is_one_call(lake, truth, patient_key):
    frame = lake.changes()
    assert len(frame) == len(truth.timepoints[0].lesions)
    own = frame.set_index("name").loc["Left lower lobe nodule"]
    last, first = (truth.timepoints[i].lesion("Left lower lobe nodule").mask_volume_ml for i in (2, 0))
    assert own["change_percent"] == pytest.approx(100 * (last - first) / first)
    days = truth.timepoints[2].days_from_baseline
    assert own["doubling_days"] == pytest.approx(days / np.log2(last / first))
    figure = longitudinal.waterfall({"a": 40.0, "b": -50.0, "c": 5.0})
    assert [round(p.get_height()) for p in figure.axes[0].patches] == [40, 5, -50]
    lines = longitudinal.spaghetti(longitudinal.growth(lake, patient_key)).axes[0].containers
    assert len(lines) == len(frame)


@pytest.mark.slow
def test_many_pairs_are_registered_by_one_call_and_not_twice(lake, patient_key, ct):
    lake.pairs(patient_key)
    lake.register(ct[1], ct[0])
    sql = f"SELECT b_volume_id, a_volume_id FROM series_pair WHERE is_best AND b_volume_id = '{ct[1]}'"
    (found,) = lake.register_many(sql)
    snapshot = lake.snapshot_id
    assert found.verdict == "good"
    assert lake.register_many(sql)[0].registration_id == found.registration_id
    assert lake.snapshot_id == snapshot


def test_a_persons_pair_is_kept_and_the_next_best_takes_a_refused_place(lake, patient_key, ct):
    longitudinal.choose_pair(lake, ct[0], ct[2], by="reader 1", use=False)
    rows = {(r["a_volume_id"], r["b_volume_id"]): r for r in lake.pairs(patient_key)}
    assert (rows[ct[0], ct[2]]["is_best"], rows[ct[0], ct[2]]["chosen_by"]) == (False, "reader 1")
    longitudinal.choose_pair(lake, ct[0], ct[2], by="reader 2")
    rows = {(r["a_volume_id"], r["b_volume_id"]): r for r in lake.pairs(patient_key)}
    assert (rows[ct[0], ct[2]]["is_best"], rows[ct[0], ct[2]]["chosen_by"]) == (True, "reader 2")
    assert rows[ct[0], ct[2]]["plane_score"] == pytest.approx(1)


def test_one_frame_of_reference_needs_no_registration(lake, tmp_path):
    other = pacslake.init(tmp_path / "lake")
    for modality in ("CT", "MR"):
        simple_series(tmp_path / modality, (4, 8, 8), modality=modality, seed=1)
        other.ingest(tmp_path / modality)
    a, b = (r[0] for r in other.rows("SELECT volume_id FROM volume ORDER BY 1"))
    found = other.register(a, b)
    assert (found.row["method"], found.verdict) == ("same_frame_of_reference", "good")
    assert np.array_equal(found.matrix_lps, np.eye(4))


def test_a_frame_of_reference_shared_over_years_is_no_registration(tmp_path):
    other = pacslake.init(tmp_path / "lake")
    for day in ("20190105", "20240105"):
        simple_series(tmp_path / day, (4, 8, 8), modality="CT", seed=1)
        for path in (tmp_path / day).rglob("*"):
            if path.is_file():
                ds = pydicom.dcmread(path)
                ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = day
                ds.StudyInstanceUID += day
                ds.SeriesInstanceUID += day
                ds.SOPInstanceUID += day
                ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
                ds.save_as(path)
        other.ingest(tmp_path / day)
    a, b = (r[0] for r in other.rows("SELECT volume_id FROM volume ORDER BY 1"))
    found = other.register(a, b)
    assert found.row["method"] != "same_frame_of_reference"
    assert other.compare(a, b).transforms["current"]["source"] != "frame-of-reference"


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
