"""Registration finds known transforms, and says so when it does not."""

from __future__ import annotations

import numpy as np
import pytest

from pacslake.compute.deform import deform, judge_deformation
from pacslake.compute.register import judge, matrix_of, register

sitk = pytest.importorskip("SimpleITK")

LEVELS = (6.0, 3.0)


def phantom() -> sitk.Image:
    """A body with lungs, spine, liver and nodules on voxels of 5 x 4 x 4 mm; nothing in it is symmetric."""
    rng = np.random.default_rng(0)
    z, y, x = np.indices((50, 80, 80))
    x, y, z = (x - 40) * 4.0, (y - 40) * 4.0, (z - 25) * 5.0
    hu = np.full(x.shape, -1000.0)
    hu[(x / 140) ** 2 + (y / 95) ** 2 < 1] = 40
    hu[((x - 65) / 50) ** 2 + ((y + 5) / 70) ** 2 + (z / 110) ** 2 < 1] = -850
    hu[((x + 65) / 45) ** 2 + (y / 65) ** 2 + ((z - 10) / 95) ** 2 < 1] = -850
    hu[(x / 18) ** 2 + ((y - 75) / 18) ** 2 < 1] = 700
    hu[((x + 20) / 45) ** 2 + ((y + 20) / 50) ** 2 + ((z + 40) / 45) ** 2 < 1] = 60
    for _ in range(20):
        c, r = rng.uniform((-110, -70, -100), (110, 70, 100)), rng.uniform(6, 12)
        hu[(x - c[0]) ** 2 + (y - c[1]) ** 2 + (z - c[2]) ** 2 < r * r] = rng.uniform(0, 400)
    image = sitk.GetImageFromArray((hu + rng.normal(0, 15, x.shape)).astype(np.float32))
    image.SetSpacing((4.0, 4.0, 5.0))
    image.SetOrigin((-160.0, -160.0, -125.0))
    return image


def moved(image: sitk.Image, degrees, shift) -> tuple[sitk.Image, sitk.Transform]:
    """The image after the patient moved, on another grid, and the true transform (fixed to moving points)."""
    truth = sitk.Euler3DTransform()
    truth.SetRotation(*[float(v) for v in np.radians(degrees)])
    truth.SetTranslation([float(v) for v in shift])
    origin = [float(o + s) for o, s in zip(image.GetOrigin(), shift, strict=True)]
    grid = sitk.Image((90, 84, 42), sitk.sitkFloat32)
    grid.SetSpacing((3.7, 3.9, 6.0))
    grid.SetOrigin(origin)
    return sitk.Resample(image, grid, truth.GetInverse(), sitk.sitkLinear, -1000.0), truth


def target_error_mm(matrix: np.ndarray, truth: sitk.Transform) -> float:
    points = np.random.default_rng(1).uniform(-80, 80, (300, 3))
    wanted = np.array([truth.TransformPoint(p) for p in points])
    return float(np.linalg.norm(points @ matrix[:3, :3].T + matrix[:3, 3] - wanted, axis=1).mean())


@pytest.mark.parametrize(
    ("degrees", "shift"),
    [((8, -5, 6), (12, -9, 7)), ((20, 10, -15), (25, -15, 20)), ((0, 0, 0), (412, -96.5, 731))],
    ids=["near", "turned", "half a metre away"],
)
def test_a_known_motion_is_found(degrees, shift):
    fixed = phantom()
    moving, truth = moved(fixed, degrees, shift)
    found = register(fixed, moving, levels_mm=LEVELS)
    assert found.verdict == "good"
    assert target_error_mm(found.matrix_lps, truth) < 0.5
    assert found.inverse_consistency_mm < 1


def test_the_same_call_gives_the_same_bits():
    fixed = phantom()
    moving, _ = moved(fixed, (3, 2, -4), (5, 5, 5))
    one, two = (register(fixed, moving, levels_mm=(6.0,)).matrix_lps for _ in range(2))
    assert np.array_equal(one, two)


def test_affine_finds_a_change_of_scale():
    fixed = phantom()
    truth = sitk.AffineTransform(3)
    truth.Scale((1.05, 1.0, 0.97))
    moving = sitk.Resample(fixed, fixed, truth.GetInverse(), sitk.sitkLinear, -1000.0)
    found = register(fixed, moving, kind="affine", levels_mm=LEVELS)
    assert target_error_mm(found.matrix_lps, truth) < 1
    assert found.matrix_lps[0, 0] == pytest.approx(1.05, abs=0.005)


def noise(seed):
    image = sitk.GetImageFromArray(np.random.default_rng(seed).normal(0, 1, (24, 32, 32)).astype(np.float32))
    image.SetSpacing((4.0, 4.0, 4.0))
    return image


def test_images_without_anything_in_common_fail():
    assert register(noise(1), noise(2), levels_mm=(6.0,)).verdict == "failed"


def test_an_empty_image_fails():
    found = register(sitk.Image((32, 32, 24), sitk.sitkFloat32), noise(1), levels_mm=(6.0,))
    assert found.verdict == "failed"
    assert found.reasons


def test_an_image_that_lies_upside_down_is_not_called_good():
    fixed = phantom()
    turned = sitk.GetImageFromArray(sitk.GetArrayFromImage(fixed)[::-1, :, ::-1])
    turned.CopyInformation(fixed)
    found = register(fixed, turned, levels_mm=LEVELS)
    assert (found.verdict, "half_turn_fits_better" in found.reasons) == ("failed", True)


