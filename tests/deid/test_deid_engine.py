"""The engine against the Standard: every row of Table E.1-1 decides, at every depth, and what must stay stays."""

from __future__ import annotations

import io
from datetime import date

import pydicom
import pytest
from pydicom.data import get_testdata_file

from pacslake.deid import PRESETS, ProjectKey, tables
from pacslake.deid.cleaner import Cleaner
from pacslake.deid.engine import Cleaned, clean_scan
from pacslake.deid.plan import DUMMY, EMPTY, ENTER, REMOVE, UID, plan_for
from pacslake.deid.text import age, clean_text, shift_date, shift_datetime
from pacslake.dicom.dictionary import public_vr
from pacslake.dicom.identity import patient_key
from pacslake.dicom.scan import scan

KEY = ProjectKey(b"a" * 32)
PLAN = plan_for(PRESETS["basic"])
SINGLE = [rule for rule in tables.rules() if len(rule.tag) == 8 and "x" not in rule.tag]
ALLOWED = {"X": {REMOVE}, "Z": {EMPTY}, "D": {DUMMY, ENTER}, "U": {UID}, "U*": {ENTER, UID}}


def a_ct(**values: object) -> pydicom.Dataset:
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return ds


def cleaned(ds: pydicom.Dataset, profile: str = "basic", key: ProjectKey = KEY) -> pydicom.Dataset:
    buffer = io.BytesIO()
    ds.save_as(buffer)
    result = clean_scan(scan(buffer.getvalue()), PRESETS[profile], key)
    assert isinstance(result, Cleaned)
    return pydicom.dcmread(io.BytesIO(result.data))


def test_the_table_is_whole() -> None:
    assert len(tables.rules()) == 657 and len(tables.concepts()) == 214
    assert len({rule.tag for rule in tables.rules()}) == 657


@pytest.mark.parametrize("rule", SINGLE, ids=lambda rule: rule.tag)
def test_each_rule_decides(rule: tables.Rule) -> None:
    allowed = set().union(*(ALLOWED[code] for code in rule.basic.split("/")))
    assert PLAN.action(int(rule.tag, 16), public_vr(int(rule.tag, 16))) in allowed


def test_names_go_at_every_depth_and_marks_are_set() -> None:
    inner = pydicom.Dataset()
    inner.PatientName = "ZEBRAFISH^ANNA"
    inner.OperatorsName = "ZEBRAFISH^ANNA"
    outer = pydicom.Dataset()
    outer.ReferencedSegmentSequence = [inner]
    ds = a_ct(
        PatientName="ZEBRAFISH^ANNA", DerivationCodeSequence=[outer], ReconstructionMethod="for ZEBRAFISH"
    )
    ds.preamble = b"ZEBRAFISH".ljust(128, b"\0")
    ds.file_meta.SourceApplicationEntityTitle = "ZEBRAFISH"
    ds.add_new(0x00109991, "LO", "ZEBRAFISH")
    buffer = io.BytesIO()
    ds.save_as(buffer)
    result = clean_scan(scan(buffer.getvalue()), PRESETS["basic"], KEY)
    assert isinstance(result, Cleaned) and b"ZEBRAFISH" not in result.data
    out = pydicom.dcmread(io.BytesIO(result.data))
    assert (
        out.PatientIdentityRemoved == "YES"
        and out.DeidentificationMethodCodeSequence[0].CodeValue == "113100"
    )
    assert out.PixelData == ds.PixelData and out.ImagePositionPatient == ds.ImagePositionPatient
    assert not any(element.tag.is_private for element in out.iterall())


def test_uids_and_pseudonyms_depend_on_the_key_alone() -> None:
    a, b, other = cleaned(a_ct()), cleaned(a_ct()), cleaned(a_ct(), key=ProjectKey(b"b" * 32))
    assert a.SOPInstanceUID == b.SOPInstanceUID == a.file_meta.MediaStorageSOPInstanceUID
    assert a.SOPInstanceUID.startswith("2.25.") and len(a.SOPInstanceUID) <= 64
    assert a.SOPInstanceUID != other.SOPInstanceUID and a.PatientID != other.PatientID
    assert a.SOPClassUID == a_ct().SOPClassUID


def test_intervals_stay_and_dates_do_not() -> None:
    days = ["20240105", "20240705"]
    out = [cleaned(a_ct(StudyDate=d, AcquisitionDateTime=d + "101500"), "longitudinal") for d in days]
    first, second = (date.fromisoformat(ds.StudyDate) for ds in out)
    assert (second - first).days == 182 and first < date(2024, 1, 5)
    assert [ds.AcquisitionDateTime[:8] for ds in out] == [ds.StudyDate for ds in out]
    assert {ds.AcquisitionDateTime[8:] for ds in out} == {"101500"}


def test_text_and_ages() -> None:
    assert clean_text("CT Thorax for Wilson, 2 mm, 4711") == "CT Thorax for , 2 mm,"
    assert clean_text("05/01/24 chest") == "chest"
    assert (age("093Y"), age("045Y"), age("1200M")) == ("090Y", "045Y", "090Y")
    assert shift_date("20240301", -1) == "20240229" and shift_date("20240230", -1) is None
    assert shift_datetime("202403", -1) == "202402"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"SOPClassUID": "1.2.3.4"}, "unknown_sop_class"),
        ({"BurnedInAnnotation": "YES"}, "pixels_need_review"),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7"}, "pixels_need_review"),
        (
            {"PatientIdentityRemoved": "YES", "PatientAddress": "1 High Street"},
            "contradicts_identity_removed",
        ),
        ({"ImageType": ["DERIVED", "SECONDARY", "SCREEN SAVE"]}, "pixels_need_review"),
    ],
)
def test_what_may_not_leave_is_held(values: dict, code: str) -> None:
    buffer = io.BytesIO()
    a_ct(**values).save_as(buffer)
    outcome = Cleaner(PRESETS["basic"], KEY).clean(buffer.getvalue(), "f0")
    assert (outcome.kind, outcome.code, outcome.data) == ("quarantined", code, None)


def test_a_person_is_the_same_in_every_character_set() -> None:
    def pseudonym(patient: str, charset: str) -> str:
        return str(cleaned(a_ct(SpecificCharacterSet=charset, PatientID=patient)).PatientID)

    # As the vault and the catalog make it, from the decoded ID.
    expected = KEY.pseudonym(patient_key(None, "Ж-7", None))
    assert pseudonym("Ж-7", "ISO_IR 192") == pseudonym("Ж-7", "ISO_IR 144") == expected
    # Byte B6 is a letter of Cyrillic in one set and a sign of Latin in the other: two people.
    assert pseudonym("¶-7", "ISO_IR 100") != expected


@pytest.mark.parametrize("keyword", ["PatientName", "PatientID"])
def test_names_that_cannot_be_decoded_hold_the_object(keyword: str) -> None:
    buffer = io.BytesIO()
    a_ct(SpecificCharacterSet="ISO_IR 192", **{keyword: "QQQQ"}).save_as(buffer)
    assert buffer.getvalue().count(b"QQQQ") == 1
    outcome = Cleaner(PRESETS["basic"], KEY).clean(
        buffer.getvalue().replace(b"QQQQ", b"\xff\xfe\xfd\xfc"), "f0"
    )
    assert (outcome.kind, outcome.code, outcome.data) == ("quarantined", "text_undecodable", None)
