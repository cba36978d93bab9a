"""One instance: its data set as pydicom reads it, its frames as stored values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.dicom.decode import PixelSpec, decode_frame, overlay_plane_in_pixels, require_possible
from pacslake.dicom.decode_colour import apply_palette, palette_from_dataset
from pacslake.errors import DecodeError, NotFoundError
from pacslake.pixels.inplace import FrameSource, frame_bytes, read_frame
from pacslake.pixels.rows import (
    DEFLATED,
    FrameRow,
    LakeLike,
    found_rows,
    frame_rows_of_instances,
    instance_frame_rows,
    instance_rows,
    source_of,
)

if TYPE_CHECKING:
    import pydicom

__all__ = ["Instance", "ModalityLut", "modality_lut", "open_instance", "open_versions"]


def open_instance(lake: LakeLike, uid: str) -> Instance:
    """An instance by SOPInstanceUID (its current version) or by `instance_version_id`.

    Raises:
        NotFoundError: nothing of that name in this snapshot.
    """
    found = lake.rows(
        "SELECT instance_version_id FROM instance_row "
        'WHERE instance_version_id = ? OR ("SOPInstanceUID" = ? AND is_current) LIMIT 1',
        [uid, uid],
    )
    if not found:
        raise NotFoundError(f"no instance {uid!r} in this snapshot (SOPInstanceUID or instance_version_id)")
    return Instance(lake, str(found[0][0]))


def open_versions(lake: LakeLike, ids: Sequence[str], *, frames: bool = False) -> dict[str, Instance]:
    """Instances by `instance_version_id`, found with one query for all of them; those that are not there lack.

    With `frames` the places of their frames are looked up too, with one query more.
    """
    out: dict[str, Instance] = {}
    found = found_rows(lake, ids)
    for id, row in found.items():
        out[id] = Instance(lake, id)
        out[id].row = row
    if frames:
        uris = {id: out[id].uri for id in out}
        for id, rows in frame_rows_of_instances(lake, found, uris).items():
            out[id]._frames = rows
    return out


class Instance:
    """One version of a SOP instance. Made by `lake.instance(uid)`."""

    def __init__(self, lake: LakeLike, instance_version_id: str) -> None:
        self.lake = lake
        self.instance_version_id = instance_version_id

    def __reduce__(self) -> tuple[type[Instance], tuple[LakeLike, str]]:
        return Instance, (self.lake, self.instance_version_id)

    def __repr__(self) -> str:
        return f"<pacslake.Instance {self.sop_instance_uid} {self.n_frames} frames>"

    @cached_property
    def row(self) -> dict[str, Any]:
        """What is needed to read the pixels, from the catalogue."""
        return instance_rows(self.lake, [self.instance_version_id])[self.instance_version_id]

    @property
    def sop_instance_uid(self) -> str:
        return str(self.row["SOPInstanceUID"])

    @cached_property
    def uri(self) -> str:
        """Where the original, or the lake's own copy of it, is."""
        from pacslake.pixels.rows import uri_of

        return uri_of(self.lake, self.row)

    @cached_property
    def _frames(self) -> list[FrameRow]:
        return instance_frame_rows(self.lake, self.row, self.uri)

    @property
    def n_frames(self) -> int:
        return len(self._frames)

    @cached_property
    def frames(self) -> list[dict[str, Any]]:
        """The rows of `frame`, in order: offsets, geometry, timing, rescale."""
        return self.lake.dicts(
            "SELECT * FROM frame WHERE instance_version_id = ? ORDER BY frame_index",
            [self.instance_version_id],
        )

    @cached_property
    def spec(self) -> PixelSpec:
        """The Image Pixel module.

        Raises:
            DecodeError: the instance has no pixels that can be read.
        """
        if self.row.get("pixel_keyword") is None:
            raise DecodeError(f"instance {self.sop_instance_uid} has no pixel data")
        return PixelSpec.from_mapping(self.row, keyword=self.row["pixel_keyword"])

    def dataset(self) -> pydicom.Dataset:
        """The whole data set, pixels included.

        Raises:
            SourceMissingError: the original is gone.
        """
        import pydicom

        from pacslake.source import open_bytes

        return pydicom.dcmread(BytesIO(open_bytes(self.uri)), force=True)

    def header(self) -> pydicom.Dataset:
        """The data set without its pixels."""
        import pydicom

        from pacslake.source import open_bytes

        return pydicom.dcmread(BytesIO(open_bytes(self.uri)), force=True, stop_before_pixels=True)

    def frame(self, index: int) -> np.ndarray:
        """Stored values of one frame, (row, column[, sample]).

        Raises:
            IndexError: there is no such frame.
            DecodeError: it cannot be decoded for certain.
        """
        if not 0 <= index < self.n_frames:
            raise IndexError(f"frame {index} of {self.n_frames}")
        row = self._frames[index]
        if row.offset is None and self.spec.is_encapsulated:
            return self._frames_of_stream()[index]
        return read_frame(self._ordered(source_of(row)))

    def pixels(self) -> np.ndarray:
        """Stored values of all frames, (frame, row, column[, sample]); colour as RGB, palettes as indices.

        Raises:
            DecodeError: there are none, or they cannot be decoded for certain.
            SourceMissingError, DamagedError: the original is gone or changed.
        """
        spec = self.spec
        if not self._frames:
            raise DecodeError(f"instance {self.sop_instance_uid} has no frames that were found")
        if self._frames[0].offset is None and spec.is_encapsulated:
            return np.stack(self._frames_of_stream())
        sources = [self._ordered(source_of(row)) for row in self._frames]
        for source in sources:
            require_possible(source.spec, source.held)
        out = np.empty((len(sources), *spec.shape), spec.dtype)
        for target, source in zip(out, sources, strict=True):
            target[...] = read_frame(source)
        return out

    def values(self) -> np.ndarray:
        """Real-world values, (frame, row, column): modality LUT, else each frame's own rescale."""
        from pacslake.pixels.volume import rescaled

        stored = self.pixels()
        if stored.ndim == 4:
            return stored
        lut = modality_lut(self.header()) if self.row.get("pixel_keyword") == "PixelData" else None
        if lut is not None:
            return lut.apply(stored)
        scales = [(f["RescaleSlope"] or 1.0, f["RescaleIntercept"] or 0.0) for f in self.frames]
        if len(set(scales)) == 1:
            return rescaled(stored, *scales[0])
        return np.stack(
            [s.astype(np.float64) * a + b for s, (a, b) in zip(stored, scales, strict=True)]
        ).astype("f4")

    def rgb(self) -> np.ndarray:
        """(frame, row, column, 3): colours of a PALETTE COLOR instance, or its samples where it is RGB.

        Raises:
            DecodeError: the instance is neither.
        """
        stored = self.pixels()
        if stored.ndim == 4:
            return stored
        header = self.header()
        palette = palette_from_dataset(header)
        if palette is None or self.spec.photometric_interpretation != "PALETTE COLOR":
            raise DecodeError(f"instance {self.sop_instance_uid} is no colour image")
        descriptor = header.RedPaletteColorLookupTableDescriptor
        return apply_palette(stored, palette, int(descriptor[1]))

    def overlays(self) -> dict[int, np.ndarray]:
        """Overlay planes by group number: (row, column), or (frame, row, column), of 0 and 1.

        Those of their own data element, and retired ones in unused bits of the pixels (PS3.3 C.9.2).
        """
        header = self.header()
        out: dict[int, np.ndarray] = {}
        for group in range(0x6000, 0x6020, 2):
            if (group, 0x0010) not in header:
                continue
            if (group, 0x3000) in header:
                out[group] = np.asarray(header.overlay_array(group))
            elif (group, 0x0102) in header and not self.spec.is_encapsulated:
                bit = int(header[group, 0x0102].value)
                planes = [
                    overlay_plane_in_pixels(frame_bytes(source_of(row)), self.spec, bit)
                    for row in self._frames
                ]
                out[group] = planes[0] if len(planes) == 1 else np.stack(planes)
        return out

    @cached_property
    def _swapped(self) -> bool:
        """Big endian 8-bit pixels written as words: only the VR in the file can tell."""
        spec = self.spec
        if (
            spec.is_encapsulated
            or spec.bits_allocated != 8
            or spec.transfer_syntax_uid != "1.2.840.10008.1.2.2"
        ):
            return False
        return PixelSpec.from_dataset(self.dataset()).word_swapped

    def _ordered(self, source: FrameSource) -> FrameSource:
        if not self._swapped:
            return source
        spec = replace(source.spec, word_swapped=True)
        span = spec.span(source.frame_index)
        start = int(self.row["pixel_offset"])
        return replace(
            source, spec=spec, offset=start + span.offset, length=span.length, bit_offset=span.bit_offset
        )

    def _frames_of_stream(self) -> list[np.ndarray]:
        """Frames of encapsulated pixel data whose borders the catalogue could not tell."""
        from pydicom.encaps import generate_frames

        from pacslake.source import open_bytes

        if self.spec.transfer_syntax_uid == DEFLATED:
            raise DecodeError(f"instance {self.sop_instance_uid} has pixel data that cannot be read")
        start, length = int(self.row["pixel_offset"]), int(self.row["pixel_length"])
        value = open_bytes(self.uri)[start : start + length]
        try:
            streams = list(generate_frames(value, number_of_frames=self.n_frames))
        except (ValueError, StopIteration) as error:
            raise DecodeError(
                f"the frames of instance {self.sop_instance_uid} cannot be told apart"
            ) from error
        if len(streams) != self.n_frames:
            raise DecodeError(
                f"instance {self.sop_instance_uid} has {len(streams)} frames in its pixel data, not {self.n_frames}"
            )
        return [decode_frame(stream, self.spec) for stream in streams]


