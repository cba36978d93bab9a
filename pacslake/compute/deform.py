"""Deformable registration: cubic B-splines after a rigid start, with checks of its own.

Breathing and posture bend what a rigid motion cannot follow. A B-spline can follow it, and can also invent a
motion that no body makes. So three things are looked at besides overlap and mutual information: whether the
deformation found on its own in the other direction agrees (inverse consistency), whether space is folded
anywhere in the body (determinant of the Jacobian at or below 0), and whether the images explain each other
better than after the rigid part alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from pacslake.compute import register as rigid_part
from pacslake.compute.register import Registration, Verdict, judge

if TYPE_CHECKING:
    import SimpleITK as sitk

__all__ = ["GRID_MM", "deform", "judge_deformation"]

GRID_MM = 40.0
"""Distance of the control points: follows lobes and organs, and leaves a lesion of 10 mm its size."""

_LEVEL_MM = 3.0
_SAMPLES = 12_000  # the cost of a step grows with samples times control points
_ITERATIONS = 20
_GOOD_MM, _DOUBTFUL_MM = 2.0, 5.0
_LEAST_GAIN = -0.01

_Map = Callable[[np.ndarray], np.ndarray]


def deform(
    fixed: sitk.Image,
    moving: sitk.Image,
    *,
    start: Registration | None = None,
    grid_mm: float = GRID_MM,
    level_mm: float = _LEVEL_MM,
    fixed_mask: sitk.Image | None = None,
    moving_mask: sitk.Image | None = None,
    seed: int = 1,
) -> Registration:
    """Find the deformation that takes points of `fixed` to the same anatomy in `moving`.

    Args:
        fixed: a 3D image, the one whose grid stays (the current study).
        moving: a 3D image of the same person.
        start: the rigid registration to start from; found here by default. A failed one ends it.
        grid_mm: distance of the control points.
        level_mm: voxel size of the images that are looked at.
        fixed_mask: nonzero where the fixed image is to be looked at, on its own grid.
        moving_mask: the same for the moving image.
        seed: for the choice of sample points.

    Returns a `Registration` of kind `bspline`: `transform` is the whole mapping, `matrix_lps` its rigid part
    only, `notes["smallest_jacobian"]` and `notes["largest_mm"]` tell of the deformation.

    Raises:
        ValueError: as `register`.
    """
    import SimpleITK as sitk

    began = time.monotonic()
    start = start or rigid_part.register(
        fixed, moving, fixed_mask=fixed_mask, moving_mask=moving_mask, seed=seed
    )
    if start.verdict == "failed":
        return _as_bspline(start, time.monotonic() - began)
    sizes = [2 * level_mm, level_mm]
    here, there = rigid_part._levels(fixed, sizes, fixed_mask), rigid_part._levels(moving, sizes, moving_mask)
    linear = start.transform
    forward = _bent(here, there, linear, grid_mm, seed)
    backward = _bent(there, here, linear.GetInverse(), grid_mm, seed + 1)
    if forward is None or backward is None:
        return _as_bspline(start, time.monotonic() - began, "no_overlap")
    whole = sitk.CompositeTransform([linear, forward])
    whole.FlattenTransform()  # ITK writes no composite inside a composite
    back = sitk.CompositeTransform([linear.GetInverse(), backward])
    points = rigid_part._body_points(here[0])
    there_points = _mapped(whole)(points)
    consistency = float(np.linalg.norm(_mapped(back)(there_points) - points, axis=1).mean())
    overlap = float(
        max(
            rigid_part._inside(there[0], there_points).mean(),
            rigid_part._inside(here[0], _mapped(back)(rigid_part._body_points(there[0]))).mean(),
        )
    )
    shared, before = (_shared(here[0].image, there[0].image, t) for t in (whole, linear))
    smallest = _smallest_jacobian(here[0], forward)
    verdict, reasons = judge_deformation(consistency, overlap, shared, before, smallest)
    return Registration(
        transform=whole, matrix_lps=start.matrix_lps, kind="bspline", metric=shared, metric_start=before,
        shared_information=shared, overlap=overlap, inverse_consistency_mm=consistency, verdict=verdict,
        reasons=reasons, start=start.start, seconds=time.monotonic() - began, levels_mm=tuple(sizes),
        notes={
            "smallest_jacobian": smallest, "grid_mm": grid_mm,
            "largest_mm": float(np.linalg.norm(_mapped(forward)(points) - points, axis=1).max()),
        },
    )  # fmt: skip


def judge_deformation(
    consistency_mm: float, overlap: float, shared: float, shared_before: float, smallest_jacobian: float
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on a deformation and its reasons, from numbers alone.

    Args:
        consistency_mm: mean inverse-consistency error.
        overlap: share of the smaller body inside the other field of view, 0 to 1.
        shared: mutual information over the smaller entropy after the deformation, 0 to 1.
        shared_before: the same after the rigid part.
        smallest_jacobian: smallest determinant of the Jacobian in the body; 0 or less means folded space.

    >>> judge_deformation(0.5, 0.9, 0.6, 0.5, -0.1)
    ('failed', ('space_is_folded',))
    """
    verdict, reasons = judge(min(consistency_mm, 1.0), overlap, shared)
    failed, doubtful = [], []
    if consistency_mm > _DOUBTFUL_MM:
        failed.append("inverse_inconsistent")
    elif consistency_mm > _GOOD_MM:
        doubtful.append("inverse_consistency_above_2_mm")
    if smallest_jacobian <= 0:
        failed.append("space_is_folded")
    if shared - shared_before < _LEAST_GAIN:
        doubtful.append("no_better_than_rigid")
    all_reasons = (*failed, *reasons, *doubtful)
    if failed or verdict == "failed":
        return "failed", all_reasons
    return ("doubtful" if all_reasons else "good"), all_reasons


