"""Out to other libraries: every index lies within 1e-3 mm of where the affine says, or the form is refused."""

from __future__ import annotations

import gzip
import itertools
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_of import OBLIQUE, ORIENTATIONS, lake_of, noise, the_volume
from scipy.spatial.transform import Rotation

from pacslake.errors import MissingExtraError, UsageError, VolumeError
from pacslake.pixels.interop import napari_layer, to_highdicom, to_nifti, to_sitk

CORNERS = list(itertools.product((0, 6), (0, 5), (0, 4)))  # column, row, slice
VALUES = noise((5, 6, 7))


def affine_of(
    direction: np.ndarray, spacing: tuple[float, float, float], origin: tuple[float, float, float]
) -> np.ndarray:
    affine = np.eye(4)
    affine[:3, :3] = direction * np.asarray(spacing)
    affine[:3, 3] = origin
    return affine


AFFINES = {
    name: affine_of(
        np.column_stack([d[:3], d[3:], np.cross(d[:3], d[3:])]), (0.6, 0.7, 3.3), (5.0, -7.0, 11.0)
    )
    for name, d in ((n, np.asarray(v, float)) for n, v in ORIENTATIONS.items())
}
SHEARED = AFFINES["axial"].copy()
SHEARED[:3, 2] = (0, -1.294095, 4.829629)


def nifti_affine(path: Path) -> tuple[np.ndarray, np.ndarray | None, tuple[int, ...]]:
    """sform, qform (None where its code is 0) and shape, read by the NIfTI-1 layout and equations."""
    raw = (gzip.open if path.name.endswith(".gz") else open)(path, "rb").read()
    dim = struct.unpack_from("<8h", raw, 40)
    pixdim = struct.unpack_from("<8f", raw, 76)
    qcode, _ = struct.unpack_from("<2h", raw, 252)
    b, c, d, x, y, z = struct.unpack_from("<6f", raw, 256)
    sform = np.vstack([np.array(struct.unpack_from("<12f", raw, 280)).reshape(3, 4), [0, 0, 0, 1]])
    if qcode == 0:
        return sform, None, dim[1 : dim[0] + 1]
    a = 1.0 - (b * b + c * c + d * d)
    a = np.sqrt(a) if a >= 1e-7 else 0.0  # as nifti1_io reads it: half turns lose nothing to rounding
    r = Rotation.from_quat([b, c, d, a]).as_matrix()
    r[:, 2] *= pixdim[0]
    qform = np.eye(4)
    qform[:3, :3], qform[:3, 3] = r * np.array(pixdim[1:4]), (x, y, z)
    return sform, qform, dim[1 : dim[0] + 1]


@pytest.mark.parametrize("name", AFFINES)
def test_simpleitk_agrees_at_every_corner(name: str) -> None:
    image = to_sitk(VALUES, AFFINES[name])
    np.testing.assert_array_equal(sitk.GetArrayFromImage(image), VALUES)
    for i, j, k in CORNERS:
        at = image.TransformIndexToPhysicalPoint((i, j, k))
        assert np.abs(np.subtract(at, (AFFINES[name] @ [i, j, k, 1])[:3])).max() < 1e-3


@pytest.mark.parametrize("name", AFFINES)
def test_highdicom_agrees_at_every_corner(name: str) -> None:
    volume = to_highdicom(VALUES, AFFINES[name])
    index = np.array([(k, j, i) for i, j, k in CORNERS])
    ours = np.array([(AFFINES[name] @ [i, j, k, 1])[:3] for i, j, k in CORNERS])
    assert np.abs(volume.map_indices_to_reference(index) - ours).max() < 1e-3


@pytest.mark.parametrize("name", [*AFFINES, "sheared"])
@pytest.mark.parametrize("ending", [".nii", ".nii.gz"])
def test_nifti_agrees_at_every_corner(tmp_path: Path, name: str, ending: str) -> None:
    affine = AFFINES.get(name, SHEARED)
    path = to_nifti(VALUES, affine, tmp_path / f"x{ending}")
    sform, qform, size = nifti_affine(path)
    assert size == (7, 6, 5)
    for i, j, k in CORNERS:
        lps = (affine @ [i, j, k, 1])[:3]
        ras = lps * (-1, -1, 1)
        assert np.abs((sform @ [i, j, k, 1])[:3] - ras).max() < 1e-3
        if qform is not None:
            assert np.abs((qform @ [i, j, k, 1])[:3] - ras).max() < 1e-3
    assert (qform is None) == (name == "sheared")


