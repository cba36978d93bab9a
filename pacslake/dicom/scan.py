"""A data set's elements with the places of their values, read in one pass without decoding them.

`scan(data)` takes the whole bytes of a file and gives a `Scan`: what kind of container it is, its transfer
syntax, and a tree of `Element`s whose values are (offset, length) in `Scan.buffer`. Nothing is copied.

Bad bytes are values, not errors: `Scan.fault` says what is wrong and where. Memory is bounded by the file
(deflated data sets by `max_inflated`), recursion by `max_depth`.

References: PS3.10 section 7 (file format), PS3.5 section 7 (data sets), 7.5 (sequences), A.4 (encapsulation),
A.5 (deflate), 6.2.2 (UN).
"""

from __future__ import annotations

import itertools
import struct
import zlib
from dataclasses import dataclass, field
from typing import NamedTuple

from pacslake.dicom.dictionary import is_private, private_vr, public_vr, tag_text

__all__ = ["DEFLATED", "EXPLICIT_BIG", "EXPLICIT_LITTLE", "IMPLICIT_LITTLE", "Element", "Scan", "scan"]

IMPLICIT_LITTLE = "1.2.840.10008.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG = "1.2.840.10008.1.2.2"
_DEFLATED_SYNTAXES = frozenset({DEFLATED})

MAX_DEPTH = 96
"""Sequences within sequences. Real objects stay below 20; Python's own stack holds far more than this."""

MAX_INFLATED = 1 << 30
"""Bytes that a deflated data set may grow to: a file of 1 MB can claim 1 GB."""

UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
PIXEL_TAGS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})

