"""pacslake ingest: take in a folder, an archive, or files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    LakeOption,
    QuietOption,
    SchedulerOption,
    VerboseOption,
    WorkersOption,
    find_lake,
    plain,
    progress,
    say,
    say_json,
    settings_workers,
    warn,
)
from pacslake.errors import UsageError

if TYPE_CHECKING:
    from pacslake.ingest import IngestReport
    from pacslake.lake import Lake

EPILOG = """Examples:

pacslake ingest /exports/2026-11 --lake mylake

pacslake ingest /media/cdrom --copy --lake mylake

pacslake ingest s3://bucket/2026-11 --lake mylake (who asks: AWS_ACCESS_KEY_ID and the like)

pacslake ingest /exports --dry-run --lake mylake (outcomes, volumes, identifying columns, disk need)

pacslake ingest /incoming --watch --lake mylake (until Ctrl+C or SIGTERM)

pacslake ingest /incoming --watch --deid longitudinal --lake research (a research lake: cleaned copies only)

find /exports -newer stamp | pacslake ingest - --json --lake mylake

Exit code 1: finished, but some files were quarantined or in conflict; they are listed."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ingest", epilog=EPILOG)(ingest)


def ingest(
    source: Annotated[
        list[str],
        typer.Argument(
            help="Folders, archives, files or URLs (s3://bucket/prefix); '-' reads a list from standard input."
        ),
    ],
    lake: LakeOption = None,
    copy: Annotated[bool, typer.Option("--copy", help="Keep the originals' bytes in the lake.")] = False,
    checksum: Annotated[
        bool, typer.Option("--checksum", help="Read unchanged files again and compare digests.")
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Say what would happen, with volumes, conflicts, identifying columns and disk need; write nothing.",
        ),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on looking for new files until Ctrl+C or SIGTERM.")
    ] = False,
    every: Annotated[
        float, typer.Option("--every", min=0.1, help="With --watch: seconds between looks.")
    ] = 30,
    settle: Annotated[
        float,
        typer.Option("--settle", min=0, help="With --watch: seconds for which a file must not have changed."),
    ] = 10,
    source_name: Annotated[
        str | None,
        typer.Option("--source-name", help="Who issued the patient IDs, where the files do not say."),
    ] = None,
    deid: Annotated[
        str | None,
        typer.Option(
            "--deid",
            metavar="PROFILE",
            help="Into a research lake: de-identify on the way, see 'pacslake deid'.",
        ),
    ] = None,
    key: Annotated[str | None, typer.Option("--key", help="With --deid: file of the project's key.")] = None,
    metrics: Annotated[
        Path | None,
        typer.Option(
            "--metrics",
            metavar="FILE",
            help="Write the batch's figures for node_exporter's textfile collector (*.prom).",
        ),
    ] = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Take in DICOM: found by content, originals never changed, every file with an outcome and a reason."""
    from pacslake.ingest.lean import make_lean

    opened = find_lake(lake)
    if key is not None and deid is None:
        raise UsageError("--key goes with --deid")
    make_lean()
    names = [line.rstrip("\n") for line in sys.stdin if line.strip()] if source == ["-"] else source
    if watch:
        _watch(
            opened, names, every, settle, dry_run, as_json, quiet,
            copy=copy, checksum=checksum, source_name=source_name, deid=deid, key=key,
            workers=settings_workers(workers), scheduler=scheduler,
        )  # fmt: skip
        return
    if deid is not None and dry_run:
        from pacslake.cli.deid import rehearse
        from pacslake.deid import load_profile
        from pacslake.ingest.engine import require_research

        require_research(opened)
        return rehearse(
            names, load_profile(deid), key, source_name, 0, as_json=as_json, quiet=quiet, verbose=verbose
        )
    if deid is not None:
        from pacslake.deid import load_profile
        from pacslake.face_search import mark_where_asked

        for name in names:
            mark_where_asked(name, load_profile(deid), key, workers=settings_workers(workers))
    with progress("ingest", quiet=quiet or as_json) as tick:
        report = opened.ingest(
            names[0] if len(names) == 1 and source != ["-"] else names,
            copy=copy,
            checksum=checksum,
            dry_run=dry_run,
            source_name=source_name,
            workers=settings_workers(workers),
            scheduler=scheduler,
            progress=tick,
            deid=deid,
            key=key,
        )
    if metrics is not None and not dry_run:
        from pacslake.metrics import of_ingest, write_job

        write_job(metrics, of_ingest(report))
    if as_json:
        say_json(report.to_dict())
    else:
        say(str(report), quiet=quiet)
        shown = report.faults if verbose else report.faults[:20]
        for fault in shown:
            warn(f"{fault.outcome}: {fault.uri}: {fault.reason}")
        if len(report.faults) > len(shown):
            warn(
                f"... {len(report.faults) - len(shown)} more; see: pacslake sql \"SELECT uri, reason FROM file WHERE outcome IN ('quarantined', 'conflict')\""
            )
    raise typer.Exit(WITH_FAULTS if report.faults else DONE)


def _watch(
    lake: Lake, names: list[str], every: float, settle: float, dry_run: bool, as_json: bool, quiet: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Look until told to stop; a signal between looks ends at once, one in an ingest after what is committed."""
    import json
    import signal
    import threading

    if dry_run:
        raise UsageError("--watch and --dry-run do not go together")
    stop = threading.Event()

    def end(*_: object) -> None:
        if not stop.is_set():
            stop.set()
            raise KeyboardInterrupt

    def told(report: IngestReport) -> None:
        # One line each, so that a log of them can be read line by line.
        if as_json:
            print(json.dumps(plain(report.to_dict()), ensure_ascii=False), flush=True)
        elif not quiet:
            print(report, flush=True)
        for fault in () if as_json else report.faults[:20]:
            warn(f"{fault.outcome}: {fault.uri}: {fault.reason}")

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    if not quiet and not as_json:
        say(f"watching {', '.join(names)} every {every:g} s; end with Ctrl+C")
        sys.stdout.flush()
    try:
        lake.watch(names, every=every, settle=settle, stop=stop, on_report=told, **options)
    except KeyboardInterrupt:
        if not stop.is_set():
            raise
    say("stopped; what was committed stays, and the same command goes on from there", quiet=quiet or as_json)