@pytest.mark.parametrize("name", AFFINES)
def test_simpleitk_reads_the_nifti_back(tmp_path: Path, name: str) -> None:
    image = sitk.ReadImage(
        str(to_nifti(VALUES, AFFINES[name], tmp_path / "x.nii.gz", slope=2.0, intercept=-5.0))
    )
    np.testing.assert_allclose(sitk.GetArrayFromImage(image), VALUES * 2.0 - 5.0)
    for i, j, k in CORNERS:
        at = image.TransformIndexToPhysicalPoint((i, j, k))
        assert np.abs(np.subtract(at, (AFFINES[name] @ [i, j, k, 1])[:3])).max() < 1e-3


@given(st.integers(0, 2**32 - 1), st.tuples(*[st.floats(0.2, 6)] * 3), st.booleans())
@settings(max_examples=50, deadline=None)
def test_any_rotation_survives_simpleitk_and_nifti(
    tmp_path_factory: Any, seed: int, spacing: Any, mirror: bool
) -> None:
    r = Rotation.random(random_state=seed).as_matrix()
    if mirror:
        r[:, 2] *= -1
    affine = affine_of(r, spacing, (100.0, -200.0, 50.0))
    path = tmp_path_factory.getbasetemp() / "any.nii"
    to_nifti(VALUES, affine, path)
    sform, qform, _ = nifti_affine(path)
    image = to_sitk(VALUES, affine)
    assert qform is not None
    for i, j, k in CORNERS:
        lps = (affine @ [i, j, k, 1])[:3]
        assert np.abs(image.TransformIndexToPhysicalPoint((i, j, k)) - lps).max() < 1e-3
        for matrix in (sform, qform):
            assert np.abs((matrix @ [i, j, k, 1])[:3] - lps * (-1, -1, 1)).max() < 1e-3


def test_shear_is_refused_where_it_cannot_be_held() -> None:
    for out in (to_sitk, to_highdicom):
        with pytest.raises(VolumeError, match="sheared"):
            out(VALUES, SHEARED)


def test_a_time_axis_is_the_fourth(tmp_path: Path) -> None:
    values = noise((2, 5, 6, 7))
    image = to_sitk(values, AFFINES["oblique"], axes="tzyx")
    assert image.GetSize() == (7, 6, 5, 2)
    np.testing.assert_array_equal(sitk.GetArrayFromImage(image), values)
    _, _, size = nifti_affine(
        to_nifti(values, AFFINES["axial"], tmp_path / "t.nii", axes="tzyx", time_step_s=2.0)
    )
    assert size == (7, 6, 5, 2)
    with pytest.raises(UsageError, match="t="):
        to_highdicom(values, AFFINES["axial"], axes="tzyx")


def test_colour_is_a_vector() -> None:
    values = np.random.default_rng(0).integers(0, 255, (5, 6, 7, 3)).astype(np.uint8)
    image = to_sitk(values, AFFINES["axial"], axes="zyxc")
    assert image.GetNumberOfComponentsPerPixel() == 3
    np.testing.assert_array_equal(sitk.GetArrayFromImage(image), values)


