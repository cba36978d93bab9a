"""pacslake init: make an empty lake."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, QuietOption, say, say_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init", epilog="Example: pacslake init /data/mylake")(init)


def init(
    path: Annotated[str, typer.Argument(help="A folder that does not exist yet, or is empty.")],
    zone: Annotated[
        str, typer.Option(help="'identified', or 'research': a lake without identities.")
    ] = "identified",
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make an empty lake."""
    import pacslake

    lake = pacslake.init(path, zone=zone)
    if as_json:
        say_json({"lake": str(lake.path), "lake_id": lake.dir.config.lake_id, "zone": lake.zone})
    else:
        say(f"an empty {lake.zone} lake at {lake.path}", quiet=quiet)
        say(f"next: pacslake ingest /path/of/export --lake {lake.path}", quiet=quiet)
