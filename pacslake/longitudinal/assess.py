"""Response of a patient in the lake: lesions as tracked, judged by `response`, kept as rows, out as a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pacslake.compute import lineage
from pacslake.compute.fingerprint import GitState, fingerprint
from pacslake.errors import NotFoundError, UsageError
from pacslake.longitudinal import response as rules
from pacslake.longitudinal.response import Assessment, Measured

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["ResponseResult", "assess", "measured_visits"]


@dataclass(frozen=True)
class ResponseResult:
    """What `assess` left in the table `response`. `targets` are lesion_ids; `best` is the best overall response."""

    lake: Any = field(repr=False)
    patient_key: str = field(repr=False)
    rows: tuple[Mapping[str, Any], ...] = field(repr=False)
    targets: tuple[str, ...] = ()
    best: str | None = None
    notes: tuple[str, ...] = ()

    def to_sr(self, timepoint_index: int | None = None) -> Dataset:
        """The last visit, or the one named, as a structured report (TID 1500), ready for `lake.add`."""
        from pacslake.longitudinal.response_sr import build

        return build(self, timepoint_index)

    def __repr__(self) -> str:
        judged = [r for r in self.rows if r["criterion"] == "RECIST 1.1"]
        last = judged[-1] if judged else None
        said = (
            f"{last['criterion']} {last['category']} at visit {last['timepoint_index']}"
            if last
            else "nothing to judge"
        )
        return f"<ResponseResult: {len(self.targets)} targets, {said}, best overall {self.best}{'; ' if self.notes else ''}{'; '.join(self.notes)}>"


_OBSERVED = """
    SELECT o.lesion_id, o.timepoint_index, o.state, o.finding_id, o.longest_diameter_mm, o.short_axis_mm, o.volume_ml,
        o.peak_value, o.unit_code, o.slice_mm, o.related_lesion_ids, l.is_node, l.organ, l.person, l.name
    FROM lesion_observation o JOIN lesion l USING (lesion_id) WHERE o.patient_key = ? ORDER BY o.timepoint_index, o.lesion_id
