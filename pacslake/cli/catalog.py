"""pacslake catalog: publish the catalogue for other programs, compact it, renew its caches."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table
from pacslake.errors import UsageError

group = typer.Typer(no_args_is_help=True, help="Publish the catalogue for other programs, or compact it.")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="catalog")


PUBLISH = """Examples:

pacslake catalog publish --lake mylake; then: duckdb mylake/cache/catalog.duckdb

pacslake catalog publish --format delta --lake mylake; then open mylake/catalog/tables/instance_row as a Delta table"""


@group.command(epilog=PUBLISH)
def publish(
    lake: LakeOption = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            help="duckdb (a file for plain duckdb and DBeaver) or delta (logs beside the Parquet files, no copy).",
        ),
    ] = "duckdb",
    as_json: JsonOption = False,
) -> None:
    """Publish the catalogue for other programs, as of the newest snapshot; what is written is disposable."""
    from pacslake import catalog

    if format not in ("duckdb", "delta"):
        raise UsageError(f"no format is called {format!r}; there are duckdb and delta")
    opened = find_lake(lake)
    if format == "duckdb":
        path = catalog.publish(opened.dir)
        say_json({"path": str(path)}) if as_json else say(str(path))
        return
    done = catalog.publish_delta(opened.dir)
    if as_json:
        say_json({"snapshot_id": done.snapshot_id, "tables": done.tables})
    else:
        table(sorted(done.tables.items()), ["table", "folder"])


@group.command(epilog="Example: pacslake catalog compact --lake mylake")
def compact(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Merge small files of the tables; old snapshots stay readable."""
    from pacslake import catalog

    opened = find_lake(lake)
    before = sum(len(files) for files in opened.catalog.snapshot.tables.values())
    catalog.compact(opened.dir)
    after = sum(len(files) for files in opened.refresh().catalog.snapshot.tables.values())
    say_json({"files_before": before, "files_after": after}) if as_json else say(
        f"{before} files are {after} now"
    )
