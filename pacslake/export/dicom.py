"""Originals out, byte for byte, in a folder that is a DICOM file-set: File IDs of at most eight characters, and a DICOMDIR.

The names and the directory are made by pydicom's FileSet from headers alone (PS3.10 8, PS3.3 annex F); the files that it
would write anew are replaced by the originals' bytes.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import PacslakeError

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

__all__ = ["file_set"]

_WANTED = {
    "PatientID": "NONE", "StudyDate": "19000101", "StudyTime": "000000", "StudyID": "NONE", "Modality": "OT",
    "SeriesNumber": 0, "InstanceNumber": 0,
}  # fmt: skip
"""What a directory record must say (PS3.3 F.5); where an object says nothing, this stands in the DICOMDIR alone."""


def file_set(
    rows: Sequence[Mapping[str, Any]],
    read: Callable[[Mapping[str, Any]], bytes],
    out: Path,
    faults: list[tuple[str, str]],
) -> Iterator[tuple[Mapping[str, Any], str, bytes]]:
    """(row, path, bytes) of each object; the DICOMDIR comes with an empty row.

    Objects that no directory record can stand for lie in OTHER/; those that cannot be read are added to `faults`.
    """
    from pydicom.fileset import FileSet

    with tempfile.TemporaryDirectory(dir=out, prefix=".work-") as work:
        directory = FileSet()
        kept: dict[str, Mapping[str, Any]] = {}
        others: list[Mapping[str, Any]] = []
        for row in rows:
            try:
                data = read(row)
            except PacslakeError as error:
                faults.append((row["id"], str(error)))
                continue
            try:
                header = _header(data)
                directory.add(header)
                kept[str(header.SOPInstanceUID)] = row
            except (
                Exception
            ):  # an object that a directory has no record for: pydicom fails with several kinds
                others.append(row)
        if kept:
            directory.write(Path(work) / "set")
            made = Path(work) / "set"
            for instance in directory:
                path = Path(instance.path).resolve().relative_to(made.resolve()).as_posix()
                row = kept[str(instance.SOPInstanceUID)]
                yield row, path, read(row)
            yield {}, "DICOMDIR", (made / "DICOMDIR").read_bytes()
    for n, row in enumerate(others):
        yield row, f"OTHER/{n:08d}", read(row)


def _header(data: bytes) -> FileDataset:
    """The header of an object with what a directory record needs."""
    from pydicom import dcmread
    from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

    ds = dcmread(io.BytesIO(data), stop_before_pixels=True, force=True)
    small = dcmread(io.BytesIO(data), stop_before_pixels=True, force=True, specific_tags=[
        "SpecificCharacterSet", "SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "PatientName",
        "StudyDescription", "AccessionNumber", "ContentDate", "ContentTime", "StructureSetLabel", "StructureSetDate",
        "StructureSetTime", "RTPlanLabel", "RTPlanDate", "RTPlanTime", "DoseSummationType", "CompletionFlag",
        "VerificationFlag", "ConceptNameCodeSequence", "ContentSequence", "ContentLabel", "ContentDescription",
        "ContentCreatorName", "PresentationCreationDate", "PresentationCreationTime", "TreatmentDate", "TreatmentTime",
        "DocumentTitle", "MIMETypeOfEncapsulatedDocument", "ReferencedSeriesSequence", "NumberOfFrames", "Rows", "Columns",
        "DataPointRows", "DataPointColumns", "UserContentLabel", "AcquisitionDateTime", "ImageType", *_WANTED,
    ])  # fmt: skip
    if (
        "TransferSyntaxUID" not in small.file_meta
    ):  # no file meta: what pydicom found out stands in the data set
        small.file_meta.TransferSyntaxUID = (
            ImplicitVRLittleEndian if ds.original_encoding[0] else ExplicitVRLittleEndian
        )
    small.file_meta.MediaStorageSOPClassUID, small.file_meta.MediaStorageSOPInstanceUID = (
        ds.SOPClassUID,
        ds.SOPInstanceUID,
    )
    for keyword, value in _WANTED.items():
        if small.get(keyword) in (None, ""):
            setattr(small, keyword, value)
    return small
