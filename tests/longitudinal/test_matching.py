"""Lesions are matched after registration and classed by their volume in mm3."""

from __future__ import annotations

import numpy as np
import pytest

from pacslake.longitudinal.findings import axial_diameters, doubling_days, measure, peak_value, reported
from pacslake.longitudinal.matching import match, state_of

GRID = (40, 60, 60)


def ball(centre, radius, *, name="", uid=None, spacing=(1.0, 1.0, 1.0), shape=GRID, origin=(0, 0, 0)):
    """A ball at `centre` (x, y, z in mm) as a finding on a grid of `spacing` (slice, row, column)."""
    affine = np.diag([spacing[2], spacing[1], spacing[0], 1.0])
    affine[:3, 3] = origin
    z, y, x = np.ogrid[: shape[0], : shape[1], : shape[2]]
    away = [n * s + o - c for n, s, o, c in zip((x, y, z), spacing[::-1], origin, centre, strict=True)]
    mask = sum(a**2 for a in away) <= radius**2
    return measure(mask, affine, finding_id=name, name=name, tracking_uid=uid)


def states(changes):
    return {(c.prior or c.current).name: c.state for c in changes}


def test_volume_is_in_millilitres_of_the_own_grid():
    # A box of 10 x 10 x 10 mm and one of 4 x 4 x 2 voxels of 2 x 2 x 5 mm: 1000 and 640 mm3, minus 36 per cent.
    fine = measure(np.ones((10, 10, 10)), np.eye(4), finding_id="a")
    coarse = measure(np.ones((2, 4, 4)), np.diag([2.0, 2.0, 5.0, 1.0]), finding_id="b")
    assert (fine.volume_ml, coarse.volume_ml) == pytest.approx((1.0, 0.64))
    assert state_of(fine, coarse) == "shrinking"


def test_an_empty_mask_is_no_finding():
    assert measure(np.zeros((3, 3, 3)), np.eye(4), finding_id="a") is None


@pytest.mark.parametrize(("half", "expected"), [((12, 6), (24, 12)), ((6, 12), (24, 12)), ((9, 9), (18, 18))])
def test_diameters_of_an_ellipse(half, expected):
    y, x = np.indices((40, 40)) - 20
    mask = ((x / half[0]) ** 2 + (y / half[1]) ** 2 <= 1)[None]
    assert axial_diameters(mask, np.eye(4)) == pytest.approx(expected, abs=1.2)


def test_diameters_use_unequal_pixel_spacing():
    y, x = np.indices((40, 80)) - np.array([20, 40])[:, None, None]
    disc = (((x * 0.5) ** 2 + (y * 1.5) ** 2) <= 10**2)[None]  # a disc of 20 mm on pixels of 1.5 x 0.5 mm
    assert axial_diameters(disc, np.diag([0.5, 1.5, 1.0, 1.0])) == pytest.approx((20, 20), abs=1.2)


def test_one_voxel_has_the_size_of_a_voxel():
    assert axial_diameters(np.ones((1, 1, 1)), np.diag([0.8, 0.8, 2.0, 1.0])) == pytest.approx((0.8, 0.8))


def test_a_shifted_patient_is_matched_through_the_registration():
    shift = np.eye(4)
    shift[:3, 3] = (-100, 0, 0)  # later to earlier
    prior = [ball((20, 20, 20), 5, name="a"), ball((40, 40, 20), 5, name="b")]
    current = [
        ball((120, 20, 20), 7, name="a2", origin=(100, 0, 0)),
        ball((140, 40, 20), 5, name="b2", origin=(100, 0, 0)),
    ]
    found = {c.prior.name: (c.current.name, c.state) for c in match(prior, current, shift)}
    assert found == {"a": ("a2", "growing"), "b": ("b2", "stable")}


def test_new_and_gone():
    changes = match([ball((10, 10, 10), 4, name="gone")], [ball((45, 45, 30), 4, name="new")], np.eye(4))
    assert states(changes) == {"gone": "gone", "new": "new"}


