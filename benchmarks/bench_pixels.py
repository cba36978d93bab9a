"""Series to array, parts of volumes in place and from Zarr, conversion and decoders, beside their peers.

    python benchmarks/bench_pixels.py [--slices 300] [--corpus FOLDER]

One CT-like series of 512 x 512 int16 is written with pydicom. Peers: a pydicom loop, SimpleITK's series reader,
dcm2niix (where it is installed). Every figure is a median of several rounds in one run; the last line is JSON.
`--corpus` adds decoders on real compressed frames and the compression ratio on real CT.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROWS = 512


def timed(fn: Callable[[], Any], rounds: int = 5) -> float:
    """Median seconds, after one round to warm up."""
    fn()
    out = []
    for _ in range(rounds):
        began = time.perf_counter()
        fn()
        out.append(time.perf_counter() - began)
    return statistics.median(out)


def cpu(fn: Callable[[], Any], rounds: int = 3) -> float:
    """Median processor seconds of this process: what a busy machine changes least."""
    fn()
    out = []
    for _ in range(rounds):
        began = time.process_time()
        fn()
        out.append(time.process_time() - began)
    return statistics.median(out)


def write_series(folder: Path, slices: int) -> np.ndarray:
    """A body of soft tissue in air with bone and 14 HU of noise, as uncompressed CT slices."""
    import pydicom
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

    rng = np.random.default_rng(5)
    y, x = np.mgrid[:ROWS, :ROWS]
    radius = np.hypot((x - 256) / 200, (y - 256) / 150)
    body = np.where(radius < 1, 40 + 60 * np.sin(x / 23) * np.cos(y / 31), -1000)
    body[np.hypot(x - 256, y - 340) < 25] = 700
    study, series, frame = (generate_uid(entropy_srcs=[str(i)]) for i in range(3))
    out = np.empty((slices, ROWS, ROWS), np.int16)
    for k in range(slices):
        noisy = body + 20 * np.sin(k / 9) * (radius < 1) + rng.normal(0, 14, body.shape)
        out[k] = np.clip(noisy, -1024, 3000).astype(np.int16)
        ds = pydicom.Dataset()
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = CTImageStorage
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = generate_uid(entropy_srcs=["i", str(k)])
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study, series, frame
        ds.PatientID, ds.PatientName, ds.Modality, ds.InstanceNumber = "BENCH", "Bench^Mark", "CT", k + 1
        ds.StudyDate, ds.SeriesNumber, ds.ImageType = "20260102", 1, ["ORIGINAL", "PRIMARY", "AXIAL"]
        ds.StudyTime, ds.AccessionNumber, ds.StudyID = "101010", "", "1"
        ds.ImagePositionPatient, ds.ImageOrientationPatient = [-180, -180, k * 1.0], [1, 0, 0, 0, 1, 0]
        ds.PixelSpacing, ds.SliceThickness, ds.KVP = [0.7, 0.7], 1.0, 120
        ds.Rows = ds.Columns = ROWS
        ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
        ds.RescaleSlope, ds.RescaleIntercept, ds.RescaleType = 1, -1024, "HU"
        ds.PixelData = (out[k] + 1024).astype(np.uint16).tobytes()
        block = ds.private_block(
            0x0043, "BENCH_PARM", create=True
        )  # scanners write some 180 private elements
        for element in range(180):
            block.add_new(element, "DS", f"{element + k / 7:.6f}")
        ds.save_as(folder / f"{k:04d}.dcm", enforce_file_format=True)
    return out


def pydicom_loop(folder: Path) -> np.ndarray:
    """What notebooks do, kept to int16."""
    import pydicom

    sets = [pydicom.dcmread(p) for p in sorted(folder.iterdir())]
    sets.sort(key=lambda ds: float(ds.ImagePositionPatient[2]))
    out = np.empty((len(sets), ROWS, ROWS), np.int16)
    for k, ds in enumerate(sets):
        out[k] = ds.pixel_array.astype(np.int16) * int(ds.RescaleSlope) + int(ds.RescaleIntercept)
    return out


def sitk_series(folder: Path) -> Any:
    """SimpleITK's series reader, as its examples have it."""
    import SimpleITK as sitk

    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return sitk.GetArrayFromImage(reader.Execute())


