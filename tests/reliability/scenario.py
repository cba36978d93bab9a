"""A day of a lake in small: ingest with copies, volumes, compaction, vacuum. And a server that forks one for a test.

`python scenario.py` reads a JSON object a line: {"lake", "source", "objects", "point", "nth", "seconds"}. For each it forks a
child that runs the day, killed at the point where one is named, and answers {"status", "signal", "passes"}. Forking from
a process that has imported everything saves a second and a half a run.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pacslake
from pacslake import catalog, ingest
from pacslake.ingest import engine, plan, read
from pacslake.layout import killpoint
from pacslake.pixels import conversion, convert, refresh

assert ingest and read and conversion and convert and refresh


def small_steps(objects: int) -> None:
    """Small units and commits, so that a small export passes every step of the protocol many times."""
    engine.COMMIT_FILES, plan.UNIT_FILES, engine.COMPACT_FILES = (
        max(40, objects // 10),
        max(16, objects // 50),
        3,
    )


def day(lake: Path, source: Path, *, workers: int = 1) -> None:
    """Everything that the points of `killpoint.POINTS` lie in. It is its own resumption."""
    opened = pacslake.open(lake) if (lake / "lake.toml").exists() else pacslake.init(lake)
    opened.ingest(source, copy=True, workers=workers)
    opened.convert(workers=workers)
    catalog.compact(opened.dir)
    opened.refresh()
    opened.vacuum(older_than_hours=0, keep=3)


def count_passes() -> Counter[str]:
    """Count instead of kill."""
    passes: Counter[str] = Counter()

    def counting(name: str) -> None:
        passes[name] += 1

    for module in list(sys.modules.values()):
        if getattr(module, "passing", None) is killpoint.passing and module is not killpoint:
            module.passing = counting  # type: ignore[attr-defined]
    killpoint.passing = counting
    return passes


def child(order: dict[str, Any], answer: int) -> None:
    """One day in a forked process."""
    small_steps(order["objects"])
    passes: Counter[str] = Counter()
    if order.get("point"):
        killpoint.arm(order["point"], order.get("nth", 1))
    elif order.get("count"):
        passes = count_passes()
    day(Path(order["lake"]), Path(order["source"]))
    os.write(answer, json.dumps(passes).encode())


def serve() -> None:
    """Answer orders until standard input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                os.close(reader)
                child(order, writer)
                code = 0
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(writer)
        if "seconds" in order:
            time.sleep(order["seconds"])
            os.kill(pid, signal.SIGKILL)  # the child is not waited for yet, so the number is its own
        with os.fdopen(reader, "rb") as pipe:
            text = pipe.read()
        status = os.waitpid(pid, 0)[1]
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        answer = {"killed": killed, "ok": status == 0, "passes": json.loads(text) if text else {}}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
