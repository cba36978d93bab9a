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


_COMMON = {
    "ISO_IR 6": "iso8859",
    "ISO_IR 100": "latin_1",
    "ISO_IR 101": "iso8859_2",
    "ISO_IR 109": "iso8859_3",
    "ISO_IR 110": "iso8859_4",
    "ISO_IR 126": "iso_ir_126",
    "ISO_IR 127": "iso_ir_127",
    "ISO_IR 138": "iso_ir_138",
    "ISO_IR 144": "iso_ir_144",
    "ISO_IR 148": "iso_ir_148",
    "ISO_IR 166": "iso_ir_166",
    "ISO_IR 192": "UTF8",
    "GB18030": "GB18030",
    "GBK": "GBK",
}
"""Python's names of the terms that stand alone in most files, as pydicom has them: it need not be loaded for these."""


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
    """Text with ISO 2022 escapes, by pydicom, whose handling of delimiters follows PS3.5 6.1.2.5.3."""
    from pydicom.charset import decode_bytes

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            text = decode_bytes(raw, list(encodings), set(_DELIMITERS))
        except (UnicodeError, LookupError):
            return raw.decode("latin-1"), False
    return text, not caught


@cache
def charset_for(values: tuple[str, ...]) -> Charset:
    """The character set that the values of (0008,0005) name; misspelt ones are understood where they can be.

    >>> charset_for(("ISO_IR 100",)).encodings
    ('latin_1',)
    """
    values = tuple(value.strip() for value in values)
    if not any(values):
        return DEFAULT
    if len(values) == 1 and values[0] in _COMMON:
        return Charset((_COMMON[values[0]],), True)
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
