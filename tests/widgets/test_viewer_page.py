"""Right pictures, read back from the canvas of the page without Jupyter: greys, letters, crosshair, labels, scale bar,
and a sentence for everything that cannot be shown as a volume."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest

from pacslake.errors import DecodeError
from pacslake.widgets import standalone
from pacslake.widgets.source import ArrayVolume

pytestmark = pytest.mark.browser

READY = "()=>{const v=document.querySelector('#viewer')?.pacslake; return v?.drawn&&!v.frame&&[...v.scene.layers,...v.scene.overlays.map(o=>o.layer)].every(l=>l.data.done||l.data.errors.length)}"
READ = """
const out = [];
for (const p of v.panes) {
  const view = p.view(1), w = p.canvas.width, h = p.canvas.height, bytes = p.context.getImageData(0, 0, w, h).data, rgb = [];
  for (let n = 0; n < w * h; n++) rgb.push((bytes[4 * n] << 16) | (bytes[4 * n + 1] << 8) | bytes[4 * n + 2]);
  out.push({w, h, rgb, name: p.plane.name, centre: view.centre, mm: view.mm, u: p.plane.u, v: p.plane.v,
    ends: ["l", "r", "t", "b"].map(k => p.ends[k].textContent)});
}
return JSON.stringify(out);"""


# At this zoom and place no pixel's centre lies on the border of two voxels.
NUDGE = "for (const p of v.panes) { p.zoom = 1.0137; p.pan = [0.013, 0.017]; } "


class Shown:
    """A viewer in a page."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def js(self, body: str) -> Any:
        return self.page.evaluate(f"async()=>{{const v=document.querySelector('#viewer').pacslake; {body}}}")

    def panes(self) -> list[dict[str, Any]]:
        """Pixels (height, width, 3) of every pane with the place of each pixel's centre, LPS mm."""
        found = json.loads(
            self.js(
                "await new Promise(r=>setTimeout(r,60)); v.redraw(); await new Promise(r=>setTimeout(r,60));"
                + READ
            )
        )
        for pane in found:
            w, h = pane["w"], pane["h"]
            flat = np.array(pane["rgb"])
            pane["rgb"] = np.stack([flat >> 16, (flat >> 8) & 255, flat & 255], -1).reshape(h, w, 3)
            x = (np.arange(w) - (w - 1) / 2)[None, :, None] * pane["mm"] * np.array(pane["u"])
            y = (np.arange(h) - (h - 1) / 2)[:, None, None] * pane["mm"] * np.array(pane["v"])
            pane["points"] = np.array(pane["centre"]) + x + y
        return found

    def words(self) -> str:
        return str(self.page.inner_text("#viewer"))


@pytest.fixture
def show(chrome: Any) -> Iterator[Callable[..., Shown]]:
    with ExitStack() as stack:
        context = chrome.new_context(viewport={"width": 760, "height": 460})
        stack.callback(context.close)
        bad: list[str] = []

        def go(volume: Any, **options: Any) -> Shown:
            url = stack.enter_context(standalone.serve(None, volume, **options))
            page = context.new_page()
            page.on("pageerror", lambda e: bad.append(str(e)))
            page.goto(url)
            page.wait_for_function(READY, timeout=30_000)
            return Shown(page)

        yield go
        assert not bad


def index_of(points: np.ndarray, affine: np.ndarray) -> np.ndarray:
    """(…, 3) column, row, slice with parts of voxels."""
    inverse = np.linalg.inv(affine)
    return points @ inverse[:3, :3].T + inverse[:3, 3]


