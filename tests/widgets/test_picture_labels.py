"""Labels, contours and films in static pictures, read back pixel by pixel."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from pacslake.errors import UsageError
from pacslake.widgets import view
from pacslake.widgets.overlays import COLOURS, Laid
from pacslake.widgets.picture import Overlay, render_slice, render_view
from pacslake.widgets.source import ArrayVolume

SHAPE = (5, 40, 40)
CLEAR = slice(60, -60)  # without letters


def grey(more: dict[str, Any] | None = None, *, affine: np.ndarray | None = None) -> ArrayVolume:
    return ArrayVolume(
        np.full(SHAPE, 100, np.uint8), np.eye(4) if affine is None else affine, more=more or {}
    )


def mask() -> np.ndarray:
    labels = np.zeros(SHAPE, bool)
    labels[2, 15:25, 12:30] = True
    labels[2, 18:20, 14:16] = False  # a hole
    return labels


def enlarged(slice_: np.ndarray, n: int) -> np.ndarray:
    return np.kron(slice_, np.ones((n, n), slice_.dtype))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_segment_lies_on_its_voxels_and_nowhere_else(sign: int) -> None:
    """Ten pixels a voxel; rows that run from back to front are shown from front to back."""
    affine = np.diag([1.0, sign, 1.0, 1.0])
    widget = view(None, grey(affine=affine), overlays=[("one", mask())], window=(100, 200), label_opacity=1.0)
    widget.cursor = [20.0, sign * 20.0, 2.0]
    rgb = render_slice(widget._source, height=400, **widget._shown())
    expected = enlarged(mask()[2][::sign], 10)
    np.testing.assert_array_equal((rgb == COLOURS[0]).all(-1)[CLEAR, CLEAR], expected[CLEAR, CLEAR])
    widget.cursor = [20.0, sign * 20.0, 1.0]
    other = render_slice(widget._source, height=400, **widget._shown())
    assert not (other == COLOURS[0]).all(-1).any(), "the slice beside it"
    widget.show_labels = False
    assert widget._overlays() == []


def test_an_outline_is_the_inner_rim_of_the_voxels() -> None:
    widget = view(
        None, grey(), overlays=[("one", mask())], window=(100, 200), outline=True, label_opacity=1.0
    )
    widget.cursor = [20.0, 20.0, 2.0]
    rgb = render_slice(widget._source, height=400, **widget._shown())
    inside = enlarged(mask()[2], 10)
    whole = np.pad(inside, 1)
    rim = inside & ~(whole[:-2, 1:-1] & whole[2:, 1:-1] & whole[1:-1, :-2] & whole[1:-1, 2:])
    np.testing.assert_array_equal((rgb == COLOURS[0]).all(-1)[CLEAR, CLEAR], rim[CLEAR, CLEAR])


def contoured(ring: np.ndarray, volume: ArrayVolume) -> Any:
    """A viewer with one contour, whose voxels are none."""
    nothing = ArrayVolume(np.zeros((1, 1, 1), np.uint8), volume.affine_lps)
    widget = view(None, volume, window=(100, 200), label_opacity=1.0)
    laid = Laid(nothing, {1: "drawn"}, {1: COLOURS[1]}, {1: [ring]})
    widget._laid = (laid,)
    widget.overlays = [laid.describe(volume.id)]
    return widget


def test_a_contour_goes_through_its_points_on_its_slice() -> None:
    """A triangle with corners between voxels; 10 pixels a mm, voxel 0 reaching from pixel 0 to 9."""
    ring = np.array([[10.25, 12.0, 2.2], [30.0, 12.0, 2.2], [10.25, 28.5, 2.2]])
    widget = contoured(ring, grey())
    widget.cursor = [20.0, 20.0, 2.0]
    seen = (render_slice(widget._source, height=400, **widget._shown()) == COLOURS[1]).all(-1)
    ends = np.floor(ring[:, :2] * 10 + 4.5 + 0.5).astype(
        int
    )  # pixel of a point: its middle lies at 10 x + 4.5
    (x0, y0), (x1, _), (_, y2) = ends
    assert seen[y0, x0 : x1 + 1].all() and seen[y0 : y2 + 1, x0].all()
    rows, columns = np.nonzero(seen)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (y0, y2, x0, x1)
    off = (columns - x0) / (x1 - x0) + (rows - y0) / (y2 - y0) - 1  # 0 on the long side, negative inside
    edge = (rows == y0) | (columns == x0)
    assert np.abs(off[~edge]).max() * min(x1 - x0, y2 - y0) <= 1, "nothing but the three sides"
    for z, there in ((1.0, False), (3.0, False), (2.0, True)):
        widget.cursor = [20.0, 20.0, z]
        assert (render_slice(widget._source, height=400, **widget._shown()) == COLOURS[1]).all(
            -1
        ).any() == there


def test_a_contour_shows_in_the_plane_it_was_drawn_in_only() -> None:
    ring = np.array([[10.0, 12.0, 2.0], [30.0, 12.0, 2.0], [10.0, 28.0, 2.0]])
    widget = contoured(ring, grey())
    widget.cursor = [20.0, 20.0, 2.0]
    rgb = render_view(widget._source, height=400, **widget._shown())
    seen = (rgb == COLOURS[1]).all(-1)
    assert seen[:, :400].any() and not seen[:, 400:].any()


def test_a_contour_of_an_oblique_scan_lies_on_its_voxels() -> None:
    """The same triangle, given in voxels, on a grid turned in space: the same pixels."""
    turn = np.eye(4)
    a, b = np.radians(25), np.radians(-14)
    turn[:3, :3] = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]]) @ np.array(
        [[np.cos(b), -np.sin(b), 0], [np.sin(b), np.cos(b), 0], [0, 0, 1]]
    )
    turn[:3, 3] = (-31.0, 12.0, 140.0)
    ring = np.array([[10.23, 12.23, 2.0], [30.23, 12.23, 2.0], [10.23, 28.23, 2.0]])  # off the rims of pixels
    pictures = []
    for affine in (np.eye(4), turn):
        widget = contoured(ring @ affine[:3, :3].T + affine[:3, 3], grey(affine=affine))
        widget.cursor = [float(x) for x in (affine @ [20, 20, 2, 1])[:3]]
        pictures.append((render_slice(widget._source, height=400, **widget._shown()) == COLOURS[1]).all(-1))
    np.testing.assert_array_equal(*pictures)
    assert pictures[0].sum() > 400


def test_labels_of_a_large_volume_are_never_thinned() -> None:
    """A picture reads large volumes at a stride; labels would move by up to that many voxels."""
    labels = np.zeros((2, 5000, 5000), np.uint8)
    labels[:, ::4999, ::4999] = 1
    laid = Laid(ArrayVolume(labels, np.eye(4)), {1: "corners"}, {1: COLOURS[0]})
    overlay = laid.picture(0.5, False)
    assert isinstance(overlay, Overlay) and overlay.block.data.shape == labels.shape


def frames_of(file: bytes) -> tuple[list[np.ndarray], list[int]]:
    image = Image.open(io.BytesIO(file))
    pictures, stands = [], []
    for frame in ImageSequence.Iterator(image):
        frame.load()  # WebP tells the time of a frame once it is read
        pictures.append(np.asarray(frame.convert("RGB")))
        stands.append(int(image.info["duration"]))
    return pictures, stands


def test_a_film_as_webp_keeps_every_grey_and_every_millisecond() -> None:
    film = np.stack([np.full((20, 30), n * 50 + 3, np.uint8) for n in range(5)])
    times = (50.0, 33.3, 33.3, 33.4, 107.0)
    volume = ArrayVolume(film, None, axes="tyx", more={"kind": "us_clip", "frame_times_ms": times})
    pictures, stands = frames_of(view(None, volume, window=(128, 256)).to_webp(height=60))
    assert stands == [50, 33, 34, 33, 107], "the sum is kept"
    # LINEAR: (x - 127.5) / 255 + 0.5, times 255, is x itself.
    assert [p[30, 30].tolist() for p in pictures] == [[n * 50 + 3] * 3 for n in range(5)]


def test_labels_show_in_a_film_of_frames_without_place() -> None:
    film = np.full((4, 40, 40), 100, np.uint8) + np.arange(4, dtype=np.uint8)[:, None, None]
    labels = np.zeros((4, 40, 40), bool)
    labels[2, 15:25, 12:30] = True
    volume = ArrayVolume(film, None, axes="zyx")
    widget = view(None, volume, overlays=[("one", labels)], window=(100, 200), label_opacity=1.0)
    pictures, _ = frames_of(widget.to_webp(height=400))
    seen = [(p == COLOURS[0]).all(-1) for p in pictures]
    assert [s.any() for s in seen] == [False, False, True, False]
    np.testing.assert_array_equal(seen[2][CLEAR, CLEAR], enlarged(labels[2], 10)[CLEAR, CLEAR])


@pytest.mark.parametrize(
    ("plane", "axis"), [("axial", 0), ("coronal", 1), ("sagittal", 2), ("native", 0), ("", 0)]
)
def test_a_film_goes_through_the_slices_of_the_plane_asked_for(plane: str, axis: int) -> None:
    """Slice n of the axis has the value 20 n + 5; each is seen once, in order from one side to the other."""
    shape = (6, 7, 8)
    array = (np.arange(shape[axis]) * 20 + 5).astype(np.uint8)
    array = np.broadcast_to(array.reshape([-1 if a == axis else 1 for a in range(3)]), shape).copy()
    widget = view(None, ArrayVolume(np.stack([array, array + 1]), np.diag([1.0, 1.0, 2.0, 1.0]), axes="tzyx"))
    widget.window, widget.time_index = [128.0, 256.0], 1
    pictures, stands = frames_of(widget.to_webp(height=80, plane=plane, along="slices"))
    values = [int(p[40, 40, 0]) for p in pictures]
    expected = [n * 20 + 6 for n in range(shape[axis])]
    assert values in (expected, expected[::-1]) and set(stands) == {80}
    assert len(frames_of(widget.to_webp(height=80, plane=plane))[0]) == 2, (
        "its times, where none is asked for"
    )


def test_a_film_follows_the_layout_and_refuses_what_it_does_not_know() -> None:
    array = np.broadcast_to(np.arange(9, dtype=np.uint8) * 20, (4, 6, 9))
    widget = view(None, ArrayVolume(array, np.eye(4)), layout="sagittal", window=(128, 256))
    assert len(frames_of(widget.to_webp(height=60))[0]) == 9
    with pytest.raises(UsageError, match="plane is one of"):
        widget.to_gif(plane="top")
    with pytest.raises(UsageError, match="along is time or slices"):
        widget.to_gif(along="z")
    long = view(None, ArrayVolume(np.zeros((2, 3, 1001), np.uint8), np.eye(4)))
    assert long.to_gif(plane="coronal", height=40)[:4] == b"GIF8"
    with pytest.raises(UsageError, match="too many"):
        long.to_gif(plane="sagittal")
