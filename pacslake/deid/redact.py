"""Pixels with some of them blanked, and every other one as it was, bit for bit.

Native pixels are changed where they lie. Baseline JPEG keeps its stream: only the coefficients of the blocks that are to
go are set, so that no other block is coded anew. Other compressed frames are decoded, blanked and written without loss.

Sources: PS3.5 8 (native and encapsulated pixels), PS3.3 C.7.6.3 (Image Pixel module), PS3.15 E.3.1 (Clean Pixel Data).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from pacslake.dicom.decode import PixelSpec, decode_frame
from pacslake.dicom.decode_colour import palette_from_dataset
from pacslake.dicom.encode import encode_frame, native_frame
from pacslake.errors import DecodeError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["Redacted", "frames_of", "redact"]

EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
RLE, JPEG_LS, J2K = "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"
_DCT = frozenset({"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"})
_RAW = frozenset({RLE, JPEG_LS})
"""Syntaxes that know no colour of their own: components are stored as the data set says."""

CANNOT = "its pixels cannot be blanked"


@dataclass(frozen=True)
class Redacted:
    """New pixel data. `replace` and `remove` are attributes of the top level that go with it, by tag."""

    value: bytes
    encapsulated: bool
    syntax: str | None = None
    replace: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    remove: frozenset[int] = frozenset()


def frames_of(ds: Dataset) -> list[bytes]:
    """The bytes of each frame of Pixel Data (7FE0,0010). Raises DecodeError: they cannot be told apart."""
    from pydicom.encaps import generate_frames

    spec = PixelSpec.from_dataset(ds)
    n = int(ds.get("NumberOfFrames") or 1)
    value = ds.get("PixelData")
    if spec.keyword != "PixelData" or value is None:
        raise DecodeError("its pixels are not integers in Pixel Data (7FE0,0010)")
    if spec.is_encapsulated:
        try:
            frames = list(generate_frames(value, number_of_frames=n))
        except Exception as error:  # pydicom fails with exceptions of many kinds
            raise DecodeError(f"its frames cannot be told apart ({type(error).__name__})") from error
        if len(frames) != n:
            raise DecodeError(f"it has {len(frames)} of {n} frames")
        return frames
    if spec.bits_allocated not in (8, 16, 32) or (spec.frame_bits % 8 and n > 1):
        raise DecodeError(f"{CANNOT}: BitsAllocated is {spec.bits_allocated}")
    spans = [spec.span(i) for i in range(n)]
    if spans[-1].offset + spans[-1].length > len(value) or any(s.bit_offset for s in spans):
        raise DecodeError(f"its pixel data hold {len(value)} bytes, less than {n} frames")
    return [value[s.offset : s.offset + s.length] for s in spans]


def redact(
    ds: Dataset, masks: np.ndarray, *, value: bytes | None = None, fill: np.ndarray | None = None
) -> Redacted:
    """Blank pixels.

    Args:
        ds: the object, with its file meta information.
        masks: (row, column), True where a pixel goes, in all frames; or (frame, row, column).
        value: other bytes of native pixels to start from.
        fill: stored values for the masked pixels of one sample, (frame, row, column); black by default.

    Raises DecodeError: the pixels cannot be blanked for certain.
    """
    spec = PixelSpec.from_dataset(ds)
    frames = frames_of(ds)
    if masks.shape not in ((spec.rows, spec.columns), (len(frames), spec.rows, spec.columns)):
        raise DecodeError(f"{CANNOT}: a mask of {masks.shape} does not fit them")
    by_frame = list(masks) if masks.ndim == 3 else [masks] * len(frames)
    if not spec.is_encapsulated:
        return Redacted(
            _native(ds, spec, len(frames), by_frame, ds.PixelData if value is None else value, fill), False
        )
    if spec.transfer_syntax_uid in _DCT and spec.bits_allocated == 8 and fill is None:
        try:
            streams = [_blocks(f, m, spec) if m.any() else f for f, m in zip(frames, by_frame, strict=True)]
            return Redacted(_items(streams), True, remove=_OFFSETS)
        except DecodeError:
            pass  # a stream of a kind whose blocks cannot be set; decoded below, at the price of size
    return _again(ds, spec, frames, by_frame, fill)


_OFFSETS = frozenset({0x7FE00001, 0x7FE00002})


def _native(
    ds: Dataset, spec: PixelSpec, n: int, masks: list[np.ndarray], value: bytes, fill: np.ndarray | None
) -> bytes:
    """The bytes with the cells of masked pixels set; whatever lies behind the frames stays."""
    cells = bytearray(value)
    order = ">" if spec.transfer_syntax_uid == "1.2.840.10008.1.2.2" else "<"
    dtype = np.dtype(f"{order}{'i' if spec.pixel_representation else 'u'}{spec.bits_allocated // 8}")
    samples, half = spec.samples_per_pixel, spec.photometric_interpretation.endswith("_422")
    for i in range(n):
        span = spec.span(i)
        part = np.frombuffer(cells, np.uint8, span.length, span.offset)
        if spec.word_swapped:
            if span.length % 2:
                raise DecodeError(f"{CANNOT}: words of two bytes and an odd number of them")
            part[:] = part.view("<u2").byteswap().view(np.uint8)
        flat = part.view(dtype)
        dark = (
            () if fill is not None
            else _dark(ds, spec, decode_frame(value[span.offset : span.offset + span.length], spec))
        )  # fmt: skip
        if fill is not None:
            flat.reshape(spec.rows, spec.columns)[masks[i]] = fill[i][masks[i]]
        elif samples == 1:
            flat.reshape(spec.rows, spec.columns)[masks[i]] = dark[0]
        elif half and samples == 3:  # two brightnesses, then one pair of colours for both
            pairs = masks[i].reshape(spec.rows, spec.columns // 2, 2).any(axis=2)
            flat.reshape(spec.rows, spec.columns // 2, 4)[pairs] = (dark[0], dark[0], dark[1], dark[2])
        elif spec.planar_configuration == 1:
            for sample in range(samples):
                flat.reshape(samples, spec.rows, spec.columns)[sample][masks[i]] = dark[sample]
        else:
            flat.reshape(spec.rows, spec.columns, samples)[masks[i]] = dark
        if spec.word_swapped:
            part[:] = part.view("<u2").byteswap().view(np.uint8)
    return bytes(cells)


def _dark(ds: Dataset, spec: PixelSpec, frame: np.ndarray) -> tuple[int, ...]:
    """Stored values that are shown black."""
    kind = spec.photometric_interpretation
    if spec.samples_per_pixel > 1:
        middle = 1 << (spec.bits_stored - 1)
        return (0, middle, middle) if kind.startswith("YBR") else (0,) * spec.samples_per_pixel
    if kind == "PALETTE COLOR":
        palette = palette_from_dataset(ds)
        first = int(ds.RedPaletteColorLookupTableDescriptor[1]) if palette is not None else 0
        return (first + int(palette.sum(axis=-1, dtype=np.int64).argmin()) if palette is not None else 0,)
    signed = bool(spec.pixel_representation)
    if kind == "MONOCHROME1":
        return ((1 << (spec.bits_stored - signed)) - 1,)
    # The lowest of a signed type would spoil every window that is made from the values.
    return (int(frame.min()) if signed else 0,)


def _again(
    ds: Dataset, spec: PixelSpec, frames: list[bytes], masks: list[np.ndarray], fill: np.ndarray | None
) -> Redacted:
    """Decode, blank, and write without loss: in the same syntax where that has none, else uncompressed."""
    if spec.bits_allocated not in (8, 16, 32):
        raise DecodeError(f"{CANNOT}: BitsAllocated is {spec.bits_allocated}")
    same = spec.transfer_syntax_uid in (RLE, JPEG_LS, J2K) and spec.bits_allocated in (8, 16)
    raw = spec.transfer_syntax_uid in _RAW
    read = replace(spec, photometric_interpretation="RGB") if raw and spec.samples_per_pixel == 3 else spec
    shown = (
        spec
        if raw or spec.samples_per_pixel == 1
        else replace(spec, photometric_interpretation="RGB", planar_configuration=0)
    )
    blanked = []
    for i, (data, mask) in enumerate(zip(frames, masks, strict=True)):
        frame = np.array(decode_frame(data, read))
        if fill is not None:
            frame[mask] = fill[i][mask]
        else:
            dark = _dark(ds, shown, frame)
            frame[mask] = np.array(dark, frame.dtype) if frame.ndim == 3 else dark[0]
        blanked.append(frame)
    changes: dict[int, tuple[str, bytes]] = {}
    if spec.samples_per_pixel > 1:
        changes[0x00280004] = ("CS", shown.photometric_interpretation.encode())
        changes[0x00280006] = ("US", b"\0\0")
    if same:
        coded = replace(read, photometric_interpretation="RGB") if spec.samples_per_pixel > 1 else spec
        streams = [encode_frame(f, coded, spec.transfer_syntax_uid) for f in blanked]
        for stream, frame in zip(streams, blanked, strict=True):
            if not np.array_equal(decode_frame(stream, coded), frame):
                raise DecodeError(f"{CANNOT}: the coder did not give back what it was given")
        return Redacted(_items(streams), True, None, changes, _OFFSETS)
    value = b"".join(native_frame(f, spec.bits_allocated) for f in blanked)
    return Redacted(value, False, EXPLICIT_LITTLE, changes, _OFFSETS)


def _items(streams: list[bytes]) -> bytes:
    """Frames as items behind a Basic Offset Table, and the delimiter (PS3.5 A.4)."""
    from pydicom.encaps import encapsulate

    small = sum(map(len, streams)) < 1 << 31
    return encapsulate(streams, has_bot=small) + b"\xfe\xff\xdd\xe0\0\0\0\0"


# -- baseline JPEG ----------------------------------------------------------------------------------------


def _blocks(stream: bytes, mask: np.ndarray, spec: PixelSpec) -> bytes:
    """The stream with the blocks under the mask black and all other coefficients as they were.

    Raises DecodeError: blocks of this stream cannot be set, or another pixel would change.
    """
    try:
        import jpeglib
    except ImportError as error:
        raise DecodeError("no package here sets blocks of JPEG") from error
    try:
        with _as_path(stream) as path:
            image = jpeglib.read_dct(path)
            image.load()
        # Sampling factors are (vertical, horizontal) by component.
        unit = tuple(8 * int(f) for f in image.samp_factor.max(axis=0))
        gone = _units(mask, unit)
        planes = [p for p in (image.Y, image.Cb, image.Cr, image.K) if p is not None][
            : spec.samples_per_pixel
        ]
        colours = image.jpeg_color_space
        for k, plane in enumerate(planes):
            v, h = (int(f) for f in image.samp_factor[k])
            grown = np.repeat(np.repeat(gone, v, 0), h, 1)[: plane.shape[0], : plane.shape[1]]
            step = int(image.qt[image.quant_tbl_no[k]][0, 0])
            is_colour = k > 0 and "YC" in str(colours).upper()
            plane[grown] = 0
            if not is_colour:
                bright = spec.photometric_interpretation == "MONOCHROME1"
                plane[grown, 0, 0] = -(-1016 // step) if bright else -1024 // step
        image.markers = []  # comments, and what cameras write; what colours need is written anew
        with _as_path(b"") as path:
            image.write_dct(path)
            with open(path, "rb") as file:
                out = file.read()
    except DecodeError:
        raise
    except Exception as error:  # the binding fails with exceptions of many kinds
        raise DecodeError(f"blocks of this JPEG stream cannot be set ({type(error).__name__})") from error
    kept = ~np.repeat(np.repeat(gone, unit[0], 0), unit[1], 1)[: spec.rows, : spec.columns]
    if unit != (8, 8):  # decoders smooth colour across a block's edge, by one pixel
        kept = ~_grown(~kept, 2)
    before, after = decode_frame(stream, spec), decode_frame(out, spec)
    if not np.array_equal(before[kept], after[kept]):
        raise DecodeError("other pixels of this JPEG stream would change")
    return out


def _units(mask: np.ndarray, unit: tuple[int, ...]) -> np.ndarray:
    """Which units of so many rows and columns hold a masked pixel."""
    rows, columns = (-(-n // u) for n, u in zip(mask.shape, unit, strict=True))
    padded = np.zeros((rows * unit[0], columns * unit[1]), bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return np.asarray(padded.reshape(rows, unit[0], columns, unit[1]).any(axis=(1, 3)))


def _grown(mask: np.ndarray, by: int) -> np.ndarray:
    from scipy.ndimage import binary_dilation

    grown: np.ndarray = np.zeros(mask.shape, bool)
    binary_dilation(mask, np.ones((2 * by + 1, 2 * by + 1), bool), output=grown)
    return grown


@contextmanager
def _as_path(data: bytes) -> Iterator[str]:
    """A path with these bytes, for a library that takes no other: memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("frame")
        try:
            os.write(handle, data)
            yield f"/proc/self/fd/{handle}"
        finally:
            os.close(handle)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "frame.jpg")
        with open(path, "wb") as file:
            file.write(data)
        yield path
