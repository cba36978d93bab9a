"""A receiving node as devices meet it: DCMTK and pynetdicom send, kills and refusals are real."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.uid import generate_uid

import pacslake

TORTURE = os.environ.get("PACSLAKE_TORTURE") == "1"
COMMAND = str(Path(sys.executable).with_name("pacslake"))
DCMTK = pytest.mark.skipif(
    shutil.which("storescu") is None, reason="DCMTK is not installed (Debian package dcmtk)"
)
NAMES = (
    "CT_small.dcm", "MR_small.dcm", "JPEG2000.dcm", "JPEG-LL.dcm", "SC_rgb_rle_16bit.dcm", "rtdose.dcm", "rtplan.dcm",
    "reportsi.dcm", "liver_1frame.dcm", "waveform_ecg.dcm", "color3d_jpeg_baseline.dcm", "image_dfl.dcm",
)  # fmt: skip


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return pacslake.init(tmp_path / "lake").path


@pytest.fixture
def listen(lake: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], int]]]:
    """Start a receiver; gives its process and its port."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen(
            [COMMAND, "receive", "--lake", str(lake), "--port", "0", "--json", *options], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        assert process.stdout
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
        return process, json.loads(line)["port"]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def files() -> list[Path]:
    return [Path(str(get_testdata_file(name))) for name in NAMES]


def end(process: subprocess.Popen[str]) -> dict[str, Any]:
    process.terminate()
    out, _ = process.communicate(timeout=60)
    return json.loads(out.splitlines()[-1])


def values(ds: pydicom.Dataset) -> dict[int, Any]:
    """All elements but group lengths and trailing padding, which DCMTK leaves out when it sends; it writes OB for the pixels."""
    return {
        int(e.tag): (e.value if e.tag == 0x7FE00010 else e)
        for e in ds
        if e.tag.element and e.tag != 0xFFFCFFFC
    }


def kept(lake: Path) -> dict[str, bytes]:
    """Bytes of the current objects by SOPInstanceUID."""
    opened = pacslake.open(lake)
    rows = opened.rows(
        'SELECT i."SOPInstanceUID", f.uri FROM instance_row i JOIN file f USING (file_id) WHERE i.is_current'
    )
    return {
        uid: (Path(uri) if Path(uri).is_absolute() else lake / uri.removeprefix("lake:")).read_bytes()
        for uid, uri in rows
    }


