"""pacslake ingest: take in a folder, an archive, or files."""

from __future__ import annotations

import sys
from typing import Annotated

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
    progress,
    say,
    say_json,
    settings_workers,
    warn,
)

EPILOG = """Examples:

pacslake ingest /exports/2026-11 --lake mylake

pacslake ingest /media/cdrom --copy --lake mylake

pacslake ingest s3://bucket/2026-11 --lake mylake (who asks: AWS_ACCESS_KEY_ID and the like)

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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    source_name: Annotated[
        str | None,
        typer.Option("--source-name", help="Who issued the patient IDs, where the files do not say."),
    ] = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Take in DICOM: found by content, originals never changed, every file with an outcome and a reason."""
    from pacslake.ingest.lean import spare_pandas

    opened = find_lake(lake)
    spare_pandas()
    names = [line.rstrip("\n") for line in sys.stdin if line.strip()] if source == ["-"] else source
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
        )
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
