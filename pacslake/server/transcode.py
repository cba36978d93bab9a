"""Objects in another transfer syntax: uncompressed for whoever asks for nothing else, lossless where asked.

Pixels are decoded by our own decoder and written as DICOM says native or encapsulated pixels look; every other element
goes through as it is. Bytes that need no change are never rewritten.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pacslake.dicom.decode import NATIVE
from pacslake.dicom.encode import CANNOT, HTJ2K, J2K, JPEG_LOSSLESS, JPEG_LS, RLE, encode_frame, native_frame
from pacslake.errors import DecodeError
from pacslake.network.objects import to_little_endian

if TYPE_CHECKING:
    from pacslake.pixels import Instance

__all__ = ["TARGETS", "as_file", "transcoded"]

EXPLICIT_LITTLE, IMPLICIT_LITTLE = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2"

TARGETS = (EXPLICIT_LITTLE, JPEG_LS, J2K, RLE, HTJ2K, JPEG_LOSSLESS)
"""What whole objects are written in: lossless only, so that no copy is worse than its original."""

MOST_BYTES = 2 << 30
"""Pixels above this are given as they are stored."""


def as_file(data: bytes, syntax: str, dataset_offset: int | None, has_preamble: bool | None) -> bytes:
    """The bytes of a DICOM file with an empty preamble; without file meta one is made (PS3.10 7.1).

    A preamble may be another program's file, so none goes out.
    """
    if has_preamble:
        return bytes(128) + data[128:] if any(data[:128]) else data
    from pacslake.network.objects import first_uids
    from pacslake.network.spool import file_head

    body = data[dataset_offset or 0 :]
    sop_class, sop_instance = first_uids(body[:8192], syntax) or ("", "")
    return file_head(sop_class, sop_instance, syntax) + body


def transcoded(instance: Instance, data: bytes, target: str) -> bytes:
    """A DICOM file of the same object in another transfer syntax.

    Args:
        data: the bytes of the file as it is stored.

    Raises: DecodeError: that cannot be done without loss or for certain.
    """
    import pydicom
    from pydicom.uid import UID

    if target not in TARGETS:
        raise DecodeError(CANNOT)
    try:
        dataset = pydicom.dcmread(io.BytesIO(data), force=True)
        to_little_endian(dataset)
        has_pixels = "PixelData" in dataset
        source = str(instance.row["TransferSyntaxUID"] or IMPLICIT_LITTLE)
        if has_pixels and (source not in NATIVE or target != EXPLICIT_LITTLE or source not in _LITTLE):
            _put_pixels(dataset, instance, target)
        elif not has_pixels:
            target = EXPLICIT_LITTLE
        if not hasattr(dataset, "file_meta"):
            dataset.file_meta = pydicom.dataset.FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = UID(target)
        dataset.preamble = bytes(128)
        out = io.BytesIO()
        dataset.save_as(out, implicit_vr=False, little_endian=True, enforce_file_format=True)
    except DecodeError:
        raise
    except Exception as error:  # pydicom fails with exceptions of many kinds
        raise DecodeError(f"{CANNOT} ({type(error).__name__})") from error
    return out.getvalue()


_LITTLE = frozenset({EXPLICIT_LITTLE, IMPLICIT_LITTLE, "1.2.840.10008.1.2.1.99"})


def _put_pixels(dataset: Any, instance: Instance, target: str) -> None:
    from pydicom.encaps import encapsulate

    spec = instance.spec
    if spec.frame_bits // 8 * max(instance.n_frames, 1) > MOST_BYTES:
        raise DecodeError("its pixels are too large to be decoded at once")
    pixels = instance.pixels()
    if spec.samples_per_pixel == 3 and "YBR" in spec.photometric_interpretation:
        dataset.PhotometricInterpretation = "RGB"
    if spec.samples_per_pixel > 1:
        dataset.PlanarConfiguration = 0
    for name in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        if name in dataset:
            delattr(dataset, name)
    if target == EXPLICIT_LITTLE:
        value = b"".join(native_frame(frame, spec.bits_allocated) for frame in pixels)
        if spec.bits_allocated == 1:
            import numpy as np

            value = np.packbits(pixels.reshape(-1), bitorder="little").tobytes()
        dataset.PixelData = value + b"\0" * (len(value) % 2)
        dataset["PixelData"].VR = "OB" if spec.bits_allocated <= 8 else "OW"
        dataset["PixelData"].is_undefined_length = False
        return
    frames = [encode_frame(frame, spec, target) for frame in pixels]
    dataset.PixelData = encapsulate(frames, has_bot=sum(map(len, frames)) < 1 << 31)
    dataset["PixelData"].VR = "OB"
    dataset["PixelData"].is_undefined_length = True
