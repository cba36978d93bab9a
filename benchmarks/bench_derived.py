"""A large segmentation: the first mask, and all of them one after another, beside highdicom and pydicom in one run.

    python benchmarks/bench_derived.py [--segments 98] [--frames 12000] [--size 512] [--folder DIR]

A CT of 300 slices and a binary segmentation of it are written (0.5 GB for the default), and ingested. Each program then
gives the mask of one segment in a process of its own, from opening lake or file, libraries loaded; figures are seconds of wall and
processor time and the peak of memory. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

SLICES, SPACING, STEP = 300, 0.8, 1.5
LONG = {"OB", "OW", "SQ", "UN", "UT"}


def element(tag: int, vr: str, value: str | bytes | int | None) -> bytes:
    """One data element in Explicit VR Little Endian."""
    data = (
        struct.pack("<H", value)
        if isinstance(value, int)
        else value.encode()
        if isinstance(value, str)
        else value or b""
    )
    data += (b"\0" if vr in ("UI", "OB") else b" ") * (len(data) % 2)
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
    return head + (struct.pack("<HI", 0, len(data)) if vr in LONG else struct.pack("<H", len(data))) + data


def sequence(tag: int, *items: bytes) -> bytes:
    """A sequence of items of defined length."""
    return element(tag, "SQ", b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(i)) + i for i in items))


def code(value: str, scheme: str, meaning: str) -> bytes:
    return (
        element(0x00080100, "SH", value)
        + element(0x00080102, "SH", scheme)
        + element(0x00080104, "LO", meaning)
    )


def image(k: int) -> str:
    return f"2.25.{10**20 + k}"


def places(n_segments: int, n_frames: int) -> Iterator[tuple[int, int]]:
    """(segment, slice) of each frame: every segment runs through slices without a gap."""
    for number in range(1, n_segments + 1):
        count = n_frames // n_segments + (number <= n_frames % n_segments)
        first = (number * 7) % (SLICES - count) if count < SLICES else 0
        yield from ((number, first + j) for j in range(min(count, SLICES)))


def write_segmentation(path: Path, n_segments: int, n_frames: int, size: int) -> int:
    """Discs, one for each segment; returns the number of frames."""
    frames = list(places(n_segments, n_frames))
    kind = "1.2.840.10008.5.1.4.1.1.66.4"
    groups = []
    for number, k in frames:
        source = element(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2") + element(0x00081155, "UI", image(k))
        source += sequence(0x0040A170, code("121322", "DCM", "Source image for image processing operation"))
        derivation = sequence(0x00082112, source) + sequence(
            0x00089215, code("113076", "DCM", "Segmentation")
        )
        groups.append(
            sequence(0x00089124, derivation)
            + sequence(0x00209111, element(0x00209157, "UL", struct.pack("<II", number, k + 1)))
            + sequence(0x00209113, element(0x00200032, "DS", f"-200\\-200\\{k * STEP}"))
            + sequence(0x0062000A, element(0x0062000B, "US", number))
        )
    segments = [
        sequence(0x00620003, code("123037004", "SCT", "Anatomical Structure"))
        + element(0x00620004, "US", n) + element(0x00620005, "LO", f"Structure {n}") + element(0x00620008, "CS", "AUTOMATIC")
        + element(0x00620009, "LO", "bench") + sequence(0x0062000F, code("10200004", "SCT", "Liver"))
        for n in range(1, n_segments + 1)
    ]  # fmt: skip
    dimension = element(0x00209164, "UI", "2.25.9")
    pointers = [
        dimension
        + element(0x00209165, "AT", struct.pack("<HH", *at))
        + element(0x00209167, "AT", struct.pack("<HH", *of))
        for at, of in (((0x0062, 0x000B), (0x0062, 0x000A)), ((0x0020, 0x0032), (0x0020, 0x9113)))
    ]
    shared = sequence(0x00209116, element(0x00200037, "DS", "1\\0\\0\\0\\1\\0"))
    shared += sequence(0x00289110, element(0x00180050, "DS", str(STEP)) + element(0x00180088, "DS", str(STEP))
                       + element(0x00280030, "DS", f"{SPACING}\\{SPACING}"))  # fmt: skip
    y, x = np.mgrid[:size, :size]
    discs = {}
    for n in range(1, n_segments + 1):
        at = [60 + (n * step) % (size - 120) for step in (37, 53)]
        inside = (x - at[0]) ** 2 + (y - at[1]) ** 2 < (20 + n % 30) ** 2
        discs[n] = np.packbits(inside.ravel(), bitorder="little").tobytes()
    meta = (
        element(0x00020002, "UI", kind)
        + element(0x00020003, "UI", "2.25.3")
        + element(0x00020010, "UI", ExplicitVRLittleEndian)
    )
    with path.open("wb") as out:
        out.write(b"\0" * 128 + b"DICM" + element(0x00020000, "UL", struct.pack("<I", len(meta))) + meta)
        for part in (
            element(0x00080016, "UI", kind), element(0x00080018, "UI", "2.25.3"), element(0x00080020, "DA", "20240101"),
            element(0x00080060, "CS", "SEG"), element(0x00100010, "PN", "Bench^One"), element(0x00100020, "LO", "B1"),
            element(0x0020000D, "UI", "2.25.1"), element(0x0020000E, "UI", "2.25.2"), element(0x00200052, "UI", "2.25.4"),
            sequence(0x00209221, dimension), sequence(0x00209222, *pointers),
            element(0x00280002, "US", 1), element(0x00280004, "CS", "MONOCHROME2"), element(0x00280008, "IS", str(len(frames))),
            element(0x00280010, "US", size), element(0x00280011, "US", size), element(0x00280100, "US", 1),
            element(0x00280101, "US", 1), element(0x00280102, "US", 0), element(0x00280103, "US", 0),
            element(0x00620001, "CS", "BINARY"), sequence(0x00620002, *segments),
            sequence(0x52009229, shared), sequence(0x52009230, *groups),
        ):  # fmt: skip
            out.write(part)
        out.write(struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, len(frames) * (size * size // 8)))
        for number, _ in frames:
            out.write(discs[number])
    return len(frames)


def write_ct(folder: Path, size: int) -> None:
    """The images of the segmentation, without anything in them."""
    folder.mkdir()
    pixels = np.zeros((size, size), np.int16).tobytes()
    for k in range(SLICES):
        ds = Dataset()
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds.SOPClassUID, ds.SOPInstanceUID, ds.StudyDate, ds.Modality = (
            "1.2.840.10008.5.1.4.1.1.2",
            image(k),
            "20240101",
            "CT",
        )
        ds.PatientID, ds.PatientName, ds.StudyInstanceUID, ds.SeriesInstanceUID = (
            "B1",
            "Bench^One",
            "2.25.1",
            "2.25.5",
        )
        ds.FrameOfReferenceUID, ds.ImageOrientationPatient = "2.25.4", [1, 0, 0, 0, 1, 0]
        ds.ImagePositionPatient, ds.PixelSpacing = [-200, -200, k * STEP], [SPACING, SPACING]
        ds.Rows = ds.Columns = size
        ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.InstanceNumber = 1, "MONOCHROME2", k + 1
        ds.BitsAllocated = ds.BitsStored = 16
        ds.HighBit, ds.PixelRepresentation, ds.PixelData = 15, 1, pixels
        ds.save_as(folder / f"{k:03}.dcm", enforce_file_format=True)


TIMED = """
import time, json, re
{imports}
wall, cpu = time.perf_counter(), time.process_time()
{code}
print(json.dumps({{"seconds": round(time.perf_counter() - wall, 3), "cpu_seconds": round(time.process_time() - cpu, 3),
                   "peak_mb": int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024,
                   "n_voxels": int(n)}}))
