"""The second look at cleaned objects: it finds what was planted behind the engine's back, and only that."""

from __future__ import annotations

import ast
import base64
import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

import pacslake.deid.verifier as module
from pacslake.deid import PRESETS, ProjectKey
from pacslake.deid.cleaner import Cleaner
from pacslake.deid.verifier import Unreadable, verify

KEY = ProjectKey(b"a" * 32)
DEFLATED = "1.2.840.10008.1.2.1.99"

KNOWN = {
    "PatientName": "ZEBRAFISH^ANNABELLE",
    "PatientID": "MRN-47110815",
    "OperatorsName": "WOMBAT^WILLIAM",
    "InstitutionName": "Quokka Hospital",
    "AccessionNumber": "ACC778899",
    "DeviceSerialNumber": "SN99887766",
    "StudyDate": "20240105",
    "PatientBirthDate": "19610203",
    "PatientAddress": "12 Ibex Lane",
    "StudyInstanceUID": "1.3.6.1.4.1.99999.12345.678",
}
"""What the original says."""

LEFT = [
    "ZEBRAFISH^ANNABELLE", "Annabelle Zebrafish", "zebrafish", "MRN-47110815", "Wombat", "quokka hospital", "ACC778899",
    "SN99887766", "12 IBEX LANE", "1.3.6.1.4.1.99999.12345.678",
]  # fmt: skip
"""What is planted: the values as they are written, in other spellings and in parts."""


def a_file(ds: Dataset, syntax: str | None = None) -> bytes:
    if syntax:
        ds.file_meta.TransferSyntaxUID = syntax
    buffer = io.BytesIO()
    ds.save_as(buffer)
    return buffer.getvalue()


def an_original() -> bytes:
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    for keyword, value in KNOWN.items():
        setattr(ds, keyword, value)
    return a_file(ds)


ORIGINAL = an_original()
_outcome = Cleaner(PRESETS["longitudinal"], KEY).clean(ORIGINAL, "f0")
assert _outcome.data is not None
CLEANED = _outcome.data
OPTIONS = PRESETS["longitudinal"].options


def planted(edit: Callable[[Dataset], None], syntax: str | None = None) -> bytes:
    ds = pydicom.dcmread(io.BytesIO(CLEANED))
    edit(ds)
    return a_file(ds, syntax)


def _nested(ds: Dataset, value: str) -> None:
    inner, outer = Dataset(), Dataset()
    inner.add_new(0x00181030, "LO", value)
    outer.add_new(0x00082112, "SQ", Sequence([inner]))
    ds.add_new(0x00089215, "SQ", Sequence([outer]))


def _in_unknown_sequence(ds: Dataset, value: str) -> None:
    inner = Dataset()
    inner.add_new(0x00181030, "LO", value)
    buffer = pydicom.filebase.DicomBytesIO()
    buffer.is_little_endian, buffer.is_implicit_VR = True, True
    pydicom.filewriter.write_dataset(buffer, inner)
    body = buffer.getvalue()
    ds.add_new(0x00189999, "UN", b"\xfe\xff\x00\xe0" + len(body).to_bytes(4, "little") + body)


def _pdf(ds: Dataset, value: str) -> None:
    content = zlib.compress(b"BT /F1 12 Tf 20 100 Td (" + value.encode() + b") Tj ET")
    ds.add_new(
        0x00420011,
        "OB",
        b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + content + b"\nendstream endobj\n%%EOF ",
    )


def _content(ds: Dataset, value: str) -> None:
    item = Dataset()
    item.ValueType, item.TextValue = "TEXT", f"seen by {value} today"
    ds.ContentSequence = Sequence([item])


def _behind_pixels(ds: Dataset, value: str) -> None:
    ds.PixelData = ds.PixelData + (value + " " * (len(value) % 2)).encode()


PLACES: dict[str, Callable[[Dataset, str], None]] = {
    "description": lambda ds, v: setattr(ds, "SeriesDescription", f"thorax {v}"),
    "code string": lambda ds, v: ds.add_new(0x00180015, "LO", v),
    "nested": _nested,
    "unknown sequence": _in_unknown_sequence,
    "long text": lambda ds, v: setattr(ds, "ImageComments", "so\r\n" + v + "\r\nit is"),
    "packed": lambda ds, v: ds.add_new(0x00189998, "OB", zlib.compress(f"a {v} b".encode())),
    "UTF-16": lambda ds, v: ds.add_new(0x00189998, "OB", v.encode("utf-16-le")),
    "base64": lambda ds, v: ds.add_new(0x00189997, "UT", base64.b64encode(b"x" + v.encode()).decode()),
    "document": _pdf,
    "content tree": _content,
    "behind the pixels": _behind_pixels,
    "person": lambda ds, v: setattr(ds, "PhysiciansOfRecord", v),
    "station": lambda ds, v: ds.add_new(0x00081010, "SH", v[:16] if not v.startswith("1.3") else v),
    "several values": lambda ds, v: ds.add_new(0x00181210, "SH", ["soft", v, "bone"]),
    "address": lambda ds, v: ds.add_new(0x00081190, "UR", f"http://pacs/{v.replace(' ', '_')}/x" if " " not in v else v),
    "gzip": lambda ds, v: ds.add_new(0x00189996, "OB", gzip.compress(f"a {v} b".encode())),
    "unknown element": lambda ds, v: ds.add_new(0x00189995, "UN", v.encode() + b"\0"),
    "beside underscores": lambda ds, v: setattr(ds, "ProtocolName", f"ct_{v}_2mm"),
    "implicit": lambda ds, v: setattr(ds, "RequestedProcedureDescription", v),
    "deflated": lambda ds, v: setattr(ds, "StudyDescription", v),
}  # fmt: skip
SHORT_IN = {
    "behind the pixels"
}  # where only long values can be sought: pixels hold every short word by chance
SEEDED = [(p, v) for p in PLACES for v in LEFT if p != "base64" or not v.startswith("1.3")]
SEEDED = [(p, v) for p, v in SEEDED if not (p in ("UTF-16", "packed", "gzip") and v.startswith("1.3"))]
# Pixels hold every short word by chance, so only long values are sought among them.
SEEDED = [(p, v) for p, v in SEEDED if not (p == "behind the pixels" and v in ("Wombat",))]


