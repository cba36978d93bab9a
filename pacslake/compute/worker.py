"""What runs where the work is: open one member, call the function, give back rows or an error.

Nothing here raises because of a member: a failure is an `Outcome` with the error's text, from which values
that name a person are taken out. Arrays and DICOM objects that a function returns are written below the lake's
`staging/` and only their paths travel. Imported by workers, so it imports little.
"""

from __future__ import annotations

import ctypes
import functools
import pickle
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Job", "Outcome", "Payload", "call_with_timeout", "open_lake", "run_member", "without_identity"]

_GRACE_SECONDS = 2.0
_MAX_TEXT = 1000


@dataclass(frozen=True)
class Job:
    """What is the same for every member: what it is, how long it may take, and where returned objects go.

    `seed` is what makes UIDs of arrays: the same code on the same member gives the same UID, so that a resumed run
    does not store an array twice.
    """

    grain: str
    key: str
    timeout: float | None = None
    activity_id: str = ""
    description: str = ""
    seed: str = ""


@dataclass(frozen=True)
class Payload:
    """All that a worker needs besides the member: where the lake is, and the function, pickled by value."""

    opener: Callable[[str, int], Any]
    path: str
    snapshot_id: int
    job: Job
    function: bytes


@dataclass(frozen=True)
class Outcome:
    """One member's result: rows, or an error. `stuck` is set where the function would not stop in time.

    `objects` are paths of DICOM files, one for each row where the function returned arrays or objects.
    """

    entity_id: str
    rows: tuple[dict[str, Any], ...] = ()
    error: str | None = None
    seconds: float = 0.0
    stuck: bool = False
    objects: tuple[str, ...] = ()
    exception: BaseException | None = field(default=None, compare=False)


@functools.lru_cache(maxsize=4)
def open_lake(opener: Callable[[str, int], Any], path: str, snapshot_id: int) -> Any:
    """The lake at a snapshot, opened once in a process."""
    return opener(path, snapshot_id)


@functools.lru_cache(maxsize=4)
def _function(pickled: bytes) -> Callable[[Any], Any]:
    fn: Callable[[Any], Any] = pickle.loads(pickled)  # cloudpickle's output; the driver made it
    return fn


def run_member(payload: Payload, entity_id: str, prepared: Any = None) -> Outcome:
    """Run the function over one member, in a worker."""
    try:
        lake = open_lake(payload.opener, payload.path, payload.snapshot_id)
        fn = _function(payload.function)
    except Exception as error:
        text = without_identity(_text(error), list)
        return Outcome(entity_id, error=f"the worker cannot open the lake or the function: {text}")
    return run_in(lake, fn, payload.job, entity_id, prepared)


def run_in(
    lake: Any, fn: Callable[[Any], Any], job: Job, entity_id: str, prepared: Any = None, *, keep: bool = False
) -> Outcome:
    """Run the function over one member with a lake at hand. `keep` holds on to the exception itself."""
    from pacslake.compute.columns import rows_of
    from pacslake.compute.grain import open_member
    from pacslake.compute.lineage import running
    from pacslake.compute.objects import stage

    def work() -> tuple[list[dict[str, Any]], tuple[str, ...]]:
        member = open_member(lake, job.grain, entity_id, prepared)
        with running(job.activity_id, job.description):
            made = fn(member)
        result, paths = stage(made, member, lake, job, entity_id)
        return rows_of(result, (job.key,)), paths

    began = time.monotonic()
    try:
        rows, paths = call_with_timeout(work, job.timeout)
        return Outcome(entity_id, tuple(rows), None, time.monotonic() - began, objects=paths)
    except _Stuck as error:
        return Outcome(entity_id, (), str(error), time.monotonic() - began, stuck=error.alive)
    except Exception as error:
        text = without_identity(_text(error), lambda: _identity_words(lake, job.grain, entity_id))
        return Outcome(entity_id, (), text, time.monotonic() - began, exception=error if keep else None)


class _Stuck(Exception):
    def __init__(self, seconds: float, alive: bool) -> None:
        super().__init__(f"TimeoutError: the function took longer than timeout={seconds:g} s")
        self.alive = alive


def call_with_timeout(work: Callable[[], Any], timeout: float | None) -> Any:
    """Call, or give up after `timeout` seconds.

    The call runs in a thread of its own, which is asked to stop by an exception when time is over. Python
    code does stop; compiled code (a long call of a library) does not, and is left behind.
    """
    if timeout is None:
        return work()
    box: dict[str, Any] = {}

    def target() -> None:
        try:
            box["result"] = work()
        except BaseException as error:
            box["error"] = error

    thread = threading.Thread(target=target, daemon=True, name="pacslake-member")
    thread.start()
    thread.join(timeout)
    if thread.is_alive():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident or 0), ctypes.py_object(TimeoutError)
        )
        thread.join(_GRACE_SECONDS)
        raise _Stuck(timeout, thread.is_alive())
    if "error" in box:
        raise box["error"]
    return box["result"]


# -- errors without identities -----------------------------------------------------------------------

_PATH = re.compile(r"(?<![\w:/])(?:[A-Za-z]:)?(?:[/\\][^\s/\\'\":]+){2,}")


def _text(error: BaseException) -> str:
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"


def without_identity(text: str, words: Callable[[], list[str]]) -> str:
    """The text without paths (exports often name folders after people) and without the words given."""
    text = _PATH.sub("[path]", text)
    for word in sorted(set(words()), key=len, reverse=True):
        text = re.sub(re.escape(word), "[removed]", text, flags=re.IGNORECASE)
    return text


def _identity_words(lake: Any, grain: str, entity_id: str) -> list[str]:
    """Names, identifiers and birth date of the person that a member belongs to."""
    where = {
        "volume": "instance_version_id IN (SELECT instance_version_id FROM volume_frame WHERE volume_id = ?)",
        "instance": "instance_version_id = ? OR SOPInstanceUID = ?", "series": "SeriesInstanceUID = ?",
        "study": "StudyInstanceUID = ?", "patient": "patient_key = ?",
    }[grain]  # fmt: skip
    try:
        rows = lake.rows(
            "SELECT DISTINCT PatientName, PatientID, CAST(PatientBirthDate AS VARCHAR), AccessionNumber "
            f"FROM instance WHERE {where} LIMIT 50",
            [entity_id] * where.count("?"),
        )
    except Exception:  # the error being reported matters more than this look-up
        return []
    words: list[str] = []
    for name, *others in rows:
        words += [w for w in re.split(r"[\^=\s,]+", name or "") if len(w) >= 3]
        words += [str(o) for o in others if o and len(str(o)) >= 3]
        words += [str(o).replace("-", "") for o in others[1:2] if o]
    return words
