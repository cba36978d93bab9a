"""The dictionary against pydicom's functions, tag by tag, and that it does not load pydicom."""

from __future__ import annotations

import subprocess
import sys

import pydicom.datadict as oracle
from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary
from pydicom._private_dict import private_dictionaries

from pacslake.dicom import dictionary as d


def tags() -> list[int]:
    """All public tags, some of each repeating group, and some that nobody knows."""
    repeating = [int(key.replace("x", digit), 16) for key in RepeatersDictionary for digit in "02A"]
    return [
        *map(int, DicomDictionary),
        *repeating,
        0x00080000,
        0x12340000,
        0x12345678,
        0x00091001,
        0x60010010,
    ]


def test_public_tags_as_pydicom_has_them():
    for tag in tags():
        try:
            vr, vm = oracle.dictionary_VR(tag), oracle.dictionary_VM(tag)
        except KeyError:
            vr, vm = "UL" if tag & 0xFFFF == 0 else "", ""
        assert (d.public_vr(tag), d.multiplicity(tag)) == (vr, vm), hex(tag)
        keyword = oracle.keyword_for_tag(tag) or None
        assert d.keyword_for(tag) == (None if tag & 0x10000 else keyword), hex(tag)


def test_tags_of_keywords():
    for tag in DicomDictionary:
        keyword = oracle.keyword_for_tag(tag)
        assert d.tag_for(keyword) == oracle.tag_for_keyword(keyword)
    assert d.tag_for("NoSuchKeyword") is None


def test_private_tags_as_pydicom_has_them():
    n = 0
    for creator, table in list(private_dictionaries.items())[::7]:
        for key in table:
            for digit in "1A":
                tag = int(key.replace("x", digit), 16)
                try:
                    vr = oracle.private_dictionary_VR(tag, creator)
                except KeyError:  # a key of the table that pydicom does not look for either
                    vr = ""
                assert d.private_vr(tag, creator) == vr, (creator, key)
                n += vr != ""
    assert n > 1000
    assert d.private_vr(0x00091001, "no such creator") == ""


def test_pydicom_is_not_loaded():
    code = (
        "import sys; from pacslake.dicom import dictionary as d; "
        "assert d.public_vr(0x00100010) == 'PN' and d.private_vr(0x00191018, 'SIEMENS MR HEADER') == 'IS'; "
        "print('pydicom' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
