"""Every error a caller can meet, as one tree.

    PacslakeError                   exit code 70 on the command line where no subclass says otherwise
    ├── UsageError                  2   a wrong call: argument, option, SQL statement
    │   ├── SqlError                2   the statement itself is wrong
    │   └── MissingExtraError       2   an optional package is not installed
    ├── LakeError                   3   the lake, or a file that it needs, is missing or damaged
    │   ├── LakeNotFoundError       3
    │   ├── LakeExistsError         2
    │   ├── LakeFormatError         3   written by a newer pacslake
    │   ├── DamagedError            3   a file's bytes are not those that were recorded
    │   ├── StoreError              3   the bucket that the lake lies in does not answer; also an OSError
    │   └── SourceMissingError      3   an original that the lake points at is gone
    ├── NotFoundError               2   no such volume, series, cohort, table, row
    ├── VolumeError                 2   not a volume, or not in the form asked for; carries `reason_codes`
    │   └── SuvError                2   no SUV can be known; carries the reason
    ├── DecodeError                 3   pixel data that cannot be decoded for certain
    ├── CommitConflictError         3   two commits replaced the same rows, and retries ran out
    ├── WorkerDiedError             70  a worker process was killed again and again
    └── PolicyError                 4   refused by policy: zone, access, read-only snapshot
        └── AuthenticationError     4   nobody, or not who they say: no valid token

A message says what, where and what next. It never holds a value that could identify a person:
keywords and UIDs stand in their place.
"""

from __future__ import annotations

import errno

__all__ = [
    "AuthenticationError",
    "CommitConflictError",
    "DamagedError",
    "DecodeError",
    "LakeError",
    "LakeExistsError",
    "LakeFormatError",
    "LakeNotFoundError",
    "MissingExtraError",
    "NotFoundError",
    "PacslakeError",
    "PolicyError",
    "SourceMissingError",
    "SqlError",
    "StoreError",
    "SuvError",
    "UsageError",
    "VolumeError",
    "WorkerDiedError",
]


class PacslakeError(Exception):
    """The root: catch it to catch everything that pacslake raises on purpose."""

    exit_code = 70


class UsageError(PacslakeError):
    """A call that cannot be right, whatever the lake holds."""

    exit_code = 2


class SqlError(UsageError):
    """A statement that the SQL engine refuses."""


class MissingExtraError(UsageError):
    """An optional package is needed; the message names the command that installs it."""

    def __init__(self, feature: str, package: str, extra: str) -> None:
        super().__init__(
            f"{feature} needs the package '{package}', which is not installed. "
            f"Install it with: pip install 'pacslake[{extra}]'"
        )
        self.feature, self.package, self.extra = feature, package, extra


_EXTRA_OF = {
    **dict.fromkeys(("pynetdicom", "starlette", "uvicorn", "dicomweb_client", "joserfc"), "server"),
    **dict.fromkeys(("cryptography", "pypdf"), "deid"),
    **dict.fromkeys(("rapidocr", "onnxruntime", "jpeglib", "cv2"), "ocr"),
    "openpyxl": "clinical", "dask_jobqueue": "cluster", "s3fs": "s3", "deltalake": "delta", "data_store": "demo", "xarray": "xarray",
}  # fmt: skip


def missing_extra(error: ImportError) -> MissingExtraError | None:
    """What to say of an import that failed, where an extra of pacslake brings the package; else None.

    >>> str(missing_extra(ModuleNotFoundError("no", name="pynetdicom.ae")))
    "this needs the package 'pynetdicom', which is not installed. Install it with: pip install 'pacslake[server]'"
    """
    package = (error.name or "").partition(".")[0]
    extra = _EXTRA_OF.get(package)
    return None if extra is None else MissingExtraError("this", package, extra)


class LakeError(PacslakeError):
    """The lake, or a file that it needs, is missing or damaged."""

    exit_code = 3


class StoreError(LakeError, OSError):
    """The bucket of a lake did not answer as hoped. What was committed stays; the same call may be made again."""

    def __init__(self, url: str, what: str) -> None:
        OSError.__init__(self, errno.EIO, f"the store did not answer as hoped ({what})")
        self.url, self._what = url, what

    def __str__(self) -> str:
        return (
            f"the lake at {self.url} cannot be reached: {self.strerror}; check the network and the credentials in the "
            "environment, then do the same again"
        )

    def __reduce__(self) -> tuple[type[StoreError], tuple[str, str]]:
        return StoreError, (self.url, self._what)


class LakeNotFoundError(LakeError):
    """There is no lake at the place named."""


class LakeExistsError(LakeError):
    """`init` was asked for a place that holds a lake or other files."""

    exit_code = 2


class LakeFormatError(LakeError):
    """The lake was written in a format that this pacslake does not know."""


class DamagedError(LakeError):
    """Bytes differ from those recorded when they were written."""


class SourceMissingError(LakeError):
    """An original that the lake points at is no longer where it was."""


class NotFoundError(PacslakeError):
    """Nothing in this snapshot has the name or identifier asked for."""

    exit_code = 2


class VolumeError(PacslakeError):
    """No volume, or not in the form asked for. `reason_codes` are those of the table `volume`."""

    exit_code = 2

    def __init__(self, message: str, reason_codes: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reason_codes = reason_codes


class SuvError(VolumeError):
    """A standardised uptake value cannot be known; the message says why."""


class DecodeError(PacslakeError):
    """Pixel data that cannot be decoded for certain."""

    exit_code = 3


class CommitConflictError(LakeError):
    """Another commit replaced the rows that this one wanted to replace, and retries ran out."""


class PolicyError(PacslakeError):
    """Refused by policy: zone, access, or a snapshot that is only for reading."""

    exit_code = 4


class AuthenticationError(PolicyError):
    """No token, or one that is wrong, expired or revoked; over HTTP this is 401, every other refusal 403."""


class WorkerDiedError(PacslakeError):
    """A worker process was killed twice over the same task, mostly because memory ran out."""
