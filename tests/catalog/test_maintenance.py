"""Compaction, vacuum and verification."""

import dataclasses
import os
import random
import time

import pytest

from pacslake.catalog import (
    Catalog,
    Changes,
    Replace,
    commit,
    compact,
    diff_snapshots,
    refresh_derived,
    vacuum,
    verify,
)
from pacslake.catalog.compaction import GROUP_RAW_BYTES, groups_to_merge
from pacslake.catalog.snapshot import TableFile, list_ids, snapshot_key
from pacslake.errors import NotFoundError, UsageError

QUERY = "SELECT * FROM instance_row ORDER BY instance_version_id"


def instance(number, series=0):
    uid = f"1.2.{number}"
    return {
        "instance_version_id": f"{number:064x}",
        "SOPInstanceUID": uid,
        "SeriesInstanceUID": f"1.3.{series}",
        "StudyInstanceUID": "1.4",
        "patient_key": "|P",
        "is_current": True,
        "size_bytes": number,
        "Modality": "CT",
    }


@pytest.fixture
def filled(lake_dir, append):
    numbers = random.Random(3).sample(range(100), 100)
    for i in range(0, 100, 20):
        append("instance_row", [instance(n, n % 7) for n in numbers[i : i + 20]])
    return lake_dir


def make_old(dir):
    past = time.time() - 100 * 3600
    for folder, _, names in os.walk(dir.root):
        for name in names:
            os.utime(os.path.join(folder, name), (past, past))
        os.utime(folder, (past, past))


def test_compaction_keeps_rows_and_sorts_them(filled):
    before = Catalog.open(filled)
    after = compact(filled)
    assert [file.rows for file in after.snapshot.tables["instance_row"]] == [100]
    assert after.rows(QUERY) == before.rows(QUERY)
    order = after.rows("SELECT StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID FROM instance_row")
    assert order == sorted(order)
    assert diff_snapshots(filled, before.snapshot.snapshot_id, after.snapshot.snapshot_id) == {}


def test_compaction_of_nothing_makes_no_snapshot(filled):
    first = compact(filled)
    assert compact(filled).snapshot.snapshot_id == first.snapshot.snapshot_id


def test_compaction_gives_way_to_a_commit_that_replaced_its_files(filled, monkeypatch):
    from pacslake.catalog import compaction

    merge = compaction._merge

    def slow_merge(*arguments):
        result = merge(*arguments)
        commit(
            filled,
            lambda _: Changes(replace=[Replace("instance_row", "SOPInstanceUID", ["1.2.5"])]),
            note="withdraw",
        )
        return result

    monkeypatch.setattr(compaction, "_merge", slow_merge)
    catalog = compact(filled)
    assert catalog.rows("SELECT count(*) FROM instance_row") == [(99,)]
    assert catalog.snapshot.note == "withdraw"


def test_compaction_lands_beside_an_append(filled, monkeypatch):
    from pacslake.catalog import compaction

    merge = compaction._merge

    def slow_merge(*arguments):
        commit(filled, lambda _: Changes(append={"instance_row": [instance(1000)]}), note="append")
        return merge(*arguments)

    monkeypatch.setattr(compaction, "_merge", slow_merge)
    catalog = compact(filled)
    assert [file.rows for file in catalog.snapshot.tables["instance_row"]] == [100, 1]


def test_groups_hold_what_fits_in_memory():
    def files(*sizes):
        return [TableFile(str(i), 1, 10, "", size) for i, size in enumerate(sizes)]

    half = GROUP_RAW_BYTES // 2
    assert [len(group) for group in groups_to_merge(files(half, half, half, half))] == [2, 2]
    assert list(groups_to_merge(files(half))) == []
    assert [len(group) for group in groups_to_merge(files(*[1] * 30), min_files=20)] == [30]
    assert list(groups_to_merge(files(*[1] * 10), min_files=20)) == []


