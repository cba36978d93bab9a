"""pacslake catalog: publish the catalogue for other programs, compact it, renew its caches."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json
from pacslake.errors import UsageError

group = typer.Typer(no_args_is_help=True, help="Publish the catalogue for other programs, or compact it.")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="catalog")


@group.command(
    epilog="Example: pacslake catalog publish --lake mylake; then: duckdb mylake/cache/catalog.duckdb"
)
def publish(
    lake: LakeOption = None,
    format: Annotated[
        str, typer.Option("--format", help="duckdb (a file for plain duckdb and DBeaver).")
    ] = "duckdb",
    as_json: JsonOption = False,
) -> None:
    """Write a disposable copy of the catalogue that other programs open."""
    from pacslake import catalog

    if format != "duckdb":
        raise UsageError(f"no format is called {format!r}; there is duckdb")
    path = catalog.publish(find_lake(lake).dir)
    say_json({"path": str(path)}) if as_json else say(str(path))


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
