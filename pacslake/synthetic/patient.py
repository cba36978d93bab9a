"""A made-up chest patient scanned at three dates, with lesions that change and everything about them known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pacslake.synthetic import phantom, series
from pacslake.synthetic.objects import lesion_report, lesion_segmentation
from pacslake.synthetic.truth import LesionTruth, Matrix, TimepointTruth, Truth
from pacslake.synthetic.uids import seeded_uid

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["longitudinal_patient"]

Affine = npt.NDArray[np.float64]

NOISE_HU = 14.0


@dataclass(frozen=True)
class Scan:
    """One date: grid (slice, row, column), spacing in mm, the patient's place on the table."""

    study_date: date
    shape: tuple[int, int, int]
    spacing: tuple[float, float, float]
    rotation_degrees: tuple[float, float, float]
    translation_mm: tuple[float, float, float]


@dataclass(frozen=True)
class Course:
    """A lesion's life: where it is, and its mean semi-axis in mm at each date (0: not there)."""

    name: str
    centre: phantom.Point
    radii: tuple[float, float, float]
    shape: phantom.Point
    hu: float


_SCANS = (
    Scan(date(2024, 1, 15), (60, 256, 256), (3.0, 1.5, 1.5), (0, 0, 0), (0, 0, 0)),
    Scan(date(2024, 4, 22), (74, 256, 256), (2.5, 1.40625, 1.40625), (3.0, -2.0, 4.5), (9, -7, 6)),
    Scan(date(2024, 10, 7), (48, 256, 256), (4.0, 1.5625, 1.5625), (-2.5, 3.0, -5.0), (-11, 8, -7)),
)
"""Field of view, pixel spacing and slice spacing differ at each date, as they do between scanners."""

_SMALL_SCANS = (
    Scan(date(2024, 1, 15), (20, 64, 64), (9.0, 6.0, 6.0), (0, 0, 0), (0, 0, 0)),
    Scan(date(2024, 4, 22), (24, 64, 64), (7.5, 5.625, 5.625), (3.0, -2.0, 4.5), (9, -7, 6)),
    Scan(date(2024, 10, 7), (18, 64, 64), (10.0, 6.25, 6.25), (-2.5, 3.0, -5.0), (-11, 8, -7)),
)

_COURSES = (
    Course("Right upper lobe nodule", (-72, -15, 45), (4.5, 7.0, 11.0), (1.0, 1.1, 0.9), 45),
    Course("Left lower lobe nodule", (75, 30, -45), (10.0, 7.0, 4.5), (1.1, 0.9, 1.0), 40),
    Course("Right lower lobe nodule", (-70, 25, -38), (6.0, 4.0, 0.0), (1.0, 1.0, 1.0), 30),
    Course("Left upper lobe nodule", (70, -10, 42), (0.0, 5.0, 9.0), (0.9, 1.0, 1.1), 50),
    Course("Lingular nodule", (80, -30, 0), (6.0, 6.0, 6.0), (1.15, 0.9, 1.0), 60),
    Course("Right middle lobe nodule", (-85, -30, 0), (0.0, 0.0, 6.0), (1.0, 1.05, 0.95), 35),
)

SMALL_LESION_SCALE = 2.0
"""Lesions of the small patient are this much wider, so that they still fill several of its large voxels."""


