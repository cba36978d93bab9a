"""The timeline and the contact sheet in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import pacslake
from pacslake.errors import NotFoundError, UsageError
from pacslake.synthetic import simple_series
from pacslake.widgets import mosaic, timeline_view

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One patient with a CT at three visits in one frame of reference, the last without a date."""
    folder = tmp_path_factory.mktemp("visits")
    for n, date in enumerate(("20240102", "20240411", "")):
        simple_series(
            folder / str(n), (5, 16, 16), seed=n, PatientID="ONE", PatientName="One^Person", StudyDate=date, FrameOfReferenceUID="2.25.7"
        )  # fmt: skip
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder)
    return lake


def test_visits_are_chosen_and_compared_in_the_page(shown: Callable[..., Any], lake: Any) -> None:
    (key,) = lake.rows("SELECT DISTINCT patient_key FROM timepoint")[0]
    w = timeline_view(lake, key)
    assert [p["day"] for p in w.points] == [0, 100, 2] and "without" not in w.title
    with pytest.raises(UsageError, match="choose two to four"):
        w.compare()
    page = shown(w)
    page.page.wait_for_selector(".pl-visits .pl-card")
    assert page.page.get_by_role("button", name="Compare the chosen").is_disabled()
    page.page.locator(".pl-visits .pl-card").nth(1).click()
    page.page.locator("svg [role=button]").first.focus()
    page.page.keyboard.press("Enter")
    page.until(lambda: w.selected == ["1/CT", "0/CT"])
    assert page.page.locator(".pl-visits [aria-pressed=true]").count() == 2
    page.page.get_by_role("button", name="Compare the chosen").click()
    page.loaded()
    assert [v["label"].split(" · ")[-1] for v in w.volumes] == ["baseline", "day 100"]
    # Visits that share a frame of reference are still registered: the patient lay down anew.
    assert "Linked by rigid registration" in page.page.locator(".pl-note").first.inner_text()
    assert len(w.compare().volumes) == 2


def test_an_unknown_patient_is_said_to_be_unknown(lake: Any) -> None:
    with pytest.raises(NotFoundError, match="no time points"):
        timeline_view(lake, "nobody")


def test_thumbnails_arrive_and_can_be_chosen(shown: Callable[..., Any], lake: Any) -> None:
    ids = [r[0] for r in lake.rows("SELECT volume_id FROM volume ORDER BY 1")]
    w = mosaic(lake, ids)
    page = shown(w)
    page.page.wait_for_function(
        "()=>{const c=[...document.querySelectorAll('.pl-sheet canvas')]; return c.length===3&&c.every(x=>{const d=x.getContext('2d').getImageData(0,0,x.width,x.height).data; return new Set(d).size>20})}"
    )
    page.page.locator(".pl-thumb").nth(1).click()
    page.until(lambda: w.selected == [ids[1]])
    w.selected = [ids[2]]
    page.page.wait_for_function("()=>document.querySelectorAll('.pl-thumb')[2].ariaPressed==='true'")


def test_what_happened_stands_between_the_visits(shown: Callable[..., Any], tmp_path: Any) -> None:
    """Diagnosis and report of messages, at their days; no part of the state that a notebook saves."""
    from pacslake.clinical.extract import facts_of
    from pacslake.clinical.link import refresh
    from pacslake.clinical.load import land

    about = {"PatientID": "7", "IssuerOfPatientID": "HOSP", "PatientName": "Doe^Jane"}
    for n, date in enumerate(("20260105", "20260215")):
        simple_series(tmp_path / str(n), (3, 8, 8), seed=n, StudyDate=date, AccessionNumber=f"A{n}", **about)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "0")
    lake.ingest(tmp_path / "1")
    head = "MSH|^~\\&|RIS|HOSP|||20260106||{}|{}|P|2.5\rPID|1||7^^^HOSP^MR||Doe^Jane||19700203|F\r"
    messages = [
        head.format("ADT^A01", 1) + "DG1|1||C34^Lung cancer^I10||20260115|F\r",
        head.format("ADT^A01", 2) + "DG1|1||J45^Asthma^I10||20010101|F\r",
    ]
    land(lake, [(str(n), facts_of(m.encode())) for n, m in enumerate(messages)])
    refresh(lake)
    ((key,),) = lake.rows("SELECT DISTINCT patient_key FROM timepoint")
    w = timeline_view(lake, key)
    cancer = {"day": 10, "kind": "diagnosis", "words": "Lung cancer"}
    assert cancer in w.events() and [e["day"] for e in w.events()] == sorted(e["day"] for e in w.events())
    assert "Lung cancer" not in str({k: v for k, v in w.get_state().items() if k != "layout"})
    w.tracks = [{"measure": "Volume", "unit": "ml", "id": "l", "name": "lesion", "points": [{"day": d, "value": 1.0, "error": None, "note": ""} for d in (0, 41)]}]  # fmt: skip
    page = shown(w).page
    page.wait_for_selector(".pl-event")
    assert page.locator("svg .pl-event").count() == 1, "the old one is beyond the chart"
    assert "1 earlier" in page.locator(".pl-events summary").inner_text()
    # Day 10 of 0 to 41 lies at that share of the way between the dots of the two visits.
    spot = "e=>{const b=e.getBoundingClientRect(); return b.x+b.width/2}"
    first, last = (page.locator("svg circle").nth(n).evaluate(spot) for n in (0, 1))
    assert page.locator(".pl-event").evaluate(spot) == pytest.approx(first + (last - first) * 10 / 41, abs=1)
    lines = "svg[aria-label^=Volume] line[stroke-dasharray]"
    assert page.locator(lines).count() == 0
    page.locator(".pl-events summary").click()
    page.get_by_role("button", name="Lung cancer").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(lines, state="attached")
    assert page.locator(lines).evaluate(spot) == pytest.approx(
        page.locator(".pl-event").evaluate(spot), abs=1
    )
    assert page.get_by_role("button", name="Lung cancer").get_attribute("aria-pressed") == "true"
    assert w.to_png()[:4] == b"\x89PNG"
