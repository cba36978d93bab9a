"""pacslake clinical: spreadsheets as tables of the lake, words in reports, what is linked with nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

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
    no_args_is_help=True,
    help="Spreadsheets as tables of the lake, words in reports, what is linked with nothing.",
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
    """Spreadsheets as tables of the lake, words in reports, what is linked with nothing."""


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


SEARCH = """Examples:

pacslake clinical search nodule --lake mylake

pacslake clinical search 'nodule "ground glass" -effusion' --since 2025-01-01 --json --lake mylake

All words must be there, "phrases" as they are, words after a minus must not. Case and accents do not count; a word matches
where it begins a word of the report.

Exit code 1: no report holds them."""


@group.command(epilog=SEARCH)
def search(
    query: Annotated[str, typer.Argument(help='Words, "phrases", -words.')],
    lake: LakeOption = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Reported on that day or later.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Find reports by the words in them."""
    from pacslake.clinical.search import search_reports

    found = search_reports(find_lake(lake), query, since=since and since.date(), limit=limit)
    if as_json:
        say_json([_plain(row) for row in found])
    else:
        for row in found:
            day = row["reported_datetime"]
            say(f"{day.date() if day else '----------'}  {row['report_id']}  {row['snippet']}")
        if not found:
            warn("no report holds that")
    raise typer.Exit(DONE if found else WITH_FAULTS)


UNMATCHED = """Examples:

pacslake clinical unmatched --lake mylake

pacslake clinical unmatched --json --lake mylake

Exit code 1: there are some."""


@group.command(epilog=UNMATCHED)
def unmatched(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Orders and reports that no study of the lake goes with, and why."""
    found = find_lake(lake).clinical.unmatched()
    if as_json:
        say_json([_plain(row) for row in found])
    else:
        for row in found:
            say(f"{row['entity']:8}{row['entity_id']}  {row['reason']}")
        if not found:
            say("all orders and reports go with a study")
    raise typer.Exit(WITH_FAULTS if found else DONE)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
