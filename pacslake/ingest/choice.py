"""A person's choice between the contents that one SOPInstanceUID came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        chosen = [row | {"is_current": row["instance_version_id"] == instance_version_id} for row in rows]
        if chosen == rows:
            return None
        return Changes(replace=[Replace("instance_row", "SOPInstanceUID", [uid], chosen)])

    lake.commit(build, note="choose the version of an instance that counts")
    return uid
