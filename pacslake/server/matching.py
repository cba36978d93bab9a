"""From the keys of a query to conditions over the index: bound values only, never text of the caller's in SQL.

Rules of PS3.4 C.2.2.2 and PS3.18 8.3.4: single values, lists of UIDs, wild cards, ranges, sequences, and universal
matching of an empty value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pacslake.dicom.values import parse_date, parse_time
from pacslake.server.attributes import FAST, Path

__all__ = ["BadQueryError", "Condition", "Slow", "condition_for", "like_pattern"]

_DAY_US = 86_400_000_000


class BadQueryError(Exception):
    """A query that cannot be right. The text repeats no value of it."""


@dataclass(frozen=True)
class Condition:
    """SQL over one table of the index, with its values."""

    table: str
    sql: str
    params: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Slow:
    """A condition that only the catalogue's table of elements can answer: SQL over `element`, with its values."""

    sql: str
    params: list[Any]


def condition_for(
    path: Path, value: str, *, fuzzy: bool = False, empty_matches: bool = False
) -> Condition | Slow | None:
    """The condition of one key; None where every row matches. Raises: BadQueryError."""
    if value == "" or set(value) == {"*"}:
        return None
    known = FAST.get(path.tag) if len(path.tags) == 1 else None
    if value == '""' and empty_matches:
        if known is None:
            raise BadQueryError("matching of empty values is done for the listed attributes only")
        return Condition(known[0], f'"{known[1]}" IS NULL')
    if known is None:
        return _slow(path, value)
    table, column, kind = known
    make = {
        "text": _text,
        "name": _name,
        "date": _date,
        "time": _time,
        "uid": _uids,
        "list": _list,
        "number": _number,
    }
    sql, params = _name(column, value, fuzzy) if kind == "name" else make[kind](column, value)  # type: ignore[operator]
    return Condition(table, sql, params)


def like_pattern(value: str) -> str | None:
    """The pattern of a value with `*` or `?`; None where it has none.

    >>> like_pattern('a*b?')
    'a%b_'
    """
    if not re.search(r"[*?]", value):
        return None
    escaped = re.sub(r"([%_\\])", r"\\\1", value)
    return escaped.replace("*", "%").replace("?", "_")


def _quoted(column: str) -> str:
    return f'"{column}"'


def _text(column: str, value: str) -> tuple[str, list[Any]]:
    pattern = like_pattern(value)
    if pattern is not None:
        return f"{_quoted(column)} LIKE ? ESCAPE '\\'", [pattern]
    values = [v for v in value.split("\\") if v]
    return f"list_contains(?::VARCHAR[], {_quoted(column)})", [values or [value]]


def _name(column: str, value: str, fuzzy: bool = False) -> tuple[str, list[Any]]:
    """Names match without regard to case and accents, in any of their groups."""
    groups = f"list_filter({_quoted(column)}, lambda g: g IS NOT NULL)"
    if fuzzy:
        words = [w for w in re.split(r"[\s^=*?_]+", value) if w]
        tests = " AND ".join(
            f"len(list_filter({groups}, lambda g: len(list_filter(string_split_regex(lower(strip_accents(g)), "
            "'[\\s^=,._-]+'), lambda w: starts_with(w, lower(strip_accents(?))))) > 0)) > 0"
            for _ in words
        )
        return tests or "TRUE", words
    pattern = like_pattern(value)
    if pattern is not None:
        return (
            f"len(list_filter({groups}, lambda g: lower(strip_accents(g)) LIKE lower(strip_accents(?)) ESCAPE '\\')) > 0",
            [pattern],
        )
    # `Doe^Jane` is `Doe^Jane^^^`: empty components at the end do not count (PS3.5 6.2.1).
    return (
        f"len(list_filter({groups}, lambda g: rtrim(lower(strip_accents(g)), '^ ') = "
        "rtrim(lower(strip_accents(?)), '^ '))) > 0",
        [value],
    )


def _uids(column: str, value: str) -> tuple[str, list[Any]]:
    values = [v.strip() for v in re.split(r"[\\,]", value) if v.strip()]
    if any("*" in v or "?" in v for v in values):
        return _text(column, value)
    return f"list_contains(?::VARCHAR[], {_quoted(column)})", [values]


