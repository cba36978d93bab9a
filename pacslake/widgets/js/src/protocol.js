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

/** One widget's wire. Listeners get (content, payloads); `dead` tells after how many seconds without any word. */
export class Wire {
  constructor(model, early = []) {
    this.early = early; // messages heard before anybody listened
    this.model = model; this.listeners = new Set(); this.heard = 0; this.asked = 0; this.closed = false;
    this.onMessage = (content, buffers) => {
      this.heard = performance.now();
      for (const f of [...this.listeners]) f(content, buffers ?? []);
    };
    model.on("msg:custom", this.onMessage);
  }
  send(content) {
    if (this.closed) return;
    this.asked = performance.now();
    try { this.model.send(content); } catch { /* the kernel is gone: the notice says so */ }
  }
  /** Seconds that a question has gone unanswered; 0 when none is open. */
  silence() { return this.asked > this.heard ? (performance.now() - this.asked) / 1000 : 0; }
  close() { this.closed = true; this.model.off("msg:custom", this.onMessage); this.listeners.clear(); }
}
