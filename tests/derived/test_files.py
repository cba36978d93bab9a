"""Masks from and to files: SimpleITK reads and writes the other side; surfaces by arithmetic."""

from __future__ import annotations

import json
import struct
from types import SimpleNamespace

import numpy as np
import pytest
import SimpleITK as sitk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacslake.derived.files import read_mask, write_mask
from pacslake.derived.surfaces import surface
from pacslake.errors import SourceMissingError, UsageError, VolumeError

TURN = np.array([[np.cos(0.4), -np.sin(0.4), 0], [np.sin(0.4), np.cos(0.4), 0], [0, 0, 1]])


def volume(shape=(4, 6, 5), spacing=(0.8, 0.9, 2.5), shear=0.0):
    affine = np.eye(4)
    affine[:3, :3] = TURN @ np.diag(spacing)
    affine[1, 2] += shear
    affine[:3, 3] = (-101.25, 33.5, 402.75)
    return SimpleNamespace(shape=shape, affine_lps=affine)


def labels(shape=(4, 6, 5), seed=0):
    return np.random.default_rng(seed).integers(0, 4, shape).astype(np.uint8)


@pytest.mark.parametrize("ending", ["nii", "nii.gz", "nrrd", "mha"])
def test_a_mask_comes_back_from_its_file(tmp_path, ending):
    on = volume()
    write_mask(tmp_path / f"m.{ending}", labels(), on)
    assert np.array_equal(read_mask(tmp_path / f"m.{ending}", on), labels())
    image = sitk.ReadImage(str(tmp_path / f"m.{ending}"))
    at = image.TransformIndexToPhysicalPoint((4, 3, 2))
    assert np.allclose(at, (on.affine_lps @ [4, 3, 2, 1])[:3], atol=1e-3)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(3)), flips=st.tuples(*[st.booleans()] * 3))
def test_axes_in_another_order_or_direction_are_put_right(tmp_path, order, flips):
    on, mask = volume(), labels()
    image = sitk.GetImageFromArray(mask)
    image.SetOrigin(on.affine_lps[:3, 3])
    image.SetSpacing((0.8, 0.9, 2.5))
    image.SetDirection(TURN.ravel())
    turned = sitk.Flip(sitk.PermuteAxes(image, order), flips)
    sitk.WriteImage(turned, str(tmp_path / "m.nrrd"))
    assert np.array_equal(read_mask(tmp_path / "m.nrrd", on), mask)


def test_another_grid_is_refused_with_the_difference_in_mm(tmp_path):
    on = volume()
    write_mask(tmp_path / "m.nii.gz", labels(), on)
    moved = SimpleNamespace(shape=on.shape, affine_lps=on.affine_lps.copy())
    moved.affine_lps[2, 3] += 1.25
    with pytest.raises(VolumeError, match=r"up to 1\.250 mm") as caught:
        read_mask(tmp_path / "m.nii.gz", moved)
    assert caught.value.reason_codes == ("geometry_mismatch",)
    with pytest.raises(VolumeError, match=r"\(4, 6, 5\).*\(3, 6, 5\)"):
        read_mask(tmp_path / "m.nii.gz", volume((3, 6, 5)))
    coarser = volume(spacing=(0.8, 0.9, 2.6))
    with pytest.raises(VolumeError, match=r"0\.300 mm"):  # three steps of 0.1 mm
        read_mask(tmp_path / "m.nii.gz", coarser)


