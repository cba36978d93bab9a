"""Files that an erasure withdrew, and those that stand for them now.

Snapshots keep the names and digests that they were made with, so that their chain can be checked for ever; a reader
goes by the files that take the place of those that were withdrawn. Nothing here names a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pacslake.errors import DamagedError

if TYPE_CHECKING:
    from pacslake.catalog.snapshot import Snapshot, TableFile
    from pacslake.layout import Store

__all__ = ["ERASED_FOLDER", "records", "without_withdrawn"]

ERASED_FOLDER = "catalog/erased"


def records(store: Store) -> dict[int, dict[str, Any]]:
    """Number and content of every erasure. Raises: DamagedError."""
    found = {}
    for key, _, _ in store.list(ERASED_FOLDER):
        try:
            found[int(key.rpartition("/")[2].partition(".")[0])] = json.loads(store.get(key))
        except ValueError as error:
            raise DamagedError(f"a file in {ERASED_FOLDER} is not the record of an erasure") from error
    return dict(sorted(found.items()))


def without_withdrawn(store: Store, snapshot: Snapshot) -> Snapshot:
    """The snapshot as it reads now: with the files that stand for withdrawn ones."""
    known = records(store)
    if not known:
        return snapshot
    now: dict[str, Any] = {}
    for content in known.values():
        now.update(content["replaced"])
    if not any(file.path in now for file in snapshot.files()):
        return snapshot
    tables = {name: _current(files, now) for name, files in snapshot.tables.items()}
    # Stored results of views were made from rows that are gone; the SQL makes them anew.
    derived = {
        name: item
        for name, item in snapshot.derived.items()
        if not any(file.path in now for file in item.files)
    }
    return replace(snapshot, tables={name: files for name, files in tables.items() if files}, derived=derived)


def _current(files: tuple[TableFile, ...], now: Mapping[str, Any]) -> tuple[TableFile, ...]:
    from pacslake.catalog.snapshot import TableFile

    result = []
    for file in files:
        at: TableFile | None = file
        while at is not None and at.path in now:  # a later erasure may have replaced the replacement
            item = now[at.path]
            at = TableFile(**{**item, "sorted_by": tuple(item["sorted_by"])}) if item else None
        if at is not None:
            result.append(at)
    return tuple(result)