def dcm2niix(folder: Path, out: Path) -> np.ndarray:
    """dcm2niix to .nii, then the bytes into an array."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    subprocess.run(
        ["dcm2niix", "-z", "n", "-b", "n", "-o", str(out), str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    (file,) = out.glob("*.nii")
    return np.fromfile(file, np.int16, offset=352)


PEAK = """
import sys
import numpy as np, pacslake
def status(name):
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith(name))
lake = pacslake.open(sys.argv[1])
v = lake.volume(sys.argv[2], tier="in_place")
v[0]
open("/proc/self/clear_refs", "w").write("5")
before = status("VmRSS")
values = v.values()
print((status("VmHWM") - before) / values.nbytes)
"""


def uncompressed(work: Path, slices: int) -> dict[str, float]:
    """Whole series, parts in place, conversion, parts from Zarr."""
    import pacslake

    folder = work / "series"
    folder.mkdir()
    truth = write_series(folder, slices)
    lake = pacslake.init(work / "lake")
    lake.ingest(folder)
    ((id,),) = lake.rows("SELECT volume_id FROM volume")
    v = lake.volume(id)
    assert np.array_equal(v.values(), truth)
    whole = timed(lambda: lake.volume(id).values())
    out = {
        "slices": float(slices),
        "whole_in_place_s": whole,
        "whole_in_place_MB_s": truth.nbytes / 1e6 / whole,
        "x_pydicom": timed(lambda: pydicom_loop(folder), 2) / whole,
        "x_simpleitk": timed(lambda: sitk_series(folder), 1) / whole,
        "x_pydicom_cpu": cpu(lambda: pydicom_loop(folder), 2) / cpu(lambda: lake.volume(id).values()),
        "x_simpleitk_cpu": cpu(lambda: sitk_series(folder), 1) / cpu(lambda: lake.volume(id).values()),
        "in_place_axial_ms": 1e3 * timed(lambda: v[slices // 2], 20),
        "in_place_coronal_ms": 1e3 * timed(lambda: v[:, 200]),
        "in_place_sagittal_ms": 1e3 * timed(lambda: v[:, :, 200]),
        "in_place_patch_ms": 1e3 * timed(lambda: v[100:164, 200:264, 200:264], 20),
    }
    if shutil.which("dcm2niix"):
        out["x_dcm2niix"] = timed(lambda: dcm2niix(folder, work / "nii"), 2) / whole
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(lake.path), id], capture_output=True, text=True, check=True
    )
    out["peak_memory_x_array"] = float(done.stdout)
    return out | from_zarr(lake, id, truth)


def from_zarr(lake: Any, id: str, truth: np.ndarray) -> dict[str, float]:
    """Conversion, then the same parts from the store."""
    cpu = resource.getrusage(resource.RUSAGE_SELF)
    report = lake.convert([id], workers=1)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = (used.ru_utime - cpu.ru_utime) + (used.ru_stime - cpu.ru_stime)
    v = lake.volume(id)
    assert v.tier == "zarr" and np.array_equal(v.values(), truth)
    whole = timed(lambda: np.asarray(v), 3)
    return {
        "convert_MB_s_per_core": truth.nbytes / 1e6 / seconds,
        "convert_MB_s_wall": truth.nbytes / 1e6 / report.seconds,
        "ratio_synthetic_ct": report.raw_bytes / report.zarr_bytes,
        "files_per_volume": float(sum(len(f) for _, _, f in os.walk(v.zarr_path))),
        "zarr_axial_ms": 1e3 * timed(lambda: v[150 % len(truth)]),
        "zarr_coronal_ms": 1e3 * timed(lambda: v[:, 200]),
        "zarr_sagittal_ms": 1e3 * timed(lambda: v[:, :, 200]),
        "zarr_patch_ms": 1e3 * timed(lambda: v[100:164, 200:264, 200:264]),
        "zarr_whole_MB_s": truth.nbytes / 1e6 / whole,
    }


def decoders(corpus: Path) -> dict[str, float]:
    """One frame of each compressed syntax: ours against pydicom's default, where it decodes at all."""
    import pydicom
    from pydicom.encaps import get_frame

    from pacslake.dicom.decode import PixelSpec, decode_frame

    out: dict[str, float] = {}
    names = {"1.2.840.10008.1.2.4.50": "baseline", "1.2.840.10008.1.2.4.70": "jpeg_lossless", "1.2.840.10008.1.2.4.80": "jpeg_ls",
             "1.2.840.10008.1.2.4.90": "j2k_lossless", "1.2.840.10008.1.2.5": "rle"}  # fmt: skip
    for path in sorted((corpus / "codecs-one-ct").glob("CTImage.dcm_*")):
        ds = pydicom.dcmread(path)
        name = names.get(ds.file_meta.TransferSyntaxUID)
        if name is None:
            continue
        spec, stream = PixelSpec.from_dataset(ds), get_frame(ds.PixelData, 0)
        ours = timed(lambda spec=spec, stream=stream: decode_frame(stream, spec), 7)  # type: ignore[misc]
        out[f"decode_{name}_MB_s"] = decode_frame(stream, spec).nbytes / 1e6 / ours
        try:
            theirs = timed(lambda ds=ds: pydicom.pixels.pixel_array(ds), 3)  # type: ignore[misc]
            out[f"decode_{name}_x_pydicom"] = theirs / ours
        except Exception as error:
            print(f"pydicom does not decode {name}: {str(error).splitlines()[0][:80]}")
    return out


