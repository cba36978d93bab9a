"""The rule tables that lie beside this file, as values. `SOURCE` says which edition of the Standard they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = [
    "OPTIONS",
    "SOURCE",
    "Concept",
    "PrivateRule",
    "Rule",
    "concepts",
    "extra",
    "rules",
    "safe_creators",
    "safe_private",
    "words",
]

SOURCE = "PS3.15 2026d"
_HERE = Path(__file__).parent

OPTIONS = (
    "retain_safe_private",
    "retain_uids",
    "retain_device_identity",
    "retain_institution_identity",
    "retain_patient_characteristics",
    "retain_longitudinal_full_dates",
    "retain_longitudinal_modified_dates",
    "clean_descriptors",
    "clean_structured_content",
    "clean_graphics",
)
"""The options that are columns of Table E.1-1, in its order."""


@dataclass(frozen=True)
class Rule:
    """A row of Table E.1-1. `tag` as in the table: `00100010`, `60xx3000`, `50xxxxxx`, `PRIVATE`."""

    tag: str
    keyword: str
    basic: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Concept:
    """A row of Table E.3.4-1: a content item by the code of its concept name and its value type."""

    code: str
    scheme: str
    value_type: str
    basic: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class PrivateRule:
    """A private attribute that may stay; `disposition` is k, o, oi or h as in `safe_private.tsv`."""

    vr: str
    disposition: str


def _lines(name: str) -> Iterator[list[str]]:
    for line in (_HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def rules() -> tuple[Rule, ...]:
    """Table E.1-1."""
    head, *rows = _lines("rules.tsv")
    return tuple(
        Rule(row[0], row[1], row[2], {k: v for k, v in zip(head[3:], row[3:], strict=True) if v})
        for row in rows
    )


@cache
def concepts() -> tuple[Concept, ...]:
    """Table E.3.4-1."""
    head, *rows = _lines("concepts.tsv")
    return tuple(
        Concept(row[0], row[1], row[2], row[3], {k: v for k, v in zip(head[4:], row[4:], strict=True) if v})
        for row in rows
    )


@cache
def extra() -> Mapping[int, str]:
    """Our own rules, by tag, for what the table does not name."""
    _, *rows = _lines("extra.tsv")
    return {int(row[0], 16): row[2] for row in rows}


@cache
def safe_private() -> Mapping[tuple[int, str, int], PrivateRule]:
    """(group, creator in upper case, low byte of the element) -> what to do with it."""
    _, *rows = _lines("safe_private.tsv")
    return {(int(g, 16), c.upper(), int(e, 16)): PrivateRule(vr, d) for g, c, e, vr, d in rows}


@cache
def safe_creators() -> frozenset[str]:
    """Private creators, in upper case, that have safe attributes."""
    return frozenset(creator for _, creator, _ in safe_private())


@cache
def words() -> frozenset[str]:
    """Words of descriptions that name nobody."""
    return frozenset(w for line in _lines("words.txt") for w in line[0].split())
