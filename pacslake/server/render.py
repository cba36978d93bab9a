"""Frames as pictures to look at (PS3.18 8.3.5 and 10.4.1.1.3): window, palette, viewport, JPEG, PNG or GIF."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.errors import DecodeError
from pacslake.pixels.window import default_window
from pacslake.widgets.picture import grey_levels

if TYPE_CHECKING:
    from pacslake.pixels import Instance
    from pacslake.server.archive import View

__all__ = ["Rendering", "encode_picture", "looks", "parse_rendering", "render_frame"]

MOST_PIXELS = 64 << 20
FUNCTIONS = {"linear": "LINEAR", "linear-exact": "LINEAR_EXACT", "sigmoid": "SIGMOID"}


class BadRenderingError(Exception):
    """Parameters that cannot be right."""


@dataclass(frozen=True)
class Rendering:
    """What a caller asked for. `window` is centre, width and function; `viewport` width and height, then the region."""

    window: tuple[float, float, str] | None = None
    viewport: tuple[int, int] | None = None
    region: tuple[float, float, float, float] | None = None
    flip: tuple[bool, bool] = (False, False)
    quality: int = 90


def parse_rendering(params: Mapping[str, str], *, thumbnail: bool = False) -> Rendering:
    """The parameters of PS3.18 8.3.5.1. Raises: BadRenderingError."""
    window = viewport = region = None
    flip = (False, False)
    quality = 90
    if (text := params.get("window")) and not thumbnail:
        parts = text.split(",")
        if len(parts) not in (2, 3) or (len(parts) == 3 and parts[2].lower() not in FUNCTIONS):
            raise BadRenderingError(
                "window is CENTER,WIDTH,FUNCTION with the function linear, linear-exact or sigmoid"
            )
        center, width = _finite(parts[0]), _finite(parts[1])
        if width <= 0:
            raise BadRenderingError("the width of a window is more than 0")
        window = (center, width, FUNCTIONS[parts[2].lower()] if len(parts) == 3 else "LINEAR")
    if text := params.get("viewport"):
        parts = text.split(",")
        if len(parts) not in (2, 6):
            raise BadRenderingError("viewport is WIDTH,HEIGHT or WIDTH,HEIGHT,SX,SY,SW,SH")
        w, h = _finite(parts[0]), _finite(parts[1])
        if not (1 <= w <= 8192 and 1 <= h <= 8192):
            raise BadRenderingError("a viewport has 1 to 8192 pixels a side")
        viewport = (int(w), int(h))
        if len(parts) == 6:
            x, y = (_finite(p) if p.strip() else 0.0 for p in parts[2:4])
            sw, sh = (_finite(p) if p.strip() else math.inf for p in parts[4:6])
            if x < 0 or y < 0 or sw == 0 or sh == 0:
                raise BadRenderingError("the region of a viewport begins inside the image and has an extent")
            flip = (sw < 0, sh < 0)
            region = (x, y, abs(sw), abs(sh))
    if text := params.get("quality"):
        if not text.isdigit() or not 1 <= int(text) <= 100:
            raise BadRenderingError("quality is a whole number from 1 to 100")
        quality = int(text)
    if thumbnail and viewport is None:
        viewport = (128, 128)
    return Rendering(window, viewport, region, flip, quality)


def _finite(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadRenderingError("a number was expected")
    return value


_LOOKS = """
SELECT i.instance_version_id, f.frame_index, coalesce(f."WindowCenter", i."WindowCenter") AS center,
  coalesce(f."WindowWidth", i."WindowWidth") AS width, i."VOILUTFunction" AS function, i."Modality" AS modality,
  coalesce(f."RescaleSlope", i."RescaleSlope") AS slope, coalesce(f."RescaleIntercept", i."RescaleIntercept") AS intercept,
  i."RescaleType" AS unit, i.has_modality_lut, i.has_voi_lut, i.has_palette, i."PixelPaddingValue" AS padding,
  i."PixelPaddingRangeLimit" AS padding_limit
