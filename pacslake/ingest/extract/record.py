"""One instance's leaves by path: what rows are built from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pacslake.dicom import values as v
from pacslake.dicom.leaves import Leaf, at_values

__all__ = ["Bulk", "Record", "Value"]


class Bulk(NamedTuple):
    """A large binary value that is not kept: its length and sha256 (None for pixel data, hashed by frame)."""

    length: int
    sha256: str | None


Value = bytes | Bulk
"""The bytes of a leaf, or what is kept of them."""


class Record:
    """Leaves of one instance. `constant` are the values that it shares, `own` those that it has of its own.

    The getters give None or nothing where an attribute is absent, empty, or cannot be read for certain.
    """

    __slots__ = ("blocks", "constant", "index", "items", "leaves", "little", "own")

    def __init__(
        self,
        leaves: Sequence[Leaf],
        index: Mapping[str, int],
        items: Mapping[str, int],
        blocks: Mapping[tuple[int, str], int],
        little: bool,
        constant: Sequence[Value],
        own: Mapping[int, Value] | None = None,
    ) -> None:
        self.leaves, self.index, self.items, self.blocks = leaves, index, items, blocks
        self.little, self.constant, self.own = little, constant, own or {}

    def raw(self, i: int) -> bytes:
        """Bytes of leaf `i`; nothing where they were not kept."""
        value = self.own.get(i)
        if value is None:
            value = self.constant[i]
        return value if isinstance(value, bytes) else b""

    def has(self, path: str) -> bool:
        """Whether there is a leaf of that path, empty or not, or a sequence with items."""
        return path in self.index or path in self.items

    def count(self, path: str) -> int:
        """Items of a sequence, 0 where it is absent."""
        return self.items.get(path, 0)

    def words(self, path: str) -> list[str]:
        """The values of an attribute as text, stripped; numbers are written out."""
        i = self.index.get(path)
        if i is None:
            return []
        leaf, raw = self.leaves[i], self.raw(i)
        if not raw:
            return []
        if leaf.vr in v.NUMBER_VRS:
            return [str(x) for x in v.numbers(leaf.vr, raw, self.little) or ()]
        if leaf.vr == "AT":
            return at_values(raw, self.little)
        if leaf.vr in v.TEXT_VRS:
            found = [word.strip(" \0") for word in v.texts(leaf.vr, raw, leaf.charset)[0]]
            return found if found != [""] else []
        return []

    def text(self, path: str) -> str | None:
        """The first value as text."""
        words = self.words(path)
        return (words[0] or None) if words else None

    def numbers(self, path: str) -> list[float]:
        """The values as numbers; nothing where one of them is none for certain."""
        i = self.index.get(path)
        if i is None:
            return []
        leaf, raw = self.leaves[i], self.raw(i)
        if not raw:
            return []
        if leaf.vr in v.NUMBER_VRS:
            return [float(x) for x in v.numbers(leaf.vr, raw, self.little) or ()]
        if leaf.vr not in v.TEXT_VRS:
            return []
        found, _ = v.parse_decimals(v.texts(leaf.vr, raw, leaf.charset)[0])
        return [] if any(x is None for x in found) else [x for x in found if x is not None]

    def number(self, path: str) -> float | None:
        """The first value as a number."""
        found = self.numbers(path)
        return found[0] if found else None

    def whole(self, path: str) -> int | None:
        """The first value as a whole number."""
        found = self.number(path)
        return int(found) if found is not None and abs(found) < 2**62 and found == int(found) else None

    def private(self, group: int, creator: str, low: int) -> str | None:
        """Path of a private element of the top level, None where its block is absent.

        Creators are compared without case and blanks at the ends, as writers vary in both.
        """
        block = self.blocks.get((group, creator))
        return None if block is None else f"{group:04X}{block:02X}{low:02X}"

    def code(self, path: str) -> tuple[str | None, str | None]:
        """(SCHEME:VALUE, meaning) of the first item of a code sequence (PS3.3 8.8)."""
        value = (
            self.text(f"{path}[1].00080100")
            or self.text(f"{path}[1].00080119")
            or self.text(f"{path}[1].00080120")
        )
        scheme = self.text(f"{path}[1].00080102")
        return (f"{scheme or ''}:{value}" if value else None), self.text(f"{path}[1].00080104")
