"""Read the files of a unit, each once, and make facts and rows of them. Runs in a worker."""

from __future__ import annotations

import hashlib
import io
import mmap
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from pacslake import work
from pacslake.ingest import clean
from pacslake.ingest.facts import Containers, FileFact, Item, Unit, UnitResult
from pacslake.ingest.lean import make_lean
from pacslake.layout import mirror
from pacslake.layout.killpoint import passing
from pacslake.source import archive, remote, uri

if TYPE_CHECKING:
    from pacslake.ingest.extract import Extractor

__all__ = ["read_unit"]

MAP_ABOVE = 256 << 20  # files above this are mapped, not read: memory stays bounded whatever their size
_COLD_SECONDS = 0.0004  # a read from memory takes a tenth of this; slower means a disk, and advice helps
_PROBE = 8
_AHEAD = 48


def read_unit(unit: Unit) -> UnitResult:
    """Read, digest and parse the files of a unit in their order."""
    if work.in_worker:
        make_lean(numpy=False)
    from pacslake.ingest.extract import Extractor

    extractor = Extractor(source_name=unit.source_name)
    result = UnitResult([])
    ahead = _Prefetch(unit.items)
    fetching = remote.ReadAhead((item.path, item.size) for item in unit.items)
    for i, item in enumerate(unit.items):
        ahead.at(i)
        fetching.before(item.path)
        _read_item(item, unit, extractor, result)
    ahead.stop()
    fetching.stop()
    result.tables = extractor.finish(sparse=True)
    if unit.closes is not None:
        result.containers.append(unit.closes)
    if unit.cleaner is not None:
        clean.conceal(result, unit.cleaner)
    if unit.lake_root is not None:
        mirror.flush()
    passing("ingest.unit_read")
    return result


def _read_item(item: Item, unit: Unit, extractor: Extractor, result: UnitResult) -> None:
    if item.outcome is not None:
        result.facts.append(_fact(item, item.outcome, item.fault))
        return
    if item.data is not None:
        result.facts.append(_judge(item, item.data, unit, extractor, result))
        return
    assert item.path is not None
    try:
        with _bytes_of(item.path) as data:
            passing("ingest.file_read")
            kind = archive.sniff(bytes(data[: archive.HEAD]))
            if kind is None:
                result.facts.append(_judge(item, data, unit, extractor, result))
                return
            stream: Any = io.BytesIO(data) if isinstance(data, bytes) else data
            _expand(item, stream, len(data), unit, extractor, result)
    except OSError as error:
        reason = (
            f"cannot be read: {error.strerror or type(error).__name__}; give read permission, check the disk"
        )
        fact = _fact(item, "quarantined", reason)
        fact.mtime_ns = None  # permission may come without a change of the file: try again next time
        result.facts.append(fact)


def _expand(
    item: Item, stream: BinaryIO, size: int, unit: Unit, extractor: Extractor, result: UnitResult
) -> None:
    """An archive or compressed file that its name did not give away."""
    n = 0
    for found in archive.expand(stream, item.uri, archive.Budget(size)):
        own = found.uri == item.uri
        n += not own
        member = Item(
            uri=found.uri,
            path=None,
            size=item.size if own else found.size,
            mtime_ns=item.mtime_ns,
            data=found.data,
            container_uri=None if own else item.uri,
            known_sha256=item.known_sha256 if own else None,
            outcome=found.outcome,
            fault=found.reason,
        )
        _read_item(member, unit, extractor, result)
    if n:
        result.containers.append(Containers(item.uri, item.size, item.mtime_ns or 0, n))


