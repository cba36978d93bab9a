"""pacslake erase: take a patient out of the lake, its history included."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, QuietOption, find_lake, say, say_json
from pacslake.errors import UsageError

EPILOG = """Examples:

pacslake erase --patient PATIENT_KEY --reason "consent withdrawn, ticket 4711" --lake mylake

pacslake erase --finish --lake mylake (after a kill: removes what an erasure had withdrawn)

The key is that of the table patient: pacslake sql "SELECT patient_key, PatientID FROM patient"."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("erase", epilog=EPILOG)(erase)


def erase(
    patient: Annotated[
        str | None, typer.Option("--patient", metavar="KEY", help="patient_key of who is erased.")
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", help="Why; it goes into the audit record and must not name the patient."),
    ] = None,
    finish: Annotated[
        bool, typer.Option("--finish", help="Only remove what an interrupted erasure had withdrawn.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Take every row and kept byte of a patient out of all snapshots; originals outside the lake stay."""
    opened = find_lake(lake)
    if finish:
        from pacslake.catalog import erasure

        n = erasure.finish(opened.dir)
        say_json({"n_removed": n}) if as_json else say(f"{n} files and folders removed", quiet=quiet)
        return
    if not patient or not reason:
        raise UsageError("say who and why: --patient KEY --reason TEXT")
    report = opened.erase(patient, reason=reason)
    say_json(asdict(report)) if as_json else say(str(report), quiet=quiet)
