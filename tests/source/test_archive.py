"""Archives: read in stream, every member accounted for, hostile ones refused early and cheaply."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from pacslake.source import archive, tar
from pacslake.source.archive import Budget, Found, expand, sniff


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], **options: object) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", **options) as packed:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def members(data: bytes, at: str = "x") -> list[Found]:
    return list(expand(io.BytesIO(data), at, Budget(len(data))))


def contents(data: bytes) -> dict[str, bytes | None]:
    return {found.uri: found.data for found in members(data)}


COMPRESS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("kind", COMPRESS)
def test_compressed_file_is_itself_in_plain(kind: str) -> None:
    packed = COMPRESS[kind](b"an image" * 100)
    assert sniff(packed[: archive.HEAD]) == kind
    assert contents(packed) == {"x": b"an image" * 100}
    assert archive.decompress(io.BytesIO(packed), len(packed)) == b"an image" * 100


@pytest.mark.parametrize("kind", ["plain", *COMPRESS])
def test_tar_has_its_members_however_compressed(kind: str) -> None:
    packed = COMPRESS.get(kind, bytes)(tarred({"a/1": b"one", "a/2": b"", "a/3": b"3" * 5000}))
    assert contents(packed) == {"x!a/1": b"one", "x!a/2": b"", "x!a/3": b"3" * 5000}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar_names_are_those_that_tarfile_reads(form: int) -> None:
    names = ["short", "folder/" + "n" * 90, "d" * 90 + "/" + "n" * 60]
    if form != tarfile.USTAR_FORMAT:
        names += ["é" * 80 + "/x", "l" * 400]
    packed = tarred({name: name.encode() for name in names}, format=form)
    with tarfile.open(fileobj=io.BytesIO(packed)) as reference:
        assert [m.name for m in reference] == [m.name for m in tar.members(io.BytesIO(packed))] == names
    assert contents(packed) == {f"x!{name}": name.encode() for name in names}


def test_links_in_a_tar_are_not_followed() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as packed:
        for kind, name in (
            (tarfile.SYMTYPE, "s"),
            (tarfile.LNKTYPE, "h"),
            (tarfile.FIFOTYPE, "p"),
            (tarfile.DIRTYPE, "d"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            packed.addfile(info)
    assert [(f.uri, f.data, f.outcome) for f in members(buffer.getvalue())] == [
        ("x!s", None, "not_dicom"),
        ("x!h", None, "not_dicom"),
        ("x!p", None, "not_dicom"),
    ]


def test_zip_members_come_in_code_point_order_and_nested_ones_in_place() -> None:
    inner = zipped({"2": b"two", "10": b"ten"})
    packed = zipped({"b": b"b", "a.zip": inner, "B": b"B", "c.gz": gzip.compress(b"c")})
    assert [f.uri for f in members(packed)] == ["x!B", "x!a.zip!10", "x!a.zip!2", "x!b", "x!c.gz"]
    assert contents(packed)["x!c.gz"] == b"c"


def test_separator_in_a_name_is_escaped() -> None:
    assert list(contents(zipped({"a!b": b"1"}))) == ["x!a%21b"]


def test_empty_archives_are_not_dicom() -> None:
    (found,) = members(zipped({}))
    assert (found.uri, found.outcome, found.reason) == ("x", "not_dicom", "an empty archive")


def test_office_document_is_one_file() -> None:
    (found,) = members(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert (found.uri, found.outcome) == ("x", "not_dicom")


def test_dicom_is_never_taken_for_an_archive() -> None:
    assert sniff(b"PK\x03\x04" + b"\0" * 124 + b"DICM" + b"\0" * 400) is None


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_cut_zip_is_quarantined(cut: int) -> None:
    (found,) = members(zipped({"a": os.urandom(300)})[:-cut])
    assert (found.uri, found.outcome) == ("x", "quarantined")
    assert found.reason and "cut short" in found.reason


def test_cut_tar_gives_its_whole_members_and_says_so() -> None:
    packed = tarred({"a": b"1" * 600, "b": b"2" * 600})
    found = members(packed[: 512 + 1024 + 512 + 100])
    assert [(f.uri, f.outcome) for f in found][:1] == [("x!a", None)]
    assert found[-1].outcome == "quarantined" and "cut short" in (found[-1].reason or "")


def test_damaged_member_does_not_take_the_others_along() -> None:
    packed = bytearray(zipped({"a": b"1" * 100, "b": b"2" * 100}, zipfile.ZIP_STORED))
    packed[packed.index(b"1" * 100) + 50] ^= 1
    first, second = members(bytes(packed))
    assert first.outcome == "quarantined" and "wrong checksum" in (first.reason or "")
    assert second.data == b"2" * 100


def test_encrypted_member_says_what_to_do() -> None:
    packed = bytearray(zipped({"a": b"secret"}, zipfile.ZIP_STORED))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + at] |= 1
    (found,) = members(bytes(packed))
    assert found.outcome == "quarantined" and "password" in (found.reason or "")


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "..\\x", "C:\\x", "a/.."])
def test_names_that_lead_out_are_refused(name: str) -> None:
    for packed in (zipped({"good": b"1", name: b"2"}), gzip.compress(tarred({"good": b"1", name: b"2"}))):
        (found,) = members(packed)
        assert (found.uri, found.outcome) == ("x", "quarantined")
        assert "path traversal" in (found.reason or "")
        assert name not in (found.reason or "")


def test_dots_in_names_are_no_traversal() -> None:
    assert len(members(zipped({"a..b/c..": b"1", "...": b"2"}))) == 2


def test_nesting_is_bounded() -> None:
    packed = b"the innermost"
    for _ in range(12):
        packed = zipped({"n.zip": packed}, zipfile.ZIP_STORED)
    (found,) = members(packed)
    assert found.outcome == "quarantined" and "nested deeper" in (found.reason or "")


# --- bombs: in a process of their own, so that memory is theirs ----------------------------------------

PROBE = """
import os, sys, time
from pacslake.source.archive import Budget, expand
began = time.process_time()
size = os.path.getsize(sys.argv[1])
with open(sys.argv[1], "rb") as f:
    found = list(expand(f, "x", Budget(size)))