@DCMTK
def test_what_dcmtk_sends_is_kept_value_for_value(lake: Path, listen: Any) -> None:
    process, port = listen()
    assert subprocess.run(["echoscu", "-aec", "PACSLAKE", "127.0.0.1", str(port)], timeout=30).returncode == 0
    done = subprocess.run(
        ["dcmsend", "-aec", "PACSLAKE", "127.0.0.1", str(port), *map(str, files())],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert end(process)["stored"] == len(NAMES)
    got = kept(lake)
    for path in files():
        ds = pydicom.dcmread(path, stop_before_pixels=True)
        stored = pydicom.dcmread(io.BytesIO(got[ds.SOPInstanceUID]))
        assert values(stored) == values(pydicom.dcmread(path)), path.name
        if ds.file_meta.TransferSyntaxUID.is_compressed:
            assert stored.file_meta.TransferSyntaxUID == ds.file_meta.TransferSyntaxUID


def associate(port: int, sets: list[pydicom.Dataset], **how: Any) -> Any:
    from pynetdicom import AE

    ae = AE("SENDER")
    for pair in {(d.SOPClassUID, d.file_meta.TransferSyntaxUID) for d in sets}:
        ae.add_requested_context(*pair)
    ae.add_requested_context("1.2.840.10008.1.1")
    for context in how.pop("also", ()):
        ae.add_requested_context(context)
    return ae.associate("127.0.0.1", port, ae_title=how.pop("title", "PACSLAKE"), **how)


def test_kill_9_after_the_acknowledgement_loses_nothing(lake: Path, listen: Any) -> None:
    sets = [pydicom.dcmread(p) for p in files()]
    acknowledged = set()
    want = {}
    for round_ in range(100 if TORTURE else 4):
        ds = sets[round_ % len(sets)]
        process, port = listen()
        association = associate(port, [ds])
        assert association.is_established
        for k in range(1 + round_ % 3):
            ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid(
                entropy_srcs=[f"{round_} {k}"]
            )
            assert association.send_c_store(ds).Status == 0
            acknowledged.add(str(ds.SOPInstanceUID))
            out = io.BytesIO()
            ds.save_as(out)
            want[str(ds.SOPInstanceUID)] = values(pydicom.dcmread(io.BytesIO(out.getvalue())))
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        association.abort()
    for _ in range(5):  # one that ends after a minute says honestly that something is left
        process, _ = listen()
        if end(process)["all_landed"]:
            break
    got = kept(lake)
    assert set(got) == acknowledged
    assert {uid: values(pydicom.dcmread(io.BytesIO(data))) for uid, data in got.items()} == want


def test_a_worker_whose_receiver_was_killed_ends_in_the_middle_of_its_work(tmp_path: Path) -> None:
    """Else each restart would leave one more process that lands the same objects."""
    code = (
        "import time; from pacslake.network import worker\n"
        "worker._Job.do = lambda self, asked: print('began', flush=True) or time.sleep(60)\n"
        "worker.main('nowhere')"
    )
    busy = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert busy.stdin and busy.stderr
    busy.stdin.write(b'{"do": "land"}\n')
    busy.stdin.flush()
    assert busy.stderr.readline() == b"began\n"
    busy.stdin.close()  # as when the parent is gone
    assert busy.wait(10) == 75

    idle = subprocess.Popen(
        [sys.executable, "-m", "pacslake.network.worker", "nowhere"], stdin=subprocess.PIPE
    )
    assert idle.stdin
    idle.stdin.close()
    assert idle.wait(20) == 0


def test_a_cut_c_store_leaves_nothing_behind(lake: Path, listen: Any) -> None:
    """The connection ends in the middle of what a sender writes, at places spread over all of it."""
    process, port = listen()
    ds = pydicom.dcmread(files()[0])
    association = associate(port, [ds])
    send, written = association.dul.socket.send, []

    def cut(data: bytes) -> None:
        written.append(data)
        if len(b"".join(written)) > 2000:  # the data set has begun; the rest is kept back
            return
        send(data)

    association.dul.socket.send = cut
    association.dimse_timeout = 1
    association.send_c_store(ds)
    association.abort()
    data = b"".join(written[:-1] if written[-1][:1] == b"\x07" else written)
    from pynetdicom.pdu import A_ASSOCIATE_RQ

    request = A_ASSOCIATE_RQ()
    request.from_primitive(association.requestor.primitive)
    opening = request.encode()
    assert len(data) > 30_000
    for n in range(500 if TORTURE else 25):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
            link.sendall(opening)
            assert link.recv(1) == b"\x02"  # A-ASSOCIATE-AC
            link.sendall(data[: 1 + n * (len(data) - 2) // (499 if TORTURE else 24)])
    assert associate(port, [ds]).send_c_echo().Status == 0
    assert not [p for p in (lake / "inbox").rglob("*") if p.is_file() and p.suffix in (".dcm", ".part")]
    with socket.create_connection(
        ("127.0.0.1", port), timeout=20
    ) as link:  # and the whole of it is one object
        link.sendall(opening)
        link.recv(4096)
        link.sendall(data)
        assert link.recv(1) == b"\x04"  # P-DATA: the answer
    assert end(process)["stored"] == 1
    assert list(kept(lake)) == [ds.SOPInstanceUID]
    assert not [p for p in (lake / "inbox").rglob("*") if p.is_file() and p.suffix != ".lock"]


@pytest.mark.parametrize("hang_up", [False, True])
def test_storage_commitment_tells_what_is_kept_and_what_is_not(
    lake: Path, listen: Any, hang_up: bool
) -> None:
    """In the same association, or on a new one to a caller that has hung up (PS3.4 J.3.3)."""
    from pydicom.dataset import Dataset
    from pynetdicom import AE, evt
    from pynetdicom.sop_class import StorageCommitmentPushModel, StorageCommitmentPushModelInstance

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        own_port = probe.getsockname()[1]
    process, port = listen("--reply-to", f"SENDER@127.0.0.1:{own_port}")
    ds = pydicom.dcmread(files()[0])
    reports: list[tuple[int, Dataset]] = []

    def heard(event: Any) -> tuple[int, None]:
        reports.append((event.event_type, event.event_information))
        return 0x0000, None

    ae = AE("SENDER")
    ae.add_requested_context(ds.SOPClassUID, ds.file_meta.TransferSyntaxUID)
    ae.add_requested_context(StorageCommitmentPushModel)
    association = ae.associate(
        "127.0.0.1", port, ae_title="PACSLAKE", evt_handlers=[(evt.EVT_N_EVENT_REPORT, heard)]
    )
    listener = AE("SENDER")
    listener.add_supported_context(StorageCommitmentPushModel, scu_role=False, scp_role=True)
    own = listener.start_server(
        ("127.0.0.1", own_port), block=False, evt_handlers=[(evt.EVT_N_EVENT_REPORT, heard)]
    )
    assert association.send_c_store(ds).Status == 0
    request = Dataset()
    request.TransactionUID = generate_uid()
    kept_item, lost_item = Dataset(), Dataset()
    kept_item.ReferencedSOPClassUID, kept_item.ReferencedSOPInstanceUID = ds.SOPClassUID, ds.SOPInstanceUID
    lost_item.ReferencedSOPClassUID, lost_item.ReferencedSOPInstanceUID = ds.SOPClassUID, "1.2.3.4"
    request.ReferencedSOPSequence = [kept_item, lost_item]
    status, _ = association.send_n_action(
        request, 1, StorageCommitmentPushModel, StorageCommitmentPushModelInstance
    )
    assert status.Status == 0
    if hang_up:
        association.release()
    for _ in range(200):
        if reports:
            break
        time.sleep(0.1)
    if not hang_up:
        association.release()
    own.shutdown()
    ((event_type, told),) = reports
    assert (event_type, told.TransactionUID) == (2, request.TransactionUID)
    assert [i.ReferencedSOPInstanceUID for i in told.ReferencedSOPSequence] == [ds.SOPInstanceUID]
    assert [(i.ReferencedSOPInstanceUID, i.FailureReason) for i in told.FailedSOPSequence] == [
        ("1.2.3.4", 0x0112)
    ]
    process.terminate()


def test_who_is_not_named_is_not_let_in(lake: Path, listen: Any) -> None:
    _, port = listen("--allow", "CT1@127.0.0.1", "--allow", "OTHER@10.9.9.9")
    ds = pydicom.dcmread(files()[0])
    assert associate(port, [ds], title="WRONG").is_rejected
    assert associate(port, [ds]).is_rejected  # SENDER is in no rule
    from pynetdicom import AE

    for title, welcome in (("CT1", True), ("OTHER", False)):
        ae = AE(title)
        ae.add_requested_context("1.2.840.10008.1.1")
        association = ae.associate("127.0.0.1", port, ae_title="PACSLAKE")
        assert association.is_established == welcome
        association.release() if welcome else None
    actions = pacslake.open(lake).dir.path("audit")
    assert "receive refused" in "".join(p.read_text() for p in actions.rglob("*") if p.is_file())


def test_bytes_that_are_no_dicom_do_not_stop_the_node(lake: Path, listen: Any) -> None:
    process, port = listen()
    bad = [
        b"GET / HTTP/1.1\r\n\r\n", b"\0" * 100, struct.pack(">BBL", 1, 0, 0xFFFFFFFF) + b"x" * 100,
        struct.pack(">BBL", 4, 0, 0xFFFFFFF0), struct.pack(">BBL", 1, 0, 80) + b"\0\1" + b"A" * 78, b"\x01",
    ]  # fmt: skip
    held = []
    for data in bad * 5:
        link = socket.create_connection(("127.0.0.1", port), timeout=60)
        link.sendall(data)
        held.append(link)
    held += [
        socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(300)
    ]  # idle ones, more than allowed
    time.sleep(1.2)  # who was idle for a second gives way
    began = time.monotonic()
    ds = pydicom.dcmread(files()[0])
    association = associate(port, [ds])
    assert association.is_established and association.send_c_echo().Status == 0
    assert time.monotonic() - began < 30  # it is heard, and not after the idle ones have timed out
    with open(f"/proc/{process.pid}/status") as f:
        peak = next(int(line.split()[1]) for line in f if line.startswith("VmHWM"))
    assert peak < 300_000  # kB
    association.release()
    for link in held:
        link.close()


def test_a_research_lake_does_not_listen(tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "research", zone="research")
    done = subprocess.run(
        [COMMAND, "receive", "--lake", str(lake.path), "--port", "0"], capture_output=True, text=True
    )
    assert done.returncode == 4 and "pacslake deid" in done.stderr


def certificates(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 with its key."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "node")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, secret = folder / "node.pem", folder / "node.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    secret.chmod(0o600)
    return certificate, secret


def test_tls_and_nothing_but_tls(lake: Path, listen: Any, tmp_path: Path) -> None:
    import ssl

    certificate, key = certificates(tmp_path)
    _, port = listen("--tls-cert", str(certificate), "--tls-key", str(key))
    ds = pydicom.dcmread(files()[0])
    assert not associate(port, [ds]).is_established
    context = ssl.create_default_context(cafile=str(certificate))
    association = associate(port, [ds], tls_args=(context, "127.0.0.1"))
    assert association.is_established
    assert association.send_c_store(ds).Status == 0
    association.release()
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)):
        old.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="127.0.0.1")


def test_who_connects_and_says_nothing_keeps_nobody_out(lake: Path, listen: Any) -> None:
    """Three times as many connections as are taken, all of this moment."""
    _, port = listen("--max-associations", "20")
    silent = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(60)]
    link = associate(port, [pydicom.dcmread(files()[0])])
    assert link.is_established
    link.release()
    for connection in silent:
        connection.close()
