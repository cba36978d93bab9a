"""Codes of any sequence at any depth, and meanings of private elements, as rows."""

from __future__ import annotations

from pathlib import Path

import pydicom
from pydicom.dataset import Dataset

import pacslake
from pacslake import synthetic


def coded(value: str, scheme: str, meaning: str, keyword: str = "CodeValue") -> Dataset:
    item = Dataset()
    setattr(item, keyword, value)
    item.CodingSchemeDesignator, item.CodeMeaning = scheme, meaning
    return item


def test_codes_and_private_meanings_are_those_of_the_data_set(tmp_path: Path) -> None:
    synthetic.simple_series(tmp_path / "export", shape=(2, 6, 6))
    for path in (p for p in (tmp_path / "export").rglob("*") if p.is_file()):
        ds = pydicom.dcmread(path)
        region = coded("39607008", "SCT", "Lung")
        region.AnatomicRegionModifierSequence = [coded("24028007", "SCT", "Right")]
        ds.AnatomicRegionSequence = [region]
        ds.PurposeOfReferenceCodeSequence = [
            coded("x" * 20, "99LOCAL", "long", "LongCodeValue"),
            coded("121322", "DCM", "Source image"),
        ]
        ds.private_block(0x0043, "GEMS_PARM_01", create=True).add_new(0x39, "IS", [50, 8])
        ds.save_as(path)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "export", workers=1)
    rows = lake.rows(
        "SELECT path, sequence_keyword, code, CodeMeaning, count(*) FROM coded_value GROUP BY ALL ORDER BY path"
    )
    assert rows == [
        ("00082218[1]", "AnatomicRegionSequence", "SCT:39607008", "Lung", 2),
        ("00082218[1].00082220[1]", "AnatomicRegionModifierSequence", "SCT:24028007", "Right", 2),
        ("0040A170[1]", "PurposeOfReferenceCodeSequence", "99LOCAL:" + "x" * 20, "long", 2),
        ("0040A170[2]", "PurposeOfReferenceCodeSequence", "DCM:121322", "Source image", 2),
    ]
    names = lake.rows(
        'SELECT DISTINCT d.name FROM private_element JOIN private_dictionary d USING (private_creator, "group", element_low)'
    )
    # the dictionary of pydicom, asked by its own function
    assert names == [(pydicom.datadict.private_dictionary_description(0x00431039, "GEMS_PARM_01"),)]
