"""pacslake send: objects of the lake to another archive."""

from __future__ import annotations

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
from pacslake.cli.query import PeerArgument
from pacslake.errors import UsageError

EPILOG = """Examples:

pacslake send PACS@10.1.2.3:104 chest-ct --lake mylake

pacslake send hospital --sql "SELECT SeriesInstanceUID FROM series WHERE Modality = 'SEG'" --lake mylake

pacslake send https://archive.example.org/dicom-web --all --lake mylake

Exit code 1: some objects were not taken; they are listed with the reason."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("send", epilog=EPILOG)(send)


def send(
    peer: PeerArgument,
    cohort: Annotated[str | None, typer.Argument(help="A frozen cohort, unless --sql or --all.")] = None,
    sql: Annotated[str | None, typer.Option("--sql", help="Choose members by SQL, as for a cohort.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All current instances of the lake.")] = False,
    lake: LakeOption = None,
    tries: Annotated[int, typer.Option("--tries", help="How often an object is tried.", min=1)] = 3,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Send objects by C-STORE or STOW-RS, as they are stored."""
    from pacslake import compute
    from pacslake.export.members import Members
    from pacslake.network.peers import find_peer
    from pacslake.network.send import send as run

    if (cohort is not None) + (sql is not None) + everything != 1:
        raise UsageError("say one of: a cohort, --sql SQL, --all")
    opened, other = find_lake(lake), find_peer(peer)
    if cohort is not None:
        chosen = compute.open_cohort(opened, cohort)
    else:
        chosen = opened.cohort(sql or "SELECT instance_version_id FROM instance WHERE is_current")
    with progress("send", quiet=quiet or as_json, unit="objects") as tick:
        done = run(opened, other, Members(chosen).instance_ids, tries=tries, progress=tick)
    if as_json:
        say_json(done.to_dict())
    else:
        say(str(done), quiet=quiet)
        for _, why in done.faults[:20]:
            warn(f"not taken: {why}")
    raise typer.Exit(WITH_FAULTS if done.faults else DONE)
