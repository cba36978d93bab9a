"""pacslake map: run a function over a cohort, its results as a table."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated, Literal

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
        str,
        typer.Argument(
            help="module:function; it takes a Volume and gives a mapping, a list of them, or an array."
        ),
    ],
    cohort: Annotated[str, typer.Argument(help="Name or id of a frozen cohort, or SQL.")],
    table: Annotated[str, typer.Option("--table", help="Name of the table of results.")],
    lake: LakeOption = None,
    scheduler: SchedulerOption = None,
    force: Annotated[bool, typer.Option("--force", help="Compute again what is there.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Compute failures again.")] = False,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout", help="Seconds that one member may take; then it is a failure."),
    ] = None,
    on_error: Annotated[
        Literal["record", "raise"],
        typer.Option("--on-error", help="record failures as rows, or stop at the first."),
    ] = "record",
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
        result = members.map(
            fn, table=table, scheduler=scheduler, force="failed" if retry_failed and not force else force,
            timeout=timeout, on_error=on_error, progress=tick or False,
        )  # fmt: skip
    n, failed = opened.refresh().rows(f'SELECT count(*), count(error) FROM "{table}"')[0]
    if as_json:
        say_json({
            "table": table, "rows": n, "failed": failed, "computed": result.n_computed, "skipped": result.n_skipped,
            "activity_id": result.activity_id, "snapshot_id": result.snapshot_id,
            "members_sha256": result.members_sha256,
        })  # fmt: skip
    else:
        say(
            f"{table}: {n} rows, {failed} of them failures (column 'error' says why); {result.n_computed} computed now, "
            f"{result.n_skipped} there already; snapshot {result.snapshot_id}, members sha256 {result.members_sha256[:12]}",
            quiet=quiet,
        )
    raise typer.Exit(WITH_FAULTS if failed else DONE)
