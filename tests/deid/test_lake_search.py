"""Two hundred leaks put into files of a lake, each in another way: every one is found; a clean lake has none."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.sequence import Sequence

import pacslake
from pacslake.cli import main
from pacslake.deid.keys import new_key_file
from pacslake.deid.lake_search import search_bytes, search_lake, sought_of
from pacslake.research import deidentify

PEOPLE = [
    ("Featherstone^Marjorie^Q", "PX-4471902", "Saint Ottilien Infirmary"),
    ("Вербицкая^Ольга", "4409017731", "Областная больница"),
    ("Ångström^Göran", "GA/77120-9", "Norra Kliniken Uppsala"),
    ("Nakamura^Haruto=中村^陽斗", "JP0093157", "Kitano Byoin Osaka"),
    ("O'Halloran^Siobhan", "881 200 4417", "Mater Misericordiae"),
]


def original(number: int) -> pydicom.Dataset:
    name, own, place = PEOPLE[number]
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName, ds.PatientID, ds.InstitutionName = name, own, place
    ds.AccessionNumber = f"ACC{number}55310{number}7"
    for level, keyword in enumerate(
        ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID")
    ):
        setattr(ds, keyword, f"1.2.840.99999.{number}.{level}.20240117.4471")
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    return ds


def bytes_of(ds: pydicom.Dataset) -> bytes:
    out = io.BytesIO()
    ds.save_as(out)
    return out.getvalue()


def an_object(change: Callable[[pydicom.Dataset], None]) -> bytes:
    ds = pydicom.dcmread(get_testdata_file("rtplan.dcm", download=False))
    ds.remove_private_tags()
    ds.SpecificCharacterSet = "ISO_IR 192"
    change(ds)
    return bytes_of(ds)


def nested(text: str) -> bytes:
    item = pydicom.Dataset()
    item.CodeMeaning = text[:64]
    outer = pydicom.Dataset()
    outer.ConceptCodeSequence = Sequence([item])
    return an_object(lambda ds: setattr(ds, "ContentSequence", Sequence([outer])))


def deflated(text: str) -> bytes:
    ds = pydicom.dcmread(get_testdata_file("rtplan.dcm", download=False))
    ds.SpecificCharacterSet, ds.ImageComments = "ISO_IR 192", text
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1.99"
    out = io.BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


def private(text: str) -> bytes:
    return an_object(
        lambda ds: ds.private_block(0x0099, "SOMEBODY", create=True).add_new(1, "UN", text.encode())
    )


def table(value: object, type_: pa.DataType) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"n": [1, 2], "v": pa.array([None, value], type_)}), out, compression="zstd")
    return out.getvalue()


def footer(text: str) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"n": [1]}).replace_schema_metadata({"note": text}), out)
    return out.getvalue()


WAYS: dict[str, Callable[[str], tuple[bytes, str]]] = {
    "a log": lambda t: (f"INFO read {t} in 3 s\n".encode(), ".log"),
    "zarr attributes": lambda t: (json.dumps({"attributes": {"dicom": {"note": t}}}, ensure_ascii=False).encode(), ".json"),
    "escaped JSON": lambda t: (json.dumps({"note": t}).encode(), ".json"),
    "UTF-16": lambda t: (t.encode("utf-16-le"), ".txt"),
    "base64": lambda t: (b'{"inline": "' + base64.b64encode(b"x: " + t.encode()) + b'"}', ".json"),
    "gzip": lambda t: (gzip.compress(t.encode()), ".gz"),
    "zlib": lambda t: (zlib.compress(b"\0\1" + t.encode()), ".bin"),
    "a cell": lambda t: (table(t, pa.string()), ".parquet"),
    "a list in a cell": lambda t: (table(["CT", t], pa.list_(pa.string())), ".parquet"),
    "a struct in a cell": lambda t: (table({"a": t}, pa.struct([("a", pa.string())])), ".parquet"),
    "bytes in a cell": lambda t: (table(t.encode(), pa.binary()), ".parquet"),
    "JSON in a cell": lambda t: (table(json.dumps({"00100010": {"Value": [t]}}, ensure_ascii=False), pa.string()), ".parquet"),
    "a table's footer": lambda t: (footer(t), ".parquet"),
    "an element": lambda t: (an_object(lambda ds: setattr(ds, "ImageComments", t)), ".dcm"),
    "an element of a nested item": lambda t: (nested(t), ".dcm"),
    "a private element": lambda t: (private(t), ".dcm"),
    "a deflated object": lambda t: (deflated(t), ".dcm"),
    "behind an object": lambda t: (an_object(lambda ds: None) + t.encode(), ".dcm"),
}  # fmt: skip


def values_of(number: int) -> list[tuple[str, str]]:
    """(kind, value) as people and programs write it."""
    name, own, place = PEOPLE[number]
    words = name.split("=")[0].split("^")
    return [
        ("names", name.split("=")[0]), ("names", " ".join(words)), ("names", ", ".join(words).upper()),
        ("names", " ".join([*words[1:], words[0]])), ("numbers", own), ("numbers", f"ACC{number}55310{number}7"),
        ("places", place), ("uids", f"1.2.840.99999.{number}.2.20240117.4471"),
    ]  # fmt: skip


def test_two_hundred_leaks_are_found_and_none_where_none_is() -> None:
    sought = sought_of(bytes_of(original(n)) for n in range(len(PEOPLE)))
    assert (sought.n_originals, sought.unread) == (len(PEOPLE), 0)
    dice = random.Random(17)
    missed, tried = [], 0
    ways = list(WAYS.items())
    while tried < 200:
        way, put = ways[tried % len(ways)]
        number = dice.randrange(len(PEOPLE))
        kind, value = dice.choice(values_of(number))
        if way == "UTF-16" and not value.isascii():
            number, (kind, value) = 0, values_of(0)[tried % 8]
        data, suffix = put(value)
        hits = {f.kind for f in search_bytes(data, sought, suffix=suffix)}
        missed += [] if kind in hits else [(way, kind, value)]
        tried += 1
    assert missed == []
    for _, put in ways:  # the same files with what names nobody
        data, suffix = put("CT thorax with contrast, 2 mm, follow-up in 6 months 2.25.1234567")
        assert search_bytes(data, sought, suffix=suffix) == []


@pytest.mark.parametrize("around", [0, 1, 7, 8, 9, 65_527, 65_528, 65_529, 65_535, 65_536, 131_072])
@pytest.mark.parametrize("filling", [b"x", b"\0", b"\xff"], ids=["letters", "zeros", "ones"])
def test_a_long_value_is_found_wherever_it_begins(around: int, filling: bytes) -> None:
    """Files are compared in stretches: one that ends within a value hides nothing."""
    sought = sought_of([bytes_of(original(0))])
    assert sought.kinds_inside(filling * around + b"PX-4471902") == {"numbers"}
    assert sought.kinds_inside(filling * around + b"qqPx-4471902qq" + filling * around) == {"numbers"}
    assert sought.kinds_inside(filling * around + b"PX-447190") == set()


def test_a_finding_does_not_repeat_the_value() -> None:
    sought = sought_of([bytes_of(original(0))])
    (finding,) = search_bytes(b"seen by MARJORIE FEATHERSTONE", sought)
    assert "feather" not in str(finding).casefold()


def test_what_cannot_be_read_is_told() -> None:
    sought = sought_of([bytes_of(original(0))])
    cut = table("CT", pa.string())[:-40]
    assert [f.kind for f in search_bytes(cut, sought, suffix=".parquet")] == ["unreadable"]


def test_what_a_folder_is_called_counts(tmp_path: Path) -> None:
    sought = sought_of([bytes_of(original(0))])
    (tmp_path / "exports" / "Featherstone_Marjorie").mkdir(parents=True)
    assert [(n, f.kind) for n, f in search_lake(tmp_path, sought)] == [
        ("(a name of a file or folder)", "names")
    ]


def test_the_command_passes_a_cleaned_lake_and_stops_a_leaking_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    for n in range(len(PEOPLE)):
        original(n).save_as(tmp_path / "in" / f"{n}.dcm")
    (tmp_path / "in" / "readme.txt").write_text("no DICOM")
    new_key_file(tmp_path / "key")
    deidentify(
        tmp_path / "in", tmp_path / "lake", profile="longitudinal", key=str(tmp_path / "key"), workers=1
    )

    def run(lake: Path) -> tuple[int, dict]:
        monkeypatch.setattr(
            sys,
            "argv",
            ["pacslake", "verify", "--identities", str(tmp_path / "in"), "--lake", str(lake), "--json"],
        )
        with pytest.raises(SystemExit) as end:
            main()
        out = capsys.readouterr().out
        return int(end.value.code or 0), json.loads(out) if out else {}

    assert run(tmp_path / "lake") == (0, {"hits": [], "n_originals": 5, "n_unread": 0})
    (tmp_path / "lake" / "logs").mkdir(exist_ok=True)
    (tmp_path / "lake" / "logs" / "old.jsonl").write_text('{"message": "Ångström, Göran was here"}')
    code, told = run(tmp_path / "lake")
    assert code == 3 and told["hits"] == [
        {"file": "logs/old.jsonl", "found": "names in the bytes of the file"}
    ]
    identified = pacslake.init(tmp_path / "identified")
    assert run(identified.path)[0] == 4
