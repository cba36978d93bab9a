"""The lake asked over DIMSE by DCMTK's tools and pynetdicom: what they find, fetch and are refused."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset
from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelGet
from serving import ROOT, SHIPPED, ct_slice, start

import pacslake
from pacslake.access import Rule, manage
from pacslake.network.send import in_plain
from pacslake.server.query_retrieve import read_identifier
from pacslake.server.search import BadQueryError


# pynetdicom installs commands of the same names beside Python.
def _dcmtk(name: str) -> str | None:
    """DCMTK's program: pynetdicom puts programs of the same names beside its Python."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        found = shutil.which(name, path=folder)
        if found and b"$dcmtk" in subprocess.run([found, "--version"], capture_output=True).stdout:
            return found
    return None


FINDSCU, MOVESCU, GETSCU = (str(_dcmtk(name)) for name in ("findscu", "movescu", "getscu"))
pytestmark = pytest.mark.skipif(FINDSCU == "None", reason="DCMTK is not installed (Debian package dcmtk)")


@dataclass(frozen=True)
class Asked:
    port: int
    mover: int
    lake: pacslake.Lake
    export: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A served lake that ALL may search whole, ONE as the account of one patient, and nobody else at all."""
    folder = tmp_path_factory.mktemp("asked")
    export = folder / "export"
    export.mkdir()
    for name in set(SHIPPED) - {"rtstruct.dcm"}:  # it has no file meta to compare with
        (export / name).write_bytes(Path(str(get_testdata_file(name))).read_bytes())
    for patient, name, series in (("P1", "Ahrens^Änne", 1), ("P2", "Brandt^Bernd", 2)):
        for k in range(4):
            ds = ct_slice(patient, name, series, k)
            ds.SpecificCharacterSet = "ISO_IR 100"
            ds.save_as(export / f"{patient}-{k}.dcm", enforce_file_format=True)
    lake = pacslake.init(folder / "lake")
    lake.ingest(export, workers=1)
    manage.add_project(
        lake.catalog, "anne", Rule("sql", "SELECT StudyInstanceUID FROM study WHERE PatientID = 'P1'")
    )
    manage.add_account(lake.dir, "one", role="reader", projects=["anne"])
    mover = free_port()
    process, said = start(
        "serve", "--lake", str(lake.path), "--port", "0", "--dimse-port", "0", "--ae-title", "LAKE",
        "--query", "ALL@127.0.0.1", "--query", "ONE=one", "--query", "GONE=nobody",
        "--destination", f"MOVER@127.0.0.1:{mover}",
    )  # fmt: skip
    yield Asked(said["dimse_port"], mover, lake, export)
    process.terminate()
    assert process.wait(30) == 0


def findscu(asked: Asked, *keys: str, title: str = "ALL", model: str = "-S") -> list[Dataset]:
    """The answers that DCMTK's findscu writes to files."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            FINDSCU,
            model,
            "-X",
            "-od",
            folder,
            "-aet",
            title,
            "-aec",
            "LAKE",
            "127.0.0.1",
            str(asked.port),
        ]
        for key in keys:
            command += ["-k", key]
        subprocess.run(command, capture_output=True, timeout=60, check=False)
        return [pydicom.dcmread(p, force=True) for p in sorted(Path(folder).iterdir())]


def column(answers: list[Dataset], keyword: str) -> list[str]:
    return sorted(str(a[keyword].value) for a in answers)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("PatientID=P1",), ["P1"]),
        (("PatientID=P*",), ["P1", "P2"]),
        (("PatientID=", "PatientName=ahrens*"), ["P1"]),
        (("PatientID=", "StudyDate=20260202-20260228"), ["P2"]),
        (("PatientID=", "AccessionNumber=ACC2"), ["P2"]),
        (("PatientID=", f"StudyInstanceUID={ROOT}.1.1\\{ROOT}.1.2"), ["P1", "P2"]),
        (("PatientID=", "StudyDate=20260201", "StudyTime=11-"), []),
        (("PatientID=P1' OR '1'='1",), []),
    ],
)
def test_studies_are_found_as_the_keys_say(asked: Asked, keys: tuple[str, ...], expected: list[str]) -> None:
    answers = findscu(asked, "QueryRetrieveLevel=STUDY", *keys)
    assert column(answers, "PatientID") == expected


