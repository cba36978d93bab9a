"""Compute over cohorts: choose members by SQL, map a function over them, trace a number to its files.

Heavy packages load inside the functions, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.compute.cohorts import Cohort, Diff, Manifest, Member
    from pacslake.compute.explanation import Explanation
    from pacslake.compute.mapping import MapResult

__all__ = [
    "Cohort",
    "Diff",
    "Explanation",
    "Manifest",
    "MapResult",
    "Member",
    "cohort",
    "explain",
    "list_cohorts",
    "open_cohort",
]

_HOMES = {
    "Cohort": "cohorts", "Diff": "cohorts", "Manifest": "cohorts", "Member": "cohorts",
    "Explanation": "explanation", "MapResult": "mapping",
}  # fmt: skip


def cohort(lake: Any, sql: str, *, name: str | None = None) -> Cohort:
    """Members chosen by SQL: volumes, series, instances, studies or patients, by the key column of the answer.

    Raises:
        UsageError: the statement gives none of the key columns.
        SqlError: the statement is wrong.
        NotFoundError: it names members that the catalogue does not hold.
    """
    from pacslake.compute.cohorts import choose

    return choose(lake, sql, name=name)


def open_cohort(lake: Any, name_or_id: str) -> Cohort:
    """A frozen cohort by name (its newest freeze) or by `cohort_id`, at the snapshot that it pins.

    Raises:
        NotFoundError: no such cohort.
    """
    from pacslake.compute.cohorts import reopen

    return reopen(lake, name_or_id)


def list_cohorts(lake: Any) -> list[dict[str, Any]]:
    """The frozen cohorts, newest last, as rows of the table `cohort`."""
    rows: list[dict[str, Any]] = lake.dicts("SELECT * FROM cohort ORDER BY frozen_at, cohort_id")
    return rows


def explain(lake: Any, *, table: str, row_id: str) -> Explanation:
    """Where a row came from: number, volume, slices, files with digests, code.

    Raises:
        NotFoundError: no such table, or no such row in it.
    """
    from pacslake.compute.explanation import explain as find

    return find(lake, table=table, row_id=row_id)


def __getattr__(name: str) -> Any:
    # Classes load when asked for: `from pacslake.compute import Cohort` works without loading Dask before.
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(f"pacslake.compute.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
