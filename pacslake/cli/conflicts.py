"""pacslake conflicts: one SOPInstanceUID with two contents, and which of them counts."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table

EPILOG = """Examples:

pacslake conflicts --lake mylake

pacslake conflicts --choose INSTANCE_VERSION_ID --lake mylake"""
QUERY = """
    SELECT i.SOPInstanceUID, i.instance_version_id, i.is_current, f.uri, f.reason
    FROM instance i JOIN file f USING (instance_version_id)
    WHERE i.SOPInstanceUID IN (SELECT SOPInstanceUID FROM instance GROUP BY 1 HAVING count(DISTINCT instance_version_id) > 1)
      AND f.outcome IN ('stored', 'conflict')
    ORDER BY 1, i.is_current DESC, f.uri
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("conflicts", epilog=EPILOG)(conflicts)


def conflicts(
    lake: LakeOption = None,
    choose: Annotated[
        str | None,
        typer.Option("--choose", metavar="INSTANCE_VERSION_ID", help="Let this version count from now on."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List objects that came with one UID and several contents, or choose the version that counts."""
    opened = find_lake(lake)
    if choose is not None:
        from pacslake import ingest

        uid = ingest.choose_version(opened, choose)
        opened._follow_up()
        if as_json:
            say_json(
                {"SOPInstanceUID": uid, "instance_version_id": choose, "snapshot_id": opened.snapshot_id}
            )
        else:
            say(f"version {choose} is current now; volumes of its series were planned again")
        return
    found = opened.dicts(QUERY)
    keys = ["SOPInstanceUID", "is_current", "instance_version_id", "uri", "reason"]
    say_json(found) if as_json else table([[r[k] for k in keys] for r in found], keys)
