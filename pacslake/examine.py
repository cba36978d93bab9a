"""What `pacslake doctor` looks at: the machine, the packages, and a lake. Each thing is tried, not only asked for.

A check gives `ok`, `warn` (it works, but not for long or not well), `fail` (something will not work) or `skipped`, what was
found, and what to do. No check changes a lake; the trial of its file system leaves nothing behind.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pacslake.errors import PacslakeError

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["EXTRAS", "Check", "examine_lake", "examine_machine", "examine_peers"]

State = Literal["ok", "warn", "fail", "skipped"]
GB = 1 << 30

EXTRAS = {
    "server": "pynetdicom", "clinical": "openpyxl", "deid": "cryptography", "cluster": "dask-jobqueue", "s3": "s3fs",
    "delta": "deltalake", "demo": "pydicom-data", "xarray": "xarray", "ocr": "rapidocr",
}  # fmt: skip
"""A package of each extra of the product, by which it is known to be there."""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    found: str
    remedy: str = ""

    def to_dict(self) -> dict[str, str]:
        """For machines."""
        return asdict(self)


def _tried(name: str, run: Callable[[], Check], remedy: str) -> Check:
    """A check whose own fault is a finding and not the end of the examination."""
    try:
        return run()
    except Exception as error:  # whatever a broken installation raises
        text = str(error) if isinstance(error, PacslakeError) else f"{type(error).__name__}: {error}"[:200]
        return Check(name, "fail", text, remedy)


def examine_machine() -> Iterator[Check]:
    """Python, packages, decoders, SQL, widgets, memory, limits, temporary folder, clock."""
    yield _python()
    yield _tried("packages", _packages, "install pacslake again: pip install --force-reinstall pacslake")
    yield from (_extra(name, package) for name, package in EXTRAS.items())
    for name in TRIALS:
        yield _tried(
            f"decoder {name}", partial(_decoder, name), "pip install --force-reinstall imagecodecs pyjpegls"
        )
    yield _tried("sql", _sql, "pip install --force-reinstall duckdb pyarrow")
    yield _tried(
        "widgets",
        _widgets,
        "pip install --force-reinstall pacslake anywidget jupyterlab, then reload the page",
    )
    yield _memory()
    yield _limits()
    yield _tried("temporary folder", _temporary, "set TMPDIR to a folder with room that you may write")
    yield _clock()


def _python() -> Check:
    found = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info >= (3, 15):
        return Check(
            "python", "warn", f"{found}, which pacslake is not tested with", "use Python 3.11 to 3.14"
        )
    return Check("python", "ok", found)


def _packages() -> Check:
    import importlib.metadata

    from packaging.requirements import Requirement

    wrong, n = [], 0
    for text in importlib.metadata.requires("pacslake") or []:
        wanted = Requirement(text)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        n += 1
        try:
            version = importlib.metadata.version(wanted.name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{wanted.name} is missing")
            continue
        if not wanted.specifier.contains(version, prereleases=True):
            wrong.append(f"{wanted.name} {version} is not {wanted.specifier}")
    own = importlib.metadata.version("pacslake")
    if wrong:
        return Check("packages", "fail", "; ".join(wrong), "pip install --upgrade pacslake")
    return Check("packages", "ok", f"pacslake {own} and the {n} packages that it needs")


def _extra(name: str, package: str) -> Check:
    import importlib.metadata

    try:
        return Check(f"extra {name}", "ok", f"{package} {importlib.metadata.version(package)}")
    except importlib.metadata.PackageNotFoundError:
        return Check(
            f"extra {name}", "skipped", "not installed", f"pip install 'pacslake[{name}]' where you need it"
        )


# -- decoders ----------------------------------------------------------------------------------------------

TRIALS: dict[str, tuple[str, str, bool]] = {
    "JPEG baseline": ("1.2.840.10008.1.2.4.50", "jpeg8", False),
    "JPEG lossless": ("1.2.840.10008.1.2.4.70", "ljpeg", True),
    "JPEG-LS": ("1.2.840.10008.1.2.4.80", "jpegls", True),
    "JPEG 2000": ("1.2.840.10008.1.2.4.90", "jpeg2k", True),
    "HTJ2K": ("1.2.840.10008.1.2.4.201", "htj2k", True),
    "RLE": ("1.2.840.10008.1.2.5", "rle", True),
    "deflated frames": ("1.2.840.10008.1.2.8.1", "deflate", True),
}
"""Transfer syntax, encoder of the trial, and whether every value must come back."""


def _decoder(name: str) -> Check:
    """A picture made here, encoded, and read as a frame is."""
    import numpy as np

    from pacslake.dicom.decode import PixelSpec, decode_frame

    syntax, codec, exact = TRIALS[name]
    rows, columns = 24, 40
    picture = (np.add.outer(np.arange(rows) * 5, np.arange(columns) * 3) % 251).astype(np.uint8)
    encoded = _encoded(codec, picture)
    if encoded is None:
        return Check(f"decoder {name}", "skipped", "no encoder is here to try it with")
    spec = PixelSpec(syntax, rows, columns, bits_allocated=8, bits_stored=8, high_bit=7)
    found = decode_frame(encoded, spec)
    off = int(np.abs(found.astype(int) - picture).max())
    if found.shape != picture.shape or off > (0 if exact else 40):
        return Check(
            f"decoder {name}",
            "fail",
            f"values come back wrong, by up to {off}",
            "pip install --force-reinstall imagecodecs",
        )
    return Check(
        f"decoder {name}", "ok", "values come back" if exact else f"values come back within {off} of 255"
    )


def _encoded(codec: str, picture: Any) -> bytes | None:
    if codec == "deflate":
        import zlib

        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return packer.compress(picture.tobytes()) + packer.flush()
    if codec == "rle":
        return _rle(picture.tobytes())
    import imagecodecs

    encode = getattr(imagecodecs, f"{codec}_encode", None)
    if encode is None:
        return None
    try:
        if codec == "jpeg8":
            return bytes(encode(picture, level=95))
        if codec == "jpeg2k":
            return bytes(encode(picture, codecformat="j2k", reversible=True))
        return bytes(encode(picture))
    except Exception:  # an encoder that was left out of this build
        return None


def _rle(data: bytes) -> bytes:
    """One segment of literal runs (PS3.5 annex G)."""
    runs = b"".join(
        bytes((len(part) - 1,)) + part for part in (data[i : i + 128] for i in range(0, len(data), 128))
    )
    head = (1).to_bytes(4, "little") + (64).to_bytes(4, "little") + bytes(56)
    return head + runs + b"\0" * (len(runs) % 2)


# -- the rest of the machine ---------------------------------------------------------------------------------


def _sql() -> Check:
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    with tempfile.TemporaryDirectory(prefix="pacslake-") as folder:
        path = Path(folder) / "t.parquet"
        pq.write_table(pa.table({"n": list(range(1000))}), path, compression="zstd")
        (total,) = duckdb.connect().execute("SELECT sum(n) FROM read_parquet(?)", [str(path)]).fetchall()[0]
    if total != 499_500:
        return Check(
            "sql",
            "fail",
            f"DuckDB reads {total} where 499500 was written",
            "pip install --force-reinstall duckdb pyarrow",
        )
    return Check("sql", "ok", f"DuckDB {duckdb.__version__} reads what Arrow {pa.__version__} writes")


def _widgets() -> Check:
    from pacslake.widgets.base import MODULES, module_text

    sizes = {name: len(module_text(name)) for name in ("loader", *MODULES)}
    if min(sizes.values()) < 500:
        return Check(
            "widgets",
            "fail",
            "the browser's half of the widgets is damaged",
            "pip install --force-reinstall pacslake",
        )
    from jupyter_core.paths import jupyter_path

    places = [Path(p) / "anywidget" for p in jupyter_path("labextensions")]
    if not any((p / "package.json").is_file() for p in places):
        return Check(
            "widgets", "fail", "JupyterLab of this environment does not know anywidget",
            "pip install --force-reinstall anywidget in the environment that runs JupyterLab, then reload the page",
        )  # fmt: skip
    return Check(
        "widgets", "ok", f"{sum(sizes.values()) // 1000} kB for the browser; JupyterLab knows anywidget"
    )


def _memory() -> Check:
    from pacslake.work import _free_memory, available_workers

    free = _free_memory()
    found = f"{os.cpu_count()} cores, {free / GB:.1f} GB of memory free: {available_workers()} processes by default"
    if free < GB:
        return Check("memory", "warn", found, "close other programs, or use --workers 1")
    return Check("memory", "ok", found)


def _limits() -> Check:
    try:
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    except (ImportError, OSError):
        return Check("open files", "skipped", "this system has no such limit")
    if 0 <= soft < 1024:
        return Check("open files", "warn", f"a process may hold {soft} files open", "ulimit -n 4096")
    return Check("open files", "ok", f"a process may hold {soft} files open")


def _temporary() -> Check:
    folder = Path(tempfile.gettempdir())
    with tempfile.NamedTemporaryFile(dir=folder, prefix="pacslake-") as file:
        file.write(b"x" * 4096)
        file.flush()
    free = shutil.disk_usage(folder).free
    found = f"{folder} takes files, {free / GB:.0f} GB free"
    if free < GB:
        return Check("temporary folder", "warn", found, "set TMPDIR to a folder with more room")
    return Check("temporary folder", "ok", found)


def _clock() -> Check:
    """Time stamps of batches, audit lines and tokens stand on it."""
    now = time.time()
    zone = time.strftime("%Z (UTC%z)")
    built = Path(__file__).stat().st_mtime
    if now < 1_735_689_600 or now < built - 86_400:
        return Check(
            "clock", "fail", f"it says {time.strftime('%Y-%m-%d %H:%M')}, which is before this program was installed",
            "set the clock, best by NTP: timedatectl set-ntp true",
        )  # fmt: skip
    return Check("clock", "ok", f"{time.strftime('%Y-%m-%d %H:%M:%S')} {zone}")


# -- a lake --------------------------------------------------------------------------------------------------


def examine_lake(lake: Lake, *, deep: bool = False) -> Iterator[Check]:
    """Format, permissions, file system, free space, integrity, originals, work that is left, and the project's key.

    Args:
        deep: read every byte that the lake keeps, instead of names and sizes.
    """
    root = Path(lake.dir.root)
    config = lake.dir.config
    yield Check(
        "lake",
        "ok",
        f"{lake.dir.place}: {config.zone}, format {config.format_version}, snapshot {lake.snapshot_id}",
    )
    yield _privacy(root, config.zone)
    yield _tried(
        "file system",
        lambda: _file_system(root),
        "put the lake on a local disk or a file server that has hard links",
    )
    yield _tried(
        "free space",
        lambda: _room(lake, root),
        "free space, or move the lake: copy the folder and open it there",
    )
    yield _tried("integrity", lambda: _integrity(lake, deep), "pacslake verify --deep tells more")
    yield _tried(
        "originals",
        lambda: _originals(lake),
        "bring the export back to where it was, or ingest it from its new place",
    )
    yield _tried("work", lambda: _work(lake, root), "pacslake status tells more")
    if config.zone == "research":
        yield _key()


def _privacy(root: Path, zone: str) -> Check:
    if os.name == "nt":
        return Check("permissions", "skipped", "Windows keeps permissions of another kind")
    mode = root.stat().st_mode & 0o777
    if zone == "identified" and mode & 0o007:
        return Check(
            "permissions", "warn", f"everybody on this machine may read the folder ({mode:03o}), and with it the patients",
            f"chmod o-rwx {root}",
        )  # fmt: skip
    return Check("permissions", "ok", f"the folder has {mode:03o}")


def _file_system(root: Path) -> Check:
    """What a commit stands on: new files, sync, hard links that refuse an existing name, and times like this clock's."""
    if not os.access(root, os.W_OK):
        return Check(
            "file system",
            "warn",
            "this account may only read here",
            "ask the owner of the folder for write permission to ingest",
        )
    with tempfile.TemporaryDirectory(dir=root, prefix=".doctor-") as folder:
        one, two = Path(folder) / "one", Path(folder) / "two"
        with open(one, "xb") as file:
            file.write(b"pacslake")
            file.flush()
            os.fsync(file.fileno())
        skew = one.stat().st_mtime - time.time()
        try:
            os.link(one, two)
        except OSError as error:
            return Check(
                "file system", "fail", f"it has no hard links ({error.strerror}), so that commits cannot be made safely",
                "put the lake on a local disk, or on NFS, and not on FAT, exFAT or an object store's mount",
            )  # fmt: skip
        try:
            os.link(one, two)
        except FileExistsError:
            pass
        else:
            return Check(
                "file system", "fail", "it lets two files have one name", "put the lake on a local disk"
            )
    if abs(skew) > 60:
        return Check(
            "file system", "warn", f"its clock differs from this machine's by {abs(skew):.0f} s",
            "set both by NTP: tokens, and which file is newer, are told by the clock",
        )  # fmt: skip
    return Check("file system", "ok", "files, sync and links work")


