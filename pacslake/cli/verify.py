"""pacslake verify: are the lake's files those that were written?"""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import (
    DONE,
    JsonOption,
    LakeOption,
    QuietOption,
    find_lake,
    progress,
    say,
    say_json,
    warn,
)

BROKEN = 3

EPILOG = """Examples:

pacslake verify --deep --lake mylake

pacslake verify --identities /exports/2026-11 --lake research (is anybody whom the originals name in any byte of it?)

Exit code 3: a file is not as it was written, or an identity was found; do not pass the lake on."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify", epilog=EPILOG)(verify)


def verify(
    lake: LakeOption = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also read every kept original and every chunk of pixels.")
    ] = False,
    identities: Annotated[
        str | None,
        typer.Option(
            "--identities",
            metavar="SRC",
            help="Search a research lake, tables, objects, pixels' metadata, logs and names of files, for everybody whom these originals name.",
        ),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Compare every file of the lake with its recorded digest, and run the checks of the catalogue."""
    from pacslake.catalog import run_checks

    opened = find_lake(lake)
    if identities is not None:
        from pacslake.research import search_identities

        opened.dir.need_folder("a search for identities in every byte")

        with progress("originals", quiet=quiet or as_json) as tick:
            hits, n, unread = search_identities(opened.path, identities, progress=tick)
        if as_json:
            say_json(
                {"hits": [{"file": f, "found": w} for f, w in hits], "n_originals": n, "n_unread": unread}
            )
        else:
            for file, what in hits:
                warn(f"{file}: {what}")
            more = (
                f"; {unread} originals could not be read, so what they name was not looked for"
                if unread
                else ""
            )
            say(f"{len(hits)} places name somebody of {n} originals{more}", quiet=quiet and not hits)
        raise typer.Exit(BROKEN if hits else DONE)
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
