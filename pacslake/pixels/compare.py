"""Digests of decoded pixels, for frames of which the planner cannot tell by their bytes whether they are copies."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from pacslake.errors import PacslakeError
from pacslake.pixels.inplace import FrameCache, read_frame
from pacslake.pixels.plan_frame import Frame
from pacslake.pixels.rows import instance_frame_rows, instance_rows, source_of, uri_of

__all__ = ["pixel_digests"]


def pixel_digests(lake: Any, frames: Sequence[Frame]) -> dict[tuple[str, int], str]:
    """sha256 over shape, type and stored values, by (instance_version_id, frame_index).

    Args:
        lake: a lake or a catalogue of it, whose originals are read.
        frames: to decode.

    Returns:
        One digest for each frame that could be decoded. An original that is gone or damaged has none, and
        the frame is then judged by its bytes.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for f in frames:
        wanted[f.instance_version_id].add(f.frame_index)
    out: dict[tuple[str, int], str] = {}
    once = FrameCache(0)  # every frame is wanted once
    for key, row in instance_rows(lake, wanted).items():
        for frame in instance_frame_rows(lake, row, uri_of(lake, row)):
            if frame.frame_index not in wanted[key]:
                continue
            try:
                pixels = read_frame(source_of(frame), cache=once)
            except PacslakeError:
                continue
            digest = hashlib.sha256(f"{pixels.shape} {pixels.dtype.str}".encode())
            digest.update(np.ascontiguousarray(pixels).data)
            out[key, frame.frame_index] = digest.hexdigest()
    return out
