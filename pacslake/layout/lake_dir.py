"""A lake's folder: what lies where. It holds no catalogue state.

mylake/
  lake.toml            format version, lake id, zone
  catalog/snapshots/   one immutable JSON file a commit
  catalog/tables/      immutable Parquet files
  objects/ volumes/ transforms/ staging/ logs/ quarantine/ vault/ audit/ cache/   made when needed
"""

from __future__ import annotations

import os
import re
import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pacslake.errors import LakeError, LakeExistsError, LakeFormatError, LakeNotFoundError, UsageError
from pacslake.layout import mirror
from pacslake.layout.atomic import write_new
from pacslake.layout.bucket import is_bucket_url
from pacslake.layout.mirror import MirrorStore
from pacslake.layout.store import LocalStore
from pacslake.layout.table_key import TableKey, load_table_key, make_table_key, place_of

__all__ = ["FORMAT_VERSION", "ZONES", "LakeConfig", "LakeDir"]

FORMAT_VERSION = 2
"""1: all lakes; 2: lakes whose tables are encrypted, which an older pacslake would take for damaged."""

ZONES = ("identified", "research")
_CONFIG = "lake.toml"


@dataclass(frozen=True)
class LakeConfig:
    """What `lake.toml` says. `zone` is `identified` or `research`; `created_at` is ISO 8601 in UTC.

    `table_key_id`: of the key with which the tables are encrypted; None when they are not.
    """

    format_version: int
    lake_id: str
    zone: str
    created_at: str
    table_key_id: str | None = None


