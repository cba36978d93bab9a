"""A running JupyterLab and a headless Chromium for the widget tests: one server a session, one page a test."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROME = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BOOK = "[...jupyterapp.shell.widgets('main')].find(w=>w.context&&w.context.sessionContext)"
PROJECT = Path(__file__).resolve().parents[2]
PRELUDE = f"""
import sys; sys.path.insert(0, {str(PROJECT)!r})
import numpy as np
from pacslake.widgets import view, compare
from pacslake.widgets.source import ArrayVolume
"""


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address and folder of a JupyterLab with settings of its own."""
    if CHROME is None:
        pytest.skip("no Chromium on this machine")
    pytest.importorskip("playwright.sync_api")
    root, cfg = tmp_path_factory.mktemp("nb"), tmp_path_factory.mktemp("jcfg")
    note = cfg / "us/@jupyterlab/apputils-extension"
    note.mkdir(parents=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    (note / "notification.jupyterlab-settings").write_text(json.dumps(quiet))
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = dict(
        os.environ, JUPYTER_CONFIG_DIR=str(cfg), JUPYTER_DATA_DIR=f"{cfg}/data", JUPYTER_RUNTIME_DIR=f"{cfg}/run",
        JUPYTERLAB_SETTINGS_DIR=f"{cfg}/us", JUPYTERLAB_WORKSPACES_DIR=f"{cfg}/ws", IPYTHONDIR=f"{cfg}/ipy",
    )  # fmt: skip
    with open(cfg / "server.log", "w") as log:
        proc = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser", "--ServerApp.ip=127.0.0.1",
             f"--ServerApp.port={port}", "--IdentityProvider.token=", f"--ServerApp.root_dir={root}",
             "--LabApp.expose_app_in_browser=True",
             "--ServerApp.jpserver_extensions={'pacslake.widgets.brick_extension': True}"],
            env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    base, end = f"http://127.0.0.1:{port}", time.time() + 90
    while True:
        try:
            urllib.request.urlopen(base + "/api/status", timeout=2)
            break
        except OSError:
            if proc.poll() is not None or time.time() > end:
                raise
            time.sleep(0.2)
    yield base, root
    os.killpg(proc.pid, signal.SIGTERM)
    proc.wait(20)


@pytest.fixture
def page(chrome: Any) -> Iterator[Any]:
    """A page; `page.bad` collects page errors and requests that leave this machine."""
    context = chrome.new_context(viewport={"width": 1500, "height": 1300})
    page = context.new_page()
    page.bad = []
    page.on("pageerror", lambda e: page.bad.append(f"page error: {e}"))
    page.on(
        "request",
        lambda r: (
            page.bad.append(f"external {r.url}")
            if r.url.startswith("http") and "127.0.0.1" not in r.url
            else None
        ),
    )
    yield page
    context.close()


DRAWN = """()=>{const v=[...document.querySelectorAll('.pacslake')].map(e=>e.parentElement.pacslake?.viewer??e.parentElement.pacslake).filter(v=>v?.scene?.reference);
 return v.length&&v.every(x=>x.drawn&&!x.frame&&x.measuring&&x.scene.layers.every(l=>l.data.done))}"""


class Shown:
    """Widgets in a page without Jupyter, see `page.py`."""

    def __init__(self, page: Any, *widgets: Any) -> None:
        from tests.widgets.page import Page

        self.page, self._wire = page, Page(*widgets)
        page.goto(self._wire.url)

    def loaded(self) -> None:
        """Wait until every viewer has all of its voxels, has drawn, and has its tools."""
        self.page.wait_for_function(DRAWN, timeout=60_000)

    def js(self, body: str) -> Any:
        """Run JavaScript with `v` the first viewer of the page, and wait until it has been drawn."""
        out = self.page.evaluate(
            f"async ()=>{{const v=[...document.querySelectorAll('.pacslake')].map(e=>e.parentElement.pacslake?.viewer??e.parentElement.pacslake).find(v=>v?.scene?.reference); {body}}}"
        )
        self.page.evaluate("()=>new Promise(r=>requestAnimationFrame(()=>requestAnimationFrame(r)))")
        return out

    def until(self, true: Callable[[], Any], seconds: float = 15) -> Any:
        """Wait until something holds on the side of Python."""
        end = time.time() + seconds
        while not (found := true()) and time.time() < end:
            self.page.wait_for_timeout(30)
        assert found, "it did not happen in time"
        return found

    def close(self) -> None:
        self._wire.close()


