"""A value from a header never reaches standard error by way of a library's warning."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pydicom

import pacslake
from pacslake import synthetic


def test_a_wrong_value_is_not_quoted_on_standard_error(tmp_path: Path) -> None:
    synthetic.simple_series(tmp_path / "export", shape=(2, 8, 8))
    for n, path in enumerate(sorted(p for p in (tmp_path / "export").rglob("*") if p.is_file())):
        ds = pydicom.dcmread(path)
        with pydicom.config.disable_value_validation():
            ds.add_new(0x00200011, "IS", "42")
            ds["SeriesNumber"]._value = "SECRET^NAME"
            ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = (
                "2.25.7"  # a conflict is read by pydicom
            )
            ds.PixelData = bytes([n]) * 128
            ds.save_as(path)
    pacslake.init(tmp_path / "lake")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pacslake.cli",
            "ingest",
            str(tmp_path / "export"),
            "--lake",
            str(tmp_path / "lake"),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1  # the conflict
    assert "SECRET" not in done.stderr + done.stdout
    log = "".join(p.read_text() for p in (tmp_path / "lake" / "logs").rglob("*") if p.is_file())
    assert "SECRET" not in log
