"""What de-identification does to a data set, told by the shapes of values and never by the values.

`Ahrens^Anna` is `Aaaaaa^Aaaa`, `19600101` is `99999999`: enough to see that a rule does what was meant, too little to learn
who it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Comparison", "compare", "shape"]

_LONGEST = 32
_EXAMPLES = 2


def shape(value: Any) -> str:
    """A value with letters as `A` and `a`, digits as `9`, and the rest as it is; at most 32 characters.

    >>> shape("Ahrens^Anna"), shape("2026-02-01"), shape(b"abc"), shape(None)
    ('Aaaaaa^Aaaa', '9999-99-99', '<3 bytes>', '')
    """
    if value is None:
        return ""
    if isinstance(value, (bytes, bytearray)):
        return f"<{len(value)} bytes>"
    if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue":
        text = "\\".join(str(v) for v in value)
    else:
        text = str(value)
    out = "".join(_class(c) for c in text[:_LONGEST])
    return out + "…" if len(text) > _LONGEST else out


def _class(c: str) -> str:
    if c.isdigit():
        return "9"
    if c.isalpha():
        return "A" if c.isupper() else "a"
    return c if c.isascii() and c.isprintable() else "?"


@dataclass
class Comparison:
    """What became of attributes, over all objects compared. Rows are by attribute and outcome."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    n_objects: int = 0

    def take(self, attribute: str, outcome: str, before: Any, after: Any) -> None:
        """Count one attribute of one object."""
        key = (attribute, outcome)
        self.counts[key] += 1
        if outcome == "kept":
            return  # a value that stays may still say something; its shape is of no use
        known = self.examples.setdefault(key, [])
        pair = (shape(before), shape(after))
        if len(known) < _EXAMPLES and pair not in known:
            known.append(pair)

    def rows(self) -> list[dict[str, Any]]:
        """As a table: attribute, outcome (removed, emptied, changed, added, kept), n, before and after as shapes."""
        out = []
        for (attribute, outcome), n in sorted(self.counts.items()):
            shown = self.examples.get((attribute, outcome)) or [("", "")]
            out.append(
                {
                    "attribute": attribute, "outcome": outcome, "n": n, "before": shown[0][0], "after": shown[0][1],
                    "more": [list(pair) for pair in shown[1:]],
                }
            )  # fmt: skip
        return out


def compare(before: Any, after: Any, into: Comparison) -> None:
    """Compare a pydicom data set with its cleaned copy, file meta information included, at every depth."""
    into.n_objects += 1
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for place, (attribute, value) in old.items():
        if place not in new:
            into.take(attribute, "removed", value, None)
            continue
        now = new[place][1]
        if _same(value, now):
            into.take(attribute, "kept", None, None)
        else:
            into.take(attribute, "changed" if now not in (None, "", b"") else "emptied", value, now)
    for place, (attribute, value) in new.items():
        if place not in old:
            into.take(attribute, "added", None, value)


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, (bytes, bytearray)) and isinstance(b, (bytes, bytearray)):
        return bytes(a).rstrip(b"\0 ") == bytes(b).rstrip(b"\0 ")
    return str(a) == str(b)


def _leaves(ds: Any) -> Iterator[tuple[tuple[int, ...], tuple[str, Any]]]:
    """(place, (attribute, value)): a place has item numbers, an attribute has none."""
    for part in (getattr(ds, "file_meta", None), ds):
        if part is not None:
            yield from _walk(part, (), ())


def _walk(
    ds: Any, place: tuple[int, ...], names: tuple[str, ...]
) -> Iterator[tuple[tuple[int, ...], tuple[str, Any]]]:
    for element in ds:
        if element.tag.element == 0:
            continue  # group lengths
        # The number of a private block is no part of its name; its creator may hold a name and is not told.
        name = element.keyword or (
            f"private ({element.tag.group:04x},xx{element.tag.element & 0xFF:02x})"
            if element.tag.is_private
            else str(element.tag)
        )
        if element.VR == "SQ":
            for n, item in enumerate(element.value):
                yield from _walk(item, (*place, int(element.tag), n), (*names, name))
        else:
            yield (*place, int(element.tag)), (".".join((*names, name)), element.value)
