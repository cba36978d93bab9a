"""Response of a tumour: RECIST 1.1, iRECIST, volumes, and uptake after PERCIST. Pure functions on numbers.

RECIST 1.1: Eisenhauer et al., Eur J Cancer 45 (2009) 228-247. iRECIST: Seymour et al., Lancet Oncol 18 (2017)
e143-152. PERCIST: Wahl et al., J Nucl Med 50 (2009) 122S-150S. Each category comes with its arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

__all__ = [
    "Assessment",
    "Measured",
    "best_overall",
    "choose_targets",
    "irecist",
    "is_measurable",
    "overall",
    "recist",
    "uptake",
    "volumetric",
]

Category = Literal["CR", "PR", "SD", "PD", "NE", "non-CR/non-PD"]

TOO_SMALL_MM = 5.0
"""What a target that is seen, but too small to measure, counts (section 4.3.2)."""
NODE_NORMAL_MM, NODE_TARGET_MM, LEAST_TARGET_MM = 10.0, 15.0, 10.0
MOST_TARGETS, MOST_PER_ORGAN = 5, 2


@dataclass(frozen=True)
class Measured:
    """A lesion at one visit. `status`: present, gone, merged (into another), or not_evaluated.

    `progressed` is a person's word that a non-target lesion has unequivocally grown (section 4.3.4).
    """

    lesion_id: str
    longest_mm: float | None = None
    short_mm: float | None = None
    is_node: bool = False
    organ: str | None = None
    status: str = "present"
    volume_ml: float | None = None
    uptake: float | None = None
    slice_mm: float | None = None
    progressed: bool = False

    @property
    def diameter_mm(self) -> float | None:
        """What RECIST counts: the short axis of a node, the longest diameter of all else; 0 where it is gone.

        A node has its real size, however small. Other lesions that are seen at all count 5 mm at least.
        """
        if self.status in ("gone", "merged"):
            return 0.0
        if self.status == "not_evaluated":
            return None
        if self.is_node:
            return self.short_mm
        return max(self.longest_mm, TOO_SMALL_MM) if self.longest_mm is not None else None

    @property
    def is_complete(self) -> bool:
        """Whether it is no tumour any more: gone, or a node below 10 mm."""
        size = self.diameter_mm
        return size is not None and (size == 0 or (self.is_node and size < NODE_NORMAL_MM))


@dataclass(frozen=True)
class Assessment:
    """What became of the disease at one visit against the visits before. `value` is the sum, in `unit`."""

    criterion: str
    timepoint_index: int
    category: str
    target: str | None
    non_target: str | None
    n_new: int
    value: float | None
    unit: str
    baseline: float | None
    nadir: float | None
    nadir_timepoint: int | None
    change_from_baseline_percent: float | None
    change_from_nadir_percent: float | None
    change_from_nadir: float | None
    arithmetic: str
    lesion_ids: tuple[str, ...] = ()
    values: tuple[float | None, ...] = field(default=())


# -- targets ------------------------------------------------------------------------------------------


def is_measurable(lesion: Measured) -> bool:
    """Whether a lesion may be a target: 10 mm (twice the slice distance where slices are over 5 mm); nodes 15 mm.

    >>> is_measurable(Measured("a", longest_mm=12.0, slice_mm=8.0))
    False
    """
    size = lesion.diameter_mm
    if size is None or lesion.status != "present":
        return False
    if lesion.is_node:
        return size >= NODE_TARGET_MM
    slices = lesion.slice_mm or 0.0
    return size >= (max(LEAST_TARGET_MM, 2 * slices) if slices > 5 else LEAST_TARGET_MM)


def choose_targets(baseline: Iterable[Measured]) -> list[str]:
    """The largest measurable lesions: five at most, and two at most of one organ (all nodes are one organ).

    Lesions without an organ are limited by the five alone.
    """
    chosen: list[str] = []
    of_organ: dict[str, int] = {}
    for lesion in sorted(baseline, key=lambda m: (-(m.diameter_mm or 0.0), m.lesion_id)):
        organ = "lymph node" if lesion.is_node else lesion.organ
        if not is_measurable(lesion) or (organ is not None and of_organ.get(organ, 0) >= MOST_PER_ORGAN):
            continue
        chosen.append(lesion.lesion_id)
        if organ is not None:
            of_organ[organ] = of_organ.get(organ, 0) + 1
        if len(chosen) == MOST_TARGETS:
            break
    return chosen


# -- RECIST 1.1 ---------------------------------------------------------------------------------------


def recist(
    visits: Sequence[tuple[int, Sequence[Measured]]],
    targets: Sequence[str],
    new: Mapping[int, Iterable[str]] | None = None,
) -> list[Assessment]:
    """RECIST 1.1 at each visit after the first.

    Args:
        visits: (timepoint_index, lesions) in order; the first is the baseline. A lesion that is missing at a later
            visit counts as not evaluated.
        targets: lesion_ids of the targets, see `choose_targets`; all other lesions of the baseline are non-targets.
        new: lesion_ids that are new, by timepoint_index. New lesions stay new at later visits.
    """
    if not visits:
        return []
    first, *later = visits
    base = {m.lesion_id: m for m in first[1]}
    others = [i for i in base if i not in set(targets)]
    sums = [_sum([base[t].diameter_mm for t in targets])] if targets else []
    baseline = sums[0] if sums else None
    # The nadir is the smallest sum on study, the baseline included.
    nadir, nadir_at = baseline, first[0]
    found, seen_new = [], set[str]()
    for index, lesions in later:
        here = {m.lesion_id: m for m in lesions}
        at = [here.get(t, Measured(t, status="not_evaluated")) for t in targets]
        target, total, known = _target(at, baseline, nadir)
        non_target = _non_target([here.get(i, Measured(i, status="not_evaluated")) for i in others])
        seen_new |= set((new or {}).get(index, ()))
        category = overall(target, non_target, bool(seen_new))
        found.append(
            Assessment(
                "RECIST 1.1", index, category, target, non_target, len(seen_new), total, "mm", baseline, nadir, nadir_at,
                _percent(total, baseline), _percent(total, nadir),
                total - nadir if total is not None and nadir is not None else None,
                _arithmetic("mm", [m.diameter_mm for m in at], total, baseline, nadir, nadir_at, target, non_target,
                            len(seen_new), category, known),
                tuple(targets), tuple(m.diameter_mm for m in at),
            )
        )  # fmt: skip
        if total is not None and (nadir is None or total < nadir):
            nadir, nadir_at = total, index
    return found


def _target(
    at: Sequence[Measured], baseline: float | None, nadir: float | None
) -> tuple[Category | None, float | None, float]:
    """Category of the targets, their sum (None where one was not evaluated), and the sum of those that were."""
    if not at or baseline is None or nadir is None:
        return None, None, 0.0
    sizes = [m.diameter_mm for m in at]
    known = sum(s for s in sizes if s is not None)
    # What was seen may be enough for progression, whatever the lesions that were not evaluated measure.
    grown = known - nadir
    if _reaches(grown, 0.2 * nadir) and _reaches(grown, 5.0):
        return "PD", _sum(sizes), known
    if any(s is None for s in sizes):
        return "NE", None, known
    if all(m.is_complete for m in at):
        return "CR", known, known
    if _reaches(baseline - known, 0.3 * baseline):
        return "PR", known, known
    return "SD", known, known


def _reaches(value: float, limit: float) -> bool:
    """At least the limit; a ten-thousandth of a millimetre is no reason against it."""
    return value >= limit - 1e-4


def _non_target(lesions: Sequence[Measured]) -> Category | None:
    if not lesions:
        return None
    if any(m.progressed for m in lesions):
        return "PD"
    if any(m.status == "not_evaluated" for m in lesions):
        return "NE"
    return "CR" if all(m.is_complete for m in lesions) else "non-CR/non-PD"


def overall(target: str | None, non_target: str | None, new_lesions: bool) -> Category:
    """The overall response at a visit: tables 1 and 2 of RECIST 1.1. None: there are no such lesions.

    >>> overall("CR", "non-CR/non-PD", False)
    'PR'
    """
    if new_lesions or target == "PD" or non_target == "PD":
        return "PD"
    if target is None:
        return non_target or "NE"  # type: ignore[return-value]
    if target == "CR":
        return "CR" if non_target in (None, "CR") else "PR"
    return target  # type: ignore[return-value]


_ORDER = ("CR", "PR", "SD", "non-CR/non-PD", "PD", "NE")


def best_overall(assessments: Sequence[Assessment]) -> str | None:
    """The best response from the start until progression (section 4.4), without confirmation; None without a visit."""
    until: list[str] = []
    for a in assessments:
        until.append(a.category)
        if a.category == "PD":
            break
    return min(until, key=_ORDER.index, default=None)


# -- iRECIST ------------------------------------------------------------------------------------------


def irecist(assessments: Sequence[Assessment]) -> list[Assessment]:
    """The same with progression that has to be confirmed at the next visit: iCR, iPR, iSD, iUPD, iCPD.

    A first progression is unconfirmed (iUPD). At the next visit it is confirmed (iCPD) by 5 mm more in the sum,
    by further new lesions, or by non-target progression where there was none before; without it, a sum that has come
    down again resets it. After iCPD nothing resets.
    """
    found: list[Assessment] = []
    pending: Assessment | None = None  # the visit that began an unconfirmed progression
    confirmed = False
    for a in assessments:
        if confirmed:
            category = "iCPD"
        elif pending is not None and _confirms(pending, a):
            category, confirmed = "iCPD", True
        elif a.category == "PD":
            # New lesions stay new, so that the visit after one is PD too: no more than before is still unconfirmed.
            category, pending = "iUPD", pending or a
        else:
            category, pending = "NE" if a.category == "NE" else f"i{a.category}", None
        found.append(
            replace(a, criterion="iRECIST", category=category, arithmetic=f"{a.arithmetic} -> {category}")
        )
    return found


def _confirms(before: Assessment, now: Assessment) -> bool:
    more = now.value is not None and before.value is not None and _reaches(now.value - before.value, 5.0)
    more_new = now.n_new > before.n_new
    other_kind = now.category == "PD" and now.non_target == "PD" and before.non_target != "PD"
    also_target = now.target == "PD" and before.target != "PD"
    return more or more_new or other_kind or also_target


# -- volumes and uptake -------------------------------------------------------------------------------

VOLUME_LESS, VOLUME_MORE = -65.7, 72.8
"""Per cent of volume that a ball has lost at 0.7 of its diameter, and gained at 1.2: RECIST's limits, cubed."""
UPTAKE_LIMIT_PERCENT, UPTAKE_LIMIT = 30.0, 0.8


