"""Masks out as a Segmentation object (PS3.3 A.51)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.codes import coded_term
from pacslake.derived.common_out import Algorithm, Sources, equipment, maker, new_uid, sources_of
from pacslake.derived.segmentation import Pixels, parse_segmentation
from pacslake.errors import UsageError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["SegmentSpec", "build_seg"]

IMAGE_POSITION = 0x00200032


@dataclass(frozen=True)
class SegmentSpec:
    """What to say of a segment. Terms are CodedTerm, (value, scheme, meaning), or an exact meaning.

    `algorithm_type`: AUTOMATIC, SEMIAUTOMATIC or MANUAL. Give the lesion's own `tracking_uid` when it was seen
    before; a new one is made otherwise.
    """

    label: str
    type: Any = "Mass"
    category: Any = ("49755003", "SCT", "Morphologically Altered Structure")
    region: Any = None
    algorithm_type: str = "AUTOMATIC"
    tracking_id: str | None = None
    tracking_uid: str | None = None


def build_seg(
    mask: npt.ArrayLike,
    volume: Any,
    segments: Sequence[SegmentSpec | str],
    *,
    fractional: bool = False,
    as_label_map: bool = False,
    algorithm: Algorithm | None = None,
    series_description: str = "Segmentation",
    series_number: int = 900,
    datasets: Sequence[Dataset] | None = None,
) -> Dataset:
    """A segmentation of a volume, ready for `lake.add`.

    Args:
        mask: (slice, row, column) on the volume's grid: 0 and 1 for one segment, or labels 1..n for n segments.
            Or (segment, slice, row, column), where segments may overlap. With `fractional`, values 0..1.
        volume: a `Volume`.
        segments: one per segment, in order; a text is a label with default codes.
        fractional: keep probabilities (8 bits) in place of 0 and 1.
        as_label_map: one frame a slice with a label a voxel (Label Map Segmentation), in place of a frame for each
            segment; small and quick with many segments, and not yet read by all programs. Segments must not overlap.
        algorithm: what made the mask.
        datasets: the images in ascending order, where `volume` does not know them itself.

    Empty frames are left out. Reading the object back gives the same mask, bit for bit (fractions within 1/255).

    Raises:
        UsageError: the mask's shape is not the volume's, labels and segments do not fit, or segments of a label map
            overlap.
        VolumeError: the volume has no exact geometry.

    Example:
        >>> seg = build_seg(v.values() > 200, v, [SegmentSpec("Bone", type="Bone")])   # doctest: +SKIP
        >>> lake.add(seg)                                                              # doctest: +SKIP
    """
    import highdicom as hd

    algorithm = maker(algorithm)
    specs = [SegmentSpec(s) if isinstance(s, str) else s for s in segments]
    sources = sources_of(volume, datasets)
    stacked = _stack(np.asarray(mask), sources.grid.shape, len(specs), fractional)
    if as_label_map and (fractional or (stacked.sum(axis=-1, dtype=np.uint16) > 1).any()):
        raise UsageError(
            "a label map holds one label a voxel: its segments neither overlap nor are fractional"
        )
    kind = "FRACTIONAL" if fractional else "LABELMAP" if as_label_map else "BINARY"
    seg = hd.seg.Segmentation(
        source_images=list(sources.datasets),
        pixel_array=_for_highdicom(stacked, sources, hd),
        segmentation_type=kind,
        segment_descriptions=[_describe(n, s, algorithm) for n, s in enumerate(specs, start=1)],
        series_instance_uid=new_uid(),
        series_number=series_number,
        sop_instance_uid=new_uid(),
        instance_number=1,
        content_label="SEGMENTATION",
        content_description=algorithm.note,
        series_description=series_description,
        **equipment(algorithm),  # type: ignore[arg-type]
    )
    return _ascending(seg, sources.grid.normal, hd)


def _ascending(seg: Any, normal: npt.NDArray[np.float64], hd: Any) -> Any:
    """The object with its frames ascending along the normal, segment by segment.

    ITK, and all that is built on it, takes the frames of a multi-frame object in their order for slices that ascend
    from the first along row x column, whatever their own positions say. highdicom writes them descending.
    """
    frames = parse_segmentation(seg).frames
    along = [(f.segment or 0, float(np.dot(f.position or (0, 0, 0), normal))) for f in frames]
    order = sorted(range(len(frames)), key=along.__getitem__)
    if order == list(range(len(frames))):
        return seg
    pixels = Pixels(seg)
    planes = np.stack([pixels.frame(n) for n in order])
    stored = np.packbits(planes.ravel(), bitorder="little") if pixels.spec.bits_allocated == 1 else planes
    data = stored.astype(stored.dtype.newbyteorder("<"), copy=False).tobytes()
    seg.PixelData = data + b"\0" * (len(data) % 2)
    groups = seg.PerFrameFunctionalGroupsSequence
    seg.PerFrameFunctionalGroupsSequence = [groups[n] for n in order]
    _count_again(seg)
    return hd.seg.Segmentation.from_dataset(seg, copy=False)


def _count_again(seg: Any) -> None:
    """Give the dimension of positions its numbers in the other direction, so that they ascend with the frames."""
    pointers = [item.DimensionIndexPointer for item in seg.DimensionIndexSequence]
    if IMAGE_POSITION not in pointers:
        return
    at = pointers.index(IMAGE_POSITION)
    contents = [g.FrameContentSequence[0] for g in seg.PerFrameFunctionalGroupsSequence]
    rows = [np.atleast_1d(c.DimensionIndexValues).tolist() for c in contents]
    last = max(row[at] for row in rows)
    for content, row in zip(contents, rows, strict=True):
        row[at] = last + 1 - row[at]
        content.DimensionIndexValues = row


def _stack(
    mask: npt.NDArray[Any], shape: tuple[int, int, int], n_segments: int, fractional: bool
) -> npt.NDArray[Any]:
    """The mask as (slice, row, column, segment) of uint8, or of float32 where fractional."""
    if n_segments < 1:
        raise UsageError("a segmentation needs at least one segment description")
    if mask.shape == shape and (fractional or mask.dtype == bool or n_segments == 1):
        parts = mask[None]
    elif mask.shape == shape:
        parts = mask[None] == np.arange(1, n_segments + 1)[:, None, None, None]
        if mask.max(initial=0) > n_segments:
            raise UsageError(
                f"the mask holds label {int(mask.max())}, but {n_segments} segments are described"
            )
    elif mask.ndim == 4 and mask.shape[1:] == shape:
        parts = mask
    else:
        raise UsageError(
            f"the mask has shape {mask.shape}; the volume's grid (slice, row, column) is {shape}"
        )
    if len(parts) != n_segments:
        raise UsageError(f"{n_segments} segments are described for {len(parts)} masks")
    if fractional:
        values = parts.astype(np.float32)
        if values.min(initial=0) < 0 or values.max(initial=0) > 1:
            raise UsageError("fractions lie between 0 and 1")
        return np.moveaxis(values, 0, -1)
    if parts.dtype != bool and not np.isin(np.unique(parts), (0, 1)).all():
        raise UsageError(
            "a mask of one segment holds 0 and 1; for labels, describe as many segments as there are"
        )
    return np.moveaxis(parts.astype(np.uint8), 0, -1)


def _for_highdicom(stacked: npt.NDArray[Any], sources: Sources, hd: Any) -> Any:
    """The array in the order of the source images, or with its own geometry where they are no plain slices."""
    if sources.one_file_a_slice:
        return stacked
    from highdicom.volume import ChannelDescriptor

    affine = sources.affine()[:, [2, 1, 0, 3]]  # highdicom's index is (slice, row, column)
    return hd.Volume(
        stacked,
        affine,
        coordinate_system="PATIENT",
        frame_of_reference_uid=sources.grid.frame_of_reference_uid,
        channels={ChannelDescriptor("SegmentNumber"): list(range(1, stacked.shape[-1] + 1))},
    )


def _describe(number: int, spec: SegmentSpec, algorithm: Algorithm) -> Any:
    import highdicom as hd

    manual = spec.algorithm_type == "MANUAL"
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=spec.label[:64],
        segmented_property_category=coded_term(spec.category).to_pydicom(),
        segmented_property_type=coded_term(spec.type).to_pydicom(),
        algorithm_type=spec.algorithm_type,
        algorithm_identification=None
        if manual
        else hd.AlgorithmIdentificationSequence(
            name=algorithm.name[:64], family=algorithm.family.to_pydicom(), version=algorithm.version[:64]
        ),
        tracking_id=spec.tracking_id or spec.label,
        tracking_uid=spec.tracking_uid or new_uid(),
        anatomic_regions=[coded_term(spec.region).to_pydicom()] if spec.region is not None else None,
    )
