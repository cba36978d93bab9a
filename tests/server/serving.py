"""What is served to the tests of the web service, and how its process is started."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

SHIPPED = (
    "CT_small.dcm", "MR_small.dcm", "SC_rgb_rle_16bit.dcm", "JPEG2000.dcm", "JPEG-LL.dcm", "SC_rgb_jpeg_dcmtk.dcm",
    "rtdose.dcm", "rtplan.dcm", "rtstruct.dcm", "reportsi.dcm", "image_dfl.dcm", "ExplVR_BigEnd.dcm",
    "liver_1frame.dcm", "waveform_ecg.dcm", "color3d_jpeg_baseline.dcm",
)  # fmt: skip
ROOT = "1.2.826.0.1.3680043.8.498.78"


def ct_slice(patient: str, name: str, series: int, k: int) -> Dataset:
    """A slice of 16 by 12 pixels whose values tell series, slice, row and column."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = CTImageStorage
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"{ROOT}.3.{100 * series + k}"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = f"{ROOT}.1.{series}", f"{ROOT}.2.{series}"
    ds.PatientID, ds.PatientName, ds.StudyDate, ds.StudyTime = patient, name, f"2026020{series}", "101500"
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber, ds.AccessionNumber = "CT", series, k + 1, f"ACC{series}"
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.PhotometricInterpretation = 16, 12, 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    ds.PixelSpacing, ds.ImagePositionPatient = [1, 1], [0, 0, 2 * k]
    ds.ImageOrientationPatient, ds.RescaleSlope, ds.RescaleIntercept = [1, 0, 0, 0, 1, 0], 1, -1024
    ds.WindowCenter, ds.WindowWidth = -900, 200
    values = 1000 * series + 10 * k + np.arange(16 * 12).reshape(16, 12)
    ds.PixelData = values.astype("<i2").tobytes()
    return ds


@dataclass(frozen=True)
class Served:
    """Where the service is, what it serves, and tokens of its accounts."""

    url: str
    lake: Path
    export: Path
    reader: str
    curator: str
    of_one: str

    def headers(self, token: str | None = None, **more: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {token or self.reader}",
            **{k.replace("_", "-"): v for k, v in more.items()},
        }


def start(*command: str) -> tuple[subprocess.Popen[str], dict]:
    """A pacslake command that listens, and what it says when it does."""
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("pacslake")), *command, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdout
    line = process.stdout.readline()
    assert line, process.stderr and process.stderr.read()
    return process, json.loads(line)
