"""Lakes for tests of ingest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import pacslake
from pacslake import ingest
from pacslake.ingest import IngestReport
from pacslake.lake import Lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """An empty lake."""
    return pacslake.init(tmp_path / "lake")


@pytest.fixture
def take_in(lake: Lake) -> Callable[..., IngestReport]:
    """Ingest alone, without the stages that follow it, in this process."""

    def run(source: object, **options: object) -> IngestReport:
        return ingest.run(lake, source, **{"workers": 1, **options})  # type: ignore[arg-type]

    return run
