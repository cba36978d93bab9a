"""Names and value representations of tags, public and private (PS3.6, and pydicom's private dictionary).

Tags are whole numbers, `0x00100010`. The tables are those of pydicom, cached tag by tag. They are read as modules
of their own: importing pydicom takes a quarter of a second, which every worker of an ingest would pay.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

__all__ = [
    "is_private",
    "is_sop_class",
    "keyword_for",
    "multiplicity",
    "private_vr",
    "public_vr",
    "tag_for",
    "tag_text",
]

Entry = tuple[str, str, str, str, str]
"""VR, multiplicity, name, "Retired" or nothing, keyword."""


def _pydicom_module(name: str) -> ModuleType:
    """A module of pydicom that holds nothing but tables, without the package where that is not loaded yet."""
    from importlib import import_module

    full = f"pydicom.{name}"
    found = None if "pydicom" in sys.modules else find_spec("pydicom")
    if found is None or not found.submodule_search_locations:
        return import_module(full)
    path = Path(found.submodule_search_locations[0], f"{name}.py")
    spec = spec_from_file_location(f"pacslake.dicom.{name}", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return import_module(full)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _public() -> Mapping[int, Entry]:
    table: Mapping[int, Entry] = _pydicom_module("_dicom_dict").DicomDictionary
    return table


@cache
def _repeating() -> tuple[tuple[int, int, Entry], ...]:
    """Repeating groups (`60xx0010`): the bits that count, what they are, the entry."""
    table: Mapping[str, Entry] = _pydicom_module("_dicom_dict").RepeatersDictionary
    return tuple(
        (int("".join("0" if c == "x" else "F" for c in key), 16), int(key.replace("x", "0"), 16), entry)
        for key, entry in table.items()
    )


@cache
def _private() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    table: Mapping[str, Mapping[str, tuple[str, ...]]] = _pydicom_module("_private_dict").private_dictionaries
    return table


@cache
def _tags() -> Mapping[str, int]:
    return {entry[4]: int(tag) for tag, entry in _public().items()}


@cache
def _entry(tag: int) -> Entry | None:
    found = _public().get(tag)
    if found is None and not is_private(tag):
        found = next((entry for mask, bits, entry in _repeating() if tag & mask == bits), None)
    return found


def is_private(tag: int) -> bool:
    """Whether the group is odd (PS3.5 7.8).

    >>> is_private(0x00291010), is_private(0x00100010)
    (True, False)
    """
    return bool(tag & 0x10000)


@cache
def tag_text(tag: int) -> str:
    """The tag as `ggggeeee`, upper case as in DICOM JSON."""
    return f"{tag:08X}"


@cache
def public_vr(tag: int) -> str:
    """VR by the dictionary, '' where it has none. `US or SS` and the like are left for their context.

    Group lengths (gggg,0000) are UL (PS3.5 7.2); repeating groups (50xx, 60xx) are known.
    """
    entry = _entry(tag)
    return entry[0] if entry is not None else "UL" if tag & 0xFFFF == 0 else ""


@cache
def is_sop_class(uid: str) -> bool:
    """Whether a UID is a SOP class of the Standard, a retired one too (PS3.6 annex A)."""
    entry = _pydicom_module("_uid_dict").UID_dictionary.get(uid)
    return entry is not None and entry[1] == "SOP Class"


@cache
def keyword_for(tag: int) -> str | None:
    """Keyword of the standard; None for private and unknown tags."""
    entry = None if is_private(tag) else _entry(tag)
    return (entry[4] or None) if entry is not None else None


@cache
def tag_for(keyword: str) -> int | None:
    """The tag of a keyword of the standard, None where it is none."""
    return _tags().get(keyword)


@cache
def multiplicity(tag: int) -> str:
    """Value multiplicity by the dictionary: `1`, `2`, `1-n`; '' where it is not known."""
    entry = _entry(tag)
    return entry[1] if entry is not None else ""


@cache
def private_vr(tag: int, creator: str) -> str:
    """VR of a private element by its creator, '' where the dictionary does not know it."""
    table = _private().get(creator)
    if table is None:
        return ""
    group, element = f"{tag >> 16:04X}", f"{tag & 0xFFFF:04X}"
    # Most entries leave the block open, some the low byte of the group too.
    for key in (group + element, f"{group}xx{element[2:]}", f"{group[:2]}xxxx{element[2:]}"):
        if key in table:
            return table[key][0]
    return ""
