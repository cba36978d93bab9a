"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with real DICOM for tests; set PACSLAKE_CORPUS, or lay it beside the project.

    The tests that need it are skipped, with this reason, where it is absent.
    """
    folder = Path(os.environ.get("PACSLAKE_CORPUS") or PROJECT.parent / "shared" / "data")
    if not (folder / "README.md").is_file():
        pytest.skip("real DICOM for tests is not here: set PACSLAKE_CORPUS to its folder")
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What `pacslake demo` returns, with its smaller patient: a whole lake, for reading."""
    from pacslake.demo import run

    return run(tmp_path_factory.mktemp("demo") / "demo", small=True, say=lambda _: None)
