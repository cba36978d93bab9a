"""Queries at a million instances beside SQLite with indexes, on the same rows in one run.

    python benchmarks/bench_queries.py [--rows 1000000] [--idc PARQUET]

Rows are those of `bench_catalog.py`. Medians in ms; the columns of SQLite hold what the queries ask for and no more. With
`--idc`, the Parquet file of the package `idc-index-data` (`pip download --no-deps idc-index-data`, then unzip), three
questions are asked of it as DuckDB reads it and as the lake would lay it out (sorted, Bloom filters). The last line is
one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import bench_catalog as catalogue
import pyarrow as pa

COLUMNS = (
    "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "patient_key", "Modality", "Manufacturer", "BodyPartExamined",
    "SliceThickness", "StudyDate", "slice_position_mm", "Rows", "is_current",
)  # fmt: skip
INDEXES = ("SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "patient_key", "Modality", "StudyDate")
SERIES = "SELECT SOPInstanceUID, slice_position_mm FROM i WHERE SeriesInstanceUID = ?"
INSTANCE = "SELECT SeriesInstanceUID, Rows FROM i WHERE SOPInstanceUID = ? AND is_current"
COHORT = "SELECT SeriesInstanceUID FROM i WHERE Modality = 'CT' AND SliceThickness <= 1.5 GROUP BY 1 HAVING count(*) >= 50"
GROUPS = "SELECT Manufacturer, Modality, substr(StudyDate, 1, 4), count(*) FROM i WHERE is_current GROUP BY 1, 2, 3"
STUDIES = (
    "SELECT patient_key FROM i WHERE Modality = 'CT' GROUP BY 1 HAVING count(DISTINCT StudyInstanceUID) >= 2"
)


def sqlite(path: Path, n: int) -> sqlite3.Connection:
    """The same instances in SQLite, with six indexes."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    connection.execute(f"CREATE TABLE i ({', '.join(COLUMNS)})")
    marks = ", ".join("?" * len(COLUMNS))
    for first in range(0, n, 50_000):
        table: pa.Table = catalogue.rows(first, min(first + 50_000, n))["instance_row"].select(COLUMNS)
        table = table.set_column(
            COLUMNS.index("StudyDate"), "StudyDate", table.column("StudyDate").cast(pa.string())
        )
        columns = [column.to_pylist() for column in table.columns]
        connection.executemany(f"INSERT INTO i VALUES ({marks})", zip(*columns, strict=True))
    for name in INDEXES:
        connection.execute(f"CREATE INDEX i_{name} ON i ({name})")
    connection.commit()
    return connection


def idc(path: Path) -> dict[str, dict[str, float]]:
    """Three questions of the public index of the NCI Imaging Data Commons."""
    import duckdb
    import pyarrow.parquet as pq

    with tempfile.TemporaryDirectory() as folder:
        table = pq.read_table(path).sort_by("SeriesInstanceUID")
        ours = Path(folder) / "index.parquet"
        bloom = {"SeriesInstanceUID": {"ndv": 100_000, "fpp": 0.01}}
        pq.write_table(table, ours, compression="zstd", row_group_size=100_000, bloom_filter_options=bloom)
        uid = table.column("SeriesInstanceUID")[table.num_rows // 2].as_py()
        connection = duckdb.connect()
        connection.execute("SET parquet_metadata_cache = true")
        out: dict[str, dict[str, float]] = {}
        for label, file in (("as published", path), ("as the lake lays it out", ours)):
            asks = {
                "one series by UID": f"SELECT * FROM '{file}' WHERE SeriesInstanceUID = '{uid}'",
                "cohort": f"SELECT SeriesInstanceUID FROM '{file}' WHERE Modality = 'CT' AND BodyPartExamined = 'CHEST' "
                "AND instanceCount BETWEEN 50 AND 400",
                "group by collection, modality": f"SELECT collection_id, Modality, count(*) FROM '{file}' GROUP BY ALL",
            }
            out[label] = {
                name: round(catalogue.median_ms(lambda q=q: connection.execute(q).fetchall(), 5), 1)
                for name, q in asks.items()
            }
        return {"rows": {"n": table.num_rows}, **out}


def main() -> None:
    """Fill both, ask both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--idc", type=Path)
    options = parser.parse_args()
    n = options.rows
    figures: dict[str, Any] = {"rows": n, "load": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory() as folder:
        dir = catalogue.LakeDir.create(Path(folder) / "lake")
        catalogue.timed("the lake's rows in commits of 20,000", lambda: catalogue.fill(dir, n))
        catalogue.timed("compaction", lambda: catalogue.compact(dir))
        catalogue.timed("patient, study and series stored", lambda: catalogue.refresh_derived(dir))
        connection: Any = catalogue.timed("SQLite with six indexes", lambda: sqlite(Path(folder) / "i.db", n))
        lake = catalogue.Catalog.open(dir)
        began = time.perf_counter()
        ours = {what: run for what, _, run in catalogue.queries(lake, n)}
        middle = catalogue.np.array([n // 2])
        series = catalogue.uid(2, middle // catalogue.PER_SERIES)[0]
        instance = catalogue.uid(3, middle)[0]
        asks = (
            ("instances of a series", SERIES, [str(series)]),
            ("one instance by SOPInstanceUID", INSTANCE, [str(instance)]),
            ("cohort over instances", COHORT, []),
            ("group-by over instances", GROUPS, []),
            ("patients with 2 or more CT studies", STUDIES, []),
        )
        print(f"{'query':40} {'lake ms':>9} {'SQLite ms':>10}")
        for what, query, values in asks:
            mine = catalogue.median_ms(ours[what], 7)
            theirs = catalogue.median_ms(lambda q=query, v=values: connection.execute(q, v).fetchall(), 3)
            figures[what] = {"lake_ms": round(mine, 1), "sqlite_ms": round(theirs, 2)}
            print(f"{what:40} {mine:9.1f} {theirs:10.2f}")
        command = [sys.executable, "-c", catalogue.COLD, str(dir.root)]
        cold = [float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(5)]
        figures["cold open and first query"] = {"lake_ms": round(1000 * statistics.median(cold), 1)}
        size = sum(f.bytes for f in lake.snapshot.tables["instance_row"])
        figures["bytes a row"] = {
            "lake": round(size / n),
            "sqlite": round((Path(folder) / "i.db").stat().st_size / n),
        }
        figures["seconds"] = round(time.perf_counter() - began, 1)
    if options.idc is not None:
        figures["idc-index-data"] = idc(options.idc)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
