"""pacslake view: look at a volume in a browser page, without Jupyter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import LakeOption, find_lake, open_in_browser, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "view",
        epilog="Examples: pacslake view VOLUME --lake mylake; pacslake view VOLUME --png picture.png --lake mylake",
    )(view)


def view(
    volume: Annotated[str, typer.Argument(help="volume_id, or SeriesInstanceUID with one volume.")],
    lake: LakeOption = None,
    png: Annotated[
        Path | None, typer.Option("--png", help="Write a picture of three planes instead.")
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Look at a volume: a page on this machine only, or a picture in a file."""
    opened = find_lake(lake)
    if png is not None:
        png.write_bytes(opened.view(volume).to_png())
        say(str(png))
        return
    from pacslake.widgets import standalone

    with standalone.serve(opened, opened.volume(volume), port=port) as url:
        say(f"{url}   (Ctrl+C ends)")
        if not no_browser:
            open_in_browser(url)
        standalone.wait()
