"""Ingest of an export beside the tools that people use, in one run.

    python benchmarks/bench_ingest_peers.py [FOLDER] [--limit 2000] [--no-orthanc]

FOLDER, or the environment variable PACSLAKE_BENCH_EXPORT, is an export of DICOM files. Without it series are written
from pydicom's own files and measured. Peers that are not installed are left out: `gdcm` (python-gdcm; PACSLAKE_BENCH_GDCM
names a Python that has it), `dcmdump` and `storescu` (dcmtk), `Orthanc` (started on loopback with a store of its own, and
stopped again). Each does what its users do to find out what is in a folder:

- pacslake: `ingest` with digest, all elements, hierarchy, faults, on 1 and 2 processes; then again, nothing changed
- pydicom: `dcmread` without pixels and 70 attributes; the same with `to_json`
- gdcm: `Scanner` with 70 tags; dcmtk: `dcmdump` of all files, its text thrown away
- Orthanc: POST of each file by two clients; C-STORE by storescu in one association

Files a second by the clock, and CPU milliseconds a file where they can be told. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import http.client
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Figures = dict[str, dict[str, float]]

GDCM = """
import sys, gdcm
names, tags = sys.stdin.read().split("\\n"), sys.argv[1].split(",")
scanner = gdcm.Scanner()
for tag in tags:
    scanner.AddTag(gdcm.Tag(int(tag[:4], 16), int(tag[4:], 16)))
scanner.Scan(names)
[scanner.GetMapping(name) for name in names if scanner.IsKey(name)]
"""
PYDICOM = """
import sys, warnings, pydicom
warnings.simplefilter("ignore")
tags, as_json = [int(t, 16) for t in sys.argv[1].split(",")], sys.argv[2] == "json"
for name in sys.stdin.read().split("\\n"):
    try:
        ds = pydicom.dcmread(name, stop_before_pixels=True, force=True)
        ds.to_json() if as_json else [ds[t].value for t in tags if t in ds]
    except Exception:
        pass