def test_names_and_types_that_nifti_has_not(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.nii"):
        to_nifti(VALUES, AFFINES["axial"], tmp_path / "x.img")
    with pytest.raises(UsageError, match="complex"):
        to_nifti(VALUES.astype(complex), AFFINES["axial"], tmp_path / "x.nii")


def test_napari_gets_the_affine_in_its_order() -> None:
    layer = napari_layer(VALUES, AFFINES["oblique"], axes="zyx", name="x", window=(0.0, 1.0))
    for i, j, k in CORNERS:
        assert (
            np.abs((layer["affine"] @ [k, j, i, 1])[:3][::-1] - (AFFINES["oblique"] @ [i, j, k, 1])[:3]).max()
            < 1e-6
        )


def test_from_a_lake_to_sitk_highdicom_nifti_and_back(tmp_path: Path) -> None:
    lake, made = lake_of(
        tmp_path, shape=(5, 6, 7), spacing=(3.3, 0.7, 0.6), direction=ORIENTATIONS["oblique"], array=VALUES
    )
    v = the_volume(lake)
    np.testing.assert_array_equal(sitk.GetArrayFromImage(v.to_sitk()), v.values())
    np.testing.assert_array_equal(v.to_highdicom().array, v.values())
    path = v.to_nifti(tmp_path / "ct.nii.gz")
    sidecar = json.loads((tmp_path / "ct.json").read_text())
    assert sidecar["VolumeId"] == v.id and sidecar["Units"] == "HU" and "Synthetic" not in json.dumps(sidecar)
    image = sitk.ReadImage(str(path))
    np.testing.assert_allclose(sitk.GetArrayFromImage(image), v.values())
    reference = sitk.ReadImage([str(p) for p in made.paths])
    for i, j, k in CORNERS:
        a, b = (x.TransformIndexToPhysicalPoint((i, j, k)) for x in (image, reference))
        assert np.abs(np.subtract(a, b)).max() < 1e-3
    layer = v.to_napari()
    low, high = layer["contrast_limits"]
    assert low < high and layer["affine"].shape == (4, 4)


def test_xarray_is_optional(tmp_path: Path) -> None:
    lake, _ = lake_of(tmp_path, shape=(3, 6, 6))
    v = the_volume(lake)
    try:
        import xarray  # noqa: F401
    except ImportError:
        with pytest.raises(MissingExtraError, match="xarray"):
            v.to_xarray()
    else:
        assert v.to_xarray().dims == ("z", "y", "x")


@pytest.mark.corpus
def test_the_oblique_case_to_nifti(corpus: Path, tmp_path: Path) -> None:
    import pacslake

    folder = corpus / "cases" / "VG-19-oblique-stack-to-nifti"
    expected = json.loads((folder / "expected.json").read_text())["volumes"][0]
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(folder / "input")
    v = the_volume(lake)
    sform, qform, _ = nifti_affine(v.to_nifti(tmp_path / "x.nii"))
    assert np.abs((sform @ [2, 3, 4, 1])[:3] - expected["world_ras_of_4_3_2"]).max() < 1e-3
    assert qform is not None and np.abs(sform - qform).max() < 1e-3
    assert v.values()[4, 3, 2] == expected["value_at_4_3_2"]
    assert np.abs(v.voxel_to_world([4, 3, 2]) - expected["world_lps_of_4_3_2"]).max() < 1e-3


@pytest.mark.filterwarnings("ignore:Arguments .window_center")
def test_a_result_goes_back_in_as_a_parametric_map_on_the_same_grid(tmp_path: Path) -> None:
    """Out by highdicom, a computation, back by `lake.add`: a volume with the same affine and the new values."""
    import highdicom as hd
    import pydicom
    from pydicom.sr.codedict import codes

    lake, made = lake_of(
        tmp_path, shape=(4, 12, 10), spacing=(2.5, 0.75, 0.5), direction=OBLIQUE, origin=(1.0, 2.0, 3.0)
    )
    v = the_volume(lake)
    result = v.to_highdicom().array.astype(np.float32) * 0.5 + 7
    sources = [pydicom.dcmread(f.uri) for f in v.frames()]
    pm = hd.pm.ParametricMap(
        sources, result, series_instance_uid=hd.UID(), series_number=9, sop_instance_uid=hd.UID(), instance_number=1,
        manufacturer="test", manufacturer_model_name="test", software_versions="1", device_serial_number="1",
        contains_recognizable_visual_features=False,
        real_world_value_mappings=[
            hd.pm.RealWorldValueMapping(
                lut_label="1", lut_explanation="half of it", unit=codes.UCUM.NoUnits, slope=1, intercept=0,
                value_range=(-1e6, 1e6),
            )
        ],
        window_center=0, window_width=100, content_label="HALF",
    )  # fmt: skip
    before = {i for (i,) in lake.rows("SELECT volume_id FROM volume")}
    lake.add(pm)
    ((id,),) = lake.rows(
        "SELECT volume_id FROM volume WHERE volume_id NOT IN (SELECT unnest(?))", [list(before)]
    )
    back = lake.volume(id)
    assert (back.kind, back.verdict, back.unit) == ("multiframe", "regular", "1")
    np.testing.assert_allclose(back.affine_lps, v.affine_lps, atol=1e-5)
    np.testing.assert_array_equal(back.values(), result)
    assert back.frame_of_reference_uid == v.frame_of_reference_uid
    assert len(made.paths) == 4
