"""The catalogue as Delta tables: the same files, read by other readers, in step with the newest snapshot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import pacslake
from pacslake import catalog, synthetic
from pacslake.errors import MissingExtraError
from pacslake.lake import Lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    synthetic.simple_series(tmp_path / "first", shape=(4, 6, 6))
    synthetic.simple_series(tmp_path / "second", shape=(3, 6, 6), seed=9)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "first", workers=1)
    return lake


def parquet_files(lake: Lake) -> set[str]:
    return {str(p) for p in (lake.path / "catalog" / "tables").rglob("*.parquet")}


def rows_by_arrow(folder: str, columns: list[str]) -> list[tuple]:
    """By deltalake's file list and pyarrow alone."""
    deltalake = pytest.importorskip("deltalake")
    table = deltalake.DeltaTable(folder).to_pyarrow_table(columns=columns)
    return sorted(zip(*(table.column(c).to_pylist() for c in columns), strict=True))


def test_another_reader_sees_the_same_rows_of_the_same_files(lake: Lake) -> None:
    pytest.importorskip("deltalake")
    before = parquet_files(lake)
    done = catalog.publish_delta(lake.dir)
    assert parquet_files(lake) == before  # nothing was copied
    assert done.snapshot_id == lake.snapshot_id
    assert set(done.tables) >= {"instance_row", "file", "volume", "volume_frame", "header_own", "batch"}
    columns = ["SOPInstanceUID", "Rows", "ImagePositionPatient", "acquisition_datetime", "is_current"]
    want = lake.rows(f"SELECT {', '.join(columns)} FROM instance_row")
    assert rows_by_arrow(done.tables["instance_row"], columns) == sorted(want)
    for name, folder in done.tables.items():
        key = catalog.history.row_key(lake.catalog.snapshot, name)[0]
        assert len(rows_by_arrow(folder, [key])) == lake.rows(f"SELECT count(*) FROM {name}")[0][0], name


def test_it_follows_commits_compaction_and_new_columns(lake: Lake, tmp_path: Path) -> None:
    pytest.importorskip("deltalake")
    folder = catalog.publish_delta(lake.dir).tables["instance_row"]
    assert len(rows_by_arrow(folder, ["SOPInstanceUID"])) == 4
    lake.ingest(tmp_path / "second", workers=1)
    assert len(rows_by_arrow(folder, ["SOPInstanceUID"])) == 4  # until it is published again
    catalog.publish_delta(lake.dir)
    assert len(rows_by_arrow(folder, ["SOPInstanceUID"])) == 7
    catalog.compact(lake.dir)
    catalog.publish_delta(lake.dir)
    assert len(rows_by_arrow(folder, ["SOPInstanceUID"])) == 7
    lake.refresh().promote_tag("StudyStatusID", name="status")
    catalog.publish_delta(lake.dir)
    assert rows_by_arrow(folder, ["status"]) == [(None,)] * 7


def test_the_logs_hold_no_values_and_stand_in_nobodys_way(lake: Lake) -> None:
    pytest.importorskip("deltalake")
    catalog.publish_delta(lake.dir)
    logs = b"".join(p.read_bytes() for p in lake.path.rglob("_delta_log/*.json"))
    assert b"numRecords" in logs
    for value in (
        v for row in lake.rows("SELECT PatientID, PatientName, StudyInstanceUID FROM instance") for v in row
    ):
        assert value.encode() not in logs
    assert lake.verify() == []
    lake.vacuum(older_than_hours=0)
    folder = lake.path / "catalog" / "tables" / "instance_row"
    assert len(rows_by_arrow(str(folder), ["SOPInstanceUID"])) == 4
    lake.erase(lake.rows("SELECT patient_key FROM patient")[0][0], reason="ticket 1")
    assert list(lake.path.rglob("_delta_log")) == []  # it named files that are gone


def test_without_the_package_the_extra_is_named(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(MissingExtraError, match=r"pacslake\[delta\]"):
        catalog.publish_delta(lake.dir)
