"""The docs as a site: built strictly, whole, and without anything that is fetched from elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
pytest.importorskip("material", reason="the extra docs is not installed")


def build(config: Path, into: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(into)]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=env)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("site")
    done = build(PROJECT / "mkdocs.yml", into)
    assert done.returncode == 0, done.stderr
    return into


class Fetched(HTMLParser):
    """The addresses that a browser fetches when it shows a page; links that a reader may follow are not among them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("script", "img", "iframe", "source"):
            self.found.append(told.get("src") or "")
        elif tag == "link" and told.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.found.append(told.get("href") or "")


def test_every_page_is_in_the_site(site: Path) -> None:
    pages = [p.relative_to(PROJECT / "docs").with_suffix(".html") for p in (PROJECT / "docs").rglob("*.md")]
    assert len(pages) > 20
    assert [str(p) for p in pages if not (site / p).is_file()] == []
    assert not list(site.rglob("*.py"))


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        fetched = [a for a in Fetched(text).found if a]
        assert fetched and not [a for a in fetched if "://" in a or a.startswith("//")], page.name
        # The theme would fetch the program that draws these from a public server.
        assert 'class="mermaid"' not in text, page.name


def test_what_a_page_fetches_is_in_the_site(site: Path) -> None:
    for page in (p for p in site.rglob("*.html") if p.name != "404.html"):  # its addresses begin at the root
        for address in filter(None, Fetched(page.read_text(encoding="utf-8")).found):
            assert address.startswith("data:") or (page.parent / address.split("?")[0]).is_file(), address


def test_the_search_knows_every_command(site: Path) -> None:
    import typer

    from pacslake.cli import app

    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    titles = {entry["title"] for entry in index["docs"]}
    assert {f"pacslake {name}" for name in typer.main.get_command(app).commands} <= titles


def test_a_link_that_leads_nowhere_stops_the_build(tmp_path: Path) -> None:
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Start\n\n[gone](gone.md)\n")
    done = build(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert done.returncode != 0
    assert "gone.md" in done.stderr
