"""Every form of uri opens to the object's own bytes."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from pacslake.errors import SourceMissingError
from pacslake.source import file_id, local_file, locate, open_bytes, read_range, uri
from pacslake.source.archive import Budget, expand

IMAGE = bytes(range(256)) * 8


def archives(folder: Path) -> dict[str, Path]:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("study/1", IMAGE)
        packed.writestr("a!b", IMAGE[1:])
    with zipfile.ZipFile(folder / "z.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("pack/in.zip", inner.getvalue())
        packed.writestr("x.gz", gzip.compress(IMAGE[2:]))
    for name, mode in (("t.tar", "w"), ("t.tgz", "w:gz")):
        with tarfile.open(folder / name, mode) as packed:
            for i in range(3):
                info = tarfile.TarInfo(f"s/{i}")
                info.size = len(IMAGE) - i
                packed.addfile(info, io.BytesIO(IMAGE[i:]))
    return {name: folder / name for name in ("z.zip", "t.tar", "t.tgz")}


def test_every_member_opens_to_what_the_archive_gave(tmp_path: Path) -> None:
    n = 0
    for path in archives(tmp_path).values():
        with open(path, "rb") as stream:
            for found in expand(stream, str(path), Budget(path.stat().st_size)):
                assert open_bytes(found.uri) == found.data
                assert found.data is not None
                assert read_range(found.uri, 5, 10) == found.data[5:15]
                assert local_file(found.uri) is None
                n += 1
    assert n == 3 + 3 + 3


def test_plain_file(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(IMAGE)
    assert open_bytes(str(path)) == IMAGE
    assert read_range(str(path), 2040, 100) == IMAGE[2040:]
    assert local_file(str(path)) == path


def test_compressed_file_is_read_in_plain_bytes(tmp_path: Path) -> None:
    path = tmp_path / "f.dcm.gz"
    path.write_bytes(gzip.compress(IMAGE))
    assert open_bytes(str(path)) == IMAGE
    assert read_range(str(path), 100, 7) == IMAGE[100:107]
    assert local_file(str(path)) is None


def test_changed_archive_is_not_answered_from_memory(tmp_path: Path) -> None:
    path = tmp_path / "f.gz"
    path.write_bytes(gzip.compress(IMAGE))
    assert open_bytes(str(path)) == IMAGE
    path.write_bytes(gzip.compress(IMAGE + b"more"))
    assert open_bytes(str(path)) == IMAGE + b"more"


def test_names_that_are_no_text_round_trip(tmp_path: Path) -> None:
    for raw in (b"caf\xe9", b"we!rd", b"100%21", b"m\xfc!x"):
        path = os.path.join(os.fsencode(tmp_path), raw)
        with open(path, "wb") as f:
            f.write(raw)
        text = uri.encode(os.fsdecode(path))
        text.encode()  # it can be stored as UTF-8
        assert open_bytes(text) == raw


def test_gone_files_and_members_say_what_to_do(tmp_path: Path) -> None:
    path = archives(tmp_path)["z.zip"]
    for text in (str(tmp_path / "none"), f"{path}!none", f"{path}!pack/in.zip!none"):
        with pytest.raises(SourceMissingError, match="--copy"):
            open_bytes(text)


def test_copy_of_the_lake_comes_before_the_source(tmp_path: Path) -> None:
    row = {"uri": "/exports/1", "object_uri": "objects/ab/ab.dcm"}
    assert locate(row, tmp_path) == str(tmp_path / "objects/ab/ab.dcm")
    assert locate({"uri": "/exports/1", "object_uri": None}, tmp_path) == "/exports/1"
    assert locate({"uri": "objects/ab/ab.dcm"}, tmp_path) == str(tmp_path / "objects/ab/ab.dcm")


def test_file_id_is_a_function_of_the_uri() -> None:
    import hashlib

    assert file_id("/a") == "f" + hashlib.sha256(b"/a").hexdigest()[:20]