def longitudinal_patient(folder: str | Path, *, seed: int = 0, small: bool = False) -> Truth:
    """Write a patient with CT, SEG and SR at three dates below `folder`, and return what is true of it.

    Below `folder/dicom` lies one folder a date with `CT/` (one file a slice, names without extension), `SEG`
    (one segment a lesion present) and `SR` (TID 1500: volume, diameters, mean HU of each lesion);
    `folder/truth.json` holds the returned truth. Lesions keep their TrackingUID. Each date has its own frame of
    reference, field of view and spacing, and the patient lies differently by a known rigid motion.
    The same seed gives the same bytes; another seed another patient (identifier, motion, vessels, noise, places).
    `small=True` makes about 64 x 64 x 20 voxels a date in place of 256 x 256 x 60.
    """
    folder = Path(folder)
    rng = np.random.default_rng([seed, 0])
    scans = [_jitter(scan, rng, first=i == 0) for i, scan in enumerate(_SMALL_SCANS if small else _SCANS)]
    courses = [_move(course, rng) for course in _COURSES]
    vessels = phantom.vessel_tree(seed)
    motions = [_rigid(scan.rotation_degrees, scan.translation_mm) for scan in scans]
    who = {"PatientName": f"Phantom^Longitudinal^{seed:04d}", "PatientID": f"SYNTHETIC-LONG-{seed:04d}"}
    points: list[TimepointTruth] = []
    for index, (scan, motion) in enumerate(zip(scans, motions, strict=True)):
        lesions = _lesions_at(courses, index, SMALL_LESION_SCALE if small else 1.0)
        affine = _grid(scan)
        values, masks = _render(affine, motion, scan, lesions, vessels, seed=seed, index=index)
        place = folder / "dicom" / f"{scan.study_date:%Y%m%d}"
        files = _write_ct(place / "CT", values, affine, scan, who, seed, index)
        prior = motions[index - 1] if index else motion
        point = _describe(
            index,
            scans,
            affine,
            motion,
            prior,
            courses,
            lesions,
            masks,
            values,
            seed=seed,
            baseline=motions[0],
        )
        points.append(point)
        segmentation = lesion_segmentation(files, masks, point, seed)
        series.save(segmentation, place / "SEG")
        series.save(lesion_report(files, segmentation, point, seed), place / "SR")
    truth = Truth(str(folder), seed, small, who["PatientID"], who["PatientName"], tuple(points))
    truth.write()
    return truth


def _jitter(scan: Scan, rng: np.random.Generator, *, first: bool) -> Scan:
    """The scan with this seed's own motion; the first date stays at rest."""
    turn, shift = rng.uniform(-0.8, 0.8, 3), rng.uniform(-2, 2, 3)
    if first:
        return scan
    rotation = tuple(round(float(a + b), 3) for a, b in zip(scan.rotation_degrees, turn, strict=True))
    translation = tuple(round(float(a + b), 3) for a, b in zip(scan.translation_mm, shift, strict=True))
    return Scan(scan.study_date, scan.shape, scan.spacing, rotation, translation)  # type: ignore[arg-type]


def _move(course: Course, rng: np.random.Generator) -> Course:
    """The lesion at this seed's own place, within 2 mm."""
    centre = tuple(round(float(c + d), 3) for c, d in zip(course.centre, rng.uniform(-2, 2, 3), strict=True))
    return Course(course.name, centre, course.radii, course.shape, course.hu)  # type: ignore[arg-type]


def _rigid(degrees: tuple[float, float, float], shift: tuple[float, float, float]) -> Affine:
    """4 x 4 of rotations about x, then y, then z through the origin, then a shift in mm."""
    x, y, z = np.radians(degrees)
    about_x = [[1, 0, 0], [0, math.cos(x), -math.sin(x)], [0, math.sin(x), math.cos(x)]]
    about_y = [[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]]
    about_z = [[math.cos(z), -math.sin(z), 0], [math.sin(z), math.cos(z), 0], [0, 0, 1]]
    out = np.eye(4)
    out[:3, :3] = np.array(about_z) @ np.array(about_y) @ np.array(about_x)
    out[:3, 3] = shift
    return out


def _grid(scan: Scan) -> Affine:
    """The axial grid, its middle at the scanner's origin."""
    n = np.array(scan.shape, float)
    spacing = np.array(scan.spacing)
    corner = -(n - 1) / 2 * spacing
    return series.affine_from(scan.spacing, (1, 0, 0, 0, 1, 0), corner[::-1])


def _lesions_at(courses: list[Course], index: int, scale: float) -> list[phantom.Ellipsoid | None]:
    """The lesions of a date in the patient-fixed frame; None for one that is not there."""
    return [
        phantom.Ellipsoid(
            course.centre,
            tuple(course.radii[index] * scale * f for f in course.shape),  # type: ignore[arg-type]
            course.hu,
        )
        if course.radii[index]
        else None
        for course in courses
    ]


