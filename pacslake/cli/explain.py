"""pacslake explain: where a number came from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", epilog=EPILOG)(explain)


EPILOG = """Examples:

pacslake explain lung_features r0123456789abcdef0123 --lake mylake

pacslake explain lung_features r0123456789abcdef0123 --format prov --output provenance.json --lake mylake"""


def explain(
    table: Annotated[str, typer.Argument(help="Table or view that holds the row.")],
    row_id: Annotated[str, typer.Argument(help="Its row_id, or another key such as volume_id.")],
    lake: LakeOption = None,
    format: Annotated[
        Literal["text", "svg", "prov"],
        typer.Option("--format", help="text, svg (a picture), or prov (W3C PROV-JSON)."),
    ] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell where a row came from: code, volume, slices, files and their digests."""
    import json

    found = find_lake(lake).explain(table=table, row_id=row_id)
    if as_json and output is None:
        say_json(found)
        return
    forms = {
        "text": lambda: str(found), "svg": found.to_svg, "prov": lambda: json.dumps(found.to_prov(), indent=1),
    }  # fmt: skip
    text = forms[format]()
    if output is None:
        say(text)
    else:
        output.write_text(text + "\n", encoding="utf-8")
        say(str(output))
