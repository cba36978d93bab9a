"""Plan what is not planned yet, or not by the rules of today. What is left to do is a query.

A series is planned when the digest over its current instances, or the version of the rules, differs from
what `series_plan` says. So a killed run is resumed by the next, a file that was added, replaced or erased
changes its own series only, and a new rule set plans the whole lake again without touching a file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pacslake.pixels.plan import RULE_VERSION, plan_refused, plan_series
from pacslake.pixels.plan_frame import Frame, SeriesPlan
from pacslake.pixels.plan_rows import (
    frames_of_series,
    issue_rows,
    suv_rows,
    volume_frame_rows,
    volume_rows,
)
from pacslake.version import __version__

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes

__all__ = ["refresh"]

FRAMES_A_COMMIT = 50_000
_log = logging.getLogger(__name__)

# Number, sum and exclusive or of whole numbers depend on no order, so no rows need be sorted.
# (A sum of md5_number() would be a DOUBLE, which does.)
_PENDING = """
WITH now AS (
    SELECT
        "SeriesInstanceUID",
        sha256(concat_ws(':', count(*), bit_xor(md5_number(instance_version_id)),
            sum(md5_number_upper(instance_version_id)))) AS inputs_sha256,
        sum(CASE WHEN pixel_keyword IS NULL THEN 0 ELSE greatest(coalesce(n_frames, 1), 1) END) AS n_frames
    FROM instance_row
    WHERE is_current AND "SeriesInstanceUID" IS NOT NULL
    GROUP BY "SeriesInstanceUID"
)
SELECT
    coalesce(n."SeriesInstanceUID", p."SeriesInstanceUID") AS uid,
    n.inputs_sha256,
    coalesce(n.n_frames, 0)::BIGINT AS n_frames,
    p."SeriesInstanceUID" IS NOT NULL AS planned_before
FROM now n
FULL JOIN series_plan p ON p."SeriesInstanceUID" = n."SeriesInstanceUID"
WHERE n.inputs_sha256 IS DISTINCT FROM p.inputs_sha256 OR p.rule_version IS DISTINCT FROM ?
ORDER BY uid
"""
_CONVERTED = """
SELECT volume_id, value_min, value_max, zarr_uri, zarr_checksum
FROM volume
WHERE "SeriesInstanceUID" IN (SELECT unnest(?)) AND zarr_uri IS NOT NULL
"""


class LakeLike(Protocol):
    """What planning asks of a lake."""

    catalog: Any

    def commit(self, build: Any, *, note: str = "") -> None: ...


Pending = tuple[str, str | None, int, bool]


def refresh(lake: LakeLike) -> int:
    """Plan all series whose instances, or whose rules, changed; return how many.

    Raises:
        PolicyError: the lake is open at an old snapshot.
        CommitConflictError: other writers were faster again and again.
    """
    planned = 0
    seen = lake.catalog
    for part in _parts(seen.rows(_PENDING, [RULE_VERSION])):
        lake.commit(_builder(seen, part), note=f"planned {len(part)} series")
        planned += len(part)
    return planned


def _builder(seen: Catalog, part: Sequence[Pending]) -> Callable[[Catalog], Changes | None]:
    """What a commit calls: plans `part`, asking again what is pending where another commit came between."""

    def build(catalog: Catalog) -> Changes | None:
        todo = list(part)
        if catalog.snapshot.snapshot_id != seen.snapshot.snapshot_id:
            pending = {row[0]: row for row in catalog.rows(_PENDING, [RULE_VERSION])}
            todo = [pending[row[0]] for row in part if row[0] in pending]
        return _changes(catalog, todo) if todo else None

    return build


def _parts(pending: Sequence[Pending]) -> Iterator[list[Pending]]:
    """Series in lots of about as many frames as one commit should hold; a larger series is a lot of its own."""
    part: list[Pending] = []
    frames = 0
    for row in pending:
        if part and frames + row[2] > FRAMES_A_COMMIT:
            yield part
            part, frames = [], 0
        part.append(row)
        frames += row[2] + 10  # a series costs something too, if it has no frames
    if part:
        yield part


def _changes(catalog: Catalog, todo: Sequence[Pending]) -> Changes:
    from pacslake.catalog import Changes, Replace

    uids = [uid for uid, *_ in todo]
    before = [uid for uid, _, _, planned in todo if planned]
    plans = [(row, _plan(catalog, frames)) for row, frames in _frames(catalog, todo)]
    kept = _converted(catalog, before)
    rows: dict[str, Any] = {
        "volume": [r for _, plan in plans for r in volume_rows(plan, kept, RULE_VERSION, __version__)],
        "volume_frame": _frame_table(catalog, [plan for _, plan in plans]),
        "suv": [r for _, plan in plans for r in suv_rows(plan)],
        "series_plan": [
            {
                "SeriesInstanceUID": uid,
                "inputs_sha256": digest,
                "rule_version": RULE_VERSION,
                "n_frames": n_frames,
                "n_volumes": len(plan.volumes),
            }
            for (uid, digest, n_frames, _), plan in plans
            if digest is not None
        ],
    }
    issues = [r for _, plan in plans for r in issue_rows(plan)]
    if not before:
        return Changes(append={**rows, "issue": issues})
    replace = [Replace(table, "SeriesInstanceUID", before, value) for table, value in rows.items()]
    replace.append(Replace("issue", "scope", [f"plan:{uid}" for uid in uids], issues))
    return Changes(replace=replace)


def _frames(catalog: Catalog, todo: Sequence[Pending]) -> Iterator[tuple[Pending, Any]]:
    with_pixels = [uid for uid, _, n, _ in todo if n]
    found = frames_of_series(catalog, with_pixels) if with_pixels else {}
    for row in todo:
        yield row, found.get(row[0], [])


def _plan(catalog: Catalog, frames: Sequence[Frame]) -> SeriesPlan:
    if not frames:
        return SeriesPlan((), ())
    try:
        plan = plan_series(frames)
        if not plan.undecided:
            return plan
        from pacslake.pixels.compare import pixel_digests

        known = pixel_digests(catalog, plan.undecided)
        return plan_series(
            [f._replace(pixels_sha256=known.get((f.instance_version_id, f.frame_index))) for f in frames]
        )
    except Exception:  # one series must not keep a lake from being planned; the fault is told
        _log.exception("a series could not be planned")
        return plan_refused(frames)


def _converted(catalog: Catalog, uids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What conversion wrote, by volume_id: an id that stays keeps it."""
    if not uids:
        return {}
    return {row.pop("volume_id"): row for row in catalog.dicts(_CONVERTED, [list(uids)])}


def _frame_table(catalog: Catalog, plans: Sequence[SeriesPlan]) -> Any:
    import pyarrow as pa

    parts = [volume_frame_rows(plan) for plan in plans]
    columns = {name: [x for part in parts for x in part[name]] for name in (parts[0] if parts else {})}
    schema = catalog.schema("volume_frame")
    return (
        pa.table({name: pa.array(columns[name], schema.field(name).type) for name in columns})
        if columns
        else []
    )
