"""A small lake with three people, for the tests of who sees what."""

from __future__ import annotations

from pathlib import Path

import pytest
from people_made import uid, write_people

import pacslake
from pacslake.lake import Lake
from pacslake.layout import LakeDir


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with P1 (two studies, 12 slices), P2 (8) and P3 (3), and a broken file; for reading."""
    folder = tmp_path_factory.mktemp("access")
    lake = pacslake.init(folder / "lake")
    lake.ingest(write_people(folder / "export"), workers=1)
    frozen = lake.cohort(
        f"SELECT SeriesInstanceUID FROM series WHERE SeriesInstanceUID = '{uid('series', 4)}'",
        name="one-series",
    )
    frozen.freeze()
    return lake


@pytest.fixture
def lake_dir(tmp_path: Path) -> LakeDir:
    """An empty lake's folder."""
    return LakeDir.create(tmp_path / "lake")
