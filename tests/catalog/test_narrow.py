"""Wide tables are read by the columns that a statement names, and every answer is what it was."""

import datetime

import duckdb
import pytest

from pacslake.access.principal import Rule, Scope
from pacslake.access.rows import ScopedCatalog
from pacslake.catalog import Catalog, Changes, Column, TableDecl, commit
from pacslake.catalog.narrow import shape_of
from pacslake.errors import SqlError

ROWS = [
    {
        "instance_version_id": f"v{n}",
        "file_id": f"f{n}",
        "is_current": n != 3,
        "patient_key": f"|P{n % 2}",
        "SOPInstanceUID": f"1.{n}",
        "SeriesInstanceUID": f"2.{n % 3}",
        "StudyInstanceUID": "3.1",
        "Modality": ("CT", "MR")[n % 2],
        "Rows": 512,
        "SliceThickness": n / 2,
        "StudyDate": datetime.date(2026, 1, 1 + n),
        "StudyTime_us": 3_600_000_000 * n,
    }
    for n in range(6)
]
FILES = [{"file_id": f"f{n}", "uri": f"/x/{n}", "size_bytes": 100 + n} for n in range(6)]

NARROWED = (
    "SELECT SOPInstanceUID, SliceThickness FROM instance WHERE SeriesInstanceUID = '2.1' ORDER BY 1",
    'SELECT "Rows", modality FROM "instance" ORDER BY 1, 2',
    "SELECT instance.Rows AS n FROM Instance WHERE instance.is_current",
    "SELECT i.SOPInstanceUID, f.uri FROM instance AS i JOIN file f USING (file_id) WHERE i.is_current ORDER BY 2",
    "SELECT i.SOPInstanceUID, j.SOPInstanceUID FROM instance_row i JOIN instance j ON i.file_id = j.file_id ORDER BY 1",
    "SELECT count(*) FROM instance",
    "SELECT Modality, count(*), min(StudyDate) FROM instance_row GROUP BY ALL ORDER BY 1",
    "SELECT 'ü', sopinstanceuid FROM instance -- instance\nORDER BY 2",
    "WITH a AS (SELECT Modality AS m FROM instance) SELECT m, count(a.m) FROM a GROUP BY m ORDER BY m",
    "SELECT uri FROM file WHERE file_id IN (SELECT file_id FROM instance WHERE Modality = 'MR') ORDER BY 1",
    "SELECT Modality FROM instance UNION ALL SELECT Modality FROM instance_row ORDER BY 1",
    "SELECT sum(Rows) OVER (PARTITION BY Modality ORDER BY SOPInstanceUID) FROM instance ORDER BY 1",
    "SELECT SOPInstanceUID FROM instance USING SAMPLE 100 ROWS ORDER BY 1",
    "SELECT (SELECT max(j.Rows) FROM instance j WHERE j.Modality = i.Modality) AS m FROM instance i",
)
LEFT = (
    "SELECT * FROM instance ORDER BY SOPInstanceUID",
    "SELECT i.* FROM instance i ORDER BY SOPInstanceUID",
    "FROM instance ORDER BY SOPInstanceUID",
    "SELECT COLUMNS('Series.*') FROM instance ORDER BY SOPInstanceUID",
    "SELECT i FROM instance i ORDER BY i.SOPInstanceUID",
    "SELECT count(DISTINCT instance) FROM instance",
    "SELECT #1 FROM instance ORDER BY 1",
    "SELECT count(uri) FROM instance NATURAL JOIN file",
    "SELECT a, b FROM instance AS i(a, b) ORDER BY 1",
    "SELECT StudyTime FROM instance ORDER BY 1",
    "SELECT Modality FROM instance ORDER BY ALL",
    "DESCRIBE instance",
    "WITH instance AS (SELECT 1 AS Rows) SELECT Rows FROM instance",
    "SELECT count(uri) FROM file",
    "SELECT main.instance.Rows FROM main.instance",
    "SELECT 1; SELECT count(Rows) FROM instance",
    "SELECT Modality, n_instances FROM series ORDER BY ALL",
)


@pytest.fixture
def catalog(append):
    append("file", FILES)
    return append("instance_row", ROWS)


def plain(catalog, query):
    """The answer of a connection on which the views were made, to the statement as it stands."""
    catalog.make_all()
    return catalog._cursor().execute(query).fetchall()


