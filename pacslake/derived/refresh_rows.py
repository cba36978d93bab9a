"""Rows of derived objects: segments, regions of interest, measurements, and what is wrong with their references.

What is left to do is a query over `derived_state`, so a run that was killed is completed by the next, and a run
with nothing new costs one query. Objects are read one at a time; one that cannot be read gives an issue and
never stops the others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacslake.errors import PacslakeError

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes
    from pacslake.derived.protocols import LakeLike

__all__ = ["RULE_VERSION", "refresh"]

RULE_VERSION = 2
"""Raise it when the rules change: every derived object is then read again."""

COMMIT_EVERY = 200
"""Objects in one commit."""

MAX_WAITING = 100

_ROOT = "1.2.840.10008.5.1.4.1.1."
_KINDS = {
    "66.4": "segmentation", "66.7": "segmentation", "481.3": "structure_set", "30": "parametric_map",
    "481.2": "dose", "481.5": "plan", "481.8": "plan", "66.1": "registration", "66.3": "registration",
    "88.59": "key_object",
}  # fmt: skip
"""SOP class, below the root of the storage classes, to the kind of object (PS3.4 annex B.5)."""

_FAMILIES = {"88.": "report", "11.": "presentation_state", "9.": "waveform", "104.": "document"}
"""The same for classes whose numbers begin alike."""

TABLES = (
    "segment", "roi", "measurement_group", "measurement", "evaluation", "parametric_map", "rt_dose", "dvh", "rt_plan",
    "rt_beam", "presentation_state", "key_object", "spatial_registration", "waveform", "document",
)  # fmt: skip

_PENDING = f"""
WITH here AS (
    SELECT instance_version_id, "SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID",
        patient_key, "FrameOfReferenceUID"
    FROM instance_row
    WHERE is_current
        AND ("SOPClassUID" IN (SELECT unnest(?)) OR list_bool_or([starts_with("SOPClassUID", f) FOR f IN ?]))
), study_volumes AS (
    SELECT i."StudyInstanceUID", sha256(string_agg(v.volume_id, ',' ORDER BY v.volume_id)) AS volumes_sha256
    FROM volume v
    JOIN (SELECT DISTINCT "SeriesInstanceUID", "StudyInstanceUID" FROM instance_row WHERE is_current) i
        USING ("SeriesInstanceUID")
    WHERE i."StudyInstanceUID" IN (SELECT "StudyInstanceUID" FROM here)
    GROUP BY ALL
), arrived AS (
    SELECT DISTINCT d.instance_version_id
    FROM (SELECT instance_version_id, unnest(waiting_for) AS uid FROM derived_state) d
    JOIN instance_row i ON i."SOPInstanceUID" = d.uid AND i.is_current
), moved AS (
    SELECT DISTINCT r.instance_version_id
    FROM (
        SELECT instance_version_id, volume_id FROM segment
        UNION ALL SELECT instance_version_id, volume_id FROM roi
        UNION ALL SELECT instance_version_id, volume_id FROM measurement_group
        UNION ALL SELECT instance_version_id, volume_id FROM rt_dose
        UNION ALL SELECT instance_version_id, unnest([volume_id, source_volume_id]) FROM parametric_map
    ) r
    ANTI JOIN volume v ON v.volume_id = r.volume_id
    WHERE r.volume_id IS NOT NULL AND r.instance_version_id IS NOT NULL
)
SELECT h.*, s.volumes_sha256
FROM here h
LEFT JOIN study_volumes s USING ("StudyInstanceUID")
LEFT JOIN derived_state d USING (instance_version_id)
WHERE d.instance_version_id IS NULL
    OR d.rule_version IS DISTINCT FROM {RULE_VERSION}
    OR d.volumes_sha256 IS DISTINCT FROM s.volumes_sha256
    OR h.instance_version_id IN (SELECT instance_version_id FROM arrived)
    OR h.instance_version_id IN (SELECT instance_version_id FROM moved)
ORDER BY h."StudyInstanceUID", h."SOPInstanceUID", h.instance_version_id
"""

_ANY = """
SELECT 1 FROM instance_row
WHERE is_current
    AND ("SOPClassUID" IN (SELECT unnest(?)) OR list_bool_or([starts_with("SOPClassUID", f) FOR f IN ?])) LIMIT 1
