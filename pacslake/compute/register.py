"""Rigid and affine registration of two volumes of one person, with a verdict.

The recipe (chosen by measurement): both images are resampled to 6, 3 and 1.5 mm isotropic voxels first,
because shrink factors on voxels of unequal sides lose accuracy and sometimes the way; mutual information
(Mattes) with regular-step gradient descent runs on each level. Several starts are tried on the coarsest
level, among them the centres of mass, so that a follow-up scanned half a metre away is found.

A registration can fail without a word. So the backward transform is found on its own, and both must agree
(inverse consistency); overlap and gain in mutual information are looked at too, and whether a half turn would
explain the images better, as it does where a header names the wrong orientation. The verdict is `good`,
`doubtful` or `failed`, and a failed one is never to be shown as truth.

Points and transforms are in LPS mm. A transform maps points of the *fixed* image to points of the *moving*
one, as ITK does. Results do not depend on the clock, on chance or on the number of cores.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import SimpleITK as sitk

__all__ = ["LEVELS_MM", "Registration", "Verdict", "matrix_of", "register"]

LEVELS_MM = (6.0, 3.0, 1.5)
Verdict = Literal["good", "doubtful", "failed"]

_BINS = 32
# Samples per level: more cost time and gain nothing that the tests could see; finding the way needs fewer.
_SEARCH_SAMPLES, _FINE_SAMPLES = 30_000, 60_000
_GRID_LIMIT = 96  # voxels along an edge of the coarsest level; a larger field of view gets a coarser level
_LEAST_GRID = 32  # voxels along the longest edge that the coarsest level keeps
_GOOD_MM, _DOUBTFUL_MM = 1.0, 5.0
_MIN_OVERLAP, _FAIR_OVERLAP = 0.15, 0.4
_MIN_SHARED, _FAIR_SHARED = 0.05, 0.10
_TURN_GAIN = (
    1.02  # mutual information of a half turn over that of the result: less says nothing, as on a cylinder
)


@dataclass(frozen=True)
class Registration:
    """What came out. `matrix_lps` is (4, 4), fixed to moving, LPS mm."""

    transform: sitk.Transform
    matrix_lps: np.ndarray
    kind: str
    metric: float
    metric_start: float | None
    shared_information: float
    overlap: float
    inverse_consistency_mm: float
    verdict: Verdict
    reasons: tuple[str, ...]
    start: str
    seconds: float
    levels_mm: tuple[float, ...] = LEVELS_MM
    notes: dict[str, float] = field(default_factory=dict)

    @property
    def rotation_degrees(self) -> float:
        """Angle of the rotation part, degrees."""
        u, _, vt = np.linalg.svd(self.matrix_lps[:3, :3])
        return float(np.degrees(np.arccos(np.clip((np.trace(u @ vt) - 1) / 2, -1, 1))))

    def __repr__(self) -> str:
        why = f" ({', '.join(self.reasons)})" if self.reasons else ""
        return (
            f"<Registration {self.kind} {self.verdict}{why}: inverse consistency "
            f"{self.inverse_consistency_mm:.2f} mm, overlap {self.overlap:.0%}, {self.seconds:.1f} s>"
        )


def matrix_of(transform: sitk.Transform) -> np.ndarray:
    """The (4, 4) matrix of a linear transform, found by mapping the origin and the three unit points."""
    origin = np.array(transform.TransformPoint((0.0, 0.0, 0.0)))
    matrix = np.eye(4)
    matrix[:3, 3] = origin
    for axis in range(3):
        unit = [0.0, 0.0, 0.0]
        unit[axis] = 1.0
        matrix[:3, axis] = np.array(transform.TransformPoint(unit)) - origin
    return matrix


def register(
    fixed: sitk.Image,
    moving: sitk.Image,
    *,
    kind: Literal["rigid", "affine"] = "rigid",
    levels_mm: tuple[float, ...] = LEVELS_MM,
    fixed_mask: sitk.Image | None = None,
    moving_mask: sitk.Image | None = None,
    check: bool = True,
    seed: int = 1,
) -> Registration:
    """Find the transform that takes points of `fixed` to the same anatomy in `moving`.

    Args:
        fixed: a 3D image, the one whose grid stays (the current study).
        moving: a 3D image of the same person.
        kind: `rigid` (6 parameters), or `affine` (12), which starts from the rigid result.
        levels_mm: isotropic voxel sizes, coarse to fine.
        fixed_mask: nonzero where the fixed image is to be looked at, on its own grid; the checks look there too.
        moving_mask: the same for the moving image.
        check: also find the backward transform, for the inverse consistency. Without it the verdict
            is at best `doubtful`.
        seed: for the choice of sample points.

    Raises:
        ValueError: an image is not 3D or has fewer than four voxels along an axis; a mask is empty or on
            another grid than its image.

    Example:
        >>> import SimpleITK as sitk
        >>> from pacslake.compute.register import register
        >>> image = sitk.GaussianSource(sitk.sitkFloat32, (40, 40, 40), sigma=(6, 9, 12), mean=(20, 20, 20))
        >>> register(image, image, levels_mm=(3.0,)).verdict
        'good'
    """
    began = time.monotonic()
    _need_images(fixed, moving, fixed_mask, moving_mask)
    sizes = _sizes(fixed, moving, levels_mm)
    fixed_levels, moving_levels = _levels(fixed, sizes, fixed_mask), _levels(moving, sizes, moving_mask)
    forward = _search(fixed_levels, moving_levels, seed)
    if forward is None:
        return _nothing_found(kind, time.monotonic() - began, levels_mm)
    transform, start, metric = forward
    if kind == "affine":
        transform, metric = _refine_affine(fixed_levels, moving_levels, transform, seed)
    matrix = matrix_of(transform)
    consistency = float("inf")
    if check:
        # The finest of three levels is left out on the way back: it costs most, and agreement does not need it.
        keep = max(2, len(sizes) - 1)
        backward = _search(moving_levels[:keep], fixed_levels[:keep], seed + 1)
        if backward is not None:
            back, _, _ = backward
            if kind == "affine":
                back, _ = _refine_affine(moving_levels[:keep], fixed_levels[:keep], back, seed + 1)
            consistency = _inverse_consistency(fixed_levels[0], matrix, matrix_of(back))
            for fine_moving, fine_fixed in zip(moving_levels[keep:], fixed_levels[keep:], strict=True):
                # Thick slices leave the shorter way back short of 1 mm: it then goes as far as the way there.
                if _GOOD_MM < consistency <= _DOUBTFUL_MM:
                    _optimise(fine_moving, fine_fixed, back, seed + 1, step_mm=fine_moving.mm / 2)
                    consistency = _inverse_consistency(fixed_levels[0], matrix, matrix_of(back))
    overlap = _overlap(fixed_levels[0], moving_levels[0], matrix)
    shared = _shared_information(fixed_levels[0], moving_levels[0], matrix)
    turned = check and _half_turn_fits_better(fixed_levels[0], moving_levels[0], transform, seed)
    verdict, reasons = judge(consistency if check else None, overlap, shared, half_turn_fits_better=turned)
    return Registration(
        transform=transform,
        matrix_lps=matrix,
        kind=kind,
        metric=metric,
        metric_start=_metric_as_they_lie(fixed_levels[0], moving_levels[0], seed),
        shared_information=shared,
        overlap=overlap,
        inverse_consistency_mm=consistency,
        verdict=verdict,
        reasons=reasons,
        start=start,
        seconds=time.monotonic() - began,
        levels_mm=tuple(levels_mm),
    )


def _need_images(
    fixed: sitk.Image, moving: sitk.Image, fixed_mask: sitk.Image | None, moving_mask: sitk.Image | None
) -> None:
    """Raises: ValueError where these cannot be registered at all."""
    import SimpleITK as sitk

    for name, image, mask in (("fixed", fixed, fixed_mask), ("moving", moving, moving_mask)):
        if image.GetDimension() != 3 or min(image.GetSize()) < 4:
            raise ValueError(
                f"the {name} image has size {image.GetSize()}: registration needs three dimensions of at least "
                "four voxels"
            )
        if mask is None:
            continue
        if not mask.IsSameImageGeometryAs(image, 1e-4, 1e-4):
            raise ValueError(
                f"the mask of the {name} image is on another grid (size {mask.GetSize()} for {image.GetSize()}); "
                "resample it first, with labels=True"
            )
        if not sitk.GetArrayViewFromImage(mask).any():
            raise ValueError(f"the mask of the {name} image is empty: nothing is left to look at")


def judge(
    consistency_mm: float | None, overlap: float, shared: float, *, half_turn_fits_better: bool = False
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict and its reasons, from numbers alone.

    Args:
        consistency_mm: mean inverse-consistency error, None where it was not looked at.
        overlap: share of the smaller body inside the other field of view, 0 to 1.
        shared: mutual information over the smaller entropy, 0 to 1.
        half_turn_fits_better: the images share more after half a turn about an axis of the patient.
    """
    failed, doubtful = [], []
    if consistency_mm is None:
        doubtful.append("inverse_consistency_not_checked")
    elif consistency_mm > _DOUBTFUL_MM:
        failed.append("inverse_inconsistent")
    elif consistency_mm > _GOOD_MM:
        doubtful.append("inverse_consistency_above_1_mm")
    if overlap < _MIN_OVERLAP:
        failed.append("no_overlap")
    elif overlap < _FAIR_OVERLAP:
        doubtful.append("little_overlap")
    if shared < _MIN_SHARED:
        failed.append("images_do_not_explain_each_other")
    elif shared < _FAIR_SHARED:
        doubtful.append("images_explain_each_other_little")
    if half_turn_fits_better:
        failed.append("half_turn_fits_better")
    verdict: Verdict = "failed" if failed else "doubtful" if doubtful else "good"
    return verdict, (*failed, *doubtful)


