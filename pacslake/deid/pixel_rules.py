"""Where devices write on pictures: rules by attribute, and what ultrasound devices say of their own pictures. Pure.

A rule of a profile (TOML):

    [[pixel_rule]]
    when = { Manufacturer = "~ge medical", Modality = "US", Rows = "480" }
    blank = [[0, 0, 640, 48]]     # x0, y0, x1, y1: columns and rows from 0, the last ones not in it
    enough = true                 # nothing else can be written on such a picture: no text is searched for

A value stands for itself in any case of letters; `~` before it asks for a part of the text, `!` for its absence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["PixelRule", "device_rules", "matching", "outside_regions", "parse_rule"]


@dataclass(frozen=True)
class PixelRule:
    """`when`: (keyword, value) pairs that must all hold. `blank`: rectangles. `enough`: no search for text is needed."""

    when: tuple[tuple[str, str], ...]
    blank: tuple[tuple[int, int, int, int], ...] = ()
    enough: bool = False

    def holds(self, ds: Dataset) -> bool:
        """Whether an object is of this kind."""
        return all(_holds(ds, keyword, wanted) for keyword, wanted in self.when)


def _holds(ds: Dataset, keyword: str, wanted: str) -> bool:
    value = ds.get(keyword)
    parts = [] if value is None else [str(v) for v in value] if _is_many(value) else [str(value)]
    text = "\\".join(parts).strip().casefold()
    mode, word = (wanted[0], wanted[1:]) if wanted[:1] in ("~", "!") else ("", wanted)
    word = word.strip().casefold()
    if mode == "~":
        return word in text
    if mode == "!":
        return (word not in text) if word else not text
    return text == word or word in [p.strip().casefold() for p in parts]


def _is_many(value: Any) -> bool:
    return (
        hasattr(value, "__iter__")
        and not isinstance(value, (str, bytes))
        and not hasattr(value, "components")
    )


@cache
def device_rules() -> tuple[PixelRule, ...]:
    """Where devices are known to write (`device_rules.tsv`); they say nothing of the rest of a picture."""
    lines = (Path(__file__).parent / "device_rules.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "when"))]
    out = []
    for when, blank in rows:
        pairs = tuple(pair.split("=", 1) for pair in when.split("; "))
        boxes = tuple(tuple(int(v) for v in box.split(",")) for box in blank.split())
        out.append(PixelRule(tuple((k, v) for k, v in pairs), boxes))  # type: ignore[arg-type]
    return tuple(out)


def matching(ds: Dataset, rules: Sequence[PixelRule]) -> list[PixelRule]:
    """The rules that an object falls under."""
    return [rule for rule in rules if rule.holds(ds)]


def parse_rule(values: Any) -> PixelRule:
    """A rule as a TOML file has it. Raises ValueError: what is wrong with it."""
    from pacslake.dicom.dictionary import tag_for

    if not isinstance(values, dict) or set(values) - {"when", "blank", "enough"}:
        raise ValueError("a pixel_rule has when, blank and enough")
    when, blank, enough = values.get("when"), values.get("blank", []), values.get("enough", False)
    if not isinstance(when, dict) or not when:
        raise ValueError("a pixel_rule says by `when` which objects it is for, at least one attribute")
    for keyword in when:
        if tag_for(keyword) is None:
            raise ValueError(f"{keyword!r} is not a keyword of the Standard")
    boxes = []
    for box in blank:
        whole = isinstance(box, list) and len(box) == 4 and all(type(v) is int and v >= 0 for v in box)
        if not whole or box[0] >= box[2] or box[1] >= box[3]:
            raise ValueError(f"blank has {box!r}; a rectangle is [x0, y0, x1, y1] with x0 < x1 and y0 < y1")
        boxes.append(tuple(box))
    if not isinstance(enough, bool) or not (boxes or enough):
        raise ValueError(
            "a pixel_rule blanks at least one rectangle, or says that nothing needs to be (enough = true)"
        )
    return PixelRule(tuple((k, str(v)) for k, v in when.items()), tuple(boxes), enough)


def outside_regions(ds: Dataset) -> np.ndarray | None:
    """(row, column), True outside every region of ultrasound data (0018,6011); None where the object names none.

    The picture of a region is what was measured; names, times and settings are written around it (PS3.3 C.8.5.5).
    """
    regions = ds.get("SequenceOfUltrasoundRegions")
    if not regions:
        return None
    out = np.ones((int(ds.Rows), int(ds.Columns)), bool)
    for item in regions:
        try:
            x0, y0, x1, y1 = (
                int(item[f"RegionLocation{name}"].value) for name in ("MinX0", "MinY0", "MaxX1", "MaxY1")
            )
        except (KeyError, TypeError, ValueError):
            return None
        if not (0 <= x0 < x1 and 0 <= y0 < y1):
            return None
        out[y0 : y1 + 1, x0 : x1 + 1] = False
    return out if not out.all() else None
