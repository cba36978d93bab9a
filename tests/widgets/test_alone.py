"""What `pacslake view` shows of a lake without a notebook: a comparison in a page, pictures with labels, films."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import pacslake
from pacslake.cli import main
from pacslake.derived import SegmentSpec, build_rtstruct, build_seg
from pacslake.errors import UsageError
from pacslake.synthetic import simple_series
from pacslake.widgets import standalone
from pacslake.widgets.overlays import COLOURS
from pacslake.widgets.picture import render_slice
from pacslake.widgets.pictures import make_thumbnail

SHAPE = (5, 32, 32)
CLEAR = slice(40, -40)  # without letters


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two visits of one patient. On the first: a segment on slice 3, and a region of interest on slice 1."""
    folder = tmp_path_factory.mktemp("alone")
    for n, date in enumerate(("20240102", "20240411")):
        simple_series(
            folder / str(n), SHAPE, (1.0, 1.0, 1.0), seed=n, PatientID="ONE", StudyDate=date, FrameOfReferenceUID=f"2.25.{n + 7}",
            array=np.random.default_rng(n).integers(1000, 1100, SHAPE),
        )  # fmt: skip
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "0")
    lake.ingest(folder / "1")
    first = lake.volume(volumes(lake)[0])
    lake.add(build_seg(masks()[0], first, [SegmentSpec("Lesion")]))
    lake.add(build_rtstruct([masks()[1]], first, ["Organ"]))
    return lake


def volumes(lake: Any) -> list[str]:
    """The first visit's, the second's."""
    return [r[0] for r in lake.rows('SELECT volume_id FROM volume ORDER BY "FrameOfReferenceUID"')]


def masks() -> tuple[np.ndarray, np.ndarray]:
    segment, region = np.zeros((2, *SHAPE), bool)
    segment[3, 10:20, 8:23] = True
    segment[3, 12, 9] = False
    region[1, 14:24, 9:19] = True
    return segment, region


def test_segment_and_region_lie_on_their_voxels(lake: Any) -> None:
    """Ten pixels a voxel; the region's contour runs through the middles between voxels inside and outside."""
    ((segment_id,),) = lake.rows("SELECT segment_id FROM segment")
    ((roi_id,),) = lake.rows("SELECT roi_id FROM roi")
    widget = lake.view(volumes(lake)[0], overlays=[segment_id, roi_id], label_opacity=1.0)
    for k, colour, mask in ((3, COLOURS[0], masks()[0]), (1, COLOURS[1], masks()[1])):
        widget.cursor = [16.0, 16.0, float(k)]
        rgb = render_slice(widget._source, height=320, **widget._shown())
        inside = np.kron(mask[k], np.ones((10, 10), bool))
        np.testing.assert_array_equal(
            (rgb == colour).all(-1)[CLEAR, CLEAR] & inside[CLEAR, CLEAR], inside[CLEAR, CLEAR]
        )
        beyond = (rgb == colour).all(-1) & ~inside
        near = np.pad(inside, 1)
        near = near[:-2, 1:-1] | near[2:, 1:-1] | near[1:-1, :-2] | near[1:-1, 2:]
        assert not (beyond & ~near)[CLEAR, CLEAR].any(), "a contour is at most a pixel beyond its voxels"
    widget.cursor = [16.0, 16.0, 2.0]
    between = render_slice(widget._source, height=320, **widget._shown())
    assert (between[..., 0] == between[..., 2])[CLEAR, CLEAR].all(), "the slice between them is grey"


def test_the_contour_alone_is_drawn_where_it_was(lake: Any) -> None:
    ((roi_id,),) = lake.rows("SELECT roi_id FROM roi")
    widget = lake.view(volumes(lake)[0], overlays=[roi_id], label_opacity=0.0)
    widget.cursor = [16.0, 16.0, 1.0]
    seen = (render_slice(widget._source, height=320, **widget._shown()) == COLOURS[0]).all(-1)
    points = widget._laid[0].contours[1][0]
    at = np.floor(points[:, :2] * 10 + 4.5 + 0.5).astype(int)
    assert seen[at[:, 1], at[:, 0]].all() and 0 < seen.sum() < 450
    rows, columns = np.nonzero(seen)
    # The rim of rows 14 to 23 and columns 9 to 18, within half a pixel.
    assert abs(rows.min() - 140) <= 1 and abs(rows.max() - 240) <= 1
    assert abs(columns.min() - 90) <= 1 and abs(columns.max() - 190) <= 1


