"""pacslake compare: two volumes side by side, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "compare", epilog="Example: pacslake compare PRIOR CURRENT --output compare.png --lake mylake"
    )(compare)


def compare(
    prior: Annotated[str, typer.Argument(help="volume_id or SeriesInstanceUID of the earlier volume.")],
    current: Annotated[str, typer.Argument(help="volume_id or SeriesInstanceUID of the later volume.")],
    lake: LakeOption = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The picture to write.")] = Path(
        "compare.png"
    ),
    as_json: JsonOption = False,
) -> None:
    """Register two volumes of a patient and write a picture of both at the same place in the body."""
    opened = find_lake(lake)
    widget = opened.compare(prior, current)
    output.write_bytes(widget.to_png())
    if as_json:
        say_json({"picture": str(output), "transforms": widget.transforms})
    else:
        say(str(output))
