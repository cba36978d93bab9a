"""Which runs still run: each holds a lock that the system drops when the process ends, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

__all__ = ["RunLock", "is_alive"]


def _path(root: Path, batch_id: str) -> Path:
    return root / "staging" / f"run-{batch_id}.lock"


class RunLock:
    """Held for as long as a run lasts."""

    def __init__(self, root: Path, batch_id: str) -> None:
        self._path = _path(root, batch_id)
        self._handle: int | None = None

    def __enter__(self) -> RunLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        _try_lock(self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def is_alive(root: Path, batch_id: str) -> bool:
    """Whether the process that made a run is still there; False on a file system without locks."""
    try:
        handle = os.open(_path(root, batch_id), os.O_RDWR)
    except OSError:
        return False
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except (
        ImportError
    ):  # Windows: a second run there takes the first for dead, which costs nothing but its mark
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False
