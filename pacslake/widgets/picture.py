"""Static pictures: planes of a volume as grey levels, with letters, as PNG."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from pacslake.widgets.geometry import (
    ANATOMICAL,
    Plane,
    acquisition_name,
    acquisition_plane,
    closest_axes,
    letters,
    nearest,
    obliqueness,
    planes_of,
)
from pacslake.widgets.source import Facts, VolumeSource

__all__ = [
    "COLORMAPS",
    "PICTURE_ROOM",
    "Block",
    "Look",
    "Overlay",
    "affine_of",
    "film_axis",
    "film_length",
    "grey_levels",
    "palette",
    "plane_values",
    "render_compare",
    "render_film",
    "render_slice",
    "render_view",
    "thumbnail",
    "to_gif",
    "to_png",
    "to_webp",
]

PICTURE_ROOM = 48 << 20
"""Bytes read for a picture: larger volumes are read at a stride."""


def grey_levels(values: np.ndarray, center: float, width: float, shape: str = "LINEAR") -> np.ndarray:
    """Grey levels 0..255 (uint8) of real-world values, halves rounded up; NaN is 0.

    Args:
        values: any shape.
        shape: `LINEAR` (PS3.3 C.11.2.1.2.1), `LINEAR_EXACT` (C.11.2.1.3.2) or `SIGMOID` (C.11.2.1.3.1).
    """
    x = np.asarray(values, np.float64)
    if shape == "SIGMOID":
        with np.errstate(over="ignore"):
            y = 255.0 / (1.0 + np.exp(-4.0 * (x - center) / width))
    else:
        c, w = (center, width) if shape == "LINEAR_EXACT" else (center - 0.5, max(width, 1.0) - 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            y = ((x - c) / w + 0.5) * 255.0
        y = np.where(x <= c - w / 2, 0.0, np.where(x > c + w / 2, 255.0, y))
    return np.where(np.isnan(x), 0, nearest(np.nan_to_num(y))).astype(np.uint8)


@dataclass(frozen=True)
class Block:
    """A volume in memory at a stride: `data` (slice, row, column[, colour]) of stored values."""

    data: np.ndarray
    affine: np.ndarray
    facts: Facts

    @classmethod
    def load(cls, source: VolumeSource, t: int = 0, room: int = PICTURE_ROOM) -> Block:
        f = source.facts
        stride, size = 1, np.prod(f.shape) * np.dtype(f.dtype).itemsize * f.channels
        while size / stride**3 > room:
            stride += 1
        data = source.read(t, slice(0, -(-f.shape[0] // stride)), stride)
        affine = affine_of(f) @ np.diag([stride, stride, stride, 1.0])
        return cls(data, affine, f)


# A few knots of each colour map, joined by straight lines; `js/src/window.js` holds the same, a test compares them.
COLORMAPS = {
    "grey": ("000000", "ffffff"),
    "hot": ("000000", "e60000", "ffd200", "ffffff"),
    "viridis": ("440154", "414487", "2a788e", "22a884", "7ad151", "fde725"),
    "inferno": ("000004", "420a68", "932667", "dd513a", "fca50a", "fcffa4"),
    "cividis": ("00224e", "35456c", "666970", "948e77", "c8b866", "fee838"),
}


def palette(name: str = "grey") -> np.ndarray:
    """The colours of grey levels 0..255, (256, 3) of uint8; an unknown name is grey."""
    stops = np.array([[*bytes.fromhex(c)] for c in COLORMAPS.get(name, COLORMAPS["grey"])], float)
    at = np.arange(256) / 255 * (len(stops) - 1)
    n = np.minimum(len(stops) - 2, np.floor(at)).astype(int)
    return nearest(stops[n] + (stops[n + 1] - stops[n]) * (at - n)[:, None]).astype(np.uint8)


@dataclass(frozen=True)
class Look:
    """How values are shown, apart from the window. `slab_mm`: the greatest value along that thickness (MIP)."""

    inverted: bool = False
    colormap: str = "grey"
    slab_mm: float = 0.0


@dataclass(frozen=True)
class Overlay:
    """Labels to lay over: colours (red, green, blue) by label value; without any, values in the colours of `hot`.

    `rings`: closed contours as drawn, (label, (n, 3) of the block's LPS mm); each is drawn on its own slice.
    """

    block: Block
    colours: dict[int, tuple[int, int, int]]
    opacity: float = 0.45
    outline: bool = False
    window: tuple[float, float] = (0.5, 1.0)
    transform: np.ndarray = field(default_factory=lambda: np.eye(4))
    rings: Sequence[tuple[int, np.ndarray]] = ()


def affine_of(f: Facts) -> np.ndarray:
    """(4, 4) to LPS mm; without a place in the patient, to a stack of pictures with their pixel spacing."""
    if f.affine_lps is not None:
        return np.asarray(f.affine_lps, float).reshape(4, 4)
    _, row, column = (*f.spacing_mm, None, None, None)[:3]
    return np.diag([column or 1.0, row or 1.0, 1.0, 1.0])


def plane_values(
    block: Block,
    plane: Plane,
    centre: np.ndarray,
    mm: float,
    size: tuple[int, int],
    to_volume: np.ndarray | None = None,
    order: int = 1,
) -> np.ndarray:
    """Real-world values on a plane, (height, width[, colour]) as float; NaN outside the volume.

    Args:
        centre: LPS point in the middle of the picture.
        mm: size of a pixel.
        size: (width, height) in pixels.
        to_volume: (4, 4) from the picture's LPS to the volume's, for a registered volume.
        order: 0 nearest voxel, 1 linear.
    """
    from scipy.ndimage import map_coordinates

    width, height = size
    x = (np.arange(width) - (width - 1) / 2) * mm
    y = (np.arange(height) - (height - 1) / 2) * mm
    points = centre + x[None, :, None] * plane.u + y[:, None, None] * plane.v
    matrix = np.linalg.inv(block.affine) @ (np.eye(4) if to_volume is None else to_volume)
    index = points @ matrix[:3, :3].T + matrix[:3, 3]
    kji = np.moveaxis(index[..., ::-1], -1, 0)
    limits = np.array(block.data.shape[:3])[:, None, None]
    inside = ((kji >= -0.5) & (kji < limits - 0.5)).all(axis=0)
    if order == 0:
        near = np.clip(nearest(kji).astype(np.intp), 0, limits - 1)
        values = block.data[tuple(near)].astype(np.float64)
    elif block.data.ndim == 4:
        values = np.stack(
            [
                map_coordinates(block.data[..., c].astype(np.float32), kji, order=1, mode="nearest")
                for c in range(3)
            ],
            -1,
        )
    else:
        values = map_coordinates(block.data, kji, output=np.float64, order=1, mode="nearest")
    f = block.facts
    if block.data.ndim == 3:
        values = values * f.slope + f.intercept
    values[~inside] = np.nan
    return np.asarray(values)


def _colours(values: np.ndarray, window: Sequence[float], f: Facts, look: Look) -> np.ndarray:
    if values.ndim == 3:
        return np.nan_to_num(values).astype(np.uint8)
    grey = grey_levels(values, window[0], window[1], f.window_shape)
    if look.inverted != (f.photometric == "MONOCHROME1"):
        grey = 255 - grey
    rgb = palette(look.colormap)[grey]
    rgb[np.isnan(values)] = 0
    return rgb


def _blend(rgb: np.ndarray, o: Overlay, values: np.ndarray) -> None:
    """Lays an overlay's values over a picture (height, width, 3) of float32, in place."""
    if not o.colours:
        grey = grey_levels(values, *o.window, o.block.facts.window_shape)
        there = grey > 0
        rgb[there] += (palette("hot")[grey[there]] - rgb[there]) * o.opacity
        return
    border = np.ones(values.shape, bool)
    if o.outline:
        padded = np.pad(values, 1, constant_values=np.nan)
        around = (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:])
        border = np.logical_or.reduce([values != x for x in around])
    for label, colour in o.colours.items():
        where = (values == label) & border
        opacity = max(o.opacity, 0.9) if o.outline else o.opacity
        rgb[where] += (np.array(colour, np.float32) - rgb[where]) * opacity


