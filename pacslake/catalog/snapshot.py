"""A snapshot: one immutable JSON file that names the Parquet files of every table.

    catalog/snapshots/00000000000000000042.json

Snapshot N+1 is made by put-if-absent and holds the SHA-256 of snapshot N, so that a changed or lost file in
the middle of the chain shows. A lake without any commit is at snapshot 0, which has no file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pacslake.catalog.schema import Column, TableSchema, declared_ids_start, sql_object, table_schema
from pacslake.catalog.withdrawn import without_withdrawn
from pacslake.errors import DamagedError, LakeFormatError, NotFoundError
from pacslake.layout import LocalStore, Store, sha256_bytes

__all__ = [
    "SNAPSHOT_FOLDER",
    "DerivedTable",
    "Snapshot",
    "TableFile",
    "latest_id",
    "list_ids",
    "may_be_published",
    "next_field_id",
    "publish_snapshot",
    "read_snapshot",
    "snapshot_key",
    "table_state",
]

SNAPSHOT_FOLDER = "catalog/snapshots"
SNAPSHOT_FORMAT = 1
_SEAL = ',\n "sha256": "'


@dataclass(frozen=True)
class TableFile:
    """A Parquet file of a table.

    `path` is relative to the lake, `bytes` the file's size, `raw_bytes` that of its rows in memory,
    `sorted_by` the columns that order its rows, `columns_id` a digest of the columns it was written with.
    """

    path: str
    rows: int
    bytes: int
    sha256: str
    raw_bytes: int = 0
    sorted_by: tuple[str, ...] = ()
    columns_id: str = ""


@dataclass(frozen=True)
class DerivedTable:
    """The stored result of a view. It is true only while the `inputs` (table -> state) are unchanged."""

    columns: tuple[Column, ...]
    files: tuple[TableFile, ...]
    inputs: Mapping[str, str]
    view_sha256: str


@dataclass(frozen=True)
class Snapshot:
    """The state of all tables after a commit. `created_at` is ISO 8601 in UTC.

    `declared` holds tables and added columns that no file in `catalog/tables` declares; `sha256` is that of
    the snapshot's own file, None for snapshot 0.
    """

    snapshot_id: int = 0
    parent_id: int | None = None
    parent_sha256: str | None = None
    created_at: str = ""
    note: str = ""
    batch_id: str | None = None
    tables: Mapping[str, tuple[TableFile, ...]] = field(default_factory=dict)
    declared: Mapping[str, TableSchema] = field(default_factory=dict)
    derived: Mapping[str, DerivedTable] = field(default_factory=dict)
    sha256: str | None = None

    def schema(self, table: str) -> TableSchema:
        """The table's schema in this snapshot: declared by SQL, by the snapshot, or by both.

        Raises: NotFoundError.
        """
        more = self.declared.get(table)
        known = sql_object(table)
        if known is not None and known.kind == "tables":
            schema = table_schema(known.name)
            return schema.with_columns(more.columns) if more else schema
        if more is None:
            raise NotFoundError(f"there is no table {table!r} in snapshot {self.snapshot_id}")
        return more

    def files(self) -> Iterator[TableFile]:
        """Every Parquet file that this snapshot needs, those of stored views included."""
        for files in self.tables.values():
            yield from files
        for derived in self.derived.values():
            yield from derived.files

    def child(self, *, note: str, batch_id: str | None, **changes: Any) -> Snapshot:
        """The next snapshot, with other tables, declarations or stored views."""
        return replace(
            self,
            snapshot_id=self.snapshot_id + 1,
            parent_id=self.snapshot_id,
            parent_sha256=self.sha256,
            created_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            note=note,
            batch_id=batch_id,
            sha256=None,
            **changes,
        )

    def to_json(self) -> bytes:
        """The bytes of the snapshot's file."""
        content = {
            "format": SNAPSHOT_FORMAT,
            "snapshot_id": self.snapshot_id,
            "parent_id": self.parent_id,
            "parent_sha256": self.parent_sha256,
            "created_at": self.created_at,
            "note": self.note,
            "batch_id": self.batch_id,
            "tables": {name: [asdict(file) for file in files] for name, files in sorted(self.tables.items())},
            "declared": {name: asdict(schema) for name, schema in sorted(self.declared.items())},
            "derived": {name: asdict(table) for name, table in sorted(self.derived.items())},
        }
        body = json.dumps(content, ensure_ascii=False, indent=1).encode()[:-2]
        # The newest snapshot has no successor that names its digest, so each seals itself.
        return body + f'{_SEAL}{sha256_bytes(body)}"\n}}'.encode()

    @classmethod
    def from_json(cls, data: bytes) -> Snapshot:
        """Read a snapshot's file.

        Raises: LakeFormatError for one of a newer format; DamagedError for bytes that are no snapshot, or not
        as they were written.
        """
        try:
            content = json.loads(data)
            if content["format"] > SNAPSHOT_FORMAT:
                raise LakeFormatError(
                    f"a snapshot has format {content['format']}, this pacslake knows {SNAPSHOT_FORMAT}. "
                    "Install a newer pacslake."
                )
            body = data[: data.rindex(_SEAL.encode())]
            if data != body + f'{_SEAL}{sha256_bytes(body)}"\n}}'.encode():
                raise ValueError("seal")
            return cls(
                snapshot_id=content["snapshot_id"],
                parent_id=content["parent_id"],
                parent_sha256=content["parent_sha256"],
                created_at=content["created_at"],
                note=content["note"],
                batch_id=content["batch_id"],
                tables={name: _files(files) for name, files in content["tables"].items()},
                declared={
                    name: TableSchema(name, _columns(value["columns"]), value["comment"])
                    for name, value in content["declared"].items()
                },
                derived={
                    name: DerivedTable(
                        _columns(value["columns"]),
                        _files(value["files"]),
                        value["inputs"],
                        value["view_sha256"],
                    )
                    for name, value in content["derived"].items()
                },
                sha256=sha256_bytes(data),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedError(
                f"a file in {SNAPSHOT_FOLDER} is not a snapshot: {type(error).__name__}"
            ) from error


def snapshot_key(snapshot_id: int) -> str:
    """The object that holds a snapshot.

    >>> snapshot_key(42)
    'catalog/snapshots/00000000000000000042.json'
    """
    return f"{SNAPSHOT_FOLDER}/{snapshot_id:020d}.json"


def list_ids(store: Store) -> list[int]:
    """The ids of all snapshots that are kept, ascending; snapshot 0 has no file and is not among them."""
    ids = []
    for key, _, _ in store.list(SNAPSHOT_FOLDER):
        stem, _, suffix = key.rpartition("/")[2].partition(".")
        if suffix == "json" and stem.isdigit():
            ids.append(int(stem))
    return sorted(ids)


def latest_id(store: Store) -> int:
    """The id of the newest snapshot; 0 in a lake without a commit."""
    return max(list_ids(store), default=0)


def read_snapshot(store: Store, snapshot_id: int | None = None) -> Snapshot:
    """The snapshot of that id, or the newest.

    Raises: NotFoundError when it is not kept; DamagedError, LakeFormatError when it cannot be read.
    """
    if snapshot_id is None:
        snapshot_id = latest_id(store)
    if snapshot_id == 0:
        return Snapshot()
    try:
        data = store.get(snapshot_key(snapshot_id))
    except FileNotFoundError as error:
        raise NotFoundError(
            f"snapshot {snapshot_id} does not exist or is no longer kept; list them with: pacslake snapshot"
        ) from error
    snapshot = Snapshot.from_json(data)
    if snapshot.snapshot_id != snapshot_id:
        raise DamagedError(f"the file of snapshot {snapshot_id} holds snapshot {snapshot.snapshot_id}")
    return without_withdrawn(store, snapshot)


def publish_snapshot(store: Store, snapshot: Snapshot) -> Snapshot | None:
    """Make the snapshot the newest; None when another commit took its number first."""
    data = snapshot.to_json()
    key = snapshot_key(snapshot.snapshot_id)
    # A store that repeats a request whose answer was lost refuses the repetition: then the name is ours.
    if not store.put_if_absent(key, data) and store.get(key) != data:
        return None
    return replace(snapshot, sha256=sha256_bytes(data))


def may_be_published(store: Store, snapshot: Snapshot) -> bool:
    """Whether the snapshot, whose publication was cut short by an error, has its name or may still get it."""
    try:
        return store.get(snapshot_key(snapshot.snapshot_id)) == snapshot.to_json()
    except FileNotFoundError:
        return not isinstance(store, LocalStore)  # a request that was cut short may still arrive
    except Exception:  # it cannot be told: nothing is removed then
        return True


def table_state(files: tuple[TableFile, ...]) -> str:
    """A digest of a table's content as a list of files, 32 hexadecimal digits."""
    return sha256_bytes("".join(file.sha256 for file in files).encode())[:32]


def next_field_id(columns: tuple[Column, ...]) -> int:
    """The first free field id for a column that a snapshot declares."""
    return max([declared_ids_start - 1, *(column.field_id for column in columns)]) + 1


def _files(items: list[dict[str, Any]]) -> tuple[TableFile, ...]:
    return tuple(TableFile(**{**item, "sorted_by": tuple(item.get("sorted_by", ()))}) for item in items)


def _columns(items: list[dict[str, Any]]) -> tuple[Column, ...]:
    return tuple(Column(**item) for item in items)
