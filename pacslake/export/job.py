"""The export as a job: policy first, then files one after another, then the manifest that makes it whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.errors import LakeError, PolicyError, UsageError
from pacslake.export import croissant, report
from pacslake.export.members import Members
from pacslake.version import __version__

if TYPE_CHECKING:
    from pacslake.compute import Cohort
    from pacslake.lake import Lake

__all__ = ["FORMATS", "Exported", "export"]

FORMATS = {
    "dicom": "the original objects byte for byte, with a DICOMDIR",
    "nifti": "volumes as .nii.gz with exact affine and a JSON sidecar",
    "bids": "MR volumes in the order of BIDS, all others under sourcedata/",
    "parquet": "the catalogue's rows of the members, one file a table",
    "csv": "the same as CSV",
    "omop": "people, events, series and measurements in the tables of OMOP CDM 5.4 with its imaging extension",
    "fhir": "Patient, ImagingStudy, DiagnosticReport, Condition, Observation as NDJSON of FHIR R4; volumes as ImagingSelection of R5",
    "manifest": "no pixels: one row per object with where it lies, its size and its SHA-256",
}
"""What `to` may be, with what it gives."""

_TABLES = {
    "patient": "patient_key IN (SELECT patient_key FROM instance_row WHERE instance_version_id IN (SELECT unnest(?)))",
    "study": '"StudyInstanceUID" IN (SELECT "StudyInstanceUID" FROM instance_row WHERE instance_version_id IN (SELECT unnest(?)))',
    "series": '"SeriesInstanceUID" IN (SELECT "SeriesInstanceUID" FROM instance_row WHERE instance_version_id IN (SELECT unnest(?)))',
    "volume": "volume_id IN (SELECT volume_id FROM volume_frame WHERE instance_version_id IN (SELECT unnest(?)))",
    "instance": "instance_version_id IN (SELECT unnest(?))",
}


@dataclass
class Exported:
    """What an export wrote. `faults` are (what, why) of members that could not be given out."""

    folder: Path
    to: str
    n_files: int = 0
    n_bytes: int = 0
    n_kept: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "folder": str(self.folder), "to": self.to, "n_files": self.n_files, "n_bytes": self.n_bytes,
            "n_kept": self.n_kept, "faults": [{"what": what, "reason": why} for what, why in self.faults],
        }  # fmt: skip

    def __str__(self) -> str:
        kept = f", {self.n_kept} of them from before" if self.n_kept else ""
        bad = f"; {len(self.faults)} could not be given out" if self.faults else ""
        return f"{self.n_files} files ({self.n_bytes / 1e6:.1f} MB) in {self.folder}{kept}{bad}"


def export(
    cohort: Cohort,
    to: str,
    out: str | os.PathLike[str],
    *,
    identified: bool = False,
    deid: Any = None,
    key: Any = None,
    workers: int | None = None,
    progress: Callable[..., None] | None = None,
) -> Exported:
    """Write the members of a cohort into a folder.

    Args:
        cohort: at any grain; of a volume the objects that it is made of are its DICOM.
        to: one of `FORMATS`.
        out: a folder that is new, empty, or holds the same export half done, which is then gone on with.
        identified: give an identified lake's data out as they are.
        deid: a profile by which they are de-identified on the way out, see `pacslake.deid.load_profile`.
        key: file of the project's key for that.

    Raises:
        UsageError: an empty cohort, an unknown format, a folder with something else in it.
        PolicyError: an identified lake, and neither `identified` nor `deid`; or `deid` of a lake that is clean already.
        LakeError: the folder cannot be written.
    """
    if to not in FORMATS:
        raise UsageError(f"there is no format {to!r}; there are {', '.join(FORMATS)}")
    lake = cohort.lake
    if lake.zone != "research" and deid is None and not identified:
        raise PolicyError(
            "this lake holds identities: say --deid PROFILE to clean what goes out, or --identified to give it out as it is"
        )
    if deid is not None and (lake.zone == "research" or identified):
        raise PolicyError("--deid is for data of an identified lake that are not given out as they are")
    cohort.need_members()
    folder = Path(out).expanduser()
    done = Exported(folder, to)
    plan = {
        "to": to, "lake_id": lake.dir.config.lake_id, "snapshot_id": cohort.snapshot_id,
        "members_sha256": cohort.members_sha256, "deid": str(deid) if deid is not None else None,
    }  # fmt: skip
    try:
        _begin(folder, plan)
        audit.record(
            lake.dir, "export", to=to, n_members=len(cohort), members_sha256=cohort.members_sha256,
            snapshot=cohort.snapshot_id, identified=lake.zone != "research" and deid is None, deid=plan["deid"],
        )  # fmt: skip
        if deid is None:
            _write(cohort, to, done, plan, None, workers, progress)
        else:
            with _cleaned(cohort, folder, deid, key, workers, done) as clean:
                _write(clean, to, done, plan, cohort, workers, progress)
    except OSError as error:
        raise LakeError(
            f"the export cannot be written ({error.strerror or type(error).__name__}); free space or rights?"
        ) from None
    return done


def _begin(folder: Path, plan: Mapping[str, Any]) -> None:
    """Mark the folder as this export's. Raises: UsageError where it holds anything else."""
    mark = folder / ".export.json"
    if mark.is_file():
        if json.loads(mark.read_text("utf-8")) != plan:
            raise UsageError(
                f"{folder} holds another export, of other members or another form; name a new folder"
            )
    elif folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; an export needs a folder of its own")
    else:
        folder.mkdir(parents=True, exist_ok=True)
        mark.write_text(json.dumps(plan), "utf-8")
    for left in folder.glob(".work-*"):
        shutil.rmtree(left, ignore_errors=True)
    for name in ("manifest.json", "SHA256SUMS", "files.csv", "croissant.json", "ro-crate-metadata.json"):
        (folder / name).unlink(missing_ok=True)


