"""Objects behind a URL: read only, by object store (S3 and its like, Azure, Google) or any fsspec file system.

    s3://bucket/prefix     gs://   az://   abfs://     obstore, with the settings of the provider's variables
    sftp://host/folder     memory://   ...              fsspec, where its package for the scheme is installed

Where a store is and who asks comes from the environment (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, ...): a URL
stands in every row of `file`, so one that holds a password is refused. Errors are OSError with words of our
own, since a store's message may repeat names of objects.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, lru_cache
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from pacslake.errors import MissingExtraError, UsageError, missing_extra
from pacslake.layout.bucket import SCHEMES, PlainErrors, open_bucket
from pacslake.source.walk import Entry

__all__ = ["ReadAhead", "entries", "is_url", "open_stream", "read_all", "read_range", "stat", "tidy"]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_BUFFER = 4 << 20
_AHEAD, _AHEAD_BYTES, _THREADS = 16, 64 << 20, 8


class Found(NamedTuple):
    """An object: its key below the bucket or host, its size, and a number that changes when it does."""

    key: str
    size: int
    mtime_ns: int


class _Backend(Protocol):
    def list(self, prefix: str) -> Iterator[Found]: ...
    def stat(self, key: str) -> Found: ...
    def get(self, key: str) -> bytes: ...
    def range(self, key: str, offset: int, length: int) -> bytes: ...


def is_url(text: str) -> bool:
    """Whether a source or uri is a URL; `file://` is one too, and `tidy` makes a path of it.

    >>> is_url("s3://bucket/scan"), is_url("/exports/a!b"), is_url("C:/exports")
    (True, False, False)
    """
    return "://" in text and _URL.match(text) is not None


def tidy(url: str) -> str:
    """The URL as it stands in `file.uri`, without a slash at its end; a path for a `file://` URL.

    Raises UsageError: it holds a user name or password, or names no bucket or host.
    """
    scheme, place, key = _split(url)
    if scheme in ("file", "local"):
        from urllib.parse import unquote

        return unquote(f"{place}/{key}" if place else f"/{key}")
    if "@" in place and scheme not in ("abfs", "abfss"):  # abfs://container@account is no password
        raise UsageError(
            "a URL with a user name or password would stand in every row; give them by the environment "
            "or by fsspec's configuration, and the URL without them"
        )
    if not place and scheme in SCHEMES:
        raise UsageError(f"the URL names no bucket: write {scheme}://BUCKET/PREFIX")
    return f"{scheme}://{place}/{key}".rstrip("/")


def entries(url: str) -> list[Entry]:
    """Every object below a URL, or the one at it, in code-point order of their URLs.

    Raises UsageError: nothing is there, or it cannot be listed.
    """
    scheme, place, key = _split(url)
    base = f"{scheme}://{place}/"
    backend = _backend(scheme, place)
    try:
        found = [item for item in backend.list(key) if not item.key.endswith("/")]
        if key and not found:
            found = [backend.stat(key)]
    except FileNotFoundError:
        found = []
    except OSError as error:
        raise UsageError(
            f"{url} cannot be listed: {error.strerror}; check the URL, and the credentials in the environment"
        ) from None
    if not found:
        raise UsageError(f"there is nothing at {url}; check the bucket and the prefix")
    return sorted(Entry(base + item.key, item.size, item.mtime_ns) for item in found)


def stat(url: str) -> tuple[int, int]:
    """Size in bytes, and a number that changes when the object does. Raises OSError."""
    scheme, place, key = _split(url)
    found = _with_escapes(lambda k: _backend(scheme, place).stat(k), key)
    return found.size, found.mtime_ns


def read_all(url: str) -> bytes:
    """All bytes of an object. Raises OSError."""
    early = _early.pop(url, None)
    if early is not None:
        return early.result()
    scheme, place, key = _split(url)
    return _with_escapes(lambda k: _backend(scheme, place).get(k), key)


def read_range(url: str, offset: int, length: int) -> bytes:
    """Bytes of an object from `offset` on, fewer where it ends before. Raises OSError."""
    if length <= 0:
        return b""
    scheme, place, key = _split(url)
    return _with_escapes(lambda k: _backend(scheme, place).range(k, offset, length), key)


def open_stream(url: str) -> BinaryIO:
    """An object as a stream that can seek; it reads some megabytes at a time. Raises OSError."""
    return cast(BinaryIO, io.BufferedReader(_Ranged(url), _BUFFER))


class ReadAhead:
    """Fetches the next objects of a sequence while the present one is parsed: a store is slow to answer."""

    def __init__(self, objects: Iterable[tuple[str | None, int]]) -> None:
        self._objects = [(path, size) for path, size in objects if path is not None and is_url(path)]
        self._at = {path: i for i, (path, _) in enumerate(self._objects)}
        self._next = 0
        self._pool = ThreadPoolExecutor(_THREADS) if len(self._objects) > 1 else None

    def before(self, path: str | None) -> None:
        """`path` is read next: see that it and its followers are under way."""
        if self._pool is None or path not in self._at:
            return
        i = self._at[path]
        waiting = sum(size for _, size in self._objects[i : self._next])
        while self._next < len(self._objects) and self._next < i + _AHEAD and waiting < _AHEAD_BYTES:
            name, size = self._objects[self._next]
            self._next += 1
            waiting += size
            if size < _AHEAD_BYTES:
                _early[name] = self._pool.submit(_fetch, name)

    def stop(self) -> None:
        """Forget what was not taken."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        for name, _ in self._objects:
            _early.pop(name, None)