_VRS = {
    v.encode(): (v, v in {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"})
    for v in (
        "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV"
    ).split()
}


class Element(NamedTuple):
    """One data element. `offset` and `length` are of its value in `Scan.buffer`.

    `vr` is the one sent, or the dictionary's where none was sent or UN was; ambiguous ones (`US or SS`) stay
    so until their context is known. `items` are the data sets of a sequence, None for all others.
    `head` is where the element's tag begins; `end` the byte after its value and delimiter.
    `encapsulated` marks pixel data in fragments (undefined length).
    """

    tag: int
    vr: str
    offset: int
    length: int
    items: list[list[Element]] | None
    head: int
    end: int
    encapsulated: bool = False


@dataclass
class Scan:
    """What a file holds. `kind` is `dicom` or `not_dicom`.

    `fault` is None, or (code, text): the data set cannot be read to its end. `elements` are those read before.
    `dataset_offset` and `dataset_end` are in the file; in a deflated file `buffer` is the inflated data set.
    """

    kind: str = "not_dicom"
    has_preamble: bool = False
    has_meta: bool = False
    meta: dict[int, str] = field(default_factory=dict)
    transfer_syntax: str | None = None
    implicit: bool = True
    little: bool = True
    deflated: bool = False
    buffer: bytes = b""
    start: int = 0
    end: int = 0
    dataset_offset: int = 0
    dataset_end: int = 0
    elements: list[Element] = field(default_factory=list)
    fault: tuple[str, str] | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Fault(Exception):
    """The walk cannot go on; carries a code and where it stopped."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


def scan(data: bytes, *, max_depth: int = MAX_DEPTH, max_inflated: int = MAX_INFLATED) -> Scan:
    """Scan a whole file. Never raises on bad bytes.

    >>> scan(b"no image").kind
    'not_dicom'
    """
    found = _container(data)
    if found.kind != "dicom":
        return found
    if found.deflated:
        _inflate(found, data, max_inflated)
        if found.fault:
            return found
    if found.has_meta:
        _check_syntax(found)
    walker = _Walker(found.buffer, found.little, max_depth)
    elements: list[Element] = []
    try:
        stop = walker.top_level(found.start, found.implicit, elements)
        found.end = stop
        if stop < len(found.buffer):
            found.notes.append(("trailing_bytes", f"{len(found.buffer) - stop} bytes after the data set"))
    except _Fault as fault:
        found.fault = (fault.code, fault.text)
        found.end = len(found.buffer)
    except RecursionError:
        found.fault = ("nested_too_deep", f"sequences nested deeper than {max_depth} levels")
        found.end = len(found.buffer)
    found.elements = elements
    found.notes += walker.notes
    found.dataset_end = len(data) if found.deflated else _without_padding(found)
    if not found.has_meta and not _plausible(found):
        return Scan(kind="not_dicom", has_preamble=found.has_preamble)
    return found


# --- the container: preamble, file meta, transfer syntax -----------------------------------------------


def _container(data: bytes) -> Scan:
    """Preamble, file meta and transfer syntax; where they lack, what the first bytes tell."""
    found = Scan(buffer=data, dataset_end=len(data))
    found.has_preamble = data[128:132] == b"DICM"
    start = 132 if found.has_preamble else 0
    if len(data) - start < 8:
        # A bare preamble is the shell of a file whose data set is gone; anything else is no DICOM.
        if found.has_preamble:
            found.kind, found.fault = "dicom", ("truncated", "nothing after the preamble")
        return found
    if not found.has_preamble and not _looks_like_start(data):
        return found
    end = _read_meta(data, start, found.meta)
    found.has_meta = bool(found.meta)
    found.kind, found.start, found.dataset_offset = "dicom", end, end
    syntax = found.meta.get(0x00020010)
    if end + 8 > len(data):  # not even one element
        if found.has_meta or found.has_preamble:
            found.fault = ("truncated", "no data set after the file meta information")
        return found
    if syntax:
        found.transfer_syntax = syntax
        found.implicit = syntax == IMPLICIT_LITTLE
        found.little = syntax != EXPLICIT_BIG
        found.deflated = syntax in _DEFLATED_SYNTAXES
        if found.deflated and _looks_explicit(data[end : end + 8]):
            # Some writers name the deflated syntax and then do not deflate.
            found.deflated = False
            found.notes.append(("transfer_syntax_wrong", "the data set is not deflated"))
    else:
        _guess_syntax(found, data, end)
        if found.has_meta or found.has_preamble:
            found.notes.append(
                ("transfer_syntax_missing", "no TransferSyntaxUID in the file meta information")
            )
    if not found.has_meta or not found.has_preamble:
        what = "preamble" if found.has_meta else "file meta information"
        found.notes.append(("no_file_meta", f"no {what}"))
    return found


def _looks_like_start(data: bytes) -> bool:
    """Whether the first bytes can be the first element of file meta or of a data set (no preamble)."""
    group_le, element_le = struct.unpack_from("<HH", data)
    group_be = struct.unpack_from(">H", data)[0]
    if group_le in (0x0002, 0x0008):
        explicit = data[4:6] in _VRS
        length = struct.unpack_from("<H", data, 6)[0] if explicit else struct.unpack_from("<L", data, 4)[0]
        return element_le <= 0x1200 and (explicit or length <= min(len(data), 1024))
    return group_be in (0x0002, 0x0008) and data[4:6] in _VRS


def _read_meta(data: bytes, pos: int, meta: dict[int, str]) -> int:
    """Read group 2 into `meta` as text; gives the offset after it. Explicit VR little endian (PS3.10 7.1).

    Some writers send it as implicit VR; where group length and elements disagree, the elements win.
    """
    size = len(data)
    while pos + 8 <= size:
        group, element, vr, length = struct.unpack_from("<HH2sH", data, pos)
        if group != 0x0002:
            break
        known = _VRS.get(vr)
        if known is None:
            length = struct.unpack_from("<L", data, pos + 4)[0]
            offset = pos + 8
        elif known[1]:
            if pos + 12 > size:
                break
            length = struct.unpack_from("<L", data, pos + 8)[0]
            offset = pos + 12
        else:
            offset = pos + 8
        if offset + length > size:
            break
        value = data[offset : offset + length]
        if element == 0 and len(value) == 4:
            meta[0x00020000] = str(struct.unpack("<L", value)[0])
        else:
            meta[0x00020000 | element] = value.decode("latin-1").rstrip("\0 ") if length <= 256 else ""
        pos = offset + length
    return pos


def _guess_syntax(found: Scan, data: bytes, pos: int) -> None:
    """Encoding from the first element; the UID of the plain syntax with that encoding."""
    vr = data[pos + 4 : pos + 6]
    found.implicit = vr not in _VRS
    group = struct.unpack_from("<H", data, pos)[0]
    found.little = found.implicit or group < 0x0400
    if found.implicit:
        found.transfer_syntax = IMPLICIT_LITTLE
    else:
        found.transfer_syntax = EXPLICIT_LITTLE if found.little else EXPLICIT_BIG


def _looks_explicit(first: bytes) -> bool:
    return len(first) == 8 and first[4:6] in _VRS and struct.unpack_from("<H", first)[0] in (0x0002, 0x0008)


def _check_syntax(found: Scan) -> None:
    """Where the first element contradicts the transfer syntax, believe the element and say so."""
    first = found.buffer[found.start : found.start + 8]
    if len(first) < 8:
        return
    vr = first[4:6]
    explicit = 0x40 < vr[0] < 0x5B and 0x40 < vr[1] < 0x5B
    if explicit == found.implicit:
        said = "implicit" if found.implicit else "explicit"
        found.notes.append(
            ("transfer_syntax_wrong", f"the transfer syntax says {said} VR, the data set is not")
        )
        found.implicit = not explicit
    group = struct.unpack_from("<H" if found.little else ">H", first)[0]
    if explicit and group in (0x0800, 0x0400, 0x0200):
        other = "little" if found.little else "big"
        found.notes.append(
            ("transfer_syntax_wrong", f"the byte order is not {other} endian as the syntax says")
        )
        found.little = not found.little


def _inflate(found: Scan, data: bytes, limit: int) -> None:
    """Inflate the data set within `limit` bytes."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        out = engine.decompress(memoryview(data)[found.start :], limit + 1)
    except zlib.error as error:
        found.fault = ("deflate_damaged", f"the deflated data set cannot be inflated: {error}")
        return
    if len(out) > limit:
        found.fault = ("deflate_bomb", f"the deflated data set grows beyond {limit} bytes")
        return
    if not engine.eof:
        found.notes.append(("trailing_bytes", "the deflated stream has no end mark"))
    found.buffer, found.start = out, 0


def _without_padding(found: Scan) -> int:
    """End of the data set in the file without Data Set Trailing Padding (FFFC,FFFC)."""
    if found.elements and found.elements[-1].tag == 0xFFFCFFFC:
        return found.elements[-1].head
    return found.end


def _plausible(found: Scan) -> bool:
    """Whether a file without file meta is DICOM: it reads to its end, or far, in rising order of known tags."""
    tags = [e.tag for e in found.elements]
    if len(tags) < 3 or any(a >= b for a, b in itertools.pairwise(tags)):
        return False
    known = sum(1 for t in tags if is_private(t) or public_vr(t))
    if known < 0.8 * len(tags):
        return False
    return found.fault is None or len(tags) >= 8


# --- the walk ----------------------------------------------------------------------------------------------


class _Walker:
    """Reads the data sets of one buffer; see PS3.5 7.1 for the shapes of elements."""

    def __init__(self, buffer: bytes, little: bool, max_depth: int) -> None:
        order = "<" if little else ">"
        self.buffer, self.size, self.max_depth = buffer, len(buffer), max_depth
        self.short = struct.Struct(order + "HH2sH").unpack_from
        self.long = struct.Struct(order + "HHL").unpack_from
        self.u32 = struct.Struct(order + "L").unpack_from
        self.notes: list[tuple[str, str]] = []
        self._content_end: int | None = None

    def top_level(self, pos: int, implicit: bool, out: list[Element]) -> int:
        """Elements from `pos` to the end of the buffer, appended to `out`; gives where the data set ends."""
        return self.data_set(pos, self.size, implicit, 0, out, top=True)

    def data_set(
        self, pos: int, end: int, implicit: bool, depth: int, out: list[Element], *, top: bool = False
    ) -> int:
        """Elements of one data set up to `end` or its item delimiter, appended to `out`.

        Gives the byte after what was read. Raises _Fault where the bytes cannot be elements.
        """
        buffer, short, long, u32, vrs, append = self.buffer, self.short, self.long, self.u32, _VRS, out.append
        creators: dict[int, str] | None = None
        make = tuple.__new__  # an element as Element(...) makes it, in half the time
        while pos + 8 <= end:
            head = pos
            if implicit:
                group, element, length = long(buffer, pos)
                vr = ""
                pos += 8
            else:
                group, element, vr_bytes, length = short(buffer, pos)
                known = vrs.get(vr_bytes)
                pos += 8
                if known is not None:
                    vr, is_long = known
                    if is_long:
                        if pos + 4 > end:
                            raise _Fault(
                                "truncated", f"the data set ends within element {group:04X}{element:04X}"
                            )
                        length = u32(buffer, pos)[0]
                        pos += 4
                elif b"AA" <= vr_bytes <= b"ZZ":
                    vr = "UN"  # a VR of the future, or a misprint; its length field is taken as short
                else:
                    vr = ""  # an element in implicit VR inside an explicit data set
                    whole = u32(buffer, head + 4)[0]
                    # ... or one whose VR was left blank: then the short length fits and the long one does not
                    if whole == UNDEFINED or pos + whole <= end or pos + length > end:
                        length = whole
            tag = group << 16 | element
            if tag == ITEM_END:
                return pos
            if top and (tag == 0 and length == 0) and self._only_padding(head):
                return head
            if group & 1 and 0x10 <= element < 0x100 and length != UNDEFINED:
                if creators is None:
                    creators = {}
                creators[tag] = buffer[pos : pos + min(length, 256)].decode("latin-1").strip(" \0")
                if not vr or vr == "UN":
                    vr = "LO"
            if length == UNDEFINED:
                item, pos = self._undefined(tag, vr, head, pos, end, implicit, depth, creators)
                append(item)
                continue
            stop = pos + length
            if stop > end:
                if tag in PIXEL_TAGS and top:
                    append(Element(tag, vr or public_vr(tag), pos, self.size - pos, None, head, self.size))
                    raise _Fault("truncated_pixel_data", f"pixel data {self.size - pos} of {length} bytes")
                if top and end - head < 64 and tag < (out[-1].tag if out else 0):
                    return head  # a few bytes behind the data set that are no element
                raise _Fault(
                    "truncated",
                    f"element {tag_text(tag)} at byte {head} claims {length} bytes where {end - pos} are left",
                )
            if not vr:
                vr = self._resolve(tag, creators)
            elif vr == "UN":
                vr = self._resolve(tag, creators) if (group & 1 or length < 0xFFFF) else vr
            if vr == "SQ":
                append(self._sequence(tag, head, pos, stop, implicit, depth))
            else:
                append(make(Element, (tag, vr, pos, length, None, head, stop, False)))
            pos = stop
        if top or pos == end:
            return pos
        raise _Fault("truncated", f"an item ends within an element at byte {pos}")

    def _resolve(self, tag: int, creators: dict[int, str] | None) -> str:
        """VR of an element sent without one, or as UN (PS3.5 6.2.2); UN where nobody knows."""
        if not is_private(tag):
            return public_vr(tag) or "UN"
        if tag & 0xFF00 == 0 or creators is None:
            return "UN"
        creator = creators.get((tag & 0xFFFF0000) | (tag >> 8 & 0xFF))
        return (creator and private_vr(tag, creator)) or "UN"

    def _sequence(self, tag: int, head: int, pos: int, stop: int, implicit: bool, depth: int) -> Element:
        """A sequence of known length. Where its inside is no sequence it is kept whole, as UN, with a note."""
        items: list[list[Element]] = []
        try:
            self._items(pos, stop, implicit, depth + 1, items, undefined=False)
        except _Fault as fault:
            if fault.code == "nested_too_deep":
                raise
            self.notes.append(("unreadable_sequence", f"{tag_text(tag)}: {fault.text}"))
            return Element(tag, "UN", pos, stop - pos, None, head, stop)
        return Element(tag, "SQ", pos, stop - pos, items, head, stop)

    def _undefined(
        self,
        tag: int,
        vr: str,
        head: int,
        pos: int,
        end: int,
        implicit: bool,
        depth: int,
        creators: dict[int, str] | None,
    ) -> tuple[Element, int]:
        """An element of undefined length: a sequence, encapsulated pixel data, or bytes to a delimiter."""
        if vr in ("", "UN"):
            vr = "SQ" if vr == "UN" else public_vr(tag) or self._resolve(tag, creators)
            if vr == "UN" and self.buffer[pos : pos + 4] in (b"\xfe\xff\x00\xe0", b"\xff\xfe\xe0\x00"):
                vr = "SQ"
        if vr == "SQ":
            items: list[list[Element]] = []
            stop, after = self._items(pos, end, implicit, depth + 1, items, undefined=True)
            return Element(tag, vr, pos, stop - pos, items, head, after), after
        if tag not in PIXEL_TAGS or depth:
            # Bytes between item tags: skipped fragment by fragment, never by searching for a delimiter.
            stop, after = self._fragments(tag, pos, end)
            return Element(tag, vr, pos, stop - pos, None, head, after, True), after
        stop, after = self._fragments(tag, pos, end)
        return Element(
            tag, "OB" if vr not in ("OB", "OW") else vr, pos, stop - pos, None, head, after, True
        ), after

    def _fragments(self, tag: int, pos: int, end: int) -> tuple[int, int]:
        """Walk over the items of an encapsulated value (PS3.5 A.4); gives (end of items, after delimiter)."""
        start, buffer, long = pos, self.buffer, self.long
        while pos + 8 <= end:
            group, element, length = long(buffer, pos)
            mark = group << 16 | element
            if mark == SEQUENCE_END:
                return pos, pos + 8
            if mark != ITEM or length == UNDEFINED:
                raise _Fault("broken_fragments", f"element {tag_text(tag)}: no item at byte {pos}")
            if pos + 8 + length > end:
                break
            pos += 8 + length
        if tag in PIXEL_TAGS:
            raise _Fault("truncated_pixel_data", f"pixel data {end - start} bytes, cut within a fragment")
        raise _Fault("truncated", f"element {tag_text(tag)} has no end")

    def _items(
        self, pos: int, end: int, implicit: bool, depth: int, out: list[list[Element]], *, undefined: bool
    ) -> tuple[int, int]:
        """Items of a sequence; gives (end of the items, byte after the delimiter)."""
        if depth > self.max_depth:
            raise _Fault("nested_too_deep", f"sequences nested deeper than {self.max_depth} levels")
        buffer, long = self.buffer, self.long
        while pos < end:
            if pos + 8 > end:
                raise _Fault("truncated", f"a sequence ends within an item tag at byte {pos}")
            group, element, length = long(buffer, pos)
            mark = group << 16 | element
            if mark == SEQUENCE_END:
                return pos, pos + 8
            if mark != ITEM:
                raise _Fault("broken_sequence", f"no item at byte {pos}")
            pos += 8
            inner_implicit = implicit
            if not implicit and pos + 6 <= end:
                a, b = buffer[pos + 4], buffer[pos + 5]
                inner_implicit = not (0x40 < a < 0x5B and 0x40 < b < 0x5B)
            item: list[Element] = []
            if length == UNDEFINED:
                pos = self.data_set(pos, end, inner_implicit, depth, item)
            else:
                if pos + length > end:
                    raise _Fault(
                        "truncated",
                        f"an item at byte {pos - 8} claims {length} bytes where {end - pos} are left",
                    )
                self.data_set(pos, pos + length, inner_implicit, depth, item)
                pos += length
            out.append(item)
        if undefined:
            raise _Fault("truncated", "a sequence of undefined length has no end")
        return pos, pos

    def _only_padding(self, pos: int) -> bool:
        """Whether nothing but zero bytes is left. The end is looked for once: a crafted file asks at each element."""
        if self._content_end is None:
            self._content_end = _end_of_content(self.buffer)
        return pos >= self._content_end


def _end_of_content(buffer: bytes) -> int:
    """Where the zero bytes at the end begin. In pieces: the buffer may be a large file, mapped."""
    end = len(buffer)
    while end:
        piece = buffer[max(0, end - 65_536) : end]
        kept = len(piece.rstrip(b"\0"))
        if kept:
            return end - len(piece) + kept
        end -= len(piece)
    return 0
