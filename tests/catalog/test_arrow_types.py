"""Arrow types of declarations against DuckDB's own."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from pacslake.catalog.arrow_types import arrow_type
from pacslake.catalog.schema import quote, table_names, table_schema


def test_types_of_all_tables_as_duckdb_says():
    with duckdb.connect() as connection:
        for name in table_names():
            columns = table_schema(name).columns
            connection.execute(
                "CREATE OR REPLACE TABLE t (" + ", ".join(f"{quote(c.name)} {c.type}" for c in columns) + ")"
            )
            said = connection.sql("SELECT * FROM t").to_arrow_table().schema
            ours = pa.schema([(c.name, arrow_type(c.type)) for c in columns])
            assert ours.equals(said) and str(ours) == str(said), name


def test_what_only_duckdb_reads_is_left_to_it():
    assert arrow_type("DECIMAL(9, 2)") is None
    assert arrow_type("STRUCT(a STRUCT(b DOUBLE))") is None
    assert arrow_type("UBIGINT[]") is None
    assert arrow_type('STRUCT("a b" DOUBLE)') == pa.struct([("a b", pa.float64())])
