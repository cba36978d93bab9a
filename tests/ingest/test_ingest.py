"""Every file ends in exactly one of six ways, with a reason, whatever is in the export."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest
from messy import ROOT, ct, data, messy_export, tarred, write, zipped

from pacslake import ingest
from pacslake.errors import PolicyError, UsageError
from pacslake.ingest import IngestReport
from pacslake.lake import Lake
from pacslake.source import opening

Run = Callable[..., IngestReport]
CASES = ("PX-", "ID-", "CX-11")


def outcomes(lake: Lake) -> dict[str, int]:
    return dict(lake.rows("SELECT outcome, count(*) FROM file GROUP BY 1"))


def table(lake: Lake, query: str) -> list[tuple[object, ...]]:
    return lake.rows(query + " ORDER BY ALL")


# --- known answers ---------------------------------------------------------------------------------


def case_names() -> list[str]:
    folder = (
        Path(os.environ.get("PACSLAKE_CORPUS") or Path(__file__).parents[3] / "shared" / "data") / "cases"
    )
    return (
        sorted(p.name for p in folder.glob("*") if p.name.startswith(CASES))
        if folder.is_dir()
        else ["absent"]
    )


@pytest.mark.corpus
@pytest.mark.parametrize("name", case_names())
def test_case_has_its_known_outcomes(name: str, corpus: Path, lake: Lake, take_in: Run) -> None:
    expected = json.loads((corpus / "cases" / name / "expected.json").read_text())
    report = take_in(corpus / "cases" / name / "input")
    want = {k: n for k, n in expected.get("files", {}).items() if k != "scanned"}
    if want:
        assert outcomes(lake) == want
        assert {k: n for k, n in report.counts.items() if n} == want
    if "instances" in expected:
        assert lake.rows("SELECT count(*) FROM instance WHERE is_current")[0][0] == expected["instances"]
    codes = {code for (code,) in lake.rows("SELECT DISTINCT code FROM issue")}
    if not name.startswith("CX"):
        assert set(expected.get("flags", ())) <= codes
    for file, text in {**expected.get("conflict", {}), **expected.get("quarantined", {})}.items():
        (reason,) = lake.rows("SELECT reason FROM file WHERE ends_with(uri, ?)", ["/" + file])[0]
        assert text in reason


@pytest.mark.corpus
def test_every_file_of_real_exports_ends_once_and_says_why(corpus: Path, lake: Lake, take_in: Run) -> None:
    source = corpus / "odd-orthanc"
    n = sum(1 for p in source.rglob("*") if p.is_file())
    report = take_in(source)
    assert sum(outcomes(lake).values()) == report.n_files == n
    silent = "outcome IN ('quarantined', 'conflict', 'not_dicom') AND coalesce(reason, '') = ''"
    assert lake.rows(f"SELECT count(*) FROM file WHERE {silent}") == [(0,)]


# --- a messy export --------------------------------------------------------------------------------


def test_messy_export_adds_up(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    want = messy_export(tmp_path / "export")
    report = take_in(tmp_path / "export")
    assert report.counts == want
    assert outcomes(lake) == {k: n for k, n in want.items() if n}
    n = lake.rows("SELECT count(*), count(DISTINCT file_id), count(DISTINCT uri) FROM file")
    assert n == [(sum(want.values()),) * 3]
    assert lake.rows("SELECT count(*) FILTER (WHERE is_current), count(*) FROM instance") == [(17, 19)]
    assert lake.rows("SELECT count(*) FROM frame") == [(19,)]
    row = lake.dicts("SELECT * FROM batch")[0]
    assert row["status"] == "done"
    assert {k: row[f"n_{k}"] for k in want} == want
    assert row["n_files"] == sum(want.values())


def test_reasons_and_reports_hold_no_identifying_value(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    messy_export(tmp_path / "export")
    report = take_in(tmp_path / "export")
    texts = [r for (r,) in lake.rows("SELECT reason FROM file WHERE reason IS NOT NULL")]
    texts += [m for (m,) in lake.rows("SELECT message FROM issue")]
    texts += [p.read_text() for p in (lake.path / "logs").iterdir()] + [str(report)]
    assert len(texts) > 10
    assert not [t for t in texts if "MADE" in t or "OTHER^NAME" in t]


def test_unchanged_files_are_not_read_again(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    want = messy_export(tmp_path / "export")
    take_in(tmp_path / "export")
    before = table(lake, "SELECT * FROM file")
    again = take_in(tmp_path / "export")
    # What could not be examined is tried again, and found as it was.
    assert again.n_files == again.n_unchanged == sum(want.values())
    assert again.n_bytes == 0
    assert table(lake, "SELECT * FROM file") == before


def test_parallel_workers_give_the_same_rows(
    tmp_path: Path, lake: Lake, take_in: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pacslake
    from pacslake.ingest import engine, plan

    messy_export(tmp_path / "export")
    take_in(tmp_path / "export")
    monkeypatch.setattr(plan, "UNIT_FILES", 3)
    monkeypatch.setattr(engine, "COMMIT_FILES", 7)
    other = pacslake.init(tmp_path / "other")
    ingest.run(other, tmp_path / "export", workers=2)
    for query in (
        "SELECT file_id, uri, outcome, reason, sha256, instance_version_id FROM file",
        "SELECT instance_version_id, file_id, is_current, superseded_by FROM instance",
        "SELECT level, entity_id, code, message FROM issue",
        "SELECT instance_version_id, frame_index, frame_offset FROM frame",
        "SELECT instance_version_id, path, value_text FROM element",
    ):
        assert table(other, query) == table(lake, query), query


def test_first_in_path_order_stays_current_and_the_conflict_is_kept(
    tmp_path: Path, lake: Lake, take_in: Run
) -> None:
    write(tmp_path / "x", {"b": data(ct(1, value=5)), "a": data(ct(1)), "c": data(ct(1, value=5))})
    take_in(tmp_path / "x")
    rows = dict(lake.rows("SELECT right(uri, 1), outcome FROM file"))
    assert rows == {"a": "stored", "b": "conflict", "c": "duplicate"}
    current = "SELECT right(f.uri, 1), i.is_current FROM instance i JOIN file f USING (file_id) ORDER BY 1"
    assert lake.rows(current) == [("a", True), ("b", False)]
    (reason,) = lake.rows("SELECT reason FROM file WHERE outcome = 'conflict'")[0]
    assert reason.endswith("other content: pixels differ")
    assert lake.rows("SELECT level, code, keyword FROM issue WHERE code = 'sop_uid_conflict'") == [
        ("instance", "sop_uid_conflict", "PixelData")
    ]


def test_what_is_in_the_lake_stays_current(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path / "z", {"z": data(ct(1))})
    write(tmp_path / "a", {"a": data(ct(1, name="OTHER^NAME"))})
    take_in(tmp_path / "z")
    take_in(tmp_path / "a")
    assert dict(lake.rows("SELECT right(uri, 1), outcome FROM file")) == {"z": "stored", "a": "conflict"}
    (reason,) = lake.rows("SELECT reason FROM file WHERE outcome = 'conflict'")[0]
    assert reason.endswith("header differs in PatientName")


# --- files that change -----------------------------------------------------------------------------


def test_touched_file_keeps_its_outcome(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path / "x", {"a": data(ct(1)), "b": data(ct(1)), "c": data(ct(1, value=9))})
    take_in(tmp_path / "x")
    before = table(lake, "SELECT right(uri, 1), outcome, reason, instance_version_id FROM file")
    rows = table(lake, "SELECT * FROM instance_row")
    for name in "abc":
        os.utime(tmp_path / "x" / name, (1, 1))
    report = take_in(tmp_path / "x")
    assert report.counts["stored"] == report.counts["duplicate"] == report.counts["conflict"] == 1
    assert table(lake, "SELECT right(uri, 1), outcome, reason, instance_version_id FROM file") == before
    assert table(lake, "SELECT * FROM instance_row") == rows


def test_changed_file_replaces_its_old_content(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path / "x", {"a": data(ct(1)), "b": data(ct(2))})
    take_in(tmp_path / "x")
    write(tmp_path / "x", {"a": data(ct(1, name="CORRECTED^NAME"))})
    report = take_in(tmp_path / "x")
    assert report.counts["stored"] == 1
    assert lake.rows("SELECT count(*), count(*) FILTER (WHERE outcome = 'stored') FROM file") == [(2, 2)]
    names = "SELECT PatientName, is_current FROM instance ORDER BY SOPInstanceUID"
    assert lake.rows(names) == [("CORRECTED^NAME", True), ("MADE^UP", True)]
    assert lake.rows("SELECT count(*) FROM frame") == [(2,)]


def test_duplicate_takes_the_place_of_a_changed_file(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path / "x", {"a": data(ct(1)), "b": data(ct(1), implicit=True), "c": data(ct(1))})
    take_in(tmp_path / "x")
    write(tmp_path / "x", {"a": data(ct(1, value=50))})
    take_in(tmp_path / "x")
    assert dict(lake.rows("SELECT right(uri, 1), outcome FROM file")) == {
        "a": "conflict",
        "b": "stored",
        "c": "duplicate",
    }
    holders = "SELECT right(f.uri, 1), i.is_current FROM instance i JOIN file f USING (file_id) ORDER BY 1"
    assert lake.rows(holders) == [("a", False), ("b", True)]
    ids = lake.rows("SELECT count(DISTINCT instance_version_id) FROM file WHERE right(uri, 1) IN ('b', 'c')")
    assert ids == [(1,)]


def test_conflict_becomes_current_when_the_current_is_gone(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path / "x", {"a": data(ct(1)), "b": data(ct(1, value=50))})
    take_in(tmp_path / "x")
    write(tmp_path / "x", {"a": b"no longer an image"})
    take_in(tmp_path / "x")
    assert dict(lake.rows("SELECT right(uri, 1), outcome FROM file")) == {"a": "not_dicom", "b": "stored"}
    assert lake.rows("SELECT is_current, superseded_by FROM instance") == [(True, None)]
    assert lake.rows("SELECT count(*) FROM issue WHERE code = 'sop_uid_conflict'") == [(0,)]


def test_checksum_finds_a_change_that_size_and_time_hide(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    path = tmp_path / "x" / "a"
    write(tmp_path / "x", {"a": data(ct(1))})
    take_in(tmp_path / "x")
    stat = path.stat()
    path.write_bytes(data(ct(1, value=7)))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert take_in(tmp_path / "x").n_unchanged == 1
    assert take_in(tmp_path / "x", checksum=True).counts["stored"] == 1
    assert take_in(tmp_path / "x", checksum=True).n_unchanged == 1


def test_files_that_are_gone_keep_their_rows(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path / "x", {"a": data(ct(1)), "b": data(ct(2))})
    take_in(tmp_path / "x")
    shutil.move(tmp_path / "x" / "b", tmp_path / "b")
    assert take_in(tmp_path / "x").n_vanished == 1
    assert lake.rows("SELECT right(uri, 1), vanished FROM file ORDER BY 1") == [("a", False), ("b", True)]
    assert take_in(tmp_path / "x").n_vanished == 0
    shutil.move(tmp_path / "b", tmp_path / "x" / "b")
    report = take_in(tmp_path / "x")
    assert (report.n_unchanged, report.n_files) == (2, 2)
    assert lake.rows("SELECT count(*) FROM file WHERE vanished") == [(0,)]


# --- archives and media ----------------------------------------------------------------------------


def test_every_stored_object_can_be_opened_by_its_uri(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    messy_export(tmp_path / "export")
    take_in(tmp_path / "export")
    rows = lake.dicts(
        "SELECT uri, object_uri, sha256, pixel_offset, pixel_length FROM file WHERE outcome = 'stored'"
    )
    import hashlib

    for row in rows:
        where = opening.locate(row, lake.path)
        assert hashlib.sha256(opening.open_bytes(where)).hexdigest() == row["sha256"]
        pixels = opening.read_range(where, row["pixel_offset"], row["pixel_length"])
        assert len(pixels) == 128 and len(set(pixels[::2])) == 1
    assert sum("!" in row["uri"] for row in rows) == 4


def test_unchanged_archive_is_not_opened(
    tmp_path: Path, lake: Lake, take_in: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pacslake.source import archive

    write(
        tmp_path / "x",
        {"a.zip": zipped({"1": data(ct(1)), "t": b"text"}), "b.tgz": tarred({"2": data(ct(2))})},
    )
    assert take_in(tmp_path / "x").n_stored == 2
    monkeypatch.setattr(archive, "expand", None)
    report = take_in(tmp_path / "x")
    assert (report.n_files, report.n_unchanged) == (3, 3)


def test_archive_as_source(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path, {"a.zip": zipped({"p/1": data(ct(1)), "p/2": data(ct(2))})})
    assert take_in(tmp_path / "a.zip").n_stored == 2
    rows = lake.rows("SELECT uri, container_uri, member_name FROM file ORDER BY uri")
    assert rows[0] == (f"{tmp_path}/a.zip!p/1", f"{tmp_path}/a.zip", "p/1")


def test_list_of_files_as_source(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path / "x", {"a": data(ct(1)), "b": data(ct(2)), "c": data(ct(3))})
    report = take_in([tmp_path / "x" / "c", str(tmp_path / "x" / "a")])
    assert report.n_stored == 2
    assert take_in(tmp_path / "x").counts["stored"] == 1


def test_media_directory_and_its_missing_files(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    from pydicom.data import get_testdata_file

    source = Path(get_testdata_file("DICOMDIR", download=False)).parent
    shutil.copytree(source, tmp_path / "media")
    directories = [
        p for p in (tmp_path / "media").rglob("*") if p.is_file() and p.name.startswith("DICOMDIR")
    ]
    referenced = [
        list(r.ReferencedFileID)
        for r in pydicom.dcmread(tmp_path / "media" / "DICOMDIR").DirectoryRecordSequence
        if "ReferencedFileID" in r
    ]
    victim = (tmp_path / "media").joinpath(*referenced[0])
    victim.unlink()
    take_in(tmp_path / "media" / "DICOMDIR")
    assert outcomes(lake)["dicomdir"] == len(directories)
    text = lake.rows(
        "SELECT message FROM issue JOIN file ON file_id = entity_id "
        "WHERE code = 'dicomdir_reference_missing' AND ends_with(uri, '/DICOMDIR')"
    )
    assert text == [(f"1 of {len(referenced)} files that the medium's directory names are not there",)]


# --- copies, dry runs, objects in memory -----------------------------------------------------------


def test_copies_are_named_by_their_content(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    import hashlib

    want = messy_export(tmp_path / "export")
    report = take_in(tmp_path / "export", copy=True)
    assert report.counts == want
    for row in lake.dicts(
        "SELECT object_uri, sha256, outcome FROM file WHERE outcome IN ('stored', 'conflict')"
    ):
        assert row["object_uri"] == f"objects/{row['sha256'][:2]}/{row['sha256']}.dcm"
        assert hashlib.sha256((lake.path / row["object_uri"]).read_bytes()).hexdigest() == row["sha256"]
    shutil.rmtree(tmp_path / "export")
    rows = lake.dicts("SELECT uri, object_uri FROM file WHERE outcome = 'stored'")
    assert all(opening.open_bytes(opening.locate(row, lake.path))[128:132] == b"DICM" for row in rows)


def test_quarantine_says_what_and_why(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    messy_export(tmp_path / "export")
    report = take_in(tmp_path / "export", copy=True)
    folder = lake.path / "quarantine" / report.batch_id
    lines = [json.loads(line) for line in (folder / "reasons.jsonl").read_text().splitlines()]
    assert len(lines) == report.counts["quarantined"]
    assert all(line["reason"] and line["uri"].startswith(str(tmp_path)) for line in lines)
    truncated = next(line for line in lines if line["uri"].endswith("truncated.dcm"))
    assert (folder / f"{truncated['file_id']}.bin").read_bytes() == (
        tmp_path / "export/b/truncated.dcm"
    ).read_bytes()


def test_dry_run_says_the_same_and_writes_nothing(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    want = messy_export(tmp_path / "export")
    before = sorted(p for p in lake.path.rglob("*"))
    report = take_in(tmp_path / "export", dry_run=True, copy=True)
    assert report.counts == want
    assert sorted(p for p in lake.path.rglob("*")) == before
    assert str(report).startswith("would scan")


def test_data_set_in_memory_is_kept_and_known(lake: Lake) -> None:
    report = ingest.add(lake, ct(1))
    assert report.n_stored == 1
    assert ingest.add(lake, ct(1)).n_stored == 0
    row = lake.dicts("SELECT uri, object_uri FROM file")[0]
    assert row["uri"].startswith("objects/")
    assert (
        pydicom.dcmread(opening.local_file(opening.locate(row, lake.path))).SOPInstanceUID == f"{ROOT}.1.1.1"
    )


def test_only_objects_and_paths_can_be_added(lake: Lake) -> None:
    with pytest.raises(UsageError, match="neither a path nor a pydicom data set"):
        ingest.add(lake, 3)


def test_missing_source_is_a_usage_error(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    with pytest.raises(UsageError, match="there is no file or folder"):
        take_in(tmp_path / "nowhere")


def test_research_lake_takes_only_what_was_cleaned(tmp_path: Path) -> None:
    import pacslake

    write(tmp_path / "x", {"a": data(ct(1))})
    with pytest.raises(PolicyError, match="pacslake deid"):
        ingest.run(pacslake.init(tmp_path / "research", zone="research"), tmp_path / "x")


def test_lake_inside_its_source_is_left_out(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    write(tmp_path, {"x/a": data(ct(1))})
    report = take_in(tmp_path, copy=True)
    assert report.n_stored == 1 and report.n_files == 1
    assert take_in(tmp_path).n_files == 1


def test_folder_without_files_warns(tmp_path: Path, take_in: Run) -> None:
    (tmp_path / "x").mkdir()
    assert "holds no file" in str(take_in(tmp_path / "x"))


def test_progress_reaches_the_total(tmp_path: Path, take_in: Run) -> None:
    write(tmp_path / "x", {str(n): data(ct(n)) for n in range(4)})
    calls: list[tuple[int, int]] = []
    take_in(tmp_path / "x", progress=lambda done, total=None, **_: calls.append((done, total)))
    assert calls[-1] == (4, 4)


# --- across instances ------------------------------------------------------------------------------


def test_faults_across_instances(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    varying = ct(2, series=2)
    varying.SeriesDescription = "12:00:01"
    first = ct(1, series=2)
    first.SeriesDescription = "12:00:00"
    stranger = ct(1, study=2, name="SOMEONE^ELSE")
    moved = ct(3, series=2)
    moved.StudyInstanceUID = f"{ROOT}.2"
    write(tmp_path / "x", {str(i): data(ds) for i, ds in enumerate([varying, first, stranger, moved])})
    take_in(tmp_path / "x")
    found = set(lake.rows("SELECT level, code, keyword FROM issue"))
    assert ("series", "series_attribute_varies", "SeriesDescription") in found
    assert ("series", "series_uid_in_several_studies", "StudyInstanceUID") in found
    assert ("patient", "patient_id_of_several_people", "PatientName") in found


def test_reference_is_missing_until_it_comes(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    image = ct(1)
    referring = ct(2)
    item = pydicom.Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = image.SOPClassUID, image.SOPInstanceUID
    referring.SourceImageSequence = [item]
    write(tmp_path / "x", {"b": data(referring)})
    take_in(tmp_path / "x")
    missing = "SELECT level, entity_id = (SELECT max(instance_version_id) FROM instance) FROM issue WHERE code = 'source_missing'"
    assert lake.rows(missing) == [("reference", True)]
    write(tmp_path / "x", {"a": data(image)})
    take_in(tmp_path / "x")
    assert lake.rows(missing) == []


def test_lake_that_cannot_keep_copies_is_an_error_and_no_quarantine(
    tmp_path: Path, lake: Lake, take_in: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from pacslake.errors import LakeError
    from pacslake.ingest import keep

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write(tmp_path / "x", {"a": data(ct(1))})
    monkeypatch.setattr(keep, "write_new", full)
    with pytest.raises(LakeError, match=r"No space left.*start the same command again"):
        take_in(tmp_path / "x", copy=True)
    monkeypatch.undo()
    assert take_in(tmp_path / "x", copy=True).n_stored == 1
    assert lake.rows("SELECT status FROM batch ORDER BY batch_id") == [("failed",), ("done",)]


def test_many_small_runs_leave_few_files(tmp_path: Path, lake: Lake, take_in: Run) -> None:
    for n in range(12):
        write(tmp_path / "x", {f"{n:02}": data(ct(n))})
        assert take_in(tmp_path / "x").n_stored == 1
    assert max(len(files) for files in lake.catalog.snapshot.tables.values()) < 10
    assert lake.rows("SELECT count(*), count(DISTINCT SOPInstanceUID) FROM instance WHERE is_current") == [
        (12, 12)
    ]
