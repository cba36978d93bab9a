"""Rows of `element_own` and `element_shared`: one leaf in columns."""

from __future__ import annotations

import hashlib
from typing import Any

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
from pacslake.ingest.extract.record import Bulk, Value

__all__ = ["LEAF_COLUMNS", "PLACE_COLUMNS", "VALUE_COLUMNS", "leaf_place", "render"]

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
