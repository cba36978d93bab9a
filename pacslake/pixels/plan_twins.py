"""The same frames twice in one series: as single images and as a multi-frame object (row 16).

Scanners and archives export both. The set with more frames is used; where both are complete, the single
images, which carry their whole header each. What is left out is told in an issue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pacslake.pixels.plan_frame import Frame
from pacslake.pixels.plan_kinds import family_of, has_own_position

__all__ = ["without_twins"]


def _place(f: Frame) -> tuple[object, ...]:
    """What twins agree in: matrix and position, rounded as texts of either kind may round."""
    position = f.position or ()
    return (f.rows, f.columns, *(round(x, 2) + 0.0 for x in position))


def without_twins(frames: Sequence[Frame]) -> tuple[list[Frame], list[Frame]]:
    """(frames to plan with, frames left out because others show the same)."""
    if not any(f.is_multiframe for f in frames) or all(f.is_multiframe for f in frames):
        return list(frames), []
    planar = [f for f in frames if family_of(f) == "slice" and has_own_position(f)]
    single = [f for f in planar if not f.is_multiframe]
    multi = [f for f in planar if f.is_multiframe]
    if not single or not multi:
        return list(frames), []
    a, b = Counter(map(_place, single)), Counter(map(_place, multi))
    multi_covered = all(n <= a.get(place, 0) for place, n in b.items())
    single_covered = all(n <= b.get(place, 0) for place, n in a.items())
    if multi_covered and _same_bytes(multi, single):
        out = multi
    elif single_covered and _same_bytes(single, multi):
        out = single
    else:
        return list(frames), []
    left = {id(f) for f in out}
    return [f for f in frames if id(f) not in left], out


def _same_bytes(fewer: Sequence[Frame], more: Sequence[Frame]) -> bool:
    """Equal frames where bytes can be compared; positions alone where the encodings differ."""
    if {f.transfer_syntax_uid for f in fewer} != {f.transfer_syntax_uid for f in more}:
        return True
    a, b = Counter(f.digest for f in fewer), Counter(f.digest for f in more)
    if None in a or None in b:
        return True
    return all(n <= b.get(digest, 0) for digest, n in a.items())
