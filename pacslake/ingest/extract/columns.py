"""Curated columns: which leaf each takes its value from, and how text becomes the column's type.

The list of columns is the DDL in `catalog/tables`; a column named as a keyword takes that attribute of the
top level. What lies elsewhere stands in `NESTED`; what is computed, in `computed.py`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from pacslake.catalog.arrow_types import arrow_type
from pacslake.catalog.schema import table_schema
from pacslake.dicom import values as v
from pacslake.dicom.dictionary import keyword_for, public_vr, tag_for, tag_text
from pacslake.dicom.leaves import Leaf, at_values

__all__ = ["TEXT_LIMIT", "Plain", "Problem", "arrow_schema", "convert", "convert_shared", "plain_columns"]

TEXT_LIMIT = 4096
"""Characters of a text column; longer text is cut, with a mark and an issue, and whole in `header`."""

_RADIO = "00540016[1]."
NESTED = {
    **dict.fromkeys(
        (
            "Radiopharmaceutical RadiopharmaceuticalRoute RadiopharmaceuticalVolume RadiopharmaceuticalStartTime "
            "RadiopharmaceuticalStopTime RadiopharmaceuticalStartDateTime RadiopharmaceuticalStopDateTime "
            "RadionuclideTotalDose RadionuclideHalfLife RadionuclidePositronFraction "
            "RadiopharmaceuticalSpecificActivity"
        ).split(),
        _RADIO,
    ),
}
"""Keyword to the path that stands before its tag."""


class Problem(NamedTuple):
    """A fault of a value: code, tag, raw text and a sentence without the value."""

    code: str
    tag: int
    raw: str
    message: str


@dataclass(frozen=True)
class Plain:
    """A column that holds one attribute. `kind` is the column's base type."""

    name: str
    path: str
    tag: int
    kind: str
    is_list: bool
    part: str = "value"
    """`value`, or `offset` for the zone of a DT."""


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a declared table."""
    return pa.schema([(column.name, arrow_type(column.type)) for column in table_schema(table).columns])


@cache
def plain_columns(table: str) -> tuple[Plain, ...]:
    """The columns of a table that copy one attribute."""
    found = []
    for column in table_schema(table).columns:
        name, part = column.name, "value"
        keyword = name
        if name.endswith("_us"):
            keyword = name[:-3]
        elif name.endswith("_offset_min"):
            keyword, part = name[: -len("_offset_min")], "offset"
        tag = tag_for(keyword)
        if tag is None or tag >> 16 == 2:
            continue
        is_list = column.type.endswith("[]")
        kind = column.type.removesuffix("[]")
        found.append(Plain(name, NESTED.get(keyword, "") + tag_text(tag), tag, kind, is_list, part))
    return tuple(found)


_STRIPPED = frozenset({"AE", "AS", "CS", "LO", "SH", "UI", "DA", "TM", "DT", "DS", "IS"})
_INT_RANGE = {"INTEGER": 1 << 31, "BIGINT": 1 << 63}


def convert(column: Plain, leaf: Leaf, raw: bytes, little: bool) -> tuple[Any, list[Problem]]:
    """The value of a column from a leaf's bytes, with what was wrong with it; None where it cannot be known."""
    if not raw:
        return None, []
    vr = leaf.vr
    if vr == "UN" and public_vr(leaf.tag) in v.TEXT_VRS:  # text of 64 KiB or more in explicit VR, PS3.5 6.2.2
        vr = public_vr(leaf.tag)
    problems: list[Problem] = []

    def report(code: str, text: str, message: str) -> None:
        problems.append(Problem(code, leaf.tag, text[:256], message))

    if vr in v.NUMBER_VRS:
        found = v.numbers(vr, raw, little) or ()
        items = [_from_number(column, x, report) for x in found]
    elif vr == "AT" and column.kind == "VARCHAR":
        items = list(at_values(raw, little))
    elif vr in v.TEXT_VRS:
        words, certain = v.texts(vr, raw, leaf.charset)
        if not certain:
            report("character_set_unknown", "\\".join(words), "text cannot be decoded with certainty")
        if words == [""]:
            return None, problems
        items = _from_texts(column, vr, words, report)
    else:
        if column.kind != "VARCHAR" or raw.strip(b"\0 "):
            report("wrong_vr", "", f"sent as {vr}, which cannot be read as {public_vr(leaf.tag)}")
        return None, problems
    if column.is_list:
        return _as_list(column, items), problems
    if len(items) > 1:
        report("value_multiplicity", _raw_text(vr, raw, leaf), f"{len(items)} values where one is allowed")
    return (items[0] if items else None), problems


