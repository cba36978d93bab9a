"""Widgets in a page without Jupyter: a wire over HTTP in place of the notebook's, so that a test starts in a second.

The widget lives in the test's own process: what the page does is seen in its traits at once, and what the test sets
is seen in the page. Everything else is as in a notebook: the loader, the modules fetched through the wire, the bricks.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pacslake.widgets.base import module_text

_HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>widgets</title><link rel="icon" href="data:,">
<style>body{margin:12px;font-family:sans-serif}</style><body><main></main><script type="module">
import loader from "./loader.js";
class Model {
  constructor(n, state) { this.n = n; this.state = state; this.handlers = {}; this.dirty = {}; this.chain = Promise.resolve(); }
  get(k) { return this.state[k]; }
  set(k, v) { this.state[k] = v; this.dirty[k] = v; }
  post(body) { this.chain = this.chain.then(() => fetch(`./to/${this.n}`, { method: "POST", body: JSON.stringify(body) })); }
  save_changes() { const set = this.dirty; this.dirty = {}; this.post({ set }); }
  send(message) { this.post({ message }); }
  on(k, f) { (this.handlers[k] ??= new Set()).add(f); }
  off(k, f) { this.handlers[k]?.delete(f); }
  fire(k, ...a) { for (const f of [...(this.handlers[k] ?? [])]) f(...a); }
  async listen() {
    for (;;) {
      const answer = await fetch(`./from/${this.n}`), head = JSON.parse(answer.headers.get("x-head")), bytes = await answer.arrayBuffer();
      if (head.closed) return;
      if (head.set) { for (const [k, v] of Object.entries(head.set)) { this.state[k] = v; this.fire(`change:${k}`); } }
      else this.fire("msg:custom", head.message, bytes.byteLength ? [new DataView(bytes)] : []);
    }
  }
}
const states = await (await fetch("./states")).json();
globalThis.models = states.map((s, n) => new Model(n, s));
for (const model of globalThis.models) {
  const el = document.createElement("section"); el.setAttribute("aria-label", `Widget ${model.n + 1}`);
  document.querySelector("main").append(el); model.listen(); model.el = el; model.cleanup = await loader.render({ model, el });
}
</script></body></html>"""


class Page:
    """Serves widgets while it is open. `url` is the page's address."""

    def __init__(self, *widgets: Any) -> None:
        self.widgets = widgets
        self._out = [queue.SimpleQueue() for _ in widgets]
        self._setting = threading.local()
        self._kernel = threading.Lock()  # a kernel takes one message at a time
        for n, w in enumerate(widgets):
            w.send = lambda content, buffers=None, n=n: self._out[n].put((content, list(buffers or [])))
            w.observe(lambda change, n=n: self._changed(n, change), names=list(self._names(w)))
        page = self

        class Handler(_Handler):
            pass

        Handler.page = page
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _names(self, w: Any) -> Sequence[str]:
        return [k for k in w.keys if not k.startswith("_") and k not in ("layout", "tabbable", "tooltip")]

    def states(self) -> list[dict[str, Any]]:
        return [{k: getattr(w, k) for k in self._names(w)} for w in self.widgets]

    def _changed(self, n: int, change: Any) -> None:
        if getattr(self._setting, "on", False) and change.name in self._setting.on:
            return
        self._out[n].put(({"__set": {change.name: change.new}}, []))

    def received(self, n: int, body: dict[str, Any]) -> None:
        with self._kernel:
            w = self.widgets[n]
            if "message" in body:
                w._on_message(w, body["message"], [])
                return
            self._setting.on = set(body["set"])
            try:
                for k, v in body["set"].items():
                    w.set_trait(k, v)
            finally:
                self._setting.on = set()

    def next(self, n: int) -> tuple[dict[str, Any], list[Any]]:
        return self._out[n].get()

    def close(self) -> None:
        for out in self._out:
            out.put(({"closed": True}, []))
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


class _Handler(BaseHTTPRequestHandler):
    page: Page
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        name, _, rest = self.path.lstrip("/").partition("/")
        if name == "":
            self._answer(_HTML.encode(), "text/html; charset=utf-8")
        elif name == "loader.js":
            self._answer(module_text("loader").encode(), "text/javascript; charset=utf-8")
        elif name == "states":
            self._answer(json.dumps(self.page.states()).encode(), "application/json")
        else:
            content, buffers = self.page.next(int(rest))
            head = (
                {"set": content["__set"]}
                if "__set" in content
                else content
                if "closed" in content
                else {"message": content}
            )
            body = b"".join(bytes(b) for b in buffers)
            self._answer(body, "application/octet-stream", {"x-head": json.dumps(head)})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.page.received(int(self.path.rsplit("/", 1)[1]), body)
        self._answer(b"", "text/plain")

    def _answer(self, body: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        self.send_response(200)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
        for k, v in {**headers, **(more or {})}.items():
            self.send_header(k, v)
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass
