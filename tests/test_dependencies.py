"""Licences of what is installed, and the bill of materials."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

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
    scopes = {c["name"]: c["scope"] for c in told["components"]}
    some = {"pydicom": "required", "pynetdicom": "optional", "openpyxl": "optional", "pytest": "excluded"}
    assert {name: scopes[name] for name in some} == some


def test_the_graph_says_who_needs_whom() -> None:
    told = tool.sbom(tool.packages())
    graph = {d["ref"]: d["dependsOn"] for d in told["dependencies"]}
    refs = {c["bom-ref"] for c in told["components"]}
    assert set(graph) == refs | {"pacslake"} and all(set(to) <= refs for to in graph.values())

    def of(name: str) -> set[str]:
        (ref,) = [r for r in graph if r.startswith(f"pkg:pypi/{name}@")]
        return {r.removeprefix("pkg:pypi/").split("@")[0] for r in graph[ref]}

    # As their makers say: highdicom stands on pydicom, anywidget on ipywidgets; numpy on nothing.
    assert "pydicom" in of("highdicom") and "ipywidgets" in of("anywidget") and of("numpy") == set()
    reached, todo = set(), ["pacslake"]
    while todo:
        ref = todo.pop()
        todo += set(graph[ref]) - reached
        reached |= set(graph[ref])
    assert reached == refs, "each component is there because something needs it"


def test_the_bill_of_materials_is_valid_by_the_schema_of_cyclonedx() -> None:
    schema = pytest.importorskip("cyclonedx.schema")
    from cyclonedx.validation.json import JsonStrictValidator

    judge = JsonStrictValidator(schema.SchemaVersion.V1_6)
    told = tool.sbom(tool.packages())
    assert judge.validate_str(json.dumps(told)) is None
    told["components"][0]["licenses"] = [{"license": {"id": "BSD License"}}]  # no id of SPDX
    assert judge.validate_str(json.dumps(told)) is not None


@pytest.mark.parametrize(
    ("licence", "words", "entry"),
    [
        ("MIT License", "", {"license": {"id": "MIT"}}),
        ("Apache-2.0 OR BSD-3-Clause", "", {"expression": "Apache-2.0 OR BSD-3-Clause"}),
        ("BSD License", "BSD-3-Clause", {"license": {"id": "BSD-3-Clause"}}),
        ("BSD License", "BSD", {"license": {"name": "BSD License"}}),
        ("Apache Software License", "Apache License, Version 2.0", {"license": {"id": "Apache-2.0"}}),
    ],
)
def test_a_licence_has_its_spdx_id_where_its_name_means_but_one(
    licence: str, words: str, entry: dict
) -> None:
    assert tool.licence_entry(tool.Package("x", "1", licence, "", words)) == [entry]
