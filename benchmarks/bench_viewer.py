"""The viewer in JupyterLab and headless Chromium: first picture, frames a second, memory, beside matplotlib.

    python benchmarks/bench_viewer.py [--slices 300] [--minutes 0.5] [--viewers 10]
    python benchmarks/bench_viewer.py --only memory --minutes 20 --viewers 50

One CT of 512 x 512 is written, taken in, and viewed from its files and from its Zarr copy. Gestures are dispatched in
the page's animation frames, so that the driver is not what is measured. No GPU is used. The last line is JSON.
Wants Debian's chromium and the extra `dev`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from bench_pixels import write_series

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--enable-precise-memory-info", "--js-flags=--expose-gc", "--force-device-scale-factor=1",
]  # fmt: skip
BOOK = "[...jupyterapp.shell.widgets('main')].find(w=>w.context&&w.context.sessionContext)"
VIEWERS = "[...document.querySelectorAll('.pacslake')].map(e=>e.parentElement.pacslake?.viewer??e.parentElement.pacslake).filter(v=>v?.scene?.reference)"

# Dispatches one event a frame for `seconds` and counts the pictures drawn and the messages sent meanwhile.
RATE = """async ([kind, seconds]) => {
  const v = VIEWERS.at(-1), pane = v.panes[0].el, b = pane.getBoundingClientRect(), x0 = b.x + b.width / 2, y0 = b.y + b.height / 2;
  const event = (name, x, y) => pane.dispatchEvent(new PointerEvent(name, { clientX: x, clientY: y, bubbles: true, pointerId: 1, button: 0 }));
  let asked = 0; const send = v.wire.send; v.wire.send = (m) => { asked++; send.call(v.wire, m); };
  v.setTool("window"); await new Promise((r) => setTimeout(r, 400));
  pane.setPointerCapture = () => {}; pane.focus();
  const from = v.drawn, began = performance.now(); let n = 0;
  if (kind === "drag") event("pointerdown", x0, y0);
  while (performance.now() - began < seconds * 1000) {
    await new Promise((r) => requestAnimationFrame(r));
    n++;
    if (kind === "drag") event("pointermove", x0 + 60 * Math.sin(n / 9), y0 + 40 * Math.cos(n / 7));
    else pane.dispatchEvent(new WheelEvent("wheel", { deltaY: Math.floor(n / 60) % 2 ? -120 : 120, bubbles: true, cancelable: true }));
  }
  const rate = (v.drawn - from) / (performance.now() - began) * 1000;
  if (kind === "drag") event("pointerup", x0, y0);
  v.wire.send = send;
  return { rate, asked, drawn: v.drawn - from };
}""".replace("VIEWERS", VIEWERS)


@contextmanager
def lab(root: Path) -> Iterator[str]:
    """A JupyterLab with settings of its own; gives its address."""
    settings = root / "us/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet))
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    names = {
        "JUPYTER_CONFIG_DIR": "cfg", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run", "IPYTHONDIR": "ipy",
        "JUPYTERLAB_SETTINGS_DIR": "us", "JUPYTERLAB_WORKSPACES_DIR": "ws",
    }  # fmt: skip
    with open(root / "server.log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser", "--ServerApp.ip=127.0.0.1",
             f"--ServerApp.port={port}", "--IdentityProvider.token=", f"--ServerApp.root_dir={root}",
             "--LabApp.expose_app_in_browser=True",
             "--ServerApp.jpserver_extensions={'pacslake.widgets.brick_extension': True}"],
            env=dict(os.environ, **{k: str(root / v) for k, v in names.items()}),
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    address, end = f"http://127.0.0.1:{port}", time.time() + 120
    try:
        while True:
            try:
                urllib.request.urlopen(address + "/api/status", timeout=2)
                break
            except OSError:
                if process.poll() is not None or time.time() > end:
                    raise
                time.sleep(0.2)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


class Notebook:
    """A notebook of the given cells, open in a page."""

    def __init__(self, page: Any, address: str, root: Path, name: str, cells: list[str]) -> None:
        import nbformat

        self.page = page
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(book, root / f"{name}.ipynb")
        page.goto(f"{address}/lab/workspaces/{name}/tree/{name}.ipynb", wait_until="domcontentloaded")
        page.wait_for_function(
            f"()=>window.jupyterapp&&{BOOK}?.context.sessionContext.session?.kernel?.status==='idle'",
            timeout=180_000,
        )

    def run(self, cell: int) -> None:
        self.start(cell)
        self.page.wait_for_function(
            f"()=>{{const n={BOOK}; return n.content.widgets[{cell}].model.executionCount!==null&&n.context.sessionContext.session.kernel.status==='idle'}}",
            timeout=300_000,
        )

    def start(self, cell: int) -> None:
        self.page.evaluate(
            f"()=>{{const n={BOOK}; n.content.activeCellIndex={cell}; jupyterapp.commands.execute('notebook:run-cell')}}"
        )

    def first_picture(self, cell: int) -> float:
        """Seconds from running a cell to the frame in which its viewer has drawn voxels, by the page's clock."""
        return float(
            self.page.evaluate(
                f"""async () => {{ const n={BOOK}, before={VIEWERS}.length; n.content.activeCellIndex={cell};
                const began=performance.now(); jupyterapp.commands.execute('notebook:run-cell');
                while (performance.now()-began < 120000) {{ await new Promise(r=>requestAnimationFrame(r));
                  const v={VIEWERS}; if (v.length>before && v.at(-1).toldFirst) break; }}
                return (performance.now()-began)/1000; }}"""
            )
        )

    def loaded(self) -> None:
        self.page.wait_for_function(
            f"()=>{VIEWERS}.length&&{VIEWERS}.every(v=>v.drawn&&v.scene.layers.every(l=>l.data.done))",
            timeout=300_000,
        )

    def load_seconds(self, cell: int) -> float:
        """Seconds from the first brick of a viewer that is opened anew to its last, by the page's clock."""
        self.page.evaluate("()=>globalThis[Symbol.for('pacslake.page.1')]?.volumes.clear()")
        return float(
            self.page.evaluate(
                f"""async () => {{ const n={BOOK}, before={VIEWERS}.length; n.content.activeCellIndex={cell};
                jupyterapp.commands.execute('notebook:run-cell'); let v;
                do {{ await new Promise(r=>setTimeout(r, 5)); v={VIEWERS}; }} while (v.length<=before || !v.at(-1).scene.layers.every(l=>l.data.done));
                return (performance.now()-v.at(-1).scene.layers[0].data.firstAt)/1000; }}"""
            )
        )

    def text(self, cell: int) -> str:
        found = self.page.evaluate(
            f"()=>[...{BOOK}.content.widgets[{cell}].node.querySelectorAll('.jp-OutputArea-output')].map(e=>e.innerText).join('\\n')"
        )
        return str(found).strip()

    def rate(self, kind: str, seconds: float = 4) -> dict[str, float]:
        """Pictures a second by the clock, processor time of the page for each, messages to the kernel."""
        before = self.page_cpu_s()
        found = dict(self.page.evaluate(RATE, [kind, seconds]))
        drawn = found.pop("drawn")
        return {**found, "cpu_ms_a_picture": (self.page_cpu_s() - before) / max(1, drawn) * 1000}

    def page_cpu_s(self) -> float:
        """Processor seconds that all pages of the browser have used."""
        session = self.page.context.browser.new_browser_cdp_session()
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        return float(sum(p["cpuTime"] for p in found if p["type"] == "renderer"))

    def heap_mb(self) -> float:
        """Live JavaScript heap with the arrays of voxels, after a collection."""
        return float(self.page.evaluate("()=>{gc(); gc(); return performance.memory.usedJSHeapSize/2**20}"))


