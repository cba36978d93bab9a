"""A dry run says what would come: outcomes, volumes, conflicts, identifying columns, disk; and writes nothing."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest

import pacslake
from pacslake import synthetic
from pacslake.lake import Lake


def contents(lake: Lake) -> dict[str, bytes]:
    return {str(p.relative_to(lake.path)): p.read_bytes() for p in lake.path.rglob("*") if p.is_file()}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    synthetic.simple_series(tmp_path / "export", shape=(5, 8, 8))
    return tmp_path / "export"


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def test_it_foretells_what_the_run_does(export: Path, tmp_path: Path) -> None:
    ds = pydicom.dcmread(files(export)[0])
    ds.ImageType = ["ORIGINAL", "PRIMARY", "OTHER"]
    ds.save_as(export / "zz_conflict")
    lake = pacslake.init(tmp_path / "lake")
    before = contents(lake)
    told = lake.ingest(export, dry_run=True, workers=1)
    assert contents(lake) == before
    done = lake.ingest(export, workers=1, copy=True)
    assert told.counts == done.counts and told.counts["conflict"] == 1
    assert [(f.outcome, f.uri) for f in told.faults] == [(f.outcome, f.uri) for f in done.faults]
    assert told.rehearsal is not None
    volumes = lake.dicts(
        "SELECT SeriesInstanceUID, volume_id, kind, verdict, reason_codes, shape, dtype, axes FROM volume"
    )
    assert told.rehearsal["volumes"] == volumes and told.rehearsal["n_volumes"] == 1
    assert told.rehearsal["verdicts"] == {"regular": 1}
    kept = sum(p.stat().st_size for p in (lake.path / "objects").rglob("*.dcm"))
    assert told.rehearsal["disk"]["copy_bytes"] == kept
    assert told.rehearsal["disk"]["free_bytes"] > 0 and told.rehearsal["disk"]["catalogue_bytes"] > 0
    assert "conflict" in str(told) and "would plan 1 volumes" in str(told) and "disk: " in str(told)


def test_identifying_columns_are_counted_and_not_shown(export: Path, tmp_path: Path) -> None:
    for path in files(export)[:3]:
        ds = pydicom.dcmread(path)
        ds.OperatorsName = "Secret^Person"
        ds.save_as(path)
    told = pacslake.init(tmp_path / "lake").ingest(export, dry_run=True, workers=1)
    assert told.rehearsal is not None
    found = told.rehearsal["identifying"]
    assert found["OperatorsName"] == 3 and found["PatientID"] == 5
    assert "Secret" not in str(told) + str(told.to_dict())


def test_a_series_that_is_there_in_part_is_planned_whole(export: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(files(export)[:3], workers=1)
    lake.promote_tag("StudyStatusID")  # a column that only this lake has
    told = lake.ingest(export, dry_run=True, workers=1)
    assert told.rehearsal is not None
    (volume,) = told.rehearsal["volumes"]
    lake.ingest(export, workers=1)
    assert lake.rows("SELECT volume_id, shape FROM volume") == [(volume["volume_id"], volume["shape"])]
    assert volume["shape"] == [5, 8, 8]
