"""Measurements against arithmetic, and Python's against the browser's."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from pacslake.widgets.geometry import planes_of
from pacslake.widgets.measure import angle_degrees, length_mm, roi_statistics

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


def test_an_empty_shape_has_no_number() -> None:
    plane = planes_of(np.eye(4), (3, 3, 3))["axial"]
    assert (
        roi_statistics("ellipse", [[0.2, 0.2, 0], [0.4, 0.4, 0]], plane, np.eye(4), np.ones((3, 3, 3))).n == 0
    )


def test_padding_does_not_count() -> None:
    values = np.array([[[1.0, 2.0, -2000.0]]])
    plane = planes_of(np.eye(4), (1, 1, 3))["axial"]
    found = roi_statistics(
        "rectangle", [[-0.4, -0.4, 0], [2.4, 0.4, 0]], plane, np.eye(4), values, padding=-2000.0
    )
    assert (found.n, found.mean) == (2, 1.5)


@needs_node
@pytest.mark.parametrize("kind", ["ellipse", "rectangle"])
@pytest.mark.parametrize("name", ["axial", "coronal", "sagittal"])
@pytest.mark.parametrize("grid", [True, False])
def test_browser_and_python_agree(kind: str, name: str, grid: bool) -> None:
    affine, shape = tilted(), (12, 40, 50)
    values = np.random.default_rng(9).integers(-1000, 1000, shape)
    plane = planes_of(affine, shape, grid=grid)[name]
    middle = plane.anchor
    points = [
        (middle - 9.3 * plane.u - 7.7 * plane.v).tolist(),
        (middle + 8.1 * plane.u + 9.9 * plane.v).tolist(),
    ]
    expected = roi_statistics(kind, points, plane, affine, values.astype(float))
    program = f"""
      import {{ planesOf }} from {json.dumps((JS / "src/geometry.js").as_uri())};
      import {{ roiStatistics }} from {json.dumps((JS / "src/measure.js").as_uri())};
      const v = {json.dumps(values.ravel().tolist())}, [nz, ny, nx] = {list(shape)}, a = {json.dumps(affine.ravel().tolist())};
      const plane = planesOf(a, [nz, ny, nx], {str(grid).lower()}).{name};
      console.log(JSON.stringify([roiStatistics({kind!r}, {json.dumps(points)}, plane, a, [nz, ny, nx], (i, j, k) => v[i + nx * (j + ny * k)]), plane]));
    """
    out = subprocess.run(
        ["node", "--input-type=module", "-"],
        input=program,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found, seen = json.loads(out.stdout)
    np.testing.assert_allclose([seen["u"], seen["v"], seen["n"]], [plane.u, plane.v, plane.n], atol=1e-12)
    assert found["n"] == expected.n > 10
    np.testing.assert_allclose([found["mean"], found["sd"]], [expected.mean, expected.sd], rtol=1e-9)
    assert (found["min"], found["max"]) == (expected.min, expected.max)


@needs_node
def test_javascript() -> None:
    """The browser half's own tests: geometry, windows, protocol, drawing, measuring."""
    tests = sorted(str(p) for p in (JS / "test").glob("*.test.js"))
    done = subprocess.run(["node", "--test", *tests], cwd=JS, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:]
