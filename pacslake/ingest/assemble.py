"""From what workers read to the changes of one commit, given the newest catalogue.

Called inside the commit, so that files which another process committed in the meantime are found known and
dropped, and contents which it brought are found present.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pacslake.catalog import Changes, Replace
from pacslake.ingest.clean import deid_rows
from pacslake.ingest.extract.columns import arrow_schema
from pacslake.ingest.extract.leaf_rows import decoded
from pacslake.ingest.facts import FileFact, UnitResult
from pacslake.ingest.judge import Compare, Judgement, Verdict, Version, judge
from pacslake.ingest.promote import TABLE, fill_tables

if TYPE_CHECKING:
    from pacslake.catalog import Catalog

__all__ = ["Assembled", "KnownFile", "assemble", "issue_row", "known_versions", "new_rows"]

# Tables that hold rows of one instance version, and the column that names it.
VERSION_TABLES = {
    "instance_row": "instance_version_id",
    "frame": "instance_version_id",
    "header_own": "instance_version_id",
    "element_own": "instance_version_id",
    "reference_row": "from_instance",
}
# Tables whose rows several instances share: equal ids have equal rows.
SHARED_TABLES = {"header_shared": "template_id", "element_shared": "template_id"}


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the catalogue says of a uri that is met again."""

    size: int
    mtime_ns: int | None
    sha256: str | None
    version_id: str | None
    outcome: str
    reason: str | None
    vanished: bool
    dataset_offset: int | None


@dataclass
class Assembled:
    """A commit's changes and what they mean for the report."""

    changes: Changes | None = None
    verdicts: list[Verdict] = field(default_factory=list)
    n_unchanged: int = 0


def assemble(
    catalog: Catalog,
    results: Sequence[UnitResult],
    *,
    batch_id: str,
    compare: Compare,
    locate: Callable[[str, str | None], str],
) -> Assembled:
    """Judge the files of `results` against the catalogue and make the rows of one commit.

    Args:
        locate: (uri, object_uri) of a file to the uri from which its bytes can be read.
    """
    known = _known_files(catalog, [f.file_id for r in results for f in r.facts])
    out = Assembled()
    fresh: list[FileFact] = []
    seen: set[str] = set()
    for fact in (f for r in results for f in r.facts):
        if fact.kind == "unchanged" or _judged_already(fact, known.get(fact.file_id)) or fact.file_id in seen:
            out.n_unchanged += fact.file_id not in seen
        else:
            fresh.append(fact)
        seen.add(fact.file_id)
    containers = [c for r in results for c in r.containers]
    if not fresh and not containers:
        return out
    versions = known_versions(catalog, {f.sop_instance_uid for f in fresh if f.kind == "dicom"}, locate)
    changed = {f.file_id: known[f.file_id] for f in fresh if f.file_id in known}
    replace: list[Replace] = []
    gone: list[str] = []
    if changed:
        from pacslake.ingest.withdraw import withdraw

        lost = withdraw(catalog, fresh, changed, versions, locate=locate, tables=VERSION_TABLES)
        replace, results = lost.replace, [*results, *lost.results]
        gone = [*changed, *lost.file_ids]
        out.verdicts = lost.verdicts
        decided = {v.fact.file_id for v in lost.verdicts}
        fresh = [f for f in fresh if f.file_id not in decided]
    judgement = judge(fresh, versions, compare)
    out.verdicts = [*out.verdicts, *judgement.verdicts]
    append = new_rows(catalog, results, out.verdicts, batch_id)
    if gone:
        replace.insert(0, Replace("file", "file_id", gone))
        replace.insert(1, Replace("issue", "scope", [f"ingest:{i}" for i in gone]))
        if "deid_object" in catalog.snapshot.tables:
            replace.append(Replace("deid_object", "file_id", gone))
    if containers:
        replace.append(_containers(containers, batch_id))
    out.changes = Changes(append=append, replace=replace)
    return out


# --- what is known ---------------------------------------------------------------------------------


