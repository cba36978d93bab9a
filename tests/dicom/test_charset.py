"""Character sets: our tables and our reading of escapes, each against pydicom's."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import warnings

import pytest
from pydicom import charset as theirs

from pacslake.dicom.charset import charset_for

DELIMITERS = {0x0D, 0x0A, 0x09, 0x0C}
TERMS = [term for term in theirs.python_encoding if not term.startswith("ISO 2022 GBK")]


def by_pydicom(terms: tuple[str, ...]) -> tuple[str, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tuple(theirs.convert_encodings(list(terms) if len(terms) > 1 else terms[0]))


@pytest.mark.parametrize("term", [term for term in TERMS if term])
def test_single_terms_as_pydicom_has_them(term: str) -> None:
    found = charset_for((term,))
    assert (found.encodings, found.known) == (by_pydicom((term,)), True)


def test_pairs_of_terms_as_pydicom_has_them() -> None:
    for pair in itertools.product(TERMS, repeat=2):
        if any(pair):
            assert charset_for(pair).encodings == by_pydicom(pair), pair


@pytest.mark.parametrize(
    ("terms", "raw", "text"),
    [
        # PS3.5 H.3.1, H.3.2 and I.2
        (
            ("", "ISO 2022 IR 87"),
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
        ),
        (
            ("ISO 2022 IR 13", "ISO 2022 IR 87"),
            b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
        ),
        (
            ("", "ISO 2022 IR 149"),
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
            "Hong^Gildong=洪^吉洞=홍^길동",
        ),
    ],
)
def test_names_of_the_standard(terms: tuple[str, ...], raw: bytes, text: str) -> None:
    assert charset_for(terms).decode(raw) == (text, True)


def test_escapes_anywhere_are_read_as_pydicom_reads_them() -> None:
    rng = random.Random(5)
    escapes = [*theirs.CODES_TO_ENCODINGS, b"\x1b(Z", b"\x1b", b"\x1b$"]
    pieces = [b"Ab", b"^", b"=", b"\r\n", b"\t", b";3ED", b"\xb1\xe6", b"\xd4\xcf", b"\xe9", b"$d", b"\xff"]
    terms = [("", "ISO 2022 IR 87"), ("ISO 2022 IR 13", "ISO 2022 IR 87"), ("", "ISO 2022 IR 149"),
             ("ISO 2022 IR 100", "ISO 2022 IR 144"), ("", "ISO 2022 IR 159", "ISO 2022 IR 58"), ("ISO_IR 100",)]  # fmt: skip
    certain = 0
    for _ in range(3000):
        mine = charset_for(rng.choice(terms))
        named = [code for code, name in theirs.CODES_TO_ENCODINGS.items() if name in mine.encodings]
        kinds = (named or escapes, named or escapes, escapes, pieces, pieces, pieces, pieces)
        raw = b"".join(rng.choice(rng.choice(kinds)) for _ in range(rng.randint(1, 6)))
        if b"\x1b" not in raw:
            continue
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            expected = theirs.decode_bytes(raw, list(mine.encodings), DELIMITERS)
        assert mine.decode(raw) == (expected, not caught), (mine, raw)
        certain += not caught
    assert certain > 300, certain


def test_japanese_names_need_no_pydicom() -> None:
    code = (
        "import sys; from pacslake.dicom.charset import charset_for as f; "
        r"print(ascii(f(('', 'ISO 2022 IR 87')).decode(b'\x1b$B;3ED\x1b(B')[0]), 'pydicom' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [r"'\u5c71\u7530'", "False"]
