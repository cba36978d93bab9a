"""Derived objects where they lie: the data set without its pixels, frames one by one at their offset.

A segmentation of 12,000 frames takes seconds to parse; the catalogue already knows where each frame lies, which
segment it is of and where its bytes are, so a mask reads its own frames and nothing else.
"""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.segmentation import Frame
from pacslake.dicom.decode import PixelSpec, decode_frame
from pacslake.errors import DecodeError

if TYPE_CHECKING:
    from pacslake.derived.protocols import LakeLike
    from pacslake.pixels.instance import Instance

__all__ = ["StoredPixels", "data_set", "stored_frames"]

MAP_FROM = 64 * 1024 * 1024
"""Bytes from which on a file is mapped and not read: only its header is then in memory."""

_DEFLATED = "1.2.840.10008.1.2.1.99"
_LITTLE = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")

_FRAMES = """
SELECT frame_index, "ReferencedSegmentNumber", "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing",
    "SliceThickness", "SpacingBetweenSlices"
FROM frame
WHERE instance_version_id = ? AND (? IS NULL OR "ReferencedSegmentNumber" = ?)
ORDER BY frame_index
"""


def data_set(instance: Instance) -> Any:
    """The object's data set: as plain items where the scanner read it whole, else as pydicom reads it."""
    from pacslake.dicom.items import items_of
    from pacslake.dicom.scan import scan

    found = items_of(scan(_bytes(instance.uri)))
    return instance.dataset() if found is None else found


def _bytes(uri: str) -> Any:
    from pacslake.source import open_bytes
    from pacslake.source.opening import local_file

    path = local_file(uri)
    if path is None or path.stat().st_size < MAP_FROM:
        return open_bytes(uri)
    with open(path, "rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


class StoredPixels:
    """The frames of an object of the lake, read from its file one at a time."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self.spec: PixelSpec = instance.spec
        self._start = instance.row["pixel_offset"]
        # Native little endian frames lie at places that arithmetic gives; all others go by the rows of `frame`.
        self._plain = self.spec.transfer_syntax_uid in _LITTLE and self._start is not None

    def frame(self, index: int) -> npt.NDArray[Any]:
        """Frame `index` (from 0) as (row, column) of stored values.

        Raises: DecodeError: the pixel data ends before the frame does, or cannot be decoded.
        """
        if not self._plain:
            try:
                return self._instance.frame(index)
            except IndexError:
                raise DecodeError(f"the pixel data has no frame {index}") from None
        from pacslake.source import read_range

        span = self.spec.span(index)
        if span.offset + span.length > int(self._instance.row["pixel_length"] or 0):
            raise DecodeError(f"frame {index} ends after the pixel data")
        data = read_range(self._instance.uri, int(self._start) + span.offset, span.length)
        return decode_frame(data, self.spec, bit_offset=span.bit_offset)


def stored_frames(
    lake: LakeLike, instance_version_id: str, number: int | None, *, label_map: bool = False
) -> list[Frame] | None:
    """The frames of a segment, or of all for None, as the catalogue places them.

    None where it does not place them: tiles of a slide, and frames known by their source image alone.
    """
    wanted = None if label_map else number
    rows = lake.rows(_FRAMES, [instance_version_id, wanted, wanted])
    if any(
        position is None or direction is None or spacing is None
        for _, _, position, direction, spacing, *_ in rows
    ):
        return None
    return [
        Frame(
            index=int(index),
            segment=None if label_map or segment is None else int(segment),
            position=tuple(position),
            orientation=tuple(direction),
            spacing=tuple(spacing),
            thickness=thickness,
            spacing_between=between,
            tile=None,
        )
        for index, segment, position, direction, spacing, thickness, between in rows
        if np.isfinite((*position, *direction, *spacing)).all()
    ]
