"""pacslake init: make an empty lake."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, QuietOption, say, say_json
from pacslake.errors import UsageError

EPILOG = """Examples:

pacslake init /data/mylake

pacslake init /data/mylake --encrypt-tables --table-key /safe/mylake.key (later: PACSLAKE_TABLE_KEY=/safe/mylake.key)"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init", epilog=EPILOG)(init)


def init(
    path: Annotated[str, typer.Argument(help="A folder that does not exist yet, or is empty.")],
    zone: Annotated[
        str, typer.Option(help="'identified', or 'research': a lake without identities.")
    ] = "identified",
    encrypt_tables: Annotated[
        bool,
        typer.Option("--encrypt-tables", help="Encrypt the Parquet files; originals and pixels are not."),
    ] = False,
    table_key: Annotated[
        str | None,
        typer.Option(
            help="File of the key for that, made where there is none; it must lie outside the lake."
        ),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make an empty lake."""
    import pacslake

    if table_key is not None and not encrypt_tables:
        raise UsageError("--table-key names the key of encrypted tables; say --encrypt-tables too")
    lake = pacslake.init(path, zone=zone, encrypt_tables=encrypt_tables, table_key=table_key)
    key = lake.dir.table_key
    if as_json:
        say_json(
            {
                "lake": lake.dir.place,
                "lake_id": lake.dir.config.lake_id,
                "zone": lake.zone,
                "table_key": key and str(key.path),
            }
        )
    else:
        say(f"an empty {lake.zone} lake at {lake.dir.place}", quiet=quiet)
        if key is not None:
            say(
                f"the key of its tables is {key.path}: without it nobody reads them, so keep a copy elsewhere"
            )
        say(f"next: pacslake ingest /path/of/export --lake {lake.dir.place}", quiet=quiet)
