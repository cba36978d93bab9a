"""The blocks of the docs' pages, and how a page's are run one after another."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted([PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")])
BLOCK = re.compile(r"(?:<!-- not run: (?P<why>[^>]+) -->\n)?```(?P<kind>\w+)\n(?P<code>.*?)```", re.S)
KINDS = {"bash", "python", "sql", "text", "toml", "ini", "json"}


def blocks_of(page: Path) -> list[tuple[str | None, str, str]]:
    return [(m["why"], m["kind"], m["code"]) for m in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def _with_capture(export: Path, tmp_path: Path) -> Path:
    """One visit of the export, since every picture of it is read, and a picture of a screen, which waits for a person."""
    import pydicom
    from pydicom.uid import SecondaryCaptureImageStorage

    folder = tmp_path / "with_capture"
    shutil.copytree(export, folder)
    read = {p: pydicom.dcmread(p, force=True) for p in sorted(folder.rglob("*")) if p.is_file()}
    first = min(ds.StudyDate for ds in read.values() if "StudyDate" in ds)
    for path, ds in read.items():
        if ds.get("StudyDate", first) != first:
            path.unlink()
    ds = next(ds for ds in read.values() if "PixelData" in ds and ds.StudyDate == first)
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    for name, number in (("SOPInstanceUID", 1), ("SeriesInstanceUID", 2)):
        setattr(ds, name, f"1.2.826.0.1.3680043.8.498.{number}")
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.save_as(folder / "capture")
    return folder


class Notebook:
    """One Python for all blocks of a page: they share their names, and no block is run twice."""

    _LOOP = """
import json, sys, traceback
_answer = open(int(sys.argv[1]), "w")
for _line in sys.stdin:
    try:
        exec(compile(json.loads(_line), "<block>", "exec"), globals())
        _error = ""
    except BaseException:
        _error = traceback.format_exc()
    print(json.dumps(_error), file=_answer, flush=True)
"""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._folder, self._env = folder, env
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Notebook:
        return self

    def run(self, code: str) -> str:
        """Run a block; the traceback of what it raised, empty where it went well."""
        if self._process is None:
            reading, writing = os.pipe()
            self._process = subprocess.Popen(
                [sys.executable, "-c", self._LOOP, str(writing)], cwd=self._folder, env=self._env, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[writing],
            )  # fmt: skip
            os.close(writing)
            self._answers = open(reading, encoding="utf-8")
        assert self._process.stdin
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        answer = self._answers.readline()
        return json.loads(answer) if answer else "the interpreter ended"

    def __exit__(self, *error: object) -> None:
        if self._process is not None:
            self._process.communicate()
            self._answers.close()


RUNNABLE = [
    p for p in PAGES if any(kind in ("bash", "python", "sql") and not why for why, kind, _ in blocks_of(p))
]


def run_page(page: Path, export: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Shell and Python blocks of a page run one after another in one folder; SQL blocks run on `mylake`."""
    if page.stem == "keep_a_lake_in_a_bucket":
        request.getfixturevalue("s3")  # with a bucket `hospital`
    (tmp_path / "export").symlink_to(_with_capture(export, tmp_path) if page.stem == "deidentify" else export)
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "caches"),
    }
    env.pop("PACSLAKE_LAKE", None)
    with Notebook(tmp_path, env) as notebook:
        for why, kind, code in blocks_of(page):
            assert kind in KINDS, f"a block of kind {kind}"
            if why:
                continue
            if kind == "python":
                failed = notebook.run(code)
            elif kind in ("bash", "sql"):
                shell = ["bash", "-euo", "pipefail", "-c", code]
                sql = ["pacslake", "sql", code, "--lake", "mylake"]
                done = subprocess.run(
                    shell if kind == "bash" else sql, cwd=tmp_path, env=env, capture_output=True, text=True,
                    stdin=subprocess.DEVNULL,
                )  # fmt: skip
                failed = done.returncode and f"{done.stdout[-600:]}\n{done.stderr[-1200:]}"
            else:
                continue
            assert not failed, f"{code}\nfailed:\n{failed}"