_MEMO_BYTES, _MEMO_SIZE = 64, 50_000
_memo: dict[tuple[Any, ...], tuple[Any, list[Problem]]] = {}


def convert_shared(column: Plain, leaf: Leaf, raw: bytes, little: bool) -> tuple[Any, list[Problem]]:
    """As `convert`, of a value that a series shares: other series of the same scanner mostly have it too.

    The result is shared as well and must not be changed.
    """
    if len(raw) > _MEMO_BYTES:
        return convert(column, leaf, raw, little)
    charset = leaf.charset
    key = (column.name, column.kind, column.is_list, leaf.vr, raw, little, charset.encodings, charset.known)
    found = _memo.get(key)
    if found is None:
        if len(_memo) > _MEMO_SIZE:
            _memo.clear()
        found = _memo[key] = convert(column, leaf, raw, little)
    return found


def _raw_text(vr: str, raw: bytes, leaf: Leaf) -> str:
    if vr in v.TEXT_VRS:
        return "\\".join(v.texts(vr, raw, leaf.charset)[0])
    return raw[:64].hex()


def _as_list(column: Plain, items: list[Any]) -> list[Any] | None:
    """A list, or None where it is empty or a number in it is not known: half a position is none."""
    if not items or all(x is None for x in items):
        return None
    if column.kind == "VARCHAR":
        return [x if x is not None else "" for x in items]
    return None if any(x is None for x in items) else items


def _from_number(column: Plain, x: float, report: Any) -> Any:
    if column.kind in _INT_RANGE:
        limit = _INT_RANGE[column.kind]
        if not (-limit <= x < limit and x == int(x)):  # so written, "not a number" is refused too
            report("value_out_of_range", str(x), "the number does not fit its column")
            return None
        return int(x)
    if column.kind in ("DOUBLE", "FLOAT"):
        if x - x != 0:
            report("invalid_decimal", str(x), "not a finite number")
            return None
        return float(x)
    return str(x) if column.kind == "VARCHAR" else None


def _from_texts(column: Plain, vr: str, words: list[str], report: Any) -> list[Any]:
    kind, keyword = column.kind, keyword_for(column.tag) or tag_text(column.tag)
    if kind in ("DOUBLE", "FLOAT"):
        decimals, code = v.parse_decimals(words)
        if code:
            report(code, "\\".join(words), f"{keyword} is not written as the standard says")
        return list(decimals)
    if kind == "VARCHAR":
        return [_text(column, vr, word, report) for word in words]
    return [_parsed(column, keyword, word, report) for word in words]


def _parsed(column: Plain, keyword: str, word: str, report: Any) -> Any:
    value: Any
    code: str | None
    if column.kind == "DATE":
        value, code = v.parse_date(word)
    elif column.kind == "TIMESTAMP" or column.part == "offset":
        moment, offset, code = v.parse_datetime(word)
        value = moment if column.part == "value" else offset
        code = code if column.part == "value" else None
    elif column.name.endswith("_us"):
        value, code = v.parse_time(word)
    else:
        value, code = v.parse_integer(word)
        if value is not None and not -_INT_RANGE[column.kind] <= value < _INT_RANGE[column.kind]:
            value, code = None, "value_out_of_range"
    if code:
        report(code, word, f"{keyword} is not written as the standard says")
    return value


def _text(column: Plain, vr: str, word: str, report: Any) -> str | None:
    word = word.strip(" \0") if vr in _STRIPPED else word.rstrip(" \0")
    if vr == "PN" or public_vr(column.tag) == "PN":
        word = _alphabetic(word)
    if len(word) > TEXT_LIMIT:
        report(
            "text_truncated", "", f"{len(word)} characters, cut to {TEXT_LIMIT}; the whole text is in header"
        )
        word = word[: TEXT_LIMIT - 1] + "…"
    if vr == "UI" and word and (fault := v.uid_fault(word)):
        report("invalid_uid", word, fault)
    return word or None


def _alphabetic(name: str) -> str:
    """The alphabetic group of a person name, else the first group that is not empty (PS3.5 6.2.1)."""
    groups = [group.strip(" \0") for group in name.split("=")]
    return next((group for group in groups if group), "")


@lru_cache(maxsize=4096)
def combine(day: datetime.date | None, micros: int | None) -> datetime.datetime | None:
    """A date and a time of day as one moment; None without a date, midnight is never invented."""
    if day is None or micros is None:
        return None
    return datetime.datetime(day.year, day.month, day.day) + datetime.timedelta(microseconds=micros)
