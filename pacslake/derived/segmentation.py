"""A segmentation object (PS3.3 A.51, C.8.20) as plain facts, and its frames as arrays.

Frames are placed by their own positions. Their order says nothing: empty frames may be left out, and frames of
one segment may stand in any order. One-bit frames do not start on a byte (PS3.5 8.1.1, 8.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.codes import CodedTerm, first_code
from pacslake.dicom.decode import PixelSpec, decode_frame
from pacslake.errors import DecodeError

__all__ = ["Frame", "Pixels", "Segment", "Segmentation", "parse_segmentation"]

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Frame:
    """Where one frame lies. Positions in LPS mm, `spacing` between rows and between columns.

    `segment` is None in a label map. `tile` is (row, column) of its first pixel in the total matrix, from 0.
    `sources` are the images it was made from: SOP Instance UID and frame number (from 1) or None.
    """

    index: int
    segment: int | None
    position: tuple[float, ...] | None
    orientation: tuple[float, ...] | None
    spacing: tuple[float, ...] | None
    thickness: float | None
    spacing_between: float | None
    tile: tuple[int, int] | None
    sources: tuple[tuple[str, int | None], ...] = ()

    @property
    def place(self) -> tuple[object, ...] | None:
        """Equal for two frames at one place; None where the frame has no place of its own."""
        where = tuple(round(p, 4) for p in self.position) if self.position else None
        return None if where is None and self.tile is None else (where, self.tile)


@dataclass(frozen=True)
class Segment:
    """What the object says of a segment (PS3.3 C.8.20.4)."""

    number: int
    label: str | None
    description: str | None
    category: CodedTerm | None
    type: CodedTerm | None
    type_modifier: CodedTerm | None
    region: CodedTerm | None
    algorithm_type: str | None
    algorithm_name: str | None
    tracking_id: str | None
    tracking_uid: str | None
    display_lab: tuple[int, ...] | None


@dataclass(frozen=True)
class Segmentation:
    """A parsed segmentation without its pixels."""

    type: str
    fractional_type: str | None
    max_fraction: int
    overlap: str | None
    frame_of_reference_uid: str | None
    rows: int
    columns: int
    total_matrix: tuple[int, int] | None
    background: int | None
    segments: tuple[Segment, ...]
    frames: tuple[Frame, ...]
    source_series: tuple[str, ...]

    @property
    def is_label_map(self) -> bool:
        return self.type == "LABELMAP"

    def frames_of(self, number: int) -> list[Frame]:
        """The frames that may hold a segment; all frames of a label map."""
        return [f for f in self.frames if f.segment == number or (self.is_label_map and f.segment is None)]


def parse_segmentation(ds: Any) -> Segmentation:
    """The facts of a Segmentation or Label Map Segmentation data set.

    Raises: DecodeError where there is nothing to place frames by: no Rows, Columns or SegmentSequence.
    """
    kind = str(ds.get("SegmentationType") or "BINARY").upper()
    if "Rows" not in ds or "Columns" not in ds or "SegmentSequence" not in ds:
        raise DecodeError("a segmentation needs Rows, Columns and SegmentSequence; one of them is missing")
    background = _background(ds) if kind == "LABELMAP" else None
    described = [_segment(item) for item in ds.SegmentSequence if item.get("SegmentNumber") is not None]
    segments = tuple(s for s in described if kind != "LABELMAP" or not _is_background(s, background))
    matrix = ds.get("TotalPixelMatrixRows"), ds.get("TotalPixelMatrixColumns")
    return Segmentation(
        type=kind,
        fractional_type=_text(ds.get("SegmentationFractionalType")),
        max_fraction=int(ds.get("MaximumFractionalValue") or 255),
        overlap=_text(ds.get("SegmentsOverlap")),
        frame_of_reference_uid=_text(ds.get("FrameOfReferenceUID")),
        rows=int(ds.Rows),
        columns=int(ds.Columns),
        total_matrix=(int(matrix[0]), int(matrix[1])) if None not in matrix else None,  # type: ignore[arg-type]
        background=background,
        segments=segments,
        frames=tuple(_frames(ds, [s.number for s in segments], kind)),
        source_series=tuple(
            dict.fromkeys(
                str(item.SeriesInstanceUID)
                for item in ds.get("ReferencedSeriesSequence") or ()
                if item.get("SeriesInstanceUID")
            )
        ),
    )


def _background(ds: Any) -> int:
    """The value of a label map that means no segment: PixelPaddingValue, or 0 (PS3.3 C.8.20.2)."""
    value = ds.get("PixelPaddingValue")
    return int(value) if isinstance(value, int) else 0


def _is_background(segment: Segment, background: int | None) -> bool:
    """Some writers describe the background as a segment, under 0 or its code (DCM 125040, PS3.16)."""
    coded = segment.type is not None and (segment.type.scheme, segment.type.value) == ("DCM", "125040")
    return coded or segment.number in (0, background)


def _segment(item: Any) -> Segment:
    lab = item.get("RecommendedDisplayCIELabValue")
    algorithm = item.get("SegmentationAlgorithmIdentificationSequence")
    type_ = item.get("SegmentedPropertyTypeCodeSequence")
    return Segment(
        number=int(item.SegmentNumber),
        label=_text(item.get("SegmentLabel")),
        description=_text(item.get("SegmentDescription")),
        category=first_code(item, "SegmentedPropertyCategoryCodeSequence"),
        type=first_code(item, "SegmentedPropertyTypeCodeSequence"),
        type_modifier=first_code(type_[0], "SegmentedPropertyTypeModifierCodeSequence") if type_ else None,
        region=first_code(item, "AnatomicRegionSequence"),
        algorithm_type=_text(item.get("SegmentAlgorithmType")),
        algorithm_name=_text(item.get("SegmentAlgorithmName"))
        or (_text(algorithm[0].get("AlgorithmName")) if algorithm else None),
        tracking_id=_text(item.get("TrackingID")),
        tracking_uid=_text(item.get("TrackingUID")),
        display_lab=tuple(int(v) for v in lab) if lab is not None and len(lab) == 3 else None,
    )


def _frames(ds: Any, numbers: Sequence[int], kind: str) -> Iterator[Frame]:
    shared = (ds.get("SharedFunctionalGroupsSequence") or [None])[0]
    per_frame = ds.get("PerFrameFunctionalGroupsSequence")
    if not per_frame and str(ds.get("DimensionOrganizationType")) == "TILED_FULL":
        yield from _tiled_full(ds, numbers, kind, shared)
        return
    count = int(ds.get("NumberOfFrames") or 1)
    for index in range(count):
        own = per_frame[index] if per_frame is not None and index < len(per_frame) else None
        measures = _group(own, shared, "PixelMeasuresSequence")
        position = _group(own, shared, "PlanePositionSequence")
        orientation = _group(own, shared, "PlaneOrientationSequence")
        slide = _group(own, shared, "PlanePositionSlideSequence")
        yield Frame(
            index=index,
            segment=None if kind == "LABELMAP" else _segment_of(own, shared, numbers),
            position=_floats(position, "ImagePositionPatient", 3),
            orientation=_floats(orientation, "ImageOrientationPatient", 6),
            spacing=_floats(measures, "PixelSpacing", 2),
            thickness=_float(measures, "SliceThickness"),
            spacing_between=_float(measures, "SpacingBetweenSlices"),
            tile=_tile(slide),
            sources=tuple(_sources(_derivations(own, shared))),
        )


def _tiled_full(ds: Any, numbers: Sequence[int], kind: str, shared: Any) -> Iterator[Frame]:
    """Tiles in their implied order: columns, rows, then segments (PS3.3 C.7.6.17.3)."""
    rows, columns = int(ds.Rows), int(ds.Columns)
    down = -(-int(ds.TotalPixelMatrixRows) // rows)
    across = -(-int(ds.TotalPixelMatrixColumns) // columns)
    measures = _group(None, shared, "PixelMeasuresSequence")
    spacing = _floats(measures, "PixelSpacing", 2)
    for index in range(int(ds.get("NumberOfFrames") or 1)):
        layer, at = divmod(index, down * across)
        number = numbers[layer % len(numbers)] if numbers and kind != "LABELMAP" else None
        row, column = divmod(at, across)
        yield Frame(index, number, None, None, spacing, None, None, (row * rows, column * columns))


def _group(own: Any, shared: Any, keyword: str) -> Any:
    """The functional group of a frame, its own before the shared one; None where there is none."""
    for groups in (own, shared):
        sequence = groups.get(keyword) if groups is not None else None
        if sequence:
            return sequence[0]
    return None


def _segment_of(own: Any, shared: Any, numbers: Sequence[int]) -> int | None:
    item = _group(own, shared, "SegmentIdentificationSequence")
    number = item.get("ReferencedSegmentNumber") if item is not None else None
    if isinstance(number, int):
        return number
    # A single segment leaves no doubt; of several, the frame belongs to none for certain.
    return numbers[0] if len(numbers) == 1 else None


def _tile(slide: Any) -> tuple[int, int] | None:
    if slide is None:
        return None
    row, column = (slide.get(f"{axis}PositionInTotalImagePixelMatrix") for axis in ("Row", "Column"))
    return (int(row) - 1, int(column) - 1) if row is not None and column is not None else None


def _derivations(own: Any, shared: Any) -> Iterator[Any]:
    for groups in (own, shared):
        found = groups.get("DerivationImageSequence") if groups is not None else None
        if found:
            yield from found
            return


def _sources(derivations: Iterator[Any]) -> Iterator[tuple[str, int | None]]:
    for item in derivations:
        for source in item.get("SourceImageSequence") or ():
            uid = source.get("ReferencedSOPInstanceUID")
            frames = source.get("ReferencedFrameNumber")
            if uid:
                first = frames if isinstance(frames, int) or frames is None else frames[0]
                yield str(uid), int(first) if first is not None else None


def _floats(item: Any, keyword: str, n: int) -> tuple[float, ...] | None:
    value = item.get(keyword) if item is not None else None
    try:
        found = tuple(float(v) for v in value or ())
    except (TypeError, ValueError):
        return None
    return found if len(found) == n and all(np.isfinite(found)) else None


def _float(item: Any, keyword: str) -> float | None:
    value = item.get(keyword) if item is not None else None
    try:
        return float(value) if value is not None else None
    except (TypeError, ValueError):
        return None


def _text(value: Any) -> str | None:
    text = str(value).strip() if value is not None else ""
    return text or None


class Pixels:
    """The frames of a segmentation data set, one at a time, whatever the transfer syntax.

    Native frames are cut out of the value; nothing but the frame asked for is unpacked.
    """

    def __init__(self, ds: Any) -> None:
        self.spec = PixelSpec.from_dataset(ds)
        self.n_frames = int(ds.get("NumberOfFrames") or 1)
        self._ds = ds
        self._value = memoryview(ds.get("PixelData") or b"") if not self.spec.is_encapsulated else None

    def frame(self, index: int) -> Array:
        """Frame `index` (from 0) as (row, column) of stored values.

        Raises: DecodeError: the pixel data ends before the frame does, or cannot be decoded.
        """
        if self._value is not None:
            span = self.spec.span(index)
            data = self._value[span.offset : span.offset + span.length]
            if len(data) < span.length:
                raise DecodeError(
                    f"frame {index} ends after the pixel data: {len(data)} of {span.length} bytes are there"
                )
            return decode_frame(data, self.spec, bit_offset=span.bit_offset)
        from pydicom.encaps import get_frame

        extended: dict[str, Any] = {}
        if "ExtendedOffsetTable" in self._ds:
            extended["extended_offsets"] = (self._ds.ExtendedOffsetTable, self._ds.ExtendedOffsetTableLengths)
        try:
            item = get_frame(self._ds.PixelData, index, number_of_frames=self.n_frames, **extended)
        except ValueError as error:
            raise DecodeError(f"frame {index} is not found in the encapsulated pixel data") from error
        return decode_frame(item, self.spec)