def volumetric(
    visits: Sequence[tuple[int, Sequence[Measured]]], new: Mapping[int, Iterable[str]] | None = None
) -> list[Assessment]:
    """Sum of the volumes of all lesions of the baseline, with RECIST's limits carried over to volumes.

    >>> ball = lambda ml: Measured("a", volume_ml=ml)
    >>> [a.category for a in volumetric([(0, [ball(10.0)]), (1, [ball(3.0)]), (2, [ball(5.5)])])]
    ['PR', 'PD']
    """
    if not visits:
        return []
    first, *later = visits
    ids = [m.lesion_id for m in first[1] if m.volume_ml is not None]
    baseline = _sum([m.volume_ml for m in first[1] if m.lesion_id in ids]) if ids else None
    nadir, nadir_at = baseline, first[0]
    found, seen_new = [], set[str]()
    for index, lesions in later:
        here = {m.lesion_id: 0.0 if m.status in ("gone", "merged") else m.volume_ml for m in lesions}
        at = [here.get(i) for i in ids]
        total = _sum(at) if ids else None
        seen_new |= set((new or {}).get(index, ()))
        from_base, from_nadir = _percent(total, baseline), _percent(total, nadir)
        target: str
        if total is None:
            target = "NE"
        elif total == 0:
            target = "CR"
        elif from_nadir is not None and from_nadir >= VOLUME_MORE:
            target = "PD"
        else:
            target = "PR" if from_base is not None and from_base <= VOLUME_LESS else "SD"
        category = "PD" if seen_new else target
        found.append(
            Assessment(
                "volumetric", index, category, target, None, len(seen_new), total, "ml", baseline, nadir, nadir_at,
                from_base, from_nadir, total - nadir if total is not None and nadir is not None else None,
                _arithmetic("ml", at, total, baseline, nadir, nadir_at, target, None, len(seen_new), category,
                            sum(v for v in at if v is not None)),
                tuple(ids), tuple(at),
            )
        )  # fmt: skip
        if total is not None and (nadir is None or total < nadir):
            nadir, nadir_at = total, index
    return found


