"""Measures against arithmetic, and against published values of the IBSI digital phantom."""

from __future__ import annotations

import numpy as np
import pytest

from pacslake.compute.measure import body_mask, intensity_features, lung_mask, noise_level

# The IBSI 1 digital phantom (reference manual, section 5.1): 5 x 4 x 4 voxels; the value 9 marks voxels outside
# the region, which holds 74 voxels.
IBSI = np.array([
    [[1, 4, 4, 1, 1], [1, 4, 6, 1, 1], [4, 1, 6, 4, 1], [4, 4, 6, 4, 1]],
    [[1, 4, 4, 1, 1], [1, 1, 6, 1, 1], [9, 1, 3, 1, 1], [4, 4, 6, 1, 1]],
    [[1, 4, 4, 9, 9], [1, 1, 1, 1, 1], [1, 1, 9, 1, 1], [1, 1, 6, 1, 1]],
    [[1, 4, 4, 9, 9], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 6, 1, 1]],
])  # fmt: skip


@pytest.mark.parametrize(
    ("name", "published"),
    [
        # IBSI 1 reference values, table of the digital phantom, intensity-based statistics.
        ("mean", 2.15), ("variance", 3.05), ("skewness", 1.08), ("excess_kurtosis", -0.355), ("median", 1),
        ("minimum", 1), ("p10", 1), ("p90", 4), ("maximum", 6), ("interquartile_range", 3), ("range", 5),
        ("mean_absolute_deviation", 1.55), ("robust_mean_absolute_deviation", 1.11),
        ("median_absolute_deviation", 1.15), ("coefficient_of_variation", 0.812),
        ("quartile_coefficient_of_dispersion", 0.6), ("energy", 567), ("root_mean_square", 2.77),
    ],
)  # fmt: skip
def test_first_order_features_have_the_published_values_of_the_digital_phantom(name, published):
    region = IBSI != 9
    assert region.sum() == 74
    assert intensity_features(IBSI, region)[name] == pytest.approx(published, rel=0.005)


def test_an_empty_mask_is_refused():
    with pytest.raises(ValueError, match="empty"):
        intensity_features(IBSI, np.zeros(IBSI.shape))


def test_noise_is_found_on_a_ramp():
    rng = np.random.default_rng(0)
    ramp = np.add.outer(np.arange(200.0), 3 * np.arange(200.0))[None].repeat(3, 0)
    assert noise_level(ramp + rng.normal(0, 12, ramp.shape)) == pytest.approx(12, rel=0.03)
    assert noise_level(ramp) == pytest.approx(0, abs=1e-9)


def chest() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A body with two lungs, a table below it and gas in the bowel: (HU, body, lungs)."""
    z, y, x = np.indices((8, 100, 120))
    body = ((x - 60) / 50) ** 2 + ((y - 45) / 35) ** 2 < 1
    lungs = (((x - 38) / 14) ** 2 + ((y - 45) / 20) ** 2 < 1) | (
        ((x - 82) / 14) ** 2 + ((y - 45) / 20) ** 2 < 1
    )
    gas = ((x - 60) ** 2 + (y - 45) ** 2 < 9) & (z == 0)
    hu = np.where(body, 40.0, -1000.0)
    hu[lungs] = -850
    hu[gas] = -1000
    hu[(y > 90) & (y < 94)] = 100  # the table
    return hu, body, lungs


def test_body_and_lungs_are_found():
    hu, body, lungs = chest()
    assert 2 * (body_mask(hu) & body).sum() / (body_mask(hu).sum() + body.sum()) > 0.99
    found = lung_mask(hu)
    assert 2 * (found & lungs).sum() / (found.sum() + lungs.sum()) > 0.98


def test_without_lungs_the_mask_is_empty():
    assert not lung_mask(np.full((3, 20, 20), 40.0)).any()