def inside(index: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    near = np.floor(index + 0.5)
    return ((near >= 0) & (near < np.array(shape)[::-1])).all(-1)


def clear(index: np.ndarray) -> np.ndarray:
    """Where a pixel's centre does not lie on the border of two voxels, which rounding may give to either."""
    return (np.abs(index - np.floor(index) - 0.5) > 1e-6).all(-1)


def turned(degrees: tuple[float, float, float], spacing: tuple[float, float, float]) -> np.ndarray:
    """An affine turned about x, y, z; spacing between columns, rows, slices."""
    from scipy.spatial.transform import Rotation

    affine = np.eye(4)
    affine[:3, :3] = Rotation.from_euler("xyz", degrees, degrees=True).as_matrix() @ np.diag(spacing)
    affine[:3, 3] = (-31.7, 12.3, 45.1)
    return affine


# PS3.3 C.11.2.1.2.1, C.11.2.1.3.1 and C.11.2.1.3.2, as the Standard writes them.
def linear(x: float, c: float, w: float) -> float:
    if x <= c - 0.5 - (w - 1) / 2:
        return 0.0
    if x > c - 0.5 + (w - 1) / 2:
        return 255.0
    return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255


def linear_exact(x: float, c: float, w: float) -> float:
    return 0.0 if x <= c - w / 2 else 255.0 if x > c + w / 2 else ((x - c) / w + 0.5) * 255


def sigmoid(x: float, c: float, w: float) -> float:
    return 255 / (1 + np.exp(-4 * (x - c) / w))


@pytest.mark.parametrize("rule", [linear, linear_exact, sigmoid])
def test_greys_are_those_of_the_standard(show: Any, rule: Any) -> None:
    ramp = np.arange(-512, 512, dtype=np.int16).reshape(1, 32, 32)
    more = {"window_shape": rule.__name__.upper(), "window": (37.0, 211.0)}
    page = show(ArrayVolume(ramp, np.eye(4), slope=2.0, intercept=-100.0, more=more))
    page.js("v.scene.smooth = false; v.scene.window = [37, 211]; v.changed()")
    (pane,) = page.panes()
    index = index_of(pane["points"], np.eye(4))
    there = inside(index, ramp.shape)
    i, j, _k = np.moveaxis(np.floor(index + 0.5).astype(int), -1, 0)
    greys = np.array([np.floor(rule(2.0 * x - 100, 37, 211) + 0.5) for x in ramp.ravel()])
    expected = np.zeros(there.shape, int)
    expected[there] = greys.reshape(32, 32)[j[there], i[there]]
    sure = clear(index[..., :2])
    np.testing.assert_array_equal(pane["rgb"][..., 0][sure], expected[sure])
    assert len(np.unique(expected)) > 80 and sure.mean() > 0.95


AXIAL = np.diag([1.0, 1.0, 2.0, 1.0])
AFFINES = {
    "axial": AXIAL,
    "axial from the feet, rows to the right": np.diag([-1.0, 1.0, -2.0, 1.0]),
    "sagittal": np.array([[0, 0, 2.0, 0], [1, 0, 0, 0], [0, -1, 0, 0], [0, 0, 0, 1.0]]),
    "coronal": np.array([[1.0, 0, 0, 0], [0, 0, 2, 0], [0, -1, 0, 0], [0, 0, 0, 1]]),
    "oblique": turned((20, -30, 14), (1, 1, 2)),
}


@pytest.mark.parametrize("name", AFFINES)
def test_letters_stand_where_the_anatomy_is(show: Any, name: str) -> None:
    """A bright corner at the patient's left, front and top is drawn towards the ends that say L, A and H."""
    affine = AFFINES[name]
    k, j, i = np.mgrid[:20, :40, :40]
    points = np.stack([i, j, k], -1) @ affine[:3, :3].T + affine[:3, 3]
    centre = points.mean(axis=(0, 1, 2))
    bright = ((points - centre) @ np.array([1.0, -1.0, 1.0])) > 0
    page = show(ArrayVolume((bright * 1000).astype(np.int16), affine), overlays=())
    page.js("v.scene.window = [500, 1000]; v.changed()")
    panes = page.panes()
    assert {p["name"] for p in panes} == {"axial", "coronal", "sagittal"}
    toward = {"axial": "LA", "coronal": "LH", "sagittal": "AH"}
    for pane in panes:
        grey = pane["rgb"][..., 0].astype(float)
        y, x = np.mgrid[: pane["h"], : pane["w"]]
        cx, cy = (grey * x).sum() / grey.sum(), (grey * y).sum() / grey.sum()
        left, right, top, bottom = pane["ends"]
        across = right if cx > pane["w"] / 2 else left
        along = bottom if cy > pane["h"] / 2 else top
        assert {across[0], along[0]} == set(toward[pane["name"]]), (name, pane["name"], pane["ends"])
        if name != "oblique":
            assert all(len(e) == 1 for e in pane["ends"])


@pytest.mark.parametrize("grid", [True, False])
def test_the_crosshair_is_one_point_in_every_plane(show: Any, grid: bool) -> None:
    affine = turned((12, 25, -9), (0.9, 0.8, 2.3))
    page = show(ArrayVolume(np.random.default_rng(1).integers(0, 900, (24, 50, 60)).astype(np.int16), affine))
    page.js(f"v.scene.setGrid({str(grid).lower()}); v.changed()")
    box = page.page.locator(".pl-pane").nth(1).bounding_box()
    page.page.mouse.click(box["x"] + box["width"] * 0.57, box["y"] + box["height"] * 0.44)
    page.page.wait_for_timeout(200)
    found = page.js(
        """return v.panes.map(p => { const l = [...p.svg.querySelectorAll('line')], at = (e, k) => Number(e.getAttribute(k)), view = p.view(1);
        const y = at(l[0], 'y1') - 0.5, x = at(l[2], 'x1') - 0.5;
        return {q: [0, 1, 2].map(a => view.centre[a] + (x - (view.width - 1) / 2) * view.mm * p.plane.u[a] + (y - (view.height - 1) / 2) * view.mm * p.plane.v[a]), mm: view.mm, step: p.plane.step, n: p.plane.n}; })"""
    )
    cursor = np.array(page.js("return v.scene.cursor"))
    for pane in found:
        off = np.array(pane["q"]) - cursor
        through = abs(off @ np.array(pane["n"]))
        assert np.linalg.norm(off - (off @ np.array(pane["n"])) * np.array(pane["n"])) < pane["mm"] / 2
        assert through <= pane["step"] / 2 + 1e-6, "the slice shown is the one nearest to the cursor"
        if grid:
            assert through < 1e-6


def test_labels_lie_on_their_voxels_in_oblique_planes(show: Any) -> None:
    affine, shape = turned((20, -30, 14), (0.9, 1.1, 2.0)), (18, 40, 44)
    mask = np.zeros(shape, bool)
    mask[5:13, 10:31, 8:29] = True
    mask[8, 12:20, 11:16] = False
    page = show(ArrayVolume(np.zeros(shape, np.int16), affine), overlays=[("lesion", mask)])
    page.js("v.labelOpacity = 1; v.scene.place(v.scene.middle()); v.crosshair = false; v.changed()")
    for pane in page.panes():
        index = index_of(pane["points"], affine)
        k, j, i = np.moveaxis(
            np.clip(np.floor(index + 0.5).astype(int), 0, np.array(shape)[::-1] - 1), -1, 0
        )[::-1]
        expected = inside(index, shape) & mask[k, j, i]
        drawn = (pane["rgb"] == (230, 159, 0)).all(-1)
        sure = clear(index)
        assert expected.sum() > 500
        np.testing.assert_array_equal(drawn[sure], expected[sure], err_msg=pane["name"])


def test_the_scale_bar_measures_columns_rows_and_slices_alike(show: Any) -> None:
    spacing = (0.7, 0.667, 3.1)
    array = np.zeros((24, 60, 50), np.int16)
    for k, j, i in ((4, 20, 10), (4, 20, 40), (4, 50, 10), (20, 20, 10)):
        array[k, j, i] = 1000
    page = show(ArrayVolume(array, np.diag([*spacing, 1.0])))
    page.js(
        "v.scene.smooth = false; v.scene.window = [500, 1000]; v.scene.place([7, 13.34, 12.4]); v.changed()"
    )
    bars = page.js(
        "return v.panes.map(p => { const b = p.svg.querySelector('.pl-scale'); return b.dataset.mm / (b.getAttribute('x2') - b.getAttribute('x1')); })"
    )
    apart = {
        "axial": (30 * spacing[0], 30 * spacing[1]),
        "coronal": (30 * spacing[0], 16 * spacing[2]),
        "sagittal": (30 * spacing[1], 16 * spacing[2]),
    }
    from scipy.ndimage import center_of_mass, label

    for pane, mm in zip(page.panes(), bars, strict=True):
        blobs, n = label(pane["rgb"][..., 0] > 200)
        places = np.array(center_of_mass(blobs > 0, blobs, range(1, n + 1)))
        wide, high = np.ptp(places[:, 1]) * mm, np.ptp(places[:, 0]) * mm
        assert n == 3
        assert (wide, high) == pytest.approx(apart[pane["name"]], abs=mm)


def test_uptake_on_anatomy_is_blended_and_named(show: Any) -> None:
    ct = ArrayVolume(
        np.full((8, 30, 30), 40, np.int16), np.diag([2.0, 2.0, 4.0, 1.0]), unit="HU", modality="CT"
    )
    hot = np.zeros((6, 12, 12), np.float32)
    hot[2:5, 4:9, 4:9] = 3.5
    pet = ArrayVolume(hot, np.diag([5.0, 5.0, 5.0, 1.0]), unit="{SUVbw}g/ml", modality="PT")
    page = show(ct, overlays=[pet])
    page.js(
        NUDGE
        + "v.scene.place([30, 30, 16]); v.scene.smooth = false; v.labelOpacity = 0.5; v.crosshair = false; v.changed()"
    )
    pane = next(p for p in page.panes() if p["name"] == "axial")
    index = index_of(pane["points"], np.diag([5.0, 5.0, 5.0, 1.0]))
    i, j, _ = np.moveaxis(np.floor(index + 0.5).astype(int), -1, 0)
    lit = (i >= 4) & (i < 9) & (j >= 4) & (j < 9)
    colours = {tuple(c) for c in pane["rgb"][lit]}
    grey = {
        tuple(c)
        for c in pane["rgb"][
            ~lit & inside(index_of(pane["points"], np.diag([2.0, 2.0, 4.0, 1.0])), (8, 30, 30))
        ]
    }
    assert len(colours) == 1 and len(grey) == 1
    (red, green, blue), (ground, *_) = colours.pop(), grey.pop()
    # 3.5 of the window 0 to 5 is grey 179 of `hot`: between its knots e60000 (85) and ffd200 (170), ffffff (255).
    f = 179 / 255 * 3 - 2
    expected = [round(ground + (c - ground) / 2) for c in (255, 210 + 45 * f, 255 * f)]
    assert [red, green, blue] == pytest.approx(expected, abs=1)
    assert "PT 0" in page.words() and "5 SUVbw" in page.words()
    box = page.page.locator(".pl-pane").first.bounding_box()
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.page.wait_for_timeout(150)
    assert "40 HU" in page.words() and "3.5 SUVbw" in page.words()


def test_the_slab_shows_the_greatest_value(show: Any) -> None:
    array = np.random.default_rng(4).integers(0, 1000, (21, 30, 32)).astype(np.int16)
    page = show(ArrayVolume(array, np.diag([1.0, 1.0, 2.0, 1.0])))
    page.js(
        NUDGE + "v.scene.window = [500, 1001]; v.scene.slab_mm = 10; v.scene.place([15, 14, 20]); v.changed()"
    )
    page.js("await new Promise(r => setTimeout(r, 300))")
    pane = next(p for p in page.panes() if p["name"] == "axial")
    index = index_of(pane["points"], np.diag([1.0, 1.0, 2.0, 1.0]))
    there = inside(index, array.shape) & clear(index[..., :2])
    i, j, _ = np.moveaxis(np.floor(index + 0.5).astype(int), -1, 0)
    greatest = array[8:13].max(axis=0)  # five slices of 2 mm about slice 10
    expected = np.floor((greatest - 499.5) / 1000 * 255 + 127.5 + 0.5)
    np.testing.assert_array_equal(pane["rgb"][..., 0][there], expected[j[there], i[there]])
    assert "MIP 10" in page.words()


def test_low_values_are_white_in_monochrome1_and_inversion_turns_it(show: Any) -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8), 4).reshape(1, 32, 32)
    page = show(
        ArrayVolume(
            ramp,
            None,
            more={
                "photometric": "MONOCHROME1",
                "kind": "projection",
                "verdict": "not_a_volume",
                "window": (128.0, 256.0),
            },
        )
    )
    corner = "const p = v.panes[0], q = [2, 2], [x, y] = [0, 1].map(a => Math.round((q[a] - p.view(1).centre[a]) / p.view(1).mm + ([p.canvas.width, p.canvas.height][a] - 1) / 2)); return p.pixels[y * p.canvas.width + x] & 255"
    assert page.js(corner) == 255 - 16
    page.page.keyboard.press("Tab")
    page.page.locator(".pl-pane").focus()
    page.page.keyboard.press("i")
    page.page.wait_for_timeout(150)
    assert page.js(corner) == 16


