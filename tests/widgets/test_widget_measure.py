"""Measurements against arithmetic, and Python's against the browser's."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from pacslake.widgets.geometry import planes_of
from pacslake.widgets.measure import KINDS, NOTES, angle_degrees, axes_mm, length_mm, roi_statistics

JS = Path(__file__).resolve().parents[2] / "pacslake" / "widgets" / "js"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")


def tilted() -> np.ndarray:
    c, s = np.cos(0.3), np.sin(0.3)
    affine = np.diag([0.7, 0.9, 2.5, 1.0])
    affine[:3, 3] = (-40, 12, -300)
    turn = np.eye(4)
    turn[:2, :2] = [[c, -s], [s, c]]
    return turn @ affine


def test_length_and_angle() -> None:
    assert length_mm([[0, 0, 0], [3, 4, 12]]) == 13
    assert angle_degrees([[1, 0, 0], [0, 0, 0], [0, 5, 0]]) == pytest.approx(90)


def test_a_rectangle_over_whole_voxels_is_the_block_of_the_array() -> None:
    values = np.random.default_rng(5).normal(size=(6, 30, 40))
    affine = np.diag([1.0, 1.0, 3.0, 1.0])
    plane = planes_of(affine, values.shape)["axial"]
    found = roi_statistics("rectangle", [[4, 7, 6], [10, 20, 6]], plane, affine, values)
    block = values[2, 7:21, 4:11]
    assert found.n == block.size
    assert found.mean == pytest.approx(block.mean(), abs=1e-12) and found.sd == pytest.approx(
        block.std(ddof=1), abs=1e-12
    )
    assert (found.min, found.max, found.area_mm2) == (block.min(), block.max(), 6 * 13)


def test_an_ellipse_counts_the_centres_inside() -> None:
    values = np.ones((1, 101, 101))
    plane = planes_of(np.eye(4), values.shape)["axial"]
    found = roi_statistics("ellipse", [[10, 20, 0], [90, 80, 0]], plane, np.eye(4), values)
    y, x = np.mgrid[:101, :101]
    assert found.n == int((((x - 50) / 40) ** 2 + ((y - 50) / 30) ** 2 <= 1).sum())


def test_a_polygon_counts_the_centres_inside_by_another_programs_rule() -> None:
    from matplotlib.path import Path as Outline

    values = np.random.default_rng(3).normal(size=(3, 50, 60))
    affine = np.diag([0.8, 1.1, 3.0, 1.0])
    star = np.array([[4.03, 5.01], [40.2, 9.3], [22.1, 20.7], [35.9, 44.2], [8.2, 36.1], [14.4, 18.8]])
    found = roi_statistics(
        "polygon", [[*p, 3.0] for p in star], planes_of(affine, values.shape)["axial"], affine, values
    )
    y, x = np.mgrid[:50, :60]
    inside = Outline(star).contains_points(np.c_[x.ravel() * 0.8, y.ravel() * 1.1]).reshape(x.shape)
    assert found.n == int(inside.sum()) > 400
    assert found.mean == pytest.approx(values[1][inside].mean(), abs=1e-12)
    assert found.sd == pytest.approx(values[1][inside].std(ddof=1), abs=1e-12)
    x, y = star.T  # the shoelace formula
    assert found.area_mm2 == pytest.approx(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def test_a_polygon_over_whole_voxels_takes_those_on_its_edges() -> None:
    values = np.arange(100.0).reshape(1, 10, 10)
    square = [[2, 2, 0], [6, 2, 0], [6, 5, 0], [2, 5, 0]]
    found = roi_statistics("polygon", square, planes_of(np.eye(4), (1, 10, 10))["axial"], np.eye(4), values)
    assert (found.n, found.mean, found.area_mm2) == (20, values[0, 2:6, 2:7].mean(), 12.0)


def test_recist_axes_are_the_longer_and_the_shorter() -> None:
    assert axes_mm([[0, 0, 0], [3, 4, 0], [0, 0, 5], [0, 0, -7]]) == (12.0, 5.0)


@pytest.mark.parametrize(
    ("points", "note"),
    [([[0.2, 0.2, 0], [0.4, 0.4, 0]], "empty"), ([[1, 1, 0], [1, 1, 0]], "flat"), ([[9, 9, 0], [12, 12, 0]], "empty")],
)  # fmt: skip
def test_a_region_without_voxels_gives_a_sentence_and_no_number(points: list, note: str) -> None:
    plane = planes_of(np.eye(4), (3, 3, 3))["axial"]
    for kind in ("ellipse", "rectangle"):
        found = roi_statistics(kind, points, plane, np.eye(4), np.ones((3, 3, 3)))
        assert (found.n, found.note) == (0, NOTES[note]) and np.isnan(found.mean)


def test_padding_does_not_count() -> None:
    values = np.array([[[1.0, 2.0, -2000.0]]])
    plane = planes_of(np.eye(4), (1, 1, 3))["axial"]
    found = roi_statistics(
        "rectangle", [[-0.4, -0.4, 0], [2.4, 0.4, 0]], plane, np.eye(4), values, padding=-2000.0
    )
    assert (found.n, found.mean) == (2, 1.5)


def in_node(body: str) -> dict:
    """What a few lines of JavaScript with the browser's modules print."""
    modules = "".join(
        f"import * as {n} from {json.dumps((JS / f'src/{n}.js').as_uri())};" for n in ("geometry", "measure")
    )
    out = subprocess.run(
        ["node", "--input-type=module", "-"],
        input=modules + body,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(out.stdout)


@needs_node
def test_browser_and_python_agree() -> None:
    """Every region in every plane of a turned volume, drawn along the grid and along the body."""
    affine, shape = tilted(), (12, 40, 50)
    values = np.random.default_rng(9).integers(-1000, 1000, shape)
    cases = []
    for kind in ("ellipse", "rectangle", "polygon"):
        for name in ("axial", "coronal", "sagittal"):
            for grid in (True, False):
                plane = planes_of(affine, shape, grid=grid)[name]
                at = [(-9.3, -7.7), (8.1, 9.9)] if kind != "polygon" else [(-9, -7), (8, -6.5), (1.5, 2), (7, 9), (-6, 8)]  # fmt: skip
                points = [(plane.anchor + x * plane.u + y * plane.v).tolist() for x, y in at]
                cases.append((kind, name, grid, points, plane))
    found = in_node(f"""
      const v = {json.dumps(values.ravel().tolist())}, [nz, ny, nx] = {list(shape)}, a = {json.dumps(affine.ravel().tolist())};
      console.log(JSON.stringify({json.dumps([c[:4] for c in cases])}.map(([kind, name, grid, points]) => {{
        const plane = geometry.planesOf(a, [nz, ny, nx], grid)[name];
        return [measure.roiStatistics(kind, points, plane, a, [nz, ny, nx], (i, j, k) => v[i + nx * (j + ny * k)]), plane];
      }})));
    """)
    for (kind, _name, _grid, points, plane), (js, seen) in zip(cases, found, strict=True):
        expected = roi_statistics(kind, points, plane, affine, values.astype(float))
        np.testing.assert_allclose([seen["u"], seen["v"], seen["n"]], [plane.u, plane.v, plane.n], atol=1e-12)
        assert js["n"] == expected.n > 10
        numbers = ["mean", "sd", "min", "max", "area_mm2"]
        np.testing.assert_allclose(
            [js[x] for x in numbers], [getattr(expected, x) for x in numbers], rtol=1e-9
        )


@needs_node
def test_kinds_and_sentences_are_the_same_on_both_sides() -> None:
    assert in_node("console.log(JSON.stringify([measure.POINTS, measure.NOTES]))") == [KINDS, NOTES]


@needs_node
def test_the_short_axis_stays_perpendicular_whichever_end_is_moved() -> None:
    found = in_node("""
      const plane = { u: [1, 0, 0], v: [0, 1, 0], n: [0, 0, 1] }, start = measure.bidirectional([[0, 0, 0], [30, 10, 0]], null, null, plane);
      const moves = [[0, [-4, 6, 0]], [1, [25, -8, 0]], [2, [12, 20, 0]], [3, [3, -9, 0]]];
      console.log(JSON.stringify([start, ...moves.map(([n, q]) => measure.bidirectional(start, n, q, plane))]));
    """)
    for a, b, c, d in np.array(found):
        assert (b - a) @ (d - c) == pytest.approx(0, abs=1e-9)
        assert np.cross(c - a, b - a)[2] * np.cross(d - a, b - a)[2] < 0, "the two cross"
    start, _, _, third, fourth = np.array(found)
    assert np.linalg.norm(start[3] - start[2]) == pytest.approx(np.hypot(30, 10) / 2)
    assert third[2] == pytest.approx([12, 20, 0]) and fourth[3] == pytest.approx([3, -9, 0])


@needs_node
def test_javascript() -> None:
    """The browser half's own tests: geometry, windows, protocol, drawing, measuring."""
    tests = sorted(str(p) for p in (JS / "test").glob("*.test.js"))
    done = subprocess.run(["node", "--test", *tests], cwd=JS, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:]
