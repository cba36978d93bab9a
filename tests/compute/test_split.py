"""Splits are even, repeatable, and never part what belongs together."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacslake.compute.split import allocate, connected
from pacslake.errors import UsageError

PARTS = {"train": 0.6, "validation": 0.2, "test": 0.2}


@given(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=60), st.integers(0, 5))
def test_a_group_is_never_parted(groups, seed):
    parts = allocate(groups, None, PARTS, seed)
    assert all(len({p for g, p in zip(groups, parts, strict=True) if g == name}) == 1 for name in set(groups))


@given(st.permutations(list("abcdefghij")), st.integers(0, 5))
def test_the_order_of_members_does_not_matter(groups, seed):
    assert dict(zip(groups, allocate(groups, None, PARTS, seed), strict=True)) == dict(
        zip("abcdefghij", allocate(list("abcdefghij"), None, PARTS, seed), strict=True)
    )


def test_strata_are_spread_evenly():
    groups, strata = [f"p{i}" for i in range(100)], ["rare"] * 20 + ["common"] * 80
    parts = allocate(groups, strata, PARTS, 0)
    assert Counter(zip(strata, parts, strict=True)) == {
        ("rare", "train"): 12, ("rare", "validation"): 4, ("rare", "test"): 4,
        ("common", "train"): 48, ("common", "validation"): 16, ("common", "test"): 16,
    }  # fmt: skip


def test_another_seed_gives_another_split():
    groups = [f"p{i}" for i in range(50)]
    assert allocate(groups, None, PARTS, 0) != allocate(groups, None, PARTS, 1)


@given(st.integers(1, 200), st.integers(0, 3), st.integers(1, 40))
def test_parts_have_their_share_however_many_strata_there_are(n, seed, n_strata):
    groups = [f"p{i}" for i in range(n)]
    strata = [f"s{i % n_strata}" for i in range(n)]
    found = Counter(allocate(groups, strata, PARTS, seed))
    assert all(abs(found[part] - n * share) <= 1 for part, share in PARTS.items())


def test_strata_of_one_patient_do_not_all_go_to_training():
    groups = [f"p{i}" for i in range(20)]
    assert Counter(allocate(groups, groups, PARTS, 0)) == {"train": 12, "validation": 4, "test": 4}


@pytest.mark.parametrize("fractions", [{}, {"a": 0.5}, {"a": 1.5, "b": -0.5}])
def test_fractions_must_add_up(fractions):
    with pytest.raises(UsageError, match="add up to 1"):
        allocate(["a"], None, fractions, 0)


def test_linked_names_are_one_group():
    together = connected([("a", "b"), ("b", "c")], "abcd")
    assert together["a"] == together["b"] == together["c"] != together["d"]
