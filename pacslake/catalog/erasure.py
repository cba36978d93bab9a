"""Take a patient out of a lake: out of every snapshot, the files of every table, and everything kept beside them.

Snapshots are immutable and chained by digest, so their files stay as they are. What they name is changed:

1. every Parquet file that holds a row of the patient, of whatever snapshot, is written anew without it;
2. one small file, `catalog/erased/<number>.json`, says which file now stands for which. From then on all snapshots,
   old ones too, read the new files (`pacslake.catalog.withdrawn`), and a new snapshot is made of them;
3. the old files, kept originals, volumes, transforms, bytes in quarantine and all caches are removed.

A kill before 2 changes nothing that is seen; after it, the patient is out of every answer, and the next call (of
`erase`, for any patient, or `finish`) removes what is left to remove.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.catalog.compaction import BLOOM_COLUMNS
from pacslake.catalog.delta import forget_delta
from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import TableSchema, quote
from pacslake.catalog.snapshot import Snapshot, TableFile, list_ids, publish_snapshot, read_snapshot
from pacslake.catalog.withdrawn import ERASED_FOLDER, records
from pacslake.catalog.writer import MAX_ATTEMPTS, pause, withdraw
from pacslake.errors import CommitConflictError, LakeError, NotFoundError, UsageError
from pacslake.layout import LakeDir, sha256_bytes

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ErasureReport", "erase", "finish"]

# Columns that name something of a patient, and which set of names they are compared with. A row of any table,
# those of `map` included, in which one of them matches leaves.
_COLUMNS: Mapping[str, str] = {
    "patient_key": "patient",
    "instance_version_id": "version",
    "from_instance": "version",
    "file_id": "file",
    "volume_id": "volume",
    "a_volume_id": "volume",
    "b_volume_id": "volume",
    "fixed_volume_id": "volume",
    "moving_volume_id": "volume",
    "StudyInstanceUID": "study",
    "SeriesInstanceUID": "series",
    "referenced_SeriesInstanceUID": "series",
    "segmented_SeriesInstanceUID": "series",
    "source_SeriesInstanceUID": "series",
    "SOPInstanceUID": "object",
    "template_id": "template",
    "primary_patient_key": "person",
    "identity_patient_key": "person",
    "sent_patient_key": "person",
    "other_patient_key": "person",
    "lesion_id": "lesion",
    "segment_id": "segment",
    "roi_id": "roi",
}
_TOLD = frozenset({
    "hl7_message", "fhir_resource", "identity_event", "patient_identity", "encounter", "order", "report", "report_finding",
    "observation", "diagnosis", "appointment", "procedure", "medication", "imaging_study", "study_link",
    "performed_procedure_step",
})  # fmt: skip
"""Tables of what messages told: a person may stand there under other identifiers than in the images."""
_MAX_ROUNDS = 20


@dataclass(frozen=True)
class ErasureReport:
    """What an erasure did. `snapshots` are those that read other files now; `rows` counts over all files."""

    snapshot_id: int
    snapshots: tuple[int, ...]
    rows: Mapping[str, int]
    n_instances: int
    n_files_rewritten: int
    n_removed: int
    outside: int

    def __str__(self) -> str:
        lines = [
            f"{self.n_instances} instances erased: {sum(self.rows.values()):,} rows of {len(self.rows)} tables, "
            f"{self.n_files_rewritten} Parquet files written anew, {self.n_removed} files and folders removed",
            f"snapshots that changed: {', '.join(map(str, self.snapshots)) or 'none'}; the newest is {self.snapshot_id}",
        ]
        if self.outside:
            lines.append(
                f"note: {self.outside} originals lie outside the lake and were not touched; remove them there, "
                "or the next ingest of that place brings them back"
            )
        return "\n".join(lines)


@dataclass
class _Target:
    """The names of everything that is the patient's and nobody else's."""

    names: dict[str, set[str]] = field(default_factory=dict)
    objects: set[str] = field(default_factory=set)
    stores: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    sheets: dict[tuple[str, str], set[str]] = field(
        default_factory=dict
    )  # (table, column) of the user's own tables
    winners: dict[str, str] = field(default_factory=dict)
    outside: int = 0

    @property
    def entities(self) -> set[str]:
        return {name for kind, names in self.names.items() if kind != "template" for name in names}


def erase(dir: LakeDir, patient_key: str, *, reason: str, user: str | None = None) -> ErasureReport:
    """Take every row and kept byte of a patient out of the lake, and record that it was done.

    Args:
        patient_key: as in the table `patient`.
        reason: why, for the audit record; it must not name the patient.

    Raises: NotFoundError: no snapshot knows the patient. UsageError: no reason, or one that names the patient.
    LakeError: the disk refuses; the lake reads as before, or is finished by the next call.
    """
    dir.need_folder("an erasure")  # copies on machines that nobody knows of would stay
    if not reason.strip():
        raise UsageError("an erasure needs a reason, which goes into the audit record")
    finish(dir)
    target = _target(dir, patient_key)
    if any(text in reason for text in target.texts):
        raise UsageError("the reason names the patient, and the audit record stays: use a ticket's number")
    digest = sha256_bytes(f"{dir.config.lake_id}:{patient_key}".encode())
    n = len(target.names["version"])
    audit.record(dir, "erase_begins", user=user, reason=reason, patient_sha256=digest, n_instances=n)
    rows: dict[str, int] = {}
    rewritten: set[str] = set()
    for _ in range(_MAX_ROUNDS):  # again while others commit files with rows that were read before
        replaced, counts = _rewrite(dir, target)
        for name, number in counts.items():
            rows[name] = rows.get(name, 0) + number
        if not replaced and rewritten:
            break
        rewritten |= set(replaced)
        _switch(dir, replaced, target)
        newest = _new_snapshot(dir)
    else:
        raise CommitConflictError(
            "others commit rows of this patient without pause; stop them, then erase again"
        )
    removed = finish(dir)
    changed = tuple(i for i in list_ids(dir.store) if rewritten & _named(dir, i))
    audit.record(
        dir, "erase", user=user, reason=reason, patient_sha256=digest, n_instances=n,
        snapshots=list(changed), snapshot_id=newest, rows=rows, withdrawn=sorted(rewritten),
    )  # fmt: skip
    return ErasureReport(newest, changed, rows, n, len(rewritten), removed, target.outside)


def finish(dir: LakeDir) -> int:
    """Remove what earlier erasures have withdrawn, where a kill or a disk kept them from it; return how much."""
    removed = 0
    for content in records(dir.store).values():
        for key in [*content["replaced"], *content["remove"]]:
            path = dir.path(key)
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
                removed += 1
            elif path.exists():
                path.unlink()
                removed += 1
        removed += _forget_reasons(dir, set(content["quarantined"]))
    if removed:
        _empty_caches(dir)
    return removed


# --- what is the patient's ------------------------------------------------------------------------


def _union(dir: LakeDir) -> Catalog:
    """All rows of all kept snapshots as one catalogue; a row may stand there several times."""
    tables: dict[str, dict[str, TableFile]] = {}
    newest = Snapshot()
    for number in list_ids(dir.store):
        newest = read_snapshot(dir.store, number)
        for name, files in newest.tables.items():
            tables.setdefault(name, {}).update({file.path: file for file in files})
    merged = {name: tuple(files.values()) for name, files in tables.items()}
    return Catalog(dir, Snapshot(tables=merged, declared=newest.declared))


def _target(dir: LakeDir, patient_key: str) -> _Target:
    catalog = _union(dir)
    catalog.rows("SELECT 1")

    def one(query: str, *params: Any) -> set[str]:
        return {row[0] for row in catalog.rows(query, list(params)) if row[0] is not None}

    def own(column: str) -> set[str]:
        mine = f"SELECT DISTINCT {quote(column)} FROM instance_row WHERE patient_key"
        return one(f"{mine} = ? EXCEPT {mine} IS DISTINCT FROM ?", patient_key, patient_key)

    names = {
        "patient": {patient_key},
        "version": own("instance_version_id"),
        "study": own("StudyInstanceUID"),
        "series": own("SeriesInstanceUID"),
        "object": own("SOPInstanceUID"),
        "template": own("template_id"),
    }
    names["person"] = {patient_key} | one(
        "SELECT identity_patient_key FROM patient_link WHERE patient_key = ?", patient_key
    )
    names["person"] |= one(
        "SELECT patient_key FROM patient_identity WHERE person_id IN (SELECT person_id FROM patient_identity "
        "WHERE is_primary AND patient_key IN (SELECT unnest(?::VARCHAR[])))",
        sorted(names["person"]),
    )
    is_told = one("SELECT patient_key FROM patient_identity WHERE patient_key = ?", patient_key)
    if not names["version"] and not is_told:
        raise NotFoundError(
            "no snapshot of this lake knows that patient_key; 'SELECT patient_key FROM patient' lists them"
        )
    versions, series = sorted(names["version"]), sorted(names["series"])
    is_mine = (
        "instance_version_id IN (SELECT unnest(?::VARCHAR[])) OR SOPInstanceUID IN (SELECT unnest(?::VARCHAR[])) OR "
        "SeriesInstanceUID IN (SELECT unnest(?::VARCHAR[])) OR StudyInstanceUID IN (SELECT unnest(?::VARCHAR[]))"
    )
    keys = [versions, sorted(names["object"]), series, sorted(names["study"])]
    names["file"] = one(f"SELECT file_id FROM file WHERE {is_mine}", *keys)
    names["volume"] = one(
        "SELECT volume_id FROM volume_frame WHERE instance_version_id IN (SELECT unnest(?::VARCHAR[])) "
        "UNION SELECT volume_id FROM volume WHERE SeriesInstanceUID IN (SELECT unnest(?::VARCHAR[]))",
        versions, series,
    )  # fmt: skip
    for kind in ("lesion", "segment", "roi"):
        names[kind] = one(f"SELECT {kind}_id FROM {kind} WHERE patient_key = ?", patient_key)
    target = _Target(names)
    volumes = sorted(names["volume"])
    found = catalog.rows(f"SELECT DISTINCT uri, object_uri FROM file WHERE {is_mine}", keys)
    target.objects = {_tail(u, "objects") for pair in found for u in pair if u and _tail(u, "objects")}
    target.outside = sum(1 for u, _ in found if not _tail(u, "objects"))
    stores = one("SELECT zarr_uri FROM volume WHERE volume_id IN (SELECT unnest(?::VARCHAR[]))", volumes)
    stores |= one("SELECT zarr_uri FROM segment WHERE patient_key = ?", patient_key)
    target.stores = {f"volumes/{PurePosixPath(u).name}" for u in stores} | {
        f"volumes/{v}.zarr" for v in volumes
    }
    target.stores |= {
        f"transforms/{PurePosixPath(u).name}"
        for u in one(
            "SELECT transform_uri FROM registration WHERE list_has_any([fixed_volume_id, moving_volume_id], ?::VARCHAR[])",
            volumes,
        )
    }
    for column in ("PatientID", "PatientName"):
        target.texts |= one(f"SELECT DISTINCT {column} FROM instance_row WHERE patient_key = ?", patient_key)
    for table, column, matches in catalog.rows(
        "SELECT DISTINCT table_name, key_column, matches FROM clinical_table"
    ):
        if matches in ("PatientID", "patient_key"):
            number = f"SELECT DISTINCT {matches} FROM instance_row WHERE patient_key = ?"
            target.sheets[table, column] = one(number, patient_key)
        elif matches in ("StudyInstanceUID", "SeriesInstanceUID"):
            target.sheets[table, column] = names["study" if matches.startswith("Study") else "series"]
        elif matches == "AccessionNumber":
            target.sheets[table, column] = own("AccessionNumber")
        else:
            target.sheets[table, column] = names["volume"]
    target.texts |= {patient_key, *names["study"], *names["series"], *names["object"]}
    target.texts = {text for text in target.texts if len(text) > 2}
    target.winners = dict(
        catalog.rows(
            "SELECT i.SOPInstanceUID, arg_min(i.instance_version_id, f.uri) FROM instance_row i LEFT JOIN file f "
            "USING (file_id) WHERE i.SOPInstanceUID IN (SELECT SOPInstanceUID FROM instance_row WHERE list_contains("
            "?::VARCHAR[], superseded_by)) AND NOT list_contains(?::VARCHAR[], i.instance_version_id) GROUP BY 1",
            [versions, versions],
        )
    )
    catalog.close()
    return target


def _tail(uri: str, folder: str) -> str:
    """The path of a kept original below the lake; empty for a place outside."""
    parts = PurePosixPath(uri).parts
    return "/".join(parts[-3:]) if len(parts) >= 3 and parts[-3] == folder and uri.endswith(".dcm") else ""


# --- files of tables -----------------------------------------------------------------------------


def _rewrite(dir: LakeDir, target: _Target) -> tuple[dict[str, TableFile | None], dict[str, int]]:
    """New files for all that hold a row of the patient: old path -> new file, None where nothing is left."""
    replaced: dict[str, TableFile | None] = {}
    counts: dict[str, int] = {}
    written: list[TableFile] = []
    removed_members: dict[str, int] = {}
    try:
        for schema, file in sorted(_files(dir), key=lambda f: (f[0].name == "cohort", f[1].path)):
            rows, gone, changed = _without(dir, schema, file, target, removed_members)
            if not gone and not changed:
                continue
            counts[schema.name] = counts.get(schema.name, 0) + gone
            replaced[file.path] = None
            if rows.num_rows:
                from pacslake.catalog.parquet import write_table

                bloom = BLOOM_COLUMNS.get(schema.name, ()) if rows.num_rows > 50_000 else ()
                new = write_table(dir.store, schema, rows, sorted_by=file.sorted_by, bloom=bloom)
                written.append(new)
                replaced[file.path] = new
    except BaseException:
        withdraw(dir.store, written)
        raise
    if replaced:
        for number in list_ids(dir.store):
            for derived in read_snapshot(dir.store, number).derived.values():
                replaced.update({file.path: None for file in derived.files})
    return replaced, counts


def _files(dir: LakeDir) -> Iterator[tuple[TableSchema, TableFile]]:
    """Every file of every kept snapshot once, under the newest schema of those that name it."""
    seen: set[str] = set()
    for number in reversed(list_ids(dir.store)):
        snapshot = read_snapshot(dir.store, number)
        for name, files in snapshot.tables.items():
            for file in files:
                if file.path not in seen:
                    seen.add(file.path)
                    yield snapshot.schema(name), file


def _without(
    dir: LakeDir, schema: TableSchema, file: TableFile, target: _Target, removed_members: dict[str, int]
) -> tuple[pa.Table, int, bool]:
    """The file's other rows, how many left, and whether a value of the others was changed."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from pacslake.catalog.parquet import read_table

    rows = read_table(dir.store, [file], schema)
    gone = pa.chunked_array([pa.array([False] * rows.num_rows, pa.bool_())])
    for name in rows.column_names:
        keys = _keys(schema.name, name, target)
        if keys and pa.types.is_string(rows.column(name).type):
            values = rows.column(name)
            if name == "entity_id":
                values = pc.list_element(pc.split_pattern(values, "/"), 0)  # frames are <version>/<frame>
            elif name == "scope":
                values = pc.replace_substring_regex(values, "^[a-z]+:", "")
            gone = pc.or_(gone, pc.is_in(values, value_set=pa.array(sorted(keys), pa.string())))
    n = pc.sum(gone).as_py() or 0
    if schema.name == "cohort_member":
        for cohort_id in rows.filter(gone).column("cohort_id").to_pylist():
            removed_members[cohort_id] = removed_members.get(cohort_id, 0) + 1
    kept = rows.filter(pc.invert(gone)) if n else rows
    mended = _mended(schema.name, kept, target, removed_members)
    return mended, n, mended is not kept


