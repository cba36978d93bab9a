"""Planning through the catalogue: what is pending, what is replaced, what stays; equal rows whatever the way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
from frames_of import series_in
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from series_made import STEP, stack

import pacslake
from pacslake.catalog import Changes, Replace
from pacslake.errors import NotFoundError
from pacslake.pixels import refresh as package_refresh
from pacslake.pixels.plan import plan_series
from pacslake.pixels.plan_explain import explain
from pacslake.pixels.plan_rows import FRAME_SQL, frames_of_series
from pacslake.pixels.refresh import refresh

# The package has a function of the same name as this module.
module = sys.modules["pacslake.pixels.refresh"]
SERIES = "1.2.826.0.1.3680043.8.498.5.0"
VOLUME = "SELECT * EXCLUDE (code_version) FROM volume ORDER BY ALL"
FRAMES = "SELECT * FROM volume_frame ORDER BY ALL"
ISSUES = "SELECT * EXCLUDE (batch_id) FROM issue WHERE source = 'plan' ORDER BY ALL"
PLANS = "SELECT * FROM series_plan ORDER BY ALL"


def write(folder: Path, images) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for ds in images:
        ds.PatientID = "P"
        ds.file_meta.MediaStorageSOPClassUID, ds.file_meta.MediaStorageSOPInstanceUID = (
            ds.SOPClassUID,
            ds.SOPInstanceUID,
        )
        ds.save_as(folder / f"{ds.SOPInstanceUID}.dcm", enforce_file_format=True)
    return folder


@pytest.fixture
def lake(tmp_path: Path) -> pacslake.Lake:
    return pacslake.init(str(tmp_path / "lake"))


def tables(lake) -> list:
    return [lake.rows(q) for q in (VOLUME, FRAMES, ISSUES, PLANS)]


def test_ingest_plans_and_a_second_look_does_nothing(lake, tmp_path: Path) -> None:
    lake.ingest(str(write(tmp_path / "a", stack())))
    ((verdict, shape, spacing, affine),) = lake.rows(
        "SELECT verdict, shape, spacing_mm, affine_lps FROM volume"
    )
    assert (verdict, shape) == ("regular", [20, 64, 48])
    assert spacing == pytest.approx([STEP, 0.8, 0.8])
    np.testing.assert_allclose(np.reshape(affine, (4, 4))[:3, 3], [-19.2, -25.6, -20])
    snapshot = lake.snapshot_id
    assert refresh(lake) == 0 == package_refresh(lake) and lake.snapshot_id == snapshot
    assert lake.rows("SELECT count(*) FROM pending_volumes") == [(1,)]


def test_a_new_file_changes_its_series_only(lake, tmp_path: Path) -> None:
    images = stack()
    other = stack(5)
    for ds in other:
        ds.SeriesInstanceUID = SERIES + ".7"
    lake.ingest(str(write(tmp_path / "a", [*images[:7], *images[8:], *other])))
    before = dict(lake.rows('SELECT "SeriesInstanceUID", volume_id FROM volume'))
    assert lake.rows("SELECT code FROM issue WHERE source = 'plan'") == [("missing_slices",)]
    lake.ingest(str(write(tmp_path / "b", images[7:8])))
    after = dict(lake.rows('SELECT "SeriesInstanceUID", volume_id FROM volume'))
    assert after[SERIES] != before[SERIES] and after[SERIES + ".7"] == before[SERIES + ".7"]
    assert lake.rows("SELECT verdict FROM volume") == [("regular",)] * 2
    assert lake.rows("SELECT count(*) FROM issue WHERE source = 'plan'") == [(0,)]
    assert lake.rows("SELECT count(*) FROM volume_frame") == [(25,)]
    assert lake.rows("SELECT count(*) FROM volume_frame f ANTI JOIN volume v USING (volume_id)") == [(0,)]


def test_rows_do_not_depend_on_the_order_of_coming(tmp_path: Path) -> None:
    images = stack(EchoTime=4.0) + stack(EchoTime=8.0)
    del images[9]
    a, b = write(tmp_path / "a", images[::2]), write(tmp_path / "b", images[1::2])
    results = []
    for name, order in (("x", (a, b)), ("y", (b, a)), ("z", (tmp_path,))):
        lake = pacslake.init(str(tmp_path.parent / f"{tmp_path.name}-{name}"))
        for folder in order:
            lake.ingest(str(folder))
        results.append(tables(lake))
    assert results[0] == results[1] == results[2]
    assert len(results[0][0]) == 2


def test_conversion_survives_a_new_rule_version(lake, tmp_path: Path, monkeypatch) -> None:
    lake.ingest(str(write(tmp_path / "a", stack(4))))
    (row,) = lake.dicts("SELECT * FROM volume")
    row["zarr_uri"], row["value_max"] = "volumes/x.zarr", 7.0
    lake.commit(
        lambda catalog: Changes(replace=[Replace("volume", "volume_id", [row["volume_id"]], [row])]),
        note="test",
    )
    monkeypatch.setattr(module, "RULE_VERSION", "next")
    assert refresh(lake) == 1
    assert lake.rows("SELECT zarr_uri, value_max, rule_version FROM volume") == [
        ("volumes/x.zarr", 7.0, "next")
    ]
    assert lake.rows("SELECT count(*) FROM pending_volumes") == [(0,)]


def test_a_series_that_is_gone_leaves_nothing(lake, tmp_path: Path) -> None:
    lake.ingest(str(write(tmp_path / "a", [d for d in stack(6) if d.InstanceNumber != 3])))
    lake.commit(
        lambda catalog: Changes(replace=[Replace("instance_row", "SeriesInstanceUID", [SERIES])]),
        note="erase",
    )
    assert refresh(lake) == 1 and refresh(lake) == 0
    assert tables(lake) == [[], [], [], []]


def test_lots_of_series_are_planned_in_several_commits(lake, tmp_path: Path, monkeypatch) -> None:
    images = []
    for s in range(6):
        part = stack(3)
        for ds in part:
            ds.SeriesInstanceUID = f"{SERIES}.{s}"
        images += part
    lake.ingest(str(write(tmp_path / "a", images)))
    whole = tables(lake)
    monkeypatch.setattr(module, "RULE_VERSION", "next")
    monkeypatch.setattr(module, "FRAMES_A_COMMIT", 20)
    first = lake.snapshot_id
    assert refresh(lake) == 6
    assert lake.snapshot_id - first == 3  # two series of three frames fit into each
    assert [r[:2] for r in lake.rows(VOLUME)] == [r[:2] for r in whole[0]]


def test_a_series_that_the_planner_fails_on_does_not_stop_the_others(
    lake, tmp_path: Path, monkeypatch
) -> None:
    other = stack(3)
    for ds in other:
        ds.SeriesInstanceUID = SERIES + ".7"

    def plan_or_fail(frames):
        if frames[0].series_instance_uid == SERIES:
            raise ZeroDivisionError
        return plan_series(frames)

    monkeypatch.setattr(module, "plan_series", plan_or_fail)
    lake.ingest(str(write(tmp_path / "a", [*stack(3), *other])))
    assert lake.rows('SELECT verdict, reason_codes FROM volume ORDER BY "SeriesInstanceUID"') == [
        ("not_a_volume", ["planning_failed"]),
        ("regular", []),
    ]
    assert lake.rows("SELECT code, severity FROM issue WHERE source = 'plan'") == [
        ("planning_failed", "error")
    ]


def test_commit_between_is_seen(lake, tmp_path: Path) -> None:
    """Another writer plans first: its rows are not doubled."""
    lake.ingest(str(write(tmp_path / "a", stack(3))))
    lake.commit(
        lambda catalog: Changes(replace=[Replace("series_plan", "SeriesInstanceUID", [SERIES])]), note="test"
    )
    stale = lake.catalog
    other = pacslake.open(str(lake.path))
    assert refresh(other) == 1
    lake.catalog = stale
    refresh(lake)
    assert lake.rows("SELECT count(*) FROM series_plan") == [(1,)]


def test_explanation_names_decisions(lake, tmp_path: Path) -> None:
    images = stack()
    del images[5]
    lake.ingest(str(write(tmp_path / "a", images)))
    text = explain(lake, SERIES)
    assert f"Series {SERIES}: MR, 19 instances" in text
    assert "regular_with_gaps" in text and "slices 2.5000 mm" in text and "1 at -7.5 mm" in text
    with pytest.raises(NotFoundError):
        explain(lake, "1.2.3.4")


def test_no_series_in_the_explanation_of_another_kind(lake, tmp_path: Path) -> None:
    images = stack(3)
    for ds in images:
        del ds.PixelData
    lake.ingest(str(write(tmp_path / "a", images)))
    assert lake.rows("SELECT count(*) FROM volume") == [(0,)]
    assert "No instance has pixels" in explain(lake, SERIES)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "folder",
    [
        "volume-traps",
        "enhanced-multiframe",
        "mr-mosaic-siemens",
        "mr-classic-vs-enhanced-philips/1901-gz",
        "rt-phantom",
    ],
)
def test_catalogue_and_files_give_the_same_plan(corpus: Path, lake, folder: str) -> None:
    """The planner through instance and frame rows, and through pydicom alone, agree in all but identities."""
    if not (corpus / folder).is_dir():
        pytest.skip(f"{folder} is not here")
    lake.ingest(str(corpus / folder))
    by_file = series_in(corpus / folder)
    found = frames_of_series(lake.catalog, list(by_file))
    for uid, frames in found.items():
        a = plan_series(frames).volumes
        once = {(f.sop_instance_uid, f.frame_index): f for f in reversed(by_file[uid])}  # first in path order
        b = plan_series(once.values()).volumes
        facts = "kind verdict shape axes reason_codes axis_name axis_values dtype rescale_source unit_code".split()
        assert [[getattr(v, x) for x in facts] for v in a] == [[getattr(v, x) for x in facts] for v in b]
        for v, w in zip(a, b, strict=True):
            assert [(r.k, r.t, r.frame.sop_instance_uid, r.frame.frame_index, r.tile) for r in v.frames] == [
                (r.k, r.t, r.frame.sop_instance_uid, r.frame.frame_index, r.tile) for r in w.frames
            ]


def test_every_field_of_a_frame_has_its_column() -> None:
    from pacslake.pixels.plan_frame import Frame

    assert tuple(FRAME_SQL) == Frame._fields


def reencoded(ds: Dataset, encode: Callable[[np.ndarray], bytes], syntax: str) -> Dataset:
    """The same image under another UID, in one fragment."""
    copy = deepcopy(ds)
    copy.SOPInstanceUID = f"{ds.SOPInstanceUID}.9"
    copy.InstanceNumber = int(ds.InstanceNumber) + 1000
    copy.file_meta.TransferSyntaxUID = syntax
    copy.PixelData = encapsulate([encode(ds.pixel_array)])
    copy["PixelData"].VR = "OB"
    return copy


def test_a_copy_in_another_encoding_is_dropped_by_its_decoded_pixels(lake, tmp_path: Path) -> None:
    """Bytes as stored differ; only decoding tells that one slice is the other."""
    rng = np.random.default_rng(3)
    images = stack(5, modality="CT", BitsStored=12, HighBit=11, PixelRepresentation=0)
    for ds in images:
        ds.PixelData = rng.integers(0, 4096, (64, 48), np.uint16).tobytes()
    copy = reencoded(images[2], lambda a: imagecodecs.jpegls_encode(a), "1.2.840.10008.1.2.4.80")
    lake.ingest(str(write(tmp_path / "a", [*images, copy])))
    assert lake.rows("SELECT verdict, n_slices, reason_codes FROM volume") == [
        ("regular", 5, ["duplicate_position"])
    ]
    assert lake.rows("SELECT code, level FROM issue WHERE source = 'plan'") == [
        ("duplicate_position", "volume")
    ]
    ((id,),) = lake.rows("SELECT volume_id FROM volume")
    np.testing.assert_array_equal(np.asarray(lake.volume(id)), np.stack([ds.pixel_array for ds in images]))


def test_other_pixels_in_another_encoding_are_no_copy(lake, tmp_path: Path) -> None:
    images = stack(5, modality="CT", BitsStored=12, HighBit=11, PixelRepresentation=0)
    other = reencoded(
        images[2], lambda a: imagecodecs.jpegls_encode(a ^ np.uint16(1)), "1.2.840.10008.1.2.4.80"
    )
    lake.ingest(str(write(tmp_path / "a", [*images, other])))
    assert sorted(lake.rows("SELECT n_slices, verdict FROM volume")) == [(1, "single"), (5, "regular")]


def test_an_original_that_is_gone_is_judged_by_its_bytes(
    lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = stack(5, modality="CT", BitsStored=12, HighBit=11, PixelRepresentation=0)
    copy = reencoded(images[2], lambda a: imagecodecs.jpegls_encode(a), "1.2.840.10008.1.2.4.80")
    folder = write(tmp_path / "a", [*images, copy])
    lake.ingest(str(folder))
    (folder / f"{copy.SOPInstanceUID}.dcm").unlink()
    monkeypatch.setattr(module, "RULE_VERSION", "next")
    assert refresh(lake) == 1
    assert sorted(lake.rows("SELECT n_slices FROM volume")) == [(1,), (5,)]


def test_images_without_a_series_are_an_issue(lake, tmp_path: Path) -> None:
    lake.ingest(str(write(tmp_path / "a", stack(2, SeriesInstanceUID=None))))
    assert lake.rows("SELECT count(*) FROM volume") == [(0,)]
    assert (
        lake.rows("SELECT code, level FROM issue WHERE code LIKE 'series%'")
        == [("series_uid_missing", "instance")] * 2
    )


@pytest.mark.parametrize(
    ("name", "shape"), [("rtdose.dcm", [15, 10, 10]), ("rtdose_1frame.dcm", [1, 10, 10])]
)
def test_a_dose_is_a_volume_in_its_own_unit(lake, name: str, shape: list[int]) -> None:
    path = get_testdata_file(name, download=False)
    lake.ingest(path)
    ds = pydicom.dcmread(path)
    ((id, found, unit),) = lake.rows("SELECT volume_id, shape, unit_code FROM volume")
    assert (found, unit) == (shape, "RELATIVE")
    v = lake.volume(id)
    expected = ds.pixel_array.reshape(shape) * float(ds.DoseGridScaling)
    np.testing.assert_allclose(v.values(), expected, rtol=1e-12)
    for k, far in enumerate(ds.GridFrameOffsetVector[: shape[0]]):
        at = np.add(ds.ImagePositionPatient, (0, 0, float(far)))
        np.testing.assert_allclose(v.voxel_to_world((k, 0, 0)), at, atol=1e-6)
    assert not lake.convert().failed
    np.testing.assert_allclose(lake.volume(id).values(), expected, rtol=1e-12)