def test_a_half_turn_that_changes_nothing_is_no_reason():
    assert judge(0.3, 0.9, 0.6, half_turn_fits_better=True)[0] == "failed"
    ball = sitk.GaussianSource(sitk.sitkFloat32, (32, 32, 32), sigma=(6, 7, 9), mean=(15.5, 15.5, 15.5))
    assert register(ball, ball, levels_mm=(3.0,)).verdict == "good"


def test_a_single_slice_is_refused():
    with pytest.raises(ValueError, match="at least"):
        register(sitk.Image((32, 32, 1), sitk.sitkFloat32), noise(1))


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ((0.3, 0.9, 0.6), "good"), ((2.0, 0.9, 0.6), "doubtful"), ((9.0, 0.9, 0.6), "failed"),
        ((0.3, 0.1, 0.6), "failed"), ((0.3, 0.3, 0.6), "doubtful"), ((0.3, 0.9, 0.01), "failed"),
        ((None, 0.9, 0.6), "doubtful"),
    ],
)  # fmt: skip
def test_the_verdict_follows_from_the_numbers(numbers, verdict):
    assert judge(*numbers)[0] == verdict


def test_the_matrix_of_a_transform_maps_points_as_itk_does():
    transform = sitk.Euler3DTransform((3.0, 1.0, 2.0), 0.1, -0.2, 0.3, (4.0, 5.0, 6.0))
    point = np.array((7.0, -3.0, 11.0))
    matrix = matrix_of(transform)
    assert matrix[:3, :3] @ point + matrix[:3, 3] == pytest.approx(np.array(transform.TransformPoint(point)))


def test_a_mask_takes_what_moves_on_its_own_out_of_account():
    """The arms of a patient lie elsewhere: with the trunk as mask the trunk's own motion is found."""
    fixed = phantom()
    moving, truth = moved(fixed, (4, 0, -3), (8, -6, 5))
    array = sitk.GetArrayFromImage(moving)
    array[:, :30] = -1000  # what lies in front is gone
    changed = sitk.GetImageFromArray(array)
    changed.CopyInformation(moving)
    keep = np.ones(sitk.GetArrayViewFromImage(fixed).shape, np.uint8)
    keep[:, :36] = 0
    mask = sitk.GetImageFromArray(keep)
    mask.CopyInformation(fixed)
    found = register(fixed, changed, levels_mm=(6.0,), fixed_mask=mask, check=False)
    assert target_error_mm(found.matrix_lps, truth) < 1


def test_masks_on_another_grid_and_empty_ones_are_refused():
    image = noise(1)
    other = sitk.Image((8, 8, 8), sitk.sitkUInt8) + 1
    with pytest.raises(ValueError, match="another grid"):
        register(image, image, fixed_mask=other)
    empty = sitk.Image(image.GetSize(), sitk.sitkUInt8)
    empty.CopyInformation(image)
    with pytest.raises(ValueError, match="empty"):
        register(image, image, moving_mask=empty)


def test_images_that_lie_apart_and_show_other_things_fail():
    """No overlap of anatomy: the upper and the lower end of a body that have nothing in common."""
    fixed, moving = phantom()[:, :, :18], phantom()[:, :, 34:]
    found = register(fixed, moving, levels_mm=(6.0,))
    assert found.verdict != "good"
    assert found.reasons


@pytest.mark.slow
def test_a_deformation_is_followed_better_than_a_rigid_motion_can():
    fixed = phantom()
    shape = sitk.GetArrayViewFromImage(fixed).shape

    def bend(p):
        x, y, z = p.T
        return np.stack([4 * np.sin(y / 60), 3 * np.cos(x / 70), 6 * np.sin(z / 80) * np.cos(x / 90)], -1)

    k, j, i = np.indices(shape).reshape(3, -1)
    points = np.stack([i * 4.0 - 160, j * 4.0 - 160, k * 5.0 - 125], -1)
    back = -bend(points)
    for _ in range(20):  # moving(x + bend(x)) = fixed(x), so the image is made with the inverse
        back = -bend(points + back)
    field = sitk.GetImageFromArray(back.reshape(*shape, 3), isVector=True)
    field.CopyInformation(fixed)
    moving = sitk.Resample(fixed, fixed, sitk.DisplacementFieldTransform(field), sitk.sitkLinear, -1000.0)
    start = register(fixed, moving, levels_mm=(6.0,))
    found = deform(fixed, moving, start=start, level_mm=8.0, grid_mm=100.0)
    places = np.random.default_rng(0).uniform((-90, -60, -80), (90, 60, 80), (200, 3))
    there = np.array([found.transform.TransformPoint(p) for p in places])
    rigid = places @ start.matrix_lps[:3, :3].T + start.matrix_lps[:3, 3]
    error, before = (np.linalg.norm(q - places - bend(places), axis=1).mean() for q in (there, rigid))
    assert found.verdict != "failed", found
    assert error < 0.7 * before
    assert found.notes["smallest_jacobian"] > 0


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ((0.5, 0.9, 0.6, 0.5, 0.4), "good"), ((0.5, 0.9, 0.6, 0.5, -0.1), "failed"), ((3.0, 0.9, 0.6, 0.5, 0.4), "doubtful"),
        ((6.0, 0.9, 0.6, 0.5, 0.4), "failed"), ((0.5, 0.1, 0.6, 0.5, 0.4), "failed"), ((0.5, 0.9, 0.5, 0.6, 0.4), "doubtful"),
    ],
)  # fmt: skip
def test_the_verdict_on_a_deformation_follows_from_the_numbers(numbers, verdict):
    assert judge_deformation(*numbers)[0] == verdict
