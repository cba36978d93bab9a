"""The comparison in a browser: linked places, difference in units, what is refused, lesions and a reader's word."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pacslake
from pacslake.errors import UsageError
from pacslake.widgets import compare
from pacslake.widgets.source import ArrayVolume

pytestmark = pytest.mark.browser

AFFINE = np.diag([0.9, 0.9, 2.5, 1.0])


def head(shift: tuple[int, int, int] = (0, 0, 0), more: int = 0) -> ArrayVolume:
    """A blob of HU, moved by whole voxels (slice, row, column); `more` HU are added."""
    rng = np.random.default_rng(7)
    z, y, x = np.mgrid[:16, :64, :56]
    bell = 900 * np.exp(-(((z - 8) / 5.0) ** 2) - ((y - 30) / 18.0) ** 2 - ((x - 26) / 14.0) ** 2)
    a = (bell - 300 + rng.normal(0, 30, z.shape)).astype("i2") + np.int16(more)
    return ArrayVolume(np.roll(a, shift, (0, 1, 2)), AFFINE, unit="HU", modality="CT")


def moved(shift: tuple[int, int, int]) -> np.ndarray:
    """The registration (current to prior) of such a move."""
    k, j, i = shift
    matrix = np.eye(4)
    matrix[:3, 3] = (-i * 0.9, -j * 0.9, -k * 2.5)
    return matrix


SHIFTS = [(0, 5, 0), (-2, 0, 3), (1, -4, -3)]


def test_four_time_points_move_together(shown: Callable[..., Any]) -> None:
    w = compare(
        None, head(), *(head(s) for s in SHIFTS), registration=[moved(s) for s in SHIFTS], smooth=False
    )
    page = shown(w)
    page.loaded()
    assert page.page.locator(".pl-pane").count() == 4
    box = page.page.locator(".pl-pane").nth(2).bounding_box()
    page.page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.55)
    page.page.mouse.wheel(0, 120)
    read = "return v.scene.layers.map(l => l.value(v.scene.cursor))"
    first, *others = page.js(read)
    for found, (k, j, i) in zip(others, SHIFTS, strict=True):
        assert found["value"] == first["value"]
        assert [found[n] - first[n] for n in "kji"] == [k, j, i]
    page.js("v.zoomBy(v.panes[3], 2, 700, 300); v.setWindow([100, 300]);")
    views = page.js("return v.panes.map(p => [p.view().mm, ...p.view().centre, ...p.layer.windowNow()])")
    assert all(v == views[0] for v in views)
    page.page.keyboard.press("f")
    assert page.js("return v.panes[0].spec.layers") == [0, 1, 2, 3], "flicker goes through all"


def test_the_difference_is_signed_and_in_units(shown: Callable[..., Any]) -> None:
    shift = (1, -4, 3)
    w = compare(
        None, head(), head(shift, more=75), registration=moved(shift), smooth=False, compare_mode="difference"
    )
    page = shown(w)
    page.loaded()
    page.js("v.setWindow([0, 300])")
    pixels, bar = page.js(
        "const p = v.panes[0]; return [[...new Set(p.pixels)], [...p.svg.querySelectorAll('text')].map(t => t.textContent)]"
    )
    # 75 of 150 HU: half way from grey 80 to orange (255, 150, 0); black outside.
    assert sorted((p & 255, p >> 8 & 255, p >> 16 & 255) for p in pixels) == [(0, 0, 0), (168, 115, 40)]
    assert {"+150", "−150", "HU"} <= set(bar)
    box = page.page.locator(".pl-pane").first.bounding_box()
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.page.locator(".pl-read").inner_text().startswith("difference +75 HU")
    page.js("v.setMode('checker')")
    assert "prior | current" in page.page.locator(".pl-tl").first.inner_text()


def test_a_failed_registration_is_never_shown_as_truth(shown: Callable[..., Any]) -> None:
    failed = {"matrix_lps": np.eye(4), "verdict": "failed"}
    w = compare(None, head(), head((0, 5, 0)), registration=failed)
    page = shown(w)
    page.loaded()
    assert "failed its checks and is not used" in page.page.locator(".pl-note").first.inner_text()
    assert "positions do not correspond" in page.page.locator(".pl-tr").nth(1).inner_text()
    off = page.js("return [...v.modeBox.options].filter(o => o.disabled).map(o => o.value)")
    assert off == ["checker", "difference", "fusion"]
    page.page.locator(".pl-pane").first.focus()
    page.page.keyboard.press("d")
    assert page.js("return [v.mode, v.panes.length]") == ["side", 2]
    # A person lays it by hand: then it says so, and may be subtracted.
    box = page.page.locator(".pl-pane").nth(1).bounding_box()
    page.page.keyboard.down("Alt")
    page.page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 120, box["y"] + 100, steps=4)
    page.page.mouse.up()
    page.page.keyboard.up("Alt")
    assert "placed by hand" in page.page.locator(".pl-tr").nth(1).inner_text()
    page.page.keyboard.press("d")
    assert page.js("return v.mode") == "difference"


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(UsageError, match="two to 4"):
        compare(None, *(head((k, 0, 0)) for k in range(5)))
    with pytest.raises(UsageError, match="give a list"):
        compare(None, head(), head((1, 0, 0)), head((2, 0, 0)), registration=[np.eye(4)])


@pytest.fixture(scope="module")
def lake(demo: dict, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The lake of the demo, where it may be written, at its patient with tracked lesions."""
    folder = tmp_path_factory.mktemp("copy") / "lake"
    shutil.copytree(Path(demo["lake"]), folder)
    return pacslake.open(folder)


