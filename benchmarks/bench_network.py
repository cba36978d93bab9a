"""The network node beside Orthanc, on the same objects in one run: C-STORE, search, retrieval, rendered frames.

    python benchmarks/bench_network.py [--objects 4000] [--senders 8]

Needs `Orthanc` with its DICOMweb plug-in (Debian: orthanc, orthanc-dicomweb) and DCMTK's `dcmsend`. CT series of 100 slices
of 256 x 256 are written first. Medians in ms, objects a second by the clock; Orthanc stores on the same disk. The last line
is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from bench_ingest_peers import free_port

import pacslake
from pacslake import synthetic
from pacslake.access import manage

PLUGIN = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")
COMMAND = str(Path(sys.executable).with_name("pacslake"))


def write(folder: Path, n: int) -> None:
    """Series of 100 slices, four a patient."""
    for k in range(n // 100):
        synthetic.simple_series(
            folder / f"{k:05d}", shape=(100, 256, 256), seed=k, PatientID=f"P{k // 4}", StudyDate=f"2025{k % 12 + 1:02d}01",
            AccessionNumber=f"A{k}",
        )  # fmt: skip


def send(export: Path, port: int, ae: str, senders: int) -> float:
    """Seconds that some senders take for all, each a part of the folders."""
    folders = sorted(p for p in export.iterdir() if p.is_dir())
    dcmsend = next(p for p in ("/usr/bin/dcmsend", shutil.which("dcmsend") or "") if Path(p).exists())
    start = time.perf_counter()
    running = [
        subprocess.Popen([dcmsend, "-aec", ae, "127.0.0.1", str(port), "+sd", "+r", *map(str, folders[i::senders])], stderr=subprocess.DEVNULL)
        for i in range(senders) if folders[i::senders]
    ]  # fmt: skip
    for one in running:
        one.wait()
    return time.perf_counter() - start


def median_ms(ask: Callable[[], httpx.Response], repeats: int = 15) -> float:
    """Median of repeated requests after one that warms up."""
    times = []
    for n in range(repeats + 1):
        start = time.perf_counter()
        answer = ask()
        assert answer.status_code == 200, answer.text[:200]
        if n:
            times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def dicomweb(url: str, headers: dict[str, str]) -> dict[str, float]:
    """The same questions to a service."""
    with httpx.Client(base_url=url, headers=headers, timeout=120) as client:
        js = {"Accept": "application/dicom+json"}
        series = client.get("/series", headers=js, params={"limit": 1, "PatientID": "P0"}).json()[0]
        study, uid = series["0020000D"]["Value"][0], series["0020000E"]["Value"][0]
        instance = client.get(f"/studies/{study}/series/{uid}/instances", headers=js).json()[0]["00080018"][
            "Value"
        ][0]
        of_series = f"/studies/{study}/series/{uid}"
        dicom = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}
        return {
            "QIDO studies of a patient": median_ms(lambda: client.get("/studies", headers=js, params={"PatientID": "P0"})),
            "QIDO studies by date": median_ms(lambda: client.get("/studies", headers=js, params={"StudyDate": "20250301-20250601", "limit": 50})),
            "QIDO instances of a series": median_ms(lambda: client.get(f"{of_series}/instances", headers=js)),
            "WADO metadata of a series": median_ms(lambda: client.get(f"{of_series}/metadata", headers=js)),
            "WADO a series of 100": median_ms(lambda: client.get(of_series, headers=dicom), 7),
            "WADO a rendered frame": median_ms(
                lambda: client.get(f"{of_series}/instances/{instance}/frames/1/rendered", headers={"Accept": "image/png"})
            ),
        }  # fmt: skip


def ours(export: Path, folder: Path, n: int, senders: int) -> tuple[dict[str, float], dict[str, float]]:
    """C-STORE into an empty lake until all is landed, then the questions."""
    lake = pacslake.init(folder / "lake")
    node = subprocess.Popen(
        [COMMAND, "receive", "--lake", str(lake.path), "--port", "0", "--allow", "*", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert node.stdout
    said = json.loads(node.stdout.readline())
    seconds = send(export, said["port"], said.get("ae_title", "PACSLAKE"), senders)
    start = time.perf_counter()
    node.terminate()
    node.wait()
    landing = time.perf_counter() - start
    kept = lake.refresh().rows("SELECT count(*) FROM instance WHERE is_current")[0][0]
    stored = {"acknowledged_per_s": n / seconds, "landed_per_s": n / (seconds + landing), "lost": n - kept}
    token = manage.issue_token(lake.dir, "bench", role="reader", projects=["*"]).token
    server = subprocess.Popen(
        [COMMAND, "serve", "--lake", str(lake.path), "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    try:
        url = json.loads(server.stdout.readline())["url"]
        return stored, dicomweb(url, {"Authorization": f"Bearer {token}"})
    finally:
        server.terminate()
        server.wait()


def theirs(export: Path, folder: Path, n: int, senders: int) -> tuple[dict[str, float], dict[str, float]]:
    """The same with Orthanc."""
    http_port, dicom_port = free_port(), free_port()
    settings: dict[str, Any] = {
        "StorageDirectory": str(folder / "db"), "IndexDirectory": str(folder / "db"), "HttpPort": http_port, "DicomPort": dicom_port,
        "RemoteAccessAllowed": False, "AuthenticationEnabled": False, "DicomCheckCalledAet": False, "DicomAlwaysAllowStore": True,
        "Plugins": [str(PLUGIN)], "DicomWeb": {"Enable": True, "Root": "/dicom-web/"},
    }  # fmt: skip
    folder.mkdir()
    (folder / "orthanc.json").write_text(json.dumps(settings))
    process = subprocess.Popen(
        [shutil.which("Orthanc") or "/usr/sbin/Orthanc", str(folder / "orthanc.json")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip
    base = f"http://127.0.0.1:{http_port}"
    try:
        for _ in range(100):
            try:
                if httpx.get(f"{base}/system").status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.1)
        seconds = send(export, dicom_port, "ORTHANC", senders)
        kept = httpx.get(f"{base}/statistics").json()["CountInstances"]
        return {"acknowledged_per_s": n / seconds, "landed_per_s": n / seconds, "lost": n - kept}, dicomweb(
            f"{base}/dicom-web", {}
        )
    finally:
        process.terminate()
        process.wait(60)


def main() -> None:
    """Measure both and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--objects", type=int, default=4_000)
    parser.add_argument("--senders", type=int, default=8)
    options = parser.parse_args()
    n = options.objects // 100 * 100
    with tempfile.TemporaryDirectory() as place:
        export = Path(place) / "export"
        write(export, n)
        stored, asked = ours(export, Path(place) / "ours", n, options.senders)
        out: dict[str, Any] = {
            "objects": n,
            "senders": options.senders,
            "cores": os.cpu_count(),
            "pacslake": {**stored, **asked},
        }
        print(f"{'':34} {'pacslake':>10} {'Orthanc':>10} {'times':>7}")
        peer: dict[str, float] = {}
        if PLUGIN.exists():
            peer_stored, peer_asked = theirs(export, Path(place) / "theirs", n, options.senders)
            peer = out["orthanc"] = {**peer_stored, **peer_asked}
        for name, value in {**stored, **asked}.items():
            other = peer.get(name)
            ratio = (
                f"{(value / other if name.endswith('per_s') else other / value):7.1f}"
                if other and value
                else ""
            )
            print(f"{name:34} {value:10.1f} {'' if other is None else f'{other:10.1f}'} {ratio}")
        print(json.dumps(out))


if __name__ == "__main__":
    main()
