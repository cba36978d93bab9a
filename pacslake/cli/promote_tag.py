"""pacslake promote-tag: a tag becomes a typed column."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json

EPILOG = """Examples:

pacslake promote-tag ImageComments --lake mylake

pacslake promote-tag "GEMS_PARM_01:0043,39" --name ge_b_value_text --lake mylake

pacslake sql "SELECT ImageComments, count(*) FROM dicom_all GROUP BY 1" --lake mylake"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("promote-tag", epilog=EPILOG)(promote_tag)


def promote_tag(
    tag: Annotated[str, typer.Argument(metavar="TAG", help="KEYWORD, ggggeeee, or CREATOR:gggg,ee.")],
    name: Annotated[str | None, typer.Option("--name", help="The column's name.")] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a typed column of a tag, in instance and dicom_all, for instances present and to come."""
    made = find_lake(lake).promote_tag(tag, name=name)
    if as_json:
        say_json(asdict(made))
    else:
        say(
            f"{made.name} {made.type} is a column of instance and dicom_all; {made.n_instances} versions have a value"
        )
