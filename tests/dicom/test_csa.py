"""Siemens' private header: both layouts as they are documented, and bytes that are none."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacslake.dicom.csa import image_header, read_csa, slice_positions


def csa(tags: dict[str, list[str]], second: bool) -> bytes:
    """A header with these tags, in the layout with or without `SV10`."""
    out = b"SV10\x04\x03\x02\x01" if second else b""
    out += struct.pack("<II", len(tags), 77)
    first = None
    for name, items in tags.items():
        padded = items + [""] * (6 - len(items) if items else 0)  # real headers write six items or more
        first = len(padded) if first is None else first
        out += struct.pack("<64si4siii", name.encode(), len(items), b"IS\0\0", 6, len(padded), 77)
        for item in padded:
            text = item.encode() + b"\0" if item else b""
            x0, x1 = (len(text), len(text)) if second else (len(text) + first, 0)
            out += struct.pack("<4i", x0, x1, 77, 0) + text + b"\0" * (-len(text) % 4)
    return out


TAGS = {
    "EchoLinePosition": ["32"],
    "NumberOfImagesInMosaic": ["36"],
    "SliceNormalVector": ["0.0", "0.1236", "0.9923"],
    "MosaicRefAcqTimes": ["0.0", "1600.0"],
    "B_value": [],
}


@pytest.mark.parametrize("second", [True, False], ids=["SV10", "old"])
def test_both_layouts(second: bool) -> None:
    data = csa(TAGS, second)
    assert read_csa(data) == {name: tuple(items) for name, items in TAGS.items()}
    header = image_header(data)
    assert header.images_in_mosaic == 36
    assert header.slice_normal == (0.0, 0.1236, 0.9923)
    assert header.mosaic_ref_acq_times_ms == (0.0, 1600.0)
    assert header.b_value is None and header.phase_encoding_positive is None


@pytest.mark.parametrize("second", [True, False])
def test_cut_off_header_gives_what_stands_before(second: bool) -> None:
    data = csa(TAGS, second)
    whole = read_csa(data)
    for length in range(0, len(data), 7):
        for name, items in read_csa(data[:length]).items():
            assert whole[name][: len(items)] == items


@given(st.binary(max_size=400))
def test_other_bytes_never_raise(data: bytes) -> None:
    read_csa(data)
    read_csa(b"SV10\x04\x03\x02\x01" + data)
    image_header(data)


def test_a_number_that_is_none_is_left_out() -> None:
    assert image_header(csa({"NumberOfImagesInMosaic": ["many"]}, True)).images_in_mosaic is None


def test_slice_positions_of_the_protocol() -> None:
    text = (
        "junk ### ASCCONV BEGIN ###\n"
        "sSliceArray.lSize\t = \t2\n"
        "sSliceArray.asSlice[0].sPosition.dTra\t = \t16.0\n"
        "sSliceArray.asSlice[1].sPosition.dSag\t = \t-2.5\n"
        "sSliceArray.asSlice[1].sPosition.dTra\t = \t28.0\n"
        "### ASCCONV END ###"
    )
    assert slice_positions(text.encode()) == ((0.0, 0.0, 16.0), (-2.5, 0.0, 28.0))
    assert slice_positions(b"nothing") == ()
