"""One ordered map, wherever it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pacslake import work
from pacslake.errors import UsageError, WorkerDiedError


def _slow_square(n: int) -> int:
    time.sleep(0.05 if n % 3 == 0 else 0)
    return n * n


def _pid(_: int) -> int:
    return os.getpid()


def _die_once(marker: str) -> str:
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def _die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail(n: int) -> int:
    if n == 3:
        raise UsageError("three")
    return n


def _print(n: int) -> int:
    print("noise on standard output")
    return n


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(work.map_ordered(_slow_square, range(20), workers=3)) == [n * n for n in range(20)]


def test_small_inputs_run_in_this_process() -> None:
    assert list(work.map_ordered(_pid, range(4), workers=2, small=4)) == [os.getpid()] * 4
    assert os.getpid() not in list(work.map_ordered(_pid, range(5), workers=2, small=4))


def test_items_are_drawn_as_work_proceeds() -> None:
    drawn: list[int] = []

    def items():  # type: ignore[no-untyped-def]
        for n in range(100):
            drawn.append(n)
            yield n

    results = work.map_ordered(_slow_square, items(), workers=2)
    next(results)
    assert len(drawn) < 12
    results.close()  # type: ignore[attr-defined]


def test_a_worker_killed_once_is_replaced(tmp_path: Path) -> None:
    items = [str(tmp_path / str(n)) for n in range(3)]
    assert list(work.map_ordered(_die_once, items, workers=2)) == ["done"] * 3


def test_a_worker_killed_twice_over_one_task_is_an_error_with_a_remedy() -> None:
    with pytest.raises(WorkerDiedError, match="fewer workers"):
        list(work.map_ordered(_die, range(4), workers=2))


def test_errors_come_at_the_place_of_their_item() -> None:
    results = work.map_ordered(_fail, range(6), workers=2)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(UsageError, match="three"):
        next(results)


def test_what_a_task_prints_does_not_disturb() -> None:
    assert list(work.map_ordered(_print, range(4), workers=2)) == [0, 1, 2, 3]


@pytest.mark.parametrize("scheduler", ["threads", "synchronous"])
def test_schedulers_in_this_process(scheduler: str) -> None:
    assert list(work.map_ordered(_pid, range(5), workers=2, scheduler=scheduler)) == [os.getpid()] * 5


def test_dask_client_gives_the_same() -> None:
    import dask
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        assert list(work.map_ordered(_slow_square, range(8), scheduler=client)) == [n * n for n in range(8)]
        assert list(work.map_ordered(_slow_square, range(3), scheduler=cluster)) == [0, 1, 4]
        assert client.status == "running"  # a client of the user's is not closed
    assert dask.config.get("scheduler", None) is None


def test_unreachable_scheduler_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "CONNECT_SECONDS", 2)
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        list(work.map_ordered(_pid, range(3), scheduler="tcp://127.0.0.1:1"))


def test_unknown_scheduler_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="not known"):
        list(work.map_ordered(_pid, range(3), scheduler=3.5))


def test_script_without_main_guard_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pacslake import work\n"
        "print('started')\n"
        "factor = 3\n"
        "def triple(n):\n"
        "    return factor * n\n"
        "print(list(work.map_ordered(triple, range(5), workers=2)))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["started", "[0, 3, 6, 9, 12]"]


def test_workers_end_when_the_caller_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, time\n"
        "from pacslake import work\n"
        "def pid(n):\n"
        "    time.sleep(0.1)\n"
        "    return os.getpid()\n"
        "for p in work.map_ordered(pid, range(1000), workers=2):\n"
        "    print(p, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        worker = int(caller.stdout.readline())
        caller.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and Path(f"/proc/{worker}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()


def test_there_is_at_least_one_worker() -> None:
    assert work.available_workers(1 << 60) == 1
    assert 1 <= work.available_workers() <= (os.cpu_count() or 1)
