"""Frames: equal to pydicom where pydicom is right, right by arithmetic where it is not, refused when impossible."""

from __future__ import annotations

import time
import tracemalloc
import warnings
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file
from pydicom.encaps import generate_frames

from pacslake.dicom.decode import (
    PixelSpec,
    decode_frame,
    normalise_stored,
    overlay_plane_in_pixels,
    require_possible,
    unused_bits_in_use,
)
from pacslake.dicom.decode_colour import apply_palette, palette_from_dataset, ybr_full_to_rgb
from pacslake.dicom.decode_stream import colour_space_mismatch, read_stream_header
from pacslake.errors import DecodeError

EXPLICIT = "1.2.840.10008.1.2.1"
BIG = "1.2.840.10008.1.2.2"
RLE = "1.2.840.10008.1.2.5"
BASELINE = "1.2.840.10008.1.2.4.50"
LOSSLESS = "1.2.840.10008.1.2.4.70"
JPEG_LS = "1.2.840.10008.1.2.4.80"
J2K = "1.2.840.10008.1.2.4.90"


def all_frames(ds: pydicom.Dataset) -> np.ndarray:
    """Every frame by our decoder, found by pydicom."""
    spec = PixelSpec.from_dataset(ds)
    n = int(ds.get("NumberOfFrames") or 1)
    if spec.is_encapsulated:
        return np.stack([decode_frame(f, spec) for f in generate_frames(ds.PixelData, number_of_frames=n)])
    value = ds[spec.keyword].value
    spans = [spec.span(i) for i in range(n)]
    return np.stack(
        [decode_frame(value[s.offset : s.offset + s.length], spec, bit_offset=s.bit_offset) for s in spans]
    )


BUNDLED = [
    "CT_small.dcm", "MR_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm", "MR_small_expb.dcm",
    "MR_small_implicit.dcm", "MR_small_jpeg_ls_lossless.dcm", "MR_small_jp2klossless.dcm", "693_J2KR.dcm",
    "693_J2KI.dcm", "J2K_pixelrep_mismatch.dcm", "JPEG2000.dcm", "JPEG2000_UNC.dcm",
    "ExplVR_BigEnd.dcm", "OBXXXX1A.dcm", "OBXXXX1A_rle.dcm", "SC_rgb.dcm", "SC_rgb_16bit.dcm", "SC_rgb_32bit.dcm",
    "SC_rgb_rle.dcm", "SC_rgb_rle_2frame.dcm", "SC_rgb_rle_16bit.dcm", "SC_rgb_small_odd.dcm",
    "SC_rgb_small_odd_big_endian.dcm", "SC_ybr_full_422_uncompressed.dcm", "SC_ybr_full_uncompressed.dcm",
    "color-px.dcm", "color-pl.dcm", "examples_palette.dcm", "examples_rgb_color.dcm", "liver.dcm",
    "liver_nonbyte_aligned.dcm", "liver_expb_1frame.dcm", "rtdose.dcm", "rtdose_expb.dcm", "rtdose_rle.dcm",
    "rtdose_rle_1frame.dcm", "parametric_map_float.dcm", "parametric_map_double_float.dcm", "eCT_Supplemental.dcm",
    "image_dfl.dcm", "emri_small.dcm", "emri_small_RLE.dcm", "emri_small_big_endian.dcm",
    "emri_small_jpeg_2k_lossless.dcm", "emri_small_jpeg_ls_lossless.dcm", "JPEGLSNearLossless_08.dcm",
]  # fmt: skip


@pytest.mark.parametrize("name", BUNDLED)
def test_frames_equal_pydicoms_on_its_own_files(name: str) -> None:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip("not among pydicom's bundled files")
    ds = pydicom.dcmread(path)
    ours, theirs = all_frames(ds), ds.pixel_array
    if int(ds.get("NumberOfFrames") or 1) == 1:
        theirs = theirs[None]
    assert ours.dtype == theirs.dtype.newbyteorder("=")
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize(
    "name", ["SC_rgb_jpeg_dcmtk.dcm", "SC_rgb_dcmtk_+eb+cr.dcm", "examples_ybr_color.dcm"]
)
def test_colour_jpeg_within_one_level_of_pydicom(name: str) -> None:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip("not among pydicom's bundled files")
    ds = pydicom.dcmread(path)
    theirs = ds.pixel_array if int(ds.get("NumberOfFrames") or 1) > 1 else ds.pixel_array[None]
    assert np.abs(all_frames(ds).astype(int) - theirs.astype(int)).max() <= 1


