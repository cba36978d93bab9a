"""`Cohort.map`: a function over the members of a cohort, its results as rows that can be traced.

Results are committed as they come: every `COMMIT_EVERY` members or `COMMIT_SECONDS`, so a killed run loses
little. What is done is a question to the catalogue: a member counts as computed when a run of the same code
(see `fingerprint`) into the same table has an `activity_input` row with the same content digest. So the same
call after a kill computes what is missing, and a third call computes nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import math
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.compute import lineage, schedule
from pacslake.compute.columns import RESERVED, ResultError, check_declared, fit, infer
from pacslake.compute.fingerprint import Fingerprint, arguments, fingerprint, git_state, is_own
from pacslake.compute.grain import Member
from pacslake.compute.objects import FOLDER, Store
from pacslake.compute.progress import Progress, reporter
from pacslake.compute.receipt import Receipt
from pacslake.compute.worker import Job, Outcome, Payload
from pacslake.errors import PacslakeError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from pacslake.compute.cohorts import Cohort

__all__ = ["COMMIT_EVERY", "COMMIT_SECONDS", "MapResult", "run_map"]

COMMIT_EVERY = 500
COMMIT_SECONDS = 10.0


@dataclass(frozen=True)
class MapResult:
    """The table of results as this run left it."""

    lake: Any = field(repr=False)
    table: str
    activity_id: str
    snapshot_id: int
    input_snapshot_id: int
    members_sha256: str
    key: str
    n_members: int
    n_computed: int
    n_skipped: int
    n_failed: int
    where: str = "in-process"

    @property
    def receipt(self) -> Receipt:
        """Lake, snapshot that was read, and members' digest: what the repr shows."""
        return Receipt(self.lake.dir.config.lake_id, self.input_snapshot_id, self.members_sha256)

    @property
    def sql(self) -> str:
        """The statement that gives the rows of this cohort's members."""
        return f'SELECT * FROM "{self.table}"'

    def df(self) -> pd.DataFrame:
        """The table of results, failures included."""
        frame: pd.DataFrame = self.lake.sql(f'{self.sql} ORDER BY "{self.key}", item').df()
        return frame

    def failures(self) -> list[tuple[str, str]]:
        """(member, error) of each failure in the table."""
        rows: list[tuple[str, str]] = self.lake.rows(
            f'SELECT "{self.key}", error FROM "{self.table}" WHERE error IS NOT NULL ORDER BY 1'
        )
        return rows

    def __len__(self) -> int:
        return int(self.lake.rows(f'SELECT count(*) FROM "{self.table}"')[0][0])

    def __repr__(self) -> str:
        return (
            f"<MapResult {self.table!r}: {self.n_computed} computed, {self.n_skipped} there already, "
            f"{self.n_failed} failed; read {self.receipt}; written in snapshot {self.snapshot_id}, "
            f"activity {self.activity_id}>"
        )

    def _repr_html_(self) -> str:
        relation = self.lake.sql(f'{self.sql} ORDER BY "{self.key}", item LIMIT 20')
        head = "".join(f"<th>{html.escape(name)}</th>" for name in relation.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape('' if v is None else str(v))}</td>" for v in row) + "</tr>"
            for row in relation.fetchall()
        )
        return f"<table><tr>{head}</tr>{body}</table><p><code>{html.escape(repr(self)[1:-1])}</code></p>"


