"""The catalogue as a page: pages of rows and counts against plain SQL, and what hands and keys do in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import pacslake
from pacslake.errors import UsageError
from pacslake.synthetic import simple_series
from pacslake.widgets import browse, catalogue_page


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Three patients: a CT of two volumes with gaps in one, an MR, a CT; and a damaged file."""
    folder = tmp_path_factory.mktemp("browse")
    simple_series(folder / "a", (8, 16, 16), seed=1, SeriesDescription="chest 100% thick")
    simple_series(folder / "b", (6, 16, 16), modality="MR", seed=2, SeriesDescription="T1_head")
    simple_series(folder / "c", (12, 16, 16), seed=3, SeriesDescription="abdomen")
    for path in sorted((folder / "a").iterdir())[3:5]:
        path.unlink()  # missing slices
    (folder / "c" / "damaged.dcm").write_bytes(sorted((folder / "c").iterdir())[0].read_bytes()[:200])
    lake = pacslake.init(folder / "lake")
    lake.ingest([folder / x for x in "abc"])
    return lake


def ids(found: dict[str, Any]) -> list[str]:
    assert "error" not in found, found
    return [r[found["columns"].index("volume_id")] for r in found["rows"]]


def test_every_volume_is_listed_once_with_the_number_of_its_issues(lake: Any) -> None:
    found = catalogue_page.page(lake, {"table": "volumes"})
    expected = lake.rows(
        "SELECT v.volume_id, (SELECT count(*) FROM issue i WHERE i.entity_id IN (v.volume_id, v.SeriesInstanceUID)) FROM volume v"
    )
    at = found["columns"].index("n_issues")
    assert sorted((r[0], r[at]) for r in found["rows"]) == sorted(expected)
    assert found["total"] == len(expected) == 3 and max(n for _, n in expected) > 0


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        ({"where": "Modality = 'CT' -- the reader's own note"}, "Modality = 'CT'"),
        ({"filters": {"n_slices": ">6"}}, "n_slices > 6"),
        ({"filters": {"n_slices": "6..8"}}, "n_slices BETWEEN 6 AND 8"),
        ({"filters": {"SeriesDescription": "100%"}}, "contains(SeriesDescription, '100%')"),
        ({"filters": {"SeriesDescription": "t1_H"}}, "SeriesDescription = 'T1_head'"),
        ({"filters": {"SeriesDescription": "_"}}, "contains(SeriesDescription, '_')"),
        ({"filters": {"Modality": "=CT", "n_slices": "12"}}, "Modality = 'CT' AND n_slices = 12"),
        ({"filters": {"slice_mm": "="}}, "spacing_mm[1] IS NULL"),
        ({"where": "n_slices > 5", "filters": {"Modality": "<>CT"}}, "Modality <> 'CT'"),
    ],
)
def test_conditions_and_filters_mean_what_plain_sql_means(lake: Any, asked: dict, sql: str) -> None:
    expected = {
        r[0]
        for r in lake.rows(f"SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) WHERE {sql}")
    }
    found = catalogue_page.page(lake, {"table": "volumes", **asked})
    assert set(ids(found)) == expected
    assert {r[0] for r in lake.rows(catalogue_page.selection(lake, asked))} == expected


def test_counts_are_those_of_what_is_listed(lake: Any) -> None:
    facets = catalogue_page.page(lake, {"table": "volumes"})["facets"]
    assert facets["Modality"] == [("CT", 2), ("MR", 1)]
    assert sum(n for _, n in facets["verdict"]) == 3
    assert "Modality" not in catalogue_page.page(lake, {"filters": {"Modality": "=MR"}})["facets"]


def test_pages_follow_the_order_asked_for(lake: Any) -> None:
    asked = {"table": "volumes", "order": "n_slices", "descending": True, "limit": 2}
    first, second = (catalogue_page.page(lake, {**asked, "offset": n}) for n in (0, 2))
    at = first["columns"].index("n_slices")
    assert [r[at] for r in first["rows"] + second["rows"]] == [12, 6, 6]


def test_what_is_wrong_is_a_sentence(lake: Any) -> None:
    assert "nonsense" in catalogue_page.page(lake, {"where": "nonsense = 1"})["error"]
    assert "n_slices is a number" in catalogue_page.page(lake, {"filters": {"n_slices": ">many"}})["error"]
    with pytest.raises(UsageError, match="question mark"):
        catalogue_page.selection(lake, {"where": "SeriesDescription = $$?$$", "filters": {"Modality": "CT"}})


