"""SHA-256 of bytes and files, as lower-case hexadecimal text."""

from __future__ import annotations

import hashlib
import os
from os import PathLike

from pacslake.errors import DamagedError

__all__ = ["require_bytes", "require_file", "sha256_bytes", "sha256_file"]

_known: dict[tuple[str, str], tuple[int, int, int]] = {}


def sha256_bytes(data: bytes | memoryview) -> str:
    """The SHA-256 of `data` as 64 hexadecimal digits.

    >>> sha256_bytes(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: str | PathLike[str]) -> str:
    """The SHA-256 of a file's bytes, read in pieces so that size does not matter.

    Raises: OSError when the file cannot be read.
    """
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_bytes(data: bytes | memoryview, sha256: str, what: str) -> None:
    """Refuse bytes that are not those recorded. Raises: DamagedError, which names `what`."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedError(_refusal(what))


def require_file(path: str | PathLike[str], sha256: str, what: str) -> None:
    """Refuse a file that is not the one recorded; it is read once a process, and again when it changed since.

    Neither DuckDB nor pyarrow compares the checksums of Parquet pages: of 150 single flipped bits 120 were read as
    other values without a word. Reading and digesting 1.5 GB/s a core is the price of not serving them.

    Raises: DamagedError when its bytes differ or it is missing. The message names `what`.
    """
    key = (os.fspath(path), sha256)
    try:
        status = os.stat(path)
        stamp = (status.st_size, status.st_mtime_ns, status.st_ino)
        if _known.get(key) == stamp:
            return
        whole = sha256_file(path) == sha256
    except FileNotFoundError:
        raise DamagedError(f"{what} is missing. See what is wrong with: pacslake verify --deep") from None
    except OSError as error:
        raise DamagedError(f"{what} cannot be read: {error.strerror}. Check the disk") from error
    if not whole:
        raise DamagedError(_refusal(what))
    if len(_known) > 200_000:
        _known.clear()
    _known[key] = stamp


def _refusal(what: str) -> str:
    return (
        f"{what} is damaged: its bytes are not those that were written, and are not served. "
        "See what else is wrong with: pacslake verify --deep"
    )
