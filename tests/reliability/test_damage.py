"""Bits that flip, files that are cut, deleted or swapped: `verify` finds each, and no reader is served from them."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pacslake
from pacslake import catalog
from pacslake.errors import DamagedError, LakeError, SourceMissingError
from pacslake.lake import Lake
from pacslake.pixels.store import ZarrArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ingest"))
from messy import ct, data, write


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake that keeps copies, with two volumes in Zarr and several snapshots."""
    folder = tmp_path_factory.mktemp("damage")
    write(folder / "x", {f"{s}/{n:02}": data(ct(n, series=s)) for s in (1, 2) for n in range(4)})
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "x" / "1", copy=True, workers=1)
    lake.ingest(folder / "x" / "2", copy=True, workers=1)
    lake.convert(workers=1)
    shutil.rmtree(folder / "x")
    assert lake.verify(deep=True) == []
    return folder / "lake"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy of the lake that a test may damage."""
    return Path(shutil.copytree(whole, tmp_path / "lake"))


def flip(path: Path, rng: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def cut(path: Path, rng: random.Random) -> None:
    os.truncate(path, rng.randrange(path.stat().st_size))


def delete(path: Path, _: random.Random) -> None:
    path.unlink()


DAMAGES = {"flipped": flip, "cut": cut, "deleted": delete}


def paths(lake: Path, kind: str) -> list[Path]:
    """All files of a kind that the newest snapshot needs."""
    if kind == "table":
        return sorted(lake / file.path for file in pacslake.open(lake).catalog.snapshot.files())
    if kind == "zarr":
        return sorted(p for p in (lake / "volumes").rglob("*") if p.is_file())
    return sorted((lake / {"object": "objects", "snapshot": "catalog/snapshots"}[kind]).rglob("*.*"))


def read_all(lake: Lake) -> None:
    """Everything that readers get from a lake."""
    for schema in lake.catalog.tables():
        lake.rows(f'SELECT * FROM "{schema.name}"')
    for (uid,) in lake.rows("SELECT SOPInstanceUID FROM instance"):
        lake.instance(uid).dataset()
        lake.instance(uid).pixels()
    for (volume_id,) in lake.rows("SELECT volume_id FROM volume"):
        lake.volume(volume_id).array.compute()
        for level in (0, 1):
            ZarrArray.open(lake.path / "volumes" / f"{volume_id}.zarr", "zyx", level=level)[...]


def test_a_whole_lake_is_served(whole: Path) -> None:
    read_all(pacslake.open(whole))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", ["table", "snapshot", "object", "zarr"])
def test_each_damage_is_found_and_refused(kind: str, damage: str, copy: Path) -> None:
    rng = random.Random(f"{kind} {damage}")
    names = paths(copy, kind)
    chosen = rng.sample(names, min(len(names), 6 if kind == "zarr" else 10))
    for path in chosen:
        content = path.read_bytes()
        DAMAGES[damage](path, rng)
        try:
            faults = pacslake.open(copy).verify(deep=True)
        except DamagedError:  # the newest snapshot itself
            assert kind == "snapshot" and path == names[-1]
        else:
            found = {fault.path for fault in faults}
            inside = path.relative_to(copy).as_posix()
            newest_gone = kind == "snapshot" and damage == "deleted" and path == names[-1]
            assert newest_gone or any(inside.startswith(name) for name in found), (inside, found)
        if kind in ("table", "object", "zarr"):
            with pytest.raises((DamagedError, SourceMissingError)):
                read_all(pacslake.open(copy))
        path.write_bytes(content)
    assert pacslake.open(copy).verify(deep=True) == []  # each was put back whole, so every fault was its own


def test_the_command_says_so_with_exit_code_3(copy: Path) -> None:
    for kind in ("table", "snapshot", "object", "zarr"):
        path = paths(copy, kind)[-1]
        content = path.read_bytes()
        flip(path, random.Random(1))
        command = [sys.executable, "-m", "pacslake.cli", "verify", "--deep", "--lake", str(copy)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 3, (kind, done.stdout, done.stderr)
        path.write_bytes(content)


@pytest.mark.parametrize("kind", ["table", "snapshot", "object"])
def test_two_files_that_changed_places_are_found(kind: str, copy: Path) -> None:
    names = paths(copy, kind)
    if kind == "table":  # two of the same table, of the same columns
        names = [p for p in names if p.parent.name == "frame"]
    a, b = names[0].read_bytes(), names[1].read_bytes()
    names[0].write_bytes(b)
    names[1].write_bytes(a)
    assert len(pacslake.open(copy).verify(deep=True)) >= 2
    if kind != "snapshot":
        with pytest.raises(DamagedError):
            read_all(pacslake.open(copy))


@pytest.mark.parametrize("bit", range(0, 8, 3))
def test_every_byte_of_a_snapshot_is_sealed(bit: int, copy: Path) -> None:
    from pacslake.catalog.snapshot import Snapshot

    content = paths(copy, "snapshot")[-1].read_bytes()
    Snapshot.from_json(content)
    for at in range(0, len(content), 1 + len(content) // 400):
        damaged = bytearray(content)
        damaged[at] ^= 1 << bit
        with pytest.raises(LakeError):
            Snapshot.from_json(bytes(damaged))


@pytest.mark.parametrize("step", ["replace", "compact"])
def test_damage_is_not_written_on_into_new_files(step: str, copy: Path) -> None:
    """A commit or a compaction that copied rotten rows would give them a good digest."""
    lake = pacslake.open(copy)
    for path in (p for p in paths(copy, "table") if p.parent.name == "file"):
        content = bytearray(path.read_bytes())
        content[len(content) // 4] ^= 4
        path.write_bytes(content)
    before = lake.snapshot_id
    steps: dict[str, Callable[[], object]] = {
        "replace": lambda: lake.commit(
            lambda _: catalog.Changes(replace=[catalog.Replace("file", "outcome", ["stored"])])
        ),
        "compact": lambda: catalog.compact(lake.dir, ["file"]),
    }
    with pytest.raises(DamagedError):
        steps[step]()
    assert pacslake.open(copy).snapshot_id == before


def test_a_file_damaged_while_the_lake_is_open_is_refused_by_the_next_catalogue(copy: Path) -> None:
    """What was read once is not read again while its size and time are the same; a change of either is seen."""
    assert pacslake.open(copy).rows("SELECT count(*) FROM frame") == [(8,)]
    path = next(p for p in paths(copy, "table") if p.parent.name == "frame")
    flip(path, random.Random(2))
    with pytest.raises(DamagedError, match="not served"):
        pacslake.open(copy).rows("SELECT count(*) FROM frame")
