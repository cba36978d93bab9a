"""pacslake timeline: the time points of a patient."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say_json, table

PatientArgument = Annotated[
    str, typer.Argument(help="patient_key, as in the table patient.", metavar="PATIENT")
]

COLUMNS = (
    "timepoint_index",
    "person",
    "date",
    "days_from_baseline",
    "label",
    "modalities",
    "n_studies",
    "rule",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("timeline", epilog="Example: pacslake timeline '|MRN-1' --lake mylake")(timeline)


def timeline(patient: PatientArgument, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show the time points of a patient: studies of one day together, with days from the first."""
    rows = find_lake(lake).timeline(patient)
    if as_json:
        say_json(rows)
    else:
        table([[row[c] for c in COLUMNS] for row in rows], COLUMNS)
