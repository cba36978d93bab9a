"""A cohort out of the lake: DICOM with a DICOMDIR, NIfTI, BIDS, CSV, Parquet, a manifest of files; each with digests.

`export` writes a folder that is complete only when its `manifest.json` is there; the same call resumes after a kill.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.export.job import FORMATS, Exported, export

__all__ = ["FORMATS", "Exported", "export"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from pacslake.export import job

        return getattr(job, name)
    raise AttributeError(f"module 'pacslake.export' has no attribute {name!r}")
