"""A second look at every cleaned object, by code that the engine has no part in.

It reads the original with pydicom and collects what tells who somebody is: names, numbers, places, devices, UIDs, dates.
Then it searches the bytes that are to leave, inflated where they are deflated: text of every encoding, base64, packed
streams, the text of documents, and what no search can read, such as planes of writing. One hit holds the object.

Nothing here is imported from the engine or from the scanner that it stands on, so that a fault of theirs is not
repeated. A finding names the place and the kind of value, never the value.
"""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["Finding", "Identifiers", "Unreadable", "identifiers_of", "values_of", "verify"]

MAX_INFLATED = 1 << 30
DEFLATED = "1.2.840.10008.1.2.1.99"
STANDARD_UIDS = "1.2.840.10008."

_TEXT = frozenset({"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
_NUMBERS = frozenset({"AS", "DA", "DS", "DT", "IS", "TM", "UI"})

NAMES = frozenset({0x00102297, 0x00101001, 0x00101005, 0x00101060})
"""Attributes that hold a person's name in another VR than PN; all of PN are taken anyway."""

NUMBERS_OF_PERSONS = frozenset({
    0x00100020, 0x00101000, 0x00101090, 0x00080050, 0x00380010, 0x00380060, 0x00380014, 0x00101050, 0x00401001,
    0x00402016, 0x00402017, 0x00400009, 0x00200010, 0x00120040, 0x00120042,
})  # fmt: skip
"""IDs of patients, visits, orders, trials, insurance."""

PLACES = frozenset({
    0x00080080, 0x00080081, 0x00081040, 0x00101040, 0x00102154, 0x00080092, 0x00080094, 0x00380300, 0x00380400,
    0x00402008, 0x00402010, 0x0040A027, 0x00120030, 0x00120031,
})  # fmt: skip
DEVICES = frozenset({0x00181000, 0x00081010, 0x00400241, 0x00400001, 0x00400010, 0x00181002, 0x00181005})
TOLD = frozenset({
    0x00102000, 0x00102110, 0x00102180, 0x001021B0, 0x00104000, 0x00204000, 0x00324000, 0x00384000, 0x00400280,
    0x00402400, 0x00081080, 0x00321030, 0x4008010B, 0x40080115, 0x00184000,
})  # fmt: skip
"""Free text about a patient; looked for as a whole where it is long."""

_KEEPERS = {
    "places": "retain_institution_identity",
    "devices": "retain_device_identity",
    "uids": "retain_uids",
    "dates": "retain_longitudinal_full_dates",
}
"""Kinds that may stay where the profile takes this option."""

_PUBLIC_UIDS = frozenset({
    0x00020012, 0x00020002, 0x00020010, 0x00080016, 0x0008001A, 0x0008001B, 0x00080062, 0x0008010C, 0x0008010D,
    0x00080117, 0x00080118, 0x00081150, 0x0008115A, 0x00083002, 0x04000010, 0x04000510, 0x00041510, 0x00041512,
    0x0004151A,
})  # fmt: skip
"""UIDs that name classes and code systems, not objects."""

_SHELL = frozenset({0x00020000, 0x00020001, 0x00020002, 0x00020003, 0x00020010, 0x00020012, 0x00020013})
_PIXELS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_METHOD_CODES = 0x00120064
_METHODS = frozenset(
    m.encode()
    for m in (
        "basic application confidentiality profile", "clean pixel data option", "clean recognizable visual features option",
        "clean graphics option", "clean structured content option", "clean descriptors option",
        "retain longitudinal temporal information full dates option",
        "retain longitudinal temporal information modified dates option", "retain patient characteristics option",
        "retain device identity option", "retain uids option", "retain safe private option",
        "retain institution identity option", "dcm",
    )
)  # fmt: skip
"""What De-identification Method Code Sequence (0012,0064) says, PS3.16 CID 7050: words of it are nobody's name."""

_NOBODY = frozenset(
    {"REMOVED", "ANONYMOUS", "ANONYMIZED", "ANONYMISED", "ANON", "UNKNOWN", "NONE", "DEIDENTIFIED"}
)
"""Names that earlier de-identification wrote, and our own dummy."""

_DUMMY_DATES = frozenset({"19000101"})


class Unreadable(Exception):
    """The bytes cannot be read by the second program, so nobody vouches for them. The text names no value."""


@dataclass(frozen=True)
class Finding:
    """Something that must not leave. `kind`: names, numbers, places, devices, text, uids, dates, ages, planes, shell."""

    kind: str
    where: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.where}"


@dataclass(frozen=True)
class Identifiers:
    """What is known of the people, places and events of an object; `parts` are words of names."""

    names: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    uids: frozenset[str] = frozenset()
    dates: dict[tuple[int, ...], tuple[str, ...]] = field(default_factory=dict, hash=False)


_SETS = ("names", "parts", "numbers", "places", "devices", "told", "uids")


@dataclass(frozen=True)
class _Value:
    path: tuple[int, ...]
    tag: int
    vr: str
    raw: bytes
    encodings: tuple[str, ...]

    @property
    def where(self) -> str:
        return ".".join(f"{t:08X}" for t in (*self.path, self.tag))

    @property
    def words(self) -> list[str]:
        """The values as text, decoded as the object says."""
        return [w.strip(" \0") for w in self._text().split("\\") if w.strip(" \0")]

    def faces(self) -> Iterator[bytes]:
        """The value as bytes, as text of its encoding, and unpacked where it is packed."""
        return _faces(self)

    def _text(self) -> str:
        if self.vr in _NUMBERS:
            return self.raw.decode("latin-1")
        from pydicom.charset import decode_bytes

        try:
            return str(decode_bytes(self.raw, list(self.encodings), {0x5C, 0x5E, 0x3D, 0x0A, 0x0D}))
        except (LookupError, ValueError, AttributeError):
            return self.raw.decode("latin-1")


# -- reading ----------------------------------------------------------------------------------------------


def _read(data: bytes) -> tuple[Dataset, Dataset | None, bytes]:
    """(data set, file meta information, the bytes of the data set or of the file, inflated)."""
    import warnings

    from pydicom import dcmread
    from pydicom.filereader import read_dataset

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if data[128:140] == b"DICM\2\0\0\0UL\4\0":
                length = int.from_bytes(data[140:144], "little")
                meta = read_dataset(io.BytesIO(data[144 : 144 + length]), False, True)
                if str(meta.get("TransferSyntaxUID", "")) == DEFLATED:
                    # Inflated here and within bounds: a deflated file of 1 MB may claim 1 GB.
                    body = _body(data, length)
                    if body is not None:
                        return read_dataset(io.BytesIO(body), False, True), meta, body
            ds = dcmread(io.BytesIO(data), force=True)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        raise Unreadable(f"a second program cannot read it ({type(error).__name__})") from None
    return ds, getattr(ds, "file_meta", None), data


def _body(data: bytes, length: int) -> bytes | None:
    """An inflated data set; None where it is not deflated after all."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        body = engine.decompress(data[132 + 12 + length :], MAX_INFLATED)
    except zlib.error:
        return None
    if engine.unconsumed_tail:
        raise Unreadable("its deflated data set grows beyond what is read")
    return body


def _values(
    ds: Dataset, path: tuple[int, ...] = (), inherited: tuple[str, ...] = ("iso8859",)
) -> Iterator[_Value]:
    """Every value at every depth, as bytes. Raises Unreadable."""
    from pydicom.charset import convert_encodings
    from pydicom.datadict import dictionary_VR
    from pydicom.dataelem import RawDataElement

    encodings = inherited
    for tag in sorted(ds.keys()):
        number = int(tag)
        element: Any = ds.get_item(tag)
        try:
            if not isinstance(element, RawDataElement):
                vr = element.VR
            else:
                vr = element.VR or "UN"
                if vr in ("UN", "UN\0") and not number & 0x10000:
                    try:
                        vr = dictionary_VR(tag)
                    except KeyError:
                        vr = "UN"
            if number == 0x00080005:
                raw = _bytes_of(element)
                named = [w.strip(" \0") for w in raw.decode("latin-1").split("\\")]
                try:
                    encodings = tuple(convert_encodings(named))
                except (LookupError, ValueError):
                    encodings = ("iso8859",)
            if vr == "SQ":
                for item in ds[tag].value or ():
                    yield from _values(item, (*path, number), encodings)
                continue
            yield _Value(path, number, vr, _bytes_of(element), encodings)
        except Unreadable:
            raise
        except RecursionError:
            raise Unreadable("its sequences are nested too deep for a second program") from None
        except Exception as error:
            raise Unreadable(f"a second program cannot read {number:08X} ({type(error).__name__})") from None


def _bytes_of(element: Any) -> bytes:
    value = element.value
    if value is None:
        return b""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue":
        return "\\".join(str(v) for v in value).encode("utf-8", "surrogateescape")
    return str(value).encode("utf-8", "surrogateescape")


# -- what is known of somebody ----------------------------------------------------------------------------


def identifiers_of(data: bytes) -> Identifiers:
    """What an original tells of people, places and events. Raises Unreadable."""
    ds, meta, _ = _read(data)
    return _identifiers([*(_values(meta) if meta is not None else ()), *_values(ds)])


def values_of(data: bytes) -> Iterator[_Value]:
    """Every value of a file at every depth but its pixels, file meta information among them. Raises Unreadable."""
    ds, meta, _ = _read(data)
    values = [*(_values(meta) if meta is not None else ()), *_values(ds)]
    return (v for v in values if v.tag not in _PIXELS)


def _identifiers(values: Iterable[_Value]) -> Identifiers:
    found: dict[str, set[str]] = {name: set() for name in _SETS}
    dates: dict[tuple[int, ...], list[str]] = {}
    technical: set[str] = set()
    for value in values:
        kind = _kind(value)
        if kind is None:
            if value.vr in ("LO", "SH", "CS"):
                technical.update(value.words)
            continue
        if kind == "dates":
            dates.setdefault((*value.path, value.tag), []).extend(value.words)
            continue
        for word in value.words:
            if kind == "uids":
                if len(word) >= 8 and not word.startswith(STANDARD_UIDS):
                    found[kind].add(word)
            elif kind == "names":
                if word.upper() not in _NOBODY:
                    found["names"].update(_spellings(word))
                    found["parts"].update(_parts(word))
            elif kind == "told":
                if len(word) >= 12:
                    found[kind].add(word)
            elif len(word) >= (5 if word.isdigit() else 4):
                found[kind].add(word)
    # A comment that repeats the name of a method tells of nobody.
    spoken = "\\".join(technical).casefold()
    found["told"] = {text for text in found["told"] if text.casefold() not in spoken}
    sets = {kind: frozenset(words) for kind, words in found.items()}
    return Identifiers(dates={place: tuple(words) for place, words in dates.items()}, **sets)


def _kind(value: _Value) -> str | None:
    tag, vr = value.tag, value.vr
    if vr in ("DA", "DT"):
        return "dates"
    if vr == "UI":
        return None if tag in _PUBLIC_UIDS else "uids"
    if vr == "PN" or tag in NAMES:
        return "names"
    for kind, tags in (
        ("numbers", NUMBERS_OF_PERSONS),
        ("places", PLACES),
        ("devices", DEVICES),
        ("told", TOLD),
    ):
        if tag in tags:
            return kind
    return None


_WORD = re.compile(r"[^\W\d_]+")


def _parts(name: str) -> Iterator[str]:
    """Words of a name that are long enough to mean somebody."""
    for word in _WORD.findall(name):
        if len(word) >= (4 if word.isascii() else 2) and word.upper() not in _NOBODY:
            yield word


def _spellings(name: str) -> Iterator[str]:
    """A name as a whole: as it stands, and with its components in the orders that people write."""
    for group in name.split("="):
        words = [w for w in re.split(r"[\^,\s]+", group) if w]
        if sum(map(len, words)) < 5:
            continue
        yield group
        for order in (words, words[::-1], [*words[1:], words[0]]):
            for between in ("^", " ", ", ", "_", ""):
                yield between.join(order)


# -- the search -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Search:
    """What to look for in bytes: `bounded` between letters and digits, `anywhere` also inside longer words."""

    bounded: re.Pattern[bytes] | None
    anywhere: tuple[bytes, ...]
    digits: re.Pattern[bytes] | None
    exact: re.Pattern[bytes] | None

    def hit(self, folded: bytes) -> bool:
        """Whether lower-case bytes hold a value."""
        if self.bounded is not None and self.bounded.search(folded) is not None:
            return True
        return any(needle in folded for needle in self.anywhere)


@lru_cache(maxsize=256)
def _search_for(values: frozenset[str], whole: bool) -> _Search:
    """`whole`: values of several characters that are looked for inside words too, not only between them."""
    bounded: set[bytes] = set()
    anywhere: set[bytes] = set()
    digits: set[bytes] = set()
    exact: set[bytes] = set()
    for value in values:
        forms = {
            form.encode(code)
            for form in {value, value.lower(), value.upper(), value.title()}
            for code in (
                "utf-8",
                "latin-1",
                "iso2022_jp",
                "euc_kr",
                "gb18030",
                "iso8859_5",
                "iso8859_7",
                "shift_jis",
            )
            if _can(form, code)
        }
        if value.isdigit():
            digits.update(forms)
        else:
            bounded.update(f.lower() for f in forms)
            if len(value) >= (6 if whole else 8):
                anywhere.update(f.lower() for f in forms)
        if len(value) >= 5:
            for form in {value, value.lower(), value.upper()}:
                for code in ("utf-16-le", "utf-16-be"):
                    anywhere.add(form.encode(code, "surrogatepass").lower())
                if _can(form, "utf-8"):
                    exact.update(_base64(form.encode()))
    return _Search(
        _between(bounded, rb"[a-z\x80-\xff]", rb"[a-z\x80-\xff]"),
        tuple(sorted(anywhere)),
        _between(digits, rb"[0-9.]", rb"[0-9]"),
        re.compile(b"|".join(map(re.escape, sorted(exact)))) if exact else None,
    )


def _can(text: str, code: str) -> bool:
    if code not in ("utf-8", "latin-1") and text.isascii():
        return False
    try:
        text.encode(code)
    except UnicodeEncodeError:
        return False
    return True


def _between(needles: set[bytes], before: bytes, after: bytes) -> re.Pattern[bytes] | None:
    if not needles:
        return None
    ordered = sorted(needles, key=lambda n: (-len(n), n))
    # A needle that begins or ends with a sign of its own needs no border there.
    return re.compile(
        b"(?<!" + before + b")(?:" + b"|".join(map(re.escape, ordered)) + b")(?!" + after + b")"
    )


def _base64(value: bytes) -> Iterator[bytes]:
    """What of a value shows in base64 wherever it begins in the encoded text."""
    for lead in range(3):
        code = base64.b64encode(b"\0" * lead + value)
        start = (lead * 8 + 5) // 6
        end = (lead + len(value)) * 8 // 6
        if end - start >= 6:
            yield code[start:end]


def verify(
    original: bytes | Identifiers,
    cleaned: bytes,
    *,
    options: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> list[Finding]:
    """What of an original is left in the bytes that are to leave; an empty list lets them go.

    Args:
        original: the bytes of the file that was cleaned, or what is known already.
        cleaned: the bytes that are to leave.
        options: options of PS3.15 that the profile takes: what they retain is no finding.
        keep: tags (ggggeeee) that the profile keeps by name.

    Raises Unreadable: one of the two cannot be read by this program.
    """
    kept_tags = {int(tag, 16) for tag in keep}
    known = original if isinstance(original, Identifiers) else _known_without(original, kept_tags)
    ds, meta, flat = _read(cleaned)
    values = list(_values(ds))
    findings = [*_shell(cleaned, ds, meta), *_planes(ds, values, options)]
    findings += _moved(known, values, options, kept_tags)
    for kind, search in _searches(known, options):
        findings += _sought(kind, search, values, flat)
    if "retain_uids" not in options:
        shown = {u.decode() for u in re.findall(rb"(?<![0-9.])[0-9]+(?:\.[0-9]+){2,}", flat)}
        if known.uids & shown:
            places = [v.where for v in values if known.uids & set(v.words)] if shown else []
            findings.append(Finding("uids", places[0] if places else "the bytes of the file"))
    return sorted(set(findings), key=str)


def _known_without(original: bytes, kept: set[int]) -> Identifiers:
    ds, meta, _ = _read(original)
    values = [*(_values(meta) if meta is not None else ()), *_values(ds)]
    return _identifiers(v for v in values if v.tag not in kept)


def _searches(known: Identifiers, options: Sequence[str]) -> Iterator[tuple[str, _Search]]:
    for kind, values, whole in (
        ("names", known.names, True),
        ("names", known.parts, False),
        ("numbers", known.numbers, True),
        ("places", known.places, True),
        ("devices", known.devices, True),
        ("text", known.told, True),
    ):
        if values and _KEEPERS.get(kind) not in options:
            yield kind, _search_for(values, whole)


def _sought(kind: str, search: _Search, values: Sequence[_Value], flat: bytes) -> Iterator[Finding]:
    seen = False
    for value in values:
        if value.tag in _PIXELS or not value.raw or _is_method(value):
            continue
        for text in _faces(value):
            folded = text.lower()
            if (
                search.hit(folded)
                or (search.exact is not None and search.exact.search(text) is not None)
                or (value.vr not in _NUMBERS and search.digits is not None and search.digits.search(folded))
            ):
                seen = True
                yield Finding(kind, value.where)
                break
    if not seen:
        # What is in no element: behind the data set, between frames, in padding. Pixels hold every short word by
        # chance, so only long values are sought there.
        folded = flat.lower()
        for value in values:
            if _is_method(value):
                folded = folded.replace(value.raw.lower(), b"")
        if any(n in folded for n in search.anywhere if len(n) >= 7):
            yield Finding(kind, "the bytes of the file")


def _is_method(value: _Value) -> bool:
    return value.path == (_METHOD_CODES,) and value.raw.strip(b" \0").lower() in _METHODS


def _faces(value: _Value) -> Iterator[bytes]:
    """A value as bytes, as text of its encoding, and unpacked where it is packed."""
    raw = value.raw
    yield raw
    if value.vr in _TEXT and not raw.isascii():
        yield value._text().encode("utf-8", "surrogatepass")
    elif value.vr in _TEXT and b"\x1b" in raw:
        yield value._text().encode("utf-8", "surrogatepass")
    if value.vr in ("OB", "OW", "UN", "OD", "OF", "OL", "OV") and len(raw) > 8:
        yield from _unpacked(raw)


def _unpacked(raw: bytes) -> Iterator[bytes]:
    """What packed streams and documents in a binary value say."""
    if raw.startswith((b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")):
        try:
            yield zlib.decompressobj(47).decompress(raw, 1 << 24)
        except zlib.error:
            pass
    if raw.lstrip(b"\0 \r\n").startswith(b"%PDF"):
        for match in re.finditer(rb"stream\r?\n", raw):
            try:
                yield zlib.decompressobj().decompress(raw[match.end() :], 1 << 24)
            except zlib.error:
                continue
        yield _document_text(raw)


def _document_text(raw: bytes) -> bytes:
    """The text of a PDF as a reader sees it."""
    if not re.search(rb"stream\r?\n", raw):
        return b""  # a page without content
    try:
        from pypdf import PdfReader
    except ImportError:
        raise Unreadable("it holds a PDF, which needs: pip install 'pacslake[deid]'") from None
    try:
        reader = PdfReader(io.BytesIO(raw))
        told = [str(v) for v in (reader.metadata or {}).values()]
        return "\n".join([*(page.extract_text() for page in reader.pages), *told]).encode(
            "utf-8", "surrogatepass"
        )
    except Exception as error:
        raise Unreadable(f"its PDF cannot be read ({type(error).__name__})") from None


def _shell(cleaned: bytes, ds: Dataset, meta: Dataset | None) -> Iterator[Finding]:
    """What stands around the data set (PS3.10 7.1), and the marks that it must carry (PS3.15 E.1.1)."""
    if cleaned[:128].strip(b"\0") or cleaned[128:132] != b"DICM":
        yield Finding("shell", "the preamble")
    for tag in meta.keys() if meta is not None else ():
        if int(tag) not in _SHELL:
            yield Finding("shell", f"{int(tag):08X} of the file meta information")
    if str(ds.get("PatientIdentityRemoved", "")) != "YES":
        yield Finding("shell", "00120062: the object does not say that its identity was removed")
    if meta is not None and str(meta.get("MediaStorageSOPInstanceUID", "")) != str(
        ds.get("SOPInstanceUID", "")
    ):
        yield Finding("shell", "00020003: another UID than 00080018")


def _planes(ds: Dataset, values: Sequence[_Value], options: Sequence[str]) -> Iterator[Finding]:
    """What no search of bytes can read: overlays, curves, icons, bits beside the stored ones; and strangers."""
    for value in values:
        group = value.tag >> 16
        if (0x6000 <= group <= 0x60FF or 0x5000 <= group <= 0x50FF) and not group & 1:
            yield Finding("planes", value.where)
        elif 0x00880200 in value.path:
            yield Finding("planes", "00880200")
        elif value.tag & 0x10000 and "retain_safe_private" not in options:
            yield Finding("private", value.where)
        elif value.vr == "AS" and _over_89(value.raw):
            yield Finding("ages", value.where)
    if _beside(ds):
        yield Finding("planes", "7FE00010: bits beside the stored ones")


def _over_89(raw: bytes) -> bool:
    text = raw.decode("latin-1").strip(" \0")
    return re.fullmatch(r"\d{3}Y", text) is not None and int(text[:3]) > 90


def _beside(ds: Dataset) -> bool:
    """Whether native pixels of 16 bits use bits that hold no pixel: old overlays lie there (PS3.5 8.1.1, retired)."""
    syntax = str(getattr(getattr(ds, "file_meta", None), "TransferSyntaxUID", ""))
    if "PixelData" not in ds or int(ds.get("BitsAllocated", 0) or 0) != 16:
        return False
    if syntax not in ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", DEFLATED, ""):
        return False
    import numpy as np

    stored, high = int(ds.get("BitsStored", 16) or 16), int(ds.get("HighBit", 15) or 0)
    if stored >= 16 or high != stored - 1:
        return False
    raw = bytes(ds.PixelData or b"")
    words = np.frombuffer(raw[: len(raw) // 2 * 2], ">u2" if syntax.endswith("1.2.2") else "<u2")
    above = words >> stored
    if int(ds.get("PixelRepresentation", 0) or 0):
        sign = (words >> (stored - 1)) & 1
        return bool(np.any((above != 0) & ~((sign == 1) & (above == (1 << (16 - stored)) - 1))))
    return bool(np.any(above))


def _moved(
    known: Identifiers, values: Sequence[_Value], options: Sequence[str], kept: set[int]
) -> Iterator[Finding]:
    """Dates that stand where they stood, and dates in text. Shifted dates may meet another original by chance."""
    if "retain_longitudinal_full_dates" in options:
        return
    now: dict[tuple[int, ...], list[str]] = {}
    days = {w[:8] for words in known.dates.values() for w in words if len(w) >= 8} - _DUMMY_DATES
    forms = {d.encode() for d in days} | {
        f"{d[:4]}{s}{d[4:6]}{s}{d[6:]}".encode() for d in days for s in "-./"
    }
    pattern = _between(forms, rb"[0-9.]", rb"[0-9]")
    for value in values:
        if value.tag in kept or value.tag in _PIXELS:
            continue
        if value.vr in ("DA", "DT"):
            now.setdefault((*value.path, value.tag), []).extend(value.words)
        elif value.vr not in _NUMBERS and pattern is not None and pattern.search(value.raw):
            yield Finding("dates", value.where)
    for place, words in now.items():
        before = known.dates.get(place, ())
        if any(a[:8] == b[:8] and a[:8] not in _DUMMY_DATES for a, b in zip(before, words, strict=False)):
            yield Finding("dates", ".".join(f"{t:08X}" for t in place))
