"""Rows of any number of tables become visible together, or not at all."""

import datetime
import os
import random
import signal
import subprocess
import sys
import textwrap
import time

import pyarrow as pa
import pytest

from pacslake.catalog import Catalog, Changes, Column, Replace, TableDecl, commit
from pacslake.catalog.snapshot import Snapshot, list_ids, publish_snapshot, read_snapshot
from pacslake.errors import LakeError, NotFoundError, UsageError
from pacslake.layout import MirrorStore


def issues(*scopes):
    return [{"issue_id": f"i-{scope}", "scope": scope, "code": "x"} for scope in scopes]


def test_a_commit_covers_several_tables(lake_dir):
    catalog = commit(
        lake_dir,
        lambda _: Changes(append={"batch": [{"batch_id": "b1"}], "issue": issues("a")}),
        note="first",
        batch_id="b1",
    )
    assert catalog.snapshot.snapshot_id == 1
    assert catalog.rows("SELECT batch.batch_id, scope FROM batch, issue") == [("b1", "a")]
    assert catalog.rows("SELECT snapshot_id, parent_id, note, batch_id FROM snapshot") == [
        (1, 0, "first", "b1")
    ]


def test_nothing_to_do_makes_no_snapshot(lake_dir):
    commit(lake_dir, lambda _: None, note="none")
    commit(lake_dir, lambda _: Changes(append={"issue": []}), note="empty")
    commit(lake_dir, lambda _: Changes(replace=[Replace("issue", "scope", ["a"])]), note="no such key")
    assert list_ids(lake_dir.store) == []


def test_a_snapshot_carries_the_digest_of_its_parent(lake_dir, append):
    import hashlib

    append("issue", issues("a"))
    append("issue", issues("b"))
    parent = lake_dir.path("catalog", "snapshots", f"{1:020d}.json").read_bytes()
    assert read_snapshot(lake_dir.store, 2).parent_sha256 == hashlib.sha256(parent).hexdigest()


def test_replace_takes_out_all_rows_of_the_keys_and_puts_in_the_new(lake_dir, append):
    append("issue", issues("a", "b", "a"))
    catalog = commit(
        lake_dir,
        lambda _: Changes(replace=[Replace("issue", "scope", ["a", "z"], issues("a", "c"))]),
        note="",
    )
    assert sorted(row[0] for row in catalog.rows("SELECT scope FROM issue")) == ["a", "b", "c"]


def test_replace_rewrites_only_the_files_that_hold_the_key(lake_dir, append):
    for scope in "abc":
        append("issue", issues(scope, scope + "2"))
    before = read_snapshot(lake_dir.store).tables["issue"]
    commit(lake_dir, lambda _: Changes(replace=[Replace("issue", "scope", ["b"], issues("b"))]), note="")
    after = read_snapshot(lake_dir.store).tables["issue"]
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] != before[1]
    assert [file.rows for file in after] == [2, 1, 2, 1]


def test_replace_drops_a_file_that_is_left_empty(lake_dir, append):
    append("issue", issues("a"))
    append("issue", issues("b"))
    commit(lake_dir, lambda _: Changes(replace=[Replace("issue", "scope", ["a"])]), note="")
    assert [file.rows for file in read_snapshot(lake_dir.store).tables["issue"]] == [1]


def test_replace_finds_keys_of_any_type_and_null_rows_stay(lake_dir, append):
    append("frame", [{"frame_index": i} for i in (1, 2, None)])
    catalog = commit(lake_dir, lambda _: Changes(replace=[Replace("frame", "frame_index", [2])]), note="")
    assert catalog.rows("SELECT frame_index FROM frame ORDER BY 1 NULLS LAST") == [(1,), (None,)]


def test_rows_keep_their_order(append):
    scopes = [f"{i:03d}" for i in random.Random(1).sample(range(500), 500)]
    catalog = append("issue", issues(*scopes))
    assert [row[0] for row in catalog.rows("SELECT scope FROM issue")] == scopes


def test_values_come_back_as_they_went_in(append):
    row = {
        "batch_id": "b",
        "started_at": datetime.datetime(2026, 11, 25, 10, 0, 0, 123456),
        "n_files": 2**40,
        "status": "ünïcode ' \\ \n",
    }
    assert append("batch", [row]).dicts("SELECT batch_id, started_at, n_files, status FROM batch") == [row]


def test_arrow_tables_are_cast_to_the_declared_types(append):
    table = pa.table({"batch_id": pa.array(["b"]).dictionary_encode(), "n_files": pa.array([3], pa.uint16())})
    catalog = append("batch", table)
    assert catalog.rows("SELECT batch_id, n_files, n_stored FROM batch") == [("b", 3, None)]
    assert catalog.schema("batch").field("n_files").type == pa.int64()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"nope": 1}], "no column nope"),
        (pa.table({"nope": [1]}), "no column nope"),
        ([{"n_files": "DOE^JANE"}], "batch.n_files, which is BIGINT"),
        (pa.table({"n_files": ["DOE^JANE"]}), "batch.n_files, which is BIGINT"),
    ],
)
def test_rows_that_do_not_fit_are_refused_without_a_trace(lake_dir, append, rows, words):
    with pytest.raises(UsageError, match=words) as caught:
        append("batch", rows)
    assert "DOE" not in str(caught.value)
    assert list_ids(lake_dir.store) == []
    assert list(lake_dir.store.list("catalog/tables")) == []