def _room(lake: Lake, root: Path) -> Check:
    """Free space judged by what the lake grew by, and not by a share of the disk."""
    disk = shutil.disk_usage(root)
    rows = lake.rows(
        "SELECT coalesce(sum(size_bytes), 0)::BIGINT FROM file WHERE object_uri IS NOT NULL "
        "GROUP BY batch_id ORDER BY 1 DESC LIMIT 1"
    )
    largest = int(rows[0][0]) if rows else 0
    found = f"{disk.free / GB:.1f} GB of {disk.total / GB:.0f} GB free"
    if disk.free < GB:
        return Check(
            "free space", "fail", f"{found}; ingest stops at 1 GB", "free space before the next batch"
        )
    if largest and disk.free < 2 * largest:
        return Check(
            "free space", "warn", f"{found}; the largest batch kept {largest / GB:.1f} GB",
            "free space, or ingest without --copy, which leaves the originals where they are",
        )  # fmt: skip
    if disk.free < 5 * GB:
        return Check("free space", "warn", found, "free space soon")
    return Check("free space", "ok", found)


def _integrity(lake: Lake, deep: bool) -> Check:
    faults = [str(f) for f in lake.verify(deep=deep)]
    if faults:
        more = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""
        return Check(
            "integrity", "fail", "; ".join(faults[:3]) + more, "pacslake verify --deep, then docs: recover"
        )
    return Check(
        "integrity",
        "ok",
        "every byte is as it was written" if deep else "every file of the snapshots is there",
    )


