"""Rows of `element_own` and `element_shared`: one leaf in columns."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from pacslake.dicom import values as v
from pacslake.dicom.charset import Charset
from pacslake.dicom.dictionary import is_private, keyword_for, tag_text
from pacslake.dicom.leaves import (
    Leaf,
    at_values,
    binary_json,
    bulk_json,
    decimals_json,
    empty_json,
    integers_json,
    numbers_json,
    texts_json,
)
from pacslake.ingest.extract.columns import arrow_schema
from pacslake.ingest.extract.record import Bulk, Value

__all__ = [
    "LEAF_COLUMNS",
    "PLACE_COLUMNS",
    "VALUE_COLUMNS",
    "LeafTable",
    "decoded",
    "leaf_place",
    "memo_of",
    "render",
    "render_shared",
]

TEXT_LIMIT = 4096
LIST_LIMIT = 256
HASHED_FROM = 17
"""Binary values of fewer bytes are told apart well enough by `header`, where they stand whole."""

PLACE_COLUMNS = ("path", "depth", "tag", "keyword", "vr", "private_creator", "element_low")
VALUE_COLUMNS = (
    "vm",
    "value_text",
    "value_double",
    "value_int",
    "value_list",
    "length",
    "sha256",
    "truncated",
)
LEAF_COLUMNS = PLACE_COLUMNS + VALUE_COLUMNS


Row = tuple[Any, ...]
"""Values in the order of `VALUE_COLUMNS`."""


class LeafTable:
    """Rows of `element_own` or `element_shared` of a unit of work.

    What many rows repeat, the owner (instance or template) and the place of a leaf, is held once with the number
    of its rows, and repeated in Arrow.
    """

    def __init__(self, name: str, key: str) -> None:
        self._schema, self._key = arrow_schema(name), key
        self._owners: list[str] = []
        self._owner_at = array("i")
        self._places: list[Row] = []
        self._place_numbers: dict[tuple[str, str, str | None], int] = {}
        self._place_at = array("i")
        self._values: list[Row] = []

    def owners(self, ids: Sequence[str]) -> array[int]:
        """Register instances or templates; gives their numbers for `add`."""
        start = len(self._owners)
        self._owners += ids
        return array("i", range(start, len(self._owners)))

    def add(self, owners: array[int], leaf: Leaf, values: Sequence[Row]) -> None:
        """One row an owner, all of one leaf."""
        self._owner_at += owners
        self._place_at += array("i", (self._place(leaf),)) * len(values)
        self._values += values

    def add_all(self, owner: array[int], leaves: Sequence[Leaf], values: Sequence[Row]) -> None:
        """One row a leaf, all of one owner."""
        self._owner_at += owner * len(leaves)
        self._place_at.extend(map(self._place, leaves))
        self._values += values

    def _place(self, leaf: Leaf) -> int:
        key = (leaf.path, leaf.vr, leaf.creator)  # tag and depth are in the path
        number = self._place_numbers.get(key)
        if number is None:
            number = self._place_numbers[key] = len(self._places)
            self._places.append(leaf_place(leaf))
        return number

    def table(self) -> pa.Table:
        """The rows as an Arrow table of the declared schema, but that the key and places are dictionary-coded."""
        if not self._values:
            return self._schema.empty_table()
        schema, columns = self._schema, {}

        def coded(name: str, values: Sequence[Any], at: array[int]) -> None:
            known = pa.array(values, schema.field(name).type)
            columns[name] = pa.DictionaryArray.from_arrays(_whole_numbers(at), known)

        coded(self._key, self._owners, self._owner_at)
        for name, values in zip(PLACE_COLUMNS, zip(*self._places, strict=True), strict=True):
            coded(name, values, self._place_at)
        for name, values in zip(VALUE_COLUMNS, zip(*self._values, strict=True), strict=True):
            columns[name] = pa.array(values, schema.field(name).type)
        return pa.Table.from_arrays([columns[name] for name in schema.names], names=schema.names)


def decoded(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """A table of leaves with the plain types of its schema, not dictionary-coded."""
    return table.cast(schema) if table.schema != schema else table


def _whole_numbers(numbers: array[int]) -> pa.Array:
    """As Arrow, where they lie. Not by numpy, which takes longer to load than many a folder to read."""
    return pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)])


def leaf_place(leaf: Leaf) -> tuple[Any, ...]:
    """Where a leaf stands: the columns that do not depend on its value."""
    tag = leaf.tag
    low = tag_text(tag)[-2:] if is_private(tag) and leaf.creator is not None else None
    return leaf.path, leaf.depth, tag_text(tag), keyword_for(tag), leaf.vr, leaf.creator, low


_MEMO_BYTES, _MEMO_SIZE = 64, 20_000
_memo: dict[tuple[Charset, bool], dict[tuple[str, bytes], tuple[str, Row]]] = {}


def memo_of(charset: Charset, little: bool) -> dict[tuple[str, bytes], tuple[str, Row]]:
    """What `render_shared` has rendered in this process under a character set and byte order."""
    found = _memo.setdefault((charset, little), {})
    if len(found) > _MEMO_SIZE or len(_memo) > 64:
        _memo.clear()
        found = _memo.setdefault((charset, little), {})
    return found


def render_shared(
    leaf: Leaf, value: Value, little: bool, memo: dict[tuple[str, bytes], tuple[str, Row]]
) -> tuple[str, Row]:
    """As `render`, of a value that a series shares: other series of the same scanner mostly have it too."""
    if isinstance(value, Bulk) or len(value) > _MEMO_BYTES:
        return render(leaf, value, little)
    key = (leaf.vr, value)  # the path is no part of it: only references to large values name it
    hit = memo.get(key)
    if hit is None:
        hit = memo[key] = render(leaf, value, little)
    return hit


def render(leaf: Leaf, value: Value, little: bool) -> tuple[str, tuple[Any, ...]]:
    """The JSON object of a leaf, and its vm, value_text, value_double, value_int, value_list, length, sha256, truncated.

    The value is decoded once for both.
    """
    vr = leaf.vr
    if isinstance(value, Bulk):
        return bulk_json(leaf), (1, None, None, None, None, value.length, value.sha256, False)
    size = len(value)
    if not size:
        return empty_json(vr), (0, None, None, None, None, 0, None, False)
    if vr in v.TEXT_VRS:
        words, _ = v.texts(vr, value, leaf.charset)
        return _text_row(vr, words, size)
    if vr in v.NUMBER_VRS:
        numbers = v.numbers(vr, value, little) or ()
        return numbers_json(vr, numbers), _number_value(numbers, size, vr in ("FL", "FD"))
    if vr == "AT":
        tags = at_values(value, little)
        return texts_json(vr, tags), _text_row("LO", tags, size)[1]
    digest = hashlib.sha256(value).hexdigest() if size >= HASHED_FROM else None
    return binary_json(leaf, value), (1, None, None, None, None, size, digest, False)


def _text_row(vr: str, words: list[str], size: int) -> tuple[str, tuple[Any, ...]]:
    if words == [""]:
        return empty_json(vr), (0, None, None, None, None, size, None, False)
    n = len(words)
    text = words[0] if n == 1 else "\\".join(words)
    cut = len(text) > TEXT_LIMIT or n > LIST_LIMIT
    double: float | None = None
    whole: int | None = None
    if vr == "DS":
        json, double = decimals_json(words)
    elif vr == "IS":
        json, whole = integers_json(words)
        double = None if whole is None else float(whole)
    else:
        json = texts_json(vr, words)
    return json, (
        n, text[:TEXT_LIMIT] if cut else text, double, whole, words[:LIST_LIMIT] if n > 1 else None, size, None, cut,
    )  # fmt: skip


def _number_value(numbers: tuple[float, ...], size: int, floating: bool) -> tuple[Any, ...]:
    n = len(numbers)
    if not n:
        return 0, None, None, None, None, size, None, False
    first = numbers[0]
    whole = None if floating or not -(1 << 63) <= first < 1 << 63 else int(first)
    double = float(first) if first - first == 0 else None
    shown = [repr(x) for x in numbers[:LIST_LIMIT]]
    text = shown[0] if n == 1 else "\\".join(shown)
    cut = len(text) > TEXT_LIMIT or n > LIST_LIMIT
    return n, text[:TEXT_LIMIT], double, whole, shown if n > 1 else None, size, None, cut
