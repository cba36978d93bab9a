"""Watching a folder: files that are still being written wait, and nothing to do leaves no trace."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import pacslake
from pacslake import synthetic
from pacslake.ingest.report import IngestReport
from pacslake.ingest.watch import Settling
from pacslake.source.walk import Entry


def entry(size: int, age: float, now: float = 1000.0) -> Entry:
    return Entry("/in/a", size, int((now - age) * 1e9))


@pytest.mark.parametrize(
    ("looks", "waits"),
    [
        ([entry(5, 1000)], [False]),  # old: taken at first sight
        ([entry(5, 30), entry(5, 30)], [True, False]),  # young: seen twice alike
        ([entry(5, 30), entry(6, 30), entry(6, 30)], [True, True, False]),  # grew in between
        ([entry(5, 1), entry(5, 1)], [True, True]),  # younger than the settling time
        ([entry(5, -50), entry(5, -50)], [True, False]),  # another machine's clock is ahead
    ],
)
def test_what_waits(looks: list[Entry], waits: list[bool]) -> None:
    settling = Settling(10, now=lambda: 1000.0)
    got = []
    for look in looks:
        settling.begin()
        got.append(settling.holds(look))
    assert got == waits


def test_files_that_come_and_grow_are_taken_once_whole(tmp_path: Path) -> None:
    synthetic.simple_series(tmp_path / "made", shape=(3, 6, 6))
    files = sorted(p for p in (tmp_path / "made").rglob("*") if p.is_file())
    incoming = tmp_path / "in"
    incoming.mkdir()
    shutil.copyfile(files[0], incoming / "0")
    lake = pacslake.init(tmp_path / "lake")
    reports: list[IngestReport] = []
    stop = threading.Event()

    def write() -> None:
        data = files[1].read_bytes()
        with open(
            incoming / "1", "wb"
        ) as out:  # over two seconds, with pauses shorter than the settling time
            for i in range(0, len(data), len(data) // 8 + 1):
                out.write(data[i : i + len(data) // 8 + 1])
                out.flush()
                time.sleep(0.25)
        shutil.copyfile(files[2], incoming / "2")
        end = time.monotonic() + 20
        while sum(r.counts["stored"] for r in reports) < 3 and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.5)
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    lake.watch(incoming, every=0.1, settle=0.6, stop=stop, on_report=reports.append, workers=1)
    writer.join()
    assert [r.counts["quarantined"] for r in reports] == [0] * len(reports)
    assert sum(r.counts["stored"] for r in reports) == 3
    assert lake.rows("SELECT outcome, count(*) FROM file GROUP BY 1") == [("stored", 3)]
    assert lake.rows("SELECT count(*) FROM batch") == [(len(reports),)]  # a look without work leaves no row
    assert lake.rows("SELECT n_slices FROM volume") == [(3,)]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    synthetic.simple_series(tmp_path / "in", shape=(3, 6, 6))
    pacslake.init(tmp_path / "lake")
    command = [sys.executable, "-m", "pacslake.cli", "ingest", str(tmp_path / "in"), "--watch", "--settle", "0", "--every", "60", "--json", "--workers", "1", "--lake", str(tmp_path / "lake")]  # fmt: skip
    watching = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watching.stdout is not None
    first = json.loads(watching.stdout.readline())
    assert first["n_stored"] == 3
    time.sleep(0.5)
    watching.send_signal(number)
    out, err = watching.communicate(timeout=30)
    assert (watching.returncode, out, err) == (0, "", "")
    lake = pacslake.open(tmp_path / "lake")
    assert lake.rows("SELECT status FROM batch") == [("done",)] and lake.verify() == []
