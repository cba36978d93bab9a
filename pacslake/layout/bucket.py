"""Object stores by obstore: opened by URL with what the environment says, and errors in words of our own.

A store's own messages may repeat names of objects and of accounts, so none of them is passed on.
"""

from __future__ import annotations

import errno
import os
import re
from typing import Any

from pacslake.errors import StoreError, UsageError

__all__ = ["SCHEMES", "PlainErrors", "is_bucket_url", "open_bucket"]

SCHEMES = frozenset({"s3", "s3a", "gs", "az", "adl", "azure", "abfs", "abfss"})
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


def is_bucket_url(text: str | os.PathLike[str]) -> bool:
    """Whether this names a place in an object store.

    >>> is_bucket_url("s3://images/lake"), is_bucket_url("/data/lake"), is_bucket_url("sftp://host/lake")
    (True, False, False)
    """
    found = _URL.match(os.fspath(text))
    return found is not None and found[1].lower() in SCHEMES


def open_bucket(url: str) -> Any:
    """The obstore store at a URL; a prefix in it becomes part of every key.

    Raises: UsageError when the environment does not say enough.
    """
    from obstore.store import from_url

    scheme = url.partition("://")[0].lower()
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or ""
    plain = scheme.startswith("s3") and endpoint.startswith("http://")
    try:
        return from_url(url, client_options={"allow_http": True} if plain else None)
    except Exception as error:
        raise UsageError(
            f"the store of {url} cannot be opened ({type(error).__name__}); "
            "set the provider's variables, such as AWS_REGION and AWS_ACCESS_KEY_ID"
        ) from None


class PlainErrors:
    """Turns what stores raise into OSError without the store's own words; FileNotFoundError, FileExistsError stay.

    With the URL of a lake, into StoreError, which says where and what to do.
    """

    def __init__(self, lake: str = "") -> None:
        self._lake = lake

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None or isinstance(error, GeneratorExit) or not isinstance(error, Exception):
            return
        name = type(error).__name__
        if isinstance(error, FileNotFoundError) or name == "NotFoundError":
            raise FileNotFoundError(errno.ENOENT, "there is no such object") from None
        if isinstance(error, FileExistsError) or name == "AlreadyExistsError":
            raise FileExistsError(errno.EEXIST, "the object is there already") from None
        if self._lake:
            raise StoreError(self._lake, name) from None
        raise OSError(errno.EIO, f"the store did not answer as hoped ({name})") from None
