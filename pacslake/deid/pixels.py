"""Decide on pixels that may show writing, and take the writing out.

A decision comes from a person who looked (`reviewed`), from a rule of the project that says it is enough (`rule`), or from
the search for text (`ocr`), which looks at every still picture and at a film's brightest, darkest and every eighth frame.
Rectangles of rules and everything outside the regions of an ultrasound picture go in any case.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.deid.engine import Held
from pacslake.deid.face_marks import Mark, fill_of
from pacslake.deid.ocr import Box, writing
from pacslake.deid.pixel_rules import PixelRule, device_rules, matching, outside_regions
from pacslake.deid.redact import Redacted, frames_of, redact
from pacslake.deid.reviews import Review
from pacslake.dicom.decode import PixelSpec, decode_frame, require_possible
from pacslake.dicom.decode_colour import apply_palette, palette_from_dataset
from pacslake.errors import DecodeError, MissingExtraError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from pacslake.deid.profile import Profile

__all__ = ["Looked", "cover_face", "decide_pixels", "picture_of", "proposed", "require_sane"]

EVERY = 8
"""Of a film this frame and its multiples are searched by themselves; what shows only between them is in its brightest
or darkest picture."""

MOST_FRAMES, MOST_CELLS, MOST_PIXELS = 20_000, 1 << 30, 1 << 28


@dataclass(frozen=True)
class Looked:
    """What was decided: who says so, how many rectangles go, and the new pixel data, None where they stay."""

    decision: str
    n_regions: int = 0
    redacted: Redacted | None = None


def decide_pixels(
    data: Any, profile: Profile, review: Review | None, *, value: bytes | None = None, asked: bool = True
) -> Looked | Held:
    """Decide on the pixels of a file.

    Args:
        data: the bytes of the file.
        review: what a person said of these very pixels.
        value: other bytes of its native pixel data to start from.
        asked: the pixels may show writing; otherwise only rules of the profile touch them.
    """
    import pydicom

    try:
        ds = pydicom.dcmread(io.BytesIO(bytes(data)), force=True)
        if review is not None and review.decision == "refuse":
            return Held("pixels_refused", "a person looked at the pixels and refused them")
        if review is None and not asked and not matching(ds, profile.pixel_rules):
            return Looked("acquired")
        spec = PixelSpec.from_dataset(ds)
        require_sane(ds, spec)
        mask, n = _by_rule(ds, profile)
        if review is not None:
            mask |= _mask(review.boxes, mask.shape)
            decision, n = "reviewed", n + len(review.boxes)
        elif not asked or any(rule.enough for rule in matching(ds, profile.pixel_rules)):
            decision = "rule" if asked else "acquired"
        elif profile.pixels == "hold":
            return Held("pixels_need_review", "nothing has decided on its pixels")
        elif _is_label(ds):
            return Held(
                "pixels_need_review", "a picture of a slide's label or of a whole slide; a person has to look"
            )
        else:
            boxes = _boxes_of(matching(ds, device_rules()))
            mask |= _mask(boxes, mask.shape)
            n += len(boxes)
            region = outside_regions(ds)
            if region is not None:
                mask |= region
                n += 1
            boxes = _written(ds, spec, mask)
            mask |= _mask(boxes, mask.shape)
            decision, n = "ocr", n + len(boxes)
        if not mask.any():
            return Looked(decision)
        return Looked(decision, n, redact(ds, mask, value=value))
    except MissingExtraError as error:
        return Held("pixels_need_review", f"nothing has decided on its pixels: {error}")
    except DecodeError as error:
        return Held("pixels_undecodable", f"nobody can say what its pixels show: {error}")


def cover_face(
    data: Any, looked: Looked, mark: Mark, pixels: str, *, value: bytes | None = None
) -> Looked | Held:
    """Put noise where the face is, after what was decided on writing.

    Args:
        data: the bytes of the file.
        mark: what goes, and `pixels` the name under which it was kept.
        value: other bytes of its native pixel data to start from.
    """
    import pydicom
    from pydicom.uid import UID

    ds = pydicom.dcmread(io.BytesIO(bytes(data)), force=True)
    before = looked.redacted
    if before is not None:
        ds.PixelData = before.value
        if before.syntax is not None:
            ds.file_meta.TransferSyntaxUID = UID(before.syntax)
    elif value is not None:
        ds.PixelData = value
    try:
        spec = PixelSpec.from_dataset(ds)
        require_sane(ds, spec)
        if spec.samples_per_pixel != 1:
            raise DecodeError("a picture in colour")
        new = redact(ds, mark.mask, fill=fill_of(mark, pixels, spec))
    except DecodeError as error:
        return Held("pixels_undecodable", f"its face cannot be covered: {error}")
    if before is not None:
        new = replace(
            new,
            syntax=new.syntax or before.syntax,
            replace={**before.replace, **new.replace},
            remove=before.remove | new.remove,
        )
    return Looked("face_removed", looked.n_regions, new)


def require_sane(ds: Dataset, spec: PixelSpec) -> None:
    """Refuse what a header claims and its bytes cannot hold, before a picture of that size is made."""
    if spec.rows * spec.columns > MOST_PIXELS:
        raise DecodeError(f"a frame of {spec.rows} x {spec.columns} is larger than what is searched")
    for data in frames_of(ds):
        require_possible(spec, len(data))


def proposed(ds: Dataset, profile: Profile) -> list[Box]:
    """Rectangles that would be blanked without a person, for one to look at. Raises DecodeError."""
    spec = PixelSpec.from_dataset(ds)
    require_sane(ds, spec)
    boxes = _boxes_of(matching(ds, (*profile.pixel_rules, *device_rules())))
    return boxes + _written(ds, spec, np.zeros((spec.rows, spec.columns), bool))


def _by_rule(ds: Dataset, profile: Profile) -> tuple[np.ndarray, int]:
    boxes = _boxes_of(matching(ds, profile.pixel_rules))
    return _mask(boxes, (int(ds.Rows), int(ds.Columns))), len(boxes)


def _boxes_of(rules: Sequence[PixelRule]) -> list[Box]:
    return [Box(*box) for rule in rules for box in rule.blank]


def _mask(boxes: Any, shape: tuple[int, ...]) -> np.ndarray:
    mask = np.zeros(shape[:2], bool)
    for x0, y0, x1, y1 in boxes:
        mask[y0:y1, x0:x1] = True
    return mask


def _is_label(ds: Dataset) -> bool:
    """Pictures whose writing is the patient's label, often by hand (PS3.3 C.8.12.4.1.1)."""
    kinds = {str(k).upper() for k in ds.get("ImageType") or ()}
    return bool(kinds & {"LABEL", "OVERVIEW"}) and str(ds.get("Modality")) == "SM"


