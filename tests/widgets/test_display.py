"""What a file says of showing it: calibrations, ends, windows in the unit shown, frame times."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pacslake.widgets.display import Calibration, calibration, ends_of, regions_calibration
from pacslake.widgets.picture import grey_levels
from pacslake.widgets.source import (
    SUV_UNIT,
    Facts,
    _frame_times_ms,
    _scaled,
    _time_labels,
    presets,
    windows_of,
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, None),
        ({"ImagerPixelSpacing": [0.2, 0.1]}, Calibration((0.2, 0.1), note="at the detector")),
        (
            {"ImagerPixelSpacing": [0.2, 0.2], "PixelSpacing": [0.2, 0.2]},
            Calibration((0.2, 0.2), note="at the detector"),
        ),
        (
            {
                "ImagerPixelSpacing": [0.2, 0.2],
                "PixelSpacing": [0.16, 0.16],
                "PixelSpacingCalibrationType": "FIDUCIAL",
            },
            Calibration((0.16, 0.16), note="calibrated by an object of known size"),
        ),
        (
            {"ImagerPixelSpacing": [0.1, 0.1], "EstimatedRadiographicMagnificationFactor": 1.25},
            Calibration((0.08, 0.08), note="estimated magnification 1.25"),
        ),
        ({"NominalScannedPixelSpacing": [0.5, 0.5]}, Calibration((0.5, 0.5), note="on the scanned film")),
        ({"PixelAspectRatio": [4, 3]}, Calibration((4 / 3, 1.0), "px")),
        ({"PixelSpacing": [0.0, 0.1]}, None),
        ({"ImagerPixelSpacing": [0.1]}, None),
    ],
)
def test_calibration_of_a_projection(row: dict[str, Any], expected: Calibration | None) -> None:
    assert calibration(row) == expected


def region(dx: float = 0.05, dy: float = 0.04, *, unit: int = 3, space: int = 1) -> dict[str, Any]:
    tags = {"00186012": space, "00186024": unit, "00186026": unit, "0018602C": dx, "0018602E": dy}
    return {tag: {"vr": "FD", "Value": [value]} for tag, value in tags.items()}


def test_ultrasound_is_calibrated_where_its_regions_agree() -> None:
    one = Calibration((0.4, 0.5), note="in the scanned region")
    doppler = region(0.01, 1.0, unit=4, space=3)  # seconds and cm/s: no place in the body
    assert regions_calibration([region(), doppler, region(dy=-0.04)]) == one
    assert regions_calibration([region(), region(dx=0.06)]) is None
    assert regions_calibration([doppler]) is None and regions_calibration([{}]) is None


def test_ends_of_a_projection() -> None:
    assert ends_of(["L", "F"]) == ("R", "L", "H", "F")
    assert ends_of(["P", "FL"]) == ("A", "P", "HR", "FL")
    for strange in (None, [], ["L"], ["L", ""], ["L", "X"]):
        assert ends_of(strange) is None


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
def test_a_file_window_shows_the_same_greys_in_suv(function: str) -> None:
    stored, factor = np.arange(0, 12_000, 37.0), 0.00031
    window, name = _scaled((5000.0, 7000.0), function, factor)
    assert window is not None
    found = grey_levels(stored * factor, *window, name).astype(int)
    assert np.abs(found - grey_levels(stored, 5000, 7000, function)).max() <= 1  # a last bit at a half


def test_presets_by_modality() -> None:
    def names(**facts: Any) -> list[str]:
        return [p[0] for p in presets(Facts((1, 2, 2), "int16", **facts), {"automatic": (1.0, 2.0)})]

    assert names(modality="PT", unit=SUV_UNIT)[:2] == ["SUV 0–5", "SUV 0–7"]
    assert names(modality="PT", unit="BQML") == ["automatic"]
    assert names(modality="CT", unit="HU", window=(1.0, 2.0))[:3] == ["as in the file", "soft tissue", "lung"]
    assert names(channels=3) == []


def test_the_window_of_mr_spans_the_tissue_and_not_the_air() -> None:
    rng = np.random.default_rng(1)
    values = np.concatenate([np.abs(rng.normal(0, 2, 70_000)), rng.normal(100, 15, 30_000)])
    center, width = windows_of(values, "MR")["automatic"]
    assert center - width / 2 < 1 and 130 < center + width / 2 < 150
    tissue = windows_of(values, "MR")["tissue"]
    assert tissue[0] == pytest.approx(100, abs=2) and tissue[1] < 60
    assert windows_of(np.full(9, 7.0), "MR") == {"automatic": (7.0, 1.0)}
    assert windows_of(np.array([]), "MR") == {"automatic": (0.5, 1.0)}


def test_times_and_words_of_the_axis_in_front() -> None:
    film = {"axis_unit": "s", "axis_values": [0.0, 0.05, 0.4]}
    assert _frame_times_ms(film) == (50.0, 350.0, 350.0)
    assert _time_labels(film) == ("0 s", "0.05 s", "0.4 s")
    assert _time_labels({"axis_unit": "s/mm2", "axis_values": [0.0, 1500.0]}) == ("b 0 s/mm²", "b 1500 s/mm²")
    assert _time_labels({"axis_unit": "1", "axis_values": [1, 2], "axis_labels": ["a=1", "a=2"]}) == ()
    for odd in ({}, {"axis_unit": "s", "axis_values": [0.0, 0.0]}, {"axis_unit": "1", "axis_values": [0, 1]}):
        assert _frame_times_ms(odd) == ()
