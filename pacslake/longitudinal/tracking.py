"""Lesions followed over the visits: what objects outline them, which is which, how they change.

Lesions are segments (SEG) whose category is not normal anatomy, and tumour volumes (GTV) of RT structure sets.
A visit without any such object says nothing about lesions, so nothing is called gone there. Visits are linked by
registering the volumes that carry the outlines; where that fails, TrackingUID alone can match.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.compute import lineage
from pacslake.compute.fingerprint import GitState, fingerprint
from pacslake.errors import VolumeError
from pacslake.longitudinal.findings import Finding, measure
from pacslake.longitudinal.matching import Change, match
from pacslake.longitudinal.timepoints import timeline

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Observation", "Track", "TrackResult", "Visit", "follow", "growth", "track"]

# Codes of SegmentedPropertyCategory that mean normal parts of the body (CID 7150): anatomical structure, tissue,
# body substance, spatial concept, physical object; with their older SRT codes.
_NORMAL_ANATOMY = (
    "123037004", "T-D000A", "85756007", "T-D0050", "91720002", "T-D0080", "309825002", "R-42019", "260787004", "A-00004",
)  # fmt: skip
_LINK = Callable[["Visit", "Visit"], tuple[np.ndarray | None, str | None]]


@dataclass(frozen=True)
class Visit:
    """A visit with the lesions outlined in it. `volume_id` is the volume that carries most of them."""

    timepoint_index: int
    person: int
    findings: tuple[Finding, ...]
    volume_id: str | None


@dataclass(frozen=True)
class Observation:
    """A lesion at one visit. `finding` is None where it is gone or has merged into another."""

    timepoint_index: int
    finding: Finding | None
    state: str | None
    change: Change | None
    volume_id: str | None
    registration_id: str | None = None
    related: tuple[str, ...] = ()


@dataclass
class Track:
    """A lesion over the visits, in order."""

    lesion_id: str
    person: int
    name: str
    tracking_uid: str | None
    observations: list[Observation] = field(default_factory=list)

    @property
    def last_finding(self) -> Finding | None:
        """The finding of the last observation; None where it is gone."""
        return self.observations[-1].finding


@dataclass(frozen=True)
class TrackResult:
    """What `track` left in the tables `lesion` and `lesion_observation`."""

    lake: Any = field(repr=False)
    patient_key: str = field(repr=False)
    lesions: tuple[Mapping[str, Any], ...]
    observations: tuple[Mapping[str, Any], ...] = field(repr=False)
    registrations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def df(self) -> pd.DataFrame:
        """One row per lesion and visit."""
        import pandas as pd

        return pd.DataFrame([{k: v for k, v in o.items() if k != "patient_key"} for o in self.observations])

    def growth(self) -> list[dict[str, Any]]:
        """What a growth chart shows."""
        return growth(self.lake, self.patient_key)

    def __repr__(self) -> str:
        states: dict[str, int] = defaultdict(int)
        for lesion in self.lesions:
            states[lesion["status"] or "seen once"] += 1
        said = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
        notes = f"; {'; '.join(self.notes)}" if self.notes else ""
        return f"<TrackResult: {len(self.lesions)} lesions ({said or 'none'}){notes}>"


# -- pure ---------------------------------------------------------------------------------------------


def follow(
    visits: Sequence[Visit], link: _LINK, make_id: Callable[[Finding], str], *, use_tracking_uid: bool = True
) -> list[Track]:
    """Chain the matches of consecutive visits (of one person) into lesions.

    Args:
        visits: in order; those without findings are passed over.
        link: gives (current to prior matrix or None, registration_id) for two visits.
        make_id: the key of a lesion from its first finding.
        use_tracking_uid: see `matching.match`.
    """
    tracks: list[Track] = []
    for person in sorted({v.person for v in visits}):
        mine = [v for v in visits if v.person == person and v.findings]
        open_tracks: list[Track] = []
        for place, visit in enumerate(mine):
            if not place:
                open_tracks = [_start(visit, f, None, None, make_id) for f in visit.findings]
                tracks += open_tracks
                continue
            prior = mine[place - 1]
            settled = use_tracking_uid and _all_matched(open_tracks, visit)
            matrix, registration_id = (None, None) if settled else link(visit, prior)
            by_finding = {t.last_finding.finding_id: t for t in open_tracks if t.last_finding is not None}
            changes = match(
                [t.last_finding for t in by_finding.values() if t.last_finding is not None], visit.findings, matrix,
                use_tracking_uid=use_tracking_uid,
            )  # fmt: skip
            new: list[Track] = []
            for change in changes:
                if change.prior is not None and change.prior.finding_id in by_finding:
                    t = by_finding[change.prior.finding_id]
                    t.observations.append(_observation(visit, change, registration_id))
                elif change.current is not None:
                    again = _gone_before(tracks, person, change.current, visit) if use_tracking_uid else None
                    if again is not None:
                        again.observations.append(_observation(visit, change, registration_id))
                        new.append(again)
                    else:
                        new.append(_start(visit, change.current, change, registration_id, make_id))
            _relate([*open_tracks, *new], visit)
            tracks += [t for t in new if t not in tracks]
            open_tracks = [t for t in [*open_tracks, *new] if t.last_finding is not None]
    return tracks


def _all_matched(tracks: Sequence[Track], visit: Visit) -> bool:
    """Whether TrackingUID alone matches every lesion of both visits: then nothing is left to register for."""
    before = [t.last_finding.tracking_uid for t in tracks if t.last_finding is not None]
    now = [f.tracking_uid for f in visit.findings]
    return (
        None not in before
        and len(set(before)) == len(before)
        and sorted(map(str, before)) == sorted(map(str, now))
    )


def _gone_before(tracks: Sequence[Track], person: int, finding: Finding, visit: Visit) -> Track | None:
    """An earlier lesion of the same TrackingUID that was gone: it came back."""
    if not finding.tracking_uid:
        return None
    for t in tracks:
        ended = t.last_finding is None and t.observations[-1].timepoint_index < visit.timepoint_index
        if t.person == person and ended and t.tracking_uid == finding.tracking_uid:
            return t
    return None


def _start(
    visit: Visit,
    finding: Finding,
    change: Change | None,
    registration_id: str | None,
    make_id: Callable[[Finding], str],
) -> Track:
    observation = (
        _observation(visit, change, registration_id)
        if change is not None
        else Observation(visit.timepoint_index, finding, None, None, finding.volume_id)
    )
    return Track(make_id(finding), visit.person, finding.name, finding.tracking_uid, [observation])


def _observation(visit: Visit, change: Change, registration_id: str | None) -> Observation:
    where = change.current.volume_id if change.current is not None else visit.volume_id
    return Observation(visit.timepoint_index, change.current, change.state, change, where, registration_id)


def _relate(tracks: Sequence[Track], visit: Visit) -> None:
    """Turn related findings into ids of lesions, for the observations of this visit."""
    lesion_of: dict[str, str] = {}
    for t in tracks:
        for observation in t.observations[-2:]:
            if observation.finding is not None:
                lesion_of[observation.finding.finding_id] = t.lesion_id
    for t in tracks:
        last = t.observations[-1]
        if last.timepoint_index == visit.timepoint_index and last.change is not None and last.change.related:
            ids = tuple(
                dict.fromkeys(
                    lesion_of[f.finding_id] for f in last.change.related if f.finding_id in lesion_of
                )
            )
            t.observations[-1] = replace(last, related=ids)


# -- looking up ---------------------------------------------------------------------------------------

_SEGMENTS = """
    SELECT s.segment_id, coalesce(s.SegmentLabel, s.TrackingID, 'segment ' || s.SegmentNumber) AS name, s.TrackingUID,
        s.StudyInstanceUID, s.volume_id, 'segment' AS kind
    FROM segment s JOIN instance_row i USING (instance_version_id)
    WHERE i.is_current AND s.patient_key = ? AND s.volume_id IS NOT NULL AND coalesce(s.n_voxels, 1) > 0
        AND coalesce(s.SegmentedPropertyCategory_code, '') NOT IN (SELECT unnest(?))
    UNION ALL
    SELECT r.roi_id, coalesce(r.ROIName, 'ROI ' || r.ROINumber), NULL, r.StudyInstanceUID, r.volume_id, 'roi'
    FROM roi r JOIN instance_row i USING (instance_version_id)
    WHERE i.is_current AND r.patient_key = ? AND r.volume_id IS NOT NULL AND coalesce(r.n_voxels, 1) > 0
        AND r.RTROIInterpretedType = 'GTV'
    ORDER BY 4, 5, 1
