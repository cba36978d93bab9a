"""One snapshot as SQL tables."""

import shutil
import subprocess
import sys
import threading

import pytest

from pacslake.catalog import Catalog, Changes, Replace, TableDecl, commit
from pacslake.catalog.schema import Column, sql_files
from pacslake.errors import DamagedError, NotFoundError, SqlError
from pacslake.layout import LakeDir


def test_every_table_and_view_of_an_empty_lake_can_be_asked(lake_dir):
    catalog = Catalog.open(lake_dir)
    constant = {"uid_dictionary", "dicom_dictionary", "private_dictionary"}
    for file in sql_files():
        if file.kind != "macros" and file.name not in constant:
            assert catalog.rows(f'SELECT * FROM "{file.name}"') == [], file.name
    assert catalog.rows("SELECT * FROM snapshot") == []


def test_a_catalogue_never_moves(lake_dir, append):
    old = append("issue", [{"code": "a"}])
    relation = old.sql("SELECT code FROM issue")
    append("issue", [{"code": "b"}])
    assert relation.fetchall() == [("a",)]
    assert old.rows("SELECT code FROM issue") == [("a",)]
    assert not old.is_latest()
    assert Catalog.open(lake_dir, previous=old).rows("SELECT count(*) FROM issue") == [(2,)]
    assert old.open_snapshot(2).rows("SELECT count(*) FROM issue") == [(2,)]
    assert old.open_snapshot(1).rows("SELECT max(snapshot_id) FROM snapshot") == [(1,)]


