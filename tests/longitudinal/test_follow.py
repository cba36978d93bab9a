"""Matches of consecutive visits become lesions with a history."""

from __future__ import annotations

import numpy as np
from test_matching import ball

from pacslake.longitudinal.tracking import Visit, follow


def visits(*findings, person=0):
    return [Visit(i, person, tuple(f), f"v{i}" if f else None) for i, f in enumerate(findings)]


def registered(current, prior):
    return np.eye(4), f"x{prior.timepoint_index}{current.timepoint_index}"


def histories(tracks):
    return {t.name: [(o.timepoint_index, o.state) for o in t.observations] for t in tracks}


def lesion_id(finding):
    return f"l-{finding.finding_id}"


def test_a_lesion_grows_another_goes_a_third_comes():
    a = [ball((20, 20, 20), r, name=f"a{i}") for i, r in enumerate((4, 6, 6))]
    b = [ball((40, 40, 20), 5, name="b0"), ball((40, 40, 20), 5, name="b1")]
    new = ball((45, 15, 20), 4, name="c")
    tracks = follow(visits([a[0], b[0]], [a[1], b[1]], [a[2], new]), registered, lesion_id)
    assert histories(tracks) == {
        "a0": [(0, None), (1, "growing"), (2, "stable")],
        "b0": [(0, None), (1, "stable"), (2, "gone")],
        "c": [(2, "new")],
    }


def test_a_visit_without_outlines_says_nothing():
    a = [ball((20, 20, 20), 5, name=f"a{i}") for i in range(2)]
    assert histories(follow(visits([a[0]], [], [a[1]]), registered, lesion_id)) == {
        "a0": [(0, None), (2, "stable")]
    }


def test_a_tracked_lesion_that_comes_back_is_the_same_lesion():
    a = [ball((20, 20, 20), 5, name=f"a{i}", uid="1.2") for i in range(2)]
    b = [ball((40, 40, 20), 5, name=f"b{i}", uid="1.3") for i in range(3)]
    tracks = follow(visits([a[0], b[0]], [b[1]], [a[1], b[2]]), registered, lesion_id)
    assert histories(tracks)["a0"] == [(0, None), (1, "gone"), (2, "new")]


def test_merged_lesions_name_each_other():
    a, b = ball((20, 20, 20), 5, name="a"), ball((30, 20, 20), 5, name="b")
    tracks = follow(visits([a, b], [ball((24, 20, 20), 11, name="both")]), registered, lesion_id)
    related = {t.name: (t.observations[-1].state, t.observations[-1].related) for t in tracks}
    assert related == {"a": ("merged", ("l-b",)), "b": ("merged", ("l-a",))}


def test_people_are_never_linked():
    a, b = ball((20, 20, 20), 5, name="a"), ball((20, 20, 20), 5, name="b")
    two = [Visit(0, 0, (a,), "v0"), Visit(1, 1, (b,), "v1")]
    assert histories(follow(two, registered, lesion_id)) == {"a": [(0, None)], "b": [(1, None)]}


def test_findings_that_share_a_tracking_uid_are_lesions_of_their_own():
    a, b = ball((20, 20, 20), 5, name="a", uid="1.2"), ball((40, 40, 20), 5, name="b", uid="1.2")

    def by_uid(finding):
        return f"l-{finding.tracking_uid or finding.finding_id}"

    for people in ((0, 0), (0, 1)):
        seen = [
            Visit(i, person, (f,), f"v{i}") for i, (f, person) in enumerate(zip((a, b), people, strict=True))
        ]
        apart = {(a.finding_id, b.finding_id): False}
        tracks = follow(seen, registered, by_uid, decisions=apart)
        assert [(t.lesion_id, t.tracking_uid) for t in tracks] == [
            ("l-1.2", "1.2"),
            (f"l-{b.finding_id}", None),
        ]