def _render(
    affine: Affine,
    motion: Affine,
    scan: Scan,
    lesions: list[phantom.Ellipsoid | None],
    vessels: list[phantom.Vessel],
    *,
    seed: int,
    index: int,
) -> tuple[npt.NDArray[np.int16], list[npt.NDArray[np.bool_]]]:
    """HU (slice, row, column) with noise, and one mask per lesion (voxel centres inside its ellipsoid)."""
    to_patient = np.linalg.inv(motion) @ affine
    k, j, i = (np.arange(n, dtype=np.float32) for n in scan.shape)
    x, y, z = (
        (row[0] * i + (row[1] * j)[:, None] + (row[2] * k)[:, None, None] + row[3]).astype(np.float32)
        for row in to_patient[:3]
    )
    width = float(np.prod(scan.spacing) ** (1 / 3))
    hu, lung = phantom.anatomy(x, y, z, width=width, texture_seed=seed)
    to_voxel = np.linalg.inv(to_patient)
    phantom.add_vessels(hu, lung, (x, y, z), vessels, to_voxel, width=width)
    masks = [
        phantom.add_lesion(hu, (x, y, z), lesion, to_voxel, width=width)
        if lesion is not None
        else np.zeros(scan.shape, bool)
        for lesion in lesions
    ]
    hu += _noise(scan, np.random.default_rng([seed, 3, index]))
    return np.clip(np.rint(hu), -1024, 3071).astype(np.int16), masks


