"""Volumes over originals and over Zarr: the same numbers in the same places, or an error with a reason."""

from __future__ import annotations

import itertools
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from lake_of import OBLIQUE, ORIENTATIONS, lake_of, noise, the_volume
from pydicom.dataset import Dataset

import pacslake
from pacslake.errors import DamagedError, NotFoundError, SourceMissingError, SuvError, UsageError, VolumeError
from pacslake.pixels.volume import rescaled

SHAPE = (7, 40, 33)
PET = "1.2.840.10008.5.1.4.1.1.128"


@pytest.fixture(scope="module")
def oblique(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """An oblique CT of odd size, and its lake."""
    return lake_of(
        tmp_path_factory.mktemp("oblique"), shape=SHAPE, spacing=(2.2, 0.8, 0.5), direction=OBLIQUE,
        origin=(-31.5, 12.25, 40.0), array=noise(SHAPE),
    )  # fmt: skip


def test_array_is_lazy_and_equal_to_the_files(oblique: tuple[Any, Any]) -> None:
    lake, made = oblique
    v = the_volume(lake)
    assert v.tier == "in_place" and v.shape == SHAPE and v.axes == "zyx"
    assert type(v.array).__module__.startswith("dask") and v.array.dtype == v.dtype
    np.testing.assert_array_equal(v.array.compute(), made.array)
    np.testing.assert_array_equal(np.asarray(v), made.array)
    np.testing.assert_array_equal(v.array[3, 5:9].compute(), made.array[3, 5:9])


@pytest.mark.parametrize(
    "key",
    [3, -1, (2, 7), (slice(None), 5), (slice(1, 6, 2), slice(None, None, -3), 4), (..., slice(3, 30)), slice(3, 3),
     (6, 39, 32), (slice(None), slice(10, 20), slice(5, 6))],
)  # fmt: skip
def test_any_part_equals_numpys(oblique: tuple[Any, Any], key: Any) -> None:
    lake, made = oblique
    np.testing.assert_array_equal(the_volume(lake)[key], made.array[key])


def test_parts_outside_raise(oblique: tuple[Any, Any]) -> None:
    v = the_volume(oblique[0])
    for key in (7, (0, 40), (0, 0, 0, 0)):
        with pytest.raises(IndexError):
            v[key]


def test_values_are_hounsfield_units(oblique: tuple[Any, Any]) -> None:
    lake, made = oblique
    v = the_volume(lake)
    ds = pydicom.dcmread(made.paths[0])
    np.testing.assert_array_equal(
        v.values(), made.array.astype(int) * int(ds.RescaleSlope) + int(ds.RescaleIntercept)
    )
    assert v.unit == "HU"
    np.testing.assert_array_equal(v.values((slice(2, 4), 3)), v.values()[2:4, 3])


@pytest.mark.parametrize("name", ORIENTATIONS)
def test_voxels_lie_where_the_files_say(tmp_path: Path, name: str) -> None:
    lake, made = lake_of(
        tmp_path,
        shape=(5, 12, 9),
        spacing=(3.3, 0.7, 0.6),
        direction=ORIENTATIONS[name],
        origin=(5.0, -7.0, 11.0),
    )
    v = the_volume(lake)
    for path in made.paths:
        ds = pydicom.dcmread(path)
        (k,) = [f.k for f in v.frames() if f.sop_instance_uid == ds.SOPInstanceUID]
        rows, columns = (
            np.array(ds.ImageOrientationPatient[:3], float),
            np.array(ds.ImageOrientationPatient[3:], float),
        )
        for r, c in itertools.product((0, 11), (0, 8)):
            expected = np.array(ds.ImagePositionPatient, float) + rows * c * 0.6 + columns * r * 0.7
            assert np.abs(v.voxel_to_world([k, r, c]) - expected).max() < 1e-3
            assert np.abs(v.world_to_voxel(expected) - [k, r, c]).max() < 1e-3
        np.testing.assert_array_equal(v[k], ds.pixel_array)


def test_frames_say_which_file_and_where_in_it(oblique: tuple[Any, Any]) -> None:
    lake, made = oblique
    for f in the_volume(lake).frames():
        with open(f.uri, "rb") as file:
            file.seek(f.offset)
            np.testing.assert_array_equal(
                np.frombuffer(file.read(f.length), "<i2").reshape(40, 33), made.array[f.k]
            )


def test_opens_by_series_and_refuses_what_it_does_not_know(oblique: tuple[Any, Any]) -> None:
    lake, made = oblique
    assert lake.volume(made.SeriesInstanceUID).id == the_volume(lake).id
    with pytest.raises(NotFoundError):
        lake.volume("v00000000000000000000")
    with pytest.raises(UsageError):
        lake.volume(made.SeriesInstanceUID, tier="memory")
    with pytest.raises(VolumeError, match="not converted"):
        lake.volume(made.SeriesInstanceUID, tier="zarr")


def test_a_volume_pickles_as_its_place(oblique: tuple[Any, Any]) -> None:
    v = the_volume(oblique[0])
    _ = v.array, v._frames
    text = pickle.dumps(v)
    assert len(text) < 3000
    np.testing.assert_array_equal(np.asarray(pickle.loads(text)), np.asarray(v))


def test_summary_for_notebooks_is_short_and_names_no_path(oblique: tuple[Any, Any]) -> None:
    v = the_volume(oblique[0])
    html = v._repr_html_()
    assert v.id in html and "in_place" in html and len(html) < 1500
    assert str(oblique[0].path) not in html + repr(v)


def test_a_store_over_originals_is_plain_zarr(oblique: tuple[Any, Any]) -> None:
    import zarr

    lake, made = oblique
    array = zarr.open_array(the_volume(lake).store(), mode="r")
    np.testing.assert_array_equal(array[...], made.array)
    assert array.chunks == (1, 40, 33)
    with pytest.raises(ValueError):
        array[0] = 0


def test_missing_changed_and_short_originals_raise(tmp_path: Path) -> None:
    lake, made = lake_of(tmp_path, shape=(4, 8, 8))
    v = the_volume(lake)
    data = made.paths[2].read_bytes()
    made.paths[2].write_bytes(data[:-20])
    with pytest.raises(DamagedError, match="changed"):
        the_volume(lake)[...]
    np.testing.assert_array_equal(v[0], made.array[0])
    made.paths[2].unlink()
    with pytest.raises(SourceMissingError) as caught:
        the_volume(lake)[2]
    assert "Synthetic" not in str(caught.value)


def test_per_slice_rescale_gives_real_values(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        ds.Modality, ds.SOPClassUID = "PT", PET
        ds.RescaleSlope, ds.RescaleIntercept, ds.Units = str(0.5 + k), "0", "BQML"

    lake, made = lake_of(tmp_path, shape=(3, 6, 6), modality="MR", edit=edit)
    v = the_volume(lake)
    expected = made.array * (0.5 + np.arange(3))[:, None, None]
    assert v.dtype == np.float32
    np.testing.assert_allclose(v.values(), expected, rtol=1e-6)
    np.testing.assert_allclose(v.array.compute(), expected, rtol=1e-6)
    with pytest.raises(SuvError) as caught:
        v.suv()
    assert isinstance(caught.value, pacslake.PacslakeError)


def test_suv_is_the_value_times_the_factor(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        ds.Modality, ds.SOPClassUID = "PT", PET
        ds.Units, ds.DecayCorrection, ds.PatientWeight = "BQML", "ADMIN", "70"
        ds.CorrectedImage = ["DECY", "ATTN"]
        ds.RescaleSlope, ds.RescaleIntercept = "2", "0"
        item = Dataset()
        item.RadionuclideTotalDose, item.RadionuclideHalfLife = "3.5e8", "6586.2"
        item.RadiopharmaceuticalStartTime = "090000"
        ds.RadiopharmaceuticalInformationSequence = [item]

    lake, made = lake_of(tmp_path, shape=(3, 6, 6), modality="MR", edit=edit)
    np.testing.assert_allclose(the_volume(lake).suv(), made.array * 2.0 * 70_000 / 3.5e8, rtol=1e-6)


def test_padding_is_a_mask_and_values_stay(tmp_path: Path) -> None:
    array = noise((3, 8, 8))
    array[:, :2] = -2000
    lake, _ = lake_of(tmp_path, shape=(3, 8, 8), array=array, PixelPaddingValue=-2000)
    v = the_volume(lake)
    assert (~v.valid()).sum() == 48
    np.testing.assert_array_equal(v.array.compute(), array)


def test_gaps_stay_gaps_and_are_filled_on_request_only(tmp_path: Path) -> None:
    lake, made = lake_of(tmp_path, shape=(8, 6, 5), spacing=(2.5, 1.0, 1.0), array=noise((8, 6, 5)))
    made.paths[3].unlink()
    lake = pacslake.init(tmp_path / "again")
    lake.ingest(tmp_path / "source")
    v = the_volume(lake)
    assert v.verdict == "regular_with_gaps" and v.shape == (7, 6, 5) and v.affine_lps is None
    hu = made.array.astype(int) - 1024
    with pytest.raises(VolumeError, match="to_regular"):
        v.to_sitk()
    grid = v.to_regular()
    assert grid.values.shape == (8, 6, 5) and grid.how == "gaps_filled" and grid.spacing_mm[0] == 2.5
    assert np.isnan(grid.values[3]).all() and not grid.mask[3].any()
    np.testing.assert_array_equal(np.delete(grid.values, 3, axis=0), np.delete(hu, 3, axis=0))
    assert v.to_regular(fill=-1024).values[3].max() == -1024
    assert (v.runs()[0].start, v.runs()[0].stop) == (0, 3)
    np.testing.assert_allclose(v.voxel_to_world([3, 0, 0]), [0, 0, 10.0])


def test_variable_spacing_needs_a_choice(tmp_path: Path) -> None:
    places = [0, 2.5, 5.0, 7.5, 15.0, 22.5]

    def edit(ds: Dataset, k: int) -> None:
        ds.ImagePositionPatient = [0, 0, places[k]]

    lake, made = lake_of(tmp_path, shape=(6, 4, 4), edit=edit)
    v = the_volume(lake)
    assert v.verdict == "variable_spacing" and v.spacing[0] is None
    with pytest.raises(VolumeError, match=r"2\.5.*7\.5"):
        v.to_regular()
    grid = v.to_regular(spacing=2.5)
    assert grid.values.shape[0] == 10
    hu = made.array.astype(float) - 1024
    np.testing.assert_allclose(grid.values[:4], hu[:4])
    np.testing.assert_allclose(grid.values[4], hu[3] * 2 / 3 + hu[4] / 3, rtol=1e-5)
    assert [r.spacing_mm for r in v.runs()] == [2.5, 7.5]


def test_sheared_keeps_an_exact_affine_and_is_set_upright_on_request(tmp_path: Path) -> None:
    k, r, c = np.mgrid[:6, :16, :16]

    def edit(ds: Dataset, i: int) -> None:
        ds.ImagePositionPatient = [0, -1.5 * i, 5.0 * i]

    # The field 2 x + 20 y of the patient, in each slice as it lies.
    field = (c * 2 + 20 * r - 30 * k).astype(np.int16)
    lake, _ = lake_of(tmp_path, shape=(6, 16, 16), array=field, edit=edit)
    v = the_volume(lake)
    assert v.verdict == "sheared"
    np.testing.assert_allclose(v.voxel_to_world([4, 2, 3]), [3, 2 - 6.0, 20.0], atol=1e-6)
    with pytest.raises(VolumeError, match="sheared"):
        v.to_sitk()
    grid = v.to_regular()
    _, rr, cc = np.mgrid[:6, :16, :16]
    expected = cc * 2 + 20 * rr - 1024  # at the upright place (x, y) the field is 2 x + 20 y
    np.testing.assert_allclose(grid.values[grid.mask], expected[grid.mask], atol=1e-2)
    assert 0 < (~grid.mask).sum() < grid.mask.size / 2


def test_a_single_slice_needs_a_thickness_to_leave(tmp_path: Path) -> None:
    lake, _ = lake_of(tmp_path, shape=(1, 6, 6))
    v = the_volume(lake)
    assert v.verdict == "single" and v.spacing[0] is None
    with pytest.raises(VolumeError, match="slice_mm"):
        v.to_sitk()
    assert v.to_sitk(slice_mm=5.0).GetSpacing() == (1.0, 1.0, 5.0)


def test_an_export_that_moved_is_read_from_its_new_place_once_ingested_there(tmp_path: Path) -> None:
    lake, made = lake_of(tmp_path, shape=(4, 6, 7), array=noise((4, 6, 7)))
    os.rename(tmp_path / "source", tmp_path / "moved")
    with pytest.raises(SourceMissingError):
        the_volume(lake).array.compute()
    assert lake.ingest(tmp_path / "moved").counts["duplicate"] == 4
    np.testing.assert_array_equal(the_volume(lake).array.compute(), made.array)
    uid = lake.rows('SELECT "SOPInstanceUID" FROM instance LIMIT 1')[0][0]
    assert lake.instance(uid).dataset().SOPInstanceUID == uid
    assert len(lake.convert().converted) == 1
    np.testing.assert_array_equal(the_volume(lake, tier="zarr").array.compute(), made.array)


def test_not_a_volume_says_why_and_what_next(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        del ds.ImagePositionPatient

    lake, made = lake_of(tmp_path, shape=(3, 6, 6), edit=edit)
    with pytest.raises(VolumeError) as caught:
        lake.volume(made.SeriesInstanceUID)
    assert "geometry_missing" in caught.value.reason_codes and "lake.instance" in str(caught.value)


def test_a_series_without_images_is_no_volume_and_an_unknown_one_is_unknown(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        del ds.PixelData, ds.Rows, ds.Columns
        ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.11"
        ds.Modality = "SR"

    lake, made = lake_of(tmp_path, shape=(1, 6, 6), edit=edit)
    with pytest.raises(VolumeError, match=r"no volume.*\(SR\)"):
        lake.volume(made.SeriesInstanceUID)
    with pytest.raises(NotFoundError, match="no volume and no series"):
        lake.volume("1.2.3")


def test_several_volumes_are_listed(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        ds.EchoTime = 4.6 if k < 3 else 9.2
        ds.ImagePositionPatient = [0, 0, 2.0 * (k % 3)]

    lake, made = lake_of(tmp_path, shape=(6, 6, 6), modality="MR", edit=edit)
    ids = [i for (i,) in lake.rows("SELECT volume_id FROM volume")]
    assert len(ids) == 2
    with pytest.raises(VolumeError) as caught:
        lake.volume(made.SeriesInstanceUID)
    assert all(i in str(caught.value) for i in ids)


@pytest.mark.parametrize(
    "dtype, slope, intercept, expected",
    [("int16", 1, 0, "int16"), ("int16", 1, -1024, "int16"), ("uint16", 2, 0, "int16"), ("uint8", 0.5, 1, "float32"),
     ("uint32", 1e-3, 0, "float64"), ("float32", 2, 0, "float32")],
)  # fmt: skip
def test_rescale_keeps_whole_numbers_whole(dtype: str, slope: float, intercept: float, expected: str) -> None:
    stored = np.array([0, 1, 200], dtype)
    out = rescaled(stored, slope, intercept)
    assert out.dtype == expected
    np.testing.assert_allclose(out, stored.astype(float) * slope + intercept, rtol=1e-6)


def test_whole_numbers_that_leave_16_bits_become_32() -> None:
    out = rescaled(np.array([-32768, 32767], np.int16), 1, -1024)
    assert out.dtype == np.int32 and out.tolist() == [-33792, 31743]


# -- real data ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A lake over real series: compressed, mosaic, 4D, enhanced, oblique, gzip, PET."""
    lake = pacslake.init(tmp_path_factory.mktemp("real") / "lake")
    for folder in ("ct-skull-media", "mr-mosaic-siemens", "mr-studyforrest-func", "mr-studyforrest-anat",
                   "mr-classic-vs-enhanced-philips", "mr-oblique-canon", "pet-suv", "cine-xa-us", "enhanced-multiframe"):  # fmt: skip
        lake.ingest(corpus / folder)
    return lake


@pytest.mark.corpus
def test_every_slice_of_real_volumes_equals_pydicoms(real: Any) -> None:
    compared = 0
    for (id,) in real.rows(
        "SELECT volume_id FROM volume WHERE verdict <> 'not_a_volume' AND kind <> 'mosaic'"
    ):
        v = real.volume(id)
        array = np.asarray(v).reshape(-1, *v.shape[v.axes.index("y") :])
        for f, plane in list(zip(v.frames(), array, strict=True))[:: max(1, len(array) // 4)]:
            ds = real.instance(f.instance).dataset()
            try:
                theirs = ds.pixel_array
            except Exception:
                continue  # pydicom's plugins here have no JPEG lossless
            theirs = theirs[f.frame_index] if int(ds.get("NumberOfFrames") or 1) > 1 else theirs
            expected = theirs * f.slope + f.intercept if v.row["rescale_mode"] == "per_slice" else theirs
            np.testing.assert_allclose(plane, expected, rtol=1e-6, atol=1 if "c" in v.axes else 0)
            compared += 1
    assert compared > 100


@pytest.mark.corpus
def test_classic_and_enhanced_twins_hold_the_same_212_frames(real: Any) -> None:
    rows = real.rows(
        'SELECT instance_version_id, n_frames FROM instance_row WHERE "Rows" = 80 AND n_frames IN (1, 212)'
    )
    twins = real.rows(
        """SELECT list(instance_version_id) FILTER (n_frames = 1), list(instance_version_id) FILTER (n_frames = 212)
           FROM instance_row WHERE "SeriesInstanceUID" IN
               (SELECT "SeriesInstanceUID" FROM instance_row WHERE n_frames = 212 AND "Rows" = 80)"""
    )
    classic, (enhanced,) = twins[0]
    assert len(classic) == 212 and len(rows) >= 213
    planes = {real.instance(i).pixels()[0].tobytes() for i in classic}
    assert planes == {plane.tobytes() for plane in real.instance(enhanced).pixels()}


@pytest.mark.corpus
def test_the_reference_object_of_qiba_has_suv_1_and_4(real: Any) -> None:
    ((id,),) = real.rows(
        """SELECT DISTINCT vf.volume_id FROM volume_frame vf JOIN instance_row i USING (instance_version_id)
           JOIN file f ON f.file_id = i.file_id WHERE f.uri LIKE '%/qiba_dro/%'"""
    )
    levels, counts = np.unique(real.volume(id).suv().round(2), return_counts=True)
    # Besides the air: the body and the hot ball, as the object is defined.
    assert levels[np.argsort(-counts)[:3]].tolist() == pytest.approx([0.0, 1.0, 4.0])


@pytest.mark.corpus
def test_geometry_of_real_volumes_in_simpleitk(real: Any) -> None:
    checked = 0
    for (id,) in real.rows(
        "SELECT volume_id FROM volume WHERE verdict = 'regular' AND kind <> 'mosaic' AND axes = 'zyx'"
    ):
        v = real.volume(id)
        image = v.to_sitk()
        for f in (v.frames()[0], v.frames()[-1]):
            at = image.TransformIndexToPhysicalPoint((0, 0, f.k))
            # What the file itself is off the even grid, within the tolerance of the verdict, is no fault of the image.
            assert np.abs(np.subtract(at, f.position)).max() < 1e-3 + 0.01 * v.spacing[0]
        checked += 1
    assert checked > 10


@pytest.mark.corpus
def test_mosaics_are_cut_as_dcm2niix_cuts_them(real: Any) -> None:
    for (id,) in real.rows("SELECT volume_id FROM volume WHERE kind = 'mosaic' AND verdict = 'regular'"):
        v = real.volume(id)
        whole = real.instance(v.frames()[0].instance).pixels()[0]
        rows, columns = v.shape[-2:]
        first = v.frames()[0]
        per_row = whole.shape[1] // columns
        r, c = divmod(first.tile, per_row)
        np.testing.assert_array_equal(
            np.asarray(v).reshape(-1, rows, columns)[0],
            whole[r * rows : (r + 1) * rows, c * columns : (c + 1) * columns],
        )


def test_reads_in_place_by_offset_without_pydicom(tmp_path: Path) -> None:
    lake, _ = lake_of(tmp_path, shape=(3, 8, 8))
    id = the_volume(lake).id
    code = (
        "import sys, pacslake\n"
        f"v = pacslake.open({str(lake.path)!r}).volume({id!r})\n"
        "v[...]\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'pydicom', 'dask', 'zarr', 'SimpleITK', 'highdicom'}))"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ.copy())
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("slopes", [(1.0, 1.0, 1.0), (0.5, 1.7, -3.1)])
def test_padding_of_each_slice_is_its_own(tmp_path: Path, slopes: tuple[float, ...]) -> None:
    """One slice pads with -2000, one with all from -2000 to -1990, one does not; real values or stored ones."""
    array = noise((3, 8, 8), seed=4)
    array[:, 2, :4] = [-2000, -1995, -1990, -1989]

    def edit(ds: Dataset, k: int) -> None:
        ds.RescaleSlope = slopes[k]
        if k < 2:
            ds.PixelPaddingValue = -2000
        if k == 1:
            ds.PixelPaddingRangeLimit = -1990

    lake, _ = lake_of(tmp_path, shape=array.shape, array=array, edit=edit)
    expected = np.ones(array.shape, bool)
    expected[0, 2, 0] = False
    expected[1, 2, :3] = False
    np.testing.assert_array_equal(the_volume(lake).valid(), expected)
    lake.convert()
    v = the_volume(lake)
    assert v.tier == "zarr"
    np.testing.assert_array_equal(v.valid(), expected)
    assert lake.rows("SELECT n_padding FROM pixel_stat WHERE level = 'volume'") == [(4,)]


@pytest.mark.parametrize(
    "key", [..., 1, (slice(None), 3), (slice(0, 3, 2), slice(None, None, -1), slice(2, 6))]
)
@pytest.mark.parametrize("intercept", [-1024, 7, 0, 32000])
def test_values_of_twelve_bits_are_shifted_as_they_are_read(tmp_path: Path, key: Any, intercept: int) -> None:
    array = np.random.default_rng(1).integers(0, 4096, (3, 8, 8)).astype(np.uint16)
    lake, _ = lake_of(
        tmp_path, shape=array.shape, array=array, BitsStored=12, HighBit=11, RescaleIntercept=intercept
    )
    found = the_volume(lake).values(key)
    np.testing.assert_array_equal(found, array.astype(np.int64)[key] + intercept)
    assert found.dtype == {0: np.uint16, 32000: np.int32}.get(intercept, np.int16)
    np.testing.assert_array_equal(the_volume(lake)[...], array)  # the originals' values are as they were
