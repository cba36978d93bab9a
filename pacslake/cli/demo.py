"""pacslake demo: the main job, end to end, on real and synthetic DICOM that needs no network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, QuietOption, say, say_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", epilog="Example: pacslake demo --into demo")(demo)


def demo(
    into: Annotated[Path, typer.Option("--into", help="Folder for the demo's lake and report.")] = Path(
        "demo"
    ),
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Remove what an earlier demo left in that folder.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Ingest, ask, convert, compute, compare, and write report.html with pictures; under three minutes."""
    from pacslake.demo import run

    result = run(into, fresh=fresh, say=lambda text: say(text, quiet=quiet or as_json))
    if as_json:
        say_json(result)