"""


def measured_visits(
    rows: Sequence[Mapping[str, Any]], progressed: Mapping[str, int] | None = None
) -> tuple[list[tuple[int, list[Measured]]], dict[int, list[str]]]:
    """Visits with their lesions, and the new lesions of each, from rows of `lesion_observation` joined with `lesion`.

    Parts of a lesion that has split count with the lesion that they came from: their diameters are added
    (RECIST 1.1, section 4.3.2). A lesion that was gone or had merged stays so at later visits with outlines.

    Args:
        rows: of one person, in order of visits.
        progressed: lesion_id to the visit from which a person calls its growth unequivocal.
    """
    parent: dict[str, str] = {}
    new: dict[int, list[str]] = {}
    first_seen: dict[str, int] = {}
    for row in rows:
        key, at = row["lesion_id"], row["timepoint_index"]
        if key in first_seen:
            continue
        first_seen[key] = at
        if row["state"] == "new":
            new.setdefault(at, []).append(key)
        elif row["state"] == "split" and row["related_lesion_ids"]:
            parent[key] = row["related_lesion_ids"][0]
    last: dict[str, Measured] = {}
    visits = []
    for at in sorted({row["timepoint_index"] for row in rows}):
        here: dict[str, Measured] = {}
        for row in (r for r in rows if r["timepoint_index"] == at):
            one = _measured(row, (progressed or {}).get(row["lesion_id"], at + 1) <= at)
            root = _root(row["lesion_id"], parent)
            here[root] = _together(here[root], one) if root in here else replace(one, lesion_id=root)
        for key, before in last.items():
            if key not in here and before.status in ("gone", "merged"):
                here[key] = before
        last = {**last, **here}
        visits.append((at, list(here.values())))
    return visits, new


def _root(lesion_id: str, parent: Mapping[str, str]) -> str:
    seen = {lesion_id}
    while lesion_id in parent and parent[lesion_id] not in seen:
        lesion_id = parent[lesion_id]
        seen.add(lesion_id)
    return lesion_id


def _measured(row: Mapping[str, Any], progressed: bool) -> Measured:
    status = "present"
    if row["finding_id"] is None:
        status = row["state"] if row["state"] in ("gone", "merged") else "not_evaluated"
    return Measured(
        row["lesion_id"], row["longest_diameter_mm"], row["short_axis_mm"], bool(row["is_node"]), row["organ"], status,
        row["volume_ml"], row["peak_value"] if row["unit_code"] == "SUVbw" else None, row["slice_mm"], progressed,
    )  # fmt: skip


def _together(a: Measured, b: Measured) -> Measured:
    """Two parts of one lesion: sizes added, the higher uptake."""

    def add(x: float | None, y: float | None) -> float | None:
        return None if x is None and y is None else (x or 0.0) + (y or 0.0)

    there = [m for m in (a, b) if m.status == "present"]
    if len(there) == 1:
        return replace(there[0], lesion_id=a.lesion_id)
    hot = [m.uptake for m in (a, b) if m.uptake is not None]
    return replace(
        a, longest_mm=add(a.longest_mm, b.longest_mm), short_mm=add(a.short_mm, b.short_mm),
        volume_ml=add(a.volume_ml, b.volume_ml), uptake=max(hot, default=None), progressed=a.progressed or b.progressed,
    )  # fmt: skip


def assess(
    lake: Any,
    patient_key: str,
    *,
    targets: Sequence[str] | None = None,
    baseline: int | None = None,
    progressed: Mapping[str, int] | None = None,
    immune: bool = False,
) -> ResponseResult:
    """See `pacslake.longitudinal.response_of`."""
    from pacslake.longitudinal.timepoints import need_patient

    need_patient(lake, patient_key)
    started = lineage.now()
    rows = lake.dicts(_OBSERVED, [patient_key])
    notes: list[str] = []
    if not rows:
        notes.append("no lesion of this patient was tracked; run lake.track(patient_key) first")
    found: list[tuple[int, Assessment]] = []
    chosen: list[str] = []
    best: str | None = None
    for person in sorted({r["person"] for r in rows}):
        mine = [r for r in rows if r["person"] == person]
        visits, new = measured_visits(mine, progressed)
        visits, new = _from(visits, new, baseline, notes)
        if len(visits) < 2:
            notes.append(f"person {person}: lesions at one visit only, so there is no response to judge")
            continue
        own = _targets(targets, visits[0][1], notes)
        chosen += own
        judged = rules.recist(visits, own, new)
        best = rules.best_overall(judged)
        judged += rules.irecist(judged) if immune else []
        judged += rules.volumetric(visits, new)
        if any(m.uptake is not None for _, lesions in visits for m in lesions):
            judged += rules.uptake(visits, new)
        found += [(person, a) for a in judged]
    activity = lineage.Activity(
        lineage.new_activity_id(), "respond", "response", fingerprint(assess), GitState(),
        {"targets": chosen, "baseline": baseline, "progressed": dict(progressed or {})},
        int(lake.catalog.snapshot.snapshot_id), started, n_members=len(rows), n_computed=len(found), status="done",
        ended_at=lineage.now(),
    )  # fmt: skip
    kept = [_row(patient_key, person, a, activity.activity_id) for person, a in found]
    kept.sort(
        key=lambda r: (r["person"], r["criterion"] != "RECIST 1.1", r["criterion"], r["timepoint_index"])
    )

    def build(catalog: Any) -> Any:
        from pacslake.catalog import Changes, Replace

        return Changes(
            replace=[Replace("response", "patient_key", [patient_key], kept)],
            append={
                "activity": [activity.row()],
                "activity_output": [
                    {
                        "activity_id": activity.activity_id,
                        "kind": "rows",
                        "name": "response",
                        "n_rows": len(kept),
                    }
                ],
            },
        )

    lake.commit(build, note="response judged")
    return ResponseResult(lake, patient_key, tuple(kept), tuple(chosen), best, tuple(notes))


def _from(
    visits: list[tuple[int, list[Measured]]],
    new: dict[int, list[str]],
    baseline: int | None,
    notes: list[str],
) -> tuple[list[tuple[int, list[Measured]]], dict[int, list[str]]]:
    """The visits from the baseline on."""
    if baseline is None:
        return visits, new
    if baseline not in [at for at, _ in visits]:
        notes.append(
            f"visit {baseline} has no lesions and cannot be the baseline; the first visit with lesions is"
        )
        return visits, new
    return [v for v in visits if v[0] >= baseline], {at: ids for at, ids in new.items() if at > baseline}


def _targets(wanted: Sequence[str] | None, base: Iterable[Measured], notes: list[str]) -> list[str]:
    there = {m.lesion_id: m for m in base}
    if wanted is None:
        chosen = rules.choose_targets(there.values())
        if not chosen:
            notes.append(
                "no lesion of the baseline is measurable (10 mm, nodes 15 mm): only non-target rules apply"
            )
        return chosen
    own = [t for t in wanted if t in there]
    if not own and wanted:
        raise NotFoundError(
            f"none of the {len(wanted)} targets is a lesion of the baseline; see lesion.lesion_id"
        )
    if len(own) > rules.MOST_TARGETS:
        raise UsageError(f"{len(own)} targets, and RECIST 1.1 allows {rules.MOST_TARGETS}")
    small = [t for t in own if not rules.is_measurable(there[t])]
    if small:
        notes.append(f"{len(small)} of the targets are smaller than RECIST 1.1 asks for (10 mm, nodes 15 mm)")
    return own


def _row(patient_key: str, person: int, a: Assessment, activity_id: str) -> dict[str, Any]:
    seed = f"{patient_key}\0{person}\0{a.timepoint_index}\0{a.criterion}"
    return {
        "response_id": "z" + hashlib.sha256(seed.encode()).hexdigest()[:20], "patient_key": patient_key, "person": person,
        "timepoint_index": a.timepoint_index, "criterion": a.criterion, "category": a.category,
        "target_category": a.target, "non_target_category": a.non_target, "n_new_lesions": a.n_new, "value": a.value,
        "unit": a.unit, "baseline_value": a.baseline, "nadir_value": a.nadir, "nadir_timepoint": a.nadir_timepoint,
        "change_from_baseline_percent": a.change_from_baseline_percent,
        "change_from_nadir_percent": a.change_from_nadir_percent, "change_from_nadir": a.change_from_nadir,
        "arithmetic": a.arithmetic, "lesion_ids": list(a.lesion_ids), "lesion_values": list(a.values),
        "activity_id": activity_id,
    }  # fmt: skip