"""
PROGRAMS = {
    "pacslake_first_mask": (
        "import pacslake, duckdb, pyarrow, numpy, pacslake.derived.masks, pacslake.pixels.instance",
        "lake = pacslake.open({lake!r})\nn = lake.mask({volume!r}, {segment!r}).sum()",
    ),
    "pacslake_all_masks": (
        "import pacslake, duckdb, pyarrow, numpy, pacslake.pixels.instance\nfrom pacslake.derived import iter_masks",
        "lake = pacslake.open({lake!r})\n"
        "n = sum(int(m.sum()) for _, m in iter_masks(lake, {volume!r}, '2.25.3'))",
    ),
    "highdicom_first_mask": (
        "import highdicom",
        "seg = highdicom.seg.segread({file!r}, lazy_frame_retrieval=True)\n"
        "n = seg.get_volume(segment_numbers=[{number}]).array.sum()",
    ),
    "pydicom_first_mask": (
        "import pydicom",
        "ds = pydicom.dcmread({file!r})\n"
        "groups = ds.PerFrameFunctionalGroupsSequence\n"
        "at = [i for i, g in enumerate(groups) if g.SegmentIdentificationSequence[0].ReferencedSegmentNumber == {number}]\n"
        "from pydicom.pixels import pixel_array\n"
        "n = sum(int(pixel_array(ds, index=i).sum()) for i in at)",
    ),
}


def run(imports: str, body: str, names: dict[str, Any]) -> dict[str, Any]:
    text = TIMED.format(imports=imports, code=body.format(**names))
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1][:200]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Write, ingest, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=98)
    parser.add_argument("--frames", type=int, default=12_000)
    parser.add_argument("--size", type=int, default=512, help="rows and columns, a multiple of 8")
    parser.add_argument("--folder", help="where to write; default: the folder for temporary files")
    options = parser.parse_args()
    import pacslake

    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        (folder / "seg").mkdir()
        file = folder / "seg" / "seg.dcm"
        n_frames = write_segmentation(file, options.segments, options.frames, options.size)
        write_ct(folder / "ct", options.size)
        lake = pacslake.init(folder / "lake")
        lake.ingest(folder / "ct")
        wall, cpu = time.perf_counter(), time.process_time()
        lake.ingest(folder / "seg")
        number = options.segments // 2
        volume, segment, count = lake.rows(
            'SELECT volume_id, segment_id, n_voxels FROM segment WHERE "SegmentNumber" = ?', [number]
        )[0]
        out: dict[str, Any] = {
            "segments": options.segments, "frames": n_frames, "file_mb": round(file.stat().st_size / 1e6),
            "load": round(os.getloadavg()[0], 1),
            "ingest": {"seconds": round(time.perf_counter() - wall, 1), "cpu_seconds": round(time.process_time() - cpu, 1)},
        }  # fmt: skip
        names = {
            "lake": str(folder / "lake"),
            "volume": volume,
            "segment": segment,
            "file": str(file),
            "number": number,
        }
        for title, (imports, body) in PROGRAMS.items():
            out[title] = run(imports, body, names)
            print(f"{title:<24}{out[title]}", flush=True)
            if "first" in title and out[title].get("n_voxels", count) != count:
                raise SystemExit(f"{title} counts {out[title]['n_voxels']} voxels, not {count}")
    print(json.dumps(out))


if __name__ == "__main__":
    main()
