"""Objects made in memory enter by the same door as a scanner's; the lake keeps their bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacslake.errors import UsageError
from pacslake.ingest import keep
from pacslake.ingest.facts import Item, Unit
from pacslake.layout import mirror

if TYPE_CHECKING:
    from pacslake.ingest.report import IngestReport
    from pacslake.lake import Lake

__all__ = ["add_datasets", "file_bytes"]


def file_bytes(dataset: Any) -> bytes:
    """A data set as a DICOM file with preamble and file meta (PS3.10 7.1).

    Raises UsageError: no pydicom data set, or one that cannot be written.
    """
    import pydicom

    if not isinstance(dataset, pydicom.Dataset):
        raise UsageError(f"{type(dataset).__name__} is neither a path nor a pydicom data set")
    buffer = io.BytesIO()
    try:
        dataset.save_as(buffer, enforce_file_format=True)
    except Exception as error:  # pydicom fails with exceptions of many kinds
        raise UsageError(
            f"the data set cannot be written as a DICOM file ({type(error).__name__}); set SOPClassUID, "
            "SOPInstanceUID and file_meta.TransferSyntaxUID"
        ) from error
    return buffer.getvalue()


def add_datasets(lake: Lake, datasets: Sequence[Any]) -> IngestReport:
    """Keep data sets as objects of the lake and ingest them."""
    from pacslake.ingest.engine import Options, ingest_items
    from pacslake.layout.digest import sha256_bytes

    root = str(lake.dir.root)
    items = []
    for dataset in datasets:
        data = file_bytes(dataset)
        where = keep.keep_object(root, sha256_bytes(data), data)
        items.append(Item(uri=where, path=None, size=len(data), mtime_ns=0, data=data))
    mirror.flush()
    unit = Unit(tuple(items), lake_root=root)
    return ingest_items(lake, [unit], text="objects", options=Options(copy=True, workers=1))
