"""A file that changed at its place: what the lake had of its old content.

In an order that keeps every SOPInstanceUID at exactly one current version:

1. the same data set again (only its date, preamble or file meta changed): the version stays;
2. another file holds the same object (a duplicate): that one is read and takes its place;
3. nobody holds the old content any more: its rows leave the newest catalogue (older snapshots keep them), and
   the first of its conflicting versions, if any, becomes current.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pacslake.catalog import Replace
from pacslake.errors import LakeError
from pacslake.ingest.facts import FileFact, Item, Unit, UnitResult
from pacslake.ingest.judge import Verdict, Version

if TYPE_CHECKING:
    from pacslake.catalog import Catalog
    from pacslake.ingest.assemble import KnownFile

__all__ = ["Withdrawn", "withdraw"]


@dataclass
class Withdrawn:
    """What to replace, verdicts that are decided by it, rows read again, and file rows that leave."""

    replace: list[Replace] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    results: list[UnitResult] = field(default_factory=list)
    file_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Held:
    version_id: str
    uid: str | None
    is_current: bool
    file_id: str
    superseded_by: str | None


def withdraw(
    catalog: Catalog,
    fresh: Sequence[FileFact],
    changed: Mapping[str, KnownFile],
    versions: dict[str, list[Version]],
    *,
    locate: Callable[[str, str | None], str],
    tables: Mapping[str, str],
) -> Withdrawn:
    """Undo what changed files had brought; `versions` is made to show what remains.

    Args:
        versions: of each SOPInstanceUID among the new contents.
        tables: names of the tables with rows of a version, and their column that names it.
    """
    out = Withdrawn()
    facts = {f.file_id: f for f in fresh}
    lost: list[_Held] = []
    for held in _held(catalog, list(changed)):
        fact, known = facts[held.file_id], changed[held.file_id]
        if fact.kind == "dicom" and fact.version_id == held.version_id:
            moved = fact.dataset_offset != known.dataset_offset
            if moved:
                _remove(catalog, held, tables, out)
            verdict = Verdict(
                fact, known.outcome, known.reason, held.version_id, held.superseded_by, brings_rows=moved
            )
            out.verdicts.append(verdict)
            continue
        lost.append(held)
    for held in lost:
        _remove(catalog, held, tables, out)
        _forget(versions, held)
    for held in lost:
        if not _other_file(catalog, held, set(changed), versions, locate, out) and held.is_current:
            _promote(catalog, held, {x.version_id for x in lost}, versions, out)
    return out


def _held(catalog: Catalog, file_ids: list[str]) -> list[_Held]:
    if "instance_row" not in catalog.snapshot.tables:
        return []
    rows = catalog.rows(
        "SELECT instance_version_id, SOPInstanceUID, is_current, file_id, superseded_by FROM instance_row "
        "WHERE file_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY file_id",
        [file_ids],
    )
    return [_Held(*row) for row in rows]


def _remove(catalog: Catalog, held: _Held, tables: Mapping[str, str], out: Withdrawn) -> None:
    for name, column in tables.items():
        if name in catalog.snapshot.tables:
            _add(out, name, column, held.version_id)
    if "issue" in catalog.snapshot.tables:
        _add(out, "issue", "scope", f"ingest:{held.version_id}")


def _add(out: Withdrawn, table: str, key: str, value: str) -> None:
    """One replacement a table, however many versions leave: each rewrites files."""
    for item in out.replace:
        if (item.table, item.key) == (table, key) and not len(item.rows):
            item.keys.append(value)  # type: ignore[attr-defined]
            return
    out.replace.append(Replace(table, key, [value]))


def _forget(versions: dict[str, list[Version]], held: _Held) -> None:
    if held.uid in versions:
        versions[held.uid] = [v for v in versions[held.uid] if v.version_id != held.version_id]


def _other_file(
    catalog: Catalog,
    held: _Held,
    changed: set[str],
    versions: dict[str, list[Version]],
    locate: Callable[[str, str | None], str],
    out: Withdrawn,
) -> bool:
    """Let the first duplicate take the place of the file that changed."""
    from pacslake.ingest.read import read_unit
    from pacslake.source import opening

    rows = catalog.dicts(
        "SELECT * FROM file WHERE instance_version_id = ? AND outcome = 'duplicate' "
        "AND NOT coalesce(vanished, false) ORDER BY uri",
        [held.version_id],
    )
    rows = [row for row in rows if row["file_id"] not in changed]
    for i, row in enumerate(rows):
        try:
            data = opening.open_bytes(locate(row["uri"], row["object_uri"]))
        except LakeError:
            continue
        item = Item(
            row["uri"],
            None,
            row["size_bytes"],
            row["mtime_ns"],
            data=data,
            container_uri=row["container_uri"],
        )
        result = read_unit(Unit((item,)))
        fact = result.facts[0]
        if fact.kind != "dicom" or fact.version_id is None:
            continue
        fact.object_uri = row["object_uri"]
        outcome = "stored" if held.is_current else "conflict"
        out.results.append(result)
        out.verdicts.append(Verdict(fact, outcome, None, fact.version_id, held.superseded_by))
        out.file_ids.append(fact.file_id)
        if held.uid in versions:
            place = locate(row["uri"], row["object_uri"])
            at = 0 if held.is_current else len(versions[held.uid])
            versions[held.uid].insert(at, Version(fact.version_id, held.is_current, fact.file_id, place))
        others = [{**other, "instance_version_id": fact.version_id} for j, other in enumerate(rows) if j != i]
        if others and fact.version_id != held.version_id:
            out.replace.append(Replace("file", "file_id", [o["file_id"] for o in others], others))
        return True
    return False


def _promote(
    catalog: Catalog,
    held: _Held,
    lost: set[str],
    versions: dict[str, list[Version]],
    out: Withdrawn,
) -> None:
    """Make the first conflicting version current."""
    rows = catalog.arrow(
        "SELECT i.* FROM instance_row i JOIN file f USING (file_id) WHERE i.SOPInstanceUID = ? "
        "AND NOT list_contains(?::VARCHAR[], i.instance_version_id) ORDER BY f.uri",
        [held.uid, sorted(lost)],
    )
    if rows.num_rows == 0:
        return
    ids: list[Any] = rows.column("instance_version_id").to_pylist()
    first, file_id = ids[0], rows.column("file_id")[0].as_py()
    current = pa.array([i == first for i in ids], pa.bool_())
    superseded = pa.array([None if i == first else first for i in ids], pa.string())
    rows = rows.set_column(rows.schema.get_field_index("is_current"), "is_current", current)
    rows = rows.set_column(rows.schema.get_field_index("superseded_by"), "superseded_by", superseded)
    out.replace.append(Replace("instance_row", "instance_version_id", ids, rows))
    holder = catalog.dicts("SELECT * FROM file WHERE file_id = ?", [file_id])
    out.replace.append(
        Replace(
            "file", "file_id", [file_id], [{**row, "outcome": "stored", "reason": None} for row in holder]
        )
    )
    scope = f"ingest:{first}"
    issues = catalog.dicts("SELECT * FROM issue WHERE scope = ? AND code <> 'sop_uid_conflict'", [scope])
    out.replace.append(Replace("issue", "scope", [scope], issues))
    if held.uid in versions:
        versions[held.uid] = sorted(
            (Version(v.version_id, v.version_id == first, v.file_id, v.uri) for v in versions[held.uid]),
            key=lambda v: not v.is_current,
        )
