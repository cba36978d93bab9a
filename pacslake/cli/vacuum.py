"""pacslake vacuum: remove files that nothing names any more."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("vacuum", epilog="Example: pacslake vacuum --dry-run --lake mylake")(vacuum)


def vacuum(
    lake: LakeOption = None,
    older_than: Annotated[
        float, typer.Option("--older-than", help="Only files older than so many hours.", min=0)
    ] = 24,
    keep: Annotated[
        int | None,
        typer.Option("--keep", help="Keep the newest N snapshots and those of cohorts; default: all.", min=1),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List only.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove files that no kept snapshot and no frozen cohort names; originals are never touched."""
    report = find_lake(lake).vacuum(older_than_hours=older_than, keep=keep, dry_run=dry_run)
    say_json(report) if as_json else say(str(report))
