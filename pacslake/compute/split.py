"""Split members into parts so that no patient stands in two of them. Pure functions."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from pacslake.errors import UsageError

__all__ = ["allocate", "connected", "counts"]


def connected(
    pairs: Iterable[tuple[Hashable, Hashable]], names: Iterable[Hashable]
) -> dict[Hashable, Hashable]:
    """The representative (the smallest name) of each name's group, where a pair joins two groups.

    >>> connected([("a", "b")], ["a", "b", "c"]) == {"a": "a", "b": "a", "c": "c"}
    True
    """
    parent = {name: name for name in names}

    def root(name: Hashable) -> Hashable:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for a, b in pairs:
        low, high = sorted((root(a), root(b)), key=str)
        parent[high] = low
    return {name: root(name) for name in parent}


def counts(n: int, fractions: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers that add up to n, as near to the fractions as can be (largest remainder).

    >>> counts(10, {"train": 0.7, "validation": 0.15, "test": 0.15})
    {'train': 7, 'validation': 2, 'test': 1}
    """
    exact = {part: n * f for part, f in fractions.items()}
    whole = {part: int(e + 1e-9) for part, e in exact.items()}
    order = {part: place for place, part in enumerate(fractions)}
    for part in sorted(exact, key=lambda p: (-(exact[p] - whole[p]), order[p]))[: n - sum(whole.values())]:
        whole[part] += 1
    return whole


def allocate(
    groups: Sequence[Hashable], strata: Sequence[Hashable] | None, fractions: Mapping[str, float], seed: int
) -> list[str]:
    """The part of each member. Members of one group (a patient) always share a part.

    The order of groups is that of a keyed digest: it depends on seed and name alone, not on the order or
    number of members. A group's stratum is the commonest one among its members (the smallest on a tie).

    Raises:
        UsageError: fractions that are not positive or do not add up to 1.
    """
    if not fractions or min(fractions.values()) <= 0 or abs(sum(fractions.values()) - 1) > 1e-6:
        raise UsageError(f"fractions {dict(fractions)} must be above 0 and add up to 1")
    votes: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for place, group in enumerate(groups):
        votes[group][strata[place] if strata is not None else ""] += 1
    by_stratum: dict[Hashable, list[Hashable]] = defaultdict(list)
    for group, vote in votes.items():
        by_stratum[min(vote, key=lambda s: (-vote[s], str(s)))].append(group)
    part_of: dict[Hashable, str] = {}
    for stratum in sorted(by_stratum, key=str):
        ordered = sorted(
            by_stratum[stratum], key=lambda g: hashlib.sha256(f"{seed}\0{g}".encode()).hexdigest()
        )
        start = 0
        for part, n in counts(len(ordered), fractions).items():
            part_of.update(dict.fromkeys(ordered[start : start + n], part))
            start += n
    return [part_of[group] for group in groups]
