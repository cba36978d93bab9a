"""Where members are computed: in this process, on a local Dask cluster, or on one that the caller names.

With `scheduler=None` work begins in this process, because starting a cluster takes some ten seconds. After
each member the time left is estimated from those done; once it exceeds `CLUSTER_WORTH_SECONDS` a local
cluster takes over what is left. A function that cannot be pickled stays in this process.

The cluster's processes are started as programs of their own and never import the caller's main module, so a
script needs no `if __name__ == "__main__"` guard. Dashboards listen on 127.0.0.1 only, and task keys hold no
identifier.
"""

from __future__ import annotations

import contextlib
import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pacslake.compute.grain import prepare
from pacslake.compute.worker import Job, Outcome, Payload, run_in, run_member
from pacslake.errors import LakeError, UsageError
from pacslake.work import MEMORY_PER_WORKER, available_workers, dask_client

__all__ = ["CLUSTER_WORTH_SECONDS", "Plan", "local_cluster", "run"]

CLUSTER_WORTH_SECONDS = 30.0
_WINDOW_PER_THREAD = 3
_ARRAYS_PER_MEMBER = 8
"""Memory for one member, in its own arrays: the stored values, real ones, and work in 64 bits."""


class Plan:
    """What to run, and where. `where` tells afterwards where it ran, `dashboard` where it can be watched.

    `make_payload` is called when something is to be sent elsewhere; it raises UsageError where the function
    cannot be pickled. `member_bytes` is the size of the largest member's array, where it is known.
    """

    def __init__(
        self,
        lake: Any,
        fn: Callable[[Any], Any],
        job: Job,
        make_payload: Callable[[], Payload],
        member_bytes: int | None = None,
    ) -> None:
        self.lake, self.fn, self.job = lake, fn, job
        self.make_payload = make_payload
        self.member_bytes = member_bytes
        self.where = "in-process"
        self.dashboard: str | None = None

    def members(self, entity_ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """Members with what the catalogue says of them."""
        return prepare(self.lake, self.job.grain, entity_ids)

    def workers(self) -> int:
        """As many as there are cores, and as fit into the memory that is free with a member in each."""
        need = max(MEMORY_PER_WORKER, _ARRAYS_PER_MEMBER * (self.member_bytes or 0))
        return available_workers(need)


def run(plan: Plan, entity_ids: Sequence[str], scheduler: Any = None) -> Iterator[Outcome]:
    """Outcomes in the order in which they come.

    Raises:
        UsageError: a scheduler of an unknown kind, or a function that cannot be pickled for it.
        LakeError: the scheduler does not answer.
    """
    if scheduler in ("sync", "synchronous", "in-process"):
        yield from _in_process(plan, entity_ids)
    elif scheduler == "threads":
        yield from _threads(plan, entity_ids)
    elif scheduler is None:
        yield from _adaptive(plan, entity_ids)
    elif scheduler in ("local", "processes", "cluster") or (
        isinstance(scheduler, int) and not isinstance(scheduler, bool)
    ):
        yield from _local(plan, entity_ids, scheduler if isinstance(scheduler, int) else None)
    else:
        plan.where = "scheduler"
        payload = plan.make_payload()
        with dask_client(scheduler) as client:
            plan.dashboard = client.dashboard_link or None
            yield from _dask(client, payload, plan.members(entity_ids))


def _in_process(plan: Plan, entity_ids: Sequence[str]) -> Iterator[Outcome]:
    for entity_id, prepared in plan.members(entity_ids):
        yield run_in(plan.lake, plan.fn, plan.job, entity_id, prepared, keep=True)


def _threads(plan: Plan, entity_ids: Sequence[str]) -> Iterator[Outcome]:
    from concurrent.futures import ThreadPoolExecutor, as_completed

    plan.where = "threads"
    with ThreadPoolExecutor(plan.workers()) as pool:
        jobs = [
            pool.submit(run_in, plan.lake, plan.fn, plan.job, i, prepared, keep=True)
            for i, prepared in plan.members(entity_ids)
        ]
        try:
            for job in as_completed(jobs):
                yield job.result()
        finally:
            for job in jobs:
                job.cancel()


def _adaptive(plan: Plan, entity_ids: Sequence[str]) -> Iterator[Outcome]:
    began = time.monotonic()
    may_move = plan.workers() > 1
    for done, outcome in enumerate(_in_process(plan, entity_ids), start=1):
        yield outcome
        left = len(entity_ids) - done
        if may_move and left > 1 and (time.monotonic() - began) / done * left > CLUSTER_WORTH_SECONDS:
            try:
                plan.make_payload()
            except UsageError:
                may_move = False
                continue
            yield from _local(plan, entity_ids[done:], None)
            return


def _local(plan: Plan, entity_ids: Sequence[str], workers: int | None) -> Iterator[Outcome]:
    payload = plan.make_payload()
    plan.where = "local-cluster"
    with local_cluster(min(workers or plan.workers(), max(1, len(entity_ids)))) as client:
        plan.dashboard = client.dashboard_link or None
        yield from _dask(client, payload, plan.members(entity_ids))


@contextlib.contextmanager
def local_cluster(workers: int) -> Iterator[Any]:
    """A Dask client of a new cluster on this machine, one thread a process, closed on leaving."""
    import sys

    from distributed import Client

    # With the POSIX cluster no child imports the caller's main module, which multiprocessing's spawn does.
    if sys.platform == "win32":
        from distributed import LocalCluster

        cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
        )
    else:
        from distributed.deploy.subprocess import SubprocessCluster

        with _search_path_for_children():
            cluster = SubprocessCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50,
                worker_kwargs={"dashboard_address": "127.0.0.1:0"},
            )  # fmt: skip
    with cluster, Client(cluster, set_as_default=False) as client:
        yield client


