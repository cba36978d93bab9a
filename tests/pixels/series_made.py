"""Series made in memory for tests of the planner: pydicom data sets with known geometry."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from frames_of import frames_of
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from pacslake.pixels.plan import Frame

ROWS, COLUMNS, PIXEL, STEP, N = 64, 48, 0.8, 2.5, 20
CT, MR, PT = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.128"
_numbers = itertools.count(1)


def image(
    position: Sequence[float],
    orientation: Sequence[float] = (1, 0, 0, 0, 1, 0),
    *,
    modality: str = "MR",
    value: int | None = None,
    rows: int = ROWS,
    columns: int = COLUMNS,
    **attributes: object,
) -> Dataset:
    """One single-frame image; `attributes` by keyword, None takes an attribute away."""
    number = next(_numbers)
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = {"CT": CT, "MR": MR, "PT": PT}[modality]
    ds.SOPInstanceUID = f"1.2.826.0.1.3680043.8.498.5.{number}"
    ds.SeriesInstanceUID = "1.2.826.0.1.3680043.8.498.5.0"
    ds.StudyInstanceUID = "1.2.826.0.1.3680043.8.498.4.0"
    ds.FrameOfReferenceUID = "1.2.826.0.1.3680043.8.498.6.0"
    ds.Modality = modality
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.InstanceNumber = number
    ds.Rows, ds.Columns = rows, columns
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    ds.PixelSpacing = [PIXEL, PIXEL]
    ds.SliceThickness = 3
    ds.ImagePositionPatient = [round(float(x), 6) for x in position]
    ds.ImageOrientationPatient = list(orientation)
    ds.PixelData = np.full((rows, columns), number if value is None else value, "<i2").tobytes()
    for keyword, v in attributes.items():
        if v is None:
            delattr(ds, keyword)
        else:
            setattr(ds, keyword, v)
    return ds


def stack(n: int = N, step: float = STEP, *, first: float = -20.0, **attributes: object) -> list[Dataset]:
    """An axial stack."""
    return [image((-19.2, -25.6, first + step * i), InstanceNumber=i + 1, **attributes) for i in range(n)]


def frames(images: Sequence[Dataset]) -> list[Frame]:
    """Their frames as the planner takes them."""
    return [f for ds in images for f in frames_of(ds)]


def tilted(n: int = N, degrees: float = 15.0) -> list[Dataset]:
    """A CT with tilted gantry: the table moves along z, the planes lean."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        image((-19.2, -25.6, STEP * i), (1, 0, 0, 0, c, -s), modality="CT", InstanceNumber=i + 1)
        for i in range(n)
    ]


def oblique(n: int = N, degrees: float = 20.0) -> list[Dataset]:
    """Slices turned about x, stacked along their own normal."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    normal = np.cross([1, 0, 0], [0, c, s])
    return [
        image(np.array([-19.2, -25.6, 5.0]) + normal * STEP * i, (1, 0, 0, 0, c, s), InstanceNumber=i + 1)
        for i in range(n)
    ]
