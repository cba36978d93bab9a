"""What people decided on pixels: a file of one JSON object a line beside the project's key, outside every lake.

A decision names pixels by a keyed hash of their bytes, so it holds for these very pixels and tells nothing of them. The
file only grows; of several decisions on the same pixels the last one counts.

    {"pixels": "3f...", "decision": "blank", "boxes": [[0, 0, 640, 48]], "by": "anna", "at": "2026-11-27T10:12:00+00:00"}
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pacslake.deid.keys import ProjectKey
from pacslake.errors import LakeError, UsageError

__all__ = ["DECISIONS", "Review", "add_review", "load_reviews", "pixels_id", "reviews_file"]

DECISIONS = ("clean", "blank", "refuse")
"""The picture names nobody; it does not once these rectangles are blanked; it must not leave."""


@dataclass(frozen=True)
class Review:
    """A person's word on pixels. `boxes`: (x0, y0, x1, y1) in pixels from 0, the last ones not in it; in every frame."""

    decision: str
    boxes: tuple[tuple[int, int, int, int], ...] = ()
    by: str = ""
    at: str = ""


def reviews_file(key_file: str | os.PathLike[str]) -> Path:
    """Where the decisions of a project lie: beside its key."""
    path = Path(key_file)
    return path.with_name(path.name + ".reviews.jsonl")


def pixels_id(value: Any, key: ProjectKey) -> str:
    """The name of the bytes of a pixel data element (7FE0,0010) in decisions."""
    import hashlib

    return key.digest("pixels", hashlib.sha256(value).hexdigest())[:16].hex()


def load_reviews(path: str | os.PathLike[str]) -> Mapping[str, Review]:
    """Decisions by `pixels_id`; none where there is no file.

    Raises LakeError: a line is no decision. A last line that was cut off in writing is none and is left out.
    """
    try:
        text = Path(path).read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise LakeError(f"{path} cannot be read: {type(error).__name__}") from None
    out: dict[str, Review] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            out[str(row["pixels"])] = _checked(
                row["decision"], row.get("boxes", ()), row.get("by", ""), row["at"]
            )
        except (ValueError, KeyError, TypeError, UsageError):
            if number == len(lines):
                continue
            raise LakeError(
                f"{path}, line {number} is no decision; take the line out, or bring the file back from a copy"
            ) from None
    return out


def add_review(
    path: str | os.PathLike[str],
    pixels: str,
    decision: str,
    *,
    boxes: Iterable[Iterable[int]] = (),
    by: str = "",
) -> Review:
    """Write a decision down, for good before this returns.

    Raises UsageError: no such decision, a rectangle that is none, or `blank` without one.
    """
    review = _checked(decision, boxes, by, datetime.now(UTC).isoformat(timespec="seconds"))
    row = {
        "pixels": pixels,
        "decision": review.decision,
        "boxes": review.boxes,
        "by": review.by,
        "at": review.at,
    }
    target = Path(path)
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        # A line that a crash cut off stays a line of its own, so that it spoils no other.
        lead = b"\n" if size and os.pread(handle, 1, size - 1) != b"\n" else b""
        os.write(handle, lead + json.dumps(row).encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    return review


def _checked(decision: str, boxes: Iterable[Iterable[int]], by: str, at: str) -> Review:
    if decision not in DECISIONS:
        raise UsageError(f"a decision is one of {', '.join(DECISIONS)}, not {decision!r}")
    found = []
    for box in boxes:
        x0, y0, x1, y1 = (int(v) for v in box)
        if not (0 <= x0 < x1 and 0 <= y0 < y1):
            raise UsageError(f"({x0}, {y0}, {x1}, {y1}) is no rectangle: x0 < x1 and y0 < y1, from 0")
        found.append((x0, y0, x1, y1))
    if (decision == "blank") != bool(found):
        raise UsageError("`blank` needs at least one rectangle, and the other decisions take none")
    return Review(decision, tuple(found), str(by), str(at))