@dataclass(frozen=True)
class LakeDir:
    """The absolute folder of a lake and its configuration; `table_key` opens its tables where they are encrypted.

    Of a lake in a bucket `root` is this machine's folder of copies, see `pacslake.layout.mirror`.
    """

    root: Path
    config: LakeConfig
    table_key: TableKey | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        # The key does not travel: who gets this reads it from the same file.
        return _reopen, (self.place, None if self.table_key is None else str(self.table_key.path))

    @classmethod
    def create(
        cls,
        path: str | os.PathLike[str],
        *,
        zone: str = "identified",
        encrypt_tables: bool = False,
        table_key: str | os.PathLike[str] | None = None,
    ) -> LakeDir:
        """Make a new, empty lake in a folder that does not exist or is empty.

        Args:
            encrypt_tables: whether its Parquet files are encrypted.
            table_key: file of the key, made where there is none; see `place_of`.

        Raises: LakeExistsError when the folder holds anything; UsageError for an unknown zone or a key inside the lake.
        """
        if zone not in ZONES:
            raise UsageError(f"zone {zone!r} is unknown; it is one of: {', '.join(ZONES)}")
        if is_bucket_url(path):
            return cls._create_in_bucket(os.fspath(path), zone, encrypt_tables, table_key)
        root = _absolute(path)
        if (root / _CONFIG).exists():
            raise LakeExistsError(f"{root} holds a lake already; open it instead, or name another folder")
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise LakeExistsError(f"{root} exists and is not an empty folder; name a new one")
        config, key = _new_config(root, zone, encrypt_tables, table_key)
        try:
            (root / "catalog" / "snapshots").mkdir(parents=True, exist_ok=True)
            (root / "catalog" / "tables").mkdir(parents=True, exist_ok=True)
            write_new(root / _CONFIG, _to_toml(config).encode())
        except FileExistsError as error:
            raise LakeExistsError(
                f"{root} was made a lake by someone else just now; open it instead"
            ) from error
        except OSError as error:
            raise LakeError(f"could not make a lake at {root}: {error.strerror}") from error
        return cls(root, config, key)

    @classmethod
    def _create_in_bucket(
        cls, url: str, zone: str, encrypt_tables: bool, table_key: str | os.PathLike[str] | None
    ) -> LakeDir:
        root, url = _folder_of_copies(url)
        store = MirrorStore(root, url)
        _make_folder_of_copies(root)
        try:
            held = next(store.list(""), None)
            if held is not None:
                what = (
                    "holds a lake already; open it instead, or name"
                    if _has_lake(store)
                    else "is not empty; name"
                )
                raise LakeExistsError(f"{url} {what} another prefix")
            store.require_conditional_puts()
            config, key = _new_config(root, zone, encrypt_tables, table_key)
            if not store.put_if_absent(_CONFIG, _to_toml(config).encode()):
                raise LakeExistsError(f"{url} was made a lake by someone else just now; open it instead")
        except OSError as error:
            raise LakeError(
                f"could not make a lake at {url}: {error.strerror}; check the bucket, and the credentials in the environment"
            ) from error
        return cls(root, config, key)

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, table_key: str | os.PathLike[str] | None = None
    ) -> LakeDir:
        """Open the lake at `path`; `table_key` is the file of the key of encrypted tables, see `place_of`.

        Raises: LakeNotFoundError when there is none; LakeFormatError when a newer pacslake wrote it or
        `lake.toml` cannot be read; LakeError, PolicyError for a key that is missing or another's.
        """
        if is_bucket_url(path):
            return cls._open_in_bucket(os.fspath(path), table_key)
        root = _absolute(path)
        try:
            text = (root / _CONFIG).read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise LakeNotFoundError(
                f"no lake at {root}: there is no {_CONFIG}. Make one with: pacslake init {root}"
            ) from error
        except OSError as error:
            raise LakeError(f"could not read {root / _CONFIG}: {error.strerror}") from error
        config = _parse_config(text, root)
        if config.table_key_id is None:
            return cls(root, config)
        place = place_of(config.lake_id, table_key).absolute()
        return cls(root, config, load_table_key(place, key_id=config.table_key_id))

    @staticmethod
    def is_at(path: str | os.PathLike[str]) -> bool:
        """Whether a lake lies at a path or URL, of whatever format."""
        if not is_bucket_url(path):
            return (Path(path).expanduser() / _CONFIG).is_file()
        try:
            return _has_lake(MirrorStore(*_folder_of_copies(os.fspath(path))))
        except OSError as error:
            raise LakeError(
                f"{os.fspath(path)} cannot be read: {error.strerror}; check the URL, and the credentials in the environment"
            ) from error

    @classmethod
    def _open_in_bucket(cls, url: str, table_key: str | os.PathLike[str] | None) -> LakeDir:
        root, url = _folder_of_copies(url)
        try:
            data = MirrorStore(root, url).get_anew(_CONFIG)
        except FileNotFoundError as error:
            raise LakeNotFoundError(
                f"no lake at {url}: there is no {_CONFIG}. Make one with: pacslake init {url}"
            ) from error
        except OSError as error:
            raise LakeError(
                f"the lake at {url} cannot be read: {error.strerror}; check the URL, and the credentials in the environment"
            ) from error
        config = _parse_config(data.decode("utf-8", "replace"), url)
        _make_folder_of_copies(root)
        if config.table_key_id is None:
            return cls(root, config)
        place = place_of(config.lake_id, table_key).absolute()
        return cls(root, config, load_table_key(place, key_id=config.table_key_id))

    @property
    def bucket_url(self) -> str | None:
        """The URL of a lake in a bucket; None for a lake in a folder."""
        return mirror.url_of(self.root)

    @property
    def place(self) -> str:
        """What to open the lake by, on another machine too where it lies in a bucket: its URL, or its folder."""
        return self.bucket_url or str(self.root)

    @property
    def url(self) -> str:
        """The lake's place as a URL (`file:///...`, `s3://...`)."""
        return self.bucket_url or self.root.as_uri()

    @property
    def store(self) -> LocalStore | MirrorStore:
        """The object operations on this lake."""
        url = self.bucket_url
        return (
            LocalStore(self.root, self.table_key)
            if url is None
            else MirrorStore(self.root, url, self.table_key)
        )

    def local(self, *parts: str) -> Path:
        """As `path`, of a file that is fetched where the lake lies in a bucket; missing ones stay missing.

        Raises: LakeError when the bucket cannot be asked.
        """
        return self._fetched(mirror.ensure, self.path(*parts))

    def local_folder(self, *parts: str) -> Path:
        """As `local`, of a folder with all that it holds."""
        return self._fetched(mirror.ensure_folder, self.path(*parts))

    def _fetched(self, fetch: Callable[[Path], None], path: Path) -> Path:
        try:
            fetch(path)
        except FileNotFoundError:
            pass  # whoever reads it says what is missing
        except OSError as error:
            raise LakeError(
                f"a file of the lake at {self.place} cannot be fetched: {error.strerror}"
            ) from error
        return path

    def need_folder(self, what: str) -> None:
        """Raises: UsageError where the lake lies in a bucket and `what` needs one in a folder."""
        if self.bucket_url is not None:
            raise UsageError(
                f"{what} needs a lake in a folder, and this one lies at {self.bucket_url}. Make one in a folder and take "
                "this lake's objects in: pacslake ingest URL/objects --lake FOLDER"
            )

    def path(self, *parts: str) -> Path:
        """The absolute path of something inside the lake.

        Raises: UsageError for a path that leaves the lake's folder.
        """
        path = self.root.joinpath(*parts)
        if not Path(os.path.normpath(path)).is_relative_to(self.root):
            raise UsageError("a path inside a lake may not lead out of it")
        return path

    def staging(self, prefix: str) -> Path:
        """A new, empty folder of its own under `staging/`, for things that are renamed when finished.

        Raises: LakeError when the disk refuses.
        """
        folder = self.path("staging", f"{prefix}-{uuid.uuid4().hex}")
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise LakeError(
                f"the lake at {self.root} cannot be written ({error.strerror}); check its permissions and its disk"
            ) from error
        return folder


