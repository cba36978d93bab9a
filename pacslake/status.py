"""The state of a lake at a glance: batches, counts, quarantine, conflicts, pending work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["status"]

COUNTS = {
    "patients": "SELECT count(*) FROM patient",
    "studies": "SELECT count(*) FROM study",
    "series": "SELECT count(*) FROM series",
    "instances": "SELECT count(*) FROM instance WHERE is_current",
    "files": "SELECT count(*) FROM file",
    "bytes": "SELECT coalesce(sum(size_bytes), 0)::BIGINT FROM file",
    "volumes": "SELECT count(*) FROM volume",
    "pending_volumes": "SELECT count(*) FROM pending_volumes",
    "issues": "SELECT count(*) FROM issue",
    "cohorts": "SELECT count(DISTINCT cohort_id) FROM cohort",
}
BATCHES = """
    SELECT batch_id, started_at, ended_at, status, source_root, n_files, n_stored, n_duplicate, n_conflict,
           n_quarantined, n_not_dicom, n_dicomdir, n_unchanged
    FROM batch ORDER BY started_at DESC LIMIT 10
"""
QUARANTINE = """
    SELECT reason, count(*) AS n, max(batch_id) AS last_batch_id
    FROM file WHERE outcome = 'quarantined' AND NOT coalesce(vanished, false)
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10
"""
PENDING = {
    "volumes_to_convert": "SELECT count(*) FROM pending_volumes",
    "series_to_plan": """
        SELECT count(*) FROM (
            SELECT "SeriesInstanceUID" FROM instance_row WHERE is_current AND "SeriesInstanceUID" IS NOT NULL
            EXCEPT SELECT "SeriesInstanceUID" FROM series_plan)
    """,
    "derived_objects_waiting": "SELECT count(*) FROM derived_state WHERE len(waiting_for) > 0",
    "conflicts_undecided": "SELECT count(*) FROM issue WHERE code = 'sop_uid_conflict'",
    "batches_unfinished": "SELECT count(*) FROM batch WHERE ended_at IS NULL",
}


def status(lake: Lake) -> dict[str, Any]:
    """Counts, the newest ten batches, outcomes, quarantine, pending work and the commonest issues of a lake.

    The mapping holds plain values only and goes to JSON as it is; times are ISO 8601, UTC.
    """
    batches = [
        {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
        for row in lake.dicts(BATCHES)
    ]
    return {
        "lake": lake.dir.place,
        "lake_id": lake.dir.config.lake_id,
        "zone": lake.zone,
        "snapshot_id": lake.snapshot_id,
        "counts": {name: lake.rows(query)[0][0] for name, query in COUNTS.items()},
        "outcomes": dict(lake.rows("SELECT outcome, count(*) FROM file GROUP BY 1 ORDER BY 1")),
        "verdicts": dict(lake.rows("SELECT verdict, count(*) FROM volume GROUP BY 1 ORDER BY 2 DESC, 1")),
        "quarantine": [
            {"reason": reason, "n": n, "last_batch_id": batch} for reason, n, batch in lake.rows(QUARANTINE)
        ],
        "pending": {name: lake.rows(query)[0][0] for name, query in PENDING.items()},
        "issues": [
            {"code": code, "severity": severity, "n": n}
            for code, severity, n in lake.rows(
                "SELECT code, severity, count(*) FROM issue GROUP BY ALL ORDER BY 3 DESC, 1 LIMIT 20"
            )
        ],
        "batches": batches,
    }
