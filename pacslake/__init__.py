"""pacslake: the DICOM that hospitals export, as SQL tables, Zarr volumes and notebook views.

    import pacslake

    lake = pacslake.init("mylake")              # or pacslake.open("mylake")
    report = lake.ingest("/exports/2026-11")
    lake.sql("SELECT Modality, count(*) FROM series GROUP BY 1").df()
    volume = lake.volume(volume_id)
    lake.view(volume_id)

Nothing heavy is imported here: each method loads what it needs.
"""

from __future__ import annotations

from pacslake import errors
from pacslake.errors import PacslakeError
from pacslake.lake import Lake, init, open
from pacslake.version import __version__

__all__ = ["Lake", "PacslakeError", "__version__", "errors", "init", "load_ipython_extension", "open"]


def load_ipython_extension(ipython: object) -> None:
    """`%load_ext pacslake` adds `%%sql`, which asks the lake of the notebook's variable `lake`."""
    from pacslake.widgets import magic

    magic.register(ipython)