# -- levels ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Level:
    """An image on an isotropic grid, intensities clipped to what tells tissue apart, and its body."""

    image: sitk.Image
    mm: float
    centre_lps: np.ndarray
    mask: sitk.Image | None = None

    @cached_property
    def body(self) -> np.ndarray:
        """(slice, row, column) bool; only the coarsest level is asked for it."""
        import SimpleITK as sitk

        if self.mask is not None:
            looked_at: np.ndarray = sitk.GetArrayFromImage(self.mask) > 0
            return looked_at
        return _body(sitk.GetArrayViewFromImage(self.image))

    @cached_property
    def mass_lps(self) -> np.ndarray:
        """Centre of the body, LPS mm."""
        indices = np.argwhere(self.body if self.body.any() else np.ones_like(self.body))
        centre: np.ndarray = _points(self.image, indices).mean(axis=0)
        return centre


def _sizes(fixed: sitk.Image, moving: sitk.Image, levels_mm: tuple[float, ...]) -> list[float]:
    """Voxel sizes for these images: finer where a field of view is so small that few voxels would be left.

    Never below half of the finest voxel there is: that adds work and no information. Sizes that come out alike
    are one level.
    """
    extent = min(
        max(n * s for n, s in zip(i.GetSize(), i.GetSpacing(), strict=True)) for i in (fixed, moving)
    )
    finest = min(*fixed.GetSpacing(), *moving.GetSpacing()) / 2
    scale = min(1.0, extent / (_LEAST_GRID * max(levels_mm)))
    sizes: list[float] = []
    for mm in sorted(levels_mm, reverse=True):
        size = max(mm * scale, min(finest, max(levels_mm) * scale))
        if not sizes or size < 0.8 * sizes[-1]:
            sizes.append(size)
    return sizes


