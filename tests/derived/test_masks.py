"""Masks on other grids than the segmentation's own: exact, or refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pacslake.derived import build_seg
from pacslake.derived.grid import grid_from_affine
from pacslake.derived.masks import segment_mask
from pacslake.errors import VolumeError
from tests.derived.helpers import series

AXIAL = (1, 0, 0, 0, 1, 0)


@pytest.fixture(scope="module")
def block(tmp_path_factory):
    """A block of 3 x 4 x 5 voxels of 2 x 1 x 1 mm: LPS 4..8 in x, 3..6 in y, -1..3 + 5 in z."""
    _, datasets, volume, grid = series(tmp_path_factory.mktemp("series"), (8, 16, 16), (2.0, 1.0, 1.0), AXIAL)
    mask = np.zeros((8, 16, 16), bool)
    mask[2:5, 3:7, 4:9] = True
    return build_seg(mask, volume, ["Block"], datasets=datasets), mask, grid


def test_frames_left_out_leave_the_others_in_place(block):
    ds, mask, grid = block
    assert int(ds.NumberOfFrames) == 3
    assert np.array_equal(segment_mask(ds, 1, grid), mask)


def test_larger_grid_with_another_corner(block):
    ds, mask, grid = block
    affine = np.diag([1.0, 1.0, 2.0, 1.0])
    affine[:3, 3] = grid.origins[0] - [2, 3, 4]
    found = segment_mask(ds, 1, grid_from_affine((12, 24, 24), affine))
    assert np.array_equal(found[2:10, 3:19, 2:18], mask) and found.sum() == mask.sum()


def test_slices_turned_round(block):
    ds, mask, grid = block
    affine = np.diag([1.0, -1.0, -2.0, 1.0])
    affine[:3, 3] = grid.origins[-1] + 15 * grid.along_column
    assert np.array_equal(segment_mask(ds, 1, grid_from_affine((8, 16, 16), affine)), mask[::-1, ::-1])


def test_sagittal_grid(block):
    ds, mask, grid = block
    affine = np.eye(4)
    affine[:3, :3] = np.array(
        [[0, 0, 1], [1, 0, 0], [0, 2, 0]]
    )  # columns along y, rows along z, slices along x
    affine[:3, 3] = grid.origins[0]
    found = segment_mask(ds, 1, grid_from_affine((16, 8, 16), affine))
    assert np.array_equal(found, mask.transpose(2, 0, 1))


def test_finer_grid_takes_the_voxels_whose_centres_lie_inside(block):
    ds, mask, grid = block
    affine = np.diag([0.5, 0.5, 1.0, 1.0])
    affine[:3, 3] = grid.origins[0] - [0.25, 0.25, 0.5]
    found = segment_mask(ds, 1, grid_from_affine((16, 32, 32), affine))
    assert np.array_equal(found, mask.repeat(2, 0).repeat(2, 1).repeat(2, 2))


def test_gaps_in_the_volume_take_only_their_own_slices(block):
    ds, mask, grid = block
    keep = [0, 1, 2, 4, 5, 6, 7]
    gapped = replace(grid, shape=(7, 16, 16), origins=grid.origins[keep])
    assert np.array_equal(segment_mask(ds, 1, gapped), mask[keep])


def test_frames_without_place_are_refused_unless_they_name_the_image(block):
    import copy

    ds, mask, grid = block
    lost = copy.deepcopy(ds)
    for group in lost.PerFrameFunctionalGroupsSequence:
        del group.PlanePositionSequence
    assert np.array_equal(segment_mask(lost, 1, grid), mask)  # by the images that they name
    with pytest.raises(VolumeError) as caught:
        segment_mask(lost, 1, replace(grid, sop_instance_uids=()))
    assert caught.value.reason_codes == ("geometry_missing",)
