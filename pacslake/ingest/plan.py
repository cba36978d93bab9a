"""What is to be read: the source's files, less those known and unchanged, as units of work in path order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacslake.errors import UsageError
from pacslake.ingest.facts import Containers, Item, Unit
from pacslake.source import archive, remote, uri
from pacslake.source.walk import Entry, walk

if TYPE_CHECKING:
    from pacslake.catalog import Catalog
    from pacslake.deid import Cleaner

__all__ = ["Known", "Scan", "Source", "find", "known_below", "scan", "units"]

UNIT_FILES = 500
UNIT_BYTES = 64 << 20  # of members sent along, so that a few units fit into memory
UNIT_FILE_BYTES = 2 << 30
ARCHIVE_NAMES = (
    ".zip",
    ".tar",
    ".tgz",
    ".tar.gz",
    ".tar.zst",
    ".tzst",
    ".tar.bz2",
    ".tbz2",
    ".tar.xz",
    ".txz",
)


@dataclass(frozen=True)
class Source:
    """Where to look: folders and files, absolute, in code-point order, and the text that says so."""

    roots: tuple[str, ...]
    text: str


@dataclass
class Known:
    """Files and archives that the catalogue has below a source. Packed: there may be millions."""

    files: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    vanished: set[str] = field(default_factory=set)
    sha256: dict[str, str] = field(default_factory=dict)
    containers: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # size, mtime_ns, n_members
    cleaner: Cleaner | None = None  # names in a research lake are keyed: `stamps` are by keyed file_id
    stamps: dict[str, int] = field(default_factory=dict)


@dataclass
class Scan:
    """What the walk found: entries to read, and what needs no reading."""

    entries: list[Entry] = field(default_factory=list)
    n_unchanged: int = 0
    n_bytes: int = 0
    returned: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find(source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> Source:
    """The roots of a source. Raises UsageError: one of them does not exist."""
    given = [source] if isinstance(source, str | os.PathLike) else list(source)
    roots = []
    for item in given:
        text = os.fspath(item)
        if remote.is_url(text):
            text = remote.tidy(text)
            if remote.is_url(text):
                roots.append(text)
                continue
        path = os.path.abspath(os.path.expanduser(text))
        if not os.path.lexists(path):
            raise UsageError(f"there is no file or folder at {path}; check the path, or mount the export")
        if os.path.isfile(path) and os.path.basename(path).upper() == "DICOMDIR":
            path = os.path.dirname(path)  # the medium: what lies beside its directory
        roots.append(path)
    unique = sorted(set(roots))
    folders = [r for r in unique if _is_folder(r)]
    below = [r for r in unique if any(r != f and r.startswith(f.rstrip("/") + "/") for f in folders)]
    described = (
        unique[0] if len(unique) == 1 else f"{len(unique)} places below {_common(unique)}" if unique else ""
    )
    return Source(tuple(r for r in unique if r not in set(below)), described)


def _is_folder(root: str) -> bool:
    """Whether more may lie below it; of a URL only listing it tells, so it counts as both."""
    return remote.is_url(root) or os.path.isdir(root)


def _common(paths: list[str]) -> str:
    if any(remote.is_url(path) for path in paths):
        places = {path.split("/", 3)[2] if remote.is_url(path) else "/" for path in paths}
        return places.pop() if len(places) == 1 else "several stores"
    try:
        return os.path.commonpath(paths)
    except ValueError:
        return os.sep


def known_below(catalog: Catalog, source: Source, *, checksum: bool, cleaner: Cleaner | None = None) -> Known:
    """What the catalogue knows of the places that a source names."""
    if cleaner is not None:
        return _known_by_key(catalog, cleaner, checksum=checksum)
    known = Known()
    if "file" in catalog.snapshot.tables:
        digest = "sha256" if checksum else "NULL"
        where, params = _where(source)
        rows = catalog.rows(
            f"SELECT uri, size_bytes, mtime_ns, coalesce(vanished, false), {digest} FROM file "
            f"WHERE container_uri IS NULL AND ({where})",
            params,
        )
        for name, size, mtime_ns, vanished, sha256 in rows:
            known.files[name] = (size, mtime_ns)
            if vanished:
                known.vanished.add(name)
            if sha256:
                known.sha256[name] = sha256
    if "container" in catalog.snapshot.tables:
        where, params = _where(source)
        rows = catalog.rows(
            f"SELECT uri, size_bytes, mtime_ns, n_members FROM container WHERE {where}", params
        )
        known.containers = {name: (size, mtime_ns, n) for name, size, mtime_ns, n in rows}
    return known


def _known_by_key(catalog: Catalog, cleaner: Cleaner, *, checksum: bool) -> Known:
    """What a research lake knows: it has no paths, but keyed names and stamps."""
    known = Known(cleaner=cleaner)
    if "file" in catalog.snapshot.tables and not checksum:
        known.stamps = dict(catalog.rows("SELECT file_id, mtime_ns FROM file WHERE mtime_ns IS NOT NULL"))
    if "container" in catalog.snapshot.tables and not checksum:
        rows = catalog.rows("SELECT uri, mtime_ns, n_members FROM container")
        known.containers = {name: (0, stamp, n) for name, stamp, n in rows}
    waiting = _held_for_pixels(catalog, cleaner)
    if waiting:  # judged anew; which archive one lies in is not known here, so all of them are read
        known.containers = {}
        for file_id in waiting:
            known.stamps.pop(file_id, None)
    return known


def _held_for_pixels(catalog: Catalog, cleaner: Cleaner) -> set[str]:
    """Files held back for what they may show, where a person or another profile may have decided since."""
    if "deid_object" not in catalog.snapshot.tables:
        return set()
    rows = catalog.rows(
        "SELECT file_id FROM deid_object WHERE starts_with(code, 'pixels_') AND (? OR profile_digest <> ?)",
        [bool(cleaner.reviews), cleaner.profile.digest],
    )
    return {file_id for (file_id,) in rows}


def _is_known_by_key(known: Known, name: str, mtime_ns: int) -> int:
    """How many files of a lake stand for an entry that has not changed; 0 where it is new or changed."""
    assert known.cleaner is not None
    file_id, stamp = known.cleaner.file_id(name), known.cleaner.stamp(name, mtime_ns)
    if known.stamps.get(file_id) == stamp:
        return 1
    container = known.containers.get(f"source:{file_id}")
    return container[2] if container is not None and container[1] == stamp else 0


def _where(source: Source) -> tuple[str, list[object]]:
    folders = [uri.encode(r).rstrip("/") + "/" for r in source.roots if _is_folder(r)]
    files = [uri.encode(r) for r in source.roots if remote.is_url(r) or not os.path.isdir(r)]
    parts = ["uri IN (SELECT unnest(?::VARCHAR[]))"]
    parts += ["starts_with(uri, ?)"] * len(folders)
    return " OR ".join(parts), [files, *folders]


def scan(source: Source, known: Known, *, lake_root: str, checksum: bool) -> Scan:
    """Walk a source and set aside what is unchanged."""
    result = Scan()
    met: set[str] = set()

    def note(path: str, text: str) -> None:
        result.notes.append(f"{path}: {text}")

    files, containers, n_known, n_bytes = known.files, known.containers, 0, 0
    for entry in _entries(source, lake_root, note):
        path = entry.path
        name = path if path.isascii() and "!" not in path else uri.encode(path)
        n_bytes += entry.size
        if known.cleaner is not None:
            same = _is_known_by_key(known, name, entry.mtime_ns) if entry.fault is None else 0
            n_known += same
            if not same:
                result.entries.append(entry)
            continue
        before = files.get(name)
        if before is not None:
            met.add(name)
            if name in known.vanished:
                result.returned.append(name)
            if before == (entry.size, entry.mtime_ns) and entry.fault is None and not checksum:
                n_known += 1
                continue
        elif name in containers:
            met.add(name)
            size, mtime_ns, n_members = containers[name]
            if (size, mtime_ns) == (entry.size, entry.mtime_ns) and not checksum:
                n_known += n_members
                continue
        result.entries.append(entry)
    result.n_unchanged, result.n_bytes = n_known, n_bytes
    unlisted = tuple(uri.encode(e.path) for e in result.entries if e.path.endswith("/"))
    result.missing = [
        name
        for name in files
        if name not in met and name not in known.vanished and not (unlisted and name.startswith(unlisted))
    ]
    return result


def _entries(source: Source, lake_root: str, note: Callable[[str, str], None]) -> Iterator[Entry]:
    def skip(path: str) -> bool:
        if path == lake_root:
            note(path, "the lake itself lies in the source and was left out")
            return True
        return False

    for root in source.roots:
        if remote.is_url(root):
            yield from remote.entries(root)
            continue
        if os.path.isdir(root):
            yield from walk(root, skip=skip, note=note)
            continue
        try:
            st = os.stat(root)
        except OSError as error:
            reason = f"cannot be examined: {error.strerror or type(error).__name__}"
            yield Entry(root, 0, 0, reason, "quarantined")
            continue
        yield Entry(root, st.st_size, st.st_mtime_ns)


def units(
    entries: Iterable[Entry],
    known: Known,
    *,
    source_name: str | None,
    keep_in: str | None,
    quarantine: str | None,
    cleaner: Cleaner | None = None,
) -> Iterator[Unit]:
    """Files in path order as units of work; a folder stays together up to `UNIT_FILES`.

    Archives that their names give away are read here, in stream, and their members sent along, so that a
    large one is parsed by all workers; others are found by the worker that reads them.
    """
    make = _Maker(source_name, keep_in, quarantine, cleaner)
    for entry in entries:
        name = uri.encode(entry.path)
        if entry.outcome is None and entry.path.lower().endswith(ARCHIVE_NAMES):
            yield from make.flush()
            yield from _archive_units(entry, name, make, known)
            continue
        item = Item(
            uri=name,
            path=entry.path,
            size=entry.size,
            mtime_ns=entry.mtime_ns if entry.outcome != "quarantined" else None,
            known_sha256=known.sha256.get(name),
            outcome=entry.outcome,
            fault=entry.fault,
        )
        yield from make.add(item, os.path.dirname(entry.path), 0)
    yield from make.flush()


class _Maker:
    """Collects items into units."""

    def __init__(
        self, source_name: str | None, keep_in: str | None, quarantine: str | None, cleaner: Cleaner | None
    ) -> None:
        self._options = (source_name, keep_in, quarantine)
        self._cleaner = cleaner
        self._items: list[Item] = []
        self._folder: str | None = None
        self._sent = 0
        self._bytes = 0

    def add(self, item: Item, folder: str, n_sent: int) -> Iterator[Unit]:
        full = len(self._items) >= UNIT_FILES or self._sent >= UNIT_BYTES or self._bytes >= UNIT_FILE_BYTES
        turn = folder != self._folder and len(self._items) >= UNIT_FILES // 2
        if full or turn:
            yield from self.flush()
        self._items.append(item)
        self._folder = folder
        self._sent += n_sent
        self._bytes += item.size

    def flush(self, closes: Containers | None = None) -> Iterator[Unit]:
        if self._items or closes is not None:
            source_name, keep_in, quarantine = self._options
            yield Unit(tuple(self._items), source_name, keep_in, quarantine, closes, self._cleaner)
        self._items, self._sent, self._bytes, self._folder = [], 0, 0, None


def _archive_units(entry: Entry, name: str, make: _Maker, known: Known) -> Iterator[Unit]:
    """The members of an archive, read in stream."""
    try:
        stream = remote.open_stream(entry.path) if remote.is_url(entry.path) else open(entry.path, "rb")
    except OSError as error:
        reason = (
            f"cannot be read: {error.strerror or type(error).__name__}; give read permission, check the disk"
        )
        item = Item(name, entry.path, entry.size, None, outcome="quarantined", fault=reason)
        yield from make.add(item, name, 0)
        return
    with stream:
        if archive.sniff(stream.read(archive.HEAD)) is None:
            item = Item(name, entry.path, entry.size, entry.mtime_ns, known_sha256=known.sha256.get(name))
            yield from make.add(item, name, 0)
            return
        stream.seek(0)
        n, refused = 0, False
        for found in archive.expand(stream, name, archive.Budget(entry.size)):
            own = found.uri == name
            refused |= own and found.outcome == "quarantined"
            n += not own
            item = Item(
                uri=found.uri,
                path=None,
                size=entry.size if own else found.size,
                mtime_ns=entry.mtime_ns,
                data=found.data,
                container_uri=None if own else name,
                outcome=found.outcome,
                fault=found.reason,
            )
            folder = found.uri.rpartition("/")[0]
            yield from make.add(item, folder, len(found.data) if found.data is not None else 0)
        whole = Containers(name, entry.size, entry.mtime_ns, n) if n and not refused else None
        yield from make.flush(whole)
