"""What is released: complete packages, Pythons that are tried, and an import that loads next to nothing.

`make release-check` installs the wheel alone with each Python and uses it; here are the parts that need no registry.
"""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TOOL = PROJECT / "tools" / "release_check.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release_check", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("module", "most"), [("pacslake", 70), ("pacslake.cli", 330)])
def test_an_import_loads_few_modules(module: str, most: int) -> None:
    """What an import costs is what it loads; 37 and 250 modules take 0.03 and 0.2 s. pydicom alone would be 200 more."""
    code = f"import sys; before = set(sys.modules); import {module}; print(*(set(sys.modules) - before))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert module in loaded
    assert len(loaded) < most, sorted({m.partition(".")[0] for m in loaded})


def test_the_pythons_to_try_are_those_that_the_project_names(tool: ModuleType) -> None:
    assert tool.supported() == ["3.11", "3.12", "3.13"]
    assert tool.version_of(sys.executable) in tool.supported()
    assert tool.find_python(f"{sys.version_info[0]}.{sys.version_info[1]}") == sys.executable
    assert tool.find_python("3.4") is None and tool.version_of("/nowhere/python") is None


def test_a_python_that_does_not_answer_is_not_taken(tool: ModuleType, tmp_path: Path) -> None:
    shim = tmp_path / "python3.99"
    shim.write_text("#!/bin/sh\necho 'not installed' >&2\nexit 127\n")
    shim.chmod(0o755)
    assert tool.version_of(str(shim)) is None


def test_what_the_sdist_lacks_is_named(tool: ModuleType, tmp_path: Path) -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True).stdout.split()
    if not kept:
        pytest.skip("the project is not under git here")
    with tarfile.open(tmp_path / "some.tar.gz", "w:gz") as packed:
        for name in kept:
            if name not in ("README.md", "pacslake/errors.py"):
                packed.addfile(tarfile.TarInfo(f"pacslake-1/{name}"), io.BytesIO())
    assert tool.missing_from(tmp_path / "some.tar.gz") == ["README.md", "pacslake/errors.py"]


def test_the_sdist_has_all_that_git_keeps(tool: ModuleType, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(PROJECT)], check=True, capture_output=True)
    (sdist,) = tmp_path.glob("*.tar.gz")
    assert tool.missing_from(sdist) == []
