"""Three made-up people with four studies, for the tests of who sees what."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

ROOT = "1.2.826.0.1.3680043.8.498.77"
PEOPLE = {  # patient -> study -> series -> number of slices
    "P1": {1: {1: 4, 2: 3}, 2: {3: 5}},
    "P2": {3: {4: 2, 5: 6}},
    "P3": {4: {6: 3}},
}
NAMES = {"P1": "Ahrens^Anna", "P2": "Brandt^Bernd", "P3": "Clausen^Carla"}


def uid(kind: str, number: int) -> str:
    return f"{ROOT}.{ {'study': 1, 'series': 2, 'sop': 3, 'frame': 4}[kind] }.{number}"


def write_slice(folder: Path, patient: str, study: int, series: int, k: int) -> None:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = CTImageStorage
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = uid("sop", 100 * series + k)
    ds.StudyInstanceUID, ds.SeriesInstanceUID = uid("study", study), uid("series", series)
    ds.FrameOfReferenceUID = uid("frame", study)
    ds.PatientID, ds.PatientName, ds.PatientBirthDate = patient, NAMES[patient], "19500101"
    ds.StudyDate, ds.StudyTime, ds.AccessionNumber = f"2026010{study}", "101500", f"ACC{study}"
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber = "CT", series, k + 1
    ds.SeriesDescription = f"series {series} of {NAMES[patient].split('^')[0]}"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.Rows = ds.Columns = 8
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    ds.PixelSpacing, ds.SliceThickness = [1, 1], 2
    ds.ImagePositionPatient, ds.ImageOrientationPatient = [0, 0, 2 * k], [1, 0, 0, 0, 1, 0]
    ds.RescaleSlope, ds.RescaleIntercept = 1, 0
    ds.PixelData = np.full((8, 8), 100 * series + k, "<i2").tobytes()
    path = folder / patient / f"{series}-{k}.dcm"
    path.parent.mkdir(parents=True, exist_ok=True)
    ds.save_as(path, enforce_file_format=True)


def write_people(folder: Path) -> Path:
    for patient, studies in PEOPLE.items():
        for study, several in studies.items():
            for series, n in several.items():
                for k in range(n):
                    write_slice(folder, patient, study, series, k)
    (folder / "broken.dcm").write_bytes(b"\0" * 128 + b"DICM" + b"\x02\0")
    return folder