def uptake(
    visits: Sequence[tuple[int, Sequence[Measured]]], new: Mapping[int, Iterable[str]] | None = None
) -> list[Assessment]:
    """Peak uptake of the hottest lesion of each visit against the first: CMR, PMR, SMD, PMD.

    PERCIST's limits (30 % and 0.8) on SUVpeak by body weight; PERCIST itself takes lean body mass, which needs
    the height, so this is called PERCIST-like. The hottest lesion may be another one at each visit.
    """
    if not visits:
        return []
    first, *later = visits
    baseline = max((m.uptake for m in first[1] if m.uptake is not None), default=None)
    found, seen_new = [], set[str]()
    for index, lesions in later:
        hot = [(m.uptake, m.lesion_id) for m in lesions if m.uptake is not None and m.status == "present"]
        value, hottest = max(hot) if hot else (None, "")
        all_gone = bool(lesions) and all(m.status in ("gone", "merged") for m in lesions)
        seen_new |= set((new or {}).get(index, ()))
        percent = _percent(value, baseline)
        change = value - baseline if value is not None and baseline is not None else None
        if seen_new:
            category = "PMD"
        elif all_gone:
            category = "CMR"
        elif percent is None or change is None:
            category = "NE"
        elif percent >= UPTAKE_LIMIT_PERCENT and _reaches(change, UPTAKE_LIMIT):
            category = "PMD"
        elif percent <= -UPTAKE_LIMIT_PERCENT and _reaches(-change, UPTAKE_LIMIT):
            category = "PMR"
        else:
            category = "SMD"
        words = (
            f"SUVpeak {value:.2f}, baseline {baseline:.2f}: {percent:+.1f} % ({change:+.2f})"
            if value is not None and baseline is not None
            else "no lesion left" if all_gone else "no uptake known"
        )  # fmt: skip
        words += f"; {len(seen_new)} new lesions" if seen_new else ""
        found.append(
            Assessment(
                "PERCIST-like", index, category, None, None, len(seen_new), value, "{SUVbw}g/ml", baseline, baseline,
                first[0], percent, percent, change, f"{words}: {category}", (hottest,) if hottest else (),
                (value,) if hottest else (),
            )
        )  # fmt: skip
    return found


