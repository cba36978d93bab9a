"""Agreement of outlines: brute force over all surface points as the oracle, and SimpleITK."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pacslake
from pacslake.compute.agreement import agreement, dice, jaccard, surface_voxels
from pacslake.derived import build_rtstruct, build_seg, compare_masks, roi_contours
from pacslake.errors import NotFoundError, UsageError
from tests.derived.helpers import OBLIQUE, series

STEPS = np.diag([0.9, 0.7, 2.5, 1.0])


def brute(a, b):
    """All distances between surface voxels, found by looking at each voxel's six neighbours."""
    points = []
    for mask in (a, b):
        found = []
        for k, r, c in np.argwhere(mask):
            around = [(k + d, r, c) for d in (-1, 1)] if mask.shape[0] > 1 else []
            around += [(k, r + d, c) for d in (-1, 1)] if mask.shape[1] > 1 else []
            around += [(k, r, c + d) for d in (-1, 1)] if mask.shape[2] > 1 else []
            if any(
                not all(0 <= i < n for i, n in zip(at, mask.shape, strict=True)) or not mask[at]
                for at in around
            ):
                found.append((0.9 * c, 0.7 * r, 2.5 * k))
        points.append(np.array(found))
    every = np.linalg.norm(points[0][:, None] - points[1][None], axis=-1)
    return every.min(1), every.min(0)


@settings(max_examples=40, deadline=None)
@given(
    shape=st.tuples(st.integers(1, 4), st.integers(2, 6), st.integers(2, 6)),
    seed=st.integers(0, 10**6),
    density=st.sampled_from([0.1, 0.5, 1.0]),
)
def test_distances_are_those_of_brute_force(shape, seed, density):
    random = np.random.default_rng(seed)
    a, b = (random.random(shape) < density for _ in range(2))
    found = agreement(a, b, STEPS)
    if not a.any() or not b.any():
        assert found["hausdorff_mm"] is None
        return
    there, back = brute(a, b)
    every = np.concatenate([there, back])
    assert found["hausdorff_mm"] == pytest.approx(every.max())
    assert found["mean_surface_distance_mm"] == pytest.approx(every.mean())
    assert found["hausdorff_95_mm"] == pytest.approx(max(np.percentile(there, 95), np.percentile(back, 95)))
    assert agreement(b, a, STEPS)["dice"] == found["dice"]


def test_overlap_as_simpleitk_measures_it():
    import SimpleITK as sitk

    random = np.random.default_rng(5)
    a, b = (random.random((4, 9, 8)) < 0.4 for _ in range(2))
    oracle = sitk.LabelOverlapMeasuresImageFilter()
    oracle.Execute(*(sitk.GetImageFromArray(m.astype(np.uint8)) for m in (a, b)))
    assert dice(a, b) == pytest.approx(oracle.GetDiceCoefficient())
    assert jaccard(a, b) == pytest.approx(oracle.GetJaccardCoefficient())


def test_hausdorff_of_boxes_apart_as_simpleitk_measures_it():
    import SimpleITK as sitk

    a, b = np.zeros((2, 8, 20, 20), bool)
    a[2:4, 3:6, 3:6] = b[5:7, 10:14, 9:15] = True  # apart: distances of sets and of surfaces are the same
    images = [sitk.GetImageFromArray(m.astype(np.uint8)) for m in (a, b)]
    for image in images:
        image.SetSpacing((0.9, 0.7, 2.5))
    oracle = sitk.HausdorffDistanceImageFilter()
    oracle.Execute(*images)
    assert agreement(a, b, STEPS)["hausdorff_mm"] == pytest.approx(oracle.GetHausdorffDistance(), rel=1e-5)


def test_empty_masks_and_other_shapes():
    empty = np.zeros((2, 3, 3), bool)
    found = agreement(empty, empty, STEPS)
    assert (found["dice"], found["jaccard"], found["hausdorff_mm"]) == (None, None, None)
    assert dice(empty, ~empty) == 0.0 and len(surface_voxels(empty)) == 0
    with pytest.raises(UsageError, match="one volume's grid"):
        dice(empty, np.zeros((2, 3, 4)))


def test_rows_of_two_annotators(tmp_path):
    lake = pacslake.init(tmp_path / "lake")
    made, *_ = series(tmp_path / "ct")
    lake.ingest(tmp_path / "ct")
    volume = lake.volume(made.SeriesInstanceUID)
    a, b = np.zeros((2, *volume.shape), bool)
    a[2:4, 4:10, 4:10] = True
    b[2:4, 5:11, 4:10] = True  # one row lower: 0.7 mm
    lake.add(build_seg(a, volume, ["Lesion"]))
    lake.add(build_rtstruct(b, volume, ["Lesion"]))
    (segment_id,) = lake.rows("SELECT segment_id FROM segment")[0]
    (roi_id,) = lake.rows("SELECT roi_id FROM roi")[0]
    contours = roi_contours(lake, roi_id)
    assert [c.geometric_type for c in contours] == ["CLOSED_PLANAR"] * 2
    assert [round(float(c.points[0] @ np.cross(OBLIQUE[:3], OBLIQUE[3:])), 3) for c in contours] == [
        round(float(np.dot(volume.origin_lps, np.cross(OBLIQUE[:3], OBLIQUE[3:])) + 2.5 * k), 3)
        for k in (2, 3)
    ]
    row = compare_masks(lake, segment_id, roi_id)
    voxel = 2.5 * 0.7 * 0.9 / 1000
    assert (row["n_a"], row["n_b"], row["n_both"], row["dice"]) == (72, 72, 60, pytest.approx(5 / 6))
    assert row["hausdorff_mm"] == pytest.approx(0.7)
    assert (row["volume_a_ml"], row["volume_difference_ml"]) == (pytest.approx(72 * voxel), 0)
    assert lake.dicts("SELECT * FROM agreement") == [row]
    again = compare_masks(lake, segment_id, roi_id)
    assert again["agreement_id"] == row["agreement_id"] and lake.rows("SELECT count(*) FROM agreement") == [
        (1,)
    ]
    assert lake.rows("SELECT kind FROM activity WHERE activity_id = ?", [again["activity_id"]]) == [
        ("derive",)
    ]
    with pytest.raises(NotFoundError):
        compare_masks(lake, segment_id, "r0")
