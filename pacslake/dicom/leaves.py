"""A scanned data set as a list of leaves with paths, and the shape of its DICOM JSON text.

A leaf is an element without items below it, private and nested ones included. Its path joins tags by dots
with items in brackets, counted from 1: `0040A730[2].00400100`. The JSON text (PS3.18 F.2) is kept as parts:
fixed text and places of leaves, so that a leaf's text can be put in later or exchanged.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from json.encoder import encode_basestring as quote_json
from typing import NamedTuple

from pacslake.dicom.charset import DEFAULT, Charset, charset_for
from pacslake.dicom.dictionary import tag_text
from pacslake.dicom.scan import PIXEL_TAGS, Element, Scan
from pacslake.dicom.values import BINARY_VRS, NUMBER_VRS, TEXT_VRS, decimal, numbers, parse_integer, texts

__all__ = [
    "INLINE_LIMIT",
    "Leaf",
    "Parsed",
    "at_values",
    "binary_json",
    "bulk_json",
    "decimals_json",
    "empty_json",
    "integers_json",
    "json_text",
    "leaf_json",
    "numbers_json",
    "parse",
    "texts_json",
]

INLINE_LIMIT = 768
"""Bytes of a binary value up to which it stands in the JSON text as base64 (pydicom's default of 1,024
characters); above, `BulkDataURI` is `#` and the path, to be found by scanning the file again."""


class Leaf(NamedTuple):
    """One leaf; `offset` and `length` are of its value in the scan's buffer. `member` counts top-level elements."""

    path: str
    tag: int
    vr: str
    offset: int
    length: int
    depth: int
    creator: str | None
    charset: Charset
    member: int
    fixed: bool
    """Inside a sequence or item of stated length: the value cannot change its length alone."""
    encapsulated: bool = False


@dataclass
class Parsed:
    """A data set in leaves. `members` are the top-level elements' JSON as parts: text, or the index of a leaf."""

    buffer: bytes
    little: bool
    leaves: list[Leaf] = field(default_factory=list)
    members: list[list[str | int]] = field(default_factory=list)
    items: dict[str, int] = field(default_factory=dict)
    """Number of items of each sequence, by path."""
    blocks: dict[tuple[int, str], int] = field(default_factory=dict)
    """Private blocks of the top level: (group, creator) to block number."""
    index: dict[str, int] = field(default_factory=dict)
    """Leaf number by path."""

    def raw(self, i: int) -> bytes:
        """The bytes of leaf `i`."""
        leaf = self.leaves[i]
        return self.buffer[leaf.offset : leaf.offset + leaf.length]


class _Context(NamedTuple):
    charset: Charset
    signed: bool | None
    depth: int
    fixed: bool


def parse(scan: Scan) -> Parsed:
    """Flatten the elements of a scan."""
    out = Parsed(scan.buffer, scan.little)
    _flatten(scan, scan.elements, "", _Context(DEFAULT, None, 0, False), out, None)
    out.index = {leaf.path: i for i, leaf in enumerate(out.leaves)}
    return out


def _local_context(scan: Scan, elements: list[Element], outer: _Context) -> _Context:
    """Character set and PixelRepresentation of a data set, inherited where it has none of its own."""
    charset, signed = outer.charset, outer.signed
    for element in elements:
        if element.tag == 0x00080005:
            raw = scan.buffer[element.offset : element.offset + element.length]
            charset = charset_for(tuple(texts("CS", raw)[0]))
        elif element.tag == 0x00280103 and element.length >= 2:
            raw = scan.buffer[element.offset : element.offset + 2]
            signed = int.from_bytes(raw, "little" if scan.little else "big") != 0
        elif element.tag > 0x00280103:
            break
    return _Context(charset, signed, outer.depth, outer.fixed)


