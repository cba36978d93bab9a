"""The widgets in a running JupyterLab: pixels, gestures, a busy kernel, reload, the saved notebook, many viewers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pacslake.widgets.picture import grey_levels

pytestmark = pytest.mark.browser

MAKE = """
rng = np.random.default_rng(7)
z, y, x = np.mgrid[:24, :96, :80]
a = (900 * np.exp(-((z - 12) / 9.0) ** 2 - ((y - 44) / 30.0) ** 2 - ((x - 36) / 22.0) ** 2) - 300 + rng.normal(0, 40, z.shape)).astype("i2")
v = ArrayVolume(a, np.diag([0.9, 0.9, 2.5, 1.0]), unit="HU", modality="CT")
"""


def array() -> np.ndarray:
    rng = np.random.default_rng(7)
    z, y, x = np.mgrid[:24, :96, :80]
    bell = 900 * np.exp(-(((z - 12) / 9.0) ** 2) - ((y - 44) / 30.0) ** 2 - ((x - 36) / 22.0) ** 2)
    return (bell - 300 + rng.normal(0, 40, z.shape)).astype("i2")


READ = """
const out = [];
for (const p of v.panes) {
  const view = p.view(), w = p.canvas.width, h = p.canvas.height, m = v.scene.reference.toIndex();
  const bytes = p.context.getImageData(0, 0, w, h).data, grey = [];
  for (let n = 0; n < w * h; n++) grey.push(bytes[4 * n]);
  out.push({w, h, grey, plane: p.spec.plane, centre: view.centre, mm: view.mm, u: p.plane.u, v: p.plane.v});
}
return JSON.stringify({panes: out, window: v.scene.reference.windowNow()});
"""


@pytest.fixture
def shown(book: Callable[..., Any], request: pytest.FixtureRequest) -> Any:
    name = request.node.name.replace("[", "_").replace("]", "")
    b = book(
        name,
        [
            MAKE + "w = view(None, v, smooth=False); w",
            "import time; time.sleep(12)",
            "print([round(c, 3) for c in w.cursor], w.window)",
        ],
    )
    b.run(0)
    b.run(1)
    b.loaded()
    yield b
    assert not b.page.bad


def canvas(b: Any, n: int = 0) -> tuple[float, float, float, float]:
    box = b.page.locator(".pl-pane").nth(n).bounding_box()
    return box["x"], box["y"], box["width"], box["height"]


def pixel_sum(b: Any) -> int:
    return b.js("const p = v.panes[0]; return p.pixels.reduce((s, x) => (s + (x & 255)) % 1e9, 0)")


def test_pixels_equal_numpy_in_all_three_planes(shown: Any) -> None:
    """Nearest voxel and PS3.3 C.11.2.1.2, every pixel of every canvas."""
    shown.js(
        "for (const p of v.panes) { p.zoom = 1.0371; p.pan = [0.0131, 0.0173]; } v.setWindow([63.5, 357]); await new Promise(r => setTimeout(r, 300))"
    )
    read, a = json.loads(shown.js(READ)), array()
    assert len(read["panes"]) == 3
    for pane in read["panes"]:
        w, h = pane["w"], pane["h"]
        x = (np.arange(w) - (w - 1) / 2)[None, :, None] * pane["mm"]
        y = (np.arange(h) - (h - 1) / 2)[:, None, None] * pane["mm"]
        points = np.array(pane["centre"]) + x * np.array(pane["u"]) + y * np.array(pane["v"])
        index = points / (0.9, 0.9, 2.5)
        i, j, k = np.moveaxis(np.floor(index + 0.5).astype(int), -1, 0)
        inside = (i >= 0) & (i < 80) & (j >= 0) & (j < 96) & (k >= 0) & (k < 24)
        expected = np.zeros((h, w), np.uint8)
        expected[inside] = grey_levels(a[k[inside], j[inside], i[inside]], *read["window"])
        found = np.array(pane["grey"], np.uint8).reshape(h, w)
        # At this zoom and place no pixel centre lies on the border between two voxels.
        assert (np.abs(index - np.floor(index) - 0.5) > 1e-9).all() and expected.std() > 20
        np.testing.assert_array_equal(found, expected, err_msg=pane["plane"])


def gestures(b: Any) -> None:
    x, y, w, h = canvas(b)
    x, y = x + w * 0.4, y + h * 0.4
    before = pixel_sum(b)
    b.page.mouse.move(x, y)
    for _ in range(3):
        b.page.mouse.wheel(0, 120)
    b.page.wait_for_timeout(200)
    rolled = pixel_sum(b)
    assert rolled != before, "the wheel scrolls without a click"
    b.page.mouse.down()
    b.page.mouse.move(x + 50, y + 30, steps=6)
    b.page.mouse.up()
    b.page.wait_for_timeout(200)
    dragged = pixel_sum(b)
    assert dragged != rolled, "dragging changes the window"
    b.page.keyboard.press("ArrowUp")
    b.page.keyboard.press("ArrowUp")
    b.page.wait_for_timeout(200)
    assert pixel_sum(b) != dragged, "arrow keys scroll"
    assert canvas(b)[1] == pytest.approx(y - h * 0.4, abs=1), "the notebook did not move"


def test_gestures_change_the_picture_and_python_hears_of_it(shown: Any) -> None:
    gestures(shown)
    shown.page.wait_for_timeout(500)
    shown.run(3)
    cursor, window = shown.text(3).strip().split("] [")
    assert float(cursor.split(",")[2]) == pytest.approx(2.5 * (11 - 3 + 2)), (
        "three down, two up, from slice 11"
    )
    assert [float(x) for x in window.rstrip("]").split(",")] != [40.0, 400.0]


def test_gestures_work_while_the_kernel_is_busy_and_ask_it_nothing(shown: Any) -> None:
    shown.run(2, wait=False)
    shown.page.wait_for_timeout(600)
    shown.js(
        "v.asked = 0; const send = v.wire.send.bind(v.wire); v.wire.send = (m) => { v.asked++; send(m); }"
    )
    gestures(shown)
    assert shown.js("return v.asked") == 0
    assert shown.page.locator(".jp-InputPrompt").nth(2).inner_text() == "[*]:", "the cell still runs"


def test_keyboard_reaches_every_tool(shown: Any) -> None:
    shown.page.locator(".pl-pane").first.focus()
    for key, tool in {"l": "length", "o": "ellipse", "c": "crosshair", "p": "pan", "w": "window"}.items():
        shown.page.keyboard.press(key)
        assert shown.js("return v.tool") == tool
    shown.page.keyboard.press("Home")
    shown.page.wait_for_timeout(100)
    assert "24 / 24" in shown.page.locator(".pl-tl").first.inner_text()
    shown.page.keyboard.press("End")
    shown.page.wait_for_timeout(100)
    assert "1 / 24" in shown.page.locator(".pl-tl").first.inner_text()
    shown.page.keyboard.press("Enter")
    assert shown.js("return v.measurements[0].kind") == "probe"
    shown.page.keyboard.press("Control+z")
    assert shown.js("return v.measurements.length") == 0
    assert shown.js("return v.panes.every(p => p.el.getAttribute('aria-label') && p.el.tabIndex === 0)")
    assert shown.js(
        "return [...v.root.querySelectorAll('button,select,input')].every(e => e.getAttribute('aria-label') || e.closest('label'))"
    )


def test_a_length_and_a_region_by_mouse(shown: Any) -> None:
    page = shown.page
    x, y, _w, _h = canvas(shown)
    mm = shown.js("return v.panes[0].view(1).mm")
    page.locator("[data-tool=length]").click()
    page.mouse.move(x + 200, y + 200)
    page.mouse.down()
    page.mouse.move(x + 300, y + 200, steps=5)
    page.mouse.up()
    page.locator("[data-tool=ellipse]").click()
    page.mouse.move(x + 200, y + 250)
    page.mouse.down()
    page.mouse.move(x + 300, y + 330, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    found = json.loads(shown.js("return JSON.stringify(v.measurements)"))
    assert found[0]["result"]["length_mm"] == pytest.approx(100 * mm, rel=1e-6)
    assert found[1]["result"]["area_mm2"] == pytest.approx(np.pi / 4 * 100 * 80 * mm * mm, rel=1e-6)
    # The same ellipse counted on the array.
    (a, b), values = np.array(found[1]["points"]), array()
    k = int(np.floor(a[2] / 2.5 + 0.5))
    j, i = np.mgrid[:96, :80]
    c, r = (a + b) / 2, np.abs(b - a) / 2
    inside = ((i * 0.9 - c[0]) / r[0]) ** 2 + ((j * 0.9 - c[1]) / r[1]) ** 2 <= 1
    assert found[1]["result"]["n"] == int(inside.sum())
    assert found[1]["result"]["mean"] == pytest.approx(values[k][inside].mean(), abs=1e-6)
    assert found[1]["result"]["sd"] == pytest.approx(values[k][inside].std(ddof=1), abs=1e-6)
    assert page.locator(".pl-meas tbody tr").count() == 2


def test_a_known_transform_links_prior_and_current(book: Callable[..., Any]) -> None:
    move = "r = np.eye(4); r[:3, 3] = (0, -9.0, 5.0)\n"  # from current to prior
    b = book(
        "linked",
        [
            MAKE
            + move
            + "c = np.roll(np.roll(a, 10, axis=1), -2, axis=0)\nw = compare(None, v, ArrayVolume(c, np.diag([0.9, 0.9, 2.5, 1.0]), unit='HU', modality='CT'), registration=r, smooth=False); w"
        ],
    )
    b.run(0)
    b.run(1)
    b.loaded()
    assert b.page.locator(".pl-pane canvas").count() == 2
    assert "Registration as given" in b.text(1)
    x, y, w, h = canvas(b, 0)
    b.page.mouse.click(x + w * 0.45, y + h * 0.55)
    b.page.wait_for_timeout(300)
    values = json.loads(b.js("return JSON.stringify(v.scene.layers.map(l => l.value(v.scene.cursor)))"))
    assert values[0]["value"] == values[1]["value"]
    assert [values[1][n] - values[0][n] for n in "ijk"] == [0, 10, -2]
    same = b.js(
        "const [p, q] = v.panes; let n = 0; for (let i = 0; i < p.pixels.length; i++) n += p.pixels[i] === q.pixels[i]; return n / p.pixels.length"
    )
    assert same > 0.95, "both panes show the same anatomy"
    crosses = b.js("return v.panes.map(p => p.svg.querySelector('line').getAttribute('y1'))")
    assert crosses[0] == crosses[1]
    b.js("v.setMode('difference'); await new Promise(r => setTimeout(r, 300))")
    assert (
        b.js(
            "const p = v.panes[0]; let same = 0, more = 0; for (const x of p.pixels) { same += (x & 255) === 80; more += (x & 0xffffff) !== 0 && (x & 255) !== 80; } return more / same"
        )
        < 0.01
    )
    assert not b.page.bad


def test_labels_lie_exactly_on_their_voxels(book: Callable[..., Any]) -> None:
    cell = (
        MAKE
        + "m = np.zeros(a.shape, bool); m[10:14, 30:50, 20:33] = True\nw = view(None, v, overlays=[('lesion', m)], smooth=False, label_opacity=1.0); w"
    )
    b = book("labels", [cell])
    b.run(0)
    b.run(1)
    b.loaded()
    b.page.wait_for_function(
        "()=>{const v=[...document.querySelectorAll('.pacslake')].map(e=>e.parentElement.pacslake).find(v=>v?.scene?.reference); return v.scene.overlays[0].layer.data.done&&!v.frame}"
    )
    wrong = b.js("""
      const p = v.panes[0], view = p.view(1), l = v.scene.reference; let wrong = 0, on = 0;
      for (let y = 0; y < p.canvas.height; y += 3) for (let x = 0; x < p.canvas.width; x += 3) {
        const q = p.viewer.scene.reference, at = [0,1,2].map(a => view.centre[a] + (x - (view.width - 1) / 2) * view.mm * p.plane.u[a] + (y - (view.height - 1) / 2) * view.mm * p.plane.v[a]);
        const i = Math.floor(at[0] / 0.9 + 0.5), j = Math.floor(at[1] / 0.9 + 0.5), k = Math.floor(at[2] / 2.5 + 0.5);
        const inside = k >= 10 && k < 14 && j >= 30 && j < 50 && i >= 20 && i < 33, c = p.pixels[y * p.canvas.width + x];
        const orange = (c & 255) === 230 && ((c >> 8) & 255) === 159 && ((c >> 16) & 255) === 0;
        on += inside; wrong += orange !== inside;
      }
      return [wrong, on];""")
    assert wrong[0] == 0 and wrong[1] > 100
    assert "lesion" in b.text(1)


def test_saved_and_reopened_notebook(shown: Any) -> None:
    """Small, without pixels; a reload with a living kernel brings the viewer back; without one a sentence stands there."""
    shown.save()
    text = shown.path.read_text()
    assert len(text) < 100_000
    import base64

    assert base64.b64encode(array()[11].tobytes()[300:360]).decode() not in text
    shown.page.reload(wait_until="domcontentloaded")
    shown.page.wait_for_selector(".pl-pane canvas", timeout=60_000)
    shown.loaded()
    assert pixel_sum(shown) > 0
    shown.page.evaluate(
        "()=>[...jupyterapp.shell.widgets('main')].find(w=>w.context&&w.context.sessionContext).context.sessionContext.shutdown()"
    )
    shown.page.wait_for_timeout(800)
    shown.open(workspace="again")
    shown.page.wait_for_selector("[role=note]", timeout=30_000)
    words = shown.text(1)
    assert "pacslake viewer: CT, 24 × 96 × 80 voxels" in words and "Run the cell again" in words
    assert "model not found" not in words


def test_restarting_the_kernel_leaves_the_picture(shown: Any) -> None:
    before = pixel_sum(shown)
    shown.restart()
    shown.page.wait_for_timeout(3000)
    assert pixel_sum(shown) == before
    shown.page.locator(".pl-pane").first.focus()
    shown.page.keyboard.press("ArrowUp")
    shown.page.wait_for_timeout(200)
    assert pixel_sum(shown) != before


def test_twenty_viewers_on_one_page_share_one_volume(book: Callable[..., Any]) -> None:
    b = book("twenty", [MAKE, *["view(None, v)"] * 20])
    b.run_all()
    b.page.wait_for_function(
        "()=>document.querySelectorAll('.pacslake .pl-pane canvas').length===60", timeout=60_000
    )
    b.loaded(20)
    assert b.page.evaluate("()=>globalThis[Symbol.for('pacslake.page.1')].volumes.size") == 1
    assert b.page.evaluate(
        "()=>[...document.querySelectorAll('.pacslake')].every(e=>e.parentElement.pacslake.panes.every(p=>p.pixels.some(x=>(x&255)>100)))"
    )
    b.save()
    assert b.path.stat().st_size < 200_000
    assert not b.page.bad


def test_stack_without_geometry_film_and_colour(book: Callable[..., Any]) -> None:
    b = book(
        "flat",
        [
            """
