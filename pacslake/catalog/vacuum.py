"""Remove what no kept snapshot names.

Only files of the lake that are older than a day (by default) go: a commit in progress has files that no
snapshot names yet. Originals that the lake only points at are never touched.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pacslake.catalog.reader import Catalog
from pacslake.catalog.snapshot import Snapshot, TableFile, list_ids, read_snapshot, snapshot_key
from pacslake.errors import LakeError, UsageError
from pacslake.layout import LakeDir, MirrorStore, Store
from pacslake.layout.killpoint import passing

__all__ = ["VacuumReport", "removed_snapshots", "vacuum"]

REMOVED_FOLDER = "catalog/removed"
"""One small file for each snapshot that was given up, with its digest: the chain stays checkable."""

_STORES = {
    # folder -> (table, column) that names what lies in it
    "volumes": ("volume", "zarr_uri"),
    "transforms": ("registration", "transform_uri"),
}


@dataclass(frozen=True)
class VacuumReport:
    """What was removed, or would be: paths relative to the lake, bytes, snapshot numbers given up."""

    removed: tuple[str, ...]
    bytes: int
    snapshots: tuple[int, ...]
    dry_run: bool

    def __str__(self) -> str:
        done = "would be removed" if self.dry_run else "removed"
        return (
            f"{len(self.removed)} files and folders with {self.bytes:,} bytes {done}, "
            f"{len(self.snapshots)} snapshots given up"
        )


def vacuum(
    dir: LakeDir, *, older_than_hours: float = 24, keep: int | None = None, dry_run: bool = False
) -> VacuumReport:
    """Remove files that no kept snapshot names and that are older than `older_than_hours`.

    All snapshots are kept unless `keep` is given: then the newest `keep`, and those that a frozen cohort
    names. Works beside other readers and writers.

    Raises: UsageError for a `keep` below 1; DamagedError when a snapshot cannot be read (nothing is removed);
    LakeError when the disk refuses.
    """
    if keep is not None and keep < 1:
        raise UsageError("keep at least one snapshot")
    try:
        return _vacuum(dir, older_than_hours, keep, dry_run)
    except LakeError:
        raise
    except OSError as error:
        raise LakeError(
            f"vacuum could not be finished ({error.strerror}); nothing that is still named is touched. "
            "Look at the disk, then run the same again"
        ) from error


def _vacuum(dir: LakeDir, older_than_hours: float, keep: int | None, dry_run: bool) -> VacuumReport:
    limit = time.time() - older_than_hours * 3600
    store = dir.store
    ids = list_ids(store)
    ages = {key: modified for key, _, modified in store.list("catalog/snapshots")}
    given_up = [i for i in _given_up(dir, ids, keep) if ages.get(snapshot_key(i), limit + 1) < limit]
    kept = [read_snapshot(store, i) for i in ids if i not in set(given_up)]
    victims = dict(_victims(dir, kept, limit))
    if not dry_run:
        passing("vacuum.planned")
        for number in given_up:
            _give_up(store, number)
        for path in victims:
            if isinstance(store, MirrorStore):
                if path.split("/")[0] in _STORES:
                    store.delete_folder(path)
                else:
                    store.delete(path)
            else:
                _remove(dir.path(path))
            passing("vacuum.removed")
    return VacuumReport(tuple(sorted(victims)), sum(victims.values()), tuple(given_up), dry_run)


def removed_snapshots(store: Store) -> Mapping[int, str]:
    """Number and SHA-256 of the snapshots that were given up."""
    found = {}
    for key, _, _ in store.list(REMOVED_FOLDER):
        content = json.loads(store.get(key))
        found[int(content["snapshot_id"])] = str(content["sha256"])
    return found


def _given_up(dir: LakeDir, ids: list[int], keep: int | None) -> list[int]:
    if keep is None or len(ids) <= keep:
        return []
    catalog = Catalog.open(dir)
    pinned: set[int] = set()
    if catalog.has_table("cohort"):
        pinned = {row[0] for row in catalog.rows("SELECT DISTINCT snapshot_id FROM cohort")}
    return [i for i in ids[:-keep] if i not in pinned]


def _give_up(store: Store, number: int) -> None:
    snapshot = read_snapshot(store, number)
    record = json.dumps({"snapshot_id": number, "sha256": snapshot.sha256}).encode()
    store.put_if_absent(f"{REMOVED_FOLDER}/{number:020d}.json", record)
    passing("vacuum.recorded")
    store.delete(snapshot_key(number))
    passing("vacuum.given_up")


def _victims(dir: LakeDir, kept: list[Snapshot], limit: float) -> Iterator[tuple[str, int]]:
    named = {file.path for snapshot in kept for file in snapshot.files()}
    for key, size, modified in dir.store.list("catalog/tables"):
        if key not in named and modified < limit and "/_delta_log/" not in key:  # a cache, see `delta`
            yield key, size
    for folder in ("catalog", "objects", "cache"):
        for key, size, modified in dir.store.temporaries(folder):
            if modified < limit:
                yield key, size
    for folder, (table, column) in _STORES.items():
        yield from _unnamed(dir, folder, _names(dir, kept, table, column), limit)
    yield from _unnamed(dir, "staging", set(), limit)
    originals = _names(dir, kept, "file", "uri") | _names(dir, kept, "file", "object_uri")
    for key, size, modified in dir.store.list("objects"):
        if key.endswith(".dcm") and PurePosixPath(key).name not in originals and modified < limit:
            yield key, size


def _unnamed(dir: LakeDir, folder: str, named: set[str], limit: float) -> Iterator[tuple[str, int]]:
    if dir.bucket_url is not None:
        found: dict[str, tuple[int, float]] = {}
        for key, size, modified in dir.store.list(folder):
            name = "/".join(key.split("/")[:2])
            before = found.get(name, (0, 0.0))
            found[name] = before[0] + size, max(before[1], modified)
        yield from (
            (n, size) for n, (size, at) in found.items() if n.split("/")[1] not in named and at < limit
        )
        return
    root = dir.path(folder)
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.name not in named and path.stat().st_mtime < limit:
            yield f"{folder}/{path.name}", _size(path)


def _names(dir: LakeDir, kept: Iterable[Snapshot], table: str, column: str) -> set[str]:
    """The last parts of all paths in a column, over every kept snapshot."""
    files: dict[str, TableFile] = {}
    for snapshot in kept:
        files.update({file.path: file for file in snapshot.tables.get(table, ())})
    if not files:
        return set()
    catalog = Catalog(dir, Snapshot(tables={table: tuple(files.values())}))
    rows = catalog.rows(f"SELECT DISTINCT parse_filename({column}) FROM {table} WHERE {column} IS NOT NULL")
    return {row[0] for row in rows}


def _size(path: Path) -> int:
    if path.is_dir() and not path.is_symlink():
        return sum(_size(child) for child in path.iterdir())
    return path.lstat().st_size


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