_early: dict[str, Future[bytes]] = {}


def _fetch(url: str) -> bytes:
    scheme, place, key = _split(url)
    return _backend(scheme, place).get(key)


class _Ranged(io.RawIOBase):
    """An object by ranges."""

    def __init__(self, url: str) -> None:
        self._url, self._at = url, 0
        self._size = stat(url)[0]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        n = min(len(buffer), self._size - self._at)
        if n <= 0:
            return 0
        data = read_range(self._url, self._at, n)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


# --- where it is ----------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _split(url: str) -> tuple[str, str, str]:
    scheme, _, rest = url.partition("://")
    place, _, key = rest.partition("/")
    return scheme.lower(), place, key


def _with_escapes(read: Any, key: str) -> Any:
    """A `!` of a key stands as %21 in a uri: the key as written wins where both could be meant."""
    try:
        return read(key)
    except FileNotFoundError:
        if "%21" not in key:
            raise
        return read(key.replace("%21", "!"))


_making = threading.Lock()


def _backend(scheme: str, place: str) -> _Backend:
    with _making:
        return _made(scheme, place, os.getpid())


@cache
def _made(scheme: str, place: str, pid: int) -> _Backend:
    # One for each process: a copy made by fork has no threads that would answer.
    return _ObjectStore(scheme, place) if scheme in SCHEMES else _FileSystem(scheme, place)


class _ObjectStore:
    """A bucket by obstore."""

    def __init__(self, scheme: str, place: str) -> None:
        self._store: Any = open_bucket(f"{scheme}://{place}")

    def list(self, prefix: str) -> Iterator[Found]:
        with PlainErrors():
            for page in self._store.list(prefix or None):
                for item in page:
                    yield _found(item)

    def stat(self, key: str) -> Found:
        with PlainErrors():
            return _found(self._store.head(key))

    def get(self, key: str) -> bytes:
        with PlainErrors():
            return bytes(self._store.get(key).bytes())

    def range(self, key: str, offset: int, length: int) -> bytes:
        with PlainErrors():
            try:
                return bytes(self._store.get_range(key, start=offset, length=length))
            except Exception:
                # A range that begins behind the end is an error to some stores.
                if offset >= self.stat(key).size:
                    return b""
                raise


def _found(item: Any) -> Found:
    return Found(item["path"], item["size"], int(item["last_modified"].timestamp() * 1e6) * 1000)


class _FileSystem:
    """A host or bucket by fsspec."""

    def __init__(self, scheme: str, place: str) -> None:
        import fsspec

        try:
            self._fs: Any = fsspec.filesystem(scheme, **({"host": place} if _by_host(scheme) else {}))
        except ImportError as error:
            # fsspec wraps the failed import in words that name the package.
            cause = error.__cause__ if isinstance(error.__cause__, ImportError) else error
            if (missing := missing_extra(cause)) is not None:
                raise MissingExtraError(f"reading {scheme}://", missing.package, missing.extra) from None
            raise UsageError(
                f"reading {scheme}:// needs a package that is not installed and that no extra of pacslake brings "
                f"({error}); install it beside pacslake with pip"
            ) from None
        except ValueError:
            raise UsageError(f"no file system is known for {scheme}://") from None
        self._root = "" if _by_host(scheme) or not place else f"{place}/"
        if scheme in ("http", "https"):
            self._root = f"{scheme}://{place}/"

    def list(self, prefix: str) -> Iterator[Found]:
        with PlainErrors():
            for path, info in self._fs.find(self._root + prefix, detail=True).items():
                yield self._made_of(path, info)

    def stat(self, key: str) -> Found:
        with PlainErrors():
            return self._made_of(self._root + key, self._fs.info(self._root + key))

    def get(self, key: str) -> bytes:
        with PlainErrors():
            return bytes(self._fs.cat_file(self._root + key))

    def range(self, key: str, offset: int, length: int) -> bytes:
        with PlainErrors():
            return bytes(self._fs.cat_file(self._root + key, start=offset, end=offset + length))

    def _made_of(self, path: str, info: dict[str, Any]) -> Found:
        key = path.lstrip("/").removeprefix(self._root.lstrip("/"))
        for name in ("mtime", "LastModified", "last_modified", "modified", "created"):
            when = info.get(name)
            if when is not None:
                seconds = when.timestamp() if hasattr(when, "timestamp") else float(when)
                return Found(key, int(info.get("size") or 0), int(seconds * 1e6) * 1000)
        mark = str(info.get("ETag") or info.get("etag") or info.get("checksum") or info.get("size"))
        number = int(hashlib.sha256(mark.encode()).hexdigest()[:14], 16)
        return Found(key, int(info.get("size") or 0), number)


def _by_host(scheme: str) -> bool:
    return scheme in ("sftp", "ssh", "ftp", "smb")