MEMORY = "print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmRSS')))"


def start_of(lake: Path) -> str:
    """The first cell of every notebook."""
    return (
        f"import pacslake\nlake = pacslake.open({str(lake)!r})\n"
        "raw, packed = (lake.volume(lake.rows('SELECT volume_id FROM volume')[0][0], tier=t) for t in ('in_place', 'zarr'))\n"
    )


SWITCH = """on => { const e = document.getElementById('jupyter-config-data'), c = JSON.parse(e.textContent);
  c.pacslakeBricks = on; e.textContent = JSON.stringify(c); }"""


def transport(page: Any, address: str, root: Path, lake: Path, megabytes: float) -> dict[str, Any]:
    """MB/s of a volume from its Zarr copy to the page, by messages and by the server's extension, the best of three."""
    view = "lake.view(packed, layout='axial')"
    book = Notebook(page, address, root, "transport", [start_of(lake), *[view] * 6])
    book.run(0)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/pacslake/v1/" in r.url else None)
    rates: dict[str, list[float]] = {"messages": [], "http": []}
    for n in range(6):
        way = ("messages", "http")[n % 2]
        page.evaluate(SWITCH, way == "http")
        asked.clear()
        rates[way].append(megabytes / book.load_seconds(1 + n))
        assert bool(asked) == (way == "http"), "bricks came the other way"
    return {f"transport_{way}_mb_per_s": max(found) for way, found in rates.items()}