"""

_GONE = """
SELECT instance_version_id FROM derived_state
WHERE instance_version_id NOT IN (SELECT instance_version_id FROM instance_row WHERE is_current)
"""


@dataclass
class Outcome:
    """What came of one object: rows by table, issues, and its row of `derived_state`."""

    instance_version_id: str
    state: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)


def refresh(lake: LakeLike) -> int:
    """Make the rows of derived objects that are new, changed, or waited for something that came; how many.

    Commits the tables of `TABLES`, `issue` and `derived_state`.
    Values that were computed here (rows with an activity_id) are left alone.
    """
    kinds = [[_ROOT + c for c in _KINDS], [_ROOT + f for f in _FAMILIES]]
    known = "derived_state" in lake.catalog.snapshot.tables
    if not known and not lake.rows(
        _ANY, kinds
    ):  # as of most lakes; the whole question takes several times as long
        return 0
    pending = lake.dicts(_PENDING, kinds)
    gone = [row[0] for row in lake.rows(_GONE)] if known else []
    if gone:
        _commit(lake, [], gone)
    if not pending:
        return 0
    from pacslake.derived.resolve import Lookup

    for chunk in _chunks(pending, COMMIT_EVERY):
        lookup = Lookup(lake, chunk)
        _commit(lake, [_outcome(row, lookup) for row in chunk], [])
    return len(pending)


def kind_of(sop_class_uid: str) -> str:
    """The kind of a derived object, as `derived_state.kind` has it: segmentation, structure_set, report, plan ..."""
    below = sop_class_uid.removeprefix(_ROOT)
    return _KINDS.get(below) or next(kind for start, kind in _FAMILIES.items() if below.startswith(start))


def _chunks(items: Sequence[dict[str, Any]], size: int) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _outcome(row: dict[str, Any], lookup: Any) -> Outcome:
    from pacslake.derived import read
    from pacslake.derived.issues import issue

    id, kind = row["instance_version_id"], kind_of(row["SOPClassUID"])
    missing = lookup.missing(id)
    outcome = Outcome(
        id,
        {
            "instance_version_id": id,
            "kind": kind,
            "rule_version": RULE_VERSION,
            "status": "done",
            "n_rows": 0,
            "waiting_for": missing[:MAX_WAITING] or None,
            "volumes_sha256": row["volumes_sha256"],
        },
    )
    outcome.issues += read.reference_issues(row, kind, lookup)
    try:
        rows, issues = read.READERS[kind](row, lookup)
    except Exception as error:
        # Anything may be in a file. What a library raises on it is a fact about the file, not a crash of ours.
        logging.getLogger(__name__).info("derived object %s could not be read", id, exc_info=True)
        outcome.state["status"] = "failed"
        rows, issues = {}, [issue(id, "derived_object_unreadable", "error", _reason(error))]
    outcome.rows, outcome.state["n_rows"] = rows, sum(len(r) for r in rows.values())
    outcome.issues += issues
    return outcome


def _reason(error: Exception) -> str:
    """Why an object could not be read, in words that cannot hold a value from it."""
    if isinstance(error, PacslakeError):
        return f"the object could not be read: {error}"
    return f"the object could not be read ({type(error).__name__}); its other rows are complete"


def _commit(lake: LakeLike, outcomes: Sequence[Outcome], gone: Iterable[str]) -> None:
    """Replace all rows of these objects at once; the objects in `gone` get none."""
    from pacslake.catalog import Changes, Replace

    ids = [*(o.instance_version_id for o in outcomes), *gone]

    def build(catalog: Catalog) -> Changes | None:
        tables = {name: [r for o in outcomes for r in o.rows.get(name, ())] for name in TABLES}
        tables["derived_state"] = [o.state for o in outcomes]
        replace = [Replace(name, "instance_version_id", ids, rows) for name, rows in tables.items()]
        scopes = [f"derived:{id}" for id in ids]
        replace.append(Replace("issue", "scope", scopes, [i for o in outcomes for i in o.issues]))
        return Changes(replace=replace)

    lake.commit(build, note=f"derived objects: {len(outcomes)} read, {len(ids) - len(outcomes)} withdrawn")
