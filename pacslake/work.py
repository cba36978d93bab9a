"""Where work runs: in this process, in worker processes of our own, or on Dask. One ordered map.

Worker processes are started afresh (`python -c`), so they import the module of the function and never the
caller's main module: a script without `if __name__ == "__main__":` works. They end when the caller dies,
however he dies, because their standard input ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from pacslake.errors import PacslakeError, UsageError, WorkerDiedError

__all__ = ["available_workers", "dask_client", "map_ordered"]

T = TypeVar("T")
R = TypeVar("R")

CONNECT_SECONDS = 10
"""How long a scheduler may take to answer."""
MEMORY_PER_WORKER = 512 << 20
in_worker = False
"""Whether this process is a worker of `map_ordered`, which nobody else uses."""
_ATTEMPTS = 2  # a task whose worker died is tried once more; the memory may have been another's
_AHEAD = 2  # tasks in work or waiting for each worker: bounds the memory of items and results


def available_workers(memory_per_worker: int = MEMORY_PER_WORKER) -> int:
    """As many workers as this process may use cores, and as fit into the memory that is free."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = _cgroup_cores()
    by_memory = _free_memory() // memory_per_worker
    return max(1, min(cores, quota or cores, by_memory))


def map_ordered(
    fn: Callable[[T], R],
    items: Iterable[T],
    *,
    workers: int | None = None,
    scheduler: Any = None,
    small: int = 1,
) -> Iterator[R]:
    """`fn` of each item, results in the order of the items; items are drawn as work proceeds.

    Args:
        fn: a function that a fresh process can import (one of the caller's script is sent by value).
        workers: number of processes; None: `available_workers()`; 0 or 1: in this process.
        scheduler: None (own processes), "threads", "synchronous", a Dask client, a Dask cluster, or the
            address ("tcp://host:8786") or scheduler file of one.
        small: up to so many items run in this process, where starting others would take longer.

    Raises:
        WorkerDiedError: a worker was killed twice over the same item (as the kernel does when memory ends).
        UsageError: the scheduler is unknown or does not answer.
        Whatever `fn` raises, at the place of its item.
    """
    stream = iter(items)
    if scheduler is not None and scheduler not in ("processes", "threads", "synchronous"):
        yield from _map_dask(fn, stream, scheduler)
        return
    n = available_workers() if workers is None else workers
    first = list(islice(stream, small + 1))
    everything = _chain(first, stream)
    if n <= 1 or len(first) <= small or scheduler == "synchronous":
        for item in everything:
            yield fn(item)
    elif scheduler == "threads":
        yield from _map_threads(fn, everything, n)
    else:
        yield from _map_processes(fn, everything, n)


def _chain(first: list[T], rest: Iterator[T]) -> Iterator[T]:
    # Not itertools.chain: `first` is given up item by item, as items may be large.
    queue_ = deque(first)
    first.clear()
    while queue_:
        yield queue_.popleft()
    yield from rest


# --- threads and processes -------------------------------------------------------------------------


def _ordered(submit: Callable[[T], Future[R]], items: Iterator[T], window: int) -> Iterator[R]:
    """Keep `window` futures under way and give their results in order."""
    pending: deque[Future[R]] = deque()
    for item in islice(items, window):
        pending.append(submit(item))
    while pending:
        result = pending.popleft().result()
        for item in islice(items, 1):
            pending.append(submit(item))
        yield result


def _map_threads(fn: Callable[[T], R], items: Iterator[T], n: int) -> Iterator[R]:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(n) as pool:
        yield from _ordered(lambda item: pool.submit(fn, item), items, n * _AHEAD)


def _map_processes(fn: Callable[[T], R], items: Iterator[T], n: int) -> Iterator[R]:
    pool = _Pool(_dumps(fn), n)
    try:
        yield from _ordered(pool.submit, items, n * _AHEAD)
    finally:
        pool.close()


def _dumps(value: Any) -> bytes:
    """Pickle by reference; by value what only the caller's script or notebook knows."""
    if getattr(value, "__module__", None) != "__main__":
        try:
            return pickle.dumps(value, protocol=5)
        except Exception:  # pickle fails with many kinds: lambdas, closures, partials of them
            pass
    import cloudpickle

    data: bytes = cloudpickle.dumps(value, protocol=5)
    return data


