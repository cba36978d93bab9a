"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[1]
CHROME = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-precise-memory-info", "--force-device-scale-factor=1",
]  # fmt: skip


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with real DICOM for tests; set PACSLAKE_CORPUS, or lay it beside the project.

    The tests that need it are skipped, with this reason, where it is absent.
    """
    folder = Path(os.environ.get("PACSLAKE_CORPUS") or PROJECT.parent / "shared" / "data")
    if not (folder / "README.md").is_file():
        pytest.skip("real DICOM for tests is not here: set PACSLAKE_CORPUS to its folder")
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What `pacslake demo` returns, with its smaller patient: a whole lake, for reading; one for all test processes."""
    from pacslake.demo import run

    with _shared(tmp_path_factory, "demo") as folder:
        told = folder / "demo.json"
        if not told.exists():
            made = run(folder / "demo", small=True, say=lambda _: None)
            told.write_text(json.dumps(made, default=str), encoding="utf-8")
    return json.loads(told.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def small_patient(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The small synthetic patient of seed 3, for reading: its `Truth`; one for all test processes."""
    from pacslake.synthetic import longitudinal_patient
    from pacslake.synthetic.truth import Truth

    with _shared(tmp_path_factory, "small_patient") as folder:
        place = folder / "small_patient"
        if not (place / "truth.json").exists():  # written last
            longitudinal_patient(place, seed=3, small=True)
    return Truth.read(place)


@contextmanager
def _shared(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A folder that all test processes see, for one of them at a time: the first makes what the others find."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with open(folder / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@pytest.fixture(scope="session")
def chrome() -> Iterator[Any]:
    """One browser for the session: Playwright takes no second one in a process."""
    if CHROME is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROME, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def s3() -> Iterator[object]:
    """A client of an S3 server on loopback that this process and its workers use by their environment."""
    from pacslake.layout import mirror
    from pacslake.source import remote

    server_module = pytest.importorskip("moto.server")
    boto3 = pytest.importorskip("boto3")
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
        client.create_bucket(Bucket="hospital")
        remote._made.cache_clear()
        mirror._bucket.cache_clear()
        yield client
    remote._made.cache_clear()
    mirror._bucket.cache_clear()
    server.stop()
