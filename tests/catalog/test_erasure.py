"""Erasure: a patient leaves every snapshot and every byte of the lake, and everything else stays as it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pydicom
import pytest

import pacslake
from pacslake import audit, synthetic
from pacslake.catalog import run_checks
from pacslake.catalog.erasure import finish
from pacslake.errors import NotFoundError, UsageError
from pacslake.lake import Lake

MARK = "ZZGONE"


def series(folder: Path, patient: str, *, seed: int) -> None:
    """One series of four slices of a patient whose identifiers all hold one mark."""
    synthetic.simple_series(folder, shape=(4, 8, 9), seed=seed)
    for path in (p for p in folder.rglob("*") if p.is_file()):
        ds = pydicom.dcmread(path)
        ds.PatientID, ds.PatientName = f"{patient}-7", f"{patient}^Ann"
        ds.StudyDescription = f"of {patient}"
        ds.save_as(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two patients, one of them in three snapshots and everywhere else that a lake keeps things."""
    tmp_path = tmp_path_factory.mktemp("erasure")
    series(tmp_path / "a" / "gone", MARK, seed=1)
    series(tmp_path / "b" / "other", "STAYS", seed=2)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "a", workers=1, copy=True)
    broken = next(p for p in (tmp_path / "a").rglob("*") if p.is_file())
    (tmp_path / "b" / "broken.dcm").write_bytes(broken.read_bytes()[:-30])
    lake.ingest(tmp_path / "b", workers=1, copy=True)
    lake.convert(workers=1)
    lake.cohort(f"SELECT volume_id FROM volume WHERE '{MARK}-7' <> ''", name="all").freeze()
    pacslake.catalog.publish(lake.dir)
    pacslake.catalog.compact(lake.dir)
    pacslake.catalog.refresh_derived(lake.dir)
    return tmp_path