# -- small things -------------------------------------------------------------------------------------


def _sum(values: Iterable[float | None]) -> float | None:
    total = 0.0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _percent(value: float | None, base: float | None) -> float | None:
    return 100 * (value - base) / base if value is not None and base else None


def _arithmetic(
    unit: str, values: Sequence[float | None], total: float | None, baseline: float | None, nadir: float | None,
    nadir_at: int, target: str | None, non_target: str | None, n_new: int, category: str, known: float,
) -> str:  # fmt: skip
    """The reckoning as a person would write it down."""
    parts = []
    if values:
        terms = " + ".join("?" if v is None else f"{v:.1f}" for v in values)
        parts.append(
            f"{terms} = {total:.1f} {unit}" if total is not None else f"{terms}, {known:.1f} {unit} known"
        )
    for name, base in (("baseline", baseline), (f"nadir (visit {nadir_at})", nadir)):
        percent = _percent(total, base)
        if percent is not None and total is not None and base is not None:
            parts.append(f"{name} {base:.1f}: {percent:+.1f} % ({total - base:+.1f} {unit})")
    words = [f"targets {target}" if target else "no target"]
    words += [f"non-targets {non_target}"] if non_target else []
    words += [f"{n_new} new lesion{'s' if n_new > 1 else ''}"] if n_new else ["no new lesion"]
    return "; ".join([*parts, ", ".join(words)]) + f": {category}"
