"""Static pictures: grey levels by the Standard, planes by index arithmetic."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pacslake.errors import UsageError
from pacslake.widgets import view
from pacslake.widgets.base import module_text
from pacslake.widgets.geometry import planes_of
from pacslake.widgets.picture import (
    COLORMAPS,
    Block,
    Look,
    Overlay,
    grey_levels,
    palette,
    plane_values,
    render_view,
    thumbnail,
    to_png,
)
from pacslake.widgets.source import ArrayVolume


def test_linear_is_the_pseudo_code_of_the_standard() -> None:
    """PS3.3 C.11.2.1.2.1, written again one value at a time."""
    x, c, w = np.arange(-200, 300), 37.0, 211.0
    expected = []
    for value in x:
        if value <= c - 0.5 - (w - 1) / 2:
            y = 0.0
        elif value > c - 0.5 + (w - 1) / 2:
            y = 255.0
        else:
            y = ((value - (c - 0.5)) / (w - 1) + 0.5) * 255
        expected.append(int(np.floor(y + 0.5)))
    assert grey_levels(x, c, w).tolist() == expected


def test_width_one_is_a_threshold() -> None:
    assert grey_levels(np.array([99, 99.5, 100, 101]), 100, 1).tolist() == [0, 0, 255, 255]


def test_exact_and_sigmoid() -> None:
    assert grey_levels(np.array([-50, 0, 50]), 0, 100, "LINEAR_EXACT").tolist() == [0, 128, 255]
    assert grey_levels(np.array([10, 15]), 10, 5, "SIGMOID").tolist() == [
        128,
        int(255 / (1 + np.exp(-4)) + 0.5),
    ]


def test_nan_is_black() -> None:
    assert grey_levels(np.array([np.nan, 1e9, -1e9]), 0, 10).tolist() == [0, 255, 0]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_plane_at_voxel_size_is_the_slice_itself(sign: int) -> None:
    rng = np.random.default_rng(3)
    array = rng.integers(-500, 500, (9, 21, 15)).astype(np.int16)
    affine = np.diag([1.0, 1.0, sign * 3.0, 1.0])
    block = Block.load(ArrayVolume(array, affine, slope=2.0, intercept=-7.0))
    plane = planes_of(affine, array.shape)["axial"]
    k = 4
    centre = np.array([7.0, 10.0, sign * 3.0 * k])
    values = plane_values(block, plane, centre, 1.0, (15, 21), order=0)
    np.testing.assert_array_equal(values, array[k] * 2.0 - 7.0)
    coronal = planes_of(affine, array.shape)["coronal"]
    column = plane_values(block, coronal, np.array([7.0, 10.0, sign * 12.0]), 3.0, (1, 9), order=0)[:, 0]
    np.testing.assert_array_equal(column, (array[::-1] if sign > 0 else array)[:, 10, 7] * 2.0 - 7.0)


def test_outside_is_nan() -> None:
    block = Block.load(ArrayVolume(np.ones((3, 3, 3), np.uint8), np.eye(4)))
    plane = planes_of(np.eye(4), (3, 3, 3))["axial"]
    values = plane_values(block, plane, np.array([1.0, 1.0, 1.0]), 1.0, (5, 3), order=1)
    assert np.isnan(values[:, [0, 4]]).all() and (values[:, 1:4] == 1).all()


def test_large_volumes_are_read_at_a_stride() -> None:
    array = np.zeros((40, 64, 64), np.int16)
    block = Block.load(ArrayVolume(array, np.eye(4)), room=array.nbytes // 8)
    assert block.data.shape == (20, 32, 32) and block.affine[0, 0] == 2


@pytest.mark.parametrize(
    ("shape", "axes"),
    [((5, 20, 30), "zyx"), ((3, 5, 20, 30), "tzyx"), ((4, 20, 30, 3), "tyxc"), ((20, 30), "yx")],
)
def test_every_kind_of_array_gives_a_picture(shape: tuple[int, ...], axes: str) -> None:
    array = np.arange(np.prod(shape)).reshape(shape).astype(np.uint8)
    volume = ArrayVolume(array, np.eye(4) if "z" in axes else None, axes=axes)
    rgb = render_view(volume, cursor=None, window=(128, 256), height=100)
    assert rgb.shape[0] == 100 and rgb.shape[2] == 3 and rgb.std() > 5
    assert thumbnail(volume, (128, 256)).shape[:2] == (128, 128)


def test_png_is_made_to_fit() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 300, 3)).astype(np.uint8)
    small = to_png(noise, limit=20_000)
    assert len(small) <= 20_000 and Image.open(io.BytesIO(small)).width > 64
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(to_png(noise)))), noise)


def test_colour_maps_are_those_of_the_browser() -> None:
    text = module_text("viewer")
    for name, stops in COLORMAPS.items():
        assert f"{name}:[" + ",".join(f'"{c}"' for c in stops) + "]" in text
    assert palette("hot")[[0, 85, 170, 255]].tolist() == [
        [0, 0, 0],
        [230, 0, 0],
        [255, 210, 0],
        [255, 255, 255],
    ]
    assert (palette("nothing") == palette("grey")).all()


def test_a_film_as_a_gif_keeps_frames_and_times() -> None:
    film = np.stack([np.full((20, 30), n * 50, np.uint8) for n in range(5)])
    times = (50.0, 33.3, 33.3, 33.3, 100.0)
    volume = ArrayVolume(film, None, axes="tyx", more={"kind": "us_clip", "frame_times_ms": times})
    gif = Image.open(io.BytesIO(view(None, volume, window=(128, 256)).to_gif(height=60)))
    stands = []
    for n in range(gif.n_frames):
        gif.seek(n)
        stands.append(gif.info["duration"])
        assert abs(int(np.asarray(gif.convert("L"))[30, 30]) - n * 50) < 4
    assert gif.n_frames == 5 and stands == [50, 30, 40, 30, 100], "the sum is kept"


def test_a_volume_as_a_gif_is_its_slices_or_its_times() -> None:
    array = np.random.default_rng(1).integers(0, 99, (3, 7, 20, 20)).astype(np.uint8)
    for axes, data, n in (("zyx", array[0], 7), ("tzyx", array, 3)):
        made = view(None, ArrayVolume(data, np.eye(4), axes=axes), window=(50, 99)).to_gif(
            height=50, frame_ms=100
        )
        assert Image.open(io.BytesIO(made)).n_frames == n
    with pytest.raises(UsageError, match="too many"):
        view(None, ArrayVolume(np.zeros((1001, 2, 2), np.uint8), None)).to_gif()


def test_a_picture_looks_as_the_viewer_does() -> None:
    """Inverted, in colours, through a slab, with uptake laid over."""
    array = np.zeros((9, 20, 20), np.int16)
    array[2, 5:9, 5:9] = 1000
    volume = ArrayVolume(array, np.eye(4))
    look = {"cursor": (10, 10, 4), "window": (500.0, 1000.0), "height": 200}
    plain = render_view(volume, **look)
    assert plain[60:90, 60:90].max() == 0, "the bright slice is another one"
    thick = render_view(volume, **look, look=Look(slab_mm=5))
    assert thick[65:80, 65:80].min() > 250
    dark = render_view(volume, **look, look=Look(inverted=True))
    assert (dark[65:80, 65:80] == 255).all()
    hot = Block.load(ArrayVolume(np.full((9, 20, 20), 5, np.float32), np.eye(4)))
    fused = render_view(volume, **look, overlays=[Overlay(hot, {}, 0.5, window=(5.0, 10.0))])
    expected = palette("hot")[128].astype(float) / 2
    np.testing.assert_allclose(fused[100, 100], expected, atol=1)


def test_a_tile_of_the_contact_sheet_says_what_it_shows() -> None:
    from pacslake.widgets.contact_sheet import _label

    row = {"Modality": "CT", "n_slices": 1, "verdict": "not_a_volume"}
    assert _label(row) == "CT · 1 slice · not a volume"
    assert _label(row | {"Modality": None, "n_slices": 3}) == "3 slices · not a volume"
    assert _label(None) == "not in this snapshot"


@pytest.mark.parametrize("sign", [1, -1])
def test_the_picture_of_a_large_volume_reads_one_slice(sign: int) -> None:
    class Counting(ArrayVolume):
        asked: list[slice] = []

        def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
            self.asked.append(z)
            return super().read(t, z, stride)

    array = np.zeros((130, 256, 260), np.int16)
    array[7, 20:60, 30:90] = 1000
    affine = np.diag([1.0, sign, 2.0, 1.0])
    volume = Counting(array, affine)
    widget = view(None, volume, cursor=(10, sign * 10, 14), window=(500, 1000))
    volume.asked.clear()
    rgb = np.asarray(Image.open(io.BytesIO(widget._small_png() or b"")).convert("L"))
    assert volume.asked == [slice(7, 8)]
    y, x = np.nonzero(rgb[30:-30, 30:-30] > 200)  # without letters
    middle = (30 + y.mean()) / rgb.shape[0], (30 + x.mean()) / rgb.shape[1]
    # Rows 20 to 60 of 256 lie at the front, and at the back where the rows run the other way.
    assert middle == pytest.approx((40 / 256 if sign > 0 else 1 - 40 / 256, 60 / 260), abs=0.03)
