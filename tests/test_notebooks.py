"""The notebooks run from top to bottom, in order, on the demo's small lake; git holds no output."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_git_holds_no_output(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    assert all(
        not c.get("outputs") and c.get("execution_count") is None for c in book.cells if c.cell_type == "code"
    )


@pytest.fixture(scope="module")
def lake(demo: dict, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo's lake: the notebooks write into it."""
    return Path(shutil.copytree(demo["lake"], tmp_path_factory.mktemp("notebooks") / "lake"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs(path: Path, lake: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PACSLAKE_LAKE", str(lake))
    book = nbformat.read(path, as_version=4)
    NotebookClient(
        book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    printed = [o for c in book.cells if c.cell_type == "code" for o in c.outputs]
    assert not [o for o in printed if o.output_type == "error"]
    assert printed
