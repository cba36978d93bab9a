"""pacslake pull: studies of another archive into the lake."""

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
    progress,
    say,
    say_json,
    warn,
)
from pacslake.cli.query import PeerArgument, _pair
from pacslake.errors import UsageError

EPILOG = """Examples:

pacslake pull PACS@10.1.2.3:104 StudyInstanceUID=1.2.3 --lake mylake

pacslake pull hospital --list accessions.csv --window 22:00-06:00 --per-minute 10 --report pulled.csv --lake mylake

pacslake pull hospital StudyInstanceUID=1.2.3 --move-port 11113 --lake mylake (an archive without C-GET sends to us by C-MOVE)

pacslake pull https://archive.example.org/dicom-web --list studies.csv --lake mylake

The list is a CSV with a column StudyInstanceUID, AccessionNumber or PatientID. A study counts as done when the lake holds as
many objects as the archive says that it has; the same command goes on where it was stopped.

Exit code 1: some studies were not found, or did not come whole; they are in the report."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pull", epilog=EPILOG)(pull)


def pull(
    peer: PeerArgument,
    keys: Annotated[
        list[str] | None, typer.Argument(help="KEYWORD=VALUE of the studies.", metavar="KEY=VALUE")
    ] = None,
    list_: Annotated[
        Path | None, typer.Option("--list", help="CSV with the studies that are wanted.")
    ] = None,
    lake: LakeOption = None,
    window: Annotated[
        str | None, typer.Option("--window", help="Hours in which to ask: 22:00-06:00.")
    ] = None,
    per_minute: Annotated[float, typer.Option("--per-minute", help="Studies a minute at most.", min=0)] = 0,
    tries: Annotated[int, typer.Option("--tries", help="How often a study is tried.", min=1)] = 3,
    move_port: Annotated[
        int | None,
        typer.Option(
            "--move-port",
            min=1,
            max=65535,
            metavar="PORT",
            help="Fetch by C-MOVE: the archive sends to this port of this machine, where it must know our AE title.",
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write what became of each study as CSV.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch studies by C-GET, C-MOVE or WADO-RS, verify that they are whole, and land them."""
    from pacslake.network.peers import find_peer
    from pacslake.network.pull import parse_window, wanted_of_csv
    from pacslake.network.pull import pull as run

    if bool(keys) == (list_ is not None):
        raise UsageError("say which studies: KEY=VALUE, or --list FILE")
    if list_ is not None:
        if not list_.is_file():
            raise UsageError(f"there is no file {list_}")
        wanted = wanted_of_csv(list_.read_text(encoding="utf-8-sig"))
    else:
        wanted = [dict(_pair(text) for text in keys or ())]
    with progress("pull", quiet=quiet or as_json, unit="studies") as tick:
        done = run(
            find_lake(lake), find_peer(peer), wanted, window=parse_window(window) if window else None,
            per_minute=per_minute, tries=tries, move_port=move_port, progress=tick,
        )  # fmt: skip
    if report is not None:
        report.write_text(done.to_csv(), encoding="utf-8")
    if as_json:
        say_json(done.rows)
    else:
        say(str(done), quiet=quiet)
        for row in done.failed[:20]:
            warn(
                f"{row['outcome'].replace('_', ' ')}: {row['n_here']} of {row['n_there']} objects: {row['reason']}"
            )
    raise typer.Exit(WITH_FAULTS if done.failed else DONE)
