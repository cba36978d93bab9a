"""pacslake response: RECIST 1.1, iRECIST, volumes and uptake of a tracked patient."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say_json, table, warn
from pacslake.cli.timeline import PatientArgument

COLUMNS = ("criterion", "timepoint_index", "category", "value", "unit", "arithmetic")
EPILOG = """Examples:

pacslake response '|MRN-1' --lake mylake

pacslake response '|MRN-1' --target LESION --target LESION --irecist --sr response.dcm --lake mylake"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("response", epilog=EPILOG)(response)


def response(
    patient: PatientArgument,
    lake: LakeOption = None,
    target: Annotated[
        list[str] | None,
        typer.Option("--target", help="lesion_id of a target; by default the largest measurable ones."),
    ] = None,
    baseline: Annotated[
        int | None, typer.Option("--baseline", help="timepoint_index; by default the first with lesions.")
    ] = None,
    irecist: Annotated[bool, typer.Option("--irecist", help="Also by iRECIST.")] = False,
    sr: Annotated[
        Path | None, typer.Option("--sr", help="Also write the last visit as a structured report.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Judge the response of a tracked patient at each visit, with the arithmetic."""
    result = find_lake(lake).response(patient, targets=target, baseline=baseline, immune=irecist)
    if sr is not None:
        result.to_sr().save_as(sr, enforce_file_format=True)
    if as_json:
        say_json(
            {"responses": result.rows, "targets": result.targets, "best": result.best, "notes": result.notes}
        )
        return
    table([[row[c] for c in COLUMNS] for row in result.rows], COLUMNS)
    for note in result.notes:
        warn(note)
