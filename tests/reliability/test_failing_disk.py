"""EIO from a real file system: whatever call of the disk fails, the ingest refuses cleanly and goes on when the disk does."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pacslake
from pacslake.errors import LakeError

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "ingest"))
from messy import ct, data, write  # noqa: E402

TORTURE = os.environ.get("PACSLAKE_TORTURE") == "1"
N = 20
NTH = {
    "create": (1, 9),
    "write": (9,),
    "fsync": (1, 30),
    "link": (9,),
    "mkdir": (1,),
    "unlink": (1,),
    "open": (9,),
    "read": (9,),
}

Order = Callable[[str, int], bool]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Order]]:
    """A mounted folder, and a function that says what fails next: it tells whether what was ordered before came."""
    if sys.platform != "linux" or not os.access("/dev/fuse", os.W_OK):
        pytest.skip("a disk that fails needs FUSE")
    behind, mount, order = tmp_path / "behind", tmp_path / "disk", tmp_path / "order"
    behind.mkdir()
    mount.mkdir()
    order.write_text("nothing 1 0")
    server = subprocess.Popen(
        [sys.executable, str(HERE / "failing_disk.py"), str(behind), str(mount), str(order)],
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 20
    while not os.path.ismount(mount):
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            pytest.skip(f"FUSE does not mount here: {server.communicate()[1].strip().rpartition(chr(10))[2]}")
        time.sleep(0.02)
    turn = 0

    def say(kind: str, nth: int) -> bool:
        nonlocal turn
        turn += 1
        met = order.with_suffix(".met")
        came = met.exists() and met.read_text() == order.read_text()
        order.with_suffix(".new").write_text(f"{kind} {nth} {errno.EIO}" + " " * turn)
        order.with_suffix(".new").replace(order)
        return came

    yield mount, say
    order.write_text("nothing 1 0")
    subprocess.run(["umount", "-l", str(mount)], capture_output=True)
    server.terminate()
    server.wait(10)


def instances(lake: Path) -> list[tuple[object, ...]]:
    return pacslake.open(lake).rows("SELECT SOPInstanceUID, instance_version_id FROM instance ORDER BY ALL")


@pytest.mark.slow
@pytest.mark.parametrize("kind", NTH)
def test_a_call_that_fails_loses_nothing(kind: str, disk: tuple[Path, Order], tmp_path: Path) -> None:
    mount, order = disk
    first, second = tmp_path / "a", tmp_path / "b"
    write(first, {f"{n:03}": data(ct(n)) for n in range(N)})
    write(second, {f"{n:03}": data(ct(n, series=2)) for n in range(N)})
    refused = 0
    for nth in range(1, 60) if TORTURE else NTH[kind]:
        lake = mount / f"lake{nth}"
        pacslake.init(lake).ingest(first, copy=True, workers=1)
        before = instances(lake)
        order(kind, nth)
        try:
            pacslake.open(lake).ingest(second, copy=True, workers=1)
        except LakeError as error:
            refused += 1
            assert os.strerror(errno.EIO) in str(error) or kind in (
                "open",
                "read",
            )  # there it is taken for damage
        else:
            told = pacslake.open(lake).rows("SELECT reason FROM file WHERE outcome <> 'stored'")
            assert len(instances(lake)) == 2 * N - len(told)
        assert order("nothing", 1) or nth > 9, f"the {nth}th {kind} never came"
        assert set(before) <= set(instances(lake))
        assert pacslake.open(lake).verify(deep=True) == []
        pacslake.open(lake).ingest(second, copy=True, workers=1)
        assert len(instances(lake)) == 2 * N
        assert pacslake.open(lake).verify(deep=True) == []
    assert refused or kind in ("unlink", "open", "read")


@pytest.mark.slow
def test_an_original_that_cannot_be_read_is_told_and_taken_in_later(
    disk: tuple[Path, Order], tmp_path: Path
) -> None:
    mount, order = disk
    write(mount / "export", {f"{n:03}": data(ct(n)) for n in range(N)})
    lake = pacslake.init(tmp_path / "lake")
    order("open", 5)
    lake.ingest(mount / "export", workers=1)
    assert order("nothing", 1)
    assert len(instances(tmp_path / "lake")) == N - 1
    ((outcome, reason),) = lake.rows("SELECT outcome, reason FROM file WHERE outcome <> 'stored'")
    assert os.strerror(errno.EIO) in reason, outcome
    lake.ingest(mount / "export", workers=1)
    assert len(instances(tmp_path / "lake")) == N


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "kind", "nth"), [("vacuum", "create", 1), ("vacuum", "unlink", 2), ("convert", "rename", 2)]
)
def test_work_on_a_lake_that_meets_it_goes_on_later(
    verb: str, kind: str, nth: int, disk: tuple[Path, Order], tmp_path: Path
) -> None:
    mount, order = disk
    write(tmp_path / "a", {f"{n:03}": data(ct(n)) for n in range(N)})
    pacslake.init(mount / "lake").ingest(tmp_path / "a", copy=True, workers=1)
    work = {
        "vacuum": lambda lake: lake.vacuum(older_than_hours=0, keep=1),
        "convert": lambda lake: lake.convert(workers=1),
    }[verb]
    order(kind, nth)
    with pytest.raises(LakeError, match=os.strerror(errno.EIO)):
        work(pacslake.open(mount / "lake"))
    assert order("nothing", 1)
    assert pacslake.open(mount / "lake").verify(deep=True) == []
    work(pacslake.open(mount / "lake"))
    lake = pacslake.open(mount / "lake")
    assert lake.verify(deep=True) == [] and len(instances(mount / "lake")) == N
    assert lake.rows("SELECT count(*) FROM volume WHERE zarr_uri IS NOT NULL") == [(int(verb == "convert"),)]
