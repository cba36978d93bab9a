"""What changed between two snapshots, by the keys of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import quote
from pacslake.catalog.snapshot import Snapshot, TableFile
from pacslake.layout import LakeDir

__all__ = ["ROW_KEYS", "diff_snapshots", "row_key"]

ROW_KEYS: Mapping[str, tuple[str, ...]] = {
    "frame": ("instance_version_id", "frame_index"),
    "volume_frame": ("volume_id", "t", "k", "instance_version_id", "frame_index"),
    "pixel_stat": ("level", "entity_id"),
    "cohort_member": ("cohort_id", "entity_id"),
    "element_own": ("instance_version_id", "path"),
    "element_shared": ("template_id", "path"),
    "reference_row": ("from_instance", "from_path", "to_sop_instance", "to_frame"),
    "activity_input": ("activity_id", "entity_id"),
    "activity_output": ("activity_id", "entity_id"),
}
"""What names a row, where it is not the first column of the table alone."""


def row_key(snapshot: Snapshot, table: str) -> tuple[str, ...]:
    """The columns that name a row of a table: those of `ROW_KEYS`, else its first column."""
    columns = [column.name for column in snapshot.schema(table).columns]
    return tuple(column for column in ROW_KEYS.get(table, ()) if column in columns) or (columns[0],)


def diff_snapshots(
    dir: LakeDir, a: int, b: int, tables: Sequence[str] | None = None, *, limit: int = 1000
) -> dict[str, dict[str, Any]]:
    """What differs from snapshot `a` to snapshot `b`, for each table with a difference.

    Returns: table -> `added`, `removed`, `changed` (numbers of rows) and `keys` (the first `limit` keys of
    each of the three, as lists of values).

    Raises: NotFoundError when a snapshot is not kept.
    """
    before = Catalog.open(dir, snapshot=a)
    after = Catalog.open(dir, snapshot=b)
    names = {*before.snapshot.tables, *after.snapshot.tables}
    result = {}
    for name in sorted(names if tables is None else names & set(tables)):
        changes = _table_diff(before, after, name, limit)
        if changes is not None:
            result[name] = changes
    return result


def _table_diff(before: Catalog, after: Catalog, name: str, limit: int) -> dict[str, Any] | None:
    """Only files that are not in both snapshots are read."""
    old_files, new_files = before.snapshot.tables.get(name, ()), after.snapshot.tables.get(name, ())
    common = set(old_files) & set(new_files)
    old = _rows(before, name, [file for file in old_files if file not in common], after.snapshot)
    new = _rows(after, name, [file for file in new_files if file not in common], after.snapshot)
    removed, added = old - new, new - old
    old_keys, new_keys = {key for key, _ in removed}, {key for key, _ in added}
    groups = {
        "added": sorted(new_keys - old_keys, key=repr),
        "removed": sorted(old_keys - new_keys, key=repr),
        "changed": sorted(old_keys & new_keys, key=repr),
    }
    if not any(groups.values()):
        return None
    counts: dict[str, Any] = {kind: len(keys) for kind, keys in groups.items()}
    return {**counts, "keys": {kind: [list(key) for key in keys[:limit]] for kind, keys in groups.items()}}


def _rows(
    catalog: Catalog, name: str, files: list[TableFile], schema_of: Snapshot
) -> Counter[tuple[tuple[Any, ...], int]]:
    """(key, digest of the row) of the rows of some files, both sides under the newer snapshot's columns."""
    if not files:
        return Counter()
    part = Catalog(
        catalog.dir,
        replace(schema_of, tables={name: tuple(files)}, derived={}, snapshot_id=catalog.snapshot.snapshot_id),
    )
    key = row_key(schema_of, name)
    columns = ", ".join(quote(column) for column in key)
    rows = part.rows(f"SELECT {columns}, hash(t) FROM {quote(name)} t")
    part.close()
    return Counter((row[:-1], row[-1]) for row in rows)