def test_a_film_runs_at_the_times_of_its_frames(show: Any) -> None:
    film = np.arange(6, dtype=np.uint8)[:, None, None] * np.ones((1, 20, 20), np.uint8) * 40
    times = (50.0, 400.0, 50.0, 50.0, 200.0, 50.0)
    page = show(
        ArrayVolume(
            film,
            axes="tyx",
            more={"kind": "us_clip", "verdict": "not_a_volume", "frame_ms": 50.0, "frame_times_ms": times},
        )
    )
    stands = page.js(
        """const asked = [], real = window.setTimeout; window.setTimeout = (f, ms) => { if (ms > 0) asked.push(ms); return real(f, 0); };
        v.push = () => {}; performance.now = () => 0; v.scene.cursor = [0, 0, 0]; v.cine(); while (asked.length < 7) await new Promise(r => real(r, 1)); v.cine(); window.setTimeout = real; delete performance.now; return asked"""
    )
    # The clock stands still here, so each wait is the sum of all frames up to it.
    assert np.diff([0, *stands[:6]]) == pytest.approx(times)


# --- bad input ---------------------------------------------------------------------------------------------------------


def test_what_is_no_volume_is_shown_as_pictures_with_the_reason(show: Any) -> None:
    array = np.random.default_rng(2).integers(0, 900, (5, 30, 40)).astype(np.int16)
    page = show(
        ArrayVolume(
            array, None, more={"verdict": "not_a_volume", "reasons": ("localizer",), "window": (450.0, 900.0)}
        )
    )
    (pane,) = page.panes()
    assert (
        pane["rgb"].std() > 20
        and "Not a volume: a localizer" in page.words()
        and "Frame 3 / 5" in page.words()
    )
    assert pane["ends"] == ["", "", "", ""], "no letters without a place in the patient"


