"""pacslake doctor: is this machine ready, and is the lake sound?"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from typing import Annotated, Any

import typer

from pacslake.cli.common import DONE, WITH_FAULTS, JsonOption, LakeOption, find_lake, say, say_json
from pacslake.errors import PacslakeError, UsageError

NEEDED = (
    "pydicom",
    "highdicom",
    "pyarrow",
    "duckdb",
    "zarr",
    "dask",
    "SimpleITK",
    "imagecodecs",
    "jupyterlab",
    "anywidget",
)
EXTRAS = {
    "server": "pynetdicom",
    "clinical": "openpyxl",
    "deid": "cryptography",
    "cluster": "dask-jobqueue",
    "s3": "s3fs",
    "delta": "deltalake",
    "demo": "pydicom-data",
    "xarray": "xarray",
}

EPILOG = """Examples:

pacslake doctor --lake mylake

PACSLAKE_PEER_TOKEN=... pacslake doctor dicomweb https://archive.example.org/dicom-web

pacslake doctor dicomweb http://127.0.0.1:8042/dicom-web --store --json

The probes of dicomweb read; with --store they leave a small synthetic study of the patient PROBE on the service. Exit
code 1: some probes failed; 3: the service does not answer or holds no image."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", epilog=EPILOG)(doctor)


def doctor(
    what: Annotated[
        str | None,
        typer.Argument(help="dicomweb: probe the service at URL against PS3.18.", metavar="[WHAT]"),
    ] = None,
    url: Annotated[str | None, typer.Argument(help="Address of a DICOMweb service.", metavar="[URL]")] = None,
    lake: LakeOption = None,
    store: Annotated[
        bool, typer.Option("--store", help="With dicomweb: also run the probes that store objects there.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Report versions, optional packages, memory, disk, and the state of the lake where one is named; or probe a
    DICOMweb service."""
    if what is not None:
        if what != "dicomweb" or url is None:
            raise UsageError("doctor takes nothing, or: pacslake doctor dicomweb URL")
        raise typer.Exit(_dicomweb(url, store, as_json))
    report = examine(lake)
    if as_json:
        say_json(report)
    else:
        for line in report["lines"]:
            say(line)
    raise typer.Exit(0 if report["ready"] else 3)


def _dicomweb(url: str, store: bool, as_json: bool) -> int:
    """Probe a service; the exit code."""
    from pacslake.server.conformance import Service, run_probes

    service = Service(url.rstrip("/"), os.environ.get("PACSLAKE_PEER_TOKEN", ""), store)
    found = run_probes(service)
    counts = {
        "passed": sum(o.passed is True for o in found),
        "failed": sum(o.passed is False for o in found),
        "not_run": sum(o.passed is None for o in found),
    }
    if as_json:
        say_json({**counts, "probes": [o.to_dict() for o in found]})
    else:
        words = {True: "ok", False: "FAILED", None: "-"}
        for o in found:
            more = f": {o.detail}" if o.detail else ""
            say(f"{o.number:3d} {words[o.passed]:6s} PS3.18 {o.section:10s} {o.title}{more}")
        say(
            f"{counts['passed']} of {counts['passed'] + counts['failed']} passed, {counts['not_run']} not run"
        )
    return WITH_FAULTS if counts["failed"] else DONE


def examine(lake: str | None) -> dict[str, Any]:
    """What `doctor` prints, as data."""
    lines = [
        f"pacslake {_version('pacslake')}, Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    ]
    missing = [name for name in NEEDED if _version(name) is None]
    lines += [f"  {name} {_version(name) or 'MISSING'}" for name in NEEDED]
    lines += [
        f"  extra {extra}: {'installed' if _version(package) else f'not installed (pip install pacslake[{extra}])'}"
        for extra, package in EXTRAS.items()
    ]
    lines.append(
        f"cores {os.cpu_count()}, memory {_memory_gb():.0f} GB, free disk here {shutil.disk_usage('.').free / 1e9:.0f} GB"
    )
    ready = not missing and sys.version_info >= (3, 11)
    faults: list[str] = []
    if lake or os.environ.get("PACSLAKE_LAKE"):
        try:
            opened = find_lake(lake)
            faults = [str(f) for f in opened.verify()]
            lines.append(
                f"lake {opened.path}: snapshot {opened.snapshot_id}, "
                + (f"{len(faults)} faults" if faults else "sound")
            )
            lines += [f"  {fault}" for fault in faults]
            lines.append(
                "  writable"
                if os.access(opened.path, os.W_OK)
                else "  NOT WRITABLE: ingest and convert will be refused"
            )
        except PacslakeError as error:
            faults = [str(error)]
            lines.append(f"lake: {error}")
    return {"ready": ready and not faults, "missing": missing, "faults": faults, "lines": lines}


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _memory_gb() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (ValueError, OSError, AttributeError):
        return float("nan")
