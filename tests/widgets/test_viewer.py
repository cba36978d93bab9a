"""Widgets from Python's side: traits, overlays, comparison, what a saved notebook holds."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pacslake.errors import NotFoundError, UsageError
from pacslake.widgets import compare, standalone, view
from pacslake.widgets.base import MODULES, module_text
from pacslake.widgets.overlays import lay
from pacslake.widgets.source import ArrayVolume

AFFINE = np.diag([0.8, 0.8, 2.0, 1.0])


def volume(seed: int = 1, **more: Any) -> ArrayVolume:
    array = np.random.default_rng(seed).integers(-500, 500, (12, 32, 40)).astype(np.int16)
    return ArrayVolume(array, AFFINE, unit="HU", modality="CT", **more)


def sent(widget: Any, message: dict[str, Any]) -> list[tuple[dict[str, Any], list[Any]]]:
    """What the widget posts in answer to a message."""
    out: list[tuple[dict[str, Any], list[Any]]] = []
    widget.send = lambda content, buffers=None: out.append((content, buffers or []))
    widget._on_message(widget, message, [])
    return out


def test_state_is_small_and_holds_no_pixels() -> None:
    source = volume()
    widget = view(None, source, overlays=[source.array > 400])
    state = json.dumps({k: v for k, v in widget.get_state().items() if k != "layout"})
    assert len(state) < 12_000
    assert base64.b64encode(source.array[6].tobytes()[:60]).decode() not in state
    assert "fallback" in state


def test_the_crosshair_starts_in_the_middle_and_names_its_voxel() -> None:
    widget = view(None, volume())
    assert widget.index == (5, 15, 19)
    assert widget.cursor == pytest.approx([19 * 0.8, 15 * 0.8, 10.0])
    widget.cursor = [0.0, 0.8, 4.1]
    assert widget.index == (2, 1, 0)


def test_ct_starts_in_a_ct_window() -> None:
    assert view(None, volume()).window is not None
    assert ["lung", -600, 1500] in view(None, volume()).volumes[0]["presets"]
    assert view(None, volume(), window=(10, 20)).window == [10.0, 20.0]


def test_modules_are_sent_on_request_and_only_ours() -> None:
    widget = view(None, volume())
    for name in MODULES:
        (head, buffers), *_ = sent(widget, {"kind": "module", "name": name})
        assert bytes(buffers[0]).decode() == module_text(name) and head["version"] == widget.version
    assert sent(widget, {"kind": "module", "name": "../base"}) == []


def test_the_first_slice_comes_right_behind_the_module() -> None:
    source = volume()
    widget = view(None, source)
    widget.cursor = [float(x) for x in (AFFINE @ [0, 0, 3, 1])[:3]]
    out: list[tuple[dict[str, Any], list[Any]]] = []
    widget.send = lambda content, buffers=None: out.append((content, buffers or []))
    widget._on_message(widget, {"kind": "module", "name": "viewer"}, [])
    end = time.monotonic() + 5
    while len(out) < 2 and time.monotonic() < end:
        time.sleep(0.005)
    head, (payload,) = out[1]
    assert (head["kind"], head["z0"], head["n"]) == ("brick", 3, 1)
    assert bytes(payload) == source.array[3].tobytes()


@pytest.mark.parametrize("name", ["viewer", "panels", "loader", "standalone"])
def test_modules_are_small_and_name_no_outside_address(name: str) -> None:
    text = module_text(name)
    assert len(text.encode()) < 60_000
    assert "webgl" not in text.lower(), "nothing depends on a graphics card"
    assert not [
        a
        for a in text.split("http")[1:]
        if a.startswith(("://", "s://")) and not a.startswith("://www.w3.org/")
    ]


def test_strange_messages_are_ignored() -> None:
    widget = view(None, volume())
    for message in (None, 3, {}, {"kind": "nothing"}):
        assert sent(widget, message) == []


def test_measurements_from_python() -> None:
    source = volume()
    widget = view(None, source)
    made = widget.measure("rectangle", [[0, 0, 10], [0.8 * 9, 0.8 * 4, 10]], label="liver")
    block = source.array[5, :5, :10]
    assert made["result"]["n"] == 50 and made["result"]["mean"] == pytest.approx(block.mean())
    assert widget.measure("length", [[0, 0, 0], [3, 4, 0]])["result"]["length_mm"] == 5
    assert widget.measure("probe", [[0.8, 1.6, 4.0]])["result"]["value"] == source.array[2, 2, 1]
    assert [m["kind"] for m in widget.measurements] == ["rectangle", "length", "probe"]
    pytest.importorskip("pandas")
    assert widget.measurements_frame()["kind"].tolist() == ["rectangle", "length", "probe"]
    with pytest.raises(UsageError, match="not known"):
        widget.measure("length", [[0, 0, 0]])


def test_overlays_share_a_volume_where_they_do_not_overlap_and_are_cropped() -> None:
    source, a, b, c = volume(), *(np.zeros((12, 32, 40), bool) for _ in range(3))
    a[2:4, 5:9, 6:8], b[8:9, 20:22, 30:33], c[3:5, 5:9, 6:8] = True, True, True
    first, second = lay(None, source, [("a", a), ("b", b), ("c", c)])
    assert first.names == {1: "a", 2: "b"} and second.names == {1: "c"}
    assert second.source.array.shape == (2, 4, 2)
    np.testing.assert_allclose(second.source.affine_lps @ [0, 0, 0, 1], AFFINE @ [6, 5, 3, 1])
    assert len({*first.colours.values(), *second.colours.values()}) == 3


def test_an_overlay_of_another_shape_is_refused() -> None:
    with pytest.raises(UsageError, match="shape"):
        view(None, volume(), overlays=[np.zeros((2, 2, 2), np.uint8)])


def test_notices_say_what_cannot_be_trusted() -> None:
    gaps = ArrayVolume(
        volume().array, None, more={"verdict": "variable_spacing", "reasons": ("irregular_spacing",)}
    )
    assert "slice by slice" in view(None, gaps).notices[0]["text"]
    localizer = ArrayVolume(volume().array, None, more={"verdict": "not_a_volume", "reasons": ("localizer",)})
    assert view(None, localizer).notices[0]["text"].startswith("Not a volume: a localizer")
    sheared = volume(more={"verdict": "sheared", "shear_degrees": 12.0})
    assert "12.0°" in view(None, sheared).notices[0]["text"]


def test_same_frame_of_reference_needs_no_registration() -> None:
    a, b = (volume(s, more={"frame_of_reference": "1.2.3"}) for s in (1, 2))
    widget = compare(None, a, b)
    assert widget.transforms["current"]["source"] == "frame-of-reference"
    assert widget.transforms["current"]["matrix"] == list(np.eye(4).ravel())


def test_a_registration_given_maps_current_to_prior() -> None:
    matrix = np.eye(4)
    matrix[:3, 3] = (1, 2, 3)
    widget = compare(None, volume(1), volume(2), registration=matrix)
    assert widget.transforms["current"]["matrix"][3::4] == [-1, -2, -3, 1]


def test_a_failed_registration_is_never_used() -> None:
    matrix = np.eye(4)
    matrix[:3, 3] = (100, 0, 0)
    widget = compare(
        None, volume(1), volume(2), registration=SimpleNamespace(matrix_lps=matrix, verdict="failed")
    )
    assert widget.transforms["current"]["source"] == "manual"
    assert widget.transforms["current"]["matrix"] == list(np.eye(4).ravel())
    assert widget.notices[0]["level"] == "warn" and "positions do not correspond" in widget.notices[0]["text"]


def test_a_stored_registration_is_read_whichever_way_it_was_made() -> None:
    matrix = np.eye(4)
    matrix[:3, 3] = (5, 0, 0)
    a, b = volume(1), volume(2)
    for fixed, sign in ((b.id, -5), (a.id, 5)):
        rows = [{"fixed_volume_id": fixed, "matrix_lps": matrix.ravel().tolist(), "verdict": "good"}]
        lake = SimpleNamespace(
            dicts=lambda q, p, rows=rows: rows if "registration" in q else [], zone="identified"
        )
        assert compare(lake, a, b).transforms["current"]["matrix"][3] == sign


def test_identified_lakes_leave_words_and_research_lakes_a_picture() -> None:
    for zone, kept in (("identified", False), ("research", True)):
        data = view(SimpleNamespace(zone=zone), volume())._repr_mimebundle_()[0]
        assert ("image/png" in data) is kept
        assert data["text/plain"].startswith("pacslake viewer: CT, 12 × 32 × 40 voxels")
        assert len(json.dumps(data)) < 82_000


def test_the_setting_wins_over_the_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACSLAKE_STATIC_PICTURES", "yes")
    assert "image/png" in view(None, volume())._repr_mimebundle_()[0]
    monkeypatch.setenv("PACSLAKE_STATIC_PICTURES", "no")
    assert "image/png" not in view(SimpleNamespace(zone="research"), volume())._repr_mimebundle_()[0]


def test_the_setting_may_stand_in_the_configuration_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    monkeypatch.setenv("PACSLAKE_CONFIG", str(file))
    for text, kept in (
        ("static_pictures = true", True),
        ("static_pictures = false", False),
        ("no = toml =", False),
    ):
        file.write_text(text)
        assert (
            "image/png" in view(SimpleNamespace(zone="research"), volume())._repr_mimebundle_()[0]
        ) is kept


def test_uptake_starts_dark_on_white_and_another_volume_starts_anew() -> None:
    pet = ArrayVolume(np.ones((4, 8, 8), np.float32), AFFINE, unit="{SUVbw}g/ml", modality="PT")
    widget = view(None, pet)
    assert widget.inverted and widget.window == [2.5, 5.0] and widget.volumes[0]["unit"] == "SUVbw"
    assert not view(None, pet, inverted=False).inverted
    widget.show(volume())
    assert widget.window == [40.0, 400.0] and widget.index == (5, 15, 19) and not widget.inverted


def test_slices_are_named_and_placed_on_request_only() -> None:
    class Named(ArrayVolume):
        def frames(self, t: int) -> dict[str, Any]:
            return {"uids": [f"1.2.{k}" for k in range(self.facts.shape[0])], "places": [None] * 12}

    source = Named(volume().array, AFFINE)
    widget = view(None, source)
    assert "1.2.7" not in json.dumps({k: v for k, v in widget.get_state().items() if k != "layout"})
    ((head, buffers),) = sent(widget, {"kind": "frames", "vol": source.id, "t": 0})
    assert (head["kind"], head["uids"][7], buffers) == ("frames", "1.2.7", [])
    for strange in ({"vol": "other", "t": 0}, {"vol": source.id}, {"vol": source.id, "t": "x"}):
        assert sent(widget, {"kind": "frames", **strange}) == []


def test_a_volume_laid_over_from_another_frame_of_reference_is_said() -> None:
    ct, near, far = (
        volume(n, more={"frame_of_reference": uid}) for n, uid in ((1, "1.2"), (2, "1.2"), (3, "1.3"))
    )
    assert view(None, ct, overlays=[near]).notices == []
    assert "another frame of reference" in view(None, ct, overlays=[far]).notices[0]["text"]


def test_png_files() -> None:
    assert view(None, volume()).to_png()[:8] == b"\x89PNG\r\n\x1a\n"
    assert compare(None, volume(1), volume(2)).to_png()[:4] == b"\x89PNG"


def test_an_id_that_is_nothing_is_an_error() -> None:
    lake = SimpleNamespace(dicts=lambda *a: [], rows=lambda *a: [], zone="identified")
    with pytest.raises(NotFoundError, match="no segment"):
        lay(lake, volume(), ["nothing"])


def test_importing_the_package_is_light() -> None:
    code = "import sys, pacslake.widgets; print([m for m in ('numpy', 'anywidget', 'ipywidgets', 'scipy') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"


def test_the_page_without_jupyter_serves_bricks_to_who_has_the_token() -> None:
    source = volume()
    with standalone.serve(None, source) as url:
        page = urllib.request.urlopen(url)
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        state = json.load(urllib.request.urlopen(url + "state"))
        assert state["volumes"][0]["id"] == source.id
        answer = urllib.request.urlopen(f"{url}brick?vol={source.id}&t=0&item=1,4,1,0,32")
        np.testing.assert_array_equal(np.frombuffer(answer.read(), "<i2").reshape(32, 40), source.array[4])
        port = url.split(":")[2].split("/")[0]
        refused = [
            urllib.request.Request(f"http://127.0.0.1:{port}/"),
            urllib.request.Request(f"http://127.0.0.1:{port}/wrong/state"),
            urllib.request.Request(url + "state", headers={"Host": "elsewhere.example"}),
            urllib.request.Request(url + "base.py"),
            urllib.request.Request(f"{url}brick?vol={source.id}&t=0&item=1,99,1,0,32"),
            urllib.request.Request(f"{url}brick?vol={source.id}&t=x&item=1"),
        ]
        for request in refused:
            with pytest.raises(urllib.error.HTTPError) as error:
                urllib.request.urlopen(request)
            assert error.value.code in (400, 404, 409)
