"""Structured reports as groups, numbers and evaluations."""

from __future__ import annotations

import pydicom
import pytest

from pacslake.derived.codes import CodedTerm, coded_term, find_codes, ucum_unit
from pacslake.derived.report import parse_report
from pacslake.errors import UsageError


def code(value, scheme, meaning):
    ds = pydicom.Dataset()
    ds.CodeValue, ds.CodingSchemeDesignator, ds.CodeMeaning = value, scheme, meaning
    return ds


def item(kind, name, *children, relation="CONTAINS", **values):
    ds = pydicom.Dataset()
    ds.ValueType, ds.RelationshipType = kind, relation
    ds.ConceptNameCodeSequence = [code(*name)]
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    if children:
        ds.ContentSequence = list(children)
    return ds


def number(name, value, unit, *children, **values):
    measured = pydicom.Dataset()
    measured.NumericValue = value
    measured.MeasurementUnitsCodeSequence = [code(*unit)]
    return item("NUM", name, *children, MeasuredValueSequence=[measured], **values)


def test_dose_report_has_its_number_without_a_measurement_group():
    dose = number(("113813", "DCM", "CT Dose Length Product Total"), "412.5", ("mGy.cm", "UCUM", "mGy.cm"))
    report = parse_report(item("CONTAINER", ("113701", "DCM", "X-Ray Radiation Dose Report"), dose))
    (group,) = report.groups
    assert [(m.name.meaning, m.value, m.path) for m in group.measurements] == [
        ("CT Dose Length Product Total", 412.5, "1.1")
    ]


def test_image_library_holds_no_measurements():
    rows = number(("110910", "DCM", "Pixel Data Rows"), "128", ("{pixels}", "UCUM", "pixels"))
    library = item("CONTAINER", ("111028", "DCM", "Image Library"), rows)
    assert (
        parse_report(item("CONTAINER", ("126000", "DCM", "Imaging Measurement Report"), library)).groups == ()
    )


def test_what_a_group_says_goes_with_its_numbers():
    volume = number(
        ("118565006", "SCT", "Volume"),
        "1.5",
        ("ml", "UCUM", "milliliter"),
        item("CODE", ("121401", "DCM", "Derivation"), relation="HAS CONCEPT MOD",
             ConceptCodeSequence=[code("373098007", "SCT", "Mean")]),
    )  # fmt: skip
    group = item(
        "CONTAINER",
        ("125007", "DCM", "Measurement Group"),
        item("TEXT", ("112039", "DCM", "Tracking Identifier"), relation="HAS OBS CONTEXT", TextValue="L1"),
        item(
            "UIDREF",
            ("112040", "DCM", "Tracking Unique Identifier"),
            relation="HAS OBS CONTEXT",
            UID="2.25.7",
        ),
        item("CODE", ("121071", "DCM", "Finding"), ConceptCodeSequence=[code("27925004", "SCT", "Nodule")]),
        item("CODE", ("C1", "99X", "Margin"), ConceptCodeSequence=[code("C2", "99X", "Smooth")]),
        volume,
    )
    (found,) = parse_report(item("CONTAINER", ("126000", "DCM", "Report"), group)).groups
    assert (found.context.tracking_id, found.context.tracking_uid) == ("L1", "2.25.7")
    assert found.context.finding == CodedTerm("27925004", "SCT", "Nodule")
    assert found.measurements[0].derivation.meaning == "Mean"
    assert [(e.name.meaning, e.code.meaning) for e in found.evaluations] == [("Margin", "Smooth")]


def test_number_without_value_keeps_its_reason():
    empty = item("NUM", ("118565006", "SCT", "Volume"),
                 NumericValueQualifierCodeSequence=[code("114006", "DCM", "Measurement failure")])  # fmt: skip
    (group,) = parse_report(item("CONTAINER", ("1", "99X", "Report"), empty)).groups
    assert group.measurements[0].value is None
    assert group.measurements[0].qualifier.meaning == "Measurement failure"


def test_deep_nesting_is_read_without_recursion():
    leaf = number(("118565006", "SCT", "Volume"), "2", ("ml", "UCUM", "ml"))
    for _ in range(3000):
        leaf = item("CONTAINER", ("1", "99X", "Box"), leaf)
    assert sum(len(g.measurements) for g in parse_report(leaf).groups) == 1


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (CodedTerm("mm", "UCUM", "millimeter"), "mm"),
        (CodedTerm("HU", "99dcmjsUnit", "HU"), "[hnsf'U]"),
        (CodedTerm("[hnsf'U]", "UCUM", "Hounsfield unit"), "[hnsf'U]"),
        (CodedTerm("{SUVbw}g/ml", "UCUM", "SUV"), "{SUVbw}g/ml"),
        (CodedTerm("furlong", "99X", "furlong"), "furlong"),
        (None, None),
    ],
)
def test_units(unit, expected):
    assert ucum_unit(unit) == expected


def test_codes_are_found_by_words_and_by_meaning():
    assert find_codes("nodule", scheme="SCT", limit=1)[0].value == "27925004"
    assert coded_term("Liver") == CodedTerm("10200004", "SCT", "Liver")
    assert coded_term(("1", "99X", "Own")) == CodedTerm("1", "99X", "Own")
    with pytest.raises(UsageError, match="near ones"):
        coded_term("Nodul")


@pytest.mark.corpus
def test_real_tid_1500_as_highdicom_reads_it(corpus):
    import highdicom as hd

    path = corpus / "derived-seg-sr" / "dcmqi" / "sr-example" / "sr.dcm"
    report = parse_report(pydicom.dcmread(path))
    (group,) = report.groups
    assert (group.template, group.context.tracking_id) == ("1411", "primary tumor")
    assert group.context.source.segment_number == 1 and group.context.finding.meaning == "Neoplasm, Primary"
    values = {
        (m.name.meaning, m.derivation.meaning if m.derivation else None): m.value for m in group.measurements
    }
    assert values[("SUVbw", "Maximum")] == 10.3814 and values[("Volume", None)] == 33.5824
    assert len(group.measurements) == 22 and group.evaluations == []
    other = pydicom.dcmread(corpus / "derived-seg-sr" / "highdicom" / "sr_document.dcm")
    oracle = hd.sr.Comprehensive3DSR.from_dataset(other).content.get_planar_roi_measurement_groups()
    mine = parse_report(other).groups
    assert [g.context.tracking_uid for g in mine] == [g.tracking_uid for g in oracle]
    assert [m.value for g in mine for m in g.measurements] == [
        m.value for g in oracle for m in g.get_measurements()
    ]
