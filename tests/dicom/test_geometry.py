"""Planes, directions and affines: values by arithmetic and by PS3.3 C.7.6.2.1.1."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacslake.dicom.geometry import (
    affine_lps,
    angle_degrees,
    apply,
    mean_orientation,
    obliquity_degrees,
    orientation_from_cosines,
    plane_name,
    position_on_normal,
    tile_positions,
)

AXIAL = (1, 0, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("cosines", "normal", "plane"),
    [
        (AXIAL, (0, 0, 1), "axial"),
        ((1, 0, 0, 0, 0, -1), (0, 1, 0), "coronal"),
        ((0, 1, 0, 0, 0, -1), (-1, 0, 0), "sagittal"),
        ((-1, 0, 0, 0, -1, 0), (0, 0, 1), "axial"),
    ],
)
def test_normal_is_row_times_column(cosines, normal, plane) -> None:
    o = orientation_from_cosines(cosines)
    np.testing.assert_allclose(o.normal, normal, atol=1e-15)
    assert plane_name(o.normal) == plane
    assert obliquity_degrees(o.normal) == 0


@given(st.floats(0.1, 44.9))
def test_obliquity_is_the_angle_to_the_nearest_axis(degrees: float) -> None:
    a = math.radians(degrees)
    o = orientation_from_cosines((1, 0, 0, 0, math.cos(a), math.sin(a)))
    assert obliquity_degrees(o.normal) == pytest.approx(degrees, abs=1e-9)


def test_small_angles_are_exact() -> None:
    assert angle_degrees((1, 0, 0), (1, 1e-9, 0)) == pytest.approx(math.degrees(1e-9), rel=1e-6)


def test_cosines_are_made_orthonormal_and_the_defect_is_told() -> None:
    o = orientation_from_cosines((1, 0.01, 0, 0.01, 1, 0))
    assert o.defect == pytest.approx(0.02, abs=1e-4)
    assert np.dot(o.row, o.column) == pytest.approx(0, abs=1e-12)
    assert np.linalg.norm(o.row) == pytest.approx(1)
    np.testing.assert_allclose(o.row, (1, 0, 0), atol=1e-9)  # both turned by half, so neither is favoured


@pytest.mark.parametrize("cosines", [(), (1, 0, 0), (0,) * 6, (1, 0, 0, 1, 0, 0), (1, 0, 0, 0, math.nan, 0)])
def test_no_plane_no_orientation(cosines) -> None:
    assert orientation_from_cosines(cosines) is None


def test_mean_lies_between() -> None:
    a, b = (orientation_from_cosines((1, x, 0, -x, 1, 0)) for x in (-1e-3, 1e-3))
    np.testing.assert_allclose(mean_orientation([(a, 5), (b, 5)]).row, (1, 0, 0), atol=1e-9)


def test_affine_is_the_equation_of_the_standard() -> None:
    """P = S + row direction x spacing between columns x i + column direction x spacing between rows x j."""
    row, column = (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)
    affine = affine_lps((10, 20, 30), row, column, (-3, 0, 0), (0.5, 2.0))
    assert apply(affine, 4, 0, 0) == (10, 28, 30)
    assert apply(affine, 0, 4, 0) == (10, 20, 28)
    assert apply(affine, 0, 0, 2) == (4, 20, 30)


def test_position_on_normal() -> None:
    assert position_on_normal((5, -7, 12), (0, 0, 1)) == 12


def test_first_tile_of_a_mosaic_lies_half_the_difference_inwards() -> None:
    """48 x 48 pixels of 2 mm hold 3 x 3 tiles of 16 x 16: the first voxel lies 32 mm further in, both ways."""
    o = orientation_from_cosines(AXIAL)
    tiles = tile_positions((-48, -48, 5), o, (2, 2), (48, 48), (16, 16), 3, (0, 0, 1), 4)
    assert tiles == [(-16, -16, 5), (-16, -16, 9), (-16, -16, 13)]
