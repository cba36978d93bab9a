"""Eight ingests, compaction, vacuum and readers at once: every reader sees one snapshot, and nothing gets lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pacslake

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ingest"))
from messy import ct, data, write

TORTURE = os.environ.get("PACSLAKE_TORTURE") == "1"
PROCESSES = 8
FILES = 400 if TORTURE else 20

INGEST = """
import sys, pacslake
from pacslake import ingest
from pacslake.ingest import engine, plan
engine.COMMIT_FILES, plan.UNIT_FILES, engine.COMPACT_FILES = 10, 5, 4
ingest.run(pacslake.open(sys.argv[1]), sys.argv[2], workers=1, copy=True)
"""
CARE = """
import sys, time, pathlib, pacslake
from pacslake import catalog
from pacslake.errors import LakeError
n = 0
while not pathlib.Path(sys.argv[2]).exists():
    lake = pacslake.open(sys.argv[1])
    try:
        catalog.compact(lake.dir)
    except LakeError:
        pass
    lake.vacuum(older_than_hours=1, keep=5)
    n += 1
print(n)
"""
READ = """
import sys, json, pathlib, pacslake
pairs, n, last = [], 0, (0, 0)
while not pathlib.Path(sys.argv[2]).exists():
    lake = pacslake.open(sys.argv[1])
    a = lake.rows("SELECT count(*) FROM instance_row")[0][0]
    b = lake.rows("SELECT count(*) FROM frame")[0][0]
    c = lake.rows("SELECT count(*) FROM file WHERE outcome = 'stored'")[0][0]
    d = lake.rows("SELECT count(*) FROM instance_row")[0][0]
    assert a == b == c == d, (a, b, c, d)
    assert (lake.snapshot_id, a) >= last, "went back"
    last, n = (lake.snapshot_id, a), n + 1
print(n)
"""


# Processes that are forked after the imports: to start eleven anew would take most of the time.
FORK = """
import os, sys, json, traceback
import pacslake
from pacslake import catalog, ingest
from pacslake.catalog import parquet
from pacslake.ingest import assemble, engine, plan, read, relations
children = {}
for name, (script, arguments) in json.load(sys.stdin).items():
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            sys.argv = ["-c", *arguments]
            sys.stdout = open(name + ".out", "w")
            exec(script, {})
            sys.stdout.flush()
            code = 0
        except BaseException:
            with open(name + ".errors", "w") as errors:
                traceback.print_exc(file=errors)
        finally:
            os._exit(code)
    children[pid] = name
while children:
    pid, status = os.wait()
    print(json.dumps([children.pop(pid), status]), flush=True)
"""


@pytest.mark.slow
def test_eight_ingests_under_fire(tmp_path: Path) -> None:
    """Neighbours share half of their objects, so who comes first decides what is stored and what is a duplicate."""
    lake, stop = tmp_path / "lake", tmp_path / "stop"
    pacslake.init(lake)
    half = FILES // 2
    for i in range(PROCESSES):
        write(tmp_path / f"x{i}", {f"{k:05}": data(ct(k)) for k in range(i * half, i * half + FILES)})
    jobs = {
        "care": (CARE, [lake, stop]),
        "reader 1": (READ, [lake, stop]),
        "reader 2": (READ, [lake, stop]),
        **{f"ingest {i}": (INGEST, [lake, tmp_path / f"x{i}"]) for i in range(PROCESSES)},
    }
    server = subprocess.Popen(
        [sys.executable, "-c", FORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert server.stdin is not None and server.stdout is not None
    try:
        json.dump(
            {name: (script, list(map(str, words))) for name, (script, words) in jobs.items()}, server.stdin
        )
        server.stdin.close()
        ended = {}
        for line in server.stdout:
            name, ended_as = json.loads(line)
            ended[name] = ended_as
            errors = tmp_path / f"{name}.errors"
            assert ended_as == 0, errors.read_text()[-2000:] if errors.exists() else name
            if sum(name.startswith("ingest") for name in ended) == PROCESSES and not stop.exists():
                time.sleep(0.1)
                stop.touch()
    finally:
        stop.touch()
        server.wait(60)
    assert set(ended) == set(jobs)
    for name in ("care", "reader 1", "reader 2"):
        assert json.loads((tmp_path / f"{name}.out").read_text()) >= 1
    opened = pacslake.open(lake)
    n = (PROCESSES + 1) * half
    assert opened.rows("SELECT count(*), count(DISTINCT SOPInstanceUID) FROM instance") == [(n, n)]
    assert opened.rows("SELECT outcome, count(*) FROM file GROUP BY 1 ORDER BY 1") == [
        ("duplicate", PROCESSES * FILES - n),
        ("stored", n),
    ]
    assert opened.rows("SELECT sum(n_stored)::INT, sum(n_duplicate)::INT FROM batch") == [
        (n, PROCESSES * FILES - n)
    ]
    assert opened.rows("SELECT count(*), count(DISTINCT instance_version_id) FROM header") == [(n, n)]
    assert len(list((lake / "objects").glob("??/*.dcm"))) == n
    assert opened.verify(deep=True) == []