@pytest.mark.parametrize("missing", [range(3, 4), range(9)])
def test_slices_that_cannot_be_read_leave_a_sentence_and_the_rest(show: Any, missing: range) -> None:
    class Torn(ArrayVolume):
        def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
            if any(k in missing for k in range(z.start, z.stop)):
                raise DecodeError("the chunk of slice 3 is missing; convert the volume again")
            return super().read(t, z, stride)

    array = np.random.default_rng(2).integers(0, 900, (9, 700, 900)).astype(np.int16)
    page = show(Torn(array, np.eye(4)))
    page.page.wait_for_selector("[role=status]:has-text('missing')", timeout=5000)
    assert (
        "Some of the picture is missing: the chunk of slice 3 is missing; convert the volume again"
        in page.words()
    )
    if len(missing) == 1:
        assert page.js("return v.scene.reference.data.full") >= 6


def test_forty_thousand_frames_come_one_by_one(show: Any) -> None:
    class Long(ArrayVolume):
        asked: list[int] = []

        def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
            self.asked.append((z.stop - z.start) * stride)
            return np.stack([np.full((256, 256), k % 251, np.uint8) for k in range(z.start, z.stop)])

    volume = Long(
        np.zeros((1, 1, 1), np.uint8),
        None,
        more={"shape": (40_000, 256, 256), "verdict": "not_a_volume", "window": (128.0, 256.0)},
    )
    page = show(volume)
    page.page.locator(".pl-pane").focus()
    page.page.keyboard.press("Home")
    page.page.wait_for_function(READY)
    assert "Film 1 / 40000" in page.words() or "Frame 1 / 40000" in page.words()
    middle = "const p = v.panes[0]; return p.pixels[(p.canvas.height >> 1) * p.canvas.width + (p.canvas.width >> 1)] & 255"
    page.page.keyboard.press("PageDown")
    page.page.wait_for_function(READY)
    page.page.wait_for_timeout(200)
    assert page.js(middle) == 10, "frame 11"
    assert sum(volume.asked) < 200 and page.js("return v.scene.reference.data.bytes") < 130 << 20


