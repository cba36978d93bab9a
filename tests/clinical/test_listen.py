"""A live feed by MLLP: answered as it deserves, kept before it is answered, landed whatever happens."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pacslake
from pacslake.clinical.hl7 import parse

COMMAND = str(Path(sys.executable).with_name("pacslake"))


def adt(number: int, kind: str = "ADT^A04") -> bytes:
    return (
        f"MSH|^~\\&|RIS|HOSP|LAKE|X|20260102090000||{kind}|C{number}|P|2.5\rPID|1||{number}^^^HOSP^MR||Doe^N{number}||19700203|F\r"
    ).encode()


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return pacslake.init(tmp_path / "lake").path


@pytest.fixture
def listen(lake: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], int]]]:
    started: list[subprocess.Popen[str]] = []

    def start(*more: str) -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen(
            [COMMAND, "hl7", "listen", "--lake", str(lake), "--port", "0", "--json", *more], stdout=subprocess.PIPE,
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
            process.kill()
            process.wait()


def end(process: subprocess.Popen[str]) -> dict[str, Any]:
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return json.loads(out.splitlines()[-1])


def answer(link: socket.socket) -> tuple[str, str]:
    """MSA-1 and MSA-2 of the next answer."""
    data = b""
    while not data.endswith(b"\x1c\r"):
        piece = link.recv(65536)
        assert piece, "the connection was closed"
        data += piece
    msa = parse(data[1:-2]).first("MSA")
    return msa[1][1], msa[2][1]


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def test_messages_are_answered_and_landed(lake: Path, listen: Any) -> None:
    process, port = listen()
    with connect(port) as link:
        for n, (data, code) in enumerate(
            [
                (adt(1), "AA"),
                (adt(1), "AA"),
                (adt(2, "DFT^P03"), "AR"),
                (b"MSH|^~\\&|RIS|HOSP|||2026||ADT^A01|C9|P|2.5\r", "AE"),
                (b"nonsense", "AR"),
            ]
        ):
            link.sendall(b"\x0b" + data[:7])
            link.sendall(data[7:] + b"\x1c\r")
            assert answer(link)[0] == code, n
        odd = (
            adt(5).replace(b"Doe", b"D\x1coe") + b"\x1c"
        )  # separators of files in the text, also just before the end
        link.sendall(b"\x0b" + odd + b"\x1c\r")
        assert answer(link)[1] == "C5"
        link.sendall(b"junk between\x0b" + adt(3) + b"\x1c\r\x0b" + adt(4) + b"\x1c\r")  # two in one packet
        assert [answer(link), answer(link)] == [("AA", "C3"), ("AA", "C4")]
    told = end(process)
    assert (told["acks"], told["all_landed"]) == ({"AA": 5, "AR": 2, "AE": 1}, True)
    opened = pacslake.open(lake)
    assert opened.rows("SELECT control_id, ack_code, n_times FROM hl7_message ORDER BY sequence") == [
        ("C1", "AA", 2), ("C2", "AR", 1), ("C9", "AE", 1), (None, "AR", 1), ("C5", "AA", 1), ("C3", "AA", 1), ("C4", "AA", 1),
    ]  # fmt: skip
    assert opened.rows("SELECT count(*) FROM patient_identity") == [(4,)]
    assert not list((lake / "hl7-inbox").glob("*/*.hl7"))


def test_kill_9_after_the_answer_loses_nothing_and_keeps_the_order(lake: Path, listen: Any) -> None:
    answered = []
    for round_ in range(5):
        process, port = listen()
        with connect(port) as link:
            for n in range(round_ * 10, round_ * 10 + 8):
                link.sendall(b"\x0b" + adt(n) + b"\x1c\r")
                assert answer(link) == ("AA", f"C{n}")
                answered.append(f"C{n}")
            link.sendall(b"\x0b" + adt(999))  # a message that never ends
            process.send_signal(signal.SIGKILL)
            process.wait()
    process, _ = listen()
    assert end(process)["all_landed"]
    got = [c for (c,) in pacslake.open(lake).rows("SELECT control_id FROM hl7_message ORDER BY sequence")]
    assert got == answered and len(got) == 40


def test_what_dead_listeners_left_is_taken_over_in_the_order_of_arrival(lake: Path, listen: Any) -> None:
    inbox = lake / "hl7-inbox"
    for n, folder in enumerate(["f", "a", "f", "a"], start=1):  # as a kill during a take-over leaves it
        (inbox / folder).mkdir(parents=True, exist_ok=True)
        (inbox / folder / f"{n:020d}.hl7").write_bytes(adt(n))
    (inbox / "a" / f"{9:020d}.part").write_bytes(b"half")
    process, port = listen()
    with connect(port) as link:
        link.sendall(b"\x0b" + adt(5) + b"\x1c\r")
        assert answer(link) == ("AA", "C5")
    assert end(process)["all_landed"]
    got = pacslake.open(lake).rows("SELECT control_id FROM hl7_message ORDER BY sequence")
    assert got == [("C1",), ("C2",), ("C3",), ("C4",), ("C5",)]
    assert not list(inbox.rglob("*.hl7")) and not list(inbox.rglob("*.part"))


def test_a_caller_that_goes_or_never_ends_does_not_stop_the_others(lake: Path, listen: Any) -> None:
    process, port = listen()
    held = [connect(port) for _ in range(50)]
    held[0].sendall(b"\x0b" + b"x" * 100_000)
    held[1].sendall(b"\x0bMSH|^~\\&")
    held[1].close()
    with connect(port) as link:
        link.sendall(b"\x0b" + adt(1) + b"\x1c\r")
        assert answer(link) == ("AA", "C1")
        try:
            for _ in range(40):
                held[2].sendall(b"\x0b" + b"y" * 1_000_000)
        except OSError:  # cut off above 16 MB
            pass
        link.sendall(b"\x0b" + adt(2) + b"\x1c\r")
        assert answer(link) == ("AA", "C2")
    with open(f"/proc/{process.pid}/status") as f:
        peak = next(int(line.split()[1]) for line in f if line.startswith("VmHWM"))
    assert peak < 400_000  # kB
    for one in held:
        one.close()
    assert end(process)["all_landed"]


@pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not installed (Debian package openssl)"
)
def test_a_feed_by_tls_asks_for_the_certificate_of_its_client(
    lake: Path, listen: Any, tmp_path: Path
) -> None:
    for name in ("node", "client"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext",
             "subjectAltName=IP:127.0.0.1", "-keyout", tmp_path / f"{name}.key", "-out", tmp_path / f"{name}.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
    tls = [
        "--tls-cert",
        f"{tmp_path}/node.pem",
        "--tls-key",
        f"{tmp_path}/node.key",
        "--tls-client-ca",
        f"{tmp_path}/client.pem",
    ]
    process, port = listen(*tls)
    context = ssl.create_default_context(cafile=str(tmp_path / "node.pem"))
    with (
        pytest.raises((ssl.SSLError, ConnectionError)),
        connect(port) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as link,
    ):
        link.sendall(b"\x0b" + adt(1) + b"\x1c\r")
        if not link.recv(100):
            raise ConnectionError("closed")
    context.load_cert_chain(tmp_path / "client.pem", tmp_path / "client.key")
    with connect(port) as plain, context.wrap_socket(plain, server_hostname="127.0.0.1") as link:
        link.sendall(b"\x0b" + adt(2) + b"\x1c\r")
        assert answer(link) == ("AA", "C2")
    with connect(port) as plain:
        plain.sendall(b"\x0b" + adt(3) + b"\x1c\r")  # in clear
    assert end(process)["all_landed"]
    assert pacslake.open(lake).rows("SELECT control_id FROM hl7_message") == [("C2",)]


def test_a_research_lake_does_not_listen(tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "research", zone="research")
    done = subprocess.run(
        [COMMAND, "hl7", "listen", "--lake", str(lake.path), "--port", "0"], capture_output=True, text=True
    )
    assert done.returncode == 4