def test_assignment_is_optimal_and_not_greedy():
    # The nearest pair (b, x) would leave a without a partner within reach.
    prior = [ball((10, 20, 20), 4, name="a"), ball((20, 20, 20), 4, name="b")]
    current = [ball((16, 20, 20), 4, name="x"), ball((26, 20, 20), 4, name="y")]
    assert {c.prior.name: c.current.name for c in match(prior, current, np.eye(4))} == {"a": "x", "b": "y"}


def test_two_that_became_one_have_merged():
    prior = [ball((20, 20, 20), 5, name="a"), ball((30, 20, 20), 5, name="b")]
    changes = match(prior, [ball((24, 20, 20), 11, name="both")], np.eye(4))
    assert states(changes) == {"a": "merged", "b": "merged"}
    assert sum(c.current is not None for c in changes) == 1
    assert all(c.related for c in changes)


def test_one_that_became_two_has_split():
    current = [ball((20, 20, 20), 6, name="x"), ball((31, 20, 20), 4, name="y")]
    changes = match([ball((24, 20, 20), 12, name="a")], current, np.eye(4))
    assert states(changes) == {"a": "split", "y": "split"}


def test_tracking_uid_settles_a_match_against_distance():
    prior = [ball((10, 10, 10), 4, name="a", uid="1.2"), ball((40, 40, 20), 4, name="b", uid="1.3")]
    current = [ball((40, 40, 20), 4, name="x", uid="1.2"), ball((10, 10, 10), 4, name="y", uid="1.3")]
    links = {c.prior.name: (c.current.name, c.link.matched_by) for c in match(prior, current, np.eye(4))}
    assert links == {"a": ("x", "TrackingUID"), "b": ("y", "TrackingUID")}


def test_without_registration_nothing_is_called_new_or_gone():
    changes = match([ball((10, 10, 10), 4, name="a")], [ball((10, 10, 10), 4, name="b")], None)
    assert states(changes) == {"a": None, "b": None}


@pytest.mark.parametrize("shift", [(0, 0, 0), (1.3, 0.4, 2.1), (0.7, 2.2, 1.1), (2.0, 1.5, 0.6)])
def test_a_change_within_what_the_grid_cannot_tell_is_stable(shift):
    centre = np.array((20, 20, 20)) + shift
    coarse = ball(centre, 7, name="a", spacing=(5, 4, 4), shape=(8, 15, 15))
    fine = ball(centre, 7, name="b")
    assert state_of(coarse, fine) == state_of(fine, coarse) == "stable"


def test_forty_small_lesions_are_found_again():
    rng = np.random.default_rng(3)
    places = []
    while len(places) < 40:
        p = rng.uniform((8, 8, 8), (112, 112, 72))
        if all(np.linalg.norm(p - q) > 12 for q in places):
            places.append(p)
    shape = (80, 120, 120)
    prior = [ball(p, rng.uniform(2, 4), name=f"p{i}", shape=shape) for i, p in enumerate(places)]
    moved = [p + rng.normal(0, 1.0, 3) for p in places]  # what registration leaves
    current = [ball(p, rng.uniform(2, 4), name=f"c{i}", shape=shape) for i, p in enumerate(moved)]
    right = sum(c.prior is not None and c.current is not None and c.prior.name[1:] == c.current.name[1:]
                for c in match(prior, current, np.eye(4)))  # fmt: skip
    assert 2 * right / 80 >= 0.95


def test_a_person_goes_before_tracking_uid_and_place():
    prior = [ball((10, 10, 10), 4, name="a", uid="1.2"), ball((40, 40, 20), 4, name="b")]
    current = [ball((10, 10, 10), 4, name="x", uid="1.2"), ball((40, 40, 20), 4, name="y")]
    said = {("a", "y"): True, ("b", "x"): True}
    found = {
        c.prior.name: (c.current.name, c.link.matched_by)
        for c in match(prior, current, np.eye(4), decisions=said)
    }
    assert found == {"a": ("y", "person"), "b": ("x", "person")}


