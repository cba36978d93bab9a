"""A statement that reads of a wide table only the columns it names.

DuckDB binds every column of a view for every query: of the 390 of `instance` that takes 6 ms, as long as the rest of a
look-up by UID. So where a statement names all that it wants, the wide table in it is put as a sub-query over those columns.
What a statement means is taken from DuckDB's own parser; one that could see the other columns (`*`, `COLUMNS`, a whole row
as a value, NATURAL JOIN, DESCRIBE) is left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pacslake.catalog.schema import quote

__all__ = ["WIDE", "Shape", "narrowed", "shape_of"]

WIDE = 60  # columns; below that a view costs less than looking into the statement
_LONGEST = 5_000  # a list of thousands of UIDs takes longer to parse than is won
_PLAIN_REFERENCES = {"BASE_TABLE", "JOIN", "SUBQUERY", "EMPTY", "TABLE_FUNCTION", "EXPRESSION_LIST"}


@dataclass(frozen=True)
class Shape:
    """What a statement names: its tables as (offset in UTF-8 bytes, name, whether it has an alias), and words of columns."""

    tables: tuple[tuple[int, str, bool], ...]
    words: frozenset[str]


def narrowed(query: str, shape: Shape, select: Callable[[str, frozenset[str]], str | None]) -> str | None:
    """The statement with sub-queries in the place of wide tables; None where there is nothing to gain.

    `select` gives the SELECT that reads the columns of a table which are among the words (in lower case), or None for a
    table that is to stay.
    """
    data = query.encode()
    changed = False
    for offset, name, has_alias in sorted(shape.tables, reverse=True):
        instead = select(name, shape.words)
        written = re.match(rb'"?' + re.escape(name.encode()) + rb'(?:"|\b)', data[offset:], re.IGNORECASE)
        if instead is None or written is None:
            continue
        alias = "" if has_alias else f" AS {quote(name)}"
        data = data[:offset] + f"({instead}){alias}".encode() + data[offset + written.end() :]
        changed = True
    return data.decode() if changed else None


def shape_of(connection: Any, query: str) -> Shape | None:
    """What a statement names; None where it could see columns that it does not name, or is no plain SELECT."""
    if len(query) > _LONGEST:
        return None
    if query not in _KNOWN:
        if len(_KNOWN) > 500:
            _KNOWN.clear()
        import duckdb

        try:
            text = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchone()[0]
            _KNOWN[query] = _shape(json.loads(text))
        except (duckdb.Error, RecursionError):  # the statement may be good for all that, and is left as it is
            _KNOWN[query] = None
    return _KNOWN.get(query)


_KNOWN: dict[str, Shape | None] = {}  # a program asks the same questions again and again


def _shape(parsed: dict[str, Any]) -> Shape | None:
    if parsed.get("error") or len(parsed.get("statements", ())) != 1:
        return None
    tables: list[tuple[int, str, bool]] = []
    given: set[str] = set()  # names of tables and their aliases
    defined: set[str] = set()  # by WITH
    words: set[str] = set()
    last: set[str] = set()
    for node in _nodes(parsed["statements"][0]):
        if node.get("class") in ("STAR", "POSITIONAL_REFERENCE"):
            return None
        if "sample" in node and "cte_map" not in node:  # a reference to a table
            if node["type"] not in _PLAIN_REFERENCES or node.get("ref_type") == "NATURAL":
                return None
            words.update(c.lower() for c in node.get("using_columns", ()))
            given.add(node.get("alias", "").lower())
        if node.get("type") == "BASE_TABLE":
            if node["schema_name"] or node["catalog_name"] or node["column_name_alias"] or node["at_clause"]:
                return None
            tables.append((node["query_location"], node["table_name"], bool(node["alias"])))
            given.add(node["table_name"].lower())
        if node.get("class") == "COLUMN_REF":
            names = [name.lower() for name in node["column_names"]]
            words.update(names)
            last.add(names[-1])
        if "cte_map" in node:
            defined.update(item["key"].lower() for item in node["cte_map"]["map"])
    if last & (given | defined):  # a row as a value: SELECT i FROM instance i
        return None
    return Shape(tuple(t for t in tables if t[1].lower() not in defined), frozenset(words))


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All objects within a parsed statement; sums of a thousand terms nest as deep."""
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield value
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