def _originals(lake: Lake) -> Check:
    """A sample of the files that rows point at, by presence and size."""
    from pacslake.source import locate, remote, uri

    rows = lake.rows(
        "SELECT uri, object_uri, size_bytes FROM file WHERE outcome = 'stored' AND NOT coalesce(vanished, false) "
        "ORDER BY hash(uri) LIMIT 200"
    )
    gone = looked = 0
    for text, kept, _ in rows:
        outer = uri.parse(locate({"uri": text, "object_uri": kept}, lake.dir.root)).outer
        if remote.is_url(outer):
            continue
        looked += 1
        gone += not os.path.exists(uri.local_path(outer))
    if gone:
        return Check(
            "originals", "fail", f"{gone} of {looked} files looked at are no longer where they were",
            "mount the export again, or ingest it from its new place: volumes open again by their bytes",
        )  # fmt: skip
    return Check(
        "originals",
        "ok",
        f"{looked} of {looked} files looked at are where they were"
        if looked
        else "none is on this machine's disks",
    )


def _work(lake: Lake, root: Path) -> Check:
    asked = {
        "unfinished batches": "SELECT count(*) FROM batch WHERE ended_at IS NULL",
        "files in quarantine": "SELECT count(*) FROM file WHERE outcome = 'quarantined' AND NOT coalesce(vanished, false)",
    }
    found = {name: int(lake.rows(query)[0][0]) for name, query in asked.items()}
    found["received objects waiting"] = sum(1 for _ in (root / "inbox").rglob("*.dcm"))
    told = [f"{n} {name}" for name, n in found.items() if n]
    if found["unfinished batches"] or found["received objects waiting"]:
        return Check(
            "work",
            "warn",
            ", ".join(told),
            "run the same ingest again, or start the receiver: both go on where they stopped",
        )
    return Check("work", "ok", ", ".join(told) or "nothing is left to do")


