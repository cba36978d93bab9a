"""A served lake of pydicom's own test files and two people, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom.data import get_testdata_file
from serving import SHIPPED, Served, ct_slice, start

import pacslake
from pacslake.access import Rule, manage


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    export = folder / "export"
    export.mkdir()
    for name in SHIPPED:
        (export / name).write_bytes(Path(str(get_testdata_file(name))).read_bytes())
    for patient, name, series in (("P1", "Ahrens^Anna", 1), ("P2", "Brandt^Bernd", 2)):
        for k in range(4):
            ct_slice(patient, name, series, k).save_as(
                export / f"{patient}-{k}.dcm", enforce_file_format=True
            )
    lake = pacslake.init(folder / "lake")
    lake.ingest(export, workers=1)
    manage.add_project(
        lake.catalog, "anna", Rule("sql", "SELECT StudyInstanceUID FROM study WHERE PatientID = 'P1'")
    )
    manage.add_account(lake.dir, "one", role="reader", projects=["anna"])
    one = manage.issue_token(lake.dir, "one")
    tokens = {
        "reader": manage.issue_token(lake.dir, "reader", projects=["*"]).token,
        "curator": manage.issue_token(lake.dir, "curator", role="curator", projects=["*"]).token,
        "of_one": one.token,
    }
    process, said = start("serve", "--lake", str(lake.path), "--port", "0")
    yield Served(said["url"], lake.path, export, **tokens)
    process.terminate()
    assert process.wait(20) == 0
