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
    build_secondary_capture,
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
        "label map": build_seg(mask, volume, ["Lesion"], as_label_map=True, **options),
        "grey capture": build_secondary_capture(
            np.arange(80, dtype=np.uint8).reshape(8, 10), volume, **options
        ),
        "colour capture": build_secondary_capture(np.zeros((8, 10, 3), np.uint8), volume, **options),
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
        errors = [line for line in done.stderr.splitlines() if line.startswith("Error")]
        if name == "label map":  # younger than Debian's dicom3tools of 2022, which does not know the class
            errors = [
                e for e in errors if "Information Object Not found" not in e and "SegmentNumber of 0" not in e
            ]
        assert errors == [], name


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


def test_a_label_map_keeps_all_labels(made, tmp_path):
    from pacslake.derived.masks import segment_mask

    datasets, volume, grid = made
    labels = np.random.default_rng(3).integers(0, 4, grid.shape)
    ds = reread(
        build_seg(labels, volume, ["a", "b", "c"], as_label_map=True, datasets=datasets), tmp_path / "lm"
    )
    assert ds.SegmentationType == "LABELMAP" and int(ds.NumberOfFrames) <= grid.shape[0]
    assert all(np.array_equal(segment_mask(ds, n, grid), labels == n) for n in (1, 2, 3))


def test_overlapping_segments_make_no_label_map(made):
    datasets, volume, grid = made
    with pytest.raises(UsageError, match="one label a voxel"):
        build_seg(np.ones((2, *grid.shape)), volume, ["a", "b"], as_label_map=True, datasets=datasets)


def test_a_picture_keeps_its_pixels_and_warns_of_text(made, tmp_path):
    datasets, volume, _ = made
    picture = np.random.default_rng(0).integers(0, 256, (8, 10, 3), dtype=np.uint8)
    ds = reread(build_secondary_capture(picture, volume, datasets=datasets), tmp_path / "sc")
    assert np.array_equal(ds.pixel_array, picture) and ds.BurnedInAnnotation == "YES"
    assert ds.StudyInstanceUID == datasets[0].StudyInstanceUID
    with pytest.raises(UsageError, match="uint8"):
        build_secondary_capture(picture.astype(float), volume, datasets=datasets)


def test_objects_made_in_a_run_name_it(made, mask):
    from pacslake.compute.lineage import running

    datasets, volume, _ = made
    with running("a0123", "lesions find_lesions"):
        ds = build_seg(mask, volume, ["Lesion"], datasets=datasets)
        named = build_seg(mask, volume, ["Lesion"], datasets=datasets, algorithm=Algorithm("Model", "3"))
    assert ds.ContentDescription == named.ContentDescription == "pacslake activity a0123"
    said = [
        one.SegmentSequence[0].SegmentationAlgorithmIdentificationSequence[0].AlgorithmName
        for one in (ds, named)
    ]
    assert said == ["lesions find_lesions", "Model"]
    assert not build_seg(mask, volume, ["x"], datasets=datasets).get("ContentDescription")


def test_simpleitk_reads_what_is_written(made, mask, tmp_path):
    import SimpleITK as sitk

    values = np.arange(80, dtype=np.uint8).reshape(8, 10)
    datasets, volume, grid = made
    sc = build_secondary_capture(values, volume, datasets=datasets)
    sc.save_as(tmp_path / "sc.dcm", enforce_file_format=True)
    assert np.array_equal(sitk.GetArrayFromImage(sitk.ReadImage(str(tmp_path / "sc.dcm"))).squeeze(), values)
    mask = mask.copy()
    mask[1] = False  # four frames of 340 bits: ITK leaves the last byte unread where it is not full
    build_seg(mask, volume, ["Lesion"], datasets=datasets).save_as(
        tmp_path / "seg.dcm", enforce_file_format=True
    )
    image = sitk.ReadImage(str(tmp_path / "seg.dcm"))
    for k, plane in enumerate(sitk.GetArrayFromImage(image)):
        # It keeps the order of the frames; the place of each tells which slice it is.
        slice_, off = grid.nearest_slice(
            float(np.dot(image.TransformIndexToPhysicalPoint((0, 0, k)), grid.normal))
        )
        assert off < 1e-3 and np.array_equal(plane > 0, mask[slice_])
