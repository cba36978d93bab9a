"""A disk that is full, or gives errors: a clean refusal, earlier data as they were, and the next run completes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pacslake
from pacslake.catalog import Changes, commit, compact, verify
from pacslake.errors import LakeError
from pacslake.layout import LakeDir, LocalStore

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ingest"))
from messy import ct, data, write

TORTURE = os.environ.get("PACSLAKE_TORTURE") == "1"
N = 40


def export(folder: Path) -> Path:
    """A series that is small, and one of larger files."""
    write(folder, {f"a/{n:03}": data(ct(n)) for n in range(N // 2)})
    write(folder, {f"b/{n:03}": data(ct(n, series=2)) + bytes(20_000) for n in range(N // 2)})
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A tmpfs of so many KB, and of another size when asked again."""
    place = tmp_path / "disk"
    place.mkdir()

    def sized(kilobytes: int) -> Path:
        how = "remount," if os.path.ismount(place) else ""
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"{how}size={kilobytes}k", "tmpfs", str(place)],
            capture_output=True,
        )
        if done.returncode:
            pytest.skip("a tmpfs of limited size needs root and the right to mount")
        return place

    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a tmpfs of limited size needs root and the right to mount")
    yield sized
    subprocess.run(["umount", "-l", str(place)], capture_output=True)


def ingest(lake: Path, source: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pacslake.cli",
        "ingest",
        str(source),
        "--copy",
        "--workers",
        "1",
        "--lake",
        str(lake),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize(
    "room", range(8, 408, 8) if TORTURE else (8, 40, 100, 180, 300, 400), ids="{}k".format
)
def test_disk_full_at_a_byte_count(room: int, tmp_path: Path, small_disk: Callable[[int], Path]) -> None:
    source = export(tmp_path / "x")
    disk = small_disk(64_000)
    lake = disk / "lake"
    pacslake.init(lake).ingest(source / "a", copy=True, workers=1)
    before = pacslake.open(lake).rows("SELECT SOPInstanceUID, instance_version_id FROM instance ORDER BY ALL")
    assert len(before) == N // 2
    used = os.statvfs(disk)
    small_disk((used.f_blocks - used.f_bfree) * used.f_frsize // 1024 + room)
    done = ingest(lake, source)
    assert done.returncode == 3, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr and "No space left" in done.stderr
    after = pacslake.open(lake)
    assert set(before) <= set(after.rows("SELECT SOPInstanceUID, instance_version_id FROM instance"))
    assert verify(after.dir, deep=True) == []
    small_disk(64_000)
    done = ingest(lake, source)
    assert done.returncode == 0, done.stderr
    after = pacslake.open(lake)
    assert after.rows("SELECT count(*), count(DISTINCT SOPInstanceUID) FROM instance") == [(N, N)]
    assert verify(after.dir, deep=True) == []


class FailingStore(LocalStore):
    """A folder whose n-th writing call fails, as a disk with a bad sector or no space does."""

    def __init__(self, root: Path, nth: int, code: int) -> None:
        super().__init__(root)
        self.left, self.code = nth, code

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(self.code, os.strerror(self.code))

    def put(self, key: str, data: Any) -> None:
        self._count()
        super().put(key, data)

    def put_if_absent(self, key: str, data: Any) -> bool:
        self._count()
        return super().put_if_absent(key, data)

    def get(self, key: str) -> bytes:
        if key.endswith(".parquet"):
            self._count()
        return super().get(key)


def issue(n: int) -> dict[str, Any]:
    return {
        "issue_id": f"i{n}",
        "level": "file",
        "entity_id": f"f{n}",
        "code": "x",
        "severity": "info",
        "scope": f"s{n}",
    }


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("nth", range(1, 8))
@pytest.mark.parametrize("step", ["commit", "compact"])
def test_error_of_the_disk_in_the_nth_call(
    step: str, nth: int, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dir = LakeDir.create(tmp_path / "lake")
    for n in range(3):
        commit(dir, lambda _, n=n: Changes(append={"issue": [issue(n)]}), note="")
    files = sorted(p for p in dir.root.rglob("*") if p.is_file())
    store = FailingStore(dir.root, nth, code)
    monkeypatch.setattr(LakeDir, "store", property(lambda _: store))
    from pacslake.catalog import Replace

    def change(_: Any) -> Changes:
        return Changes(
            replace=[Replace("issue", "issue_id", ["i1"], [issue(7)])], append={"issue": [issue(8)]}
        )

    failed = False
    try:
        commit(dir, change, note="") if step == "commit" else compact(dir)
    except LakeError as error:
        failed = True
        assert os.strerror(code) in str(error)
    monkeypatch.undo()
    assert failed == (store.left <= 0)
    dir = LakeDir.open(tmp_path / "lake")
    assert verify(dir) == []
    if failed:
        assert sorted(p for p in dir.root.rglob("*") if p.is_file()) == files
    commit(dir, change, note="")
    from pacslake.catalog import Catalog

    ids = {i for (i,) in Catalog.open(dir).rows("SELECT issue_id FROM issue")}
    assert ids == {"i0", "i2", "i7", "i8"}


@pytest.mark.parametrize("call", ["write", "fsync", "link"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_error_of_a_system_call_in_ingest(
    call: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every n-th sync or link of a whole ingest fails in turn, until one run gets through."""
    if call == "write":
        pytest.skip("writes are covered by the limited disk")
    source = export(tmp_path / "x")
    lake = tmp_path / "lake"
    pacslake.init(lake)
    real = getattr(os, call)
    reached = 0
    for nth in (1, 2, 3, 9, 40, 85, 95, 100, 10**6):
        left = nth

        def failing(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(code, os.strerror(code))
            return real(*arguments, **options)

        monkeypatch.setattr(os, call, failing)
        try:
            pacslake.open(lake).ingest(source, copy=True, workers=1)
        except LakeError:
            reached += 1
        finally:
            monkeypatch.setattr(os, call, real)
        assert pacslake.open(lake).verify(deep=True) == []
    assert reached >= 2
    assert pacslake.open(lake).rows("SELECT count(*), count(DISTINCT SOPInstanceUID) FROM instance") == [
        (N, N)
    ]
