"""Fourteen series that common readers get wrong in silence: each must be right, or refused with a reason.

20 slices of 64 x 48 pixels of 0.8 mm, 2.5 mm apart, with one thing changed.
"""

from __future__ import annotations

import random

import numpy as np
import pytest
from series_made import COLUMNS, PIXEL, ROWS, STEP, N, frames, image, oblique, stack, tilted

from pacslake.pixels.plan import PlannedVolume, plan_series


def plan(images) -> list[PlannedVolume]:
    return list(plan_series(frames(images)).volumes)


def only(images) -> PlannedVolume:
    (volume,) = plan(images)
    return volume


def test_clean() -> None:
    v = only(stack())
    assert (v.verdict, v.shape, v.axes, v.reason_codes) == ("regular", (N, ROWS, COLUMNS), "zyx", ())
    assert v.spacing_mm == pytest.approx((STEP, PIXEL, PIXEL))
    np.testing.assert_allclose(
        np.reshape(v.affine_lps, (4, 4)),
        [[PIXEL, 0, 0, -19.2], [0, PIXEL, 0, -25.6], [0, 0, STEP, -20], [0, 0, 0, 1]],
    )
    assert v.checks["regularly_spaced_3d_volume"]


def test_one_slice_missing() -> None:
    images = stack()
    del images[7]
    v = only(images)
    assert (v.verdict, v.shape[0]) == ("regular_with_gaps", 19)
    assert v.spacing_mm[0] == pytest.approx(STEP)
    assert v.gap_positions == (-20 + 7 * STEP,)
    assert v.affine_lps is None
    assert "missing_slices" in v.reason_codes


def test_one_position_twice_with_equal_pixels() -> None:
    images = [*stack(value=5), image((-19.2, -25.6, -20 + 4 * STEP), value=5)]
    planned = plan_series(frames(images))
    (v,) = planned.volumes
    assert (v.verdict, v.shape[0]) == ("regular", N)
    assert v.spacing_mm[0] == pytest.approx(STEP)
    assert "duplicate_position" in v.reason_codes
    assert "1 left out" in next(i for i in planned.issues if i["code"] == "duplicate_position")["message"]


def test_one_position_twice_with_other_pixels() -> None:
    images = [*stack(), image((-19.2, -25.6, -20 + 4 * STEP), InstanceNumber=900)]
    first, second = plan(images)
    assert (first.verdict, first.shape[0], first.spacing_mm[0]) == ("regular", N, pytest.approx(STEP))
    assert (second.verdict, second.shape[0]) == ("single", 1)
    assert "unresolved_duplicates" in first.reason_codes and "unresolved_duplicates" in second.reason_codes


def test_localizer_inside() -> None:
    scout = image((0, -25, 40), (0, 1, 0, 0, 0, -1), ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])
    main, other = plan([*stack(), scout])
    assert (main.verdict, main.shape[0], main.spacing_mm[0]) == ("regular", N, pytest.approx(STEP))
    assert (other.verdict, other.shape[0]) == ("single", 1)
    assert "localizer" in other.reason_codes


def test_gantry_tilt() -> None:
    v = only(tilted())
    assert v.verdict == "sheared" and "gantry_tilt" in v.reason_codes
    assert v.shear_degrees == pytest.approx(15.0, abs=1e-3)
    assert v.spacing_mm[0] == pytest.approx(STEP * np.cos(np.radians(15)), abs=1e-5)
    np.testing.assert_allclose(np.reshape(v.affine_lps, (4, 4))[:3, 2], [0, 0, STEP], atol=1e-5)


def test_two_echoes() -> None:
    a, b = plan(stack(EchoTime=4.6) + stack(EchoTime=9.2))
    assert a.split_key == {"EchoTime": "4.6"} and b.split_key == {"EchoTime": "9.2"}
    for v in (a, b):
        assert (v.verdict, v.shape[0], v.spacing_mm[0]) == ("regular", N, pytest.approx(STEP))
        assert "several_volumes_in_series" in v.reason_codes


def test_three_acquisitions_are_a_time_axis_in_mr() -> None:
    images = [ds for t in range(3) for ds in stack(AcquisitionNumber=t + 1)]
    v = only(images)
    assert (v.axes, v.shape) == ("tzyx", (3, N, ROWS, COLUMNS))
    assert v.axis_name == "AcquisitionNumber" and v.axis_values == (1, 2, 3)
    assert v.spacing_mm[0] == pytest.approx(STEP)


def test_three_acquisitions_are_phases_in_ct() -> None:
    images = [ds for t in range(3) for ds in stack(AcquisitionNumber=t + 1, modality="CT")]
    volumes = plan(images)
    assert [v.split_key for v in volumes] == [{"AcquisitionNumber": str(t)} for t in (1, 2, 3)]
    assert {v.shape for v in volumes} == {(N, ROWS, COLUMNS)}