def test_the_next_catalogue_goes_on_with_the_connection_and_shows_its_own_snapshot(lake_dir, append):
    old = append("issue", [{"code": "a"}])
    assert old.rows("SELECT (SELECT max(code) FROM issue), (SELECT count(*) FROM batch)") == [("a", 0)]
    connection = old._connection
    new = commit(lake_dir, lambda _: Changes(append={"issue": [{"code": "b"}]}), note="", base=old)
    assert new._connection is connection and old._connection is None
    assert new.rows("SELECT max(code), count(*) FROM issue") == [("b", 2)]
    assert old.rows("SELECT max(code), count(*) FROM issue") == [("a", 1)]
    assert new.rows("SELECT count(*) FROM batch") == old.rows("SELECT count(*) FROM batch") == [(0,)]
    views = {name for (name,) in new.rows("SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    assert {name for (name,) in Catalog.open(lake_dir).rows("SHOW TABLES")} == views


def test_views_that_stand_on_what_changed_show_the_change(lake_dir, append):
    row = {"instance_version_id": "v1", "file_id": "f1", "is_current": True, "SeriesInstanceUID": "1.2"}
    old = append("instance_row", [{**row, "SOPInstanceUID": "1", "Modality": "CT"}])
    query = "SELECT n_instances FROM series"
    assert old.rows("SELECT Modality FROM instance") == [("CT",)] and old.rows(query) == [(1,)]
    more = {**row, "instance_version_id": "v2", "SOPInstanceUID": "2", "Modality": "CT"}
    new = commit(lake_dir, lambda _: Changes(append={"instance_row": [more]}), note="", base=old)
    assert new._connection is not None
    assert len(new.rows("SELECT Modality FROM instance")) == 2 and new.rows(query) == [(2,)]
    assert len(old.rows("SELECT Modality FROM instance")) == 1 and old.rows(query) == [(1,)]


def test_a_relation_that_has_not_run_keeps_its_snapshot_through_commits(lake_dir, append):
    old = append("issue", [{"code": "a"}])
    relation = old.sql("SELECT code FROM issue")
    new = commit(lake_dir, lambda _: Changes(append={"issue": [{"code": "b"}]}), note="", base=old)
    assert new.rows("SELECT count(*) FROM issue") == [(2,)]
    assert relation.fetchall() == [("a",)]


def test_a_column_that_is_new_is_seen_by_the_catalogue_after_it(lake_dir, append):
    row = {"instance_version_id": "v1", "file_id": "f1", "is_current": True, "SOPInstanceUID": "1"}
    old = append("instance_row", [row])
    assert old.rows("SELECT SOPInstanceUID FROM instance") == [("1",)]
    column = Column("mine", "VARCHAR", 90_001)
    new = commit(
        lake_dir,
        lambda _: Changes(
            declare=[TableDecl("instance_row", (column,))],
            append={
                "instance_row": [{**row, "instance_version_id": "v2", "SOPInstanceUID": "2", "mine": "x"}]
            },
        ),
        note="",
        base=old,
    )
    assert new.rows("SELECT SOPInstanceUID, mine FROM instance ORDER BY 1") == [("1", None), ("2", "x")]
    with pytest.raises(SqlError, match="mine"):
        old.rows("SELECT mine FROM instance")


def test_commits_beside_readers_never_show_another_snapshot(lake_dir, append):
    """Threads go on reading a catalogue while its connection could go to the next."""
    catalogs = [append("issue", [{"code": "0"}])]
    wrong, done = [], threading.Event()

    def read():
        while not done.is_set():
            mine = catalogs[-1]
            n = mine.rows("SELECT count(*) FROM issue")[0][0]
            if n != mine.snapshot.snapshot_id:
                wrong.append((n, mine.snapshot.snapshot_id))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(1, 25):
        rows = [{"code": str(n)}]
        catalogs.append(
            commit(lake_dir, lambda _, r=rows: Changes(append={"issue": r}), note="", base=catalogs[-1])
        )
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == [] and catalogs[0].rows("SELECT count(*) FROM issue") == [(1,)]


def test_opening_again_what_is_the_newest_gives_the_same_catalogue(append, lake_dir):
    catalog = append("issue", [{"code": "a"}])
    assert Catalog.open(lake_dir, previous=catalog) is catalog


def test_a_snapshot_that_is_not_there_is_said_so(lake_dir):
    with pytest.raises(NotFoundError, match="snapshot 7"):
        Catalog.open(lake_dir, snapshot=7)


def test_parameters_may_be_lists(append):
    catalog = append("issue", [{"code": "a"}, {"code": "b"}])
    query = "SELECT code FROM issue WHERE code IN (SELECT unnest(?))"
    assert catalog.rows(query, [["b", "c"]]) == [("b",)]
    assert catalog.dicts(query, [["b", "c"]]) == [{"code": "b"}]
    assert catalog.sql(query, [["b", "c"]]).fetchall() == [("b",)]
    assert catalog.arrow(query, [["b", "c"]]).to_pylist() == [{"code": "b"}]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nope FROM issue", "nope"),
        ("SELECT * FROM isue", '"issue"'),  # with a suggestion
        ("SELECT CAST('x' AS INTEGER)", "Conversion"),
        ("", "empty"),
    ],
)
def test_a_wrong_statement_is_an_sql_error_that_says_where(lake_dir, query, words):
    with pytest.raises(SqlError, match=words):
        Catalog.open(lake_dir).rows(query)


def test_listing_commands_see_every_table(lake_dir):
    names = {row[0] for row in Catalog.open(lake_dir).rows("SHOW TABLES")}
    assert {file.name for file in sql_files() if file.kind != "macros"} | {"snapshot"} == names
    comments = Catalog.open(lake_dir).rows("SELECT comment FROM duckdb_views() WHERE view_name = 'batch'")
    assert comments == [("One row per ingest run.",)]


def test_an_unread_result_does_not_block_the_next_query(append):
    catalog = append("issue", [{"code": str(i)} for i in range(5000)])
    reader = catalog.sql("SELECT * FROM issue").to_arrow_reader(10)
    reader.read_next_batch()
    assert catalog.rows("SELECT count(*) FROM issue") == [(5000,)]


