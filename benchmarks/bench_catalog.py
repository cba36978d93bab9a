"""Catalogue at a million instances: commit, compaction, cold open and the queries that people ask.

    python benchmarks/bench_catalog.py [--rows 1000000] [--keep FOLDER]

Prints medians in ms beside the goals. Everything is synthetic; nothing is read but what it writes.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from pacslake.catalog import Catalog, Changes, commit, compact, publish, refresh_derived
from pacslake.layout import LakeDir

PER_SERIES, SERIES_PER_STUDY, STUDIES_PER_PATIENT = 100, 4, 3
COLD = """
import sys, time
start = time.perf_counter()
from pacslake.catalog import Catalog
from pacslake.layout import LakeDir
catalog = Catalog.open(LakeDir.open(sys.argv[1]))
catalog.rows("SELECT Modality, count(*) FROM series GROUP BY 1")
print(time.perf_counter() - start)
"""


def uid(kind: int, number: np.ndarray) -> np.ndarray:
    """UIDs that do not ascend with the number, as scanners' do not."""
    mixed = (number.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(8)
    return np.char.add(f"1.2.826.0.1.3680043.10.{kind}.", mixed.astype(str))


def rows(first: int, last: int) -> dict[str, pa.Table]:
    """Instances first..last-1 and their files."""
    number = np.arange(first, last)
    series = number // PER_SERIES
    study = series // SERIES_PER_STUDY
    patient = study // STUDIES_PER_PATIENT
    version = np.array([f"{int(n) * 0x9E3779B97F4A7C15 % 2**64:016x}" * 4 for n in number])
    modality = np.array(["CT", "CT", "MR", "PT"])[series % 4]
    day = np.datetime64("2015-01-01") + (study * 7 % 4000).astype("timedelta64[D]")
    file_id = np.char.add("f", number.astype(str))
    k = number % PER_SERIES
    instances = pa.table(
        {
            "instance_version_id": version,
            "file_id": file_id,
            "is_current": np.ones(len(number), bool),
            "patient_key": np.char.add("|P", patient.astype(str)),
            "PatientID": np.char.add("P", patient.astype(str)),
            "PatientSex": np.array(["F", "M"])[patient % 2],
            "PatientAge_years": (patient % 90).astype(float),
            "size_bytes": np.full(len(number), 526_000),
            "n_frames": np.ones(len(number), np.int64),
            "SOPInstanceUID": uid(3, number),
            "SeriesInstanceUID": uid(2, series),
            "StudyInstanceUID": uid(1, study),
            "SOPClassUID": np.full(len(number), "1.2.840.10008.5.1.4.1.1.2"),
            "TransferSyntaxUID": np.full(len(number), "1.2.840.10008.1.2.1"),
            "Modality": modality,
            "StudyDate": day,
            "SeriesNumber": series % 4 + 1,
            "SeriesDescription": np.array(["CHEST 1.0", "CHEST LUNG 1.0", "T1 AX", "PET WB"])[series % 4],
            "BodyPartExamined": np.array(["CHEST", "CHEST", "BRAIN", "WHOLEBODY"])[series % 4],
            "Manufacturer": np.array(["ACME", "BETA", "GAMMA"])[patient % 3],
            "InstanceNumber": k + 1,
            "Rows": np.full(len(number), 512, np.int32),
            "Columns": np.full(len(number), 512, np.int32),
            "SliceThickness": np.where(series % 2 == 0, 1.0, 5.0),
            "slice_position_mm": k * 1.0,
            "ipp_z": k * 1.0,
            "KVP": np.full(len(number), 120.0),
        }
    )
    files = pa.table(
        {
            "file_id": file_id,
            "batch_id": np.full(len(number), "b1"),
            "uri": np.array([f"/export/{int(n):09d}.dcm" for n in number]),
            "size_bytes": np.full(len(number), 526_000),
            "outcome": np.full(len(number), "stored"),
            "instance_version_id": version,
        }
    )
    return {"instance_row": instances, "file": files}


def median_ms(run: Callable[[], object], repeats: int = 9) -> float:
    """Median of several runs after one that warms up."""
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def timed(label: str, run: Callable[[], object], into: dict[str, float] | None = None) -> object:
    """Run once and print the seconds."""
    start = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - start
    print(f"{label:42} {seconds:8.2f} s", flush=True)
    if into is not None:
        into[label] = round(seconds, 3)
    return result


def fill(dir: LakeDir, n: int) -> None:
    """Commits of 20,000 in an order in which series are whole and studies are not."""
    blocks = [(i, min(i + 20_000, n)) for i in range(0, n, 20_000)]
    random.Random(1).shuffle(blocks)
    for first, last in blocks:
        commit(dir, lambda _, a=first, b=last: Changes(append=rows(a, b)), note="bench")


def queries(catalog: Catalog, n: int) -> list[tuple[str, float, Callable[[], object]]]:
    """(what, goal in ms, query)."""
    middle = np.array([n // 2])
    series, instance = uid(2, middle // PER_SERIES)[0], uid(3, middle)[0]
    return [
        (
            "instances of a series",
            10,
            lambda: catalog.rows(
                "SELECT SOPInstanceUID, slice_position_mm FROM instance WHERE SeriesInstanceUID = ?", [series]
            ),
        ),
        (
            "one instance by SOPInstanceUID",
            15,
            lambda: catalog.rows(
                "SELECT SeriesInstanceUID, Rows FROM instance WHERE SOPInstanceUID = ? AND is_current",
                [instance],
            ),
        ),
        (
            "cohort over series",
            20,
            lambda: catalog.rows(
                "SELECT SeriesInstanceUID FROM series WHERE Modality = 'CT' AND BodyPartExamined = 'CHEST' "
                "AND SliceThickness <= 1.5 AND n_instances >= 50"
            ),
        ),
        (
            "cohort over instances",
            20,
            lambda: catalog.rows(
                "SELECT SeriesInstanceUID FROM instance_row WHERE Modality = 'CT' AND SliceThickness <= 1.5 "
                "GROUP BY 1 HAVING count(*) >= 50"
            ),
        ),
        (
            "group-by over instances",
            50,
            lambda: catalog.rows(
                "SELECT Manufacturer, Modality, year(StudyDate), count(*) FROM instance_row WHERE is_current GROUP BY ALL"
            ),
        ),
        (
            "patients with 2 or more CT studies",
            50,
            lambda: catalog.rows(
                "SELECT patient_key FROM series WHERE Modality = 'CT' GROUP BY 1 "
                "HAVING count(DISTINCT StudyInstanceUID) >= 2"
            ),
        ),
    ]


def main() -> None:
    """Fill, compact, measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="make the lake here and leave it")
    options = parser.parse_args()
    found: dict[str, float] = {}
    print(f"{options.rows:,} rows")
    with tempfile.TemporaryDirectory() as folder:
        root = options.keep or Path(folder) / "lake"
        if (root / "lake.toml").exists():
            dir = LakeDir.open(root)
        else:
            dir = LakeDir.create(root)
            timed("rows in commits of 20,000", lambda: fill(dir, options.rows), found)
            timed("compact", lambda: compact(dir), found)
            timed("store patient, study, series", lambda: refresh_derived(dir), found)
        catalog = Catalog.open(dir)
        for name, files in catalog.snapshot.tables.items():
            size = sum(file.bytes for file in files)
            print(f"{name:42} {len(files)} files, {size / 1e6:.1f} MB, {size / options.rows:.0f} bytes a row")
        print(f"{'query':42} {'ms':>8} {'goal':>8}")
        for what, goal, run in queries(catalog, options.rows):
            found[what] = round(median_ms(run), 2)
            print(f"{what:42} {found[what]:8.1f} {goal:8}")
        cold = [
            float(
                subprocess.run(
                    [sys.executable, "-c", COLD, str(root)], capture_output=True, check=True
                ).stdout
            )
            for _ in range(5)
        ]
        print(f"{'cold: import, open, first query':42} {statistics.median(cold) * 1000:8.1f} {500:8}")
        found["cold: import, open, first query"] = round(statistics.median(cold) * 1000, 1)
        found["bytes"] = sum(file.bytes for file in catalog.snapshot.files())
        timed("publish", lambda: publish(dir), found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"rows": options.rows, "peak_mb": peak // 1024, **found}))


if __name__ == "__main__":
    main()
