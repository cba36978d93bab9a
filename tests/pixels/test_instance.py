"""One instance: stored values of every frame, the data set, overlays, lookup tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from lake_of import lake_of
from pydicom.data import get_testdata_file

import pacslake
from pacslake.errors import DecodeError, NotFoundError

NAMES = ["CT_small.dcm", "MR_small_RLE.dcm", "ExplVR_BigEnd.dcm", "SC_rgb_small_odd_big_endian.dcm", "image_dfl.dcm",
         "liver_nonbyte_aligned.dcm", "emri_small_jpeg_2k_lossless.dcm", "rtdose.dcm", "examples_palette.dcm",
         "parametric_map_float.dcm", "SC_ybr_full_422_uncompressed.dcm", "JPEG2000.dcm", "vlut_04.dcm"]  # fmt: skip


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A lake over some of pydicom's own files."""
    paths = [p for p in (get_testdata_file(n, download=False) for n in NAMES) if p]
    lake = pacslake.init(tmp_path_factory.mktemp("bundled") / "lake")
    lake.ingest(paths)
    return lake


@pytest.mark.parametrize("name", NAMES)
def test_pixels_equal_pydicoms(bundled: Any, name: str) -> None:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip("not among pydicom's bundled files")
    rows = bundled.rows(
        "SELECT instance_version_id FROM file WHERE uri LIKE ? AND outcome = 'stored'", [f"%{name}"]
    )
    assert rows, name
    i = bundled.instance(rows[0][0])
    theirs = pydicom.dcmread(path).pixel_array
    ours = i.pixels()
    np.testing.assert_array_equal(ours, theirs if len(ours) > 1 else theirs[None])
    np.testing.assert_array_equal(i.frame(len(ours) - 1), ours[-1])
    assert i.n_frames == len(ours) == len(i.frames)
    assert i.dataset() == pydicom.dcmread(path)


def test_by_uid_and_by_version(tmp_path: Path) -> None:
    lake, made = lake_of(tmp_path, shape=(3, 6, 6))
    i = lake.instance(made.SOPInstanceUIDs[1])
    assert lake.instance(i.instance_version_id).sop_instance_uid == made.SOPInstanceUIDs[1]
    np.testing.assert_array_equal(i.pixels()[0], made.array[1])
    np.testing.assert_array_equal(i.values()[0], made.array[1].astype(int) - 1024)
    assert Path(i.uri) == made.paths[1]
    with pytest.raises(NotFoundError):
        lake.instance("1.2.3")
    with pytest.raises(IndexError):
        i.frame(1)


def test_an_object_without_pixels_says_so(tmp_path: Path) -> None:
    path = get_testdata_file("rtplan.dcm", download=False)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest([path])
    ((uid,),) = lake.rows("SELECT SOPInstanceUID FROM instance")
    with pytest.raises(DecodeError, match="no pixel data"):
        lake.instance(uid).pixels()


@pytest.mark.corpus
def test_overlay_in_unused_bits_comes_apart(corpus: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(corpus / "cases" / "IN-10-overlay-in-unused-bits" / "input")
    ((uid,),) = lake.rows("SELECT SOPInstanceUID FROM instance")
    i = lake.instance(uid)
    assert i.pixels().max() == 375 and i.overlays()[0x6000].sum() == 32


@pytest.mark.corpus
def test_colours_of_mislabelled_jpeg(corpus: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(corpus / "cases" / "CX-08-jpeg-ycbcr-tagged-rgb" / "input")
    for (uid,) in lake.rows("SELECT SOPInstanceUID FROM instance"):
        row = lake.instance(uid).pixels()[0, 32, [8, 24, 40, 56]].astype(int)
        assert np.abs(row - [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]).max() <= 3
    assert lake.rows("SELECT count(*) FROM issue WHERE code = 'colour_space_mismatch'") == [(1,)]


@pytest.mark.corpus
def test_modality_lookup_table_as_pydicom_applies_it(corpus: Path, tmp_path: Path) -> None:
    from pydicom.pixels import apply_modality_lut

    path = get_testdata_file("mlut_18.dcm", download=False)
    if path is None:
        pytest.skip("not among pydicom's bundled files")
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest([path])
    ((uid,),) = lake.rows("SELECT SOPInstanceUID FROM instance")
    ds = pydicom.dcmread(path)
    np.testing.assert_array_equal(lake.instance(uid).values()[0], apply_modality_lut(ds.pixel_array, ds))
    for (id,) in lake.rows(
        "SELECT volume_id FROM volume WHERE verdict <> 'not_a_volume' OR kind = 'projection'"
    ):
        np.testing.assert_array_equal(
            np.squeeze(lake.volume(id).values()), apply_modality_lut(ds.pixel_array, ds)
        )
