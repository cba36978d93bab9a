"""CPU per file of the extractor beside pydicom, over one folder in one run.

    python benchmarks/bench_scan.py [FOLDER] [--limit 4000]

FOLDER, or the environment variable PACSLAKE_BENCH_EXPORT, is an export of DICOM files, best with whole series.
Without it a small series from pydicom's own files is written and measured. Figures are CPU milliseconds a file:

- `digest`: the three SHA-256 that ingest needs (file, data set, frames)
- `rows`: all else: reading in full or by the series memo, and all Arrow tables
- `dcmread`, `to_json`: pydicom, without pixel data, on every tenth series

The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

UNIT_FILES = 400


def units(folder: Path, limit: int) -> list[list[Path]]:
    """Files in path order, folders kept together, about `UNIT_FILES` a unit as in ingest."""
    out: list[list[Path]] = [[]]
    count = 0
    for directory, names, files in os.walk(folder):
        names.sort()
        if len(out[-1]) >= UNIT_FILES:
            out.append([])
        out[-1] += [Path(directory, name) for name in sorted(files)]
        count += len(files)
        if count >= limit:
            break
    return [unit for unit in out if unit]


def small_series(folder: Path) -> None:
    """150 slices from one of pydicom's files, each with its own number and position."""
    import pydicom
    import pydicom.data

    source = pydicom.dcmread(Path(pydicom.data.__file__).parent / "test_files" / "CT_small.dcm")
    for i in range(150):
        source.SOPInstanceUID = source.file_meta.MediaStorageSOPInstanceUID = (
            f"1.2.826.0.1.3680043.8.498.{i + 1}"
        )
        source.InstanceNumber, source.ImagePositionPatient = i + 1, [0, 0, 2.5 * i]
        source.save_as(folder / f"{i:04d}.dcm")


class Stopwatch:
    """CPU seconds of this process by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def run(self, name: str, function, *arguments, **options):  # type: ignore[no-untyped-def]
        start = time.process_time()
        try:
            return function(*arguments, **options)
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start


def digests(data: bytes) -> None:
    for _ in range(3):
        hashlib.sha256(data).digest()


def ours(work: list[list[Path]], watch: Stopwatch) -> int:
    from pacslake.ingest.extract import Extractor

    n = 0
    for unit in work:
        extractor = Extractor()
        for path in unit:
            data = watch.run("read", path.read_bytes)
            watch.run("digest", digests, data)
            watch.run("all", extractor.add, data, file_id=path.name, uri=path.name, size_bytes=len(data))
            n += 1
        watch.run("all", extractor.finish)
    return n


def every_tenth_folder(work: list[list[Path]]) -> Iterator[Path]:
    folders = sorted({path.parent for unit in work for path in unit})
    chosen = set(folders[::10])
    return (path for unit in work for path in unit if path.parent in chosen)


def peer(work: list[list[Path]], watch: Stopwatch) -> int:
    import pydicom

    n = 0
    for path in every_tenth_folder(work):
        data = path.read_bytes()
        try:
            ds = watch.run("dcmread", pydicom.dcmread, io.BytesIO(data), stop_before_pixels=True, force=True)
            watch.run("to_json", ds.to_json_dict)
        except Exception:  # truncated files and text among the export
            continue
        n += 1
    return n


def main() -> None:
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", default=os.environ.get("PACSLAKE_BENCH_EXPORT"))
    parser.add_argument("--limit", type=int, default=4000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if options.folder is None:
            small_series(Path(made))
        work = units(Path(options.folder or made), options.limit)
        ours(work[:1], Stopwatch())  # imports, dictionaries
        watch = Stopwatch()
        n, m = ours(work, watch), peer(work, watch)
    ms = {name: 1000 * seconds for name, seconds in watch.seconds.items()}
    digest, rows = ms["digest"] / n, (ms["all"] - ms["digest"]) / n
    read, json_ms = ms["dcmread"] / m, (ms["dcmread"] + ms["to_json"]) / m
    figures = {
        "files": n,
        "digest_ms": round(digest, 3),
        "rows_ms": round(rows, 3),
        "dcmread_ms": round(read, 3),
        "dcmread_to_json_ms": round(json_ms, 3),
        "dcmread_over_rows": round(read / rows, 1),
        "to_json_over_rows": round(json_ms / rows, 1),
        "to_json_over_rows_and_digest": round(json_ms / (rows + digest), 1),
    }
    print(
        f"{n} files; {rows:.3f} ms a file for rows, {digest:.3f} for digests; pydicom JSON {json_ms:.2f} ms"
    )
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