def test_the_tree_counts_down_to_series(lake: Any) -> None:
    tree = catalogue_page.patients(lake)
    assert [(p["studies"], p["n"]) for p in tree["patients"]] == [(1, 1)] * 3 and tree["total"] == 3
    (found,) = catalogue_page.patients(lake, "synthetic-2")["patients"]
    (study,) = catalogue_page.branch(lake, found["patient_key"])
    assert [(s["label"].split()[0], s["n"], s["objects"]) for s in study["series"]] == [("MR", 1, 6)]


def test_issues_and_quarantine_are_visible(lake: Any) -> None:
    assert catalogue_page.page(lake, {"table": "quarantine"})["total"] == 1
    codes = {v for v, _ in catalogue_page.page(lake, {"table": "issues"})["facets"]["code"]}
    assert "missing_slices" in codes
    (gaps,) = ids(catalogue_page.page(lake, {"where": "verdict = 'regular_with_gaps'"}))
    told = catalogue_page.detail(lake, gaps)
    assert told["verdict"] == "regular_with_gaps" and any(i[1] == "missing_slices" for i in told["issues"])


@pytest.mark.browser
def test_narrow_select_keep_and_open(shown: Callable[..., Any], lake: Any) -> None:
    w = browse(lake)
    opened = shown(w)
    page = opened.page
    page.wait_for_selector(".pl-card")
    assert page.locator(".pl-card").count() == 3
    page.get_by_role("button", name="CT 2", exact=True).click()
    page.wait_for_function("()=>document.querySelectorAll('.pl-card').length===2")
    page.get_by_role("button", name="Select every volume").click()
    page.wait_for_function("()=>document.querySelector('.pl-foot').textContent.includes('2 selected')")
    assert len(w.selected) == 2
    page.get_by_label("Name of the cohort").fill("both")
    page.get_by_role("button", name="Keep the selection").click()
    page.wait_for_function(
        "()=>document.querySelector('.pl-note').textContent.includes('cohort both with 2 volumes')"
    )
    assert lake.rows("SELECT name FROM cohort") == [("both",)]
    page.get_by_role("button", name="Show the selection as SQL").click()
    page.wait_for_function("()=>document.querySelector('textarea').value.startsWith('SELECT volume_id')")
    page.get_by_role("button", name="CT 2", exact=False).or_(
        page.get_by_role("button", name="Modality =CT ×")
    ).first.click()
    page.wait_for_function("()=>document.querySelectorAll('.pl-card').length===3")
    # Down the tree by keyboard: patient, study, series.
    for level in range(3):
        page.locator(f".pl-side .lvl{level}").nth(1 if level == 0 else 0).focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(f".pl-side .lvl{min(2, level + 1)}")
    page.wait_for_function("()=>document.querySelectorAll('.pl-card').length===1")
    w.selected = []
    page.locator(".pl-card").focus()
    page.keyboard.press("Enter")
    opened.until(lambda: len(w.selected) == 1)
    page.wait_for_function("()=>document.querySelector('.pl-about').textContent.includes('missing slices')")
    page.keyboard.press("Enter")
    opened.loaded()
    assert w.volumes[0]["id"] == w.selected[0]
    assert "SYNTHETIC" not in str(w.get_state()), "no identifier is in the state that a notebook may save"


@pytest.mark.browser
def test_a_click_is_heard_though_the_page_is_drawn_anew_between_press_and_release(
    shown: Callable[..., Any], lake: Any
) -> None:
    w = browse(lake)
    opened = shown(w)
    page = opened.page
    page.wait_for_selector(".pl-card")
    target = page.get_by_role("button", name="Select every volume")
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    w.selected = [lake.rows("SELECT volume_id FROM volume")[0][0]]  # the kernel changes what is shown
    opened.until(lambda: True)
    page.wait_for_timeout(300)
    page.mouse.up()
    opened.until(lambda: len(w.selected) == 3)
    page.wait_for_function("()=>document.querySelector('.pl-foot').textContent.includes('3 selected')")


@pytest.mark.browser
def test_a_wrong_condition_says_so_and_the_table_filters(shown: Callable[..., Any], lake: Any) -> None:
    w = browse(lake)
    page = shown(w).page
    page.wait_for_selector(".pl-card")
    page.get_by_label("SQL condition over volumes").fill("nonsense = 1")
    page.keyboard.press("Enter")
    page.wait_for_function("()=>document.querySelector('.pl-note').textContent.includes('nonsense')")
    w.where = "n_slices > 1"
    page.wait_for_function("()=>document.querySelector('.pl-note').hidden")
    page.get_by_role("button", name="Cards or table").click()
    page.get_by_label("Filter n_slices").fill(">6")
    page.wait_for_function("()=>document.querySelectorAll('.pl-main tbody tr').length===1")
    assert page.get_by_label("Filter n_slices").input_value() == ">6"
    page.get_by_role("button", name="Quarantine").click()
    page.wait_for_function("()=>document.querySelector('.pl-main').textContent.includes('damaged.dcm')")
