"""Features over a cohort beside plain loops, scaling from one worker to two, and what a task costs.

    python benchmarks/bench_compute.py [--volumes 50] [--slices 24] [--size 256]

CT series are written with pydicom. The same function of an array runs over: pacslake in this process, a loop over files
with pydicom, a loop with SimpleITK's series reader; then on a Dask cluster of one and of two processes. The last line is
JSON; seconds are wall and processor time of this process, so quote ratios within one run.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np


def features(values: np.ndarray) -> dict[str, float]:
    """Mean, spread and noise: what is compared, whoever read the array."""
    from pacslake.compute.measure import noise_level

    return {
        "mean": float(values.mean(dtype=np.float64)),
        "std": float(values.std(dtype=np.float64)),
        "noise": float(noise_level(values) or 0),
    }


def of_volume(volume: Any) -> dict[str, float]:
    """The features of a volume, as `map` calls it."""
    return features(volume.values())


def nothing(volume: Any) -> dict[str, int]:
    """A task without work: what remains is the cost of the task."""
    return {"one": 1}


def heavy(volume: Any) -> dict[str, float]:
    """Texture of a cube in the middle: processor time, no reading to speak of."""
    from pacslake.compute.measure import discretise, texture_features

    values = volume.values()
    k, r, c = (n // 2 for n in values.shape)
    cube = values[k - 8 : k + 8, r - 16 : r + 16, c - 16 : c + 16]
    found = texture_features(discretise(cube, np.ones(cube.shape), bins=32))
    return {"contrast": float(found["glcm_contrast"] or 0)}


def pydicom_loop(folder: Path) -> np.ndarray:
    """A series to HU as scripts do it."""
    import pydicom

    sets = sorted(
        (pydicom.dcmread(p) for p in folder.iterdir()), key=lambda ds: float(ds.ImagePositionPatient[2])
    )
    return np.stack(
        [ds.pixel_array.astype(np.int16) * int(ds.RescaleSlope) + int(ds.RescaleIntercept) for ds in sets]
    )


def sitk_loop(folder: Path) -> np.ndarray:
    """A series to HU with SimpleITK's reader."""
    import SimpleITK as sitk

    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return sitk.GetArrayFromImage(reader.Execute())


def timed(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall seconds, processor seconds of this process, result."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = call()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def write(folder: Path, volumes: int, shape: tuple[int, int, int]) -> None:
    """Series of soft tissue in air with noise."""
    from pacslake.synthetic import simple_series

    rng = np.random.default_rng(0)
    inside = np.hypot(*(np.indices(shape[1:]) - np.array(shape[1:])[:, None, None] / 2)) < shape[1] / 3
    for seed in range(volumes):
        stored = np.where(inside, 1064, 24)[None] + rng.normal(0, 5 + seed / 10, shape)
        array = stored.clip(0).astype(np.uint16)
        simple_series(
            folder / f"{seed:03d}", shape, (2.5, 0.8, 0.8), seed=seed, array=array, PatientID=f"B{seed}"
        )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--volumes", type=int, default=50)
    parser.add_argument("--slices", type=int, default=24)
    parser.add_argument("--size", type=int, default=256)
    options = parser.parse_args()

    import pacslake
    from pacslake.compute.schedule import local_cluster

    with tempfile.TemporaryDirectory(prefix="pacslake-bench-") as place:
        source = Path(place) / "in"
        write(source, options.volumes, (options.slices, options.size, options.size))
        lake = pacslake.init(Path(place) / "lake")
        lake.ingest(source, workers=1)
        cohort = lake.cohort(
            "SELECT volume_id FROM volume WHERE verdict = 'regular' ORDER BY SeriesInstanceUID"
        )
        folders = sorted(source.iterdir())
        some = lake.cohort(f"{cohort.sql} LIMIT 8")
        some.map(of_volume, table="warm", scheduler="sync")
        figures: dict[str, Any] = {"volumes": len(cohort)}

        wall, cpu, result = timed(lambda: cohort.map(of_volume, table="ours", scheduler="sync"))
        figures["pacslake"] = {"seconds": wall, "cpu": cpu}
        peers: dict[str, Callable[[Path], np.ndarray]] = {"pydicom": pydicom_loop, "SimpleITK": sitk_loop}
        for name, read in peers.items():
            wall, cpu, found = timed(lambda read=read: [features(read(folder)) for folder in folders])
            figures[name] = {"seconds": wall, "cpu": cpu, "cpu_ratio": cpu / figures["pacslake"]["cpu"]}
            ours = sorted(row[0] for row in lake.rows("SELECT mean FROM ours"))
            assert np.allclose(ours, sorted(f["mean"] for f in found)), f"{name} sees other values"
        assert result.n_failed == 0

        wall, cpu, _ = timed(lambda: cohort.map(nothing, table="none", scheduler="sync"))
        figures["task_ms_in_process"] = {"wall": 1000 * wall / len(cohort), "cpu": 1000 * cpu / len(cohort)}
        for workers in (1, 2):
            with local_cluster(workers) as client:
                some.map(heavy, table=f"warm_{workers}", scheduler=client)  # imports, in every worker
                task = partial(cohort.map, nothing, table=f"none_{workers}", scheduler=client)
                wall, cpu, _ = timed(task)
                figures[f"task_ms_{workers}_workers"] = {
                    "wall": 1000 * wall / len(cohort), "cpu": 1000 * cpu / len(cohort),
                }  # fmt: skip
                wall, _, _ = timed(partial(cohort.map, heavy, table=f"heavy_{workers}", scheduler=client))
                figures[f"texture_seconds_{workers}_workers"] = wall
        figures["scaling_1_to_2"] = (
            figures["texture_seconds_1_workers"] / figures["texture_seconds_2_workers"]
        )
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
