"""pacslake cohort: freeze, list, show, compare, split and describe sets of volumes, series, instances or patients."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table
from pacslake.errors import UsageError

group = typer.Typer(no_args_is_help=True, help="Freeze, list, show, compare, split and describe cohorts.")
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


@group.command(
    epilog="Example: pacslake cohort split chest-ct --stratify Manufacturer --fraction train=0.8 --fraction test=0.2 --lake mylake"
)
def split(
    name: Name,
    by: Annotated[
        str, typer.Option("--by", help="patient, study or series: what never stands in two parts.")
    ] = "patient",
    stratify: Annotated[
        str | None,
        typer.Option("--stratify", help="Column of the cohort's SQL to spread evenly over the parts."),
    ] = None,
    fraction: Annotated[
        list[str] | None,
        typer.Option(
            "--fraction", help="PART=SHARE, once for each; default: train=0.7 validation=0.15 test=0.15."
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another number gives another split.")] = 0,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Split a cohort into parts that share no patient, and freeze each as NAME-PART."""
    from pacslake.compute import open_cohort

    parts = open_cohort(find_lake(lake), name).split(
        by, stratify=stratify, fractions=_fractions(fraction), seed=seed
    )
    frozen = [part.freeze() for part in parts.values()]
    keys = ["name", "cohort_id", "n", "members_sha256"]
    rows = [[part.name, part.cohort_id, len(part), part.members_sha256] for part in frozen]
    say_json([dict(zip(keys, row, strict=True)) for row in rows]) if as_json else table(rows, keys)


def _fractions(given: list[str] | None) -> dict[str, float] | None:
    found = {}
    for text in given or ():
        part, _, share = text.partition("=")
        try:
            found[part] = float(share)
        except ValueError:
            raise UsageError(f"--fraction {text!r} is not of the form PART=SHARE, such as test=0.2") from None
    return found or None


@group.command(epilog="Example: pacslake cohort manifest chest-ct --output chest-ct --lake mylake")
def manifest(
    name: Name,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="A .json or .csv file, or a folder for both and the citation; default: JSON, shown.",
        ),
    ] = None,
    lake: LakeOption = None,
) -> None:
    """Write what a paper needs: SQL, snapshot, members with digests, citation."""
    from pacslake.compute import open_cohort

    found = open_cohort(find_lake(lake), name).manifest()
    if output is None:
        say_json(found)
    elif output.suffix in (".json", ".csv"):
        text = found.to_csv() if output.suffix == ".csv" else found.to_json() + "\n"
        output.write_text(text, encoding="utf-8")
        say(str(output))
    else:
        for path in found.write(output):
            say(str(path))