def memory(page: Any, address: str, root: Path, lake: Path, args: argparse.Namespace) -> dict[str, Any]:
    """What scrolling, and viewers opened and closed one after another, leave behind in the page and in the kernel, MB.

    A slider of ipywidgets is opened and closed as often: what it leaves is the notebook's own.
    """
    out: dict[str, Any] = {}
    cells = [start_of(lake), *["w = lake.view(packed, layout='axial'); w"] * 2, MEMORY, "w.close(); del w"]
    cells += ["import ipywidgets; w = ipywidgets.IntSlider(); w"] * 2
    book = Notebook(page, address, root, "memory", cells)

    def kernel_mb() -> float:
        book.run(3)
        return int(book.text(3)) / 1024

    book.run(0)
    book.run(1)
    book.loaded()
    book.rate("scroll", 5)
    steady, kernel = book.heap_mb(), kernel_mb()
    began = time.time()
    while time.time() - began < args.minutes * 60:
        book.rate("scroll", 5)
    out["heap_growth_scrolling_mb"] = book.heap_mb() - steady
    out["kernel_growth_scrolling_mb"] = kernel_mb() - kernel
    for n in range(args.viewers):
        book.run(4)
        book.run(1 + n % 2)
        book.loaded()
        if n == 1:
            steady, kernel = book.heap_mb(), kernel_mb()
    out["heap_growth_opened_again_mb"] = book.heap_mb() - steady
    out["kernel_growth_opened_again_mb"] = kernel_mb() - kernel
    for n in range(args.viewers):
        book.run(4)
        book.run(5 + n % 2)
        page.wait_for_selector(".noUi-handle")
        if n == 1:
            steady, kernel = book.heap_mb(), kernel_mb()
    out["heap_growth_slider_opened_again_mb"] = book.heap_mb() - steady
    out["kernel_growth_slider_opened_again_mb"] = kernel_mb() - kernel
    return out


