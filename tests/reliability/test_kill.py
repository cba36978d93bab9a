"""Killed at every named point of commit, ingest, conversion, compaction and vacuum, and run again.

Nothing acknowledged is lost, nothing doubled, nothing half visible, no manual step, and in the end the same rows as an
undisturbed run. The short form kills once at each point; `PACSLAKE_TORTURE=1` (`make torture`) 20 times at passes
chosen at random, over 5,000 objects (`PACSLAKE_TORTURE_TIMES` and `PACSLAKE_TORTURE_OBJECTS` say otherwise). With
`-n 2 --dist load` the points are shared out.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydicom.dataset import Dataset
from pydicom.uid import RawDataStorage

import pacslake
from pacslake.catalog import Changes, Replace
from pacslake.layout import killpoint

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "ingest"))
from messy import ct, data, messy_export, write  # noqa: E402

TORTURE = os.environ.get("PACSLAKE_TORTURE") == "1"
TIMES = int(os.environ.get("PACSLAKE_TORTURE_TIMES", 20)) if TORTURE else 1
OBJECTS = int(os.environ.get("PACSLAKE_TORTURE_OBJECTS", 5000)) if TORTURE else 60
VOLATILE = {
    "batch_id",
    "first_batch_id",
    "revised_batch_id",
    "zarr_checksum",
}  # a store's metadata names its snapshot
TABLES = (
    "file", "container", "issue", "instance", "frame", "header", "element", "reference", "volume", "volume_frame",
    "series_plan", "pixel_stat", "timepoint", "patient", "study", "series",
)  # fmt: skip
HALF_VISIBLE = (
    "SELECT count(*) FROM instance WHERE file_id NOT IN (SELECT file_id FROM file)",
    "SELECT count(*) FROM instance WHERE Modality IS DISTINCT FROM 'OT' AND instance_version_id NOT IN "
    "(SELECT instance_version_id FROM frame)",
    "SELECT count(*) FROM instance WHERE instance_version_id NOT IN (SELECT instance_version_id FROM header)",
    "SELECT count(*) FROM file WHERE outcome = 'stored' AND instance_version_id NOT IN "
    "(SELECT instance_version_id FROM instance)",
    "SELECT count(*) FROM volume WHERE volume_id NOT IN (SELECT volume_id FROM volume_frame)",
    "SELECT count(*) - count(DISTINCT file_id) FROM file",
    "SELECT count(*) - count(DISTINCT instance_version_id) FROM instance",
    "SELECT count(*) - count(DISTINCT SOPInstanceUID) FROM instance WHERE is_current",
    "SELECT count(*) - count(DISTINCT volume_id) FROM volume",
)

Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def space() -> Iterator[Path]:
    """Room in memory where there is any: a kill needs no disk, and syncing one takes most of the time."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shm if os.access(shm, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def run(space: Path) -> Iterator[Run]:
    """A day of a lake in a process of its own, killed where it is said."""
    server = subprocess.Popen(
        [sys.executable, str(HERE / "scenario.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=open(space / "errors", "wb"),
        text=True,
    )

    def order(**what: Any) -> dict[str, Any]:
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(json.dumps({"objects": OBJECTS, **what}) + "\n")
        server.stdin.flush()
        answer: dict[str, Any] = json.loads(server.stdout.readline())
        assert answer["ok"] or answer["killed"], (space / "errors").read_text()[-2000:]
        return answer

    yield order
    assert server.stdin is not None
    server.stdin.close()
    server.wait(30)


@pytest.fixture(scope="module")
def export(space: Path) -> Path:
    """Everything that goes wrong in an export, and series beside it."""
    messy_export(space / "export", slices=min(OBJECTS, 60))
    for start in range(0, OBJECTS - 60, 100):
        series = (ct(n % 100, series=20 + n // 100) for n in range(start, min(start + 100, OBJECTS - 60)))
        made = {
            f"z{start:06}/{n:03}": data(ds if start < 1000 else without_pixels(ds))
            for n, ds in enumerate(series)
        }
        write(space / "export", made)
    return space / "export"


def without_pixels(ds: Dataset) -> Dataset:
    """Most of a large export is not converted: what is killed here is the protocol, not arithmetic on slices."""
    ds.SOPClassUID, ds.Modality = RawDataStorage, "OT"
    del ds.PixelData
    return ds


@pytest.fixture(scope="module")
def calm(space: Path, run: Run, export: Path) -> tuple[dict[str, tuple[int, int]], dict[str, int]]:
    """The rows of an undisturbed run, and how often it passes each point."""
    passes = run(lake=str(space / "calm"), source=str(export), count=True)["passes"]
    return look(space / "calm"), passes


def look(lake: Path) -> dict[str, tuple[int, int]]:
    """Of each table the number of rows and the sum of their hashes, in any order, without what names the run."""
    opened = pacslake.open(lake)
    found = {}
    for name in TABLES:
        columns = [c for (c, *_) in opened.rows(f'DESCRIBE "{name}"') if c not in VOLATILE]
        row = ", ".join(f'"{c}"' for c in columns)
        found[name] = opened.rows(f'SELECT count(*), sum(hash({row})::HUGEINT) FROM "{name}"')[0]
    return found


def test_looking_sees_one_changed_value(space: Path, calm: Any) -> None:
    """The comparison below would be worth nothing if it could not fail."""
    shutil.copytree(space / "calm", space / "changed")
    assert look(space / "changed") == calm[0]
    lake = pacslake.open(space / "changed")
    row = lake.dicts("SELECT * FROM issue ORDER BY issue_id LIMIT 1")[0]
    instead = Replace("issue", "issue_id", [row["issue_id"]], [{**row, "message": row["message"] + "."}])
    lake.commit(lambda _: Changes(replace=[instead]), note="one value")
    assert {name for name, found in look(space / "changed").items() if found != calm[0][name]} == {"issue"}


def acknowledged(lake: Path) -> int:
    """Files whose commit the log reported."""
    lines = [
        json.loads(s)
        for p in (lake / "logs").glob("*.jsonl")
        for s in p.read_text().splitlines()
        if s.endswith("}")
    ]
    return sum(line["n_files"] for line in lines if line["event"] == "commit")


def test_every_point_is_passed_by_the_day(calm: Any) -> None:
    """So that no kill below is one that never comes."""
    passes = calm[1]
    assert len(killpoint.POINTS) >= 25
    assert [name for name in killpoint.POINTS if not passes.get(name)] == []


@pytest.mark.slow
@pytest.mark.parametrize("point", killpoint.POINTS)
def test_killed_and_run_again(point: str, space: Path, run: Run, export: Path, calm: Any) -> None:
    want, passes = calm
    rng = random.Random(point)
    for turn in range(TIMES):
        lake = space / f"lake-{point}-{turn}"
        nth = rng.randint(1, passes[point])
        assert run(lake=str(lake), source=str(export), point=point, nth=nth)["killed"], (point, nth)
        if (lake / "lake.toml").exists():  # the kill may have come while the lake itself was made
            after = pacslake.open(lake)
            assert after.verify(deep=True) == []
            assert [after.rows(q)[0][0] for q in HALF_VISIBLE] == [0] * len(HALF_VISIBLE)
            assert after.rows("SELECT count(*) FROM file")[0][0] >= acknowledged(lake)
        assert run(lake=str(lake), source=str(export))["ok"]
        assert look(lake) == want, (point, nth)
        assert pacslake.open(lake).verify(deep=True) == []
        states = {s for (s,) in pacslake.open(lake).rows("SELECT DISTINCT status FROM batch")}
        assert states <= {"done", "interrupted"}
        shutil.rmtree(lake)


@pytest.mark.slow
@pytest.mark.parametrize("nth", [1, 25], ids=["at once", "later"])
def test_worker_processes_that_are_killed(nth: int, space: Path, export: Path, calm: Any) -> None:
    """Each worker dies at its n-th file: work goes on, or is refused cleanly; the next run completes the day."""
    lake = space / f"workers{nth}"
    script = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); import scenario, pathlib\n"
        f"scenario.small_steps({OBJECTS}); scenario.day(pathlib.Path({str(lake)!r}), pathlib.Path({str(export)!r}), workers=2)"
    )
    environment = {**os.environ, "PACSLAKE_KILL_POINT": f"ingest.file_read:{nth}"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, timeout=120)
    assert done.returncode != 0 or nth > 1  # what a worker left another does, unless that dies too
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert look(lake) == calm[0]


@pytest.mark.slow
def test_killed_at_any_moment(space: Path, run: Run, export: Path, calm: Any) -> None:
    """By the clock and not by name, the resuming runs too."""
    lake = space / "clock"
    rng = random.Random(5)
    killed = 0
    for _ in range(5 * TIMES):
        killed += run(lake=str(lake), source=str(export), seconds=rng.uniform(0, 1.2))["killed"]
    assert killed >= 2
    assert run(lake=str(lake), source=str(export))["ok"]
    assert look(lake) == calm[0]
