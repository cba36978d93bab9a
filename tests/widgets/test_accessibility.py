"""axe-core finds no fault in any widget, light or dark; and every tool is reached by keyboard, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pacslake
from pacslake.synthetic import simple_series
from pacslake.widgets import browse, compare, mosaic, timeline_view, view
from pacslake.widgets.source import ArrayVolume

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "pacslake/widgets/js/node_modules/axe-core/axe.min.js"
needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason="axe-core is not installed: npm ci in pacslake/widgets/js"
)


def faults(page: Any) -> list[str]:
    """What axe-core says, one line for each rule and element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("async()=>(await axe.run(document.querySelector('main'))).violations")
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("axe")
    for n, date in enumerate(("20240102", "20240411")):
        simple_series(
            folder / str(n),
            (5, 16, 16),
            seed=n,
            PatientID="ONE",
            StudyDate=date,
            FrameOfReferenceUID="2.25.7",
        )
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder)
    return lake


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(shown: Callable[..., Any], page: Any, lake: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    ids = [r[0] for r in lake.rows("SELECT volume_id FROM volume ORDER BY 1")]
    mask = np.zeros((5, 16, 16), bool)
    mask[2, 4:9, 4:9] = True
    (key,) = lake.rows("SELECT DISTINCT patient_key FROM timepoint")[0]
    viewer = view(lake, ids[0], overlays=[("lesion", mask)])
    viewer.measure("ellipse", [viewer.cursor, np.add(viewer.cursor, (5, 5, 0))])
    timeline = timeline_view(lake, key)
    timeline.events = lambda: [
        {"day": d, "kind": k, "words": "in words"}
        for d, k in ((3, "diagnosis"), (40, "report"), (9000, "death"))
    ]
    widgets = [viewer, compare(lake, *ids), browse(lake), timeline, mosaic(lake, ids)]
    opened = shown(*widgets)
    opened.loaded()
    page.wait_for_selector(".pl-visits .pl-card")
    page.locator(".pl-events summary").click()
    page.locator(".pl-events button").first.click()
    page.wait_for_selector(".pl-browse .pl-card")
    page.locator(".pl-browse .pl-card").first.click()
    page.wait_for_selector(".pl-about:not([hidden])")
    opened.js("v.help.hidden = false")
    assert not (found := faults(page)), "\n".join(found)
    page.get_by_role("button", name="Cards or table").click()
    page.wait_for_selector(".pl-main table")
    assert not (found := faults(page)), "\n".join(found)


def test_everything_is_reached_by_tab_and_measured_by_keys(shown: Callable[..., Any], page: Any) -> None:
    a = np.random.default_rng(2).integers(-100, 100, (9, 24, 20)).astype("i2")
    w = view(None, ArrayVolume(a, np.diag([1.0, 1.0, 2.0, 1.0]), unit="HU", modality="CT"), smooth=False)
    opened = shown(w)
    opened.loaded()
    pressed = page.locator(".pl-bar button[aria-pressed=true]").first
    pressed.hover()  # white words must keep their ground
    assert pressed.evaluate("e=>getComputedStyle(e).backgroundColor") == "rgb(0, 114, 178)"
    page.locator(".pl-bar button").first.focus()
    seen = []
    for _ in range(60):
        seen.append(
            page.evaluate(
                "()=>document.activeElement.getAttribute('aria-label')??document.activeElement.className"
            )
        )
        page.keyboard.press("Tab")
    labels = page.evaluate(
        "()=>[...document.querySelectorAll('.pl-bar button,.pl-bar select,.pl-bar input,.pl-pane')].filter(e=>!e.disabled&&e.offsetParent).map(e=>e.getAttribute('aria-label')??e.className)"
    )
    assert [s for s in seen if s in labels][: len(labels)] == labels, "Tab goes through the page in its order"
    # A length of five voxels and a rectangle, without a mouse.
    page.locator(".pl-pane").first.focus()
    page.keyboard.press("l")
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    for key in (
        "Shift+ArrowLeft",
        "Shift+ArrowLeft",
        "Shift+ArrowDown",
        "Shift+ArrowDown",
        "Shift+ArrowDown",
    ):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    opened.until(lambda: len(w.measurements) == 2)
    length, box = w.measurements
    assert length["result"]["length_mm"] == pytest.approx(5)
    i, j, k = (round(x / s) for x, s in zip(np.min(box["points"], axis=0), (1, 1, 2), strict=True))
    block = a[k, j : j + 4, i : i + 3]
    assert box["result"]["n"] == 12
    assert box["result"]["mean"] == pytest.approx(block.mean(), abs=1e-6)
    assert box["result"]["sd"] == pytest.approx(block.std(ddof=1), abs=1e-6)
    page.keyboard.press("Control+z")
    opened.until(lambda: len(w.measurements) == 1)
