"""`pacslake doctor` tells of each thing that is broken for real, what to do, and of nothing else."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pydicom.data import get_testdata_file

import pacslake
from pacslake import examine
from pacslake.examine import Check, examine_lake, examine_machine, examine_peers


@pytest.fixture()
def lake(tmp_path: Path) -> pacslake.Lake:
    (tmp_path / "in").mkdir()
    shutil.copy(str(get_testdata_file("CT_small.dcm")), tmp_path / "in" / "ct.dcm")
    lake = pacslake.init(tmp_path / "lake")
    os.chmod(lake.path, 0o750)
    lake.ingest(tmp_path / "in", workers=1)
    return lake


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("pacslake")), "doctor", *words]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **env}, timeout=120)


def found(checks: list[Check]) -> dict[str, Check]:
    return {c.name: c for c in checks}


def test_a_sound_machine_and_lake_have_nothing_to_tell(lake: pacslake.Lake, tmp_path: Path) -> None:
    done = run("--lake", str(lake.path), "--json", XDG_CONFIG_HOME=str(tmp_path / "c"))
    told = json.loads(done.stdout)
    bad = [c for c in told["checks"] if c["state"] == "fail"]
    assert done.returncode == 0 and told["ready"] and not bad
    names = {c["name"] for c in told["checks"]}
    assert {
        "python",
        "packages",
        "sql",
        "widgets",
        "clock",
        "lake",
        "file system",
        "free space",
        "integrity",
        "originals",
        "work",
    } <= names
    assert sum(n.startswith("decoder ") for n in names) == len(examine.TRIALS)
    assert not list(lake.path.glob(".doctor*"))


def test_words_for_people_have_no_colours_in_a_pipe_and_say_what_to_do(
    lake: pacslake.Lake, tmp_path: Path
) -> None:
    os.chmod(lake.path, 0o755)
    done = run("--lake", str(lake.path), XDG_CONFIG_HOME=str(tmp_path / "c"))
    assert "\x1b" not in done.stdout
    assert "warn    permissions" in done.stdout and f"-> chmod o-rwx {lake.path}" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(" warn") or " warn" in done.stdout.splitlines()[-1]


def test_every_decoder_is_tried_with_values(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    states = {c.name: c.state for c in examine_machine() if c.name.startswith("decoder ")}
    assert states["decoder RLE"] == states["decoder JPEG 2000"] == states["decoder JPEG-LS"] == "ok"
    monkeypatch.setattr(
        "pacslake.dicom.decode.decode_frame", lambda data, spec, **_: np.zeros(spec.shape, np.uint8)
    )
    assert {c.state for c in examine_machine() if c.name.startswith("decoder ")} == {"fail"}


def test_a_package_that_is_missing_or_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "importlib.metadata.requires",
        lambda _: ["no-such-package>=1", "numpy>=99", "pacslake; extra == 'x'", "pydicom>=3"],
    )
    check = found(list(examine_machine()))["packages"]
    assert check.state == "fail" and "no-such-package is missing" in check.found and "numpy" in check.found
    assert "pydicom" not in check.found and "pip install" in check.remedy


def test_an_extra_that_is_missing_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(examine.EXTRAS, "server", "no-such-package")
    check = found(list(examine_machine()))["extra server"]
    assert check.state == "skipped" and "pip install 'pacslake[server]'" in check.remedy


def test_a_jupyterlab_without_anywidget_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: ["/nowhere"])
    check = found(list(examine_machine()))["widgets"]
    assert check.state == "fail" and "anywidget" in check.remedy


def test_a_clock_of_the_past_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    check = found(list(examine_machine()))["clock"]
    assert check.state == "fail" and "ntp" in check.remedy.lower()


# -- a lake that is broken -------------------------------------------------------------------------------------------------


def test_originals_that_are_gone_are_counted(lake: pacslake.Lake, tmp_path: Path) -> None:
    (tmp_path / "in" / "ct.dcm").unlink()
    check = found(list(examine_lake(lake)))["originals"]
    assert check.state == "fail" and "1 of 1" in check.found and check.remedy


def test_a_damaged_table_is_told_and_the_exit_code_says_so(lake: pacslake.Lake, tmp_path: Path) -> None:
    victim = next(p for p in lake.path.rglob("*.parquet") if "instance" in str(p))
    victim.unlink()
    done = run("--lake", str(lake.path), "--json", XDG_CONFIG_HOME=str(tmp_path / "c"))
    checks = {c["name"]: c for c in json.loads(done.stdout)["checks"]}
    assert (
        done.returncode == 1
        and checks["integrity"]["state"] == "fail"
        and "verify" in checks["integrity"]["remedy"]
    )


def test_one_flipped_bit_is_found_by_deep(lake: pacslake.Lake) -> None:
    victim = next(p for p in lake.path.rglob("*.parquet") if "instance" in str(p))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(data)
    assert found(list(examine_lake(lake, deep=True)))["integrity"].state == "fail"


def test_what_is_left_to_do_is_told(lake: pacslake.Lake) -> None:
    folder = lake.path / "inbox" / "x"
    folder.mkdir(parents=True)
    (folder / ("0" * 64 + ".dcm")).write_bytes(b"")
    check = found(list(examine_lake(lake)))["work"]
    assert check.state == "warn" and "1 received objects waiting" in check.found


def test_room_is_judged_by_the_largest_batch(lake: pacslake.Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    for free, state in ((10**8, "fail"), (3 << 30, "warn"), (100 << 30, "ok")):
        monkeypatch.setattr("shutil.disk_usage", lambda _, free=free: usage(10**12, 0, free))
        assert found(list(examine_lake(lake)))["free space"].state == state


def test_a_file_system_without_links_or_with_another_clock_is_told(
    lake: pacslake.Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patched:
        patched.setattr("os.link", refuse)
        assert found(list(examine_lake(lake)))["file system"].state == "fail"
    real = examine.time.time
    monkeypatch.setattr(examine.time, "time", lambda: real() + 3600)
    check = found(list(examine_lake(lake)))["file system"]
    assert check.state == "warn" and "3600 s" in check.found
    assert not list(lake.path.glob(".doctor*"))


def test_a_lake_that_is_not_there_fails_and_the_rest_is_still_told(tmp_path: Path) -> None:
    done = run("--lake", str(tmp_path / "nowhere"), "--json", XDG_CONFIG_HOME=str(tmp_path / "c"))
    told = json.loads(done.stdout)
    assert done.returncode == 1 and not told["ready"]
    assert [c["name"] for c in told["checks"] if c["state"] == "fail"] == ["lake"]


def test_the_lake_may_be_named_without_an_option(lake: pacslake.Lake, tmp_path: Path) -> None:
    done = run(str(lake.path), "--json", XDG_CONFIG_HOME=str(tmp_path / "c"))
    assert "integrity" in [c["name"] for c in json.loads(done.stdout)["checks"]]
    done = run(str(tmp_path / "nowhere"), XDG_CONFIG_HOME=str(tmp_path / "c"))
    assert done.returncode == 2 and "nowhere' is no lake" in done.stderr.replace("\n", " ")


def test_a_project_key_that_others_may_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    from pacslake.deid.keys import default_key_file, new_key_file

    lake = pacslake.init(tmp_path / "r", zone="research")
    assert found(list(examine_lake(lake)))["project key"].state == "skipped"
    new_key_file(default_key_file())
    assert found(list(examine_lake(lake)))["project key"].state == "ok"
    default_key_file().chmod(0o644)
    assert found(list(examine_lake(lake)))["project key"].state == "warn"
    default_key_file().write_text("nonsense")
    assert found(list(examine_lake(lake)))["project key"].state == "fail"


# -- others --------------------------------------------------------------------------------------------------------------


def test_peers_are_asked_and_a_silent_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pynetdicom = pytest.importorskip("pynetdicom")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "pacslake").mkdir()
    ae = pynetdicom.AE("PACS")
    ae.add_supported_context("1.2.840.10008.1.1")
    server = ae.start_server(("127.0.0.1", 0), block=False)
    port = server.server_address[1]
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        silent = s.getsockname()[1]
    (tmp_path / "pacslake" / "peers.toml").write_text(
        f'[good]\naddress = "PACS@127.0.0.1:{port}"\n[gone]\naddress = "PACS@127.0.0.1:{silent}"\n'
    )
    try:
        checks = found(list(examine_peers()))
    finally:
        server.shutdown()
    assert checks["peer good"].state == "ok" and "C-ECHO" in checks["peer good"].found
    assert checks["peer gone"].state == "fail" and "does not answer" in checks["peer gone"].found


@pytest.mark.parametrize(("days", "state"), [(-1, "fail"), (10, "warn"), (300, "ok")])
def test_a_certificate_s_end_is_told(tmp_path: Path, days: int, state: str) -> None:
    from datetime import UTC, datetime, timedelta

    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "node")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=days, hours=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    (tmp_path / "node.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    assert found(list(examine_peers(tmp_path / "node.pem")))["certificate"].state == state


def test_a_check_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duckdb.connect", lambda *_: 1 / 0)
    check = found(list(examine_machine()))["sql"]
    assert check.state == "fail" and "ZeroDivisionError" in check.found and check.remedy