def _key() -> Check:
    from pacslake.deid.keys import default_key_file, load_key

    path = default_key_file()
    if not path.exists():
        return Check(
            "project key", "skipped", "no key in the configuration folder; deid may be given one with --key"
        )
    try:
        load_key(path)
    except PacslakeError as error:
        return Check(
            "project key",
            "fail",
            str(error),
            "bring the key back from a backup: without it later batches cannot be joined",
        )
    if os.name != "nt" and path.stat().st_mode & 0o077:
        return Check("project key", "warn", f"others on this machine may read {path}", f"chmod 600 {path}")
    return Check("project key", "ok", "it can be read, by its owner only")


# -- others --------------------------------------------------------------------------------------------------


def examine_peers(certificate: Path | None = None) -> Iterator[Check]:
    """Whether the archives of `peers.toml` answer (C-ECHO, or a search of nothing), and how long a certificate still holds."""
    if certificate is not None:
        yield _tried(
            "certificate", lambda: _certificate(certificate), "renew it, and start the service again"
        )
    for name in _peer_names():
        yield _tried(f"peer {name}", partial(_peer, name), "is it on, and does it know our AE title?")


def _peer_names() -> list[str]:
    import tomllib

    from pacslake.settings import config_folder

    path = config_folder() / "peers.toml"
    try:
        return list(tomllib.loads(path.read_text("utf-8"))) if path.is_file() else []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return ["(peers.toml)"]


