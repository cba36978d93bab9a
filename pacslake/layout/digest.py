"""SHA-256 of bytes and files, as lower-case hexadecimal text."""

from __future__ import annotations

import hashlib
from os import PathLike

__all__ = ["sha256_bytes", "sha256_file"]


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
