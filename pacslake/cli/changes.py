"""pacslake changes: what changed over a cohort."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, QuietOption, find_lake, progress, say, say_json

EPILOG = """Examples:

pacslake changes --lake mylake > changes.csv

pacslake changes "SELECT patient_key FROM patient WHERE n_studies > 2" --waterfall waterfall.png --lake mylake"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("changes", epilog=EPILOG)(changes)


def changes(
    cohort: Annotated[
        str | None,
        typer.Argument(help="SQL that gives patient_key; by default all with two time points or more."),
    ] = None,
    lake: LakeOption = None,
    waterfall: Annotated[
        Path | None,
        typer.Option("--waterfall", help="Also draw the change of each lesion, as PNG, SVG or PDF."),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Print a table of what changed over a cohort, as CSV; patients that were not followed yet are."""
    from pacslake import longitudinal

    with progress("track", quiet=quiet or as_json, unit="patients") as tick:
        frame = find_lake(lake).changes(cohort, progress=tick)
    if waterfall is not None:
        known = frame.dropna(subset=["change_percent"])
        bars = {f"{n}. {name}": value for n, (name, value) in
                enumerate(zip(known["name"], known["change_percent"], strict=True), start=1)}  # fmt: skip
        longitudinal.waterfall(bars).savefig(waterfall)
    if as_json:
        say_json(frame.astype(object).where(frame.notna(), None).to_dict("records"))
    elif not quiet:
        frame.to_csv(sys.stdout, index=False)
    else:
        say(quiet=True)