def _levels(image: sitk.Image, sizes: list[float], mask: sitk.Image | None) -> list[_Level]:
    """The image at each of the sizes, coarse to fine.

    Each coarse one is made from the next finer one, not from the whole image: that takes half the time.
    """
    import SimpleITK as sitk

    picture = sitk.Cast(image, sitk.sitkFloat32)
    low, high = (
        float(v) for v in np.percentile(sitk.GetArrayViewFromImage(picture)[:, ::2, ::2], (0.5, 99.5))
    )
    picture = sitk.Clamp(picture, sitk.sitkFloat32, low, high if high > low else low + 1.0)
    extent = [n * s for n, s in zip(image.GetSize(), image.GetSpacing(), strict=True)]
    found, blur = [], [0.0, 0.0, 0.0]
    for size in reversed(sizes):
        mm = max(size, max(extent) / _GRID_LIMIT) if size >= LEVELS_MM[0] else size
        # Blur along an axis only where it is made coarser, by half of the new voxel in all.
        wanted = [0.5 * mm if s < mm else 0.0 for s in image.GetSpacing()]
        sigma = [float(np.sqrt(max(0.0, w * w - b * b))) for w, b in zip(wanted, blur, strict=True)]
        picture = _coarser(picture, sigma, extent, mm, low)
        blur = [max(w, b) for w, b in zip(wanted, blur, strict=True)]
        there = None
        if mask is not None:
            there = sitk.Resample(
                mask != 0, picture, sitk.Transform(3, sitk.sitkIdentity), sitk.sitkNearestNeighbor
            )
        middle = [(n - 1) / 2 for n in picture.GetSize()]
        centre = np.array(picture.TransformContinuousIndexToPhysicalPoint(middle))
        found.append(_Level(picture, mm, centre, there))
    return found[::-1]


