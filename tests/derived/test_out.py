"""Objects built here: valid, readable by others, and equal after a round trip."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from pacslake.derived import (
    MeasurementSpec,
    SegmentSpec,
    build_parametric_map,
    build_rtstruct,
    build_seg,
    build_sr,
)
from pacslake.derived.common_out import Algorithm
from pacslake.derived.masks import roi_mask
from pacslake.derived.report import parse_report
from pacslake.errors import UsageError
from tests.derived.helpers import reread, series


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    _, datasets, volume, grid = series(tmp_path_factory.mktemp("series"))
    return datasets, volume, grid


@pytest.fixture(scope="module")
def mask():
    found = np.random.default_rng(0).random((6, 20, 17)) > 0.7
    found[0] = False
    return found


def built(made, mask):
    datasets, volume, _ = made
    options = {"datasets": datasets, "algorithm": Algorithm("Test model", "2.1", activity_id="a123")}
    seg = build_seg(mask, volume, [SegmentSpec("Lesion", region="Liver")], **options)
    return {
        "SEG": seg,
        "fractional": build_seg(mask * 0.75, volume, ["p"], fractional=True, **options),
        "RTSTRUCT": build_rtstruct([mask, ~mask], volume, ["A", "B"], **options),
        "map": build_parametric_map(mask * 0.5, volume, quantity="Volume", unit="ml", **options),
        "SR": build_sr(
            [
                MeasurementSpec("Volume", 1.5, "ml", "L1", "2.25.1", segment_number=1, finding="Nodule"),
                MeasurementSpec("Long axis", 12, "mm", "L1", "2.25.1", site="Lung"),
                MeasurementSpec("Volume", 2.0, "ml", "L2"),
            ],
            volume,
            segmentation=seg,
            **options,
        ),
    }


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dicom3tools is not installed")
def test_objects_are_valid(made, mask, tmp_path):
    for name, ds in built(made, mask).items():
        path = tmp_path / name
        ds.save_as(path, enforce_file_format=True)
        done = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, check=False)
        assert [line for line in done.stderr.splitlines() if line.startswith("Error")] == [], name


def test_structure_set_gives_the_masks_back(made, mask, tmp_path):
    datasets, volume, grid = made
    ds = reread(build_rtstruct([mask, ~mask], volume, ["A", "B"], datasets=datasets), tmp_path / "rt")
    assert np.array_equal(roi_mask(ds, 1, grid), mask) and np.array_equal(roi_mask(ds, 2, grid), ~mask)


def test_map_keeps_its_values_and_unit(made, tmp_path):
    import highdicom as hd

    datasets, volume, grid = made
    values = np.random.default_rng(1).normal(size=grid.shape).astype(np.float32)
    ds = reread(
        build_parametric_map(values, volume, quantity="Volume", unit="ml", datasets=datasets), tmp_path / "pm"
    )
    read = hd.pm.ParametricMap.from_dataset(ds).get_volume()
    assert np.array_equal(np.sort(read.array.ravel()), np.sort(values.ravel()))
    at = read.map_reference_to_indices(grid.origins[2][None])[0]
    assert read.array[tuple(np.rint(at).astype(int))] == values[2, 0, 0]


def test_report_groups_numbers_of_one_lesion(made, mask, tmp_path):
    report = parse_report(reread(built(made, mask)["SR"], tmp_path / "sr"))
    assert [(g.template, len(g.measurements)) for g in report.groups] == [("1411", 2), ("1501", 1)]
    first = report.groups[0].context
    assert (first.tracking_uid, first.source.segment_number, first.algorithm_name) == (
        "2.25.1",
        1,
        "Test model",
    )


def test_algorithm_and_activity_are_in_the_segmentation(made, mask):
    ds = built(made, mask)["SEG"]
    said = ds.SegmentSequence[0].SegmentationAlgorithmIdentificationSequence[0]
    assert (said.AlgorithmName, said.AlgorithmVersion) == ("Test model", "2.1")
    assert ds.ContentDescription == "pacslake activity a123"


@pytest.mark.parametrize(
    ("wrong", "segments", "message"),
    [
        (np.zeros((6, 20, 16)), ["a"], "grid"),
        (np.full((6, 20, 17), 3), ["a", "b"], "label 3"),
        (np.full((6, 20, 17), 3), ["a"], "0 and 1"),
        (np.zeros((2, 6, 20, 17)), ["a"], "1 segments are described for 2 masks"),
        (np.zeros((6, 20, 17)), [], "at least one"),
    ],
)
def test_masks_that_do_not_fit_are_refused(made, wrong, segments, message):
    with pytest.raises(UsageError, match=message):
        build_seg(wrong, made[1], segments, datasets=made[0])


def test_a_segment_number_needs_its_segmentation(made):
    with pytest.raises(UsageError, match="segmentation"):
        build_sr([MeasurementSpec("Volume", 1, "ml", "L", segment_number=1)], made[1], datasets=made[0])
