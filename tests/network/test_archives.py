"""Another archive (DCMTK's dcmqrscp, and our own web service): searched, filled and fetched from."""

from __future__ import annotations

import csv
import io
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from datetime import time as clock
from pathlib import Path

import pydicom
import pytest
from pydicom.data import get_testdata_file

import pacslake
from pacslake.access import manage
from pacslake.errors import UsageError
from pacslake.network.peers import find_peer
from pacslake.network.pull import Window, parse_window, wanted_of_csv

COMMAND = str(Path(sys.executable).with_name("pacslake"))
NAMES = (
    "CT_small.dcm", "JPEG2000.dcm", "rtplan.dcm", "SC_rgb_rle_16bit.dcm", "image_dfl.dcm",
)  # fmt: skip


MOVES: dict[str, int] = {}
"""The port to which the archive sends what is moved."""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archives")
    (folder / "in").mkdir()
    for name in NAMES:
        shutil.copy(str(get_testdata_file(name)), folder / "in" / name)
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "in", workers=1)
    return lake.path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty DCMTK archive that anybody may use."""
    if shutil.which("dcmqrscp") is None:
        pytest.skip("DCMTK is not installed (Debian package dcmtk)")
    folder = tmp_path_factory.mktemp("dcmqrscp")
    (folder / "db").mkdir()
    with socket.socket() as s, socket.socket() as s2:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
        s2.bind(("127.0.0.1", 0))
        MOVES["port"] = s2.getsockname()[1]
    config = folder / "dcmqrscp.cfg"
    config.write_text(
        f"NetworkTCPPort = {port}\nMaxPDUSize = 16384\nMaxAssociations = 16\nHostTable BEGIN\n"
        f"lake = (PACSLAKE, 127.0.0.1, {MOVES['port']})\nHostTable END\n"
        f"VendorTable BEGIN\nVendorTable END\nAETable BEGIN\nARCHIVE {folder / 'db'} RW (200, 1024mb) ANY\nAETable END\n"
    )
    process = subprocess.Popen(
        ["dcmqrscp", "-c", str(config), "+B"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(100):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"ARCHIVE@127.0.0.1:{port}"
    process.terminate()
    process.wait()


def run(*words: str, code: int = 0) -> str:
    done = subprocess.run([COMMAND, *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout


def values(ds: pydicom.Dataset) -> dict[int, object]:
    """All elements but group lengths and trailing padding; pixels as an array, since an archive may take them plain only."""
    pixels = {0x7FE00010, 0x00280004, 0x00280006}
    out: dict[int, object] = {
        int(e.tag): e for e in ds if e.tag.element and e.tag != 0xFFFCFFFC and e.tag not in pixels
    }
    if "PixelData" in ds:
        out[0x7FE00010] = ds.pixel_array.tobytes()
    return out


def objects(lake: Path) -> dict[str, dict[int, object]]:
    opened = pacslake.open(lake)
    out = {}
    for uid, uri in opened.rows(
        'SELECT i."SOPInstanceUID", f.uri FROM instance_row i JOIN file f USING (file_id) WHERE i.is_current'
    ):
        path = Path(uri) if Path(uri).is_absolute() else lake / uri.removeprefix("lake:")
        out[uid] = values(pydicom.dcmread(path, force=True))
    return out


@pytest.fixture(scope="module")
def filled(lake: Path, archive: str) -> str:
    """The archive after `send`."""
    told = json.loads(run("send", archive, "--all", "--lake", str(lake), "--json"))
    taken = {f["SOPInstanceUID"]: f["reason"] for f in told["faults"]}
    assert told["n_sent"] + len(taken) == len(NAMES) and len(taken) <= 1, taken
    return archive


def test_an_archive_sends_what_is_asked_for_by_c_move(filled: str, lake: Path, tmp_path: Path) -> None:
    target = pacslake.init(tmp_path / "lake").path
    studies = [r["StudyInstanceUID"] for r in json.loads(run("query", filled, "--json"))][:2]
    (tmp_path / "list.csv").write_text("StudyInstanceUID\n" + "\n".join(studies) + "\n")
    words = [
        "pull",
        filled,
        "--list",
        str(tmp_path / "list.csv"),
        "--lake",
        str(target),
        "--move-port",
        str(MOVES["port"]),
        "--json",
    ]
    rows = json.loads(run(*words))
    assert {r["outcome"] for r in rows} == {"pulled"} and len(rows) == len(studies)
    here, there = objects(target), objects(lake)
    assert here and all(here[uid] == there[uid] for uid in here)
    assert {r["outcome"] for r in json.loads(run(*words))} == {"here"}

    other = pacslake.init(tmp_path / "other").path
    with socket.socket() as s:  # the archive sends to a port where nobody of ours listens
        s.bind(("127.0.0.1", 0))
        wrong = str(s.getsockname()[1])
    words = [
        "pull",
        filled,
        f"StudyInstanceUID={studies[0]}",
        "--lake",
        str(other),
        "--move-port",
        wrong,
        "--tries",
        "1",
        "--json",
    ]
    (row,) = json.loads(run(*words, code=1))
    assert row["outcome"] == "failed" and row["reason"] and objects(other) == {}


def test_an_object_without_a_class_is_told_and_the_rest_is_sent(archive: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(str(get_testdata_file("CT_small.dcm")), tmp_path / "in" / "ct.dcm")
    ds = pydicom.dcmread(str(get_testdata_file("MR_small.dcm")))
    del ds.SOPClassUID
    ds.file_meta.MediaStorageSOPClassUID = ""
    ds.SOPInstanceUID = "1.2.826.0.1.3680043.8.498.80.1"
    ds.save_as(tmp_path / "in" / "odd.dcm", enforce_file_format=False)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "in", workers=1)
    assert lake.rows("SELECT count(*) FROM instance WHERE SOPClassUID IS NULL") == [(1,)]
    told = json.loads(run("send", archive, "--all", "--lake", str(lake.path), "--json", code=1))
    assert told["n_sent"] == 1 and [f["SOPInstanceUID"] for f in told["faults"]] == [ds.SOPInstanceUID]
    assert "SOP class" in told["faults"][0]["reason"]


def test_only_objects_that_were_asked_for_are_taken(tmp_path: Path) -> None:
    """Whoever finds the open port cannot put objects into the lake."""
    from types import SimpleNamespace

    from pacslake.network.peers import Peer
    from pacslake.network.pull import _Inbox, _keeping

    (tmp_path / "inbox").mkdir()
    inbox = _Inbox(tmp_path)
    keep = _keeping(Peer("ARCHIVE", "127.0.0.1", 104), inbox, only={"1.2.3"})

    def knock(uid: str) -> int:
        request = SimpleNamespace(
            AffectedSOPInstanceUID=uid, DataSet=io.BytesIO(b"\x08\x00\x18\x00UI\x02\x001\0")
        )
        context = SimpleNamespace(
            abstract_syntax="1.2.840.10008.5.1.4.1.1.2", transfer_syntax="1.2.840.10008.1.2.1"
        )
        return keep(SimpleNamespace(request=request, context=context))

    assert knock("1.2.4") == 0x0124 and not inbox.paths
    assert knock("1.2.3") == 0 and len(inbox.paths) == 1


def test_what_was_sent_is_found(filled: str, lake: Path) -> None:
    found = json.loads(run("query", filled, "--json"))
    assert {r["StudyInstanceUID"] for r in found} <= {
        u for (u,) in pacslake.open(lake).rows("SELECT StudyInstanceUID FROM study")
    }
    ds = pydicom.dcmread(str(get_testdata_file("CT_small.dcm")))
    (row,) = json.loads(
        run("query", filled, f"PatientID={ds.PatientID}", "StudyDate=20040101-20041231", "--json")
    )
    assert (row["StudyInstanceUID"], row["PatientName"]) == (ds.StudyInstanceUID, str(ds.PatientName))
    listed = list(csv.DictReader(io.StringIO(run(
        "query", filled, "--level", "image", f"StudyInstanceUID={ds.StudyInstanceUID}", f"SeriesInstanceUID={ds.SeriesInstanceUID}",
        "--format", "csv",
    ))))  # fmt: skip
    assert [r["SOPInstanceUID"] for r in listed] == [ds.SOPInstanceUID]


def test_a_list_is_pulled_whole_and_not_twice(filled: str, lake: Path, tmp_path: Path) -> None:
    target = pacslake.init(tmp_path / "lake").path
    studies = [r["StudyInstanceUID"] for r in json.loads(run("query", filled, "--json"))]
    (tmp_path / "list.csv").write_text(
        "StudyInstanceUID,note\n" + "".join(f"{u},x\n" for u in studies) + "1.2.3.4.5,gone\n"
    )
    words = [
        "pull",
        filled,
        "--list",
        str(tmp_path / "list.csv"),
        "--lake",
        str(target),
        "--report",
        str(tmp_path / "report.csv"),
        "--tries",
        "1",
    ]
    run(*words, code=1)
    rows = {r["StudyInstanceUID"]: r for r in csv.DictReader((tmp_path / "report.csv").open())}
    assert rows.pop("1.2.3.4.5")["outcome"] == "not_found"
    assert {r["outcome"] for r in rows.values()} == {"pulled"}, rows
    source, got = objects(lake), objects(target)
    assert len(got) >= len(NAMES) - 1
    assert {uid: v for uid, v in source.items() if uid in got} == got
    snapshot = pacslake.open(target).snapshot_id
    run(*words, code=1)
    assert {r["outcome"] for r in csv.DictReader((tmp_path / "report.csv").open())} == {"here", "not_found"}
    assert pacslake.open(target).snapshot_id == snapshot
    assert not [p for p in (target / "inbox").rglob("*") if p.is_file()]


def test_a_lake_is_pulled_from_a_lake_by_dicomweb(
    lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = pacslake.open(lake)
    monkeypatch.setenv("PACSLAKE_PEER_TOKEN", manage.issue_token(source.dir, "puller").token)
    process = subprocess.Popen(
        [COMMAND, "serve", "--lake", str(lake), "--port", "0", "--read-only", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        url = json.loads(process.stdout.readline())["url"]
        target = pacslake.init(tmp_path / "lake").path
        ct = pydicom.dcmread(str(get_testdata_file("CT_small.dcm")))
        (row,) = json.loads(run("query", url, f"PatientID={ct.PatientID}", "--json"))
        assert (row["StudyInstanceUID"], row["NumberOfStudyRelatedInstances"]) == (ct.StudyInstanceUID, 1)
        told = json.loads(run("pull", url, f"PatientID={ct.PatientID}", "--lake", str(target), "--json"))
        assert [(r["outcome"], r["n_here"]) for r in told] == [("pulled", 1)]
        assert objects(target) == {ct.SOPInstanceUID: values(ct)}
        monkeypatch.setenv("PACSLAKE_PEER_TOKEN", "wrong")
        assert (
            "could not be searched"
            in subprocess.run([COMMAND, "query", url], capture_output=True, text=True).stderr
        )
    finally:
        process.terminate()
        process.wait(30)


def test_an_archive_that_is_not_there_is_said_in_one_line() -> None:
    done = subprocess.run([COMMAND, "query", "NOBODY@127.0.0.1:9"], capture_output=True, text=True)
    assert done.returncode == 3 and done.stderr.count("\n") == 1 and "does not answer" in done.stderr


@pytest.mark.parametrize(
    "text", ["", "PACS", "PACS@host", "PACS@host:0", "PACS@host:99999", "A" * 17 + "@h:104", "ftp://x/y"]
)
def test_what_is_no_peer_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        find_peer(text)


def test_peers_have_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "pacslake").mkdir()
    (tmp_path / "pacslake" / "peers.toml").write_text(
        '[a]\naddress = "PACS@10.1.2.3:104"\ncalling = "LAKE"\n'
    )
    peer = find_peer("a")
    assert (peer.title, peer.host, peer.port, peer.calling) == ("PACS", "10.1.2.3", 104, "LAKE")
    with pytest.raises(UsageError, match=r"has a"):
        find_peer("b")


def test_windows_and_lists() -> None:
    night, day = parse_window("22:00-06:00"), parse_window("9:30-17:00")
    at = datetime(2026, 1, 1, 12)
    assert (
        night.wait(at),
        night.wait(at.replace(hour=23)),
        night.wait(at.replace(hour=5)),
        day.wait(at),
    ) == (36000, 0, 0, 0)
    assert Window(clock(9), clock(10)).wait(at) == 21 * 3600
    assert wanted_of_csv("AccessionNumber,x\nA1,1\n,2\n A2 ,3\n") == [
        {"AccessionNumber": "A1"},
        {"AccessionNumber": "A2"},
    ]
    for bad in ("22-6", "25:00-06:00", "22:00-22:00"):
        with pytest.raises(UsageError):
            parse_window(bad)
    with pytest.raises(UsageError, match="no column"):
        wanted_of_csv("a,b\n1,2\n")
