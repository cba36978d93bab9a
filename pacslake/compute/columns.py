"""From what a function returns to rows of one fixed schema. Pure functions."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pacslake.errors import UsageError

__all__ = ["ResultError", "check_declared", "fit", "infer", "rows_of", "widen"]

RESERVED = ("row_id", "item", "activity_id", "error")
OBJECT_COLUMNS = {"result_uid": "VARCHAR", "result_volume_id": "VARCHAR"}
"""Columns of results that are objects of the lake: SOPInstanceUID, and the volume where it became one."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_TYPES: tuple[tuple[type, str], ...] = (
    # bool before int and datetime before date: the one is a subclass of the other.
    (bool, "BOOLEAN"), (int, "BIGINT"), (float, "DOUBLE"), (str, "VARCHAR"),
    (datetime.datetime, "TIMESTAMP"), (datetime.date, "DATE"),
)  # fmt: skip


class ResultError(ValueError):
    """A function returned what cannot become a row; the text says what and what to return instead."""


def rows_of(result: Any, reserved: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What a function returned as a list of mappings of plain values.

    Raises:
        ResultError: neither a mapping nor a list of mappings, or a value of no column type.

    >>> rows_of({"mean": 1.5})
    [{'mean': 1.5}]
    """
    if hasattr(result, "_asdict"):
        result = result._asdict()
    if isinstance(result, Mapping):
        result = [result]
    if not isinstance(result, (list, tuple)) or not all(isinstance(r, Mapping) for r in result):
        raise ResultError(
            f"the function returned {_kind(result)}; return a mapping such as {{'mean_hu': 41.5}}, a list of mappings, "
            "an array on the volume's grid, or a DICOM object"
        )
    return [_plain_row(r, {*RESERVED, *reserved}) for r in result]


def _kind(value: Any) -> str:
    shape = getattr(value, "shape", None)
    return f"an array of shape {tuple(shape)}" if shape is not None else f"a {type(value).__name__}"


def _plain_row(row: Mapping[Any, Any], reserved: set[str]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in row.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ResultError(f"{name!r} cannot be a column's name: use letters, digits and underscores")
        if name in reserved:
            raise ResultError(
                f"the column name {name!r} is taken; reserved are {', '.join(sorted(reserved))}"
            )
        plain[name] = _plain(name, value)
    return plain


def _plain(name: str, value: Any) -> Any:
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        value = value.item()  # a numpy scalar
    elif getattr(value, "ndim", None) == 1 and hasattr(value, "tolist"):
        value = value.tolist()
    elif getattr(value, "ndim", 0) > 1:
        raise ResultError(
            f"column {name!r} holds {_kind(value)}; a column takes numbers, text, dates and flat lists"
        )
    if isinstance(value, (list, tuple)):
        return [_plain(name, v) for v in value]
    if value is None or isinstance(value, tuple(t for t, _ in _TYPES)):
        return value
    raise ResultError(
        f"column {name!r} holds {_kind(value)}; a column takes numbers, text, dates and flat lists"
    )


def _type(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, list):
        inner: str | None = None
        for item in value:
            inner = widen(inner, _type(item))
        return f"{inner or 'DOUBLE'}[]"
    return next(name for kind, name in _TYPES if isinstance(value, kind))


def widen(a: str | None, b: str | None) -> str | None:
    """The type that takes both; whole numbers go with decimal ones.

    Raises:
        ResultError: there is none.

    >>> widen("BIGINT", "DOUBLE"), widen(None, "VARCHAR")
    ('DOUBLE', 'VARCHAR')
    """
    if a is None or b is None or a == b:
        return a or b
    if a.endswith("[]") and b.endswith("[]"):
        return f"{widen(a[:-2], b[:-2])}[]"
    if {a, b} == {"BIGINT", "DOUBLE"}:
        return "DOUBLE"
    raise ResultError(f"a column cannot hold both {a} and {b}")


def infer(results: Iterable[Sequence[Mapping[str, Any]]]) -> dict[str, str]:
    """Column names and types: names of the first result that has rows, types widened over those that agree.

    A column that is NULL everywhere is taken for numbers.
    """
    names: list[str] = []
    types: dict[str, str | None] = {}
    for rows in results:
        for row in rows:
            if not names:
                names = list(row)
                types = dict.fromkeys(names)
            if set(row) != set(names):
                continue  # `fit` will say what is wrong with it
            try:
                types |= {n: widen(types[n], _type(row[n])) for n in names}
            except ResultError:
                continue
    return {n: types[n] or OBJECT_COLUMNS.get(n, "DOUBLE") for n in names}


def fit(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows, if they have exactly these columns and types.

    Raises:
        ResultError: a column is missing, unknown, or of another type.
    """
    fitted = []
    for row in rows:
        missing, unknown = sorted(set(columns) - set(row)), sorted(set(row) - set(columns))
        if missing or unknown:
            said = [f"has no {', '.join(missing)}"] * bool(missing) + [
                f"has {', '.join(unknown)} too"
            ] * bool(unknown)
            raise ResultError(
                f"the columns vary: this result {' and '.join(said)}; the table has {', '.join(columns)}. "
                "Return the same names for every member (None where there is no value)"
            )
        for name, value in row.items():
            if not _takes(columns[name], value):
                raise ResultError(f"column {name!r} is {columns[name]}, and this result gives {_type(value)}")
        fitted.append(
            {n: float(v) if columns[n] == "DOUBLE" and type(v) is int else v for n, v in row.items()}
        )
    return fitted


def _takes(column: str, value: Any) -> bool:
    got = _type(value)
    if got is None or got == column or (got == "DOUBLE[]" and value == []):
        return True
    if column in ("FLOAT", "REAL", "DECIMAL"):
        return got in ("DOUBLE", "BIGINT")
    if column in ("INTEGER", "SMALLINT", "HUGEINT"):
        return got == "BIGINT"
    try:
        return widen(column, got) == column
    except ResultError:
        return False


def check_declared(columns: Mapping[str, str], reserved: Sequence[str]) -> dict[str, str]:
    """Names and types that the caller declares, with types in capitals.

    Raises:
        UsageError: a reserved or malformed name.
    """
    taken = {*RESERVED, *reserved}
    for name in columns:
        if name in taken or not _NAME.fullmatch(name):
            raise UsageError(
                f"columns={name!r} cannot be a column of results; reserved are {', '.join(sorted(taken))}"
            )
    aliases = {
        "FLOAT64": "DOUBLE",
        "INT": "BIGINT",
        "INT64": "BIGINT",
        "TEXT": "VARCHAR",
        "STRING": "VARCHAR",
        "BOOL": "BOOLEAN",
    }
    return {n: aliases.get(t.upper(), t.upper()) for n, t in columns.items()}