def test_a_pinned_snapshot_answers_the_same_after_compaction_and_vacuum(filled):
    number = Catalog.open(filled).snapshot.snapshot_id
    before = Catalog.open(filled, snapshot=number).rows(QUERY)
    compact(filled)
    make_old(filled)
    assert vacuum(filled).removed == ()
    assert Catalog.open(filled, snapshot=number).rows(QUERY) == before


def test_vacuum_removes_orphans_that_are_old_only(filled):
    orphan = filled.path("catalog", "tables", "instance_row", "orphan.parquet")
    orphan.write_bytes(b"12345")
    half = filled.path("catalog", "snapshots", ".tmp-1")
    half.write_bytes(b"1")
    staging = filled.staging("convert")
    (staging / "x").write_bytes(b"22")
    assert vacuum(filled).removed == ()
    make_old(filled)
    report = vacuum(filled, dry_run=True)
    assert report.bytes == 8
    assert len(report.removed) == 3 and orphan.exists() and half.exists() and staging.exists()
    assert vacuum(filled).removed == report.removed
    assert not (orphan.exists() or half.exists() or staging.exists())
    assert Catalog.open(filled).rows("SELECT count(*) FROM instance_row") == [(100,)]


def test_vacuum_keeps_the_newest_and_those_of_cohorts(filled, append):
    append("cohort", [{"cohort_id": "c1", "snapshot_id": 2}])
    pinned = Catalog.open(filled, snapshot=2).rows(QUERY)
    compact(filled)
    make_old(filled)
    report = vacuum(filled, keep=1)
    assert report.snapshots == (1, 3, 4, 5, 6)
    assert list_ids(filled.store) == [2, 7]
    assert Catalog.open(filled, snapshot=2).rows(QUERY) == pinned
    with pytest.raises(NotFoundError):
        Catalog.open(filled, snapshot=3)
    assert verify(filled) == []  # digests of what was given up are kept
    with pytest.raises(UsageError):
        vacuum(filled, keep=0)


def test_vacuum_of_pixels_keeps_what_any_snapshot_names(filled, append):
    pytest.importorskip("pacslake.catalog.schema").table_schema("registration")
    append("registration", [{"registration_id": "x1", "transform_uri": "transforms/x1.tfm"}])
    for name in ("x1.tfm", "x2.tfm"):
        filled.path("transforms").mkdir(exist_ok=True)
        filled.path("transforms", name).write_text("t")
    commit(filled, lambda _: Changes(replace=[Replace("registration", "registration_id", ["x1"])]), note="")
    make_old(filled)
    assert vacuum(filled).removed == ("transforms/x2.tfm",)


def test_vacuum_of_originals_keeps_what_any_snapshot_names(filled, append):
    known, kept, lost = "a" * 64, "c" * 64, "b" * 64
    append("file", [{"file_id": "f", "uri": f"objects/aa/{known}.dcm", "outcome": "stored"}])
    append(
        "file",
        [{"file_id": "g", "uri": "/export/1", "object_uri": f"objects/cc/{kept}.dcm", "outcome": "stored"}],
    )
    assert {fault.path for fault in verify(filled)} == {f"objects/aa/{known}.dcm", f"objects/cc/{kept}.dcm"}
    for digest in (known, kept, lost):
        filled.path("objects", digest[:2]).mkdir(parents=True)
        filled.path("objects", digest[:2], f"{digest}.dcm").write_bytes(b"x")
    make_old(filled)
    assert vacuum(filled).removed == (f"objects/bb/{lost}.dcm",)
    assert verify(filled) == []


def test_a_whole_lake_verifies(filled):
    compact(filled)
    refresh_derived(filled)
    assert verify(filled, deep=True) == []


def test_a_flipped_bit_in_any_parquet_file_is_found(filled):
    for _ in range(3):
        for file in Catalog.open(filled).snapshot.tables["instance_row"]:
            path = filled.path(file.path)
            data = bytearray(path.read_bytes())
            position = random.Random(file.path).randrange(len(data))
            data[position] ^= 1
            path.write_bytes(data)
            assert [fault.path for fault in verify(filled)] == [file.path]
            data[position] ^= 1
            path.write_bytes(data)
    assert verify(filled) == []


