"""Locks on open files that the system drops when their holder ends, however it ends."""

from __future__ import annotations

__all__ = ["try_lock", "wait_for_lock"]


def try_lock(handle: int) -> bool:
    """Take the lock of an open file; False where another process holds it.

    Windows has no such lock: there it is always given, so that a second run takes the first for dead, which costs nothing
    but its mark, and two services on one lake are not told apart.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False


def wait_for_lock(handle: int) -> None:
    """Take the lock of an open file when others have left it; at once on Windows."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
