"""Frames of stored values as bytes: native cells, or the stream of a transfer syntax. The way back of `decode`."""

from __future__ import annotations

import numpy as np

from pacslake.dicom.decode import PixelSpec
from pacslake.errors import DecodeError

__all__ = ["CANNOT", "encode_frame", "native_frame"]

RLE, JPEG_LS, J2K = "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"
HTJ2K, JPEG_LOSSLESS, JPEG_BASELINE = (f"1.2.840.10008.1.2.4.{n}" for n in (201, 57, 50))

CANNOT = "the object cannot be given in that transfer syntax"


def native_frame(frame: np.ndarray, bits_allocated: int) -> bytes:
    """Stored values (row, column[, sample]) as little endian cells."""
    if bits_allocated == 1:
        return np.packbits(frame.reshape(-1), bitorder="little").tobytes()
    return np.ascontiguousarray(frame, frame.dtype.newbyteorder("<")).tobytes()


def encode_frame(frame: np.ndarray, spec: PixelSpec, target: str, quality: int = 90) -> bytes:
    """One frame of stored values (row, column[, sample]) as a stream of a transfer syntax (PS3.5 8.2, annex A).

    Raises: DecodeError: that cannot be done without loss.
    """
    import imagecodecs
    from pydicom.pixels.encoders.base import get_encoder

    frame = np.ascontiguousarray(frame)
    if spec.bits_allocated not in (8, 16) or spec.keyword != "PixelData":
        raise DecodeError(CANNOT)
    try:
        if target == HTJ2K:
            return bytes(imagecodecs.htj2k_encode(frame, reversible=True))
        if target == JPEG_LOSSLESS and frame.ndim == 2:
            # The stream has no sign; the cell's low bits are what the reader takes (PS3.5 8.2.1).
            cells = frame.view(f"u{frame.dtype.itemsize}") & np.array(
                (1 << spec.bits_stored) - 1, f"u{frame.dtype.itemsize}"
            )
            return bytes(imagecodecs.ljpeg_encode(cells, bitspersample=spec.bits_stored))
        if target == J2K:
            # A signed cell with fewer bits is written whole: the codestream's sign stands at its own top bit.
            bits = 8 * frame.dtype.itemsize if frame.dtype.kind == "i" else spec.bits_stored
            return bytes(
                imagecodecs.jpeg2k_encode(
                    frame, codecformat="j2k", reversible=True, bitspersample=bits, mct=False
                )
            )
        if target == JPEG_BASELINE and frame.dtype == np.uint8:
            return bytes(imagecodecs.jpeg8_encode(frame, level=quality))
        if target in (RLE, JPEG_LS):
            from pydicom.uid import UID

            return bytes(
                get_encoder(UID(target)).encode(
                    frame, rows=spec.rows, columns=spec.columns, samples_per_pixel=spec.samples_per_pixel,
                    photometric_interpretation="RGB" if frame.ndim == 3 else spec.photometric_interpretation,
                    bits_allocated=spec.bits_allocated, bits_stored=spec.bits_stored, number_of_frames=1,
                    pixel_representation=spec.pixel_representation, planar_configuration=0,
                )
            )  # fmt: skip
    except Exception as error:  # codecs fail with exceptions of many kinds
        raise DecodeError(f"{CANNOT} ({type(error).__name__})") from error
    raise DecodeError(CANNOT)