def compressed_series(work: Path, corpus: Path, slices: int = 40) -> dict[str, float]:
    """Whole series of compressed slices to arrays: ours against a pydicom loop with its default decoder."""
    import pydicom

    import pacslake

    out: dict[str, float] = {}
    names = {"1.2.840.10008.1.2.4.50": "baseline", "1.2.840.10008.1.2.4.70": "jpeg_lossless", "1.2.840.10008.1.2.4.80": "jpeg_ls",
             "1.2.840.10008.1.2.5": "rle"}  # fmt: skip
    for path in sorted((corpus / "codecs-one-ct").glob("CTImage.dcm_*")):
        ds = pydicom.dcmread(path)
        name = names.get(ds.file_meta.TransferSyntaxUID)
        if name is None:
            continue
        folder = work / f"series_{name}"
        folder.mkdir()
        for k in range(slices):
            ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.8.498.{k}"
            ds.InstanceNumber, ds.ImagePositionPatient = k + 1, [0, 0, 2.0 * k]
            ds.save_as(folder / f"{k:03d}.dcm")
        lake = pacslake.init(work / f"lake_{name}")
        lake.ingest(folder)
        ((id,),) = lake.rows("SELECT volume_id FROM volume")

        def ours(lake: Any = lake, id: str = id) -> np.ndarray:
            from pacslake.pixels import inplace

            inplace._cache.clear()
            return np.asarray(lake.volume(id))

        def theirs(folder: Path = folder) -> np.ndarray:
            return np.stack([pydicom.dcmread(p).pixel_array for p in sorted(folder.iterdir())])

        seconds = timed(ours, 3)
        out[f"series_{name}_MB_s"] = ours().nbytes / 1e6 / seconds
        try:
            equal = np.array_equal(ours(), theirs())
        except Exception:
            continue
        if not equal and name != "baseline":
            raise AssertionError(f"{name}: other pixels than pydicom's")
        out[f"series_{name}_x_pydicom"] = timed(theirs, 2) / seconds
    return out


def real_ct(work: Path, corpus: Path) -> dict[str, float]:
    """Ratio of the store on a real CT."""
    import pacslake

    lake = pacslake.init(work / "real")
    lake.ingest(corpus / "ct-skull-media")
    report = lake.convert("SELECT volume_id FROM volume WHERE n_slices > 30")
    full = sum(p.stat().st_size for p in (lake.path / "volumes").glob("*/0/c*"))
    return {
        "ratio_real_ct": report.raw_bytes / full,
        "ratio_real_ct_with_pyramid": report.raw_bytes / report.zarr_bytes,
    }


def many_small(work: Path, count: int = 1000) -> dict[str, float]:
    """Time a volume of many small ones: the last quarter against the first."""
    import pacslake
    from pacslake.synthetic import simple_series

    source = work / "many"
    for i in range(count):
        simple_series(source / f"{i:04d}", seed=i, shape=(4, 16, 16))
    lake = pacslake.init(work / "small")
    lake.ingest(source)
    ticks = [time.perf_counter()]
    report = lake.convert(workers=1, progress=lambda *_: ticks.append(time.perf_counter()))
    steps = np.diff(ticks)
    quarter = len(steps) // 4
    return {
        "small_volumes": float(len(report.converted)),
        "small_ms_per_volume": 1e3 * float(steps.mean()),
        "small_last_over_first_quarter": float(np.median(steps[-quarter:]) / np.median(steps[:quarter])),
    }


def main() -> int:
    """Run all and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--slices", type=int, default=300)
    parser.add_argument("--small", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, default=os.environ.get("PACSLAKE_CORPUS"))
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        work = Path(tmp)
        figures = uncompressed(work, a.slices)
        if a.corpus and Path(a.corpus).is_dir():
            figures |= decoders(Path(a.corpus)) | compressed_series(work, Path(a.corpus))
            figures |= real_ct(work, Path(a.corpus))
        if a.small:
            figures |= many_small(work, a.small)
    figures = {k: round(v, 3) for k, v in figures.items()}
    for key, value in figures.items():
        print(f"{key:36} {value:12.3f}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
