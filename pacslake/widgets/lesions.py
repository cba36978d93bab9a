"""Lesions of a comparison: where each lies at each time point, how it grew, and a reader's word on the matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pacslake.errors import NotFoundError, PacslakeError, UsageError

__all__ = ["correct", "lesions_of", "timepoints_of", "tracks"]

_POINTS = """
    WITH shown AS (SELECT volume_id, SeriesInstanceUID FROM volume WHERE volume_id IN (SELECT unnest(?))),
         owned AS (SELECT DISTINCT SeriesInstanceUID, StudyInstanceUID, patient_key FROM instance_row
                   WHERE is_current AND SeriesInstanceUID IN (SELECT SeriesInstanceUID FROM shown))
    SELECT s.volume_id, o.patient_key, t.timepoint_index, t.days_from_baseline AS day, t.label
    FROM shown s JOIN owned o USING (SeriesInstanceUID)
    JOIN timepoint t ON t.patient_key = o.patient_key AND list_contains(t.StudyInstanceUIDs, o.StudyInstanceUID)
"""
_LESIONS = """
    SELECT l.lesion_id, coalesce(l.name, l.lesion_id) AS name, l.status, o.*, t.days_from_baseline AS day
    FROM lesion_observation o JOIN lesion l USING (lesion_id)
    JOIN timepoint t ON t.patient_key = o.patient_key AND t.timepoint_index = o.timepoint_index
    WHERE o.patient_key = ? ORDER BY name, l.lesion_id, o.timepoint_index
"""


def timepoints_of(lake: Any, volume_ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The time point of each volume: patient_key, timepoint_index, day, label. Empty where there is no lake."""
    if lake is None:
        return {}
    return {r["volume_id"]: r for r in lake.dicts(_POINTS, [list(volume_ids)])}


def lesions_of(
    lake: Any, volume_ids: Sequence[str], points: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The lesions of the patient whose volumes these are, in the order of their names.

    Args:
        points: as `timepoints_of` gives them.

    Each: `id`, `name`, `status`, and `at`, one entry for each volume in which it was measured: `n` (which of the
    volumes), `lps` (its centre in that volume's own LPS mm; None where it is gone), `volume_ml`, `long_mm`,
    `short_mm`, `state`, `by` (how it was matched), `score`, `observation`, `verified`.
    """
    patients = {p["patient_key"] for p in points.values()}
    if len(patients) != 1:
        return []
    try:
        rows = lake.dicts(_LESIONS, [patients.pop()])
    except PacslakeError:  # an old lake without the tables
        return []
    frames = _frames(lake, [*volume_ids, *(r["volume_id"] for r in rows if r["volume_id"])])
    out: dict[str, dict[str, Any]] = {}
    for r in rows:
        for n, volume_id in enumerate(volume_ids):
            if not _same_place(r, volume_id, points, frames):
                continue
            lesion = out.setdefault(
                r["lesion_id"], {"id": r["lesion_id"], "name": r["name"], "status": r["status"], "at": []}
            )
            lesion["at"].append({
                "n": n, "lps": r["centroid_lps"], "volume_ml": r["volume_ml"], "long_mm": r["longest_diameter_mm"],
                "short_mm": r["short_axis_mm"], "state": r["state"], "by": r["matched_by"], "score": r["match_score"],
                "observation": r["observation_id"], "verified": r["verified_by"], "day": r["day"],
            })  # fmt: skip
    return list(out.values())


def _frames(lake: Any, volume_ids: Sequence[str]) -> dict[str, str | None]:
    rows = lake.rows(
        "SELECT volume_id, FrameOfReferenceUID FROM volume WHERE volume_id IN (SELECT unnest(?))",
        [sorted(set(volume_ids))],
    )
    return dict(rows)


def _same_place(
    row: Mapping[str, Any],
    volume_id: str,
    points: Mapping[str, Mapping[str, Any]],
    frames: Mapping[str, str | None],
) -> bool:
    """Whether an observation's place holds in a volume: its own, or one of the same visit and frame of reference."""
    if row["volume_id"] == volume_id:
        return True
    frame = frames.get(volume_id)
    visit = points.get(volume_id, {}).get("timepoint_index")
    return visit == row["timepoint_index"] and frame is not None and frames.get(row["volume_id"]) == frame


def tracks(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """Lines of a growth chart: each lesion's volume and longest diameter over days; empty where nothing was tracked.

    Each: `measure`, `unit`, `id` (lesion_id), `name`, `points` with `day`, `value`, `error`, `note` (the state).
    """
    try:
        rows = lake.dicts(_LESIONS, [patient_key])
    except PacslakeError:
        return []
    names = {r["lesion_id"]: r["name"] for r in rows}
    out: list[dict[str, Any]] = []
    for measure, column, error, unit in (
        ("Volume", "volume_ml", "volume_uncertainty_ml", "ml"),
        ("Longest diameter", "longest_diameter_mm", None, "mm"),
    ):
        for lesion_id, name in names.items():
            points = [
                {
                    "day": r["day"] if r["day"] is not None else r["timepoint_index"], "value": _rounded(r[column]),
                    "error": _rounded(r[error]) if error else None, "note": r["state"],
                }
                for r in rows if r["lesion_id"] == lesion_id
            ]  # fmt: skip
            if any(p["value"] is not None for p in points):
                out.append(
                    {"measure": measure, "unit": unit, "id": lesion_id, "name": name, "points": points}
                )
    return out


def _rounded(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, 3)


def correct(lake: Any, observation_id: str, lesion_id: str | None, *, by: str) -> None:
    """Keep a reader's word that an observation belongs to another lesion, None for a new one; all are followed anew.

    Raises:
        NotFoundError: no such observation.
        UsageError: nothing was seen there, or the other lesion was not seen before.
    """
    from pacslake import longitudinal

    rows = lake.dicts("SELECT * FROM lesion_observation WHERE observation_id = ?", [observation_id])
    if not rows:
        raise NotFoundError(
            "this lesion is no longer in the newest snapshot: it was tracked anew; open the comparison again"
        )
    (row,) = rows
    if row["finding_id"] is None:
        raise UsageError("the lesion is gone at this visit: there is nothing to give to another lesion")
    prior = None
    if lesion_id is not None:
        found = lake.rows(
            "SELECT finding_id FROM lesion_observation WHERE lesion_id = ? AND timepoint_index < ? AND finding_id IS NOT NULL "
            "ORDER BY timepoint_index DESC LIMIT 1",
            [lesion_id, row["timepoint_index"]],
        )
        if not found:
            raise UsageError(
                "that lesion was not seen before this visit, so this one cannot be its follow-up"
            )
        prior = found[0][0]
    longitudinal.relink(lake, row["patient_key"], prior, row["finding_id"], by=by)
