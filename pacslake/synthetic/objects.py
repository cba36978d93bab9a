"""SEG and SR of the synthetic patient, made with highdicom and fixed in every byte by the seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.synthetic.truth import LesionTruth, TimepointTruth
from pacslake.synthetic.uids import seeded_uid

if TYPE_CHECKING:
    from highdicom.sr import VolumetricROIMeasurementsAndQualitativeEvaluations
    from pydicom.dataset import Dataset

__all__ = ["lesion_report", "lesion_segmentation"]

ALGORITHM = "pacslake phantom"
_DEVICE: dict[str, Any] = {
    "manufacturer": "pacslake",
    "manufacturer_model_name": ALGORITHM,
    "device_serial_number": "0",
}


def lesion_segmentation(
    images: Sequence[Dataset], masks: Sequence[npt.NDArray[np.bool_]], truth: TimepointTruth, seed: int
) -> Dataset:
    """A binary SEG with one segment per lesion present.

    `images` ascend along the normal, and each of `masks` is (slice, row, column) on them, in the order of
    `truth.lesions`.
    """
    import highdicom as hd
    from pydicom.sr.codedict import codes

    present = [(lesion, mask) for lesion, mask in zip(truth.lesions, masks, strict=True) if lesion.present]
    algorithm = hd.AlgorithmIdentificationSequence(
        name=ALGORITHM, family=codes.DCM.ArtificialIntelligence, version="1"
    )
    segments = [
        hd.seg.SegmentDescription(
            segment_number=number,
            segment_label=lesion.name,
            segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
            segmented_property_type=codes.SCT.Nodule,
            algorithm_type=hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
            algorithm_identification=algorithm,
            tracking_uid=lesion.tracking_uid,
            tracking_id=lesion.tracking_id,
            anatomic_regions=[codes.SCT.Lung],
        )
        for number, (lesion, _) in enumerate(present, start=1)
    ]
    seg = hd.seg.Segmentation(
        source_images=list(images),
        pixel_array=np.stack([mask for _, mask in present], axis=-1).astype(np.uint8),
        segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=segments,
        series_instance_uid=truth.seg_SeriesInstanceUID,
        series_number=100,
        sop_instance_uid=truth.seg_SOPInstanceUID,
        instance_number=1,
        software_versions="1",
        content_label="LESIONS",
        series_description="Lesions",
        **_DEVICE,
    )
    return _settle(seg, truth, seed)


def lesion_report(
    images: Sequence[Dataset], segmentation: Dataset, truth: TimepointTruth, seed: int
) -> Dataset:
    """A Comprehensive 3D SR after TID 1500 with volume, diameters and mean HU of each lesion present."""
    import highdicom as hd
    from pydicom.sr.codedict import codes
    from pydicom.sr.coding import Code

    context = hd.sr.ObservationContext(
        observer_device_context=hd.sr.ObserverContext(
            observer_type=codes.DCM.Device,
            observer_identifying_attributes=hd.sr.DeviceObserverIdentifyingAttributes(
                uid=seeded_uid("observer"), name=ALGORITHM
            ),
        )
    )
    report = hd.sr.MeasurementReport(
        observation_context=context,
        procedure_reported=Code("169069000", "SCT", "CT of chest"),
        imaging_measurements=[
            _group(lesion, segmentation, images) for lesion in truth.lesions if lesion.present
        ],
        referenced_images=list(images),
    )
    sr = hd.sr.Comprehensive3DSR(
        evidence=[*images, segmentation],
        content=report,
        series_instance_uid=truth.sr_SeriesInstanceUID,
        series_number=101,
        sop_instance_uid=truth.sr_SOPInstanceUID,
        instance_number=1,
        manufacturer="pacslake",
        is_complete=True,
        series_description="Lesion measurements",
    )
    return _settle(sr, truth, seed)


def _group(
    lesion: LesionTruth, segmentation: Dataset, images: Sequence[Dataset]
) -> VolumetricROIMeasurementsAndQualitativeEvaluations:
    """One measurement group (TID 1411)."""
    import highdicom as hd
    from pydicom.sr.codedict import codes
    from pydicom.sr.coding import Code

    hounsfield = Code("[hnsf'U]", "UCUM", "Hounsfield unit")
    values = (
        (codes.SCT.Volume, lesion.mask_volume_ml, Code("ml", "UCUM", "milliliter"), None),
        (codes.SCT.LongAxis, lesion.longest_diameter_mm, codes.UCUM.Millimeter, None),
        (codes.SCT.ShortAxis, lesion.short_axis_mm, codes.UCUM.Millimeter, None),
        (codes.DCM.AttenuationCoefficient, lesion.mean_hu or 0.0, hounsfield, codes.SCT.Mean),
    )
    assert lesion.segment_number is not None
    return hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=hd.sr.TrackingIdentifier(uid=lesion.tracking_uid, identifier=lesion.tracking_id),
        referenced_segment=hd.sr.ReferencedSegment(
            sop_class_uid=segmentation.SOPClassUID,
            sop_instance_uid=segmentation.SOPInstanceUID,
            segment_number=lesion.segment_number,
            source_series=hd.sr.SourceSeriesForSegmentation(str(images[0].SeriesInstanceUID)),
        ),
        finding_type=codes.SCT.Nodule,
        finding_sites=[hd.sr.FindingSite(codes.SCT.Lung)],
        measurements=[
            hd.sr.Measurement(name=name, value=round(value, 4), unit=unit, derivation=derivation)
            for name, value, unit, derivation in values
        ],
        qualitative_evaluations=[
            hd.sr.QualitativeEvaluation(
                name=codes.DCM.DescriptionOfChange, value=getattr(codes.SCT, _CHANGES[lesion.state])
            )
        ]
        if lesion.state in _CHANGES
        else None,
    )


_CHANGES = {
    "stable": "NoSignificantChangesInTheFinding",
    "growing": "IncreaseInSize",
    "shrinking": "DecreaseInSize",
    "new": "NewFinding",
}
"""Change since the date before, in words of CID 6134 (PS3.16)."""


def _settle(ds: Dataset, truth: TimepointTruth, seed: int) -> Dataset:
    """Replace what highdicom takes from the clock and from chance, so that a seed fixes every byte."""
    day = truth.study_date.replace("-", "")
    made: dict[str, str] = {}

    def visit(_: Dataset, element: object) -> None:
        keyword, vr = element.keyword, element.VR  # type: ignore[attr-defined]
        if vr == "DT":
            element.value = f"{day}100000"  # type: ignore[attr-defined]
        elif keyword in ("ContentDate", "InstanceCreationDate", "SeriesDate"):
            element.value = day  # type: ignore[attr-defined]
        elif keyword in ("ContentTime", "InstanceCreationTime", "SeriesTime"):
            element.value = "100000"  # type: ignore[attr-defined]
        elif keyword == "DimensionOrganizationUID":
            value = element.value  # type: ignore[attr-defined]
            made.setdefault(value, seeded_uid(seed, truth.index, keyword, len(made)))
            element.value = made[value]  # type: ignore[attr-defined]

    ds.walk(visit)
    return ds
