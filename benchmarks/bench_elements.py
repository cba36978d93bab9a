"""Elements that have no column of their own, asked over a million instances.

    python benchmarks/bench_elements.py [FOLDER] [--rows 1000000] [--keep LAKE]

FOLDER, or the environment variable PACSLAKE_BENCH_EXPORT, is an export of DICOM files, best with private and nested elements. Without
it series are written from pydicom's own files. It is taken in once; then its rows are committed again and again under other UIDs until the lake has so many instances, and compacted.
Asked are the commonest elements of each kind: one that varies within a series, one that does not, a nested one, a private one. Medians in
ms of five answers; the last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from bench_ingest import write_series

import pacslake
from pacslake.catalog import Changes, compact

TABLES = ("instance_row", "element_own", "element_shared", "header_own", "header_shared")
KEYS = (
    "instance_version_id",
    "template_id",
    "file_id",
    "SOPInstanceUID",
    "SeriesInstanceUID",
    "StudyInstanceUID",
)


def again(table: pa.Table, turn: int) -> pa.Table:
    """The same rows of other instances."""
    for name in KEYS:
        if name in table.column_names:
            place = table.column_names.index(name)
            column = pc.binary_join_element_wise(table.column(name).cast(pa.string()), f".{turn}", "")
            table = table.set_column(place, table.schema.field(name), column)
    return table


def grow(source: pacslake.Lake, lake: pacslake.Lake, rows: int) -> None:
    tables = {name: source.arrow(f"SELECT * FROM {name}") for name in TABLES}
    for turn in range(-(-rows // tables["instance_row"].num_rows)):
        lake.commit(
            lambda _, k=turn: Changes(append={name: again(table, k) for name, table in tables.items()}),
            note="bench",
        )
    compact(lake.dir)
    lake.refresh()


NO_COLUMN = (
    "keyword NOT IN (SELECT replace(column_name, '_us', '') FROM duckdb_columns() WHERE table_name = 'instance_row') "
    "AND value_text <> ''"
)
KINDS = {
    "of the standard": f"FROM element WHERE depth = 0 AND {NO_COLUMN}",
    "nested": f"FROM element WHERE depth > 0 AND {NO_COLUMN}",
    "private, the same in a series": "FROM element_shared WHERE private_creator IS NOT NULL AND value_text <> ''",
    "private, another in each instance": "FROM element_own WHERE private_creator IS NOT NULL AND value_text <> ''",
}


def chosen(source: pacslake.Lake, kind: str) -> dict[str, Any] | None:
    """The commonest element of a kind and one of its values; None where there is none."""
    found = source.dicts(
        f"SELECT tag, private_creator, element_low, any_value(value_text) AS value {KINDS[kind]} "
        "GROUP BY ALL ORDER BY count(*) DESC, tag LIMIT 1"
    )
    return found[0] if found else None


def questions(element: dict[str, Any]) -> dict[str, tuple[str, list[Any]]]:
    """By what is asked, the statement and its parameters."""
    if element["private_creator"] is None:
        which, params = "FROM element WHERE tag = ?", [element["tag"]]
    else:
        which = 'FROM private_element WHERE private_creator = ? AND "group" = ? AND element_low = ?'
        params = [element["private_creator"], element["tag"][:4], element["element_low"]]
    return {
        "instances with a value": (
            f"SELECT count(DISTINCT instance_version_id) {which} AND value_text = ?",
            [*params, element["value"]],
        ),
        "values and how often": (f"SELECT value_text, count(*) {which} GROUP BY 1", params),
        "every value with its instance": (f"SELECT instance_version_id, value_text {which}", params),
    }


def median_ms(run: Callable[[], object]) -> float:
    run()
    times = []
    for _ in range(5):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return round(statistics.median(times) * 1000, 1)


def measure(source: pacslake.Lake, lake: pacslake.Lake) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    print(f"{'element':36} {'asked for':32} {'answers':>9} {'ms':>8}")
    for kind in KINDS:
        element = chosen(source, kind)
        if element is None:
            print(f"{kind:36} none in this export")
            continue
        for what, (query, params) in questions(element).items():
            rows = lake.arrow(query, params)
            answers = rows.num_rows if rows.num_columns > 1 else rows.column(0)[0].as_py()
            figures[f"{kind}: {what}"] = ms = median_ms(lambda q=query, p=params: lake.arrow(q, p))
            print(f"{kind:36} {what:32} {answers:9,} {ms:8.1f}", flush=True)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", default=os.environ.get("PACSLAKE_BENCH_EXPORT"))
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--keep", type=Path, help="make the lakes here and leave them, or measure those that are here"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = options.keep or Path(temporary)
        if not (place / "source" / "lake.toml").exists():
            place.mkdir(parents=True, exist_ok=True)
            if options.folder is None:
                options.folder = place / "export"
                options.folder.mkdir()
                write_series(options.folder, 40)
            pacslake.init(place / "source").ingest(options.folder)
            began = time.perf_counter()
            grow(pacslake.open(place / "source"), pacslake.init(place / "lake"), options.rows)
            print(f"made in {time.perf_counter() - began:.0f} s")
        source, lake = pacslake.open(place / "source"), pacslake.open(place / "lake")
        n = {t: sum(f.rows for f in lake.catalog.snapshot.tables[t]) for t in TABLES}
        size = {t: sum(f.bytes for f in lake.catalog.snapshot.tables[t]) / n["instance_row"] for t in TABLES}
        for table in TABLES:
            print(f"{table:20} {n[table]:12,} rows, {size[table]:6.1f} bytes an instance")
        figures = measure(source, lake)
    print(json.dumps({"rows": n["instance_row"], **figures}))


if __name__ == "__main__":
    main()
