"""Lesions followed over the visits: what objects outline them, which is which, how they change.

Lesions are segments (SEG) whose category is not normal anatomy, tumour volumes (GTV) of RT structure sets, what
structured reports measure without an outline (matched by TrackingUID), and masks that the caller gives. A visit without any such object says nothing about lesions, so nothing is called gone there. Visits are linked by
registering the volumes that carry the outlines; where that fails, TrackingUID alone can match. What a person
said of a match (`lesion_choice`) goes before all rules, and is kept.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pacslake.compute import lineage
from pacslake.compute.fingerprint import GitState, fingerprint
from pacslake.errors import SuvError, UsageError, VolumeError
from pacslake.longitudinal.findings import Finding, doubling_days, measure, reported
from pacslake.longitudinal.matching import Change, Decisions, match
from pacslake.longitudinal.timepoints import timeline

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Observation",
    "Outline",
    "Track",
    "TrackResult",
    "Visit",
    "follow",
    "growth",
    "track",
]

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
class Outline:
    """A lesion outlined by the caller: `mask` is (slice, row, column) on the grid of the volume."""

    volume_id: str
    mask: np.ndarray = field(repr=False)
    name: str = "lesion"
    tracking_uid: str | None = None
    organ: str | None = None
    is_node: bool = False


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
    expected_lps: tuple[float, ...] | None = None


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
    visits: Sequence[Visit],
    link: _LINK,
    make_id: Callable[[Finding], str],
    *,
    use_tracking_uid: bool = True,
    decisions: Decisions | None = None,
) -> list[Track]:
    """Chain the matches of consecutive visits (of one person) into lesions.

    Args:
        visits: in order; those without findings are passed over.
        link: gives (current to prior matrix or None, registration_id) for two visits.
        make_id: the key of a lesion from its first finding.
        use_tracking_uid: see `matching.match`.
        decisions: see `matching.match`.
    """
    tracks: list[Track] = []
    taken: set[str] = set()
    for person in sorted({v.person for v in visits}):
        mine = [v for v in visits if v.person == person and v.findings]
        open_tracks: list[Track] = []
        for place, visit in enumerate(mine):
            if not place:
                open_tracks = [_start(visit, f, None, None, make_id, taken) for f in visit.findings]
                tracks += open_tracks
                continue
            prior = mine[place - 1]
            settled = use_tracking_uid and _all_matched(open_tracks, visit)
            matrix, registration_id = (None, None) if settled else link(visit, prior)
            by_finding = {t.last_finding.finding_id: t for t in open_tracks if t.last_finding is not None}
            changes = match(
                [t.last_finding for t in by_finding.values() if t.last_finding is not None], visit.findings, matrix,
                use_tracking_uid=use_tracking_uid, decisions=decisions,
            )  # fmt: skip
            new: list[Track] = []
            for change in changes:
                if change.prior is not None and change.prior.finding_id in by_finding:
                    t = by_finding[change.prior.finding_id]
                    t.observations.append(_observation(visit, change, registration_id, matrix))
                elif change.current is not None:
                    again = _gone_before(tracks, person, change.current, visit) if use_tracking_uid else None
                    if again is not None:
                        again.observations.append(_observation(visit, change, registration_id, None))
                        new.append(again)
                    else:
                        new.append(_start(visit, change.current, change, registration_id, make_id, taken))
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
    taken: set[str],
) -> Track:
    """A lesion seen for the first time.

    `taken` holds the TrackingUIDs of lesions so far. One comes twice where a reader has parted two findings that share
    it, or where two persons' objects lie under one PatientID: then the later lesion is named by its finding instead.
    """
    observation = (
        _observation(visit, change, registration_id, None)
        if change is not None
        else Observation(visit.timepoint_index, finding, None, None, finding.volume_id)
    )
    named = finding
    if finding.tracking_uid in taken:
        named = replace(finding, tracking_uid=None)
    elif finding.tracking_uid is not None:
        taken.add(finding.tracking_uid)
    return Track(make_id(named), visit.person, finding.name, named.tracking_uid, [observation])


def _observation(
    visit: Visit, change: Change, registration_id: str | None, current_to_prior: np.ndarray | None
) -> Observation:
    where = change.current.volume_id if change.current is not None else visit.volume_id
    expected = None
    if current_to_prior is not None and change.prior is not None and change.prior.has_place:
        there = np.linalg.inv(current_to_prior)
        expected = tuple(float(v) for v in there[:3, :3] @ change.prior.centroid_lps + there[:3, 3])
    return Observation(
        visit.timepoint_index, change.current, change.state, change, where, registration_id, (), expected
    )


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

_OUTLINES = """
    SELECT s.segment_id, coalesce(s.SegmentLabel, s.TrackingID, 'segment ' || s.SegmentNumber) AS name, s.TrackingUID,
        s.StudyInstanceUID, s.volume_id, 'segment' AS kind, s.AnatomicRegion_meaning AS organ,
        concat_ws(' ', s.SegmentedPropertyType_code, s.SegmentedPropertyType_meaning, s.AnatomicRegion_meaning) AS words
    FROM segment s JOIN instance_row i USING (instance_version_id)
    WHERE i.is_current AND s.patient_key = ? AND s.volume_id IS NOT NULL AND coalesce(s.n_voxels, 1) > 0
        AND coalesce(s.SegmentedPropertyCategory_code, '') NOT IN (SELECT unnest(?))
    UNION ALL
    SELECT r.roi_id, coalesce(r.ROIName, 'ROI ' || r.ROINumber), NULL, r.StudyInstanceUID, r.volume_id, 'roi', NULL,
        concat_ws(' ', r.ROIName, r.RTROIIdentification_meaning)
    FROM roi r JOIN instance_row i USING (instance_version_id)
    WHERE i.is_current AND r.patient_key = ? AND r.volume_id IS NOT NULL AND coalesce(r.n_voxels, 1) > 0
        AND r.RTROIInterpretedType = 'GTV'
    ORDER BY 4, 5, 1
