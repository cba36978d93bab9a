"""The scanner against pydicom: the same elements, whatever the encoding; damaged bytes are values, not errors."""

from __future__ import annotations

import io
import json
import math
import struct
import zlib
from pathlib import Path
from typing import Any

import pydicom
import pydicom.data
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from pacslake.dicom.leaves import json_text, parse
from pacslake.dicom.scan import scan

PYDICOM_FILES = Path(pydicom.data.__file__).parent
SYNTAXES = (
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
)


def peer_json(data: bytes) -> dict[str, Any]:
    """pydicom's DICOM JSON; raises where pydicom does."""
    ds = pydicom.dcmread(io.BytesIO(data), force=True)
    return comparable(json.loads(json.dumps(ds.to_json_dict(1024, lambda e: "by reference"))))


def our_json(data: bytes) -> dict[str, Any]:
    return comparable(json.loads(json_text(parse(scan(data)))))


def comparable(value: Any) -> Any:
    """Bulk data by reference is equal whatever the reference; what is no number in JSON is null."""
    if isinstance(value, dict):
        if "BulkDataURI" in value:
            return {"vr": value["vr"], "BulkDataURI": True}
        return {key: comparable(x) for key, x in value.items()}
    if isinstance(value, list):
        return [comparable(x) for x in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def example() -> Dataset:
    """A data set with each kind of element: nested, private, binary, text, numbers, empty."""
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.4", "1.2.3.4"
    ds.StudyDate, ds.StudyTime, ds.AccessionNumber = "20240105", "101530.5", ""
    ds.PatientName = "Müller^Jörg=山田^太郎"
    ds.PatientWeight = "72.5"
    ds.FrameIncrementPointer = 0x00181063
    inner = Dataset()
    inner.CodeValue, inner.CodeMeaning = "T-1", "Größe"
    deeper = Dataset()
    deeper.ReferencedSOPInstanceUID = "1.2.3.9"
    inner.ReferencedImageSequence = Sequence([deeper, Dataset()])
    ds.ProcedureCodeSequence = Sequence([inner])
    ds.ReferencedStudySequence = Sequence([])
    block = ds.private_block(0x0029, "TEST CREATOR", create=True)
    block.add_new(0x10, "OB", bytes(range(256)) * 8)
    block.add_new(0x11, "FD", [0.5, -1.25])
    block.add_new(0x12, "SQ", Sequence([inner]))
    ds.Rows = ds.Columns = 4
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 1
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.SmallestImagePixelValue = -3
    ds["SmallestImagePixelValue"].VR = "SS"
    ds.PixelData = bytes(32)
    ds["PixelData"].VR = "OW"
    ds.add_new(0xFFFCFFFC, "OB", bytes(10))
    return ds


def written(ds: Dataset, syntax: str, *, undefined: bool = False) -> bytes:
    """The bytes of a file; `undefined`: sequences and items without stated length."""
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.file_meta.MediaStorageSOPInstanceUID = ds.get("SOPInstanceUID", "1.2.3")
    ds.file_meta.MediaStorageSOPClassUID = ds.get("SOPClassUID", "1.2.3")
    if undefined:
        for element in ds.iterall():
            if element.VR == "SQ":
                element.is_undefined_length = True
                for item in element.value:
                    item.is_undefined_length_sequence_item = True
    out = io.BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


@pytest.mark.parametrize("undefined", [False, True])
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_encoding_gives_the_json_of_pydicom(syntax: str, undefined: bool) -> None:
    data = written(example(), syntax, undefined=undefined)
    assert scan(data).fault is None
    assert our_json(data) == peer_json(data)


def _pydicom_files() -> list[Path]:
    return sorted(
        p for p in PYDICOM_FILES.rglob("*") if p.is_file() and p.suffix not in (".py", ".json", ".txt", ".md")
    )


def _equal_or_refused(path: Path) -> str:
    """`equal`, `refused`, `peer` (pydicom cannot), or `other`: what became of one file."""
    data = path.read_bytes()
    found = scan(data)
    if found.kind != "dicom" or found.fault is not None:
        return "refused"
    try:
        peer = peer_json(data)
    except Exception:
        return "peer"
    if any(code == "unreadable_sequence" for code, _ in found.notes):
        return "refused"
    return "equal" if our_json(data) == peer else f"other: {path.name}"


def test_json_equals_pydicom_on_its_own_files() -> None:
    got = [_equal_or_refused(path) for path in _pydicom_files()]
    assert [x for x in got if x.startswith("other")] == []
    assert got.count("equal") >= 180


@pytest.mark.corpus
def test_json_equals_pydicom_on_real_files(corpus: Path) -> None:
    files = [p for p in sorted(corpus.rglob("*")) if p.is_file() and p.stat().st_size < 4_000_000]
    got = [_equal_or_refused(path) for path in files]
    # One element of this file has a blank VR: pydicom takes the rest of the header for its value.
    assert [x for x in got if x.startswith("other")] == ["other: GH179A.dcm"]
    assert got.count("equal") > 1800


def test_file_without_preamble_or_meta_is_read() -> None:
    ds = pydicom.dcmread(io.BytesIO(written(example(), ExplicitVRLittleEndian)))
    for implicit in (True, False):
        out = io.BytesIO()
        bare = Dataset(ds)
        pydicom.dcmwrite(out, bare, implicit_vr=implicit, little_endian=True, enforce_file_format=False)
        data = out.getvalue()
        data = data[data.index(b"\x08\x00\x05\x00") :]
        found = scan(data)
        assert (found.kind, found.fault, found.implicit) == ("dicom", None, implicit)
        assert "no_file_meta" in dict(found.notes)


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 40, b"%PDF-1.7" + b"x" * 500, bytes(range(256)) * 20, b"\x08\0" * 300]
)
def test_other_files_are_no_dicom(data: bytes) -> None:
    assert scan(data).kind == "not_dicom"