def found(place: str, value: str) -> list[str]:
    syntax = {"deflated": DEFLATED, "implicit": "1.2.840.10008.1.2"}.get(place)
    leak = planted(lambda ds: PLACES[place](ds, value), syntax)
    try:
        return [str(f) for f in verify(ORIGINAL, leak, options=OPTIONS)]
    except Unreadable as reason:
        return [str(reason)]


def test_a_cleaned_object_is_let_go() -> None:
    assert verify(ORIGINAL, CLEANED, options=OPTIONS) == []


def test_the_marks_of_de_identification_are_nobodys_name_and_no_place_to_hide() -> None:
    ds = pydicom.dcmread(io.BytesIO(ORIGINAL))
    ds.PatientName = "Longitudinal^Patient"
    original = a_file(ds)
    outcome = Cleaner(PRESETS["longitudinal"], KEY).clean(original, "f0")
    assert outcome.kind == "dicom"
    hidden = planted(
        lambda ds: setattr(ds.DeidentificationMethodCodeSequence[0], "CodeMeaning", "for Zebrafish")
    )
    assert verify(ORIGINAL, hidden, options=OPTIONS)


@pytest.mark.parametrize("place", PLACES)
def test_seeded_values_are_found(place: str) -> None:
    missed = [v for p, v in SEEDED if p == place and not found(place, v)]
    assert not missed


def _a_row() -> Dataset:
    icon = Dataset()
    icon.Rows = 1
    return icon


SHELL: dict[str, Callable[[Dataset], None]] = {
    "preamble": lambda ds: setattr(ds, "preamble", b"someone".ljust(128, b"\0")),
    "sender": lambda ds: setattr(ds.file_meta, "SourceApplicationEntityTitle", "SOMEONE"),
    "no mark": lambda ds: delattr(ds, "PatientIdentityRemoved"),
    "overlay": lambda ds: ds.add_new(0x60003000, "OW", b"\1\0"),
    "curve": lambda ds: ds.add_new(0x50003000, "OW", b"\1\0"),
    "icon": lambda ds: setattr(ds, "IconImageSequence", Sequence([_a_row()])),
    "private": lambda ds: ds.add_new(0x00111010, "LO", "anything"),
    "age": lambda ds: setattr(ds, "PatientAge", "094Y"),
    "date": lambda ds: setattr(ds, "StudyDate", KNOWN["StudyDate"]),
    "date in text": lambda ds: setattr(ds, "SeriesDescription", "2024-01-05"),
    "birth date in text": lambda ds: setattr(ds, "SeriesDescription", "born 1961.02.03"),
}


@pytest.mark.parametrize("what", SHELL)
def test_what_stands_around_the_values_is_found(what: str) -> None:
    assert verify(ORIGINAL, planted(SHELL[what]), options=OPTIONS)


def test_a_hit_holds_the_object_and_names_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    from pacslake.deid import cleaner, engine

    def leaky(*args: object, **options: object) -> object:
        result = engine.clean_scan(*args, **options)  # type: ignore[arg-type]
        assert isinstance(result, engine.Cleaned)
        data = planted(lambda ds: setattr(ds, "SeriesDescription", "Zebrafish"))
        return engine.Cleaned(data, result.changes, result.patient)

    monkeypatch.setattr(cleaner, "clean_scan", leaky)
    outcome = Cleaner(PRESETS["longitudinal"], KEY).clean(ORIGINAL, "f0")
    assert (outcome.kind, outcome.code, outcome.data) == ("quarantined", "identity_left", None)
    assert "0008103E" in (outcome.reason or "") and "ebrafish" not in (outcome.reason or "").lower()


@pytest.mark.parametrize("signed", [0, 1])
def test_bits_beside_the_pixels_are_cleared_and_pixels_stay(signed: int) -> None:
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 12, 11, signed
    values = np.arange(ds.Rows * ds.Columns, dtype=np.int32) % 4096 - (2048 if signed else 0)
    plain = values.astype("<i2" if signed else "<u2")
    dirty = plain.view("<u2").copy()
    dirty[::7] ^= 0x1000
    ds.PixelData = dirty.tobytes()
    outcome = Cleaner(PRESETS["basic"], KEY).clean(a_file(ds), "f0")
    assert outcome.data is not None and outcome.record is not None and outcome.record["verified"] is True
    assert pydicom.dcmread(io.BytesIO(outcome.data)).PixelData == plain.tobytes()


def test_the_verifier_shares_no_code_with_the_engine() -> None:
    tree = ast.parse(Path(module.__file__).read_text())
    names = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    assert not [n for n in names if n and n.startswith("pacslake")]


def test_two_hundred_leaks_are_seeded() -> None:
    assert len(SEEDED) + len(SHELL) >= 200