last = found[-1]
print(last.uri, last.outcome, last.reason, sep="|")
# Not ru_maxrss: a child begins with the peak of the process that started it.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time() - began, int(peak.split()[1]) / 1024)
"""


def refusal(path: Path) -> tuple[str, float, float]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)], capture_output=True, text=True, check=True
    )
    first, second = done.stdout.splitlines()
    seconds, megabytes = map(float, second.split())
    return first, seconds, megabytes


def bomb_of_zeros(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("zeros", "w", force_zip64=True) as member,
    ):
        for _ in range(400):
            member.write(bytes(1 << 20))


def bomb_of_zeros_in_gzip(path: Path) -> None:
    with gzip.open(path, "wb") as packed:
        for _ in range(400):
            packed.write(bytes(1 << 20))


def bomb_of_zeros_in_xz(path: Path) -> None:
    with lzma.open(path, "wb", preset=1) as packed:
        for _ in range(200):
            packed.write(bytes(1 << 20))


def bomb_in_layers(path: Path) -> None:
    data = zipped({str(i): bytes(1 << 20) for i in range(4)})
    for _ in range(3):
        data = zipped({f"{i}.zip": data for i in range(24)})
    path.write_bytes(data)


def bomb_of_members(path: Path) -> None:
    # A directory of a million entries, all of one empty file.
    one = zipped({"a": b""}, zipfile.ZIP_STORED)
    at = one.index(b"PK\x01\x02")
    entry = one[at : one.index(b"PK\x05\x06")]
    n = 1_000_001
    end = (
        b"PK\x05\x06"
        + b"\0" * 4
        + b"\xff" * 4
        + (len(entry) * n).to_bytes(4, "little")
        + at.to_bytes(4, "little")
    )
    with open(path, "wb") as packed:
        packed.write(one[:at])
        for _ in range(1000):
            packed.write(entry * 1000)
        packed.write(entry)
        packed.write(end + b"\0\0")


def bomb_of_tar_members(path: Path) -> None:
    header = tarfile.TarInfo("a").tobuf()
    with open(path, "wb") as packed:
        for _ in range(1001):
            packed.write(header * 1000)
        packed.write(bytes(1024))


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [
        bomb_of_zeros,
        bomb_of_zeros_in_gzip,
        bomb_of_zeros_in_xz,
        bomb_in_layers,
        bomb_of_members,
        bomb_of_tar_members,
    ],
)
def test_bombs_are_refused_within_bounds(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    make(tmp_path / "bomb")
    text, seconds, megabytes = refusal(tmp_path / "bomb")
    uri, outcome, reason = text.split("|")
    assert (uri, outcome) == ("x", "quarantined")
    assert "refused" in reason
    assert seconds < 20  # of processor; under 5 on a machine to itself, more where cores are shared
    assert megabytes < 256