def run_map(
    cohort: Cohort,
    fn: Callable[[Any], Any],
    *,
    table: str,
    columns: Mapping[str, str] | None,
    scheduler: Any,
    on_error: str,
    force: bool | str,
    timeout: float | None,
    progress: Callable[..., None] | bool | None,
) -> MapResult:
    """See `Cohort.map`."""
    if not callable(fn):
        raise UsageError(f"fn is a {type(fn).__name__}, not a function of one volume")
    if on_error not in ("record", "raise"):
        raise UsageError(f"on_error={on_error!r} is not known; use 'record' or 'raise'")
    cohort.need_members()
    code = fingerprint(fn)
    _check_table(cohort, table)
    declared = check_declared(columns, (cohort.key,)) if columns is not None else None
    todo = _to_do(cohort, table, code, force)
    activity = lineage.Activity(
        lineage.new_activity_id(), "map", table, code, git_state(fn),
        {"arguments": arguments(fn), "timeout": timeout, "on_error": on_error, "columns": declared},
        cohort.snapshot_id, lineage.now(), cohort.cohort_id, cohort.members_sha256, cohort.sql,
        n_members=len(cohort), n_skipped=len(cohort) - len(todo),
    )  # fmt: skip
    if not todo:
        last = _last_run(cohort, table, code) or activity.activity_id
        return _result(cohort, activity.with_(activity_id=last), cohort.lake.snapshot_id)
    job = Job(
        cohort.grain, cohort.key, timeout, activity.activity_id, f"{table} {code.name}",
        # A forced run may give other voxels, so its arrays are other objects.
        "\0".join((table, code.sha256, activity.activity_id if force else "")),
    )  # fmt: skip
    plan = schedule.Plan(
        _reader(cohort), fn, job, lambda: _payload(cohort, fn, code, job), _member_bytes(cohort, todo)
    )
    sink = _Sink(cohort, activity, declared or _known_columns(cohort, table, code), todo)
    say = reporter(progress, table)
    try:
        _drive(plan, todo, scheduler, sink, say, on_error)
        sink.finish("done", plan.where)
    except BaseException:
        if sink.n_done:
            with contextlib.suppress(PacslakeError):  # what stopped the run matters more
                sink.finish("interrupted", plan.where)
        raise
    finally:
        say.close()
        staged = cohort.lake.dir.path("staging", FOLDER.format(activity_id=job.activity_id))
        shutil.rmtree(staged, ignore_errors=True)
    return _result(cohort, sink.activity, cohort.lake.snapshot_id)


def _drive(
    plan: schedule.Plan, todo: Sequence[Member], scheduler: Any, sink: _Sink, say: Progress, on_error: str
) -> None:
    for outcome in schedule.run(plan, [m.entity_id for m in todo], scheduler):
        sink.add(outcome, plan.where)
        say(sink.n_done, len(todo), failed=sink.n_failed, link=plan.dashboard)
        if outcome.error and on_error == "raise":
            raise PacslakeError(
                f"the function failed on {sink.cohort.key} {outcome.entity_id}: {outcome.error}. "
                "What was done before stands in the table"
            ) from outcome.exception


def _member_bytes(cohort: Cohort, todo: Sequence[Member]) -> int | None:
    """Bytes of the largest array among the members; None where members are not volumes."""
    if cohort.grain != "volume":
        return None
    rows = cohort.catalog.rows(
        "SELECT shape, dtype FROM volume WHERE volume_id IN (SELECT unnest(?))", [[m.entity_id for m in todo]]
    )
    return max(
        (math.prod(shape) * np.dtype(dtype).itemsize for shape, dtype in rows if shape and dtype),
        default=None,
    )


def _result(cohort: Cohort, activity: lineage.Activity, snapshot_id: int) -> MapResult:
    return MapResult(
        cohort.lake, activity.table_name, activity.activity_id, snapshot_id, cohort.snapshot_id, cohort.members_sha256,
        cohort.key, activity.n_members, activity.n_computed, activity.n_skipped, activity.n_failed, activity.scheduler,
    )  # fmt: skip


def _reader(cohort: Cohort) -> Any:
    """A lake at the cohort's snapshot, so that what is computed is what was chosen."""
    from pacslake.compute.cohorts import at_snapshot

    return at_snapshot(cohort.lake, cohort.snapshot_id)


def _payload(cohort: Cohort, fn: Callable[[Any], Any], code: Fingerprint, job: Job) -> Payload:
    import cloudpickle

    opener, (path, _) = cohort.lake.__reduce__()
    try:
        with _by_value():
            pickled = cloudpickle.dumps(fn)
    except Exception as error:
        raise UsageError(
            f"{code.name} cannot be sent to workers ({type(error).__name__}: {error}). It holds something that "
            "cannot be pickled, such as an open file, a lock or the lake itself: open it inside the function, or "
            "use scheduler='sync'"
        ) from None
    return Payload(opener, path, cohort.snapshot_id, job, pickled)


@contextlib.contextmanager
def _by_value() -> Iterator[None]:
    """Pickle functions of the caller's own files with their code: workers elsewhere do not have these files."""
    import cloudpickle

    known = cloudpickle.list_registry_pickle_by_value()
    own = [
        m for name, m in list(sys.modules.items()) if name not in known and is_own(m) and m.__name__ == name
    ]
    for module in own:
        cloudpickle.register_pickle_by_value(module)
    try:
        yield
    finally:
        for module in own:
            cloudpickle.unregister_pickle_by_value(module)


# -- what is there and what is left ------------------------------------------------------------------


