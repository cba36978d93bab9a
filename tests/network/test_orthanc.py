"""Orthanc as a peer in both directions over DIMSE and DICOMweb: what it sends, fetches and gives back is what it was."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pydicom
import pytest
import requests
from pydicom.data import get_testdata_file

import pacslake

COMMAND = str(Path(sys.executable).with_name("pacslake"))
ORTHANC = shutil.which("Orthanc") or "/usr/sbin/Orthanc"
NAMES = ("CT_small.dcm", "JPEG2000.dcm", "rtplan.dcm", "SC_rgb_rle_16bit.dcm")
pytestmark = pytest.mark.skipif(
    not Path(ORTHANC).is_file(), reason="Orthanc is not installed (Debian package orthanc)"
)


def free_ports(n: int) -> list[int]:
    held = [socket.socket() for _ in range(n)]
    for s in held:
        s.bind(("127.0.0.1", 0))
    ports = [int(s.getsockname()[1]) for s in held]
    for s in held:
        s.close()
    return ports


@dataclass(frozen=True)
class Both:
    """A served lake that also receives, and an Orthanc that knows it; ports of the third node are for C-MOVE."""

    lake: Path
    rest: str
    orthanc: str
    node: int
    move: int

    def ask(self, path: str, content: Any = None) -> Any:
        answer = requests.request(
            "GET" if content is None else "POST", self.rest + path, json=content, timeout=120
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("orthanc")
    (folder / "in").mkdir()
    for name in NAMES:
        shutil.copy(str(get_testdata_file(name)), folder / "in" / name)
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "in", workers=1)
    web, dimse, node, move = free_ports(4)
    settings = {
        "StorageDirectory": str(folder / "db"), "IndexDirectory": str(folder / "db"), "HttpPort": web, "DicomPort": dimse,
        "RemoteAccessAllowed": False, "AuthenticationEnabled": False, "DicomAlwaysAllowStore": True, "DicomAet": "ORTHANC",
        "DicomCheckCalledAet": False, "DicomAlwaysAllowGet": True, "DicomAlwaysAllowMove": True, "DicomAlwaysAllowFind": True,
        "DicomModalities": {"lake": ["LAKE", "127.0.0.1", node], "mover": ["PACSLAKE", "127.0.0.1", move]},
    }  # fmt: skip
    (folder / "orthanc.json").write_text(json.dumps(settings))
    server = subprocess.Popen(
        [COMMAND, "serve", "--lake", str(lake.path), "--port", "0", "--dimse-port", str(node), "--ae-title", "LAKE", "--allow", "ORTHANC",
         "--query", "ORTHANC", "--destination", f"ORTHANC@127.0.0.1:{dimse}", "--json"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    process = subprocess.Popen(
        [ORTHANC, str(folder / "orthanc.json")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert server.stdout and json.loads(server.stdout.readline())["dimse_port"] == node
        rest = f"http://127.0.0.1:{web}"
        for _ in range(200):
            try:
                requests.get(f"{rest}/system", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield Both(lake.path, rest, f"ORTHANC@127.0.0.1:{dimse}", node, move)
    finally:
        for p in (server, process):
            p.terminate()
            p.wait(30)


def run(*words: str, code: int = 0) -> Any:
    done = subprocess.run([COMMAND, *words, "--json"], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stderr + done.stdout
    return json.loads(done.stdout)


def data_sets(lake: Path) -> dict[str, bytes]:
    """The bytes of each object behind its file meta information, in the order of their identifiers."""
    from pacslake.source import open_bytes

    opened = pacslake.open(lake)
    rows = opened.rows(
        "SELECT instance_row.SOPInstanceUID, instance_row.instance_version_id, dataset_offset FROM instance_row JOIN file USING (file_id) WHERE is_current"
    )
    return {uid: open_bytes(opened.instance(version).uri)[offset or 0 :] for uid, version, offset in rows}


def elements(lake: Path) -> dict[str, tuple[str, dict[int, Any]]]:
    """Transfer syntax and elements of each object, values as stored; group lengths and padding, which Orthanc takes off, apart."""
    opened = pacslake.open(lake)
    out = {}
    for uid, version in opened.rows(
        "SELECT SOPInstanceUID, instance_version_id FROM instance_row WHERE is_current"
    ):
        ds = opened.instance(version).dataset()
        kept = {int(e.tag): e.value for e in ds if e.tag.element and e.tag != 0xFFFCFFFC}
        out[uid] = (str(ds.file_meta.TransferSyntaxUID), kept)
    return out


def test_objects_go_out_and_come_back_as_they_were_stored_by_c_get_and_by_c_move(
    both: Both, tmp_path: Path
) -> None:
    there = elements(both.lake)
    told = run("send", both.orthanc, "--all", "--lake", str(both.lake))
    assert told["n_sent"] == len(NAMES) and not told["faults"]
    assert both.ask("/statistics")["CountInstances"] == len(NAMES)
    found = run("query", both.orthanc)
    assert len(found) == len({pydicom.dcmread(str(get_testdata_file(n))).StudyInstanceUID for n in NAMES})
    (tmp_path / "list.csv").write_text(
        "StudyInstanceUID\n" + "".join(f"{r['StudyInstanceUID']}\n" for r in found)
    )
    for more in ((), ("--move-port", str(both.move))):
        if more:  # one study is enough for the other way
            (tmp_path / "list.csv").write_text(f"StudyInstanceUID\n{found[0]['StudyInstanceUID']}\n")
        target = pacslake.init(tmp_path / f"lake{len(more)}").path
        rows = run("pull", both.orthanc, "--list", str(tmp_path / "list.csv"), "--lake", str(target), *more)
        assert {r["outcome"] for r in rows} == {"pulled"}
        back = elements(target)
        assert set(back) == set(there) if not more else len(back) == 1
        for uid in back:
            syntax, kept = there[uid]
            assert back[uid][0] == syntax, more
            assert {t: (e, back[uid][1].get(t)) for t, e in kept.items() if back[uid][1].get(t) != e} == {}, (
                more
            )
            assert set(back[uid][1]) == set(kept), more


def test_it_finds_fetches_and_stores_in_the_lake(both: Both) -> None:
    """C-ECHO, C-FIND and C-MOVE that Orthanc asks of the lake, and C-STORE into it."""
    requests.post(f"{both.rest}/modalities/lake/echo", json={}, timeout=60).raise_for_status()
    ct = pydicom.dcmread(str(get_testdata_file("CT_small.dcm")))
    for instance in both.ask("/instances"):
        requests.delete(f"{both.rest}/instances/{instance}", timeout=60)
    query = both.ask("/modalities/lake/query", {"Level": "Study", "Query": {"PatientID": ct.PatientID}})
    answers = both.ask(f"/queries/{query['ID']}/answers")
    assert len(answers) == 1
    shown = both.ask(f"/queries/{query['ID']}/answers/0/content?simplify")
    assert shown["StudyInstanceUID"] == ct.StudyInstanceUID
    both.ask(f"/queries/{query['ID']}/retrieve", {"TargetAet": "ORTHANC", "Synchronous": True})
    (instance,) = both.ask("/instances")
    stored = requests.get(f"{both.rest}/instances/{instance}/file", timeout=60).content
    (uid,) = (both.ask(f"/instances/{instance}/simplified-tags")["SOPInstanceUID"],)
    assert stored.endswith(data_sets(both.lake)[uid]) and uid == ct.SOPInstanceUID

    new = pydicom.dcmread(str(get_testdata_file("CT_small.dcm")))
    new.SOPInstanceUID = new.file_meta.MediaStorageSOPInstanceUID = "1.2.826.0.1.3680043.8.498.79.1"
    new.SeriesInstanceUID, new.StudyInstanceUID = (
        "1.2.826.0.1.3680043.8.498.79.2",
        "1.2.826.0.1.3680043.8.498.79.3",
    )
    out = BytesIO()
    new.save_as(out, enforce_file_format=True)
    given = requests.post(f"{both.rest}/instances", data=out.getvalue(), timeout=60).json()["ID"]
    sent = both.ask("/modalities/lake/store", {"Resources": [given], "Synchronous": True})
    assert sent["FailedInstancesCount"] == 0
    lake = pacslake.open(both.lake)
    for _ in range(300):  # an acknowledged object is in the inbox, and in the catalogue some seconds later
        if lake.refresh().rows("SELECT 1 FROM instance WHERE SOPInstanceUID = ?", [new.SOPInstanceUID]):
            break
        time.sleep(0.1)
    kept = lake.instance(new.SOPInstanceUID).dataset()
    assert {e.tag: e for e in kept if e.tag.element} == {
        e.tag: e for e in new if e.tag.element and e.tag != 0xFFFCFFFC
    }
