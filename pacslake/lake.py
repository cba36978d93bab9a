"""The front door: `init`, `open` and `Lake`, whose methods string the stages together.

Data flows one way: source → ingest → catalog → pixels → compute → derived, and derived objects
re-enter through `Lake.add`. Each method here is short; the work is in the stage's own folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import PolicyError

if TYPE_CHECKING:
    import threading

    import duckdb
    import numpy as np
    import pyarrow as pa

    from pacslake.catalog import Catalog, Changes, ErasureReport
    from pacslake.clinical.context import Clinical
    from pacslake.compute import Cohort, Explanation
    from pacslake.export import Exported
    from pacslake.ingest import IngestReport
    from pacslake.ingest.promote import Promotion
    from pacslake.layout.lake_dir import LakeDir
    from pacslake.pixels import ConvertReport, Instance, Volume

__all__ = ["Lake", "init", "open"]


def init(
    path: str | os.PathLike[str],
    *,
    zone: str = "identified",
    encrypt_tables: bool = False,
    table_key: str | os.PathLike[str] | None = None,
) -> Lake:
    """Make an empty lake and open it.

    Args:
        path: a folder that does not exist yet, or is empty; or a URL in an object store, such as `s3://bucket/prefix`.
        zone: `identified` (holds identities) or `research` (holds none, in any byte).
        encrypt_tables: whether the Parquet files are encrypted (AES-256-GCM); originals and pixels are not.
        table_key: file of the key for that, made where there is none; by default one in the user's configuration folder.

    Raises:
        LakeExistsError: there is a lake, or another file, at `path`.
        LakeError: the folder cannot be written.
    """
    from pacslake.layout.lake_dir import LakeDir

    return Lake(LakeDir.create(path, zone=zone, encrypt_tables=encrypt_tables, table_key=table_key))


def open(
    path: str | os.PathLike[str],
    *,
    snapshot: int | None = None,
    table_key: str | os.PathLike[str] | None = None,
) -> Lake:
    """Open a lake at its newest snapshot, or at an old one for reading only.

    `table_key` is the file of the key of encrypted tables, where it is not in its usual place.

    Raises:
        LakeNotFoundError: there is no lake at `path`.
        LakeFormatError: the lake was written by a newer pacslake.
        NotFoundError: the lake has no snapshot of that number.
    """
    from pacslake.layout.lake_dir import LakeDir

    return Lake(LakeDir.open(path, table_key=table_key), snapshot=snapshot)


class Lake:
    """A lake as one snapshot shows it.

    Its own commits move it on; what others commit is seen after `refresh()`. A lake opened with
    `snapshot=` never moves and refuses to write. Open one with `pacslake.open`.
    """

    def __init__(self, lake_dir: LakeDir, *, snapshot: int | None = None) -> None:
        from pacslake import settings
        from pacslake.catalog import Catalog

        self.dir = lake_dir
        self.static_pictures = settings.load().static_pictures  # None leaves it to the zone
        self.pinned = snapshot is not None
        self.catalog: Catalog = Catalog.open(lake_dir, snapshot=snapshot)

    def __repr__(self) -> str:
        pinned = ", for reading only" if self.pinned else ""
        return f"<pacslake.Lake {self.dir.place!r} zone={self.zone} snapshot={self.snapshot_id}{pinned}>"

    def __reduce__(self) -> tuple[Callable[..., Lake], tuple[Any, ...]]:
        # A worker reads what the sender read: the copy is pinned to the same snapshot.
        return _reopen, (self.dir, self.snapshot_id)

    @property
    def path(self) -> Path:
        """The lake's folder; of a lake in a bucket, this machine's folder of copies."""
        return Path(self.dir.root)

    @property
    def zone(self) -> str:
        """`identified` or `research`."""
        return self.dir.config.zone

    @property
    def snapshot_id(self) -> int:
        """The number of the snapshot that this object reads."""
        return self.catalog.snapshot.snapshot_id

    @property
    def clinical(self) -> Clinical:
        """What is known of the people from messages, FHIR and spreadsheets, see `pacslake.clinical.Clinical`."""
        from pacslake.clinical.context import Clinical

        return Clinical(self)

    # -- catalogue ---------------------------------------------------------------------------------

    def sql(self, query: str, params: Sequence[Any] | None = None) -> duckdb.DuckDBPyRelation:
        """Ask the catalogue; the answer has `.df()`, `.arrow()`, `.pl()` and `.fetchall()`.

        Example:
            `lake.sql("SELECT Modality, count(*) AS n FROM series GROUP BY ALL").df()`

        Raises:
            SqlError: the statement is wrong.
        """
        return self.catalog.sql(query, params)

    def rows(self, query: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """The answer to a query as a list of tuples."""
        return self.catalog.rows(query, params)

    def dicts(self, query: str, params: Sequence[Any] | None = None) -> list[dict[str, Any]]:
        """The answer to a query as a list of mappings from column to value."""
        return self.catalog.dicts(query, params)

    def arrow(self, query: str, params: Sequence[Any] | None = None) -> pa.Table:
        """The answer to a query as an Arrow table."""
        return self.catalog.arrow(query, params)

    def commit(
        self, build: Callable[[Catalog], Changes | None], *, note: str = "", batch_id: str | None = None
    ) -> None:
        """Commit changes to all tables at once and move this object on to the new snapshot.

        Raises:
            PolicyError: the lake was opened at an old snapshot, for reading only.
            CommitConflictError: another process replaced the same rows again and again.
        """
        from pacslake.catalog import commit

        self._need_writable()
        self.catalog = commit(self.dir, build, note=note, batch_id=batch_id, base=self.catalog)

    def refresh(self) -> Lake:
        """Move on to the newest snapshot; a pinned lake stays where it is."""
        from pacslake.catalog import Catalog

        if not self.pinned:
            self.catalog = Catalog.open(self.dir, previous=self.catalog)
        return self

    def _need_writable(self) -> None:
        if self.pinned:
            raise PolicyError(
                f"the lake is open at snapshot {self.snapshot_id}, for reading only; "
                "open it without snapshot= to write"
            )

    # -- ingest ------------------------------------------------------------------------------------

    def ingest(
        self,
        source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        copy: bool = False,
        workers: int | None = None,
        scheduler: Any = None,
        checksum: bool = False,
        source_name: str | None = None,
        progress: Callable[..., None] | None = None,
        dry_run: bool = False,
        deid: Any = None,
        key: Any = None,
    ) -> IngestReport:
        """Take in a folder, an archive, a file or a list of these; originals are never changed.

        Every file scanned ends as one of `stored`, `duplicate`, `conflict`, `quarantined`,
        `not_dicom` and `dicomdir`. A run that was killed is resumed by the same call. Then volumes
        are planned, and the rows of segmentations, structured reports and time points are made.

        Args:
            copy: keep the originals' bytes in the lake; without it rows point at the source.
            workers: number of processes; by default as many as cores and memory allow.
            scheduler: a Dask client or the address of a scheduler, instead of local processes.
            checksum: read files again whose size and time are unchanged, and compare digests.
            source_name: who issued the patient identifiers, where the files do not say.
            progress: called with what is done and what is left.
            dry_run: report what would happen and write nothing.
            deid: de-identify on the way into a research lake, by the name of a profile or a TOML file.
            key: file of the project's key; by default the user's own, made at the first use.

        Raises:
            PolicyError: a research lake without `deid`, an identified one with it, or another project's key.
        """
        from pacslake import ingest

        self._need_writable()
        options: dict[str, Any] = {
            "copy": copy,
            "workers": workers,
            "scheduler": scheduler,
            "checksum": checksum,
            "source_name": source_name,
            "progress": progress,
        }
        options |= _cleaning(deid, key, source_name)
        if dry_run:
            return self._rehearse(source, options)
        report = ingest.run(self, source, **options)
        self._follow_up()
        return report

    def _rehearse(self, source: Any, options: dict[str, Any]) -> IngestReport:
        """A dry run: rows go to a scratch lake in the system's temporary folder, for the planner."""
        import tempfile

        from pacslake import ingest, pixels
        from pacslake.ingest.rehearsal import Rehearsal

        with tempfile.TemporaryDirectory(prefix="pacslake-") as folder:
            rehearsal = Rehearsal(Path(folder), self.refresh().catalog)
            report = ingest.run(self, source, **options, dry_run=True, rehearsal=rehearsal)
            pixels.refresh(Lake(rehearsal.dir))
            report.rehearsal = rehearsal.result(self.path)
        return report

    def watch(
        self,
        source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        every: float = 30,
        settle: float = 10,
        stop: threading.Event | None = None,
        on_report: Callable[[IngestReport], None] | None = None,
        deid: Any = None,
        key: Any = None,
        **options: Any,
    ) -> int:
        """Take in a source again and again, until `stop` is set; return how many looks found work.

        Args:
            every: seconds between looks.
            settle: seconds for which a file must not have changed; younger ones wait for the next look.
            on_report: called after each look that took something in.
            options: those of `ingest`, `dry_run` apart.
        """
        import threading

        from pacslake import ingest
        from pacslake.ingest.watch import watch

        self._need_writable()
        options |= _cleaning(deid, key, options.get("source_name"))

        def look(hold: Callable[[Any], bool]) -> IngestReport:
            report = ingest.run(self, source, hold=hold, **options)
            if sum(report.counts.values()) or report.n_vanished:
                self._follow_up()
            return report

        told = on_report or (lambda _: None)
        return watch(look, every=every, settle=settle, stop=stop or threading.Event(), on_report=told)

    def _follow_up(self) -> None:
        """Make the rows that stand on instances: volumes, derived objects, time points.

        Each step asks the catalogue what is missing, so a killed run is completed by the next.
        """
        from pacslake import derived, longitudinal, pixels
        from pacslake.layout.killpoint import passing

        pixels.refresh(self)
        passing("follow.planned")
        derived.refresh(self)
        passing("follow.derived")
        longitudinal.refresh(self)
        passing("follow.timed")
        if (
            "patient_identity" in self.catalog.snapshot.tables
        ):  # messages came before: new studies may have their orders
            from pacslake.clinical import link

            link.refresh(self)

    def add(self, item: Any) -> IngestReport:
        """Take in one object made here: a pydicom data set, or the path of a file or folder.

        A data set's bytes are kept in the lake. It enters by the same door as a scanner's object.
        """
        from pacslake import ingest

        self._need_writable()
        report = ingest.add(self, item)
        self._follow_up()
        return report

    def land(
        self, paths: Iterable[str | os.PathLike[str]], *, text: str = "received", **options: Any
    ) -> IngestReport:
        """Take in files that a receiver kept, each named by the SHA-256 of its bytes; they leave their folder.

        Args:
            text: where they came from, for `batch.source_root`.
            options: `source_name`, `workers`, `progress` as in `ingest`.
        """
        from pacslake.ingest.received import land

        self._need_writable()
        report = land(self, [Path(p) for p in paths], text=text, **options)
        if report.n_files:  # also of files that a killed run had committed
            self._follow_up()
        return report

    def promote_tag(self, tag: str, *, name: str | None = None) -> Promotion:
        """Make a typed column of `instance` and `dicom_all` of a tag, over instances present and to come.

        Args:
            tag: `KEYWORD`, `ggggeeee`, or `CREATOR:gggg,ee` for a private one.
            name: the column's name; by default the keyword, or one made of creator and tag.

        Raises:
            UsageError: the tag is a column already, is a sequence or binary, or the name is taken.
        """
        from pacslake.ingest.promote import promote_tag

        self._need_writable()
        return promote_tag(self, tag, name=name)

    # -- pixels ------------------------------------------------------------------------------------

    def volume(self, id: str, *, tier: str | None = None) -> Volume:
        """A volume by `volume_id`, or by SeriesInstanceUID where the series holds exactly one.

        Raises:
            NotFoundError: nothing of that name.
            VolumeError: the series holds several volumes (they are listed), or none (with reasons).
        """
        from pacslake import pixels

        return pixels.open_volume(self, id, tier=tier)

    def instance(self, uid: str) -> Instance:
        """An instance by SOPInstanceUID (the current version) or by `instance_version_id`."""
        from pacslake import pixels

        return pixels.open_instance(self, uid)

    def convert(
        self,
        what: str | Iterable[str] | None = None,
        *,
        workers: int | None = None,
        scheduler: Any = None,
        progress: Callable[..., None] | None = None,
    ) -> ConvertReport:
        """Write volumes as Zarr and their statistics as rows.

        Args:
            what: SQL that gives `volume_id`, or the ids; by default all of `pending_volumes`.
        """
        from pacslake import pixels

        self._need_writable()
        return pixels.convert(self, what, workers=workers, scheduler=scheduler, progress=progress)

    # -- compute -----------------------------------------------------------------------------------

    def cohort(self, sql: str, *, name: str | None = None) -> Cohort:
        """A set of volumes, series, instances or patients, chosen by SQL.

        Example:
            `lake.cohort("SELECT volume_id FROM volume WHERE verdict = 'regular'", name="chest-ct")`
        """
        from pacslake import compute

        return compute.cohort(self, sql, name=name)

    def export(self, cohort: Cohort, to: str, out: str | os.PathLike[str], **options: Any) -> Exported:
        """Write a cohort into a folder as dicom, nifti, bids, parquet, csv or manifest; see `pacslake.export.export`.

        Example:
            `lake.export(lake.cohort("SELECT volume_id FROM volume"), "nifti", "out", deid="basic")`
        """
        from pacslake.export import export

        return export(cohort, to, out, **options)

    def explain(self, *, table: str, row_id: str) -> Explanation:
        """Where a number came from: volume, slices, files, digests, code version."""
        from pacslake import compute

        return compute.explain(self, table=table, row_id=row_id)

    # -- derived and longitudinal ------------------------------------------------------------------

    def mask(self, volume: Volume, id: str) -> np.ndarray:
        """A segment or region of interest on a volume's grid, as (slice, row, column) of uint8."""
        from pacslake import derived

        return derived.mask(self, volume, id)

    def parametric_map(
        self,
        volume: Volume,
        values: Any,
        *,
        quantity: Any,
        unit: str,
        activity_id: str | None = None,
        **options: Any,
    ) -> Any:
        """Real values on a volume's grid (slice, row, column) as a DICOM Parametric Map, ready for `add`.

        Args:
            quantity: what the values are: (code, scheme, meaning), or an exact meaning of the dictionary.
            unit: UCUM code.
            activity_id: the run that computed them; the object names it.
        """
        from pacslake import derived
        from pacslake.derived.common_out import Algorithm

        made_by = Algorithm(activity_id=activity_id)
        return derived.build_parametric_map(
            values, volume, quantity=quantity, unit=unit, algorithm=made_by, **options
        )

    def timeline(self, patient_key: str) -> list[dict[str, Any]]:
        """The time points of a patient, in order, with days from the first."""
        from pacslake import longitudinal

        return longitudinal.timeline(self, patient_key)

    def pairs(self, patient_key: str) -> list[dict[str, Any]]:
        """The comparable volumes of a patient, pair by pair, with score and reasons."""
        from pacslake import longitudinal

        return longitudinal.pairs(self, patient_key)

    def register(self, fixed: str | Volume, moving: str | Volume, **options: Any) -> Any:
        """The rigid transform between two volumes, computed once and kept with its verdict."""
        from pacslake import longitudinal

        return longitudinal.register(self, fixed, moving, **options)

    def register_many(self, pairs: Any = None, **options: Any) -> list[Any]:
        """The transforms of many pairs, by default the best of `series_pair`, on processes or Dask."""
        from pacslake import longitudinal

        return longitudinal.register_many(self, pairs, **options)

    def track(self, patient_key: str, **options: Any) -> Any:
        """The lesions of a patient over time: matched, measured and classed."""
        from pacslake import longitudinal

        return longitudinal.track(self, patient_key, **options)

    def response(self, patient_key: str, **options: Any) -> Any:
        """The response of a tracked patient at each visit: RECIST 1.1, volumes, uptake, with the arithmetic."""
        from pacslake import longitudinal

        return longitudinal.response_of(self, patient_key, **options)

    def changes(self, cohort: Any = None, **options: Any) -> Any:
        """What changed over a cohort, one row for each lesion; patients not followed yet are tracked."""
        from pacslake import longitudinal

        return longitudinal.changes(self, cohort, **options)

    def report(self, patient_key: str, path: str | os.PathLike[str], **options: Any) -> Path:
        """A tracked patient's course as one file, `.html` or `.pdf`: pictures, numbers, response, provenance."""
        from pacslake import longitudinal

        return longitudinal.report(self, patient_key, path, **options)

    # -- widgets -----------------------------------------------------------------------------------

    def browse(self, **options: Any) -> Any:
        """A table of patients, studies, series and volumes to search and choose from."""
        from pacslake import widgets

        return widgets.browse(self, **options)

    def view(self, volume: str | Volume, *, overlays: Sequence[Any] = (), **options: Any) -> Any:
        """Look at a volume in the notebook: three planes, window, measurements, overlays."""
        from pacslake import widgets

        return widgets.view(self, volume, overlays=overlays, **options)

    def compare(self, prior: str | Volume, current: str | Volume, *more: str | Volume, **options: Any) -> Any:
        """Two to four volumes with one crosshair in patient space, with the lesions followed through them."""
        from pacslake import widgets

        return widgets.compare(self, prior, current, *more, **options)

    def timeline_view(self, patient_key: str, **options: Any) -> Any:
        """A patient's time points and lesions as a picture to click in."""
        from pacslake import widgets

        return widgets.timeline_view(self, patient_key, **options)

    def mosaic(self, cohort: Any, **options: Any) -> Any:
        """A contact sheet of a cohort's volumes."""
        from pacslake import widgets

        return widgets.mosaic(self, cohort, **options)

    # -- care --------------------------------------------------------------------------------------

    def verify(self, *, deep: bool = False) -> list[Any]:
        """Faults of the lake's own files; empty when all is as it was written.

        Args:
            deep: also read every kept original and every chunk of pixels.
        """
        from pacslake.catalog import verify
        from pacslake.pixels.store import verify_store

        return verify(self.dir, deep=deep, check_volume=verify_store)

    def vacuum(self, *, older_than_hours: float = 24, keep: int | None = None, dry_run: bool = False) -> Any:
        """Remove files that no kept snapshot and no frozen cohort names."""
        from pacslake.catalog import vacuum

        self._need_writable()
        return vacuum(self.dir, older_than_hours=older_than_hours, keep=keep, dry_run=dry_run)

    def erase(self, patient_key: str, *, reason: str) -> ErasureReport:
        """Take a patient out of every snapshot, and out of all that the lake keeps; recorded in the audit record.

        Originals outside the lake are not touched: remove them there, or the next ingest brings them back.

        Raises:
            NotFoundError: no snapshot knows the patient.
            UsageError: there is no reason, or it names the patient.
        """
        from pacslake import catalog

        self._need_writable()
        report = catalog.erase(self.dir, patient_key, reason=reason)
        self.refresh()
        self._follow_up()
        return report

    def status(self) -> Mapping[str, Any]:
        """Batches, counts, quarantine and pending work, for people and machines."""
        from pacslake.status import status

        return status(self)


def _reopen(lake_dir: LakeDir, snapshot_id: int) -> Lake:
    return Lake(lake_dir, snapshot=snapshot_id)


def _cleaning(deid: Any, key: Any, source_name: str | None) -> dict[str, Any]:
    """The cleaner that an ingest by a profile needs, as its option; nothing without one."""
    if deid is None:
        return {}
    from pacslake.deid import make_cleaner

    return {"cleaner": make_cleaner(deid, key=key, source_name=source_name)}