FROM instance_row i JOIN frame f ON f.instance_version_id = i.instance_version_id
WHERE i.instance_version_id IN (SELECT unnest(?::VARCHAR[]))"""


def looks(view: View, ids: Sequence[str]) -> dict[tuple[str, int], dict[str, Any]]:
    """What the files say of showing their frames, by instance_version_id and frame."""
    return {
        (row["instance_version_id"], int(row["frame_index"])): row for row in view.dicts(_LOOKS, [list(ids)])
    }


def render_frame(instance: Instance, index: int, look: Mapping[str, Any], asked: Rendering) -> np.ndarray:
    """(row, column) or (row, column, 3) of uint8.

    Raises: DecodeError, IndexError, SourceMissingError, DamagedError as `Instance.frame`.
    """
    spec = instance.spec
    if spec.rows * spec.columns > MOST_PIXELS:
        raise DecodeError("the frame is too large to be rendered")
    stored = instance.frame(index)
    if stored.ndim == 3:
        picture = (
            stored[..., :3]
            if stored.dtype == np.uint8
            else (stored[..., :3] >> (spec.bits_stored - 8)).astype(np.uint8)
        )
    elif spec.photometric_interpretation == "PALETTE COLOR" or (
        look.get("has_palette") and spec.photometric_interpretation not in ("MONOCHROME1", "MONOCHROME2")
    ):
        picture = _coloured(instance, stored)
    else:
        picture = _grey(instance, stored, look, asked)
        if spec.photometric_interpretation == "MONOCHROME1":
            picture = 255 - picture
    return _fitted(picture, asked)


def _coloured(instance: Instance, stored: np.ndarray) -> np.ndarray:
    from pacslake.dicom.decode_colour import apply_palette, palette_from_dataset

    header = instance.header()
    palette = palette_from_dataset(header)
    if palette is None:
        raise DecodeError("the palette of the image cannot be read")
    return apply_palette(stored, palette, int(header.RedPaletteColorLookupTableDescriptor[1]))


def _grey(instance: Instance, stored: np.ndarray, look: Mapping[str, Any], asked: Rendering) -> np.ndarray:
    slope, intercept = float(look.get("slope") or 1.0), float(look.get("intercept") or 0.0)
    if look.get("has_modality_lut"):
        from pacslake.pixels.instance import modality_lut

        lut = modality_lut(instance.header())
        if lut is not None:
            stored, slope, intercept = lut.apply(stored), 1.0, 0.0
    center, width = look.get("center") or (), look.get("width") or ()
    if asked.window is not None:
        c, w, shape = asked.window
    elif center and width and width[0] and width[0] > 0 and math.isfinite(center[0]):
        c, w, shape = float(center[0]), float(width[0]), str(look.get("function") or "LINEAR").strip()
    elif look.get("has_voi_lut") and (picture := _voi_lut(instance, stored, slope, intercept)) is not None:
        return picture
    else:
        sample = stored[:: max(stored.shape[0] // 256, 1), :: max(stored.shape[1] // 256, 1)]
        found = default_window(
            _without_padding(sample, look) * slope + intercept, modality=look.get("modality"),
            unit="HU" if look.get("modality") == "CT" else None,
        )  # fmt: skip
        c, w, shape = found.center, found.width, "LINEAR_EXACT"
    return _windowed(stored, slope, intercept, c, w, shape if shape in FUNCTIONS.values() else "LINEAR")


def _without_padding(stored: np.ndarray, look: Mapping[str, Any]) -> np.ndarray:
    padding = look.get("padding")
    if padding is None:
        return stored
    limit = look.get("padding_limit")
    low, high = sorted((padding, limit if limit is not None else padding))
    kept = stored[(stored < low) | (stored > high)]
    return kept if kept.size else stored


def _windowed(
    stored: np.ndarray, slope: float, intercept: float, center: float, width: float, shape: str
) -> np.ndarray:
    """Grey levels; of whole numbers each value is computed once."""
    if stored.dtype.kind in "iu" and stored.size:
        low, high = int(stored.min()), int(stored.max())
        if high - low < 1 << 16:
            table = grey_levels(np.arange(low, high + 1) * slope + intercept, center, width, shape)
            return table[(stored.astype(np.int64) - low) if low < 0 or low else stored]
    return grey_levels(stored * slope + intercept, center, width, shape)


def _voi_lut(instance: Instance, stored: np.ndarray, slope: float, intercept: float) -> np.ndarray | None:
    """By the first VOI LUT of the file (PS3.3 C.11.2.1.1); None where it cannot be read."""
    from pydicom.pixels.processing import apply_voi

    header = instance.header()
    try:
        values = np.rint(stored * slope + intercept).astype(np.int32)
        bits = int(header.VOILUTSequence[0].LUTDescriptor[2])
        found = np.asarray(apply_voi(values, header, index=0), np.float64)
    except Exception:  # a table that is not as it should be; the picture then has the usual window
        return None
    return np.clip(found * 255.0 / ((1 << bits) - 1), 0, 255).astype(np.uint8)


def _fitted(picture: np.ndarray, asked: Rendering) -> np.ndarray:
    """The region asked for, scaled into the viewport without changing its proportions."""
    from PIL import Image

    if asked.region is not None:
        x, y, w, h = asked.region
        rows, columns = picture.shape[:2]
        if x >= columns or y >= rows:
            raise BadRenderingError("the region of the viewport lies outside the image")
        x2, y2 = min(x + w, columns), min(y + h, rows)
        picture = picture[int(y) : max(math.ceil(y2), int(y) + 1), int(x) : max(math.ceil(x2), int(x) + 1)]
        if asked.flip[0]:
            picture = picture[:, ::-1]
        if asked.flip[1]:
            picture = picture[::-1]
    if asked.viewport is None:
        return picture
    scale = min(asked.viewport[0] / picture.shape[1], asked.viewport[1] / picture.shape[0])
    size = (max(round(picture.shape[1] * scale), 1), max(round(picture.shape[0] * scale), 1))
    image = Image.fromarray(np.ascontiguousarray(picture))
    return np.asarray(image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0))


def encode_picture(
    pictures: Sequence[np.ndarray], media_type: str, quality: int = 90, milliseconds: float = 100
) -> bytes:
    """One picture as JPEG, PNG or GIF; several as an animated GIF."""
    from PIL import Image

    out = io.BytesIO()
    if media_type == "image/jpeg":
        import imagecodecs

        return bytes(imagecodecs.jpeg8_encode(np.ascontiguousarray(pictures[0]), level=quality))
    images = [Image.fromarray(np.ascontiguousarray(p)) for p in pictures]
    if media_type == "image/gif":
        images[0].save(
            out, "GIF", save_all=len(images) > 1, append_images=images[1:], duration=milliseconds, loop=0
        )
    else:
        images[0].save(out, "PNG", compress_level=3)
    return out.getvalue()
