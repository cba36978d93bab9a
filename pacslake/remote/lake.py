"""`pacslake.open("https://host", token=...)`: a served lake that is used as one on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import NotFoundError, PolicyError
from pacslake.lake import Lake
from pacslake.remote.client import Client, client_for

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pyarrow as pa

    from pacslake.pixels import Instance, Volume

__all__ = ["RemoteCatalog", "RemoteLake", "is_address", "open_remote"]


def is_address(path: Any) -> bool:
    """Whether this names a service and no folder.

    >>> is_address("https://lake.example.org"), is_address("/data/lake")
    (True, False)
    """
    return isinstance(path, str) and path.lower().startswith(("http://", "https://"))


def open_remote(
    address: str, *, token: str | None = None, snapshot: int | None = None, verify: str | bool | None = None
) -> RemoteLake:
    """Open a lake that `pacslake serve` holds.

    Args:
        address: `https://host[:port]`; `http://` only to this machine.
        token: as `pacslake user token` printed it; by default `PACSLAKE_TOKEN`.
        snapshot: an old one to read; by default the newest, and later ones after `refresh()`.
        verify: file with the certificate of who signed the service's; by default `PACSLAKE_CA_FILE` or the system's.

    Raises:
        AuthenticationError: no token, or one that the service does not take.
        UsageError: the address is of no served lake, or would carry the token in clear text.
        LakeError: nothing answers there.
    """
    return RemoteLake(client_for(address, token, verify=verify), snapshot=snapshot)


@dataclass(frozen=True)
class _Config:
    zone: str
    lake_id: str
    format_version: int


@dataclass(frozen=True)
class _Place:
    """Stands where the folder of a lake stands; it has no path."""

    root: str
    config: _Config

    def path(self, *parts: str) -> Path:
        raise PolicyError("a remote lake has no files here; what is computed is kept by a lake of your own")


@dataclass(frozen=True)
class _Snapshot:
    snapshot_id: int


class RemoteCatalog:
    """The tables of a served lake at one snapshot. Statements run there, in the sandbox, over the caller's rows."""

    def __init__(self, client: Client, snapshot_id: int, tables: Sequence[str]) -> None:
        self.client, self.snapshot = client, _Snapshot(snapshot_id)
        self._tables = frozenset(tables)

    def has_table(self, name: str) -> bool:
        """Whether the snapshot has a stored table of that name."""
        return name in self._tables

    def open_snapshot(self, snapshot_id: int) -> RemoteCatalog:
        """Another snapshot of the same lake. Raises: NotFoundError: it is not kept."""
        facts = self.client.facts(snapshot_id)
        return RemoteCatalog(self.client, int(facts["snapshot"]), facts["tables"])

    def arrow(self, query: str, params: Any = None) -> pa.Table:
        """The result as an Arrow table. Raises: SqlError, PolicyError."""
        return self.client.sql(query, params, self.snapshot.snapshot_id)

    def sql(self, query: str, params: Any = None) -> duckdb.DuckDBPyRelation:
        """The result as DuckDB's relation, held here (`.df()`, `.arrow()`, `.pl()`, `.fetchall()`)."""
        import duckdb

        table = self.arrow(query, params)
        relation = duckdb.from_arrow(table, connection=duckdb.connect())
        # Arrow has no integer of 128 bits: sums of whole numbers travel as decimals without places.
        wide = [
            name
            for name, kind in zip(relation.columns, relation.types, strict=True)
            if str(kind) == "DECIMAL(38,0)"
        ]
        if wide and len(set(relation.columns)) == len(relation.columns):
            quoted = ('"' + name.replace('"', '""') + '"' for name in wide)
            relation = relation.project(
                "* REPLACE (" + ", ".join(f"{n}::HUGEINT AS {n}" for n in quoted) + ")"
            )
        return relation

    def rows(self, query: str, params: Any = None) -> list[tuple[Any, ...]]:
        """All rows of a query's result."""
        return self.sql(query, params).fetchall()

    def dicts(self, query: str, params: Any = None) -> list[dict[str, Any]]:
        """All rows as dictionaries by column name."""
        relation = self.sql(query, params)
        names = relation.columns
        return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


