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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pacslake.errors import LakeError, LakeExistsError, LakeFormatError, LakeNotFoundError, UsageError
from pacslake.layout.atomic import write_new
from pacslake.layout.store import LocalStore

__all__ = ["FORMAT_VERSION", "ZONES", "LakeConfig", "LakeDir"]

FORMAT_VERSION = 1
ZONES = ("identified", "research")
_CONFIG = "lake.toml"


@dataclass(frozen=True)
class LakeConfig:
    """What `lake.toml` says. `zone` is `identified` or `research`; `created_at` is ISO 8601 in UTC."""

    format_version: int
    lake_id: str
    zone: str
    created_at: str


@dataclass(frozen=True)
class LakeDir:
    """The absolute folder of a lake and its configuration."""

    root: Path
    config: LakeConfig

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, zone: str = "identified") -> LakeDir:
        """Make a new, empty lake in a folder that does not exist or is empty.

        Raises: LakeExistsError when the folder holds anything; UsageError for an unknown zone.
        """
        if zone not in ZONES:
            raise UsageError(f"zone {zone!r} is unknown; it is one of: {', '.join(ZONES)}")
        root = _absolute(path)
        if (root / _CONFIG).exists():
            raise LakeExistsError(f"{root} holds a lake already; open it instead, or name another folder")
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise LakeExistsError(f"{root} exists and is not an empty folder; name a new one")
        config = LakeConfig(
            FORMAT_VERSION, uuid.uuid4().hex, zone, datetime.now(UTC).isoformat(timespec="seconds")
        )
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
        return cls(root, config)

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> LakeDir:
        """Open the lake at `path`.

        Raises: LakeNotFoundError when there is none; LakeFormatError when a newer pacslake wrote it or
        `lake.toml` cannot be read.
        """
        root = _absolute(path)
        try:
            text = (root / _CONFIG).read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise LakeNotFoundError(
                f"no lake at {root}: there is no {_CONFIG}. Make one with: pacslake init {root}"
            ) from error
        except OSError as error:
            raise LakeError(f"could not read {root / _CONFIG}: {error.strerror}") from error
        return cls(root, _parse_config(text, root))

    @property
    def url(self) -> str:
        """The lake's place as a URL (`file:///...`)."""
        return self.root.as_uri()

    @property
    def store(self) -> LocalStore:
        """The object operations on this folder."""
        return LocalStore(self.root)

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


def _absolute(path: str | os.PathLike[str]) -> Path:
    """The path from the root on and without `..`, so that what lies in the lake can be told from what does not."""
    if found := re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", os.fspath(path)):
        # As a path it would be a folder called `s3:` below the one where the command was given.
        raise UsageError(
            f"a lake lies in a folder of a file system, not at a {found[1]}:// address; name a folder. "
            "What lies in a bucket can be taken in: pacslake ingest URL --lake FOLDER"
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
    )


def _parse_config(text: str, root: Path) -> LakeConfig:
    try:
        values = tomllib.loads(text)
        version = int(values["format_version"])
        config = LakeConfig(version, str(values["lake_id"]), str(values["zone"]), str(values["created_at"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise LakeFormatError(f"{root / _CONFIG} is not a pacslake configuration: {error}") from error
    if version > FORMAT_VERSION:
        raise LakeFormatError(
            f"the lake at {root} has format {version}, this pacslake knows up to {FORMAT_VERSION}. "
            "Install a newer pacslake."
        )
    if version < 1:
        raise LakeFormatError(
            f"{root / _CONFIG} names the format {version}, which no pacslake ever wrote; bring the file back from a backup"
        )
    if config.zone not in ZONES:
        raise LakeFormatError(
            f"{root / _CONFIG} names the zone {config.zone!r}, which this pacslake does not know"
        )
    return config