def _list(column: str, value: str) -> tuple[str, list[Any]]:
    pattern = like_pattern(value)
    if pattern is not None:
        return f"len(list_filter({_quoted(column)}, lambda x: x LIKE ? ESCAPE '\\')) > 0", [pattern]
    values = [v.strip() for v in re.split(r"[\\,]", value) if v.strip()]
    return f"list_has_any({_quoted(column)}, ?::VARCHAR[])", [values]


def _number(column: str, value: str) -> tuple[str, list[Any]]:
    try:
        return f"{_quoted(column)} = ?", [int(value)]
    except ValueError:
        raise BadQueryError("a number was expected") from None


def _range(value: str) -> tuple[str, str] | None:
    if value.count("-") != 1:
        return None
    first, last = value.split("-")
    return first.strip(), last.strip()


def _date(column: str, value: str) -> tuple[str, list[Any]]:
    if (both := _range(value)) is not None and (both[0] or both[1]):
        return _between(column, *(_parsed_date(x) if x else None for x in both))
    return f"{_quoted(column)} = ?", [_parsed_date(value)]


def _parsed_date(text: str) -> Any:
    found, _ = parse_date(text.strip())
    if found is None:
        raise BadQueryError("a date YYYYMMDD or a range of dates was expected")
    return found


def _time(column: str, value: str) -> tuple[str, list[Any]]:
    if (both := _range(value)) is not None and (both[0] or both[1]):
        first = _parsed_time(both[0])[0] if both[0] else None
        last = _parsed_time(both[1])[1] if both[1] else None
        return _between(column, first, last)
    first, last = _parsed_time(value)
    return f"{_quoted(column)} BETWEEN ? AND ?", [first, last]


def _parsed_time(text: str) -> tuple[int, int]:
    """First and last microsecond that a time may mean: `10` is the whole hour."""
    text = text.strip().replace(":", "")
    found, _ = parse_time(text)
    if found is None or not 0 <= found < _DAY_US:
        raise BadQueryError("a time HHMMSS or a range of times was expected")
    whole, _, fraction = text.partition(".")
    width = {2: 3_600_000_000, 4: 60_000_000, 6: 1_000_000}.get(len(whole), 1)
    if fraction:
        width = 10 ** (6 - min(len(fraction), 6))
    return found, found + width - 1


def _between(column: str, first: Any, last: Any) -> tuple[str, list[Any]]:
    tests, params = [], []
    for value, operator in ((first, ">="), (last, "<=")):
        if value is not None:
            tests.append(f"{_quoted(column)} {operator} ?")
            params.append(value)
    return " AND ".join(tests), params


def _slow(path: Path, value: str) -> Slow:
    """Any other attribute: its leaves, whichever items of the sequences they lie in."""
    place = r"\[\d+\]\.".join(re.escape(tag) for tag in path.tags)
    where, params = (
        ("path = ?", [path.tag]) if len(path.tags) == 1 else ("regexp_full_match(path, ?)", [place])
    )
    pattern = like_pattern(value)
    if path.vr == "SQ":
        raise BadQueryError("a sequence is matched by an attribute of its items: Sequence.Attribute=value")
    if path.vr in ("DA", "TM", "DT") and (both := _range(value)) is not None:
        tests = []
        for text, operator in zip(both, (">=", "<="), strict=True):
            if text:
                tests.append(f"value_text {operator} ?")
                params.append(text + ("\uffff" if operator == "<=" else ""))
        return Slow(" AND ".join([where, *tests]), params)
    if pattern is not None:
        return Slow(f"{where} AND value_text LIKE ? ESCAPE '\\'", [*params, pattern])
    if path.vr in ("US", "UL", "SS", "SL", "IS", "DS", "FL", "FD", "UV", "SV"):
        try:
            return Slow(
                f"{where} AND coalesce(value_double, value_int::DOUBLE, try_cast(value_text AS DOUBLE)) = ?",
                [*params, float(value)],
            )
        except ValueError:
            raise BadQueryError("a number was expected") from None
    if path.vr == "PN":
        return Slow(f"{where} AND lower(value_text) = lower(?)", [*params, value])
    values = re.split(r"[\\,]", value) if path.vr == "UI" else [value]
    return Slow(f"{where} AND list_contains(?::VARCHAR[], value_text)", [*params, values])
