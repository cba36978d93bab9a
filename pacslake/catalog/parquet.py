"""Arrow schemas of the declared tables, and rows to Parquet bytes.

Parquet is written by pyarrow with the declared schema and nothing else: DuckDB's `COPY TO` marks columns
REQUIRED when a batch has no NULL, and files of one table would differ.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pacslake.catalog.arrow_types import arrow_type
from pacslake.catalog.schema import Column, TableSchema, columns_id, quote
from pacslake.catalog.snapshot import TableFile
from pacslake.errors import DamagedError, UsageError
from pacslake.layout import Store, sha256_bytes
from pacslake.layout.digest import require_bytes

if TYPE_CHECKING:
    import pyarrow.dataset as ds

__all__ = [
    "ROW_GROUP_ROWS",
    "arrow_schema",
    "dataset_of",
    "duckdb_type",
    "get_whole",
    "open_file",
    "read_table",
    "to_table",
    "write_table",
]

ROW_GROUP_ROWS = 100_000
_lock = threading.Lock()


@lru_cache(maxsize=512)
def arrow_schema(schema: TableSchema) -> pa.Schema:
    """The Arrow schema of a table.

    Raises: UsageError for a type that DuckDB does not know.
    """
    types = [arrow_type(column.type) for column in schema.columns]
    if any(kind is None for kind in types):
        types = _types_by_duckdb(schema)
    return pa.schema(
        pa.field(column.name, kind, metadata={b"PARQUET:field_id": str(column.field_id).encode()})
        for column, kind in zip(schema.columns, types, strict=True)
    )


def _types_by_duckdb(schema: TableSchema) -> list[pa.DataType]:
    """Column types of a table: DuckDB executes the declaration empty and says them."""
    import duckdb

    body = ", ".join(f"{quote(column.name)} {column.type}" for column in schema.columns)
    with _lock, duckdb.connect() as connection:
        try:
            connection.execute(f"CREATE TABLE t ({body})")
        except duckdb.Error as error:
            raise UsageError(
                f"table {schema.name} cannot be declared: {str(error).splitlines()[0]}"
            ) from None
        found = connection.sql("SELECT * FROM t").to_arrow_table().schema
    return list(found.types)


def to_table(rows: pa.Table | Sequence[Mapping[str, Any]], schema: TableSchema) -> pa.Table:
    """Rows with exactly the declared columns: missing ones NULL, values cast without loss.

    Raises: UsageError for an unknown column or a value that does not fit its column. The message names
    table and column, never the value.
    """
    target = arrow_schema(schema)
    if not isinstance(rows, pa.Table):
        return _from_dicts(rows, schema, target)
    _refuse_unknown(set(rows.column_names) - set(target.names), schema)
    columns = []
    for wanted in target:
        if wanted.name in rows.column_names:
            columns.append(_cast(rows.column(wanted.name), wanted, schema))
        else:
            columns.append(pa.chunked_array([pa.nulls(rows.num_rows, wanted.type)], type=wanted.type))
    return pa.Table.from_arrays(columns, schema=target)


def _from_dicts(rows: Sequence[Mapping[str, Any]], schema: TableSchema, target: pa.Schema) -> pa.Table:
    known = set(target.names)
    unknown = {key for row in rows for key in row if key not in known}
    _refuse_unknown(unknown, schema)
    arrays = []
    for wanted in target:
        try:
            arrays.append(pa.array([row.get(wanted.name) for row in rows], type=wanted.type))
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError, TypeError):
            raise _misfit(schema, wanted) from None
    return pa.Table.from_arrays(arrays, schema=target)


def _cast(column: pa.ChunkedArray, wanted: pa.Field, schema: TableSchema) -> pa.ChunkedArray:
    if column.type == wanted.type:
        return column
    try:
        return column.cast(wanted.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        raise _misfit(schema, wanted) from None


def _misfit(schema: TableSchema, wanted: pa.Field) -> UsageError:
    return UsageError(
        f"a value does not fit column {schema.name}.{wanted.name}, which is {schema.column(wanted.name).type}"
    )


def _refuse_unknown(unknown: set[str], schema: TableSchema) -> None:
    if unknown:
        raise UsageError(
            f"table {schema.name} has no column {', '.join(sorted(unknown))}; declare it first, or leave it out"
        )


def write_table(
    store: Store,
    schema: TableSchema,
    table: pa.Table,
    *,
    sorted_by: Sequence[str] = (),
    bloom: Sequence[str] = (),
    row_group_rows: int = ROW_GROUP_ROWS,
) -> TableFile:
    """Write rows as a new Parquet file of a table; nothing sees it before a snapshot names it.

    `bloom`: columns that get a Bloom filter, for point look-ups (a few per cent of size, several times the
    time to write; so compaction does it and commits do not).
    """
    sink = pa.BufferOutputStream()
    options: dict[str, Any] = {}
    if store.table_key is not None:
        from pyarrow.parquet import encryption

        options["encryption_properties"] = encryption.create_encryption_properties(
            store.table_key.of_table(schema.name)
        )
    elif bloom:  # Arrow cannot encrypt a Bloom filter
        ndv = max(1, min(table.num_rows, row_group_rows))
        options["bloom_filter_options"] = {
            column: {"ndv": ndv, "fpp": 0.01} for column in bloom if column in table.column_names
        }
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=3,
        row_group_size=row_group_rows,
        write_page_index=True,
        **options,
    )
    data = memoryview(sink.getvalue())
    path = f"catalog/tables/{schema.name}/{uuid.uuid4().hex}.parquet"
    store.put(path, data)
    return TableFile(
        path,
        table.num_rows,
        len(data),
        sha256_bytes(data),
        raw_bytes=table.nbytes,
        sorted_by=tuple(sorted_by),
        columns_id=columns_id(tuple(schema.columns)),
    )


def read_table(store: Store, files: Sequence[TableFile], schema: TableSchema) -> pa.Table:
    """The rows of some files of a table, in order, under today's schema: columns are found by field id."""
    target = arrow_schema(schema)
    pieces = [_adopt(open_file(store, schema.name, get_whole(store, file)).read(), target) for file in files]
    return pa.concat_tables(pieces) if pieces else target.empty_table()


