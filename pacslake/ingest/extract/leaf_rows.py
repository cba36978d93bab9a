"""Rows of `element_own` and `element_shared`: one leaf in columns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from pacslake.dicom import values as v
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

__all__ = ["LEAF_COLUMNS", "PLACE_COLUMNS", "VALUE_COLUMNS", "LeafTable", "leaf_place", "render"]

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
        self._owner_runs: list[np.ndarray] = []
        self._places: dict[Row, int] = {}
        self._place_runs: list[tuple[int, int]] = []
        self._values: list[Row] = []

    def owners(self, ids: Sequence[str]) -> np.ndarray:
        """Register instances or templates; gives their numbers for `add`."""
        start = len(self._owners)
        self._owners += ids
        return np.arange(start, len(self._owners), dtype=np.int32)

    def add(self, owners: np.ndarray, place: Row, values: Sequence[Row]) -> None:
        """One row an owner, all of a leaf at one place."""
        self._owner_runs.append(owners)
        self._place_runs.append((self._places.setdefault(place, len(self._places)), len(values)))
        self._values += values

    def table(self) -> pa.Table:
        """The rows as an Arrow table of the declared schema."""
        if not self._values:
            return self._schema.empty_table()
        schema, columns = self._schema, {}
        owners = pa.array(self._owners, schema.field(self._key).type)
        columns[self._key] = owners.take(pa.array(np.concatenate(self._owner_runs)))
        numbers, counts = (np.array(x, np.int32) for x in zip(*self._place_runs, strict=True))
        at = pa.array(np.repeat(numbers, counts))
        for name, values in zip(PLACE_COLUMNS, zip(*self._places, strict=True), strict=True):
            columns[name] = pa.array(values, schema.field(name).type).take(at)
        for name, values in zip(VALUE_COLUMNS, zip(*self._values, strict=True), strict=True):
            columns[name] = pa.array(values, schema.field(name).type)
        return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)


def leaf_place(leaf: Leaf) -> tuple[Any, ...]:
    """Where a leaf stands: the columns that do not depend on its value."""
    tag = leaf.tag
    low = tag_text(tag)[-2:] if is_private(tag) and leaf.creator is not None else None
    return leaf.path, leaf.depth, tag_text(tag), keyword_for(tag), leaf.vr, leaf.creator, low


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
