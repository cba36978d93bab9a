"""Where faces lie in pictures: a file for each beside the project's key, outside every lake.

A mark names pixels by a keyed hash of their bytes, as decisions of people do (`pacslake.deid.reviews`), so it holds for these very
pixels, in every later batch too. Marks show the shape of a face: they belong where the key is.

    project.key.faces/3f/3f9c...   one line of JSON, then the voxels that go as bits, packed and deflated
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pacslake.errors import LakeError
from pacslake.layout import atomic

__all__ = ["Mark", "fill_of", "marks_folder", "read_mark", "write_mark"]


@dataclass(frozen=True)
class Mark:
    """What goes of a picture: `mask` is (frame, row, column); brightness of what comes there, in stored values."""

    mask: np.ndarray
    median: float = 0.0
    spread: float = 0.0


def marks_folder(key_file: str | os.PathLike[str]) -> Path:
    """Where the marks of a project lie: beside its key."""
    path = Path(key_file)
    return path.with_name(path.name + ".faces")


def write_mark(folder: Path, pixels: str, mark: Mark) -> None:
    """Keep a mark for good. Raises LakeError: the folder cannot be written."""
    head = {"shape": mark.mask.shape, "median": mark.median, "spread": mark.spread}
    body = zlib.compress(np.packbits(mark.mask).tobytes(), 6) if mark.mask.any() else b""
    path = folder / pixels[:2] / pixels
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        atomic.replace(path, json.dumps(head).encode() + b"\n" + body)
    except OSError as error:
        raise LakeError(
            f"{folder} cannot be written ({error.strerror}); it lies beside the project's key"
        ) from None


def read_mark(folder: Path, pixels: str) -> Mark | None:
    """The mark of these pixels; None where nobody looked. Raises LakeError: it is damaged."""
    try:
        head, _, body = (folder / pixels[:2] / pixels).read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    try:
        said = json.loads(head)
        shape = tuple(int(n) for n in said["shape"])
        n = int(np.prod(shape))
        bits = np.frombuffer(zlib.decompress(body), np.uint8) if body else np.zeros(-(-n // 8), np.uint8)
        mask = np.unpackbits(bits, count=n).reshape(shape).astype(bool)
        return Mark(mask, float(said["median"]), float(said["spread"]))
    except (ValueError, KeyError, TypeError, zlib.error):
        raise LakeError(
            f"{folder / pixels[:2] / pixels} is damaged; remove it, and look for faces again"
        ) from None


def fill_of(mark: Mark, pixels: str, spec: Any) -> np.ndarray:
    """Noise like the tissue's, in stored values of the picture: the same for the same pixels."""
    from scipy.ndimage import gaussian_filter

    dice = np.random.default_rng(int(pixels, 16))
    noise = np.stack([gaussian_filter(dice.standard_normal(mark.mask.shape[1:]), 1.0) for _ in mark.mask])
    noise /= max(float(noise.std()), 1e-9)
    signed = bool(spec.pixel_representation)
    low, high = (
        (-(1 << spec.bits_stored - 1), (1 << spec.bits_stored - 1) - 1)
        if signed
        else (0, (1 << spec.bits_stored) - 1)
    )
    values = np.clip(np.rint(mark.median + mark.spread * np.clip(noise, -1.5, 1.5)), low, high)
    return np.asarray(values, np.dtype(spec.dtype))
