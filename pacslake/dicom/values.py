"""Values of one element: from bytes to text and numbers, and from text to dates, times and numbers.

Each `parse_*` gives (value, code): the value is None where it cannot be known for certain, and the code says
what is wrong with the text, None where nothing is. References: PS3.5 6.2 (VRs), 6.4 (multiplicity), 9.1 (UIDs).
"""

from __future__ import annotations

import datetime
import re
import struct
from functools import cache

from pacslake.dicom.charset import DEFAULT, Charset

__all__ = [
    "BINARY_VRS",
    "NUMBER_VRS",
    "TEXT_VRS",
    "UID_LENGTH",
    "UID_PATTERN",
    "decimal",
    "numbers",
    "parse_age",
    "parse_date",
    "parse_datetime",
    "parse_decimals",
    "parse_integer",
    "parse_offset",
    "parse_time",
    "texts",
    "uid_fault",
]

TEXT_VRS = frozenset(
    {"AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT"}
)
BINARY_VRS = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN", "OB or OW", "US or OW", "US or SS or OW"})
NUMBER_VRS = {"US": "H", "SS": "h", "UL": "L", "SL": "l", "UV": "Q", "SV": "q", "FL": "f", "FD": "d"}
"""Binary numbers and their codes for `struct`."""

_SIZE = {"H": 2, "h": 2, "L": 4, "l": 4, "Q": 8, "q": 8, "f": 4, "d": 8}
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
UID_PATTERN = r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*"
UID_LENGTH = 64
_UID = re.compile(UID_PATTERN, re.ASCII)


def texts(vr: str, raw: bytes, charset: Charset = DEFAULT) -> tuple[list[str], bool]:
    """The values of a text element, padding off; (values, certain). An empty element has the one value ''.

    >>> texts("CS", b"ORIGINAL\\\\PRIMARY ")
    (['ORIGINAL', 'PRIMARY'], True)
    """
    if vr in ("LO", "SH", "UC"):
        text, certain = charset.decode(raw)
        return [value.rstrip("\0 ") for value in text.split("\\")], certain
    if vr == "PN":
        text, certain = charset.decode(raw.rstrip(b"\0 "))
        return text.split("\\"), certain
    if vr in ("LT", "ST", "UT"):
        text, certain = charset.decode(raw)
        return [text.rstrip("\0 ")], certain
    text = raw.decode("latin-1")
    if vr == "DS":
        return text.strip().rstrip(" \0").split("\\"), True
    if vr == "AE":
        return [value.strip(" \0") for value in text.split("\\")], True
    if vr == "UR":
        return [text.rstrip(" \0")], True
    return text.rstrip(" \0").split("\\"), True


@cache
def _numbers_struct(code: str, count: int, little: bool) -> struct.Struct:
    return struct.Struct(f"{'<' if little else '>'}{count}{code}")


def numbers(vr: str, raw: bytes, little: bool = True) -> tuple[int | float, ...] | None:
    """The values of a binary number element; None where the length fits no whole number of values.

    >>> numbers("US", b"\\x01\\x00\\x02\\x00")
    (1, 2)
    """
    code = NUMBER_VRS[vr]
    count, rest = divmod(len(raw), _SIZE[code])
    if rest:
        return None
    if count > 64:  # no cache entry for each length of long tables
        return struct.unpack(f"{'<' if little else '>'}{count}{code}", raw)
    return _numbers_struct(code, count, little).unpack(raw)


_PLAIN_DECIMAL = frozenset("0123456789+-.eE")


def decimal(text: str) -> float | None:
    """The number that a decimal string is for certain, else None.

    >>> decimal(" 1.5 "), decimal("1,5"), decimal("nan")
    (1.5, None, None)
    """
    text = text.strip(" \0")
    try:
        # float() takes more than DS allows: "nan", "1_000", other digits than ASCII's
        value = float(text)
    except ValueError:
        return None
    return value if _PLAIN_DECIMAL.issuperset(text) and value - value == 0 else None


def parse_decimals(values: list[str]) -> tuple[list[float | None], str | None]:
    """Decimal strings (DS) to numbers. A comma is read as point or as separator, with `repaired_decimal`.

    >>> parse_decimals(["0,143", "0,143"])
    ([0.143, 0.143], 'repaired_decimal')
    >>> parse_decimals(["0.5,0.25"])
    ([0.5, 0.25], 'repaired_decimal')
    """
    code: str | None = None
    out: list[float | None] = []
    for value in values:
        value = value.strip(" \0")
        if not value:
            out.append(None)
        elif (number := decimal(value)) is not None:
            out.append(number)
        elif _COMMA.fullmatch(value):
            code = code or "repaired_decimal"
            out.append(float(value.replace(",", ".")))
        else:
            parts = [part.strip() for part in value.split(",")]
            # "0.5,0.25": a comma where the backslash should be. "1,234.5" is refused: it may be either.
            if len(parts) > 1 and all(_DECIMAL.fullmatch(p) and "." in p for p in parts):
                code = code or "repaired_decimal"
                out.extend(float(p) for p in parts)
            else:
                code = "invalid_decimal"
                out.append(None)
    return [v if v is None or v - v == 0 else None for v in out], code


