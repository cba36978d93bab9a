"""What tools/release_check.py runs in a new environment: first steps of a newcomer, each compared with what must come out.

    python tools/release_smoke.py FOLDER     FOLDER is empty but for the environment

Prints one JSON object. It needs no more than the wheel's required dependencies bring.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

COMMAND = str(Path(sys.executable).with_name("pacslake"))
VALUES = np.random.default_rng(5).integers(0, 3000, (6, 40, 48), dtype=np.uint16)
"""Stored values of the series, (slice, row, column)."""

SYNTAXES = {
    "RLE": "1.2.840.10008.1.2.5", "JPEG-LS": "1.2.840.10008.1.2.4.80", "JPEG 2000": "1.2.840.10008.1.2.4.90",
}  # fmt: skip


def slice_of(k: int, series: str) -> Dataset:
    """Slice `k` of a CT series, 2 mm apart, explicit VR little endian."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID, ds.SOPInstanceUID = CTImageStorage, generate_uid()
    ds.file_meta.MediaStorageSOPClassUID, ds.file_meta.MediaStorageSOPInstanceUID = (
        CTImageStorage,
        ds.SOPInstanceUID,
    )
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = (
        f"{series}.1",
        f"{series}.2",
        f"{series}.3",
    )
    ds.PatientID, ds.PatientName, ds.Modality, ds.StudyDate = "0815", "Probe^Anna", "CT", "20260102"
    ds.InstanceNumber, ds.ImagePositionPatient, ds.ImageOrientationPatient = (
        k + 1,
        [0, 0, 2 * k],
        [1, 0, 0, 0, 1, 0],
    )
    ds.PixelSpacing, ds.SliceThickness, ds.RescaleSlope, ds.RescaleIntercept = [1, 1], 2, 1, -1024
    ds.Rows, ds.Columns = VALUES.shape[1:]
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, "MONOCHROME2", 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
    ds.PixelData = VALUES[k].tobytes()
    return ds


def make_export(folder: Path) -> None:
    """Four series of the same values, one of each syntax, and a text."""
    folder.mkdir()
    (folder / "viewer.txt").write_text("read me")
    for name, syntax in {"plain": None, **SYNTAXES}.items():
        series = generate_uid()[:50]
        for k in range(len(VALUES)):
            ds = slice_of(k, series)
            if syntax:
                ds.compress(
                    syntax,
                    encoding_plugin={"RLE": "pylibjpeg", "JPEG-LS": "pyjpegls", "JPEG 2000": "pylibjpeg"}[
                        name
                    ],
                )
            ds.save_as(folder / f"{name}-{k}.dcm", enforce_file_format=True)


def pacslake(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the installed command; what it says must have no trace, and its exit code be `code`."""
    done = subprocess.run([COMMAND, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == code and "Traceback" not in done.stderr, (words, done.returncode, done.stderr)
    return done


def main(folder: Path) -> dict[str, object]:
    """The steps, in a newcomer's order."""
    os.chdir(folder)
    import pacslake as package

    assert Path(package.__file__).is_relative_to(sys.prefix), package.__file__
    version = importlib.metadata.version("pacslake")
    assert pacslake("--version").stdout.strip() == f"pacslake {version}"
    assert "ingest" in pacslake("--help").stdout

    make_export(folder / "export")
    pacslake("init", "lake")
    told = json.loads(pacslake("ingest", "export", "--lake", "lake", "--json").stdout)
    found = {k: told[k] for k in ("n_files", "n_stored", "n_not_dicom", "n_quarantined")}
    assert found == {"n_files": 25, "n_stored": 24, "n_not_dicom": 1, "n_quarantined": 0}, found
    asked = "SELECT count(*) AS n, min(Rows) AS r, max(Columns) AS c FROM instance WHERE PatientID = '0815'"
    assert json.loads(pacslake("sql", asked, "--json", "--lake", "lake").stdout) == [
        {"n": 24, "r": 40, "c": 48}
    ]

    lake = package.open("lake")
    ids = [row[0] for row in lake.rows("SELECT volume_id FROM volume WHERE verdict = 'regular'")]
    assert len(ids) == 4, ids
    assert all(np.array_equal(np.asarray(lake.volume(v).values()), VALUES - 1024.0) for v in ids)
    pacslake("convert", "--lake", "lake", "--workers", "1")
    lake.refresh()
    zarr = [lake.volume(v) for v in ids]
    assert {v.tier for v in zarr} == {"zarr"}
    assert all(np.array_equal(np.asarray(v.values()), VALUES - 1024.0) for v in zarr)
    pacslake("verify", "--lake", "lake")

    pacslake("view", ids[0], "--png", "picture.png", "--lake", "lake")
    assert (folder / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert lake.view(ids[0]).volumes[0]["id"] == ids[0]

    from pacslake.cli.lab import copy_notebooks

    assert copy_notebooks(folder / "notebooks") > 5

    assert importlib.util.find_spec("uvicorn") is None, "only required dependencies are here"
    assert "pip install 'pacslake[server]'" in pacslake("serve", "--lake", "lake", code=2).stderr
    return {
        "python": sys.version.split()[0],
        "packages": len(list(importlib.metadata.distributions())),
        "did": ["help", "init", "ingest", "sql", "values in four syntaxes", "convert", "verify", "picture", "viewer", "notebooks", "a missing extra"],
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]).resolve())))