def test_colour_of_eight_bits_is_drawn_as_it_is(show: Any) -> None:
    picture = np.random.default_rng(3).integers(0, 256, (1, 24, 32, 3)).astype(np.uint8)
    page = show(ArrayVolume(picture, None, axes="zyxc", more={"verdict": "not_a_volume"}))
    page.js(NUDGE + "v.changed()")
    (pane,) = page.panes()
    index = index_of(pane["points"], np.eye(4))
    there = inside(index, picture.shape[:3]) & clear(index[..., :2])
    i, j, _ = np.moveaxis(np.floor(index + 0.5).astype(int), -1, 0)
    np.testing.assert_array_equal(pane["rgb"][there], picture[0][j[there], i[there]])
    assert page.page.locator("[data-tool=window]").count() == 0, "there is no window to drag"


def test_values_that_are_none_are_black_and_said_to_be_none(show: Any) -> None:
    array = np.ones((4, 20, 20), np.float32)
    array[:, :, 10:] = np.nan
    page = show(ArrayVolume(array, np.eye(4)))
    page.js(NUDGE + "v.scene.smooth = false; v.scene.inverted = true; v.setWindow([1.5, 1]); v.changed()")
    pane = page.panes()[0]
    i = np.floor(index_of(pane["points"], np.eye(4))[..., 0] + 0.5)
    there = inside(index_of(pane["points"], np.eye(4)), array.shape)
    assert (pane["rgb"][there & (i >= 10)] == 0).all() and (pane["rgb"][there & (i < 10)] == 255).all()
    box = page.page.locator(".pl-pane").first.bounding_box()
    page.page.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2)
    page.page.wait_for_timeout(150)
    assert "no value (NaN)" in page.words()


