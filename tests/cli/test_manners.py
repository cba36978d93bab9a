"""Good manners wherever it runs: a missing package, a wrong lake, another time zone or locale, a pipe in place of a terminal."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydicom.data import get_testdata_file

import pacslake
from pacslake.errors import LakeError, PacslakeError

COMMAND = str(Path(sys.executable).with_name("pacslake"))
HOOK = """
import os, sys

class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in os.environ["HIDDEN"].split():
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hide())
"""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manners")
    (folder / "in").mkdir()
    (folder / "in" / "Ä ö 日.dcm").write_bytes(Path(str(get_testdata_file("CT_small.dcm"))).read_bytes())
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "in", workers=1)
    (folder / "hook").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(HOOK)
    return lake.path


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    whole = {**os.environ, **env}
    return subprocess.run(
        [COMMAND, *words], capture_output=True, env=whole, timeout=120, encoding="utf-8", errors="replace"
    )


# -- a package that is not there -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hidden", "extra", "words"),
    [
        ("starlette", "server", ["serve", "--port", "0"]),
        ("uvicorn", "server", ["serve", "--port", "0"]),
        (
            "joserfc",
            "server",
            ["serve", "--port", "0", "--oidc-issuer", "https://x.org", "--oidc-audience", "y"],
        ),
        ("pynetdicom", "server", ["send", "A@127.0.0.1:9", "--all"]),
        ("pynetdicom", "server", ["pull", "A@127.0.0.1:9", "StudyInstanceUID=1.2"]),
        ("dicomweb_client", "server", ["pull", "http://127.0.0.1:9/dicom-web", "StudyInstanceUID=1.2"]),
        ("cryptography", "deid", ["vault", "fill", "--vault-key", "KEY", "--key", "PROJECT"]),
        ("deltalake", "delta", ["catalog", "publish", "--format", "delta"]),
        ("openpyxl", "clinical", ["clinical", "load", "SHEET", "--key", "PatientID"]),
    ],
    ids=lambda v: v if isinstance(v, str) else v[0],
)
def test_a_missing_package_names_the_extra_that_brings_it(
    lake: Path, tmp_path: Path, hidden: str, extra: str, words: list[str]
) -> None:
    assert run("vault", "new-key", str(tmp_path / "v.key")).returncode == 0
    assert run("vault", "new-key", "--project", str(tmp_path / "p.key")).returncode == 0
    (tmp_path / "s.xlsx").write_bytes(b"PK\x03\x04")
    places = {
        "KEY": str(tmp_path / "v.key"),
        "PROJECT": str(tmp_path / "p.key"),
        "SHEET": str(tmp_path / "s.xlsx"),
    }
    done = run(
        *(places.get(w, w) for w in words), "--lake", str(lake), HIDDEN=hidden, PYTHONPATH=f"{lake.parent / 'hook'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert f"pip install 'pacslake[{extra}]'" in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_extra_of_the_product_is_known_by_its_packages() -> None:
    import tomllib

    from pacslake.errors import _EXTRA_OF

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    modules = {"pydicom-data": "data_store"}
    for extra, needs in project["optional-dependencies"].items():
        if extra in ("all", "docs", "dev"):
            continue
        for text in needs:
            name = re.split(r"[<>=\[ ]", text)[0]
            assert _EXTRA_OF[modules.get(name, name.replace("-", "_"))] == extra, name


# -- every command, and a lake that is none ---------------------------------------------------------------------------------


def leaves(command: Any, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], Any]]:
    inner = getattr(command, "commands", {})
    found = [pair for name, sub in inner.items() for pair in leaves(sub, (*path, name))]
    return found or [(path, command)]


def commands_on_a_lake() -> list[tuple[tuple[str, ...], Any]]:
    import typer

    from pacslake.cli import app

    return [
        (path, command) for path, command in leaves(typer.main.get_command(app), ())
        if any("--lake" in getattr(p, "opts", ()) for p in command.params)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["nowhere", "a_file", "an_empty_folder"])
def test_every_command_tells_of_a_lake_that_is_none(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1").write_text("1")  # a file that can be read, for the commands that take one
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    place = tmp_path / kind
    if kind == "a_file":
        place.write_text("no lake")
    elif kind == "an_empty_folder":
        place.mkdir()
    known = commands_on_a_lake()
    assert len(known) > 35
    quiet, of_the_lake, of_the_call = [], [], []
    for path, command in known:
        if path in (("doctor",), ("demo",)):
            continue  # doctor tells it as a finding; see its own tests
        words: list[str] = []
        for p in command.params:
            if p.required and p.param_type_name == "argument":
                words.append("1")
            elif p.required:
                words += [p.opts[0], "1"]
        try:
            command.main(args=[*words, "--lake", str(place)], standalone_mode=False, prog_name=" ".join(path))
        except PacslakeError as error:
            text = str(error)
            assert error.exit_code in (2, 3) and len(text) > 20 and "Traceback" not in text, (path, text)
            (of_the_lake if isinstance(error, LakeError) else of_the_call).append(" ".join(path))
        except Exception as error:  # what else a user would see is a fault of ours
            refused = getattr(error, "format_message", None)
            if refused is None:
                raise AssertionError(f"{' '.join(path)}: {type(error).__name__}: {error}") from error
            # The words around the lake were wrong; that is told before any lake is looked for.
            assert error.exit_code == 2 and len(refused()) > 20 and "Traceback" not in refused(), path  # type: ignore[attr-defined]
            of_the_call.append(" ".join(path))
        else:
            quiet.append(" ".join(path))
    assert len(of_the_lake) > 0.8 * len(known), f"these said nothing of the lake: {of_the_call}"
    assert quiet == []
    if kind == "an_empty_folder":
        assert not list(place.iterdir()), "a wrong lake is left as it was"


# -- elsewhere in the world ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns"])
def test_the_catalogue_says_the_same_in_every_time_zone(lake: Path, zone: str) -> None:
    asked = "SELECT StudyDate, StudyTime, AcquisitionDateTime, count(*) OVER () AS n FROM instance"
    here = run("sql", asked, "--json", "--lake", str(lake), TZ="UTC")
    there = run("sql", asked, "--json", "--lake", str(lake), TZ=zone)
    assert there.returncode == 0 and json.loads(there.stdout) == json.loads(here.stdout)
    batch = json.loads(run("status", "--json", "--lake", str(lake), TZ=zone).stdout)["batches"][0][
        "started_at"
    ]
    assert (
        batch
        == json.loads(run("status", "--json", "--lake", str(lake), TZ="UTC").stdout)["batches"][0][
            "started_at"
        ]
    )


@pytest.fixture(scope="module")
def turkish(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A locale with a decimal comma, and an i without its dot; made here where the machine has its source only."""
    folder = tmp_path_factory.mktemp("locales")
    make = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")]
    if shutil.which("localedef"):
        subprocess.run(make, capture_output=True)
    env = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    if (folder / "tr_TR.UTF-8").is_dir():
        env["LOCPATH"] = str(folder)
    comma = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()['decimal_point'])"
    told = subprocess.run(
        [sys.executable, "-c", comma], capture_output=True, text=True, env={**os.environ, **env}
    )
    if told.stdout.strip() != ",":
        pytest.skip("this machine has no Turkish locale, nor its source")
    return env


