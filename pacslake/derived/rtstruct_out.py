"""Masks out as an RT Structure Set (PS3.3 A.19).

The contours run halfway between the voxel centres inside and those outside, so that counting centres inside an
odd number of contours gives the mask back, holes and separate parts included.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.common_out import Algorithm, Sources, equipment, maker, new_uid, sources_of
from pacslake.errors import UsageError, VolumeError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["build_rtstruct", "outlines"]

RT_STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3"
_COLOURS = ((230, 25, 75), (60, 180, 75), (0, 130, 200), (245, 130, 48), (145, 30, 180), (70, 240, 240))
_FROM_SOURCE = (
    "PatientName PatientID IssuerOfPatientID PatientBirthDate PatientSex StudyInstanceUID StudyDate StudyTime "
    "StudyID AccessionNumber ReferringPhysicianName StudyDescription SpecificCharacterSet PatientIdentityRemoved"
).split()


def build_rtstruct(
    masks: npt.ArrayLike | Sequence[npt.ArrayLike],
    volume: Any,
    names: Sequence[str],
    *,
    algorithm: Algorithm | None = None,
    label: str = "PACSLAKE",
    series_description: str = "Structure set",
    series_number: int = 903,
    datasets: Sequence[Dataset] | None = None,
) -> Dataset:
    """A structure set with one region for each mask, ready for `lake.add`.

    Args:
        masks: (slice, row, column) for one region, or (region, slice, row, column); voxels above 0 belong.
        names: one ROIName for each region.

    Raises:
        UsageError: shapes or numbers do not fit.
        VolumeError: the volume has no frame of reference.
    """
    from pydicom.dataset import Dataset as NewDataset
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian

    algorithm = maker(algorithm)
    sources = sources_of(volume, datasets)
    array = np.asarray(masks)
    array = (array[None] if array.ndim == 3 else array) > 0
    if array.shape[1:] != sources.grid.shape:
        raise UsageError(f"the masks have shape {array.shape[1:]}; the volume's grid is {sources.grid.shape}")
    if len(array) != len(names):
        raise UsageError(f"{len(names)} names for {len(array)} masks")
    if not sources.grid.frame_of_reference_uid:
        raise VolumeError("the volume has no FrameOfReferenceUID, which a structure set needs")
    ds = NewDataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    _head(ds, sources, algorithm, series_description, series_number, label)
    ds.ReferencedFrameOfReferenceSequence = [_reference(sources)]
    ds.StructureSetROISequence = [_region(n, name, sources) for n, name in enumerate(names, start=1)]
    ds.ROIContourSequence = [_contours(n, mask, sources) for n, mask in enumerate(array, start=1)]
    ds.RTROIObservationsSequence = [_observation(n) for n in range(1, len(names) + 1)]
    return ds


def outlines(plane: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.float64]]:
    """Closed contours (n, 2) of (column, row) around the pixels of a plane, halfway to their neighbours."""
    from skimage.measure import find_contours

    padded = np.pad(plane, 1).astype(float)
    return [(found[:-1, ::-1] - 1) for found in find_contours(padded, 0.5)]


def _head(
    ds: Dataset, sources: Sources, algorithm: Algorithm, description: str, number: int, label: str
) -> None:
    now = datetime.datetime.now()
    first = sources.datasets[0]
    for keyword in _FROM_SOURCE:
        if keyword in first:
            setattr(ds, keyword, first[keyword].value)
    for keyword in ("AccessionNumber", "ReferringPhysicianName", "StudyID", "PatientBirthDate", "PatientSex"):
        if keyword not in ds:
            setattr(ds, keyword, "")
    made = equipment(algorithm)
    ds.SOPClassUID, ds.SOPInstanceUID, ds.SeriesInstanceUID = RT_STRUCTURE_SET, new_uid(), new_uid()
    ds.Modality, ds.SeriesNumber, ds.SeriesDescription, ds.InstanceNumber = (
        "RTSTRUCT",
        number,
        description[:64],
        1,
    )
    ds.OperatorsName = ""
    ds.Manufacturer, ds.ManufacturerModelName = made["manufacturer"], made["manufacturer_model_name"]
    ds.SoftwareVersions, ds.DeviceSerialNumber = made["software_versions"], made["device_serial_number"]
    ds.FrameOfReferenceUID = sources.grid.frame_of_reference_uid
    ds.PositionReferenceIndicator = ""
    ds.StructureSetLabel = label[:16]
    if algorithm.note:
        ds.StructureSetDescription = algorithm.note
    ds.StructureSetDate = ds.SeriesDate = ds.InstanceCreationDate = f"{now:%Y%m%d}"
    ds.StructureSetTime = ds.SeriesTime = ds.InstanceCreationTime = f"{now:%H%M%S}"
    ds.ApprovalStatus = "UNAPPROVED"


def _image(sources: Sources, k: int) -> Dataset:
    """The reference to the image of a slice."""
    from pydicom.dataset import Dataset as NewDataset

    at, frame = sources.slices[k]
    source = sources.datasets[at]
    item = NewDataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = source.SOPClassUID, source.SOPInstanceUID
    if int(source.get("NumberOfFrames") or 1) > 1:
        item.ReferencedFrameNumber = frame + 1
    return item


def _reference(sources: Sources) -> Dataset:
    """Frame of reference, study, series and images (PS3.3 C.8.8.5)."""
    from pydicom.dataset import Dataset as NewDataset

    series = NewDataset()
    series.SeriesInstanceUID = sources.datasets[0].SeriesInstanceUID
    series.ContourImageSequence = [_image(sources, k) for k in range(len(sources.slices))]
    study = NewDataset()
    study.ReferencedSOPClassUID = (
        "1.2.840.10008.3.1.2.3.1"  # detached study management: what the Standard asks for
    )
    study.ReferencedSOPInstanceUID = sources.datasets[0].StudyInstanceUID
    study.RTReferencedSeriesSequence = [series]
    frame = NewDataset()
    frame.FrameOfReferenceUID = sources.grid.frame_of_reference_uid
    frame.RTReferencedStudySequence = [study]
    return frame


def _region(number: int, name: str, sources: Sources) -> Dataset:
    from pydicom.dataset import Dataset as NewDataset

    item = NewDataset()
    item.ROINumber, item.ROIName = number, name[:64]
    item.ReferencedFrameOfReferenceUID = sources.grid.frame_of_reference_uid
    item.ROIGenerationAlgorithm = "AUTOMATIC"
    return item


def _contours(number: int, mask: npt.NDArray[np.bool_], sources: Sources) -> Dataset:
    from pydicom.dataset import Dataset as NewDataset
    from pydicom.valuerep import format_number_as_ds

    item = NewDataset()
    item.ReferencedROINumber = number
    item.ROIDisplayColor = list(_COLOURS[(number - 1) % len(_COLOURS)])
    found = []
    grid = sources.grid
    for k in np.flatnonzero(mask.any(axis=(1, 2))):
        for outline in outlines(mask[k]):
            points = grid.origins[k] + outline[:, :1] * grid.along_row + outline[:, 1:] * grid.along_column
            contour = NewDataset()
            contour.ContourImageSequence = [_image(sources, int(k))]
            contour.ContourGeometricType = "CLOSED_PLANAR"
            contour.NumberOfContourPoints = len(points)
            contour.ContourData = [format_number_as_ds(float(v) + 0.0) for v in points.ravel()]
            found.append(contour)
    if found:
        item.ContourSequence = found
    return item


def _observation(number: int) -> Dataset:
    from pydicom.dataset import Dataset as NewDataset

    item = NewDataset()
    item.ObservationNumber = item.ReferencedROINumber = number
    item.RTROIInterpretedType, item.ROIInterpreter = "", ""
    return item
