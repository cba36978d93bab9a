"""Writes are there whole or not at all."""

import os

import pytest

from pacslake.errors import LakeError
from pacslake.layout import atomic


def test_write_new_refuses_a_taken_name_and_leaves_it_alone(tmp_path):
    atomic.write_new(tmp_path / "a", b"first")
    with pytest.raises(FileExistsError):
        atomic.write_new(tmp_path / "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["a"]


def test_write_new_leaves_nothing_when_the_disk_refuses(tmp_path, monkeypatch):
    def refuse(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        atomic.write_new(tmp_path / "a", b"data")
    assert os.listdir(tmp_path) == []


def test_data_is_synced_before_it_gets_its_name_and_the_folder_after(tmp_path, monkeypatch):
    calls = []
    real_fsync, real_link = os.fsync, os.link
    monkeypatch.setattr(os, "fsync", lambda handle: (calls.append("fsync"), real_fsync(handle)))
    monkeypatch.setattr(os, "link", lambda a, b: (calls.append("link"), real_link(a, b)))
    atomic.write_new(tmp_path / "a", b"data")
    assert calls == ["fsync", "link", "fsync"]


def test_a_file_system_without_hard_links_is_named_as_the_cause(tmp_path, monkeypatch):
    def refuse(a, b):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(LakeError, match="hard links"):
        atomic.write_new(tmp_path / "a", b"data")
    assert os.listdir(tmp_path) == []


def test_replace_goes_over_what_was_there(tmp_path):
    atomic.replace(tmp_path / "a", b"1")
    atomic.replace(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"2"
    assert os.listdir(tmp_path) == ["a"]


def test_rename_dir_refuses_a_folder_with_content(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text(name)
    with pytest.raises(FileExistsError):
        atomic.rename_dir(tmp_path / "a", tmp_path / "b")
    atomic.rename_dir(tmp_path / "a", tmp_path / "sub" / "c")
    assert (tmp_path / "sub" / "c" / "x").read_text() == "a"
