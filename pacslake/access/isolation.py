"""A user's statement in a process of its own, which is killed when its time is over.

DuckDB can be interrupted while it runs, not while it plans; and what Arrow reads is no part of DuckDB's memory limit.
A process ends both, and a crash in it ends nobody else's work. It can write no file (`RLIMIT_FSIZE` 0), leaves no
core dump, and is used once.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.access.principal import Principal, Scope
from pacslake.access.roles import require
from pacslake.access.sandbox import Limits, Sandbox
from pacslake.access.statement import check_statement, without_literals
from pacslake.access.visible import visible_ids
from pacslake.catalog.reader import Catalog
from pacslake.errors import DamagedError, LakeError, PacslakeError, PolicyError, SqlError

if TYPE_CHECKING:
    import pyarrow as pa

    from pacslake.lake import Lake

__all__ = ["query"]

_AT_ONCE = 4
_START_SECONDS = 30  # what a cold disk may take to load DuckDB and Arrow
_slots = threading.BoundedSemaphore(_AT_ONCE)
_spare: list[subprocess.Popen[bytes]] = []
_lock = threading.Lock()
_ERRORS: dict[str, type[PacslakeError]] = {
    kind.__name__: kind for kind in (PolicyError, SqlError, DamagedError, LakeError)
}


def query(
    lake: Lake | Catalog,
    principal: Principal,
    sql: str,
    params: Sequence[Any] | None = None,
    *,
    limits: Limits | None = None,
    keep_ready: bool = False,
) -> pa.Table:
    """The answer to a user's statement over the rows that they may see, as an Arrow table.

    Args:
        params: values for `?` in the statement, of the types that JSON has.
        limits: time, memory, threads, and rows and bytes of the answer.
        keep_ready: start a process for the next statement too, for services; it saves half a second.

    Raises:
        PolicyError: the role may not ask, the statement is not allowed, or it needs more than the limits give.
        SqlError: the statement is wrong.

    Every call is in the audit record, with the statement but without its literals.
    """
    catalog = lake if isinstance(lake, Catalog) else lake.catalog
    limits = limits or Limits()
    outcome, rows = "refused", None
    try:
        require(principal, "sql")
        ids = {} if principal.scope.everything else visible_ids(catalog, principal.scope)
        check_statement(sql, Sandbox(catalog, principal.scope, limits=limits, ids=ids).known_names())
        outcome = "failed"
        found = _run(catalog, principal.scope, ids, sql, params, limits, keep_ready)
        outcome, rows = "success", found.num_rows
        return found
    finally:
        audit.record(
            catalog.dir,
            "query",
            user=principal.name,
            outcome=outcome,
            statement=without_literals(sql) if isinstance(sql, str) else "",
            n_rows=rows,
            **({"emergency": True} if principal.emergency else {}),
        )


def _run(
    catalog: Catalog,
    scope: Scope,
    ids: Mapping[str, pa.Table],
    sql: str,
    params: Sequence[Any] | None,
    limits: Limits,
    keep_ready: bool,
) -> pa.Table:
    try:
        request = json.dumps(
            {
                "root": str(catalog.dir.root),
                "table_key": catalog.dir.table_key and str(catalog.dir.table_key.path),
                "snapshot": catalog.snapshot.snapshot_id,
                "everything": scope.everything,
                "sql": sql,
                "params": None if params is None else list(params),
                "limits": asdict(limits),
                "sets": list(ids),
            }
        ).encode()
    except TypeError:
        raise SqlError("a parameter is a text, a number, a truth value or nothing") from None
    if not _slots.acquire(timeout=limits.seconds):
        raise PolicyError("too many statements run at once; try again in a moment")
    try:
        worker = _worker(keep_ready)
        try:
            return _talk(worker, [request, *(_to_bytes(table) for table in ids.values())], limits)
        finally:
            _end(worker)
    finally:
        _slots.release()


def _talk(worker: subprocess.Popen[bytes], parts: list[bytes], limits: Limits) -> pa.Table:
    import pyarrow as pa

    over = threading.Event()

    def end() -> None:
        over.set()
        worker.kill()

    # A little more than the limit: within it the process interrupts itself and says so.
    timer = threading.Timer(limits.seconds + 2 + _START_SECONDS, end)
    timer.daemon = True
    timer.start()
    started = time.monotonic()
    try:
        assert worker.stdin is not None and worker.stdout is not None
        _send(worker, parts)
        head = worker.stdout.readline()
        while head.strip() == b"ready":  # loaded: from here on the statement's own time runs
            timer.cancel()
            timer = threading.Timer(limits.seconds + 2, end)
            timer.daemon = True
            timer.start()
            started = time.monotonic()
            head = worker.stdout.readline()
        body = worker.stdout.read()
    finally:
        timer.cancel()
    if not head:
        if over.is_set() or time.monotonic() - started > limits.seconds:
            raise PolicyError(
                f"stopped after the {limits.seconds:g} s that a statement may take; ask for less at a time"
            )
        raise PolicyError("stopped: the statement took more memory or processor time than it may have")
    status = json.loads(head)
    if "error" in status:
        raise _ERRORS.get(status["error"], LakeError)(status["message"])
    try:
        return pa.ipc.open_stream(body).read_all()
    except pa.ArrowInvalid:
        raise PolicyError(
            "stopped: the statement took more memory or processor time than it may have"
        ) from None


def _send(worker: subprocess.Popen[bytes], parts: list[bytes]) -> None:
    assert worker.stdin is not None
    try:
        for part in parts:
            worker.stdin.write(len(part).to_bytes(8, "big"))
            worker.stdin.write(part)
        worker.stdin.close()
    except BrokenPipeError:
        return  # it has died; what it said, or did not say, is read next


def _worker(keep_ready: bool) -> subprocess.Popen[bytes]:
    with _lock:
        while _spare:
            worker = _spare.pop()
            if worker.poll() is None:
                break
        else:
            worker = _start()
        if keep_ready:
            _spare.append(_start())
    return worker


def _start() -> subprocess.Popen[bytes]:
    known = ("PATH", "PYTHONPATH", "PYTHONHOME", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")
    return subprocess.Popen(
        # -P: no module of the working directory; -B: no file is written
        [sys.executable, "-P", "-B", "-m", "pacslake.access.isolation_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a foreign library's last words may hold values
        env={name: os.environ[name] for name in known if name in os.environ},
        start_new_session=True,
    )


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None and not pipe.closed:
            try:
                pipe.close()
            except OSError:
                continue


def _to_bytes(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


@atexit.register
def _end_spare() -> None:
    while _spare:
        _end(_spare.pop())