def _flatten(
    scan: Scan,
    elements: list[Element],
    prefix: str,
    context: _Context,
    out: Parsed,
    parts: list[str | int] | None,
) -> None:
    """Append the leaves of a data set; JSON parts go to `parts`, or to a new member each at the top level."""
    context = _local_context(scan, elements, context)
    creators: dict[int, str] = {}
    top = parts is None
    seen: set[int] = set()
    # Most of the time of reading a file in full goes by here.
    charset, depth, fixed = context.charset, context.depth, context.fixed
    leaves, members, make = out.leaves, out.members, tuple.__new__
    opening = '"'
    for element in elements:
        tag, vr, offset, length, items, _, _, encapsulated = element
        if tag in seen:  # an element that comes twice: the first is kept, as JSON objects hold one
            continue
        seen.add(tag)
        text = tag_text(tag)
        path = prefix + text
        creator = None
        if tag & 0x10000:  # private
            low = tag & 0xFFFF
            if 0x10 <= low <= 0xFF:
                name = _creator_name(scan, element)
                creators[tag] = name
                if top:
                    out.blocks.setdefault((tag >> 16, name), low)
            else:
                creator = creators.get((tag & 0xFFFF0000) | (low >> 8))
        if top:
            parts = [f'"{text}":']
            members.append(parts)
        else:
            assert parts is not None
            parts.append(f'{opening}{text}":')
            opening = ',"'
        if items:
            _sequence(scan, element, path, context, out, parts)
            continue
        if vr not in TEXT_VRS:
            vr = _settled_vr(scan, element, elements, context)
            if vr == "SQ":
                out.items[path] = 0
        parts.append(len(leaves))
        fields = (
            path, tag, vr, offset, length, depth, creator, charset, len(members) - 1, fixed, encapsulated,
        )  # fmt: skip
        leaves.append(make(Leaf, fields))  # as Leaf(*fields), in half the time


def _sequence(
    scan: Scan, element: Element, path: str, context: _Context, out: Parsed, parts: list[str | int]
) -> None:
    items = element.items or []
    out.items[path] = len(items)
    stated = element.end == element.offset + element.length
    inner = _Context(
        context.charset,
        context.signed,
        context.depth + 1,
        context.fixed or stated or _any_stated(scan, items),
    )
    for number, item in enumerate(items, 1):
        parts.append('{"vr":"SQ","Value":[{' if number == 1 else "},{")
        _flatten(scan, item, f"{path}[{number}].", inner, out, parts)
    parts.append("}]}")


def _any_stated(scan: Scan, items: list[list[Element]]) -> bool:
    """Whether an item states its length (its tag is followed by something else than FFFFFFFF)."""
    return any(item and scan.buffer[item[0].head - 4 : item[0].head] != b"\xff\xff\xff\xff" for item in items)


def _creator_name(scan: Scan, element: Element) -> str:
    return (
        scan.buffer[element.offset : element.offset + min(element.length, 256)].decode("latin-1").strip(" \0")
    )


def _settled_vr(scan: Scan, element: Element, siblings: list[Element], context: _Context) -> str:
    """The VR where the dictionary leaves a choice (PS3.6: `US or SS`), and UN where the length fits no VR."""
    vr = element.vr
    if vr == "US or SS":
        vr = "SS" if context.signed else "US"
    elif vr == "OB or OW" and (
        element.tag in PIXEL_TAGS or element.tag >> 16 in (0x5400, *range(0x6000, 0x6020, 2))
    ):
        vr = "OW"
    elif vr == "US or OW" and element.tag == 0x00283006:
        vr = "US" if _lut_entries(scan, siblings) == 1 else "OW"
    if vr in NUMBER_VRS or vr == "AT":
        size = 4 if vr == "AT" else {"US": 2, "SS": 2, "UL": 4, "SL": 4, "FL": 4}.get(vr, 8)
        if element.length % size and vr != "AT":
            return "UN"
    return vr if vr in TEXT_VRS or vr in NUMBER_VRS or vr in BINARY_VRS or vr in ("AT", "SQ") else "UN"


def _lut_entries(scan: Scan, siblings: list[Element]) -> int | None:
    for element in siblings:
        if element.tag == 0x00283002 and element.length >= 2:
            return int.from_bytes(
                scan.buffer[element.offset : element.offset + 2], "little" if scan.little else "big"
            )
    return None


# --- JSON ------------------------------------------------------------------------------------------------


