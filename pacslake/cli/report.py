"""pacslake report: a patient's course as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json
from pacslake.cli.timeline import PatientArgument


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report", epilog="Example: pacslake report '|MRN-1' --output course.html --lake mylake")(
        report
    )


def report(
    patient: PatientArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write: .html or .pdf.")] = Path(
        "report.html"
    ),
    lake: LakeOption = None,
    title: Annotated[
        str, typer.Option("--title", help="Heading; the patient is not named.")
    ] = "Course of the lesions",
    as_json: JsonOption = False,
) -> None:
    """Write a tracked patient's course as one self-contained file: pictures, numbers, response, provenance."""
    path = find_lake(lake).report(patient, output, title=title)
    if as_json:
        say_json({"report": str(path)})
    else:
        say(str(path))