def _keys(table: str, column: str, target: _Target) -> set[str]:
    if (table, column) in target.sheets:
        return target.sheets[table, column]
    if table in _TOLD and column == "patient_key":
        return target.names["person"]
    if column in ("entity_id", "scope"):
        return target.entities
    return target.names.get(_COLUMNS.get(column, ""), set())


def _mended(table: str, rows: pa.Table, target: _Target, removed_members: Mapping[str, int]) -> pa.Table:
    """What names the patient in rows that stay: who supersedes, sizes of cohorts, words of statements."""
    if table == "instance_row":
        return _promoted(rows, target)
    if table == "cohort" and removed_members:
        ids = rows.column("cohort_id").to_pylist()
        sizes = rows.column("n").to_pylist()
        less = [
            n - removed_members.get(i, 0) if n is not None else None for i, n in zip(ids, sizes, strict=True)
        ]
        rows = rows if less == sizes else _with(rows, "n", less)
    if "sql_text" in rows.column_names:
        old = rows.column("sql_text").to_pylist()
        new = [
            "-- a statement that named an erased patient" if t and any(x in t for x in target.texts) else t
            for t in old
        ]
        rows = rows if new == old else _with(rows, "sql_text", new)
    return rows


def _promoted(rows: pa.Table, target: _Target) -> pa.Table:
    """Versions that stood behind one of the patient's: the first in path order counts now."""
    behind = rows.column("superseded_by").to_pylist()
    erased = target.names["version"]
    if not any(value in erased for value in behind):
        return rows
    uids, versions = rows.column("SOPInstanceUID").to_pylist(), rows.column("instance_version_id").to_pylist()
    current, now = rows.column("is_current").to_pylist(), list(behind)
    for i, value in enumerate(behind):
        if value in erased:
            winner = target.winners.get(uids[i], versions[i])
            current[i], now[i] = versions[i] == winner, None if versions[i] == winner else winner
    return _with(_with(rows, "is_current", current), "superseded_by", now)


