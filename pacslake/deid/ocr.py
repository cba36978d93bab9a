"""Where a picture shows writing: a text detector looks at each picture several times, and more than one look decides.

The detector and its models come as packages (rapidocr, onnxruntime) and are never fetched. What is read stays in
memory: only rectangles leave this module, and no text is logged.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from pacslake.errors import missing_extra

__all__ = ["MARKERS", "Box", "writing"]


class Box(NamedTuple):
    """A rectangle of pixels: columns x0 to x1 and rows y0 to y1, counted from 0, the last ones not in it."""

    x0: int
    y0: int
    x1: int
    y1: int


MARKERS = frozenset(
    "R L A P H F AP PA LAT LT RT LEFT RIGHT SUPINE PRONE ERECT UPRIGHT SEMI SITTING STANDING PORTABLE DECUB DECUBITUS INSP "
    "INSPIRATION EXP EXPIRATION CC MLO LCC RCC LMLO RMLO ML LM".split()
)
"""Words of sides, positions and views. They name nobody and people need them: where one is all of a text, it stays."""

_SURE = 0.80
_TILE, _OVERLAP, _LARGEST, _SMALLEST = 1024, 160, 1600, 368
_TALLEST = 48
_LETTERS = re.compile(r"[^\W_]{3,}")
_MARGIN = 2
"""Pixels around what the detector marks, for the edges of letters that smoothing hid from it."""


def writing(picture: np.ndarray, *, looks: int = 4) -> list[Box]:
    """Rectangles of text in a picture, except markers of side and position.

    Args:
        picture: (row, column) of any numbers, or (row, column, 3) of colours; brightness as it would be shown or not.
        looks: how many looks are taken, 1 to 4, about a second each for 512 x 512.

    Raises MissingExtraError: the detector is not installed.
    """
    found: list[Box] = []
    kept: list[Box] = []
    for number, (look, scale) in enumerate(_looks(picture)):
        if number >= looks:
            break
        for top, left, part in _tiles(look):
            for box, text in _seen(part):
                where = _placed(box, scale, top, left, picture.shape)
                if text is not None and _is_marker(text):
                    kept.append(where)
                elif not _is_huge(where, picture.shape) or (text is not None and _LETTERS.search(text)):
                    found.append(where)
    return [box for box in dict.fromkeys(found) if not any(_same(box, marker) for marker in kept)]


def _is_huge(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether letters of a box would be larger than devices write: then anatomy was taken for text, unless it was read."""
    return min(box.y1 - box.y0, box.x1 - box.x0) > max(_TALLEST, min(shape[:2]) // 10)


def _is_marker(text: str) -> bool:
    words = text.upper().replace("-", " ").split()
    return bool(words) and all(word.strip(".()") in MARKERS for word in words)


def _same(box: Box, marker: Box) -> bool:
    """Whether a box of another look is a marker that was read: it reaches no more than a letter beyond it."""
    slack = max(6, (marker.y1 - marker.y0) // 2)
    return (
        box.x0 >= marker.x0 - slack
        and box.y0 >= marker.y0 - slack
        and box.x1 <= marker.x1 + slack
        and box.y1 <= marker.y1 + slack
    )


def _looks(picture: np.ndarray) -> Iterator[tuple[np.ndarray, int]]:
    """The picture in ways that show different text: (look, how many times larger)."""
    import cv2

    colour = picture.ndim == 3
    grey = picture.astype(np.float32).mean(axis=-1) if colour else picture.astype(np.float32)
    whole = _stretched(grey, float(grey.min()), float(grey.max()))
    yield (_stretched(picture.astype(np.float32), 0.0, float(max(picture.max(), 1))) if colour else whole), 1
    # Dark on bright and bright on dark are not seen alike.
    yield 255 - whole, 1
    # Faint writing on a picture with a few extreme values, and writing whose contrast is that of its surroundings.
    low, high = (float(v) for v in np.percentile(grey, [1, 99]))
    mean = cv2.GaussianBlur(grey, (0, 0), 10)
    spread = np.sqrt(np.maximum(cv2.GaussianBlur((grey - mean) ** 2, (0, 0), 10), 1e-6))
    local = np.clip(128 + 40 * (grey - mean) / (spread + 0.02 * (high - low + 1e-6)), 0, 255).astype(np.uint8)
    smooth = cv2.GaussianBlur(local, (0, 0), 0.8)
    if max(grey.shape) > _LARGEST:  # letters are large there already
        yield smooth, 1
    else:
        yield cv2.resize(smooth, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), 2
    yield 255 - _stretched(grey, low, high), 1


def _stretched(values: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.clip((values - low) * (255 / max(high - low, 1e-9)), 0, 255).astype(np.uint8)


def _tiles(look: np.ndarray) -> Iterator[tuple[int, int, np.ndarray]]:
    """(row, column, part): a large picture in parts that overlap, since the detector would shrink it."""
    rows, columns = look.shape[:2]
    if max(rows, columns) <= _LARGEST:
        yield 0, 0, look
        return
    for top in range(0, max(rows - _OVERLAP, 1), _TILE - _OVERLAP):
        for left in range(0, max(columns - _OVERLAP, 1), _TILE - _OVERLAP):
            yield top, left, look[top : top + _TILE, left : left + _TILE]


def _seen(part: np.ndarray) -> Iterator[tuple[tuple[float, float, float, float], str | None]]:
    """(x0, y0, x1, y1) and, where it was read for certain, the text."""
    colours = np.repeat(part[..., None], 3, 2) if part.ndim == 2 else part[..., 2::-1]
    rows, columns = part.shape[:2]
    if min(rows, columns) < _SMALLEST:  # the detector would enlarge it beyond what its letters need
        more = ((0, max(_SMALLEST - rows, 0)), (0, max(_SMALLEST - columns, 0)), (0, 0))
        colours = np.pad(colours, more, constant_values=int(np.median(part)))
    result = _detector()(np.ascontiguousarray(colours), use_det=True, use_cls=False, use_rec=True)
    boxes = getattr(result, "boxes", None)
    if boxes is None:
        return
    texts = getattr(result, "txts", None) or (None,) * len(boxes)
    scores = getattr(result, "scores", None) or (0.0,) * len(boxes)
    for corners, text, score in zip(np.asarray(boxes), texts, scores, strict=True):
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        yield (
            (float(x0), float(y0), float(x1), float(y1)),
            text if score is not None and score >= _SURE else None,
        )


def _placed(
    box: tuple[float, float, float, float], scale: int, top: int, left: int, shape: tuple[int, ...]
) -> Box:
    """A box of a tile of a look as a box of the picture, with its margin."""
    x0, y0, x1, y1 = box
    return Box(
        max(0, int((x0 + left) / scale) - _MARGIN),
        max(0, int((y0 + top) / scale) - _MARGIN),
        min(shape[1], int(np.ceil((x1 + left) / scale)) + _MARGIN + 1),
        min(shape[0], int(np.ceil((y1 + top) / scale)) + _MARGIN + 1),
    )


@lru_cache(maxsize=1)
def _detector() -> Any:
    """The detector of this process; one thread, since files go to worker processes."""
    try:
        import onnxruntime  # noqa: F401  (rapidocr tells of its absence too late)
        from rapidocr import RapidOCR
    except ImportError as error:
        raise (missing_extra(error) or error) from None
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.max_side_len": 4000,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "min",
            "Det.limit_side_len": 736,
        }
    )