def _noise(scan: Scan, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Noise with the short correlation in the plane that a reconstruction kernel leaves."""
    from scipy.ndimage import gaussian_filter

    white = rng.standard_normal(scan.shape, dtype=np.float32)
    smooth: npt.NDArray[np.float32] = gaussian_filter(white, (0, 0.7, 0.7), mode="wrap", truncate=3)
    return smooth * np.float32(NOISE_HU / smooth.std())


def _write_ct(
    folder: Path,
    values: npt.NDArray[np.int16],
    affine: Affine,
    scan: Scan,
    who: dict[str, str],
    seed: int,
    index: int,
) -> list[Dataset]:
    """One file a slice, numbered from the head down as scanners do; the data sets in ascending order along +z."""
    folder.mkdir(parents=True, exist_ok=True)
    n = scan.shape[0]
    day = f"{scan.study_date:%Y%m%d}"
    out = []
    for k in range(n):
        ds = series.image_dataset(
            (values[k].astype(np.int32) + 1024).astype(np.uint16),
            affine,
            k,
            modality="CT",
            sop_instance_uid=seeded_uid(seed, "patient", index, "CT", k),
        )
        for keyword, value in who.items():
            setattr(ds, keyword, value)
        ds.PatientBirthDate, ds.PatientSex, ds.PatientAge = (
            "19600229",
            "O",
            f"{scan.study_date.year - 1961:03d}Y",
        )
        ds.StudyInstanceUID = seeded_uid(seed, "patient", index, "study")
        ds.SeriesInstanceUID = seeded_uid(seed, "patient", index, "CT")
        ds.FrameOfReferenceUID = seeded_uid(seed, "patient", index, "frame of reference")
        ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = day
        ds.StudyTime, ds.SeriesTime, ds.AcquisitionTime, ds.ContentTime = (
            "093000",
            "093500",
            "093512",
            "093640",
        )
        ds.StudyID = str(index + 1)
        ds.AccessionNumber = f"SYN{seed:04d}{index + 1}"
        ds.StudyDescription, ds.SeriesDescription = "Chest CT (phantom)", f"Axial {scan.spacing[0]:g} mm"
        ds.ProtocolName, ds.BodyPartExamined = "Phantom chest", "CHEST"
        ds.SeriesNumber, ds.AcquisitionNumber, ds.InstanceNumber = 2, 1, n - k
        ds.ManufacturerModelName, ds.ConvolutionKernel = "Synthetic phantom", "STANDARD"
        ds.StationName, ds.DeviceSerialNumber, ds.SoftwareVersions = "PHANTOM", "0", "1"
        ds.WindowCenter, ds.WindowWidth = ["40", "-600"], ["400", "1500"]
        ds.ContrastBolusAgent = "synthetic"
        series.save(ds, folder / f"I{n - k:04d}")
        out.append(ds)
    return out


def _describe(
    index: int,
    scans: list[Scan],
    affine: Affine,
    motion: Affine,
    prior: Affine,
    courses: list[Course],
    lesions: list[phantom.Ellipsoid | None],
    masks: list[npt.NDArray[np.bool_]],
    values: npt.NDArray[np.int16],
    *,
    seed: int,
    baseline: Affine,
) -> TimepointTruth:
    """The truth of one date."""
    scan = scans[index]
    voxel_ml = float(np.prod(scan.spacing)) / 1000
    number = 0
    found = []
    for at, (course, lesion, mask) in enumerate(zip(courses, lesions, masks, strict=True)):
        n = int(mask.sum())
        number += lesion is not None
        axial = _axial_diameters(lesion, motion) if lesion else (0.0, 0.0)
        found.append(
            LesionTruth(
                tracking_id=f"Lesion {at + 1}",
                tracking_uid=seeded_uid(seed, "patient", "lesion", at),
                name=course.name,
                state=_state(course.radii, index),
                present=lesion is not None,
                centre_lps=_place(motion, course.centre) if lesion else None,
                diameters_mm=tuple(sorted((2 * s for s in lesion.semi_axes), reverse=True))  # type: ignore[arg-type]
                if lesion
                else (0.0, 0.0, 0.0),
                longest_diameter_mm=axial[0],
                short_axis_mm=axial[1],
                volume_ml=4 / 3 * math.pi * math.prod(lesion.semi_axes) / 1000 if lesion else 0.0,
                mask_volume_ml=n * voxel_ml,
                n_voxels=n,
                nominal_hu=lesion.hu if lesion else None,
                mean_hu=float(values[mask].mean()) if n else None,
                segment_number=number if lesion else None,
            )
        )
    part = ("patient", index)
    return TimepointTruth(
        index=index,
        study_date=scan.study_date.isoformat(),
        days_from_baseline=(scan.study_date - scans[0].study_date).days,
        StudyInstanceUID=seeded_uid(seed, *part, "study"),
        ct_SeriesInstanceUID=seeded_uid(seed, *part, "CT"),
        seg_SeriesInstanceUID=seeded_uid(seed, *part, "SEG"),
        seg_SOPInstanceUID=seeded_uid(seed, *part, "SEG", 0),
        sr_SeriesInstanceUID=seeded_uid(seed, *part, "SR"),
        sr_SOPInstanceUID=seeded_uid(seed, *part, "SR", 0),
        FrameOfReferenceUID=seeded_uid(seed, *part, "frame of reference"),
        shape=scan.shape,
        spacing_mm=scan.spacing,
        affine_lps=_matrix(affine),
        motion_from_prior=_matrix(motion @ np.linalg.inv(prior)),
        motion_from_baseline=_matrix(motion @ np.linalg.inv(baseline)),
        lesions=tuple(found),
    )


def _state(radii: tuple[float, float, float], index: int) -> str:
    """How the lesion stands against the date before."""
    if index == 0:
        return "baseline" if radii[0] else "absent"
    before, now = radii[index - 1], radii[index]
    if not now:
        return "gone" if before else "absent"
    if not before:
        return "new"
    return "stable" if now == before else "growing" if now > before else "shrinking"


def _axial_diameters(lesion: phantom.Ellipsoid, motion: Affine) -> tuple[float, float]:
    """Longest and shortest diameter (mm) of the ellipse in which the axial plane through the centre cuts it."""
    rotation = motion[:3, :3]
    quadric = rotation @ np.diag(1 / np.square(lesion.semi_axes)) @ rotation.T
    semi = 1 / np.sqrt(np.linalg.eigvalsh(quadric[:2, :2]))
    return 2 * float(semi.max()), 2 * float(semi.min())


def _place(motion: Affine, point: phantom.Point) -> tuple[float, float, float]:
    """A patient-fixed point in the date's LPS."""
    x, y, z = motion[:3, :3] @ np.asarray(point) + motion[:3, 3]
    return float(x), float(y), float(z)


def _matrix(values: Affine) -> Matrix:
    return tuple(tuple(float(v) + 0.0 for v in row) for row in values)  # type: ignore[misc]