"""

# Sizes in structured reports, of groups that name no segment of this lake: SNOMED codes and their retired SRT ones.
_REPORTED = """
    WITH sizes AS (
        SELECT measurement_group_id,
            max(CASE WHEN name_code IN ('118565006', 'G-D705') THEN
                CASE unit WHEN 'ml' THEN value WHEN 'cm3' THEN value WHEN 'mm3' THEN value / 1000 END END) AS volume_ml,
            max(CASE WHEN name_code IN ('103339001', 'G-A185', '131187009', 'G-A193', '81827009', 'M-02550', '410668003',
                'G-D7FE') THEN CASE unit WHEN 'mm' THEN value WHEN 'cm' THEN 10 * value END END) AS longest,
            max(CASE WHEN name_code IN ('103340004', 'G-A186', '131188004', 'G-A194') THEN
                CASE unit WHEN 'mm' THEN value WHEN 'cm' THEN 10 * value END END) AS short
        FROM measurement WHERE patient_key = ? AND activity_id IS NULL AND measurement_group_id IS NOT NULL GROUP BY 1
    )
    SELECT g.measurement_group_id, coalesce(g.TrackingID, g.finding_meaning, 'reported lesion'), g.TrackingUID,
        g.StudyInstanceUID, g.volume_id, z.volume_ml, z.longest, z.short, g.finding_site_meaning,
        concat_ws(' ', g.finding_code, g.finding_meaning, g.finding_site_meaning)
    FROM measurement_group g JOIN sizes z USING (measurement_group_id)
    JOIN instance_row i ON i.instance_version_id = g.instance_version_id
    WHERE i.is_current AND g.patient_key = ? AND g.TrackingUID IS NOT NULL AND g.segment_id IS NULL
        AND (z.volume_ml IS NOT NULL OR z.longest IS NOT NULL)
    ORDER BY 4, 1
