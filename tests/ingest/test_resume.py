"""Killed, and run by several processes at once: nothing lost, nothing doubled, equal rows."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from messy import ct, data, messy_export, write

import pacslake
from pacslake.errors import LakeError
from pacslake.ingest import IngestReport, engine
from pacslake.lake import Lake

Run = Callable[..., IngestReport]

# Small units and commits, so that a small export passes every step of the protocol many times.
SCRIPT = """
import sys, pacslake
from pacslake import ingest
from pacslake.ingest import engine, plan
engine.COMMIT_FILES, plan.UNIT_FILES = 9, 4
ingest.run(pacslake.open(sys.argv[1]), sys.argv[2], workers=int(sys.argv[3]))
"""

LOOK = (
    "SELECT uri, outcome, reason, sha256, SOPInstanceUID, instance_version_id FROM file ORDER BY ALL",
    "SELECT instance_version_id, file_id, is_current, superseded_by FROM instance ORDER BY ALL",
    "SELECT level, entity_id, code, message FROM issue ORDER BY ALL",
    "SELECT instance_version_id, frame_index FROM frame ORDER BY ALL",
    "SELECT instance_version_id, path, value_text FROM element ORDER BY ALL",
    "SELECT uri, n_members FROM container ORDER BY ALL",
)


def start(lake: Path, source: Path, workers: int = 1) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SCRIPT, str(lake), str(source), str(workers)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def look(lake: Path) -> list[list[tuple[object, ...]]]:
    opened = pacslake.open(lake)
    return [opened.rows(query) for query in LOOK]


def series_export(folder: Path, n: int) -> None:
    write(folder, {f"s{i // 10:02}/{i:03}": data(ct(i % 10, series=i // 10)) for i in range(n)})


@pytest.mark.slow
def test_killed_and_resumed_ingest_gives_equal_rows(tmp_path: Path) -> None:
    messy_export(tmp_path / "export", slices=40)
    pacslake.init(tmp_path / "calm")
    began = time.monotonic()
    assert start(tmp_path / "calm", tmp_path / "export").wait(120) == 0
    span = time.monotonic() - began
    want = look(tmp_path / "calm")
    rng = random.Random(7)
    killed = 0
    for turn in range(3):
        lake = tmp_path / f"lake{turn}"
        pacslake.init(lake)
        for _ in range(3):
            run = start(lake, tmp_path / "export", workers=1 + turn % 2)
            time.sleep(rng.uniform(0.2, 0.8) * span)
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
                killed += 1
            run.wait()
            whole = pacslake.open(lake).rows(
                "SELECT count(*) FROM instance i LEFT JOIN file f USING (file_id) WHERE f.file_id IS NULL"
            )
            assert whole == [(0,)]
        assert start(lake, tmp_path / "export").wait(120) == 0
        assert look(lake) == want
        states = {s for (s,) in pacslake.open(lake).rows("SELECT DISTINCT status FROM batch")}
        assert states <= {"done", "interrupted"}
    assert killed >= 2  # the machine may be less busy than when the calm run was timed


def test_killed_between_last_commit_and_end_is_finished_by_the_next_run(
    tmp_path: Path, lake: Lake, take_in: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left to read then, yet the faults across instances still have to be made."""
    write(tmp_path / "x", {"a": data(ct(1)), "b": data(ct(1, study=2, name="SOMEONE^ELSE"))})
    monkeypatch.setattr(engine._Job, "_finish", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    child = os.fork()
    if child == 0:
        try:
            take_in(tmp_path / "x")
        finally:
            os._exit(1)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    monkeypatch.undo()
    lake.refresh()
    assert lake.rows("SELECT status, n_stored FROM batch") == [("running", 0)]
    report = take_in(tmp_path / "x")
    assert (report.n_unchanged, report.n_files) == (2, 2)
    codes = {code for (code,) in lake.rows("SELECT code FROM issue")}
    assert "patient_id_of_several_people" in codes
    batches = lake.rows("SELECT status, n_stored, ended_at IS NOT NULL FROM batch ORDER BY batch_id")
    assert batches == [("interrupted", 2, True), ("done", 0, True)]


def test_run_that_is_alive_is_not_called_interrupted(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    from pacslake.catalog import Changes
    from pacslake.ingest.alive import RunLock

    row = {"batch_id": "b0", "status": "running"}
    lake.commit(lambda _: Changes(append={"batch": [row]}), note="")
    write(tmp_path / "x", {"a": data(ct(1))})
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from pacslake.ingest.alive import RunLock\n"
            "with RunLock(pathlib.Path(sys.argv[1]), 'b0'): print('ready', flush=True); sys.stdin.read()",
            str(lake.path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None and holder.stdout.readline()
    take_in(tmp_path / "x")
    status = "SELECT status FROM batch WHERE batch_id = 'b0'"
    assert lake.rows(status) == [("running",)]
    holder.kill()
    holder.wait()
    take_in(tmp_path / "x")
    assert lake.rows(status) == [("interrupted",)]
    assert RunLock is not None


@pytest.mark.slow
@pytest.mark.parametrize("same", [True, False], ids=["one source", "a source each"])
def test_processes_at_once_lose_and_double_nothing(same: bool, tmp_path: Path) -> None:
    n, processes = 60, 4
    lake = tmp_path / "lake"
    pacslake.init(lake)
    sources = [tmp_path / "export"] * processes
    if same:
        series_export(sources[0], n)
    else:
        # Each has half of its neighbour's objects, so that who comes first decides what is a duplicate.
        sources = [tmp_path / f"export{i}" for i in range(processes)]
        for i, source in enumerate(sources):
            write(source, {f"{k:03}": data(ct(k)) for k in range(i * n // 2, i * n // 2 + n)})
    runs = [start(lake, source) for source in sources]
    for run in runs:
        _, errors = run.communicate(timeout=180)
        assert run.returncode == 0, errors.decode()
    opened = pacslake.open(lake)
    n_objects = n if same else (processes + 1) * n // 2
    n_files = n if same else processes * n
    assert opened.rows("SELECT count(*), count(DISTINCT SOPInstanceUID) FROM instance") == [(n_objects,) * 2]
    assert opened.rows("SELECT count(*), count(DISTINCT uri) FROM file") == [(n_files,) * 2]
    assert opened.rows("SELECT count(*) FROM file WHERE outcome = 'stored'") == [(n_objects,)]
    assert opened.rows("SELECT count(*) FROM frame") == [(n_objects,)]
    assert opened.rows("SELECT count(*), count(DISTINCT instance_version_id) FROM header") == [
        (n_objects,) * 2
    ]
    assert opened.rows("SELECT sum(n_stored)::INT, sum(n_files)::INT FROM batch") == [
        (n_objects, processes * n)
    ]


def test_failed_run_is_marked_and_resumed(
    tmp_path: Path, lake: Lake, take_in: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    series_export(tmp_path / "x", 12)
    monkeypatch.setattr(engine, "COMMIT_FILES", 1)
    monkeypatch.setattr("pacslake.ingest.plan.UNIT_FILES", 5)
    commit, calls = engine._Job._commit, []

    def full_disk(job, build, note):  # type: ignore[no-untyped-def]
        calls.append(note)
        if calls.count("ingest") == 2:
            raise LakeError("the commit could not be written (No space left on device)")
        commit(job, build, note)

    monkeypatch.setattr(engine._Job, "_commit", full_disk)
    with pytest.raises(LakeError, match="No space left"):
        take_in(tmp_path / "x")
    monkeypatch.setattr(engine._Job, "_commit", commit)
    lake.refresh()
    n = lake.rows("SELECT count(*) FROM instance")[0][0]
    assert 0 < n < 12
    assert take_in(tmp_path / "x").n_unchanged == n
    assert lake.rows("SELECT count(*) FROM instance") == [(12,)]