@pytest.mark.corpus
def test_no_frame_of_the_corpus_differs_from_pydicoms(corpus: Path) -> None:
    compared = 0
    for folder in ("codecs-one-ct", "codecs-wg04", "pydicom-data-new", "odd-dcm4che", "cine-xa-us"):
        for path in sorted(p for p in (corpus / folder).rglob("*") if p.is_file()):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    ds = pydicom.dcmread(path)
                    theirs = ds.pixel_array
                except Exception:
                    continue  # not DICOM, or more than pydicom's plugins here can do
                if int(ds.get("NumberOfFrames") or 1) == 1:
                    theirs = theirs[None]
                ours = all_frames(ds)
            lossy_colour = ds.file_meta.TransferSyntaxUID == BASELINE and ds.SamplesPerPixel == 3
            assert np.abs(ours.astype("f8") - theirs.astype("f8")).max() <= (1 if lossy_colour else 0), (
                path.name
            )
            compared += 1
    assert compared >= 45


@pytest.mark.corpus
def test_lossless_syntaxes_of_one_ct_give_the_same_pixels(corpus: Path) -> None:
    folder = corpus / "codecs-one-ct"
    reference = pydicom.dcmread(
        folder / "CTImage.dcm_LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm"
    ).pixel_array
    names = (
        "JPEG2000LosslessOnly",
        "JPEGLSLossless",
        "Process14SV1",
        "Process14Transfer",
        "RLELossless",
        "Deflated",
        "BigEndian",
    )
    for name in names:
        (path,) = [p for p in folder.iterdir() if name in p.name]
        np.testing.assert_array_equal(all_frames(pydicom.dcmread(path))[0], reference, err_msg=name)


@pytest.mark.corpus
@pytest.mark.parametrize("kind", ["JPLL", "JLSL", "J2KR", "RLE"])
def test_lossless_wg04_samples_equal_their_references(corpus: Path, kind: str) -> None:
    checked = 0
    for path in sorted((corpus / "codecs-wg04" / kind).iterdir()):
        reference = corpus / "codecs-wg04" / "REF" / f"{path.name.split('_')[0]}_UNC"
        if reference.exists():
            ours = all_frames(pydicom.dcmread(path))[0]
            theirs = all_frames(pydicom.dcmread(reference))[0]
            np.testing.assert_array_equal(ours, theirs, err_msg=path.name)
            checked += 1
    assert checked >= 1


def spec(ts: str, rows: int, columns: int, **other: object) -> PixelSpec:
    return PixelSpec(ts, rows, columns, **other)  # type: ignore[arg-type]


RAMP = np.arange(-2000, 1100, 3100 / 1024).astype(np.int16)[:1024].reshape(32, 32)


@pytest.mark.parametrize("signed_stream", [True, False])
def test_sign_of_a_jpeg_2000_stream_does_not_count(signed_stream: bool) -> None:
    coded = RAMP if signed_stream else (RAMP & 0x1FFF).astype(np.uint16)
    stream = imagecodecs.jpeg2k_encode(coded, level=0, bitspersample=13, codecformat="j2k", reversible=True)
    s = spec(J2K, 32, 32, bits_stored=13, high_bit=12, pixel_representation=1)
    assert read_stream_header(stream).is_signed is signed_stream
    np.testing.assert_array_equal(decode_frame(stream, s), RAMP)


def test_jpeg_2000_of_fewer_bits_than_said_is_not_stretched() -> None:
    values = np.arange(1024, dtype=np.uint16).reshape(32, 32) * 9
    stream = imagecodecs.jpeg2k_encode(values, level=0, bitspersample=14, codecformat="j2k", reversible=True)
    np.testing.assert_array_equal(decode_frame(stream, spec(J2K, 32, 32)), values)


@pytest.mark.parametrize("ts, encode", [(JPEG_LS, "jpegls_encode"), (LOSSLESS, "ljpeg_encode")])
def test_signed_values_in_streams_that_know_no_sign(ts: str, encode: str) -> None:
    stream = (
        getattr(imagecodecs, encode)((RAMP & 0x1FFF).astype(np.uint16), bitspersample=13)
        if encode == "ljpeg_encode"
        else imagecodecs.jpegls_encode((RAMP & 0x1FFF).astype(np.uint16))
    )
    s = spec(ts, 32, 32, bits_stored=13, high_bit=12, pixel_representation=1)
    np.testing.assert_array_equal(decode_frame(stream, s), RAMP)