def test_answers_hold_what_was_asked_for_and_the_unique_keys(asked: Asked) -> None:
    (answer,) = findscu(
        asked, "QueryRetrieveLevel=STUDY", "PatientID=P1", "PatientName", "NumberOfStudyRelatedInstances",
        "ModalitiesInStudy", "NumberOfPatientRelatedStudies",
    )  # fmt: skip
    assert answer.PatientName == "Ahrens^Änne" and answer.SpecificCharacterSet == "ISO_IR 192"
    assert column([answer], "NumberOfStudyRelatedInstances") == ["4"] and column(
        [answer], "ModalitiesInStudy"
    ) == ["CT"]
    assert column([answer], "NumberOfPatientRelatedStudies") == ["1"]
    assert column([answer], "StudyInstanceUID") == [f"{ROOT}.1.1"] and column(
        [answer], "RetrieveAETitle"
    ) == ["LAKE"]


def test_every_level_of_both_models(asked: Asked) -> None:
    images = findscu(asked, "QueryRetrieveLevel=IMAGE", f"SeriesInstanceUID={ROOT}.2.1", "SOPInstanceUID")
    assert column(images, "SOPInstanceUID") == [f"{ROOT}.3.{100 + k}" for k in range(4)]
    series = findscu(asked, "QueryRetrieveLevel=SERIES", f"StudyInstanceUID={ROOT}.1.2", "Modality")
    assert column(series, "SeriesInstanceUID") == [f"{ROOT}.2.2"]
    people = findscu(asked, "QueryRetrieveLevel=PATIENT", "PatientID=P*", model="-P")
    assert column(people, "PatientID") == ["P1", "P2"]
    (n,) = asked.lake.rows("SELECT count(*) FROM instance")[0]
    assert len(findscu(asked, "QueryRetrieveLevel=IMAGE", "SOPInstanceUID")) == n


def test_an_account_sees_its_own_rows_and_others_nothing(asked: Asked) -> None:
    assert column(findscu(asked, "QueryRetrieveLevel=STUDY", "PatientID", title="ONE"), "PatientID") == ["P1"]
    for title in ("ELSE", "GONE"):
        assert findscu(asked, "QueryRetrieveLevel=STUDY", "PatientID", title=title) == []


def _data(path: Path) -> bytes:
    """The data set behind preamble and file meta."""
    raw = path.read_bytes()
    with path.open("rb") as file:
        pydicom.filereader.read_preamble(file, False)
        pydicom.filereader._read_file_meta_info(file)
        return raw[file.tell() :]


