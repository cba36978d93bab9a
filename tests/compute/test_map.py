"""A function over a cohort: rows with lineage, nothing computed twice, failures kept as rows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import pacslake
from pacslake.compute import mapping, schedule
from pacslake.errors import LakeError, PacslakeError, UsageError


def mean(volume):
    return {"mean_value": float(np.asarray(volume.values()).mean()), "n_slices": volume.n_slices}


def narrow_fails(volume):
    if volume.shape[-1] == 8:
        raise ValueError("made to fail")
    return mean(volume)


def truth(lake):
    return {
        v: float(np.asarray(lake.volume(v).values()).mean())
        for (v,) in lake.rows("SELECT volume_id FROM volume")
    }


def got(lake, table="t", column="mean_value"):
    return dict(lake.rows(f"SELECT volume_id, {column} FROM {table}"))


def test_results_are_a_table(lake, volumes):
    result = volumes.map(mean, table="t")
    assert got(lake) == pytest.approx(truth(lake))
    types = {f.name: str(f.type) for f in lake.catalog.schema("t")}
    assert (types["mean_value"], types["n_slices"]) == ("double", "int64")
    assert (result.n_computed, result.n_failed, len(result)) == (6, 0, 6)
    assert volumes.members_sha256[:12] in repr(result)
    assert "mean_value" in result._repr_html_()


def test_a_second_run_computes_nothing(lake, volumes):
    volumes.map(mean, table="t")
    before = sorted(lake.rows("SELECT * FROM t"))
    again = volumes.map(mean, table="t")
    assert (again.n_computed, again.n_skipped) == (0, 6)
    assert sorted(lake.rows("SELECT * FROM t")) == before


def test_other_code_computes_again_and_replaces(lake, volumes):
    volumes.map(lambda v: {"a": 1.0}, table="t")
    volumes.map(lambda v: {"a": 2.0}, table="t")
    assert set(got(lake, column="a").values()) == {2.0}
    volumes.map(lambda v: {"a": 1.0}, table="t")  # its old results are gone, so they are computed again
    assert set(got(lake, column="a").values()) == {1.0}


def test_force_computes_again_without_doubling(lake, volumes):
    volumes.map(mean, table="t")
    assert volumes.map(mean, table="t", force=True).n_computed == 6
    assert len(got(lake)) == 6


def test_failures_are_rows_with_their_error(lake, volumes):
    result = volumes.map(narrow_fails, table="t")
    failed = lake.rows("SELECT mean_value, error FROM t WHERE error IS NOT NULL")
    assert result.n_failed == len(failed) == 3
    assert all(value is None and "ValueError: made to fail" in error for value, error in failed)
    assert volumes.map(narrow_fails, table="t").n_computed == 0
    assert volumes.map(narrow_fails, table="t", force="failed").n_computed == 3
    assert lake.rows("SELECT count(*) FROM t") == [(6,)]


def test_an_error_never_carries_a_name_or_a_path(lake, volumes):
    def leak(volume):
        name, _birth, _identifier = volume.lake.rows(
            "SELECT PatientName, StudyDate, PatientID FROM dicom_all"
        )[0]
        uri = volume.frames()[0].uri
        raise RuntimeError(f"{name} at {uri} and Surname0 Surname1 Surname2 Surname3")

    volumes.map(leak, table="t")
    for (error,) in lake.rows("SELECT error FROM t"):
        own = [n for n in range(4) if f"Surname{n}" not in error]
        assert own and "[removed]" in error and "[path]" in error and "/in/" not in error


def test_the_first_failure_stops_on_request(lake, volumes):
    with pytest.raises(PacslakeError, match="made to fail"):
        volumes.map(narrow_fails, table="t", on_error="raise")
    assert lake.rows("SELECT status FROM activity") == [("interrupted",)]


def test_varying_columns_are_a_failure_that_names_them(lake, volumes):
    volumes.map(
        lambda v: {"a": 1} if v.shape[-1] == 8 else {"a": 1, "b": 2}, table="t", columns={"a": "BIGINT"}
    )
    errors = [e for (e,) in lake.rows("SELECT error FROM t WHERE error IS NOT NULL")]
    assert len(errors) == 3
    assert all("has b too" in e for e in errors)


def test_several_rows_a_member(lake, volumes):
    volumes.map(lambda v: [{"k": k, "mean": v[k].mean()} for k in range(v.n_slices)], table="t")
    assert lake.rows("SELECT count(*), count(DISTINCT row_id), max(item) FROM t") == [(18, 18, 2)]


def test_a_member_without_rows_is_not_computed_again(lake, volumes):
    calls = []

    def nothing(volume):
        calls.append(1)
        return []

    volumes.map(nothing, table="t", columns={"a": "DOUBLE"})
    n = len(calls)
    calls.clear()  # the list is part of the function: as it was, the digest is as it was
    volumes.map(nothing, table="t", columns={"a": "DOUBLE"})
    assert (n, calls) == (6, [])


@pytest.mark.parametrize("name", ["volume", "series", "cohort_member"])
def test_a_table_of_the_catalogue_is_not_overwritten(volumes, name):
    with pytest.raises(UsageError, match="another name"):
        volumes.map(mean, table=name)


def test_a_table_of_another_key_is_refused(lake, volumes):
    volumes.map(mean, table="t")
    with pytest.raises(UsageError, match="SeriesInstanceUID"):
        lake.cohort("SELECT SeriesInstanceUID FROM series").map(lambda s: {"n": 1}, table="t")


def test_other_grains_get_their_own_things(lake):
    lake.cohort("SELECT SOPInstanceUID FROM dicom_all").map(
        lambda i: {"total": int(i.pixels().sum())}, table="i"
    )
    lake.cohort("SELECT patient_key FROM patient").map(lambda g: {"n": len(list(g))}, table="p")
    assert lake.rows("SELECT count(*) FROM i WHERE total > 0") == [(18,)]
    assert sorted(lake.rows("SELECT n FROM p")) == [(1,), (1,), (2,), (2,)]


def test_a_hanging_function_is_a_failure(lake, volumes):
    def hangs(volume):
        while volume.shape[-1] == 8:
            time.sleep(0.01)
        return mean(volume)

    volumes.map(hangs, table="t", timeout=0.3)
    assert lake.rows("SELECT count(*) FROM t WHERE error LIKE '%longer than timeout%'") == [(3,)]
    assert lake.rows("SELECT count(mean_value) FROM t") == [(3,)]


def test_a_vanished_file_fails_alone(lake, volumes, template, tmp_path):
    uri = lake.rows("SELECT uri FROM file ORDER BY uri LIMIT 1")[0][0]
    kept = Path(uri).read_bytes()
    Path(uri).unlink()
    try:
        result = volumes.map(mean, table="t")
    finally:
        Path(uri).write_bytes(kept)
    assert (result.n_computed, result.n_failed) == (6, 1)
    assert "[path]" in result.failures()[0][1] or "SourceMissing" in result.failures()[0][1]


def test_what_cannot_be_pickled_is_said_before_anything_runs(lake, volumes):
    lock = threading.Lock()
    with pytest.raises(UsageError, match=r"cannot be sent to workers.*scheduler='sync'"):
        volumes.map(lambda v: {"a": lock.locked()}, table="t", scheduler=2)
    volumes.map(lambda v: {"a": lock.locked()}, table="t", scheduler="sync")
    assert len(got(lake, column="a")) == 6


def test_an_unreachable_scheduler_is_one_line(volumes, monkeypatch):
    monkeypatch.setattr("pacslake.work.CONNECT_SECONDS", 2)
    with pytest.raises(UsageError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        volumes.map(mean, table="t", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="not known"):
        volumes.map(mean, table="t", scheduler=object())


def test_an_unreachable_scheduler_leaves_dask_as_it_was(volumes, monkeypatch):
    monkeypatch.setattr("pacslake.work.CONNECT_SECONDS", 2)
    import dask.array as da
    from dask import config

    with pytest.raises(UsageError):
        volumes.map(narrow_fails, table="t", scheduler="tcp://127.0.0.1:9")
    assert config.get("scheduler", None) is None
    assert int(da.ones(8, chunks=4).sum().compute()) == 8


def test_partial_results_are_committed_as_they_come(lake, volumes, monkeypatch):
    monkeypatch.setattr(mapping, "COMMIT_EVERY", 2)
    seen = []
    volumes.map(
        lambda v: {"a": 1.0}, table="t",
        progress=lambda done, total: seen.append((done, _rows_now(lake))),
    )  # fmt: skip
    assert seen == [(1, 0), (2, 2), (3, 2), (4, 4), (5, 4), (6, 6)]


def _rows_now(lake):
    other = pacslake.open(lake.path)
    return other.rows("SELECT count(*) FROM t")[0][0] if other.catalog.has_table("t") else 0


def test_a_killed_run_is_resumed(lake, template):
    script = Path(lake.path).parent / "job.py"
    script.write_text(
        "import sys, os, signal, pacslake\n"
        "from pacslake.compute import mapping\n"
        "mapping.COMMIT_EVERY = 1\n"
        "kill_at = int(sys.argv[2])\n"
        "def fn(v):\n"
        "    return {'a': float(v.values().mean())}\n"
        "def tick(done, total):\n"
        "    if done == kill_at: os.kill(os.getpid(), signal.SIGKILL)\n"
        "lake = pacslake.open(sys.argv[1])\n"
        "r = lake.cohort('SELECT volume_id FROM volume ORDER BY volume_id').map(fn, table='t', progress=tick)\n"
        "print(r.n_computed, r.n_skipped)\n"
    )
    run = [sys.executable, str(script), str(lake.path)]
    assert subprocess.run([*run, "4"], capture_output=True).returncode == -9
    lake.refresh()
    assert lake.rows("SELECT count(*) FROM t") == [(4,)]
    out = subprocess.run([*run, "0"], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["2", "4"]
    lake.refresh()
    assert got(lake, column="a") == pytest.approx(truth(lake))
    assert sorted(lake.rows("SELECT status FROM activity")) == [("done",), ("interrupted",)]


def test_the_activity_says_what_ran(lake, volumes):
    frozen = volumes.freeze()
    frozen.map(mean, table="t")
    (row,) = lake.dicts("SELECT * FROM activity")
    assert row["status"] == "done"
    assert row["function_name"].endswith("test_map.mean")
    assert "volume.n_slices" in row["function_source"]
    assert (row["cohort_id"], row["members_sha256"]) == (frozen.cohort_id, frozen.members_sha256)
    assert row["snapshot_id"] == frozen.snapshot_id
    assert row["started_at"] <= row["ended_at"]
    assert '"numpy": "' in row["packages"]
    inputs = lake.rows("SELECT entity_id, content_hash FROM activity_input ORDER BY entity_id")
    assert inputs == [(m.entity_id, m.content_hash) for m in frozen.entries]
    assert lake.rows("SELECT kind, name, n_rows FROM activity_output") == [("rows", "t", 6)]


@pytest.mark.slow
def test_a_local_cluster_gives_the_same(lake, volumes):
    volumes.map(mean, table="here", scheduler="sync")
    result = volumes.map(mean, table="there", scheduler=2)
    assert result.where == "local-cluster"
    assert got(lake, "there") == got(lake, "here")


@pytest.mark.slow
def test_work_moves_to_a_cluster_when_it_is_worth_it(lake, volumes, monkeypatch):
    monkeypatch.setattr(schedule, "CLUSTER_WORTH_SECONDS", 0.0)
    result = volumes.map(mean, table="t")
    if len(os.sched_getaffinity(0)) > 1:
        assert result.where == "local-cluster"
    assert got(lake) == pytest.approx(truth(lake))


@pytest.fixture(scope="module")
def remote(tmp_path_factory):
    """A real scheduler and two worker processes on loopback."""
    place = tmp_path_factory.mktemp("dask")
    file = place / "scheduler.json"
    local = ["--dashboard-address", "127.0.0.1:0"]
    base = [sys.executable, "-m", "dask"]
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": place,
        "start_new_session": True,
    }
    processes = [
        subprocess.Popen(
            [*base, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), *local],
            **quiet,
        )
    ]
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    for _ in range(2):
        processes.append(
            subprocess.Popen(
                [
                    *base,
                    "worker",
                    "--scheduler-file",
                    str(file),
                    "--nthreads",
                    "1",
                    "--host",
                    "127.0.0.1",
                    *local,
                ],
                **quiet,
            )
        )
    yield file
    # By process group: a nanny that is killed alone leaves its worker behind, and one that is asked to stop
    # waits for a scheduler that stops too.
    for process in processes:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


@pytest.mark.slow
def test_a_remote_scheduler_with_two_workers_gives_the_same(lake, volumes, remote):
    from distributed import Client

    volumes.map(narrow_fails, table="here", scheduler="sync")
    with Client(scheduler_file=str(remote), timeout=60) as client:
        client.wait_for_workers(2, timeout=60)
        result = volumes.map(narrow_fails, table="there", scheduler=client)
        address = client.scheduler.address

        def where(volume):
            return {"pid": os.getpid()}

        volumes.map(where, table="w", scheduler=address)
    columns = "volume_id, mean_value, n_slices, error"
    assert sorted(lake.rows(f"SELECT {columns} FROM there"), key=str) == sorted(
        lake.rows(f"SELECT {columns} FROM here"), key=str
    )
    assert (result.where, result.n_failed) == ("scheduler", 3)
    pids = {p for (p,) in lake.rows("SELECT DISTINCT pid FROM w")}
    assert pids and os.getpid() not in pids


@pytest.mark.slow
def test_ingest_and_conversion_run_on_the_same_scheduler(template, tmp_path, remote):
    lake = pacslake.init(tmp_path / "lake")
    assert lake.ingest(template / "in", scheduler=str(remote)).n_stored == 18
    here = pacslake.open(template / "lake")
    ids = "SELECT volume_id FROM volume ORDER BY 1"
    assert lake.rows(ids) == here.rows(ids)
    report = lake.convert(scheduler=str(remote))
    assert (len(report.converted), report.failed) == (6, ())
    for (volume_id,) in lake.rows(ids):
        assert np.array_equal(lake.volume(volume_id, tier="zarr").values(), here.volume(volume_id).values())


@pytest.mark.slow
def test_a_worker_that_dies_is_a_failure_that_names_memory(lake, volumes, remote):
    def dies(volume):
        if volume.shape[-1] == 8:
            os._exit(1)
        return mean(volume)

    first = lake.cohort("SELECT volume_id FROM volume ORDER BY shape[3] LIMIT 4")
    for attempt in range(6):  # a scheduler that is short of time may give the run up, and says to repeat it
        try:
            result = first.map(dies, table="t", scheduler=str(remote))
            break
        except LakeError:
            if attempt == 5:
                raise
            time.sleep(attempt)
    errors = [e for _, e in result.failures()]
    assert attempt or result.n_computed == 4
    assert errors and all("KilledWorker" in e and "memory" in e for e in errors)


def test_a_scheduler_that_goes_away_leaves_members_to_be_computed(lake, volumes, monkeypatch):
    class Gone:
        status = "cancelled"

        def cancelled(self):
            return True

    with pytest.raises(LakeError, match="computes what is missing"):
        schedule._outcome(Gone(), "v")


def test_a_result_that_was_lost_with_its_worker_is_judged_by_the_second_try(lake, volumes):
    """The future was done, its worker then died, and the scheduler's new tries ended in an error or none."""
    from concurrent.futures import CancelledError

    from distributed.comm import CommClosedError
    from distributed.scheduler import KilledWorker

    class Lost:
        status = "finished"

        def __init__(self, late):
            self.late = late

        def cancelled(self):
            return False

        def exception(self):
            return None

        def result(self):
            raise self.late

    outcome = schedule._outcome(Lost(KilledWorker("m", None, 3)), "v")
    assert (
        outcome.entity_id == "v" and outcome.error.startswith("KilledWorker: ") and "memory" in outcome.error
    )
    for gone in (CancelledError("m"), CommClosedError("m"), TimeoutError()):
        with pytest.raises(LakeError, match="computes what is missing"):
            schedule._outcome(Lost(gone), "v")
    assert schedule._outcome(Lost(MemoryError()), "v").error.startswith("MemoryError: ")


