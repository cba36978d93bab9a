"""Spreadsheets become tables that say what the file says, and what does not fit is told."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pacslake
from pacslake.clinical.sheet import load_sheet
from pacslake.errors import PolicyError, UsageError
from pacslake.synthetic import simple_series

COMMAND = str(Path(sys.executable).with_name("pacslake"))


@pytest.fixture
def lake(tmp_path):
    for n in (1, 2):
        simple_series(tmp_path / f"in{n}", shape=(2, 4, 4), seed=n, PatientID=f"00{n}")
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest([tmp_path / "in1", tmp_path / "in2"], workers=1)
    return lake


def written(tmp_path, text: str, name: str = "out comes.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


SHEET = (
    "PatientID,Age,Creatinine (mg/dL),Alive,Seen,At,Code,Note\n001,70,1.3,yes,2026-01-02,2026-01-02 03:04:05,007,a\n"
    "002,NA,2,no,2025-12-31,,012,\n999,41,,,,,,c\n001,71,.5,yes,,,013,01/02/2026\n"
)


def test_values_have_the_type_that_all_of_them_fit(lake, tmp_path):
    done = load_sheet(lake, written(tmp_path, SHEET), key="PatientID")
    assert (done.table, done.n_rows, done.n_matched, done.unmatched, done.n_repeated) == (
        "out_comes",
        4,
        3,
        [3],
        2,
    )
    types = {c[0]: c[1] for c in lake.rows("DESCRIBE out_comes")}
    assert types == {
        "row_id": "VARCHAR", "PatientID": "VARCHAR", "Age": "BIGINT", "Creatinine": "DOUBLE", "Alive": "BOOLEAN", "Seen": "DATE",
        "At": "TIMESTAMP", "Code": "VARCHAR", "Note": "VARCHAR",
    }  # fmt: skip
    rows = lake.rows(
        "SELECT Age, Creatinine, Alive, Seen, \"At\", Code FROM out_comes WHERE PatientID = '002'"
    )
    assert rows == [(None, 2.0, False, date(2025, 12, 31), None, "012")]
    assert lake.rows('SELECT "At" FROM out_comes WHERE "At" IS NOT NULL') == [
        (datetime(2026, 1, 2, 3, 4, 5),)
    ]
    about = lake.dicts("SELECT * FROM clinical_column WHERE source_name = 'Creatinine (mg/dL)'")[0]
    assert (about["unit"], about["n_missing"], about["smallest"], about["largest"]) == (
        "mg/dL",
        1,
        "0.5",
        "2.0",
    )
    joined = lake.rows(
        "SELECT p.PatientID, max(o.Age) FROM patient p JOIN out_comes o USING (PatientID) GROUP BY 1 ORDER BY 1"
    )
    assert joined == [("001", 71), ("002", None)]


def test_a_reload_replaces_and_the_old_snapshot_keeps(lake, tmp_path):
    load_sheet(lake, written(tmp_path, SHEET), key="PatientID")
    before = lake.snapshot_id
    load_sheet(lake, written(tmp_path, "PatientID,Age\n001,80\n"), key="PatientID")
    assert lake.rows("SELECT Age FROM out_comes") == [(80,)]
    assert pacslake.open(lake.path, snapshot=before).rows("SELECT count(*) FROM out_comes") == [(4,)]
    assert lake.rows("SELECT n_rows FROM clinical_table") == [(1,)]


def test_a_dictionary_holds_values_to_their_type(lake, tmp_path):
    words = written(tmp_path, "column,type,unit,description\nAge,BIGINT,a,Age at entry\n", "words.csv")
    done = load_sheet(
        lake, written(tmp_path, "PatientID;Age\n001;70\n002;old\n"), key="PatientID", dictionary=words
    )
    assert done.unreadable == [(2, "Age")]
    assert lake.rows("SELECT Age FROM out_comes ORDER BY PatientID") == [(70,), (None,)]
    assert lake.rows(
        "SELECT unit, description, n_unreadable FROM clinical_column WHERE column_name = 'Age'"
    ) == [("a", "Age at entry", 1)]


def test_parquet_keeps_its_types(lake, tmp_path):
    pq.write_table(
        pa.table({"id": ["001", "002"], "x": [1.5, None], "day": [date(2026, 1, 1), None]}),
        tmp_path / "t.parquet",
    )
    done = load_sheet(lake, tmp_path / "t.parquet", key="id", matches="PatientID")
    assert done.n_matched == 2
    assert lake.rows("SELECT x, day FROM t ORDER BY id") == [(1.5, date(2026, 1, 1)), (None, None)]


def test_excel_is_read_as_it_looks(lake, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (
        ["PatientID", "Grade", "When"],
        ["001", 2, datetime(2026, 1, 2)],
        ["002", 3, None],
        [None, None, None],
    ):
        book.active.append(row)
    book.save(tmp_path / "grades.xlsx")
    assert load_sheet(lake, tmp_path / "grades.xlsx", key="PatientID").n_matched == 2
    assert lake.rows('SELECT Grade, "When" FROM grades ORDER BY PatientID') == [
        (2, date(2026, 1, 2)),
        (3, None),
    ]


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("", {}, "empty"), ("a,b\n1,2\n", {}, "no column"), ("PatientID,a,a\n1,2,3\n", {}, "twice"),
        ("PatientID\n1\n", {"table": "patient"}, "every lake"), ("PatientID\n1\n", {"table": "a b"}, "table's name"),
        ("PatientID\n1\n", {"matches": "Rows"}, "compared"),
    ],
)  # fmt: skip
def test_wrong_calls_write_nothing(lake, tmp_path, text, options, said):
    snapshot = lake.snapshot_id
    with pytest.raises(UsageError, match=said):
        load_sheet(lake, written(tmp_path, text), key="PatientID", **options)
    assert lake.refresh().snapshot_id == snapshot
    with pytest.raises(PolicyError):
        load_sheet(pacslake.init(tmp_path / "r", zone="research"), written(tmp_path, SHEET), key="PatientID")


def test_the_command_tells_rows_and_not_names(lake, tmp_path):
    call = [
        COMMAND,
        "clinical",
        "load",
        str(written(tmp_path, SHEET)),
        "--key",
        "PatientID",
        "--lake",
        str(lake.path),
    ]
    done = subprocess.run(call, capture_output=True, text=True)
    assert done.returncode == 1 and "rows 3" in done.stderr and "999" not in done.stderr + done.stdout
    assert json.loads(subprocess.run([*call, "--json"], capture_output=True, text=True).stdout)[
        "unmatched_rows"
    ] == [3]
    assert subprocess.run([*call[:3], "none.csv", *call[4:]], capture_output=True).returncode == 2