def _known_files(catalog: Catalog, file_ids: list[str]) -> dict[str, KnownFile]:
    if "file" not in catalog.snapshot.tables:
        return {}
    rows = catalog.rows(
        "SELECT file_id, size_bytes, mtime_ns, sha256, instance_version_id, outcome, reason, "
        "coalesce(vanished, false), dataset_offset FROM file WHERE file_id IN (SELECT unnest(?::VARCHAR[]))",
        [file_ids],
    )
    return {row[0]: KnownFile(*row[1:]) for row in rows}


def _judged_already(fact: FileFact, known: KnownFile | None) -> bool:
    return known is not None and (
        (known.size, known.mtime_ns, known.sha256) == (fact.size, fact.mtime_ns, fact.sha256)
        and not known.vanished
    )


def known_versions(
    catalog: Catalog, uids: Iterable[str | None], locate: Callable[[str, str | None], str]
) -> dict[str, list[Version]]:
    """The versions that the lake has of each SOPInstanceUID, the current one first, others in path order."""
    wanted = [uid for uid in uids if uid is not None]
    if not wanted or "instance_row" not in catalog.snapshot.tables:
        return {}
    rows = catalog.rows(
        "SELECT i.SOPInstanceUID, i.instance_version_id, i.is_current, i.file_id, f.uri, f.object_uri "
        "FROM instance_row i LEFT JOIN file f USING (file_id) "
        "WHERE i.SOPInstanceUID IN (SELECT unnest(?::VARCHAR[])) ORDER BY i.is_current DESC, f.uri",
        [wanted],
    )
    found: dict[str, list[Version]] = {}
    for uid, version_id, is_current, file_id, uri, object_uri in rows:
        where = locate(uri, object_uri) if uri else ""
        found.setdefault(uid, []).append(Version(version_id, bool(is_current), file_id, where))
    return found


# --- rows ------------------------------------------------------------------------------------------


def new_rows(
    catalog: Catalog, results: Sequence[UnitResult], verdicts: Sequence[Verdict], batch_id: str
) -> dict[str, Any]:
    """The rows that judged files bring, by table."""
    kept = {
        v.fact.file_id: v
        for v in verdicts
        if v.outcome in ("stored", "conflict") and v.version_id and v.brings_rows
    }
    tables: dict[str, list[pa.Table]] = {}
    for result in results:
        _add_unit(result, kept, tables, batch_id)
    if TABLE in catalog.snapshot.declared:
        fill_tables(catalog, tables)
    _drop_known_templates(catalog, tables)
    append: dict[str, Any] = {name: _concat(parts) for name, parts in tables.items() if parts}
    append["file"] = file_table(verdicts, batch_id)
    append.update(deid_rows(catalog, verdicts, batch_id))
    issues = [issue_row(i, batch_id) for v in verdicts for i in v.fact.issues]
    issues += [_conflict_issue(v, batch_id) for v in verdicts if v.outcome == "conflict"]
    if issues:
        more = pa.Table.from_pylist(issues, schema=_issue_schema(catalog))
        parts = [append["issue"], more] if "issue" in append else [more]
        append["issue"] = _concat(parts)
    return append


def _concat(parts: list[pa.Table]) -> pa.Table:
    return parts[0] if len(parts) == 1 else pa.concat_tables(parts, promote_options="permissive")


