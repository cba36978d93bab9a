"""pacslake cohort: freeze, list, show, diff and export sets of volumes, series, instances or patients."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table

group = typer.Typer(no_args_is_help=True, help="Freeze, list, show, diff and export cohorts.")
Name = Annotated[str, typer.Argument(help="Name or id of the cohort.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="cohort")


@group.command(
    epilog="Example: pacslake cohort freeze chest-ct \"SELECT volume_id FROM volume WHERE verdict = 'regular'\" --lake mylake"
)
def freeze(
    name: Annotated[str, typer.Argument(help="A name for the cohort.")],
    sql: Annotated[
        str,
        typer.Argument(
            help="SQL that gives volume_id, SeriesInstanceUID, instance_version_id or patient_key."
        ),
    ],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Choose members by SQL and pin SQL, snapshot and the members' content."""
    frozen = find_lake(lake).cohort(sql, name=name).freeze()
    say_json(frozen.manifest()) if as_json else say(str(frozen))


@group.command("list", epilog="Example: pacslake cohort list --lake mylake")
def list_(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """List the frozen cohorts."""
    keys = ["name", "cohort_id", "n", "snapshot_id", "members_sha256", "sql_text"]
    rows = find_lake(lake).dicts(f"SELECT {', '.join(keys)} FROM cohort ORDER BY name, snapshot_id")
    say_json(rows) if as_json else table([[r[k] for k in keys] for r in rows], keys)


@group.command(epilog="Example: pacslake cohort show chest-ct --lake mylake")
def show(name: Name, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show a cohort and its members."""
    from pacslake.compute import open_cohort

    found = open_cohort(find_lake(lake), name)
    if as_json:
        say_json(found.manifest())
    else:
        say(str(found))
        for member in found.members:
            say(str(member))


@group.command(epilog="Example: pacslake cohort diff chest-ct --lake mylake")
def diff(
    name: Name,
    snapshot: Annotated[
        int | None, typer.Option("--snapshot", help="Compare with this snapshot; default: the newest.")
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what was added, re-sent with other bytes, or withdrawn since the cohort was frozen."""
    from pacslake.compute import open_cohort

    opened = find_lake(lake)
    changes = open_cohort(opened, name).diff(opened.snapshot_id if snapshot is None else snapshot)
    say_json(changes) if as_json else say(str(changes))


@group.command(epilog="Example: pacslake cohort manifest chest-ct --output chest-ct.json --lake mylake")
def manifest(
    name: Name,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
    lake: LakeOption = None,
) -> None:
    """Write what a paper needs: SQL, snapshot, members with digests, citation."""
    import json

    from pacslake.cli.common import plain
    from pacslake.compute import open_cohort

    document = plain(open_cohort(find_lake(lake), name).manifest())
    if output is None:
        say_json(document)
    else:
        output.write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")
        say(str(output))