class _cleaned:
    """A cohort of the cleaned copies of another's objects, in a research lake that goes when it is left."""

    def __init__(
        self, cohort: Cohort, folder: Path, deid: Any, key: Any, workers: int | None, done: Exported
    ) -> None:
        self._work = tempfile.TemporaryDirectory(dir=folder, prefix=".work-")
        try:
            self.cohort = self._make(cohort, deid, key, workers, done)
        except BaseException:
            self._work.cleanup()
            raise

    def _make(self, cohort: Cohort, deid: Any, key: Any, workers: int | None, done: Exported) -> Cohort:
        import pacslake
        from pacslake.clinical.research import carry_over
        from pacslake.deid import make_cleaner
        from pacslake.pixels.rows import uri_of
        from pacslake.source import open_bytes

        cleaner = make_cleaner(deid, key=key)
        members, work = Members(cohort), Path(self._work.name)
        originals = work / "originals"
        originals.mkdir()
        for n, row in enumerate(members.files):
            (originals / f"{n:08d}").write_bytes(open_bytes(uri_of(cohort.lake, row)))
        lake: Lake = pacslake.init(work / "lake", zone="research")
        told = lake.ingest(originals, copy=True, workers=workers, deid=cleaner.profile, key=cleaner.key)
        shutil.rmtree(originals)
        for fault in told.faults:
            n = int(Path(fault.uri).name)
            done.faults.append((members.files[n]["id"], fault.reason or fault.outcome))
        carry_over(cohort.lake, lake, cleaner.profile, cleaner.key)
        if cohort.key == "volume_id":
            return lake.cohort("SELECT volume_id FROM volume", name=cohort.name)
        return lake.cohort("SELECT instance_version_id FROM instance WHERE is_current", name=cohort.name)

    def __enter__(self) -> Cohort:
        return self.cohort

    def __exit__(self, *error: object) -> None:
        self._work.cleanup()


