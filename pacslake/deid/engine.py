"""De-identify one object: the bytes of a file in; the bytes of the cleaned file, and what was changed, out.

The data set is walked as `pacslake.dicom.scan` found it, at every depth, and written anew: what stays is copied byte for
byte, what changes is written in the same transfer syntax. Nothing is kept that no rule knows. The outer shell goes too:
the preamble, what the file meta information says of senders, and bytes behind the data set.

Sources: PS3.15 Annex E, PS3.10 7.1 (file format), PS3.5 7 (encoding).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from pacslake.deid import tables
from pacslake.deid import text as free_text
from pacslake.deid.keys import ProjectKey
from pacslake.deid.plan import (
    ACTIONS,
    CLASS_UID,
    CLEAN,
    DEVICE,
    DUMMY,
    EMPTY,
    ENTER,
    KEEP,
    MEANING,
    NUMBER,
    REMOVE,
    SHIFT,
    UID,
    Plan,
    plan_for,
)
from pacslake.deid.profile import Profile
from pacslake.dicom.charset import DEFAULT, Charset, charset_for
from pacslake.dicom.identity import patient_key
from pacslake.dicom.scan import EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, Element, Scan

__all__ = ["Change", "Cleaned", "Held", "Subject", "clean_scan", "subject_of"]

METHOD = f"pacslake, {tables.SOURCE}"
IMPLEMENTATION_UID = "2.25.302403577306823306203105394118187926342"

_LONG = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"})
_TEXT_VRS = frozenset({"LO", "SH", "ST", "LT", "UT", "UC", "PN"})
_NUMERIC = frozenset(b"0123456789+-.,eE\\ \0")
PIXELS = 0x7FE00010
CONTENT_SEQUENCE = 0x0040A730
AGE = 0x00101010

_KNOWN = frozenset({
    0x00100010, 0x00100020, 0x00101000, 0x00101001, 0x00101005, 0x00101040, 0x00101060, 0x00101090, 0x00102154,
    0x00080050, 0x00200010, 0x00080080, 0x00080081, 0x00080090, 0x00080092, 0x00080094, 0x00081048, 0x00081050,
    0x00081060, 0x00081070, 0x00081010, 0x00181000, 0x00400009, 0x00401001, 0x00321032, 0x00321033, 0x00380010,
    0x00380300, 0x00380400, 0x00102297, 0x00402016, 0x00402017, 0x00402008, 0x0040A075, 0x0040A123, 0x00700084,
    0x00081072, 0x00081062, 0x00081049, 0x00081052, 0x00402010, 0x00120040, 0x00120042, 0x00120030, 0x00120031,
})  # fmt: skip
"""Attributes whose values are looked for in all text that stays: names, numbers, institutions."""


class Change(NamedTuple):
    """What was done to an attribute. `path`: tags from the top, without item numbers; no original value."""

    path: tuple[int, ...]
    action: int
    creator: str = ""

    @property
    def word(self) -> str:
        """The action as the table `deid_action` says it."""
        return ACTIONS[self.action]


@dataclass(frozen=True)
class Held:
    """An object that may not leave: `code` for machines, `reason` for people, without an identifying value."""

    code: str
    reason: str


@dataclass(frozen=True)
class Cleaned:
    """A cleaned object. `changes` counts each kind of change; `pixel_decision` says why its pixels may leave, `n_regions`
    how many rectangles of them were blanked.
    """

    data: bytes
    changes: dict[Change, int]
    patient: str
    pixel_decision: str = "no_pixels"
    n_regions: int = 0


@dataclass(frozen=True)
class Subject:
    """Who an object is of: the key that pseudonyms are made with, and what they are."""

    key: str
    pseudonym: str
    shift: int


def subject_of(top: dict[int, Element], scan: Scan, key: ProjectKey, source_name: str | None) -> Subject:
    """The subject of an object by issuer and PatientID; where there is no ID, by name and birth date, or by study."""

    def words(tag: int) -> str:
        element = top.get(tag)
        if element is None:
            return ""
        raw = bytes(scan.buffer[element.offset : element.offset + element.length])
        if raw.isascii() and b"\x1b" not in raw:
            return raw.decode("ascii").strip(" \0")
        # As the catalog and the vault read it: one person in two character sets is one, and equal bytes may be two.
        return charset.decode(raw.rstrip(b" \0"))[0].strip(" \0")

    charset = DEFAULT
    if (declared := top.get(0x00080005)) is not None:
        raw = scan.buffer[declared.offset : declared.offset + declared.length]
        charset = charset_for(tuple(v.strip(" \0") for v in bytes(raw).decode("latin-1").split("\\")))
    patient_id = words(0x00100020)
    if patient_id:
        who = patient_key(words(0x00100021) or None, patient_id, source_name)
    elif words(0x00100010):
        who = f"name\0{words(0x00100010)}\0{words(0x00100030)}"
    else:
        who = f"study\0{words(0x0020000D) or words(0x00080018)}"
    # An issuer tells people of one number apart, but stands in some objects of a patient and not in others: dates move by
    # the number alone, so that intervals hold in any case, and two people who move alike give nothing away.
    moved_by = f"{source_name or ''}|{patient_id}" if patient_id else who
    return Subject(who, key.pseudonym(who), key.shift_days(moved_by))


def clean_scan(
    scan: Scan,
    profile: Profile,
    key: ProjectKey,
    *,
    source_name: str | None = None,
    pixels: Callable[[Element], tuple[bytes, bool] | None] | None = None,
    replace: dict[int, tuple[str, bytes]] | None = None,
    remove: frozenset[int] = frozenset(),
    syntax: str | None = None,
    done: frozenset[str] = frozenset(),
) -> Cleaned | Held:
    """Clean what was scanned.

    Args:
        source_name: who issued the patient identifiers, where the file does not say.
        pixels: gives other bytes for the pixel data element, and whether they are encapsulated; None keeps them.
        replace: attributes of the top level to write instead, as (VR, value): what new pixels ask for.
        remove: attributes of the top level to leave out.
        syntax: a transfer syntax of the same encoding to name instead of the object's own.
        done: codes of what else was done to the pixels: 113101 for writing, 113102 for faces (PS3.15 E.3.1, E.3.2).
    """
    plan = plan_for(profile)
    top = {e.tag: e for e in scan.elements}
    subject = subject_of(top, scan, key, source_name)
    job = _Job(scan, plan, key, subject, pixels)
    job.replace, job.remove, job.done = replace or {}, remove, done
    try:
        body = job.top_level(None)
        pattern = free_text.pattern_of(frozenset(job.known))
        if pattern is not None and pattern.search(b"\n".join(job.texts)):
            # A known value stands in text that stays: once more, this time taking it out wherever it is.
            job = _Job(scan, plan, key, subject, pixels, frozenset(job.known))
            job.replace, job.remove, job.done = replace or {}, remove, done
            body = job.top_level(pattern)
    except _Undecodable as fault:
        return Held("text_undecodable", str(fault))
    data = _file(scan, top, body, key, plan, syntax)
    return Cleaned(data, job.changes, subject.pseudonym)


class _Undecodable(Exception):
    """Text of which nobody can say what it says."""


def _file(
    scan: Scan, top: dict[int, Element], body: list[bytes], key: ProjectKey, plan: Plan, syntax: str | None
) -> bytes:
    """Preamble, file meta information and data set (PS3.10 7.1)."""

    def uid(tag: int) -> str:
        element = top.get(tag)
        if element is None:
            return ""
        raw = scan.buffer[element.offset : element.offset + element.length]
        return raw.decode("latin-1").strip(" \0")

    instance = uid(0x00080018)
    if plan.action(0x00080018, "UI") == UID:
        instance = key.uid(instance)
    found = syntax or scan.transfer_syntax or IMPLICIT_LITTLE
    plain = found in (IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG)
    if plain or scan.implicit or not scan.little:  # what the bytes are, where the file names another encoding
        found = IMPLICIT_LITTLE if scan.implicit else EXPLICIT_LITTLE if scan.little else EXPLICIT_BIG
    if syntax is None and scan.transfer_syntax == "1.2.840.10008.1.2.1.99" and not scan.deflated:
        found = EXPLICIT_LITTLE
    meta = [
        _element(0x00020001, "OB", b"\0\1", False, True),
        _element(0x00020002, "UI", uid(0x00080016).encode("latin-1"), False, True),
        _element(0x00020003, "UI", instance.encode("latin-1"), False, True),
        _element(0x00020010, "UI", found.encode("latin-1"), False, True),
        _element(0x00020012, "UI", IMPLEMENTATION_UID.encode(), False, True),
        _element(0x00020013, "SH", b"PACSLAKE", False, True),
    ]
    group = b"".join(meta)
    head = (
        b"\0" * 128 + b"DICM" + _element(0x00020000, "UL", struct.pack("<L", len(group)), False, True) + group
    )
    if scan.deflated and syntax is None:
        engine = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = b"".join([engine.compress(b"".join(body)), engine.flush()])
        return b"".join([head, packed, b"\0" * (len(packed) % 2)])
    return b"".join([head, *body])


def _element(tag: int, vr: str, value: bytes, implicit: bool, little: bool) -> bytes:
    """An element with its value padded to an even length (PS3.5 7.1)."""
    if len(value) & 1:
        value += b"\0" if vr in ("UI", "OB", "UN", "OW") else b" "
    return _head(tag, vr, len(value), implicit, little) + value


def _head(tag: int, vr: str, length: int, implicit: bool, little: bool) -> bytes:
    order = "<" if little else ">"
    if implicit:
        return struct.pack(order + "HHL", tag >> 16, tag & 0xFFFF, length)
    if vr in _LONG:
        return struct.pack(order + "HH2sHL", tag >> 16, tag & 0xFFFF, vr.encode(), 0, length)
    return struct.pack(order + "HH2sH", tag >> 16, tag & 0xFFFF, vr.encode(), length)


_DUMMIES = {
    "AE": b"REMOVED", "AS": b"000Y", "CS": b"REMOVED", "DA": b"19000101", "DS": b"0", "DT": b"19000101000000", "IS": b"0",
    "LO": b"REMOVED", "LT": b"REMOVED", "PN": b"REMOVED", "SH": b"REMOVED", "ST": b"REMOVED", "TM": b"000000",
    "UC": b"REMOVED", "UT": b"REMOVED", "UR": b"about:blank", "OB": b"\0\0", "OW": b"\0\0", "UN": b"\0\0",
    "US": b"\0\0", "SS": b"\0\0", "UL": b"\0" * 4, "SL": b"\0" * 4, "FL": b"\0" * 4, "FD": b"\0" * 8, "AT": b"\0" * 4,
    "OF": b"\0" * 4, "OD": b"\0" * 8, "OL": b"\0" * 4, "OV": b"\0" * 8, "SV": b"\0" * 8, "UV": b"\0" * 8,
}  # fmt: skip
"""Valid values that say nothing, by VR."""

_PUBLIC_SCHEMES = frozenset(
    "DCM SRT SNM3 SCT SCPECG LN UCUM RADLEX FMA NCIT UMLS MDC I10 I10P I9 I9C ICD10 ICDO3 ACR BI C4 CD2 RXNORM "
    "DCMUID ISO639_1 ISO639_2 ISO3166_1 NDC NYUMDL PATHLEX POS RFC3066 UNII IBSI BARI IUPAC NCDR ITIS_TSN".split()
)
"""Coding schemes whose meanings are published (PS3.16 section 8); a local one may say anything."""


@dataclass
class _Job:
    """One pass over one data set."""

    scan: Scan
    plan: Plan
    key: ProjectKey
    subject: Subject
    pixels: Callable[[Element], tuple[bytes, bool] | None] | None = None
    known_before: frozenset[str] = frozenset()
    changes: dict[Change, int] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    texts: list[bytes] = field(default_factory=list)
    replace: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    remove: frozenset[int] = frozenset()
    done: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.implicit, self.little, self.buffer = self.scan.implicit, self.scan.little, self.scan.buffer
        self.pattern: Any = None
        self.is_known = free_text.known_values(self.known_before) if self.known_before else None
        modified = self.plan.profile.has("retain_longitudinal_modified_dates")
        self.shift: int | None = self.subject.shift if modified else None
        full = self.plan.profile.has("retain_longitudinal_full_dates")
        self.text_shift = 0 if full else self.shift

    # -- the walk -----------------------------------------------------------------------------------

    def top_level(self, pattern: Any) -> list[bytes]:
        """The cleaned data set in pieces, in the order of its tags, with the marks that PS3.15 E.1.1 asks for."""
        self.pattern = pattern
        marks = self._marks()
        marks.update(
            {tag: _element(tag, *pair, self.implicit, self.little) for tag, pair in self.replace.items()}
        )
        elements = [e for e in self.scan.elements if e.tag not in marks and e.tag not in self.remove]
        parts = self._data_set(elements, (), DEFAULT)
        tagged = [*parts, *marks.items()]
        tagged.sort(key=lambda pair: pair[0])
        return [piece for _, piece in tagged]

    def _data_set(
        self, elements: Sequence[Element], path: tuple[int, ...], charset: Charset, content: bool = False
    ) -> list[tuple[int, bytes]]:
        """Cleaned elements as (tag, bytes); `content` marks items of a content tree."""
        out: list[tuple[int, bytes]] = []
        append, buffer, actions, changes = out.append, self.buffer, self.plan.actions, self.changes
        top, pattern, keeps_private = not path, self.pattern, self.plan.keeps_private
        private: dict[int, int] = {}
        for e in elements:
            tag = e.tag
            if tag == 0x00080005:
                charset = charset_for(
                    tuple(w.strip(" \0") for w in self._raw(e).decode("latin-1").split("\\"))
                )
            if tag & 0x10000:
                if keeps_private:
                    self._private(e, elements, path, charset, out)
                else:
                    group = tag & 0xFFFF0000
                    private[group] = private.get(group, 0) + 1
                continue
            action = actions.get(tag)
            if action is None:
                action = self.plan.action(tag, e.vr)
            if tag in _KNOWN and e.length and e.items is None:
                self._learn(e, charset)
            if action == KEEP and e.items is None:
                if top and tag == PIXELS:
                    append((tag, self._pixels(e)))
                elif e.vr in _TEXT_VRS:
                    append((tag, self._kept_text(e, charset)))
                elif pattern is None and self._native(e):
                    append((tag, buffer[e.head : e.end]))
                    if e.vr == "CS":
                        self.texts.append(buffer[e.offset : e.offset + e.length])
                else:
                    append((tag, self._again(e)))
                continue
            if action == NUMBER and e.items is None:
                raw = buffer[e.offset : e.offset + e.length]
                if _NUMERIC.issuperset(raw):
                    append((tag, buffer[e.head : e.end] if self._native(e) else self._again(e)))
                    continue
                action = EMPTY  # what stands in a number and is none was typed by somebody
            elif e.vr == "SQ" and e.items is not None and action not in (REMOVE, EMPTY):
                append((tag, self._sequence(e, path, charset, content or tag == CONTENT_SEQUENCE)))
                continue
            piece = self._changed(e, action, elements, charset)
            change = Change((*path, tag), action)
            if piece is not None:
                append((tag, piece))
                if action == CLASS_UID or (action == MEANING and piece == buffer[e.head : e.end]):
                    continue
            changes[change] = changes.get(change, 0) + 1
        for group, n in private.items():  # a whole group counts as one kind of change
            change = Change((*path, group), REMOVE)
            changes[change] = changes.get(change, 0) + n
        return out

    def _sequence(self, e: Element, path: tuple[int, ...], charset: Charset, content: bool) -> bytes:
        """A sequence with its items cleaned, all lengths stated."""
        inner = (*path, e.tag)
        items = []
        for item in e.items or ():
            if content and e.tag == CONTENT_SEQUENCE and self.plan.concepts:
                verdict = self._concept(item)
                if verdict == "X":
                    self._count(Change(inner, REMOVE))
                    continue
                parts = self._data_set(item, inner, charset, content)
                if verdict == "D":
                    parts = self._dummies(parts)
            else:
                parts = self._data_set(item, inner, charset, content)
            body = b"".join(piece for _, piece in parts)
            items.append(_head(0xFFFEE000, "", len(body), True, self.little) + body)
        value = b"".join(items)
        return _head(e.tag, "SQ", len(value), self.implicit, self.little) + value

    def _count(self, change: Change) -> None:
        self.changes[change] = self.changes.get(change, 0) + 1

    # -- values -------------------------------------------------------------------------------------

    def _raw(self, e: Element) -> bytes:
        return self.buffer[e.offset : e.offset + e.length]

    def _native(self, e: Element) -> bool:
        """Whether an element's own bytes are in the encoding of the whole data set."""
        if self.implicit:
            return e.offset - e.head == 8 and not e.encapsulated
        sent = self.buffer[e.head + 4 : e.head + 6]
        return sent.isalpha() and sent.isupper()

    def _again(self, e: Element) -> bytes:
        """An element in the encoding of the whole, known values taken out of it."""
        raw = self._raw(e)
        vr = e.vr if len(e.vr) == 2 else "US"
        if e.encapsulated:
            return self.buffer[e.head : e.end]
        if self.pattern is not None and vr in ("CS", "AE", "UR", "UN", "OB"):
            found = self.pattern.sub(b"", raw)
            if found != raw:
                self._count(Change((e.tag,), CLEAN))
                raw = found
        return _element(e.tag, vr, raw, self.implicit, self.little)

    def _kept_text(self, e: Element, charset: Charset) -> bytes:
        raw = self._raw(e)
        self.texts.append(raw)
        if not raw.isascii() or b"\x1b" in raw:
            self._decode(e, raw, charset)
        if self.pattern is not None:
            found = self.pattern.sub(b"", raw)
            if found != raw:
                self._count(Change((e.tag,), CLEAN))
                return _element(e.tag, e.vr, found.strip(b" "), self.implicit, self.little)
        return self.buffer[e.head : e.end] if self._native(e) else self._again(e)

    def _decode(self, e: Element, raw: bytes, charset: Charset) -> str:
        decoded, certain = charset.decode(raw.rstrip(b" \0"))
        if not certain:
            raise _Undecodable(
                f"text in {e.tag:08X} cannot be decoded for certain, so nobody can say that it names no one; "
                "correct SpecificCharacterSet (0008,0005) at the source"
            )
        return decoded

    def _learn(self, e: Element, charset: Charset) -> None:
        """Remember a value that must not stand anywhere else."""
        raw = self._raw(e)
        decoded, certain = charset.decode(raw.rstrip(b" \0"))
        if not certain and e.tag in (0x00100010, 0x00100020):
            self._decode(e, raw, charset)
        for value in decoded.split("\\"):
            value = value.strip()
            if value:
                self.known.add(value)

    def _changed(
        self, e: Element, action: int, siblings: Sequence[Element], charset: Charset
    ) -> bytes | None:
        """The bytes of an element after its action; None where it is left out."""
        if action == REMOVE:
            return None
        vr = e.vr if len(e.vr) == 2 else "US"
        value = self._value(e, vr, action, siblings, charset)
        if value is None:
            return None
        return _element(e.tag, "OB" if e.encapsulated else vr, value, self.implicit, self.little)

    def _value(
        self, e: Element, vr: str, action: int, siblings: Sequence[Element], charset: Charset
    ) -> bytes | None:
        raw = self._raw(e)
        if e.tag in _PSEUDONYMS and action in (EMPTY, DUMMY):
            return self.subject.pseudonym.encode()
        if action == EMPTY or (not raw and action != REMOVE):
            return b""
        if action in (UID, CLASS_UID):
            return self._uids(raw, action) if vr == "UI" else _DUMMIES.get(vr, b"")
        if action == SHIFT:
            return self._shifted(vr, raw)
        if action == KEEP or action == ENTER:
            return None  # a sequence by the dictionary whose items nobody could read
        if action == DEVICE:
            text = raw.decode("latin-1").strip(" \0")
            return (
                self.key.device(text).encode() if vr in ("AE", "LO", "SH", "UC", "ST", "LT", "UT") else None
            )
        if action == MEANING and self._public_code(siblings):
            self.texts.append(raw)
            return self.pattern.sub(b"", raw) if self.pattern is not None else raw
        if action in (CLEAN, MEANING):
            if vr not in _TEXT_VRS:
                return None
            cleaned = self._cleaned(e, raw, charset)
            return cleaned.encode() or _DUMMIES[vr]
        if e.tag == 0x00420011:
            return _document(siblings, self)
        if vr == "UI":
            return self._uids(raw, UID)
        return _DUMMIES.get(vr)

    def _cleaned(self, e: Element, raw: bytes, charset: Charset, *, digits: int = 3) -> str:
        decoded, _ = charset.decode(raw.rstrip(b" \0"))
        parts = decoded.split("\\") if e.vr in ("LO", "SH", "UC") else [decoded]
        return "\\".join(
            free_text.clean_text(
                part, known=self.is_known or self._known_now, shift=self.text_shift, digits=digits
            )
            for part in parts
        )

    def _known_now(self, word: str) -> bool:
        """Whether a word is one of a known value, or, of five letters and more, stands within one (JANESMITH)."""
        word = word.lower()
        return any(
            word in value.lower() if len(word) > 4 else word in free_text.parts_of(value)
            for value in self.known
        )

    def _uids(self, raw: bytes, action: int) -> bytes:
        words = [w.strip(" \0") for w in raw.decode("latin-1").split("\\")]
        return "\\".join(self._uid(w, action) for w in words).encode()

    def _uid(self, uid: str, action: int) -> str:
        if not uid or uid.startswith("1.2.840.10008.") or action == CLASS_UID:
            return uid
        return self.key.uid(uid)

    def _shifted(self, vr: str, raw: bytes) -> bytes | None:
        if self.shift is None or vr not in ("DA", "DT"):
            return None
        move = free_text.shift_date if vr == "DA" else free_text.shift_datetime
        moved = [move(w, self.shift) if w.strip(" \0") else "" for w in raw.decode("latin-1").split("\\")]
        return b"" if None in moved else "\\".join(w or "" for w in moved).encode()

    def _public_code(self, siblings: Sequence[Element]) -> bool:
        scheme = next((e for e in siblings if e.tag == 0x00080102), None)
        return (
            scheme is not None and self._raw(scheme).decode("latin-1").strip(" \0").upper() in _PUBLIC_SCHEMES
        )

    # -- content trees, private attributes, pixels ----------------------------------------------------

    def _concept(self, item: Sequence[Element]) -> str | None:
        """What Table E.3.4-1 says of a content item."""
        by_tag = {e.tag: e for e in item}
        name, kind = by_tag.get(0x0040A043), by_tag.get(0x0040A040)
        if name is None or not name.items or kind is None:
            return None
        code = next(
            (self._raw(e).decode("latin-1").strip(" \0") for e in name.items[0] if e.tag == 0x00080100), ""
        )
        return self.plan.concepts.get((code, self._raw(kind).decode("latin-1").strip(" \0")))

    def _dummies(self, parts: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
        values = {0x0040A160: "UT", 0x0040A123: "PN", 0x0040A120: "DT", 0x0040A121: "DA", 0x0040A122: "TM"}
        return [
            (tag, _element(tag, values[tag], _DUMMIES[values[tag]], self.implicit, self.little))
            if tag in values
            else (tag, piece)
            for tag, piece in parts
        ]

    def _private(
        self,
        e: Element,
        siblings: Sequence[Element],
        path: tuple[int, ...],
        charset: Charset,
        out: list[tuple[int, bytes]],
    ) -> None:
        """A private element: kept where the list of safe ones has it, otherwise removed with its creator."""
        low = e.tag & 0xFFFF
        creator = ""
        if low >= 0x1000:
            block = e.tag & 0xFFFF0000 | low >> 8
            at = next((s for s in siblings if s.tag == block), None)
            creator = "" if at is None else self._raw(at).decode("latin-1").strip(" \0")
            rule = tables.safe_private().get((e.tag >> 16, creator.upper(), low & 0xFF))
            piece = None if rule is None else self._safe(e, rule, path, charset)
            if piece is not None and at is not None:
                if not any(tag == block for tag, _ in out):
                    out.append(
                        (block, _element(block, "LO", creator.encode("latin-1"), self.implicit, self.little))
                    )
                    out.sort(key=lambda pair: pair[0])
                out.append((e.tag, piece))
                if rule is not None and rule.disposition != "k":
                    self._count(Change((*path, e.tag), SHIFT if rule.disposition == "o" else UID, creator))
                return
        if low >= 0x1000:
            # A creator is kept with the first of its elements; the name of an unknown one may name anybody.
            self._count(
                Change((*path, e.tag), REMOVE, creator if creator.upper() in tables.safe_creators() else "")
            )

    def _safe(
        self, e: Element, rule: tables.PrivateRule, path: tuple[int, ...], charset: Charset
    ) -> bytes | None:
        vr = e.vr if e.vr != "UN" else rule.vr
        raw = self._raw(e)
        if e.items is not None:
            return self._sequence(e, path, charset, False) if rule.disposition == "k" else None
        if vr in ("UN", "OB", "OW", "SQ"):
            return None  # nothing vouches for what is in a binary value
        if vr == "UI" or rule.disposition == "h":
            return _element(e.tag, "UI", self._uids(raw, UID), self.implicit, self.little)
        if rule.disposition == "o" or vr in ("DA", "DT"):
            moved = self._shifted(vr, raw) if vr in ("DA", "DT") else self._shifted_text(raw)
            return None if moved is None else _element(e.tag, vr, moved, self.implicit, self.little)
        if rule.disposition != "k":
            return None
        if vr in ("DS", "IS") and not _NUMERIC.issuperset(raw):
            return None
        if vr in _TEXT_VRS:
            if vr == "PN":
                return None
            self._decode(e, raw, charset)
            if vr in (
                "LO",
                "LT",
                "ST",
                "UT",
                "UC",
            ):  # the attribute is known to be safe, what a console wrote into it is not
                raw = self._cleaned(e, raw, charset, digits=5).encode()
        if vr in (*_TEXT_VRS, "CS", "AE"):
            self.texts.append(raw)
            if self.pattern is not None:
                raw = self.pattern.sub(b"", raw)
        return _element(e.tag, vr, raw, self.implicit, self.little)

    def _shifted_text(self, raw: bytes) -> bytes | None:
        """A date in text that is nothing but a date."""
        text = raw.decode("latin-1").strip(" \0")
        moved = free_text.shift_datetime(text, self.shift) if self.shift is not None else None
        return None if moved is None else moved.encode()

    def _pixels(self, e: Element) -> bytes:
        new = None if self.pixels is None else self.pixels(e)
        if new is None:
            return self.buffer[e.head : e.end] if self._native(e) or e.encapsulated else self._again(e)
        value, encapsulated = new
        if not encapsulated:
            return _element(e.tag, "OW" if e.encapsulated else e.vr, value, self.implicit, self.little)
        return _head(e.tag, "OB", 0xFFFFFFFF, self.implicit, self.little) + value

    # -- marks ----------------------------------------------------------------------------------------

    def _marks(self) -> dict[int, bytes]:
        marks = _method_marks(self.plan.profile, self.implicit, self.little, self.done).copy()
        for tag in (0x00100010, 0x00100020):
            if self.plan.action(tag, "LO") == KEEP:  # a profile that says so by name
                continue
            vr = "PN" if tag == 0x00100010 else "LO"
            marks[tag] = _element(tag, vr, self.subject.pseudonym.encode(), self.implicit, self.little)
        for e in self.scan.elements:
            if e.tag in marks and e.tag in _KNOWN:
                self._learn(e, self._charset())
                self._count(Change((e.tag,), DEVICE))
            elif e.tag == AGE and self.plan.action(AGE, "AS") == KEEP:
                capped = free_text.age(self._raw(e).decode("latin-1"))
                marks[AGE] = _element(AGE, "AS", capped.encode(), self.implicit, self.little)
        return marks

    def _charset(self) -> Charset:
        e = next((e for e in self.scan.elements if e.tag == 0x00080005), None)
        return (
            DEFAULT
            if e is None
            else charset_for(tuple(w.strip(" \0") for w in self._raw(e).decode("latin-1").split("\\")))
        )


@cache
def _method_marks(profile: Profile, implicit: bool, little: bool, done: frozenset[str]) -> dict[int, bytes]:
    """What says how the object was de-identified (PS3.15 E.1.1, PS3.3 C.7.1.1 and C.12.1)."""
    dates = "REMOVED"
    if profile.has("retain_longitudinal_modified_dates"):
        dates = "MODIFIED"
    elif profile.has("retain_longitudinal_full_dates"):
        dates = "UNMODIFIED"
    items = []
    for code in sorted({*profile.codes, *done}):
        pairs = ((0x00080100, "SH", code), (0x00080102, "SH", "DCM"), (0x00080104, "LO", MEANINGS[code]))
        body = b"".join(_element(tag, vr, text.encode(), implicit, little) for tag, vr, text in pairs)
        items.append(_head(0xFFFEE000, "", len(body), True, little) + body)
    codes = b"".join(items)
    faces = {0x00280302: _element(0x00280302, "CS", b"NO", implicit, little)} if FACES in done else {}
    return faces | {
        0x00120062: _element(0x00120062, "CS", b"YES", implicit, little),
        0x00120063: _element(0x00120063, "LO", METHOD.encode(), implicit, little),
        0x00120064: _head(0x00120064, "SQ", len(codes), implicit, little) + codes,
        0x00280303: _element(0x00280303, "CS", dates.encode(), implicit, little),
    }


FACES = "113102"
_PSEUDONYMS = frozenset({0x00100010, 0x00100020})

MEANINGS = {
    "113100": "Basic Application Confidentiality Profile",
    "113101": "Clean Pixel Data Option",
    "113102": "Clean Recognizable Visual Features Option",
    "113103": "Clean Graphics Option",
    "113104": "Clean Structured Content Option",
    "113105": "Clean Descriptors Option",
    "113106": "Retain Longitudinal Temporal Information Full Dates Option",
    "113107": "Retain Longitudinal Temporal Information Modified Dates Option",
    "113108": "Retain Patient Characteristics Option",
    "113109": "Retain Device Identity Option",
    "113110": "Retain UIDs Option",
    "113111": "Retain Safe Private Option",
    "113112": "Retain Institution Identity Option",
}


def _document(siblings: Sequence[Element], job: _Job) -> bytes:
    """A document of the same kind that says nothing, for Encapsulated Document (0042,0011)."""
    kind = next((job._raw(e).decode("latin-1").strip(" \0") for e in siblings if e.tag == 0x00420012), "")
    return _EMPTY_DOCUMENTS.get(kind.lower(), b"\0\0")


def _empty_pdf() -> bytes:
    """A page without a word."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 4\n0000000000 65535 f \n" + table + end


_EMPTY_DOCUMENTS = {
    "application/pdf": _empty_pdf(),
    "text/xml": b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>',
}
