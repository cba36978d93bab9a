"""Small pictures of volumes: the three middle planes side by side, as PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from pacslake.pixels.window import Window, apply_window, default_window

if TYPE_CHECKING:
    from pacslake.pixels.volume import Volume

__all__ = ["planes", "png", "thumbnail"]


def planes(volume: Volume, *, t: int = 0) -> list[tuple[np.ndarray, float]]:
    """The middle planes of a volume, real values, each with the height of a pixel over its width.

    Args:
        volume: of any kind; clips and projections give their middle frame only.
        t: step of an axis in front.

    Returns:
        axial-like (row, column), then, for stacks of several slices, the planes (slice, column) and
        (slice, row), seen with the last slice above, as radiologists look at them.
    """
    lead: tuple[int, ...] = ()
    axes = volume.axes
    shape = dict(zip(axes, volume.shape, strict=True))
    if axes.startswith("t"):
        lead = (min(t, shape["t"] - 1),)
    spacing = [s or 1.0 for s in (volume.spacing or (1.0, 1.0, 1.0))]
    dz, dy, dx = ([1.0] * 3 + spacing)[-3:]
    if "z" not in axes:
        return [(volume.values(lead or ...), dy / dx)]
    middle = volume.values((*lead, shape["z"] // 2))
    out = [(middle, dy / dx)]
    if shape["z"] >= 3 and volume.kind in ("stack", "multiframe", "mosaic"):
        coronal = volume.values((*lead, slice(None), shape["y"] // 2))
        sagittal = volume.values((*lead, slice(None), slice(None), shape["x"] // 2))
        out += [(coronal[::-1], dz / dx), (sagittal[::-1], dz / dy)]
    return out


def thumbnail(volume: Volume, size: int = 128, *, window: Window | None = None) -> bytes:
    """A PNG of the middle planes side by side, each `size` pixels high, in true proportions.

    Args:
        volume: any volume that opens.
        size: height, and largest width of a plane, in pixels.
        window: by default the file's or the modality's.
    """
    found = planes(volume)
    if window is None and not volume.axes.endswith("c"):
        window = _window(volume, found)
    invert = volume.photometric_interpretation == "MONOCHROME1"
    tiles = [_tile(plane, ratio, size, window, invert) for plane, ratio in found]
    return png(np.concatenate(tiles, axis=1))


def _window(volume: Volume, found: list[tuple[np.ndarray, float]]) -> Window:
    sample = np.concatenate([plane.ravel() for plane, _ in found])
    if volume.modality == "CT" and volume.unit == "HU":
        return default_window(sample, modality="CT", unit="HU")
    return default_window(sample, modality=volume.modality, unit=volume.unit)


def _tile(plane: np.ndarray, ratio: float, size: int, window: Window | None, invert: bool) -> np.ndarray:
    """(size, size, 3): a plane in its proportions on black."""
    from PIL import Image

    if plane.ndim == 3:
        grey = plane[..., :3] if plane.dtype == np.uint8 else (plane[..., :3] >> 8).astype(np.uint8)
    else:
        assert window is not None
        grey = apply_window(plane, window, invert=invert)
    height, width = grey.shape[0] * ratio, float(grey.shape[1])
    scale = size / max(height, width)
    box = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = np.asarray(Image.fromarray(np.ascontiguousarray(grey)).resize(box, Image.Resampling.BILINEAR))
    if picture.ndim == 2:
        picture = np.repeat(picture[..., None], 3, axis=2)
    out = np.zeros((size, size, 3), np.uint8)
    top, left = (size - picture.shape[0]) // 2, (size - picture.shape[1]) // 2
    out[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return out


def png(picture: np.ndarray) -> bytes:
    """(row, column) or (row, column, 3) of uint8 as PNG bytes."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()
