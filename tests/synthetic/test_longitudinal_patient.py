"""The synthetic patient: what its files say, by pydicom, SimpleITK and highdicom, is what its truth says."""

from __future__ import annotations

import math
import shutil
import subprocess

import numpy as np
import pytest

from pacslake.synthetic import Truth, longitudinal_patient


@pytest.fixture(scope="module")
def truth(small_patient):
    return small_patient


def ct_paths(truth, point):
    return sorted((truth.dicom_folder / point.study_date.replace("-", "") / "CT").iterdir())


def derived_path(truth, point, name):
    return truth.dicom_folder / point.study_date.replace("-", "") / name


def test_one_seed_gives_equal_bytes_and_another_seed_another_patient(truth, tmp_path):
    again = longitudinal_patient(tmp_path / "again", small=True, seed=3)
    files = sorted(p.relative_to(truth.dicom_folder) for p in truth.dicom_folder.rglob("*") if p.is_file())
    assert len(files) == 20 + 24 + 18 + 3 * 2
    assert all((truth.dicom_folder / f).read_bytes() == (again.dicom_folder / f).read_bytes() for f in files)
    other = longitudinal_patient(tmp_path / "other", small=True, seed=4)
    assert other.patient_id != truth.patient_id
    assert other.timepoints[1].motion_from_prior != truth.timepoints[1].motion_from_prior


def test_truth_is_read_back_as_written(truth):
    assert Truth.read(truth.folder) == truth


def test_geometry_as_simpleitk_reads_it(truth):
    import SimpleITK as sitk

    for point in truth.timepoints:
        folder = str(ct_paths(truth, point)[0].parent)
        image = sitk.ReadImage(
            sitk.ImageSeriesReader.GetGDCMSeriesFileNames(folder, point.ct_SeriesInstanceUID)
        )
        assert image.GetSize() == point.shape[::-1]
        affine = np.asarray(point.affine_lps)
        for index in [(0, 0, 0), (10, 20, 5)]:
            expected = affine @ [*index, 1]
            assert np.allclose(image.TransformIndexToPhysicalPoint(index), expected[:3], atol=1e-3)


def test_every_date_has_its_own_frame_of_reference_and_grid(truth):
    assert len({p.FrameOfReferenceUID for p in truth.timepoints}) == 3
    assert len({p.spacing_mm for p in truth.timepoints}) == 3
    assert [p.days_from_baseline for p in truth.timepoints] == [0, 98, 266]


def test_motion_takes_each_lesion_to_its_next_place(truth):
    for before, after in zip(truth.timepoints, truth.timepoints[1:], strict=False):
        motion = np.asarray(after.motion_from_prior)
        assert np.allclose(motion[:3, :3] @ motion[:3, :3].T, np.eye(3), atol=1e-12)
        assert math.isclose(np.linalg.det(motion[:3, :3]), 1, abs_tol=1e-12)
        for lesion in before.lesions:
            now = after.lesion(lesion.tracking_uid)
            if lesion.present and now.present:
                assert np.allclose((motion @ [*lesion.centre_lps, 1])[:3], now.centre_lps, atol=1e-9)


def test_every_kind_of_change_occurs(truth):
    states = [{lesion.state for lesion in point.lesions} for point in truth.timepoints]
    assert states == [
        {"baseline", "absent"},
        {"growing", "shrinking", "new", "stable", "absent"},
        {"growing", "shrinking", "gone", "new", "stable"},
    ]


def test_segments_lie_where_the_truth_says(truth):
    import highdicom as hd

    for point in truth.timepoints:
        seg = hd.seg.segread(derived_path(truth, point, "SEG"))
        assert str(seg.FrameOfReferenceUID) == point.FrameOfReferenceUID
        affine = np.asarray(point.affine_lps)
        for lesion in point.lesions:
            if not lesion.present:
                continue
            described = seg.get_segment_description(lesion.segment_number)
            assert (described.tracking_uid, described.tracking_id) == (
                lesion.tracking_uid,
                lesion.tracking_id,
            )
            volume = seg.get_volume(segment_numbers=[lesion.segment_number], combine_segments=True)
            assert int((volume.array > 0).sum()) == lesion.n_voxels
            at = volume.map_indices_to_reference(np.argwhere(volume.array > 0)).mean(0)
            # An ellipsoid's voxels balance about its centre, within a voxel of this coarse grid.
            assert np.all(np.abs(at - lesion.centre_lps) < np.array(point.spacing_mm)[::-1])
        assert affine[2, 2] == point.spacing_mm[0]


def test_volumes_within_one_layer_of_voxels(truth):
    for point in truth.timepoints:
        for lesion in point.lesions:
            half = max(point.spacing_mm) / 2
            low, high = (
                math.prod(max(d / 2 + sign * half, 0) for d in lesion.diameters_mm) * 4 / 3 * math.pi / 1000
                for sign in (-1, 1)
            )
            assert not lesion.present or low <= lesion.mask_volume_ml <= high


def test_mean_hu_is_that_of_the_stored_voxels(truth):
    import highdicom as hd
    import pydicom

    point = truth.timepoints[2]
    planes = [pydicom.dcmread(p) for p in ct_paths(truth, point)]
    planes.sort(key=lambda ds: float(ds.ImagePositionPatient[2]))
    hu = np.stack([ds.pixel_array.astype(int) + int(ds.RescaleIntercept) for ds in planes])
    seg = hd.seg.segread(derived_path(truth, point, "SEG"))
    mask = seg.get_pixels_by_source_instance([str(ds.SOPInstanceUID) for ds in planes], combine_segments=True)
    lesion = point.lesion("Right upper lobe nodule")
    assert np.isclose(hu[mask == lesion.segment_number].mean(), lesion.mean_hu)
    assert hu.min() >= -1024 and -1010 < np.median(hu[:, :4, :4]) < -990


def test_report_repeats_the_truth(truth):
    import highdicom as hd

    point = truth.timepoints[1]
    report = hd.sr.srread(derived_path(truth, point, "SR"))
    groups = report.content.get_volumetric_roi_measurement_groups()
    present = [lesion for lesion in point.lesions if lesion.present]
    assert [g.tracking_uid for g in groups] == [lesion.tracking_uid for lesion in present]
    for group, lesion in zip(groups, present, strict=True):
        values = {m.name.meaning: (m.value, m.unit.value) for m in group.get_measurements()}
        assert values["Volume"] == (round(lesion.mask_volume_ml, 4), "ml")
        assert values["Long axis"] == (round(lesion.longest_diameter_mm, 4), "mm")
        assert group.reference_type.meaning == "Referenced Segment"


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dicom3tools is not installed")
@pytest.mark.parametrize("name", ["CT/I0001", "SEG", "SR"])
def test_objects_are_valid(truth, name):
    path = derived_path(truth, truth.timepoints[1], name)
    done = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, check=False)
    assert not [line for line in done.stderr.splitlines() if line.startswith("Error")]
