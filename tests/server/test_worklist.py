"""What is scheduled and what was done, asked and told by DCMTK and pynetdicom."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset
from serving import start
from test_query_retrieve import FINDSCU

import pacslake
from pacslake.access import manage
from pacslake.clinical.extract import facts_of
from pacslake.clinical.load import land
from pacslake.server.worklist import MPPS, WORKLIST, matches

HEAD = "MSH|^~\\&|RIS|HOSP|||20260105||{}|{}|P|2.5\rPID|1||{}^^^HOSP^MR||{}||19700203|F\r"
ORDERS = [
    ("7", "Ährens^Anna", "P1", "CT^CT chest^L", "A1", "S1", "CT1", "CT", "20260110090000"),
    ("8", "Brandt^Bernd", "P2", "MR^MR head^L", "A2", "S2", "MR1", "MR", "20260111140000"),
    ("8", "Brandt^Bernd", "P3", "CT^CT head^L", "A3", "S3", "CT1", "CT", "20260112080000"),
]


def order(
    n: int,
    patient: str,
    name: str,
    placer: str,
    code: str,
    accession: str,
    step: str,
    station: str,
    modality: str,
    at: str,
) -> bytes:
    head = HEAD.format("OMI^O23", n, patient, name).replace("|2.5\r", "|2.5||||||UNICODE UTF-8\r")
    return (
        head
        + f"ORC|NW|{placer}\rTQ1|1||||||{at}\rOBR|1|{placer}||{code}\rIPC|{accession}|R{step}|1.2.3.{n}|{step}|{modality}|||{station}_ROOM^|{station}\r"
    ).encode()


@dataclass(frozen=True)
class Node:
    port: int
    lake: pacslake.Lake


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    lake = pacslake.init(tmp_path_factory.mktemp("ris") / "lake")
    land(lake, [(str(n), facts_of(order(n, *o))) for n, o in enumerate(ORDERS, start=1)])
    manage.add_account(lake.dir, "one", role="reader", projects=[])
    process, said = start(
        "serve", "--lake", str(lake.path), "--port", "0", "--dimse-port", "0", "--ae-title", "LAKE", "--query", "ALL@127.0.0.1", "--query", "ONE=one",
    )  # fmt: skip
    yield Node(said["dimse_port"], lake)
    process.terminate()
    assert process.wait(30) == 0


def worklist(node: Node, *keys: str, title: str = "ALL") -> list[Dataset]:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            FINDSCU,
            "-W",
            "-X",
            "-od",
            folder,
            "-aet",
            title,
            "-aec",
            "LAKE",
            "127.0.0.1",
            str(node.port),
        ]
        for key in (*keys, "AccessionNumber"):
            command += ["-k", key]
        subprocess.run(command, capture_output=True, timeout=60, check=False)
        return [pydicom.dcmread(p, force=True) for p in sorted(Path(folder).iterdir())]


STEP = "ScheduledProcedureStepSequence[0]."


@pytest.mark.skipif(FINDSCU == "None", reason="DCMTK is not installed (Debian package dcmtk)")
@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((), ["A1", "A2", "A3"]),
        ((STEP + "Modality=CT",), ["A1", "A3"]),
        ((STEP + "ScheduledStationAETitle=MR1",), ["A2"]),
        ((STEP + "ScheduledProcedureStepStartDate=20260111-",), ["A2", "A3"]),
        ((STEP + "ScheduledProcedureStepStartDate=20260110-20260111", STEP + "ScheduledProcedureStepStartTime=10-"), ["A2"]),
        (("PatientName=brandt*",), ["A2", "A3"]),
        (("PatientID=7",), ["A1"]),
        (("PatientID=7' OR '1'='1",), []),
        (("PatientName=[A-Z]*",), []),
    ],
)  # fmt: skip
def test_the_worklist_holds_what_the_keys_say(node: Node, keys: tuple[str, ...], expected: list[str]) -> None:
    assert sorted(a.AccessionNumber for a in worklist(node, *keys)) == expected


@pytest.mark.skipif(FINDSCU == "None", reason="DCMTK is not installed (Debian package dcmtk)")
def test_an_item_holds_what_a_device_needs(node: Node) -> None:
    (item,) = worklist(
        node, "PatientID=7", "PatientName", "PatientBirthDate", "StudyInstanceUID", "RequestedProcedureID", "RequestedProcedureDescription",
        "RequestedProcedureCodeSequence", "PatientWeight", STEP + "ScheduledProcedureStepID", STEP + "Modality", STEP + "ScheduledProcedureStepStartTime",
    )  # fmt: skip
    assert item.PatientName == "Ährens^Anna" and item.PatientBirthDate == "19700203"
    assert (item.StudyInstanceUID, item.RequestedProcedureID, item.RequestedProcedureDescription) == (
        "1.2.3.1",
        "RS1",
        "CT chest",
    )
    assert item.RequestedProcedureCodeSequence[0].CodeValue == "CT" and item["PatientWeight"].value is None
    step = item.ScheduledProcedureStepSequence[0]
    assert (step.ScheduledProcedureStepID, step.Modality, step.ScheduledProcedureStepStartTime) == (
        "S1",
        "CT",
        "090000",
    )
    assert len(step) == 3, "what was not asked for is not told"


@pytest.mark.skipif(FINDSCU == "None", reason="DCMTK is not installed (Debian package dcmtk)")
def test_who_may_not_see_the_whole_lake_sees_no_orders(node: Node) -> None:
    assert worklist(node, title="ONE") == [] and worklist(node, title="STRANGER") == []


def told(status: str, **more: str) -> Dataset:
    ds, step = Dataset(), Dataset()
    step.StudyInstanceUID, step.AccessionNumber, step.ScheduledProcedureStepID = "1.2.3.3", "A3", "S3"
    ds.ScheduledStepAttributesSequence = [step]
    ds.PatientID, ds.Modality, ds.PerformedStationAETitle = "8", "CT", "CT1"
    ds.PerformedProcedureStepStartDate, ds.PerformedProcedureStepStartTime = "20260112", "081500"
    ds.PerformedProcedureStepStatus, ds.PerformedSeriesSequence = status, []
    for keyword, value in more.items():
        setattr(ds, keyword, value)
    return ds


def test_a_device_tells_of_its_step_and_the_order_moves_on(node: Node) -> None:
    from pynetdicom import AE

    uid, lake = "2.25.77", node.lake
    ae = AE("ALL")
    ae.add_requested_context(MPPS)
    ae.add_requested_context(WORKLIST)
    ask = "SELECT status FROM imaging_order WHERE AccessionNumber = 'A3'"

    def changes(status: str, **more: str) -> Dataset:
        ds = Dataset()
        ds.PerformedProcedureStepStatus = status
        for keyword, value in more.items():
            setattr(ds, keyword, value)
        return ds

    link = ae.associate("127.0.0.1", node.port, ae_title="LAKE")
    assert link.is_established
    assert link.send_n_create(told("COMPLETED"), MPPS, uid)[0].Status == 0x0106
    assert link.send_n_set(changes("COMPLETED"), MPPS, uid)[0].Status == 0x0112
    answer, _ = link.send_n_create(told("IN PROGRESS"), MPPS, uid)
    assert answer.Status == 0
    assert lake.refresh().rows(ask) == [("in_progress",)]
    assert link.send_n_create(told("IN PROGRESS"), MPPS, uid)[0].Status == 0x0111
    assert link.send_n_set(changes("NONSENSE"), MPPS, uid)[0].Status == 0x0106
    end = {"PerformedProcedureStepEndDate": "20260112", "PerformedProcedureStepEndTime": "083000"}
    assert link.send_n_set(changes("COMPLETED", **end), MPPS, uid)[0].Status == 0
    finished = link.send_n_set(changes("IN PROGRESS"), MPPS, uid)[0]
    assert (finished.Status, finished.ErrorID) == (0x0110, 0xA710)
    assert lake.refresh().rows(ask) == [("completed",)]
    (row,) = lake.dicts("SELECT * FROM performed_procedure_step")
    assert (row["patient_key"], str(row["started_datetime"]), str(row["ended_datetime"])) == (
        "HOSP|8",
        "2026-01-12 08:15:00",
        "2026-01-12 08:30:00",
    )
    query = Dataset()
    query.AccessionNumber = "A3"
    assert [s.Status for s, _ in link.send_c_find(query, WORKLIST)] == [0], (
        "what is done is not on the worklist"
    )
    link.release()
    answers = lake.rows("SELECT count(*) FROM performed_procedure_step")
    assert answers == [(1,)]


def test_ranges_wild_cards_and_empty_keys() -> None:
    found, asked = Dataset(), Dataset()
    found.StudyDate, found.StudyTime, found.PatientID = "20260110", "0930", "A[1]"
    for date, time, id, want in (
        ("20260110", "", "", True), ("-20260109", "", "", False), ("20260110-", "0900-0930", "", True), ("", "093000-093000", "", True),
        ("", "0931-", "", False), ("", "", "A[1]", True), ("", "", "A?1?", True), ("", "", "a*", False),
    ):  # fmt: skip
        asked.StudyDate, asked.StudyTime, asked.PatientID = date, time, id
        assert matches(found, asked) is want, (date, time, id)