def test_a_contact_sheet_outlines_labels_on_the_slice_that_has_most(lake: Any) -> None:
    first, second = volumes(lake)
    plain, outlined = make_thumbnail(lake, first), make_thumbnail(lake, first, labels=True)
    assert plain.ndim == 2 and outlined.shape == (128, 128, 3)
    mask = masks()[0][3]  # 149 voxels, the region has 100
    colours = {c for c in COLOURS if (outlined == c).all(-1).any()}
    rim = np.kron(mask, np.ones((4, 4), bool))
    whole = np.pad(rim, 1)
    rim &= ~(whole[:-2, 1:-1] & whole[2:, 1:-1] & whole[1:-1, :-2] & whole[1:-1, 2:])
    painted = (outlined.max(-1).astype(int) - outlined.min(-1)) > 60
    np.testing.assert_array_equal(painted, rim)
    assert len(colours) <= 1
    again = make_thumbnail(lake, first, labels=True)
    np.testing.assert_array_equal(again, outlined)
    np.testing.assert_array_equal(make_thumbnail(lake, first), plain)
    assert make_thumbnail(lake, second, labels=True).ndim == 2, "nothing to outline"
    sheet = np.asarray(Image.open(io.BytesIO(lake.mosaic([first, second], labels=True).to_png())))
    np.testing.assert_array_equal(sheet[2:130, 2:130], outlined)


@pytest.mark.browser
def test_two_volumes_are_compared_in_a_page_that_writes_nothing(page: Any, lake: Any) -> None:
    prior, current = volumes(lake)
    with standalone.serve(lake, prior, current, registration=np.eye(4)) as url:
        page.goto(url)
        page.wait_for_function(
            "()=>{const v=document.getElementById('viewer').pacslake; return v?.drawn&&!v.frame&&v.scene.layers.length===2&&v.scene.layers.every(l=>l.data.done)}"
        )
        assert page.locator(".pl-pane").count() == 2
        assert "Registration as given" in page.locator(".pl-note").first.inner_text()
        for index in (0, 1):
            title = page.locator(".pl-tl").nth(index).inner_text()
            assert title.split("\n")[0].split(" · ")[0] == ("prior", "current")[index]
        box = page.locator(".pl-pane").nth(1).bounding_box()
        assert box["height"] > 600, "the page is filled"
        page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
        page.mouse.wheel(0, 120)
        values = page.evaluate(
            "()=>{const {scene}=document.getElementById('viewer').pacslake; return scene.layers.map(l=>{const v=l.value(scene.cursor); return [v.k,v.j,v.i,v.value]})}"
        )
        for (k, j, i, value), volume_id in zip(values, (prior, current), strict=True):
            assert lake.volume(volume_id).values()[k, j, i] == value
        assert values[0][:3] == values[1][:3]
        page.locator(".pl-pane").first.focus()
        page.keyboard.press("d")
        assert (
            page.locator(".pl-pane").count() == 1
            and page.evaluate("()=>document.getElementById('viewer').pacslake.mode") == "difference"
        )
        assert page.get_by_role("button", name="confirm").count() == 0
    assert not page.bad


def test_what_is_for_one_volume_is_refused_for_several(lake: Any) -> None:
    with (
        pytest.raises(UsageError, match="laid over one volume"),
        standalone.serve(lake, *volumes(lake), overlays=["x"]),
    ):
        pass


def test_the_command_writes_pictures_and_films(
    lake: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    prior, current = volumes(lake)
    ((roi_id,),) = lake.rows("SELECT roi_id FROM roi")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pacslake", "view", *words, "--lake", str(lake.path)])
        with pytest.raises(SystemExit) as ended:
            main()
            raise SystemExit(0)
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    png, film, both = (tmp_path / name for name in ("one.png", "film.webp", "both.png"))
    code, out, _ = run(
        prior, "--overlay", roi_id, "--outline", "--png", str(png), "--film", str(film), "--json"
    )
    assert code == 0 and json.loads(out) == {"picture": str(png), "film": str(film)}
    assert Image.open(film).n_frames == SHAPE[0] and np.asarray(Image.open(png)).ndim == 3
    assert run(prior, prior, "--png", str(both))[0] == 0, "two, without a registration to wait for"
    width, height = Image.open(both).size
    assert width == 2 * height
    code, _, said = run(prior, current, "--film", str(film))
    assert code == 2 and "one volume" in said
    code, _, said = run(prior, "--film", str(tmp_path / "film.mp4"))
    assert code == 2 and ".webp or .gif" in said


def test_a_closed_widget_holds_no_voxels(lake: Any) -> None:
    """A notebook's history may keep it for ever."""
    widget = lake.view(volumes(lake)[0])
    source = widget._source
    assert source.read(0, slice(0, 3)).shape[0] == 3 and source._last is not None
    widget.close()
    assert source._last is None
    assert source.read(0, slice(0, 3)).shape[0] == 3, "another widget may show it"
