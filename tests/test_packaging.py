"""The project's files agree with each other, and a wheel built through the sdist carries all it needs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(
    not (PROJECT / "pyproject.toml").exists(), reason="runs in the source tree only"
)


def pyproject() -> dict:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text())


def test_environment_yml_is_conda_python_and_the_project_by_pip() -> None:
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text())
    conda = [d for d in environment["dependencies"] if isinstance(d, str)]
    pip = [d["pip"] for d in environment["dependencies"] if isinstance(d, dict)]
    assert [d.split(">")[0].split("=")[0] for d in conda] == ["python", "pip"]
    assert pip == [["-e .[all]"]]
    lowest = pyproject()["project"]["requires-python"]
    assert conda[0].removeprefix("python").startswith(lowest)


def test_the_extra_all_holds_every_extra_of_the_product() -> None:
    extras = pyproject()["project"]["optional-dependencies"]
    inside = extras["all"][0].removeprefix("pacslake[").removesuffix("]").split(",")
    assert sorted(inside) == sorted(set(extras) - {"all", "dev", "docs"})


def test_doctor_asks_for_a_package_of_each_extra_of_the_product() -> None:
    from pacslake.examine import EXTRAS

    extras = pyproject()["project"]["optional-dependencies"]
    named = {extra: [r.split(">")[0].split("=")[0] for r in needs] for extra, needs in extras.items()}
    assert set(EXTRAS) == set(extras) - {"all", "dev", "docs"}
    assert {extra: package for extra, package in EXTRAS.items() if package not in named[extra]} == {}


def test_the_lock_pins_everything_and_names_no_host() -> None:
    lines = (PROJECT / "requirements.lock").read_text().splitlines()
    assert all("==" in line for line in lines if line.strip())
    assert not [line for line in lines if "://" in line or line.startswith("-")]
    locked = {line.split("==")[0].split("[")[0].lower().replace("_", "-") for line in lines}
    project = pyproject()["project"]
    wanted = project["dependencies"] + [
        r for extra in project["optional-dependencies"].values() for r in extra
    ]
    for requirement in wanted:
        name = requirement.split(">")[0].split("=")[0].split("[")[0].strip().lower()
        assert name == "pacslake" or name.replace("_", "-").replace(".", "-") in {
            n.replace(".", "-") for n in locked
        }, name


def test_the_version_stands_in_one_place() -> None:
    from pacslake.version import __version__

    assert f"## {__version__}" in (PROJECT / "CHANGELOG.md").read_text()


def test_a_wheel_built_through_the_sdist_carries_sql_and_bundle(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(PROJECT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for sql in (PROJECT / "catalog").rglob("*.sql"):
        assert f"pacslake/_catalog_sql/{sql.relative_to(PROJECT / 'catalog')}" in names
    for notebook in (PROJECT / "notebooks").glob("*.ipynb"):
        assert f"pacslake/_notebooks/{notebook.name}" in names
    for built in (PROJECT / "pacslake" / "widgets" / "static").glob("*"):
        assert f"pacslake/widgets/static/{built.name}" in names
    # Installed away from the source tree, the lake works.
    target = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "zipfile", "-e", str(wheel), str(target)], check=True, capture_output=True
    )
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pacslake; "
        "assert pacslake.__file__.startswith(sys.argv[1]), pacslake.__file__; "
        "lake = pacslake.init(sys.argv[2]); print(lake.sql('SELECT count(*) FROM series').fetchall()[0][0])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(target), str(tmp_path / "lake")],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert out.stdout.strip() == "0"


def test_no_public_name_is_hidden_by_a_module_of_the_same_name() -> None:
    """Loading `package/convert.py` binds `package.convert` to the module; the function of that name must win."""
    code = (
        "import importlib, pkgutil, sys, types, pacslake\n"
        "for m in pkgutil.walk_packages(pacslake.__path__, 'pacslake.'):\n"
        "    m.name.endswith('__main__') or importlib.import_module(m.name)\n"
        "hidden = [f'{n}.{a}' for n, m in list(sys.modules.items()) if n.startswith('pacslake.') and hasattr(m, '__path__')\n"
        "          for a in getattr(m, '__all__', ()) if isinstance(getattr(m, a), types.ModuleType)]\n"
        "print(*hidden)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


def test_no_two_test_files_have_one_name() -> None:
    """pytest imports them by their names alone."""
    names = [path.name for path in (PROJECT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