def test_every_object_moves_byte_for_byte(asked: Asked) -> None:
    """Over C-MOVE to a node that takes any transfer syntax."""
    got: dict[str, tuple[str, bytes, str]] = {}

    def keep(event: evt.Event) -> int:
        request = event.request
        got[str(request.AffectedSOPInstanceUID)] = (
            str(event.context.transfer_syntax),
            event.request.DataSet.getvalue(),
            str(request.MoveOriginatorApplicationEntityTitle),
        )
        return 0

    node = AE("MOVER")
    sent = [pydicom.dcmread(p, stop_before_pixels=True) for p in sorted(asked.export.iterdir())]
    for ds in sent:
        node.add_supported_context(str(ds.SOPClassUID), str(ds.file_meta.TransferSyntaxUID))
    server = node.start_server(
        ("127.0.0.1", asked.mover), block=False, evt_handlers=[(evt.EVT_C_STORE, keep)]
    )
    try:
        for study in sorted({str(ds.StudyInstanceUID) for ds in sent}):
            done = subprocess.run(
                [MOVESCU, "-S", "-aet", "ALL", "-aec", "LAKE", "-aem", "MOVER", "-k", "QueryRetrieveLevel=STUDY",
                 "-k", f"StudyInstanceUID={study}", "127.0.0.1", str(asked.port)],
                capture_output=True, timeout=60, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
    finally:
        server.shutdown()
    assert len(got) == len(sent)
    for path in asked.export.iterdir():
        ds = pydicom.dcmread(path, stop_before_pixels=True)
        syntax, body, originator = got[str(ds.SOPInstanceUID)]
        assert (syntax, originator) == (str(ds.file_meta.TransferSyntaxUID), "ALL")
        assert body == _data(path), path.name


def test_getscu_fetches_a_series(asked: Asked, tmp_path: Path) -> None:
    subprocess.run(
        [GETSCU, "-S", "-aet", "ALL", "-aec", "LAKE", "-od", str(tmp_path), "-k", "QueryRetrieveLevel=SERIES", "-k",
         f"StudyInstanceUID={ROOT}.1.1", "-k", f"SeriesInstanceUID={ROOT}.2.1", "127.0.0.1", str(asked.port)],
        check=True, timeout=60,
    )  # fmt: skip
    found = {ds.SOPInstanceUID: ds for ds in map(pydicom.dcmread, tmp_path.iterdir())}
    assert set(found) == {f"{ROOT}.3.{100 + k}" for k in range(4)}
    for k in range(4):
        assert found[f"{ROOT}.3.{100 + k}"].PixelData == ct_slice("P1", "x", 1, k).PixelData


@pytest.mark.parametrize("name", ["JPEG2000.dcm", "ExplVR_BigEnd.dcm"])
@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2"])
def test_who_takes_no_compression_gets_equal_pixels(asked: Asked, name: str, syntax: str) -> None:
    original = pydicom.dcmread(asked.export / name)
    got: list[Dataset] = []
    node = AE("ALL")
    node.add_requested_context(StudyRootQueryRetrieveInformationModelGet)
    node.add_requested_context(original.SOPClassUID, syntax)
    role = build_role(original.SOPClassUID, scp_role=True)

    def keep(event: evt.Event) -> int:
        ds = event.dataset
        ds.file_meta = event.file_meta
        got.append(ds)
        return 0

    link = node.associate(
        "127.0.0.1", asked.port, ae_title="LAKE", ext_neg=[role], evt_handlers=[(evt.EVT_C_STORE, keep)]
    )
    assert link.is_established
    query = Dataset()
    query.QueryRetrieveLevel, query.SOPInstanceUID = "IMAGE", original.SOPInstanceUID
    statuses = [s.Status for s, _ in link.send_c_get(query, StudyRootQueryRetrieveInformationModelGet)]
    link.release()
    assert statuses[-1] == 0 and len(got) == 1
    assert str(got[0].file_meta.TransferSyntaxUID) == syntax
    assert (got[0].pixel_array == original.pixel_array).all()


def test_an_unknown_destination_is_not_called(asked: Asked) -> None:
    done = subprocess.run(
        [MOVESCU, "-d", "-S", "-aet", "ALL", "-aec", "LAKE", "-aem", "OTHER", "-k", "QueryRetrieveLevel=STUDY", "-k",
         f"StudyInstanceUID={ROOT}.1.1", "127.0.0.1", str(asked.port)],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert b"MoveDestinationUnknown" in done.stdout + done.stderr


def test_what_was_asked_stands_in_the_audit_record(asked: Asked) -> None:
    findscu(asked, "QueryRetrieveLevel=STUDY", "PatientID=P1")
    text = "".join(
        p.read_text("utf-8") for p in sorted((asked.lake.path / "audit").rglob("*")) if p.is_file()
    )
    assert '"ae:ALL"' in text and "find STUDY" in text and "Ahrens" not in text


def test_a_big_endian_object_is_written_with_its_words_swapped(tmp_path: Path) -> None:
    ds = ct_slice("P", "N", 3, 0)
    little = ds.PixelData
    ds.PixelData = np.frombuffer(little, "<u2").astype(">u2").tobytes()
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.2"
    pydicom.dcmwrite(
        tmp_path / "big.dcm", ds, implicit_vr=False, little_endian=False, enforce_file_format=True
    )
    assert pydicom.dcmread(tmp_path / "big.dcm").pixel_array[0, 1] == 3001
    made = in_plain((tmp_path / "big.dcm").read_bytes(), {"1.2.840.10008.1.2"})
    assert made is not None
    back = pydicom.dcmread(io.BytesIO(made[1]), force=True)
    assert back.PixelData == little and back.Rows == 16


@pytest.mark.parametrize("data", [b"", b"\xff" * 40, b"\x08\x00\x52\x00CS\x06\x00BANANA"])
def test_an_identifier_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(BadQueryError):
        read_identifier(data, "1.2.840.10008.1.2.1", "STUDY")