def test_a_match_that_was_denied_is_not_made_again():
    prior, current = (
        [ball((20, 20, 20), 5, name="a", uid="1.2")],
        [ball((20, 20, 20), 5, name="x", uid="1.2")],
    )
    assert states(match(prior, current, np.eye(4), decisions={("a", "x"): False})) == {
        "a": "gone",
        "x": "new",
    }
    # To have no partner is a word that also holds without a registration.
    assert states(match(prior, current, None, decisions={("a", None): True})) == {"a": "gone", "x": "new"}


def test_the_next_best_partner_is_told():
    prior = [ball((20, 20, 20), 4, name="a")]
    current = [ball((21, 20, 20), 4, name="x"), ball((27, 20, 20), 4, name="y")]
    linked = next(c for c in match(prior, current, np.eye(4)) if c.link)
    assert linked.current.name == "x"
    assert linked.alternative[0].name == "y"
    assert 0 < linked.alternative[1] < linked.link.score


def test_a_reported_lesion_has_no_place_and_is_matched_by_tracking_uid_alone():
    def report(name, uid, volume):
        return reported(
            finding_id=name, name=name, tracking_uid=uid, volume_id="", volume_ml=volume, longest_diameter_mm=12.0,
            short_axis_mm=8.0,
        )  # fmt: skip

    prior, current = (
        [report("a", "1.2", 1.0), report("b", "1.3", None)],
        [report("x", "1.2", 2.0), report("y", "1.4", 1.0)],
    )
    assert states(match(prior, current, np.eye(4))) == {"a": "growing", "b": "gone", "y": "new"}
    assert states(match(prior, current, np.eye(4), use_tracking_uid=False)) == dict.fromkeys("abxy")


@pytest.mark.parametrize(
    ("after", "days", "expected"), [(2.0, 100, 100), (8.0, 300, 100), (0.25, 100, -50), (1.0, 100, None), (0.0, 100, None), (2.0, 0, None)]
)  # fmt: skip
def test_doubling_time(after, days, expected):
    assert doubling_days(1.0, after, days)[0] == (None if expected is None else pytest.approx(expected))


def test_the_interval_of_a_doubling_time_holds_it_and_is_open_where_no_change_is_possible():
    time, low, high = doubling_days(1.0, 4.0, 100, (0.05, 0.2))
    assert low < time < high
    # relative errors of 5 % each: log2(4) +- 1.96 * 0.0707 / ln 2 = 2 +- 0.2
    assert (low, high) == pytest.approx((100 / 2.2, 100 / 1.8), rel=0.001)
    assert doubling_days(1.0, 1.1, 100, (0.2, 0.2))[1:] == (None, None)


def test_the_peak_is_the_mean_of_a_ball_of_1_ml():
    # On voxels of 2 mm: a hot point of 1000 in 0 gives 1000 over the number of voxel centres within 6.2 mm.
    values = np.zeros((21, 21, 21))
    values[10, 10, 10] = 1000
    z, y, x = np.indices(values.shape) * 2.0 - 20
    inside = (x**2 + y**2 + z**2 <= 6.2035**2).sum()
    assert peak_value(values, values > 0, np.diag([2.0, 2, 2, 1])) == pytest.approx(1000 / inside)
    # At the border of the image the ball is cut, and an even field keeps its value.
    even = np.full((5, 5, 5), 3.0)
    assert peak_value(even, even > 0, np.diag([2.0, 2, 2, 1])) == pytest.approx(3)


@pytest.mark.parametrize("seed", range(8))
def test_volumes_over_1_ml_are_within_5_per_cent_on_grids_of_chest_ct(seed):
    rng = np.random.default_rng(seed)
    radius, spacing = rng.uniform(6.3, 14), (rng.uniform(1, 2.5), *[rng.uniform(0.7, 1.5)] * 2)
    centre = rng.uniform(24, 28, 3)
    found = ball(centre, radius, spacing=spacing, shape=tuple(int(56 / s) for s in spacing))
    true = 4 / 3 * np.pi * radius**3 / 1000
    assert found.volume_ml == pytest.approx(true, rel=0.05)
    assert abs(found.volume_ml - true) < 4 * found.volume_uncertainty_ml
