"""What dcm2niix, another program, says of the same series: its sidecars, and its voxels at our places."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lake_of import ORIENTATIONS, lake_of, noise, the_volume

import pacslake

SIDECARS = [
    "mr-4d-ge/Ref/DCM2NIIX_regression_test_4.json",
    "mr-4d-ge/Ref/EPI_PE=AP_3.json",
    "mr-4d-ge/Ref/EPI_PE=RL_5.json",
    "mr-mosaic-siemens/Ref/2_ep2d_Asc.json",
    "mr-mosaic-siemens/Ref/6_cmrr_Asc.json",
    "mr-fieldmap-siemens/Ref/Si_2_gre_field_magph_e1.json",
    "mr-fieldmap-siemens/Ref/Si_2_gre_field_magph_e2.json",
    "mr-oblique-canon/Ref/10006_DTI_ALL_20d.json",
    "mr-oblique-canon/Ref/8006_DTI_AX_30d.json",
    "mr-positions-siemens/Ref/t1_fl2d_sag_20220407151157.json",
    "ct-tilt-ge/Ref/_2.json",
]
VOLUMES = """
SELECT v.*, min(i."EchoTime") AS echo_ms, min(i."SliceThickness") AS thickness_mm
FROM volume v JOIN volume_frame USING (volume_id) JOIN instance_row i USING (instance_version_id)
JOIN file f USING (file_id)
WHERE v.verdict <> 'not_a_volume' AND i."SeriesNumber" = ? AND f.uri LIKE '%/' || ? || '/%'
GROUP BY ALL
"""


@pytest.fixture(scope="module")
def real(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    lake = pacslake.init(tmp_path_factory.mktemp("sidecars") / "lake")
    lake.ingest([corpus / folder for folder in sorted({name.split("/")[0] for name in SIDECARS})])
    return lake


@pytest.mark.corpus
@pytest.mark.parametrize("name", SIDECARS)
def test_sidecars_of_dcm2niix_agree(corpus: Path, real: Any, name: str) -> None:
    said = json.loads((corpus / name).read_text())
    # Other series of the folder may have the same number.
    found = [
        v
        for v in real.dicts(VOLUMES, [said["SeriesNumber"], name.split("/")[0]])
        if said.get("EchoTime") is None or abs(v["echo_ms"] / 1000 - said["EchoTime"]) < 1e-6
    ]
    assert found
    for v in found:
        np.testing.assert_allclose(v["direction_lps"][:6], said["ImageOrientationPatientDICOM"], atol=2e-6)
        assert v["thickness_mm"] == pytest.approx(said["SliceThickness"])
        if v["verdict"] == "regular":
            assert v["spacing_mm"][0] == pytest.approx(said["SpacingBetweenSlices"], abs=1e-3)
        else:  # uneven slices: dcm2niix names no spacing either
            assert v["verdict"] == "variable_spacing" and "SpacingBetweenSlices" not in said
        if v["kind"] == "mosaic":
            assert len(said["SliceTiming"]) == v["n_slices"]


@pytest.mark.corpus
def test_b_values_agree(corpus: Path, real: Any) -> None:
    said = (corpus / "mr-oblique-canon/Ref/10006_DTI_ALL_20d.bval").read_text().split()
    ((values, gradients),) = real.rows(
        "SELECT axis_values, axis_gradients FROM volume WHERE axis_name = 'DiffusionBValue'"
    )
    assert values == [float(b) for b in said[: len(values)]] and len(values) == 2
    # b-vectors there are in the image's frame with y turned round; their lengths and the angle between them stay.
    rows = np.loadtxt(corpus / "mr-oblique-canon/Ref/10006_DTI_ALL_20d.bvec")
    np.testing.assert_allclose(
        np.linalg.norm(np.reshape(gradients, (-1, 3)), axis=1), np.linalg.norm(rows[:, :2], axis=0), atol=1e-3
    )


def voxels_of_dcm2niix(folder: Path, out: Path) -> Any:
    """Its one output as a SimpleITK image (LPS), or None where it made several."""
    import SimpleITK as sitk

    out.mkdir()
    subprocess.run(["dcm2niix", "-b", "n", "-z", "n", "-o", out, folder], check=True, capture_output=True)
    (path,) = out.glob("*.nii")
    return sitk.ReadImage(str(path))


def assert_same_voxels(image: Any, v: Any, n: int = 200) -> None:
    """Values at random voxels of ours equal the other program's at the same millimetres."""
    rng = np.random.default_rng(0)
    values = v.values().reshape(-1, *v.shape[-3:])[0]
    for index in rng.integers(0, values.shape, (n, 3)):
        point = v.voxel_to_world(index)
        at = image.TransformPhysicalPointToContinuousIndex(point.tolist())
        np.testing.assert_allclose(at, np.round(at), atol=0.02)
        assert image[tuple(int(i) for i in np.round(at))] == pytest.approx(values[tuple(index)], abs=1e-3)


@pytest.mark.skipif(shutil.which("dcm2niix") is None, reason="dcm2niix is not installed")
@pytest.mark.parametrize("name", sorted(ORIENTATIONS))
def test_dcm2niix_finds_the_same_value_at_the_same_place(tmp_path: Path, name: str) -> None:
    lake, _ = lake_of(
        tmp_path, shape=(6, 12, 10), spacing=(2.5, 0.75, 0.5), direction=ORIENTATIONS[name],
        origin=(-31.0, 12.0, 40.0), array=noise((6, 12, 10)), modality="MR",
    )  # fmt: skip
    assert_same_voxels(voxels_of_dcm2niix(tmp_path / "source", tmp_path / "nii"), the_volume(lake))


@pytest.mark.corpus
@pytest.mark.skipif(shutil.which("dcm2niix") is None, reason="dcm2niix is not installed")
@pytest.mark.parametrize("folder", ["mr-head-coronal", "mr-studyforrest-anat"])
def test_dcm2niix_finds_the_same_value_in_real_volumes(corpus: Path, tmp_path: Path, folder: str) -> None:
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(corpus / folder)
    assert_same_voxels(voxels_of_dcm2niix(corpus / folder, tmp_path / "nii"), the_volume(lake))
