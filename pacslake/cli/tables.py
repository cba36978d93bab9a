"""pacslake tables: which tables and columns there are, and what they mean."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table
from pacslake.errors import NotFoundError

_WITH_PROMOTED = ("instance", "instance_row", "dicom_all")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "tables", epilog="Examples: pacslake tables --lake mylake; pacslake tables volume --lake mylake"
    )(tables)


def tables(
    name: Annotated[
        str | None, typer.Argument(help="One table or view: its columns with types and meanings.")
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List tables and views with their rows, or the columns of one."""
    opened = find_lake(lake)
    if name is None:
        listed = [
            {"name": view, "rows": opened.rows(f'SELECT count(*) FROM "{view}"')[0][0], "comment": comment}
            for view, comment in opened.rows(
                "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' ORDER BY 1"
            )
        ]
        if as_json:
            say_json(listed)
        else:
            table([(t["name"], t["rows"], t["comment"]) for t in listed], ["table", "rows", "one row is"])
        return
    from pacslake.catalog import describe

    columns = opened.dicts(
        "SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [name],
    )
    if not columns:
        raise NotFoundError(f"no table is called {name!r}; 'pacslake tables' lists them")
    promoted = opened.catalog.snapshot.declared.get("instance_row")
    meanings = {c.name: c.comment for c in promoted.columns} if promoted and name in _WITH_PROMOTED else {}
    meanings |= describe(name)
    for column in columns:
        column["comment"] = meanings.get(column["name"], "")
    if as_json:
        say_json(columns)
    else:
        say(name)
        table([(c["name"], c["type"], c["comment"]) for c in columns], ["column", "type", "meaning"])