def _as_bspline(found: Registration, seconds: float, reason: str | None = None) -> Registration:
    """A rigid registration that failed, or that no deformation could be added to."""
    from dataclasses import replace

    reasons = (*found.reasons, reason) if reason else found.reasons
    return replace(found, kind="bspline", verdict="failed", reasons=reasons, seconds=seconds)


def _bent(
    fixed: list[rigid_part._Level],
    moving: list[rigid_part._Level],
    linear: sitk.Transform,
    grid_mm: float,
    seed: int,
) -> sitk.Transform | None:
    """The deformation that comes before the linear transform; None where the images lost touch.

    A coarse spline on the coarse images finds large motions, a finer one on top of it the small ones.
    """
    import SimpleITK as sitk

    coarse = _spline(fixed[0], moving[0], linear, 2 * grid_mm, seed)
    if coarse is None:
        return None
    # ITK cannot differentiate through a spline that comes after another: the moving image is bent first instead.
    half_way = _warped(moving[1], fixed[1], sitk.CompositeTransform([linear, coarse]))
    fine = _spline(fixed[1], half_way, sitk.Transform(3, sitk.sitkIdentity), grid_mm, seed)
    return None if fine is None else sitk.CompositeTransform([coarse, fine])


def _warped(
    moving: rigid_part._Level, fixed: rigid_part._Level, transform: sitk.Transform
) -> rigid_part._Level:
    """The moving level on the fixed one's grid."""
    import SimpleITK as sitk

    lowest = float(sitk.GetArrayViewFromImage(moving.image).min())
    image = sitk.Resample(moving.image, fixed.image, transform, sitk.sitkLinear, lowest)
    mask = None
    if moving.mask is not None:
        mask = sitk.Resample(moving.mask, fixed.image, transform, sitk.sitkNearestNeighbor, 0)
    return rigid_part._Level(image, fixed.mm, fixed.centre_lps, mask)


def _spline(
    fixed: rigid_part._Level, moving: rigid_part._Level, before: sitk.Transform, grid_mm: float, seed: int
) -> sitk.Transform | None:
    import SimpleITK as sitk

    size, spacing = fixed.image.GetSize(), fixed.image.GetSpacing()
    mesh = [max(1, round(n * s / grid_mm)) for n, s in zip(size, spacing, strict=True)]
    spline = sitk.BSplineTransformInitializer(fixed.image, mesh, order=3)
    method = rigid_part._method(fixed, moving, seed, _SAMPLES)
    method.SetMovingInitialTransform(before)
    method.SetInitialTransform(spline, True)
    method.SetOptimizerAsLBFGSB(
        gradientConvergenceTolerance=1e-6, numberOfIterations=_ITERATIONS, maximumNumberOfCorrections=5,
        maximumNumberOfFunctionEvaluations=2 * _ITERATIONS, costFunctionConvergenceFactor=1e9,
    )  # fmt: skip
    try:
        method.Execute(fixed.image, moving.image)
    except RuntimeError:  # ITK: all samples map outside the moving image
        return None
    return spline


def _mapped(transform: sitk.Transform) -> _Map:
    """The transform as a function of points (n, 3), LPS mm."""
    return lambda points: np.array([transform.TransformPoint([float(v) for v in p]) for p in points])


def _shared(fixed: sitk.Image, moving: sitk.Image, transform: sitk.Transform) -> float:
    """Mutual information over the smaller entropy, where both images are."""
    import SimpleITK as sitk

    nowhere = -1e30
    there = sitk.GetArrayFromImage(
        sitk.Resample(moving, fixed, transform, sitk.sitkLinear, nowhere, sitk.sitkFloat32)
    )
    inside = there > nowhere / 2
    if inside.sum() < 100:
        return 0.0
    return rigid_part._explained(sitk.GetArrayViewFromImage(fixed)[inside], there[inside])


def _smallest_jacobian(level: rigid_part._Level, spline: sitk.Transform) -> float:
    """Smallest determinant of the Jacobian over the body, on the level's own grid."""
    import SimpleITK as sitk

    field = sitk.TransformToDisplacementField(
        spline, sitk.sitkVectorFloat64, level.image.GetSize(), level.image.GetOrigin(),
        level.image.GetSpacing(), level.image.GetDirection(),
    )  # fmt: skip
    jacobian = sitk.GetArrayFromImage(sitk.DisplacementFieldJacobianDeterminant(field))
    return float(jacobian[level.body].min())