def _add_unit(
    result: UnitResult, kept: dict[str, Verdict], tables: dict[str, list[pa.Table]], batch_id: str
) -> None:
    """The rows of a unit that belong to files which come in; all of them, mostly."""
    dicom = [f for f in result.facts if f.kind == "dicom"]
    mine = [f for f in dicom if f.file_id in kept]
    if not mine or not result.tables:
        return
    whole = len(mine) == len(dicom)
    instances = result.tables["instance_row"]
    if not whole or instances.num_rows != len(mine):
        instances = _first(_only(instances, "file_id", [f.file_id for f in mine]), "instance_version_id")
    versions = [f.version_id for f in mine]
    tables.setdefault("instance_row", []).append(_with_state(instances, kept))
    for name, column in VERSION_TABLES.items():
        rows = _arrived(result, name)
        if name == "instance_row" or rows is None:
            continue
        tables.setdefault(name, []).append(rows if whole else _only(rows, column, versions))
    used = (
        set(instances.column("template_id").to_pylist()) if "template_id" in instances.column_names else set()
    )
    for name, column in SHARED_TABLES.items():
        rows = _arrived(result, name)
        if rows is not None and rows.num_rows:
            tables.setdefault(name, []).append(rows if whole else _only(rows, column, list(used)))
    rows = result.tables.get("issue")
    if rows is not None and rows.num_rows:
        rows = rows if whole else _only(rows, "entity_id", [*versions, *(f.file_id for f in mine)])
        tables.setdefault("issue", []).append(_set(rows, "batch_id", pa.array([batch_id] * rows.num_rows)))


def _arrived(result: UnitResult, name: str) -> pa.Table | None:
    """The rows of a table as they are stored: leaves travel dictionary-coded."""
    rows = result.tables.get(name)
    return decoded(rows, arrow_schema(name)) if rows is not None and name.startswith("element_") else rows


def _only(rows: pa.Table, column: str, values: Sequence[Any]) -> pa.Table:
    wanted = pa.array(list(values), type=pa.string())
    column_ = rows.column(column)
    if column_.type != pa.string():
        column_ = column_.cast(pa.string())
    return rows.filter(pc.is_in(column_, value_set=wanted))


def _first(rows: pa.Table, column: str) -> pa.Table:
    """The first row of each value: a unit may hold the same content twice."""
    values = rows.column(column).to_pylist()
    if len(set(values)) == len(values):
        return rows
    at = {value: i for i, value in reversed(list(enumerate(values)))}
    return rows.take(sorted(at.values()))


def _with_state(instances: pa.Table, kept: dict[str, Verdict]) -> pa.Table:
    """Set what only the commit knows: which version is current."""
    verdicts = [kept[i] for i in instances.column("file_id").to_pylist()]
    current = pa.array([v.outcome == "stored" for v in verdicts], pa.bool_())
    superseded = pa.array([v.superseded_by for v in verdicts], pa.string())
    return _set(_set(instances, "is_current", current), "superseded_by", superseded)


def _set(rows: pa.Table, name: str, values: pa.Array) -> pa.Table:
    at = rows.schema.get_field_index(name)
    return rows.append_column(name, values) if at < 0 else rows.set_column(at, name, values)


def _drop_known_templates(catalog: Catalog, tables: dict[str, list[pa.Table]]) -> None:
    """Shared rows come in once, however many units and commits bring them."""
    for name, column in SHARED_TABLES.items():
        if not tables.get(name):
            continue
        parts = tables[name]
        per_part = [list(dict.fromkeys(p.column(column).to_pylist())) for p in parts]
        known: set[str] = set()
        if name in catalog.snapshot.tables:
            wanted = sorted({i for ids in per_part for i in ids})
            query = f"SELECT DISTINCT {column} FROM {name} WHERE {column} IN (SELECT unnest(?::VARCHAR[]))"
            known = {row[0] for row in catalog.rows(query, [wanted])}
        result = []
        for part, ids in zip(parts, per_part, strict=True):
            new = [i for i in ids if i not in known]
            known.update(new)
            if len(new) == len(ids):
                result.append(part)
            elif new:
                result.append(_only(part, column, new))
        tables[name] = result


