"""Every block of the docs runs, generated pages are in step, and what exists is told of."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted([PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")])
BLOCK = re.compile(r"(?:<!-- not run: (?P<why>[^>]+) -->\n)?```(?P<kind>\w+)\n(?P<code>.*?)```", re.S)
KINDS = {"bash", "python", "sql", "text", "toml", "ini", "json"}


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the pages call `export`: a small synthetic patient, and one file that is not DICOM."""
    from pacslake import synthetic

    folder = tmp_path_factory.mktemp("docs")
    made = synthetic.longitudinal_patient(folder / "patient", seed=3, small=True).dicom_folder
    made.rename(folder / "export")
    (folder / "export" / "viewer.txt").write_text("read me")
    return folder / "export"


def blocks_of(page: Path) -> list[tuple[str | None, str, str]]:
    return [(m["why"], m["kind"], m["code"]) for m in BLOCK.finditer(page.read_text(encoding="utf-8"))]


RUNNABLE = [
    p for p in PAGES if any(kind in ("bash", "python", "sql") and not why for why, kind, _ in blocks_of(p))
]


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda p: str(p.relative_to(PROJECT)))
def test_the_blocks_of_a_page_run_in_order(page: Path, export: Path, tmp_path: Path) -> None:
    """Shell and Python blocks of a page run one after another in one folder; SQL blocks run on `mylake`."""
    (tmp_path / "export").symlink_to(export)
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    env.pop("PACSLAKE_LAKE", None)
    script = ""  # Python blocks of a page share their names, as in a notebook
    for why, kind, code in blocks_of(page):
        assert kind in KINDS, f"a block of kind {kind}"
        if why:
            continue
        if kind == "bash":
            command, text = ["bash", "-euo", "pipefail", "-c", code], code
        elif kind == "sql":
            command, text = ["pacslake", "sql", code, "--lake", "mylake"], code
        elif kind == "python":
            script += code + "\n"
            command, text = [sys.executable, "-c", script], code
        else:
            continue
        done = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, (
            f"{text}\nended with {done.returncode}:\n{done.stdout[-600:]}\n{done.stderr[-1200:]}"
        )


@pytest.mark.parametrize(
    "name",
    [
        "reference/cli.md",
        "reference/errors.md",
        "reference/settings.md",
        "reference/python.md",
        "reference/tables.md",
        "reference/reasons.md",
    ],
)
def test_a_generated_page_is_in_step_with_the_code(name: str) -> None:
    page = generator().PAGES[name]()
    assert (PROJECT / "docs" / name).read_text(encoding="utf-8") == page, "run: make docs"


def test_every_command_has_an_example() -> None:
    import typer

    from pacslake.cli import app

    def walk(command: object, path: str) -> list[tuple[str, object]]:
        inner = getattr(command, "commands", {})
        return [pair for name, sub in inner.items() for pair in walk(sub, f"{path} {name}")] or [
            (path, command)
        ]

    for path, command in walk(typer.main.get_command(app), "pacslake"):
        assert "pacslake" in (getattr(command, "epilog", None) or ""), f"{path} --help has no example"


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