def test_threads_share_a_catalogue(append):
    catalog = append("issue", [{"code": str(i)} for i in range(100)])
    results = []

    def ask():
        results.extend(
            catalog.rows(
                "SELECT count(*) FROM issue JOIN batch USING (batch_id) RIGHT JOIN file USING (batch_id)"
            )
        )
        results.extend(catalog.rows("SELECT count(*) FROM issue"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [(0,)] * 8 + [(100,)] * 8


def test_a_lake_that_was_moved_answers_the_same(lake_dir, append, tmp_path):
    append("issue", [{"code": "a"}])
    odd = tmp_path / "it's [moved] * here?"
    shutil.move(lake_dir.root, odd)
    assert Catalog.open(LakeDir.open(odd)).rows("SELECT code FROM issue") == [("a",)]
    assert Catalog.open(LakeDir.open(odd)).rows("SELECT count(*) FROM snapshot") == [(1,)]


def test_a_lost_file_is_damage_and_names_the_remedy(lake_dir, append):
    catalog = append("issue", [{"code": "a"}])
    lake_dir.path(catalog.snapshot.tables["issue"][0].path).unlink()
    with pytest.raises(DamagedError, match="pacslake verify"):
        Catalog.open(lake_dir).rows("SELECT * FROM issue")


def test_importing_the_catalogue_loads_nothing_heavy():
    code = (
        "import pacslake.catalog, sys; "
        "print(sorted({'duckdb', 'pyarrow', 'numpy', 'pydicom', 'obstore'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_diff_names_rows_by_key(lake_dir, append):
    from pacslake.catalog import diff_snapshots

    append("batch", [{"batch_id": "a", "status": "running"}, {"batch_id": "b", "status": "done"}])
    commit(
        lake_dir,
        lambda _: Changes(
            replace=[Replace("batch", "batch_id", ["a", "b"], [{"batch_id": "a", "status": "done"}])],
            append={"batch": [{"batch_id": "c"}], "issue": [{"issue_id": "i"}]},
        ),
        note="",
    )
    changes = diff_snapshots(lake_dir, 1, 2)
    assert {k: changes["batch"][k] for k in ("added", "removed", "changed")} == {
        "added": 1,
        "removed": 1,
        "changed": 1,
    }
    assert changes["batch"]["keys"] == {"added": [["c"]], "removed": [["b"]], "changed": [["a"]]}
    assert changes["issue"]["added"] == 1
    assert diff_snapshots(lake_dir, 2, 2) == {}
    assert diff_snapshots(lake_dir, 2, 1)["batch"]["keys"]["removed"] == [["c"]]


def test_types_are_the_declared_ones_with_and_without_field_ids(lake_dir):
    """Files of one make are read plainly, which must give what reading by field id gives."""
    from dataclasses import replace

    import pyarrow as pa

    from pacslake.catalog.schema import table_names

    for name in table_names():
        schema = Catalog.open(lake_dir).schema(name)
        rows = pa.Table.from_arrays([pa.nulls(1, field.type) for field in schema], schema=schema)
        commit(lake_dir, lambda _, name=name, rows=rows: Changes(append={name: rows}), note="")
    plain = Catalog.open(lake_dir)
    files = {
        name: tuple(replace(file, columns_id="other") for file in files)
        for name, files in plain.snapshot.tables.items()
    }
    by_id = Catalog(lake_dir, replace(plain.snapshot, tables=files))
    for name in table_names():
        assert "MAP" in by_id.select_of(name) and "MAP" not in plain.select_of(name)
        described = plain.rows(f'DESCRIBE "{name}"')
        assert described == by_id.rows(f'DESCRIBE "{name}"')
        declared = [(column.name, column.type) for column in plain.snapshot.schema(name).columns]
        assert [(row[0], row[1].replace('"', "")) for row in described] == declared


def test_every_query_finds_the_footers_that_another_has_read(append):
    """A setting of the connection alone would not hold for the cursors that run the queries."""
    catalog = append("issue", [{"code": "a"}])
    assert catalog.rows("SELECT current_setting('parquet_metadata_cache')") == [(True,)]