def test_lesions_are_gone_to_and_confirmed(shown: Callable[..., Any], lake: Any) -> None:
    ids = [
        r[0]
        for r in lake.rows(
            "SELECT volume_id FROM lesion_observation WHERE segment_id IS NOT NULL GROUP BY 1 ORDER BY min(timepoint_index)"
        )
    ]
    w = compare(lake, *ids, reader="AB")
    assert {n["level"] for n in w.notices} <= {"info"} and w.days[0] == 0
    page = shown(w)
    page.loaded()
    followed = next(lesion for lesion in w.lesions if len([p for p in lesion["at"] if p["lps"]]) == len(ids))
    page.page.get_by_role("button", name=followed["name"], exact=True).click()
    page.until(lambda: w.lesion == followed["id"])
    # In each picture the crosshair lies in the lesion of that time point, whose values are soft tissue within lung.
    values = page.js("return v.scene.layers.map(l => l.value(v.scene.cursor))")
    for found, seen in zip(values, followed["at"], strict=True):
        affine = np.array(w.volumes[seen["n"]]["affine"]).reshape(4, 4)
        at = (affine @ [found["i"], found["j"], found["k"], 1])[:3]
        assert np.linalg.norm(at - seen["lps"]) < np.linalg.norm(affine[:3, :3].sum(axis=1)) / 1.9
    assert page.page.locator(".pl-growth svg").count() == 2
    assert page.page.get_by_label("Which lesion this is").count() == len(ids) - 1
    page.page.get_by_role("button", name="confirm").first.click()
    page.until(
        lambda: lake.rows("SELECT count(*) FROM lesion_observation WHERE verified_by = 'AB'") == [(1,)]
    )
    # Another word: it is a new lesion. All are followed anew, and the word is kept.
    last = max((p for p in followed["at"] if p["lps"]), key=lambda p: p["n"])
    w.relink(last["observation"], None)
    states = {
        p["state"]
        for lesion in w.lesions
        for p in lesion["at"]
        if p["n"] == last["n"] and p["lps"] == last["lps"]
    }
    assert states == {"new"}
    assert ("AB",) in lake.rows("SELECT chosen_by FROM lesion_choice")
    other = next(lesion for lesion in w.lesions if lesion["id"] != followed["id"])
    w.lesion = other["id"]
    page.page.wait_for_function("id=>models[0].el.pacslake.lesion===id", arg=other["id"])


def test_a_saved_notebook_keeps_all_three(lake: Any) -> None:
    ids = [r[0] for r in lake.rows("SELECT DISTINCT volume_id FROM lesion_observation WHERE segment_id IS NOT NULL LIMIT 3")]  # fmt: skip
    lake.static_pictures = True
    w = compare(lake, *ids)
    data, _ = w._repr_mimebundle_()
    assert 5_000 < len(data["image/png"]) * 3 / 4 <= 60_000 and "not kept" in data["text/plain"]
    assert len(json.dumps(w.get_state(["lesions", "tracks", "notices"]))) < 30_000
