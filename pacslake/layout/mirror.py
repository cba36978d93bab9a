"""A lake in a bucket: its files are immutable, so a folder beside each machine holds those that it has used.

    s3://bucket/prefix/...                       the record
    <cache>/lakes/<the URL, encoded>.lake/...    the same names, here: `mirrored` tells them by this form of path

A name of an original, a table or a volume never gets other bytes, so what lies in the folder need not be asked for again, and
the folder may be removed at any time. What is in it is in the bucket: things go up first and are kept here then. The URL
stands in the path, so that a worker process that is given a path needs nothing else to fetch it.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from pacslake.errors import LakeError, UsageError
from pacslake.layout.atomic import TEMPORARY_PREFIX
from pacslake.layout.bucket import PlainErrors, open_bucket
from pacslake.layout.table_key import TableKey

__all__ = [
    "MirrorStore", "ensure", "ensure_folder", "flush", "folder_of", "forget", "is_mirrored", "put_folder", "send", "trim", "url_of",
]  # fmt: skip

_ROOT = re.compile(r"(.*[/\\]lakes[/\\]([A-Za-z0-9_-]+)\.lake)(?:[/\\](.*))?$", re.DOTALL)
_THREADS, _WAITING_BYTES = 16, 64 << 20
_USED_LATELY = 600  # seconds in which what was read is not taken away
_LEFT_OVER = 86_400  # seconds after which nobody works on what lies in staging/
_EVICTABLE = ("objects", "volumes")


def folder_of(url: str, cache_folder: Path) -> Path:
    """Where a machine keeps its copies of the files of the lake at `url`. Raises: UsageError for one that is too long.

    >>> folder_of("s3://b/l", Path("/c")).name
    'czM6Ly9iL2w.lake'
    """
    name = base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
    if len(name) > 240:
        raise UsageError("the lake's URL is too long; choose a shorter prefix in the bucket")
    return cache_folder / "lakes" / f"{name}.lake"


def url_of(path: str | os.PathLike[str]) -> str | None:
    """The URL of the lake in whose folder of copies a path lies; None for all others."""
    found = _split(path)
    return None if found is None else found[1]


def is_mirrored(path: str | os.PathLike[str]) -> bool:
    """Whether a path lies in a folder of copies."""
    return _split(path) is not None


def ensure(path: str | os.PathLike[str]) -> None:
    """Fetch a file of a lake in a bucket when it is not here yet; nothing happens for other paths.

    Raises: FileNotFoundError when the bucket has it neither; OSError when the bucket cannot be asked.
    """
    found = _split(path)
    if found is None or not found[2]:
        return
    root, url, key = found
    try:
        status = os.stat(path)
    except FileNotFoundError:
        with PlainErrors(url):
            data = bytes(_bucket(url, os.getpid()).get(key).bytes())
        _keep(Path(path), data)
        _fetched(root, len(data))
        return
    now = time.time()
    if now - status.st_atime > _USED_LATELY / 10:
        _touch(path, status)


def forget(path: str | os.PathLike[str]) -> bool:
    """Remove a copy whose bytes are not right, so that it is fetched again; False where it is no copy but the record."""
    if not is_mirrored(path):
        return False
    Path(path).unlink(missing_ok=True)
    return True


def ensure_folder(path: Path) -> None:
    """Fetch a volume of a lake in a bucket when it is not here yet, all of its files or none.

    Raises: OSError when the bucket cannot be asked.
    """
    found = _split(path)
    if found is None:
        return
    if path.is_dir():
        _touch(path, path.stat())
        return
    root, url, key = found
    n = fetch_folder(url, key, staged := root / "staging" / f"fetch-{uuid.uuid4().hex}")
    if not n:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.rename(staged, path)
    except OSError:  # another process was faster
        shutil.rmtree(staged, ignore_errors=True)
    _fetched(root, n)


def fetch_folder(url: str, key: str, target: Path) -> int:
    """Copy a volume into a folder; bytes copied, 0 where there is none that is whole. Raises: OSError."""
    store = _bucket(url, os.getpid())
    with PlainErrors(url):
        names = [item["path"] for page in store.list(f"{key}/") for item in page]
    if f"{key}/zarr.json" not in names:  # what a killed conversion left: it goes up last
        return 0

    def fetch(name: str) -> int:
        with PlainErrors(url):
            data = bytes(store.get(name).bytes())
        file = target / name[len(key) + 1 :]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return len(data)

    with ThreadPoolExecutor(_THREADS) as pool:
        return sum(pool.map(fetch, names))


def put_folder(source: Path, target: Path) -> None:
    """Bring a finished volume into the bucket under the key of `target`; its `zarr.json` last, so that it tells it is whole.

    Raises: OSError when the bucket refuses.
    """
    found = _split(target)
    assert found is not None
    _, url, key = found
    store = _bucket(url, os.getpid())
    files = sorted(p for p in source.rglob("*") if p.is_file())
    last = source / "zarr.json"

    def put(file: Path) -> None:
        with PlainErrors(url):
            store.put(f"{key}/{file.relative_to(source).as_posix()}", file.read_bytes())

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(put, [file for file in files if file != last]))
    if last in files:
        put(last)


# --- many small files going up ----------------------------------------------------------------------


class _Sender:
    """Files of one process on their way into a bucket, a bounded number of bytes at a time."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(_THREADS)
        self.waiting: list[tuple[Future[None], int]] = []
        self.bytes = 0

    def send(self, path: Path, data: bytes) -> None:
        while self.waiting and self.bytes + len(data) > _WAITING_BYTES:
            self._take()
        self.waiting.append((self.pool.submit(_send_one, path, data), len(data)))
        self.bytes += len(data)

    def _take(self) -> None:
        future, size = self.waiting.pop(0)
        self.bytes -= size
        future.result()

    def flush(self) -> None:
        try:
            while self.waiting:
                self._take()
        finally:
            for future, _ in self.waiting:
                future.cancel()
            self.waiting, self.bytes = [], 0


