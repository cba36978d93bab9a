"""Folders import only from folders above them, and nothing heavy is loaded by importing the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "pacslake"

# From the top: what stands later may import what stands earlier; names on one line, in this order too.
ORDER = [
    "version", "errors", "settings", "layout", "audit", "audit_messages", "work", "dicom", "source", "deid", "catalog", "access", "ingest", "pixels",
    "clinical", "compute", "derived", "longitudinal", "synthetic", "export", "widgets", "status",
    "lake", "remote", "face_search", "research", "two_zones", "demo", "network", "metrics", "server", "examine", "cli",
]  # fmt: skip
RANK = {name: i for i, name in enumerate(ORDER)}


def part_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE).parts
    return inside[0].removesuffix(".py") if len(inside) > 1 else path.stem


def type_checking_lines(tree: ast.AST) -> set[int]:
    """Lines under `if TYPE_CHECKING:`, which never run."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def imports_of(path: Path) -> list[tuple[int, str]]:
    """(line, part of the package) for each import that runs, also inside functions."""
    tree = ast.parse(path.read_text())
    skip = type_checking_lines(tree)
    found = []
    for node in ast.walk(tree):
        if getattr(node, "lineno", 0) in skip:
            continue
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = (
                [f"{node.module}.{a.name}" for a in node.names]
                if node.module == "pacslake"
                else [node.module]
            )
        for name in names:
            if name.startswith("pacslake."):
                found.append((node.lineno, name.split(".")[1]))
    return found


FILES = sorted(p for p in PACKAGE.rglob("*.py") if "node_modules" not in p.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_folder_imports_only_from_above(path: Path) -> None:
    me = part_of(path)
    if me == "__init__":
        return
    assert me in RANK, f"{me} has no place in the order of folders"
    wrong = [f"line {n}: {you}" for n, you in imports_of(path) if you in RANK and RANK[you] > RANK[me]]
    assert not wrong, f"{path.relative_to(PACKAGE)} imports from below: {wrong}"


HEAVY = {
    "dask",
    "distributed",
    "zarr",
    "SimpleITK",
    "highdicom",
    "pydicom",
    "pyarrow",
    "duckdb",
    "numpy",
    "pandas",
}


@pytest.mark.parametrize(
    "code",
    [
        "import pacslake",
        "import pacslake.cli",
        "from typer.testing import CliRunner; from pacslake.cli import app; CliRunner().invoke(app, ['--help'])",
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    out = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; {code}; print(sorted(set(m.split('.')[0] for m in sys.modules)))",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert not HEAVY & set(ast.literal_eval(out.splitlines()[-1]))


def test_all_of_it_is_imported_where_posix_has_no_part() -> None:
    """Windows has none of these modules: what needs them asks for them when it is called."""
    files = [path.relative_to(PACKAGE).with_suffix("") for path in FILES if path.stem != "__main__"]
    names = [".".join(("pacslake", *path.parts)) for path in files]
    code = (
        "import importlib, sys\n"
        "for name in ('fcntl', 'resource', 'pwd', 'grp', 'termios'): sys.modules[name] = None\n"
        f"for name in {names!r}:\n"
        "    try: importlib.import_module(name.removesuffix('.__init__'))\n"
        "    except ImportError as error:\n"
        "        if 'None in sys.modules' in str(error): print(name, error)\n"
        "    except SystemExit: pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