def file_table(verdicts: Sequence[Verdict], batch_id: str) -> pa.Table:
    """The rows of `file` for judged files."""
    facts = [v.fact for v in verdicts]

    def column(values: list[Any], type_: pa.DataType) -> pa.Array:
        return pa.array(values, type_)

    text, whole, truth = pa.string(), pa.int64(), pa.bool_()
    columns = {
        "file_id": column([f.file_id for f in facts], text),
        "batch_id": column([batch_id] * len(facts), text),
        "uri": column([_uri(v) for v in verdicts], text),
        "container_uri": column([f.container_uri for f in facts], text),
        "member_name": column([_member_name(f) for f in facts], text),
        "size_bytes": column([f.size for f in facts], whole),
        "mtime_ns": column([f.mtime_ns for f in facts], whole),
        "sha256": column([f.sha256 for f in facts], text),
        "is_dicom": column(
            [f.kind == "dicom" or f.kind == "dicomdir" or f.has_preamble for f in facts], truth
        ),
        "has_preamble": column([f.has_preamble for f in facts], truth),
        "TransferSyntaxUID": column([f.transfer_syntax_uid for f in facts], text),
        "SOPInstanceUID": column([f.sop_instance_uid for f in facts], text),
        "SeriesInstanceUID": column([f.series_instance_uid for f in facts], text),
        "StudyInstanceUID": column([f.study_instance_uid for f in facts], text),
        "SOPClassUID": column([f.sop_class_uid for f in facts], text),
        "dataset_offset": column([f.dataset_offset for f in facts], whole),
        "pixel_offset": column([f.pixel_offset for f in facts], whole),
        "pixel_length": column([f.pixel_length for f in facts], whole),
        "instance_version_id": column([v.version_id for v in verdicts], text),
        "outcome": column([v.outcome for v in verdicts], text),
        "reason": column([v.reason for v in verdicts], text),
        "vanished": column([False] * len(facts), truth),
        "object_uri": column([f.object_uri for f in facts], text),
    }
    return pa.table(columns)


def _uri(verdict: Verdict) -> str:
    """Where the file is; in a research lake the lake's own cleaned copy."""
    fact = verdict.fact
    own = fact.told is not None and verdict.outcome in ("stored", "conflict") and fact.object_uri
    return own or fact.uri


def _member_name(fact: FileFact) -> str | None:
    return fact.uri[len(fact.container_uri) + 1 :] if fact.container_uri else None


def _containers(containers: Sequence[Any], batch_id: str) -> Replace:
    from pacslake.source.uri import file_id

    rows = [
        {
            "container_id": file_id(c.uri),
            "uri": c.uri,
            "size_bytes": c.size,
            "mtime_ns": c.mtime_ns,
            "n_members": c.n_members,
            "batch_id": batch_id,
        }
        for c in containers
    ]
    return Replace("container", "container_id", [r["container_id"] for r in rows], rows)


# --- issues ----------------------------------------------------------------------------------------


def issue_row(issue: Mapping[str, Any], batch_id: str | None) -> dict[str, Any]:
    """A complete row of `issue`: key, run, stage and scope filled in where they are missing."""
    row = {"severity": "warning", "source": "ingest", **issue, "batch_id": batch_id}
    row.setdefault("scope", f"{row['source']}:{row['entity_id']}")
    if not row.get("issue_id"):
        parts = (
            row["level"],
            row["entity_id"],
            row["code"],
            row.get("tag") or row.get("keyword") or "",
            row["source"],
        )
        row["issue_id"] = "i" + hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:20]
    return row


def _conflict_issue(verdict: Verdict, batch_id: str) -> dict[str, Any]:
    difference = verdict.difference
    keyword = difference.keywords[0] if difference and difference.keywords else None
    return issue_row(
        {
            "level": "instance",
            "entity_id": verdict.version_id,
            "code": "sop_uid_conflict",
            "severity": "error",
            "keyword": "PixelData" if difference and difference.pixels else keyword,
            "message": f"One SOPInstanceUID, two contents; this one is not current: {difference or 'see file.reason'}",
        },
        batch_id,
    )


def _issue_schema(catalog: Catalog) -> pa.Schema:
    return catalog.schema("issue")


def counts(judgement: Judgement) -> dict[str, int]:
    """How many files ended in each way."""
    found: dict[str, int] = {}
    for verdict in judgement.verdicts:
        found[verdict.outcome] = found.get(verdict.outcome, 0) + 1
    return found
