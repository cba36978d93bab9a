"""When what arrived is landed: once nothing has come for a moment, or enough has, or the first has waited long enough."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pacslake.network.spool import Spool, orphans
from pacslake.network.worker import LAND_AT_ONCE, Worker

__all__ = ["Landing"]

log = logging.getLogger("pacslake.network")


class Landing:
    """Lands a spool's objects in small batches for as long as it runs, and the rest when it ends.

    Args:
        quiet: seconds without a new object after which those that came are landed.
        longest: seconds that an object waits at most while others go on coming.
        told: called with the answer of each batch.
    """

    def __init__(
        self,
        root: Path,
        spool: Spool,
        worker: Worker,
        *,
        text: str,
        quiet: float = 2,
        longest: float = 30,
        told: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        self.root, self.spool, self.worker, self.text = root, spool, worker, text
        self.quiet, self.longest, self.told = quiet, longest, told
        self.n_waiting = 0
        self.totals: Counter[str] = Counter()
        self._arrived = asyncio.Event()
        self._first = self._last = 0.0
        self._ending = False
        self._lock = asyncio.Lock()

    def kept(self) -> None:
        """An object was acknowledged."""
        now = time.monotonic()
        if self.n_waiting == 0:
            self._first = now
        self.n_waiting += 1
        self._last = now
        self._arrived.set()

    async def run(self) -> None:
        """Land what earlier receivers left, then what comes, until `end`."""
        left = await asyncio.to_thread(orphans, self.root)
        if left:
            await self.land([str(folder) for folder in left])
            await asyncio.to_thread(orphans, self.root)  # removes the empty folders
        while not self._ending:
            await self._arrived.wait()
            if self._ending:
                break
            now = time.monotonic()
            due = min(self._last + self.quiet, self._first + self.longest)
            if self.n_waiting < LAND_AT_ONCE and now < due:
                await asyncio.sleep(min(due - now, 0.5))
                continue
            self._arrived.clear()
            self.n_waiting = 0
            if not await self.land():
                await asyncio.sleep(10)  # a full disk, a lake that is being changed: try again
                self.kept()

    async def land(self, folders: list[str] | None = None, *, verdicts: bool = False) -> dict[str, Any]:
        """Land now all that waits; an empty answer where that failed (it is logged, nothing is lost)."""
        async with self._lock:
            whole: dict[str, Any] = {"verdicts": {}}
            while True:
                answer = await self.worker.ask(
                    "land", folders=folders or [str(self.spool.folder)], text=self.text, verdicts=verdicts
                )
                if "error" in answer:
                    log.error("received objects stay in the inbox: %s", answer["error"])
                    self.totals["failures"] += 1
                    return {}
                self.totals.update(answer["counts"])
                self.totals["unchanged"] += answer["n_unchanged"]
                whole["verdicts"].update(answer.get("verdicts") or {})
                if self.told is not None and (sum(answer["counts"].values()) or answer["n_unchanged"]):
                    self.told(answer)
                if not answer["left"]:
                    return whole

    async def end(self) -> bool:
        """Land the rest; whether all is landed."""
        self._ending = True
        self._arrived.set()
        return bool(await self.land())
