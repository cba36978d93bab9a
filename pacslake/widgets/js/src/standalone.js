// The viewer in a page of its own: the same module, with a few lines in place of a notebook's wire.

const here = new URL(".", import.meta.url).href;

class Model {
  constructor(state) { this.state = state; this.handlers = {}; this.queue = new Map(); this.busy = 0; this.number = 0; }
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; }
  save_changes() {}
  on(name, f) { (this.handlers[name] ??= new Set()).add(f); }
  off(name, f) { this.handlers[name]?.delete(f); }
  hear(head, buffers) { for (const f of [...(this.handlers["msg:custom"] ?? [])]) f(head, buffers); }
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
      const answer = await fetch(`${here}${kind}?${new URLSearchParams({ vol, t })}`).then((r) => r.json());
      if (answer) this.hear({ ...answer, kind }, []);
    } catch { /* the picture does without */ }
  }
  async pull() {
    this.busy++;
    for (let want; (want = [...this.queue.values()].at(-1)); ) {
      const item = want.items.shift();
      if (!item) { this.queue.delete(`${want.vol}@${want.t}`); continue; }
      try {
        const answer = await fetch(`${here}brick?${new URLSearchParams({ vol: want.vol, t: want.t, item: item.join() })}`);
        if (!answer.ok) throw new Error(await answer.text());
        const bytes = await answer.arrayBuffer();
        this.hear({ ...JSON.parse(answer.headers.get("x-brick")), number: ++this.number }, [new DataView(bytes)]);
      } catch (e) { this.hear({ kind: "error", vol: want.vol, t: want.t, text: String(e.message || e) }, []); }
    }
    this.busy--;
  }
}

const [state, { render }] = await Promise.all([fetch(`${here}state`).then((r) => r.json()), import("./viewer.js")]);
const el = document.getElementById("viewer");
render({ model: new Model(state), el, load: (name) => import(new URL(`${name}.js`, here).href) });
