"""Compare what lies in a lake with what was recorded when it was written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pacslake.catalog.reader import Catalog
from pacslake.catalog.snapshot import Snapshot, TableFile, list_ids, read_snapshot, snapshot_key
from pacslake.catalog.vacuum import removed_snapshots
from pacslake.catalog.withdrawn import records
from pacslake.errors import DamagedError, LakeError
from pacslake.layout import LakeDir, MirrorStore, Store, mirror, sha256_file

__all__ = ["Fault", "verify"]

_FETCHING = 16
"""Objects of a bucket that are read at once."""


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written. `path` is relative to the lake; it names no person."""

    kind: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def verify(
    dir: LakeDir, *, deep: bool = False, check_volume: Callable[[Path], Iterable[str]] | None = None
) -> list[Fault]:
    """All faults of a lake's own files; an empty list when everything is as it was written.

    Always: the chain of snapshots, and the SHA-256 of every Parquet file that a kept snapshot names.
    `deep`: also the bytes of kept originals, and every chunk of the stored volumes by `check_volume`
    (a store's folder in, messages out).
    """
    faults, snapshots = _chain(dir)
    faults += _tables(dir, snapshots)
    faults += _withdrawn(dir)
    if deep:
        faults += _objects(dir)
    if snapshots:
        try:
            for fault in _stores(dir, Catalog(dir, snapshots[-1]), deep, check_volume):
                faults.append(fault)
        except DamagedError:  # a table that says what must be there is among the faults already
            pass
    return faults


def _chain(dir: LakeDir) -> tuple[list[Fault], list[Snapshot]]:
    faults, snapshots = [], []
    store: Store = dir.store
    if isinstance(store, MirrorStore):  # as they lie in the bucket
        store = MirrorStore(store.root, store.url, store.table_key, anew=True)
    digests = dict(removed_snapshots(store))
    ids = list_ids(store)
    for number in ids:
        try:
            snapshots.append(read_snapshot(store, number))
            digests[number] = snapshots[-1].sha256 or ""
        except (LakeError, OSError) as error:
            faults.append(Fault("snapshot", snapshot_key(number), f"cannot be read: {error}"))
    unreadable = set(ids) - {snapshot.snapshot_id for snapshot in snapshots}
    for snapshot in snapshots:
        parent = snapshot.parent_id or 0
        if parent == 0 or parent in unreadable:
            continue
        if parent not in digests:
            faults.append(Fault("snapshot", snapshot_key(parent), "is missing from the chain of snapshots"))
        elif digests[parent] != snapshot.parent_sha256:
            faults.append(Fault("snapshot", snapshot_key(parent), "is not the file that its successor names"))
    return faults, snapshots


def _tables(dir: LakeDir, snapshots: Iterable[Snapshot]) -> Iterator[Fault]:
    files = {file.path: file for snapshot in snapshots for file in snapshot.files()}
    for file in files.values():
        with _as_it_lies(dir, file.path) as path:
            message = _file_fault(path, file)
        if message:
            yield Fault("table", file.path, message)


def _withdrawn(dir: LakeDir) -> Iterator[Fault]:
    """What an erasure withdrew and a kill kept it from removing."""
    for content in records(dir.store).values():
        for key in (*content["replaced"], *content["remove"]):
            if _is_there(dir, key):
                yield Fault(
                    "erased", key, "was withdrawn by an erasure; remove it with: pacslake erase --finish"
                )


def _file_fault(path: Path, file: TableFile) -> str | None:
    try:
        if path.stat().st_size != file.bytes:
            return f"has {path.stat().st_size} bytes, {file.bytes} were written"
        if sha256_file(path) != file.sha256:
            return "its bytes are not those that were written"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None


def _objects(dir: LakeDir) -> Iterator[Fault]:
    """Kept originals that are others: each carries its digest as its name, so that a missing row hides nothing."""

    def look(key: str) -> str | None:
        try:
            with _as_it_lies(dir, key) as path:
                whole = sha256_file(path) == PurePosixPath(key).stem
            return None if whole else "its bytes are not those that were stored"
        except OSError as error:
            return f"cannot be read: {error.strerror}"

    keys = sorted(key for key, _, _ in dir.store.list("objects") if key.endswith(".dcm"))
    with ThreadPoolExecutor(1 if dir.bucket_url is None else _FETCHING) as pool:  # a bucket is slow to answer
        for key, message in zip(keys, pool.map(look, keys), strict=True):
            if message:
                yield Fault("object", key, message)


def _stores(
    dir: LakeDir, catalog: Catalog, deep: bool, check_volume: Callable[[Path], Iterable[str]] | None
) -> Iterator[Fault]:
    if catalog.has_table("volume"):
        for (uri,) in catalog.rows(
            "SELECT DISTINCT zarr_uri FROM volume WHERE zarr_uri IS NOT NULL ORDER BY 1"
        ):
            key = f"volumes/{Path(uri).name}"
            if not _is_there(dir, f"{key}/zarr.json" if dir.bucket_url else key):
                yield Fault("volume", key, "is missing")
            elif deep and check_volume is not None:
                with _as_it_lies(dir, key, folder=True) as path:
                    for message in check_volume(path):
                        yield Fault("volume", key, message)
    listed = {key for key, _, _ in dir.store.list("objects")} if dir.bucket_url else None
    objects = (
        "SELECT DISTINCT regexp_extract(coalesce(object_uri, uri), 'objects/../[0-9a-f]{64}\\.dcm$') FROM file "
        "WHERE outcome IN ('stored', 'conflict')"
    )
    for (key,) in catalog.rows(f"SELECT * FROM ({objects}) t(key) WHERE key <> '' ORDER BY 1"):
        if not _is_there(dir, key, listed):
            yield Fault("object", key, "is missing")


@contextmanager
def _as_it_lies(dir: LakeDir, key: str, *, folder: bool = False) -> Iterator[Path]:
    """A file or folder as the record holds it: of a lake in a bucket a copy made now, not the one that is kept here."""
    store = dir.store
    if not isinstance(store, MirrorStore):
        yield dir.path(key)
        return
    staged = dir.staging("verify")
    try:
        if folder:
            mirror.fetch_folder(store.url, key, staged)
            yield staged
            return
        path = staged / PurePosixPath(key).name
        try:
            path.write_bytes(store.get_anew(key))
        except FileNotFoundError:
            pass
        yield path
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _is_there(dir: LakeDir, key: str, listed: Collection[str] | None = None) -> bool:
    store = dir.store
    if not isinstance(store, MirrorStore):
        return dir.path(key).exists()
    return (
        key in listed
        if listed is not None
        else any(name == key for name, _, _ in store.list(str(PurePosixPath(key).parent)))
    )
