"""Items against pydicom's data sets: every element of its test files that both can be asked for."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pydicom
import pydicom.data
import pytest

from pacslake.dicom.charset import charset_for
from pacslake.dicom.items import Items, items_of
from pacslake.dicom.scan import scan

FILES = Path(pydicom.data.__file__).parent / "test_files"
NAMES = [
    "test-SR.dcm", "reportsi.dcm", "rtstruct.dcm", "rtplan.dcm", "liver_1frame.dcm", "CT_small.dcm", "MR_small.dcm",
    "rtdose.dcm", "nested_priv_SQ.dcm", "UN_sequence.dcm", "waveform_ecg.dcm",
]  # fmt: skip


def same(ours: Any, theirs: Any) -> bool:
    """Equal as the readers of derived objects take values: as text, or as numbers."""
    if isinstance(theirs, pydicom.Sequence):
        return len(ours) == len(theirs) and all(map(compared, ours, theirs))
    if isinstance(theirs, pydicom.multival.MultiValue):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if theirs is None or ours is None:
        return ours is theirs
    if isinstance(theirs, float):
        return float(ours) == float(theirs) and str(ours).strip() == str(theirs).strip()
    return (
        bool(ours == theirs) if isinstance(theirs, bytes | int) else str(ours).strip() == str(theirs).strip()
    )


def compared(ours: Items, theirs: pydicom.Dataset) -> bool:
    for element in theirs:
        if element.keyword and not element.tag.is_private:
            assert element.keyword in ours
            assert same(ours.get(element.keyword), element.value), element.keyword
    return True


@pytest.mark.parametrize("name", NAMES)
def test_values_as_pydicom_has_them(name: str):
    path = FILES / name
    if not path.exists():
        pytest.skip("not among pydicom's files here")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pydicom.dcmread(path, force=True)
        ours = items_of(scan(path.read_bytes()))
        assert ours is not None
        assert compared(ours, theirs)
        said = theirs.file_meta.get("TransferSyntaxUID")
        assert said is None or ours.file_meta["TransferSyntaxUID"] == said
    assert ours.get("NoSuchKeyword", 7) == 7 and "NoSuchKeyword" not in ours
    with pytest.raises(AttributeError):
        _ = ours.NoSuchKeyword


def test_left_to_pydicom():
    assert items_of(scan(b"no image")) is None
    assert items_of(scan((FILES / "MR_small_bigendian.dcm").read_bytes())) is None
    assert items_of(scan((FILES / "MR_small_RLE.dcm").read_bytes())) is None
    assert items_of(scan((FILES / "CT_small.dcm").read_bytes()[:9000])) is None


def test_common_character_sets_as_pydicom_names_them():
    from pydicom.charset import convert_encodings, python_encoding

    for term in python_encoding:
        if term.strip():
            assert list(charset_for((term,)).encodings) == convert_encodings(term), term
