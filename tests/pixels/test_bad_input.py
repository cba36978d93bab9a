"""Bad files among good ones: the good volumes are made, the bad have a verdict and an issue, nothing is filled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
import pytest
from lake_of import lake_of, noise, the_volume
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.uid import JPEGLSLossless

import pacslake
from pacslake.errors import DecodeError, PacslakeError
from pacslake.pixels.inplace import FrameCache, read_frame
from pacslake.pixels.rows import sources_of
from pacslake.synthetic import simple_series

N = 200


def cut(path: Path, bytes_left_out: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-bytes_left_out])


def issues(lake: Any) -> set[str]:
    return {code for (code,) in lake.rows("SELECT DISTINCT code FROM issue WHERE severity <> 'info'")}


def test_one_truncated_slice_among_hundreds_is_a_gap(tmp_path: Path) -> None:
    made = simple_series(tmp_path / "in", shape=(N, 8, 8), array=noise((N, 8, 8)))
    simple_series(tmp_path / "in" / "good", shape=(4, 8, 8), seed=5)
    cut(made.paths[77], 20)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "in")
    assert lake.rows("SELECT count(*) FROM file WHERE outcome = 'quarantined'") == [(1,)]
    assert sorted(lake.rows("SELECT verdict, n_slices FROM volume")) == [
        ("regular", 4),
        ("regular_with_gaps", N - 1),
    ]
    assert {"truncated_pixel_data", "missing_slices"} <= issues(lake)
    assert len(lake.convert().converted) == 2
    ((id,),) = lake.rows("SELECT volume_id FROM volume WHERE n_slices > 100")
    v = lake.volume(id)
    np.testing.assert_array_equal(np.asarray(v), np.delete(made.array, 77, axis=0))
    grid = v.to_regular()
    assert not grid.mask[77].any() and np.isnan(grid.values[77]).all() and grid.mask.sum() == (N - 1) * 64


def rewritten(folder: Path, edit: Callable[[Dataset, int], None], **series: Any) -> tuple[Any, Any]:
    """A lake over a series whose files were changed after they were written."""
    made = simple_series(folder / "source", **series)
    for k, path in enumerate(made.paths):
        ds = pydicom.dcmread(path)
        edit(ds, k)
        ds.save_as(path)
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "source")
    return lake, made


def jpegls(ds: Dataset, k: int, bad: int | None = None) -> None:
    stream = imagecodecs.jpegls_encode(ds.pixel_array.astype(np.uint16))
    ds.file_meta.TransferSyntaxUID = JPEGLSLossless
    ds.PixelData = encapsulate([stream[: len(stream) // 2] if k == bad else stream])
    ds["PixelData"].VR = "OB"


def test_one_damaged_stream_refuses_its_volume_and_no_other(tmp_path: Path) -> None:
    """The slice is there and cannot be decoded: nobody may think that it was zero, or that it was not there."""
    array = np.random.default_rng(2).integers(0, 4000, (12, 16, 16)).astype(np.uint16)
    lake, _ = rewritten(tmp_path, lambda ds, k: jpegls(ds, k, bad=5), shape=array.shape, array=array)
    simple_series(tmp_path / "good", shape=(4, 16, 16), seed=5)
    lake.ingest(tmp_path / "good")
    report = lake.convert()
    assert (len(report.converted), len(report.failed)) == (1, 1)
    bad = report.failed[0]["volume_id"]
    assert lake.rows("SELECT code, level FROM issue WHERE entity_id = ? AND severity = 'error'", [bad]) == [
        ("decode_failed", "volume")
    ]
    assert lake.rows("SELECT zarr_uri FROM volume WHERE volume_id = ?", [bad]) == [(None,)]
    v = lake.volume(bad)
    with pytest.raises(DecodeError):
        v[...]
    np.testing.assert_array_equal(v[:5], array[:5])  # what is whole can be read
    assert not list((lake.path / "volumes").glob(f"{bad}*"))


def test_missing_fragments_are_told_and_not_filled(tmp_path: Path) -> None:
    """Three frames said, two fragments held, none to guess the third from."""
    array = np.random.default_rng(2).integers(0, 4000, (3, 16, 16)).astype(np.uint16)

    def edit(ds: Dataset, k: int) -> None:
        jpegls(ds, k)
        ds.SOPClassUID, ds.NumberOfFrames, ds.FrameTime = "1.2.840.10008.5.1.4.1.1.3.1", 3, "40"
        ds.PixelData = encapsulate([imagecodecs.jpegls_encode(a) for a in array[:2]])
        ds["PixelData"].VR = "OB"

    lake, _ = rewritten(tmp_path, edit, shape=(1, 16, 16))
    assert "frame_count_mismatch" in issues(lake)
    v = the_volume(lake)
    assert (v.kind, v.shape) == ("us_clip", (2, 16, 16))
    np.testing.assert_array_equal(np.asarray(v), array[:2])


def test_a_claim_beyond_the_bytes_is_quarantined_and_the_rest_goes_on(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        if k == 2:
            ds.Rows = ds.Columns = 46341

    lake, made = lake_of(tmp_path, shape=(6, 8, 8), edit=edit)
    assert (
        lake.rows("SELECT reason FROM file WHERE outcome = 'quarantined'")[0][0]
        == "pixel data 128 of 4294976562 bytes"
    )
    np.testing.assert_array_equal(np.asarray(the_volume(lake)), np.delete(made.array, 2, axis=0))


def test_mixed_sizes_are_volumes_of_their_own(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        if k == 3:
            ds.Rows = 4
            ds.PixelData = ds.PixelData[: 4 * 8 * 2]

    lake, _ = lake_of(tmp_path, shape=(7, 8, 8), edit=edit)
    found = lake.rows("SELECT verdict, shape, list_contains(reason_codes, 'split_by_rows') FROM volume ORDER BY n_slices")  # fmt: skip
    assert found == [("single", [1, 4, 8], True), ("regular_with_gaps", [6, 8, 8], True)]
    assert "several_volumes_in_series" in issues(lake)
    assert len(lake.convert().converted) == 2


def test_a_slice_without_geometry_is_left_out_by_name(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        if k == 4:
            del ds.ImagePositionPatient

    lake, made = lake_of(tmp_path, shape=(9, 8, 8), edit=edit)
    assert sorted(lake.rows("SELECT verdict, n_slices FROM volume")) == [
        ("not_a_volume", 1),
        ("regular_with_gaps", 8),
    ]
    assert "geometry_missing" in issues(lake)
    (good,) = lake.convert().converted
    np.testing.assert_array_equal(np.asarray(lake.volume(good)), np.delete(made.array, 4, axis=0))


def test_video_is_an_issue_and_no_crash(tmp_path: Path) -> None:
    def edit(ds: Dataset, k: int) -> None:
        ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.102"
        ds.PixelData = encapsulate([b"\0" * 64])
        ds["PixelData"].VR = "OB"

    lake, _ = rewritten(tmp_path, edit, shape=(3, 8, 8))
    (failed,) = lake.convert().failed
    assert failed["code"] == "decode_failed" and "video" in failed["reason"]
    with pytest.raises(PacslakeError, match="video"):
        the_volume(lake)[0]


def test_the_cache_of_decoded_frames_is_bounded(tmp_path: Path) -> None:
    lake, made = rewritten(tmp_path, jpegls, shape=(10, 16, 16))
    cache = FrameCache(4 * 16 * 16 * 2)
    sources = sources_of(the_volume(lake)._frames, real_values=False)
    for source, expected in zip(sources, made.array, strict=True):
        np.testing.assert_array_equal(read_frame(source, cache=cache), expected)
        assert cache._bytes <= cache.limit and cache._bytes == sum(f.nbytes for f in cache._frames.values())
    assert [k for _, k in cache._frames] == [0] * 4
    assert cache.get((sources[0].instance_version_id, 0)) is None
    assert cache.get((sources[-1].instance_version_id, 0)) is not None
