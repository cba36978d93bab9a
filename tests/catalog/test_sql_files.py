"""The files of the top-level folder `catalog/`: complete, well told, and all of them run."""

import json
import re
import subprocess
import sys

import duckdb
import pytest

from pacslake.catalog import Catalog, describe, run_checks
from pacslake.catalog.schema import (
    example_files,
    names_in,
    parse_table,
    sql_files,
    sql_folder,
    statements,
    table_names,
    table_schema,
)
from pacslake.errors import LakeFormatError


def test_catalog_sql_names_every_file_once():
    named = [file.path for file in sql_files()]
    present = [path for kind in ("tables", "macros", "views") for path in (sql_folder() / kind).glob("*.sql")]
    assert sorted(named) == sorted(present)


def test_the_duckdb_shell_can_load_the_files_in_their_order():
    with duckdb.connect() as connection:
        for file in sql_files():
            connection.execute(file.text)
        names = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
    assert names == {file.name for file in sql_files() if file.kind != "macros"}


@pytest.mark.parametrize("name", table_names())
def test_our_reading_of_a_table_is_duckdbs(name):
    schema = table_schema(name)
    with duckdb.connect() as connection:
        connection.execute(next(file.text for file in sql_files() if file.name == name))
        found = connection.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
            [name],
        ).fetchall()
    assert [(column.name, column.type) for column in schema.columns] == [
        (column, kind.replace('"', "")) for column, kind, _ in found
    ]
    for column, (_, _, comment) in zip(schema.columns, found, strict=True):
        assert " ".join(comment.split()) == f"[{column.field_id}] {column.comment}"
        assert column.comment
    ids = [column.field_id for column in schema.columns]  # a column that was given up leaves a gap for good
    assert len(set(ids)) == len(ids) and min(ids) == 1


def test_no_stored_table_has_a_type_that_other_readers_break_on():
    for name in table_names():
        for column in table_schema(name).columns:
            assert not re.search(
                r"\b(TIME|UTINYINT|USMALLINT|UINTEGER|UBIGINT|HUGEINT|DECIMAL|MAP|UNION)\b", column.type
            ), (
                name,
                column.name,
            )


def test_every_file_opens_with_a_comment_that_says_what_a_row_is():
    for file in sql_files():
        assert file.title, file.path.name
        if file.kind != "macros":
            assert re.match(r"One row|One row is", file.title), (file.path.name, file.title)


def test_every_column_of_a_view_has_a_meaning(lake_dir):
    catalog = Catalog.open(lake_dir)
    silent = []
    for file in catalog.views():
        comments = describe(file.name)
        for name, *_ in catalog.rows(f'DESCRIBE "{file.name}"'):
            if not comments.get(name):
                silent.append(f"{file.name}.{name}")
    assert silent == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CREATE TABLE t (a VARCHAR);", "no comment that begins with"),
        ("CREATE TABLE t (a VARCHAR); COMMENT ON COLUMN t.a IS 'no id';", "no comment that begins with"),
        (
            "CREATE TABLE t (a VARCHAR, b DOUBLE); COMMENT ON COLUMN t.a IS '[1] x'; COMMENT ON COLUMN t.b IS '[1] y';",
            "used twice",
        ),
        ("CREATE TABLE other (a VARCHAR); COMMENT ON COLUMN other.a IS '[1] x';", "names must agree"),
        (
            "CREATE TABLE t (a VARCHAR); COMMENT ON COLUMN t.a IS '[1] x'; COMMENT ON COLUMN t.z IS '[2] x';",
            "unknown columns",
        ),
        ("DROP TABLE t;", "unexpected statement"),
        ("", "no CREATE TABLE"),
    ],
)
def test_a_table_file_that_breaks_the_rules_is_refused(text, words):
    with pytest.raises(LakeFormatError, match=words):
        parse_table(text, "t")


def test_types_with_commas_and_quotes_are_read():
    schema = parse_table(
        """-- One row.
        CREATE TABLE t ("order" STRUCT(a DOUBLE, b VARCHAR)[], n DOUBLE[]);
        COMMENT ON TABLE t IS 'it''s; a table';
        COMMENT ON COLUMN t."order" IS '[2] of; it''s -- a "thing"';
        COMMENT ON COLUMN t.n IS '[1] n';""",
        "t",
    )
    assert [(column.name, column.type, column.field_id) for column in schema.columns] == [
        ("order", "STRUCT(a DOUBLE, b VARCHAR)[]", 2),
        ("n", "DOUBLE[]", 1),
    ]
    assert schema.columns[0].comment == 'of; it\'s -- a "thing"'
    assert schema.comment == "it's; a table"


def test_names_in_strings_and_comments_do_not_count():
    names = names_in("SELECT 'study' FROM series /* patient */ -- volume\nWHERE tag(header, 'x') = 1")
    assert {"series", "tag("} <= names
    assert not names & {"study", "patient", "volume"}


def test_statements_are_split_outside_quotes_only():
    assert list(statements("SELECT ';' ; -- a; b\nSELECT \"x;y\" /* ; */ ;")) == [
        "SELECT ';'",
        'SELECT "x;y"',
    ]


def test_examples_are_questions_and_there_are_enough():
    examples = example_files()
    assert len(examples) >= 25
    for file in examples:
        assert file.title.endswith("?"), file.name
        assert file.text.startswith("-- ")


@pytest.mark.parametrize("file", example_files(), ids=lambda file: file.name)
def test_every_example_runs(lake_dir, file):
    (statement,) = statements(file.text)
    assert isinstance(Catalog.open(lake_dir).rows(statement), list)


def test_every_check_holds_on_an_empty_lake(lake_dir):
    results = run_checks(Catalog.open(lake_dir))
    assert len(results) >= 20
    assert {name: rows for name, rows in results.items() if rows} == {}
    assert all(file.title for file in example_files("checks"))


def test_generated_views_are_in_step_with_pydicom():
    # in a process of its own: pynetdicom, which other tests import, adds UIDs to pydicom's dictionary
    code = (
        "import json\n"
        "from pacslake.catalog.dictionary import dicom_dictionary_sql, private_dictionary_sql, uid_dictionary_sql\n"
        "print(json.dumps([uid_dictionary_sql(), dicom_dictionary_sql(), private_dictionary_sql()]))"
    )
    made = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    for name, text in zip(("uid_dictionary", "dicom_dictionary", "private_dictionary"), made, strict=True):
        assert (sql_folder() / "views" / f"{name}.sql").read_text("utf-8") == text
    # spot checks against PS3.6
    assert "00180050|SliceThickness|DS|1|Slice Thickness\n" in made[1]
    assert "1.2.840.10008.5.1.4.1.1.2|CT Image Storage|sop_class\n" in made[0]


def test_the_data_dictionary_is_in_step():
    from pacslake.catalog.dictionary import tables_page

    page = sql_folder().parent / "docs" / "reference" / "tables.md"
    assert page.read_text("utf-8") == tables_page(), "run: python -m pacslake.catalog.dictionary"
