"""Drawing in a browser: every kind by mouse, numbers as NumPy counts them, texts, undo, and traits both ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from pacslake.widgets import compare, view
from pacslake.widgets.source import ArrayVolume

pytestmark = pytest.mark.browser

STEP = (0.7, 0.9, 2.0)  # x, y, z


def volume() -> tuple[np.ndarray, ArrayVolume]:
    a = np.random.default_rng(4).integers(-200, 300, (9, 60, 70)).astype("i2")
    return a, ArrayVolume(a, np.diag([*STEP, 1.0]), unit="HU", modality="CT")


class Hand:
    """A mouse over the first picture of a page."""

    def __init__(self, page: Any, pane: int = 0) -> None:
        self.page = page
        box = page.locator(".pl-pane").nth(pane).bounding_box()
        self.x, self.y = box["x"], box["y"]

    def take(self, tool: str) -> None:
        self.page.locator(f"[data-tool={tool}]").click()

    def drag(self, *points: tuple[float, float]) -> None:
        (x, y), *rest = points
        self.page.mouse.move(self.x + x, self.y + y)
        self.page.mouse.down()
        for px, py in rest:
            self.page.mouse.move(self.x + px, self.y + py, steps=4)
        self.page.mouse.up()

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(self.x + x, self.y + y)


def test_every_kind_by_mouse(shown: Callable[..., Any]) -> None:
    a, source = volume()
    w = view(None, source, smooth=False)
    opened = shown(w)
    opened.loaded()
    hand, page = Hand(opened.page), opened.page
    hand.take("bidirectional")
    hand.drag((300, 120), (420, 180))
    hand.take("polygon")
    corners = [(250, 300), (380, 290), (400, 400), (300, 430)]
    for at in corners:
        hand.click(*at)
    hand.click(*corners[0])  # on the first point: closed
    hand.take("angle")
    hand.drag((250, 200), (250, 260))
    hand.click(310, 260)
    hand.take("arrow")
    hand.drag((500, 300), (560, 340))
    page.keyboard.type("suspicious")
    page.keyboard.press("Enter")
    opened.until(lambda: len(w.measurements) == 4 and w.measurements[3]["label"] == "suspicious")
    axes, polygon, angle, arrow = w.measurements
    p = np.array(axes["points"])
    assert (p[1] - p[0]) @ (p[3] - p[2]) == pytest.approx(0, abs=1e-9)
    assert axes["result"]["long_mm"] == pytest.approx(2 * axes["result"]["short_mm"])
    assert angle["result"]["angle_deg"] == pytest.approx(90, abs=1e-6)
    points = np.array(polygon["points"])
    assert len(points) == 4
    k = int(points[0, 2] / STEP[2] + 0.5)
    j, i = np.mgrid[:60, :70]
    inside = (
        Outline(points[:, :2])
        .contains_points(np.c_[i.ravel() * STEP[0], j.ravel() * STEP[1]])
        .reshape(i.shape)
    )
    assert polygon["result"]["n"] == int(inside.sum()) > 50
    assert polygon["result"]["mean"] == pytest.approx(a[k][inside].mean(), abs=1e-6)
    assert polygon["result"]["sd"] == pytest.approx(a[k][inside].std(ddof=1), abs=1e-6)
    assert (polygon["result"]["min"], polygon["result"]["max"]) == (a[k][inside].min(), a[k][inside].max())
    assert arrow["kind"] == "arrow" and page.locator(".pl-meas tbody tr").count() == 4
    # A handle is moved: the short axis stays perpendicular.
    x, y = opened.js("return [...v.panes[0].svg.querySelectorAll('circle')].slice(0, 4).map(c => [+c.getAttribute('cx'), +c.getAttribute('cy')])")[2]  # fmt: skip
    hand.take("window")
    hand.drag((x, y), (x + 15, y - 25))
    opened.until(lambda: w.measurements[0]["points"] != axes["points"])
    p = np.array(w.measurements[0]["points"])
    assert (p[1] - p[0]) @ (p[3] - p[2]) == pytest.approx(0, abs=1e-9)
    page.keyboard.press("Control+z")
    opened.until(lambda: w.measurements[0]["points"] == axes["points"])


def test_a_phantom_of_known_length_is_measured_within_half_a_percent(shown: Callable[..., Any]) -> None:
    """A bar of 100 mm, off the axes of the body, found by its edges in the picture and measured by mouse."""
    c, s = np.cos(0.35), np.sin(0.35)
    affine = np.eye(4)
    affine[:3, :3] = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ np.diag([0.625, 0.8, 3.0])
    a = np.full((5, 150, 220), -1000, "i2")
    a[:, 70:80, 30:190] = 500  # 160 voxels of 0.625 mm
    w = view(None, ArrayVolume(a, affine, unit="HU", modality="CT"), smooth=False, layout="axial", window=(0, 1000))  # fmt: skip
    opened = shown(w)
    opened.loaded()
    assert "along the scan" in opened.page.locator(".pl-tr").first.inner_text()
    left, right, y = opened.js("""const p = v.panes[0], w = p.canvas.width, rows = [];
      for (let r = 0; r < p.canvas.height; r++) { let a = -1, b = -1; for (let x = 0; x < w; x++) if ((p.pixels[r * w + x] & 255) > 200) { if (a < 0) a = x; b = x; } if (a >= 0) rows.push([a, b, r]); }
      return rows[rows.length >> 1];""")
    hand = Hand(opened.page)
    hand.take("length")
    hand.drag((left, y), (right + 1, y))
    opened.until(lambda: w.measurements)
    assert w.measurements[0]["result"]["length_mm"] == pytest.approx(100, rel=0.005)


def test_traits_go_both_ways(shown: Callable[..., Any]) -> None:
    a, source = volume()
    w = view(None, source)
    opened = shown(w)
    opened.loaded()
    made = w.measure("rectangle", [(7.0, 9.0, 4.0), (14.0, 18.0, 4.0)], label="from Python")
    assert made["result"]["mean"] == pytest.approx(a[2, 10:21, 10:21].mean())
    opened.page.wait_for_selector(".pl-meas tbody tr")
    box = opened.page.get_by_label("Text of Rectangle")
    assert box.input_value() == "from Python"
    box.fill("from the page")
    box.press("Enter")
    opened.until(lambda: w.measurements[0]["label"] == "from the page")
    opened.page.get_by_role("button", name="Rectangle", exact=True).click()
    opened.until(lambda: w.selected_measurement == made["id"])
    assert w.cursor == pytest.approx([7.0, 9.0, 4.0])
    w.selected_measurement = ""
    opened.page.wait_for_function("()=>!document.querySelector('.pl-meas tr[aria-selected=true]')")
    w.measurements = []
    opened.page.wait_for_function("()=>document.querySelector('.pl-meas').hidden")
    assert list(w.measurements_frame().columns) == []


def test_a_region_without_voxels_is_told_of(shown: Callable[..., Any]) -> None:
    _, source = volume()
    w = view(None, source)
    opened = shown(w)
    opened.loaded()
    opened.js("v.panes[0].zoom = 30; v.redraw()")
    hand = Hand(opened.page)
    hand.take("rectangle")
    mm = opened.js("return v.panes[0].view(1).mm")
    x, y = 200.0, 200.0
    hand.drag((x, y), (x + 0.1 / mm, y + 0.1 / mm))
    opened.until(lambda: w.measurements)
    assert w.measurements[0]["result"]["n"] == 0
    assert "draw it larger" in opened.page.locator(".pl-meas").inner_text()


def test_in_a_comparison_the_picture_drawn_on_is_measured(shown: Callable[..., Any]) -> None:
    a, source = volume()
    other = ArrayVolume(np.roll(a + 1000, 6, axis=1), np.diag([*STEP, 1.0]), unit="HU", modality="CT")
    move = np.eye(4)
    move[1, 3] = -6 * STEP[1]  # from current to prior
    w = compare(None, source, other, registration=move, smooth=False)
    opened = shown(w)
    opened.loaded()
    hand = Hand(opened.page, pane=1)
    hand.take("rectangle")
    hand.drag((200, 150), (320, 260))
    opened.until(lambda: w.measurements)
    (drawn,) = w.measurements
    assert drawn["volume_id"] == other.id
    again = w.measure("rectangle", drawn["points"], plane=drawn["plane"], volume_id=other.id)
    prior = w.measure("rectangle", drawn["points"], plane=drawn["plane"])
    for name in ("n", "mean", "sd", "min", "max", "area_mm2"):
        assert drawn["result"][name] == pytest.approx(again["result"][name], abs=1e-6)
    assert prior["result"]["mean"] == pytest.approx(again["result"]["mean"] - 1000)
