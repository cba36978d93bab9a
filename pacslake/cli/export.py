"""pacslake export: a cohort out as DICOM, NIfTI, BIDS, tables or a list, with digests."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    LakeOption,
    QuietOption,
    VerboseOption,
    WorkersOption,
    find_lake,
    progress,
    say,
    say_json,
    settings_workers,
    warn,
)
from pacslake.errors import UsageError

EPILOG = """Examples:

pacslake export chest-ct --to nifti /data/chest-ct --lake research

pacslake export --sql "SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) WHERE Modality = 'MR'" --to bids /data/study --lake research

pacslake export --all --to dicom /media/disc --identified --lake mylake

pacslake export chest-ct --to dicom /data/clean --deid longitudinal --lake mylake

Formats: dicom (originals with a DICOMDIR), nifti, bids, parquet, csv, omop (CDM 5.4 with its
imaging extension), fhir (NDJSON), manifest (a list with digests, also in the form of idc-index).

Beside the files: manifest.json, files.csv, SHA256SUMS (check with: sha256sum -c SHA256SUMS), ro-crate-metadata.json, croissant.json. The
same command goes on where it was stopped. From an identified lake nothing goes out without --deid or --identified.

Exit code 1: finished, but some members could not be given out; they are listed."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", epilog=EPILOG)(export)


def export(
    names: Annotated[
        list[str],
        typer.Argument(
            help="A frozen cohort, unless --sql or --all; then the folder.", metavar="[COHORT] OUT"
        ),
    ],
    to: Annotated[
        str, typer.Option("--to", help="dicom, nifti, bids, parquet, csv, omop, fhir or manifest.")
    ],
    sql: Annotated[str | None, typer.Option("--sql", help="Choose members by SQL, as for a cohort.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All current instances of the lake.")] = False,
    deid: Annotated[
        str | None, typer.Option("--deid", help="Clean by this profile on the way out.", metavar="PROFILE")
    ] = None,
    key: Annotated[str | None, typer.Option("--key", help="File of the project's key, for --deid.")] = None,
    identified: Annotated[
        bool, typer.Option("--identified", help="Give identities out as they are.")
    ] = False,
    lake: LakeOption = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write a cohort into a folder: files, their digests, and a manifest that says what they are."""
    from pacslake.export import export as run

    by_name = sql is None and not everything
    if (sql is not None and everything) or len(names) != (2 if by_name else 1):
        raise UsageError("say one of: COHORT OUT, --sql SQL OUT, --all OUT")
    opened = find_lake(lake)
    if by_name:
        from pacslake import compute

        cohort = compute.open_cohort(opened, names[0])
    else:
        cohort = opened.cohort(sql or "SELECT instance_version_id FROM instance WHERE is_current")
    with progress("export", quiet=quiet or as_json) as tick:
        done = run(
            cohort, to, Path(names[-1]), identified=identified, deid=deid, key=key, workers=settings_workers(workers),
            progress=tick,
        )  # fmt: skip
    if as_json:
        say_json(done.to_dict())
    else:
        say(str(done), quiet=quiet)
        shown = done.faults if verbose else done.faults[:20]
        for what, why in shown:
            warn(f"not given out: {what}: {why}")
        if len(done.faults) > len(shown):
            warn(f"... {len(done.faults) - len(shown)} more; see manifest.json")
    raise typer.Exit(WITH_FAULTS if done.faults else DONE)
