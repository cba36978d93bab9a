"""Derived objects in a lake: rows, masks and issues, made once, completed when sources come."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pydicom
import pytest

import pacslake
from pacslake import derived
from pacslake.derived import SegmentSpec, build_rtstruct, build_seg
from pacslake.errors import NotFoundError, VolumeError
from pacslake.synthetic import longitudinal_patient
from tests.derived.helpers import series

TABLES = ("segment", "roi", "measurement_group", "measurement", "evaluation", "derived_state")


@pytest.fixture(scope="module")
def patient(tmp_path_factory):
    """(truth, lake) of the small synthetic patient."""
    folder = tmp_path_factory.mktemp("patient")
    truth = longitudinal_patient(folder / "data", small=True)
    lake = pacslake.init(folder / "lake")
    lake.ingest(truth.dicom_folder)
    return truth, lake


@pytest.fixture
def lake(tmp_path):
    return pacslake.init(tmp_path / "lake")


def issues(lake, source="derived"):
    return {code for (code,) in lake.rows("SELECT DISTINCT code FROM issue WHERE source = ?", [source])}


def everything(lake):
    return {name: sorted(map(str, lake.rows(f"SELECT * FROM {name}"))) for name in TABLES}


def test_segments_have_the_volumes_of_the_truth(patient):
    truth, lake = patient
    for point in truth.timepoints:
        rows = lake.dicts('SELECT * FROM segment WHERE "SOPInstanceUID" = ?', [point.seg_SOPInstanceUID])
        by_uid = {row["TrackingUID"]: row for row in rows}
        present = [lesion for lesion in point.lesions if lesion.present]
        assert set(by_uid) == {lesion.tracking_uid for lesion in present}
        (volume_id,) = lake.rows(
            'SELECT volume_id FROM volume WHERE "SeriesInstanceUID" = ?', [point.ct_SeriesInstanceUID]
        )[0]
        for lesion in present:
            row = by_uid[lesion.tracking_uid]
            assert row["n_voxels"] == lesion.n_voxels
            assert row["volume_ml"] == pytest.approx(lesion.mask_volume_ml)
            assert (row["SegmentLabel"], row["volume_id"]) == (lesion.name, volume_id)
            assert np.all(np.abs(np.array(row["centroid_lps"]) - lesion.centre_lps) < point.spacing_mm[::-1])


def test_measurements_repeat_the_truth_and_lead_to_segment_and_volume(patient):
    truth, lake = patient
    point = truth.timepoints[1]
    rows = lake.dicts('SELECT * FROM measurement WHERE "SOPInstanceUID" = ?', [point.sr_SOPInstanceUID])
    present = [lesion for lesion in point.lesions if lesion.present]
    assert len(rows) == 4 * len(present)
    segments = dict(lake.rows('SELECT segment_id, "TrackingUID" FROM segment'))
    for row in rows:
        lesion = point.lesion(row["TrackingUID"])
        expected = {
            "Volume": (lesion.mask_volume_ml, "ml"),
            "Long axis": (lesion.longest_diameter_mm, "mm"),
            "Short axis": (lesion.short_axis_mm, "mm"),
            "Attenuation Coefficient": (lesion.mean_hu, "[hnsf'U]"),
        }[row["name"]]
        assert (row["value"], row["unit"]) == (pytest.approx(expected[0], abs=1e-4), expected[1])
        assert segments[row["segment_id"]] == lesion.tracking_uid
        assert row["source_SeriesInstanceUID"] == point.ct_SeriesInstanceUID and row["volume_id"]
    changes = lake.rows(
        'SELECT "TrackingUID", value FROM evaluation WHERE "SOPInstanceUID" = ?', [point.sr_SOPInstanceUID]
    )
    assert dict(changes)[point.lesion("Right upper lobe nodule").tracking_uid] == "Increase in size"


def test_mask_on_the_volume_gives_the_mean_of_the_truth(patient):
    truth, lake = patient
    point = truth.timepoints[2]
    lesion = point.lesion("Left upper lobe nodule")
    (segment_id, volume_id) = lake.rows(
        'SELECT segment_id, volume_id FROM segment WHERE "SOPInstanceUID" = ? AND "TrackingUID" = ?',
        [point.seg_SOPInstanceUID, lesion.tracking_uid],
    )[0]
    volume = lake.volume(volume_id)
    mask = volume.mask(segment_id)
    assert mask.shape == volume.shape and mask.sum() == lesion.n_voxels
    assert np.asarray(volume.values())[mask > 0].mean() == pytest.approx(lesion.mean_hu)


def test_mask_is_refused_on_another_dates_volume(patient):
    truth, lake = patient
    segment_id = lake.rows(
        'SELECT segment_id FROM segment WHERE "SOPInstanceUID" = ?', [truth.timepoints[0].seg_SOPInstanceUID]
    )[0][0]
    other = lake.volume(truth.timepoints[1].ct_SeriesInstanceUID)
    with pytest.raises(VolumeError) as caught:
        other.mask(segment_id)
    assert caught.value.reason_codes == ("frame_of_reference_mismatch",)
    with pytest.raises(NotFoundError, match="segment"):
        other.mask("s00000000000000000000")


def test_nothing_new_makes_no_commit(patient):
    _, lake = patient
    before = lake.snapshot_id
    assert derived.refresh(lake) == 0 and lake.snapshot_id == before


def test_rows_are_made_again_when_they_were_lost(patient):
    """A run that was killed before its commit leaves objects without state: asking again completes it."""
    from pacslake.catalog import Changes, Replace

    _, lake = patient
    whole = everything(lake)
    ids = [row[0] for row in lake.rows("SELECT instance_version_id FROM derived_state ORDER BY 1")][:3]
    lake.commit(
        lambda _: Changes(replace=[Replace(t, "instance_version_id", ids) for t in TABLES]), note="lost"
    )
    assert everything(lake) != whole
    assert derived.refresh(lake) == 3 and everything(lake) == whole


def test_sources_that_come_later_complete_the_rows(tmp_path, lake):
    _, datasets, volume, _ = series(tmp_path / "ct")
    mask = np.zeros(volume.shape, bool)
    mask[2:4, 5:9, 5:9] = True
    lake.add(build_rtstruct(mask, volume, ["Box"], datasets=datasets))
    lake.add(build_seg(mask, volume, ["Box"], datasets=datasets))
    assert lake.rows("SELECT n_voxels, volume_id FROM roi") == [(None, None)]
    (count, ml, where) = lake.rows("SELECT n_voxels, volume_ml, volume_id FROM segment")[0]
    assert (count, where) == (32, None) and ml == pytest.approx(32 * 2.5 * 0.7 * 0.9 / 1000)
    lake.ingest(tmp_path / "ct")
    (volume_id,) = lake.rows("SELECT volume_id FROM volume")[0]
    assert lake.rows("SELECT n_voxels, volume_id FROM roi") == [(32, volume_id)]
    assert lake.rows("SELECT volume_id FROM segment") == [(volume_id,)]
    assert np.array_equal(lake.volume(volume_id).mask(lake.rows("SELECT roi_id FROM roi")[0][0]), mask)


def test_round_trip_through_the_lake_is_bit_equal(tmp_path, lake):
    made, *_ = series(tmp_path / "ct")
    lake.ingest(tmp_path / "ct")
    volume = lake.volume(made.SeriesInstanceUID)
    mask = np.random.default_rng(3).random(volume.shape) < 0.3
    seg = build_seg(mask, volume, [SegmentSpec("Speckle", tracking_uid="2.25.9")])
    assert lake.add(seg).n_stored == 1
    (segment_id, n, uid) = lake.rows('SELECT segment_id, n_voxels, "TrackingUID" FROM segment')[0]
    assert (n, uid) == (mask.sum(), "2.25.9")
    assert np.array_equal(lake.volume(volume.volume_id).mask(segment_id), mask)


def test_one_bad_object_does_not_stop_the_others(tmp_path, lake):
    _, datasets, volume, _ = series(tmp_path / "all")
    mask = np.ones(volume.shape, bool)
    good, bad = (build_seg(mask, volume, ["x"], datasets=datasets) for _ in range(2))
    del bad.SegmentSequence
    good.save_as(tmp_path / "all" / "good")
    bad.save_as(tmp_path / "all" / "bad")
    lake.ingest(tmp_path / "all")
    assert lake.rows('SELECT "SOPInstanceUID", n_voxels FROM segment') == [(good.SOPInstanceUID, mask.sum())]
    assert "derived_object_unreadable" in issues(lake)
    assert lake.rows("SELECT status, count(*) FROM derived_state GROUP BY 1 ORDER BY 1") == [
        ("done", 1),
        ("failed", 1),
    ]
    assert derived.refresh(lake) == 0


def test_faults_of_references_are_issues(tmp_path, lake):
    _, datasets, volume, _ = series(tmp_path / "all")
    mask = np.ones(volume.shape, bool)
    foreign = build_seg(mask, volume, ["x"], datasets=datasets)
    foreign.FrameOfReferenceUID = "2.25.4711"
    alone = build_seg(mask, volume, ["x"], datasets=datasets)
    for keyword in ("ReferencedSeriesSequence", "SourceImageSequence"):
        if keyword in alone:
            delattr(alone, keyword)
    for group in alone.PerFrameFunctionalGroupsSequence:
        del group.DerivationImageSequence
    swapped = build_seg(mask, volume, ["x"], datasets=datasets)
    groups = swapped.PerFrameFunctionalGroupsSequence
    groups[0].DerivationImageSequence, groups[3].DerivationImageSequence = (
        groups[3].DerivationImageSequence, groups[0].DerivationImageSequence,
    )  # fmt: skip
    for name, ds in (("foreign", foreign), ("alone", alone), ("swapped", swapped)):
        ds.save_as(tmp_path / "all" / name)
    lake.ingest(tmp_path / "all")
    found = dict(
        lake.rows('SELECT i."SOPInstanceUID", string_agg(x.code, \',\' ORDER BY x.code) FROM issue x '
                  "JOIN instance_row i ON i.instance_version_id = x.entity_id WHERE x.source = 'derived' GROUP BY 1")
    )  # fmt: skip
    assert found == {
        foreign.SOPInstanceUID: "frame_of_reference_mismatch",
        alone.SOPInstanceUID: "no_image_reference",
        swapped.SOPInstanceUID: "reference_against_position",
    }


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["SG-01", "SG-02", "SG-03", "SG-04", "SG-07", "SG-11", "SG-13", "SG-14"])
def test_known_answers(corpus, lake, name):
    folder = next((corpus / "cases").glob(f"{name}*"))
    expected = json.loads((folder / "expected.json").read_text())
    lake.ingest(folder / "input")
    segments = {row["SegmentNumber"]: row for row in lake.dicts("SELECT * FROM segment")}
    for want in expected.get("segments", ()):
        row = segments[want["number"]]
        assert row["n_voxels"] == want.get("voxels", row["n_voxels"])
        assert row["SegmentLabel"] == want.get("label", row["SegmentLabel"])
        assert 1000 * row["volume_ml"] == pytest.approx(want.get("volume_mm3", 1000 * row["volume_ml"]))
    rois = {row["ROIName"]: row for row in lake.dicts("SELECT * FROM roi")}
    volume = lambda: lake.volume(lake.rows("SELECT volume_id FROM volume ORDER BY volume_index")[0][0])  # noqa: E731
    for want in expected.get("rois", ()):
        assert rois[want["name"]]["n_voxels"] == want["voxels"]
        if "slices" in want:
            mask = volume().mask(rois[want["name"]]["roi_id"])
            assert (
                np.flatnonzero(mask.any((1, 2))).tolist() == want["slices"] and mask.sum() == want["voxels"]
            )
    if "mask_on_ct_grid" in expected:
        mask, want = volume().mask(segments[1]["segment_id"]), expected["mask_on_ct_grid"]
        assert (list(mask.shape), mask.sum()) == (want["shape"], want["voxels"])
        assert np.flatnonzero(mask.any((1, 2))).tolist() == want["slices"]
    if "voxels_per_ct_slice" in expected:
        mask = volume().mask(segments[1]["segment_id"])
        assert mask.sum((1, 2)).tolist() == expected["voxels_per_ct_slice"]
        assert mask[3, 10].tolist() == expected["ct_slice_3_row_10"]
    if "overlay" in expected:
        id = segments[1]["segment_id"]
        by_folder = {
            key: pydicom.dcmread(next((folder / "input" / key).iterdir())).SeriesInstanceUID
            for key in ("ct1", "ct2")
        }
        with pytest.raises(VolumeError, match="FrameOfReferenceUID"):
            lake.volume(by_folder["ct1"]).mask(id)
        assert lake.volume(by_folder["ct2"]).mask(id).sum() == expected["overlay"]["ct2"]["voxels"]
        assert "frame_of_reference_mismatch" in issues(lake)


@pytest.mark.corpus
def test_segmentation_alone_says_that_its_source_is_missing(corpus, lake, tmp_path):
    folder = next((corpus / "cases").glob("SG-01*"))
    shutil.copy(folder / "input" / "seg.dcm", tmp_path / "seg.dcm")
    lake.ingest(tmp_path / "seg.dcm")
    assert lake.rows("SELECT volume_ml, volume_id FROM segment") == [(pytest.approx(0.144), None)]
    assert "source_missing" in issues(lake, "ingest")


@pytest.mark.corpus
def test_real_objects_all_give_rows(corpus, lake):
    lake.ingest(corpus / "derived-seg-sr")
    assert lake.rows("SELECT count(*) FROM derived_state WHERE status <> 'done'") == [(0,)]
    whole = lake.rows(
        "SELECT s.volume_ml, m.value FROM segment s JOIN measurement m USING (segment_id) WHERE m.name = 'Volume'"
    )
    # Another program's report on this segmentation gives its volume: the two must agree.
    assert len(whole) == 1 and whole[0][0] == pytest.approx(whole[0][1], rel=1e-4)


@pytest.mark.corpus
def test_round_trip_on_a_multi_frame_image(corpus, lake):
    lake.ingest(corpus / "derived-seg-sr" / "dcmqi" / "segmentations" / "23x38x3" / "multiframe")
    volume = lake.volume(lake.rows("SELECT volume_id FROM volume")[0][0])
    mask = np.random.default_rng(4).random(volume.shape) < 0.3
    lake.add(build_seg(mask, volume, ["Speckle"]))
    (segment_id, n) = lake.rows("SELECT segment_id, n_voxels FROM segment")[0]
    assert n == mask.sum() and np.array_equal(lake.volume(volume.volume_id).mask(segment_id), mask)
