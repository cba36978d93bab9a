"""De-identification on the way in: what of a file is told, kept and written as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pacslake.ingest.facts import FileFact, UnitResult

if TYPE_CHECKING:
    from pacslake.catalog import Catalog
    from pacslake.deid import Cleaner, Outcome
    from pacslake.ingest.judge import Verdict

__all__ = ["conceal", "deid_rows", "withheld"]


def withheld(fact: FileFact, file_id: str, outcome: Outcome) -> FileFact:
    """A file that brings no object: held back, no DICOM, or a directory of a medium."""
    from pacslake.ingest.extract.issues import issue_row

    fact.deid = outcome.record
    if outcome.kind == "quarantined" and outcome.code is not None:
        row = {**issue_row("file", file_id, outcome.code, outcome.reason or ""), "severity": "error"}
        fact.issues = (row,)
    return fact


def conceal(result: UnitResult, cleaner: Cleaner) -> None:
    """Take out of facts what could name a person: paths, names of members, times, digests of originals."""
    for fact in result.facts:
        fact.told, source = fact.uri, fact.uri
        fact.file_id = cleaner.file_id(source)
        fact.uri = f"source:{fact.file_id}"
        fact.container_uri = None
        fact.mtime_ns = cleaner.stamp(source, fact.mtime_ns)
        if fact.kind != "dicom":
            fact.sha256, fact.size = None, 0
    result.containers = [
        replace(
            c, uri=f"source:{cleaner.file_id(c.uri)}", size=0, mtime_ns=cleaner.stamp(c.uri, c.mtime_ns) or 0
        )
        for c in result.containers
    ]


def deid_rows(
    catalog: Catalog, verdicts: Sequence[Verdict], batch_id: str
) -> dict[str, list[dict[str, Any]]]:
    """Rows of `deid_object`, and of `deid_change` for lists of changes that the lake has not yet."""
    objects, lists = [], {}
    for verdict in verdicts:
        record = verdict.fact.deid
        if record is None:
            continue
        changes = record["changes"]
        changes_id = _changes_id(changes) if changes else None
        if changes_id is not None:
            lists[changes_id] = changes
        objects.append({
            "file_id": verdict.fact.file_id,
            "instance_version_id": verdict.version_id,
            "batch_id": batch_id,
            "changes_id": changes_id,
            **{k: v for k, v in record.items() if k != "changes"},
        })  # fmt: skip
    if "deid_change" in catalog.snapshot.tables and lists:
        known = catalog.rows(
            "SELECT DISTINCT changes_id FROM deid_change WHERE changes_id IN (SELECT unnest(?::VARCHAR[]))",
            [sorted(lists)],
        )
        for (changes_id,) in known:
            del lists[changes_id]
    changes_rows = [
        {"changes_id": i, "path": path, "tag": tag, "keyword": keyword, "private_creator": creator,
         "action": action, "n": n}
        for i, changes in lists.items()
        for path, tag, keyword, creator, action, n in changes
    ]  # fmt: skip
    return {name: rows for name, rows in (("deid_object", objects), ("deid_change", changes_rows)) if rows}


def _changes_id(changes: Sequence[tuple[Any, ...]]) -> str:
    return "c" + hashlib.sha256(repr(changes).encode()).hexdigest()[:20]
