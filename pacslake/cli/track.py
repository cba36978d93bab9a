"""pacslake track: the lesions of a patient over time."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, QuietOption, find_lake, say_json, table, warn
from pacslake.cli.timeline import PatientArgument

COLUMNS = (
    "name", "timepoint_index", "days_from_baseline", "volume_ml", "volume_uncertainty_ml", "longest_diameter_mm",
    "state", "change_percent", "doubling_days", "matched_by", "match_score",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("track", epilog="Example: pacslake track '|MRN-1' --lake mylake")(track)


def track(
    patient: PatientArgument,
    lake: LakeOption = None,
    kind: Annotated[
        str, typer.Option("--kind", help="Registration to link visits by: rigid or affine.")
    ] = "rigid",
    by_place: Annotated[
        bool, typer.Option("--by-place", help="Match by place and size alone, whatever TrackingUID says.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Follow the lesions of a patient: register the visits, match, measure, and class each change."""
    result = find_lake(lake).track(patient, use_tracking_uid=not by_place, kind=kind)
    if as_json:
        say_json({"lesions": result.lesions, "observations": result.observations, "notes": result.notes})
        return
    if not quiet:
        table([[row[c] for c in COLUMNS] for row in result.growth()], COLUMNS)
    for note in result.notes:
        warn(note)
