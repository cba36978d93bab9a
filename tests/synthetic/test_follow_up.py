"""Follow-ups in memory: what is painted is what the truth says."""

from __future__ import annotations

import numpy as np
import pytest

from pacslake.longitudinal.findings import measure
from pacslake.longitudinal.matching import match
from pacslake.synthetic.followup import follow_up


@pytest.fixture(scope="module")
def made():
    return follow_up(5)


def test_the_same_seed_gives_the_same_arrays(made):
    again = follow_up(5)
    assert np.array_equal(made.current.values, again.current.values)


def test_the_motion_takes_each_lesion_to_its_earlier_place(made):
    for name, state in made.states.items():
        if state in ("new", "gone"):
            continue
        prior, current = (
            measure(s.masks[name], s.affine, finding_id=name).centroid_lps for s in (made.prior, made.current)
        )
        assert (made.current_to_prior @ [*current, 1])[:3] == pytest.approx(prior, abs=2)


@pytest.mark.parametrize(
    ("options", "limit"),
    [(None, 0.95), ({"n_lesions": 40, "radius_mm": (2.8, 4.5)}, 0.9)],
    ids=["12", "40 small"],
)
def test_lesions_are_matched_by_place_and_their_states_are_the_true_ones(made, options, limit):
    """With what a registration may leave: half a voxel."""
    made = made if options is None else follow_up(1, **options)
    prior, current = (
        [measure(m, s.affine, finding_id=f"{n}{k}", name=n) for n, m in s.masks.items() if m.any()]
        for k, s in enumerate((made.prior, made.current))
    )
    matrix = made.current_to_prior.copy()
    matrix[:3, 3] += (0.9, -0.7, 0.8)
    links = [c for c in match(prior, current, matrix, use_tracking_uid=False) if c.link is not None]
    right = [c for c in links if c.prior.name == c.current.name]
    there = {f.name for f in prior} & {f.name for f in current}
    assert 2 * len(right) / (len(links) + len(there)) >= limit
    # Of a lesion of a few voxels a state may be out of what the grid can tell; of larger ones it is exact.
    assert all(c.state == made.states[c.prior.name] for c in right if made.prior.volumes_ml[c.prior.name] > 1)
