"""pacslake audit: who erased, chose, exported or changed what; and whether the record is whole."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from pacslake.cli.common import DONE, WITH_FAULTS, JsonOption, LakeOption, find_lake, say, say_json, table

EPILOG = """Examples:

pacslake audit --lake mylake

pacslake audit --action erase --json --lake mylake

pacslake audit --verify --lake mylake (exit code 1 when a line was changed, moved or removed)

Keep the digest that --verify prints somewhere else: with it, lines cut off at the end show too (--expect)."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit", epilog=EPILOG)(audit)


def audit(
    lake: LakeOption = None,
    action: Annotated[
        str | None, typer.Option("--action", help="Only events of this kind, such as erase.")
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check that every line follows the one before it.")
    ] = False,
    expect: Annotated[
        str | None,
        typer.Option("--expect", metavar="SHA256", help="With --verify: a digest that the record must hold."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Events to show at most.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List the audit record, newest first, or verify its chain of digests."""
    from pacslake import audit as record

    opened = find_lake(lake).dir
    if verify or expect:
        faults = record.verify_audit(opened)
        found = [] if faults else list(record.events(opened))
        if expect and not faults and expect not in {record.FIRST, *(event.sha256 for event in found)}:
            faults = [
                "the digest expected is not in the record: lines were removed at its end, or all changed"
            ]
        head = found[-1].sha256 if found else record.FIRST
        if as_json:
            say_json({"events": len(found), "head_sha256": None if faults else head, "faults": faults})
        else:
            say("\n".join(faults) or f"{len(found)} events, the chain holds; head {head}")
        raise typer.Exit(WITH_FAULTS if faults else DONE)
    events = [e for e in record.events(opened) if action in (None, e.action)][::-1]
    if as_json:
        keys = ("number", "at", "user", "action", "details", "sha256")
        say_json([{key: getattr(e, key) for key in keys} for e in events[:limit]])
    else:
        rows = [(e.number, e.at, e.user, e.action, json.dumps(e.details, ensure_ascii=False)) for e in events]
        table(rows, ["number", "at", "user", "action", "details"], limit=limit)
