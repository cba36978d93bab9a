"""Instances of one series with the same elements: what they share is held once, what differs in columns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from pacslake.dicom.dictionary import public_vr
from pacslake.dicom.leaves import Leaf, Parsed
from pacslake.dicom.pixel_layout import PixelAttributes
from pacslake.dicom.scan import PIXEL_TAGS
from pacslake.dicom.values import BINARY_VRS, TEXT_VRS
from pacslake.ingest.extract.memo import LIKELY, Plan
from pacslake.ingest.extract.pixels import ATTRIBUTE_PATHS, PixelFacts
from pacslake.ingest.extract.record import Bulk, Record, Value
from pacslake.ingest.extract.together import Together, read_together

__all__ = ["Group", "Instance", "kept_value", "kept_values", "shape_key"]

BULK_FROM = 65_536
"""Binary values of more bytes are hashed and let go, so that a group does not hold files."""


@dataclass(slots=True)
class Instance:
    """What is known of one instance apart from its leaves."""

    version_id: str
    file_id: str
    size_bytes: int
    transfer_syntax: str | None
    pixels: PixelFacts


def kept_value(leaf: Leaf, raw: bytes) -> Value:
    """What a group keeps of a value."""
    if leaf.tag in PIXEL_TAGS and leaf.depth == 0:
        return Bulk(len(raw), None)
    if len(raw) > BULK_FROM and leaf.vr in BINARY_VRS and public_vr(leaf.tag) not in TEXT_VRS:
        return Bulk(len(raw), hashlib.sha256(raw).hexdigest())
    return raw


def kept_values(parsed: Parsed) -> list[Value]:
    """What a group keeps of the values of a data set. Large ones are digested in place, not copied."""
    buffer = parsed.buffer
    out: list[Value] = []
    for leaf in parsed.leaves:
        start, length = leaf.offset, leaf.length
        if leaf.tag in PIXEL_TAGS and leaf.depth == 0:
            out.append(Bulk(length, None))
        elif length <= BULK_FROM:
            out.append(buffer[start : start + length])
        elif leaf.vr in BINARY_VRS and public_vr(leaf.tag) not in TEXT_VRS:
            with memoryview(buffer) as view, view[start : start + length] as part:
                out.append(Bulk(length, hashlib.sha256(part).hexdigest()))
        else:
            out.append(buffer[start : start + length])
    return out


def shape_key(parsed: Parsed, series: str | None) -> tuple[Any, ...]:
    """Equal for instances of one series with the same elements under the same VRs and character sets."""
    return (
        series,
        parsed.little,
        tuple(
            (leaf.path, leaf.vr, leaf.creator, leaf.charset.encodings, leaf.charset.known, leaf.encapsulated)
            for leaf in parsed.leaves
        ),
        tuple(parsed.items.items()),
    )


@dataclass
class Group:
    """`constant[i]` is the value of leaf i where it is the same in all; else `varying[i]` has one an instance."""

    leaves: list[Leaf]
    index: dict[str, int]
    items: dict[str, int]
    blocks: dict[tuple[int, str], int]
    members: list[list[str | int]]
    little: bool
    constant: list[Value]
    varying: dict[int, list[Value]] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)
    plan: Plan | None = None
    declared: PixelAttributes = field(default_factory=PixelAttributes)
    facts: dict[str, Any] = field(default_factory=dict)
    read: dict[int, Together | None] = field(default_factory=dict)

    @classmethod
    def begin(cls, parsed: Parsed, values: list[Value]) -> Group:
        """A group of the shape of a data set, still empty. Values that vary in most series get columns at once."""
        group = cls(
            parsed.leaves, parsed.index, parsed.items, parsed.blocks, parsed.members, parsed.little, values
        )
        for i, leaf in enumerate(parsed.leaves):
            if leaf.depth == 0 and leaf.tag in LIKELY:
                group.varying[i] = []
        return group

    def settle(self) -> None:
        """Give up columns whose values turned out to be all equal."""
        for i, column in list(self.varying.items()):
            first = column[0] if column else self.constant[i]
            if all(value == first for value in column):
                self.constant[i] = first
                del self.varying[i]

    def declared_varies(self) -> bool:
        """Whether rows, columns, bits or the number of frames differ within the group."""
        index, varying = self.index, self.varying
        return any(index.get(path, -1) in varying for path in ATTRIBUTE_PATHS)

    def append(self, values: list[Value], instance: Instance) -> bool:
        """Add an instance of the same shape; True where a leaf varies that did not before."""
        n, grown = len(self.instances), False
        constant, varying = self.constant, self.varying
        for i, value in enumerate(values):
            column = varying.get(i)
            if column is not None:
                column.append(value)
            elif value != constant[i]:
                varying[i] = [constant[i]] * n + [value]
                grown = True
        self.instances.append(instance)
        return grown

    def together(self, i: int) -> Together | None:
        """The values of the varying leaf `i` of all instances, read once for all that asks for them."""
        if i not in self.read:
            self.read[i] = read_together(self.leaves[i], self.varying[i])
        return self.read[i]

    def record(self, j: int | None = None) -> Record:
        """The leaves of instance `j`, or of what all share."""
        own = {} if j is None else {i: column[j] for i, column in self.varying.items()}
        return Record(self.leaves, self.index, self.items, self.blocks, self.little, self.constant, own)