@dataclass(frozen=True)
class ModalityLut:
    """A lookup table from stored values to the modality's own (PS3.3 C.11.1). `table` is (entry)."""

    first: int
    table: np.ndarray
    unit: str | None

    def apply(self, stored: np.ndarray) -> np.ndarray:
        """Values outside the table take its first or last entry."""
        place = np.clip(stored.astype(np.int64) - self.first, 0, len(self.table) - 1)
        return np.asarray(self.table[place])

    def same_as(self, other: ModalityLut) -> bool:
        return self.first == other.first and np.array_equal(self.table, other.table)


def modality_lut(header: Mapping[Any, Any] | Any) -> ModalityLut | None:
    """The Modality LUT of a data set, or None.

    Raises:
        DecodeError: it is there and cannot be read.
    """
    sequence = header.get("ModalityLUTSequence")
    if not sequence:
        return None
    item = sequence[0]
    try:
        entries, first, bits = (int(x) for x in item.LUTDescriptor)
        data = item.LUTData
        table = (
            np.frombuffer(data, np.uint8 if bits <= 8 and len(data) < 2 * (entries or 65536) else "<u2")
            if isinstance(data, (bytes, bytearray))
            else np.asarray(data, np.uint16)
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise DecodeError("the modality lookup table cannot be read") from error
    signed = int(header.get("PixelRepresentation") or 0)
    if signed and first >= 0x8000:  # US in a file that means SS
        first -= 0x10000
    return ModalityLut(first, table[: entries or 65536], str(item.get("ModalityLUTType") or "") or None)