def test_an_unknown_table_is_refused(append):
    with pytest.raises(NotFoundError, match="nope"):
        append("nope", [{"a": 1}])


def test_a_full_disk_changes_nothing(lake_dir, append, monkeypatch):
    from pacslake.errors import LakeError
    from pacslake.layout import LocalStore

    append("issue", issues("a"))

    def full(self, key, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(LocalStore, "put_if_absent", full)
        with pytest.raises(LakeError, match="No space left"):
            append("issue", issues("b"))
    assert len(list(lake_dir.store.list("catalog/tables"))) == 1
    assert append("issue", issues("c")).rows("SELECT scope FROM issue ORDER BY 1") == [("a",), ("c",)]


def test_a_lost_race_asks_again_on_the_newest_snapshot(lake_dir):
    seen = []

    def build(catalog):
        seen.append(catalog.rows("SELECT count(*) FROM issue")[0][0])
        if len(seen) == 1:  # another process commits while this one builds
            commit(lake_dir, lambda _: Changes(append={"issue": issues("other")}), note="other")
        return Changes(append={"issue": issues("mine")})

    catalog = commit(lake_dir, build, note="mine")
    assert seen == [0, 1]
    assert catalog.snapshot.snapshot_id == 2
    assert catalog.rows("SELECT scope FROM issue") == [("other",), ("mine",)]
    assert len(list(lake_dir.store.list("catalog/tables"))) == 2  # the first attempt's file is gone


def test_declared_tables_live_in_the_snapshot(lake_dir):
    lung = TableDecl("lung", (Column("row_id", "VARCHAR"), Column("values", "DOUBLE[]")), "Lungs")
    catalog = commit(
        lake_dir,
        lambda _: Changes(declare=[lung], append={"lung": [{"row_id": "r", "values": [1, 2.5]}]}),
        note="map",
    )
    assert catalog.rows("FROM lung") == [("r", [1.0, 2.5])]
    assert Catalog.open(lake_dir).rows("FROM LUNG") == [("r", [1.0, 2.5])]
    with pytest.raises(UsageError, match=r"lung.row_id is VARCHAR"):
        commit(
            lake_dir, lambda _: Changes(declare=[TableDecl("lung", (Column("row_id", "DOUBLE"),))]), note=""
        )
    with pytest.raises(UsageError, match="view of every lake"):
        commit(lake_dir, lambda _: Changes(declare=[TableDecl("series", (Column("a", "DOUBLE"),))]), note="")


def test_a_column_added_later_is_null_in_old_rows_whatever_the_file_order(lake_dir, append):
    append("batch", [{"batch_id": "old"}])
    promoted = TableDecl("batch", (Column("Promoted", "DOUBLE"),))
    catalog = commit(
        lake_dir,
        lambda _: Changes(declare=[promoted], append={"batch": [{"batch_id": "new", "Promoted": 3.5}]}),
        note="",
    )
    assert catalog.rows("SELECT batch_id, Promoted FROM batch ORDER BY 1") == [("new", 3.5), ("old", None)]
    files = catalog.snapshot.tables["batch"]
    turned = Snapshot(tables={"batch": files[::-1]}, declared=catalog.snapshot.declared)
    assert Catalog(lake_dir, turned).rows("SELECT batch_id, Promoted FROM batch") == [
        ("new", 3.5),
        ("old", None),
    ]


def test_a_renamed_column_is_found_by_its_field_id(lake_dir):
    from dataclasses import replace

    from pacslake.catalog.parquet import read_table

    old = TableDecl("t", (Column("a", "VARCHAR"), Column("b", "INTEGER")))
    catalog = commit(lake_dir, lambda _: Changes(declare=[old], append={"t": [{"a": "x", "b": 3}]}), note="")
    schema = catalog.snapshot.declared["t"]
    renamed = replace(
        schema, columns=(replace(schema.columns[0], name="alpha"), replace(schema.columns[1], type="DOUBLE"))
    )
    newer = replace(catalog.snapshot, declared={"t": renamed})
    assert Catalog(lake_dir, newer).dicts("FROM t") == [{"alpha": "x", "b": 3.0}]
    assert read_table(lake_dir.store, newer.tables["t"], renamed).to_pylist() == [{"alpha": "x", "b": 3.0}]


def test_two_publishers_on_an_object_store_do_not_overwrite_each_other(tmp_path):
    from obstore.store import MemoryStore

    store = MirrorStore(tmp_path, "memory://bucket", bucket=MemoryStore())
    first = publish_snapshot(store, Snapshot().child(note="a", batch_id=None))
    assert first is not None and first.sha256
    assert publish_snapshot(store, Snapshot().child(note="b", batch_id=None)) is None
    assert read_snapshot(store).note == "a"


WRITER = textwrap.dedent(
    """
    import sys
    from pacslake.catalog import Changes, commit
    from pacslake.layout import LakeDir
    lake, name, n = LakeDir.open(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for i in range(n):
        row = f"{name}-{i}"
        commit(lake, lambda _: Changes(append={
            "batch": [{"batch_id": row, "n_files": 2}],
            "issue": [{"issue_id": row, "batch_id": row}, {"issue_id": row + "'", "batch_id": row}],
        }), note=row)
        print(row, flush=True)
    """
)


def start_writer(lake_dir, name, n):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(lake_dir.root), name, str(n)], stdout=subprocess.PIPE, text=True
    )


