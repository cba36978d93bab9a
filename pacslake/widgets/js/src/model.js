// What the viewer takes for a notebook's wire, over HTTP: state at once, bricks as they are wanted.

export class Model {
  // `base` is where state, bricks and answers are found, with a slash at its end; `headers` go with every request.
  constructor(state, base, headers = {}) {
    this.state = state; this.base = base; this.headers = headers;
    this.handlers = {}; this.queue = new Map(); this.busy = 0; this.number = 0; this.closed = false;
  }
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; }
  save_changes() {}
  on(name, f) { (this.handlers[name] ??= new Set()).add(f); }
  off(name, f) { this.handlers[name]?.delete(f); }
  hear(head, buffers) { if (!this.closed) for (const f of [...(this.handlers["msg:custom"] ?? [])]) f(head, buffers); }
  close() { this.closed = true; this.queue.clear(); }
  fetch(name, query) { return fetch(`${this.base}${name}?${new URLSearchParams(query)}`, { headers: this.headers }); }
  send(content) {
    if (content.kind === "frames" || content.kind === "contours") return this.ask(content);
    if (content.kind !== "want") return;
    const key = `${content.vol}@${content.t}`;
    this.queue.delete(key);
    this.queue.set(key, content);
    for (let free = 3 - this.busy; free > 0; free--) this.pull(); // a pull that finds nothing left ends at once
  }
  async ask({ kind, vol, t }) {
    try {
      const answer = await this.fetch(kind, { vol, t }).then((r) => r.json());
      if (answer) this.hear({ ...answer, kind }, []);
    } catch { /* the picture does without */ }
  }
  async pull() {
    this.busy++;
    for (let want; (want = [...this.queue.values()].at(-1)); ) {
      const item = want.items.shift();
      if (!item) { this.queue.delete(`${want.vol}@${want.t}`); continue; }
      try {
        const answer = await this.fetch("brick", { vol: want.vol, t: want.t, item: item.join() });
        if (!answer.ok) throw new Error(await answer.text());
        const bytes = await answer.arrayBuffer();
        this.hear({ ...JSON.parse(answer.headers.get("x-brick")), number: ++this.number }, [new DataView(bytes)]);
      } catch (e) { this.hear({ kind: "error", vol: want.vol, t: want.t, text: String(e.message || e) }, []); }
    }
    this.busy--;
  }
}
