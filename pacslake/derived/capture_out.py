"""A picture out as a Secondary Capture (PS3.3 A.8): a chart, a screen shot, a page of results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.common_out import Algorithm, maker, new_uid, sources_of
from pacslake.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom.dataset import Dataset

__all__ = ["build_secondary_capture"]


def build_secondary_capture(
    picture: npt.ArrayLike,
    volume: Any,
    *,
    algorithm: Algorithm | None = None,
    series_description: str = "Secondary capture",
    series_number: int = 904,
    datasets: Sequence[Dataset] | None = None,
) -> Dataset:
    """A picture in the study of a volume, ready for `lake.add`. It has no place in the patient.

    Args:
        picture: (row, column) or (row, column, 3) of uint8.
        volume: a `Volume`, whose patient and study the picture belongs to.
        datasets: the images in ascending order, where `volume` does not know them itself.

    The picture is marked as holding burned-in text (BurnedInAnnotation YES), because nobody has looked: so
    de-identification holds it back.

    Raises: UsageError: another shape or type.
    """
    import highdicom as hd
    from pydicom.dataset import Dataset as NewDataset

    algorithm = maker(algorithm)
    array = np.asarray(picture)
    if array.dtype != np.uint8 or array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] != 3):
        raise UsageError(
            f"a picture is (row, column) or (row, column, 3) of uint8, not {array.shape} of {array.dtype}"
        )
    first = sources_of(volume, datasets).datasets[0]
    made = hd.sc.SCImage.from_ref_dataset(
        ref_dataset=first,
        pixel_array=np.ascontiguousarray(array),
        photometric_interpretation="MONOCHROME2" if array.ndim == 2 else "RGB",
        bits_allocated=8,
        coordinate_system="PATIENT",
        patient_orientation=("L", "P"),
        series_instance_uid=new_uid(),
        series_number=series_number,
        sop_instance_uid=new_uid(),
        instance_number=1,
        manufacturer="pacslake",
        series_description=series_description,
    )
    made.ManufacturerModelName, made.SoftwareVersions = algorithm.name[:64], algorithm.version[:64]
    made.ConversionType = "WSD"  # workstation
    made["PatientOrientation"].value = ""  # a chart has no side
    made.BurnedInAnnotation = "YES"
    if "Laterality" not in made:
        made.Laterality = ""  # type 2C of the General Series module: unknown here
    if algorithm.note:
        made.ImageComments = algorithm.note
    source = NewDataset()
    source.ReferencedSOPClassUID, source.ReferencedSOPInstanceUID = first.SOPClassUID, first.SOPInstanceUID
    made.SourceImageSequence = [source]
    return made
