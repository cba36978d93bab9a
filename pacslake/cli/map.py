"""pacslake map: run a function over a cohort, its results as a table."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    LakeOption,
    QuietOption,
    SchedulerOption,
    find_lake,
    progress,
    say,
    say_json,
)
from pacslake.errors import UsageError

EPILOG = """Examples:

pacslake map pacslake.compute.measure:first_order chest-ct --table lung_features --lake mylake

pacslake map mymodule:myfunction chest-ct --table mine --scheduler tcp://host:8786 --lake mylake"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("map", epilog=EPILOG)(map_)


def map_(
    function: Annotated[
        str, typer.Argument(help="module:function; it takes a Volume and gives a mapping or a list of them.")
    ],
    cohort: Annotated[str, typer.Argument(help="Name or id of a frozen cohort, or SQL.")],
    table: Annotated[str, typer.Option("--table", help="Name of the table of results.")],
    lake: LakeOption = None,
    scheduler: SchedulerOption = None,
    force: Annotated[bool, typer.Option("--force", help="Compute again what is there.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Run a function over the volumes of a cohort; what is there already is not computed twice."""
    from pacslake.compute import open_cohort

    module, _, name = function.partition(":")
    if not name:
        raise UsageError(f"{function!r} is not of the form module:function")
    sys.path.insert(0, "")
    try:
        fn = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"cannot load {function!r}: {error}") from None
    opened = find_lake(lake)
    is_sql = cohort.lstrip()[:6].upper() in ("SELECT", "FROM ", "WITH ") or " " in cohort.strip()
    members = opened.cohort(cohort, name=table).freeze() if is_sql else open_cohort(opened, cohort)
    with progress("map", quiet=quiet or as_json, unit="volumes") as tick:
        members.map(fn, table=table, scheduler=scheduler, force=force, progress=tick)
    n, failed = opened.refresh().rows(f'SELECT count(*), count(error) FROM "{table}"')[0]
    if as_json:
        say_json({"table": table, "rows": n, "failed": failed})
    else:
        say(f"{table}: {n} rows, {failed} of them failures (column 'error' says why)", quiet=quiet)
    raise typer.Exit(WITH_FAULTS if failed else DONE)
