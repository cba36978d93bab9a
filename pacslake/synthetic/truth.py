"""What is true of a synthetic patient, as data."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["LesionTruth", "Matrix", "TimepointTruth", "Truth"]

Matrix = tuple[tuple[float, float, float, float], ...]
"""4 x 4, row after row."""


@dataclass(frozen=True)
class LesionTruth:
    """One lesion at one date. Lengths in mm, places in LPS of that date's frame of reference.

    Lesions are ellipsoids. `volume_ml` is the ellipsoid's own volume, `mask_volume_ml` that of the `n_voxels`
    voxels whose centres lie inside it, which is what SEG holds and SR reports. `longest_diameter_mm` and
    `short_axis_mm` are those of the axial plane through the centre, `diameters_mm` the three principal ones.
    `mean_hu` is over the stored voxels of the mask, `nominal_hu` what the tissue was painted with.
    `state` compares with the date before: `baseline` at the first date, then `stable`, `growing`, `shrinking`,
    `new`, `gone`, or `absent` (neither before nor now). A lesion that is not there has no centre and volume 0.
    """

    tracking_id: str
    tracking_uid: str
    name: str
    state: str
    present: bool
    centre_lps: tuple[float, float, float] | None
    diameters_mm: tuple[float, float, float]
    longest_diameter_mm: float
    short_axis_mm: float
    volume_ml: float
    mask_volume_ml: float
    n_voxels: int
    nominal_hu: float | None
    mean_hu: float | None
    segment_number: int | None


@dataclass(frozen=True)
class TimepointTruth:
    """One date: its grid, its place relative to the other dates, its lesions.

    `affine_lps` takes (column, row, slice, 1) to LPS mm; slices ascend along the normal. `motion_from_prior`
    takes a point of the patient in the frame of reference of the date before to that of this date;
    `motion_from_baseline` the same from the first date (identity there).
    """

    index: int
    study_date: str
    days_from_baseline: int
    StudyInstanceUID: str
    ct_SeriesInstanceUID: str
    seg_SeriesInstanceUID: str
    seg_SOPInstanceUID: str
    sr_SeriesInstanceUID: str
    sr_SOPInstanceUID: str
    FrameOfReferenceUID: str
    shape: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]
    affine_lps: Matrix
    motion_from_prior: Matrix
    motion_from_baseline: Matrix
    lesions: tuple[LesionTruth, ...]

    def lesion(self, name_or_uid: str) -> LesionTruth:
        """The lesion with this name, tracking identifier or tracking UID; KeyError when there is none."""
        for lesion in self.lesions:
            if name_or_uid in (lesion.name, lesion.tracking_id, lesion.tracking_uid):
                return lesion
        raise KeyError(name_or_uid)


@dataclass(frozen=True)
class Truth:
    """A synthetic patient. The DICOM files are below `dicom_folder`, and `truth.json` lies beside it."""

    folder: str
    seed: int
    small: bool
    patient_id: str
    patient_name: str
    timepoints: tuple[TimepointTruth, ...]

    @property
    def dicom_folder(self) -> Path:
        """The folder to ingest: three studies, nothing else."""
        return Path(self.folder) / "dicom"

    def write(self) -> Path:
        """Write `truth.json` and return its path. The folder's place is left out: it may be moved."""
        path = Path(self.folder) / "truth.json"
        data = dataclasses.asdict(self) | {"folder": "."}
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        return path

    @classmethod
    def read(cls, folder: str | Path) -> Truth:
        """The truth that `write` left in `folder`."""
        data = json.loads((Path(folder) / "truth.json").read_text(encoding="utf-8"))
        points = tuple(
            TimepointTruth(
                **{
                    **{k: _tuples(v) for k, v in point.items()},
                    "lesions": tuple(
                        LesionTruth(**{k: _tuples(v) for k, v in lesion.items()})
                        for lesion in point["lesions"]
                    ),
                }
            )
            for point in data["timepoints"]
        )
        return cls(**{**data, "folder": str(folder), "timepoints": points})


def _tuples(value: Any) -> Any:
    """Lists of a JSON document as the tuples they were made from."""
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
