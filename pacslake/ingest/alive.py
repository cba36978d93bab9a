"""Which runs still run: each holds a lock that the system drops when the process ends, however it ends.

Another machine cannot see that lock. Of a lake in a bucket a run therefore also writes an object every 20 seconds, and is
taken for dead by others when that is older than two minutes by the bucket's own clock.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from pacslake.errors import LakeError
from pacslake.layout import mirror
from pacslake.layout.lock import try_lock

__all__ = ["RunLock", "is_alive"]

BEAT_SECONDS, DEAD_SECONDS = 20.0, 120.0


def _path(root: Path, batch_id: str) -> Path:
    return root / "staging" / f"run-{batch_id}.lock"


class RunLock:
    """Held for as long as a run lasts."""

    def __init__(self, root: Path, batch_id: str) -> None:
        self._path = _path(root, batch_id)
        self._handle: int | None = None
        url = mirror.url_of(root)
        self._store = None if url is None else mirror.MirrorStore(root, url)
        self._key = f"staging/{self._path.name}"
        self._ended = threading.Event()

    def __enter__(self) -> RunLock:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try_lock(self._handle)
            if self._store is not None:
                self._store.put_there(self._key, b"")
        except LakeError:
            raise
        except OSError as error:
            raise LakeError(
                f"the lake does not let a run begin: {error.strerror or error}; nothing was changed. "
                "Free space or grant write permission, and start the same command again"
            ) from error
        if self._store is not None:
            threading.Thread(target=self._beat, daemon=True).start()
        return self

    def _beat(self) -> None:
        assert self._store is not None
        while not self._ended.wait(BEAT_SECONDS):
            try:
                self._store.put_there(self._key, b"")
            except OSError:  # the next beat may be heard
                continue

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._store is not None:
            try:
                self._store.delete(self._key)
            except OSError:  # it grows old, and vacuum removes it
                pass
        if self._handle is not None:
            with suppress(OSError):  # it holds no lock from now on, and vacuum removes it
                self._path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def is_alive(root: Path, batch_id: str) -> bool:
    """Whether the process that made a run is still there; False on a file system without locks."""
    try:
        handle = os.open(_path(root, batch_id), os.O_RDWR)
    except OSError:
        return _beats(root, batch_id)
    try:
        return not try_lock(handle)
    finally:
        os.close(handle)


def _beats(root: Path, batch_id: str) -> bool:
    """Whether a run on another machine has been heard of lately."""
    url = mirror.url_of(root)
    if url is None:
        return False
    store = mirror.MirrorStore(root, url)
    key = f"staging/{_path(root, batch_id).name}"
    beats = [modified for name, _, modified in store.list("staging") if name == key]
    return bool(beats) and store.now() - beats[0] < DEAD_SECONDS