def _coarser(
    picture: sitk.Image, sigma: list[float], extent: list[float], mm: float, background: float
) -> sitk.Image:
    """The picture blurred by `sigma` (mm, along each axis) on voxels of about `mm`, the field of view kept."""
    import SimpleITK as sitk

    for axis, value in enumerate(sigma):
        if value > 0.1 and picture.GetSize()[axis] >= 4:
            picture = sitk.RecursiveGaussian(
                picture, value, False, sitk.RecursiveGaussianImageFilter.ZeroOrder, axis
            )
    size = [max(4, round(e / mm)) for e in extent]
    spacing = [e / n for e, n in zip(extent, size, strict=True)]
    direction = np.array(picture.GetDirection()).reshape(3, 3)
    # Same field of view: the outer faces stay, so the first centre moves by half the change of voxel size.
    shift = direction @ np.array(
        [(new - old) / 2 for new, old in zip(spacing, picture.GetSpacing(), strict=True)]
    )
    origin = np.array(picture.GetOrigin()) + shift
    return sitk.Resample(
        picture, size, sitk.Transform(3, sitk.sitkIdentity), sitk.sitkLinear,
        [float(v) for v in origin], spacing, picture.GetDirection(), background, sitk.sitkFloat32,
    )  # fmt: skip


def _body(array: np.ndarray) -> np.ndarray:
    """Where there is something: above Otsu's threshold between background and tissue."""
    from skimage.filters import threshold_otsu

    if float(array.max()) <= float(array.min()):
        return np.ones(array.shape, dtype=bool)
    # As one line: a stack of three or four columns would be taken for a colour picture.
    body: np.ndarray = array > threshold_otsu(array.reshape(1, -1))
    return body


def _points(image: sitk.Image, indices: np.ndarray) -> np.ndarray:
    """LPS mm of voxel indices (n, 3) given as (slice, row, column)."""
    direction = np.array(image.GetDirection()).reshape(3, 3)
    scaled = indices[:, ::-1] * np.array(image.GetSpacing())
    points: np.ndarray = np.array(image.GetOrigin()) + scaled @ direction.T
    return points


