"""A registration as a DICOM object: Spatial Registration, or Deformable Spatial Registration (PS3.3 A.39).

The registered coordinates are those of the fixed (current) volume. A Spatial Registration holds, for each source, the
matrix that takes its coordinates to the registered ones (PS3.3 C.20.2): the identity for the fixed volume, and for the
moving one the inverse of ITK's transform, which maps fixed to moving. A Deformable Spatial Registration holds vectors on
a grid in registered coordinates that lead to the source (C.20.3), as ITK's transform does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.errors import VolumeError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["GRID_STEP_MM", "build"]

GRID_STEP_MM = 6.0
"""Distance of the grid points of a deformation: a sixth of that of the control points, so linear steps fit."""

_SPATIAL = "1.2.840.10008.5.1.4.1.1.66.1"
_DEFORMABLE = "1.2.840.10008.5.1.4.1.1.66.3"
_PATIENT = ("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "IssuerOfPatientID")
_STUDY = (
    "StudyInstanceUID", "StudyDate", "StudyTime", "ReferringPhysicianName", "StudyID", "AccessionNumber",
    "StudyDescription",
)  # fmt: skip
_TYPES = {"identity": "RIGID", "rigid": "RIGID", "affine": "AFFINE"}


def build(stored: Any) -> Dataset:
    """See `StoredRegistration.to_dicom`. The object belongs to the study of the fixed volume."""
    import datetime

    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian

    from pacslake.derived.common_out import new_uid
    from pacslake.version import __version__

    fixed, moving = stored._volumes()
    for volume in (fixed, moving):
        if not volume.frame_of_reference_uid:
            raise VolumeError(
                f"volume {volume.volume_id} has no frame of reference, which a registration object names; write an ITK "
                "file with to_itk instead",
                ("no_frame_of_reference",),
            )
    deformable = stored.matrix_lps is None
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    source = _first_instance(fixed)
    ds.SpecificCharacterSet = source.get("SpecificCharacterSet") or "ISO_IR 192"
    for keyword in (*_PATIENT, *_STUDY):
        if keyword in source or keyword not in ("IssuerOfPatientID", "StudyDescription"):
            setattr(ds, keyword, source.get(keyword, ""))
    now = datetime.datetime.now()
    ds.SOPClassUID, ds.SOPInstanceUID = _DEFORMABLE if deformable else _SPATIAL, new_uid()
    ds.Modality, ds.SeriesInstanceUID, ds.SeriesNumber, ds.InstanceNumber = "REG", new_uid(), 903, 1
    ds.SeriesDescription, ds.Laterality = "Registration", ""
    ds.SeriesDate = ds.ContentDate = f"{now:%Y%m%d}"
    ds.SeriesTime = ds.ContentTime = f"{now:%H%M%S}"
    ds.Manufacturer, ds.ManufacturerModelName = "pacslake", "pacslake"
    ds.SoftwareVersions, ds.DeviceSerialNumber = __version__, "0"
    ds.FrameOfReferenceUID, ds.PositionReferenceIndicator = fixed.frame_of_reference_uid, ""
    ds.ContentLabel, ds.ContentCreatorName = "REGISTRATION", ""
    ds.ContentDescription = f"pacslake {stored.row['method']}, {stored.verdict}"[:64]
    if deformable:
        ds.DeformableRegistrationSequence = [
            _bent(moving, stored, fixed), _plain_source(fixed),
        ]  # fmt: skip
    else:
        kind = _TYPES[stored.row["transform_type"]]
        ds.RegistrationSequence = [
            _item(fixed, np.eye(4), "RIGID"),
            _item(moving, np.linalg.inv(stored.matrix_lps), kind),
        ]
    _reference(ds, fixed, moving)
    return ds


def _first_instance(volume: Any) -> Dataset:
    ds: Dataset = volume.lake.instance(volume.frames()[0].instance).dataset()
    return ds


def _images(volume: Any) -> list[Dataset]:
    """Each image of a volume, once, as a reference (PS3.3 table 10-3)."""
    from pydicom.dataset import Dataset

    ids = list(dict.fromkeys(f.instance for f in volume.frames()))
    rows = dict(
        volume.lake.rows(
            "SELECT instance_version_id, [SOPClassUID, SOPInstanceUID] FROM instance_row WHERE instance_version_id IN "
            "(SELECT unnest(?))",
            [ids],
        )
    )
    found = []
    for key in ids:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = rows[key]
        found.append(item)
    return found


def _item(volume: Any, matrix: np.ndarray, kind: str) -> Dataset:
    """An item of the Registration Sequence: one source and the matrix to registered coordinates."""
    from pydicom.dataset import Dataset

    step = Dataset()
    step.FrameOfReferenceTransformationMatrix = _decimals(matrix)
    step.FrameOfReferenceTransformationMatrixType = kind
    chain = Dataset()
    chain.RegistrationTypeCodeSequence = []
    chain.MatrixSequence = [step]
    item = Dataset()
    item.FrameOfReferenceUID = volume.frame_of_reference_uid
    item.ReferencedImageSequence = _images(volume)
    item.MatrixRegistrationSequence = [chain]
    return item


def _decimals(matrix: np.ndarray) -> list[Any]:
    from pydicom.valuerep import format_number_as_ds

    return [format_number_as_ds(float(v) + 0.0) for v in matrix.ravel()]


def _plain_source(volume: Any) -> Dataset:
    """A source of a deformable registration that lies in registered coordinates already."""
    from pydicom.dataset import Dataset

    item = Dataset()
    item.SourceFrameOfReferenceUID = volume.frame_of_reference_uid
    item.ReferencedImageSequence = _images(volume)
    item.RegistrationTypeCodeSequence = []
    return item


def _bent(moving: Any, stored: Any, fixed: Any) -> Dataset:
    """The moving volume as a source, with vectors over the fixed volume's box."""
    import SimpleITK as sitk
    from pydicom.dataset import Dataset

    from pacslake.compute.resample import image_of, isotropic

    item = _plain_source(moving)
    where = isotropic(image_of(fixed), GRID_STEP_MM)
    field = sitk.TransformToDisplacementField(
        stored.transform(), sitk.sitkVectorFloat64, where.GetSize(), where.GetOrigin(), where.GetSpacing(),
        where.GetDirection(),
    )  # fmt: skip
    vectors = sitk.GetArrayFromImage(field).astype(
        "<f4"
    )  # (slice, row, column, xyz), as VectorGridData wants it
    grid = Dataset()
    direction = np.array(where.GetDirection()).reshape(3, 3)
    grid.ImagePositionPatient = _decimals(np.array(where.GetOrigin()))
    grid.ImageOrientationPatient = _decimals(np.concatenate([direction[:, 0], direction[:, 1]]))
    grid.GridDimensions = list(where.GetSize())
    grid.GridResolution = [float(v) for v in where.GetSpacing()]
    grid.VectorGridData = vectors.tobytes()
    item.DeformableRegistrationGridSequence = [grid]
    return item


def _reference(ds: Dataset, fixed: Any, moving: Any) -> None:
    """Common Instance Reference (PS3.3 C.12.2): the images by series, those of the other study apart."""
    from pydicom.dataset import Dataset

    def series_of(volume: Any) -> Dataset:
        item = Dataset()
        item.SeriesInstanceUID = volume.series_instance_uid
        item.ReferencedInstanceSequence = _images(volume)
        return item

    other = str(_first_instance(moving).StudyInstanceUID)
    if other == str(ds.StudyInstanceUID):
        ds.ReferencedSeriesSequence = [series_of(fixed), series_of(moving)]
        return
    ds.ReferencedSeriesSequence = [series_of(fixed)]
    study = Dataset()
    study.StudyInstanceUID = other
    study.ReferencedSeriesSequence = [series_of(moving)]
    ds.StudiesContainingOtherReferencedInstancesSequence = [study]
