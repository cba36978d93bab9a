"""Concatenations, nuclear medicine and grids as files: through ingest and planner to voxels in their places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lake_of import noise, the_volume
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

import pacslake

ROOT = "1.2.840.10008.5.1.4.1.1."
UID = "1.2.826.0.1.3680043.8.498.77"


def base(sop_class: str, modality: str, number: int, pixels: np.ndarray, **attributes: Any) -> Dataset:
    """A data set with (frame, row, column) of int16 pixels and no geometry."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = ROOT + sop_class
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"{UID}.1.{number}"
    ds.SeriesInstanceUID, ds.StudyInstanceUID, ds.FrameOfReferenceUID = f"{UID}.2", f"{UID}.3", f"{UID}.4"
    ds.PatientID, ds.StudyDate, ds.Modality, ds.InstanceNumber = "P", "20240102", modality, number
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    ds.Rows, ds.Columns = pixels.shape[-2:]
    if len(pixels) > 1:
        ds.NumberOfFrames = len(pixels)
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    ds.PixelData = pixels.astype("<i2").tobytes()
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    return ds


def item(**attributes: Any) -> Dataset:
    ds = Dataset()
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    return ds


def lake_over(folder: Path, *datasets: Dataset) -> Any:
    (folder / "in").mkdir()
    for i, ds in enumerate(datasets):
        ds.save_as(folder / "in" / f"{i}.dcm", enforce_file_format=True)
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "in")
    return lake


def enhanced(number: int, pixels: np.ndarray, ks: list[int], **attributes: Any) -> Dataset:
    """An enhanced MR object whose frames lie at 3 mm x k, turned so that slices go along x."""
    shared = item(
        PixelMeasuresSequence=Sequence([item(PixelSpacing=[0.5, 0.75], SliceThickness=3)]),
        PlaneOrientationSequence=Sequence([item(ImageOrientationPatient=[0, 1, 0, 0, 0, 1])]),
    )
    frames = [
        item(PlanePositionSequence=Sequence([item(ImagePositionPatient=[10.0 + 3 * k, -5.0, 7.0])]))
        for k in ks
    ]
    return base(
        "4.1", "MR", number, pixels, SharedFunctionalGroupsSequence=Sequence([shared]),
        PerFrameFunctionalGroupsSequence=Sequence(frames), **attributes,
    )  # fmt: skip


def test_parts_of_a_concatenation_are_one_volume(tmp_path: Path) -> None:
    array = noise((7, 6, 8))
    parts = [([5, 4], 1), ([0, 2, 1], 3), ([6, 3], 2)]  # neither parts nor frames in order
    made = [
        enhanced(n, array[ks], ks, ConcatenationUID=f"{UID}.9", InConcatenationNumber=n, InConcatenationTotalNumber=3)
        for ks, n in parts
    ]  # fmt: skip
    lake = lake_over(tmp_path, *made)
    v = the_volume(lake)
    assert (v.kind, v.verdict, v.shape) == ("multiframe", "regular", (7, 6, 8))
    assert "concatenation_joined" in v.reason_codes
    np.testing.assert_array_equal(np.asarray(v), array)
    np.testing.assert_allclose(v.voxel_to_world((6, 5, 7)), [10 + 18, -5 + 7 * 0.75, 7 + 5 * 0.5])
    assert lake.rows("SELECT count(*) FROM issue WHERE code = 'concatenation_incomplete'") == [(0,)]


def test_a_concatenation_without_a_part_keeps_the_gap_and_says_so(tmp_path: Path) -> None:
    array = noise((9, 6, 8))
    parts = [([0, 1, 2, 3, 4], 1), ([6, 7, 8], 3)]
    made = [
        enhanced(n, array[ks], ks, ConcatenationUID=f"{UID}.9", InConcatenationNumber=n, InConcatenationTotalNumber=3)
        for ks, n in parts
    ]  # fmt: skip
    lake = lake_over(tmp_path, *made)
    v = the_volume(lake)
    assert v.verdict == "regular_with_gaps" and v.shape == (8, 6, 8) and v.row["gap_positions"] == [25.0]
    np.testing.assert_array_equal(np.asarray(v), np.delete(array, 5, axis=0))
    assert ("concatenation_incomplete",) in lake.rows("SELECT code FROM issue WHERE level = 'series'")
    grid = v.to_regular(fill=-1)
    assert not grid.mask[5].any() and grid.mask[[0, 1, 2, 3, 4, 6, 7, 8]].all()
    assert (grid.values[5] == -1).all()