def _extent(affine: np.ndarray, shape: Sequence[int], d: np.ndarray) -> tuple[float, float]:
    nz, ny, nx = shape
    ends = [
        (affine @ np.array([i, j, k, 1.0]))[:3] @ d
        for k in (0, nz - 1)
        for j in (0, ny - 1)
        for i in (0, nx - 1)
    ]
    return min(ends), max(ends)


def _pane(
    block: Block, plane: Plane, cursor: np.ndarray, size: tuple[int, int], window: Sequence[float], overlays: Sequence[Overlay],
    frame: Block, to_volume: np.ndarray | None = None, look: Look = Look(),
) -> np.ndarray:  # fmt: skip
    """One picture (height, width, 3), fitted to the extent of `frame`."""
    (u0, u1), (v0, v1) = (_extent(frame.affine, frame.data.shape[:3], d) for d in (plane.u, plane.v))
    voxel = float(np.linalg.norm(frame.affine[:3, :3], axis=0).max())
    mm = max((u1 - u0 + voxel) / size[0], (v1 - v0 + voxel) / size[1])
    centre = _solve(plane, (u0 + u1) / 2, (v0 + v1) / 2, float(cursor @ plane.n))
    n = max(1, int(nearest(look.slab_mm / plane.step))) if block.data.ndim == 3 else 1
    slabs = (
        plane_values(
            block, plane, centre + (i - (n - 1) / 2) * plane.step * plane.n, mm, size, to_volume, int(n == 1)
        )
        for i in range(n)
    )
    values = next(slabs)
    for more in slabs:
        values = np.fmax(values, more)
    rgb = _colours(values, window, block.facts, look).astype(np.float32)
    for o in overlays:
        place = o.transform if to_volume is None else to_volume @ o.transform
        order = 0 if o.colours else 1
        _blend(rgb, o, plane_values(o.block, plane, centre, mm, size, place, order))
    out = np.asarray(rgb.round(), np.uint8)
    for o in overlays:
        place = o.transform if to_volume is None else to_volume @ o.transform
        _rings(out, o, plane, centre, mm, np.linalg.inv(place))
    return out


