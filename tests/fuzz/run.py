"""Fuzz the scanner for long: `python tests/fuzz/run.py --minutes 10 --processes 2 [--keep FOLDER]`.

Each process mutates files (see `mutations.py`) and takes them in, six a unit, so that the series memo is met too. A
unit that ends badly, takes over 5 s, or makes its process grow by more than 512 MB is kept with its seed. The parent
sees a process that died and goes on behind the unit that killed it. With `--atheris`, where the package `atheris` is
installed, mutations follow the code's branches instead. The last line is one JSON object with the figures.
"""

from __future__ import annotations

import argparse
import json
import mmap
import multiprocessing
import os
import random
import resource
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import mutations  # noqa: E402

UNIT = 6
SECONDS = 5.0
MEGABYTES = 512
AT_A_TIME = 20_000  # units a process takes before another follows, so that memory is measured anew


class Hang(BaseException):
    """A unit takes too long. No Exception, so that nothing between swallows it."""


def unit_of(seed: int, pool: list[bytes]) -> list[bytes]:
    """The files of a unit; the same seed gives the same bytes."""
    rng = random.Random(seed)
    if (
        rng.random() < 0.3
    ):  # one object again and again, so that the memo of a series has something to compare
        pool = [rng.choice(pool)]
        return [*pool, *(mutations.mutate(rng, pool) for _ in range(UNIT - 2)), *pool]
    return [mutations.mutate(rng, pool) for _ in range(UNIT)]


def work(
    first: int, until: float, board: Any, pool: list[bytes], say: Callable[[dict[str, Any]], None]
) -> None:
    """Units from seed `first` on; the seed in hand stands on the board, which outlives this process."""

    def too_long(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGALRM, too_long)
    mutations.examine(pool[:UNIT])
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worst = 0.0
    for seed in range(first, first + AT_A_TIME):
        if time.monotonic() > until:
            break
        struct.pack_into("<q", board, 0, seed)
        unit, began = unit_of(seed, pool), time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            for wrong in mutations.examine(unit):
                say({"seed": seed, "kind": "wrong", "what": wrong})
        except Hang:
            say({"seed": seed, "kind": "hang", "what": f"over {SECONDS:.0f} s"})
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1]
            say(
                {
                    "seed": seed,
                    "kind": "crash",
                    "what": f"{type(error).__name__} at {Path(line.filename).name}:{line.lineno}",
                }
            )
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        worst = max(worst, time.monotonic() - began)
        struct.pack_into("<q", board, 8, struct.unpack_from("<q", board, 8)[0] + UNIT)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024
        if grown > MEGABYTES:
            say({"seed": seed, "kind": "memory", "what": f"{grown} MB more"})
            break
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024
    say({"kind": "end", "slowest_s": round(worst, 3), "grown_mb": peak})


def drive(number: int, options: argparse.Namespace) -> list[dict[str, Any]]:
    """One line of processes, each following the one that ended or died."""
    pool = mutations.seeds()
    until = time.monotonic() + 60 * options.minutes
    board = mmap.mmap(-1, 16)
    first = options.seed + number * 10**9
    found: list[dict[str, Any]] = []
    while time.monotonic() < until:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            with os.fdopen(writer, "w") as out:

                def say(event: dict[str, Any], out: Any = out) -> None:
                    out.write(json.dumps(event) + "\n")
                    out.flush()

                work(first, until, board, pool, say)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as lines:
            found += [json.loads(line) for line in lines]
        status = os.waitpid(child, 0)[1]
        last = struct.unpack_from("<q", board, 0)[0]
        if status != 0:
            found.append({"seed": last, "kind": "crash", "what": f"process ended with {status}"})
        first = last + 1
    found.append({"kind": "files", "n": struct.unpack_from("<q", board, 8)[0]})
    return found


def by_coverage(options: argparse.Namespace) -> None:
    """Let atheris choose the bytes; it ends the process at the first finding."""
    import atheris

    with atheris.instrument_imports(include=["pacslake.dicom", "pacslake.ingest.extract"]):
        import pacslake.ingest.extract  # noqa: F401

    def one(data: bytes) -> None:
        wrong = mutations.examine([data])
        if wrong:
            raise AssertionError(wrong[0])

    corpus = options.keep or HERE / "corpus"
    corpus.mkdir(exist_ok=True)
    for i, data in enumerate(mutations.seeds()):
        (corpus / f"seed{i:04d}").write_bytes(data)
    limits = [f"-max_total_time={int(60 * options.minutes)}", f"-timeout={SECONDS:.0f}", "-rss_limit_mb=1024"]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Run, report; the exit code is 1 when something was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="write units that end badly here")
    parser.add_argument("--atheris", action="store_true", help="let coverage guide the mutations")
    options = parser.parse_args()
    if options.atheris:
        by_coverage(options)
        return 0
    context = multiprocessing.get_context("fork")
    with context.Pool(options.processes) as processes:
        events = [
            e
            for part in processes.starmap(drive, [(i, options) for i in range(options.processes)])
            for e in part
        ]
    bad = [e for e in events if e["kind"] in ("wrong", "crash", "hang", "memory")]
    for event in bad[:50]:
        print(json.dumps(event))
        if options.keep is not None:
            options.keep.mkdir(parents=True, exist_ok=True)
            for i, data in enumerate(unit_of(event["seed"], mutations.seeds())):
                (options.keep / f"{event['kind']}-{event['seed']}-{i}").write_bytes(data)
    ends = [e for e in events if e["kind"] == "end"]
    figures = {
        "files": sum(e["n"] for e in events if e["kind"] == "files"),
        **{kind: sum(e["kind"] == kind for e in bad) for kind in ("crash", "wrong", "hang", "memory")},
        "slowest_unit_s": max((e["slowest_s"] for e in ends), default=None),
        "most_grown_mb": max((e["grown_mb"] for e in ends), default=None),
    }
    print(json.dumps(figures))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
