"""pacslake verify: are the lake's files those that were written?"""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, warn

BROKEN = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify", epilog="Example: pacslake verify --deep --lake mylake")(verify)


def verify(
    lake: LakeOption = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also read every kept original and every chunk of pixels.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Compare every file of the lake with its recorded digest, and run the checks of the catalogue."""
    from pacslake.catalog import run_checks

    opened = find_lake(lake)
    faults = opened.verify(deep=deep)
    # A check asks the tables, and those that are damaged do not answer.
    offending = {} if faults else run_checks(opened.catalog)
    if as_json:
        say_json({"faults": faults, "checks": offending})
    else:
        for fault in faults:
            warn(str(fault))
        for name, rows in offending.items():
            if rows:
                warn(f"check {name}: {len(rows)} offending rows")
        if not faults and not any(offending.values()):
            say(f"all files are as they were written; {len(offending)} checks hold")
    raise typer.Exit(BROKEN if faults else (1 if any(offending.values()) else 0))