# -- search ------------------------------------------------------------------------------------------


def _starts(fixed: _Level, moving: _Level) -> dict[str, np.ndarray]:
    """Named starting matrices (4, 4), fixed to moving."""
    starts = {"as_they_lie": np.eye(4), "centres_of_mass": _shift(moving.mass_lps - fixed.mass_lps)}
    starts["centres_of_grids"] = _shift(moving.centre_lps - fixed.centre_lps)
    # Turned starts: half a radian either way about each patient axis through the centre of mass.
    for axis, angle in itertools.product(range(3), (-0.35, 0.35)):
        starts[f"turned_{'xyz'[axis]}_{'minus' if angle < 0 else 'plus'}"] = _about(
            _rotation(axis, angle), fixed.mass_lps, moving.mass_lps
        )
    return starts


def _shift(vector: np.ndarray) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, 3] = vector
    return matrix


def _rotation(axis: int, angle: float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


def _about(rotation: np.ndarray, centre_from: np.ndarray, centre_to: np.ndarray) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, :3] = rotation
    matrix[:3, 3] = centre_to - rotation @ centre_from
    return matrix


def _euler(matrix: np.ndarray, centre: np.ndarray) -> sitk.Euler3DTransform:
    import SimpleITK as sitk

    transform = sitk.Euler3DTransform()
    transform.SetCenter([float(v) for v in centre])
    transform.SetMatrix([float(v) for v in _orthonormal(matrix[:3, :3]).ravel()])
    transform.SetTranslation([float(v) for v in matrix[:3, 3] + matrix[:3, :3] @ centre - centre])
    return transform


def _orthonormal(matrix: np.ndarray) -> np.ndarray:
    u, _, vt = np.linalg.svd(matrix)
    product: np.ndarray = u @ vt
    return product


def _search(fixed: list[_Level], moving: list[_Level], seed: int) -> tuple[sitk.Transform, str, float] | None:
    """Best rigid transform over all starts: (transform, name of the start, mutual information)."""
    scored = []
    for name, matrix in _starts(fixed[0], moving[0]).items():
        value = _evaluate(fixed[0], moving[0], _euler(matrix, fixed[0].mass_lps), seed)
        # A start with hardly any overlap can have a large mutual information by chance: it counts less.
        seen = _overlap(fixed[0], moving[0], matrix)
        if value is not None and seen > 0.05:
            scored.append((value * min(1.0, seen / _FAIR_OVERLAP), name, matrix))
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    # Among the best few keep the centre-of-mass start: it is the one that holds for far-apart scans.
    chosen = scored[:3] + [entry for entry in scored[3:] if entry[1] == "centres_of_mass"]
    best: tuple[float, str, sitk.Transform] | None = None
    for _, name, matrix in chosen:
        transform = _euler(matrix, fixed[0].mass_lps)
        value = _optimise(fixed[0], moving[0], transform, seed, step_mm=4 * fixed[0].mm / 6, search=True)
        if value is None:
            continue
        weighted = value * min(1.0, _overlap(fixed[0], moving[0], matrix_of(transform)) / _FAIR_OVERLAP)
        if best is None or weighted > best[0] + 1e-9:
            best = (weighted, name, transform)
    if best is None:
        return None
    _, name, found = best
    value = _evaluate(fixed[0], moving[0], found, seed)
    for fine_fixed, fine_moving in zip(fixed[1:], moving[1:], strict=True):
        value = _optimise(fine_fixed, fine_moving, found, seed, step_mm=fine_fixed.mm / 2)
        if value is None:
            return None
    return found, name, float(value or 0.0)