def test_un_of_undefined_length_holds_implicit_elements() -> None:
    """PS3.5 6.2.2 note 4: a private sequence kept as UN; what it holds must not leak out of it."""
    inner = struct.pack("<HHL", 0x0020, 0x000E, 4) + b"1.9\0"
    item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff" + inner + b"\xfe\xff\x0d\xe0\0\0\0\0"
    un = struct.pack("<HH2sHL", 0x0009, 0x1001, b"UN", 0, 0xFFFFFFFF) + item + b"\xfe\xff\xdd\xe0\0\0\0\0"
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID, ds.SeriesInstanceUID = "1.2.3", "1.2.4", "1.2.5"
    data = written(ds, ExplicitVRLittleEndian)
    at = data.index(b"\x20\x00\x0e\x00UI")
    parsed = parse(scan(data[:at] + un + data[at:]))
    assert parsed.raw(parsed.index["0020000E"]) == b"1.2.5\0"
    assert parsed.raw(parsed.index["00091001[1].0020000E"]) == b"1.9\0"


def test_private_creator_is_resolved_within_its_own_data_set() -> None:
    leaves = {leaf.path: leaf for leaf in parse(scan(written(example(), ExplicitVRLittleEndian))).leaves}
    assert leaves["00291010"].creator == "TEST CREATOR"
    assert leaves["00291012[1].00080100"].creator is None


def test_deep_nesting_is_refused_by_its_bound() -> None:
    item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    head = struct.pack("<HH2sHL", 0x0040, 0xA730, b"SQ", 0, 0xFFFFFFFF)
    data = written(example(), ExplicitVRLittleEndian)
    for depth, fault in ((40, "truncated"), (5_000, "nested_too_deep")):
        found = scan(data + (head + item) * depth)
        assert found.fault is not None and found.fault[0] == fault


def test_deflated_data_set_that_grows_without_end_is_refused() -> None:
    data = written(example(), DeflatedExplicitVRLittleEndian)
    start = scan(data).dataset_offset
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bomb = engine.compress(bytes(3_000_000)) + engine.flush()
    found = scan(data[:start] + bomb, max_inflated=1_000_000)
    assert found.fault is not None and found.fault[0] == "deflate_bomb"


def test_a_cut_in_the_pixel_data_says_how_much_is_there() -> None:
    ds = example()
    del ds[0xFFFCFFFC]
    found = scan(written(ds, ExplicitVRLittleEndian)[:-12])
    assert found.fault == ("truncated_pixel_data", "pixel data 20 of 32 bytes")


@pytest.mark.parametrize("left", range(9))
def test_a_file_cut_at_its_first_element_is_truncated(left: int) -> None:
    ds = Dataset()
    ds.SOPInstanceUID = "1.2.3"
    data = written(ds, ExplicitVRLittleEndian)
    start = scan(data).dataset_offset
    without_syntax = data.replace(b"\x02\x00\x10\x00UI", b"\x02\x00\x11\x00UI")
    for file in (data, without_syntax):
        found = scan(file[: start + left])
        assert found.kind == "dicom" and (found.fault or ("",))[0] == "truncated"


def test_trailing_zeros_are_noted_and_left_out() -> None:
    data = written(example(), ExplicitVRLittleEndian)
    found = scan(data + bytes(100))
    assert found.fault is None and "trailing_bytes" in dict(found.notes)
    assert found.dataset_end == scan(data).dataset_end


@settings(max_examples=400, deadline=2000)
@given(st.data())
def test_damaged_files_never_raise(draw: st.DataObject) -> None:
    base = bytearray(draw.draw(st.sampled_from(_SEEDS)))
    for _ in range(draw.draw(st.integers(1, 12))):
        at = draw.draw(st.integers(0, len(base) - 1))
        what = draw.draw(st.sampled_from(["flip", "cut", "insert", "length"]))
        if what == "flip":
            base[at] ^= 1 << draw.draw(st.integers(0, 7))
        elif what == "cut":
            del base[at : at + draw.draw(st.integers(1, 40))]
        elif what == "insert":
            base[at:at] = draw.draw(st.binary(min_size=1, max_size=12))
        else:
            base[at : at + 4] = draw.draw(
                st.sampled_from([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xfe\xff\x00\xe0"])
            )
        if not base:
            return
    found = scan(bytes(base), max_inflated=1 << 22)
    json.loads(json_text(parse(found)))


_SEEDS = [written(example(), syntax, undefined=u) for syntax in SYNTAXES for u in (False, True)]
