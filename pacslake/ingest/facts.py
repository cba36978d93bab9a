"""What passes between the parts of an ingest: plain values, cheap to send to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from pacslake.deid import Cleaner

__all__ = ["OUTCOMES", "Containers", "FileFact", "Item", "Unit", "UnitResult"]

OUTCOMES = ("stored", "duplicate", "conflict", "quarantined", "not_dicom", "dicomdir")


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read: at `path`, or with its bytes in `data`. `fault` and `outcome`: judged unread."""

    uri: str
    path: str | None
    size: int
    mtime_ns: int | None
    data: bytes | None = None
    container_uri: str | None = None
    known_sha256: str | None = None
    outcome: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Files of a folder in path order that one worker takes at once, and what to do with them."""

    items: tuple[Item, ...]
    source_name: str | None = None
    lake_root: str | None = None  # where copies go; None: none are kept
    quarantine: str | None = None  # folder below lake_root for the bytes of quarantined files
    closes: Containers | None = None  # the archive whose last members these are
    cleaner: Cleaner | None = None  # de-identifies each file before anything of it is kept


@dataclass(frozen=True, slots=True)
class Containers:
    """An archive that was read to its end."""

    uri: str
    size: int
    mtime_ns: int
    n_members: int


@dataclass(slots=True)
class FileFact:
    """What reading a file told. `kind`: dicom, quarantined, not_dicom, dicomdir, unchanged."""

    file_id: str
    uri: str
    size: int
    mtime_ns: int | None
    kind: str
    reason: str | None = None
    container_uri: str | None = None
    object_uri: str | None = None
    sha256: str | None = None
    has_preamble: bool | None = None
    transfer_syntax_uid: str | None = None
    dataset_offset: int | None = None
    pixel_offset: int | None = None
    pixel_length: int | None = None
    sop_instance_uid: str | None = None
    series_instance_uid: str | None = None
    study_instance_uid: str | None = None
    sop_class_uid: str | None = None
    version_id: str | None = None
    issues: tuple[Mapping[str, Any], ...] = ()
    told: str | None = None  # where it was, for the person who runs the ingest; never stored
    deid: Mapping[str, Any] | None = None  # what de-identification did


@dataclass(slots=True)
class UnitResult:
    """What a worker made of a unit: a fact for each file, and the rows of the DICOM among them."""

    facts: list[FileFact]
    tables: dict[str, pa.Table] = field(default_factory=dict)
    containers: list[Containers] = field(default_factory=list)
    n_bytes: int = 0
