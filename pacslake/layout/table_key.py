"""The key of a lake whose tables are encrypted: a file outside the lake, one derived key a table.

Tables are Parquet in its own modular encryption (AES_GCM_V1, footer and all columns with one 256-bit key), so any reader of
that standard reads them with the key of the table.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from pacslake.errors import LakeError, PolicyError, UsageError
from pacslake.layout.atomic import write_new
from pacslake.settings import config_folder
from pacslake.settings import load as load_settings

__all__ = ["TableKey", "load_table_key", "make_table_key", "place_of"]


@dataclass(frozen=True)
class TableKey:
    """The secret of 32 bytes from which the keys of tables are made; `path` is where it was read."""

    secret: bytes = field(repr=False)
    path: Path

    @property
    def key_id(self) -> str:
        """Tells keys apart without telling the key; `lake.toml` names it."""
        return hashlib.sha256(b"pacslake table key id\0" + self.secret).hexdigest()[:12]

    def of_table(self, name: str) -> bytes:
        """The 32 bytes that encrypt the files of a table.

        One a table, for all its files: DuckDB and Arrow take one key for a list of files. Every part of a file has a random
        nonce of 96 bits, and a table of 10^7 rows has some 10^6 parts, far from the 2^32 that a key may encrypt (NIST SP
        800-38D 8.3).
        """
        return hmac.new(self.secret, b"pacslake table\0" + name.encode() + b"\1", hashlib.sha256).digest()


def place_of(lake_id: str, path: str | os.PathLike[str] | None = None) -> Path:
    """Where the key of a lake lies: the file that is named, else the setting `table_key`, else one of the lake's own."""
    named = path if path is not None else load_settings().table_key
    return Path(named) if named is not None else config_folder() / "tables" / f"{lake_id}.key"


def make_table_key(path: Path) -> TableKey:
    """The key in that file, made where there is none, readable for its owner alone. Raises UsageError, LakeError."""
    content = {"pacslake_table_key": 1, "secret": secrets.token_hex(32)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_new(path, (json.dumps(content) + "\n").encode())
        os.chmod(path, 0o600)
    except FileExistsError:
        pass
    except OSError as error:
        raise LakeError(f"the key file {path} cannot be written ({error.strerror}); name another") from None
    return load_table_key(path)


def load_table_key(path: Path, *, key_id: str | None = None) -> TableKey:
    """Read a key file.

    Args:
        key_id: what `lake.toml` says; another key is refused.

    Raises:
        LakeError: it is missing or cannot be read.
        UsageError: it is no key file.
        PolicyError: it is the key of another lake.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        secret = bytes.fromhex(content["secret"])
        if content["pacslake_table_key"] != 1 or len(secret) != 32:
            raise ValueError
    except OSError as error:
        raise LakeError(
            f"the tables of this lake are encrypted and their key {path} cannot be read ({error.strerror}); bring it back from "
            "where it is kept, or name it with PACSLAKE_TABLE_KEY"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise UsageError(
            f"{path} is no key of tables; pacslake init --encrypt-tables makes one for a new lake"
        ) from None
    found = TableKey(secret, path)
    if key_id is not None and found.key_id != key_id:
        raise PolicyError(
            f"the tables of this lake are encrypted with the key {key_id}, and {path} holds {found.key_id}; "
            "name the right one with PACSLAKE_TABLE_KEY"
        )
    return found