film = np.stack([np.full((40, 60, 3), (n * 20, 255 - n * 20, 7), 'u1') for n in range(10)])
view(None, ArrayVolume(film, axes='tyxc', more={'verdict': 'not_a_volume', 'kind': 'us_clip', 'frame_ms': 50.0}))"""
        ],
    )
    b.run(0)
    b.run(1)
    b.loaded()
    assert b.page.locator(".pl-pane").count() == 1 and "A film" in b.text(1)
    x, y, w, h = canvas(b)
    middle = "const p = v.panes[0], c = p.pixels[(p.canvas.height >> 1) * p.canvas.width + (p.canvas.width >> 1)]; return [c & 255, (c >> 8) & 255, (c >> 16) & 255]"
    first = b.js(middle)
    assert first[0] + first[1] == 255 and first[2] == 7
    b.page.mouse.move(x + w / 2, y + h / 2)
    b.page.mouse.wheel(0, 120)
    b.page.wait_for_timeout(200)
    assert b.js(middle)[0] == first[0] + 20, "the wheel goes on to the next frame"
    b.page.locator(".pl-pane").first.focus()
    b.page.keyboard.press(" ")
    b.page.wait_for_timeout(700)
    assert b.js(middle)[0] != first[0] + 20 or b.js("return !!v.playing")
    assert not b.page.bad


LARGE = """
big = np.random.default_rng({seed}).integers(-1000, 3000, (64, 320, 320)).astype("i2")
w = view(None, ArrayVolume(big, np.diag([1.0, 1.0, 2.0, 1.0]), unit="HU", modality="CT"), layout="axial"); w
"""


def test_bricks_come_from_the_server_and_by_messages_when_that_ends(book: Callable[..., Any]) -> None:
    """Thirteen megabytes each way: the same voxels, to the last one."""
    cells = [LARGE.format(seed=1), "print(w._feeder._sent)", LARGE.format(seed=2), "print(w._feeder._sent)"]
    b = book("two_ways", cells)
    got: list[int] = []
    b.page.on("response", lambda r: got.append(r.status) if "/pacslake/v1/" in r.url else None)

    def same(seed: int) -> bool:
        big = np.random.default_rng(seed).integers(-1000, 3000, (64, 320, 320)).astype("i2")
        sums = b.js(
            "const d=v.scene.reference.data.data; let a=0, c=0; for (let n=0;n<d.length;n++) { a+=d[n]; c+=d[n]*(n%251); } return [d.length, a, c]"
        )
        weights = np.arange(big.size) % 251
        return sums == [big.size, int(big.sum(dtype=np.int64)), int((big.ravel() * weights).sum())]

    b.run(0)
    b.run(1)
    b.loaded()
    assert same(1)
    b.run(2)
    assert len(got) >= 3 and set(got) == {200}, "the larger part came over HTTP"
    assert int(b.text(2)) <= 6
    b.page.evaluate("()=>document.querySelectorAll('.pacslake').forEach(e=>e.parentElement.pacslake.close())")
    b.page.route("**/pacslake/v1/**", lambda route: route.fulfill(status=500))
    b.run(3)
    b.loaded()
    assert same(2)
    b.run(4)
    assert int(b.text(4)) >= 7 and 500 in got
    assert not b.page.bad
