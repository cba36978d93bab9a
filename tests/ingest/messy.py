"""An export with everything that goes wrong in one, made at test time; names and pixels are made up."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, ImplicitVRLittleEndian

ROOT = "1.2.826.0.1.3680043.10.1511.7"


def ct(
    number: int,
    *,
    series: int = 1,
    study: int = 1,
    patient: str = "P1",
    name: str = "MADE^UP",
    value: int = 0,
) -> Dataset:
    """A CT slice of 8 x 8 pixels, all of one value."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = CTImageStorage
    ds.SOPInstanceUID = f"{ROOT}.{study}.{series}.{number}"
    ds.SeriesInstanceUID = f"{ROOT}.{study}.{series}"
    ds.StudyInstanceUID = f"{ROOT}.{study}"
    ds.FrameOfReferenceUID = f"{ROOT}.9.{study}"
    ds.PatientID, ds.PatientName = patient, name
    ds.StudyDate, ds.StudyTime, ds.Modality = "20260102", "101112", "CT"
    ds.SeriesNumber, ds.InstanceNumber = series, number
    ds.Rows = ds.Columns = 8
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated = ds.BitsStored = 16
    ds.HighBit, ds.PixelRepresentation = 15, 1
    ds.PixelSpacing, ds.SliceThickness = [1, 1], 2
    ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    ds.ImagePositionPatient = [0, 0, 2.0 * number]
    ds.RescaleSlope, ds.RescaleIntercept = 1, -1024
    ds.PixelData = np.full((8, 8), value + number, np.int16).tobytes()
    return ds


def data(ds: Dataset, *, implicit: bool = False) -> bytes:
    """The data set as a file."""
    buffer = io.BytesIO()
    if implicit:
        ds.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    pydicom.dcmwrite(buffer, ds, enforce_file_format=True)
    return buffer.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def messy_export(folder: Path, *, slices: int = 12) -> dict[str, int]:
    """Write the export and say how many of its files must end in which way."""
    series = {f"a/IM{n:04d}": data(ct(n)) for n in range(slices)}
    truncated = data(ct(3, series=9))[:-20]
    write(
        folder,
        {
            **series,
            "AUTORUN.INF": b"[autorun]\r\n",
            "a/Thumbs.db": b"\xd0\xcf\x11\xe0 not an image",
            "b/copy of IM0001": series["a/IM0001"],
            "b/implicit": data(ct(2), implicit=True),
            "b/other pixels": data(ct(3, value=100)),
            "b/other name": data(ct(4, name="OTHER^NAME")),
            "b/truncated.dcm": truncated,
            "c/compressed.dcm.gz": gzip.compress(data(ct(0, series=2)), mtime=0),
            "c/empty.zip": zipped({}),
            "c/empty": b"",
            "c/pack.zip": zipped(
                {
                    "x/1": data(ct(1, series=2)),
                    "notes.txt": b"text",
                    "in.zip": zipped({"2": data(ct(2, series=2))}),
                }
            ),
            "d/broken.zip": zipped({"1": data(ct(1, series=3))})[:-30],
            "d/no name for it": tarred(
                {"s/1": data(ct(4, series=2)), "s/2": data(ct(5, series=2)), "s/r": b"readme"}
            ),
        },
    )
    os.symlink(folder / "a" / "IM0005", folder / "e-link")
    os.symlink(folder / "nothing", folder / "f-dangling")
    os.mkfifo(folder / "g-pipe")
    return {
        "stored": slices + 5,
        "duplicate": 3,  # copy, implicit, link
        "conflict": 2,
        "quarantined": 3,  # truncated, broken.zip, dangling link
        "not_dicom": 7,  # INF, Thumbs, empty.zip, empty, notes, readme, pipe
        "dicomdir": 0,
    }