def open_file(store: Store, table: str, data: bytes) -> pq.ParquetFile:
    """A file of a table from its bytes, decrypted where the lake's tables are encrypted."""
    return pq.ParquetFile(pa.BufferReader(data), decryption_properties=_decryption(store, table))


def dataset_of(store: Store, table: str, paths: Sequence[str], schema: pa.Schema) -> ds.Dataset:
    """The files of a table, all written with these columns, as an Arrow data set: read in parts, decrypted on the way."""
    import pyarrow.dataset as ds

    properties = _decryption(store, table)
    options = None if properties is None else ds.ParquetFragmentScanOptions(decryption_properties=properties)
    return ds.dataset(
        list(paths), schema=schema, format=ds.ParquetFileFormat(default_fragment_scan_options=options)
    )


def _decryption(store: Store, table: str) -> Any:
    if store.table_key is None:
        return None
    from pyarrow.parquet import encryption

    return encryption.create_decryption_properties(store.table_key.of_table(table))


def get_whole(store: Store, file: TableFile) -> bytes:
    """The bytes of a file of a table, as they were written: damage is never copied into a new file.

    Raises: DamagedError when they are others, or the file is missing.
    """
    try:
        data = store.get(file.path)
    except FileNotFoundError:
        raise DamagedError(f"{file.path} is missing. See what else is wrong with: pacslake verify") from None
    try:
        require_bytes(data, file.sha256, file.path)
    except DamagedError:
        data = store.get_anew(file.path)
        require_bytes(data, file.sha256, file.path)
    return data


def _adopt(table: pa.Table, target: pa.Schema) -> pa.Table:
    by_id = {_field_id(field): i for i, field in enumerate(table.schema)}
    columns = []
    for wanted in target:
        index = by_id.get(_field_id(wanted))
        if index is None:
            columns.append(pa.chunked_array([pa.nulls(table.num_rows, wanted.type)], type=wanted.type))
        else:
            columns.append(table.column(index).cast(wanted.type))
    return pa.Table.from_arrays(columns, schema=target)


def _field_id(field: pa.Field) -> int:
    return int((field.metadata or {}).get(b"PARQUET:field_id", -1))


_NAMES = {
    pa.string(): "VARCHAR",
    pa.large_string(): "VARCHAR",
    pa.string_view(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.int8(): "INTEGER",
    pa.int16(): "INTEGER",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.uint8(): "INTEGER",
    pa.uint16(): "INTEGER",
    pa.uint32(): "BIGINT",
    pa.uint64(): "BIGINT",
    pa.float16(): "FLOAT",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
    pa.null(): "VARCHAR",
    pa.binary(): "BLOB",
}


def duckdb_type(kind: pa.DataType) -> str:
    """The column type for an Arrow type: signed numbers, microseconds, as stored tables want it.

    Raises: UsageError for a type that a stored table cannot hold (durations, maps, unions).

    >>> duckdb_type(pa.list_(pa.float64()))
    'DOUBLE[]'
    """
    if kind in _NAMES:
        return _NAMES[kind]
    if pa.types.is_timestamp(kind):
        return "TIMESTAMP"
    if pa.types.is_dictionary(kind):
        return duckdb_type(kind.value_type)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return duckdb_type(kind.value_type) + "[]"
    if pa.types.is_struct(kind):
        return "STRUCT(" + ", ".join(f"{quote(field.name)} {duckdb_type(field.type)}" for field in kind) + ")"
    raise UsageError(f"a stored table cannot hold values of type {kind}")


def columns_of(schema: pa.Schema) -> tuple[Column, ...]:
    """Columns to declare for rows of an Arrow schema, without field ids.

    >>> columns_of(pa.schema([("volume_id", pa.string()), ("mean_hu", pa.float64())]))[1].type
    'DOUBLE'
    """
    return tuple(Column(field.name, duckdb_type(field.type)) for field in schema)


def column_index(parquet: pq.ParquetFile, field_id: int) -> int | None:
    """The position of the top-level column with that field id, None when the file has none."""
    for i, item in enumerate(parquet.schema_arrow):
        if _field_id(item) == field_id:
            return i
    return None


def may_contain(parquet: pq.ParquetFile, index: int, keys: pa.Array) -> bool:
    """False when the file's statistics exclude every key from that column."""
    import pyarrow.compute as pc

    if len(keys) == 0:
        return False
    low, high = pc.min_max(keys).as_py().values()
    name = parquet.schema_arrow.field(index).name
    for number in range(parquet.metadata.num_row_groups):
        group = parquet.metadata.row_group(number)
        for i in range(group.num_columns):
            column = group.column(i)
            if column.path_in_schema != name:
                continue
            statistics = column.statistics
            if statistics is None or not statistics.has_min_max or low is None:
                return True
            if statistics.min <= high and low <= statistics.max:
                return True
    return False