def test_cells_are_shifted_masked_and_sign_extended() -> None:
    cells = np.array([[0xF123 << 0, 0x0FFF]], np.uint16)
    signed = spec(EXPLICIT, 1, 2, bits_stored=12, high_bit=11, pixel_representation=1)
    assert decode_frame(cells.tobytes(), signed).tolist() == [[0x123, -1]]
    high = spec(EXPLICIT, 1, 2, bits_stored=12, high_bit=15)
    assert decode_frame(np.array([[0x1230, 0xFFFF]], "<u2").tobytes(), high).tolist() == [[0x123, 0xFFF]]


@given(
    st.integers(1, 16),
    st.integers(0, 15),
    st.booleans(),
    st.lists(st.integers(0, 65535), min_size=1, max_size=20),
)
@settings(max_examples=200, deadline=None)
def test_stored_values_by_arithmetic(bits: int, high: int, signed: bool, cells: list[int]) -> None:
    if high < bits - 1:
        return
    s = spec(EXPLICIT, 1, len(cells), bits_stored=bits, high_bit=high, pixel_representation=int(signed))
    expected = []
    for cell in cells:
        value = (cell >> (high + 1 - bits)) & ((1 << bits) - 1)
        expected.append(value - (1 << bits) if signed and value >> (bits - 1) else value)
    assert normalise_stored(np.array(cells, np.uint16).view(s.dtype).copy(), s).tolist() == expected


def test_overlay_in_unused_bits_is_masked_and_can_be_had() -> None:
    plane = np.tile(np.array([0, 1], np.uint16), 32).reshape(8, 8)
    values = np.arange(64, dtype=np.uint16).reshape(8, 8) * 60
    data = (values | plane << 12).tobytes()
    s = spec(EXPLICIT, 8, 8, bits_stored=12, high_bit=11)
    np.testing.assert_array_equal(decode_frame(data, s), values)
    np.testing.assert_array_equal(overlay_plane_in_pixels(data, s, 12), plane)
    assert unused_bits_in_use(data, s)
    assert not unused_bits_in_use(values.tobytes(), s)
    with pytest.raises(DecodeError, match="outside a cell"):
        overlay_plane_in_pixels(data, s, 16)


def test_sign_extended_cells_are_no_overlay() -> None:
    s = spec(EXPLICIT, 1, 3, bits_stored=12, high_bit=11, pixel_representation=1)
    assert not unused_bits_in_use(np.array([-5, 7, -2000], "<i2").tobytes(), s)
    assert not unused_bits_in_use(np.array([0x0FFB, 7, 3], "<u2").tobytes(), s)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 5), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_one_bit_frames_that_end_inside_a_byte(rows: int, columns: int, n: int, rng: object) -> None:
    bits = np.array([rng.randint(0, 1) for _ in range(n * rows * columns)], np.uint8)  # type: ignore[attr-defined]
    value = np.packbits(bits, bitorder="little").tobytes()
    s = spec(EXPLICIT, rows, columns, bits_allocated=1, bits_stored=1, high_bit=0)
    for i in range(n):
        span = s.span(i)
        frame = decode_frame(value[span.offset : span.offset + span.length], s, bit_offset=span.bit_offset)
        assert frame.ravel().tolist() == bits[i * rows * columns : (i + 1) * rows * columns].tolist()


def test_twelve_bits_packed() -> None:
    values = [0xABC, 0x123, 0xFFF, 0x001]
    number = sum(v << (12 * i) for i, v in enumerate(values))
    s = spec(EXPLICIT, 2, 2, bits_allocated=12, bits_stored=12, high_bit=11)
    assert decode_frame(number.to_bytes(6, "little"), s).ravel().tolist() == values


def test_planes_become_interleaved_and_big_endian_turns() -> None:
    planar = spec(EXPLICIT, 1, 2, samples_per_pixel=3, bits_allocated=8, bits_stored=8, high_bit=7,
                  planar_configuration=1, photometric_interpretation="RGB")  # fmt: skip
    assert decode_frame(bytes([1, 2, 11, 12, 21, 22]), planar).tolist() == [[[1, 11, 21], [2, 12, 22]]]
    assert decode_frame(b"\x01\x02\xff\xfe", spec(BIG, 1, 2, pixel_representation=1)).tolist() == [[258, -2]]


def test_ybr_by_the_equations_of_the_standard() -> None:
    ybr = np.array([[76, 85, 255], [150, 44, 21], [29, 255, 107], [255, 128, 128]], np.uint8)
    assert (
        np.abs(
            ybr_full_to_rgb(ybr).astype(int) - [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]
        ).max()
        <= 2
    )


