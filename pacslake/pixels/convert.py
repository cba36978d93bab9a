"""Volumes to Zarr: which are pending, one task a volume wherever work runs, commits by the driver alone.

What is left to do is a query, so a killed run is resumed by asking again. A volume that cannot be converted
becomes a row of `issue` and stops no other. Nothing heavy is imported with this module.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import LakeError, NotFoundError, UsageError
from pacslake.layout.killpoint import passing

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes
    from pacslake.pixels.conversion import Conversion, Converted

__all__ = ["ConvertReport", "convert", "refresh_statistics"]

_COMMIT_SECONDS = 60.0
_COMMIT_VOLUMES = 500
_QUERY_VOLUMES = 64


@dataclass(frozen=True)
class ConvertReport:
    """What `Lake.convert` did.

    Attributes:
        converted: ids of volumes that are now in Zarr.
        skipped: ids that were there already.
        failed: a row (volume_id, code, reason) for each that could not be converted; also in `issue`.
        seconds, raw_bytes, zarr_bytes: how long, from how much, to how much.
    """

    converted: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[dict[str, str], ...] = ()
    seconds: float = 0.0
    raw_bytes: int = 0
    zarr_bytes: int = 0

    def __str__(self) -> str:
        text = (
            f"{len(self.converted)} converted, {len(self.skipped)} already there, {len(self.failed)} failed"
        )
        if self.converted and self.zarr_bytes:
            text += (
                f" ({self.raw_bytes / 1e6:.0f} MB to {self.zarr_bytes / 1e6:.0f} MB in {self.seconds:.1f} s)"
            )
        return text

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "converted": list(self.converted),
            "skipped": list(self.skipped),
            "failed": [dict(f) for f in self.failed],
            "seconds": round(self.seconds, 3),
            "raw_bytes": self.raw_bytes,
            "zarr_bytes": self.zarr_bytes,
        }


@dataclass
class _Done:
    converted: list[str] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    raw_bytes: int = 0
    zarr_bytes: int = 0


def convert(
    lake: Any,
    what: str | Iterable[str] | None = None,
    *,
    workers: int | None = None,
    scheduler: Any = None,
    progress: Callable[..., None] | None = None,
) -> ConvertReport:
    """Write volumes as Zarr and their statistics as rows.

    Args:
        lake: an open lake that may be written.
        what: SQL that gives `volume_id`, or the ids; by default all of `pending_volumes`.
        workers: processes; one volume at a time in each.
        scheduler: a Dask client or the address of one, instead of local processes.
        progress: called with volumes done and volumes in all.

    Raises:
        NotFoundError: an id that this snapshot does not have.
        UsageError: the SQL gives no column `volume_id`.
    """
    from pacslake import work
    from pacslake.pixels.conversion import convert_volume

    began = time.monotonic()
    ids = list(dict.fromkeys(resolve(lake, what)))
    rows = _rows_of(lake, ids)
    done_already = [i for i in ids if rows[i].get("zarr_uri")]
    todo = [i for i in ids if not rows[i].get("zarr_uri")]
    staging = lake.dir.staging("convert") if todo else None
    done, pending = _Done(), []
    last = time.monotonic()
    try:
        tasks = _tasks(lake, todo, rows, staging, threads=_threads(workers, scheduler, len(todo)))
        results = work.map_ordered(convert_volume, tasks, workers=workers, scheduler=scheduler, small=2)
        for n, result in enumerate(results, 1):
            pending.append(result)
            if progress is not None:
                progress(n, len(todo))
            if len(pending) >= _COMMIT_VOLUMES or time.monotonic() - last > _COMMIT_SECONDS:
                _commit(lake, pending, staging, done)
                pending, last = [], time.monotonic()
        _commit(lake, pending, staging, done)
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
    return ConvertReport(
        tuple(done.converted),
        tuple(done_already),
        tuple(done.failed),
        time.monotonic() - began,
        done.raw_bytes,
        done.zarr_bytes,
    )


def refresh_statistics(lake: Any, what: str | Iterable[str], *, workers: int | None = None) -> ConvertReport:
    """Make the rows of `pixel_stat` for volumes without converting them.

    Args:
        what: SQL that gives `volume_id`, or the ids.
    """
    from pacslake import work
    from pacslake.pixels.conversion import measure_volume

    began = time.monotonic()
    ids = list(dict.fromkeys(resolve(lake, what)))
    rows = _rows_of(lake, ids)
    tasks = _tasks(lake, ids, rows, None, threads=1)
    done = _Done()
    results = list(work.map_ordered(measure_volume, tasks, workers=workers, small=2))
    _commit(lake, results, None, done)
    return ConvertReport(tuple(done.converted), (), tuple(done.failed), time.monotonic() - began)


def resolve(lake: Any, what: str | Iterable[str] | None) -> list[str]:
    """Ids from SQL, from a list, from one id, or all that is pending.

    Raises:
        UsageError: the SQL gives no column `volume_id` and not exactly one column.
    """
    if what is None:
        what = "SELECT volume_id FROM pending_volumes"
    if not isinstance(what, str):
        return [str(i) for i in what]
    if " " not in what.strip():
        return [what.strip()]
    found = lake.dicts(what)
    if not found:
        return []
    column = "volume_id" if "volume_id" in found[0] else next(iter(found[0]))
    if column != "volume_id" and len(found[0]) > 1:
        raise UsageError("the SQL for convert gives no column volume_id: SELECT volume_id FROM ...")
    return [str(row[column]) for row in found]


def _rows_of(lake: Any, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    from pacslake.pixels.rows import volume_rows

    rows = {r["volume_id"]: r for r in volume_rows(lake, ids)} if ids else {}
    missing = [i for i in ids if i not in rows]
    if missing:
        raise NotFoundError(
            f"no volume {missing[0]!r} in this snapshot ({len(missing)} of {len(ids)} unknown)"
        )
    return rows


def _threads(workers: int | None, scheduler: Any, count: int) -> int | None:
    """One thread each where several processes work, all cores where one does."""
    return None if scheduler is None and (count <= 2 or workers in (0, 1)) else 1


def _tasks(
    lake: Any,
    ids: Sequence[str],
    rows: dict[str, dict[str, Any]],
    staging: Path | None,
    *,
    threads: int | None,
) -> Iterator[Conversion]:
    from pacslake.pixels.conversion import Conversion
    from pacslake.pixels.rows import frame_rows_of

    for start in range(0, len(ids), _QUERY_VOLUMES):
        some = ids[start : start + _QUERY_VOLUMES]
        frames = frame_rows_of(lake, some)
        for id in some:
            folder = None if staging is None else staging / f"{id}.zarr"
            if staging is not None and lake.dir.bucket_url is not None:
                folder = Path(lake.dir.path("volumes", f"{id}.zarr"))
            yield Conversion(rows[id], frames.get(id, []), folder, lake.catalog.snapshot.snapshot_id, threads)


def _commit(lake: Any, results: Sequence[Converted], staging: Path | None, done: _Done) -> None:
    """Rename what is finished into `volumes/` and commit its rows, all at once."""
    if not results:
        return
    good = [r for r in results if r.failed is None]
    bad = [r for r in results if r.failed is not None]
    passing("convert.written")
    try:
        checksums = (
            {r.volume_id: _put_in_place(lake, r, staging) for r in good} if staging is not None else {}
        )
    except LakeError:
        raise
    except OSError as error:
        raise LakeError(
            f"a converted volume could not be given its place ({error.strerror}); what was committed stays. "
            "Look at the disk, then run the same again"
        ) from error
    passing("convert.named")
    lake.commit(lambda catalog: _changes(catalog, good, bad, checksums), note=f"convert {len(good)} volumes")
    passing("convert.committed")
    done.converted += [r.volume_id for r in good]
    done.failed += [{"volume_id": r.volume_id, "code": str(r.code), "reason": str(r.failed)} for r in bad]
    done.raw_bytes += sum(r.raw_bytes for r in good)
    done.zarr_bytes += sum(r.zarr_bytes for r in good)


def _put_in_place(lake: Any, result: Converted, staging: Path) -> str:
    """Give a finished store its final name; one that a killed run left there is used if it is whole."""
    from pacslake.layout.atomic import rename_dir
    from pacslake.pixels.store import verify_store

    if lake.dir.bucket_url is not None:  # its worker brought it there
        assert result.checksum is not None
        return result.checksum
    source = staging / f"{result.volume_id}.zarr"
    target = Path(lake.dir.path("volumes", source.name))
    if target.exists():
        if not verify_store(target):
            import hashlib

            return hashlib.sha256((target / "zarr.json").read_bytes()).hexdigest()
        # Out of the way by rename: a reader that has it open keeps its files.
        target.rename(staging / f"old-{uuid.uuid4().hex}")
    rename_dir(source, target)
    assert result.checksum is not None
    return result.checksum


def _changes(
    catalog: Catalog, good: Sequence[Converted], bad: Sequence[Converted], checksums: dict[str, str]
) -> Changes:
    from pacslake.catalog import Changes, Replace

    ids = [r.volume_id for r in (*good, *bad)]
    current = {
        r["volume_id"]: r
        for r in catalog.dicts("SELECT * FROM volume WHERE volume_id IN (SELECT unnest(?))", [ids])
    }
    volumes, stats, issues = [], [], []
    for result in good:
        row = current.get(result.volume_id)
        if row is None:  # the series changed meanwhile, and this volume with it
            continue
        if result.volume_id in checksums:
            row = row | {
                "zarr_uri": f"volumes/{result.volume_id}.zarr",
                "zarr_checksum": checksums[result.volume_id],
            }
        whole = result.stats[0]
        volumes.append(row | {"value_min": whole["min"], "value_max": whole["max"]})
        stats += result.stats
        issues += [_issue(result.volume_id, **i) for i in result.issues]
    for result in bad:
        if result.volume_id in current:
            issues.append(
                _issue(
                    result.volume_id,
                    level="volume",
                    entity_id=result.volume_id,
                    code=str(result.code),
                    severity="error",
                    message=result.failed,
                )
            )
    changed = [v["volume_id"] for v in volumes]
    return Changes(
        replace=[
            Replace("volume", "volume_id", changed, volumes),
            Replace("pixel_stat", "volume_id", changed, stats),
            Replace("issue", "scope", [f"pixels:{i}" for i in current], issues),
        ]
    )


def _issue(volume_id: str, **columns: Any) -> dict[str, Any]:
    import hashlib

    key = hashlib.sha256(f"pixels {volume_id} {columns['code']}".encode()).hexdigest()[:20]
    return {"issue_id": f"i{key}", "source": "pixels", "scope": f"pixels:{volume_id}", **columns}