class _Pool:
    """Worker processes, each served by a thread that sends it a task and waits for the answer."""

    def __init__(self, fn: bytes, n: int) -> None:
        self._fn = fn
        self._tasks: queue.SimpleQueue[tuple[Any, Future[Any]] | None] = queue.SimpleQueue()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._closed = False
        # The workers share the cores: a library that starts a thread for each core in each of them slows all.
        share = str(max(1, (os.cpu_count() or 1) // n))
        self._env = {**dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), share), **os.environ}
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(n)]
        for thread in self._threads:
            thread.start()

    def submit(self, item: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._tasks.put((item, future))
        return future

    def close(self) -> None:
        """End the workers; tasks that nobody waits for any more are dropped."""
        self._closed = True
        for _ in self._threads:
            self._tasks.put(None)
        for process in list(self._processes):
            process.kill()
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        process: subprocess.Popen[bytes] | None = None
        while (task := self._tasks.get()) is not None and not self._closed:
            item, future = task
            try:
                data = _dumps(item)
            except Exception as error:
                future.set_exception(error)
                continue
            process = self._run(data, future, process)
        if process is not None:
            self._end(process)

    def _run(
        self, data: bytes, future: Future[Any], process: subprocess.Popen[bytes] | None
    ) -> subprocess.Popen[bytes] | None:
        for _ in range(_ATTEMPTS):
            if self._closed:
                return process
            try:
                process = process or self._start()
                assert process.stdin is not None and process.stdout is not None
                _send(process.stdin, data)
                good, value = pickle.loads(_receive(process.stdout))
            except (EOFError, OSError):
                if process is not None:
                    self._end(process)
                    process = None
                continue
            except Exception as error:  # the answer cannot be unpickled here
                future.set_exception(error)
                return process
            if good:
                future.set_result(value)
            else:
                future.set_exception(value)
            return process
        future.set_exception(
            WorkerDiedError(
                "a worker process was killed twice over the same task, as happens when memory runs out; "
                "start again with fewer workers (--workers 1)"
            )
        )
        return None

    def _start(self) -> subprocess.Popen[bytes]:
        code = f"import sys; sys.path[:] = {sys.path!r}; from pacslake.work import _worker; _worker()"
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=1 << 20,
            env=self._env,
        )
        self._processes.add(process)
        assert process.stdin is not None
        _send(process.stdin, self._fn)
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        self._processes.discard(process)
        process.kill()
        for stream in (process.stdin, process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:
                pass
        process.wait()


def _send(stream: Any, data: bytes) -> None:
    stream.write(len(data).to_bytes(8, "little"))
    stream.write(data)
    stream.flush()


def _receive(stream: Any) -> bytes:
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    length = int.from_bytes(head, "little")
    data: bytes = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _worker() -> None:
    """The life of a worker process: receive the function, then tasks, until standard input ends."""
    import signal

    global in_worker
    in_worker = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, who then closes our input
    tasks: BinaryIO = sys.stdin.buffer
    answers: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)  # what a library prints must not end up among the answers
    try:
        fn = pickle.loads(_receive(tasks))
        while True:
            item = pickle.loads(_receive(tasks))
            _send(answers, _answer(fn, item))
            del item
    except (EOFError, BrokenPipeError):
        os._exit(0)


def _answer(fn: Callable[[Any], Any], item: Any) -> bytes:
    try:
        return _dumps((True, fn(item)))
    except Exception as error:
        return _dumps_error(error)


def _dumps_error(error: Exception) -> bytes:
    try:
        data = _dumps((False, error))
        pickle.loads(data)  # exceptions with arguments of their own often come back only half
        return data
    except Exception:
        return pickle.dumps((False, PacslakeError(f"{type(error).__name__}: {error}")))


# --- Dask ------------------------------------------------------------------------------------------


def _map_dask(fn: Callable[[T], R], items: Iterator[T], scheduler: Any) -> Iterator[R]:
    """The same on a Dask cluster. Keys are random: Dask's dashboard shows them, and a path names patients."""
    import uuid

    job = uuid.uuid4().hex[:12]
    with dask_client(scheduler) as client:
        n = max(1, sum(client.nthreads().values()))
        numbered = enumerate(items)

        def submit(pair: tuple[int, T]) -> Any:
            return client.submit(fn, pair[1], key=f"pacslake-{job}-{pair[0]}", pure=False, retries=1)

        pending: deque[Any] = deque(submit(pair) for pair in islice(numbered, n * _AHEAD))
        while pending:
            result = _dask_result(pending.popleft())
            for pair in islice(numbered, 1):
                pending.append(submit(pair))
            yield result


def _dask_result(future: Any) -> Any:
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        raise WorkerDiedError(
            "Dask workers died over the same task, as happens when memory runs out; give them more memory"
        ) from error


@contextlib.contextmanager
def dask_client(scheduler: Any) -> Iterator[Any]:
    """A Dask client for what the caller named: a client, which stays open, a cluster, an address, a scheduler file.

    Raises: UsageError where it is none of these, or nobody answers.
    """
    if hasattr(scheduler, "submit") and hasattr(scheduler, "nthreads"):
        yield scheduler
        return
    from distributed import Client

    # Not by get_client(), which may hand out the caller's own, not ours to close; and never the default client: one
    # that cannot connect would leave Dask asking for it in all later work.
    if hasattr(scheduler, "scheduler_address"):
        with Client(scheduler, set_as_default=False) as client:
            yield client
        return
    if not isinstance(scheduler, str | os.PathLike):
        raise UsageError(
            f"scheduler={type(scheduler).__name__} is not known: give a Dask client, a cluster, an address "
            "such as tcp://host:8786, a scheduler file, or one of the words that the documentation lists"
        )
    text = os.fspath(scheduler)
    where = {"scheduler_file": text} if os.path.isfile(text) else {"address": text}
    try:
        client = Client(**where, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {text}: check the address and that its workers run, start one with "
            "`dask scheduler`, or leave scheduler out"
        ) from error
    with client:
        yield client


# --- what the machine offers -----------------------------------------------------------------------


def _cgroup_cores() -> int | None:
    """The cores that a container may use; None without a limit."""
    try:
        with open("/sys/fs/cgroup/cpu.max") as f:
            quota, period = f.read().split()
        return None if quota == "max" else max(1, -(-int(quota) // int(period)))
    except (OSError, ValueError):
        return None


def _free_memory() -> int:
    """Bytes that can be had without swapping: the system's, or what the container's limit leaves."""
    free = 1 << 40
    try:
        with open("/proc/meminfo") as f:
            for line in f:
                if line.startswith("MemAvailable:"):
                    free = int(line.split()[1]) * 1024
                    break
        with open("/sys/fs/cgroup/memory.max") as f:
            limit = f.read().strip()
        if limit != "max":
            with open("/sys/fs/cgroup/memory.current") as f:
                free = min(free, int(limit) - int(f.read()))
    except (OSError, ValueError):
        pass
    return max(0, free)
