"""Values of one attribute over the instances of a series, read together.

What varies within a series is mostly written as the Standard says: numbers, times, UIDs. One look at all of it tells,
and then a whole column is converted at once, in a third of the time of value after value. Where any value is odd the
answer is None, and each is read on its own, with its issues. What comes out is the same both ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import repeat
from math import isfinite
from typing import Any, NamedTuple

from pacslake.dicom.leaves import Leaf
from pacslake.dicom.values import UID_LENGTH, UID_PATTERN
from pacslake.ingest.extract.columns import Plain
from pacslake.ingest.extract.record import Value

__all__ = ["LONGEST", "Together", "columns_of", "read_together", "render_together"]

LONGEST = 512
"""Characters up to which no text or list of values is cut in `element`."""

_DECIMALS = re.compile(r"[0-9+\-.eE\n]*")
_LISTS = re.compile(r"[0-9+\-.eE\\\n]*")


def _lines(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{pattern}(?:\n{pattern})*", re.ASCII)


_INTEGERS = _lines(r" *[+-]?\d{1,9} *")
_TIMES = _lines(r"(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\.\d{1,6})?")
_UIDS = _lines(UID_PATTERN)


class Together(NamedTuple):
    """One value or several of each instance: as text, and as numbers where the VR has numbers."""

    vr: str
    sizes: list[int]
    """Bytes as stored."""
    words: list[str]
    """The text of each instance, padding off; several values with a backslash between."""
    parts: list[list[str]] | None
    """The values of each instance, where one of them has several."""
    numbers: list[Any] | None
    """A number of each instance, or a list of numbers where there are `parts`."""


def read_together(leaf: Leaf, column: Sequence[Value]) -> Together | None:
    """The values of a leaf in all instances, None where one is empty, not kept, or not as the Standard says."""
    read = _READERS.get(leaf.vr)
    if read is None or set(map(type, column)) != {bytes}:
        return None
    sizes = list(map(len, column))
    if max(sizes) > LONGEST:
        return None
    text = b"\n".join(column).decode("latin-1")  # type: ignore[arg-type]
    return read(sizes, text.split("\n")) if text.count("\n") == len(sizes) - 1 else None


def _decimals(sizes: list[int], words: list[str]) -> Together | None:
    words = [word.strip().rstrip(" \0") for word in words]
    text = "\n".join(words)
    try:
        if _DECIMALS.fullmatch(text):
            numbers = list(map(float, words))
            return Together("DS", sizes, words, None, numbers) if all(map(isfinite, numbers)) else None
        if _LISTS.fullmatch(text):
            parts = [word.split("\\") for word in words]
            lists = [list(map(float, part)) for part in parts]
            good = all(isfinite(x) for part in lists for x in part)
            return Together("DS", sizes, words, parts, lists) if good else None
    except ValueError:  # an empty value among them, or signs at odd places
        pass
    return None


def _integers(sizes: list[int], words: list[str]) -> Together | None:
    words = [word.rstrip(" \0") for word in words]
    good = _INTEGERS.fullmatch("\n".join(words))
    return Together("IS", sizes, words, None, list(map(int, words))) if good else None


def _times(sizes: list[int], words: list[str]) -> Together | None:
    words = [word.rstrip(" \0") for word in words]
    return Together("TM", sizes, words, None, None) if _TIMES.fullmatch("\n".join(words)) else None


def _uids(sizes: list[int], words: list[str]) -> Together | None:
    words = [word.rstrip(" \0") for word in words]
    good = max(map(len, words)) <= UID_LENGTH and _UIDS.fullmatch("\n".join(words))
    return Together("UI", sizes, words, None, None) if good else None


_READERS: dict[str, Callable[[list[int], list[str]], Together | None]] = {
    "DS": _decimals,
    "IS": _integers,
    "TM": _times,
    "UI": _uids,
}


def columns_of(column: Plain, found: Together) -> list[Any] | None:
    """The values of a curated column, None where it asks for what only value after value can tell."""
    if column.part != "value":
        return None
    if found.vr == "DS" and column.kind == "DOUBLE":
        if column.is_list:
            return [[x] for x in found.numbers or ()] if found.parts is None else found.numbers
        return found.numbers if found.parts is None else None
    if found.vr == "IS" and column.kind in ("INTEGER", "BIGINT") and not column.is_list:
        return found.numbers
    if found.vr == "TM" and column.name.endswith("_us"):
        return list(map(_microseconds, found.words))
    if found.vr == "UI" and column.kind == "VARCHAR" and not column.is_list:
        return list(found.words)
    return None


def _microseconds(time: str) -> int:
    """`HHMMSS.FFFFFF` since midnight; the fraction may be shorter or missing."""
    seconds = (int(time[:2]) * 60 + int(time[2:4])) * 60 + int(time[4:6])
    return seconds * 1_000_000 + int((time[7:] + "000000")[:6])


def render_together(found: Together) -> tuple[list[str], list[tuple[Any, ...]]]:
    """JSON objects, and rows of `VALUE_COLUMNS`, of all instances; as `leaf_rows.render` gives them one by one."""
    n = len(found.words)
    vr, words, numbers, parts = found.vr, found.words, found.numbers, found.parts
    doubles: Sequence[Any] = [None] * n
    whole: Sequence[Any] = doubles
    if parts is not None:
        assert numbers is not None
        shown = [",".join(map(repr, part)) for part in numbers]
        counts = list(map(len, parts))
        lists = [part if len(part) > 1 else None for part in parts]
        rows = zip(
            counts, words, [part[0] for part in numbers], whole, lists, found.sizes, repeat(None), repeat(False),
            strict=False,
        )  # fmt: skip
        return [f'{{"vr":"{vr}","Value":[{x}]}}' for x in shown], list(rows)
    if numbers is not None:
        texts = [f'{{"vr":"{vr}","Value":[{x!r}]}}' for x in numbers]
        doubles = numbers if vr == "DS" else list(map(float, numbers))
        whole = whole if vr == "DS" else numbers
    else:
        texts = [f'{{"vr":"{vr}","Value":["{word}"]}}' for word in words]
    rows = zip(
        repeat(1), words, doubles, whole, repeat(None), found.sizes, repeat(None), repeat(False), strict=False
    )
    return texts, list(rows)
