"""Split members into parts so that no patient stands in two of them. Pure functions."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from pacslake.errors import UsageError

__all__ = ["allocate", "connected"]


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


def allocate(
    groups: Sequence[Hashable], strata: Sequence[Hashable] | None, fractions: Mapping[str, float], seed: int
) -> list[str]:
    """The part of each member. Members of one group (a patient) always share a part.

    Within a stratum groups stand in the order of a keyed digest, which depends on seed and name alone. Stratum
    after stratum, each group goes to the part that lacks most of its share: so every stratum is spread evenly, the
    parts are right in all, and strata of one or two groups do not all end in the largest part. A group's stratum is
    the commonest one among its members (the smallest on a tie).

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
    owed = dict.fromkeys(fractions, 0.0)
    for stratum in sorted(by_stratum, key=str):
        for group in sorted(
            by_stratum[stratum], key=lambda g: hashlib.sha256(f"{seed}\0{g}".encode()).hexdigest()
        ):
            for part, share in fractions.items():
                owed[part] += share
            # Rounded, so that equal shares are equal: the first named part then goes first.
            part = max(owed, key=lambda p: round(owed[p], 9))
            owed[part] -= 1
            part_of[group] = part
    return [part_of[group] for group in groups]