@pytest.mark.parametrize("query", NARROWED)
def test_a_statement_that_names_its_columns_reads_those(catalog, query):
    narrow = catalog._narrowed(query)
    assert narrow is not None and "read_parquet" in narrow and "BodyPartExamined" not in narrow
    assert catalog.rows(query) == plain(catalog, query) != []
    assert catalog.sql(query).fetchall() == plain(catalog, query)
    assert catalog.arrow(query).column_names == [c[0] for c in catalog._cursor().execute(query).description]


@pytest.mark.parametrize("query", LEFT)
def test_a_statement_that_could_see_other_columns_is_left_as_it_is(catalog, query):
    assert catalog._narrowed(query) is None
    assert catalog.rows(query) == plain(catalog, query) != []


def test_parameters_stay_where_they_were(catalog):
    query = "SELECT SOPInstanceUID FROM instance WHERE Modality = ? AND SliceThickness > ? ORDER BY 1"
    assert catalog._narrowed(query) is not None
    assert catalog.rows(query, ["MR", 1.0]) == [("1.3",), ("1.5",)]
    named = "SELECT SOPInstanceUID FROM instance WHERE Modality = $m AND SliceThickness > $t ORDER BY 1"
    assert catalog.dicts(named, {"t": 1.5, "m": "CT"}) == [{"SOPInstanceUID": "1.4"}]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "SELECT SliceThicknes FROM instance",
            "SliceThickness",
        ),  # DuckDB's candidates are those of the whole table
        ("SELECT Modality + 1 FROM instance", "LINE 1: SELECT Modality"),
        ("SELECT CAST(Modality AS INTEGER) FROM instance", "Could not convert"),
    ],
)
def test_an_error_speaks_of_the_statement_that_was_given(catalog, query, words):
    with pytest.raises(SqlError, match=words) as error:
        catalog.rows(query)
    assert "read_parquet" not in str(error.value)


def test_files_of_different_columns_are_read_by_field_id(lake_dir, catalog):
    column = Column("mine", "VARCHAR", 90_001)
    more = {**ROWS[0], "instance_version_id": "v9", "SOPInstanceUID": "1.9", "mine": "x"}
    changes = Changes(declare=[TableDecl("instance_row", (column,))], append={"instance_row": [more]})
    later = commit(lake_dir, lambda _: changes, note="", base=catalog)
    query = "SELECT SOPInstanceUID, mine FROM instance WHERE SOPInstanceUID IN ('1.1', '1.9') ORDER BY 1"
    assert "schema=MAP" in later._narrowed(query) and "BodyPartExamined" not in later._narrowed(query)
    assert later.rows(query) == plain(later, query) == [("1.1", None), ("1.9", "x")]
    with pytest.raises(SqlError, match="mine"):
        Catalog.open(lake_dir, snapshot=2).rows(query)


def test_an_empty_lake_answers_nothing(lake_dir):
    assert Catalog.open(lake_dir).rows("SELECT SOPInstanceUID FROM instance") == []


def test_who_may_see_some_rows_sees_no_other_by_it(catalog):
    scoped = ScopedCatalog(
        catalog, Scope((Rule("sql", "SELECT patient_key FROM instance WHERE patient_key = '|P1'"),))
    )
    query = "SELECT SOPInstanceUID FROM instance WHERE Rows = 512 ORDER BY 1"
    assert len(catalog.rows(query)) == 6
    assert scoped._narrowed(query) is None
    assert scoped.rows(query) == [("1.1",), ("1.3",), ("1.5",)]


@pytest.mark.parametrize("terms", [300, 600, 900])
def test_deep_statements_are_answered(catalog, terms):
    """DuckDB takes expressions up to a depth of 1,000, which is more than Python's own limit for calls in calls."""
    query = f"SELECT Rows{' + 1' * terms} FROM instance"
    assert catalog.rows(query) == [(512 + terms,)] * 6


def test_very_long_statements_are_not_looked_into(catalog):
    uids = ", ".join(f"'1.{n}'" for n in range(2000))
    query = f"SELECT SOPInstanceUID FROM instance WHERE SOPInstanceUID IN ({uids})"
    assert shape_of(duckdb.connect(), query) is None
    assert len(catalog.rows(query)) == 6
