"""pacslake convert: volumes to Zarr, and their statistics to rows."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    LakeOption,
    QuietOption,
    SchedulerOption,
    WorkersOption,
    find_lake,
    progress,
    say,
    say_json,
    settings_workers,
    warn,
)

EPILOG = """Examples:

pacslake convert --lake mylake        (all that is pending)

pacslake convert "SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) WHERE Modality = 'CT'" --lake mylake"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("convert", epilog=EPILOG)(convert)


def convert(
    sql: Annotated[
        str | None, typer.Argument(help="SQL that gives volume_id; without it, all that is pending.")
    ] = None,
    lake: LakeOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write volumes as chunked, checksummed Zarr; a killed run is resumed by the same command."""
    opened = find_lake(lake)
    with progress("convert", quiet=quiet or as_json, unit="volumes") as tick:
        report = opened.convert(sql, workers=settings_workers(workers), scheduler=scheduler, progress=tick)
    if as_json:
        say_json(report.to_dict())
    else:
        say(str(report), quiet=quiet)
        for failed in report.failed:
            warn(f"not converted: {failed}")
    raise typer.Exit(WITH_FAULTS if report.failed else DONE)
