"""Values of HL7 v2 data types as the tables hold them: times, names, identifiers, numbers (HL7 v2.9 chapter 2A)."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pacslake.clinical.hl7 import Field
from pacslake.dicom.identity import patient_key

__all__ = [
    "Identifier",
    "Moment",
    "digest",
    "identifier",
    "issuer_of",
    "moment",
    "number",
    "person_name",
    "sex",
]

_TIME = re.compile(
    r"(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(\.\d{1,6})?)?)?)?)?)?([+-]\d{4})?", re.ASCII
)
_NUMBER = re.compile(r"([<>]=?)?\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)


def digest(prefix: str, *parts: str | None) -> str:
    """A key: a letter and 20 hexadecimal digits of the SHA-256 over the parts."""
    text = "\0".join(part or "" for part in parts)
    return prefix + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


class Moment(NamedTuple):
    """A time by the wall clock where it was written, and how many minutes that is ahead of UTC."""

    at: datetime
    offset_min: int | None

    @property
    def day(self) -> date:
        """Its day."""
        return self.at.date()


def moment(text: str) -> Moment | None:
    """A TS, DT or DTM; what it leaves out is the first. None where it is no time that can be.

    >>> moment("20260102093000.5+0100")
    Moment(at=datetime.datetime(2026, 1, 2, 9, 30, 0, 500000), offset_min=60)
    >>> moment("20260230") is None
    True
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        at = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0))
        at += timedelta(seconds=int(second or 0) + float(fraction or 0))
    except (ValueError, OverflowError):
        return None
    offset = None
    if zone:
        offset = (1 if zone[0] == "+" else -1) * (int(zone[1:3]) * 60 + int(zone[3:]))
        if abs(offset) > 14 * 60:
            return None
    return Moment(at, offset)


def number(text: str) -> tuple[str | None, float] | None:
    """(comparator, value) of a text that is a number for certain; None for all else.

    >>> number("<0.5"), number("1-2"), number("12 mg")
    (('<', 0.5), None, None)
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    return match[1], float(match[2])


def person_name(field: Field) -> str | None:
    """An XPN or the name in an XCN as DICOM writes it: family, given, middle, prefix, suffix (PS3.5 6.2.1)."""
    parts = [field[(1, 1)], field[2], field[3], field[5], field[4]]
    name = "^".join(part.replace("^", " ") for part in parts).rstrip("^")
    return name or None


def staff_name(field: Field) -> str | None:
    """The name in an XCN: its second component on."""
    parts = [field[(2, 1)], field[3], field[4], field[6], field[5]]
    name = "^".join(part.replace("^", " ") for part in parts).rstrip("^")
    return name or field[1] or None


def sex(text: str) -> str | None:
    """Administrative sex (table 0001) as DICOM has it."""
    return {"M": "M", "F": "F", "O": "O", "A": "O", "N": "O"}.get(text.strip().upper())


class Identifier(NamedTuple):
    """A CX with whoever issued it."""

    value: str
    issuer: str | None
    type: str | None

    @property
    def key(self) -> str:
        """As `patient.patient_key` has it."""
        return patient_key(self.issuer, self.value, None)

    @property
    def is_record_number(self) -> bool:
        """Whether persons are told apart by it: a medical record number, or one whose type nobody says."""
        return self.type in (None, "MR", "MRN", "PI", "PT", "PN", "EPI", "U", "HC_MR", "PID")


def issuer_of(field: Field, component: int = 4) -> str | None:
    """The namespace of an assigning authority (HD), else its universal ID."""
    return field[(component, 1)] or field[(component, 2)] or None


def identifier(field: Field, default_issuer: str | None) -> Identifier | None:
    """A CX as an identifier; None where it is empty or is to be deleted."""
    value = field[1]
    if not value or value == '""':
        return None
    return Identifier(value, issuer_of(field) or default_issuer, field[5].upper() or None)
