"""A process beside the network's: it holds the lake open, lands what was received, and answers for the catalogue.

So the process that talks to devices stays small and quick whatever an ingest needs, and a fault of one data set
cannot end it. One JSON object a line each way; the worker ends when its input ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import PacslakeError

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["Worker", "main"]

LAND_AT_ONCE = 2000


class Worker:
    """The parent's end. Calls are answered one after another; a worker that died is started again."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.fspath(root)
        self._process: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()

    async def ask(self, do: str, **values: Any) -> dict[str, Any]:
        """What the worker answers; `error` and `exit_code` are in it where it could not do what was asked."""
        async with self._lock:
            for attempt in (1, 2):
                process = await self._running()
                assert process.stdin is not None and process.stdout is not None
                try:
                    process.stdin.write(json.dumps({"do": do, **values}).encode() + b"\n")
                    await process.stdin.drain()
                    line = await process.stdout.readline()
                except (ConnectionError, OSError):
                    line = b""
                if line:
                    return dict(json.loads(line))
                await self._gone()
                if attempt == 2:
                    break
            return {"error": "the process that lands objects ended twice over the same task", "exit_code": 70}

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "pacslake.network.worker", self.root,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=64 << 20,
            )  # fmt: skip
        return self._process

    async def _gone(self) -> None:
        if self._process is not None:
            await self._process.wait()
            self._process = None

    async def close(self) -> None:
        """Let the worker end."""
        async with self._lock:
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
                await self._process.wait()
                self._process = None


# -- the worker's end ------------------------------------------------------------------------------------


def main(root: str) -> None:
    """Answer lines until the input ends."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches both; the parent decides when this one ends
    try:
        os.nice(5)  # whoever sends waits for the other process, nobody for this one
    except OSError:
        pass
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints does not belong into the conversation
    job = _Job(root)
    for line in _lines():
        asked = json.loads(line)
        try:
            answer = job.do(asked)
        except PacslakeError as error:
            answer = {"error": str(error), "exit_code": error.exit_code}
        except Exception as error:  # its text may hold a value of a header
            if os.environ.get("PACSLAKE_DEBUG"):
                raise
            answer = {"error": f"a fault of pacslake itself: {type(error).__name__}", "exit_code": 70}
        out.write(json.dumps(answer, default=str) + "\n")
        out.flush()


def _lines() -> Iterator[str]:
    """The parent's questions. Where it dies while one is being answered, this process ends at once.

    Its successor takes over what was left; two that land the same objects would only be in each other's way. The parent
    itself closes the conversation between questions, never within one.
    """
    import queue
    import threading

    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    idle = threading.Event()

    def listen() -> None:
        for line in sys.stdin:
            lines.put(line)
        if not idle.is_set():
            os._exit(75)
        lines.put(None)

    idle.set()
    threading.Thread(target=listen, name="pacslake-parent", daemon=True).start()
    while True:
        idle.set()
        line = lines.get()
        idle.clear()
        if line is None:
            idle.set()
            return
        yield line


class _Job:
    def __init__(self, root: str) -> None:
        self.root = root
        self._lake: Lake | None = None

    @property
    def lake(self) -> Lake:
        import pacslake
        from pacslake.ingest.lean import make_lean

        if self._lake is None:
            make_lean()
            self._lake = pacslake.open(self.root)
        return self._lake

    def do(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        kind = asked["do"]
        if kind == "land":
            return self._land(asked)
        if kind == "commitment":
            from pacslake.network.commitment import check

            return {"failed": check(self.lake.refresh(), asked["refs"])}
        return {"error": f"no task is called {kind}", "exit_code": 70}

    def _land(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Land the objects of folders; counts by outcome, and how many are left."""
        from pacslake.network.spool import waiting

        began = time.monotonic()
        paths = [p for folder in asked["folders"] for p in waiting(Path(folder))]
        if not paths:
            return {"counts": {}, "n_unchanged": 0, "left": 0}
        taken = paths[:LAND_AT_ONCE]
        report = self.lake.land(
            taken, text=asked.get("text") or "received", source_name=asked.get("source_name")
        )
        answer = {
            "counts": report.counts,
            "n_unchanged": report.n_unchanged,
            "batch_id": report.batch_id,
            "faults": [[f.outcome, f.uri, f.reason] for f in report.faults[:200]],
            "left": len(paths) - len(taken),
            "seconds": round(time.monotonic() - began, 3),
        }
        if asked.get("verdicts"):
            answer["verdicts"] = self._verdicts([p.name for p in taken])
        return answer

    def _verdicts(self, names: list[str]) -> dict[str, dict[str, Any]]:
        """What became of each file, by its name."""
        from pacslake.ingest.keep import object_uri

        uris = {object_uri(name.removesuffix(".dcm")): name for name in names}
        rows = self.lake.dicts(
            'SELECT f.uri, f.outcome, f.reason, f."SOPClassUID", f."SOPInstanceUID", f."StudyInstanceUID", '
            'f."SeriesInstanceUID" FROM file f WHERE f.uri IN (SELECT unnest(?))',
            [list(uris)],
        )
        return {uris[row["uri"]]: row for row in rows}


if __name__ == "__main__":
    main(sys.argv[1])