"""


def _visits(
    lake: Any, patient_key: str, points: Sequence[Mapping[str, Any]], notes: list[str]
) -> list[Visit]:
    of_study = {uid: p for p in points for uid in p["StudyInstanceUIDs"]}
    found: dict[int, list[Finding]] = defaultdict(list)
    by_volume: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in lake.rows(_SEGMENTS, [patient_key, list(_NORMAL_ANATOMY), patient_key]):
        if row[3] in of_study:
            by_volume[row[4]].append(row)
    for volume_id, rows in by_volume.items():
        # One volume at a time, its values read once for all lesions in it.
        try:
            volume = lake.volume(volume_id)
            affine, values = _grid(volume), _first(volume)
        except VolumeError as error:
            notes.append(f"volume {volume_id}: {error}")
            continue
        for finding_id, name, tracking_uid, study, _, kind in rows:
            try:
                mask = volume.mask(finding_id)
            except VolumeError as error:
                notes.append(f"{kind} {finding_id}: {', '.join(error.reason_codes) or error}")
                continue
            finding = measure(
                mask, affine, finding_id=finding_id, name=name, tracking_uid=tracking_uid, volume_id=volume_id,
                values=values, unit_code=volume.row.get("unit_code"), kind=kind,
            )  # fmt: skip
            if finding is not None:
                found[of_study[study]["timepoint_index"]].append(finding)
    visits = []
    for p in points:
        findings = found.get(p["timepoint_index"], [])
        ids = [f.volume_id for f in findings]
        most = max(sorted(set(ids)), key=ids.count) if ids else None
        visits.append(Visit(p["timepoint_index"], p["person"], tuple(findings), most))
    return visits


def _grid(volume: Any) -> np.ndarray:
    if volume.affine_lps is None or volume.verdict == "single":
        raise VolumeError(
            f"volume {volume.volume_id} is {volume.verdict}: sizes in it are not known for certain",
            volume.reason_codes,
        )
    affine: np.ndarray = np.asarray(volume.affine_lps, dtype=float).reshape(4, 4)
    return affine


def _first(volume: Any) -> np.ndarray:
    """Values (slice, row, column); of several time points the first."""
    values = np.asarray(volume.values())
    while values.ndim > 3:
        values = values[0]
    return values


def track(
    lake: Any, patient_key: str, *, use_tracking_uid: bool = True, levels_mm: tuple[float, ...] | None = None
) -> TrackResult:
    """See `pacslake.longitudinal.track`."""
    points = timeline(lake, patient_key)
    started, notes, used = lineage.now(), [], []  # type: ignore[var-annotated]
    snapshot_id = int(lake.catalog.snapshot.snapshot_id)
    visits = _visits(lake, patient_key, points, notes)

    def link(current: Visit, prior: Visit) -> tuple[np.ndarray | None, str | None]:
        from pacslake.longitudinal.registration import matrix_between

        matrix, stored = matrix_between(lake, current.volume_id, prior.volume_id, levels_mm=levels_mm)
        used.append(stored.registration_id)
        if stored.verdict != "good":
            notes.append(
                f"visits {prior.timepoint_index} and {current.timepoint_index}: registration {stored.verdict} "
                f"({', '.join(stored.reasons)})"
            )
        return matrix, stored.registration_id

    def make_id(finding: Finding) -> str:
        # A tracked lesion has one id whatever visit is ingested first.
        seed = f"{patient_key}\0{(use_tracking_uid and finding.tracking_uid) or finding.finding_id}"
        return "l" + hashlib.sha256(seed.encode()).hexdigest()[:20]

    tracks = follow(visits, link, make_id, use_tracking_uid=use_tracking_uid)
    activity = lineage.Activity(
        lineage.new_activity_id(), "track", "lesion_observation", fingerprint(track), GitState(),
        {"use_tracking_uid": use_tracking_uid}, snapshot_id, started, n_members=len(visits), n_computed=len(visits),
        status="done", ended_at=lineage.now(),
    )  # fmt: skip
    lesions = [_lesion_row(patient_key, t, activity.activity_id) for t in tracks]
    observations = [row for t in tracks for row in _observation_rows(patient_key, t)]
    volumes = sorted({f.volume_id for v in visits for f in v.findings})
    kept = _commit(lake, patient_key, lesions, observations, activity, volumes)
    if not tracks:
        notes.append("no segment or tumour contour of this patient outlines a lesion on a volume of the lake")
    return TrackResult(
        lake, patient_key, tuple(lesions), tuple(kept), tuple(dict.fromkeys(used)), tuple(notes)
    )


# -- rows ---------------------------------------------------------------------------------------------


def _lesion_row(patient_key: str, t: Track, activity_id: str) -> dict[str, Any]:
    seen = [o.timepoint_index for o in t.observations if o.finding is not None]
    uid = t.tracking_uid or f"2.25.{int(hashlib.sha256(t.lesion_id.encode()).hexdigest()[:32], 16)}"
    return {
        "lesion_id": t.lesion_id, "patient_key": patient_key, "person": t.person, "TrackingUID": uid, "name": t.name,
        "first_timepoint": seen[0], "last_timepoint": seen[-1], "status": t.observations[-1].state,
        "n_observations": len(t.observations), "activity_id": activity_id,
    }  # fmt: skip


def _observation_rows(patient_key: str, t: Track) -> list[dict[str, Any]]:
    rows = []
    before: Finding | None = None
    for o in t.observations:
        f = o.finding
        volume = f.volume_ml if f is not None else 0.0 if o.state == "gone" else None
        change = volume - before.volume_ml if volume is not None and before is not None else None
        seed = f"{t.lesion_id}\0{o.timepoint_index}\0{f.finding_id if f is not None else ''}"
        link = o.change.link if o.change is not None else None
        rows.append({
            "observation_id": "o" + hashlib.sha256(seed.encode()).hexdigest()[:20], "lesion_id": t.lesion_id,
            "patient_key": patient_key, "timepoint_index": o.timepoint_index, "volume_id": o.volume_id,
            "segment_id": f.finding_id if f is not None and f.kind == "segment" else None,
            "roi_id": f.finding_id if f is not None and f.kind == "roi" else None,
            "centroid_lps": [float(v) for v in f.centroid_lps] if f is not None else None,
            "longest_diameter_mm": f.longest_diameter_mm if f is not None else None,
            "short_axis_mm": f.short_axis_mm if f is not None else None, "volume_ml": volume,
            "volume_uncertainty_ml": f.volume_uncertainty_ml if f is not None else None,
            "mean_value": f.mean_value if f is not None else None, "unit_code": f.unit_code if f is not None else None,
            "state": o.state, "change_ml": change,
            "change_percent": 100 * change / before.volume_ml if change is not None and before is not None else None,
            "match_score": link.score if link else None, "match_distance_mm": link.distance_mm if link else None,
            "matched_by": link.matched_by if link else "overlap" if o.state in ("merged", "split") else None,
            "registration_id": o.registration_id, "related_lesion_ids": list(o.related) or None, "verified_by": None,
        })  # fmt: skip
        before = f
    return rows


def _commit(
    lake: Any, patient_key: str, lesions: list[dict[str, Any]], observations: list[dict[str, Any]],
    activity: lineage.Activity, volumes: Sequence[str],
) -> list[dict[str, Any]]:  # fmt: skip
    """Replace the patient's lesions; a person's word on an observation that is still there is kept."""
    kept: list[dict[str, Any]] = observations

    def build(catalog: Any) -> Any:
        nonlocal kept
        from pacslake.catalog import Changes, Replace
        from pacslake.compute.grain import describe, of_columns

        words = dict(
            catalog.rows(
                "SELECT observation_id, verified_by FROM lesion_observation WHERE patient_key = ? AND verified_by IS NOT NULL",
                [patient_key],
            )
        )
        kept = [{**row, "verified_by": words.get(row["observation_id"])} for row in observations]
        inputs = [
            {
                "activity_id": activity.activity_id,
                "entity_id": m.entity_id,
                "grain": "volume",
                "content_hash": m.content_hash,
            }
            for m in describe(catalog, of_columns(["volume_id"]), volumes)
        ]
        output = {
            "activity_id": activity.activity_id,
            "kind": "rows",
            "name": "lesion_observation",
            "n_rows": len(kept),
        }
        return Changes(
            replace=[
                Replace("lesion", "patient_key", [patient_key], lesions),
                Replace("lesion_observation", "patient_key", [patient_key], kept),
            ],
            append={"activity": [activity.row()], "activity_input": inputs, "activity_output": [output]},
        )

    lake.commit(build, note="lesions followed")
    return kept


def growth(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """See `pacslake.longitudinal.growth`."""
    rows: list[dict[str, Any]] = lake.dicts(
        """
        SELECT l.lesion_id, l.name, l.TrackingUID, o.timepoint_index, t.date, t.days_from_baseline, o.volume_ml,
            o.volume_uncertainty_ml, o.longest_diameter_mm, o.short_axis_mm, o.mean_value, o.state, o.change_percent,
            o.volume_id, o.centroid_lps
        FROM lesion_observation o JOIN lesion l USING (lesion_id)
        JOIN timepoint t ON t.patient_key = o.patient_key AND t.timepoint_index = o.timepoint_index
        WHERE o.patient_key = ? ORDER BY l.name, l.lesion_id, o.timepoint_index
        """,
        [patient_key],
    )
    return rows
