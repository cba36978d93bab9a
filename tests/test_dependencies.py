"""Licences of what is installed, and the bill of materials."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).resolve().parents[1] / "tools" / "dependencies.py"
_spec = importlib.util.spec_from_file_location("dependencies", TOOL)
assert _spec and _spec.loader
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)


def test_no_package_of_the_lock_has_a_licence_that_does_not_go_with_ours() -> None:
    found = tool.packages()
    assert len(found) > 100
    assert tool.unfit(found) == []


def test_an_unfit_licence_is_told() -> None:
    licences = {
        "GPL-3.0-only": True, "GNU General Public License v2 (GPLv2)": True, "AGPL-3.0-or-later": True, "": True,
        "GPL-3.0-only AND LGPL-3.0-only": True, "LGPL-3.0-only": False, "GNU Lesser General Public License v3 (LGPLv3)": False, "MIT": False, "Apache-2.0 OR BSD-3-Clause": False,
    }  # fmt: skip
    for text, want in licences.items():
        assert bool(tool.unfit([tool.Package("x", "1", text, "")])) is want, text


def test_the_bill_of_materials_names_every_package_with_its_version() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "sbom"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    installed = {d.name: d.version for d in importlib.metadata.distributions()}
    purls = [c["purl"] for c in told["components"]]
    assert len(set(purls)) == len(purls) and f"pkg:pypi/pydicom@{installed['pydicom']}" in purls
    assert {c["name"] for c in told["components"]} <= set(tool.locked())
    # The lock has several lines for packages whose version depends on the Python, these among them.
    versions = {c["name"]: c["version"] for c in told["components"]}
    for name in ("numpy", "scipy", "zarr"):
        assert versions[name] == installed[name]
    assert told["dependencies"][0]["dependsOn"] == purls
