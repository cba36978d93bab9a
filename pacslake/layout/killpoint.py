"""Named places at which a test ends the process, so that what a kill leaves behind can be looked at.

`PACSLAKE_KILL_POINT=put.synced:3` ends the process with SIGKILL when it passes `put.synced` for the third time.
Without the variable a pass costs a look at an empty mapping. `tests/reliability/test_kill.py` kills at each point.
"""

from __future__ import annotations

import os
import signal

__all__ = ["POINTS", "arm", "passing"]

POINTS = (
    # a record: temporary file, link to the final name, sync of the folder
    "record.opened",
    "record.written",
    "record.synced",
    "record.linked",
    "record.named",
    "record.durable",
    # a file under a name that nobody else uses
    "put.opened",
    "put.written",
    "put.synced",
    "put.durable",
    # a finished folder gets its name
    "folder.renaming",
    "folder.renamed",
    "folder.durable",
    # a commit
    "commit.built",
    "commit.tables_written",
    "commit.published",
    # an ingest
    "ingest.locked",
    "ingest.begun",
    "ingest.file_read",
    "ingest.file_judged",
    "ingest.object_kept",
    "ingest.rejected_kept",
    "ingest.unit_read",
    "ingest.unit_committed",
    "ingest.all_committed",
    "ingest.ended",
    "ingest.reasons_written",
    "ingest.compacted",
    # what follows it
    "follow.planned",
    "follow.derived",
    "follow.timed",
    # joining small files
    "compaction.merged",
    "compaction.published",
    # conversion
    "convert.written",
    "convert.named",
    "convert.committed",
    # giving up snapshots and removing files
    "vacuum.planned",
    "vacuum.recorded",
    "vacuum.given_up",
    "vacuum.removed",
)
_armed: dict[str, int] = {}


def passing(name: str) -> None:
    """The process passes this point; a test may have asked that it ends here."""
    if _armed and name in _armed:
        _armed[name] -= 1
        if _armed[name] == 0:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def arm(name: str, nth: int = 1) -> None:
    """End this process at the `nth` pass of a point. Raises: ValueError for a name that is not in `POINTS`."""
    if name not in POINTS:
        raise ValueError(f"no kill point is called {name!r}")
    _armed[name] = nth


if _value := os.environ.get("PACSLAKE_KILL_POINT"):
    _name, _, _nth = _value.partition(":")
    arm(_name, int(_nth or 1))