def leaf_json(leaf: Leaf, raw: bytes, little: bool) -> str:
    """The JSON object of one leaf, without its key."""
    vr = leaf.vr
    if not raw:
        return empty_json(vr)
    if vr in NUMBER_VRS:
        return numbers_json(vr, numbers(vr, raw, little) or ())
    if vr == "AT":
        return texts_json(vr, at_values(raw, little))
    if vr not in TEXT_VRS:
        return binary_json(leaf, raw)
    words, _ = texts(vr, raw, leaf.charset)
    if words == [""]:
        return empty_json(vr)
    if vr == "DS":
        return decimals_json(words)[0]
    if vr == "IS":
        return integers_json(words)[0]
    return texts_json(vr, words)


def empty_json(vr: str) -> str:
    """An element without value; a sequence without items has an empty list."""
    return '{"vr":"SQ","Value":[]}' if vr == "SQ" else f'{{"vr":"{vr}"}}'


def bulk_json(leaf: Leaf) -> str:
    """A binary value by reference."""
    return f'{{"vr":"{leaf.vr}","BulkDataURI":"#{leaf.path}"}}'


def binary_json(leaf: Leaf, raw: bytes) -> str:
    """A binary value, within the text where it is short."""
    if len(raw) > INLINE_LIMIT:
        return bulk_json(leaf)
    return f'{{"vr":"{leaf.vr}","InlineBinary":"{base64.b64encode(raw).decode()}"}}'


def numbers_json(vr: str, values: tuple[float, ...]) -> str:
    """Binary numbers; what JSON cannot write (infinity, no number) is null."""
    if vr in ("FL", "FD"):
        text = ",".join(repr(x) if x - x == 0 else "null" for x in values)
    else:
        text = ",".join(map(str, values))
    return f'{{"vr":"{vr}","Value":[{text}]}}'


def texts_json(vr: str, words: list[str]) -> str:
    """Text values; names with their groups."""
    if vr == "PN":
        return f'{{"vr":"PN","Value":[{",".join(map(_name_json, words))}]}}'
    if len(words) == 1:
        return f'{{"vr":"{vr}","Value":[{quote_json(words[0])}]}}'
    return f'{{"vr":"{vr}","Value":[{",".join(map(quote_json, words))}]}}'


def decimals_json(words: list[str]) -> tuple[str, float | None]:
    """Decimal strings: (JSON, first number). Text that is no number for certain stays text, which
    PS3.18 F.2.3 allows too."""
    out, first = [], None
    for k, word in enumerate(words):
        value = decimal(word)
        if k == 0:
            first = value
        out.append(repr(value) if value is not None else quote_json(word) if word.strip() else "null")
    return f'{{"vr":"DS","Value":[{",".join(out)}]}}', first


def integers_json(words: list[str]) -> tuple[str, int | None]:
    """Integer strings: (JSON, first number)."""
    out, first = [], None
    for k, word in enumerate(words):
        value, _ = parse_integer(word)
        if k == 0:
            first = value
        out.append(str(value) if value is not None else quote_json(word) if word.strip() else "null")
    return f'{{"vr":"IS","Value":[{",".join(out)}]}}', first


def at_values(raw: bytes, little: bool) -> list[str]:
    """Attribute tags as `ggggeeee`; a rest of fewer than four bytes is left out."""
    order = "little" if little else "big"
    return [
        f"{int.from_bytes(raw[i : i + 2], order):04X}{int.from_bytes(raw[i + 2 : i + 4], order):04X}"  # type: ignore[arg-type]
        for i in range(0, len(raw) - 3, 4)
    ]


def _name_json(name: str) -> str:
    groups = name.rstrip("=").split("=")
    keys = ("Alphabetic", "Ideographic", "Phonetic")
    return "{" + ",".join(f'"{k}":{quote_json(g)}' for k, g in zip(keys, groups, strict=False)) + "}"


def json_text(parsed: Parsed) -> str:
    """The whole data set as DICOM JSON text."""
    little = parsed.little
    rendered = [
        "".join(
            part if isinstance(part, str) else leaf_json(parsed.leaves[part], parsed.raw(part), little)
            for part in parts
        )
        for parts in parsed.members
    ]
    return "{" + ",".join(rendered) + "}"
