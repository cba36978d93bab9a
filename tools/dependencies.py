"""What pacslake stands on: a table of licences, or a bill of materials (CycloneDX 1.6), of the packages of requirements.lock.

    python tools/dependencies.py licences
    python tools/dependencies.py sbom > sbom.json

Both read what is installed beside this Python. Exit code 1: a package has a licence that does not go with ours, or says none.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any, NamedTuple

PROJECT = Path(__file__).resolve().parents[1]
_LINE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)\s*(?:;.*)?$")
_UNFIT = re.compile(
    r"(?<![L])GPL|AGPL|GNU (?:Affero )?General Public|SSPL|Commons Clause|non-?commercial", re.IGNORECASE
)


class Package(NamedTuple):
    """A locked package; `licence` is empty where it says none, `version` that which is installed."""

    name: str
    version: str
    licence: str
    homepage: str


def locked() -> dict[str, str]:
    """Version by name of all packages of requirements.lock; the last line counts of those that have one per Python."""
    lines = (PROJECT / "requirements.lock").read_text("utf-8").splitlines()
    return {m[1]: m[2] for line in lines if (m := _LINE.match(line.strip()))}


def packages() -> list[Package]:
    """Those of the lock that this platform has."""
    out = []
    for name in locked():
        try:
            told = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another platform
        out.append(Package(name, told["Version"], licence_of(told), told.get("Home-page") or ""))
    return out


def licence_of(told: Any) -> str:
    """The licence that a package's metadata states: its SPDX expression, else its classifiers, else its own words."""
    expression = told.get("License-Expression")
    classifiers = [
        c.split("::")[-1].strip() for c in told.get_all("Classifier") or () if c.startswith("License ::")
    ]
    words = (told.get("License") or "").strip().splitlines()
    return str(expression or ", ".join(classifiers) or (words[0][:80] if words else ""))


def unfit(found: list[Package]) -> list[Package]:
    """Packages whose licence does not go with ours: those of the GPL's kind, and those that say none."""
    return [p for p in found if not p.licence or _UNFIT.search(p.licence)]


def sbom(found: list[Package]) -> dict[str, Any]:
    """The bill of materials (CycloneDX 1.6)."""
    own = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    version = importlib.metadata.version("pacslake")
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ''.join(map(str, found)))}",
        "metadata": {"component": {
            "type": "application", "bom-ref": "pacslake", "name": own["name"], "version": version, "purl": f"pkg:pypi/pacslake@{version}",
        }},
        "components": [
            {
                "type": "library", "bom-ref": f"pkg:pypi/{p.name.lower()}@{p.version}", "name": p.name, "version": p.version,
                "purl": f"pkg:pypi/{p.name.lower()}@{p.version}", "licenses": [{"license": {"name": p.licence}}] if p.licence else [],
            }
            for p in found
        ],
        "dependencies": [{"ref": "pacslake", "dependsOn": [f"pkg:pypi/{p.name.lower()}@{p.version}" for p in found]}],
    }  # fmt: skip


def main() -> int:
    """Print one of the two."""
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what not in ("licences", "sbom"):
        print(__doc__, file=sys.stderr)
        return 2
    found = packages()
    if what == "sbom":
        print(json.dumps(sbom(found), indent=1))
    else:
        for p in found:
            print(f"{p.name:32} {p.version:16} {p.licence or '(says none)'}")
    for p in unfit(found):
        print(f"{p.name}: its licence does not go with ours: {p.licence or 'it says none'}", file=sys.stderr)
    return 1 if unfit(found) else 0


if __name__ == "__main__":
    sys.exit(main())
