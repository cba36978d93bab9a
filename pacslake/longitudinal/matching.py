"""Which lesion of the earlier visit is which of the later one, and what became of it. Pure functions.

What a person said of a match goes first. A shared TrackingUID settles a match. The others are matched by optimal assignment: each possible pair has a score
from the distance of the centres after registration, the ratio of sizes and the overlap; the sum of scores is
made as large as can be. Then lesions left over are looked at: an earlier one whose place is taken by a lesion
that belongs to another has merged with it, a later one inside the place of an earlier lesion has split off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pacslake.longitudinal.findings import Finding

__all__ = ["GROWTH_LIMIT", "Change", "Decisions", "Link", "match", "state_of"]

Decisions = Mapping[tuple[str | None, str | None], bool]
"""What people said: (earlier finding_id, later finding_id) are one lesion or not; with None: it has no partner."""

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
    `alternative` is the next best partner that it could have had, a finding of either visit, with its score.
    """

    prior: Finding | None
    current: Finding | None
    state: State | None
    link: Link | None = None
    related: tuple[Finding, ...] = ()
    alternative: tuple[Finding, float] | None = None


def match(
    prior: Sequence[Finding],
    current: Sequence[Finding],
    current_to_prior: np.ndarray | None,
    *,
    use_tracking_uid: bool = True,
    decisions: Decisions | None = None,
) -> list[Change]:
    """What became of each lesion between two visits.

    Args:
        prior: lesions of the earlier visit.
        current: lesions of the later visit.
        current_to_prior: (4, 4), takes LPS mm of the later visit to the earlier; None where both could not be
            registered. Then TrackingUID alone matches, and what it does not settle has the state None.
        use_tracking_uid: False leaves TrackingUID out of account.
        decisions: what people said; it is never overruled.
    """
    said = decisions or {}
    links = _by_person(prior, current, current_to_prior, said)
    if use_tracking_uid:
        rest_prior = _without(prior, [link.prior for link in links])
        rest_current = _without(current, [link.current for link in links])
        links += _by_tracking_uid(rest_prior, rest_current, current_to_prior, said)
    rest_prior = _without(prior, [link.prior for link in links])
    rest_current = _without(current, [link.current for link in links])
    if current_to_prior is not None:
        found = _by_place(rest_prior, rest_current, current_to_prior, said)
        links += found
        rest_prior = _without(rest_prior, [link.prior for link in found])
        rest_current = _without(rest_current, [link.current for link in found])
    certain = current_to_prior is not None
    merged = _merged(rest_prior, links, current_to_prior) if current_to_prior is not None else {}
    split = _split(rest_current, links, current_to_prior) if current_to_prior is not None else {}
    merged = {k: v for k, v in merged.items() if (k, None) not in said}
    split = {k: v for k, v in split.items() if (None, k) not in said}
    others = _Alternatives(prior, current, current_to_prior)
    changes = []
    for link in links:
        absorbed = tuple(p for p in rest_prior if merged.get(p.finding_id) is link)
        shed = tuple(c for c in rest_current if split.get(c.finding_id) is link)
        state: State | None = (
            "merged" if absorbed else "split" if shed else state_of(link.prior, link.current)
        )
        changes.append(
            Change(
                link.prior, link.current, state, link, absorbed or shed, others.of(link.prior, link.current)
            )
        )
    for p in rest_prior:
        into = merged.get(p.finding_id)
        # Without registration a tracked lesion that is outlined no more is gone; of others nothing is known.
        known = (p.finding_id, None) in said or _is_known(p, current, certain, use_tracking_uid)
        gone: State | None = "merged" if into else "gone" if known else None
        changes.append(Change(p, None, gone, None, (into.current,) if into else (), others.of(p, None)))
    for c in rest_current:
        out_of = split.get(c.finding_id)
        known = (None, c.finding_id) in said or _is_known(c, prior, certain, use_tracking_uid)
        new: State | None = "split" if out_of else "new" if known else None
        changes.append(Change(None, c, new, None, (out_of.current,) if out_of else (), others.of(None, c)))
    return changes


