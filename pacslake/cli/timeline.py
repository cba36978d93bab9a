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

EVENT_COLUMNS = ("event_datetime", "days_from_baseline", "kind", "code", "description", "timepoint_index")

EPILOG = """Examples:

pacslake timeline '|MRN-1' --lake mylake

pacslake timeline 'HOSP|7' --events --lake mylake        (with what HL7 or FHIR told of the patient)"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("timeline", epilog=EPILOG)(timeline)


def timeline(
    patient: PatientArgument,
    lake: LakeOption = None,
    events: Annotated[
        bool,
        typer.Option("--events", help="With diagnoses, stays, procedures, drugs and reports between them."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the time points of a patient: studies of one day together, with days from the first."""
    opened = find_lake(lake)
    rows = opened.timeline(patient)
    if events:
        rows = opened.dicts(
            "SELECT * FROM event_timeline WHERE patient_key = ? ORDER BY event_datetime, kind, code",
            [patient],
        )
        columns: tuple[str, ...] = EVENT_COLUMNS
    else:
        columns = COLUMNS
    if as_json:
        say_json(rows)
    else:
        table([[row[c] for c in columns] for row in rows], columns)
