"""Resampling keeps places: a voxel's value is found again at its patient coordinates."""

from __future__ import annotations

import numpy as np
import pytest

from pacslake.compute.resample import isotropic, to_grid

sitk = pytest.importorskip("SimpleITK")


def ramp() -> sitk.Image:
    """Values equal to x + 10 y + 100 z at each voxel's place, which linear interpolation keeps exactly."""
    z, y, x = np.indices((12, 14, 16)).astype(float)
    image = sitk.GetImageFromArray((2 * x - 5) + 10 * (3 * y + 7) + 100 * (4 * z - 2))
    image.SetSpacing((2.0, 3.0, 4.0))
    image.SetOrigin((-5.0, 7.0, -2.0))
    return image


def value_at(image, point):
    return image[image.TransformPhysicalPointToIndex(point)]


def test_the_other_grid_has_the_same_values_at_the_same_places():
    grid = sitk.Image((8, 8, 8), sitk.sitkFloat32)
    grid.SetSpacing((1.5, 2.5, 3.5))
    grid.SetOrigin((0.0, 10.0, 4.0))
    there = to_grid(ramp(), grid)
    place = grid.TransformIndexToPhysicalPoint((3, 4, 5))
    assert there[3, 4, 5] == pytest.approx(place[0] + 10 * place[1] + 100 * place[2], rel=1e-5)


def test_a_shift_is_fixed_to_moving():
    matrix = np.eye(4)
    matrix[:3, 3] = (2, 3, 4)
    there = to_grid(ramp(), ramp(), matrix)
    assert there[3, 3, 3] == pytest.approx(ramp()[4, 4, 4])


def test_outside_is_the_smallest_value_and_labels_stay_labels():
    far = ramp()
    far.SetOrigin((1000.0, 0.0, 0.0))
    assert to_grid(ramp(), far)[0, 0, 0] == pytest.approx(sitk.GetArrayViewFromImage(ramp()).min())
    labels = sitk.Cast(ramp() > 500, sitk.sitkUInt8) * 7
    matrix = np.eye(4)
    matrix[0, 3] = 0.9
    assert set(np.unique(sitk.GetArrayFromImage(to_grid(labels, ramp(), matrix, labels=True)))) <= {0, 7}


def test_isotropic_voxels_keep_the_field_of_view():
    image = isotropic(ramp(), 2.0)
    assert image.GetSize() == (16, 21, 24)
    assert image.GetOrigin() == pytest.approx((-5.0, 6.5, -3.0))