def test_spacing_changes_half_way() -> None:
    images = stack(10) + stack(10, 5.0, first=-20 + 10 * STEP)
    v = only(images)
    assert (v.verdict, v.shape[0], v.spacing_mm[0]) == ("variable_spacing", N, None)
    assert v.affine_lps is None and "irregular_spacing" in v.reason_codes
    assert [r.slice_position_mm for r in v.frames] == sorted(ds.ImagePositionPatient[2] for ds in images)


def test_instance_numbers_shuffled() -> None:
    images = stack()
    numbers = list(range(1, N + 1))
    random.Random(5).shuffle(numbers)
    for ds, number in zip(images, numbers, strict=True):
        ds.InstanceNumber = number
    v = only(images)
    assert (v.verdict, v.spacing_mm[0]) == ("regular", pytest.approx(STEP))
    assert [r.frame.position[2] for r in v.frames] == [-20 + STEP * i for i in range(N)]


def test_orientation_jitter() -> None:
    rng = random.Random(1)
    images = stack()
    for ds in images:
        ds.ImageOrientationPatient = [x + rng.uniform(-1e-6, 1e-6) for x in (1, 0, 0, 0, 1, 0)]
    v = only(images)
    assert (v.verdict, v.shape[0], v.reason_codes) == ("regular", N, ())


def test_orientation_jitter_large_enough_to_tell() -> None:
    images = stack()
    for i, ds in enumerate(images):
        ds.ImageOrientationPatient = [1, 5e-4 * (i % 2), 0, -5e-4 * (i % 2), 1, 0]
    v = only(images)
    assert v.verdict == "regular" and "orientation_jitter" in v.reason_codes


def test_slope_per_slice_of_pet() -> None:
    images = stack(modality="PT")
    for i, ds in enumerate(images):
        ds.RescaleSlope, ds.RescaleIntercept, ds.Units = 0.5 + i, 0, "BQML"
    v = only(images)
    assert (v.verdict, v.dtype, v.rescale_mode, v.unit_code) == ("regular", "float32", "per_slice", "BQML")
    assert [r.slope for r in v.frames] == [0.5 + i for i in range(N)]


def test_exposure_varies() -> None:
    images = stack(modality="CT", RescaleSlope=1, RescaleIntercept=-1024)
    for i, ds in enumerate(images):
        ds.Exposure, ds.XRayTubeCurrent, ds.ContentTime = 10 + i, 100 + i, f"1000{i:02d}"
    v = only(images)
    assert (v.verdict, v.shape[0], v.unit_code) == ("regular", N, "HU")


def test_oblique() -> None:
    images = oblique()
    v = only(images)
    assert v.verdict == "regular" and v.reason_codes == ()
    assert v.obliquity_degrees == pytest.approx(20, abs=1e-4) and v.plane == "axial"
    affine = np.reshape(v.affine_lps, (4, 4))
    for k, ds in enumerate(sorted(images, key=lambda d: d.ImagePositionPatient[2])):
        np.testing.assert_allclose((affine @ [0, 0, k, 1])[:3], ds.ImagePositionPatient, atol=1e-3)


def test_monochrome1_leaves_values_alone() -> None:
    v = only(stack(PhotometricInterpretation="MONOCHROME1"))
    assert (v.photometric, v.dtype, v.rescale_mode) == ("MONOCHROME1", "int16", "uniform")


@pytest.mark.parametrize("make", [stack, oblique], ids=["axial", "oblique"])
def test_geometry_equals_simpleitk_where_that_is_right(tmp_path, make) -> None:
    itk = pytest.importorskip("SimpleITK")
    images = make()
    for i, ds in enumerate(images):
        ds.PatientID = ds.PatientName = "T"
        ds.file_meta.MediaStorageSOPClassUID, ds.file_meta.MediaStorageSOPInstanceUID = (
            ds.SOPClassUID,
            ds.SOPInstanceUID,
        )
        ds.save_as(tmp_path / f"{i}.dcm", enforce_file_format=True)
    reader = itk.ImageSeriesReader()
    reader.SetFileNames(itk.ImageSeriesReader.GetGDCMSeriesFileNames(str(tmp_path)))
    read = reader.Execute()
    v = only(images)
    np.testing.assert_allclose(read.GetOrigin(), v.origin_lps, atol=1e-5)
    np.testing.assert_allclose(read.GetSpacing()[::-1], v.spacing_mm, atol=1e-5)
    np.testing.assert_allclose(np.reshape(read.GetDirection(), (3, 3)).T.ravel(), v.direction_lps, atol=1e-5)
