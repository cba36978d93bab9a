"""Measurements out as a structured report after TID 1500 (PS3.16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacslake.derived.codes import CodedTerm, coded_term
from pacslake.derived.common_out import Algorithm, maker, new_uid, sources_of
from pacslake.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from pydicom.dataset import Dataset

__all__ = ["MeasurementSpec", "Outline", "build_sr"]

_UNIT_MEANINGS = {
    "ml": "milliliter",
    "mm": "millimeter",
    "mm2": "square millimeter",
    "mm3": "cubic millimeter",
    "cm": "centimeter",
    "[hnsf'U]": "Hounsfield unit",
    "{SUVbw}g/ml": "Standardized Uptake Value body weight",
    "%": "percent",
    "1": "no units",
    "deg": "degree",
    "{pixels}": "pixels",
}


@dataclass(frozen=True)
class Outline:
    """What was drawn (PS3.3 C.18.9.1.2): POINT, POLYLINE, POLYGON or ELLIPSE (ends of the major, then the minor axis).

    `points` are (x, y, z) in LPS mm of the frame of reference. A polygon is closed here.
    """

    graphic_type: str
    points: Sequence[Sequence[float]]
    frame_of_reference_uid: str

    @property
    def is_region(self) -> bool:
        """Whether it encloses what was measured (TID 1410), and is not a line or a point (TID 1501)."""
        return self.graphic_type in ("POLYGON", "ELLIPSE")

    def data(self) -> np.ndarray:
        """(n, 3); of a polygon the first point comes again at the end."""
        import numpy as np

        points = [list(p) for p in self.points]
        return np.array([*points, points[0]] if self.graphic_type == "POLYGON" else points, float)


@dataclass(frozen=True)
class MeasurementSpec:
    """One number. `name`, `derivation`, `finding`, `site`: CodedTerm, (value, scheme, meaning) or exact meaning.

    `unit` is a UCUM code. Numbers with the same `tracking_uid` go into one group: that of one lesion.
    `segment_number` is the segment of the segmentation that was measured, `outline` what was drawn instead, and
    `slices` the numbers of the slices that it lies in; all where None.
    """

    name: Any
    value: float
    unit: str
    tracking_id: str
    tracking_uid: str | None = None
    derivation: Any = None
    finding: Any = None
    site: Any = None
    segment_number: int | None = None
    outline: Outline | None = None
    slices: tuple[int, ...] | None = None


def build_sr(
    measurements: Sequence[MeasurementSpec],
    volume: Any,
    *,
    segmentation: Dataset | None = None,
    procedure: Any = ("77477000", "SCT", "Computed tomography"),
    algorithm: Algorithm | None = None,
    series_description: str = "Measurements",
    series_number: int = 901,
    datasets: Sequence[Dataset] | None = None,
) -> Dataset:
    """A Comprehensive 3D SR with the measurements of a volume, ready for `lake.add`.

    Args:
        measurements: in the order they are to stand in; grouped by tracking_uid (else tracking_id).
        volume: a `Volume`, whose images the report names as evidence.
        segmentation: the object that `segment_number` counts in.
        procedure: the procedure reported.
        datasets: the images in ascending order, where `volume` does not know them itself.

    Raises: UsageError: no measurements, or a segment number without a segmentation.
    """
    import highdicom as hd
    from pydicom.sr.codedict import codes

    if not measurements:
        raise UsageError("a report needs at least one measurement")
    if segmentation is None and any(m.segment_number is not None for m in measurements):
        raise UsageError("a measurement names a segment, but no segmentation was given")
    algorithm = maker(algorithm)
    by_slice = _images(volume, datasets, measurements)
    images = list({id(ds): ds for ds in by_slice.values()}.values())
    context = hd.sr.ObservationContext(
        observer_device_context=hd.sr.ObserverContext(
            observer_type=codes.DCM.Device,
            observer_identifying_attributes=hd.sr.DeviceObserverIdentifyingAttributes(
                uid=new_uid(), name=algorithm.name, manufacturer_name="pacslake"
            ),
        )
    )
    groups: dict[str, list[MeasurementSpec]] = {}
    for one in measurements:
        groups.setdefault(one.tracking_uid or one.tracking_id, []).append(one)
    report = hd.sr.MeasurementReport(
        observation_context=context,
        procedure_reported=coded_term(procedure).to_pydicom(),
        imaging_measurements=[
            _group(members, _measured(members[0], by_slice), segmentation, algorithm)
            for members in groups.values()
        ],
        referenced_images=images,
    )
    return hd.sr.Comprehensive3DSR(
        evidence=[*images, segmentation] if segmentation is not None else images,
        content=report,
        series_instance_uid=new_uid(),
        series_number=series_number,
        sop_instance_uid=new_uid(),
        instance_number=1,
        manufacturer="pacslake",
        is_complete=True,
        series_description=series_description,
    )


def _images(
    volume: Any, datasets: Sequence[Dataset] | None, measurements: Sequence[MeasurementSpec]
) -> dict[int, Dataset]:
    """The images that the report names, by number of slice: those measured, where every number says which these are."""
    wanted = {k for m in measurements for k in m.slices or ()}
    if datasets is not None or any(m.slices is None for m in measurements):
        sources = sources_of(volume, datasets)
        return {k: sources.datasets[n] for k, (n, _) in enumerate(sources.slices)}
    first: dict[int, str] = {}
    for frame in sorted(volume.frames(), key=lambda f: f.t or 0):
        if frame.k in wanted:
            first.setdefault(frame.k, frame.instance)
    # Reading the others, and describing each in the report, would take seconds for numbers of one slice.
    read = {one: volume.lake.instance(one).dataset() for one in dict.fromkeys(first.values())}
    return {k: read[first[k]] for k in sorted(first)}


def _measured(spec: MeasurementSpec, by_slice: Mapping[int, Dataset]) -> list[Dataset]:
    """The images of the slices that a number was taken from."""
    found = [by_slice[k] for k in (by_slice if spec.slices is None else spec.slices)]
    return list({id(ds): ds for ds in found}.values())


def _group(
    members: Sequence[MeasurementSpec],
    images: Sequence[Dataset],
    segmentation: Dataset | None,
    algorithm: Algorithm,
) -> Any:
    """The measurement group of one lesion: of a segment (TID 1411), a region (TID 1410), or the images (TID 1501)."""
    import highdicom as hd

    first = members[0]
    region = first.outline if first.outline is not None and first.outline.is_region else None
    shared: dict[str, Any] = {
        "tracking_identifier": hd.sr.TrackingIdentifier(
            uid=first.tracking_uid or new_uid(), identifier=first.tracking_id
        ),
        "finding_type": coded_term(first.finding).to_pydicom() if first.finding is not None else None,
        "finding_sites": [hd.sr.FindingSite(coded_term(first.site).to_pydicom())]
        if first.site is not None
        else None,
        "algorithm_id": hd.sr.AlgorithmIdentification(
            name=algorithm.name,
            version=algorithm.version,
            parameters=[algorithm.note] if algorithm.note else None,
        ),
        "measurements": [_number(m, images if region else ()) for m in members],
    }
    number = next((m.segment_number for m in members if m.segment_number is not None), None)
    if region is not None:
        return hd.sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            referenced_region=hd.sr.ImageRegion3D(
                region.graphic_type, region.data(), region.frame_of_reference_uid
            ),
            **shared,
        )
    if number is None or segmentation is None:
        return hd.sr.MeasurementsAndQualitativeEvaluations(
            source_images=[hd.sr.SourceImageForMeasurementGroup.from_source_image(i) for i in images],
            **shared,
        )
    return hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
        referenced_segment=hd.sr.ReferencedSegment(
            sop_class_uid=segmentation.SOPClassUID,
            sop_instance_uid=segmentation.SOPInstanceUID,
            segment_number=number,
            source_series=hd.sr.SourceSeriesForSegmentation(str(images[0].SeriesInstanceUID)),
        ),
        **shared,
    )


def _number(spec: MeasurementSpec, images: Sequence[Dataset]) -> Any:
    """One NUM item; a region in space names its `images` here, a line or point its coordinates."""
    import highdicom as hd

    line = spec.outline if spec.outline is not None and not spec.outline.is_region else None

    unit = CodedTerm(spec.unit, "UCUM", _UNIT_MEANINGS.get(spec.unit, spec.unit))
    return hd.sr.Measurement(
        name=coded_term(spec.name).to_pydicom(),
        value=float(spec.value),
        unit=unit.to_pydicom(),
        derivation=coded_term(spec.derivation).to_pydicom() if spec.derivation is not None else None,
        referenced_images=[hd.sr.SourceImageForMeasurement.from_source_image(i) for i in images] or None,
        referenced_coordinates=[
            hd.sr.CoordinatesForMeasurement3D(line.graphic_type, line.data(), line.frame_of_reference_uid)
        ]
        if line is not None
        else None,
    )
