"""Store the results of costly views in the snapshot, so that a million instances need no group-by a query.

The SQL in `catalog/views` stays the only definition. A stored result names the state of every table that it
stands on; a commit that changes one of them leaves it out of its snapshot, and readers go back to the SQL.
"""

from __future__ import annotations

from pacslake.catalog.reader import Catalog, input_tables, view_sha256
from pacslake.catalog.schema import Column, TableSchema, quote, sql_object
from pacslake.catalog.snapshot import DerivedTable, Snapshot, TableFile, publish_snapshot, table_state
from pacslake.catalog.writer import MAX_ATTEMPTS, pause, withdraw
from pacslake.errors import CommitConflictError, LakeError
from pacslake.layout import LakeDir

__all__ = ["MATERIALISED", "refresh_derived"]

MATERIALISED = ("patient", "study", "series_base")
"""Views whose results are stored, each after those that it stands on."""


def refresh_derived(dir: LakeDir) -> Catalog:
    """Store the results of the views in `MATERIALISED` where they are missing; return the newest catalogue.

    Raises: LakeError when the disk refuses; CommitConflictError when others commit without pause.
    """
    for attempt in range(MAX_ATTEMPTS):
        catalog = Catalog.open(dir)
        names = [name for name in MATERIALISED if sql_object(name) and not _is_valid(catalog.snapshot, name)]
        if not names:
            return catalog
        written: list[TableFile] = []
        snapshot: Snapshot | None = None
        try:
            derived = dict(catalog.snapshot.derived)
            for name in names:
                derived[name] = _store(catalog, name, written)
            snapshot = catalog.snapshot.child(
                note="store " + ", ".join(names), batch_id=None, derived=derived
            )
            published = publish_snapshot(dir.store, snapshot)
        except OSError as error:
            withdraw(dir.store, written, unless_named_by=snapshot)
            raise LakeError(f"results of views could not be stored ({error.strerror})") from error
        except BaseException:
            withdraw(dir.store, written, unless_named_by=snapshot)
            raise
        if published is not None:
            return Catalog(dir, published)
        withdraw(dir.store, written)
        pause(attempt)
    raise CommitConflictError("results of views could not be stored: other writers were faster each time")


def _is_valid(snapshot: Snapshot, name: str) -> bool:
    item = snapshot.derived.get(name)
    return (
        item is not None
        and item.view_sha256 == view_sha256(name)
        and dict(item.inputs) == _states(snapshot, name)
    )


def _states(snapshot: Snapshot, name: str) -> dict[str, str]:
    return {table: table_state(snapshot.tables.get(table, ())) for table in sorted(input_tables(name))}


def _store(catalog: Catalog, name: str, written: list[TableFile]) -> DerivedTable:
    from pacslake.catalog.parquet import write_table

    described = catalog.rows(f"DESCRIBE {quote(name)}")
    columns = tuple(Column(row[0], row[1], number) for number, row in enumerate(described, start=1))
    rows = catalog.arrow(f"SELECT * FROM {quote(name)} ORDER BY {quote(columns[0].name)}")
    rows = rows.replace_schema_metadata(None)
    fields = [
        rows.schema.field(i).with_metadata({b"PARQUET:field_id": str(column.field_id).encode()})
        for i, column in enumerate(columns)
    ]
    import pyarrow as pa

    table = pa.Table.from_arrays(rows.columns, schema=pa.schema(fields))
    file = write_table(
        catalog.dir.store,
        TableSchema(name, columns),
        table,
        sorted_by=(columns[0].name,),
        bloom=(columns[0].name,),
    )
    written.append(file)
    return DerivedTable(columns, (file,), _states(catalog.snapshot, name), view_sha256(name))
