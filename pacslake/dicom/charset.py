"""Specific Character Set (0008,0005): from its values to a decoder of text (PS3.3 C.12.1.1.2, PS3.5 6.1)."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cache

__all__ = ["DEFAULT", "Charset", "charset_for"]

_DELIMITERS = frozenset({0x0D, 0x0A, 0x09, 0x0C})

_MISSPELT = {
    "UTF8": "utf-8",
    "ISOIR192": "utf-8",
    "ISO10646": "utf-8",
    "ISOIR100": "latin-1",
    "ISO2022IR100": "latin-1",
    "ISO88591": "latin-1",
    "LATIN1": "latin-1",
    "ISOIR101": "iso8859_2",
    "ISO88592": "iso8859_2",
    "ISOIR144": "iso8859_5",
    "ISOIR126": "iso8859_7",
    "ISOIR148": "iso8859_9",
    "ISOIR6": "iso8859",
    "ASCII": "iso8859",
    "USASCII": "iso8859",
    "WINDOWS1252": "cp1252",
    "GB18030": "gb18030",
    "GBK": "gbk",
    "SHIFTJIS": "shift_jis",
}
"""Spellings met in files, without blanks, dots, hyphens and underscores."""


_ALONE = {"ISO_IR 192": "UTF8", "GB18030": "GB18030", "GBK": "GBK"}
"""Terms that allow no others beside them, and Python's names of them as pydicom has them."""

_EXTENDED = {
    "6": "iso8859",
    "13": "shift_jis",
    "87": "iso2022_jp",
    "100": "latin_1",
    "101": "iso8859_2",
    "109": "iso8859_3",
    "110": "iso8859_4",
    "126": "iso_ir_126",
    "127": "iso_ir_127",
    "138": "iso_ir_138",
    "144": "iso_ir_144",
    "148": "iso_ir_148",
    "149": "euc_kr",
    "159": "iso2022_jp_2",
    "166": "iso_ir_166",
    "58": "iso_ir_58",
}
_SINGLE = ("6", "13", "100", "101", "109", "110", "126", "127", "138", "144", "148", "166")
_TERMS = {
    "": "iso8859",
    **{f"ISO_IR {number}": _EXTENDED[number] for number in _SINGLE},
    **{f"ISO 2022 IR {number}": name for number, name in _EXTENDED.items()},
}
"""Terms that others may stand beside. With these tables pydicom, which takes long to load, is needed by few files."""

_ESC = b"\x1b"
_ESCAPES = {
    b"(B": "iso8859", b"-A": "latin_1", b")I": "shift_jis", b"(J": "shift_jis", b"$B": "iso2022_jp",
    b"-B": "iso8859_2", b"-C": "iso8859_3", b"-D": "iso8859_4", b"-F": "iso_ir_126", b"-G": "iso_ir_127",
    b"-H": "iso_ir_138", b"-L": "iso_ir_144", b"-M": "iso_ir_148", b"-T": "iso_ir_166", b"$)C": "euc_kr",
    b"$(D": "iso2022_jp_2", b"$)A": "iso_ir_58",
}  # fmt: skip
"""Bytes after the escape to the character set that they switch to (PS3.3 C.12.1.1.2)."""

_READ_WITH_ESCAPES = frozenset({"iso2022_jp", "iso2022_jp_2", "iso_ir_58"})
_PARTS = re.compile(rb"^[^\x1b]+|\x1b[^\x1b]*")
_TO_DELIMITER = re.compile(rb"[\r\n\t\f]")


@dataclass(frozen=True)
class Charset:
    """How text of a data set is decoded.

    `encodings` are Python's names, the first for text without escapes. `known` is False where the file's
    words name no character set, or where it names none at all: then only ASCII is certain.
    """

    encodings: tuple[str, ...] = ("iso8859",)
    known: bool = False

    def decode(self, raw: bytes) -> tuple[str, bool]:
        """(text, certain). Bytes that cannot be decoded become replacement marks, and `certain` is False.

        >>> charset_for(("ISO_IR 192",)).decode("Jörg".encode())
        ('Jörg', True)
        """
        if raw.isascii() and b"\x1b" not in raw:
            return raw.decode("ascii"), True
        if b"\x1b" in raw:
            return _decode_escaped(raw, self.encodings)
        try:
            return raw.decode(self.encodings[0]), self.known
        except (UnicodeError, LookupError):
            return raw.decode(self.encodings[0], "replace"), False


DEFAULT = Charset()


def _decode_escaped(raw: bytes, encodings: tuple[str, ...]) -> tuple[str, bool]:
    """Text with ISO 2022 escapes; what is not as it should be is left to pydicom."""
    plain = _decode_parts(raw, encodings)
    if plain is not None:
        return plain, True
    from pydicom.charset import decode_bytes

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            text = decode_bytes(raw, list(encodings), set(_DELIMITERS))
        except (UnicodeError, LookupError):
            return raw.decode("latin-1"), False
    return text, not caught


def _decode_parts(raw: bytes, encodings: tuple[str, ...]) -> str | None:
    """The parts from escape to escape, each in its character set; delimiters bring back the first one
    (PS3.5 6.1.2.5.3). None where an escape is unknown or a part cannot be read."""
    out = []
    try:
        for part in _PARTS.findall(raw):
            if not part.startswith(_ESC):
                out.append(part.decode(encodings[0]))
                continue
            end = 4 if part.startswith((b"\x1b$(", b"\x1b$)")) else 3
            name = _ESCAPES.get(part[1:end])
            if name is None or (name not in encodings and name != "iso8859"):
                return None
            if name in _READ_WITH_ESCAPES:
                out.append(part.decode(name))
                continue
            delimiter = _TO_DELIMITER.search(part, end)
            stop = delimiter.start() if delimiter else len(part)
            out += [part[end:stop].decode(name), part[stop:].decode(encodings[0])]
    except (UnicodeError, LookupError):
        return None
    return "".join(out)


@cache
def charset_for(values: tuple[str, ...]) -> Charset:
    """The character set that the values of (0008,0005) name; misspelt ones are understood where they can be.

    >>> charset_for(("ISO_IR 100",)).encodings
    ('latin_1',)
    """
    values = tuple(value.strip() for value in values)
    if not any(values):
        return DEFAULT
    if len(values) == 1 and values[0] in _ALONE:
        return Charset((_ALONE[values[0]],), True)
    if all(value in _TERMS for value in values):
        return Charset(tuple(_TERMS[value] for value in values), True)
    from pydicom.charset import convert_encodings

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            encodings = tuple(convert_encodings(list(values) if len(values) > 1 else values[0]))
        except (LookupError, ValueError, TypeError):
            encodings = ("iso8859",)
    doubtful = any("Unknown encoding" in str(w.message) for w in caught)
    if doubtful:
        guessed = _MISSPELT.get(re.sub(r"[\s._-]", "", values[0]).upper())
        if guessed:
            return Charset((guessed, *encodings[1:]), True)
    return Charset(encodings, not doubtful)
