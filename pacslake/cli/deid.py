"""pacslake deid: a research lake of cleaned copies, from files or from an identified lake."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    QuietOption,
    SchedulerOption,
    VerboseOption,
    WorkersOption,
    progress,
    say,
    say_json,
    settings_workers,
    warn,
)

EPILOG = """Examples:

pacslake deid /exports/2026-11 research --profile basic

pacslake deid mylake research --profile longitudinal --key /safe/project.key

pacslake deid mylake research --profile my-study.toml --json

Profiles: basic (PS3.15 Basic Profile, no dates), longitudinal (dates shifted by whole days per patient, with weight, size
and age), keep-private-safe (longitudinal, and private attributes that are known to name nobody), or a TOML file.

Exit code 1: finished, but some objects were held back; they are listed with the reason, and none of them is in the lake."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("deid", epilog=EPILOG)(deid)


def deid(
    source: Annotated[str, typer.Argument(help="A folder, an archive, or a lake.", metavar="SRC")],
    target: Annotated[
        str, typer.Argument(help="The research lake; made where there is none.", metavar="DST")
    ],
    profile: Annotated[
        str, typer.Option("--profile", help="basic, longitudinal, keep-private-safe, or a TOML file.")
    ] = "basic",
    key: Annotated[
        str | None,
        typer.Option("--key", help="File of the project's key; by default your own, made at the first use."),
    ] = None,
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
    """De-identify into a research lake: no identity in any byte of it, objects in doubt held back."""
    from pacslake.research import deidentify

    with progress("deid", quiet=quiet or as_json) as tick:
        report = deidentify(
            source,
            target,
            profile=profile,
            key=key,
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
            warn(f"... {len(report.faults) - len(shown)} more; see all with --verbose")
    raise typer.Exit(WITH_FAULTS if report.faults else DONE)
