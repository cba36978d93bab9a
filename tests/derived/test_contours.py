"""The inside of contours: areas by arithmetic, and matplotlib's point-in-polygon as the independent count."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacslake.derived.contours import Contour, inside, parse_structure_set, rasterize
from pacslake.derived.grid import grid_from_affine

SQUARE = np.array([[2.5, 2.5], [12.5, 2.5], [12.5, 12.5], [2.5, 12.5]])
HOLE = np.array([[5.5, 5.5], [9.5, 5.5], [9.5, 9.5], [5.5, 9.5]])


def grid(shape=(4, 16, 16), step=2.0, z0=0.0):
    affine = np.diag([1.0, 1.0, step, 1.0])
    affine[2, 3] = z0
    return grid_from_affine(shape, affine)


def contour(points, z):
    points = np.asarray(points, float)
    return Contour("CLOSED_PLANAR", np.c_[points, np.full(len(points), z)])


def voxels(patches):
    return sum(int(p.mask.sum()) for p in patches)


def test_inner_contour_is_a_hole():
    assert inside([SQUARE], (16, 16)).sum() == 100
    assert inside([SQUARE, HOLE], (16, 16)).sum() == 84


def test_keyhole_is_a_hole():
    bridge = np.concatenate([SQUARE, SQUARE[:1], HOLE, HOLE[:1]])
    assert inside([bridge], (16, 16)).sum() == 84


def test_direction_of_drawing_does_not_matter():
    assert inside([SQUARE[::-1], HOLE], (16, 16)).sum() == 84


def test_edges_on_centres_are_shared_out_once():
    left = np.array([[2, 2], [5, 2], [5, 8], [2, 8]], float)
    right = left + np.array([3, 0])
    a, b = inside([left], (12, 12)), inside([right], (12, 12))
    assert not (a & b).any() and a.sum() == b.sum() == 18


def test_polygon_beyond_the_image_is_cut():
    far = np.array([[-50, -50], [50, -50], [50, 50], [-50, 50]], float)
    assert inside([far], (7, 9)).all()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(-30, 250), st.integers(-30, 250)), min_size=3, max_size=12, unique=True
        ),
        min_size=1,
        max_size=4,
    )
)
def test_even_odd_as_a_ray_counts_it(polygons):
    # Corners at odd tenths: no pixel centre lies on a corner, and hardly any on an edge.
    shapes = [np.asarray(p) * 0.1 + 0.037 for p in polygons]
    rows, columns = 22, 20
    r, c = np.mgrid[:rows, :columns]
    centres = np.c_[c.ravel(), r.ravel()].astype(float)
    parity = np.zeros(len(centres), int)
    for shape in shapes:
        parity += _winding_parity(shape, centres)
    assert np.array_equal(inside(shapes, (rows, columns)).ravel(), parity % 2 == 1)


def _winding_parity(shape, points):
    """Crossings of a ray towards +x, one edge after another, in plain arithmetic."""
    count = np.zeros(len(points), int)
    for (x0, y0), (x1, y1) in zip(shape, np.roll(shape, -1, axis=0), strict=True):
        crosses = (y0 <= points[:, 1]) != (y1 <= points[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            x = x0 + (points[:, 1] - y0) * (x1 - x0) / (y1 - y0)
        count += crosses & (np.round(x, 6) > points[:, 0])
    return count


def test_circle_as_matplotlib_counts_it():
    from matplotlib.path import Path

    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    circle = np.c_[30.2 + 20.3 * np.cos(angle), 31.1 + 20.3 * np.sin(angle)]
    r, c = np.mgrid[:64, :64]
    expected = Path(circle).contains_points(np.c_[c.ravel(), r.ravel()]).reshape(64, 64)
    assert np.array_equal(inside([circle], (64, 64)), expected)
    assert expected.sum() == pytest.approx(np.pi * 20.3**2, rel=0.02)


def test_rounded_z_finds_its_slice():
    z = [-3.8, -2.5, -1.3, 0.0, 1.2, 2.5]
    patches, problems = rasterize([contour(HOLE, v) for v in z], grid((6, 16, 16), 1.25, -3.7625))
    assert [p.k for p in patches] == [0, 1, 2, 3, 4, 5] and voxels(patches) == 96 and not problems


def test_hole_a_little_off_its_rim_is_still_a_hole():
    patches, _ = rasterize([contour(SQUARE, 2.0), contour(HOLE, 2.04)], grid())
    assert voxels(patches) == 84


def test_of_two_planes_on_one_slice_the_nearer_counts():
    patches, _ = rasterize([contour(SQUARE, 2.1), contour(HOLE, 2.9)], grid())
    assert [(p.k, int(p.mask.sum())) for p in patches] == [(1, 100)]


def test_contour_outside_the_slices_is_reported():
    patches, problems = rasterize([contour(SQUARE, 2.0), contour(SQUARE, 40.0)], grid())
    assert voxels(patches) == 100 and problems == ["contour_outside_volume"]


def test_contour_across_slices_is_reported_and_not_counted():
    upright = Contour("CLOSED_PLANAR", np.array([[2, 3, 0], [9, 3, 0], [9, 3, 6], [2, 3, 6.0]]))
    assert rasterize([upright], grid()) == ([], ["contour_across_slices"])


def test_oblique_slices():
    c, s = np.cos(0.5), np.sin(0.5)
    affine = np.eye(4)
    affine[:3, :3] = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ np.diag([0.8, 0.8, 3.0])
    affine[:3, 3] = (-40, 12, 7)
    oblique = grid_from_affine((3, 20, 20), affine)
    points = np.c_[SQUARE, np.full(4, 1.0), np.ones(4)] @ affine.T
    patches, _ = rasterize([Contour("CLOSED_PLANAR", points[:, :3])], oblique)
    assert [p.k for p in patches] == [1] and voxels(patches) == 100


def test_points_and_open_contours_have_no_inside():
    point = Contour("POINT", np.array([[3.0, 3.0, 2.0]]))
    line = Contour("OPEN_PLANAR", np.c_[SQUARE, np.full(4, 2.0)])
    assert rasterize([point, line], grid()) == ([], [])


def test_contour_data_that_are_no_points_are_counted_not_raised():
    ds, item, roi, bad = (pydicom.Dataset() for _ in range(4))
    item.ROINumber, item.ROIName = 4, "Broken"
    bad.ContourGeometricType, bad.ContourData = "CLOSED_PLANAR", ["1", "2", "3", "4"]
    roi.ReferencedROINumber, roi.ContourSequence = 4, [bad]
    ds.StructureSetROISequence, ds.ROIContourSequence = [item], [roi]
    found = parse_structure_set(ds).rois[0]
    assert (found.name, found.contours, found.n_unreadable) == ("Broken", (), 1)
