"""Rows of the tables `activity`, `activity_input` and `activity_output`: what ran, on what, with which code."""

from __future__ import annotations

import contextlib
import contextvars
import datetime
import json
import os
import platform
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pacslake.compute.fingerprint import Fingerprint, GitState
from pacslake.version import __version__

__all__ = ["Activity", "Run", "new_activity_id", "now", "packages", "running", "table_comment", "this_run"]

_PACKAGES = (
    "numpy", "scipy", "SimpleITK", "scikit-image", "pydicom", "highdicom", "imagecodecs", "zarr", "dask",
    "distributed", "pandas", "scikit-learn", "torch", "pyradiomics",
)  # fmt: skip


def now() -> datetime.datetime:
    """The time, UTC, without zone, as the catalogue keeps it."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def new_activity_id() -> str:
    """A new key that sorts by time."""
    return f"a{time.time_ns() // 1_000_000:012x}{secrets.token_hex(4)}"


def packages() -> dict[str, str]:
    """Versions of the packages that can change a number, as installed. Nothing is imported for it."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@dataclass(frozen=True)
class Activity:
    """One run. `row()` is its row in the table `activity`."""

    activity_id: str
    kind: str
    table_name: str
    code: Fingerprint
    git: GitState
    parameters: Mapping[str, Any]
    snapshot_id: int
    started_at: datetime.datetime
    cohort_id: str | None = None
    members_sha256: str | None = None
    sql_text: str | None = None
    scheduler: str = "in-process"
    n_members: int = 0
    n_computed: int = 0
    n_skipped: int = 0
    n_failed: int = 0
    status: str = "running"
    ended_at: datetime.datetime | None = None
    installed: Mapping[str, str] = field(default_factory=packages)

    def with_(self, **changes: Any) -> Activity:
        """The same run, further on."""
        return replace(self, **changes)

    def row(self) -> dict[str, Any]:
        """As a row of `activity`."""
        return {
            "activity_id": self.activity_id, "kind": self.kind, "table_name": self.table_name,
            "function_name": self.code.name, "function_sha256": self.code.sha256, "function_source": self.code.source,
            "code_version": __version__, "git_commit": self.git.commit, "git_dirty": self.git.dirty,
            "parameters": json.dumps(self.parameters, sort_keys=True), "packages": json.dumps(dict(self.installed)),
            "python_version": platform.python_version(), "cohort_id": self.cohort_id,
            "members_sha256": self.members_sha256, "sql_text": self.sql_text, "snapshot_id": self.snapshot_id,
            "scheduler": self.scheduler, "process_id": os.getpid(), "started_at": self.started_at,
            "ended_at": self.ended_at, "status": self.status, "n_members": self.n_members,
            "n_computed": self.n_computed, "n_skipped": self.n_skipped, "n_failed": self.n_failed,
        }  # fmt: skip


@dataclass(frozen=True)
class Run:
    """The run that code is called by: `description` is its table and function."""

    activity_id: str
    description: str


_run: contextvars.ContextVar[Run | None] = contextvars.ContextVar("pacslake_run", default=None)


@contextlib.contextmanager
def running(activity_id: str, description: str) -> Iterator[None]:
    """Within the block `this_run` tells of this run, so that objects made there can name it."""
    token = _run.set(Run(activity_id, description) if activity_id else None)
    try:
        yield
    finally:
        _run.reset(token)


def this_run() -> Run | None:
    """The run that calls this code; None outside one."""
    return _run.get()


def table_comment(function_name: str, grain: str) -> str:
    """What one row of a table of results is."""
    return f"Results of {function_name}: one row per {grain} and item"


def killed(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Ids of runs that stand as running while their process is gone (looked up on this machine)."""
    gone = []
    for row in rows:
        try:
            os.kill(int(row["process_id"]), 0)
        except ProcessLookupError:
            gone.append(str(row["activity_id"]))
        except (OSError, TypeError, ValueError):
            continue
    return gone
