"""Merge the small files that commits leave behind into few sorted ones.

A query over 1,000 small files takes 40 to 90 times as long as over one. Old snapshots keep their files; the
rows stay the same, only their order and place change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pacslake.catalog.reader import Catalog
from pacslake.catalog.snapshot import Snapshot, TableFile, publish_snapshot, read_snapshot, table_state
from pacslake.catalog.writer import MAX_ATTEMPTS, pause, withdraw
from pacslake.errors import CommitConflictError, LakeError
from pacslake.layout import LakeDir
from pacslake.layout.killpoint import passing

__all__ = ["BLOOM_COLUMNS", "SORT_COLUMNS", "compact", "groups_to_merge"]

ROW_GROUP_ROWS = 100_000
"""The most rows of a row group."""
SMALL_BYTES = 64 << 20
"""Files from this size on are left alone."""
GROUP_RAW_BYTES = 768 << 20
"""Rows merged at a time, as bytes in memory."""

SORT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "instance_row": ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "instance_version_id"),
    "element_own": ("tag", "path"),
    "element_shared": ("tag", "path"),
    "volume": ("SeriesInstanceUID", "volume_index"),
    "volume_frame": ("volume_id", "t", "k"),
    "pixel_stat": ("level", "entity_id"),
}
"""Tables whose rows are put in order; the others keep the order in which rows came."""

BLOOM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "instance_row": ("SOPInstanceUID", "instance_version_id", "SeriesInstanceUID", "StudyInstanceUID"),
    "frame": ("instance_version_id",),
    "header_own": ("instance_version_id",),
    "header_shared": ("template_id",),
    "element_own": ("instance_version_id",),
    "file": ("file_id", "uri", "instance_version_id", "SOPInstanceUID"),
    "volume": ("volume_id",),
    "volume_frame": ("volume_id", "instance_version_id"),
    "issue": ("entity_id", "scope"),
}
"""Columns that single rows are looked up by."""


@dataclass(frozen=True)
class _Merge:
    table: str
    old: tuple[TableFile, ...]
    new: TableFile


def compact(dir: LakeDir, tables: Sequence[str] | None = None, *, min_files: int = 2) -> Catalog:
    """Merge the small files of all tables, or of some; return the newest catalogue.

    `min_files`: how many small files a table must have to be touched. A table of which another process
    replaced a file meanwhile is left as that process made it.

    Raises: LakeError when the disk refuses; the lake is unchanged then.
    """
    store = dir.store
    before = read_snapshot(store)
    merges: list[_Merge] = []
    snapshot: Snapshot | None = None
    try:
        for name in sorted(before.tables if tables is None else tables):
            for group in groups_to_merge(before.tables.get(name, ()), min_files):
                merges.append(_merge(dir, before, name, group))
                passing("compaction.merged")
        for attempt in range(MAX_ATTEMPTS):
            head = read_snapshot(store)
            fitting = [merge for merge in merges if _fits(head, merge)]
            if not fitting:
                withdraw(store, [merge.new for merge in merges])
                return Catalog(dir, head)
            snapshot = _with_merges(head, fitting)
            published = publish_snapshot(store, snapshot)
            if published is not None:
                passing("compaction.published")
                withdraw(store, [merge.new for merge in merges if merge not in fitting])
                return Catalog(dir, published)
            pause(attempt)
    except OSError as error:
        withdraw(store, [merge.new for merge in merges], unless_named_by=snapshot)
        raise LakeError(f"compaction could not be finished ({error.strerror}); no row was changed") from error
    except BaseException:
        withdraw(store, [merge.new for merge in merges], unless_named_by=snapshot)
        raise
    withdraw(store, [merge.new for merge in merges])
    raise CommitConflictError("compaction was overtaken by other writers again and again; try again later")


def groups_to_merge(files: Sequence[TableFile], min_files: int = 2) -> Iterator[tuple[TableFile, ...]]:
    """The small files of a table in groups that fit in memory, each of at least two files."""
    small = [file for file in files if file.bytes < SMALL_BYTES and file.raw_bytes < GROUP_RAW_BYTES]
    if len(small) < max(2, min_files):
        return
    group: list[TableFile] = []
    size = 0
    for file in small:
        if group and size + file.raw_bytes > GROUP_RAW_BYTES:
            if len(group) > 1:
                yield tuple(group)
            group, size = [], 0
        group.append(file)
        size += file.raw_bytes
    if len(group) > 1:
        yield tuple(group)


def _merge(dir: LakeDir, snapshot: Snapshot, name: str, group: tuple[TableFile, ...]) -> _Merge:
    from pacslake.catalog.parquet import read_table, write_table

    schema = snapshot.schema(name)
    rows = read_table(dir.store, group, schema)
    order = [column for column in SORT_COLUMNS.get(name, ()) if column in rows.column_names]
    if order:
        rows = rows.sort_by([(column, "ascending") for column in order])
    new = write_table(
        dir.store,
        schema,
        rows,
        sorted_by=order,
        bloom=BLOOM_COLUMNS.get(name, ()),
        row_group_rows=row_group_rows(sum(file.rows for file in snapshot.tables[name])),
    )
    return _Merge(name, group, new)


def row_group_rows(rows: int) -> int:
    """The rows of a row group for a table of so many rows: about fifty groups, of 20,000 to 100,000 rows.

    A look-up by UID decodes one group, and every query reads the footers of all: at a million instances groups of
    20,000 rows answer in half the time of groups of 85,000.

    >>> [row_group_rows(n) for n in (1_000, 1_000_000, 2_000_000, 50_000_000)]
    [20000, 20000, 40000, 100000]
    """
    return min(ROW_GROUP_ROWS, max(20_000, rows // 50))


def _fits(head: Snapshot, merge: _Merge) -> bool:
    return set(merge.old) <= set(head.tables.get(merge.table, ()))


def _with_merges(head: Snapshot, merges: Sequence[_Merge]) -> Snapshot:
    tables = dict(head.tables)
    for merge in merges:
        old = set(merge.old)
        files = [merge.new if file == merge.old[0] else file for file in tables[merge.table]]
        tables[merge.table] = tuple(file for file in files if file not in old)
    derived = {}
    for name, item in head.derived.items():
        # The rows are the same, so a stored view that was true before is true still.
        valid = all(table_state(head.tables.get(t, ())) == state for t, state in item.inputs.items())
        states = {t: table_state(tables.get(t, ())) for t in item.inputs}
        if valid:
            derived[name] = replace(item, inputs=states)
    merged = ", ".join(sorted({merge.table for merge in merges}))
    return head.child(note=f"compact {merged}", batch_id=None, tables=tables, derived=derived)
