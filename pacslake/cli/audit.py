"""pacslake audit: who erased, chose, exported or changed what; and whether the record is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pacslake.cli.common import DONE, WITH_FAULTS, JsonOption, LakeOption, find_lake, say, say_json, table

if TYPE_CHECKING:
    from pacslake.layout import LakeDir

EPILOG = """Examples:

pacslake audit --lake mylake

pacslake audit --action erase --json --lake mylake

pacslake audit --verify --lake mylake (exit code 1 when a line was changed, moved or removed)

pacslake audit --fhir audit.ndjson --lake mylake (FHIR AuditEvent, a resource a line)

pacslake audit --dicom audit.xml --lake mylake (messages of PS3.15 A.5, one a line, as a syslog collector takes them)

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
    fhir: Annotated[
        Path | None,
        typer.Option("--fhir", metavar="FILE", help="Write all events as FHIR R4 AuditEvent (NDJSON)."),
    ] = None,
    dicom: Annotated[
        Path | None,
        typer.Option("--dicom", metavar="FILE", help="Write all events as DICOM audit messages, one a line."),
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
    if fhir or dicom:
        done = _write(opened, action, fhir, dicom)
        if as_json:
            say_json({"events": done})
        else:
            say(f"{done} events written")
        raise typer.Exit(DONE)
    events = [e for e in record.events(opened) if action in (None, e.action)][::-1]
    if as_json:
        keys = ("number", "at", "user", "action", "details", "sha256")
        say_json([{key: getattr(e, key) for key in keys} for e in events[:limit]])
    else:
        rows = [(e.number, e.at, e.user, e.action, json.dumps(e.details, ensure_ascii=False)) for e in events]
        table(rows, ["number", "at", "user", "action", "details"], limit=limit)


def _write(dir: LakeDir, action: str | None, fhir: Path | None, dicom: Path | None) -> int:
    """Write the events in the forms asked for; how many. A damaged record is refused: what it says is not certain."""
    from pacslake import audit as record
    from pacslake.audit_messages import to_dicom, to_fhir
    from pacslake.errors import DamagedError, LakeError

    faults = record.verify_audit(dir)
    if faults:
        raise DamagedError(f"the audit record is damaged ({faults[0]}); see: pacslake audit --verify")
    events = [e for e in record.events(dir) if action in (None, e.action)]
    source = f"pacslake {dir.config.lake_id}"
    try:
        if fhir:
            fhir.write_text(
                "".join(json.dumps(to_fhir(e, source), ensure_ascii=False) + "\n" for e in events), "utf-8"
            )
        if dicom:
            dicom.write_text("".join(to_dicom(e, source) + "\n" for e in events), "utf-8")
    except OSError as error:
        raise LakeError(f"the file cannot be written ({error.strerror}); free space or rights?") from None
    return len(events)
