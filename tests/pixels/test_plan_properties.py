"""Properties of the planner for any input: order, numbers and names of files do not matter; places are exact."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacslake.dicom.geometry import apply
from pacslake.pixels.plan import Frame, plan_series

CT, MR = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4"
angles = st.floats(-math.pi, math.pi)


def frame(i: int, position, cosines=(1.0, 0, 0, 0, 1.0, 0), **more) -> Frame:
    facts = {
        "series_instance_uid": "1.2.3",
        "instance_version_id": f"{i:064x}",
        "frame_index": 0,
        "sop_class_uid": MR,
        "modality": "MR",
        "rows": 24,
        "columns": 32,
        "position": tuple(float(x) for x in position),
        "orientation": tuple(float(x) for x in cosines),
        "pixel_spacing": (0.7, 0.9),
        "photometric": "MONOCHROME2",
        "instance_number": i,
    }
    return Frame(**{**facts, **more})


@st.composite
def rotations(draw) -> np.ndarray:
    a, b, c = draw(angles), draw(angles), draw(angles)
    x = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    y = np.array([[math.cos(b), 0, math.sin(b)], [0, 1, 0], [-math.sin(b), 0, math.cos(b)]])
    z = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    return x @ y @ z


@st.composite
def stacks(draw, shear: bool = False):
    """(frames, unit vectors, true positions, spacing): a stack anywhere, in any order, numbered anyhow."""
    turn = draw(rotations())
    row, column, normal = turn.T
    n = draw(st.integers(3, 12))
    spacing = draw(st.floats(0.3, 12))
    origin = np.array([draw(st.floats(-500, 500)) for _ in range(3)])
    lean = draw(st.floats(-0.4, 0.4)) if shear else 0.0
    positions = [np.round(origin + k * spacing * (normal + lean * column), 6) for k in range(n)]
    numbers = draw(st.permutations(range(n)))
    order = draw(st.permutations(range(n)))
    frames = [frame(numbers[k], positions[k], np.round([*row, *column], 7)) for k in order]
    return frames, (row, column, normal), positions, spacing


@settings(max_examples=60, deadline=None)
@given(stacks())
def test_index_to_lps_is_exact(made) -> None:
    frames, (row, column, _), positions, spacing = made
    (v,) = plan_series(frames).volumes
    assert v.verdict == "regular"
    assert v.spacing_mm[0] == pytest.approx(spacing, rel=1e-4, abs=1e-5)
    for k, position in enumerate(positions):
        at = apply(v.affine_lps, 0, 0, k)
        np.testing.assert_allclose(at, position, atol=1e-3)
        far = position + row * 0.9 * 31 + column * 0.7 * 23
        np.testing.assert_allclose(apply(v.affine_lps, 31, 23, k), far, atol=1e-3)
        assert v.frames[k].position_error_mm < 1e-3
    d = np.reshape(v.direction_lps, (3, 3))
    np.testing.assert_allclose(np.cross(d[0], d[1]), d[2], atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(stacks(shear=True))
def test_sheared_stack_is_exact_too(made) -> None:
    frames, _, positions, _ = made
    (v,) = plan_series(frames).volumes
    assert v.verdict in ("sheared", "regular")
    for k, position in enumerate(positions):
        np.testing.assert_allclose(apply(v.affine_lps, 0, 0, k), position, atol=1e-3)


@settings(max_examples=40, deadline=None)
@given(stacks(), st.data())
def test_order_of_frames_does_not_matter(made, data) -> None:
    frames, *_ = made
    shuffled = data.draw(st.permutations(frames))
    a, b = plan_series(frames), plan_series(shuffled)
    assert a == b


@settings(max_examples=60, deadline=None)
@given(st.integers(6, 30), st.floats(0.5, 10), st.data())
def test_gaps_stay_gaps(n: int, step: float, data) -> None:
    """Each slice keeps its own position; what lacks is listed or, where too much lacks, said to be uneven."""
    gone = data.draw(st.sets(st.integers(1, n - 2), min_size=1, max_size=n // 2))
    there = [k for k in range(n) if k not in gone]
    (v,) = plan_series([frame(k, (0, 0, round(k * step, 6))) for k in there]).volumes
    np.testing.assert_allclose([r.slice_position_mm for r in v.frames], [k * step for k in there], atol=1e-5)
    assert v.shape[0] == len(there)
    steps = np.diff(there)
    if len(set(steps)) == 1:  # every second slice, say: a regular stack of its own
        assert v.verdict == "regular" and v.spacing_mm[0] == pytest.approx(steps[0] * step)
        return
    assert v.affine_lps is None
    if min(steps) == 1 and len(there) >= 0.75 * n:
        assert v.verdict == "regular_with_gaps"
        assert v.spacing_mm[0] == pytest.approx(step, rel=1e-4)
        np.testing.assert_allclose(v.gap_positions, [k * step for k in sorted(gone)], atol=1e-4)
    else:
        assert v.verdict in ("variable_spacing", "regular_with_gaps")


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 5), st.integers(2, 6), st.booleans(), st.data())
def test_time_points_never_mix(times: int, slices: int, timed: bool, data) -> None:
    """Whatever the numbering, a frame's time is its own."""
    numbers = data.draw(st.permutations(range(times * slices)))
    made = []
    for t in range(times):
        for k in range(slices):
            number = numbers[t * slices + k] if timed else t * slices + k
            more = {"temporal_position": t + 1} if timed else {}
            made.append(
                (t, k, frame(number, (0, 0, 3.0 * k), instance_version_id=f"{t:032x}{k:032x}", **more))
            )
    (v,) = plan_series([f for _, _, f in made]).volumes
    assert v.shape[:2] == (times, slices)
    place = {r.frame.instance_version_id: (r.t, r.k) for r in v.frames}
    assert all(place[f.instance_version_id] == (t, k) for t, k, f in made)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from([None, 1.0, 2.0])), max_size=25)
)
def test_no_frame_is_lost_or_used_twice(cells) -> None:
    """Any heap of frames: each ends in one volume, or in an issue that names it as a copy."""
    frames = [
        frame(i, (0, 0, 2.0 * k), temporal_position=t, echo_time=echo, instance_version_id=f"{i:064x}")
        for i, (k, t, echo) in enumerate(cells)
    ]
    plan = plan_series(frames)
    used = [r.frame.instance_version_id for v in plan.volumes for r in v.frames]
    assert sorted(used) == sorted(f.instance_version_id for f in frames)
    for v in plan.volumes:
        assert int(np.prod(v.shape[:-2])) == len(v.frames)
        s = [r.slice_position_mm for r in v.frames if r.t == 0]
        assert s == sorted(s) and len(set(s)) == len(s)
