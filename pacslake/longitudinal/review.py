"""What people say of matches: confirm, correct, and see the lesions follow."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pacslake.errors import NotFoundError, UsageError
from pacslake.longitudinal.tracking import Outline, TrackResult, track

__all__ = ["confirm", "relink"]


def confirm(lake: Any, observation_id: str, *, by: str) -> dict[str, Any]:
    """See `pacslake.longitudinal.confirm`."""
    _need_name(by)
    rows = lake.dicts("SELECT * FROM lesion_observation WHERE observation_id = ?", [observation_id])
    if not rows:
        raise NotFoundError(
            f"the lake has no observation {observation_id}; SELECT observation_id FROM lesion_observation lists them"
        )
    row = {**rows[0], "verified_by": by}
    findings = row["prior_finding_id"], row["finding_id"]

    def build(catalog: Any) -> Any:
        from pacslake.catalog import Changes, Replace

        replaced = [Replace("lesion_observation", "observation_id", [observation_id], [row])]
        # A lesion that was gone before and comes back has no finding on either side: the row alone tells of it.
        if any(findings):
            choice = _choice(row["patient_key"], *findings, True, by)
            replaced.append(Replace("lesion_choice", "choice_id", [choice["choice_id"]], [choice]))
        return Changes(replace=replaced)

    lake.commit(build, note="a match confirmed")
    return row


def relink(
    lake: Any,
    patient_key: str,
    prior_finding_id: str | None,
    current_finding_id: str | None,
    *,
    by: str,
    same: bool = True,
    outlines: Sequence[Outline] = (),
) -> TrackResult:
    """See `pacslake.longitudinal.relink`."""
    _need_name(by)
    if prior_finding_id is None and current_finding_id is None:
        raise UsageError("name a finding of the earlier visit, one of the later visit, or both")
    known = dict(
        lake.rows(
            "SELECT finding_id, min(timepoint_index) FROM lesion_observation WHERE patient_key = ? AND finding_id IS NOT NULL "
            "GROUP BY 1",
            [patient_key],
        )
    )
    for finding in (prior_finding_id, current_finding_id):
        if finding is not None and finding not in known:
            raise NotFoundError(
                f"the patient has no finding {finding}; track the patient first, then see lesion_observation.finding_id"
            )
    if prior_finding_id and current_finding_id and known[prior_finding_id] >= known[current_finding_id]:
        raise UsageError(f"finding {prior_finding_id} is not from an earlier visit than {current_finding_id}")
    choice = _choice(patient_key, prior_finding_id, current_finding_id, same, by)

    def build(catalog: Any) -> Any:
        from pacslake.catalog import Changes, Replace

        # A new word takes the place of those it contradicts: a finding has one partner.
        old = [
            key
            for key, p, c, was in catalog.rows(
                "SELECT choice_id, prior_finding_id, current_finding_id, same FROM lesion_choice WHERE patient_key = ?",
                [patient_key],
            )
            if (p, c) == (prior_finding_id, current_finding_id)
            or (
                same
                and was
                and ((p is not None and p == prior_finding_id) or (c is not None and c == current_finding_id))
            )
        ]
        return Changes(replace=[Replace("lesion_choice", "choice_id", [*old, choice["choice_id"]], [choice])])

    lake.commit(build, note="a match corrected")
    return track(lake, patient_key, outlines=outlines, **_options_before(lake, patient_key))


def _need_name(by: str) -> None:
    if not by.strip():
        raise UsageError("say who decides this: by='initials or role'")


def _choice(patient_key: str, prior: str | None, current: str | None, same: bool, by: str) -> dict[str, Any]:
    seed = f"{patient_key}\0{prior or ''}\0{current or ''}"
    return {
        "choice_id": "w" + hashlib.sha256(seed.encode()).hexdigest()[:20], "patient_key": patient_key,
        "prior_finding_id": prior, "current_finding_id": current, "same": same, "chosen_by": by,
        "chosen_at": datetime.datetime.now(datetime.UTC).replace(tzinfo=None),
    }  # fmt: skip


def _options_before(lake: Any, patient_key: str) -> dict[str, Any]:
    """The options that the patient was tracked with last."""
    rows = lake.rows(
        "SELECT a.parameters FROM lesion l JOIN activity a USING (activity_id) WHERE l.patient_key = ? LIMIT 1",
        [patient_key],
    )
    return dict(json.loads(rows[0][0])) if rows else {}