def test_what_is_no_mask_is_refused(tmp_path):
    on = volume()
    image = sitk.GetImageFromArray(np.full(on.shape, 0.5, np.float32))
    image.SetOrigin(on.affine_lps[:3, 3])
    image.SetSpacing((0.8, 0.9, 2.5))
    image.SetDirection(TURN.ravel())
    sitk.WriteImage(image, str(tmp_path / "half.nrrd"))
    with pytest.raises(UsageError, match="fractions"):
        read_mask(tmp_path / "half.nrrd", on)
    (tmp_path / "bad.nii").write_bytes(b"none")
    with pytest.raises(UsageError, match="damaged"):
        read_mask(tmp_path / "bad.nii", on)
    with pytest.raises(SourceMissingError):
        read_mask(tmp_path / "gone.nii", on)
    with pytest.raises(UsageError, match="ending"):
        read_mask(tmp_path / "m.png", on)
    with pytest.raises(UsageError, match="shape"):
        write_mask(tmp_path / "m.nii", labels((1, 2, 3)), on)
    with pytest.raises(VolumeError):
        read_mask(tmp_path / "half.nrrd", SimpleNamespace(shape=on.shape, affine_lps=None))


def test_shear_is_kept_in_nifti_and_refused_in_nrrd(tmp_path):
    on = volume(shear=0.5)
    write_mask(tmp_path / "m.nii", labels(), on)
    rows = np.frombuffer((tmp_path / "m.nii").read_bytes(), "<f4", 12, 280).reshape(3, 4)
    assert np.allclose(rows, np.diag([-1, -1, 1]) @ on.affine_lps[:3], atol=1e-4)
    with pytest.raises(VolumeError):
        write_mask(tmp_path / "m.nrrd", labels(), on)


def ball(radius=9.0, spacing=(0.8, 0.9, 1.5)):
    k, r, c = np.mgrid[:16, :24, :26]
    inside = ((c - 12) * spacing[0]) ** 2 + ((r - 11) * spacing[1]) ** 2 + (
        (k - 8) * spacing[2]
    ) ** 2 < radius**2
    return inside, volume(inside.shape, spacing)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_surface_is_closed_looks_outward_and_encloses_its_volume(mirrored):
    inside, on = ball()
    affine = on.affine_lps @ np.diag([-1.0 if mirrored else 1.0, 1, 1, 1])
    found = surface(inside, affine)
    edges = np.sort(
        np.concatenate([found.faces[:, [0, 1]], found.faces[:, [1, 2]], found.faces[:, [2, 0]]]), axis=1
    )
    _, times = np.unique(edges, axis=0, return_counts=True)
    assert (times == 2).all()
    assert found.volume_ml == pytest.approx(4 / 3 * np.pi * 9**3 / 1000, rel=0.04)
    centre = (affine @ [12, 11, 8, 1])[:3]
    assert np.allclose(found.vertices.mean(0), centre, atol=0.3)
    distance = np.linalg.norm(found.vertices - centre, axis=1)
    assert 7.5 < distance.min() and distance.max() < 9.8


def test_stl_and_glb_hold_the_surface(tmp_path):
    inside, on = ball()
    found = surface(inside, on.affine_lps)
    stl = write_mask(tmp_path / "m.stl", inside, on).read_bytes()
    (count,) = struct.unpack_from("<I", stl, 80)
    assert count == len(found.faces) and len(stl) == 84 + 50 * count
    first = np.frombuffer(stl, "<f4", 12, 84).reshape(4, 3)
    assert np.allclose(first[1:], found.vertices[found.faces[0]], atol=1e-3)
    glb = write_mask(tmp_path / "m.glb", inside, on).read_bytes()
    magic, version, length, size = struct.unpack_from("<4sIII", glb)
    assert (magic, version, length) == (b"glTF", 2, len(glb))
    document = json.loads(glb[20 : 20 + size])
    at = 28 + size + document["bufferViews"][1]["byteOffset"]
    points = np.frombuffer(glb, "<f4", 3 * len(found.vertices), at).reshape(-1, 3)
    # x left, y superior, z anterior, in metres
    assert np.allclose(points * 1000 @ [[1, 0, 0], [0, 0, 1], [0, -1, 0]], found.vertices, atol=1e-2)
    assert np.allclose(document["accessors"][1]["min"], points.min(0))


def test_an_empty_mask_has_no_surface(tmp_path):
    with pytest.raises(UsageError, match="empty"):
        write_mask(tmp_path / "m.stl", np.zeros((4, 6, 5)), volume())
