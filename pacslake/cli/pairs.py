"""pacslake pairs: which volumes of a patient can be compared."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table, warn
from pacslake.errors import UsageError

COLUMNS = ("a_volume_id", "b_volume_id", "days_between", "score", "is_best", "chosen_by", "reason")
EPILOG = """Examples:

pacslake pairs '|MRN-1' --lake mylake

pacslake pairs --all --lake mylake

pacslake pairs '|MRN-1' --choose PRIOR CURRENT --by JD --lake mylake"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pairs", epilog=EPILOG)(pairs)


def pairs(
    patient: Annotated[str | None, typer.Argument(help="patient_key, as in the table patient.")] = None,
    lake: LakeOption = None,
    everyone: Annotated[bool, typer.Option("--all", help="Pair the volumes of every patient.")] = False,
    choose: Annotated[
        tuple[str, str] | None, typer.Option("--choose", help="Say that these two are to be compared; kept.")
    ] = None,
    refuse: Annotated[
        tuple[str, str] | None, typer.Option("--refuse", help="Say that these two are not; kept.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who decides, with --choose and --refuse.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Find the comparable volumes of a patient, scored and explained; a person's choice goes first."""
    from pacslake import longitudinal

    if (patient is None) == (not everyone):
        raise UsageError("name a patient_key, or say --all")
    opened = find_lake(lake)
    if everyone:
        keys = [k for (k,) in opened.rows("SELECT DISTINCT patient_key FROM timepoint ORDER BY 1")]
        found = [len(opened.pairs(key)) for key in keys]
        result = {"patients": len(keys), "with_pairs": sum(n > 0 for n in found), "pairs": sum(found)}
        if as_json:
            say_json(result)
        else:
            say(
                f"{result['pairs']} pairs of {result['with_pairs']} of {result['patients']} patients; see series_pair"
            )
        return
    for pair, use in ((choose, True), (refuse, False)):
        if pair is not None:
            longitudinal.choose_pair(opened, *pair, by=by, use=use)
    rows = longitudinal.pairs(opened, str(patient))
    if as_json:
        say_json({"pairs": list(rows), "notes": list(rows.notes)})
    else:
        table([[row[c] for c in COLUMNS] for row in rows], COLUMNS)
        for note in rows.notes:
            warn(note)
