"""Commits: rows of any number of tables become visible together, or not at all.

1. write new Parquet files (nobody sees them yet), synced;
2. create snapshot N+1, which lists the files of all tables, by put-if-absent;
3. when another commit took N+1 first: withdraw the new files, wait a random moment, read the newest snapshot
   and ask the caller's function again what to change. There is no lock to be left behind by a killed process.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import Column, TableDecl, TableSchema, sql_object
from pacslake.catalog.snapshot import Snapshot, TableFile, may_be_published, next_field_id, publish_snapshot
from pacslake.errors import CommitConflictError, LakeError, UsageError
from pacslake.layout import LakeDir, Store
from pacslake.layout.killpoint import passing

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Changes", "Replace", "Rows", "commit", "pause", "withdraw"]

Rows = Any
"""A `pyarrow.Table` or a sequence of dictionaries."""

MAX_ATTEMPTS = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Replace:
    """Every row of `table` whose `key` column is one of `keys` leaves, and `rows` come in."""

    table: str
    key: str
    keys: Sequence[Any]
    rows: Rows = ()


@dataclass(frozen=True)
class Changes:
    """What one commit does. `declare` comes first, then `replace` in order, then `append`."""

    append: Mapping[str, Rows] = field(default_factory=dict)
    replace: Sequence[Replace] = ()
    declare: Sequence[TableDecl] = ()


def commit(
    dir: LakeDir,
    build: Callable[[Catalog], Changes | None],
    *,
    note: str,
    batch_id: str | None = None,
    base: Catalog | None = None,
) -> Catalog:
    """Ask `build` what to change, write it, and make it the newest snapshot; return that snapshot.

    `build` gets the newest catalogue and may be called several times: it must not keep results of an
    earlier call. None, or changes without effect, commit nothing. `base` is a catalogue that the caller
    holds; it is used instead of opening another while it is the newest.

    Raises: UsageError for rows that do not fit their table; CommitConflictError when other writers were
    faster 200 times; LakeError when the disk refuses. In each of these cases nothing was changed, unless the
    message says otherwise: a disk may refuse the last sync, when the snapshot has its name already.
    """
    for attempt in range(MAX_ATTEMPTS):
        catalog = base if base is not None and base.is_latest() else Catalog.open(dir, previous=base)
        changes = build(catalog)
        if changes is None:
            return catalog
        passing("commit.built")
        written: list[TableFile] = []
        snapshot: Snapshot | None = None
        try:
            snapshot = _apply(dir.store, catalog.snapshot, changes, note, batch_id, written)
            passing("commit.tables_written")
            published = publish_snapshot(dir.store, snapshot) if snapshot is not None else catalog.snapshot
        except OSError as error:
            if not withdraw(dir.store, written, unless_named_by=snapshot):
                raise LakeError(
                    f"the commit was written, but its last step failed ({error.strerror}): look at the disk, "
                    "then run the same again"
                ) from error
            raise LakeError(
                f"the commit could not be written ({error.strerror}); nothing was changed"
            ) from error
        except BaseException:
            withdraw(dir.store, written, unless_named_by=snapshot)
            raise
        if snapshot is None:
            return catalog
        if published is not None:
            passing("commit.published")
            after = Catalog(dir, published)
            after.go_on_from(catalog)
            return after
        withdraw(dir.store, written)
        _log.debug("another commit was first; attempt %d", attempt + 2)
        pause(attempt)
    raise CommitConflictError(f"{MAX_ATTEMPTS} attempts to commit were overtaken by other writers; try again")


def pause(attempt: int) -> None:
    """Wait a random moment that grows with the attempts, so that writers do not meet again and again."""
    time.sleep(random.uniform(0, min(0.5, 0.01 * 2 ** min(attempt, 6))))


def _apply(
    store: Store,
    before: Snapshot,
    changes: Changes,
    note: str,
    batch_id: str | None,
    written: list[TableFile],
) -> Snapshot | None:
    """The next snapshot with its files written; None when nothing changes."""
    declared = declare(before, changes.declare)
    after = before.child(note=note, batch_id=batch_id, declared=declared)
    tables = dict(before.tables)
    for item in changes.replace:
        schema = after.schema(item.table)
        tables[item.table] = _replaced(store, tables.get(item.table, ()), schema, item, written)
    for name, rows in changes.append.items():
        tables[name] = (*tables.get(name, ()), *_written(store, after.schema(name), rows, written))
    tables = {name: files for name, files in tables.items() if files}
    if tables == dict(before.tables) and declared == dict(before.declared):
        return None
    return before.child(
        note=note,
        batch_id=batch_id,
        tables=tables,
        declared=declared,
        derived=still_valid(before, tables),
    )


def still_valid(before: Snapshot, tables: Mapping[str, tuple[TableFile, ...]]) -> dict[str, Any]:
    """The stored views whose input tables are untouched."""
    return {
        name: derived
        for name, derived in before.derived.items()
        if all(before.tables.get(table, ()) == tables.get(table, ()) for table in derived.inputs)
    }


def _written(
    store: Store, schema: TableSchema, rows: Rows, written: list[TableFile]
) -> tuple[TableFile, ...]:
    from pacslake.catalog.parquet import to_table, write_table

    table = to_table(rows, schema)
    if table.num_rows == 0:
        return ()
    file = write_table(store, schema, table)
    written.append(file)
    return (file,)


def _replaced(
    store: Store, files: tuple[TableFile, ...], schema: TableSchema, item: Replace, written: list[TableFile]
) -> tuple[TableFile, ...]:
    """The table's files after a replacement: only files that hold one of the keys are written anew."""
    from pacslake.catalog.parquet import write_table

    schema.column(item.key)
    result: list[TableFile] = []
    for file in files:
        kept = _without(store, file, schema, item)
        if kept is None:
            result.append(file)
        elif kept.num_rows:
            result.append(write_table(store, schema, kept, sorted_by=file.sorted_by))
            written.append(result[-1])
    return (*result, *_written(store, schema, item.rows, written))