def _check_table(cohort: Cohort, table: str) -> None:
    """Raises: UsageError where the name belongs to the catalogue or to results of another key."""
    from pacslake.catalog import TableDecl

    TableDecl(table)  # checks the name's form
    catalog = cohort.lake.catalog
    if not catalog.has_table(table):
        return
    existing = list(catalog.sql(f'SELECT * FROM "{table}" LIMIT 0').columns)
    if not {"row_id", "activity_id", "error"} <= set(existing):
        raise UsageError(f"{table!r} is a table or view of every lake; choose another name for the results")
    if cohort.key not in existing:
        raise UsageError(
            f"{table!r} holds results of another kind of member, and this cohort goes by {cohort.key}; "
            "choose another name for the results"
        )


def _to_do(cohort: Cohort, table: str, code: Fingerprint, force: bool | str) -> list[Member]:
    if force is True:
        return list(cohort.entries)
    if force not in (False, "failed"):
        raise UsageError(f"force={force!r} is not known; use True, False or 'failed'")
    again = " AND i.error IS NULL" if force == "failed" else ""
    done = set(
        cohort.lake.rows(
            "SELECT i.entity_id, i.content_hash FROM activity_input i JOIN activity a USING (activity_id) "
            f"WHERE a.kind = 'map' AND a.table_name = ? AND a.function_sha256 = ?{again}",
            [table, code.sha256],
        )
    )
    if done and cohort.lake.catalog.has_table(table):
        # Rows that other code has replaced since are to be computed again.
        other = {
            row[0]
            for row in cohort.lake.rows(
                f'SELECT DISTINCT t."{cohort.key}" FROM "{table}" t JOIN activity a USING (activity_id) '
                "WHERE a.function_sha256 <> ?",
                [code.sha256],
            )
        }
        done = {entry for entry in done if entry[0] not in other}
    return [m for m in cohort.entries if (m.entity_id, m.content_hash) not in done]


def _last_run(cohort: Cohort, table: str, code: Fingerprint) -> str | None:
    """The newest run of this code into this table."""
    rows = cohort.lake.rows(
        "SELECT max(activity_id) FROM activity WHERE kind = 'map' AND table_name = ? AND function_sha256 = ?",
        [table, code.sha256],
    )
    return rows[0][0] if rows else None


def _known_columns(cohort: Cohort, table: str, code: Fingerprint) -> dict[str, str] | None:
    """The columns that an earlier run of the same code fixed."""
    import json

    rows = cohort.lake.rows(
        "SELECT parameters FROM activity WHERE kind = 'map' AND table_name = ? AND function_sha256 = ? "
        "ORDER BY activity_id DESC",
        [table, code.sha256],
    )
    for (text,) in rows:
        fixed = json.loads(text or "{}").get("columns")
        if fixed:
            return dict(fixed)
    return None


# -- writing -----------------------------------------------------------------------------------------