def torn_batches(catalog):
    return catalog.rows(
        "SELECT batch_id FROM batch FULL JOIN (SELECT batch_id, count(*) AS n FROM issue GROUP BY 1) USING (batch_id) "
        "WHERE n_files IS DISTINCT FROM n"
    )


@pytest.mark.parametrize("step", ["before", "after"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_error_at_publication_takes_no_file_of_a_published_snapshot(
    lake_dir, append, monkeypatch, step, error
):
    """Whatever happens around the link of the snapshot, the lake is whole: the old state or the new one."""
    from pacslake.catalog import compact, verify
    from pacslake.catalog.materialise import refresh_derived
    from pacslake.layout import LocalStore

    append("issue", issues("a"))
    append("issue", issues("b"))
    put = LocalStore.put_if_absent

    def cut_short(store, key, data):
        if step == "after":
            put(store, key, data)
        raise error

    for work in (
        lambda: append("issue", issues("c")),
        lambda: compact(lake_dir),
        lambda: refresh_derived(lake_dir),
    ):
        head = len(list_ids(lake_dir.store))
        files = len(list(lake_dir.store.list("catalog/tables")))
        with monkeypatch.context() as patch:
            patch.setattr(LocalStore, "put_if_absent", cut_short)
            with pytest.raises(KeyboardInterrupt if error is KeyboardInterrupt else LakeError):
                work()
        assert verify(lake_dir) == []
        assert len(list_ids(lake_dir.store)) == head + (step == "after")
        assert (len(list(lake_dir.store.list("catalog/tables"))) > files) == (step == "after")
    names = {row[0] for row in Catalog.open(lake_dir).rows("SELECT scope FROM issue")}
    assert names == ({"a", "b", "c"} if step == "after" else {"a", "b"})


def test_a_store_that_repeats_a_request_whose_answer_was_lost_makes_one_commit(lake_dir, append, monkeypatch):
    """The repetition is refused, since the name is taken: by ourselves. No second snapshot comes of it."""
    from pacslake.catalog import verify
    from pacslake.layout import LocalStore

    put = LocalStore.put_if_absent
    monkeypatch.setattr(
        LocalStore,
        "put_if_absent",
        lambda store, key, data: (put(store, key, data), put(store, key, data))[1],
    )
    append("issue", issues("a"))
    assert list_ids(lake_dir.store) == [1]
    assert Catalog.open(lake_dir).rows("SELECT scope FROM issue") == [("a",)]
    assert verify(lake_dir) == []


def test_files_stay_where_it_cannot_be_told_whether_the_snapshot_arrived(lake_dir, tmp_path):
    """On a store behind a network, a request that was cut short may still take effect."""
    from obstore.store import MemoryStore

    from pacslake.catalog.snapshot import may_be_published

    snapshot = Snapshot().child(note="x", batch_id=None)
    assert may_be_published(MirrorStore(tmp_path, "memory://bucket", bucket=MemoryStore()), snapshot)
    assert not may_be_published(lake_dir.store, snapshot)


@pytest.mark.slow
def test_four_writers_lose_nothing(lake_dir):
    writers = [start_writer(lake_dir, f"w{i}", 25) for i in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    catalog = Catalog.open(lake_dir)
    assert catalog.snapshot.snapshot_id == 100
    assert catalog.rows("SELECT count(*), count(DISTINCT batch_id) FROM batch") == [(100, 100)]
    assert catalog.rows("SELECT count(*), count(DISTINCT issue_id) FROM issue") == [(200, 200)]
    assert torn_batches(catalog) == []
    # A writer that loses a race leaves no file behind.
    assert len(list(lake_dir.store.list("catalog/tables"))) == 200


@pytest.mark.slow
def test_kill_9_leaves_whole_commits_only(lake_dir):
    from pacslake.catalog import compact, verify

    chance = random.Random(7)
    acknowledged = []
    for i in range(12):
        writer = start_writer(lake_dir, f"k{i}", 1000)
        writer.stdout.readline()  # it runs; what it says comes with its commits
        time.sleep(chance.uniform(0.0, 0.35))
        os.kill(writer.pid, signal.SIGKILL)
        rest, _ = writer.communicate()
        acknowledged += [f"k{i}-0", *rest.split()]
        if i == 6:
            compact(lake_dir)
        catalog = Catalog.open(lake_dir)
        assert torn_batches(catalog) == []
        present = {row[0] for row in catalog.rows("SELECT batch_id FROM batch")}
        assert set(acknowledged) <= present
    assert verify(lake_dir) == []