def _without(store: Store, file: TableFile, schema: TableSchema, item: Replace) -> pa.Table | None:
    """The file's rows without those of the keys; None when it holds none of them.

    The file's own statistics and its key column say so; the manifest keeps no key values, so that erasing a
    patient need not touch the chain of snapshots.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from pacslake.catalog.parquet import (
        arrow_schema,
        column_index,
        get_whole,
        may_contain,
        open_file,
        read_table,
    )

    keys = pa.array(list(item.keys), type=arrow_schema(schema).field(item.key).type)
    data = get_whole(store, file)
    parquet = open_file(store, schema.name, data)
    index = column_index(parquet, schema.column(item.key).field_id)
    if index is None or not may_contain(parquet, index, keys):
        return None
    values = parquet.read(columns=[parquet.schema_arrow.field(index).name]).column(0)
    gone = pc.is_in(values, value_set=keys)
    if not pc.any(gone).as_py():
        return None
    return read_table(store, [file], schema).filter(pc.invert(gone))


def declare(before: Snapshot, items: Sequence[TableDecl]) -> dict[str, TableSchema]:
    """The snapshot's declarations with some more. Raises: UsageError when one contradicts what is there."""
    declared = dict(before.declared)
    for item in items:
        known = sql_object(item.name)
        if known is not None and known.kind != "tables":
            raise UsageError(f"{item.name} is a view of every lake; take another name for the table")
        name = known.name if known is not None else item.name
        mine = declared.get(name, TableSchema(name, (), item.comment))
        fixed = before.schema(name).columns if known is not None and name not in declared else ()
        if known is not None and name in declared:
            fixed = before.schema(name).columns[: -len(mine.columns) or None]
        for column in item.columns:
            mine = _with_column(mine, column, fixed)
        declared[name] = mine
    return {name: schema for name, schema in declared.items() if schema.columns}


def _with_column(schema: TableSchema, column: Column, fixed: Sequence[Column]) -> TableSchema:
    for existing in (*fixed, *schema.columns):
        if existing.name.lower() == column.name.lower():
            if existing.type.upper() != column.type.upper():
                raise UsageError(
                    f"{schema.name}.{existing.name} is {existing.type} already and cannot become {column.type}; "
                    "take another name for the column or the table"
                )
            return schema
    numbered = Column(column.name, column.type, next_field_id(schema.columns), column.comment)
    return schema.with_columns([numbered])


def withdraw(store: Store, files: Sequence[TableFile], *, unless_named_by: Snapshot | None = None) -> bool:
    """Remove files that no snapshot names, after a lost race or an error; True when they are to go.

    `unless_named_by` is a snapshot whose publication an error or an interruption may have met at any step: where
    it has its name, or may still get it, its files stay (False), and what turns out unneeded is left to vacuum.
    """
    if unless_named_by is not None and may_be_published(store, unless_named_by):
        return False
    for file in files:
        try:
            store.delete(file.path)
        except OSError:  # vacuum will find it
            _log.debug("a withdrawn file could not be removed")
    return True
