"""One ingest, from the walk to the last commit.

    walk -> units -> workers (read, digest, parse) -> judge and commit every 20,000 files or 60 s
         -> faults across instances -> the batch is done

A kill at any point loses nothing: what a commit brought stays, the next run of the same command finds it
known and goes on, and finishes what the killed run had left open.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake import work
from pacslake.catalog import Catalog, Changes, Replace
from pacslake.errors import LakeError, PolicyError
from pacslake.ingest import plan
from pacslake.ingest.alive import RunLock, is_alive
from pacslake.ingest.facts import FileFact, Unit, UnitResult
from pacslake.ingest.judge import Difference, Version
from pacslake.ingest.report import IngestReport, Progress
from pacslake.layout.killpoint import passing
from pacslake.source import opening, remote, uri

if TYPE_CHECKING:
    from pacslake.deid import Cleaner
    from pacslake.ingest.rehearsal import Rehearsal
    from pacslake.lake import Lake

__all__ = ["COMMIT_FILES", "COMMIT_SECONDS", "Options", "ingest_items", "run"]

COMMIT_FILES = 20_000
COMMIT_SECONDS = 60.0
COMPACT_FILES = 8  # files of a table that make a reader slow enough to be worth the joining
SMALL_UNITS = 2  # up to a thousand files are read sooner than worker processes start


@dataclass(frozen=True)
class Options:
    """How a run was asked to work."""

    copy: bool = False
    workers: int | None = None
    scheduler: Any = None
    checksum: bool = False
    source_name: str | None = None
    dry_run: bool = False
    hold: Callable[[Any], bool] | None = None  # an entry for which it is true is left for a later run
    cleaner: Cleaner | None = None  # de-identifies on the way into a research lake


def run(
    lake: Lake,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    options: Options,
    progress: Progress | Callable[..., None] | None = None,
    cleaned: bool = False,
    rehearsal: Rehearsal | None = None,
) -> IngestReport:
    """Take in a source. See `pacslake.ingest.run`."""
    lake.refresh()
    _check_zone(lake, options, cleaned)
    began = time.monotonic()
    places = plan.find(source)
    known = plan.known_below(lake.catalog, places, checksum=options.checksum, cleaner=options.cleaner)
    scan = plan.scan(places, known, lake_root=str(lake.dir.root), checksum=options.checksum)
    n_found = len(scan.entries)
    if options.hold is not None:
        scan.entries = [entry for entry in scan.entries if not options.hold(entry)]
    batch_id = new_batch_id()
    keep_in = str(lake.dir.root) if (options.copy or _must_keep(lake, places)) else None
    units = plan.units(
        scan.entries,
        known,
        source_name=options.source_name,
        keep_in=None if options.dry_run else keep_in,
        quarantine=f"quarantine/{batch_id}" if lake.dir.config.zone == "identified" else None,
        cleaner=options.cleaner,
    )
    report = IngestReport(batch_id, places.text, dry_run=options.dry_run, notes=scan.notes)
    report.n_unchanged, report.n_vanished = scan.n_unchanged, len(scan.missing)
    report.n_held = n_found - len(scan.entries)
    if options.hold is not None and not (scan.entries or scan.missing or scan.returned):
        return report  # a look that found nothing to do leaves no trace
    job = _Job(lake, options, report, progress, len(scan.entries) + scan.n_unchanged, scan.n_unchanged)
    if options.dry_run:
        job.rehearse(units, rehearsal)
    else:
        job.work(units if scan.entries else [], returned=scan.returned, missing=scan.missing)
    report.seconds = time.monotonic() - began
    job.log(
        "end",
        counts=report.counts,
        n_unchanged=report.n_unchanged,
        n_bytes=report.n_bytes,
        issues=report.issues,
        seconds=round(report.seconds, 3),
    )
    return report


def _must_keep(lake: Lake, places: plan.Source) -> bool:
    """Whether rows may not point at the source: of cleaned objects, and at a folder that only this machine can read."""
    if lake.dir.config.zone == "research":
        return True
    return lake.dir.bucket_url is not None and not all(remote.is_url(root) for root in places.roots)


def require_research(lake: Lake) -> None:
    """Raises PolicyError for a lake that cleaned copies must not come into."""
    if lake.dir.config.zone != "research":
        raise PolicyError(
            "cleaned copies go into a research lake: make one with `pacslake init PATH --zone research`, "
            "or use `pacslake deid SOURCE LAKE`, which makes it"
        )


def _check_zone(lake: Lake, options: Options, cleaned: bool) -> None:
    """Refuse what would bring identities into a research lake, or pseudonyms of two keys into one."""
    if options.cleaner is None:
        if lake.dir.config.zone == "research" and not cleaned:
            raise PolicyError(
                "a research lake takes in only what was de-identified: use `pacslake deid SOURCE LAKE`, "
                "or ingest into an identified lake"
            )
        return
    require_research(lake)
    if "deid_object" in lake.catalog.snapshot.tables:
        mine = options.cleaner.key.key_id
        others = lake.catalog.rows("SELECT DISTINCT key_id FROM deid_object WHERE key_id <> ?", [mine])
        if others:
            raise PolicyError(
                f"the lake's pseudonyms were made with the key {others[0][0]}, this one is {mine}: the same patient "
                "would get two. Name the old key with --key, or start a new lake"
            )


def ingest_items(
    lake: Lake,
    units: Iterable[Unit],
    *,
    text: str,
    options: Options,
    progress: Callable[..., None] | None = None,
) -> IngestReport:
    """Take in units that are made already (objects in memory, objects that were received)."""
    began = time.monotonic()
    lake.refresh()
    report = IngestReport(new_batch_id(), text)
    _Job(lake, options, report, progress, 0, 0).work(list(units))
    report.seconds = time.monotonic() - began
    return report


def new_batch_id() -> str:
    """ "b" and hex digits that begin with the time, so that ids sort as the runs began."""
    return f"b{time.time_ns() // 1000:014x}{uuid.uuid4().hex[:8]}"


@dataclass
class _Job:
    """The state of a run."""

    lake: Lake
    options: Options
    report: IngestReport
    progress: Callable[..., None] | None
    total: int
    done: int
    differences: dict[tuple[str, str], Difference] = field(default_factory=dict)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None))
    parent: int = 0

    # -- the run ------------------------------------------------------------------------------------

    def work(self, units: Iterable[Unit], returned: Sequence[str] = (), missing: Sequence[str] = ()) -> None:
        """Read, judge and commit; then what spans instances, and the batch's row."""
        self.parent = self.lake.catalog.snapshot.snapshot_id
        if not isinstance(units, list) or units:
            with RunLock(self.lake.dir.root, self.report.batch_id):
                passing("ingest.locked")
                self._commit(self._begin, "ingest begins")
                passing("ingest.begun")
                self.log("begin", source=self.report.source_root if self._identified else None)
                try:
                    self._read_and_commit(units)
                    passing("ingest.all_committed")
                    self._finish(returned, missing)
                except BaseException as error:
                    self._fail(error)
                    raise
        else:
            self._finish(returned, missing)

    def rehearse(self, units: Iterable[Unit], rehearsal: Rehearsal | None = None) -> None:
        """Judge everything and commit nothing."""
        from pacslake.ingest.assemble import known_versions, new_rows
        from pacslake.ingest.judge import judge

        seen: dict[str, list[Version]] = {}
        for result in self._results(units):
            new = {f.sop_instance_uid for f in result.facts if f.kind == "dicom"} - set(seen)
            seen.update(known_versions(self.lake.catalog, new, self._locate))
            facts = [f for f in result.facts if f.kind != "unchanged"]
            self.report.n_unchanged += len(result.facts) - len(facts)
            judgement = judge(facts, seen, self._compare)
            for v in judgement.verdicts:
                self.report.count(v.outcome, v.reason, v.fact.told or v.fact.uri)
                if v.outcome in ("stored", "conflict") and v.version_id is not None:
                    place = v.fact.object_uri or v.fact.uri
                    version = Version(v.version_id, v.outcome == "stored", v.fact.file_id, place)
                    seen.setdefault(v.fact.sop_instance_uid or "", []).append(version)
            self.report.add_issues(Counter(i["code"] for f in facts for i in f.issues))
            if rehearsal is not None:
                kept = sum(v.fact.size for v in judgement.verdicts if v.outcome in ("stored", "conflict"))
                rehearsal.add(new_rows(self.lake.catalog, [result], judgement.verdicts, "dry run"), kept)

    def _results(self, units: Iterable[Unit]) -> Iterable[UnitResult]:
        from pacslake.ingest.read import read_unit

        options = self.options
        results = work.map_ordered(
            read_unit, units, workers=options.workers, scheduler=options.scheduler, small=SMALL_UNITS
        )
        for result in results:
            self.done += len(result.facts)
            self.report.n_bytes += result.n_bytes
            if self.progress is not None:
                self.progress(self.done, max(self.total, self.done), n_bytes=self.report.n_bytes)
            yield result

    def _read_and_commit(self, units: Iterable[Unit]) -> None:
        waiting: list[UnitResult] = []
        n, since = 0, time.monotonic()
        for result in self._results(units):
            waiting.append(result)
            n += len(result.facts)
            if n >= COMMIT_FILES or time.monotonic() - since >= COMMIT_SECONDS:
                self._commit_unit(waiting)
                waiting, n, since = [], 0, time.monotonic()
        if waiting:
            self._commit_unit(waiting)

    def _commit_unit(self, results: list[UnitResult]) -> None:
        from pacslake.ingest.assemble import Assembled, assemble

        made = Assembled()

        def build(catalog: Catalog) -> Changes | None:
            nonlocal made
            made = assemble(
                catalog,
                results,
                batch_id=self.report.batch_id,
                compare=self._compare,
                locate=self._locate,
            )
            return made.changes

        self._commit(build, "ingest")
        passing("ingest.unit_committed")
        self.report.n_unchanged += made.n_unchanged
        for verdict in made.verdicts:
            self.report.count(verdict.outcome, verdict.reason, verdict.fact.told or verdict.fact.uri)
        if made.changes is not None and "issue" in made.changes.append:
            issues = made.changes.append["issue"]
            self.report.add_issues(Counter(issues.column("code").to_pylist()))
        self.log(
            "commit",
            n_files=sum(len(r.facts) for r in results),
            n_bytes=sum(r.n_bytes for r in results),
            snapshot=self.lake.snapshot_id,
        )

    # -- the batch ----------------------------------------------------------------------------------

    def _begin(self, catalog: Catalog) -> Changes:
        """The row of this run; runs that died are marked."""
        dead = self._dead(catalog)
        replace = [Replace("batch", "batch_id", [r["batch_id"] for r in dead], dead)] if dead else []
        return Changes(append={"batch": [self._batch_row("running")]}, replace=replace)

    def _dead(self, catalog: Catalog) -> list[dict[str, Any]]:
        if "batch" not in catalog.snapshot.tables:
            return []
        rows = catalog.dicts(
            "SELECT * FROM batch WHERE status = 'running' AND batch_id <> ?", [self.report.batch_id]
        )
        dead = [row for row in rows if not is_alive(self.lake.dir.root, row["batch_id"])]
        return [{**row, "status": "interrupted"} for row in dead]

    def _open_ends(self, catalog: Catalog) -> list[dict[str, Any]]:
        """Runs that died, or failed, before they made what spans instances."""
        if "batch" not in catalog.snapshot.tables:
            return []
        left = catalog.dicts(
            "SELECT * FROM batch WHERE status IN ('interrupted', 'failed') AND ended_at IS NULL"
        )
        return [*left, *self._dead(catalog)]

    def _finish(self, returned: Sequence[str], missing: Sequence[str]) -> None:
        from pacslake.ingest.relations import relation_issues

        issues: list[dict[str, Any]] = []
        recovered: list[dict[str, Any]] = []

        def build(catalog: Catalog) -> Changes:
            nonlocal issues, recovered
            recovered = self._open_ends(catalog)
            ids = [self.report.batch_id, *(row["batch_id"] for row in recovered)]
            replace: list[Replace] = []
            issues = []
            if recovered or sum(self.report.counts.values()):
                replace, issues = relation_issues(catalog, ids)
                replace += self._media_issues(catalog, ids)
            replace += _vanished(catalog, returned, missing)
            rows = [self._batch_row("done"), *(self._recovered(catalog, row) for row in recovered)]
            return Changes(replace=[*replace, Replace("batch", "batch_id", ids, rows)])

        self._commit(build, "ingest ends")
        passing("ingest.ended")
        self.report.add_issues(Counter(row["code"] for row in issues))
        self._write_reasons([self.report.batch_id, *(row["batch_id"] for row in recovered)])
        passing("ingest.reasons_written")
        self._compact()
        passing("ingest.compacted")

    def _recovered(self, catalog: Catalog, row: dict[str, Any]) -> dict[str, Any]:
        """A killed run's row with what it had committed."""
        found = catalog.rows(
            "SELECT outcome, count(*), sum(size_bytes)::BIGINT FROM file WHERE batch_id = ? GROUP BY 1",
            [row["batch_id"]],
        )
        counts = {f"n_{outcome}": n for outcome, n, _ in found}
        n_files = sum(counts.values()) + (row["n_unchanged"] or 0)
        return {
            **row,
            **counts,
            "n_files": n_files,
            "n_bytes": sum(b or 0 for _, _, b in found),
            "ended_at": _now(),
        }

    def _batch_row(self, status: str) -> dict[str, Any]:
        from pacslake.version import __version__

        report = self.report
        identified = self._identified
        return {
            "batch_id": report.batch_id,
            "started_at": self.started_at,
            "ended_at": _now() if status == "done" else None,
            "source_root": report.source_root if identified else "objects",
            "status": status,
            "tool_version": __version__,
            "operator": _operator() if identified else None,
            "n_files": report.n_files,
            "n_bytes": report.n_bytes,
            **{f"n_{outcome}": n for outcome, n in report.counts.items()},
            "n_unchanged": report.n_unchanged,
            "n_vanished": report.n_vanished,
            "parent_snapshot_id": self.parent,
        }

    def _fail(self, error: BaseException) -> None:
        """Mark the run as failed where that can still be written; the next run finishes what it left."""
        self.log("failed", error=type(error).__name__)
        row = self._batch_row("failed")
        try:
            self._commit(
                lambda _: Changes(replace=[Replace("batch", "batch_id", [row["batch_id"]], [row])]),
                "ingest failed",
            )
        except Exception:  # a full disk: the row stays `running`, and the next run marks it
            return

    def _media_issues(self, catalog: Catalog, batch_ids: Sequence[str]) -> list[Replace]:
        """References of DICOMDIRs to files that are not on their medium."""
        from pacslake.ingest.media import media_issues

        return media_issues(catalog, batch_ids, self._locate)

    def _write_reasons(self, batch_ids: Sequence[str]) -> None:
        from pacslake.ingest import keep

        if not self.report.counts["quarantined"] and len(batch_ids) == 1:
            return
        for batch_id in batch_ids:
            rows = self.lake.dicts(
                "SELECT file_id, uri, reason FROM file WHERE batch_id = ? AND outcome = 'quarantined' ORDER BY uri",
                [batch_id],
            )
            try:
                keep.write_reasons(str(self.lake.dir.root), batch_id, rows, with_uri=self._identified)
            except OSError as error:
                self.report.notes.append(
                    f"the list of quarantined files could not be written ({error.strerror})"
                )

    def _compact(self) -> None:
        """Join small files of tables when there are many; a lost race leaves it to the next run."""
        from pacslake.catalog import compact

        tables = self.lake.catalog.snapshot.tables
        many = sorted(name for name, files in tables.items() if len(files) >= COMPACT_FILES)
        if not many:
            return
        try:
            compact(self.lake.dir, many, min_files=COMPACT_FILES)
        except LakeError:
            return
        self.lake.refresh()

    # -- helpers ------------------------------------------------------------------------------------

    @property
    def _identified(self) -> bool:
        return self.lake.dir.config.zone == "identified"

    def _locate(self, text: str, object_uri: str | None) -> str:
        return opening.locate({"uri": text, "object_uri": object_uri}, self.lake.dir.root)

    def _compare(self, fact: FileFact, version: Version) -> Difference:
        """What differs between a file and a version of the same UID; read once a pair."""
        from pacslake.ingest.compare import compare_bytes

        key = (fact.version_id or fact.file_id, version.version_id)
        if key not in self.differences:
            try:
                mine = opening.open_bytes(self._locate(fact.uri, fact.object_uri))
                other = opening.open_bytes(self._locate(version.uri, None))
                self.differences[key] = compare_bytes(other, mine)
            except LakeError:
                text = "bytes differ, and an original to compare with cannot be read"
                self.differences[key] = Difference(unknown=text)
        return self.differences[key]

    def _commit(self, build: Callable[[Catalog], Changes | None], note: str) -> None:
        self.lake.commit(build, note=note, batch_id=self.report.batch_id)

    def log(self, event: str, **values: Any) -> None:
        """A JSON line in `logs/`; best effort, and without an identifying value."""
        if self.options.dry_run:
            return
        line = {
            "at": _now().isoformat(timespec="milliseconds"),
            "batch_id": self.report.batch_id,
            "event": event,
        }
        values.pop("source", None)
        try:
            folder = Path(self.lake.dir.root, "logs")
            folder.mkdir(exist_ok=True)
            with open(folder / f"ingest-{self.started_at:%Y-%m}.jsonl", "a", encoding="utf-8") as log:
                log.write(json.dumps({**line, **values}) + "\n")
        except OSError:
            return


def _vanished(catalog: Catalog, returned: Sequence[str], missing: Sequence[str]) -> list[Replace]:
    """Mark files that are gone from their source, and unmark those that came back; their rows stay."""
    changes = []
    for names, flag in ((missing, True), (returned, False)):
        if not names:
            continue
        ids = [uri.file_id(name) for name in names]
        rows = catalog.arrow("SELECT * FROM file WHERE file_id IN (SELECT unnest(?::VARCHAR[]))", [ids])
        if rows.num_rows:
            import pyarrow as pa

            at = rows.schema.get_field_index("vanished")
            rows = rows.set_column(at, "vanished", pa.array([flag] * rows.num_rows, pa.bool_()))
            changes.append(Replace("file", "file_id", rows.column("file_id").to_pylist(), rows))
    return changes


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _operator() -> str | None:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None
