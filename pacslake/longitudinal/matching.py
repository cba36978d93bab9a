"""Which lesion of the earlier visit is which of the later one, and what became of it. Pure functions.

A shared TrackingUID settles a match. The others are matched by optimal assignment: each possible pair has a score
from the distance of the centres after registration, the ratio of sizes and the overlap; the sum of scores is
made as large as can be. Then lesions left over are looked at: an earlier one whose place is taken by a lesion
that belongs to another has merged with it, a later one inside the place of an earlier lesion has split off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pacslake.longitudinal.findings import Finding

__all__ = ["GROWTH_LIMIT", "Change", "Link", "match", "state_of"]

State = Literal["stable", "growing", "shrinking", "new", "gone", "merged", "split"]
GROWTH_LIMIT = 0.25
"""Least relative change of volume that counts, the limit in use for lung nodules; it must also exceed what the
grids cannot tell."""

_GATE_MM = 10.0
_MIN_SCORE = 0.05
_TAKEN = 0.3  # share of an earlier lesion that lies in a later one, to have merged with it
_INSIDE = 0.5  # share of a later lesion that lies in an earlier one, to have split off it


@dataclass(frozen=True)
class Link:
    """An earlier and a later lesion that are one. Scores go from 0 to 1."""

    prior: Finding
    current: Finding
    score: float
    distance_mm: float | None
    matched_by: str


@dataclass(frozen=True)
class Change:
    """What became of a lesion. `prior` is None for a new one, `current` for one that is gone or has merged.

    `related` are the findings that it merged with or split from. `state` is None where it cannot be known.
    """

    prior: Finding | None
    current: Finding | None
    state: State | None
    link: Link | None = None
    related: tuple[Finding, ...] = ()


def match(
    prior: Sequence[Finding],
    current: Sequence[Finding],
    current_to_prior: np.ndarray | None,
    *,
    use_tracking_uid: bool = True,
) -> list[Change]:
    """What became of each lesion between two visits.

    Args:
        prior: lesions of the earlier visit.
        current: lesions of the later visit.
        current_to_prior: (4, 4), takes LPS mm of the later visit to the earlier; None where both could not be
            registered. Then TrackingUID alone matches, and what it does not settle has the state None.
        use_tracking_uid: False leaves TrackingUID out of account.
    """
    links = _by_tracking_uid(prior, current, current_to_prior) if use_tracking_uid else []
    rest_prior = _without(prior, [link.prior for link in links])
    rest_current = _without(current, [link.current for link in links])
    if current_to_prior is not None:
        found = _by_place(rest_prior, rest_current, current_to_prior)
        links += found
        rest_prior = _without(rest_prior, [link.prior for link in found])
        rest_current = _without(rest_current, [link.current for link in found])
    certain = current_to_prior is not None
    merged = _merged(rest_prior, links, current_to_prior) if current_to_prior is not None else {}
    split = _split(rest_current, links, current_to_prior) if current_to_prior is not None else {}
    changes = []
    for link in links:
        absorbed = tuple(p for p in rest_prior if merged.get(p.finding_id) is link)
        shed = tuple(c for c in rest_current if split.get(c.finding_id) is link)
        state: State = "merged" if absorbed else "split" if shed else state_of(link.prior, link.current)
        changes.append(Change(link.prior, link.current, state, link, absorbed or shed))
    for p in rest_prior:
        into = merged.get(p.finding_id)
        # Without registration a tracked lesion that is outlined no more is gone; of others nothing is known.
        known = certain or (use_tracking_uid and p.tracking_uid is not None and _all_tracked(current))
        gone: State | None = "merged" if into else "gone" if known else None
        changes.append(Change(p, None, gone, None, (into.current,) if into else ()))
    for c in rest_current:
        out_of = split.get(c.finding_id)
        known = certain or (use_tracking_uid and c.tracking_uid is not None and _all_tracked(prior))
        new: State | None = "split" if out_of else "new" if known else None
        changes.append(Change(None, c, new, None, (out_of.current,) if out_of else ()))
    return changes


def _all_tracked(findings: Sequence[Finding]) -> bool:
    return all(f.tracking_uid for f in findings)


def state_of(prior: Finding, current: Finding) -> State:
    """stable, growing or shrinking, by volume in ml on each one's own grid.

    A change counts from a quarter of the earlier volume on, and only beyond what the two grids cannot tell.
    """
    change = current.volume_ml - prior.volume_ml
    doubt = float(np.hypot(prior.volume_uncertainty_ml, current.volume_uncertainty_ml))
    if abs(change) < GROWTH_LIMIT * prior.volume_ml or abs(change) <= doubt:
        return "stable"
    return "growing" if change > 0 else "shrinking"


def _without(findings: Sequence[Finding], taken: Sequence[Finding]) -> list[Finding]:
    ids = {f.finding_id for f in taken}
    return [f for f in findings if f.finding_id not in ids]


def _apply(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    mapped: np.ndarray = points @ matrix[:3, :3].T + matrix[:3, 3]
    return mapped


def _distance(prior: Finding, current: Finding, matrix: np.ndarray) -> float:
    return float(np.linalg.norm(_apply(matrix, current.centroid_lps[None])[0] - prior.centroid_lps))


def _by_tracking_uid(
    prior: Sequence[Finding], current: Sequence[Finding], matrix: np.ndarray | None
) -> list[Link]:
    by_uid = {p.tracking_uid: p for p in prior if p.tracking_uid}
    links, used = [], set()
    for c in current:
        p = by_uid.get(c.tracking_uid) if c.tracking_uid else None
        if p is not None and p.finding_id not in used:
            used.add(p.finding_id)
            links.append(
                Link(p, c, 1.0, _distance(p, c, matrix) if matrix is not None else None, "TrackingUID")
            )
    return links


def _by_place(prior: Sequence[Finding], current: Sequence[Finding], matrix: np.ndarray) -> list[Link]:
    from scipy.optimize import linear_sum_assignment

    if not prior or not current:
        return []
    scores = np.array([[_score(p, c, matrix) for c in current] for p in prior])
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return [
        Link(
            prior[i],
            current[j],
            float(scores[i, j]),
            _distance(prior[i], current[j], matrix),
            "distance_and_size",
        )
        for i, j in zip(rows, columns, strict=True)
        if scores[i, j] >= _MIN_SCORE
    ]


def _score(prior: Finding, current: Finding, matrix: np.ndarray) -> float:
    """0 to 1: near, of like size, overlapping. Beyond the gate, 0.

    The gate grows with the larger lesion, whose centre moves when it grows to one side.
    """
    distance = _distance(prior, current, matrix)
    gate = max(_GATE_MM, 1.5 * max(prior.radius_mm, current.radius_mm))
    if distance > gate:
        return 0.0
    small, large = sorted((prior.radius_mm, current.radius_mm))
    near = float(np.exp(-0.5 * (distance / (gate / 2)) ** 2))
    overlap = float(prior.contains(_apply(matrix, current.points_lps)).mean())
    likeness = (small / large) ** 0.5 if large > 0 else 0.0
    return near * likeness * (0.7 + 0.3 * min(1.0, 2 * overlap))


def _merged(rest: Sequence[Finding], links: Sequence[Link], matrix: np.ndarray) -> dict[str, Link]:
    """For each earlier lesion that is left over: the link whose later lesion took its place, if one did."""
    there = np.linalg.inv(matrix)
    found = {}
    for p in rest:
        points = _apply(there, p.points_lps)
        shares = [(float(link.current.contains(points).mean()), n) for n, link in enumerate(links)]
        if shares and max(shares)[0] >= _TAKEN:
            found[p.finding_id] = links[max(shares)[1]]
    return found


def _split(rest: Sequence[Finding], links: Sequence[Link], matrix: np.ndarray) -> dict[str, Link]:
    """For each later lesion that is left over: the link out of whose earlier lesion it came, if from one."""
    found = {}
    for c in rest:
        points = _apply(matrix, c.points_lps)
        shares = [(float(link.prior.contains(points).mean()), n) for n, link in enumerate(links)]
        if shares and max(shares)[0] >= _INSIDE:
            found[c.finding_id] = links[max(shares)[1]]
    return found