def _method(fixed: _Level, moving: _Level, seed: int, samples: int) -> sitk.ImageRegistrationMethod:
    import SimpleITK as sitk

    method = sitk.ImageRegistrationMethod()
    method.SetMetricAsMattesMutualInformation(_BINS)
    method.SetInterpolator(sitk.sitkLinear)
    # Gradients where samples are, and not of both whole images first, which took more time than the search.
    method.SetMetricUseFixedImageGradientFilter(False)
    method.SetMetricUseMovingImageGradientFilter(False)
    if fixed.mask is not None:
        method.SetMetricFixedMask(fixed.mask)
    if moving.mask is not None:
        method.SetMetricMovingMask(moving.mask)
    voxels = int(np.prod(fixed.image.GetSize()))
    if voxels > samples:
        method.SetMetricSamplingStrategy(method.RANDOM)
        method.SetMetricSamplingPercentage(samples / voxels, seed)
    # One thread and one unit of work: sums of floats over several would differ from run to run.
    method.SetNumberOfThreads(1)
    method.SetNumberOfWorkUnits(1)
    return method


def _evaluate(fixed: _Level, moving: _Level, transform: sitk.Transform, seed: int) -> float | None:
    """Mutual information in nats, or None where the images do not meet."""
    method = _method(fixed, moving, seed, _SEARCH_SAMPLES)
    method.SetInitialTransform(transform, False)
    try:
        return -float(method.MetricEvaluate(fixed.image, moving.image))
    except RuntimeError:  # ITK: all samples map outside the moving image
        return None


def _optimise(
    fixed: _Level,
    moving: _Level,
    transform: sitk.Transform,
    seed: int,
    *,
    step_mm: float,
    search: bool = False,
) -> float | None:
    """Improve `transform` in place; the mutual information reached, or None where the images lost touch."""
    method = _method(fixed, moving, seed, _SEARCH_SAMPLES if search else _FINE_SAMPLES)
    method.SetOptimizerAsRegularStepGradientDescent(
        learningRate=step_mm, minStep=step_mm / (50 if search else 300), numberOfIterations=100, relaxationFactor=0.6,
        gradientMagnitudeTolerance=1e-6,
    )  # fmt: skip
    method.SetOptimizerScalesFromPhysicalShift()
    method.SetInitialTransform(transform, True)
    try:
        method.Execute(fixed.image, moving.image)
        return -float(method.GetMetricValue())
    except RuntimeError:
        return None


def _refine_affine(
    fixed: list[_Level], moving: list[_Level], rigid: sitk.Transform, seed: int
) -> tuple[sitk.Transform, float]:
    import SimpleITK as sitk

    matrix, centre = matrix_of(rigid), fixed[0].mass_lps
    transform = sitk.AffineTransform(3)
    transform.SetCenter([float(v) for v in centre])
    transform.SetMatrix([float(v) for v in matrix[:3, :3].ravel()])
    transform.SetTranslation([float(v) for v in matrix[:3, 3] + matrix[:3, :3] @ centre - centre])
    value: float | None = None
    for level_fixed, level_moving in zip(fixed, moving, strict=True):
        value = _optimise(level_fixed, level_moving, transform, seed, step_mm=level_fixed.mm / 2)
    return transform, float(value or 0.0)


# -- checks ------------------------------------------------------------------------------------------


