"""Which statements a user may run: one that only reads, over the catalogue's own tables, with known functions.

This is the outer of two walls. DuckDB parses the statement and this module looks through its syntax tree, before
anything is bound or run; the inner wall is the connection, which has no files (see `pacslake.access.sandbox`).
Table functions are allowed by name: DuckDB has more than fifty that read files, settings or other statements, and
gains more with each release.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pacslake.errors import PolicyError, SqlError

if TYPE_CHECKING:
    import duckdb

__all__ = ["MAX_CHARACTERS", "MAX_SELECTS", "check_statement", "without_literals"]

MAX_CHARACTERS = 50_000
MAX_SELECTS = 300
"""SELECTs in a statement: planning 20,000 UNIONs takes DuckDB minutes in which it cannot be interrupted."""

TABLE_FUNCTIONS = frozenset(
    {"generate_series", "json_each", "json_tree", "range", "repeat", "summary", "unnest", "histogram", "histogram_values"}
)  # fmt: skip
DENIED_FUNCTIONS = frozenset(
    {
        "current_connection_id", "current_query", "current_query_id", "current_setting", "getenv", "getvariable",
        "in_search_path", "json_deserialize_sql", "json_execute_serialized_sql", "json_serialize_plan",
        "json_serialize_sql", "nextval", "currval", "pg_get_viewdef", "pg_sleep", "sleep_ms", "txid_current",
        "write_log",
    }
)  # fmt: skip
"""Of the functions in expressions, those that tell of the engine, wait, or run other statements."""

INFORMATION_SCHEMA = frozenset({"columns", "schemata", "tables"})
_lock = threading.Lock()


def check_statement(text: str, known: frozenset[str]) -> None:
    """Go on only with one statement that reads.

    Args:
        known: names of the catalogue's tables and views, in lower case.

    Raises:
        PolicyError: it is no reading statement, or names a file, another schema, or a function that is not allowed.
        SqlError: it is empty, cannot be parsed, or names a table that does not exist.
    """
    if not isinstance(text, str) or not text.strip():
        raise SqlError("the statement is empty")
    if len(text) > MAX_CHARACTERS:
        raise PolicyError(f"a statement has at most {MAX_CHARACTERS:,} characters here")
    tree = _tree(text)
    if len(tree) != 1:
        raise PolicyError(f"one statement at a time is run here, not {len(tree)}")
    nodes = list(_nodes(tree[0]))
    if sum(node.get("type") == "SELECT_NODE" for node in nodes) > MAX_SELECTS:
        raise PolicyError(f"a statement has at most {MAX_SELECTS} SELECTs here")
    own = {item["key"].lower() for node in nodes for item in _ctes(node)}
    for node in nodes:
        _check_node(node, known, own)


def _check_node(node: dict[str, Any], known: frozenset[str], own: set[str]) -> None:
    kind = node.get("type")
    if kind == "TABLE_FUNCTION":
        name = str((node.get("function") or {}).get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS:
            raise PolicyError(
                f"the table function {name!r} is not allowed here; "
                f"those that are: {', '.join(sorted(TABLE_FUNCTIONS))}. Files are read with: pacslake ingest"
            )
    elif kind == "BASE_TABLE":
        _check_table(node, known, own)
    elif kind == "SHOW_REF":
        # SHOW TABLES and DESCRIBE name a listing; with a query of its own, that is checked as any other.
        listing = str(node.get("table_name") or "").strip('"').lower()
        if listing and listing not in {"tables", "__show_tables_expanded"} and listing not in known | own:
            raise PolicyError(f"SHOW {listing} is not allowed here; SHOW TABLES and DESCRIBE of a table are")
    if str(node.get("function_name") or "").lower() in DENIED_FUNCTIONS:
        raise PolicyError(f"the function {node['function_name']!r} is not allowed here")


def _check_table(node: dict[str, Any], known: frozenset[str], own: set[str]) -> None:
    name, schema, catalog = (
        str(node.get(key) or "").lower() for key in ("table_name", "schema_name", "catalog_name")
    )
    if schema == "information_schema" and catalog in ("", "system", "memory", "temp"):
        if name in INFORMATION_SCHEMA:
            return
        raise PolicyError(f"information_schema.{name} is not allowed here")
    if schema not in ("", "main") or catalog not in ("", "memory", "temp"):
        raise PolicyError("only the catalogue's own tables are here; name them without schema or database")
    if name in known or name in own:
        return
    if re.fullmatch(r"\w+", name) is None:
        raise PolicyError("files and addresses cannot be read here; the tables are told by: SHOW TABLES")
    if name.startswith(("duckdb_", "pg_", "pragma_", "sqlite_")):
        raise PolicyError(f"{name} is not allowed here; use SHOW TABLES, DESCRIBE or information_schema")
    raise SqlError(f"there is no table {name!r}; the tables are told by: SHOW TABLES")


def _tree(text: str) -> list[dict[str, Any]]:
    import duckdb

    with _lock:
        try:
            kinds = [statement.type for statement in _parser().extract_statements(text)]
        except duckdb.Error as error:
            raise SqlError(str(error).strip()) from None
        except Exception:
            raise PolicyError("a statement of this kind is not run here; only SELECT is") from None
        if any(kind != duckdb.StatementType.SELECT for kind in kinds):
            hint = (
                " (PIVOT needs its values named: ON column IN (...))"
                if re.match(r"\s*pivot", text, re.I)
                else ""
            )
            raise PolicyError(
                f"only SELECT, FROM, WITH, VALUES, SUMMARIZE, DESCRIBE and SHOW TABLES are run here{hint}"
            )
        found = _parser().execute("SELECT json_serialize_sql(?::VARCHAR)", [text]).fetchone()
    content: dict[str, Any] = json.loads(found[0]) if found else {"error": True}
    if content.get("error"):
        raise PolicyError(
            f"the statement cannot be looked through, so it is not run ({content.get('error_type', 'unknown')})"
        )
    return list(content["statements"])


@lru_cache(maxsize=1)
def _parser() -> duckdb.DuckDBPyConnection:
    """A connection that only parses."""
    import duckdb

    return duckdb.connect(
        config={"enable_external_access": "false", "threads": "1", "lock_configuration": "true"}
    )


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree; with a stack of its own, as trees may be deep."""
    pending = [tree]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            yield item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def _ctes(node: dict[str, Any]) -> list[dict[str, Any]]:
    found = node.get("cte_map")
    return list(found.get("map", [])) if isinstance(found, dict) else []


_TOKENS = re.compile(
    r"""
    (?P<name>"(?:[^"]|"")*")                       # quoted names stay
    | (?P<text>[eE]?'(?:[^']|'')*'?)               # string literals, an unclosed one to the end
    | (?P<dollar>\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))
    | (?P<note>--[^\n]*|/\*.*?(?:\*/|\Z))          # comments may say anything
    | (?P<number>(?<![\w."])\d[\w.]*)
    """,
    re.VERBOSE | re.DOTALL,
)


def without_literals(text: str) -> str:
    """The statement with `?` for every string, number and comment: fit for a record that names nobody.

    >>> without_literals("SELECT * FROM patient WHERE PatientID = 'X1' -- Mr Y")
    'SELECT * FROM patient WHERE PatientID = ? ?'
    """
    known = _TOKENS.sub(lambda m: m[0] if m["name"] else "?", text)
    return " ".join(known.split())[:2000]
