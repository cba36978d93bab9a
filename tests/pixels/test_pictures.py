"""Windows by the equations of the Standard; thumbnails that are PNG, in proportion, inverted where they should."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from lake_of import lake_of, noise, the_volume
from PIL import Image

from pacslake.pixels.thumbnails import planes, thumbnail
from pacslake.pixels.window import CT_PRESETS, Window, apply_window, default_window


def test_window_by_the_equations_of_the_standard() -> None:
    x = np.arange(-1500, 1500).astype(float)
    c, w = 40.0, 400.0
    expected = np.select(
        [x <= c - 0.5 - (w - 1) / 2, x > c - 0.5 + (w - 1) / 2],
        [0, 255],
        ((x - (c - 0.5)) / (w - 1) + 0.5) * 255,
    )
    assert np.abs(apply_window(x, Window(c, w)).astype(float) - expected).max() <= 0.51


def test_low_values_of_monochrome1_are_white() -> None:
    grey = apply_window(np.array([0.0, 75.0]), Window(128, 256), invert=True)
    assert grey[0] == 255 and abs(int(grey[1]) - 180) <= 1


def test_windows_to_begin_with() -> None:
    values = np.random.default_rng(0).normal(500, 100, 5000)
    assert default_window(values, center=[50], width=[350]) == Window(50, 350, "file")
    assert default_window(values, modality="CT", unit="HU") == CT_PRESETS[0]
    mr = default_window(values, modality="MR")
    assert mr.low == pytest.approx(np.percentile(values, 1)) and mr.high == pytest.approx(
        np.percentile(values, 99)
    )
    pet = default_window(values, modality="PT")
    assert pet.low == 0 and pet.high == pytest.approx(np.percentile(values, 99.5))


def test_thumbnail_shows_three_planes(tmp_path: Path) -> None:
    lake, _ = lake_of(tmp_path, shape=(9, 32, 24), spacing=(4.0, 1.0, 1.0), array=noise((9, 32, 24)))
    v = the_volume(lake)
    picture = Image.open(io.BytesIO(thumbnail(v, 64)))
    assert picture.format == "PNG" and picture.size == (192, 64)
    (_, a), (coronal, b), (sagittal, c) = planes(v)
    assert (a, b, c) == (1.0, 4.0, 4.0)
    np.testing.assert_array_equal(coronal, v.values()[::-1, 16])
    np.testing.assert_array_equal(sagittal, v.values()[::-1, :, 12])