@pytest.fixture
def lake(made: Path, tmp_path: Path) -> Lake:
    """A copy of that lake, with the exports beside it, for a test to change."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return pacslake.open(tmp_path / "lake")


def key_of(lake: Lake, patient: str) -> str:
    return lake.rows("SELECT patient_key FROM patient WHERE PatientID LIKE ?", [f"{patient}%"])[0][0]


def holds(lake: Lake, text: str) -> list[str]:
    """Files of the lake whose bytes, or whose rows, hold the text."""
    import pyarrow.parquet as pq

    found = []
    for path in lake.path.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".parquet":
            data += json.dumps(pq.read_table(path).to_pylist(), default=str).encode()
        if text.encode() in data:
            found.append(str(path.relative_to(lake.path)))
    return found


def test_a_patient_leaves_every_snapshot_and_every_file(lake: Lake) -> None:
    assert len(holds(lake, MARK)) > 5  # tables, originals, quarantine, published catalogue
    uids = [
        u
        for (u,) in lake.rows(
            "SELECT SOPInstanceUID FROM dicom_all WHERE StudyDescription LIKE ?", [f"%{MARK}"]
        )
    ]
    other = {i: pacslake.open(lake.path, snapshot=i).rows("SELECT count(*) FROM instance WHERE PatientID LIKE 'STAYS%'")
             for i in range(1, lake.snapshot_id + 1)}  # fmt: skip
    had = [
        i
        for i in other
        if pacslake.open(lake.path, snapshot=i).rows(
            "SELECT 1 FROM instance WHERE PatientID LIKE ?", [f"{MARK}%"]
        )
    ]
    report = lake.erase(key_of(lake, MARK), reason="ticket 4711")
    assert report.n_instances == 4 and report.outside == 5
    assert set(had) <= set(report.snapshots)
    assert holds(lake, MARK) == []
    for uid in uids:
        assert [p for p in holds(lake, uid) if "snapshots" not in p] == []
    for number, n in other.items():
        old = pacslake.open(lake.path, snapshot=number)
        assert old.rows("SELECT count(*) FROM instance WHERE PatientID LIKE 'STAYS%'") == n
        assert old.rows("SELECT count(*) FROM instance WHERE PatientID LIKE ?", [f"{MARK}%"]) == [(0,)]
        old.rows("SELECT * FROM series")
    assert lake.verify(deep=True) == []
    assert {name for name, rows in run_checks(lake.catalog).items() if rows} == set()


def test_what_is_left_works_as_before(lake: Lake, tmp_path: Path) -> None:
    query = "SELECT volume_id FROM volume v JOIN series s USING (SeriesInstanceUID) WHERE s.patient_key = ?"
    stays = key_of(lake, "STAYS")
    (volume_id,) = lake.rows(query, [stays])[0]
    before = np.asarray(lake.volume(volume_id).array)
    lake.erase(key_of(lake, MARK), reason="ticket 4711")
    np.testing.assert_array_equal(np.asarray(lake.volume(volume_id).array), before)
    assert lake.rows("SELECT volume_id FROM volume") == [(volume_id,)]
    assert lake.rows("SELECT n FROM cohort") == [(1,)]
    assert sorted(p.name for p in (lake.path / "volumes").iterdir()) == [f"{volume_id}.zarr"]
    lake.vacuum(older_than_hours=0)
    assert lake.verify(deep=True) == []
    assert lake.ingest(tmp_path / "a", workers=1).counts["stored"] == 4  # it was told: originals outside stay


def test_it_is_recorded_without_the_patient(lake: Lake) -> None:
    key = key_of(lake, MARK)
    report = lake.erase(key, reason="ticket 4711")
    begins, done = audit.events(lake.dir)
    assert (begins.action, done.action) == ("erase_begins", "erase")
    assert done.details["reason"] == "ticket 4711"
    assert done.details["snapshots"] == list(report.snapshots)
    assert audit.verify_audit(lake.dir) == []
    assert key not in (lake.path / "audit" / "audit.jsonl").read_text()


def test_a_kill_after_the_switch_is_finished_by_the_next_call(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pacslake.catalog import erasure

    key = key_of(lake, MARK)
    calls = []

    def killed(_: object) -> int:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr(erasure, "finish", killed)
    with pytest.raises(KeyboardInterrupt):
        lake.erase(key, reason="ticket 4711")
    monkeypatch.undo()
    assert lake.refresh().rows("SELECT count(*) FROM patient") == [(1,)]
    assert {fault.kind for fault in lake.verify()} == {"erased"}
    assert finish(lake.dir) > 0
    assert lake.verify(deep=True) == [] and holds(lake, MARK) == []


def test_a_version_behind_an_erased_one_counts_now(tmp_path: Path) -> None:
    series(tmp_path / "a", MARK, seed=1)
    first = min(p for p in (tmp_path / "a").rglob("*") if p.is_file())
    other = pydicom.dcmread(first)
    other.PatientID = "STAYS-9"
    (tmp_path / "b").mkdir()
    other.save_as(tmp_path / "b" / "same_uid.dcm")
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest([tmp_path / "a", tmp_path / "b"], workers=1)
    assert lake.rows("SELECT is_current FROM instance WHERE PatientID = 'STAYS-9'") == [(False,)]
    lake.erase(key_of(lake, MARK), reason="ticket 4711")
    assert lake.rows("SELECT PatientID, is_current, superseded_by FROM instance") == [("STAYS-9", True, None)]


def test_wrong_calls(lake: Lake) -> None:
    with pytest.raises(NotFoundError, match="patient_key"):
        lake.erase("nobody", reason="ticket 4711")
    with pytest.raises(UsageError, match="reason"):
        lake.erase(key_of(lake, MARK), reason=" ")
    with pytest.raises(UsageError, match="names the patient"):
        lake.erase(key_of(lake, MARK), reason=f"{MARK}-7 asked for it")
    assert list(audit.events(lake.dir)) == []
