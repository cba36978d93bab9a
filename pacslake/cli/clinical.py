"""pacslake clinical: spreadsheets as tables of the lake."""

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
    find_lake,
    say,
    say_json,
    warn,
)

group = typer.Typer(
    no_args_is_help=True, help="Spreadsheets as tables of the lake, checked against its patients and studies."
)

EPILOG = """Examples:

pacslake clinical load outcomes.csv --key PatientID --lake mylake

pacslake clinical load labs.xlsx --key MRN --matches PatientID --table labs --dictionary labs_dictionary.csv --lake mylake

CSV, TSV, Parquet, or the first sheet of an Excel file. A column has the narrowest type that all its values fit; dates are
YYYY-MM-DD. The dictionary is a CSV with the columns column, type, unit, description. Loading again replaces the rows.

Exit code 1: finished, but some rows are of nobody in the lake, or some values do not fit the type that the dictionary names."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="clinical")


@group.callback()
def _group() -> None:
    """Spreadsheets as tables of the lake, checked against its patients and studies."""


@group.command(epilog=EPILOG)
def load(
    source: Annotated[Path, typer.Argument(help="A .csv, .tsv, .parquet or .xlsx file.")],
    key: Annotated[str, typer.Option("--key", help="The column that says whose a row is.")],
    lake: LakeOption = None,
    matches: Annotated[
        str | None,
        typer.Option(
            "--matches",
            help="PatientID, patient_key, StudyInstanceUID, AccessionNumber, SeriesInstanceUID or volume_id.",
        ),
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", help="Name in the lake; by default the file's.")
    ] = None,
    dictionary: Annotated[
        Path | None, typer.Option("--dictionary", help="CSV with column, type, unit, description.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Load a spreadsheet as a table, typed and checked."""
    from pacslake.clinical.sheet import load_sheet

    done = load_sheet(find_lake(lake), source, key=key, table=table, matches=matches, dictionary=dictionary)
    if as_json:
        say_json(done.to_dict())
    else:
        say(str(done), quiet=quiet)
        if done.unmatched:
            warn(
                f"not in the lake: rows {', '.join(map(str, done.unmatched[:20]))}"
                + (" ..." if len(done.unmatched) > 20 else "")
            )
        for n, column in done.unreadable[:20]:
            warn(f"row {n}: the value of {column!r} does not fit its type and is left out")
    raise typer.Exit(WITH_FAULTS if done.unmatched or done.unreadable else DONE)