def _judge(item: Item, data: Any, unit: Unit, extractor: Extractor, result: UnitResult) -> FileFact:
    """What one file's bytes are; rows go to the extractor."""
    result.n_bytes += len(data)
    if item.known_sha256 is not None and hashlib.sha256(data).hexdigest() == item.known_sha256:
        fact = _fact(item, "unchanged", None)
        fact.sha256 = item.known_sha256
        return fact
    file_id = uri.file_id(item.uri) if unit.cleaner is None else unit.cleaner.file_id(item.uri)
    if len(data) == 0:
        fact = _fact(item, "not_dicom", "an empty file")
        fact.sha256 = hashlib.sha256(b"").hexdigest()
        return fact
    deid = None
    if unit.cleaner is not None:
        outcome = unit.cleaner.clean(data, file_id)
        if outcome.data is None:
            return clean.withheld(_fact(item, outcome.kind, outcome.reason), file_id, outcome)
        data, deid = outcome.data, outcome.record
    got = extractor.add(data, file_id=file_id, uri=item.uri, size_bytes=len(data))
    fact = FileFact(
        file_id=file_id,
        uri=item.uri,
        size=item.size if deid is None else len(data),
        mtime_ns=item.mtime_ns,
        kind=got.kind,
        reason=got.reason,
        container_uri=item.container_uri,
        sha256=got.sha256,
        has_preamble=got.has_preamble,
        transfer_syntax_uid=got.TransferSyntaxUID,
        dataset_offset=got.dataset_offset,
        pixel_offset=got.pixel_offset,
        pixel_length=got.pixel_length,
        sop_instance_uid=got.SOPInstanceUID,
        series_instance_uid=got.SeriesInstanceUID,
        study_instance_uid=got.StudyInstanceUID,
        sop_class_uid=got.SOPClassUID,
        version_id=got.instance_version_id,
        issues=tuple(got.issues),
        deid=deid,
    )
    passing("ingest.file_judged")
    if unit.lake_root is not None:
        _keep(fact, data, unit)
    return fact


def _keep(fact: FileFact, data: Any, unit: Unit) -> None:
    from pacslake.ingest import keep

    assert unit.lake_root is not None and fact.sha256 is not None
    if fact.kind == "dicom":
        fact.object_uri = keep.keep_object(unit.lake_root, fact.sha256, data)
        passing("ingest.object_kept")
    elif fact.kind == "quarantined" and unit.quarantine is not None:
        keep.keep_quarantined(unit.lake_root, unit.quarantine, fact.file_id, data)
        passing("ingest.rejected_kept")


def _fact(item: Item, kind: str, reason: str | None) -> FileFact:
    return FileFact(
        file_id=uri.file_id(item.uri),
        uri=item.uri,
        size=item.size,
        mtime_ns=item.mtime_ns,
        kind=kind,
        reason=reason,
        container_uri=item.container_uri,
    )


@contextmanager
def _bytes_of(path: str) -> Iterator[Any]:
    """The whole file: as bytes, or mapped where it is large. Both slice to bytes."""
    if remote.is_url(path):
        yield remote.read_all(path)
        return
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))  # `open` asks the system twice as often
    try:
        size = os.fstat(handle).st_size
        if size > MAP_ABOVE:
            with mmap.mmap(handle, 0, access=mmap.ACCESS_READ) as mapped:
                yield mapped
            return
        data = os.read(handle, size + 1)
        if len(data) != size:  # it grows, or the file system gives less at once
            with open(path, "rb") as stream:
                data = stream.read()
        yield data
    finally:
        os.close(handle)


class _Prefetch:
    """Tells the system which files come next, once reading turns out to wait for a disk.

    On a cold disk the number of files opened one after another is the limit; a thread that only advises
    doubles the rate. From a warm cache it would cost a fifth, so the first files decide.
    """

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._items, self._i, self._stopped = items, 0, False
        self._began = 0.0
        self._threads: list[threading.Thread] = []
        self._next = 0
        self._lock = threading.Lock()

    def at(self, i: int) -> None:
        self._i = i
        if i == 0:
            self._began = time.perf_counter()
            self._cpu = time.thread_time()
        elif i == _PROBE and len(self._items) > 2 * _PROBE:
            waited = (time.perf_counter() - self._began) - (time.thread_time() - self._cpu)
            if waited > _PROBE * _COLD_SECONDS and hasattr(os, "posix_fadvise"):
                self._next = i + 1
                self._threads = [threading.Thread(target=self._advise, daemon=True) for _ in range(4)]
                for thread in self._threads:
                    thread.start()

    def stop(self) -> None:
        self._stopped = True

    def _advise(self) -> None:
        while not self._stopped:
            with self._lock:
                i, self._next = self._next, self._next + 1
            if i >= len(self._items):
                return
            while i > self._i + _AHEAD and not self._stopped:
                time.sleep(0.002)
            if i > self._i:
                _will_need(self._items[i])


def _will_need(item: Item) -> None:
    if item.path is None or remote.is_url(item.path):
        return
    try:
        handle = os.open(item.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return
    try:
        os.posix_fadvise(handle, 0, min(item.size, 16 << 20), os.POSIX_FADV_WILLNEED)
    except OSError:
        pass
    finally:
        os.close(handle)
