"""Whether the directories of media (DICOMDIR) and what lies beside them agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pacslake.catalog import Replace
from pacslake.errors import LakeError

if TYPE_CHECKING:
    from pacslake.catalog import Catalog

__all__ = ["media_issues"]


def media_issues(
    catalog: Catalog, batch_ids: Sequence[str], locate: Callable[[str, str | None], str]
) -> list[Replace]:
    """An issue for each DICOMDIR of these runs that refers to files which are not there."""
    if "file" not in catalog.snapshot.tables:
        return []
    found = catalog.rows(
        "SELECT file_id, uri, object_uri, batch_id FROM file WHERE outcome = 'dicomdir' "
        "AND batch_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY uri",
        [list(batch_ids)],
    )
    rows: list[dict[str, Any]] = []
    for file_id, uri, object_uri, batch_id in found:
        rows += _issues(file_id, uri, locate(uri, object_uri), batch_id)
    if not rows:
        return []
    # Other faults of the same file, found when it was read, share its scope and stay.
    scopes = sorted({row["scope"] for row in rows})
    there = catalog.dicts("SELECT * FROM issue WHERE scope IN (SELECT unnest(?::VARCHAR[]))", [scopes])
    mine = {row["code"] for row in rows}
    return [Replace("issue", "scope", scopes, [*(row for row in there if row["code"] not in mine), *rows])]


def _issues(file_id: str, uri: str, where: str, batch_id: str) -> list[dict[str, Any]]:
    from pacslake.ingest.assemble import issue_row
    from pacslake.source import opening
    from pacslake.source.dicomdir import missing_references, referenced_files

    try:
        data = opening.open_bytes(where)
        missing, n = missing_references(uri, data), len(referenced_files(data))
    except (ValueError, LakeError) as error:
        issue = {"code": "dicomdir_unreadable", "message": str(error), "keyword": "DirectoryRecordSequence"}
    else:
        if not missing:
            return []
        message = f"{len(missing)} of {n} files that the medium's directory names are not there"
        issue = {"code": "dicomdir_reference_missing", "message": message, "keyword": "ReferencedFileID"}
    return [issue_row({**issue, "level": "file", "entity_id": file_id}, batch_id)]