def _write(
    cohort: Cohort, to: str, done: Exported, plan: Mapping[str, Any], origin: Cohort | None, workers: int | None,
    progress: Callable[..., None] | None,
) -> None:  # fmt: skip
    """Write the files of a format, then what describes them."""
    members = Members(cohort)
    files: list[dict[str, Any]] = []

    def note(path: str, source: str) -> None:
        place = done.folder / path
        files.append(
            {"path": path, "bytes": place.stat().st_size, "sha256": report.sha256_of(place), "source": source}
        )

    makers: dict[str, Callable[[], Iterator[tuple[str, str]]]] = {
        "dicom": lambda: _dicom(members, done, progress),
        "nifti": lambda: _images(members, done, workers, progress, bids=False),
        "bids": lambda: _images(members, done, workers, progress, bids=True),
        "parquet": lambda: _tables(members, done, "parquet"),
        "csv": lambda: _tables(members, done, "csv"),
        "omop": lambda: _omop(members, done),
        "fhir": lambda: _fhir(members, done),
        "manifest": lambda: _listing(members, done),
    }
    for path, source in makers[to]():
        note(path, source)
    files.sort(key=lambda f: f["path"])
    done.n_files, done.n_bytes = len(files), sum(f["bytes"] for f in files)
    told = (origin or cohort).manifest()
    clean = cohort.lake.zone == "research"
    manifest = {
        "format": "pacslake-export-1", "to": to, "name": cohort.name or f"{to} export",
        "citation": told.citation, "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "pacslake_version": __version__, "snapshot_id": plan["snapshot_id"], "lake_id": plan["lake_id"],
        "members_sha256": plan["members_sha256"], "grain": cohort.grain, "n_members": len(origin or cohort),
        "identified": not clean, "deid": plan["deid"], "n_files": done.n_files, "n_bytes": done.n_bytes,
        "people": report.groups(members.people),
        "not_given_out": [{"what": what, "reason": why} for what, why in done.faults],
    }  # fmt: skip
    if not clean:
        manifest["sql"] = cohort.sql
    for name, text in (
        ("files.csv", report.files_csv(files)),
        ("SHA256SUMS", report.sums(files)),
        ("croissant.json", json.dumps(croissant.write(manifest, files), indent=1) + "\n"),
        ("ro-crate-metadata.json", json.dumps(report.write_crate(manifest, files), indent=1) + "\n"),
        ("manifest.json", json.dumps(manifest, indent=1) + "\n"),
    ):
        _put(done.folder / name, text.encode())


