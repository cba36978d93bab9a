"""Text to dates, times, numbers and ages: certain values or none, with a word for what is wrong."""

from __future__ import annotations

import datetime

import pytest

from pacslake.dicom import values as v
from pacslake.dicom.charset import charset_for

D = datetime.date


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("20240105", D(2024, 1, 5), None),
        ("2024.01.05", D(2024, 1, 5), None),
        ("2024-01-05", D(2024, 1, 5), "invalid_date"),
        ("00010101", D(1, 1, 1), "invalid_date"),
        ("20240230", None, "invalid_date"),
        ("20240105-20240107", None, "invalid_date"),
        ("Unknown", None, "invalid_date"),
        ("", None, None),
        ("  ", None, None),
    ],
)
def test_date(text: str, value: datetime.date | None, code: str | None) -> None:
    assert v.parse_date(text) == (value, code)


@pytest.mark.parametrize(
    ("text", "seconds", "code"),
    [
        ("101530", 36930.0, None),
        ("101530.123456", 36930.123456, None),
        ("1015", 36900.0, None),
        ("10", 36000.0, None),
        ("10:15:30", 36930.0, "invalid_time"),
        ("101530+0100", 36930.0, "invalid_time"),
        ("246000", None, "invalid_time"),
        ("noon", None, "invalid_time"),
        ("", None, None),
        ("235960", 86399.999999, None),
    ],
)
def test_time(text: str, seconds: float | None, code: str | None) -> None:
    expected = None if seconds is None else round(seconds * 1_000_000)
    assert v.parse_time(text) == (expected, code)


def test_datetime_keeps_the_wall_clock_and_gives_the_zone_apart() -> None:
    moment = datetime.datetime(2020, 10, 25, 0, 15)
    assert v.parse_datetime("202010250015+0200") == (moment, 120, None)
    assert v.parse_datetime("20201025001500") == (moment, None, None)
    assert v.parse_datetime("202010")[0] is None


@pytest.mark.parametrize(
    ("words", "numbers", "code"),
    [
        (["1.5", "-2e3"], [1.5, -2000.0], None),
        (["0,143", "0,143"], [0.143, 0.143], "repaired_decimal"),
        (["0.005865432,0.001955034"], [0.005865432, 0.001955034], "repaired_decimal"),
        (["-23.924833297729492"], [-23.924833297729492], None),
        (["nan"], [None], "invalid_decimal"),
        (["1_000"], [None], "invalid_decimal"),
        (["1e999"], [None], "invalid_decimal"),
        (["1,234.5"], [None], "invalid_decimal"),
        (["١٢"], [None], "invalid_decimal"),
        ([""], [None], None),
    ],
)
def test_decimals(words: list[str], numbers: list[float | None], code: str | None) -> None:
    assert v.parse_decimals(words) == (numbers, code)


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("007", 7, None),
        ("+5", 5, None),
        ("2.0", 2, "invalid_integer"),
        ("2.5", None, "invalid_integer"),
        ("1A", None, "invalid_integer"),
        ("99999999999999999999", None, "invalid_integer"),
        ("", None, None),
    ],
)
def test_integers(text: str, value: int | None, code: str | None) -> None:
    assert v.parse_integer(text) == (value, code)


def test_ages_in_years() -> None:
    assert v.parse_age("043Y") == (43.0, None)
    assert v.parse_age("018M") == (1.5, None)
    assert v.parse_age("43Y") == (43.0, "invalid_age")
    assert v.parse_age("43") == (None, "invalid_age")


def test_uids_against_the_standard() -> None:
    assert v.uid_fault("1.2.840.10008") is None
    assert v.uid_fault("1.2.00.3") and v.uid_fault("1.2.037") and v.uid_fault("1." + "2" * 64)


def test_numbers_of_a_length_that_fits_none_are_refused() -> None:
    assert v.numbers("US", b"\1\0\2") is None
    assert v.numbers("FD", b"") == ()


@pytest.mark.parametrize(
    ("said", "raw", "text", "certain"),
    [
        (("ISO_IR 100",), "Jörg".encode("latin-1"), "Jörg", True),
        (("ISO_IR 192",), "Jörg 山".encode(), "Jörg 山", True),
        (("UTF-8",), "Jörg".encode(), "Jörg", True),
        (("ISO_IR_192",), "Jörg".encode(), "Jörg", True),
        (("ISO-8859-1",), "Jörg".encode("latin-1"), "Jörg", True),
        ((), b"plain", "plain", True),
        ((), "Jörg".encode("latin-1"), "Jörg", False),
        (("ISO_IR 192",), b"J\xf6rg", "J\ufffdrg", False),
        (
            ("", "ISO 2022 IR 87"),
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B",
            "Yamada^Tarou=山田^太郎",
            True,
        ),
    ],
)
def test_character_sets(said: tuple[str, ...], raw: bytes, text: str, certain: bool) -> None:
    assert charset_for(said).decode(raw) == (text, certain)
