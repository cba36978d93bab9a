"""Values of a series read together are those read one by one, or they are not read together at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacslake.dicom.charset import DEFAULT
from pacslake.dicom.leaves import Leaf
from pacslake.ingest.extract.columns import convert, plain_columns
from pacslake.ingest.extract.leaf_rows import render
from pacslake.ingest.extract.record import Bulk
from pacslake.ingest.extract.together import LONGEST, columns_of, read_together, render_together

PLACES = {"DS": "00200032", "IS": "00200013", "TM": "00080032", "UI": "00080018"}
GOOD = {
    "DS": [b"-12.5", b"1e-3 ", b" 7", b"1\\2\\3.50 ", b"0.1\\-0", b"1e308"],
    "IS": [b"12", b" 7", b"-3 ", b"+0 ", b"999999999"],
    "TM": [b"101530", b"235959.9 ", b"000000.000001"],
    "UI": [b"1.2.840.1\0", b"2.25.3", b"0.0"],
}
ODD = [b"", b" ", b"\0", b"1\n2", b"1,5", b"nan", b"1_0", b"1\\", b"246060", b"1015", b"01.2", b"1..2", b"\xe9", b"12345678901",
       b"1e999", b"1.0 \\2", b"x" * 70, b"1\\2" * 200, b"1\n"]  # fmt: skip


def leaf(vr: str) -> Leaf:
    return Leaf(PLACES[vr], int(PLACES[vr], 16), vr, 0, 0, 0, None, DEFAULT, 0, False)


columns = st.sampled_from(sorted(GOOD)).flatmap(
    lambda vr: st.tuples(
        st.just(vr),
        st.lists(st.one_of(*[st.sampled_from(GOOD[vr])] * 8, st.sampled_from(ODD)), min_size=1, max_size=6),
    )
)


@given(columns)
def test_as_one_by_one(case: tuple[str, list[bytes]]) -> None:
    vr, values = case
    found = read_together(leaf(vr), values)
    if found is None:
        return
    one_by_one = [render(leaf(vr), value, True) for value in values]
    assert list(zip(*render_together(found), strict=True)) == one_by_one
    for column in plain_columns("instance_row"):
        if column.path == PLACES[vr] and (read := columns_of(column, found)) is not None:
            assert [(x, []) for x in read] == [convert(column, leaf(vr), value, True) for value in values]


@pytest.mark.parametrize("vr", sorted(GOOD))
def test_good_values_are_read_together(vr: str) -> None:
    assert read_together(leaf(vr), GOOD[vr] * 3) is not None


@pytest.mark.parametrize("vr", sorted(GOOD))
@pytest.mark.parametrize("odd", [b"", b"1\n2", b"nan", Bulk(70_000, None), b"9" * (LONGEST + 1)])
def test_one_odd_value_leaves_all_to_be_read_alone(vr: str, odd: bytes | Bulk) -> None:
    assert read_together(leaf(vr), [*GOOD[vr], odd]) is None


def test_curated_columns_of_what_varies_most_are_read_together() -> None:
    names = {
        "InstanceNumber",
        "ImagePositionPatient",
        "SliceLocation",
        "AcquisitionTime_us",
        "SOPInstanceUID",
    }
    for column in plain_columns("instance_row"):
        if column.name in names:
            vr = {"I": "IS", "A": "TM"}.get(column.name[0], "DS") if column.name != "SOPInstanceUID" else "UI"
            if column.name.startswith("Image"):
                vr = "DS"
            values = [value for value in GOOD[vr] if column.is_list or b"\\" not in value]
            found = read_together(leaf(vr), values)
            assert found is not None
            assert columns_of(column, found) is not None
            names.discard(column.name)
    assert not names
