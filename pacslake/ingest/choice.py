"""A person's choice between the contents that one SOPInstanceUID came with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.errors import NotFoundError

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes
    from pacslake.lake import Lake

__all__ = ["choose_version"]


def choose_version(lake: Lake, instance_version_id: str) -> str:
    """Let this version count from now on, and return its SOPInstanceUID; all versions stay in the lake.

    Raises:
        NotFoundError: the lake holds no such version.
    """
    found = lake.rows(
        'SELECT "SOPInstanceUID" FROM instance_row WHERE instance_version_id = ?', [instance_version_id]
    )
    if not found:
        raise NotFoundError(f"no instance version {instance_version_id}; 'pacslake conflicts' lists them")
    uid = str(found[0][0])

    def build(catalog: Catalog) -> Changes | None:
        from pacslake.catalog import Changes, Replace

        rows = catalog.dicts('SELECT * FROM instance_row WHERE "SOPInstanceUID" = ?', [uid])
        chosen = [_state(row, instance_version_id) for row in rows]
        if chosen == rows:
            return None
        scopes = [f"ingest:{row['instance_version_id']}" for row in rows]
        return Changes(
            replace=[
                Replace("instance_row", "SOPInstanceUID", [uid], chosen),
                Replace("issue", "scope", scopes, _issues(catalog, scopes, instance_version_id)),
            ]
        )

    before = lake.snapshot_id
    lake.commit(build, note="choose the version of an instance that counts")
    if lake.snapshot_id != before:
        audit.record(
            lake.dir, "choose_version", instance_version_id=instance_version_id, snapshot_id=lake.snapshot_id
        )
    return uid


def _state(row: dict[str, Any], chosen: str) -> dict[str, Any]:
    is_current = row["instance_version_id"] == chosen
    return row | {"is_current": is_current, "superseded_by": None if is_current else chosen}


def _issues(catalog: Catalog, scopes: list[str], chosen: str) -> list[dict[str, Any]]:
    """The versions' issues; that of the conflict stands on those that do not count now."""
    from pacslake.ingest.assemble import issue_row

    rows = catalog.dicts("SELECT * FROM issue WHERE scope IN (SELECT unnest(?::VARCHAR[]))", [scopes])
    kept = [row for row in rows if row["code"] != "sop_uid_conflict"]
    told = {row["entity_id"]: row for row in rows if row["code"] == "sop_uid_conflict"}
    for scope in scopes:
        version = scope.removeprefix("ingest:")
        if version == chosen:
            continue
        new = {
            "level": "instance",
            "entity_id": version,
            "code": "sop_uid_conflict",
            "severity": "error",
            "message": "One SOPInstanceUID, two contents; a person chose the other to be current",
        }
        kept.append(told.get(version) or issue_row(new, None))
    return kept
