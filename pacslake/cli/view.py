"""pacslake view: look at a volume, or compare several, in a browser page without Jupyter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, open_in_browser, say, say_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "view",
        epilog="Examples: pacslake view VOLUME --lake mylake; pacslake view PRIOR CURRENT --lake mylake; "
        "pacslake view VOLUME --overlay ROI_ID --png picture.png --lake mylake; "
        "pacslake view VOLUME --film film.webp --plane coronal --lake mylake",
    )(view)


def view(
    volume: Annotated[
        list[str],
        typer.Argument(
            help="volume_id, or SeriesInstanceUID with one volume. Two to four are compared, the earliest first."
        ),
    ],
    lake: LakeOption = None,
    overlay: Annotated[
        list[str] | None,
        typer.Option("--overlay", help="segment_id, roi_id or volume_id to lay over; may be given again."),
    ] = None,
    outline: Annotated[bool, typer.Option("--outline", help="Show segments as outlines.")] = False,
    png: Annotated[
        Path | None,
        typer.Option("--png", help="Write a picture instead: three planes, or those compared side by side."),
    ] = None,
    film: Annotated[
        Path | None,
        typer.Option(
            "--film",
            help="Write a film instead, .webp (exact) or .gif: time points, else frames at their times, else slices.",
        ),
    ] = None,
    plane: Annotated[
        str, typer.Option("--plane", help="Of a film: axial, coronal, sagittal or native.")
    ] = "",
    along: Annotated[str, typer.Option("--along", help="Of a film: time or slices.")] = "",
    port: Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at a volume, or compare up to four: a page on this machine only, or a picture or film in a file.

    Volumes of different visits are compared by their stored registration, else registered first, which takes some
    seconds. What a reader confirms is kept from a notebook (lake.compare); the page only shows.
    """
    from pacslake.errors import UsageError

    if len(volume) > 1 and (overlay or film is not None):
        raise UsageError(
            "--overlay and --film are for one volume; several are compared, in a page or with --png"
        )
    if film is not None and film.suffix.lower() not in (".webp", ".gif"):
        raise UsageError(f"a film is written as .webp or .gif, not {film.suffix or 'without an ending'}")
    opened = find_lake(lake)
    first, *more = volume
    if png is not None or film is not None:
        widget = (
            opened.compare(first, *more)
            if more
            else opened.view(first, overlays=overlay or [], outline=outline)
        )
        if png is not None:
            png.write_bytes(widget.to_png())
        if film is not None:
            write = widget.to_gif if film.suffix.lower() == ".gif" else widget.to_webp
            film.write_bytes(write(plane=plane, along=along))
        written = {"picture": str(png) if png else None, "film": str(film) if film else None}
        if as_json:
            say_json(written)
        else:
            say("\n".join(filter(None, written.values())))
        return
    from pacslake.widgets import standalone

    options: dict[str, Any] = {} if more else {"overlays": overlay or [], "outline": outline}
    with standalone.serve(opened, first, *more, port=port, **options) as url:
        if as_json:
            say_json({"url": url})
        else:
            say(f"{url}   (Ctrl+C ends)")
        if not no_browser:
            open_in_browser(url)
        standalone.wait()
