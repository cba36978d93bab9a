"""One contract for every store that a lake's record may lie in."""

import threading

import pytest

from pacslake.layout import LocalStore, MirrorStore


class StoreContract:
    @pytest.fixture
    def store(self, tmp_path):
        raise NotImplementedError

    def test_what_was_put_is_got(self, store):
        store.put("catalog/tables/t/a.parquet", memoryview(b"abc"))
        assert store.get("catalog/tables/t/a.parquet") == b"abc"

    def test_getting_what_is_absent_raises_file_not_found(self, store):
        with pytest.raises(FileNotFoundError):
            store.get("catalog/none")

    def test_put_if_absent_says_who_was_first(self, store):
        assert store.put_if_absent("catalog/1.json", b"mine") is True
        assert store.put_if_absent("catalog/1.json", b"yours") is False
        assert store.get("catalog/1.json") == b"mine"

    def test_of_many_racing_writers_exactly_one_wins(self, store):
        won = []
        barrier = threading.Barrier(8)

        def race(name):
            barrier.wait()
            if store.put_if_absent("catalog/race.json", name.encode()):
                won.append(name)

        threads = [threading.Thread(target=race, args=(str(i),)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1
        assert store.get("catalog/race.json") == won[0].encode()

    def test_list_walks_below_a_folder_and_gives_sizes(self, store):
        store.put("a/b/1", b"1")
        store.put("a/2", b"22")
        store.put("ab/3", b"333")
        assert sorted((key, size) for key, size, _ in store.list("a")) == [("a/2", 2), ("a/b/1", 1)]
        assert list(store.list("none")) == []

    def test_delete_of_what_is_gone_is_no_error(self, store):
        store.put("a/1", b"1")
        store.delete("a/1")
        store.delete("a/1")
        assert list(store.list("a")) == []


class TestLocalStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        return LocalStore(tmp_path)

    def test_what_a_killed_writer_left_is_no_object(self, store, tmp_path):
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / ".tmp-123").write_bytes(b"half")
        assert list(store.list("a")) == []
        assert [key for key, _, _ in store.temporaries("a")] == ["a/.tmp-123"]


class TestMirrorStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        from obstore.store import MemoryStore

        return MirrorStore(tmp_path, "memory://bucket", bucket=MemoryStore())
