"""pacslake fhir: FHIR resources into the lake."""

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
    find_lake,
    progress,
    say,
    say_json,
    warn,
)

group = typer.Typer(
    no_args_is_help=True, help="Take in FHIR R4 resources: the same tables as HL7 messages fill."
)

EPILOG = """Examples:

pacslake fhir load bundle.json --lake mylake

pacslake fhir load /exports/bulk --source-name hospital --lake mylake

Reads bundles, single resources, NDJSON of a bulk export, gzip, and folders of these. Tables are made of Patient, Encounter,
Condition, Observation, ServiceRequest, DiagnosticReport, ImagingStudy, Procedure and MedicationRequest; every resource is kept in
fhir_resource. What came before with the same content changes nothing.

Exit code 1: finished, but something could not be read or names nobody who is known."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="fhir")


@group.command(epilog=EPILOG)
def load(
    source: Annotated[Path, typer.Argument(help="A file or a folder of resources.")],
    lake: LakeOption = None,
    source_name: Annotated[
        str, typer.Option("--source-name", help="The server or export; ids are told apart by it.")
    ] = "fhir",
    issuer: Annotated[
        str | None, typer.Option("--issuer", help="Who issued record numbers whose system nobody says.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Load the resources of files into the tables of the clinical context."""
    from pacslake.clinical import load_resources

    with progress("fhir", quiet=quiet or as_json, unit="resources") as tick:
        done = load_resources(find_lake(lake), source, source_name=source_name, issuer=issuer, progress=tick)
    if as_json:
        say_json(done.to_dict())
    else:
        rows = ", ".join(f"{n} {table}" for table, n in sorted(done.rows.items()))
        say(
            f"{done.n_messages} resources, {done.n_new} new" + (f"\nrows: {rows}" if rows else ""),
            quiet=quiet,
        )
        shown = done.faults if verbose else done.faults[:20]
        for where, what in shown:
            warn(f"{where}: {what}")
        if len(done.faults) > len(shown):
            warn(f"... {len(done.faults) - len(shown)} more; see them all with --verbose")
    raise typer.Exit(WITH_FAULTS if done.faults else DONE)