def parse_integer(value: str) -> tuple[int | None, str | None]:
    """An integer string (IS). `2.0` is read, with `invalid_integer`; what int64 cannot hold is not.

    >>> parse_integer("2.0"), parse_integer("two")
    ((2, 'invalid_integer'), (None, 'invalid_integer'))
    """
    value = value.strip(" \0")
    if not value:
        return None, None
    if _INTEGER.fullmatch(value):
        number = int(value) if len(value) < 25 else 1 << 64
        return (number, None) if -(1 << 63) <= number < 1 << 63 else (None, "invalid_integer")
    if _DECIMAL.fullmatch(value):
        decimal = float(value)
        if abs(decimal) < 2**53 and decimal == int(decimal):
            return int(decimal), "invalid_integer"
    return None, "invalid_integer"


def parse_date(value: str) -> tuple[datetime.date | None, str | None]:
    """A date (DA). `YYYY.MM.DD` is the form of ACR-NEMA; `YYYY-MM-DD` and days before 1900 are read with a code.

    >>> parse_date("20240230")
    (None, 'invalid_date')
    """
    text = value.strip(" \0")
    if not text:
        return None, None
    code = None
    if len(text) == 10 and text[4] == text[7] and text[4] in ".-":
        code = "invalid_date" if text[4] == "-" else None
        text = text[:4] + text[5:7] + text[8:]
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None, "invalid_date"
    try:
        day = datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None, "invalid_date"
    return day, ("invalid_date" if day.year < 1900 else code)


def parse_time(value: str) -> tuple[int | None, str | None]:
    """A time (TM) as microseconds since midnight. Colons and a zone are read, with `invalid_time`.

    A leap second (60) is kept within its minute as 59.999999.

    >>> parse_time("101530.5")
    (36930500000, None)
    """
    text = value.strip(" \0")
    if not text:
        return None, None
    code = None
    if ":" in text:
        parts = text.split(":")
        if len(parts) > 3 or any(len(p.split(".")[0]) != 2 for p in parts):
            return None, "invalid_time"
        text, code = "".join(parts), "invalid_time"
    if len(text) > 5 and text[-5] in "+-":
        text, code = text[:-5], "invalid_time"
    whole, dot, fraction = text.partition(".")
    if not (whole.isascii() and whole.isdigit()) or len(whole) not in (2, 4, 6):
        return None, "invalid_time"
    if dot and (len(whole) != 6 or not (fraction.isascii() and fraction.isdigit())):
        return None, "invalid_time"
    hours, minutes, seconds = int(whole[:2]), int(whole[2:4] or 0), int(whole[4:6] or 0)
    if hours > 23 or minutes > 59 or seconds > 60:
        return None, "invalid_time"
    micros = int((fraction + "000000")[:6]) if dot else 0
    if len(fraction) > 6:
        code = "invalid_time"
    if seconds == 60:
        seconds, micros = 59, 999_999
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros, code


def parse_offset(value: str) -> int | None:
    """`+0100` to minutes east of UTC, None where it is none (PS3.3 C.12.1.1.8).

    >>> parse_offset("-0330")
    -210
    """
    text = value.strip(" \0")
    if len(text) != 5 or text[0] not in "+-" or not (text[1:].isascii() and text[1:].isdigit()):
        return None
    minutes = int(text[1:3]) * 60 + int(text[3:])
    if int(text[3:]) > 59 or minutes > 14 * 60:
        return None
    return -minutes if text[0] == "-" else minutes


def parse_datetime(value: str) -> tuple[datetime.datetime | None, int | None, str | None]:
    """A date and time (DT) as sent, without zone; (value, minutes east of UTC or None, code).

    Parts may be missing from the right, as far as the day; a month alone is no day and gives None.

    >>> parse_datetime("20240105101530+0100")
    (datetime.datetime(2024, 1, 5, 10, 15, 30), 60, None)
    """
    text = value.strip(" \0")
    if not text:
        return None, None, None
    offset = None
    if len(text) > 5 and text[-5] in "+-":
        offset = parse_offset(text[-5:])
        if offset is None:
            return None, None, "invalid_datetime"
        text = text[:-5]
    day, day_code = parse_date(text[:8])
    if day is None:
        return None, offset, "invalid_datetime"
    micros, time_code = parse_time(text[8:])
    if time_code and micros is None:
        return None, offset, "invalid_datetime"
    moment = datetime.datetime(day.year, day.month, day.day) + datetime.timedelta(microseconds=micros or 0)
    return moment, offset, "invalid_datetime" if day_code or time_code else None


_AGE_UNITS = {"D": 1 / 365.25, "W": 7 / 365.25, "M": 1 / 12, "Y": 1.0}


def parse_age(value: str) -> tuple[float | None, str | None]:
    """An age (AS) in years: `043Y`, `018M`, `003W`, `011D`; `43Y` is read with a code, `43` is not read.

    >>> parse_age("018M")
    (1.5, None)
    """
    text = value.strip(" \0")
    if not text:
        return None, None
    number, unit = text[:-1], text[-1:].upper()
    if unit not in _AGE_UNITS or not (number.isascii() and number.isdigit()) or len(number) > 3:
        return None, "invalid_age"
    return int(number) * _AGE_UNITS[unit], (None if len(text) == 4 and text[-1].isupper() else "invalid_age")


def uid_fault(value: str) -> str | None:
    """What is wrong with a UID (PS3.5 9.1), None where nothing is.

    >>> uid_fault("1.2.03")
    'a component begins with 0, or is no number'
    """
    if len(value) > UID_LENGTH:
        return f"{len(value)} characters, at most {UID_LENGTH} are allowed"
    if not _UID.fullmatch(value):
        return "a component begins with 0, or is no number"
    return None