def _apply(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    mapped: np.ndarray = points @ matrix[:3, :3].T + matrix[:3, 3]
    return mapped


def _body_points(level: _Level, limit: int = 4000) -> np.ndarray:
    indices = np.argwhere(level.body)
    return _points(level.image, indices[:: max(1, len(indices) // limit)])


def _inverse_consistency(fixed: _Level, forward: np.ndarray, backward: np.ndarray) -> float:
    """Mean distance of points of the body to where forward and backward take them, mm."""
    points = _body_points(fixed)
    return float(np.linalg.norm(_apply(backward, _apply(forward, points)) - points, axis=1).mean())


def _half_turn_fits_better(fixed: _Level, moving: _Level, transform: sitk.Transform, seed: int) -> bool:
    """Whether a start turned by half a circle about an axis of the patient ends with more mutual information.

    Inverse consistency cannot tell: an upside-down image leads the way there and the way back astray alike.
    """
    found = _evaluate(fixed, moving, transform, seed)
    if found is None:
        return False
    for axis in range(3):
        turned = _euler(_about(_rotation(axis, np.pi), fixed.mass_lps, moving.mass_lps), fixed.mass_lps)
        value = _optimise(fixed, moving, turned, seed, step_mm=4 * fixed.mm / 6, search=True)
        if value is None or value <= _TURN_GAIN * found:
            continue
        if _overlap(fixed, moving, matrix_of(turned)) >= _FAIR_OVERLAP:
            return True
    return False


def _inside(level: _Level, points: np.ndarray) -> np.ndarray:
    direction = np.array(level.image.GetDirection()).reshape(3, 3)
    index = ((points - np.array(level.image.GetOrigin())) @ direction) / np.array(level.image.GetSpacing())
    inside: np.ndarray = np.all((index >= -0.5) & (index <= np.array(level.image.GetSize()) - 0.5), axis=1)
    return inside


def _overlap(fixed: _Level, moving: _Level, matrix: np.ndarray) -> float:
    """Share of a body that lies in the other's field of view, the larger of both ways.

    The larger, because a small field of view inside a large one overlaps as far as it can.
    """
    there = _inside(moving, _apply(matrix, _body_points(fixed))).mean()
    back = _inside(fixed, _apply(np.linalg.inv(matrix), _body_points(moving))).mean()
    return float(max(there, back))


def _shared_information(fixed: _Level, moving: _Level, matrix: np.ndarray) -> float:
    """Mutual information over the smaller entropy, on voxels where both images are: 0 none, 1 all.

    Unlike the metric itself it does not grow with how rich the images are, so one limit fits all.
    """
    import SimpleITK as sitk
    from scipy import ndimage

    fixed_array = sitk.GetArrayViewFromImage(fixed.image)
    indices = np.argwhere(np.ones(fixed_array.shape, dtype=bool))
    points = _apply(matrix, _points(fixed.image, indices))
    inside = _inside(moving, points)
    if inside.sum() < 100:
        return 0.0
    direction = np.array(moving.image.GetDirection()).reshape(3, 3)
    index = ((points[inside] - np.array(moving.image.GetOrigin())) @ direction) / np.array(
        moving.image.GetSpacing()
    )
    there = ndimage.map_coordinates(
        sitk.GetArrayViewFromImage(moving.image), index[:, ::-1].T, order=1, mode="nearest"
    )
    return _explained(fixed_array.ravel()[inside], there)


def _explained(here: np.ndarray, there: np.ndarray) -> float:
    """Mutual information of two lists of values over the smaller entropy."""
    joint, _, _ = np.histogram2d(here, there, bins=_BINS)
    joint = joint / joint.sum()
    entropies = [_entropy(joint.sum(axis=axis)) for axis in (0, 1)]
    smaller = min(entropies)
    return float((sum(entropies) - _entropy(joint.ravel())) / smaller) if smaller > 1e-9 else 0.0


def _entropy(p: np.ndarray) -> float:
    p = p[p > 0]
    return float(-(p * np.log(p)).sum())


def _metric_as_they_lie(fixed: _Level, moving: _Level, seed: int) -> float | None:
    return _evaluate(fixed, moving, _euler(np.eye(4), fixed.mass_lps), seed)


def _nothing_found(kind: str, seconds: float, levels_mm: tuple[float, ...]) -> Registration:
    """No start led anywhere: said, and the transform is not to be used."""
    import SimpleITK as sitk

    return Registration(
        transform=sitk.Euler3DTransform(), matrix_lps=np.eye(4), kind=kind, metric=0.0, metric_start=None,
        shared_information=0.0, overlap=0.0, inverse_consistency_mm=float("inf"), verdict="failed",
        reasons=("no_overlap",), start="none", seconds=seconds, levels_mm=tuple(levels_mm),
    )  # fmt: skip
