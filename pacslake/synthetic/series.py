"""One plain CT or MR series of any geometry, for tests that need known answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.synthetic.uids import seeded_uid

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["SimpleSeries", "image_dataset", "save", "simple_series"]

CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2"
MR_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.4"

_BY_MODALITY: dict[str, dict[str, Any]] = {
    "CT": {
        "SOPClassUID": CT_IMAGE_STORAGE,
        "KVP": "120",
        "RescaleIntercept": "-1024",
        "RescaleSlope": "1",
        "RescaleType": "HU",
    },
    "MR": {
        "SOPClassUID": MR_IMAGE_STORAGE,
        "ScanningSequence": "GR",
        "SequenceVariant": "NONE",
        "ScanOptions": "",
        "MRAcquisitionType": "3D",
        "RepetitionTime": "8",
        "EchoTime": "3",
        "EchoTrainLength": "1",
    },
}


@dataclass(frozen=True)
class SimpleSeries:
    """What `simple_series` wrote. `array`: stored values (slice, row, column), slices ascending along the normal."""

    folder: Path
    paths: tuple[Path, ...]
    array: npt.NDArray[Any]
    affine_lps: npt.NDArray[np.float64]
    StudyInstanceUID: str
    SeriesInstanceUID: str
    FrameOfReferenceUID: str
    SOPInstanceUIDs: tuple[str, ...]


def simple_series(
    folder: str | Path,
    shape: tuple[int, int, int] = (5, 16, 16),
    spacing: tuple[float, float, float] = (2.0, 1.0, 1.0),
    direction: Sequence[float] = (1, 0, 0, 0, 1, 0),
    *,
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0),
    modality: str = "CT",
    array: npt.ArrayLike | None = None,
    seed: int = 0,
    edit: Callable[[Dataset, int], None] | None = None,
    **attributes: Any,
) -> SimpleSeries:
    """Write one file per slice and say what was written.

    `shape` is (slice, row, column), `spacing` (between slices, between rows, between columns) in mm;
    `direction` the unit vectors along a row and along a column, LPS (PS3.3 C.7.6.2.1.1); slices go along their
    cross product from `origin`, the centre of the first voxel. Without `array` the stored value at (k, r, c)
    is 100 k + 10 r + c (CT: HU 1024 less). `attributes` are set by keyword on every data set, then `edit(ds, k)`
    may change a slice at will; setting `ds` attributes there is how bad input is made.
    UIDs follow from `seed`, geometry aside, so two calls with one seed make the same series.

    >>> made = simple_series("/tmp/series", (3, 4, 5), seed=7)    # doctest: +SKIP
    >>> made.array.shape                                          # doctest: +SKIP
    (3, 4, 5)
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    k, r, c = np.ogrid[: shape[0], : shape[1], : shape[2]]
    values = np.asarray(100 * k + 10 * r + c if array is None else array)
    if values.shape != tuple(shape):
        raise ValueError(f"array has shape {values.shape}, not {tuple(shape)} as `shape` says")
    values = values.astype(np.int16 if values.min() < 0 else np.uint16)
    affine = affine_from(spacing, direction, origin)
    uid = {
        "StudyInstanceUID": seeded_uid(seed, "study"),
        "SeriesInstanceUID": seeded_uid(seed, "series", modality),
        "FrameOfReferenceUID": seeded_uid(seed, "frame of reference"),
    }
    common = {
        "PatientName": "Synthetic^Series",
        "PatientID": f"SYNTHETIC-{seed}",
        "StudyDate": "20240102",
        "StudyTime": "101500",
        **uid,
    }
    paths, sops = [], []
    for index in range(shape[0]):
        ds = image_dataset(
            values[index],
            affine,
            index,
            modality=modality,
            sop_instance_uid=seeded_uid(seed, modality, index),
        )
        for keyword, value in {**common, **attributes}.items():
            setattr(ds, keyword, value)
        if edit is not None:
            edit(ds, index)
        path = folder / f"{modality}{index:04d}"
        save(ds, path)
        paths.append(path)
        sops.append(str(ds.SOPInstanceUID))
    return SimpleSeries(
        folder,
        tuple(paths),
        values,
        affine,
        SOPInstanceUIDs=tuple(sops),
        **{name: str(attributes.get(name, value)) for name, value in uid.items()},
    )


def affine_from(
    spacing: Sequence[float], direction: Sequence[float], origin: Sequence[float]
) -> npt.NDArray[np.float64]:
    """4 x 4 from (column, row, slice) to LPS mm, for slices along the normal."""
    row, column = np.asarray(direction[:3], float), np.asarray(direction[3:6], float)
    affine = np.eye(4)
    affine[:3, 0] = row * spacing[2]
    affine[:3, 1] = column * spacing[1]
    affine[:3, 2] = np.cross(row, column) * spacing[0]
    affine[:3, 3] = origin
    return affine


def image_dataset(
    plane: npt.NDArray[Any],
    affine: npt.NDArray[np.float64],
    index: int,
    *,
    modality: str,
    sop_instance_uid: str,
) -> Dataset:
    """A data set for one slice: image, plane and modality attributes, patient and study left empty.

    `plane` holds stored values (row, column), 16 bits; `affine` is that of the series, `index` the slice.
    """
    from pydicom.dataset import Dataset

    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"] if modality == "CT" else ["ORIGINAL", "PRIMARY", "OTHER"]
    ds.SOPInstanceUID = sop_instance_uid
    ds.Modality = modality
    for keyword in (
        "StudyDate StudyTime AccessionNumber ReferringPhysicianName PatientName PatientID PatientBirthDate "
        "PatientSex StudyID PositionReferenceIndicator"
    ).split():
        setattr(ds, keyword, "")
    ds.Manufacturer = "pacslake"
    ds.SeriesNumber = 1
    ds.AcquisitionNumber = 1
    ds.InstanceNumber = index + 1
    ds.PatientPosition = "HFS"
    for keyword, value in _BY_MODALITY[modality].items():
        setattr(ds, keyword, value)
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    ds.SliceThickness = decimal(spacing[2])
    ds.PixelSpacing = [decimal(spacing[1]), decimal(spacing[0])]
    ds.ImageOrientationPatient = [
        decimal(v) for v in (*(affine[:3, 0] / spacing[0]), *(affine[:3, 1] / spacing[1]))
    ]
    ds.ImagePositionPatient = [decimal(v) for v in affine[:3, 3] + index * affine[:3, 2]]
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows, ds.Columns = plane.shape
    ds.BitsAllocated = ds.BitsStored = 16
    ds.HighBit = 15
    ds.PixelRepresentation = int(plane.dtype.kind == "i")
    ds.PixelData = plane.astype("<i2" if plane.dtype.kind == "i" else "<u2").tobytes()
    return ds


def decimal(value: float) -> str:
    """A DS of at most 16 characters, nearest to `value` (PS3.5 6.2)."""
    from pydicom.valuerep import format_number_as_ds

    return str(format_number_as_ds(float(value) + 0.0))


def save(ds: Dataset, path: Path) -> None:
    """Write a file with preamble and file meta, Explicit VR Little Endian unless the data set says otherwise."""
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian

    if not hasattr(ds, "file_meta"):
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.save_as(path, enforce_file_format=True)
