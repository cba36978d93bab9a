"""pacslake register: the transforms between volumes, found once and kept with a verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    LakeOption,
    QuietOption,
    SchedulerOption,
    WorkersOption,
    find_lake,
    progress,
    say,
    say_json,
)
from pacslake.errors import UsageError

EPILOG = """Examples:

pacslake register CURRENT PRIOR --lake mylake

pacslake register CURRENT PRIOR --kind bspline --itk prior.tfm --dicom reg.dcm --lake mylake

pacslake register --pairs --workers 2 --lake mylake"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("register", epilog=EPILOG)(register_)


def register_(
    fixed: Annotated[
        str | None, typer.Argument(help="volume_id of the later volume, whose grid stays.")
    ] = None,
    moving: Annotated[str | None, typer.Argument(help="volume_id of the earlier one.")] = None,
    lake: LakeOption = None,
    kind: Annotated[str, typer.Option("--kind", help="rigid, affine or bspline.")] = "rigid",
    pairs: Annotated[bool, typer.Option("--pairs", help="All best pairs of series_pair.")] = False,
    itk: Annotated[
        Path | None, typer.Option("--itk", help="Also write an ITK transform: .tfm, .mat, .h5.")
    ] = None,
    dicom: Annotated[
        Path | None, typer.Option("--dicom", help="Also write a DICOM registration object.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Compute again what is there.")] = False,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Register two volumes, or all best pairs; a failed registration is told of and ends with exit code 1."""
    if pairs == (fixed is not None and moving is not None):
        raise UsageError("name two volumes, the later and the earlier one, or say --pairs")
    opened = find_lake(lake)
    if pairs:
        with progress("register", quiet=quiet or as_json, unit="pairs") as tick:
            found = opened.register_many(
                kind=kind, workers=workers, scheduler=scheduler, force=force, progress=tick
            )
    else:
        found = [opened.register(str(fixed), str(moving), kind=kind, force=force)]
        if itk is not None:
            found[0].to_itk(itk)
        if dicom is not None:
            found[0].to_dicom(dicom)
    if as_json:
        say_json([r.to_dict() for r in found])
    else:
        for one in found:
            say(f"{one.registration_id}\t{one.verdict}\t{one.sentence}", quiet=quiet)
    raise typer.Exit(WITH_FAULTS if any(r.verdict == "failed" for r in found) else DONE)