@pytest.mark.parametrize("change", ["edit", "delete", "garbage"])
def test_a_snapshot_changed_in_the_middle_of_the_chain_is_found(filled, change):
    path = filled.path(snapshot_key(3))
    if change == "edit":
        path.write_bytes(path.read_bytes().replace(b'"note": "test"', b'"note": "tess"'))
    elif change == "delete":
        path.unlink()
    else:
        path.write_bytes(b"{}")
    assert snapshot_key(3) in {fault.path for fault in verify(filled)}


def test_a_missing_or_truncated_file_is_found(filled):
    first, second, *_ = Catalog.open(filled).snapshot.tables["instance_row"]
    filled.path(first.path).unlink()
    filled.path(second.path).write_bytes(b"PAR1")
    assert {(fault.path, fault.message.split()[0]) for fault in verify(filled)} == {
        (first.path, "is"),
        (second.path, "has"),
    }


def test_a_changed_original_is_found_by_a_deep_look(filled):
    import hashlib

    digest = hashlib.sha256(b"x").hexdigest()
    filled.path("objects", digest[:2]).mkdir(parents=True)
    path = filled.path("objects", digest[:2], f"{digest}.dcm")
    path.write_bytes(b"x")
    assert verify(filled, deep=True) == []
    path.write_bytes(b"y")
    assert verify(filled) == []
    assert [fault.kind for fault in verify(filled, deep=True)] == ["object"]


def test_stored_views_are_dropped_by_a_commit_to_what_they_stand_on(filled, append):
    catalog = refresh_derived(filled)
    assert set(catalog.snapshot.derived) == {"patient", "study", "series_base"}
    query = "SELECT SeriesInstanceUID, n_instances, size_bytes, SeriesTime FROM series ORDER BY 1"
    stored = catalog.rows(query)
    assert "read_parquet" in catalog.select_of("series_base")
    assert stored == Catalog.open(filled, snapshot=catalog.snapshot.snapshot_id - 1).rows(query)
    assert append("issue", [{"code": "x"}]).is_stored("series_base")  # another table
    compacted = compact(filled)
    assert compacted.is_stored("series_base") and compacted.rows(query) == stored
    changed = append("instance_row", [instance(500, 0)])
    assert not changed.is_stored("series_base")
    assert changed.rows("SELECT sum(n_instances) FROM series") == [(101,)]
    assert refresh_derived(filled).is_stored("series_base")
    assert refresh_derived(filled).snapshot.snapshot_id == refresh_derived(filled).snapshot.snapshot_id


def test_stored_views_are_dropped_where_a_view_they_stand_on_is_another(filled, monkeypatch):
    """Names of SOP classes come from `uid_dictionary`, which a release may renew."""
    from pacslake.catalog import reader

    catalog = refresh_derived(filled)
    whole = reader.sql_object

    def renewed(name):
        file = whole(name)
        if file is not None and file.name == "uid_dictionary":
            return dataclasses.replace(file, text=file.text.replace("CT Image Storage", "CT"))
        return file

    monkeypatch.setattr(reader, "sql_object", renewed)
    reader.view_sha256.cache_clear()
    try:
        assert not catalog.is_stored("series_base") and catalog.is_stored("study")
    finally:
        monkeypatch.undo()
        reader.view_sha256.cache_clear()
    assert catalog.is_stored("series_base")


def test_bloom_filters_and_page_indexes_are_written_by_compaction(filled):
    import pyarrow.parquet as pq

    (file,) = compact(filled).snapshot.tables["instance_row"]
    metadata = pq.read_metadata(filled.path(file.path))
    names = [metadata.row_group(0).column(i).path_in_schema for i in range(metadata.num_columns)]
    column = metadata.row_group(0).column(names.index("SOPInstanceUID"))
    assert column.compression == "ZSTD"
    assert column.has_column_index