def _rings(
    rgb: np.ndarray, o: Overlay, plane: Plane, centre: np.ndarray, mm: float, to_plane: np.ndarray
) -> None:
    """Draws the contours that lie in a plane, in place: one pixel wide, through the pixels nearest to their points.

    Those of a slice lie within half a step of the plane, and are flat along its normal: cut across, a contour is but
    a few points, and only the voxels show.
    """
    if not o.rings:
        return
    from PIL import Image, ImageDraw

    height, width = rgb.shape[:2]
    to_pixels = np.linalg.pinv(np.stack([plane.u, plane.v]).T) / mm  # u and v need not be perpendicular
    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    for label, points in o.rings:
        lps = np.asarray(points, float) @ to_plane[:3, :3].T + to_plane[:3, 3]
        depth = lps @ plane.n
        low, high = float(depth.min()), float(depth.max())
        off = abs((low + high) / 2 - float(centre @ plane.n))
        if label not in o.colours or high - low > 0.5 or off > plane.step / 2:
            continue
        xy = nearest((lps - centre) @ to_pixels.T + ((width - 1) / 2, (height - 1) / 2))
        at = [(int(x), int(y)) for x, y in [*xy, xy[0]]]
        draw.line(at, fill=tuple(int(c) for c in o.colours[label]), width=1)
    rgb[:] = np.asarray(image)


