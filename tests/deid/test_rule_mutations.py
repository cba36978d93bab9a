"""Take one rule away at a time: what this file looks at must notice each of the 657.

An object holds an attribute of the rule with a value that names somebody. Under the table's own plan the value is gone; under the
plan in which this one rule keeps its attribute it is there. So a rule that is lost, or loses its teeth, cannot go unnoticed here.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from pacslake.deid import PRESETS, ProjectKey, tables
from pacslake.deid.conformance import conformance
from pacslake.deid.engine import Cleaned, clean_scan
from pacslake.deid.plan import ENTER, KEEP, plan_for
from pacslake.dicom.dictionary import public_vr
from pacslake.dicom.scan import scan

KEY = ProjectKey(b"m" * 32)
NUMBER = 194_312
TEXT = {
    "DA": "19431207", "TM": "194312", "DT": "19431207194312", "UI": "1.2.3.194312", "AS": "043Y", "DS": "194312", "IS": "194312",
    "PN": "ZEBRAFISH^ANNA", "UR": "http://zebrafish.example.org",
}  # fmt: skip
BINARY = {
    "US": "<H",
    "SS": "<h",
    "UL": "<L",
    "SL": "<l",
    "FL": "<f",
    "FD": "<d",
    "AT": "<L",
    "SV": "<q",
    "UV": "<Q",
}
RULES = [rule for rule in tables.rules() if rule.tag != "PRIVATE"]
LONG = {"OB", "OW", "OD", "OF", "OL", "OV", "SQ", "UC", "UN", "UR", "UT"}


def tag_of(rule: tables.Rule) -> int:
    """A tag of the rule; of a group of repeating ones the first that is even."""
    return int(rule.tag.replace("xx", "00", 1).replace("x", "0"), 16) | (
        0x10 if rule.tag == "50xxxxxx" else 0
    )


def element(tag: int, vr: str, inside: bytes = b"") -> tuple[bytes, bytes]:
    """The attribute with a value that names somebody, and the bytes by which it is known again."""
    if vr == "SQ":
        known = b"ZEBRAFISH"
        item = inside or head(0x00180015, "CS", 10) + b"ZEBRAFISH "
        value = struct.pack("<HHL", 0xFFFE, 0xE000, len(item)) + item
    elif vr in BINARY:
        value = known = struct.pack(BINARY[vr], 19431 if vr in ("US", "SS") else NUMBER)
    elif vr in ("OB", "OW", "OD", "OF", "OL", "OV", "UN"):
        value = known = b"ZEBRAFISH-ZEBRAFISH-ZEBR"
    else:
        value = known = TEXT.get(vr, "ZEBRAFISH").encode()
        value += b"\0" * (len(value) % 2) if vr == "UI" else b" " * (len(value) % 2)
    return head(tag, vr, len(value)) + value, known


def head(tag: int, vr: str, length: int) -> bytes:
    first = struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr.encode()
    return first + (struct.pack("<HL", 0, length) if vr in LONG else struct.pack("<H", length))


def the_object(tag: int, vr: str, inside: bytes = b"") -> tuple[bytes, bytes]:
    """A small file with the attribute put where its tag belongs."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.4"
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.PatientID, ds.PatientName = (
        "1.2.3.5",
        "1.2.3.6",
        "77",
        "Y^Z",
    )
    if tag in ds:
        del ds[tag]
    out = io.BytesIO()
    ds.save_as(out, enforce_file_format=True)
    data, (own, known) = out.getvalue(), element(tag, vr, inside)
    at = 144 + int.from_bytes(data[140:144], "little")
    while at < len(data):
        here = (int.from_bytes(data[at : at + 2], "little") << 16) | int.from_bytes(
            data[at + 2 : at + 4], "little"
        )
        if here > tag:
            break
        at += 8 + int.from_bytes(data[at + 6 : at + 8], "little")
    return data[:at] + own + data[at:], known


@dataclass(frozen=True)
class Seen:
    """What became of an attribute: whether its value is in the output, and which action the record of changes names."""

    survives: bool
    recorded: frozenset[int]


