"""pacslake snapshot: list snapshots, or tell what changed between two."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say_json, table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "snapshot",
        epilog="Examples: pacslake snapshot --lake mylake; pacslake snapshot --diff 3 7 --lake mylake",
    )(snapshot)


def snapshot(
    lake: LakeOption = None,
    diff: Annotated[
        tuple[int, int] | None,
        typer.Option("--diff", help="Two snapshot numbers: what changed.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """List the snapshots of a lake, or what changed between two of them."""
    opened = find_lake(lake)
    if diff:
        from pacslake.catalog import diff_snapshots

        changes = diff_snapshots(opened.dir, *diff)
        if as_json:
            say_json(changes)
        else:
            table(
                [(name, c["added"], c["removed"]) for name, c in sorted(changes.items())],
                ["table", "added", "removed"],
            )
        return
    keys = ["snapshot_id", "created_at", "note", "batch_id"]
    rows = opened.dicts(f"SELECT {', '.join(keys)} FROM snapshot ORDER BY snapshot_id DESC")
    say_json(rows) if as_json else table([[r[k] for k in keys] for r in rows], keys, limit=limit)