def _solve(plane: Plane, a: float, b: float, depth: float) -> np.ndarray:
    """The point whose distances along u, v and n are given."""
    return np.linalg.solve(np.stack([plane.u, plane.v, plane.n]), np.array([a, b, depth]))


def _annotate(rgb: np.ndarray, plane: Plane | None, words: str) -> np.ndarray:
    from PIL import Image, ImageDraw

    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    w, h = image.size
    style: dict[str, Any] = {"fill": (240, 228, 66), "stroke_width": 2, "stroke_fill": (0, 0, 0)}
    if plane is not None:
        for text, at, anchor in (
            (letters(-plane.u), (5, h // 2), "lm"), (letters(plane.u), (w - 5, h // 2), "rm"),
            (letters(-plane.v), (w // 2, 4), "ma"), (letters(plane.v), (w // 2, h - 5), "md"),
        ):  # fmt: skip
            draw.text(at, text, anchor=anchor, **style)
    draw.text((6, 4), words, **{**style, "fill": (228, 228, 228)})
    return np.asarray(image)


def _planes(block: Block, *, grid: bool = True) -> tuple[list[Plane], bool]:
    """The planes to show, the acquired one first, and whether letters may be written."""
    f = block.facts
    shape = block.data.shape[:3]
    if f.affine_lps is None:
        return [acquisition_plane(block.affine, shape)], False
    if shape[0] < 2:
        return [acquisition_plane(block.affine, shape)], True
    named = planes_of(block.affine, shape, grid=grid and abs(f.shear_degrees) < 0.05)
    main = acquisition_name(block.affine)
    return [named[main], *(p for n, p in named.items() if n != main)], True


def render_view(
    source: VolumeSource, *, cursor: Sequence[float] | None, window: Sequence[float], overlays: Sequence[Overlay] = (), t: int = 0,
    height: int = 520, room: int = PICTURE_ROOM, look: Look = Look(),
) -> np.ndarray:  # fmt: skip
    """The three planes (or the one there is) side by side, (height, width, 3) of uint8."""
    if source.facts.affine_lps is None or source.facts.shape[0] < 2:
        return render_slice(
            source, cursor=cursor, window=window, overlays=overlays, t=t, height=height, look=look
        )
    block = Block.load(source, t, room)
    planes, _placed = _planes(block)
    where = _cursor(block, cursor)
    small = height // 2
    tilt = " (along the scan)" if obliqueness(block.affine) > 0.5 else ""
    big, *rest = [
        _annotate(
            _pane(block, p, where, (s, s), window, overlays, block, None, look), p, p.name.capitalize() + tilt
        )
        for p, s in zip(planes, (height, small, small), strict=True)
    ]
    return np.concatenate([big, np.concatenate(rest, axis=0)[:height]], axis=1)


def render_slice(
    source: VolumeSource, *, cursor: Sequence[float] | None, window: Sequence[float], overlays: Sequence[Overlay] = (), t: int = 0,
    height: int = 520, look: Look = Look(),
) -> np.ndarray:  # fmt: skip
    """The slice under the cursor as it was taken, (height, height, 3) of uint8; no other slice is read."""
    f, affine = source.facts, affine_of(source.facts)
    k = (f.shape[0] - 1) // 2
    if cursor is not None and len(cursor) == 3:
        k = int(np.clip(nearest((np.linalg.inv(affine) @ [*cursor, 1.0])[2]), 0, f.shape[0] - 1))
    one = Block(source.read(t, slice(k, k + 1)), affine @ _shift(k), f)
    plane = acquisition_plane(one.affine, one.data.shape[:3])
    placed = f.affine_lps is not None
    if placed and f.shape[0] > 1 and abs(f.shear_degrees) < 0.05:
        plane = planes_of(affine, f.shape)[acquisition_name(affine)]
    flat = replace(look, slab_mm=0.0)
    rgb = _pane(one, plane, _cursor(one, None), (height, height), window, overlays, one, None, flat)
    return _annotate(
        rgb, plane if placed else None, plane.name.capitalize() if plane.name != "native" else ""
    )


def render_film(
    source: VolumeSource, *, cursor: Sequence[float] | None, window: Sequence[float], overlays: Sequence[Overlay] = (), t: int = 0,
    height: int = 400, look: Look = Look(), plane: str = "", along: str = "",
) -> Iterator[np.ndarray]:  # fmt: skip
    """What a cine shows, picture by picture, (height, height, 3) of uint8.

    Args:
        plane: `axial`, `coronal`, `sagittal` or `native`; else the plane of the acquisition.
        along: `time` or `slices`; by default `film_axis`.
    """
    f, size, times = source.facts, (height, height), (along or film_axis(source.facts)) == "time"
    if times or f.affine_lps is not None:
        blocks = (Block.load(source, n) for n in range(f.times)) if times else [Block.load(source, t)]
        for block in blocks:
            one, placed = _plane(block, plane)
            where = _cursor(block, cursor)
            for place in [where] if times else _slices(block, one, where):
                rgb = _pane(block, one, place, size, window, overlays, block, None, look)
                yield _annotate(rgb, one if placed else None, "")
        return
    for k in range(f.shape[0]):  # one by one: a film is larger than a volume
        yield render_slice(
            source, cursor=(0, 0, k), window=window, overlays=overlays, t=t, height=height, look=look
        )


def film_axis(f: Facts) -> str:
    """What a cine runs along: `time` where there are several time points, else `slices` (or the frames of a film)."""
    return "time" if f.times > 1 else "slices"


def film_length(f: Facts, *, plane: str = "", along: str = "") -> int:
    """How many pictures `render_film` gives, without reading a voxel."""
    if (along or film_axis(f)) == "time":
        return f.times
    if f.affine_lps is None:
        return f.shape[0]
    affine, axes = affine_of(f), closest_axes(affine_of(f))
    if plane in ANATOMICAL and f.shape[0] > 1 and abs(f.shear_degrees) < 0.05:
        normal = next(a for a in range(3) if not any(d[a] for d in ANATOMICAL[plane]))
        return int(f.shape[2 - axes[normal]])
    block = Block(np.broadcast_to(np.zeros((), np.uint8), f.shape), affine, f)
    return sum(1 for _ in _slices(block, _plane(block, plane)[0], _cursor(block, None)))


def _plane(block: Block, name: str) -> tuple[Plane, bool]:
    """The plane of that name where the block has it, else that of the acquisition; whether letters may be written."""
    planes, placed = _planes(block)
    if name == "native":
        return acquisition_plane(block.affine, block.data.shape[:3]), placed
    return next((p for p in planes if p.name == name), planes[0]), placed


def _slices(block: Block, plane: Plane, cursor: np.ndarray) -> Iterator[np.ndarray]:
    low, high = _extent(block.affine, block.data.shape[:3], plane.n)
    for n in range(round((high - low) / plane.step) + 1):
        yield cursor + plane.n * (low + n * plane.step - cursor @ plane.n)


def to_gif(pictures: Iterable[np.ndarray], times_ms: Sequence[float] | float) -> bytes:
    """An animated GIF's bytes, shown over and over, in 256 colours.

    Args:
        pictures: (height, width, 3) of uint8.
        times_ms: how long each stands, or all of them; GIF keeps hundredths of a second, at least two of them.
    """
    from PIL import Image

    images = [Image.fromarray(p).quantize(256, method=Image.Quantize.MEDIANCUT) for p in pictures]
    stands = np.diff(np.round(_begins(times_ms, len(images)) / 10) * 10)  # rounding that does not add up
    return _film(images, "GIF", np.maximum(20, stands), optimize=False, disposal=1)


def to_webp(pictures: Iterable[np.ndarray], times_ms: Sequence[float] | float) -> bytes:
    """An animated WebP's bytes, shown over and over: every colour as it is, times to the millisecond.

    Args: as `to_gif`.
    """
    from PIL import Image

    images = [Image.fromarray(p) for p in pictures]
    stands = np.diff(np.round(_begins(times_ms, len(images))))
    return _film(images, "WEBP", np.maximum(1, stands), lossless=True, quality=60, method=2)


def _begins(times_ms: Sequence[float] | float, n: int) -> np.ndarray:
    """When each picture begins and the last one ends, ms."""
    each = [float(times_ms)] * n if isinstance(times_ms, (int, float)) else list(times_ms)
    return np.cumsum([0.0, *each])


def _film(images: Sequence[Any], kind: str, stands: np.ndarray, **options: Any) -> bytes:
    out = io.BytesIO()
    first, *rest = images
    first.save(
        out, kind, save_all=True, append_images=rest, loop=0, duration=stands.astype(int).tolist(), **options
    )
    return out.getvalue()


def render_compare(
    first: VolumeSource, second: VolumeSource, to_second: np.ndarray, *, cursor: Sequence[float] | None,
    windows: Sequence[Sequence[float]], words: Sequence[str] = ("prior", "current"), height: int = 460, room: int = PICTURE_ROOM,
) -> np.ndarray:  # fmt: skip
    """Both volumes at the same place in the body, side by side, (height, 2 x height, 3) of uint8.

    Args:
        to_second: (4, 4) from the first volume's LPS to the second's.
    """
    a, b = Block.load(first, 0, room), Block.load(second, 0, room)
    planes, placed = _planes(a)
    where, plane = _cursor(a, cursor), planes[0]
    panes = [
        _annotate(
            _pane(block, plane, where, (height, height), window, (), a, matrix),
            plane if placed else None,
            text,
        )
        for block, window, matrix, text in zip((a, b), windows, (None, to_second), words, strict=True)
    ]
    return np.concatenate(panes, axis=1)


def _cursor(block: Block, cursor: Sequence[float] | None) -> np.ndarray:
    if cursor is not None and len(cursor) == 3:
        return np.asarray(cursor, float)
    nz, ny, nx = block.data.shape[:3]
    return np.asarray(block.affine @ np.array([(nx - 1) // 2, (ny - 1) // 2, (nz - 1) // 2, 1.0]))[:3]


def thumbnail(
    source: VolumeSource,
    window: Sequence[float] | None,
    size: int = 128,
    *,
    k: int | None = None,
    overlays: Sequence[Overlay] = (),
) -> np.ndarray:
    """A slice in a square, (size, size) of uint8, or (size, size, 3) in colour or with labels.

    Args:
        k: which slice; by default the middle one.
    """
    f = source.facts
    k = f.shape[0] // 2 if k is None else k
    data = source.read(0, slice(k, k + 1), 1)
    one = Block(data, affine_of(f) @ _shift(k), f)
    plane = acquisition_plane(one.affine, data.shape[:3])
    rgb = _pane(one, plane, _cursor(one, None), (size, size), window or _spread(data, f), overlays, one)
    return rgb if f.channels > 1 or overlays else np.ascontiguousarray(rgb[..., 0])


def _shift(k: int) -> np.ndarray:
    matrix = np.eye(4)
    matrix[2, 3] = k
    return matrix


def _spread(data: np.ndarray, f: Facts) -> tuple[float, float]:
    values = data.astype(np.float64) * f.slope + f.intercept
    values = values[np.isfinite(values)]
    low, high = np.percentile(values, (1, 99)) if values.size else (0.0, 1.0)
    return float(low + high) / 2, float(high - low) or 1.0


def to_png(rgb: np.ndarray, *, limit: int | None = None) -> bytes:
    """PNG bytes; made smaller until they fit `limit`."""
    from PIL import Image

    image = Image.fromarray(rgb)
    while True:
        out = io.BytesIO()
        (image.quantize(64) if limit else image).save(out, "PNG", optimize=True)
        if limit is None or len(out.getvalue()) <= limit or image.width < 64:
            return out.getvalue()
        image = image.resize((int(image.width * 0.8), int(image.height * 0.8)))