@pytest.mark.parametrize("locale", ["C", "Turkish"])
def test_names_and_numbers_are_the_same_in_every_locale(
    lake: Path, tmp_path: Path, locale: str, request: pytest.FixtureRequest
) -> None:
    env = {"LC_ALL": "C", "LANG": "C"} if locale == "C" else request.getfixturevalue("turkish")
    asked = "SELECT SliceThickness, Modality, lower('I') AS i FROM instance"
    shown = run("sql", asked, "--json", "--lake", str(lake), **env)
    assert json.loads(shown.stdout) == pacslake.open(lake).dicts(asked)
    fresh = pacslake.init(tmp_path / "lake").path
    done = run("ingest", str(lake.parent / "in"), "--lake", str(fresh), "--json", **env)
    assert done.returncode == 0 and json.loads(done.stdout)["n_stored"] == 1, done.stderr


def test_a_lake_that_is_given_as_a_bare_word_is_met_with_the_right_command(lake: Path) -> None:
    done = subprocess.run([COMMAND, "status", str(lake), "--json"], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(f"with: pacslake status --json --lake {lake}")
    done = subprocess.run([COMMAND, "status", "nowhere"], capture_output=True, text=True)
    assert done.returncode == 2 and "--lake" not in done.stderr


def test_a_pipe_gets_no_colours_and_whole_lines(lake: Path) -> None:
    for words in (["status"], ["volumes"], ["ingest", "--help"]):
        more = ["--lake", str(lake)] if words[-1] != "--help" else []
        done = run(*words, *more, COLUMNS="20", TERM="xterm-256color", FORCE_COLOR="")
        assert "\x1b" not in done.stdout + done.stderr, words
    ids = run("sql", "SELECT volume_id FROM volume", "--lake", str(lake), COLUMNS="20").stdout.split()
    assert ids[1:] == [v for (v,) in pacslake.open(lake).rows("SELECT volume_id FROM volume")]


@pytest.mark.parametrize(
    ("shell", "words"),
    [("bash", "complete -o"), ("zsh", "#compdef pacslake"), ("fish", "complete --command pacslake")],
)
def test_completion_is_there_for_each_shell(shell: str, words: str) -> None:
    done = run("--show-completion", shell)
    assert done.returncode == 0 and "_PACSLAKE_COMPLETE" in done.stdout and words in done.stdout


# -- the notebooks, by the command ------------------------------------------------------------------------------------------


def test_lab_answers_with_the_notebooks_and_ends_when_told(lake: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {
        **os.environ,
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "run"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
    }
    words = ["lab", "--lake", str(lake), "--notebooks", "books", "--port", str(port), "--no-browser"]
    with open(tmp_path / "log", "w") as log:
        lab = subprocess.Popen([COMMAND, *words], cwd=tmp_path, env=env, stdout=log, stderr=log)
    try:
        base = f"http://127.0.0.1:{port}"
        token, until = None, time.monotonic() + 60
        while token is None and time.monotonic() < until and lab.poll() is None:
            time.sleep(0.1)
            token = re.search(rf"{base}/lab\?token=(\w+)", (tmp_path / "log").read_text())
        assert token, (tmp_path / "log").read_text()[-2000:]
        asked = {"Authorization": f"token {token[1]}"}
        assert httpx.get(f"{base}/api/contents").status_code == 403, "nobody comes in without the token"
        listed = httpx.get(f"{base}/api/contents", headers=asked).json()["content"]
        assert "01_first_lake.ipynb" in {item["name"] for item in listed}
        assert "jupyter-config-data" in httpx.get(f"{base}/lab", headers=asked).text
        kernel = httpx.post(f"{base}/api/kernels", headers=asked).json()["id"]
        started = f"/proc/{lab.pid}/task/{lab.pid}/children"
        if Path(started).exists():
            (child, *_) = Path(started).read_text().split()
            told = Path(f"/proc/{child}/environ").read_bytes().split(b"\0")
            assert f"PACSLAKE_LAKE={lake.resolve()}".encode() in told, "a notebook finds the lake"
            lab.send_signal(signal.SIGTERM)
            assert lab.wait(30) == 0
            assert not Path(f"/proc/{child}").exists(), "the kernel ended with it"
        assert kernel
    finally:
        if lab.poll() is None:
            lab.send_signal(signal.SIGTERM)
            lab.wait(30)
    with socket.socket() as gone:
        assert gone.connect_ex(("127.0.0.1", port)) != 0, "nothing is left that listens"


@pytest.mark.parametrize(
    ("scheme", "package", "told"),
    [("sftp", "paramiko", "paramiko"), ("s3", "s3fs", "pip install 'pacslake[s3]'")],
)
def test_a_file_system_that_is_not_there_names_what_brings_it(
    scheme: str, package: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib

    from pacslake.errors import UsageError
    from pacslake.source.remote import _FileSystem

    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"fsspec.implementations.{scheme}", raising=False)
    monkeypatch.setattr(importlib.import_module("fsspec.registry"), "_registry", {})
    with pytest.raises(UsageError) as error:
        _FileSystem(scheme, "place")
    assert told in str(error.value) and "pacslake[all]" not in str(error.value)
