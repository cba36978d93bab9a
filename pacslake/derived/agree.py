"""Agreement of two outlines in a lake, as a row of `agreement`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacslake.derived.grid import load_grid
from pacslake.derived.masks import mask
from pacslake.derived.rows import row_id
from pacslake.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes
    from pacslake.derived.protocols import LakeLike

__all__ = ["compare_masks"]

_OUTLINES = """
SELECT segment_id AS id, 'segment' AS kind, "SegmentLabel" AS name, volume_id, patient_key FROM segment
WHERE segment_id IN (SELECT unnest(?))
UNION ALL
SELECT roi_id, 'roi', "ROIName", volume_id, patient_key FROM roi WHERE roi_id IN (SELECT unnest(?))
"""
_VOLUME = """
SELECT any_value(i."StudyInstanceUID"), any_value(v."SeriesInstanceUID")
FROM volume v JOIN instance_row i USING ("SeriesInstanceUID") WHERE v.volume_id = ? AND i.is_current
"""


def compare_masks(lake: Any, a_id: str, b_id: str, volume: Any = None) -> dict[str, Any]:
    """How far two segments or regions agree on one volume's grid; the row is kept in the table `agreement`.

    Args:
        a_id, b_id: `segment_id` or `roi_id`.
        volume: a `Volume` or volume_id; by default the one that both were drawn on.

    Returns: the row: n_a, n_b, n_both, dice, jaccard, volumes in ml, distances of surfaces in mm. The same pair on the
    same volume is one row, made anew each time.

    Raises:
        NotFoundError: one of the outlines is not in this snapshot.
        UsageError: they were drawn on different volumes, and none is given.
        VolumeError: a mask cannot be laid on the volume; see `mask`.
    """
    from pacslake.compute import lineage
    from pacslake.compute.agreement import agreement
    from pacslake.compute.fingerprint import GitState, fingerprint

    started = lineage.now()
    ids = [a_id, b_id]
    outlines = {row["id"]: row for row in lake.dicts(_OUTLINES, [ids, ids])}
    for id in ids:
        if id not in outlines:
            raise NotFoundError(
                f"no segment and no region of interest '{id}' in this snapshot; see segment and roi"
            )
    volume_id = _volume_of(outlines[a_id], outlines[b_id], volume)
    grid = load_grid(lake, volume_id)

    def points_of(at: Any) -> Any:
        return grid.origins[at[:, 0]] + at[:, 1:2] * grid.along_column + at[:, 2:] * grid.along_row

    measured = agreement(mask(lake, volume_id, a_id), mask(lake, volume_id, b_id), points_of)
    study, series = lake.rows(_VOLUME, [volume_id])[0]
    a_ml, b_ml = (_ml(measured[n], grid.voxel_mm3) for n in ("n_a", "n_b"))
    activity = lineage.Activity(
        lineage.new_activity_id(), "derive", "agreement", fingerprint(agreement), GitState(),
        {"a_id": a_id, "b_id": b_id, "volume_id": volume_id}, lake.snapshot_id, started, n_members=2, n_computed=1,
        status="done", ended_at=lineage.now(),
    )  # fmt: skip
    row = {
        "agreement_id": row_id("q", a_id, b_id, volume_id),
        "a_id": a_id,
        "b_id": b_id,
        "a_kind": outlines[a_id]["kind"],
        "b_kind": outlines[b_id]["kind"],
        "a_name": outlines[a_id]["name"],
        "b_name": outlines[b_id]["name"],
        "volume_id": volume_id,
        "SeriesInstanceUID": series,
        "StudyInstanceUID": study,
        "patient_key": outlines[a_id]["patient_key"],
        **measured,
        "volume_a_ml": a_ml,
        "volume_b_ml": b_ml,
        "volume_difference_ml": b_ml - a_ml if a_ml is not None and b_ml is not None else None,
        "activity_id": activity.activity_id,
    }
    _commit(lake, row, activity)
    return row


def _volume_of(a: dict[str, Any], b: dict[str, Any], volume: Any) -> str:
    if volume is not None:
        return volume if isinstance(volume, str) else str(volume.volume_id)
    known = {row["volume_id"] for row in (a, b) if row["volume_id"]}
    if len(known) != 1:
        raise UsageError(
            f"the outlines were drawn on {len(known) or 'no'} volumes of this lake; say on which to compare them: "
            "compare_masks(lake, a, b, volume_id)"
        )
    return str(known.pop())


def _ml(n: Any, voxel_mm3: float | None) -> float | None:
    return n * voxel_mm3 / 1000 if voxel_mm3 is not None else None


def _commit(lake: LakeLike, row: dict[str, Any], activity: Any) -> None:
    from pacslake.catalog import Changes, Replace

    inputs = [
        {"activity_id": activity.activity_id, "entity_id": id, "grain": kind}
        for id, kind in (
            (row["a_id"], row["a_kind"]),
            (row["b_id"], row["b_kind"]),
            (row["volume_id"], "volume"),
        )
    ]
    output = {"activity_id": activity.activity_id, "kind": "rows", "name": "agreement", "n_rows": 1}

    def build(catalog: Catalog) -> Changes | None:
        return Changes(
            replace=[Replace("agreement", "agreement_id", [row["agreement_id"]], [row])],
            append={"activity": [activity.row()], "activity_input": inputs, "activity_output": [output]},
        )

    lake.commit(build, note="agreement of two outlines")
