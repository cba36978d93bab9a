"""Statistics: equal to numpy's over what is not padding, in real-world units."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_of import lake_of, noise, the_volume

import pacslake
from pacslake.dicom.decode import PixelSpec
from pacslake.pixels import refresh_statistics
from pacslake.pixels.statistics import (
    Padding,
    VolumeStatistics,
    difference_hash,
    frame_statistics,
    implausible_hu,
    noise_estimate,
)

SPEC = PixelSpec("1.2.840.10008.1.2.1", 8, 8, pixel_representation=1)


def of(array: np.ndarray, **options: Any) -> dict[str, Any]:
    return frame_statistics(array, entity_id="i/0", spec=SPEC, **options).row


@given(
    st.lists(st.integers(-2000, 3000), min_size=4, max_size=200),
    st.sampled_from([1.0, 0.5, -2.0]),
    st.floats(-1024, 1024),
)
@settings(max_examples=100, deadline=None)
def test_equal_to_numpy(values: list[int], slope: float, intercept: float) -> None:
    array = np.array(values[: len(values) // 2 * 2], np.int16).reshape(2, -1)
    row, real = of(array, slope=slope, intercept=intercept), array * slope + intercept
    for name, expected in (
        ("min", real.min()), ("max", real.max()), ("mean", real.mean()), ("std", real.std()),
        *((n, np.percentile(real, q)) for n, q in (("p01", 1), ("p05", 5), ("median", 50), ("p95", 95), ("p99", 99))),
    ):  # fmt: skip
        assert row[name] == pytest.approx(expected, abs=1e-6)
    assert row["blank"] == (len(np.unique(array)) == 1)
    assert row["pixel_sha256"] == hashlib.sha256(array.tobytes()).hexdigest()


def test_padding_takes_no_part() -> None:
    array = np.array([[-2000, -2000, 5], [7, -1999, 9]], np.int16)
    row = of(array, padding=Padding.of(-2000, -1999))
    assert (row["n"], row["n_padding"], row["min"], row["mean"]) == (3, 3, 5, 7)


def test_all_padding_gives_no_numbers() -> None:
    row = of(np.full((4, 4), -2000, np.int16), padding=Padding.of(-2000, None))
    assert row["n"] == 0 and row["mean"] is None and row["blank"] is True


def test_saturation_is_the_top_of_bits_stored() -> None:
    spec = PixelSpec("1.2.840.10008.1.2.1", 1, 3, bits_stored=12, high_bit=11)
    row = frame_statistics(np.array([[4095, 4094, 4095]], np.uint16), entity_id="i/0", spec=spec).row
    assert row["n_saturated"] == 2


@pytest.mark.parametrize("sigma", [2.0, 15.0, 60.0])
def test_noise_is_found_on_a_ramp(sigma: float) -> None:
    y, x = np.mgrid[:256, :256]
    image = 3 * x + 2 * y + np.random.default_rng(0).normal(0, sigma, (256, 256))
    assert noise_estimate(image.astype(np.float32)) == pytest.approx(sigma, rel=0.05)
    assert noise_estimate(np.zeros((2, 9))) is None


def test_hash_survives_scaling_and_noise_and_tells_pictures_apart() -> None:
    rng = np.random.default_rng(3)
    y, x = np.mgrid[:256, :256]
    a = 500 * np.sin(x / 40) * np.cos(y / 50)
    b = 500 * np.cos(x / 25) * np.sin(y / 33)

    def distance(p: np.ndarray, q: np.ndarray) -> int:
        return (int(difference_hash(p), 16) ^ int(difference_hash(q), 16)).bit_count()

    assert distance(a, a * 2 + 100 + rng.normal(0, 10, a.shape)) <= 4
    assert distance(a, b) >= 16


def test_volume_is_the_sum_of_its_frames() -> None:
    whole = VolumeStatistics("v1")
    array = noise((5, 8, 8))
    for k, plane in enumerate(array):
        whole.add(frame_statistics(plane, entity_id=f"i/{k}", spec=SPEC, slope=1.0 + k))
        whole.add_bytes(plane)
    row, *frames = whole.finish()
    real = array * (1.0 + np.arange(5))[:, None, None]
    assert (row["level"], row["entity_id"], len(frames)) == ("volume", "v1", 5)
    assert row["mean"] == pytest.approx(real.mean()) and row["median"] == pytest.approx(np.median(real))
    assert row["pixel_sha256"] == hashlib.sha256(array.tobytes()).hexdigest()


def test_hounsfield_units_that_cannot_be() -> None:
    row = {"unit_code": "HU", "min": -981.0, "p01": -980.0, "p99": -770.0, "max": -769.0}
    assert implausible_hu(row) is not None
    assert implausible_hu(row | {"max": 1500.0, "p99": 900.0}) is None
    assert implausible_hu(row | {"unit_code": "US"}) is None


def test_convert_fills_pixel_stat_and_sql_finds_copies(tmp_path: Path) -> None:
    array = noise((4, 8, 8))
    array[3] = array[1]
    array[2] = 17
    lake, _ = lake_of(tmp_path, shape=(4, 8, 8), array=array)
    lake.convert()
    v = the_volume(lake)
    hu = v.values()
    ((low, mean, high),) = lake.rows("SELECT min, mean, max FROM pixel_stat WHERE level = 'volume'")
    assert (low, high) == (hu.min(), hu.max()) and mean == pytest.approx(hu.mean())
    assert lake.rows("SELECT count(*) FROM pixel_stat WHERE blank") == [(1,)]
    assert lake.rows(
        "SELECT count(*) FROM pixel_stat WHERE level = 'frame' GROUP BY pixel_sha256 HAVING count(*) > 1"
    ) == [(2,)]
    ids = {f"{f.instance}/{f.frame_index}" for f in v.frames()}
    assert {i for (i,) in lake.rows("SELECT entity_id FROM pixel_stat WHERE level = 'frame'")} == ids
    assert lake.rows("SELECT value_min, value_max FROM volume") == [(low, high)]


def test_statistics_without_conversion(tmp_path: Path) -> None:
    lake, _ = lake_of(tmp_path, shape=(3, 8, 8))
    refresh_statistics(lake, "SELECT volume_id FROM volume")
    assert lake.rows("SELECT count(*) FROM pixel_stat") == [(4,)]
    assert the_volume(lake).tier == "in_place"


@pytest.mark.corpus
def test_padding_of_the_case_in_implicit_vr(corpus: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(corpus / "cases" / "IN-07-padding-value-in-implicit-vr" / "input")
    lake.convert()
    assert lake.rows("SELECT n_padding, n, min, max, mean FROM pixel_stat WHERE level = 'volume'") == [
        (300, 468, -1015.0, -758.0, -886.5)
    ]