@contextlib.contextmanager
def _search_path_for_children() -> Iterator[None]:
    """Children find the modules that this process finds: its search path goes with them."""
    import sys

    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def _dask(client: Any, payload: Payload, members: Iterator[tuple[str, Any]]) -> Iterator[Outcome]:
    """Submit a few tasks per thread at a time, so that a long cohort needs no more memory than a short one."""
    from distributed import as_completed

    # Large functions (arrays in a closure) travel once; small ones go with each task, because scattered data
    # would be lost with a worker that has to be restarted.
    large = len(payload.function) > 1_000_000
    shared = client.scatter(payload, broadcast=True, hash=False) if large else payload
    run_id, waiting, ids = uuid.uuid4().hex[:12], enumerate(members), {}

    def submit() -> Any:
        for place, (entity_id, prepared) in waiting:
            future = client.submit(
                run_member, shared, entity_id, prepared, key=f"map-{run_id}-{place}", pure=False
            )
            ids[future.key] = entity_id
            return future
        return None

    threads = sum(client.nthreads().values()) or 1
    first = [f for f in (submit() for _ in range(_WINDOW_PER_THREAD * threads)) if f is not None]
    jobs = as_completed(first, loop=client.loop)
    for future in jobs:
        entity_id = ids.pop(future.key)
        more = submit()
        if more is not None:
            jobs.add(more)
        outcome = _outcome(future, entity_id)
        if outcome.stuck:
            _restart(client, future)
        yield outcome


def _gone() -> LakeError:
    """No failure of a member: what was not computed stays to be computed."""
    return LakeError(
        "the connection to the Dask scheduler was lost, or it gave up this run; what was done before stands in "
        "the table. Start it again and repeat the call: it computes what is missing"
    )


def _outcome(future: Any, entity_id: str) -> Outcome:
    from asyncio import CancelledError as AsyncCancelled
    from concurrent.futures import CancelledError

    if future.cancelled() or future.status == "lost":
        raise _gone()
    error = future.exception()
    if error is None:
        # A result can be lost with the worker that held it, after the future was done: the scheduler then computes
        # the member anew, and this wait ends as the second try does.
        try:
            outcome: Outcome = future.result()
            return outcome
        except (
            CancelledError,
            AsyncCancelled,
            OSError,
        ):  # OSError: the connection, as members' own errors are outcomes
            raise _gone() from None
        except Exception as late:
            error = late
    if type(error).__name__ == "KilledWorker":
        return Outcome(
            entity_id,
            error="KilledWorker: the processes that computed this member died again and again, most often because "
            "it needs more memory than a worker has",
        )
    return Outcome(entity_id, error=f"{type(error).__name__}: the scheduler could not run this member")


def _restart(client: Any, future: Any) -> None:
    """Restart the worker that a hanging function still occupies; without a nanny it stays as it is."""
    with contextlib.suppress(Exception):
        where = client.who_has([future]).get(future.key, ())
        client.restart_workers(list(where), timeout=30, raise_for_error=False)
