"""CPU of the whole `pacslake ingest` of a folder beside pydicom over the same folder, in one run.

    python benchmarks/bench_ingest.py [FOLDER] [--series 40]

FOLDER, or the environment variable PACSLAKE_BENCH_EXPORT, is an export of DICOM files. Without it, series of 120
slices are written from pydicom's own files. Everything counts that the command does: reading, three SHA-256, rows,
Parquet, volumes, derived objects, time points, in all its processes. What both sides take for a single file is
start-up and is taken off. Figures are CPU milliseconds a file:

- `ingest`, `again`: the first ingest, and the same folder once more, unchanged
- `dcmread`, `to_json`: a pydicom loop without pixel data, and the same with `to_json_dict`

The last line is one JSON object. Ratios within a run are what to quote.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOOP = """
import sys, os, warnings, pydicom
warnings.simplefilter("ignore")
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        try:
            ds = pydicom.dcmread(os.path.join(folder, name), stop_before_pixels=True)
            if sys.argv[2] == "json":
                ds.to_json_dict()
        except Exception:  # text and broken files among the export
            pass
"""
TEMPLATES = ("CT_small.dcm", "MR_small.dcm", "MR_small_jpeg_ls_lossless.dcm", "MR_small_RLE.dcm")
SLICES = 120


def write_series(folder: Path, n: int) -> None:
    """`n` series of `SLICES` slices, each with its own number and position."""
    import pydicom
    import pydicom.data

    files = Path(pydicom.data.__file__).parent / "test_files"
    for s in range(n):
        ds = pydicom.dcmread(files / TEMPLATES[s % len(TEMPLATES)])
        (folder / f"series{s:04d}").mkdir()
        ds.SeriesInstanceUID = f"1.2.826.0.1.3680043.8.498.{s + 1}"
        for i in range(SLICES):
            ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"{ds.SeriesInstanceUID}.{i + 1}"
            ds.InstanceNumber, ds.ImagePositionPatient = i + 1, [0, 0, 2.5 * i]
            ds.save_as(folder / f"series{s:04d}" / f"{i:04d}.dcm")


def cpu(command: list[str]) -> tuple[float, float]:
    """CPU seconds of a command with all its processes, and seconds on the clock."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode > 1:  # 1: some files were quarantined
        raise SystemExit(f"{command[1:4]} failed: {done.stderr[-300:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", default=os.environ.get("PACSLAKE_BENCH_EXPORT"))
    parser.add_argument("--series", type=int, default=40, help="series to write where no folder is given")
    options = parser.parse_args()
    ours = [str(Path(sys.executable).with_name("pacslake"))]
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        folder = Path(options.folder or work / "export")
        if options.folder is None:
            folder.mkdir()
            write_series(folder, options.series)
        (work / "one").mkdir()
        files = [path for path in folder.rglob("*") if path.is_file()]
        n = len(files)
        shutil.copy(files[0], work / "one")
        for name in ("lake", "small"):
            cpu([*ours, "init", str(work / name)])
        start, _ = cpu([*ours, "ingest", str(work / "one"), "--lake", str(work / "small")])
        first, seconds = cpu([*ours, "ingest", str(folder), "--lake", str(work / "lake")])
        again, seconds_again = cpu([*ours, "ingest", str(folder), "--lake", str(work / "lake")])
        loops = {}
        for name in ("read", "json"):
            empty, _ = cpu([sys.executable, "-c", LOOP, str(work / "one"), name])
            loops[name] = cpu([sys.executable, "-c", LOOP, str(folder), name])[0] - empty
    net = max(first - start, 1e-9)
    figures = {
        "files": n,
        "start_s": round(start, 2),
        "ingest_ms": round(1000 * net / n, 3),
        "again_ms": round(1000 * max(again - start, 0) / n, 3),
        "dcmread_ms": round(1000 * loops["read"] / n, 3),
        "to_json_ms": round(1000 * loops["json"] / n, 3),
        "dcmread_over_ingest": round(loops["read"] / net, 1),
        "to_json_over_ingest": round(loops["json"] / net, 1),
        "files_per_s": round(n / seconds),
        "files_per_s_again": round(n / seconds_again),
    }
    print(
        f"{n} files: {figures['ingest_ms']} ms of CPU a file, pydicom JSON {figures['to_json_ms']} ms "
        f"({figures['to_json_over_ingest']} times as much)"
    )
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
