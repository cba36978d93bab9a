"""Every block of the docs runs, in two files so that two processes share the pages: the others."""

from pathlib import Path

import pytest
from docs_pages import PROJECT, RUNNABLE, run_page


@pytest.mark.parametrize("page", RUNNABLE[1::2], ids=lambda p: str(p.relative_to(PROJECT)))
def test_the_blocks_of_a_page_run_in_order(
    page: Path, export: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    run_page(page, export, tmp_path, request)
