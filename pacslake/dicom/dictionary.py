"""Names and value representations of tags, public and private (PS3.6, and pydicom's private dictionary).

Tags are whole numbers, `0x00100010`. The tables are those of pydicom, cached tag by tag.
"""

from __future__ import annotations

from functools import cache

__all__ = [
    "is_private",
    "keyword_for",
    "multiplicity",
    "private_vr",
    "public_vr",
    "tag_for",
    "tag_text",
]


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
    from pydicom.datadict import dictionary_VR

    try:
        return str(dictionary_VR(tag))
    except KeyError:
        return "UL" if tag & 0xFFFF == 0 else ""


@cache
def keyword_for(tag: int) -> str | None:
    """Keyword of the standard; None for private and unknown tags."""
    from pydicom.datadict import keyword_for_tag

    return None if is_private(tag) else keyword_for_tag(tag) or None


@cache
def tag_for(keyword: str) -> int | None:
    """The tag of a keyword of the standard, None where it is none."""
    from pydicom.datadict import tag_for_keyword

    tag = tag_for_keyword(keyword)
    return None if tag is None else int(tag)


@cache
def multiplicity(tag: int) -> str:
    """Value multiplicity by the dictionary: `1`, `2`, `1-n`; '' where it is not known."""
    from pydicom.datadict import dictionary_VM

    try:
        return str(dictionary_VM(tag))
    except KeyError:
        return ""


@cache
def private_vr(tag: int, creator: str) -> str:
    """VR of a private element by its creator, '' where the dictionary does not know it."""
    from pydicom.datadict import private_dictionary_VR

    try:
        return str(private_dictionary_VR(tag, creator))
    except KeyError:
        return ""
