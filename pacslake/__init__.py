"""pacslake: the DICOM that hospitals export, as SQL tables, Zarr volumes and notebook views.

    import pacslake

    lake = pacslake.init("mylake")              # or pacslake.open("mylake"), pacslake.open("https://host", token=...)
    report = lake.ingest("/exports/2026-11")
    lake.sql("SELECT Modality, count(*) FROM series GROUP BY 1").df()
    volume = lake.volume(volume_id)
    lake.view(volume_id)

Nothing heavy is imported here: each method loads what it needs.
"""

from __future__ import annotations

import os

from pacslake import errors
from pacslake import lake as _lake
from pacslake.errors import PacslakeError
from pacslake.lake import Lake, init
from pacslake.version import __version__

__all__ = ["Lake", "PacslakeError", "__version__", "errors", "init", "load_ipython_extension", "open"]


def open(
    path: str | os.PathLike[str],
    *,
    snapshot: int | None = None,
    token: str | None = None,
    verify: str | bool | None = None,
    table_key: str | os.PathLike[str] | None = None,
) -> Lake:
    """Open a lake, in a folder or served by `pacslake serve`, at its newest snapshot or an old one.

    Args:
        path: folder of the lake, or `https://host[:port]` of a service; `http://` only to this machine.
        snapshot: number of an old snapshot, for reading only.
        token: for a service: as `pacslake user token` printed it; by default the variable `PACSLAKE_TOKEN`.
        verify: for a service: file with the certificate of who signed the service's own; by default the variable
            `PACSLAKE_CA_FILE`, else the system's authorities.
        table_key: file of the key of encrypted tables; by default the setting `table_key`, else the lake's own in the
            configuration folder.

    Raises:
        LakeNotFoundError: there is no lake at `path`.
        LakeFormatError: the lake was written by a newer pacslake.
        NotFoundError: the lake has no snapshot of that number.
        AuthenticationError: the service takes no such token.

    Example:
        `lake = pacslake.open("https://lake.example.org", token=token)`
    """
    text = os.fspath(path)
    if isinstance(text, str) and text.lower().startswith(("http://", "https://")):
        from pacslake.remote import open_remote

        return open_remote(text, snapshot=snapshot, token=token, verify=verify)
    if token is not None:
        raise errors.UsageError("a token is for a lake that is served, at https://...; a folder needs none")
    return _lake.open(path, snapshot=snapshot, table_key=table_key)


def load_ipython_extension(ipython: object) -> None:
    """`%load_ext pacslake` adds `%%sql`, which asks the lake of the notebook's variable `lake`."""
    from pacslake.widgets import magic

    magic.register(ipython)
