"""Take in files: read each once, judge it, and commit rows of it. `run` takes a source, `add` an object."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pacslake.errors import PolicyError

if TYPE_CHECKING:
    from pacslake.deid import Cleaner
    from pacslake.ingest.rehearsal import Rehearsal
    from pacslake.ingest.report import Fault, IngestReport, Progress
    from pacslake.lake import Lake

__all__ = ["Fault", "IngestReport", "Progress", "add", "choose_version", "run"]


def run(
    lake: Lake,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    copy: bool = False,
    workers: int | None = None,
    scheduler: Any = None,
    checksum: bool = False,
    source_name: str | None = None,
    progress: Callable[..., None] | None = None,
    dry_run: bool = False,
    cleaned: bool = False,
    rehearsal: Rehearsal | None = None,
    hold: Callable[[Any], bool] | None = None,
    cleaner: Cleaner | None = None,
) -> IngestReport:
    """Take in a folder, an archive, a file or a list of these; originals are never changed.

    Args:
        lake: where to; its catalogue moves on to the last commit.
        source: paths or URLs; archives and compressed files are recognised by content.
        copy: keep the originals' bytes under `objects/` (a research lake always does).
        workers: processes; None: as many as cores and memory allow.
        scheduler: Dask client, cluster or address instead of processes; see `pacslake.work.map_ordered`.
        checksum: read files again whose size and time are unchanged, and compare digests.
        source_name: who issued the patient identifiers, where the files do not say.
        progress: called with files done, files in all, and `n_bytes` read.
        dry_run: judge everything and write nothing.
        rehearsal: with `dry_run`: collects the rows that would come in.
        hold: leaves an entry of the walk for a later run; with it a run that finds nothing to do leaves no trace.
        cleaned: the files were de-identified; a research lake takes no others.
        cleaner: de-identifies each file before anything of it is kept; a research lake needs one.

    Raises:
        UsageError: the source does not exist.
        LakeError: the lake cannot be written; what was committed before stays.
        PolicyError: a research lake was given files that were not de-identified, or another project's key.
    """
    from pacslake.ingest.engine import Options
    from pacslake.ingest.engine import run as run_engine

    options = Options(copy, workers, scheduler, checksum, source_name, dry_run, hold, cleaner)
    return run_engine(lake, source, options=options, progress=progress, cleaned=cleaned, rehearsal=rehearsal)


def add(lake: Lake, item: Any) -> IngestReport:
    """Take in one object: a pydicom data set, whose bytes the lake keeps, or the path of a file or folder.

    Raises:
        UsageError: neither a path nor a data set, or a data set that cannot be written as a file.
        PolicyError: the path of files that nobody de-identified, into a research lake.
    """
    if isinstance(item, str | os.PathLike):
        if lake.zone == "research":
            raise PolicyError(
                "a research lake takes in files by `pacslake deid SOURCE LAKE`, which cleans them"
            )
        return run(lake, item, cleaned=True)
    from pacslake.ingest.memory import add_datasets

    return add_datasets(lake, item if isinstance(item, list | tuple) else [item])


def __getattr__(name: str) -> Any:
    if name in ("Fault", "IngestReport", "Progress"):
        from pacslake.ingest import report

        return getattr(report, name)
    raise AttributeError(f"module 'pacslake.ingest' has no attribute {name!r}")


def choose_version(lake: Lake, instance_version_id: str) -> str:
    """Let one of the contents of a SOPInstanceUID count from now on; see `pacslake.ingest.choice`."""
    from pacslake.ingest.choice import choose_version as choose

    return choose(lake, instance_version_id)