"""


def _is_node(words: str | None) -> bool:
    """Whether codes or words name a lymph node (SCT 59441001)."""
    text = (words or "").casefold()
    return "59441001" in text or "lymph node" in text or "lymphnode" in text or "lymphknoten" in text


def _visits(
    lake: Any,
    patient_key: str,
    points: Sequence[Mapping[str, Any]],
    outlines: Sequence[Outline],
    notes: list[str],
) -> list[Visit]:
    of_study = {uid: p for p in points for uid in p["StudyInstanceUIDs"]}
    found: dict[int, list[Finding]] = defaultdict(list)
    # One volume at a time, its values read once for all lesions in it.
    by_volume: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in lake.rows(_OUTLINES, [patient_key, list(_NORMAL_ANATOMY), patient_key]):
        if row[3] in of_study:
            by_volume[row[4]].append(row)
    for outline in outlines:
        by_volume[outline.volume_id].append(_outline_row(lake, patient_key, outline))
    masks = {row[0]: o.mask for o in outlines for row in by_volume[o.volume_id] if row[0] == _outline_id(o)}
    frames: dict[str, str | None] = {}
    for volume_id, rows in by_volume.items():
        try:
            volume = lake.volume(volume_id)
            affine = _grid(volume)
            values, unit = _values(volume, notes)
        except VolumeError as error:
            notes.append(f"volume {volume_id}: {error}")
            continue
        frames[volume_id] = volume.frame_of_reference_uid
        for finding_id, name, tracking_uid, study, _, kind, organ, words in rows:
            try:
                mask = _on_grid(volume, masks[finding_id]) if kind == "mask" else volume.mask(finding_id)
            except VolumeError as error:
                notes.append(f"{kind} {finding_id}: {', '.join(error.reason_codes) or error}")
                continue
            finding = measure(
                mask, affine, finding_id=finding_id, name=name, tracking_uid=tracking_uid, volume_id=volume_id,
                values=values, unit_code=unit, kind=kind, organ=organ, is_node=_is_node(words),
            )  # fmt: skip
            if finding is None:
                notes.append(f"{kind} {finding_id}: empty on the grid of volume {volume_id}")
            elif study in of_study:
                found[of_study[study]["timepoint_index"]].append(finding)
    for key, name, uid, study, volume_id, volume_ml, longest, short, organ, words in lake.rows(
        _REPORTED, [patient_key, patient_key]
    ):
        if study in of_study:
            place = of_study[study]["timepoint_index"]
            # An outline of the same lesion at the same visit says more than the report's numbers.
            if all(f.tracking_uid != uid for f in found[place]):
                found[place].append(
                    reported(
                        finding_id=key,
                        name=name,
                        tracking_uid=uid,
                        volume_id=volume_id or "",
                        volume_ml=volume_ml,
                        longest_diameter_mm=longest,
                        short_axis_mm=short,
                        organ=organ,
                        is_node=_is_node(words),
                    )
                )
    return [_visit(p, found.get(p["timepoint_index"], []), frames, notes) for p in points]


def _visit(
    point: Mapping[str, Any], findings: Sequence[Finding], frames: Mapping[str, str | None], notes: list[str]
) -> Visit:
    """The visit; lesions in another frame of reference than most lose their place, for it is not comparable."""
    ids = [f.volume_id for f in findings if f.has_place]
    most = max(sorted(set(ids)), key=ids.count) if ids else None
    kept, apart = [], 0
    for f in findings:
        if f.has_place and most is not None and frames.get(f.volume_id) != frames.get(most):
            apart += 1
            f = replace(f, points_lps=np.empty((0, 3)))
        kept.append(f)
    if apart:
        notes.append(
            f"visit {point['timepoint_index']}: {apart} lesions lie in another frame of reference than the volume "
            "with most lesions; they are matched by TrackingUID alone"
        )
    return Visit(point["timepoint_index"], point["person"], tuple(kept), most)


def _outline_id(outline: Outline) -> str:
    seed = np.packbits(np.asarray(outline.mask) > 0).tobytes() + outline.volume_id.encode()
    return "k" + hashlib.sha256(seed).hexdigest()[:20]


def _outline_row(lake: Any, patient_key: str, outline: Outline) -> tuple[Any, ...]:
    rows = lake.rows(
        "SELECT DISTINCT i.StudyInstanceUID, i.patient_key FROM volume_frame f JOIN instance_row i "
        "USING (instance_version_id) WHERE f.volume_id = ?",
        [outline.volume_id],
    )
    if not rows or rows[0][1] != patient_key:
        raise UsageError(f"volume {outline.volume_id} of an outline is not of this patient")
    words = "lymph node" if outline.is_node else None
    return (
        _outline_id(outline), outline.name, outline.tracking_uid, rows[0][0], outline.volume_id, "mask", outline.organ,
        words,
    )  # fmt: skip


def _on_grid(volume: Any, mask: np.ndarray) -> np.ndarray:
    if tuple(np.shape(mask)) != tuple(volume.shape[-3:]):
        raise VolumeError(
            f"a mask of shape {tuple(np.shape(mask))} does not lie on volume {volume.volume_id} of shape "
            f"{tuple(volume.shape[-3:])}; resample it to that grid first",
            ("mask_on_another_grid",),
        )
    return np.asarray(mask)


def _values(volume: Any, notes: list[str]) -> tuple[np.ndarray, str | None]:
    """Values (slice, row, column) and their unit: of PET SUVbw where it can be known."""
    if volume.modality == "PT":
        try:
            suv = np.asarray(volume.suv())
            return suv.reshape(suv.shape[-3:]) if suv.ndim == 3 else suv[0], "SUVbw"
        except SuvError as error:
            notes.append(f"volume {volume.volume_id}: uptake stands in the file's unit ({error})")
    return _first(volume), volume.row.get("unit_code")


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
    lake: Any,
    patient_key: str,
    *,
    use_tracking_uid: bool = True,
    kind: Literal["rigid", "affine"] = "rigid",
    levels_mm: tuple[float, ...] | None = None,
    outlines: Sequence[Outline] = (),
) -> TrackResult:
    """See `pacslake.longitudinal.track`."""
    points = timeline(lake, patient_key)
    started, notes, used = lineage.now(), [], []  # type: ignore[var-annotated]
    errors: dict[str, float | None] = {}
    snapshot_id = int(lake.catalog.snapshot.snapshot_id)
    visits = _visits(lake, patient_key, points, outlines, notes)
    if not points:
        notes.append(
            "the patient has no time point: without a patient identifier nobody can say that two are one"
        )
    elif len([v for v in visits if v.findings]) == 1:
        notes.append("lesions are outlined at one time point only: there is nothing to compare them with")

    def link(current: Visit, prior: Visit) -> tuple[np.ndarray | None, str | None]:
        from pacslake.longitudinal.registration import matrix_between

        if current.volume_id is None or prior.volume_id is None:
            return None, None
        matrix, stored = matrix_between(
            lake, current.volume_id, prior.volume_id, kind=kind, levels_mm=levels_mm
        )
        used.append(stored.registration_id)
        errors[stored.registration_id] = stored.inverse_consistency_mm
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

    said = {
        (p, c): bool(same)
        for p, c, same in lake.rows(
            "SELECT prior_finding_id, current_finding_id, same FROM lesion_choice WHERE patient_key = ? ORDER BY chosen_at",
            [patient_key],
        )
    }
    tracks = follow(visits, link, make_id, use_tracking_uid=use_tracking_uid, decisions=said)
    activity = lineage.Activity(
        lineage.new_activity_id(), "track", "lesion_observation", fingerprint(track), GitState(),
        {"use_tracking_uid": use_tracking_uid, "kind": kind}, snapshot_id, started, n_members=len(visits), n_computed=len(visits),
        status="done", ended_at=lineage.now(),
    )  # fmt: skip
    lesions = [_lesion_row(patient_key, t, activity.activity_id) for t in tracks]
    days = {p["timepoint_index"]: p["days_from_baseline"] for p in points}
    observations = [row for t in tracks for row in _observation_rows(patient_key, t, days, errors)]
    volumes = sorted({f.volume_id for v in visits for f in v.findings if f.volume_id})
    kept = _commit(lake, patient_key, lesions, observations, activity, volumes)
    if not tracks:
        notes.append(
            "no segment, tumour contour or report of this patient tells of a lesion on a volume of the lake"
        )
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
        "organ": next((o.finding.organ for o in t.observations if o.finding is not None and o.finding.organ), None),
        "is_node": any(o.finding.is_node for o in t.observations if o.finding is not None),
    }  # fmt: skip


def _observation_rows(
    patient_key: str, t: Track, days: Mapping[int, int | None], errors: Mapping[str, float | None]
) -> list[dict[str, Any]]:
    rows = []
    before: Finding | None = None
    seen_at: int | None = None
    for o in t.observations:
        f = o.finding
        volume = f.volume_ml if f is not None else 0.0 if o.state == "gone" else None
        earlier = before.volume_ml if before is not None else None
        change = volume - earlier if volume is not None and earlier is not None else None
        other = o.change.alternative if o.change is not None else None
        seed = f"{t.lesion_id}\0{o.timepoint_index}\0{f.finding_id if f is not None else ''}"
        link = o.change.link if o.change is not None else None
        rows.append({
            "observation_id": "o" + hashlib.sha256(seed.encode()).hexdigest()[:20], "lesion_id": t.lesion_id,
            "patient_key": patient_key, "timepoint_index": o.timepoint_index, "volume_id": o.volume_id,
            "segment_id": f.finding_id if f is not None and f.kind == "segment" else None,
            "roi_id": f.finding_id if f is not None and f.kind == "roi" else None,
            "centroid_lps": [float(v) for v in f.centroid_lps] if f is not None and f.has_place else None,
            "longest_diameter_mm": f.longest_diameter_mm if f is not None else None,
            "short_axis_mm": f.short_axis_mm if f is not None else None, "volume_ml": volume,
            "volume_uncertainty_ml": f.volume_uncertainty_ml if f is not None else None,
            "mean_value": f.mean_value if f is not None else None, "unit_code": f.unit_code if f is not None else None,
            "state": o.state, "change_ml": change,
            "change_percent": 100 * change / earlier if change is not None and earlier else None,
            "match_score": link.score if link else None, "match_distance_mm": link.distance_mm if link else None,
            "matched_by": link.matched_by if link else "overlap" if o.state in ("merged", "split") else None,
            "registration_id": o.registration_id, "related_lesion_ids": list(o.related) or None, "verified_by": None,
            "finding_id": f.finding_id if f is not None else None,
            "prior_finding_id": before.finding_id if before is not None else None,
            "measurement_group_id": f.finding_id if f is not None and f.kind == "report" else None,
            "max_value": f.max_value if f is not None else None, "peak_value": f.peak_value if f is not None else None,
            "slice_mm": f.slice_mm if f is not None else None,
            **_growth(before, f, days.get(seen_at) if seen_at is not None else None, days.get(o.timepoint_index)),
            "alternative_finding_id": other[0].finding_id if other else None,
            "alternative_score": other[1] if other else None,
            "expected_lps": list(o.expected_lps) if o.expected_lps else None,
            "registration_error_mm": errors.get(o.registration_id or ""),
        })  # fmt: skip
        before, seen_at = f, o.timepoint_index
    return rows


def _growth(
    before: Finding | None, now: Finding | None, day: int | None, today: int | None
) -> dict[str, Any]:
    """Uncertainty of the change, and how fast it went."""
    names = ("doubling_days", "doubling_days_low", "doubling_days_high")
    if before is None or now is None or before.volume_ml is None or now.volume_ml is None:
        return {"change_uncertainty_ml": None, **dict.fromkeys(names)}
    doubts = (before.volume_uncertainty_ml, now.volume_uncertainty_ml)
    speed: tuple[float | None, ...] = (None, None, None)
    if day is not None and today is not None:
        speed = doubling_days(before.volume_ml, now.volume_ml, today - day, doubts)
    return {"change_uncertainty_ml": float(np.hypot(*doubts)), **dict(zip(names, speed, strict=True))}


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
        decided = {
            (p, c): by
            for p, c, by in catalog.rows(
                "SELECT prior_finding_id, current_finding_id, chosen_by FROM lesion_choice WHERE patient_key = ? AND same "
                "ORDER BY chosen_at",
                [patient_key],
            )
        }
        kept = [
            {
                **row,
                "verified_by": decided.get((row["prior_finding_id"], row["finding_id"]))
                or words.get(row["observation_id"]),
            }
            for row in observations
        ]
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
            o.volume_id, o.centroid_lps, o.observation_id, o.expected_lps, o.change_uncertainty_ml, o.doubling_days,
            o.doubling_days_low, o.doubling_days_high, o.peak_value, o.unit_code, o.match_score, o.matched_by,
            o.alternative_finding_id, o.alternative_score, o.verified_by, o.finding_id, o.prior_finding_id
        FROM lesion_observation o JOIN lesion l USING (lesion_id)
        JOIN timepoint t ON t.patient_key = o.patient_key AND t.timepoint_index = o.timepoint_index
        WHERE o.patient_key = ? ORDER BY l.name, l.lesion_id, o.timepoint_index
        """,
        [patient_key],
    )
    return rows