def test_small_values_are_not_lost_between_whole_numbers(show: Any) -> None:
    """A map from 0 to 0.004: the window of whole numbers would make it black and white."""
    array = np.linspace(0, 0.004, 4 * 30 * 30, dtype=np.float32).reshape(4, 30, 30)
    page = show(ArrayVolume(array, np.eye(4)))
    assert len(np.unique(page.panes()[0]["rgb"])) > 40


def test_a_closed_viewer_lets_go_of_its_voxels(show: Any) -> None:
    """A notebook keeps the elements of cells that were run again: nothing may hang on them."""
    page = show(ArrayVolume(np.ones((4, 20, 20), np.int16), np.eye(4)))
    left = page.js(
        """const { render } = await import("./viewer.js"), el = document.createElement("div"); document.body.append(el);
        const close = render({ early: [], model: v.model, el, load: v.loadModule }); await new Promise(r => setTimeout(r, 300));
        const w = el.pacslake, users = [...w.scene.reference.entries.values()][0][0].users; close();
        return [w.panes.length, w.scene.layers.length, "pacslake" in el, el.children.length, users.size];"""
    )
    assert left == [0, 0, False, 0, 1], "one user: the viewer that still stands"


def test_python_hears_of_a_gesture_when_it_rests(show: Any) -> None:
    page = show(
        ArrayVolume(np.random.default_rng(5).integers(0, 900, (9, 40, 40)).astype(np.int16), np.eye(4))
    )
    during, after, window = page.js(
        """await new Promise(r => setTimeout(r, 400)); let n = 0; const { model } = v, pane = v.panes[0].el, b = pane.getBoundingClientRect();
        model.save_changes = () => { n++; }; pane.setPointerCapture = () => {};
        const event = (name, x) => pane.dispatchEvent(new PointerEvent(name, { clientX: b.x + 90 + x, clientY: b.y + 90, bubbles: true, pointerId: 1, button: 0 }));
        event("pointerdown", 0); const began = performance.now();
        for (let x = 1; performance.now() - began < 700; x++) { event("pointermove", x % 60); await new Promise(r => requestAnimationFrame(r)); }
        const during = n; event("pointerup", 30); await new Promise(r => setTimeout(r, 400)); return [during, n, model.get("window")];"""
    )
    assert (during, after) == (0, 1)
    assert window == page.js("return v.scene.window")