def _with(rows: pa.Table, name: str, values: Sequence[Any]) -> pa.Table:
    import pyarrow as pa

    at = rows.schema.get_field_index(name)
    return rows.set_column(at, rows.schema.field(at), pa.array(values, rows.schema.field(at).type))


# --- the switch, and what follows -----------------------------------------------------------------


def _switch(dir: LakeDir, replaced: Mapping[str, TableFile | None], target: _Target) -> None:
    """From here on all snapshots read the new files."""
    quarantined = sorted(target.names["file"])
    remove = sorted(target.objects | target.stores)
    for folder in dir.path("quarantine").glob("*"):
        remove += [f"quarantine/{folder.name}/{i}.bin" for i in quarantined if (folder / f"{i}.bin").exists()]
    content = {
        "replaced": {path: asdict(file) if file else None for path, file in sorted(replaced.items())},
        "remove": remove,
        "quarantined": quarantined,
    }
    data = json.dumps(content, indent=1).encode()
    for _ in range(MAX_ATTEMPTS):
        number = max(records(dir.store), default=0) + 1
        if dir.store.put_if_absent(f"{ERASED_FOLDER}/{number:020d}.json", data):
            return
    raise CommitConflictError("other erasures were faster again and again; try again")


def _new_snapshot(dir: LakeDir) -> int:
    """A snapshot that names the new files itself, so that commits in progress start again from it."""
    for attempt in range(MAX_ATTEMPTS):
        head = read_snapshot(dir.store)
        child = head.child(note="erase", batch_id=None)
        if publish_snapshot(dir.store, child) is not None:
            return child.snapshot_id
        pause(attempt)
    raise CommitConflictError("other writers were faster again and again; erase again to finish")


def _named(dir: LakeDir, number: int) -> set[str]:
    """The files that a snapshot's own bytes name, replaced or not."""
    from pacslake.catalog.snapshot import snapshot_key

    snapshot = Snapshot.from_json(dir.store.get(snapshot_key(number)))
    return {file.path for file in snapshot.files()}


def _forget_reasons(dir: LakeDir, file_ids: Iterable[str]) -> int:
    """Take lines of erased files out of the lists of what was quarantined."""
    from pacslake.layout import atomic

    wanted, n = set(file_ids), 0
    for path in dir.path("quarantine").glob("*/reasons.jsonl"):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line).get("file_id") not in wanted]
        if len(kept) != len(lines):
            atomic.replace(path, b"".join(kept))
            n += 1
    return n


def _empty_caches(dir: LakeDir) -> None:
    """Published catalogues and thumbnails hold what tables held; they are made again when asked for."""
    forget_delta(dir)
    folder = dir.path("cache")
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError as error:
            raise LakeError(
                f"a cache could not be removed ({error.strerror}); close what reads it, and erase again"
            ) from error
