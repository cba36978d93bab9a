"""A lake of six small series of four made-up patients, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pacslake
from pacslake.synthetic import simple_series


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("compute")
    for seed in range(6):
        simple_series(
            place / "in" / str(seed), (3, 8, 8 + seed % 2), seed=seed, PatientID=f"P{seed % 4}",
            PatientName=f"Surname{seed % 4}^Given", StudyDate=f"202401{10 + seed}",
        )  # fmt: skip
    lake = pacslake.init(place / "lake")
    lake.ingest(place / "in")
    assert lake.rows("SELECT count(*) FROM volume WHERE verdict = 'regular'") == [(6,)]
    return place


@pytest.fixture
def lake(template, tmp_path) -> pacslake.Lake:
    shutil.copytree(template / "lake", tmp_path / "lake")
    return pacslake.open(tmp_path / "lake")


@pytest.fixture
def volumes(lake):
    return lake.cohort("SELECT volume_id FROM volume ORDER BY volume_id", name="all")