def test_workers_are_as_many_as_memory_holds(monkeypatch):
    asked = []
    monkeypatch.setattr(schedule, "available_workers", lambda need: asked.append(need) or 1)
    plan = schedule.Plan(None, None, None, None, member_bytes=1 << 30)
    plan.workers()
    schedule.Plan(None, None, None, None, member_bytes=None).workers()
    assert asked == [8 << 30, schedule.MEMORY_PER_WORKER]


def test_a_helper_in_another_file_of_mine_counts_and_travels(lake, volumes, tmp_path, monkeypatch):
    import importlib

    (tmp_path / "my_helper.py").write_text("def scale(x):\n    return 2.0 * x\n")
    (tmp_path / "my_measure.py").write_text(
        "import my_helper\n\ndef fn(volume):\n    return {'a': my_helper.scale(float(volume.values().mean()))}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import my_helper
    import my_measure

    assert volumes.map(my_measure.fn, table="t", scheduler="sync").n_computed == 6
    assert volumes.map(my_measure.fn, table="t", scheduler="sync").n_computed == 0
    payload = mapping._payload(volumes, my_measure.fn, mapping.fingerprint(my_measure.fn), None)
    elsewhere = subprocess.run(
        [sys.executable, "-c", "import pickle, sys; print(pickle.loads(sys.stdin.buffer.read()).__name__)"],
        input=payload.function, capture_output=True, check=True, cwd="/",
    )  # fmt: skip
    assert elsewhere.stdout.split() == [b"fn"]
    (tmp_path / "my_helper.py").write_text("def scale(x):\n    return 4.0 * x  # changed\n")
    importlib.invalidate_caches()
    importlib.reload(my_helper)
    importlib.reload(my_measure)
    assert volumes.map(my_measure.fn, table="t", scheduler="sync").n_computed == 6
    assert got(lake, column="a") == pytest.approx({k: 4 * v for k, v in truth(lake).items()})


def test_a_column_keeps_its_type(lake, volumes):
    volumes.map(lambda v: {"a": 1.5}, table="t")
    volumes.map(lambda v: {"a": 2}, table="t")  # whole numbers fit a decimal column
    assert set(got(lake, column="a").values()) == {2.0}
    with pytest.raises(UsageError, match="already and cannot become VARCHAR"):
        volumes.map(lambda v: {"a": "x"}, table="t")