"""
INGEST = """
import sys, time, pacslake
from pacslake import ingest
lake = pacslake.open(sys.argv[1])
ingest.run(lake, sys.argv[2], workers=int(sys.argv[3]))
"""


def made_export(folder: Path, count: int) -> None:
    """Series of 100 slices from pydicom's CT and MR, each with a number, position and UID of its own."""
    import pydicom
    import pydicom.data

    files = Path(pydicom.data.__file__).parent / "test_files"
    for s in range(max(1, count // 100)):
        source = pydicom.dcmread(files / ("CT_small.dcm" if s % 2 else "MR_small.dcm"))
        source.SeriesInstanceUID = f"1.2.826.0.1.3680043.10.1511.8.{s}"
        (folder / f"s{s:04}").mkdir()
        for i in range(100):
            source.SOPInstanceUID = source.file_meta.MediaStorageSOPInstanceUID = (
                f"{source.SeriesInstanceUID}.{i + 1}"
            )
            source.InstanceNumber, source.ImagePositionPatient = i + 1, [0, 0, 2.5 * i]
            source.save_as(folder / f"s{s:04}" / f"{i:04}.dcm")


def tags() -> str:
    """The tags of 70 curated columns."""
    from pacslake.ingest.extract.columns import plain_columns

    found = [c.path for c in plain_columns("instance_row") if len(c.path) == 8]
    return ",".join(found[:70])


def measured(run: Callable[[list[str]], object], names: list[str]) -> dict[str, float]:
    """Files a second and CPU ms a file, those of child processes included, without what one file alone takes."""

    def cost(some: list[str]) -> tuple[float, float]:
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        run(some)
        seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    start, whole, n = cost(names[:1]), cost(names), len(names)
    seconds, cpu = (b - a for a, b in zip(start, whole, strict=True))
    if min(seconds, cpu) <= 0:
        sys.exit(f"{n} files are read in less than the time that starting varies by; give a larger folder")
    return {
        "files_per_s": round(n / seconds, 1),
        "cpu_ms": round(1000 * cpu / n, 3),
        "start_s": round(start[0], 2),
    }


def piped(command: list[str], names: list[str]) -> None:
    subprocess.run(command, input="\n".join(names), text=True, check=True, stdout=subprocess.DEVNULL)


def ours(folder: Path, names: list[str], figures: Figures) -> None:
    import pacslake

    with tempfile.TemporaryDirectory() as place:

        def ingest(some: list[str]) -> None:
            nonlocal lake
            lake = Path(place) / f"lake{workers}-{len(some)}"
            pacslake.init(lake)
            source = str(folder) if len(some) > 1 else some[0]
            subprocess.run([sys.executable, "-c", INGEST, str(lake), source, str(workers)], check=True)

        lake = Path(place)
        for workers in (1, 2):
            figures[f"pacslake, {workers} process{'es' * (workers > 1)}"] = measured(ingest, names)
        began = time.perf_counter()
        pacslake.open(lake).ingest(folder)
        figures["pacslake, unchanged"] = {"files_per_s": round(len(names) / (time.perf_counter() - began), 1)}


def loops(names: list[str], figures: Figures) -> None:
    few = names[:: max(1, len(names) // 1000)]
    for kind in ("tags", "json"):
        label = "pydicom, dcmread + 70 tags" if kind == "tags" else "pydicom, to_json"
        figures[label] = measured(
            lambda some, k=kind: piped([sys.executable, "-c", PYDICOM, tags(), k], some), few
        )
    python = os.environ.get("PACSLAKE_BENCH_GDCM", sys.executable)
    if subprocess.run([python, "-c", "import gdcm"], capture_output=True).returncode == 0:
        figures["gdcm.Scanner, 70 tags"] = measured(
            lambda some: piped([python, "-c", GDCM, tags()], some), names
        )
    if shutil.which("dcmdump"):

        def dump(some: list[str]) -> None:
            for i in range(0, len(some), 200):
                subprocess.run(
                    ["dcmdump", "-q", *some[i : i + 200]],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )

        figures["dcmtk, dcmdump"] = measured(dump, few)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def orthanc(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, int]]:
    """An Orthanc with an empty store, on loopback only: (process, HTTP port, DICOM port)."""
    http_port, dicom_port = free_port(), free_port()
    settings = {
        "Name": "bench", "StorageDirectory": str(folder / "db"), "IndexDirectory": str(folder / "db"),
        "HttpPort": http_port, "HttpBindAddresses": ["127.0.0.1"], "DicomPort": dicom_port, "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False, "DicomCheckCalledAet": False, "DicomAlwaysAllowStore": True, "Plugins": [],
        "UnknownSopClassAccepted": True,
    }  # fmt: skip
    (folder / "orthanc.json").write_text(json.dumps(settings))
    program = shutil.which("Orthanc") or "/usr/sbin/Orthanc"
    process = subprocess.Popen(
        [program, str(folder / "orthanc.json")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                with socket.create_connection(("127.0.0.1", http_port), 1):
                    break
            except OSError:
                time.sleep(0.1)
        yield process, http_port, dicom_port
    finally:
        process.terminate()
        process.wait(30)


def cpu_of(pid: int) -> float:
    """CPU seconds of a running process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def post_all(port: int, names: list[str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    stored = 0
    for name in names:
        connection.request("POST", "/instances", Path(name).read_bytes(), {"Expect": ""})
        answer = connection.getresponse()
        answer.read()
        stored += answer.status == 200
    return stored


def peers_that_store(names: list[str], figures: Figures) -> None:
    few = names[:: max(1, len(names) // 1500)]
    with tempfile.TemporaryDirectory() as place, orthanc(Path(place)) as (process, http_port, _):
        cpu, began = cpu_of(process.pid), time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            stored = sum(pool.map(post_all, (http_port, http_port), (few[::2], few[1::2])))
        seconds = time.perf_counter() - began
        figures["Orthanc, REST with two clients"] = {
            "files_per_s": round(len(few) / seconds, 1),
            "cpu_ms": round(1000 * (cpu_of(process.pid) - cpu) / len(few), 3),
            "stored": stored,
        }
        connection = http.client.HTTPConnection("127.0.0.1", http_port)
        query = json.dumps(
            {"Level": "Instance", "Query": {"SliceThickness": "5.000000"}, "Limit": 0}
        ).encode()
        began = time.perf_counter()
        connection.request("POST", "/tools/find", query)
        connection.getresponse().read()
        figures["Orthanc, find on an element outside its index"] = {
            "ms": round(1000 * (time.perf_counter() - began), 1)
        }
    sender = "/usr/bin/storescu"  # dcmtk's: pynetdicom has a program of that name too
    if not Path(sender).exists():
        return
    with tempfile.TemporaryDirectory() as place, orthanc(Path(place)) as (process, http_port, dicom_port):
        folder = Path(place) / "send"
        folder.mkdir()
        for i, name in enumerate(few):
            shutil.copy(name, folder / f"{i:06}")
        command = [
            sender,
            "-R",
            "-aec",
            "ORTHANC",
            "+sd",
            "-nh",
            "127.0.0.1",
            str(dicom_port),
            str(folder),
        ]
        cpu, began = cpu_of(process.pid), time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        seconds = time.perf_counter() - began
        connection = http.client.HTTPConnection("127.0.0.1", http_port)
        connection.request("GET", "/statistics")
        stored = json.loads(connection.getresponse().read())["CountInstances"]
        figures["Orthanc, C-STORE"] = {  # of what arrived: storescu gives up at what it cannot send
            "files_per_s": round(stored / seconds, 1),
            "cpu_ms": round(1000 * (cpu_of(process.pid) - cpu) / max(1, stored), 3),
            "stored": stored,
        }


def uncurated(folder: Path) -> dict[str, float]:
    """Any tag of any object: the same question as Orthanc's."""
    import pacslake

    with tempfile.TemporaryDirectory() as place:
        lake = pacslake.init(Path(place) / "lake")
        lake.ingest(folder)
        query = "SELECT count(*) FROM element WHERE keyword = 'SliceThickness' AND value_text = '5.000000'"
        lake.rows(query)
        began = time.perf_counter()
        lake.rows(query)
        return {"ms": round(1000 * (time.perf_counter() - began), 1)}


def main() -> None:
    """Measure, print a table, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", default=os.environ.get("PACSLAKE_BENCH_EXPORT"))
    parser.add_argument("--limit", type=int, default=2000, help="files to make where no folder is given")
    parser.add_argument("--no-orthanc", action="store_true")
    options = parser.parse_args()
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as made:
        if options.folder is None:
            made_export(Path(made), options.limit)
        folder = Path(options.folder or made)
        names = sorted(str(p) for p in folder.rglob("*") if p.is_file())
        for name in names:  # all begin from a warm cache
            Path(name).read_bytes()
        ours(folder, names, figures)
        loops(names, figures)
        if not options.no_orthanc and (shutil.which("Orthanc") or Path("/usr/sbin/Orthanc").exists()):
            peers_that_store(names, figures)
        figures["pacslake, the same question"] = uncurated(folder)
    base: Any = figures["pacslake, 2 processes"]
    print(f"{len(names)} files; load {os.getloadavg()[0]:.1f}")
    for label, row in figures.items():
        if row.get("files_per_s"):
            row["pacslake_2_times"] = round(base["files_per_s"] / row["files_per_s"], 1)
        if "cpu_ms" in row:
            row["pacslake_cpu_times"] = round(row["cpu_ms"] / figures["pacslake, 1 process"]["cpu_ms"], 1)
        print(f"{label:48}", "  ".join(f"{k} {v:,}" for k, v in row.items()))
    print(json.dumps({"files": len(names), **figures}))


if __name__ == "__main__":
    main()
