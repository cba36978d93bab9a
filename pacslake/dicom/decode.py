"""Bytes of one frame in, array of stored values out. No files, no data sets, no catalogue.

A frame comes out as (row, column) or (row, column, sample), pixel-interleaved whatever PlanarConfiguration
says, in the smallest integer type that holds BitsAllocated, signed as PixelRepresentation says, with the
bits outside BitsStored masked. MONOCHROME1 and PALETTE COLOR values are left as they are; YBR becomes RGB.
PS3.5 section 8 and annex A; PS3.3 C.7.6.3.

What a header claims is checked against what the bytes can hold before anything is allocated.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from pacslake.dicom.decode_colour import expand_422, ybr_full_to_rgb, ybr_partial_to_rgb
from pacslake.dicom.decode_stream import StreamInfo, colour_space_mismatch, read_stream_header
from pacslake.errors import DecodeError

__all__ = [
    "NATIVE",
    "FrameSpan",
    "PixelSpec",
    "colour_space_mismatch",
    "decode_frame",
    "is_encapsulated",
    "normalise_stored",
    "overlay_plane_in_pixels",
    "require_possible",
    "unused_bits_in_use",
]

NATIVE = frozenset(
    {
        "1.2.840.10008.1.2",  # Implicit VR Little Endian
        "1.2.840.10008.1.2.1",  # Explicit VR Little Endian
        "1.2.840.10008.1.2.2",  # Explicit VR Big Endian
        "1.2.840.10008.1.2.1.99",  # Deflated Explicit VR Little Endian
        "1.2.840.113619.5.2",  # GE private: implicit VR with big endian pixels
    }
)
_BIG_ENDIAN = frozenset({"1.2.840.10008.1.2.2", "1.2.840.113619.5.2"})
_DEFLATED_FRAME = "1.2.840.10008.1.2.8.1"
_RLE = "1.2.840.10008.1.2.5"
_VIDEO_PREFIX = ("1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.101", "1.2.840.10008.1.2.4.102",
                 "1.2.840.10008.1.2.4.103", "1.2.840.10008.1.2.4.104", "1.2.840.10008.1.2.4.105",
                 "1.2.840.10008.1.2.4.106", "1.2.840.10008.1.2.4.107", "1.2.840.10008.1.2.4.108")  # fmt: skip

# How many samples one byte can stand for. RLE: a two-byte run gives 128 bytes. Deflate: at most 1032 to 1.
# Lossless JPEG: a bit a sample at least. DCT: two bits for each 64 samples of a block, twice that with
# subsampled colour. JPEG 2000 and JPEG-LS can say "all the same" in a few bytes, so they get an allowance.
_RLE_RATIO, _DEFLATE_RATIO, _LOSSLESS_RATIO, _DCT_RATIO, _OPEN_RATIO = 64, 1040, 8, 1024, 4096
_OPEN_ALLOWANCE = 64 * 1024 * 1024

Keyword = Literal["PixelData", "FloatPixelData", "DoubleFloatPixelData"]


def is_encapsulated(transfer_syntax_uid: str) -> bool:
    """Whether frames lie in items of their own (PS3.5 A.4) and not one after another."""
    return transfer_syntax_uid not in NATIVE


@dataclass(frozen=True, slots=True)
class FrameSpan:
    """Where a native frame lies in the value of the pixel data: bytes, and bits into the first of them."""

    offset: int
    length: int
    bit_offset: int = 0


@dataclass(frozen=True, slots=True)
class PixelSpec:
    """What is needed to read frames: the Image Pixel module (PS3.3 C.7.6.3) and the transfer syntax."""

    transfer_syntax_uid: str
    rows: int
    columns: int
    samples_per_pixel: int = 1
    bits_allocated: int = 16
    bits_stored: int = 16
    high_bit: int = 15
    pixel_representation: int = 0
    photometric_interpretation: str = "MONOCHROME2"
    planar_configuration: int = 0
    keyword: Keyword = "PixelData"
    word_swapped: bool = False  # 8-bit samples that were written as big endian 16-bit words

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any], *, keyword: Keyword | None = None) -> PixelSpec:
        """Take the spec from DICOM keywords, as a catalogue row or a dictionary holds them.

        Raises:
            DecodeError: Rows, Columns or another attribute that cannot be guessed is missing.
        """

        def need(name: str) -> int:
            value = row.get(name)
            if value is None:
                raise DecodeError(f"{name} is missing, so the pixel data cannot be read")
            return int(value)

        def whole(name: str, default: int) -> int:
            value = row.get(name)
            return default if value is None or value == "" else int(value)

        allocated = need("BitsAllocated")
        keyword = keyword or {32: "FloatPixelData", 64: "DoubleFloatPixelData"}.get(
            allocated if row.get("BitsStored") is None and row.get("PixelRepresentation") is None else 0,
            "PixelData",
        )  # type: ignore[assignment]
        stored = whole("BitsStored", allocated)
        return cls(
            transfer_syntax_uid=str(row.get("TransferSyntaxUID") or "1.2.840.10008.1.2"),
            rows=need("Rows"),
            columns=need("Columns"),
            samples_per_pixel=whole("SamplesPerPixel", 1),
            bits_allocated=allocated,
            bits_stored=stored,
            high_bit=whole("HighBit", stored - 1),
            pixel_representation=whole("PixelRepresentation", 0),
            photometric_interpretation=str(row.get("PhotometricInterpretation") or "MONOCHROME2"),
            planar_configuration=whole("PlanarConfiguration", 0),
            keyword=keyword or "PixelData",
            word_swapped=bool(row.get("word_swapped")),
        )

    @classmethod
    def from_dataset(cls, dataset: Any) -> PixelSpec:
        """Take the spec from a pydicom data set that was read from a file."""
        meta = getattr(dataset, "file_meta", None)
        names = ("Rows", "Columns", "SamplesPerPixel", "BitsAllocated", "BitsStored", "HighBit",
                 "PixelRepresentation", "PhotometricInterpretation", "PlanarConfiguration")  # fmt: skip
        row = {name: dataset.get(name) for name in names}
        row["TransferSyntaxUID"] = meta.get("TransferSyntaxUID") if meta is not None else None
        words: tuple[Keyword, ...] = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
        keyword = next((k for k in words if k in dataset), None)
        row["word_swapped"] = (
            row["TransferSyntaxUID"] in _BIG_ENDIAN
            and row["BitsAllocated"] == 8
            and keyword is not None
            and dataset.get_item(keyword).VR == "OW"
        )
        return cls.from_mapping(row, keyword=keyword)

    @property
    def is_encapsulated(self) -> bool:
        return is_encapsulated(self.transfer_syntax_uid)

    @property
    def shape(self) -> tuple[int, ...]:
        """(row, column), or (row, column, sample) in colour."""
        if self.samples_per_pixel > 1:
            return (self.rows, self.columns, self.samples_per_pixel)
        return (self.rows, self.columns)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the decoded array, in the machine's byte order."""
        if self.keyword != "PixelData":
            return np.dtype(np.float32 if self.keyword == "FloatPixelData" else np.float64)
        size = next((s for s in (1, 2, 4, 8) if self.bits_allocated <= 8 * s), 8)
        return np.dtype(f"{'i' if self.pixel_representation else 'u'}{size}")

    @property
    def frame_bits(self) -> int:
        """Bits that one native frame takes; frames of 1-bit images need not end on a byte."""
        samples = self.samples_per_pixel
        if self.photometric_interpretation.endswith("_422") and samples == 3 and not self.is_encapsulated:
            samples = 2
        return self.rows * self.columns * samples * self.bits_allocated

    def span(self, frame_index: int) -> FrameSpan:
        """Where native frame `frame_index` (from 0) lies in the value."""
        first = frame_index * self.frame_bits
        last = first + self.frame_bits
        if self.word_swapped:  # whole words, so that the bytes can be put back in order
            first_word = first // 16
            return FrameSpan(2 * first_word, 2 * ((last + 15) // 16 - first_word), first % 16)
        return FrameSpan(first // 8, (last + 7) // 8 - first // 8, first % 8)

    @property
    def reads_straight(self) -> bool:
        """Whether a native frame's bytes are its array: whole bytes, one order, no conversion of layout."""
        if self.is_encapsulated or self.word_swapped or self.bits_allocated not in (8, 16, 32, 64):
            return False
        if self.samples_per_pixel > 1 and (
            self.planar_configuration == 1 or self.photometric_interpretation.startswith("YBR")
        ):
            return False
        return self.bits_allocated == 8 or self.transfer_syntax_uid not in _BIG_ENDIAN


def require_possible(spec: PixelSpec, held: int) -> None:
    """Refuse a frame that `held` bytes cannot hold, before an array is made for it.

    Raises:
        DecodeError: Rows and Columns claim more than the bytes can give.
    """
    if not spec.is_encapsulated:
        if held * 8 < spec.frame_bits:
            raise DecodeError(f"the frame has {held} of {(spec.frame_bits + 7) // 8} bytes")
    elif spec.transfer_syntax_uid == _DEFLATED_FRAME:
        _refuse_unless_possible(spec, held, _DEFLATE_RATIO * 8)
    elif spec.transfer_syntax_uid == _RLE:
        _refuse_unless_possible(spec, held, _RLE_RATIO * (8 if spec.bits_allocated == 1 else 1))
    else:
        _refuse_unless_possible(spec, held, _OPEN_RATIO, _OPEN_ALLOWANCE)


def decode_frame(data: bytes | memoryview, spec: PixelSpec, *, bit_offset: int = 0) -> np.ndarray:
    """Decode one frame.

    Args:
        data: the frame's bytes: a slice of the pixel data, or the joined fragments of the frame.
        spec: the Image Pixel module and transfer syntax.
        bit_offset: for 1-bit and 12-bit images, where the frame starts within the first byte.

    Returns:
        (row, column) or (row, column, sample) of stored values, `spec.dtype`, writable or not.

    Raises:
        DecodeError: too few bytes, a claim beyond what the bytes can hold, a damaged stream, a stream that
            is not the size the data set says, or a transfer syntax that is not decoded (video).

    Example:
        >>> spec = PixelSpec("1.2.840.10008.1.2.1", rows=1, columns=2)
        >>> decode_frame(b"\\x01\\x00\\x02\\x00", spec).tolist()
        [[1, 2]]
    """
    if spec.rows < 1 or spec.columns < 1 or spec.samples_per_pixel < 1:
        raise DecodeError(f"a frame of {spec.rows} rows by {spec.columns} columns has no pixels")
    uid = spec.transfer_syntax_uid
    if not spec.is_encapsulated:
        return _decode_native(data, spec, bit_offset)
    data = bytes(data)
    if uid == _DEFLATED_FRAME:
        return _decode_native(_inflate(data, spec), spec, 0)
    if uid == _RLE:
        return _finish_colour(_decode_rle(data, spec), spec)
    if uid.startswith(_VIDEO_PREFIX):
        raise DecodeError(
            f"video (transfer syntax {uid}) is not decoded frame by frame; export the file itself"
        )
    return _decode_stream(data, spec)


# -- native ------------------------------------------------------------------------------------------------


def _decode_native(data: bytes | memoryview, spec: PixelSpec, bit_offset: int) -> np.ndarray:
    need = (spec.frame_bits + bit_offset + 7) // 8
    if len(data) < need:
        raise DecodeError(f"the frame has {len(data)} of {need} bytes")
    if spec.keyword != "PixelData":
        cells = np.frombuffer(data, _file_dtype(spec), spec.rows * spec.columns)
        return cells.astype(spec.dtype, copy=False).reshape(spec.shape)
    if spec.word_swapped:
        data = np.frombuffer(data, "<u2", len(data) // 2).byteswap().tobytes()[bit_offset // 8 :]
    if spec.bits_allocated == 1:
        return _unpack_bits(data, spec, bit_offset)
    if spec.bits_allocated == 12:
        return normalise_stored(_unpack_12(data, spec, bit_offset).reshape(spec.shape), spec)
    if spec.bits_allocated not in (8, 16, 32, 64):
        raise DecodeError(
            f"BitsAllocated {spec.bits_allocated} is not one that is read (1, 8, 12, 16, 32, 64)"
        )
    flat = np.frombuffer(data, _file_dtype(spec), spec.frame_bits // spec.bits_allocated)
    if flat.dtype.byteorder == ">":
        flat = flat.astype(flat.dtype.newbyteorder("="))
    return _finish_colour(normalise_stored(_interleave(flat, spec), spec), spec)


def _file_dtype(spec: PixelSpec) -> np.dtype[Any]:
    return spec.dtype.newbyteorder(">" if spec.transfer_syntax_uid in _BIG_ENDIAN else "<")


def _interleave(flat: np.ndarray, spec: PixelSpec) -> np.ndarray:
    if spec.samples_per_pixel == 1:
        return flat.reshape(spec.rows, spec.columns)
    if spec.photometric_interpretation.endswith("_422"):
        return expand_422(flat, spec.rows, spec.columns)
    if spec.planar_configuration == 1:
        planes = flat.reshape(spec.samples_per_pixel, spec.rows, spec.columns)
        return np.ascontiguousarray(np.moveaxis(planes, 0, -1))
    return flat.reshape(spec.shape)


def _unpack_bits(data: bytes | memoryview, spec: PixelSpec, bit_offset: int) -> np.ndarray:
    # The first pixel is the least significant bit of the first byte (PS3.5 8.1.1).
    count = spec.rows * spec.columns * spec.samples_per_pixel
    packed = np.frombuffer(data, np.uint8, (count + bit_offset + 7) // 8)
    bits = np.unpackbits(packed, bitorder="little")[bit_offset : bit_offset + count]
    return bits.reshape(spec.shape)


def _unpack_12(data: bytes | memoryview, spec: PixelSpec, bit_offset: int) -> np.ndarray:
    """12 bits a pixel without gaps (ACR-NEMA style): two pixels in three bytes, low bits first."""
    count = spec.rows * spec.columns * spec.samples_per_pixel
    packed = np.frombuffer(data, np.uint8, (12 * count + bit_offset + 7) // 8)
    bits = np.unpackbits(packed, bitorder="little")[bit_offset : bit_offset + 12 * count]
    weights = (1 << np.arange(12, dtype=np.uint16)).astype(np.uint16)
    return (bits.reshape(count, 12) * weights).sum(axis=1, dtype=np.uint16).view(spec.dtype)


def normalise_stored(pixels: np.ndarray, spec: PixelSpec) -> np.ndarray:
    """Take stored values out of their cells: shift down from HighBit, mask, extend the sign.

    Bits above and below hold nothing, or a retired overlay plane (PS3.5 8.1.1, PS3.3 C.9.2). Works in place
    where the array is writable and has `spec.dtype`.

    Args:
        pixels: any shape, cells as read.

    Returns:
        The same shape, `spec.dtype`.
    """
    width = 8 * spec.dtype.itemsize
    stored = min(max(spec.bits_stored, 1), width)
    low = max(spec.high_bit + 1 - stored, 0) if spec.high_bit < width else 0
    if spec.keyword != "PixelData" or (stored == width and low == 0):
        return pixels
    if not pixels.flags.writeable or pixels.dtype != spec.dtype:
        pixels = pixels.astype(spec.dtype)
    # Shifting up drops what lies above; shifting down again drops what lies below and extends the sign.
    up = spec.dtype.type(width - stored - low)
    np.left_shift(pixels, up, out=pixels)
    np.right_shift(pixels, spec.dtype.type(width - stored), out=pixels)
    return pixels


def unused_bits_in_use(data: bytes | memoryview, spec: PixelSpec) -> bool:
    """Whether a native frame has bits set outside BitsStored other than copies of the sign bit."""
    if spec.keyword != "PixelData" or spec.bits_allocated not in (8, 16, 32) or spec.is_encapsulated:
        return False
    if spec.bits_stored >= spec.bits_allocated:
        return False
    cells = np.frombuffer(data, _file_dtype(spec), spec.frame_bits // spec.bits_allocated).astype(spec.dtype)
    unsigned = cells.view(f"u{spec.dtype.itemsize}")
    low = max(spec.high_bit + 1 - spec.bits_stored, 0)
    outside = unsigned & np.array(~(((1 << spec.bits_stored) - 1) << low), np.int64).astype(unsigned.dtype)
    if low == 0:
        return bool(np.any((outside != 0) & (cells != normalise_stored(cells.copy(), spec))))
    return bool(np.any(outside))


def overlay_plane_in_pixels(data: bytes | memoryview, spec: PixelSpec, bit_position: int) -> np.ndarray:
    """A retired overlay plane out of one bit of the pixel cells (OverlayBitPosition, PS3.3 C.9.2).

    Returns:
        (row, column) of uint8, 0 or 1.

    Raises:
        DecodeError: the frame is compressed or short, or the bit lies outside the cell.
    """
    if spec.is_encapsulated or spec.bits_allocated not in (8, 16, 32):
        raise DecodeError("overlays in pixel cells can be read from uncompressed frames only")
    if not 0 <= bit_position < spec.bits_allocated:
        raise DecodeError(f"overlay bit {bit_position} lies outside a cell of {spec.bits_allocated} bits")
    need = (spec.frame_bits + 7) // 8
    if len(data) < need:
        raise DecodeError(f"the frame has {len(data)} of {need} bytes")
    cells = np.frombuffer(data, _file_dtype(spec), spec.rows * spec.columns)
    return ((cells >> bit_position) & 1).astype(np.uint8).reshape(spec.rows, spec.columns)


# -- run length and deflate --------------------------------------------------------------------------------


def _refuse_unless_possible(spec: PixelSpec, held: int, ratio: int, allowance: int = 0) -> None:
    """Refuse a claimed size that the bytes cannot hold, before anything is allocated for it."""
    samples = spec.rows * spec.columns * spec.samples_per_pixel
    if samples > max(held * ratio, allowance):
        raise DecodeError(
            f"the data set claims a frame of {spec.rows} x {spec.columns} with {spec.samples_per_pixel} "
            f"samples a pixel, which {held} compressed bytes cannot hold"
        )


def _inflate(data: bytes, spec: PixelSpec) -> bytes:
    need = (spec.frame_bits + 7) // 8
    _refuse_unless_possible(spec, len(data), _DEFLATE_RATIO * 8 // min(spec.bits_allocated, 8))
    try:
        out = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, need)
    except zlib.error as error:
        raise DecodeError("the deflated frame is damaged") from error
    if len(out) < need:
        raise DecodeError(f"the deflated frame holds {len(out)} of {need} bytes")
    return out


def _decode_rle(data: bytes, spec: PixelSpec) -> np.ndarray:
    """RLE Lossless (PS3.5 annex G): a segment for each byte of each sample, most significant first."""
    from rle.rle import decode_frame as rle_frame
    from rle.rle import decode_segment

    if len(data) < 64:
        raise DecodeError("the RLE frame ends inside its header of 64 bytes")
    if spec.bits_allocated not in (1, 8, 16, 32):
        raise DecodeError(f"RLE of BitsAllocated {spec.bits_allocated} is not defined")
    pixels, width = spec.rows * spec.columns, max(spec.bits_allocated // 8, 1)
    if spec.bits_allocated == 1:
        pixels = (pixels + 7) // 8
    _refuse_unless_possible(spec, len(data), _RLE_RATIO * (8 if spec.bits_allocated == 1 else 1))
    header = np.frombuffer(data, "<u4", 16)
    count, offsets = int(header[0]), header[1:].tolist()
    if count != spec.samples_per_pixel * width:
        raise DecodeError(f"the RLE frame has {count} segments, not {spec.samples_per_pixel * width}")
    bounds = [*offsets[:count], len(data)]
    for i in range(count):
        if not 64 <= bounds[i] <= bounds[i + 1] <= len(data):
            raise DecodeError(f"segment {i + 1} of the RLE frame lies outside it")
    try:
        raw = decode_segment(data[64:]) if spec.bits_allocated == 1 else None
        if raw is None:
            raw = rle_frame(data, pixels, spec.bits_allocated, "<")
    except ValueError as error:
        raise DecodeError(f"the RLE frame is damaged ({error})") from error
    if len(raw) < count * pixels:
        raise DecodeError(f"the RLE frame holds {len(raw)} of {count * pixels} bytes")
    if spec.bits_allocated == 1:
        return _unpack_bits(raw, spec, 0)
    # One plane after another, little endian.
    planes = np.frombuffer(raw, f"<u{width}", spec.samples_per_pixel * pixels).view(spec.dtype)
    if spec.samples_per_pixel == 1:
        out = planes.reshape(spec.shape)
    else:
        out = np.ascontiguousarray(planes.reshape(spec.samples_per_pixel, pixels).T).reshape(spec.shape)
    return normalise_stored(out, spec)


# -- JPEG families -----------------------------------------------------------------------------------------


def _decode_stream(data: bytes, spec: PixelSpec) -> np.ndarray:
    info = read_stream_header(data)
    if info.codec == "jpeg-xl":
        _refuse_unless_possible(spec, len(data), _OPEN_RATIO, _OPEN_ALLOWANCE)
        return _conform(_run("jpegxl_decode", data), spec, info)
    if (info.rows, info.columns, info.components) != (spec.rows, spec.columns, spec.samples_per_pixel):
        raise DecodeError(
            f"the compressed frame is {info.rows} x {info.columns} with {info.components} samples a pixel, "
            f"the data set says {spec.rows} x {spec.columns} with {spec.samples_per_pixel}"
        )
    ratio, allowance = {
        "jpeg": (_DCT_RATIO, 0),
        "jpeg-lossless": (_LOSSLESS_RATIO, 0),
    }.get(info.codec, (_OPEN_RATIO, _OPEN_ALLOWANCE))
    _refuse_unless_possible(spec, len(data), ratio, allowance)
    if not info.has_end_marker and info.codec in ("jpeg", "jpeg-lossless"):
        # libjpeg fills what is missing with grey and says nothing.
        raise DecodeError("the compressed frame is cut off: it has no end marker")
    if info.codec in ("jpeg", "jpeg-lossless"):
        return _decode_jpeg(data, spec, info)
    if info.codec == "jpeg-ls":
        return _finish_colour(_conform(_run("jpegls_decode", data), spec, info), spec)
    # OpenJPEG and OpenJPH undo the component transform; without one, three components are what was coded.
    pixels = _conform(_run("htj2k_decode" if info.codec == "htj2k" else "jpeg2k_decode", data), spec, info)
    if not info.component_transform and spec.photometric_interpretation in ("YBR_FULL", "YBR_FULL_422"):
        return ybr_full_to_rgb(pixels) if pixels.dtype == np.uint8 and pixels.ndim == 3 else pixels
    return pixels


def _run(name: str, data: bytes, **options: Any) -> np.ndarray:
    import imagecodecs

    try:
        return np.asarray(getattr(imagecodecs, name)(data, **options))
    except Exception as error:
        raise DecodeError(f"the compressed frame is damaged ({type(error).__name__})") from error


def _decode_jpeg(data: bytes, spec: PixelSpec, info: StreamInfo) -> np.ndarray:
    options: dict[str, Any] = {}
    if info.components == 3:
        coded = info.colour or ("YBR" if spec.photometric_interpretation.startswith("YBR") else "RGB")
        options = {"colorspace": "YCBCR" if coded == "YBR" else "RGB", "outcolorspace": "RGB"}
    return _conform(_run("jpeg8_decode", data, **options), spec, info)


def _conform(pixels: np.ndarray, spec: PixelSpec, info: StreamInfo) -> np.ndarray:
    """Bring a decoder's array to the shape, sign and type of the data set.

    A stream's own idea of sign does not count: JPEG and JPEG-LS have none, and JPEG 2000 streams often have
    the wrong one. The low bits are the value in two's complement of the precision (or of BitsStored where
    that is less); values are never stretched from the precision to BitsStored.
    """
    if pixels.size != spec.rows * spec.columns * spec.samples_per_pixel:
        raise DecodeError(f"the compressed frame decodes to {pixels.shape}, the data set says {spec.shape}")
    pixels = pixels.reshape(spec.shape)
    precision = info.precision or 8 * pixels.dtype.itemsize
    if precision > 8 * spec.dtype.itemsize:
        raise DecodeError(
            f"the compressed frame has {precision} bits, the data set says {spec.bits_allocated}"
        )
    bits = min(precision, spec.bits_stored) if spec.bits_stored > 1 else precision
    if pixels.dtype != spec.dtype:
        kind = f"{'i' if spec.pixel_representation else 'u'}{pixels.dtype.itemsize}"
        pixels = pixels.view(kind).astype(spec.dtype, copy=False)
    cell = PixelSpec(
        spec.transfer_syntax_uid, spec.rows, spec.columns, spec.samples_per_pixel,
        8 * spec.dtype.itemsize, bits, bits - 1, spec.pixel_representation,
    )  # fmt: skip
    return normalise_stored(pixels, cell)


# -- colour ------------------------------------------------------------------------------------------------


def _finish_colour(pixels: np.ndarray, spec: PixelSpec) -> np.ndarray:
    """YBR to RGB for layouts whose decoder knows no colour: native, RLE, JPEG-LS."""
    if pixels.ndim != 3 or pixels.dtype != np.uint8 or pixels.shape[-1] != 3:
        return pixels
    if spec.photometric_interpretation in ("YBR_FULL", "YBR_FULL_422"):
        return ybr_full_to_rgb(pixels)
    if spec.photometric_interpretation == "YBR_PARTIAL_422":
        return ybr_partial_to_rgb(pixels)
    return pixels
