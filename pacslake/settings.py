"""Settings: flags win, then `PACSLAKE_*` variables, then the user's configuration file, then defaults.

The file is TOML: `$XDG_CONFIG_HOME/pacslake/config.toml` (`~/.config/pacslake/config.toml`), or what
`PACSLAKE_CONFIG` names. Its keys are the fields below.

    lake = "/data/mylake"
    workers = 4
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pacslake.errors import UsageError

__all__ = ["VARIABLES", "Settings", "config_folder", "load"]


VARIABLES = {
    "PACSLAKE_CONFIG": "The configuration file, instead of the one in the configuration folder.",
    "PACSLAKE_TOKEN": "Token for a lake that is served elsewhere, and who calls `pacslake vault`.",
    "PACSLAKE_PEER_TOKEN": "Token for a DICOMweb service of somebody else; `token_env` in `peers.toml` names another.",
    "PACSLAKE_CA_FILE": "Certificate of who signed that of a lake served elsewhere.",
    "PACSLAKE_DEBUG": "Show the whole trace of a fault of pacslake itself; it may show values from headers.",
}
"""Variables that are no setting of the file; tokens stand in no file that others may read."""


@dataclass(frozen=True)
class Settings:
    """What a user may set once instead of saying it with every command."""

    lake: str | None = None
    """Folder of the lake that commands use."""
    workers: int | None = None
    """Processes for ingest and convert; by default as many as cores and memory allow."""
    scheduler: str | None = None
    """Address of a Dask scheduler to use instead of local processes."""
    static_pictures: bool | None = None
    """Leave a picture in saved notebooks; by default yes in research lakes and no in identified ones."""
    table_key: str | None = None
    """File of the key of a lake whose tables are encrypted; by default one in the configuration folder, a lake its own."""
    cache: str | None = None
    """Folder for copies of files of lakes in buckets; by default `pacslake` in the user's cache folder."""
    cache_gb: float = 50.0
    """Gigabytes that such copies may take for each lake; what was not used for longest goes first."""

    @property
    def cache_folder(self) -> Path:
        """The folder of copies in force."""
        if self.cache:
            return Path(self.cache).expanduser()
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pacslake"


def config_folder() -> Path:
    """The user's configuration folder for pacslake."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "pacslake"


def load(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings in force.

    Raises:
        UsageError: the file is not TOML, has a key that does not exist, or a value of another type.
    """
    env = dict(os.environ) if environ is None else environ
    path = Path(env.get("PACSLAKE_CONFIG") or config_folder() / "config.toml")
    values: dict[str, Any] = {}
    if path.is_file():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} is not valid TOML: {error}") from None
    known = {f.name for f in fields(Settings)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise UsageError(f"{path}: no setting is called {unknown[0]!r}; there are {', '.join(sorted(known))}")
    for name in known:
        if (text := env.get(f"PACSLAKE_{name.upper()}")) not in (None, ""):
            values[name] = text
    return Settings(**{name: _typed(name, value) for name, value in values.items()})


def _typed(name: str, value: Any) -> Any:
    if name == "workers":
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = 0
        if number < 1:
            raise UsageError(f"workers is {value!r}; it must be a whole number of at least 1")
        return number
    if name == "cache_gb":
        try:
            size = float(value)
        except (TypeError, ValueError):
            size = -1.0
        if not 0 <= size < float("inf"):
            raise UsageError(f"cache_gb is {value!r}; it must be a number of gigabytes")
        return size
    if name == "static_pictures":
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if str(value).lower() not in words:
            raise UsageError(f"static_pictures is {value!r}; it must be true or false")
        return words[str(value).lower()]
    return str(value)
