"""Measurements of a widget become a structured report and rows, with the numbers and the places that were drawn."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pacslake
from pacslake.errors import UsageError
from pacslake.synthetic import simple_series
from pacslake.widgets import view
from pacslake.widgets.source import ArrayVolume

SHAPE, SPACING = (6, 20, 17), (2.5, 0.7, 0.9)  # (slice, row, column)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any, str]:
    """A lake with one CT, a viewer with a measurement of every kind, and the report that they were saved as."""
    tmp_path = tmp_path_factory.mktemp("measured")
    simple_series(tmp_path / "dicom", SHAPE, SPACING, origin=(-11.123, 20.0, 5.0))
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "dicom")
    (volume_id,) = lake.rows("SELECT volume_id FROM volume")[0]
    w = view(lake, volume_id)
    at = lambda k, j, i: (w._affine @ [i, j, k, 1])[:3].tolist()  # noqa: E731
    w.measure("length", [at(2, 3, 4), at(2, 13, 4)], label="across")
    w.measure("bidirectional", [at(2, 2, 2), at(2, 2, 12), at(2, 5, 6), at(2, 1, 6)], label="lesion")
    w.measure("angle", [at(1, 2, 2), at(1, 2, 9), at(1, 9, 9)])
    w.measure("ellipse", [at(3, 4, 4), at(3, 14, 12)])
    w.measure("rectangle", [at(3, 5, 3), at(3, 9, 8)])
    w.measure("polygon", [at(0, 2, 2), at(0, 12, 3), at(0, 8, 12)])
    w.measure("probe", [at(4, 7, 6)], label="here")
    w.measure("arrow", [at(4, 7, 6), at(4, 9, 9)], label="look here")
    (uid,) = w.save_measurements()
    return lake, w, uid


def test_rows_hold_the_numbers_counted_on_the_array(opened: tuple[Any, Any, str]) -> None:
    lake, w, _ = opened
    rows = lake.dicts("SELECT * FROM measurement")
    values = np.asarray(lake.volume(w.volumes[0]["id"]).values())
    block = values[3, 5:10, 3:9]
    mine = {(r["name"], r["derivation_meaning"]): r for r in rows if r["TrackingID"] == "rectangle p5"}
    quantity = "Attenuation Coefficient"
    assert mine[(quantity, "Mean")]["value"] == pytest.approx(block.mean(), abs=1e-6)
    assert mine[(quantity, "Standard Deviation")]["value"] == pytest.approx(block.std(ddof=1), abs=1e-6)
    assert mine[(quantity, "Minimum")]["value"] == block.min()
    assert mine[(quantity, "Maximum")]["value"] == block.max()
    assert mine[("Area", None)]["value"] == pytest.approx(4 * 0.7 * 5 * 0.9)
    assert mine[(quantity, "Mean")]["unit"] == "[hnsf'U]"
    by_name = {r["name"]: r["value"] for r in rows if r["TrackingID"] in ("across", "lesion")}
    assert by_name["Length"] == pytest.approx(10 * 0.7)
    assert by_name["Long axis"] == pytest.approx(9.0) and by_name["Short axis"] == pytest.approx(2.8)
    assert next(r["value"] for r in rows if r["TrackingID"] == "here") == values[4, 7, 6]
    assert {r["volume_id"] for r in rows} == {w.volumes[0]["id"]}


def test_outlines_come_back_as_they_were_drawn(opened: tuple[Any, Any, str]) -> None:
    lake, w, _ = opened
    rows = lake.dicts(
        "SELECT TrackingID, graphic_type, graphic_data FROM measurement_group WHERE graphic_type IS NOT NULL"
    )
    assert {r["graphic_type"] for r in rows} == {"ELLIPSE", "POLYGON"}
    drawn = next(r for r in rows if r["TrackingID"] == "polygon p6")
    points = np.array(drawn["graphic_data"]).reshape(-1, 3)
    np.testing.assert_allclose(points[:-1], w.measurements[5]["points"], atol=1e-3)
    axes = np.array(next(r for r in rows if r["graphic_type"] == "ELLIPSE")["graphic_data"]).reshape(-1, 3)
    assert np.linalg.norm(axes[1] - axes[0]) == pytest.approx(8 * 0.9, abs=1e-3)
    assert np.linalg.norm(axes[3] - axes[2]) == pytest.approx(10 * 0.7, abs=1e-3)


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dicom3tools is not installed")
def test_the_report_is_valid(opened: tuple[Any, Any, str], tmp_path: Path) -> None:
    lake, _, uid = opened
    path = tmp_path / "report.dcm"
    lake.instance(uid).dataset().save_as(path, enforce_file_format=True)
    done = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if line.startswith("Error")] == []


def test_what_cannot_be_saved_gives_a_sentence(opened: tuple[Any, Any, str]) -> None:
    lake, w, _ = opened
    array = view(None, ArrayVolume(np.zeros((3, 4, 5)), np.eye(4)))
    array.measure("length", [(0, 0, 0), (1, 0, 0)])
    with pytest.raises(UsageError, match="no volume of a lake"):
        array.save_measurements()
    kept, w.measurements = w.measurements, []
    w._on_message(w, {"kind": "save_measurements"}, [])
    w.measurements = kept
    assert "no measurement to save" in w.notices[-1]["text"]
    assert w.saves and not view(pacslake.open(lake.path, snapshot=lake.snapshot_id), w.volumes[0]["id"]).saves


def test_a_wrong_call_says_what_is_known(opened: tuple[Any, Any, str]) -> None:
    _, w, _ = opened
    with pytest.raises(UsageError, match="kinds and points"):
        w.measure("polygon", [(0, 0, 0), (1, 0, 0)])
    with pytest.raises(UsageError, match="no plane"):
        w.measure("ellipse", [(0, 0, 0), (1, 1, 0)], plane="tangential")