@pytest.fixture
def shown(page: Any) -> Iterator[Callable[..., Shown]]:
    """Shows widgets in a page without Jupyter; no page error and no outside request may happen in it."""
    opened: list[Shown] = []

    def show(*widgets: Any) -> Shown:
        opened.append(Shown(page, *widgets))
        return opened[-1]

    yield show
    for s in opened:
        s.close()
    assert not page.bad


class Book:
    """A notebook open in the page."""

    def __init__(self, page: Any, base: str, root: Path, name: str, cells: list[str]) -> None:
        import nbformat

        self.page, self.base, self.name, self.path = page, base, name, root / f"{name}.ipynb"
        nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(nb, self.path)
        self.open()

    def open(self, workspace: str = "") -> None:
        self.page.goto(
            f"{self.base}/lab/workspaces/{workspace or self.name}/tree/{self.name}.ipynb",
            wait_until="domcontentloaded",
        )
        self.page.wait_for_function(
            f"()=>window.jupyterapp&&{BOOK}?.context.sessionContext.session?.kernel?.status==='idle'",
            timeout=90_000,
        )

    def run(self, cell: int, *, wait: bool = True) -> None:
        self.page.evaluate(
            f"()=>{{const n={BOOK}; n.content.activeCellIndex={cell}; jupyterapp.commands.execute('notebook:run-cell')}}"
        )
        if wait:
            self.page.wait_for_function(
                f"()=>{{const n={BOOK}; return n.content.widgets[{cell}].model.executionCount!==null&&n.context.sessionContext.session.kernel.status==='idle'}}",
                timeout=120_000,
            )

    def run_all(self) -> None:
        self.page.evaluate("()=>{jupyterapp.commands.execute('notebook:run-all-cells')}")
        self.page.wait_for_function(
            f"()=>{{const n={BOOK}; return n.content.widgets.every(c=>c.model.type!=='code'||c.model.executionCount!==null)&&n.context.sessionContext.session.kernel.status==='idle'}}",
            timeout=120_000,
        )

    def save(self) -> None:
        self.page.evaluate("()=>jupyterapp.commands.execute('docmanager:save')")
        self.page.wait_for_timeout(800)

    def restart(self) -> None:
        self.page.evaluate(f"()=>{BOOK}.context.sessionContext.restartKernel()")

    def text(self, cell: int) -> str:
        return self.page.evaluate(
            f"()=>[...{BOOK}.content.widgets[{cell}].node.querySelectorAll('.jp-OutputArea-output')].map(e=>e.innerText).join('\\n')"
        )

    def loaded(self, n: int = 1) -> None:
        """Wait until `n` viewers have all of their voxels and have drawn."""
        self.page.wait_for_function(
            f"()=>{{const v=[...document.querySelectorAll('.pacslake')].map(e=>e.parentElement.pacslake?.viewer??e.parentElement.pacslake).filter(v=>v?.scene?.reference);"
            f" return v.length>={n}&&v.every(x=>x.drawn&&!x.frame&&x.scene.layers.every(l=>l.data.done))}}",
            timeout=60_000,
        )

    def js(self, body: str) -> Any:
        """Run JavaScript with `v` the first viewer of the page."""
        return self.page.evaluate(
            f"async ()=>{{const v=[...document.querySelectorAll('.pacslake')].map(e=>e.parentElement.pacslake?.viewer??e.parentElement.pacslake).find(v=>v?.scene?.reference); {body}}}"
        )


@pytest.fixture
def book(lab: tuple[str, Path], page: Any) -> Callable[[str, list[str]], Book]:
    """Opens a notebook with the given cells, after one that imports and makes the test's volumes."""
    return lambda name, cells: Book(page, *lab, name, [PRELUDE, *cells])