def nuclear(pixels: np.ndarray, image_type: list[str], **attributes: Any) -> Dataset:
    detector = item(ImagePositionPatient=[-20.0, -30.0, 50.0], ImageOrientationPatient=[1, 0, 0, 0, 1, 0])
    ds = base("20", "NM", 1, pixels, PixelSpacing=[4.0, 4.0], **attributes)
    ds.ImageType, ds.DetectorInformationSequence = image_type, Sequence([detector])
    return ds


@pytest.mark.parametrize("spacing", [4.5, -4.5])
def test_reconstructed_nuclear_medicine_stands_by_its_vectors(tmp_path: Path, spacing: float) -> None:
    """Slice Vector numbers the slices; the sign of Spacing Between Slices is their direction (PS3.3 C.8.4.15)."""
    array = noise((5, 6, 8))
    order = [3, 1, 5, 2, 4]
    lake = lake_over(
        tmp_path,
        nuclear(
            array[[n - 1 for n in order]], ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"],
            FrameIncrementPointer=(0x0054, 0x0080), SliceVector=order, NumberOfSlices=5,
            SpacingBetweenSlices=spacing,
        ),
    )  # fmt: skip
    v = the_volume(lake)
    assert (v.verdict, v.shape, v.spacing[0]) == ("regular", (5, 6, 8), pytest.approx(4.5))
    expected = array if spacing > 0 else array[::-1]
    np.testing.assert_array_equal(np.asarray(v), expected)
    np.testing.assert_allclose(v.origin_lps, [-20, -30, 50 + min(0, 4 * spacing)])


def test_planar_nuclear_medicine_has_its_vectors_as_axis_and_no_place(tmp_path: Path) -> None:
    array = noise((4, 6, 8))
    lake = lake_over(
        tmp_path,
        nuclear(
            array, ["ORIGINAL", "PRIMARY", "STATIC", "EMISSION"], FrameIncrementPointer=[(0x0054, 0x0010), (0x0054, 0x0020)],
            EnergyWindowVector=[1, 1, 2, 2], DetectorVector=[1, 2, 1, 2],
        ),
    )  # fmt: skip
    ((verdict, name, labels),) = lake.rows("SELECT verdict, axis_name, axis_labels FROM volume")
    assert (verdict, name) == ("not_a_volume", "EnergyWindowVector,DetectorVector")
    assert labels[2] == "EnergyWindowVector=2, DetectorVector=1"


def test_a_grid_of_united_imaging_is_cut_by_its_own_positions(tmp_path: Path) -> None:
    """Tiles of a VFRAME picture, positions in a private sequence; the sixth of nine tiles is empty."""
    tiles = noise((5, 4, 6))
    picture = np.zeros((12, 18), np.int16)
    for i, tile in enumerate(tiles):
        r, c = divmod(i, 3)
        picture[4 * r : 4 * r + 4, 6 * c : 6 * c + 6] = tile
    ds = base(
        "4", "MR", 1, picture[None], PixelSpacing=[2.0, 2.0], ImagePositionPatient=[0, 0, 0],
        ImageOrientationPatient=[1, 0, 0, 0, 1, 0], Manufacturer="UIH",
    )  # fmt: skip
    ds.ImageType = ["ORIGINAL", "PRIMARY", "M", "VFRAME"]
    block = ds.private_block(0x0065, "Image Private Header", create=True)
    block.add_new(0x50, "DS", "5")
    block.add_new(0x51, "SQ", [item(ImagePositionPatient=[-9.0, -8.0, 30.0 - 2.5 * i]) for i in range(5)])
    lake = lake_over(tmp_path, ds)
    v = the_volume(lake)
    assert (v.kind, v.verdict, v.shape, v.spacing[0]) == ("mosaic", "regular", (5, 4, 6), pytest.approx(2.5))
    np.testing.assert_array_equal(np.asarray(v), tiles[::-1])  # positions descend, slices ascend
    np.testing.assert_allclose(v.origin_lps, [-9, -8, 20])
    assert not lake.convert().failed
    np.testing.assert_array_equal(np.asarray(the_volume(lake)), tiles[::-1])