def _is_known(finding: Finding, others: Sequence[Finding], certain: bool, use_tracking_uid: bool) -> bool:
    """Whether a finding without a partner has none for certain."""
    tracked = use_tracking_uid and finding.tracking_uid is not None and all(f.tracking_uid for f in others)
    by_place = certain and finding.has_place and all(f.has_place for f in others)
    return tracked or by_place


class _Alternatives:
    """Scores of all possible pairs, to tell the next best partner of each."""

    def __init__(
        self, prior: Sequence[Finding], current: Sequence[Finding], matrix: np.ndarray | None
    ) -> None:
        self.prior, self.current = prior, current
        self.scores = np.zeros((len(prior), len(current)))
        if matrix is not None:
            self.scores = _scores(prior, current, matrix)
        self.row = {p.finding_id: i for i, p in enumerate(prior)}
        self.column = {c.finding_id: j for j, c in enumerate(current)}

    def of(self, prior: Finding | None, current: Finding | None) -> tuple[Finding, float] | None:
        """The best pair that one of the two could have been in instead."""
        found: list[tuple[float, str, Finding]] = []
        if prior is not None:
            for j, c in enumerate(self.current):
                if current is None or c.finding_id != current.finding_id:
                    found.append((self.scores[self.row[prior.finding_id], j], c.finding_id, c))
        if current is not None:
            for i, p in enumerate(self.prior):
                if prior is None or p.finding_id != prior.finding_id:
                    found.append((self.scores[i, self.column[current.finding_id]], p.finding_id, p))
        score, _, best = max(found, key=lambda f: (f[0], f[1]), default=(0.0, "", None))
        return (best, float(score)) if best is not None and score >= _MIN_SCORE else None


def state_of(prior: Finding, current: Finding) -> State | None:
    """stable, growing or shrinking, by volume in ml on each one's own grid.

    A change counts from a quarter of the earlier volume on, and only beyond what the two grids cannot tell.
    """
    if prior.volume_ml is None or current.volume_ml is None:
        return _state_by_diameter(prior, current)
    change = current.volume_ml - prior.volume_ml
    doubt = float(np.hypot(prior.volume_uncertainty_ml, current.volume_uncertainty_ml))
    if abs(change) < GROWTH_LIMIT * prior.volume_ml or abs(change) <= doubt:
        return "stable"
    return "growing" if change > 0 else "shrinking"


def _state_by_diameter(prior: Finding, current: Finding) -> State | None:
    """The same of lesions whose volume is not reported: the diameter that a ball of 25 % more volume has."""
    before, now = prior.longest_diameter_mm, current.longest_diameter_mm
    if not before or not now:
        return None
    ratio = (now / before) ** 3
    if 1 - GROWTH_LIMIT < ratio < 1 + GROWTH_LIMIT:
        return "stable"
    return "growing" if ratio > 1 else "shrinking"


def _without(findings: Sequence[Finding], taken: Sequence[Finding]) -> list[Finding]:
    ids = {f.finding_id for f in taken}
    return [f for f in findings if f.finding_id not in ids]


