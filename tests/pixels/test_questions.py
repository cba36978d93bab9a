"""The examples that ask about pixels give the rows they promise on a converted lake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import ndimage

import pacslake
from pacslake.synthetic import simple_series

EXAMPLES = Path(__file__).resolve().parents[2] / "catalog" / "examples"
SHAPE = (4, 72, 96)


def body(seed: int, noise_hu: float = 0.0) -> np.ndarray:
    """A picture with structure at every scale, in HU."""
    rng = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(rng.normal(0, 1, SHAPE), (1, 9, 9))
    return smooth / smooth.std() * 300 + rng.normal(0, noise_hu, SHAPE)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Series by name: PatientID is the name, so that rows can be told."""
    folder = tmp_path_factory.mktemp("questions")
    first = body(1, 5)
    series = {
        "FIRST": first,
        "RENAMED": np.roll(first * 0.9 + 40 + np.random.default_rng(9).normal(0, 8, SHAPE), 1, axis=2),
        "COPY": first,
        "OTHER": body(2, 10),
        "NOISY": body(3, 60),
        "BLANK": np.where(np.arange(4)[:, None, None] == 2, 0, body(4, 10)),
        "NOT_HU": np.abs(body(5, 10)) + 30000,
    }
    for seed, (name, array) in enumerate(series.items(), 1):
        simple_series(
            folder / "in" / name, SHAPE, array=np.round(array).astype(np.int16), seed=seed, PatientID=name,
            RescaleIntercept=0, BitsStored=16, HighBit=15,
        )  # fmt: skip
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "in")
    report = lake.convert()
    assert len(report.converted) == len(series) and not report.failed
    return lake


def ask(lake: Any, name: str) -> list[dict[str, Any]]:
    return lake.dicts((EXAMPLES / f"{name}.sql").read_text())


def name_of(lake: Any, volume_id: str) -> str:
    return lake.rows(
        'SELECT any_value(i."PatientID") FROM volume_frame JOIN instance_row i USING (instance_version_id) '
        "WHERE volume_id = ?",
        [volume_id],
    )[0][0]


def test_near_copies_under_other_names(lake: Any) -> None:
    found = {
        frozenset((name_of(lake, r["volume_id"]), name_of(lake, r["other_volume_id"]))): r["bits_apart"]
        for r in ask(lake, "near_copies")
    }
    assert set(found) == {
        frozenset(p) for p in (("FIRST", "COPY"), ("FIRST", "RENAMED"), ("COPY", "RENAMED"))
    }
    assert found[frozenset(("FIRST", "COPY"))] == 0


def test_repeated_frames_are_the_exact_copies(lake: Any) -> None:
    rows = ask(lake, "repeated_frames")
    assert [r["n"] for r in rows] == [2] * SHAPE[0]
    versions = {f.split("/")[0] for r in rows for f in r["frames"]}
    names = lake.rows(
        'SELECT DISTINCT "PatientID" FROM instance_row WHERE instance_version_id IN (SELECT unnest(?))',
        [list(versions)],
    )
    assert sorted(names) == [("COPY",), ("FIRST",)]


def test_blank_frames(lake: Any) -> None:
    (row,) = ask(lake, "blank_frames")
    assert row["blank"] and row["min"] == row["max"] == 0
    assert name_of(lake, row["volume_id"]) == "BLANK"


def test_noise_by_volume_and_values_that_are_no_hounsfield_units(lake: Any) -> None:
    rows = {name_of(lake, r["volume_id"]): r for r in ask(lake, "noisiest_ct")}
    assert next(iter(rows)) == "NOISY" and rows["NOISY"]["noise_hu"] == pytest.approx(60, rel=0.1)
    assert rows["OTHER"]["noise_hu"] == pytest.approx(10, rel=0.15)
    assert [name for name, r in rows.items() if r["implausible"]] == ["NOT_HU"]


def test_converted_volumes_are_addressable_by_sql(lake: Any) -> None:
    """`zarr_uri` is the folder inside the lake, for any program that reads Zarr."""
    import zarr

    for uri, shape, low in lake.rows("SELECT zarr_uri, shape, value_min FROM volume"):
        array = zarr.open_group(Path(lake.path) / uri, mode="r")["0"]
        assert list(array.shape) == shape and array[...].min() == low
