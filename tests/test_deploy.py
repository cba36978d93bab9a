"""The files of `deploy/`: units that systemd takes, a compose file and a Dockerfile without the usual holes, commands that exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def known_options(words: list[str]) -> set[str]:
    """The options of a pacslake command."""
    import typer

    from pacslake.cli import app

    command: Any = typer.main.get_command(app).commands[words[0]]  # type: ignore[attr-defined]
    return {o for p in command.params for o in p.opts}


@pytest.mark.parametrize("unit", UNITS, ids=lambda p: p.name)
def test_a_unit_is_one_that_systemd_takes(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    text = unit.read_text().replace(
        "/opt/pacslake/bin/pacslake", "/bin/true"
    )  # it looks whether the program is there
    for other in UNITS:
        (tmp_path / other.name).write_text(
            other.read_text().replace("/opt/pacslake/bin/pacslake", "/bin/true")
        )
    (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)], capture_output=True, text=True
    )
    wrong = [line for line in done.stderr.splitlines() if unit.name in line or str(tmp_path) in line]
    assert not wrong, wrong


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"], ids=lambda p: p.name)
def test_a_unit_runs_a_command_that_exists_with_few_rights(unit: Path) -> None:
    text = unit.read_text()
    (line,) = re.findall(r"^ExecStart=/opt/pacslake/bin/pacslake (.+)$", text, re.M)
    words = shlex.split(line)
    assert {w for w in words if w.startswith("--")} <= known_options(words)
    for wanted in (
        "User=pacslake",
        "NoNewPrivileges=true",
        "ProtectSystem=strict",
        "ReadWritePaths=/data/lake",
        "MemoryMax=",
    ):
        assert wanted in text, wanted


def test_the_compose_file_has_commands_that_exist_and_no_more_rights_than_needed() -> None:
    content = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert set(content["services"]) == {"serve", "receive", "ingest"}
    for name, service in content["services"].items():
        words = service["command"]
        assert words[0] == name and {w for w in words if w.startswith("--")} <= known_options(words)
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and "privileged" not in service
        assert any(v.startswith("lake:/data") for v in service["volumes"])
    named = set(content["secrets"])
    assert set(content["services"]["serve"]["secrets"]) <= named
    assert content["services"]["ingest"]["volumes"][1].endswith(":ro"), "originals are never written"


def test_the_image_runs_as_a_user_from_the_lock_and_holds_no_secret() -> None:
    lines = [
        line for line in (DEPLOY / "Dockerfile").read_text().splitlines() if line and not line.startswith("#")
    ]
    last = lines[max(n for n, line in enumerate(lines) if line.startswith("FROM")) :]
    assert any(re.fullmatch(r"USER (?!root)\w+", line) for line in last)
    assert any("-r requirements.lock" in line for line in lines) and any(
        "--no-deps ." in line for line in lines
    )
    assert all(re.match(r"FROM \S+:\S+", line) for line in lines if line.startswith("FROM")), (
        "a version for each base"
    )
    assert not any(re.search(r"(?i)(password|token|secret)\s*=", line) for line in lines)
    assert not any(line.startswith("ADD ") for line in lines)
    left_out = (DEPLOY.parent / ".dockerignore").read_text().splitlines()
    assert {".git", "**/*.key", "**/*.pem", "**/lake.toml"} <= set(left_out), (
        "COPY . . must not take keys or a lake along"
    )