def _apply(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    mapped: np.ndarray = points @ matrix[:3, :3].T + matrix[:3, 3]
    return mapped


def _distance(prior: Finding, current: Finding, matrix: np.ndarray | None) -> float | None:
    if matrix is None or not prior.has_place or not current.has_place:
        return None
    return float(np.linalg.norm(_apply(matrix, current.centroid_lps[None])[0] - prior.centroid_lps))


def _by_person(
    prior: Sequence[Finding], current: Sequence[Finding], matrix: np.ndarray | None, said: Decisions
) -> list[Link]:
    before, now = {p.finding_id: p for p in prior}, {c.finding_id: c for c in current}
    return [
        Link(before[p], now[c], 1.0, _distance(before[p], now[c], matrix), "person")
        for (p, c), same in said.items()
        if same and p in before and c in now
    ]


def _may_link(prior: Finding, current: Finding, said: Decisions) -> bool:
    """Whether nobody said that these are two, or that one of them has no partner."""
    p, c = prior.finding_id, current.finding_id
    return said.get((p, c), True) and not said.get((p, None), False) and not said.get((None, c), False)


def _by_tracking_uid(
    prior: Sequence[Finding], current: Sequence[Finding], matrix: np.ndarray | None, said: Decisions
) -> list[Link]:
    by_uid = {p.tracking_uid: p for p in prior if p.tracking_uid}
    links, used = [], set()
    for c in current:
        p = by_uid.get(c.tracking_uid) if c.tracking_uid else None
        if p is not None and p.finding_id not in used and _may_link(p, c, said):
            used.add(p.finding_id)
            links.append(Link(p, c, 1.0, _distance(p, c, matrix), "TrackingUID"))
    return links


def _by_place(
    prior: Sequence[Finding], current: Sequence[Finding], matrix: np.ndarray, said: Decisions
) -> list[Link]:
    from scipy.optimize import linear_sum_assignment

    if not prior or not current:
        return []
    scores = _scores(prior, current, matrix)
    allowed = np.array([[_may_link(p, c, said) for c in current] for p in prior])
    scores = np.where(allowed, scores, 0.0)
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


def _scores(prior: Sequence[Finding], current: Sequence[Finding], matrix: np.ndarray) -> np.ndarray:
    """(len(prior), len(current)) scores. Pairs beyond any gate are not looked at closely."""
    scores = np.zeros((len(prior), len(current)))
    for j, c in enumerate(current):
        if not c.has_place:
            continue
        points = _apply(matrix, c.points_lps)
        centre = points.mean(axis=0)
        for i, p in enumerate(prior):
            if p.has_place:
                scores[i, j] = _score(p, c, centre, points)
    return scores


def _score(prior: Finding, current: Finding, centre: np.ndarray, points: np.ndarray) -> float:
    """0 to 1: near, of like size, overlapping. Beyond the gate, 0.

    The gate grows with the larger lesion, whose centre moves when it grows to one side. `centre` and `points` (n, 3)
    are those of the later lesion in the coordinates of the earlier visit.
    """
    distance = float(np.linalg.norm(centre - prior.centroid_lps))
    gate = max(_GATE_MM, 1.5 * max(prior.radius_mm, current.radius_mm))
    if distance > gate:
        return 0.0
    small, large = sorted((prior.radius_mm, current.radius_mm))
    near = float(np.exp(-0.5 * (distance / (gate / 2)) ** 2))
    overlap = float(prior.contains(points).mean())
    likeness = (small / large) ** 0.5 if large > 0 else 0.0
    return near * likeness * (0.7 + 0.3 * min(1.0, 2 * overlap))


def _merged(rest: Sequence[Finding], links: Sequence[Link], matrix: np.ndarray) -> dict[str, Link]:
    """For each earlier lesion that is left over: the link whose later lesion took its place, if one did."""
    there = np.linalg.inv(matrix)
    found = {}
    for p in rest:
        if not p.has_place:
            continue
        points = _apply(there, p.points_lps)
        shares = [(float(link.current.contains(points).mean()), n) for n, link in enumerate(links)]
        if shares and max(shares)[0] >= _TAKEN:
            found[p.finding_id] = links[max(shares)[1]]
    return found


def _split(rest: Sequence[Finding], links: Sequence[Link], matrix: np.ndarray) -> dict[str, Link]:
    """For each later lesion that is left over: the link out of whose earlier lesion it came, if from one."""
    found = {}
    for c in rest:
        if not c.has_place:
            continue
        points = _apply(matrix, c.points_lps)
        shares = [(float(link.prior.contains(points).mean()), n) for n, link in enumerate(links)]
        if shares and max(shares)[0] >= _INSIDE:
            found[c.finding_id] = links[max(shares)[1]]
    return found
