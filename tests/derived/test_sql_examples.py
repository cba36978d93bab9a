"""The questions of `catalog/examples` about derived objects, with answers known by hand."""

from __future__ import annotations

import numpy as np
import pytest

import pacslake
from pacslake.catalog.schema import example_files, statements
from pacslake.derived import SegmentSpec, build_seg, compare_masks
from tests.derived.helpers import series


def ask(lake, name):
    (text,) = statements(next(f.text for f in example_files() if f.name == name))
    return lake.dicts(text)


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """A CT that two annotators outlined, one that nobody did, and a segmentation without its images."""
    folder = tmp_path_factory.mktemp("examples")
    lake = pacslake.init(folder / "lake")
    made, *_ = series(folder / "one", (4, 12, 12), (2.0, 1.0, 1.0), PatientID="P1", StudyDate="20240101")
    series(folder / "two", (3, 12, 12), (2.0, 1.0, 1.0), PatientID="P2", StudyDate="20240101", seed=2)
    _, elsewhere, other, _ = series(
        folder / "three", (3, 12, 12), PatientID="P3", StudyDate="20240101", seed=3
    )
    lake.ingest(folder / "one")
    lake.ingest(folder / "two")
    volume = lake.volume(made.SeriesInstanceUID)
    small, large = np.zeros((2, *volume.shape), bool)
    small[1:3, 2:7, 2:7] = True  # 50 voxels of 2 mm3
    large[1:3, 2:8, 2:7] = True  # 60
    spec = SegmentSpec("Lesion", type="Nodule", tracking_uid="2.25.5", tracking_id="L1")
    lake.add(build_seg(small, volume, [spec]))
    lake.add(build_seg(large, volume, [spec]))
    lake.add(build_seg(np.ones(other.shape, bool), other, ["Lost"], datasets=elsewhere))
    ids = [
        id
        for (id,) in lake.rows("SELECT segment_id FROM segment WHERE volume_id IS NOT NULL ORDER BY n_voxels")
    ]
    compare_masks(lake, *ids)
    return lake


def test_volume_over_time(lake):
    rows = [r for r in ask(lake, "segment_volume_over_time") if r["name"] == "L1"]
    assert sorted(r["volume_ml"] for r in rows) == [0.1, 0.12] and rows[0]["since_first_ml"] == 0


def test_annotators_disagree(lake):
    (row,) = ask(lake, "annotator_disagreement")
    assert {row["a_ml"], row["b_ml"]} == {0.1, 0.12}
    assert row["differ_percent"] == pytest.approx(200 * 0.02 / 0.22, abs=0.1)
    assert row["dice"] == pytest.approx(2 * 50 / 110, abs=1e-3) and row["hausdorff_95_mm"] == 1.0


def test_images_without_a_mask(lake):
    assert [(r["Modality"], r["n_slices"]) for r in ask(lake, "images_without_mask")] == [("CT", 3)]


def test_unresolved_references(lake):
    (row,) = ask(lake, "missing_sources")
    assert row["Modality"] == "SEG" and row["n_missing"] >= 3
