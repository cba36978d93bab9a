"""An append-only record of who read, exported or changed what, chained by digests.

    audit/audit.jsonl       one JSON object a line
    audit/<number>.json     of a lake in a bucket: one object each

Each line holds the SHA-256 of the line before, so that a line changed, left out or put in shows. It tells
events and counts, never the values that were seen. Cutting lines off at the end cannot be seen from the file
alone: keep the newest digest (`head`) elsewhere where that matters.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pacslake.errors import DamagedError, LakeError
from pacslake.layout import LakeDir, MirrorStore, sha256_bytes
from pacslake.layout.lock import wait_for_lock

__all__ = ["FIRST", "AuditEvent", "events", "flush", "head", "record", "verify_audit"]

FIRST = "0" * 64
"""What the first line names as the line before."""


@dataclass(frozen=True)
class AuditEvent:
    """One line: `number` from 1, `at` ISO 8601 in UTC, `details` plain values without identifying ones."""

    number: int
    at: str
    user: str
    action: str
    details: Mapping[str, Any]
    previous_sha256: str
    sha256: str


def record(
    dir: LakeDir, action: str, *, user: str | None = None, sync: bool = True, **details: Any
) -> AuditEvent:
    """Append an event, durable on return. Several processes may do so at once.

    Args:
        sync: False leaves it to the caller to call `flush` soon: until then the line survives the end of the process, and
            is lost only where the machine itself stops.

    Raises: LakeError when it cannot be written: what must be recorded must then not be done.

    >>> record(lake_dir, "export", format="nifti", n=12)                   # doctest: +SKIP
    """
    if dir.bucket_url is not None:
        return _record_in_bucket(dir, action, user, details)
    path = dir.path("audit", "audit.jsonl")
    try:
        path.parent.mkdir(exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            wait_for_lock(handle)
            number, previous = _last(handle)
            line = _line(number + 1, action, user, details, previous)
            os.write(handle, line + b"\n")
            if sync:
                os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise LakeError(f"the audit record could not be written ({error.strerror})") from error
    return _event(line)


def _line(number: int, action: str, user: str | None, details: Mapping[str, Any], previous: str) -> bytes:
    content = {
        "number": number,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "user": user if user is not None else _account(),
        "action": action,
        "details": details,
        "previous_sha256": previous,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()


def _record_in_bucket(dir: LakeDir, action: str, user: str | None, details: Mapping[str, Any]) -> AuditEvent:
    """Whoever makes the object of the next number has written the line; the others take the number after it."""
    try:
        while True:
            names = [name for name, _, _ in dir.store.list("audit")]
            previous, number = FIRST, 0
            if names:
                last = _event(dir.store.get(max(names)))
                previous, number = last.sha256, last.number
            line = _line(number + 1, action, user, details, previous)
            if dir.store.put_if_absent(f"audit/{number + 1:020d}.json", line):
                return _event(line)
    except OSError as error:
        raise LakeError(f"the audit record could not be written ({error.strerror})") from error


def flush(dir: LakeDir) -> None:
    """Make all lines durable. Raises: LakeError when that fails."""
    if dir.bucket_url is not None:
        return
    try:
        handle = os.open(dir.path("audit", "audit.jsonl"), os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except FileNotFoundError:
        return
    except OSError as error:
        raise LakeError(f"the audit record could not be written ({error.strerror})") from error


def events(dir: LakeDir) -> Iterator[AuditEvent]:
    """All events, oldest first. Raises: DamagedError at a line that is no event."""
    if isinstance(dir.store, MirrorStore):
        for name in sorted(name for name, _, _ in dir.store.list("audit")):
            yield _event(dir.store.get_anew(name))
        return
    path = dir.path("audit", "audit.jsonl")
    if not path.exists():
        return
    with open(path, "rb") as file:
        for line in file:
            yield _event(line.rstrip(b"\n"))


def head(dir: LakeDir) -> str:
    """The digest of the newest line: with it kept elsewhere, lines cut off at the end show too."""
    newest = FIRST
    for event in events(dir):
        newest = event.sha256
    return newest


def verify_audit(dir: LakeDir) -> list[str]:
    """What is wrong with the record, in sentences; an empty list when the chain holds."""
    previous, number = FIRST, 0
    try:
        for event in events(dir):
            if event.number != number + 1 or event.previous_sha256 != previous:
                return [
                    f"line {number + 1} does not follow the line before it: lines were changed, moved or removed"
                ]
            previous, number = event.sha256, event.number
    except DamagedError as error:
        return [f"line {number + 1}: {error}"]
    return []


def _event(line: bytes) -> AuditEvent:
    try:
        content = json.loads(line)
        return AuditEvent(**content, sha256=sha256_bytes(line))
    except (ValueError, TypeError) as error:
        raise DamagedError("is not an audit event") from error


def _last(handle: int) -> tuple[int, str]:
    """Number and digest of the last line; a line that a kill cut off is ended first, and stays visible."""
    size = os.fstat(handle).st_size
    if size == 0:
        return 0, FIRST
    length = min(size, 1 << 16)
    while True:
        data = os.pread(handle, length, size - length)
        lines = data.rstrip(b"\n").split(b"\n")
        if len(lines) > 1 or length == size:
            break
        length = min(size, length * 2)
    if not data.endswith(b"\n"):
        os.write(handle, b"\n")
    try:
        event = _event(lines[-1])
    except DamagedError:
        return 0, sha256_bytes(lines[-1])
    return event.number, event.sha256


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