class RemoteLake(Lake):
    """A served lake, for reading. Open one with `pacslake.open("https://host", token=...)`.

    What is seen is what the account's projects hold. Tables, volumes, masks, cohorts, patches and widgets work as with a
    lake on disk; what writes does not: send objects in with `pacslake send`, and let who runs the lake compute in it.
    """

    catalog: RemoteCatalog  # type: ignore[assignment]

    def __init__(self, client: Client, *, snapshot: int | None = None) -> None:
        from pacslake import settings

        self.client = client
        self.pinned = snapshot is not None
        self.static_pictures = settings.load().static_pictures
        self._take(client.facts(snapshot))

    def _take(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        config = _Config(str(facts["zone"]), str(facts["lake_id"]), int(facts["format_version"]))
        self.dir = _Place(self.client.address, config)  # type: ignore[assignment]
        self.catalog = RemoteCatalog(self.client, int(facts["snapshot"]), facts["tables"])

    def __repr__(self) -> str:
        pinned = ", for reading only" if self.pinned else ""
        return f"<pacslake.RemoteLake {self.client.address} zone={self.zone} snapshot={self.snapshot_id}{pinned}>"

    def __reduce__(self) -> tuple[Callable[..., Lake], tuple[str, int]]:
        return _reopen, (self.client.address, self.snapshot_id)  # the token stays here

    @property
    def path(self) -> Path:
        """A remote lake has none. Raises: PolicyError."""
        return self.dir.path()

    def refresh(self) -> RemoteLake:
        """Move on to the newest snapshot; a pinned lake stays where it is."""
        if not self.pinned:
            self._take(self.client.facts())
        return self

    def commit(self, build: Any, *, note: str = "", batch_id: str | None = None) -> None:
        """Never. Raises: PolicyError."""
        self._need_writable()

    def _need_writable(self) -> None:
        raise PolicyError(
            "a remote lake is for reading; send objects in with `pacslake send`, and ingest, convert and compute where the "
            "lake is"
        )

    def volume(self, id: str, *, tier: str | None = None) -> Volume:
        """A volume by `volume_id`, or by SeriesInstanceUID where the series holds exactly one.

        Its pixels come in chunks as they are asked for, and the last ones are kept.
        """
        from pacslake.remote.volume import open_volume

        return open_volume(self, id)

    def instance(self, uid: str) -> Instance:
        """An instance by SOPInstanceUID (the current version) or by `instance_version_id`."""
        from pacslake.remote.volume import open_instance

        return open_instance(self, uid)

    def mask(self, volume: Volume, id: str) -> np.ndarray:
        """A segment or region of interest on a volume's grid, as (slice, row, column) of uint8."""
        volume_id = volume if isinstance(volume, str) else volume.id
        found = self.client.array("volumes", volume_id, "masks", id, snapshot=self.snapshot_id)
        return found  # type: ignore[no-any-return]

    def ingest(self, *args: Any, **options: Any) -> Any:
        """Never. Raises: PolicyError."""
        return self._need_writable()

    def export(self, cohort: Any, to: str, out: str | os.PathLike[str], **options: Any) -> Any:
        """Never from here: an export is the lake's own act, with its record. Raises: PolicyError."""
        raise PolicyError(
            "an export is made where the lake is (pacslake export); here volumes have to_nifti(), to_sitk() and to_xarray(), "
            "and tables .df() and .arrow()"
        )

    def verify(self, *, deep: bool = False) -> list[Any]:
        """Only where the lake is. Raises: PolicyError."""
        raise PolicyError("a lake is verified where it is, with: pacslake verify")

    def status(self) -> Any:
        """Only where the lake is. Raises: PolicyError."""
        raise PolicyError("the state of a lake is told where it is, with: pacslake status")


def _reopen(address: str, snapshot_id: int) -> RemoteLake:
    try:
        return RemoteLake(client_for(address), snapshot=snapshot_id)
    except NotFoundError:
        raise NotFoundError(
            f"{address} no longer keeps snapshot {snapshot_id}; open the lake again and start from its newest"
        ) from None