@pytest.mark.parametrize("jfif_says, tag, mismatch", [("YBR", "RGB", True), ("YBR", "YBR_FULL_422", False)])
def test_the_streams_own_colour_space_wins(jfif_says: str, tag: str, mismatch: bool) -> None:
    picture = np.zeros((16, 16, 3), np.uint8)
    picture[...] = (250, 5, 5)
    stream = imagecodecs.jpeg8_encode(picture, level=95, colorspace="RGB", outcolorspace="YCBCR")
    s = spec(
        BASELINE,
        16,
        16,
        samples_per_pixel=3,
        bits_allocated=8,
        bits_stored=8,
        high_bit=7,
        photometric_interpretation=tag,
    )
    assert read_stream_header(stream).colour == jfif_says
    assert np.abs(decode_frame(stream, s).astype(int) - picture).max() <= 4
    assert colour_space_mismatch(stream, tag) is mismatch


def test_palette_stays_an_index_and_colours_can_be_had() -> None:
    ds = pydicom.dcmread(get_testdata_file("examples_palette.dcm", download=False))
    from pydicom.pixels import apply_color_lut

    index = all_frames(ds)[0]
    palette = palette_from_dataset(ds)
    assert index.ndim == 2 and palette is not None
    np.testing.assert_array_equal(apply_palette(index, palette), apply_color_lut(ds.pixel_array, ds))


def test_deflated_frame() -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = packed.compress(RAMP.tobytes()) + packed.flush()
    s = spec("1.2.840.10008.1.2.8.1", 32, 32, pixel_representation=1)
    np.testing.assert_array_equal(decode_frame(stream, s), RAMP)
    with pytest.raises(DecodeError):
        decode_frame(stream[:20], s)


HUGE = {"rows": 46341, "columns": 46341}


@pytest.mark.parametrize("ts", [EXPLICIT, RLE, BASELINE, LOSSLESS, JPEG_LS, J2K, "1.2.840.10008.1.2.8.1"])
def test_a_claim_that_the_bytes_cannot_hold_is_refused_before_allocation(ts: str) -> None:
    body = (
        imagecodecs.jpeg2k_encode(np.zeros((8, 8), np.uint16), codecformat="j2k") if ts == J2K else b"\0" * 64
    )
    data = (body + b"\0" * 8192)[:8192]
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(DecodeError):
        decode_frame(data, spec(ts, **HUGE))
    with pytest.raises(DecodeError):
        require_possible(spec(ts, **HUGE), len(data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20 and time.perf_counter() - began < 10


def test_a_stream_larger_than_the_data_set_says_is_refused() -> None:
    stream = imagecodecs.jpegls_encode(np.zeros((64, 64), np.uint16))
    with pytest.raises(DecodeError, match="64 x 64"):
        decode_frame(stream, spec(JPEG_LS, 8, 8))


@pytest.mark.parametrize("cut", [0, 1, 3, 10, 40, 100, 400])
@pytest.mark.parametrize(
    "ts, encode", [(BASELINE, "jpeg8_encode"), (JPEG_LS, "jpegls_encode"), (LOSSLESS, "ljpeg_encode")]
)
def test_streams_that_are_cut_raise_and_fill_nothing(ts: str, encode: str, cut: int) -> None:
    picture = np.random.default_rng(1).integers(0, 255, (40, 40)).astype(np.uint8)
    stream = getattr(imagecodecs, encode)(picture)
    s = spec(ts, 40, 40, bits_allocated=8, bits_stored=8, high_bit=7)
    with pytest.raises(DecodeError):
        decode_frame(stream[:cut], s)


def test_short_native_frame_says_how_short() -> None:
    with pytest.raises(DecodeError, match="312 of 512 bytes"):
        decode_frame(b"\0" * 312, spec(EXPLICIT, 16, 16))


@given(
    st.binary(max_size=300), st.sampled_from([RLE, BASELINE, LOSSLESS, JPEG_LS, J2K, "1.2.840.10008.1.2.8.1"])
)
@settings(max_examples=150, deadline=None)
def test_rubbish_raises_a_decode_error_and_nothing_else(data: bytes, ts: str) -> None:
    try:
        decode_frame(data, spec(ts, 4, 4))
    except DecodeError:
        return


def test_video_is_refused_by_name() -> None:
    with pytest.raises(DecodeError, match="video"):
        decode_frame(b"\0" * 100, spec("1.2.840.10008.1.2.4.102", 4, 4))


def test_missing_rows_say_which_attribute() -> None:
    with pytest.raises(DecodeError, match="Columns"):
        PixelSpec.from_mapping({"Rows": 4, "BitsAllocated": 16})
