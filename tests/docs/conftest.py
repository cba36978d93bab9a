"""What the pages of the docs work on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def export(small_patient: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the pages call `export`: a small synthetic patient, and one file that is not DICOM."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(small_patient.dicom_folder, folder / "export")
    (folder / "export" / "viewer.txt").write_text("read me")
    return folder / "export"
