"""Our stores in the packages of others: the same pixels, and the geometry that each of them can express.

These packages are no dependency; a test is skipped where its package is not installed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lake_of import OBLIQUE, lake_of, noise, the_volume

SHAPE = (9, 40, 33)
SPACING = (2.5, 0.75, 0.5)
ORIGIN = (-31.0, 12.0, 40.0)


@pytest.fixture(scope="module", params=["axial", "oblique"])
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    direction = OBLIQUE if request.param == "oblique" else (1, 0, 0, 0, 1, 0)
    lake, made = lake_of(
        tmp_path_factory.mktemp("readers"), shape=SHAPE, spacing=SPACING, direction=direction, origin=ORIGIN,
        array=noise(SHAPE),
    )  # fmt: skip
    lake.convert()
    v = the_volume(lake)
    assert v.tier == "zarr"
    # A translation under a rotation would be wrong, so that only the axis-aligned store has one.
    return v, made.array, ORIGIN[::-1] if request.param == "axial" else (0.0, 0.0, 0.0)


def test_ngff_zarr(converted: Any) -> None:
    ngff_zarr = pytest.importorskip("ngff_zarr")
    v, array, origin = converted
    images = ngff_zarr.from_ngff_zarr(str(v.zarr_path), version="0.5").images
    assert len(images) == 2 and tuple(images[0].dims) == ("z", "y", "x")
    np.testing.assert_array_equal(np.asarray(images[0].data), array)
    assert [images[0].scale[a] for a in "zyx"] == pytest.approx(SPACING, abs=1e-6)
    assert [images[0].translation[a] for a in "zyx"] == pytest.approx(origin, abs=1e-6)
    assert images[1].scale["x"] == pytest.approx(2 * SPACING[2])


def test_napari_ome_zarr(converted: Any) -> None:
    reader = pytest.importorskip("napari_ome_zarr")
    v, array, _ = converted
    (layer,) = reader.napari_get_reader(str(v.zarr_path))(str(v.zarr_path))
    data, facts = layer[0], layer[1]
    np.testing.assert_array_equal(np.asarray(data[0]), array)
    # Version 0.10 takes the first transformation of a level and no other, so that the origin is lost there;
    # `viewer.add_image(**v.to_napari())` has the exact affine.
    np.testing.assert_allclose(facts["scale"], SPACING, atol=1e-6)


def test_neuroglancer_takes_the_exact_matrix(converted: Any) -> None:
    """The package of Python carries a source and a matrix; the pixels are read by the browser."""
    neuroglancer = pytest.importorskip("neuroglancer")
    v, _, _ = converted
    names, units = ["z", "y", "x"], ["mm"] * 3
    order = [2, 1, 0]
    matrix = np.c_[v.affine_lps[:3, :3][np.ix_(order, order)], v.affine_lps[:3, 3][order]]
    space = neuroglancer.CoordinateSpace(names=names, units=units, scales=[1, 1, 1])
    layer = neuroglancer.ImageLayer(
        source=neuroglancer.LayerDataSource(
            url=f"file://{v.zarr_path}/0|zarr3:",
            transform=neuroglancer.CoordinateSpaceTransform(output_dimensions=space, matrix=matrix),
        )
    )
    (said,) = layer.to_json()["source"]
    np.testing.assert_allclose(said["transform"]["matrix"], matrix)
    local = neuroglancer.LocalVolume(np.asarray(v), dimensions=space)
    assert local.shape == SHAPE


def test_napari_itself_places_voxels_where_the_affine_says(converted: Any) -> None:
    layers = pytest.importorskip("napari.layers")
    v, array, _ = converted
    layer = layers.Image(**v.to_napari())
    for index in ((0, 0, 0), (8, 39, 32), (3, 7, 21)):
        world = layer.data_to_world(index)[-3:]
        np.testing.assert_allclose(world[::-1], v.voxel_to_world(index), atol=1e-6)
    np.testing.assert_array_equal(np.asarray(layer.data), array)


def test_xarray(converted: Any) -> None:
    pytest.importorskip("xarray")
    v, array, _ = converted
    x = v.to_xarray()
    assert x.dims == ("z", "y", "x") and x.attrs["unit_code"] == "HU"
    np.testing.assert_allclose(x.coords["z"], v.slice_positions_mm)
    np.testing.assert_allclose(np.reshape(x.attrs["affine_lps"], (4, 4)), v.affine_lps)
    near = x.sel(z=v.slice_positions_mm[4] + 0.3, method="nearest")
    np.testing.assert_array_equal(near.compute().values, array[4])


def test_nibabel_reads_the_same_affine(converted: Any, tmp_path: Path) -> None:
    nibabel = pytest.importorskip("nibabel")
    v, _, _ = converted
    image = nibabel.load(v.to_nifti(tmp_path / "a.nii.gz"))
    np.testing.assert_allclose(image.affine, np.diag([-1, -1, 1, 1]) @ v.affine_lps, atol=1e-5)
    np.testing.assert_array_equal(np.asarray(image.dataobj), v.values().transpose(2, 1, 0))
    assert image.header.get_zooms() == pytest.approx(SPACING[::-1], abs=1e-5)