def look(rule: tables.Rule, action: int | None, data: bytes | None = None) -> Seen:
    """Clean the rule's object by the plan with one action exchanged; None leaves the plan as it is."""
    tag = tag_of(rule)
    made, known = the_object(tag, public_vr(tag).split(" or ")[0] or "UN")
    data = data or made
    plan = plan_for(PRESETS["basic"])
    before = plan.actions.get(tag)
    try:
        if action is not None:
            plan.actions[tag] = action
        result = clean_scan(scan(data), PRESETS["basic"], KEY)
    finally:
        if before is None:
            plan.actions.pop(tag, None)
        else:
            plan.actions[tag] = before
    assert isinstance(result, Cleaned), (rule, result)
    return Seen(known in result.data, frozenset(c.action for c in result.changes if c.path[0] == tag))


ENTERED = [
    r
    for r in RULES
    if plan_for(PRESETS["basic"]).action(tag_of(r), public_vr(tag_of(r)).split(" or ")[0]) == ENTER
]
"""Sequences whose items stay and are cleaned: by the rule and, as the next test but one shows, without it."""


def test_no_value_of_a_rule_s_attribute_is_left_by_the_plan_as_it_is() -> None:
    assert [rule.tag for rule in RULES if rule not in ENTERED and look(rule, None).survives] == []


def test_each_rule_that_keeps_its_attribute_is_noticed() -> None:
    """By the value, or where a second net still catches it (known names, unknown meanings), by the record of changes."""
    by_value = by_record = 0
    unnoticed = []
    for rule in RULES:
        if rule in ENTERED:
            continue
        own, mutated = look(rule, None), look(rule, KEEP)
        if mutated.survives and not own.survives:
            by_value += 1
        elif mutated.recorded != own.recorded:
            by_record += 1
        else:
            unnoticed.append(rule.tag)
    # The UID of the file meta information is written anew whatever a rule says: see below.
    assert unnoticed == ["00020003"]
    assert by_value + by_record == 656 - len(ENTERED) - 1 and by_value > 590


def test_items_of_a_sequence_that_is_entered_are_cleaned_whatever_its_rule_says() -> None:
    assert len(ENTERED) == 11
    for rule in ENTERED:
        data, _ = the_object(tag_of(rule), "SQ", inside=head(0x00100010, "PN", 14) + b"ZEBRAFISH^ANNA")
        for action in (None, KEEP):
            assert not look(rule, action, data).survives, rule.tag


def test_the_file_meta_information_is_the_new_object_s_own() -> None:
    data, _ = the_object(0x00100030, "DA")
    result = clean_scan(scan(data), PRESETS["basic"], KEY)
    assert isinstance(result, Cleaned)
    out = pydicom.dcmread(io.BytesIO(result.data))
    assert out.file_meta.MediaStorageSOPInstanceUID == out.SOPInstanceUID != "1.2.3.4"


def test_the_rule_of_private_attributes_is_noticed() -> None:
    ds = pydicom.dcmread(io.BytesIO(the_object(0x00100030, "DA")[0]))
    block = ds.private_block(0x0011, "SOMEBODY 1", create=True)
    block.add_new(0x01, "LO", "ZEBRAFISH")
    out = io.BytesIO()
    ds.save_as(out)
    result = clean_scan(scan(out.getvalue()), PRESETS["basic"], KEY)
    assert isinstance(result, Cleaned) and b"ZEBRAFISH" not in result.data and b"SOMEBODY" not in result.data
    assert any(c.path[0] >> 16 == 0x0011 for c in result.changes)


@pytest.mark.parametrize("lost", [rule.tag for rule in tables.rules()][::40])
def test_a_rule_that_is_not_in_the_table_any_more_is_missed_in_the_report(
    lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {d.tag: d.action for d in conformance(PRESETS["basic"])}
    rest = tuple(rule for rule in tables.rules() if rule.tag != lost)
    monkeypatch.setattr("pacslake.deid.tables.rules", lambda: rest)
    now = {d.tag: d.action for d in conformance(PRESETS["basic"])}
    assert set(whole) - set(now) == {lost} and len(now) == 656
