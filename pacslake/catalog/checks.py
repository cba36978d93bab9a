"""Run the checks of `catalog/checks`, and say what tables and columns mean."""

from __future__ import annotations

import re
from typing import Any

from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import (
    example_files,
    first_statement,
    names_in,
    sql_object,
    statements,
    table_schema,
)

__all__ = ["describe", "run_checks", "view_comments"]

_AGGREGATES = {
    "_min": "Smallest value",
    "_max": "Largest value",
    "_values": "Different values, sorted,",
    "_n_distinct": "Number of different values",
}


def run_checks(catalog: Catalog, *, limit: int = 100) -> dict[str, list[dict[str, Any]]]:
    """Check name -> its first `limit` offending rows; an empty list means that the check holds."""
    return {
        file.name: catalog.dicts(f"SELECT * FROM ({first_statement(file.text)}) LIMIT {limit}")
        for file in example_files("checks")
    }


def describe(name: str) -> dict[str, str]:
    """Column -> meaning of a table or view of `catalog/`; empty for a name that is not declared there.

    A view's column without a comment of its own takes that of the table it comes from, by its name.
    """
    return _describe(name, frozenset())


def _describe(name: str, seen: frozenset[str]) -> dict[str, str]:
    file = sql_object(name)
    if file is None or file.name in seen:
        return {}
    if file.kind == "tables":
        return {column.name: column.comment for column in table_schema(file.name).columns}
    found: dict[str, str] = {}
    for word in sorted(names_in(first_statement(file.text))):
        found = {**_describe(word, seen | {file.name}), **found}
    return {**_variants(found), **found, **view_comments(file.text)}


def _variants(meanings: dict[str, str]) -> dict[str, str]:
    """Meanings of the columns that views make of others: aggregates, and times of day."""
    found = {}
    for name, meaning in meanings.items():
        for suffix, words in _AGGREGATES.items():
            found[name + suffix] = f"{words} of: {meaning}"
        if name.endswith("_us"):
            found[name.removesuffix("_us")] = meaning.replace("microseconds since midnight", "time of day")
    return found


def view_comments(text: str) -> dict[str, str]:
    """Column -> meaning, as the `COMMENT ON COLUMN` statements of a view's file say."""
    pattern = re.compile(
        r"COMMENT\s+ON\s+COLUMN\s+\"?\w+\"?\.\"?(\w+)\"?\s+IS\s+'(.*)'\s*$", re.IGNORECASE | re.DOTALL
    )
    matches = (pattern.match(statement) for statement in statements(text))
    return {match[1]: " ".join(match[2].replace("''", "'").split()) for match in matches if match}