def send(path: Path, data: Any) -> None:
    """Bring an original, or a file that was refused, into the bucket and keep it here; it is there after `flush`."""
    _sender(os.getpid()).send(path, bytes(data))


def flush() -> None:
    """Wait for all that `send` was given. Raises: LakeError when the bucket refused some of it."""
    try:
        _sender(os.getpid()).flush()
    except OSError as error:
        raise LakeError(
            f"the lake's bucket does not take a file ({error.strerror}); nothing that was committed is touched. "
            "See that it can be written, and start the same command again"
        ) from error


@cache
def _sender(pid: int) -> _Sender:
    return _Sender()


def _send_one(path: Path, data: bytes) -> None:
    found = _split(path)
    assert found is not None
    store, here = _bucket(found[1], os.getpid()), path.exists()
    try:
        if here:  # most likely it is there too, and its bytes need not travel; vacuum may have removed it
            with PlainErrors(found[1]):
                store.head(found[2])
            return
    except FileNotFoundError:
        pass
    try:
        with PlainErrors(found[1]):
            store.put(found[2], data, mode="create")
    except FileExistsError:
        pass  # its name is made of its content
    if not here:
        _keep(path, data)


# --- the store --------------------------------------------------------------------------------------


class MirrorStore:
    """The record of a lake in a bucket, see `Store`; what is written or read is kept in the folder."""

    def __init__(
        self,
        root: Path,
        url: str,
        table_key: TableKey | None = None,
        *,
        bucket: Any = None,
        anew: bool = False,
    ) -> None:
        self.root, self.url, self.table_key = root, url, table_key
        self._anew = anew  # whether `get` asks the bucket also for what is here
        self._given = bucket  # a store of obstore that is open already

    def get(self, key: str) -> bytes:
        if self._anew:
            return self.get_anew(key)
        try:
            return (self.root / key).read_bytes()
        except FileNotFoundError:
            data = self.get_anew(key)
            _keep(self.root / key, data)
            return data

    def get_anew(self, key: str) -> bytes:
        """The object as it lies in the bucket, whatever is here."""
        with PlainErrors(self.url):
            return bytes(self._bucket.get(key).bytes())

    def put(self, key: str, data: bytes | memoryview) -> None:
        with PlainErrors(self.url):
            self._bucket.put(key, bytes(data))
        _keep(self.root / key, data)

    def put_there(self, key: str, data: bytes) -> None:
        """As `put`, of what is of no use here."""
        with PlainErrors(self.url):
            self._bucket.put(key, data)

    def put_if_absent(self, key: str, data: bytes | memoryview) -> bool:
        try:
            with PlainErrors(self.url):
                self._bucket.put(key, bytes(data), mode="create")
        except FileExistsError:
            return False
        _keep(self.root / key, data)
        return True

    def list(self, prefix: str) -> Iterator[tuple[str, int, float]]:
        prefix = prefix.rstrip("/")
        with PlainErrors(self.url):
            for page in self._bucket.list(f"{prefix}/" if prefix else None):
                for item in page:
                    yield item["path"], item["size"], item["last_modified"].timestamp()

    def temporaries(self, prefix: str) -> Iterator[tuple[str, int, float]]:
        """None: an object is there whole or not at all."""
        return iter(())

    def delete(self, key: str) -> None:
        try:
            with PlainErrors(self.url):
                self._bucket.delete(key)
        except FileNotFoundError:
            pass
        (self.root / key).unlink(missing_ok=True)

    def delete_folder(self, key: str) -> None:
        """Everything below a key; what says that a volume is whole goes first."""
        names = sorted((name for name, _, _ in self.list(key)), key=lambda name: name != f"{key}/zarr.json")
        for name in names:
            with PlainErrors(self.url):
                self._bucket.delete(name)
        shutil.rmtree(self.root / key, ignore_errors=True)

    def now(self) -> float:
        """The bucket's own clock, seconds since 1970."""
        key = f"staging/clock-{uuid.uuid4().hex}"
        with PlainErrors(self.url):
            self._bucket.put(key, b"")
            at: float = self._bucket.head(key)["last_modified"].timestamp()
            self._bucket.delete(key)
        return at

    def require_conditional_puts(self) -> None:
        """Raises: LakeError for a store that lets two writers make one name: there commits would be lost."""
        key = f"staging/probe-{uuid.uuid4().hex}"
        kept = False
        with PlainErrors(self.url):
            self._bucket.put(key, b"1", mode="create")
            try:
                self._bucket.put(key, b"2", mode="create")
                kept = True
            except Exception as error:
                if type(error).__name__ != "AlreadyExistsError":
                    raise
            finally:
                self._bucket.delete(key)
        if kept:
            raise LakeError(
                "the store wrote over an object that it was asked not to touch: it knows no conditional writes, so that "
                "two writers would lose each other's work. Use one that does (Amazon S3, MinIO 2024 or newer, Ceph 19, "
                "Azure, Google), or a lake in a folder"
            )

    @property
    def _bucket(self) -> Any:
        return _bucket(self.url, os.getpid()) if self._given is None else self._given