def _put(path: Path, data: bytes) -> None:
    """Write a file under its name only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".part-{path.name}")
    with open(part, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def _dicom(
    members: Members, done: Exported, progress: Callable[..., None] | None
) -> Iterator[tuple[str, str]]:
    from pacslake.export.dicom import file_set
    from pacslake.pixels.rows import uri_of
    from pacslake.source import open_bytes

    lake = members.cohort.lake
    found = file_set(members.files, lambda row: open_bytes(uri_of(lake, row)), done.folder, done.faults)
    for n, (row, path, data) in enumerate(found, start=1):
        place = done.folder / path
        if row and place.is_file() and report.sha256_of(place) == row["sha256"]:
            done.n_kept += 1
        else:
            _put(place, data)
        if progress is not None:
            progress(n, len(members.files) + 1)
        yield path, str(row.get("id", ""))


def _images(
    members: Members, done: Exported, workers: int | None, progress: Callable[..., None] | None, *, bids: bool
) -> Iterator[tuple[str, str]]:
    from pacslake.export import images
    from pacslake.work import map_ordered

    lake = members.cohort.lake
    plan = images.bids_plan(members) if bids else images.nifti_plan(members)
    made: list[str] = []
    tasks = []
    for row, path, more in plan:
        if row["verdict"] == "not_a_volume":
            done.faults.append((row["volume_id"], "not a volume: its frames have no common geometry"))
        elif (done.folder / path).is_file():
            done.n_kept += 1
            made.append(path)
            yield from _pair(path, row["volume_id"])
        else:
            tasks.append(
                images.Task(
                    lake.dir.place, members.cohort.snapshot_id, row["volume_id"], str(done.folder), path, more
                )
            )
    for n, (task, fault) in enumerate(
        zip(tasks, map_ordered(images.write_volume, tasks, workers=workers, small=4), strict=True), start=1
    ):
        if progress is not None:
            progress(n, len(tasks))
        if fault is not None:
            done.faults.append((task.volume_id, fault))
            continue
        made.append(task.path)
        yield from _pair(task.path, task.volume_id)
    if bids:
        name = members.cohort.name or "Volumes of a DICOM lake"
        for path, text in images.bids_texts(members, made, name, __version__).items():
            _put(done.folder / path, text.encode())
            yield path, ""


def _pair(path: str, source: str) -> Iterator[tuple[str, str]]:
    yield path, source
    yield path.removesuffix(".nii.gz") + ".json", source


def _tables(members: Members, done: Exported, kind: str) -> Iterator[tuple[str, str]]:
    catalog = members.cohort.catalog
    for name, where in _TABLES.items():
        table = catalog.arrow(f"SELECT * FROM {name} WHERE {where}", [members.instance_ids])
        yield _write_table(table, done.folder / f"{name}.{kind}")


def _write_table(table: Any, place: Path) -> tuple[str, str]:
    """Write a table as its name's ending says; its name, as `_write` takes it."""
    import pyarrow.csv
    import pyarrow.parquet

    part = place.with_name(f".part-{place.name}")
    if place.suffix == ".parquet":
        pyarrow.parquet.write_table(table, part, compression="zstd")
    else:
        pyarrow.csv.write_csv(_flat(table), part)
    os.replace(part, place)
    return place.name, ""


def _omop(members: Members, done: Exported) -> Iterator[tuple[str, str]]:
    from pacslake.export import omop

    with omop.build(members, done.faults) as made:
        for name in omop.TABLES:
            table = made.sql(f"FROM {name} ORDER BY 1").to_arrow_table()
            yield _write_table(table, done.folder / f"{name}.csv")
        yield _write_table(omop.source_rows(made), done.folder / "image_occurrence_source.csv")
    _put(done.folder / "omop.sql", Path(omop.__file__).with_name("omop.sql").read_bytes())
    yield "omop.sql", ""


def _fhir(members: Members, done: Exported) -> Iterator[tuple[str, str]]:
    from pacslake.export import fhir

    for kind, rows in fhir.resources(members):
        if rows:
            _put(done.folder / f"{kind}.ndjson", fhir.ndjson(rows))
            yield f"{kind}.ndjson", ""


def _flat(table: Any) -> Any:
    """Lists and structures as JSON text, since CSV holds plain values only."""
    import pyarrow as pa

    for i, column in enumerate(table.schema):
        if pa.types.is_nested(column.type):
            texts = [None if v is None else json.dumps(v, default=str) for v in table.column(i).to_pylist()]
            table = table.set_column(i, column.name, pa.array(texts, pa.string()))
    return table


def _listing(members: Members, done: Exported) -> Iterator[tuple[str, str]]:
    """One row per object, named as idc-index names them, with where it lies."""
    import csv
    import io

    from pacslake.pixels.rows import uri_of

    names = [
        "PatientID",
        "StudyInstanceUID",
        "SeriesInstanceUID",
        "SOPInstanceUID",
        "SOPClassUID",
        "Modality",
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*names, "uri", "size_bytes", "sha256"])
    for row in members.files:
        writer.writerow(
            [*(row[n] for n in names), uri_of(members.cohort.lake, row), row["size_bytes"], row["sha256"]]
        )
    _put(done.folder / "objects.csv", out.getvalue().encode())
    yield "objects.csv", ""
    table = members.cohort.catalog.arrow(
        f"SELECT * FROM idc_index WHERE {_TABLES['series']} ORDER BY ALL", [members.instance_ids]
    )
    yield _write_table(table, done.folder / "idc_index.parquet")
    yield _write_table(table, done.folder / "idc_index.csv")
