"""Free text: words that name nobody stay, everything else goes. Dates in it move with the patient's, or go.

The list is one of words allowed, not of words forbidden: a name that nobody foresaw is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache

from pacslake.deid.tables import words
from pacslake.dicom.dictionary import tag_for

__all__ = ["age", "clean_text", "known_values", "parts_of", "shift_date", "shift_datetime"]

_TOKEN = re.compile(r"[^\W_]+|.", re.DOTALL)
_MEASURE = re.compile(r"\d{1,3}(mm|cm|ml|mg|s|sec|ms|min|kv|kvp|ma|mas|hz|t|deg|x|st|nd|rd|th|d|ch)?", re.I)
_WORD_NUMBER = re.compile(r"([A-Za-z]+)(\d{1,4})[dD]?")
_PUNCTUATION = frozenset(" .,;:/()[]+-_%=<>#*&|!?\n\r\t")
_ISO = re.compile(r"(?<!\d)((?:18|19|20)\d\d)([-./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_DATES = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}|\d{1,2}:\d\d(:\d\d)?", re.ASCII)
_SPACES = re.compile(r"[ \t]{2,}")


def clean_text(
    text: str,
    *,
    known: Callable[[str], bool] | None = None,
    shift: int | None = None,
    digits: int = 3,
) -> str:
    """What of a text may stay: words of the list, keywords of the Standard, single letters, short numbers with or without unit.

    Args:
        known: whether a word is one of the patient's known values; such words go even where the list has them.
        shift: days by which dates that are written year first move; None takes them out. Dates in other orders
            always go, since nobody can tell day from month.
        digits: how long a number may be.

    >>> clean_text("CT Thorax Dr. Miller 2 mm, MRN 4711")
    'CT Thorax . 2 mm,'
    """
    kept_dates: list[str] = []

    def moved(match: re.Match[str]) -> str:
        day = _date(int(match[1]), int(match[3]), int(match[4]))
        if shift is None or day is None:
            return " "
        kept_dates.append((day + timedelta(days=shift)).strftime(f"%Y{match[2]}%m{match[2]}%d"))
        return "\ue000"

    text = _DATES.sub(" ", _ISO.sub(moved, text.replace("\ue000", " ")))
    dates = iter(kept_dates)
    allowed = words()
    out = []
    for token in _TOKEN.findall(text):
        if token == "\ue000":
            out.append(next(dates))
        elif token.lower() in allowed or (token.isascii() and _is_technical(token, allowed, digits)):
            out.append(" " if known is not None and known(token) else token)
        else:
            out.append(
                token if token in _PUNCTUATION else " "
            )  # a space: what is kept on both sides must not join
    cleaned = _SPACES.sub(" ", "".join(out)).strip()
    return cleaned if any(c.isalnum() for c in cleaned) else ""


def _is_technical(token: str, allowed: frozenset[str], digits: int) -> bool:
    """A token that names nobody by its form: a letter, a short number, a word with its number, a keyword of DICOM."""
    if _small_number(token) or _numbered(token, allowed) or (len(token) == 1 and token.isalpha()):
        return True
    return (3 < len(token) <= digits and token.isdigit()) or (len(token) > 8 and tag_for(token) is not None)


def _numbered(token: str, allowed: frozenset[str]) -> bool:
    """A word of the list, or a letter, with a number of up to two digits (WINDOW2, V6, EFGRE3D), or a b-value (b1000)."""
    match = _WORD_NUMBER.fullmatch(token)
    if match is None:
        return False
    word, digits = match[1].lower(), match[2]
    if word == "b":
        return True
    return len(digits) < 3 and (len(word) == 1 or word in allowed) and _small_number(digits)


def _small_number(token: str) -> bool:
    """A number that is no identifier, and no age of 90 or more."""
    if _MEASURE.fullmatch(token) is None:
        return False
    return not (token.isdigit() and 90 <= int(token) <= 119 and int(token) % 10)


@lru_cache(maxsize=4096)
def parts_of(value: str) -> frozenset[str]:
    """The words of a value in lower case; not single letters and short numbers, which stand everywhere and tell nothing."""
    words = re.findall(r"[^\W_]+", value)
    return frozenset(w.lower() for w in words if len(w) > 2 or (len(w) == 2 and not w.isdigit()))


@lru_cache(maxsize=2048)
def known_values(values: frozenset[str]) -> Callable[[str], bool]:
    """Whether a word is one of the values that are known of a patient: names, numbers, institutions."""
    parts = {part for value in values for part in parts_of(value)}
    return lambda word: word.lower() in parts


@lru_cache(maxsize=2048)
def pattern_of(values: frozenset[str]) -> re.Pattern[bytes] | None:
    """Finds known values in bytes, whole words, upper or lower case; None where there is nothing to look for.

    Parts of fewer than three characters would be found everywhere and tell nothing.
    """
    parts: set[bytes] = set()
    for value in values:
        for part in [value, *re.findall(r"[^\W_]+", value)]:
            part = part.strip()
            if len(part) >= 3 and not (part.isdigit() and len(part) < 5):
                parts.update(_encoded(part))
    if not parts:
        return None
    ordered = sorted(parts, key=lambda p: (-len(p), p))
    joined = b"|".join(re.escape(p) for p in ordered)
    return re.compile(rb"(?i)(?<![A-Za-z0-9\x80-\xff])(?:" + joined + rb")(?![A-Za-z0-9\x80-\xff])")


def _encoded(part: str) -> Iterable[bytes]:
    for name in ("utf-8", "latin-1"):
        try:
            yield part.encode(name)
        except UnicodeEncodeError:
            continue


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def shift_date(text: str, days: int) -> str | None:
    """A DA moved by whole days, in the form YYYYMMDD; None where it is no date (PS3.5 6.2).

    >>> shift_date("20240105", -5), shift_date("2024.01.05", -5), shift_date("20240230", -5)
    ('20231231', '20231231', None)
    """
    digits = text.strip(" \0")
    if len(digits) == 10 and digits[4] == digits[7] and digits[4] in ".-":
        digits = digits[:4] + digits[5:7] + digits[8:]
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    day = _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if day is None:
        return None
    try:
        return (day + timedelta(days=days)).strftime("%Y%m%d").zfill(8)
    except OverflowError:
        return None


def shift_datetime(text: str, days: int) -> str | None:
    """A DT moved by whole days; its time, its fraction and its offset from UTC stay. None where it is none.

    A DT that stops at the year or the month moves from its first day, and keeps its precision.

    >>> shift_datetime("20240105101500.25+0100", -5)
    '20231231101500.25+0100'
    """
    text = text.strip(" \0")
    match = re.fullmatch(r"(\d{4})(\d\d)?(\d\d)?(\d{2,6}(?:\.\d{1,6})?)?([+-]\d{4})?", text, re.ASCII)
    if match is None or (match[4] and not match[3]):
        return None
    whole = f"{match[1]}{match[2] or '01'}{match[3] or '01'}"
    moved = shift_date(whole, days)
    if moved is None:
        return None
    precision = 8 if match[3] else 6 if match[2] else 4
    return moved[:precision] + (match[4] or "") + (match[5] or "")


def age(text: str) -> str:
    """An age (AS), with those over 89 years as `090Y`: there are so few that an age names them.

    >>> age("093Y"), age("045Y"), age("1200M")
    ('090Y', '045Y', '090Y')
    """
    match = re.fullmatch(r"(\d{1,4})([DWMY])", text.strip(" \0"), re.ASCII)
    if match is None:
        return ""
    years = int(match[1]) / {"D": 365.25, "W": 52.18, "M": 12, "Y": 1}[match[2]]
    return "090Y" if years >= 90 else text.strip(" \0")
