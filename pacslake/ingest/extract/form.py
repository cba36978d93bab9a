"""Form of a data set: its tags, VRs and nesting without the values, by which files of other series are read too.

A scanner writes file after file with the same elements. The first file of a series differs from that of the series
before in most of its values, so the series memo does not know it, but its form is the same. Reading by form
takes a third of the time of a full scan; as in the memo every byte is compared or taken, and a file of another form is
read in full.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pacslake.dicom.dictionary import is_private
from pacslake.dicom.leaves import Leaf, Parsed
from pacslake.dicom.scan import Element, Scan
from pacslake.ingest.extract.memo import STRUCTURAL, Match, Plan, make_plan

__all__ = ["MOST_LEAVES", "Form", "make_form", "read_by_form", "remember_form"]

RECENT = 12
_recent: list[Form] = []
"""Forms met last by this process, whatever it was reading: they hold tags and character sets, nobody's values."""

MOST_LEAVES = 2000
"""Data sets of more leaves seldom have a form in common with others."""


@dataclass(frozen=True)
class Form:
    """How to read a file of this form; see `make_form`."""

    plan: Plan
    scan: Scan
    parsed: Parsed
    pixel: Element | None

    def read(self, data: bytes) -> tuple[Scan, Parsed] | None:
        """What `scan` and `parse` make of a file, but that of the elements only the pixel data is there.

        None where the file has another form.
        """
        match = self.plan.match(data)
        if match is None:
            return None
        found = replace(
            self.scan,
            buffer=data,
            dataset_offset=match.dataset_offset,
            dataset_end=len(data) - self.plan.padding,
            elements=[] if self.pixel is None else [_moved(self.pixel, match)],
        )
        return found, replace(self.parsed, buffer=data, leaves=self._leaves(match))

    def _leaves(self, match: Match) -> list[Leaf]:
        """The leaves with the places that their values have in this file."""
        free = dict(zip(self.plan.leaves, map(len, match.values), strict=True))
        pixel_tag = self.plan.pixel_tag
        shift = match.dataset_offset - self.scan.dataset_offset
        leaves: list[Leaf] = []
        make: Any = tuple.__new__
        for i, leaf in enumerate(self.parsed.leaves):
            length = free.get(i)
            if length is None:
                length = match.pixel_length if leaf.tag == pixel_tag and not leaf.depth else leaf.length
            leaves.append(make(Leaf, (*leaf[:3], leaf.offset + shift, length, *leaf[5:])))
            shift += length - leaf.length
        return leaves


def read_by_form(data: bytes) -> tuple[Scan, Parsed] | None:
    """What a file holds, where one of the forms met last is its own."""
    for i, form in enumerate(_recent):
        if (found := form.read(data)) is not None:
            if i:
                _recent.insert(0, _recent.pop(i))
            return found
    return None


def remember_form(scan: Scan, parsed: Parsed, pixel: Element | None) -> None:
    """Keep the form of a file that was read in full, for those that follow."""
    form = make_form(scan, parsed, pixel)
    if form is not None:
        _recent.insert(0, form)
        del _recent[RECENT:]


def _moved(pixel: Element, match: Match) -> Element:
    ahead = match.pixel_offset - pixel.offset
    end = pixel.end + ahead + match.pixel_length - pixel.length
    return pixel._replace(
        offset=match.pixel_offset, length=match.pixel_length, head=pixel.head + ahead, end=end
    )


def make_form(scan: Scan, parsed: Parsed, pixel: Element | None) -> Form | None:
    """The form of a file that was read in full; None where files cannot be read by it."""
    if len(parsed.leaves) > MOST_LEAVES:
        return None
    end = scan.dataset_end  # padding that is an element lies behind it
    free = [i for i, leaf in enumerate(parsed.leaves) if leaf.offset <= end and _is_free(leaf, pixel)]
    plan = make_plan(scan, parsed, free, pixel)
    if plan is None:
        return None
    return Form(plan, replace(scan, buffer=b"", elements=[]), replace(parsed, buffer=b""), pixel)


def _is_free(leaf: Leaf, pixel: Element | None) -> bool:
    """Whether a value says nothing of how others are read."""
    if leaf.vr == "SQ" or leaf.tag in STRUCTURAL or (pixel is not None and leaf.offset == pixel.offset):
        return False
    return not (is_private(leaf.tag) and 0x10 <= leaf.tag & 0xFFFF <= 0xFF)