def _reopen(root: str, table_key: str | None) -> LakeDir:
    return LakeDir.open(root, table_key=table_key)


def _folder_of_copies(url: str) -> tuple[Path, str]:
    """This machine's folder for the lake at a URL, and the URL as it is always written."""
    from pacslake import settings

    scheme, _, rest = url.partition("://")
    bucket, _, prefix = rest.partition("/")
    if not bucket or ("@" in bucket and not scheme.lower().startswith("abfs")):
        raise UsageError(
            "a lake in a bucket is named SCHEME://BUCKET/PREFIX, such as s3://images/lake; "
            "credentials come from the environment, never in the URL"
        )
    parts = [part for part in prefix.split("/") if part]
    if ".." in parts or "." in parts:
        raise UsageError("the prefix of a lake in a bucket has no . or .. in it")
    url = f"{scheme.lower()}://{'/'.join([bucket, *parts])}"
    return mirror.folder_of(url, settings.load().cache_folder.absolute()), url


def _make_folder_of_copies(root: Path) -> None:
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will hold what the lake holds
    except OSError as error:
        raise LakeError(
            f"the folder for copies of the lake's files, {root}, cannot be made ({error.strerror}); name another with "
            "PACSLAKE_CACHE"
        ) from error


def _has_lake(store: MirrorStore) -> bool:
    try:
        store.get_anew(_CONFIG)
    except FileNotFoundError:
        return False
    return True


def _new_config(
    root: Path, zone: str, encrypt_tables: bool, table_key: str | os.PathLike[str] | None
) -> tuple[LakeConfig, TableKey | None]:
    lake_id, key = uuid.uuid4().hex, None
    if encrypt_tables:
        place = place_of(lake_id, table_key).absolute()
        if place.is_relative_to(root):
            raise UsageError(f"the key {place} would lie in the lake that it guards; name a file elsewhere")
        key = make_table_key(place)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return LakeConfig(2 if key else 1, lake_id, zone, now, key.key_id if key else None), key


def _absolute(path: str | os.PathLike[str]) -> Path:
    """The path from the root on and without `..`, so that what lies in the lake can be told from what does not."""
    if found := re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", os.fspath(path)):
        # As a path it would be a folder called `s3:` below the one where the command was given.
        raise UsageError(
            f"a lake lies in a folder of a file system, or in a bucket (s3://, gs://, az://), not at a {found[1]}:// "
            "address. What lies there can be taken in: pacslake ingest URL --lake FOLDER"
        )
    absolute = Path(path).expanduser().absolute()
    return absolute.resolve() if ".." in absolute.parts else absolute


def _to_toml(config: LakeConfig) -> str:
    return (
        "# A pacslake lake. Do not edit by hand.\n"
        f"format_version = {config.format_version}\n"
        f'lake_id = "{config.lake_id}"\n'
        f'zone = "{config.zone}"\n'
        f'created_at = "{config.created_at}"\n'
        + (f'table_key_id = "{config.table_key_id}"\n' if config.table_key_id else "")
    )


def _parse_config(text: str, root: Path | str) -> LakeConfig:
    try:
        values = tomllib.loads(text)
        version = int(values["format_version"])
        key_id = values.get("table_key_id")
        config = LakeConfig(
            version,
            str(values["lake_id"]),
            str(values["zone"]),
            str(values["created_at"]),
            key_id and str(key_id),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise LakeFormatError(f"{root}/{_CONFIG} is not a pacslake configuration: {error}") from error
    if version > FORMAT_VERSION:
        raise LakeFormatError(
            f"the lake at {root} has format {version}, this pacslake knows up to {FORMAT_VERSION}. "
            "Install a newer pacslake."
        )
    if version < 1:
        raise LakeFormatError(
            f"{root}/{_CONFIG} names the format {version}, which no pacslake ever wrote; bring the file back from a backup"
        )
    if config.zone not in ZONES:
        raise LakeFormatError(
            f"{root}/{_CONFIG} names the zone {config.zone!r}, which this pacslake does not know"
        )
    return config