class _Sink:
    """Collects outcomes and commits them. Columns are fixed by the first outcomes that are committed."""

    def __init__(
        self,
        cohort: Cohort,
        activity: lineage.Activity,
        columns: dict[str, str] | None,
        todo: Sequence[Member],
    ) -> None:
        self.cohort, self.activity, self.columns = cohort, activity, columns
        self.member = {m.entity_id: (place, m) for place, m in enumerate(todo)}
        self.store = Store(cohort.lake)
        self.waiting: list[Outcome] = []
        self.last_commit = time.monotonic()
        self.n_done = self.n_failed = 0

    def add(self, outcome: Outcome, where: str) -> None:
        """Take an outcome; commit when enough have come."""
        self.waiting.append(outcome)
        self.n_done += 1
        self.n_failed += outcome.error is not None
        if len(self.waiting) >= COMMIT_EVERY or time.monotonic() - self.last_commit >= COMMIT_SECONDS:
            self._commit("running", where)

    def finish(self, status: str, where: str) -> None:
        """Commit what is left and the end of the run."""
        self._commit(status, where)

    def _commit(self, status: str, where: str) -> None:
        self.last_commit = time.monotonic()
        # In the cohort's order, so that the first result that fixes the columns does not depend on luck.
        batch = self.store.take_in(sorted(self.waiting, key=lambda o: self.member[o.entity_id][0]))
        if self.columns is None and any(o.rows for o in batch):
            self.columns = self._as_declared(infer([o.rows for o in batch if o.error is None]))
        batch = [_fitted(o, self.columns or {}) for o in batch]
        n_failed = sum(o.error is not None for o in batch)
        ended = status != "running"
        failed_in_all = self.activity.n_failed + n_failed
        self.activity = self.activity.with_(
            n_computed=self.n_done, n_failed=failed_in_all, scheduler=where,
            status="done_with_errors" if status == "done" and failed_in_all else status,
            ended_at=lineage.now() if ended else None,
            parameters={**self.activity.parameters, "columns": self.columns},
        )  # fmt: skip
        self._write(batch, ended)
        self.waiting = []

    def _as_declared(self, columns: dict[str, str]) -> dict[str, str]:
        """Whole numbers go into a column that the table already has as a decimal one."""
        catalog, table = self.cohort.lake.catalog, self.activity.table_name
        there = {f.name: str(f.type) for f in catalog.schema(table)} if catalog.has_table(table) else {}
        return {n: "DOUBLE" if t == "BIGINT" and there.get(n) == "double" else t for n, t in columns.items()}

    def _write(self, batch: list[Outcome], ended: bool) -> None:
        from pacslake.catalog import Changes, Column, Replace, TableDecl

        cohort, activity, table = self.cohort, self.activity, self.activity.table_name
        rows = [row for o in batch for row in self._rows(o)]
        inputs = [self._input(o) for o in batch]
        kinds = {
            "row_id": "VARCHAR",
            cohort.key: "VARCHAR",
            "item": "BIGINT",
            "activity_id": "VARCHAR",
            "error": "VARCHAR",
        }
        declaration = TableDecl(
            table,
            tuple(Column(n, t, comment=_COMMENTS.get(n, f"returned by {activity.code.name}"))
                  for n, t in {**kinds, **(self.columns or {})}.items()),
            lineage.table_comment(activity.code.name, cohort.grain),
        )  # fmt: skip
        outputs = [self._object_output(row) for row in rows if row.get("result_uid")]
        if ended:
            outputs.append({
                "activity_id": activity.activity_id, "kind": "rows", "name": table, "n_rows": activity.n_computed
            })  # fmt: skip

        def build(catalog: Any) -> Changes:
            dead = lineage.killed(
                catalog.dicts(
                    "SELECT activity_id, process_id FROM activity WHERE status = 'running' AND table_name = ? "
                    "AND activity_id <> ?",
                    [table, activity.activity_id],
                )
            )
            gone = [
                {**row, "status": "interrupted"}
                for row in (
                    catalog.dicts("SELECT * FROM activity WHERE activity_id IN (SELECT unnest(?))", [dead])
                    if dead
                    else []
                )
            ]
            return Changes(
                declare=[declaration],
                replace=[
                    Replace(table, cohort.key, [o.entity_id for o in batch], rows),
                    Replace(
                        "activity", "activity_id", [activity.activity_id, *dead], [activity.row(), *gone]
                    ),
                ],
                append={"activity_input": inputs, "activity_output": outputs},
            )

        cohort.lake.commit(
            build, note=f"map {activity.code.name} -> {table}: {len(batch)} of {len(self.member)}"
        )

    def _rows(self, outcome: Outcome) -> list[dict[str, Any]]:
        base = {self.cohort.key: outcome.entity_id, "activity_id": self.activity.activity_id}
        content = self.member[outcome.entity_id][1].content_hash
        results: Sequence[dict[str, Any]] = (
            outcome.rows if outcome.error is None else ({"error": outcome.error},)
        )
        rows = []
        for item, values in enumerate(results):
            seed = "\0".join(
                (self.activity.table_name, outcome.entity_id, content, self.activity.code.sha256, str(item))
            )
            row_id = "r" + hashlib.sha256(seed.encode()).hexdigest()[:20]
            rows.append({"row_id": row_id, "item": item, **base, **values})
        return rows

    def _object_output(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "activity_id": self.activity.activity_id, "kind": "instance", "name": row["result_uid"],
            "entity_id": row["row_id"],
        }  # fmt: skip

    def _input(self, outcome: Outcome) -> dict[str, Any]:
        return {
            "activity_id": self.activity.activity_id, "entity_id": outcome.entity_id, "grain": self.cohort.grain,
            "content_hash": self.member[outcome.entity_id][1].content_hash, "n_rows": len(outcome.rows),
            "seconds": outcome.seconds, "error": outcome.error,
        }  # fmt: skip


_COMMENTS = {
    "row_id": "Key: r and 20 hex digits of the SHA-256 over table, member, content, code and item",
    "item": "Place in the list that the function returned for the member, from 0",
    "activity_id": "The run, see activity.activity_id",
    "error": "Text of the error where the function failed, NULL else",
}
assert set(_COMMENTS) == set(RESERVED)


def _fitted(outcome: Outcome, columns: Mapping[str, str]) -> Outcome:
    """The outcome in the table's columns, or as a failure that says how it differs."""
    if outcome.error is not None:
        return outcome
    try:
        return replace(outcome, rows=tuple(fit(outcome.rows, columns)))
    except ResultError as error:
        return replace(outcome, rows=(), error=f"ResultError: {error}")
