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
    words: str = ""
    """What the field License says where `licence` is of classifiers; those of BSD and Apache name no version."""


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
        out.append(
            Package(name, told["Version"], licence_of(told), told.get("Home-page") or "", _words(told))
        )
    return out


def licence_of(told: Any) -> str:
    """The licence that a package's metadata states: its SPDX expression, else its classifiers, else its own words."""
    expression = told.get("License-Expression")
    classifiers = [
        c.split("::")[-1].strip() for c in told.get_all("Classifier") or () if c.startswith("License ::")
    ]
    return str(expression or ", ".join(classifiers) or _words(told))


def _words(told: Any) -> str:
    lines = (told.get("License") or "").strip().splitlines()
    return lines[0][:80] if lines else ""


def unfit(found: list[Package]) -> list[Package]:
    """Packages whose licence does not go with ours: those of the GPL's kind, and those that say none."""
    return [p for p in found if not p.licence or _UNFIT.search(p.licence)]


_SPDX = {
    "MIT License": "MIT", "ISC License (ISCL)": "ISC", "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "MIT No Attribution License (MIT-0)": "MIT-0",
    "Apache 2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0", "Apache License, Version 2.0": "Apache-2.0",
    "BSD 3-Clause": "BSD-3-Clause", "BSD 3-Clause License": "BSD-3-Clause", "BSD 2-Clause License": "BSD-2-Clause",
}  # fmt: skip
"""Names that can mean but one licence; "BSD License" and "Apache Software License" are kinds, so they are not here."""


def spdx(package: Package) -> str | None:
    """The licence as an SPDX expression; None where the package names a kind of licence only, or uses words of its own."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    for told in (package.licence, package.words):
        try:
            return str(canonicalize_license_expression(_SPDX.get(told, told)))
        except InvalidLicenseExpression:
            continue
    return None


def licence_entry(package: Package) -> list[dict[str, Any]]:
    """`licenses` of a component: an SPDX id, an expression of several, else the name as it is told."""
    found = spdx(package)
    if found is None:
        return [{"license": {"name": package.licence}}] if package.licence else []
    if " " in found:
        return [{"expression": found}]
    return [{"license": {"id": found}}]


def normal(name: str) -> str:
    """A name as package URLs and the index have it: `Foo.Bar_baz` is `foo-bar-baz`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needs(name: str, extras: frozenset[str] = frozenset()) -> dict[str, frozenset[str]]:
    """What an installed package with these extras asks for here: names, each with the extras that are asked of it."""
    from packaging.requirements import Requirement

    if name == "pacslake":  # as the project says now: what is installed may be older
        own = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
        texts = own["dependencies"] + [t for e in sorted(extras) for t in own["optional-dependencies"][e]]
    else:
        texts = importlib.metadata.requires(name) or []
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        wanted = Requirement(text)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": e}) for e in extras | {""}):
            inner = normal(wanted.name)
            found[inner] = found.get(inner, frozenset()) | frozenset(wanted.extras)
    return found


def graph(extras: frozenset[str]) -> dict[str, set[str]]:
    """Who needs whom, from pacslake with these extras downwards; the names are normal ones."""
    out: dict[str, set[str]] = {}
    asked: dict[str, frozenset[str]] = {}
    todo = [("pacslake", extras)]
    while todo:
        name, more = todo.pop()
        before = asked.get(name)
        if before is not None and more <= before:
            continue
        asked[name] = (before or frozenset()) | more
        try:
            inner = needs(name, asked[name])
        except importlib.metadata.PackageNotFoundError:
            continue  # of another platform, or not installed
        out.setdefault(name, set()).update(n for n in inner if n != name)
        todo += inner.items()
    return out


def sbom(found: list[Package]) -> dict[str, Any]:
    """The bill of materials (CycloneDX 1.6): what is needed always, by an extra (optional), or for work on pacslake (excluded)."""
    own = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    version = importlib.metadata.version("pacslake")
    extras = frozenset(own["optional-dependencies"])
    whole, always, product = graph(extras), graph(frozenset()), graph(extras - {"dev", "docs"})
    known = {normal(p.name): f"pkg:pypi/{normal(p.name)}@{p.version}" for p in found}

    def scope(name: str) -> str:
        return "required" if name in always else "optional" if name in product else "excluded"

    refs = {"pacslake": "pacslake", **known}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ''.join(map(str, found)))}",
        "metadata": {"component": {
            "type": "application", "bom-ref": "pacslake", "name": own["name"], "version": version,
            "purl": f"pkg:pypi/pacslake@{version}", "licenses": [{"license": {"id": own["license"]}}],
        }},
        "components": [
            {
                "type": "library", "bom-ref": known[normal(p.name)], "name": p.name, "version": p.version,
                "scope": scope(normal(p.name)), "purl": known[normal(p.name)], "licenses": licence_entry(p),
            }
            for p in found
        ],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(refs[n] for n in whole.get(name, ()) if n in refs)} for name, ref in refs.items()
        ],
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