def measure(page: Any, address: str, root: Path, lake: Path) -> dict[str, Any]:
    """All other figures of the viewer."""
    start = start_of(lake)
    out: dict[str, Any] = {}
    for name in ("raw", "packed"):
        cells = [
            start,
            f"w = lake.view({name}, layout='axial'); w",
            MEMORY,
            *[f"lake.view({name}, layout='axial')"] * 3,
        ]
        book = Notebook(page, address, root, f"first_{name}", cells)
        book.run(0)
        book.run(2)
        before = int(book.text(2))
        out[f"first_picture_cold_{name}_s"] = book.first_picture(1)
        began = time.perf_counter()
        book.loaded()
        out[f"all_loaded_{name}_s"] = time.perf_counter() - began + out[f"first_picture_cold_{name}_s"]
        book.run(2)
        out[f"kernel_mb_{name}"] = (int(book.text(2)) - before) / 1024
        page.evaluate("()=>globalThis[Symbol.for('pacslake.page.1')].volumes.clear()")
        out[f"first_picture_{name}_s"] = book.first_picture(3)
        book.loaded()
    out["heap_one_viewer_mb"] = book.heap_mb()
    page.evaluate(
        f"()=>{{const v={VIEWERS}.at(-1); v.grid.style.height='514px'; v.root.style.width='514px'}}"
    )
    page.wait_for_timeout(500)
    for kind in ("drag", "scroll"):
        out[f"one_512_{kind}"] = book.rate(kind)
    pair = "import numpy as np\nlake.compare(raw, packed, registration=np.eye(4), layout='four')"
    book = Notebook(page, address, root, "four", [start, pair])
    book.run(0)
    book.run(1)
    book.loaded()
    page.evaluate(
        f"()=>{{const v={VIEWERS}.at(-1); v.grid.style.height='802px'; v.root.style.width='804px'}}"
    )
    page.wait_for_timeout(500)
    for kind in ("drag", "scroll"):
        out[f"four_400_{kind}"] = book.rate(kind)

    peer = (
        "import ipywidgets, matplotlib.pyplot as plt\n%matplotlib inline\n"
        "def show(k): plt.figure(figsize=(5.12, 5.12), dpi=100); plt.imshow(a[k], cmap='gray', vmin=-160, vmax=240); plt.show()\n"
        "ipywidgets.interact(show, k=ipywidgets.IntSlider(value=100, max=len(a) - 1));"
    )
    book = Notebook(page, address, root, "peer", [start + "a = raw.values()", peer])
    book.run(0)
    book.run(1)
    page.wait_for_selector(".jp-OutputArea-output img", timeout=60_000)
    slider = page.locator(".noUi-handle").first
    slider.focus()
    count = (
        "()=>{window.shown=0; new MutationObserver(m=>{for(const r of m) for(const n of r.addedNodes) "
        "if(n.querySelector?.('img')||n.tagName==='IMG') window.shown++}).observe(document.querySelector('.jp-Notebook'),{childList:true,subtree:true})}"
    )
    page.evaluate(count)
    began = time.perf_counter()
    while time.perf_counter() - began < 5:
        page.keyboard.press("ArrowRight")
    out["matplotlib_interact_scroll_per_s"] = page.evaluate("()=>window.shown") / 5
    return out


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--slices", type=int, default=300)
    parser.add_argument(
        "--minutes", type=float, default=0.5, help="of scrolling while the tab's memory is watched"
    )
    parser.add_argument("--viewers", type=int, default=10, help="to open one after another")
    parser.add_argument("--only", choices=["transport", "memory"], default="", help="one part alone")
    args = parser.parse_args()
    chrome = shutil.which("chromium") or shutil.which("google-chrome")
    if chrome is None:
        print("no Chromium on this machine")
        return 1
    from playwright.sync_api import sync_playwright

    import pacslake

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        root = Path(folder)
        (root / "series").mkdir()
        write_series(root / "series", args.slices)
        lake = pacslake.init(str(root / "lake"))
        lake.ingest(str(root / "series"))
        lake.convert()
        notebooks = root / "nb"
        notebooks.mkdir()
        with lab(notebooks) as address:
            browser = play.chromium.launch(executable_path=chrome, headless=True, args=FLAGS)
            page = browser.new_page(viewport={"width": 1500, "height": 1300})
            megabytes = args.slices * 512 * 512 * 2 / 1e6
            figures: dict[str, Any] = {}
            if args.only in ("", "transport"):
                figures |= transport(page, address, notebooks, root / "lake", megabytes)
            if args.only in ("", "memory"):
                figures |= memory(page, address, notebooks, root / "lake", args)
            if not args.only:
                figures |= measure(page, address, notebooks, root / "lake")
            browser.close()
    figures = {
        k: {n: round(x, 2) for n, x in v.items()} if isinstance(v, dict) else round(v, 2)
        for k, v in figures.items()
    }
    for name, value in figures.items():
        print(f"{name:34} {value}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