def _peer(name: str) -> Check:
    from pacslake.network.peers import associate, find, find_peer

    peer = find_peer(name)
    began = time.monotonic()
    if peer.url:
        next(iter(find(peer, "STUDY", {"StudyInstanceUID": "2.25.0"}, limit=1)), None)
        how = "answers a search"
    else:
        with associate(peer, [("1.2.840.10008.1.1", ("1.2.840.10008.1.2",))]) as association:
            status = association.send_c_echo()
        if getattr(status, "Status", None) != 0:
            return Check(
                f"peer {name}",
                "fail",
                f"{peer} does not answer C-ECHO",
                "is it on, and does it know our AE title?",
            )
        how = "answers C-ECHO"
    return Check(f"peer {name}", "ok", f"{peer} {how} in {(time.monotonic() - began) * 1000:.0f} ms")


def _certificate(path: Path) -> Check:
    from datetime import UTC, datetime

    try:
        from cryptography import x509
    except ImportError:
        return Check(
            "certificate", "skipped", "cryptography is not installed", "pip install 'pacslake[deid]'"
        )
    found = x509.load_pem_x509_certificate(path.read_bytes())
    left = (found.not_valid_after_utc - datetime.now(UTC)).days
    text = f"{path.name} holds until {found.not_valid_after_utc:%Y-%m-%d}"
    if left < 0:
        return Check("certificate", "fail", text, "renew it, and start the service again")
    if left < 30:
        return Check("certificate", "warn", f"{text}, {left} days", "renew it")
    return Check("certificate", "ok", text)
