"""pacslake doctor: is this machine ready, and is the lake sound?"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from typing import Any

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json
from pacslake.errors import PacslakeError

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
    "clinical": "hl7",
    "deid": "cryptography",
    "cluster": "dask-jobqueue",
    "s3": "s3fs",
    "delta": "deltalake",
    "demo": "pydicom-data",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", epilog="Example: pacslake doctor --lake mylake")(doctor)


def doctor(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Report versions, optional packages, memory, disk, and the state of the lake where one is named."""
    report = examine(lake)
    if as_json:
        say_json(report)
    else:
        for line in report["lines"]:
            say(line)
    raise typer.Exit(0 if report["ready"] else 3)


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
