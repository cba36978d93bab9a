"""Volumes to Zarr: whole or not at all, checked on every read, readable by zarr-python, resumable."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lake_of import OBLIQUE, lake_of, noise, the_volume
from pydicom.dataset import Dataset

import pacslake
from pacslake.errors import DamagedError, NotFoundError
from pacslake.pixels.store import verify_store
from pacslake.synthetic import simple_series

SHAPE = (35, 150, 131)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """A lake with one converted volume that fills several chunks and none evenly."""
    lake, made = lake_of(tmp_path_factory.mktemp("converted"), shape=SHAPE, spacing=(2.0, 0.5, 0.75), direction=OBLIQUE,
                         origin=(10.0, 20.0, 30.0), array=noise(SHAPE))  # fmt: skip
    report = lake.convert()
    assert len(report.converted) == 1 and not report.failed
    return lake, made


def copy_of(converted: tuple[Any, Any], folder: Path) -> Any:
    """A lake of its own, to damage."""
    shutil.copytree(converted[0].path, folder / "copy")
    return pacslake.open(folder / "copy")


def test_the_same_numbers_from_both_tiers(converted: tuple[Any, Any]) -> None:
    lake, made = converted
    v, w = the_volume(lake), the_volume(lake, tier="in_place")
    assert (v.tier, w.tier) == ("zarr", "in_place")
    np.testing.assert_array_equal(np.asarray(v), made.array)
    np.testing.assert_array_equal(v.array.compute(), w.array.compute())
    np.testing.assert_array_equal(v[3:33:7, ::-2, 100], made.array[3:33:7, ::-2, 100])
    np.testing.assert_array_equal(v.values(), w.values())


def test_plain_zarr_python_reads_it_and_its_metadata(converted: tuple[Any, Any]) -> None:
    import zarr

    lake, made = converted
    v = the_volume(lake)
    group = zarr.open_group(v.zarr_path, mode="r")
    np.testing.assert_array_equal(group["0"][...], made.array)
    assert group["0"].chunks == (32, 128, 128) and group["0"].shards == (64, 256, 256)
    ome = group.attrs["ome"]
    assert ome["version"] == "0.5"
    (scales,) = ome["multiscales"]
    assert [a["name"] for a in scales["axes"]] == ["z", "y", "x"]
    (transform,) = scales["datasets"][0]["coordinateTransformations"]
    assert transform["type"] == "scale" and transform["scale"] == pytest.approx([2.0, 0.5, 0.75], abs=1e-5)
    np.testing.assert_allclose(np.array(group.attrs["dicom"]["affine_lps"]), v.affine_lps)
    np.testing.assert_allclose(v.affine_lps, made.affine_lps, atol=1e-4)
    assert group.attrs["dicom"]["slice_position_mm"] == pytest.approx(v.slice_positions_mm.tolist())


def test_at_most_five_files_and_every_chunk_in_the_list(converted: tuple[Any, Any]) -> None:
    v = the_volume(converted[0])
    assert sum(len(f) for _, _, f in os.walk(v.zarr_path)) == 5
    levels = json.loads((v.zarr_path / "zarr.json").read_text())["attributes"]["pacslake"]["levels"]
    assert [level["n_chunks"] for level in levels] == [2 * 2 * 2, 2 * 1 * 1]
    assert verify_store(v.zarr_path, checksum=v.row["zarr_checksum"]) == []


def test_the_small_level_is_the_mean_of_two_by_two(converted: tuple[Any, Any]) -> None:
    import zarr

    lake, made = converted
    small = zarr.open_group(the_volume(lake).zarr_path, mode="r")["1"]
    assert small.shape == (35, 75, 66)
    blocks = made.array[:, :, :130].astype(float).reshape(35, 75, 2, 65, 2).mean(axis=(2, 4))
    np.testing.assert_allclose(small[:, :, :65], np.floor(blocks + 0.5), atol=0)


def test_axes_of_the_patient_get_a_translation(tmp_path: Path) -> None:
    lake, _ = lake_of(tmp_path, shape=(4, 8, 8), spacing=(2.0, 0.5, 0.75), origin=(10.0, 20.0, 30.0))
    lake.convert()
    attributes = json.loads((the_volume(lake).zarr_path / "zarr.json").read_text())["attributes"]
    levels = attributes["ome"]["multiscales"][0]["datasets"]
    assert levels[0]["coordinateTransformations"][1]["translation"] == [30.0, 20.0, 10.0]
    assert levels[1]["coordinateTransformations"][1]["translation"] == pytest.approx([30.0, 20.25, 10.375])


@pytest.mark.parametrize("where", ["first", "middle", "index"])
def test_a_flipped_byte_raises(converted: tuple[Any, Any], tmp_path: Path, where: str) -> None:
    lake = copy_of(converted, tmp_path)
    path = the_volume(lake).zarr_path / "0" / "c.0.0.0"
    data = bytearray(path.read_bytes())
    data[{"first": 40, "middle": len(data) // 2, "index": -30}[where]] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedError, match=r"Convert .* again"):
        np.asarray(the_volume(lake))
    assert verify_store(path.parents[1])


def test_missing_and_cut_shards_raise(converted: tuple[Any, Any], tmp_path: Path) -> None:
    lake = copy_of(converted, tmp_path)
    path = the_volume(lake).zarr_path / "0" / "c.0.0.0"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DamagedError):
        the_volume(lake)[0]
    path.unlink()
    with pytest.raises(DamagedError, match="missing"):
        the_volume(lake)[0]
    with pytest.raises(DamagedError):
        the_volume(lake).array.sum().compute()


def test_a_chunk_taken_out_of_the_index_is_missing_and_not_zero(
    converted: tuple[Any, Any], tmp_path: Path
) -> None:
    import google_crc32c

    lake = copy_of(converted, tmp_path)
    path = the_volume(lake).zarr_path / "0" / "c.0.0.0"
    data = bytearray(path.read_bytes())
    size = 2 * 2 * 2 * 16
    index = bytearray(data[-size - 4 : -4])
    index[:16] = b"\xff" * 16
    data[-size - 4 :] = index + google_crc32c.value(bytes(index)).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(DamagedError, match="missing"):
        the_volume(lake)[0, 0, 0]
    assert any("missing" in fault for fault in verify_store(path.parents[1], deep=False))


def test_other_metadata_than_recorded_raises(converted: tuple[Any, Any], tmp_path: Path) -> None:
    lake = copy_of(converted, tmp_path)
    path = the_volume(lake).zarr_path / "zarr.json"
    path.write_text(path.read_text().replace("2.0", "2.5", 1))
    with pytest.raises(DamagedError):
        the_volume(lake)[0]
    shutil.rmtree(path.parent)
    with pytest.raises(DamagedError, match="in_place"):
        the_volume(lake)[0]


def test_a_volume_of_fill_values_keeps_every_chunk(tmp_path: Path) -> None:
    array = np.zeros((33, 20, 20), np.int16)
    array[20:] = -1024
    lake, _ = lake_of(tmp_path, shape=array.shape, array=array)
    lake.convert()
    v = the_volume(lake)
    np.testing.assert_array_equal(np.asarray(v), array)
    assert verify_store(v.zarr_path) == []


def test_converting_again_does_nothing(converted: tuple[Any, Any]) -> None:
    lake, _ = converted
    id = the_volume(lake).id
    before = lake.snapshot_id
    assert lake.convert([id]).skipped == (id,) and lake.convert().converted == ()
    assert lake.snapshot_id == before
    with pytest.raises(NotFoundError):
        lake.convert(["v0"])


def test_one_bad_volume_stops_no_other_and_is_an_issue(tmp_path: Path) -> None:
    lake, made = lake_of(tmp_path, shape=(4, 8, 8), seed=1)
    simple_series(tmp_path / "more", shape=(4, 8, 8), seed=2)
    simple_series(tmp_path / "third", shape=(4, 8, 8), seed=3)
    lake.ingest([tmp_path / "more", tmp_path / "third"])
    made.paths[1].unlink()
    report = lake.convert()
    assert len(report.converted) == 2 and len(report.failed) == 1
    bad = report.failed[0]["volume_id"]
    assert lake.rows(
        "SELECT entity_id, level, severity FROM issue WHERE source = 'pixels' AND severity = 'error'"
    ) == [(bad, "volume", "error")]
    assert lake.rows("SELECT volume_id FROM pending_volumes") == [(bad,)]
    assert not list((lake.path / "staging").glob("convert-*"))


def test_a_fault_that_was_repaired_leaves_no_issue(tmp_path: Path) -> None:
    lake, made = lake_of(tmp_path, shape=(4, 8, 8))
    data = made.paths[1].read_bytes()
    made.paths[1].unlink()
    assert lake.convert().failed
    made.paths[1].write_bytes(data)
    assert len(lake.convert().converted) == 1
    assert lake.rows("SELECT count(*) FROM issue WHERE source = 'pixels' AND severity = 'error'") == [(0,)]


def test_an_original_with_other_pixels_of_the_same_length_is_refused(tmp_path: Path) -> None:
    lake, made = lake_of(tmp_path, shape=(4, 8, 8))
    data = bytearray(made.paths[1].read_bytes())
    data[-5] ^= 1
    made.paths[1].write_bytes(data)
    (bad,) = lake.convert().failed
    assert "digest" in bad["reason"]


def test_what_a_killed_run_left_is_used_or_replaced(tmp_path: Path) -> None:
    lake, made = lake_of(tmp_path, shape=(4, 8, 8))
    id = the_volume(lake).id
    left = lake.path / "volumes" / f"{id}.zarr"
    left.mkdir(parents=True)
    (left / "junk").write_text("x")
    assert lake.convert().converted == (id,)
    np.testing.assert_array_equal(np.asarray(the_volume(lake)), made.array)


def test_what_a_worker_left_that_died_is_in_nobodys_way(tmp_path: Path) -> None:
    """Its task runs again in another worker, in the same run and so with the same folder."""
    from importlib import import_module

    from pacslake.pixels import conversion

    convert = import_module("pacslake.pixels.convert")

    lake, made = lake_of(tmp_path, shape=(4, 8, 8))
    id = the_volume(lake).id
    staging = lake.dir.staging("convert")
    (task,) = convert._tasks(lake, [id], convert._rows_of(lake, [id]), staging, threads=1)
    for left in (f"{id}.zarr/0", "another.zarr/0"):
        (staging / left).mkdir(parents=True)
    for _ in range(2):  # and once more where the first had ended without telling
        done = conversion.convert_volume(task)
        assert done.failed is None
    assert convert._put_in_place(lake, done, staging) == done.checksum
    assert convert.resolve(lake, None) == [id]
    assert lake.convert().converted == (id,)
    np.testing.assert_array_equal(np.asarray(the_volume(lake)), made.array)


def test_time_and_colour_axes_stand_where_ngff_wants_them(tmp_path: Path) -> None:
    import zarr

    def edit(ds: Dataset, k: int) -> None:
        ds.TemporalPositionIdentifier = k // 3 + 1
        ds.ImagePositionPatient = [0, 0, 2.0 * (k % 3)]

    lake, made = lake_of(tmp_path, shape=(6, 8, 8), modality="MR", edit=edit)
    lake.convert()
    v = the_volume(lake)
    assert v.axes == "tzyx" and v.shape == (2, 3, 8, 8)
    np.testing.assert_array_equal(np.asarray(v).reshape(6, 8, 8), made.array)
    group = zarr.open_group(v.zarr_path, mode="r")
    assert [a["name"] for a in group.attrs["ome"]["multiscales"][0]["axes"]] == ["t", "z", "y", "x"]


def test_workers_and_threads_give_the_same_bytes(tmp_path: Path) -> None:
    checksums = []
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        lake, _ = lake_of(folder, shape=(5, 20, 20), seed=1)
        for i in range(2, 5):
            simple_series(folder / f"more{i}", shape=(5, 20, 20), seed=i)
            lake.ingest(folder / f"more{i}")
        assert len(lake.convert(workers=workers).converted) == 4
        checksums.append(sorted(json.loads((p / "zarr.json").read_text())["attributes"]["pacslake"]["levels"][0]["files"]["c.0.0.0"]
                                for p in (lake.path / "volumes").iterdir()))  # fmt: skip
    assert checksums[0] == checksums[1]


@pytest.mark.corpus
def test_all_kinds_of_real_volumes_convert_exactly(corpus: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    for folder in (
        "cine-xa-us",
        "mr-mosaic-siemens",
        "pet-suv",
        "codecs-one-ct",
        "volume-traps",
        "derived-seg-sr",
    ):
        lake.ingest(corpus / folder)
    before = {i: np.asarray(lake.volume(i)) for (i,) in lake.rows("SELECT volume_id FROM pending_volumes")}
    report = lake.convert()
    assert not report.failed and len(report.converted) == len(before) > 30
    for id, array in before.items():
        np.testing.assert_array_equal(np.asarray(lake.volume(id)), array)
