"""The disposable DuckDB file for other programs."""

import subprocess
import sys

import duckdb
import pytest

from pacslake.catalog import Catalog, Changes, Column, TableDecl, commit, publish, refresh_derived

PLAIN = (
    "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall())"
)


@pytest.fixture
def lake(lake_dir):
    rows = {
        "instance_row": [
            {"instance_version_id": f"i{i}", "SeriesInstanceUID": "1.2", "StudyInstanceUID": "1.3", "is_current": True,
             "patient_key": "|P", "Modality": "CT", "size_bytes": 1, "SOPInstanceUID": f"1.{i}"}
            for i in range(3)
        ],
        "header_own": [{"instance_version_id": "i0", "members": '"00180050":{"vr":"DS","Value":[2.5]}'}],
        "lung": [{"row_id": "r", "mean_hu": -800.5}],
    }  # fmt: skip
    decl = TableDecl("lung", (Column("row_id", "VARCHAR"), Column("mean_hu", "DOUBLE")))
    commit(lake_dir, lambda _: Changes(append=rows, declare=[decl]), note="test")
    return lake_dir


def plain(path, query, cwd):
    """Ask in a process that has no pacslake, elsewhere."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", PLAIN, str(path), query], capture_output=True, text=True, cwd=cwd
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_plain_duckdb_reads_small_tables_wherever_the_file_lies(lake, tmp_path):
    path = publish(lake)
    assert path == lake.path("cache", "catalog.duckdb")
    moved = tmp_path / "elsewhere.duckdb"
    moved.write_bytes(path.read_bytes())
    assert plain(moved, "SELECT Modality, n_instances FROM series", tmp_path) == "[('CT', 3)]"
    assert plain(moved, "SELECT mean_hu FROM lung", tmp_path) == "[(-800.5,)]"
    assert plain(moved, "SELECT note FROM snapshot", tmp_path) == "[('test',)]"


def test_large_tables_are_found_from_the_lakes_folder(lake, tmp_path):
    path = publish(lake)
    opening = lake.path("cache", "open.sql").read_text()
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute(opening)
        query = "SELECT tag(header, 'SliceThickness') FROM header"
        assert connection.execute(query).fetchall() == [("2.5",)]
    # or with the lake as working directory, as after moving it
    assert plain(path, "SELECT count(*) FROM header_own", lake.root) == "[(1,)]"


def test_every_object_is_there_with_its_meaning(lake):
    refresh_derived(lake)
    path = publish(lake)
    catalog = Catalog.open(lake)
    names = {row[0] for row in catalog.rows("SHOW TABLES")}
    with duckdb.connect(str(path), read_only=True) as connection:
        assert {row[0] for row in connection.execute("SHOW TABLES").fetchall()} == names
        meaning = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'batch' AND column_name = 'status'"
        ).fetchone()
        assert meaning == ("running, done, or failed",)
        connection.execute(f"SET file_search_path = '{lake.root}'")
        for name in sorted(names):
            mine = catalog.rows(f'SELECT count(*) FROM "{name}"')
            assert connection.execute(f'SELECT count(*) FROM "{name}"').fetchall() == mine, name


def test_the_file_is_in_a_format_that_old_programs_read(lake):
    data = publish(lake).read_bytes()
    # DuckDB's header: checksum (8 bytes), DUCK, storage version as a 64-bit number; 64 is that of 1.0
    assert data[8:12] == b"DUCK"
    assert int.from_bytes(data[12:20], "little") == 64


def test_numbered_names_show_their_own_snapshot_and_old_ones_go(lake):
    publish(lake)
    for i in range(3):
        commit(lake, lambda _, i=i: Changes(append={"issue": [{"issue_id": str(i)}]}), note="")
        publish(lake)
    numbered = sorted(path.name for path in lake.path("cache").glob("catalog-*.duckdb"))
    assert numbered == ["catalog-000003.duckdb", "catalog-000004.duckdb"]
    with duckdb.connect(str(lake.path("cache", numbered[0])), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM issue").fetchone() == (2,)
    assert not list(lake.path("cache").glob(".tmp-*"))


def test_readers_meet_whole_files_while_others_are_published(lake, tmp_path):
    publish(lake)
    publisher = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom pacslake.catalog import publish\nfrom pacslake.layout import LakeDir\n"
            "for _ in range(4): publish(LakeDir.open(sys.argv[1]))",
            str(lake.root),
        ]
    )
    n = 0
    while publisher.poll() is None or n == 0:
        assert (
            plain(lake.path("cache", "catalog.duckdb"), "SELECT count(*) FROM instance", tmp_path) == "[(3,)]"
        )
        n += 1
    assert publisher.returncode == 0
