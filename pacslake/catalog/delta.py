"""The stored tables as Delta tables, without a copy: a `_delta_log` beside each table's Parquet files.

For Spark, Trino, Databricks, polars and others that read Delta. The log is a cache like the published DuckDB file:
it follows the newest snapshot when published again, and deleting it loses nothing. It holds paths, sizes and row
counts, no values.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.catalog.publish import refuse_in_the_clear
from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import TableSchema
from pacslake.catalog.snapshot import TableFile
from pacslake.errors import LakeError, MissingExtraError
from pacslake.layout import LakeDir

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LOG", "DeltaTables", "forget_delta", "publish_delta"]

LOG = "_delta_log"


@dataclass(frozen=True)
class DeltaTables:
    """Name and folder of each table, as of a snapshot."""

    snapshot_id: int
    tables: dict[str, str]


def publish_delta(dir: LakeDir) -> DeltaTables:
    """Register the files of the newest snapshot; return the folders to open with any reader of Delta.

    Raises: MissingExtraError: deltalake is not installed. LakeError: a log cannot be written. PolicyError for a lake
    whose tables are encrypted: Delta knows nothing of that.
    """
    refuse_in_the_clear(dir)
    try:
        import deltalake  # noqa: F401
    except ImportError:
        raise MissingExtraError("publishing as Delta", "deltalake", "delta") from None
    catalog = Catalog.open(dir)
    done = {}
    for schema, files in _tables(catalog):
        folder = dir.path("catalog", "tables", schema.name)
        try:
            _follow(folder, schema, files)
        except Exception as error:  # deltalake raises many kinds; its words may repeat values of statistics
            raise LakeError(
                f"the Delta log of table {schema.name} could not be written ({type(error).__name__}); "
                f"remove {folder / LOG} and publish again"
            ) from error
        done[schema.name] = str(folder)
    return DeltaTables(catalog.snapshot.snapshot_id, done)


def forget_delta(dir: LakeDir) -> None:
    """Remove all logs: their files may be gone, or are to be."""
    for log in dir.path("catalog", "tables").glob(f"*/{LOG}"):
        shutil.rmtree(log)


def _tables(catalog: Catalog) -> Iterator[tuple[TableSchema, tuple[TableFile, ...]]]:
    """Stored tables with rows, and stored results of views that are true."""
    for name, files in catalog.snapshot.tables.items():
        yield catalog.snapshot.schema(name), files
    for name, derived in catalog.snapshot.derived.items():
        if catalog.is_stored(name) and derived.files:
            yield TableSchema(name, derived.columns), derived.files


def _follow(folder: Path, schema: TableSchema, files: tuple[TableFile, ...]) -> None:
    """Bring a table's log to these files; it is begun anew where the columns changed."""
    from deltalake import DeltaTable, Schema
    from deltalake.transaction import create_table_with_add_actions

    wanted = {file.path.rpartition("/")[2]: file for file in files if file.rows}
    columns = Schema.from_arrow(_columns(schema))
    if (folder / LOG).is_dir():
        table = DeltaTable(str(folder))
        if [f.name for f in table.schema().fields] == [f.name for f in columns.fields]:
            there = {path.rpartition("/")[2] for path in table.file_uris()}
            actions = [_add(file) for name, file in wanted.items() if name not in there]
            actions += [_remove(name, folder) for name in sorted(there - set(wanted))]
            if actions:
                table.create_write_transaction(actions, "append", table.schema())
            return
        shutil.rmtree(folder / LOG)
    create_table_with_add_actions(
        str(folder), columns, [_add(file) for file in wanted.values()], mode="error"
    )


def _columns(schema: TableSchema) -> pa.Schema:
    """The columns without field ids, which Delta would take for its own column mapping."""
    import pyarrow as pa

    from pacslake.catalog.parquet import arrow_schema

    return pa.schema([pa.field(field.name, field.type) for field in arrow_schema(schema)])


def _add(file: TableFile) -> Any:
    from deltalake.transaction import AddAction

    # Row counts only: minima and maxima would put values of headers into the log.
    stats = json.dumps({"numRecords": file.rows})
    return AddAction(file.path.rpartition("/")[2], file.bytes, {}, 0, True, stats)


def _remove(name: str, folder: Path) -> Any:
    from deltalake.transaction import RemoveAction

    return RemoveAction(path=name, data_change=True, deletion_timestamp=0)
