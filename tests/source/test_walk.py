"""The walk finds every file, in code-point order of its path, and never leaves its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacslake.source.walk import walk

NAMES = ["a", "a.txt", "a b", "B", "ab", "é", "a-", "Z9", "0"]


def test_order_is_that_of_the_paths_code_points(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / "d" / name).mkdir(parents=True)
        (tmp_path / "d" / name / "f").touch()
        (tmp_path / f"{name}.x").touch()
    found = [os.path.relpath(e.path, tmp_path) for e in walk(str(tmp_path))]
    assert found == sorted(found)
    assert len(found) == 2 * len(NAMES)


@settings(max_examples=25, deadline=None)
@given(
    st.sets(st.lists(st.sampled_from("ab.- é"), min_size=1, max_size=3).map("".join), min_size=1, max_size=6)
)
def test_any_names_come_in_order(tmp_path_factory: pytest.TempPathFactory, names: set[str]) -> None:
    root = tmp_path_factory.mktemp("w")
    for name in names - {".", ".."}:
        (root / ("d" + name)).mkdir()
        (root / ("d" + name) / "x").touch()
        (root / ("d" + name + "y")).touch()
    found = [os.path.relpath(e.path, root) for e in walk(str(root))]
    assert found == sorted(found)


def test_sizes_and_times_are_the_files(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"12345")
    (entry,) = walk(str(tmp_path))
    assert (entry.size, entry.mtime_ns) == (5, (tmp_path / "f").stat().st_mtime_ns)


def test_links_to_files_are_followed_and_links_to_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "f").write_bytes(b"1")
    os.symlink(tmp_path / "d" / "f", tmp_path / "to-file")
    os.symlink(tmp_path, tmp_path / "d" / "circle")
    os.symlink(tmp_path / "none", tmp_path / "nothing")
    notes: list[str] = []
    found = {os.path.basename(e.path): e for e in walk(str(tmp_path), note=lambda p, t: notes.append(t))}
    assert set(found) == {"f", "to-file", "nothing"}
    assert found["to-file"].size == 1
    assert (found["nothing"].outcome, found["nothing"].fault) == ("quarantined", "a link to nothing")
    assert len(notes) == 1


def test_pipes_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    (entry,) = walk(str(tmp_path))
    assert entry.outcome == "not_dicom"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folder_without_permission_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir(mode=0)
    (entry,) = walk(str(tmp_path))
    assert entry.outcome == "quarantined" and "permission" in (entry.fault or "").lower()


def test_deep_folders_do_not_overflow(tmp_path: Path) -> None:
    path = tmp_path
    for _ in range(300):
        path = path / "d"
    path.mkdir(parents=True)
    (path / "f").touch()
    assert [os.path.basename(e.path) for e in walk(str(tmp_path))] == ["f"]


def test_a_folder_can_be_left_out(tmp_path: Path) -> None:
    for name in ("keep", "skip"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "f").touch()
    found = [e.path for e in walk(str(tmp_path), skip=lambda p: p.endswith("skip"))]
    assert found == [str(tmp_path / "keep" / "f")]
