"""Generated pages are in step, and what exists is told of."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest
from docs_pages import PAGES, PROJECT


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    [
        "reference/cli.md",
        "reference/errors.md",
        "reference/settings.md",
        "reference/python.md",
        "reference/tables.md",
        "reference/reasons.md",
        "reference/conformance.md",
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
