// The messages between a widget and its kernel. Pixels travel as binary payloads of custom messages, never as state.

export const PROTOCOL = 1;

const TYPES = { int8: Int8Array, uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, int32: Int32Array, uint32: Uint32Array, float32: Float32Array, float64: Float64Array };

export const arrayType = (dtype) => TYPES[dtype];

/** A typed view on a payload; copied when its offset does not suit the type. */
export function typed(view, dtype) {
  const Type = TYPES[dtype], size = Type.BYTES_PER_ELEMENT;
  if (view.byteLength % size) throw new Error("a payload of the wrong length");
  return view.byteOffset % size ? new Type(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength))
    : new Type(view.buffer, view.byteOffset, view.byteLength / size);
}

const CRC = new Uint32Array(256).map((_, n) => { for (let i = 0; i < 8; i++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });

export function crc32(bytes) {
  let c = 0xffffffff;
  for (let n = 0; n < bytes.length; n++) c = CRC[(c ^ bytes[n]) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Where this page's own Jupyter server gives out bricks, as it says in the page; null where it does not. */
function ownServer() {
  try {
    const told = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    return told.pacslakeBricks && new URL(`${told.baseUrl}pacslake/v1/`, location).origin === location.origin ? `${told.baseUrl}pacslake/v1/` : null;
  } catch { return null; }
}

/**
 * One widget's wire. Listeners get (content, payloads); `silence` tells for how long a question has gone unanswered.
 * Bricks come over HTTP where the page's server gives them out, once the kernel has named a key for each volume; the
 * first ones, and all after anything went wrong, come as messages.
 */
export class Wire {
  constructor(model, early = []) {
    this.server = ownServer(); this.keys = {}; this.told = new Set(); this.queue = new Map(); this.busy = 0;
    this.early = early; // messages heard before anybody listened
    this.model = model; this.listeners = new Set(); this.heard = 0; this.asked = 0; this.closed = false;
    this.onMessage = (content, buffers) => {
      this.heard = performance.now();
      if (content.kind === "http") { this.keys = content.keys; this.door = content.door; }
      for (const f of [...this.listeners]) f(content, buffers ?? []);
    };
    model.on("msg:custom", this.onMessage);
  }
  send(content) {
    const { kind, vol } = content;
    if (kind === "got" && !content.number) return; // came over HTTP
    if (kind === "want" && this.server) {
      if (this.keys[vol]) { this.queue.set(`${vol}@${content.t}`, content); for (let free = 3 - this.busy; free > 0; free--) this.pull(); return; }
      if (!this.told.has(vol)) { this.told.add(vol); this.post({ kind: "http" }); }
    }
    this.post(content);
  }
  async pull() {
    this.busy++;
    for (let want; !this.closed && (want = [...this.queue.values()].at(-1)); ) {
      const { vol, t, items } = want, item = items.shift();
      if (!item) { this.queue.delete(`${vol}@${t}`); continue; }
      try {
        const answer = await fetch(`${this.server}${this.door}/${this.keys[vol]}?t=${t}&item=${item}`, { cache: "no-store" });
        if (!answer.ok) throw answer;
        const head = JSON.parse(answer.headers.get("x-brick")), bytes = await answer.arrayBuffer();
        if (!this.closed) this.onMessage(head, [new DataView(bytes)]);
      } catch { // all that is missing is asked for by messages, which also say what is wrong
        this.server = null; this.queue.clear();
        if (!this.closed) this.onMessage({ kind: "again" });
      }
    }
    this.busy--;
  }
  post(content) {
    if (this.closed) return;
    this.asked = performance.now();
    try { this.model.send(content); } catch { /* the kernel is gone: the notice says so */ }
  }
  /** Seconds that a question has gone unanswered; 0 when none is open. */
  silence() { return this.asked > this.heard ? (performance.now() - this.asked) / 1000 : 0; }
  close() { this.closed = true; this.queue.clear(); this.model.off("msg:custom", this.onMessage); this.listeners.clear(); }
}