@cache
def _bucket(url: str, pid: int) -> Any:
    # One for each process: a copy made by fork has no threads that would answer.
    return open_bucket(url)


# --- the folder -------------------------------------------------------------------------------------


def trim(root: Path, limit: int) -> int:
    """Remove originals and volumes that were not used for longest until the folder has at most `limit` bytes; bytes removed.

    Tables stay: a query may open them at any moment, and they are few. What was read within ten minutes stays too. What a
    process that was killed left in `staging/` goes after a day: vacuum sees the bucket only.
    """
    entries, total = [], 0
    for path in _entries(root / "staging", deep=False):
        if _size_and_use(path)[1] < time.time() - _LEFT_OVER and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
    for folder in _EVICTABLE:
        for path in _entries(root / folder, deep=folder == "objects"):
            size, used = _size_and_use(path)
            entries.append((used, size, path))
            total += size
    total += sum(_size_and_use(path)[0] for path in _entries(root / "catalog" / "tables", deep=True))
    removed, young = 0, time.time() - _USED_LATELY
    for used, size, path in sorted(entries):
        if total - removed <= limit or used > young:
            break
        if path.is_dir():
            gone = root / "staging" / f"gone-{uuid.uuid4().hex}"
            gone.parent.mkdir(exist_ok=True)
            try:
                os.rename(path, gone)  # whole or not at all for whoever looks meanwhile
            except OSError:
                continue
            shutil.rmtree(gone, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        removed += size
    return removed


def _entries(folder: Path, *, deep: bool) -> Iterable[Path]:
    try:
        names = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for path in names:
        if deep and path.is_dir():
            yield from _entries(path, deep=True)
        else:
            yield path


def _size_and_use(path: Path) -> tuple[int, float]:
    try:
        status = path.lstat()
        if not path.is_dir():
            return status.st_size, status.st_atime
        return sum(p.lstat().st_size for p in path.rglob("*")), status.st_atime
    except OSError:  # gone meanwhile
        return 0, 0.0


_since: dict[Path, int] = {}
_counting = threading.Lock()


def _fetched(root: Path, n: int) -> None:
    """After every tenth of the limit that came in, see that the folder is within it."""
    from pacslake import settings

    limit = int(settings.load().cache_gb * 1e9)
    with _counting:
        _since[root] = _since.get(root, limit) + n  # the first look comes at once
        due = _since[root] >= limit / 10
        if due:
            _since[root] = 0
    if due:
        trim(root, limit)


def _keep(path: Path, data: bytes | memoryview) -> None:
    """A copy here, whole or not at all. It is of use only, so a disk that is full costs no more than the copy."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{TEMPORARY_PREFIX}{uuid.uuid4().hex}")
        try:
            temporary.write_bytes(data)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OSError(error.errno, f"the folder of copies cannot be written: {error.strerror}") from None


def _touch(path: str | os.PathLike[str], status: os.stat_result) -> None:
    """Mark as used; the time of change stays, by which readers know a file that they checked."""
    try:
        os.utime(path, ns=(time.time_ns(), status.st_mtime_ns))
    except OSError:
        pass


def _split(path: str | os.PathLike[str]) -> tuple[Path, str, str] | None:
    """(folder of copies, URL of the lake, key) of a path in such a folder."""
    text = os.fspath(path)
    if ".lake" not in text:
        return None
    found = _ROOT.match(text)
    if found is None:
        return None
    url = _decoded(found[2])
    return None if url is None else (Path(found[1]), url, (found[3] or "").replace("\\", "/"))


@cache
def _decoded(name: str) -> str | None:
    try:
        url = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
    except ValueError:
        return None
    return url if "://" in url else None
