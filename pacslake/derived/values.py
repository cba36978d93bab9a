"""Values of an item of a sequence, whatever stands in it: None where there is none that can be read."""

from __future__ import annotations

import math
from typing import Any

__all__ = ["first_item", "items", "number", "numbers", "text", "uid_in", "whole"]


def _get(item: Any, keyword: str) -> Any:
    if item is None:
        return None
    try:
        return item.get(keyword)
    except (ValueError, TypeError):
        return None


def text(item: Any, keyword: str) -> str | None:
    """A text without padding, several values joined by a backslash; None for an empty one."""
    value = _get(item, keyword)
    if value is None:
        return None
    if not isinstance(value, str) and hasattr(value, "__iter__"):
        value = "\\".join(map(str, value))
    return str(value).strip(" \0") or None


def number(item: Any, keyword: str) -> float | None:
    """The first value as a finite number."""
    found = numbers(item, keyword)
    return found[0] if found else None


def numbers(item: Any, keyword: str) -> list[float] | None:
    """All values as finite numbers; None where there are none, or one of them is no number."""
    value = _get(item, keyword)
    if value is None or value == "":
        return None
    try:
        found = [float(v) for v in (value if _is_list(value) else [value])]
    except (TypeError, ValueError):
        return None
    return found if found and all(map(math.isfinite, found)) else None


def whole(item: Any, keyword: str) -> int | None:
    """The first value as a whole number."""
    value = number(item, keyword)
    return int(value) if value is not None and value == int(value) else None


def items(item: Any, keyword: str) -> list[Any]:
    """The items of a sequence, none where it is absent."""
    value = _get(item, keyword)
    return list(value) if _is_list(value) and not isinstance(value, str) else []


def first_item(item: Any, keyword: str) -> Any:
    """The first item of a sequence."""
    found = items(item, keyword)
    return found[0] if found else None


def uid_in(item: Any, keyword: str) -> str | None:
    """ReferencedSOPInstanceUID of the first item of a sequence."""
    return text(first_item(item, keyword), "ReferencedSOPInstanceUID")


def _is_list(value: Any) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, (str, bytes))