def _written(ds: Dataset, spec: PixelSpec, gone: np.ndarray) -> list[Box]:
    """Rectangles of writing over all frames, except where pixels go anyway."""
    frames = frames_of(ds)
    if len(frames) > MOST_FRAMES or len(frames) * spec.rows * spec.columns > MOST_CELLS:
        raise DecodeError("too many frames to be searched for text")
    shown = picture_of(ds, spec)

    def picture(data: bytes) -> np.ndarray:
        out = shown(data)
        out[gone] = out.min()
        return out

    if len(frames) == 1:
        return writing(picture(frames[0]))
    brightest = darkest = None
    boxes: set[Box] = set()
    for i, data in enumerate(frames):
        now = picture(data)
        brightest = now.copy() if brightest is None else np.maximum(brightest, now, out=brightest)
        darkest = now.copy() if darkest is None else np.minimum(darkest, now, out=darkest)
        if i % EVERY == 0:
            boxes.update(writing(now, looks=1))
    for whole in (brightest, darkest):
        if whole is not None:
            boxes.update(writing(whole))
    return sorted(boxes)


def picture_of(ds: Dataset, spec: PixelSpec) -> Callable[[bytes], np.ndarray]:
    """What makes a frame's bytes a picture: (row, column), or (row, column, 3) where it has colours."""
    palette = palette_from_dataset(ds) if spec.photometric_interpretation == "PALETTE COLOR" else None
    first = int(ds.RedPaletteColorLookupTableDescriptor[1]) if palette is not None else 0

    def shown(data: bytes) -> np.ndarray:
        frame = decode_frame(data, spec)
        if palette is not None:
            return np.array(apply_palette(frame, palette, first))
        return np.array(frame)

    return shown
