"""pacslake snapshot: list snapshots, or tell what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table

if TYPE_CHECKING:
    from pacslake.lake import Lake

EPILOG = """Examples:

pacslake snapshot --lake mylake

pacslake snapshot --diff 3 7 --lake mylake

pacslake snapshot --diff 3 7 --table volume --lake mylake (the keys of the rows that differ)"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "snapshot",
        epilog=EPILOG,
    )(snapshot)


def snapshot(
    lake: LakeOption = None,
    diff: Annotated[
        tuple[int, int] | None,
        typer.Option("--diff", help="Two snapshot numbers: what changed.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--table", help="With --diff: this table only, row by row; may be given again."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Rows to show at most.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List the snapshots of a lake, or what changed between two of them."""
    opened = find_lake(lake)
    if diff:
        _diff(opened, diff, only, limit, as_json)
        return
    keys = ["snapshot_id", "created_at", "note", "batch_id"]
    rows = opened.dicts(f"SELECT {', '.join(keys)} FROM snapshot ORDER BY snapshot_id DESC")
    say_json(rows) if as_json else table([[r[k] for k in keys] for r in rows], keys, limit=limit)


def _diff(lake: Lake, pair: tuple[int, int], only: list[str] | None, limit: int, as_json: bool) -> None:
    from pacslake.catalog import diff_snapshots
    from pacslake.catalog.history import row_key

    for name in only or ():
        lake.catalog.schema(name)  # refuses a table that is not stored, and names it
    changes = diff_snapshots(lake.dir, *pair, only)
    if as_json:
        newer = lake.catalog.open_snapshot(pair[1]).snapshot
        say_json({name: {"key": row_key(newer, name), **change} for name, change in changes.items()})
    elif not changes:
        say("nothing differs")
    elif only:
        rows = [
            (name, kind, ", ".join(map(str, key)))
            for name, change in changes.items()
            for kind, keys in change["keys"].items()
            for key in keys
        ]
        table(rows, ["table", "row was", "key"], limit=limit)
    else:
        counts = [(name, c["added"], c["removed"], c["changed"]) for name, c in changes.items()]
        table(counts, ["table", "added", "removed", "changed"])
