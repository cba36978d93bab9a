// Volumes of the page, shared by all of its widgets: one entry a volume and time, however many views show it.
// Kept in globalThis because a notebook loads this module anew for every widget.

import { arrayType, crc32, typed } from "./protocol.js";

const KEY = Symbol.for("pacslake.page.1");
const SLICES = 128 << 20; // bytes of whole slices kept of a volume that is too large
const AROUND = 6; // slices before and behind the one looked at that are fetched with it
const BRICK = 2 << 20; // bytes: larger messages would hold up the notebook's other messages

export function page() {
  return (globalThis[KEY] ??= { volumes: new Map(), cap: 1 << 30, clock: 0 });
}

/** Smallest stride that lets a volume of this shape fit into `room` bytes. */
export function strideFor(shape, bytes, room) {
  let s = 1;
  while (shape.reduce((n, x) => n * Math.ceil(x / s), bytes) > room && s < 32) s *= 2;
  return s;
}

/** Parts in which to ask for slices z0..z1 of a grid: [z0, n, y0, rows], none above the brick size. */
export function parts(z0, z1, rows, rowBytes) {
  const slice = rows * rowBytes, out = [];
  if (slice > BRICK) {
    const step = Math.max(1, Math.floor(BRICK / rowBytes));
    for (let z = z0; z < z1; z++) for (let y = 0; y < rows; y += step) out.push([z, 1, y, Math.min(step, rows - y)]);
  } else {
    const step = Math.max(1, Math.floor(BRICK / slice));
    for (let z = z0; z < z1; z += step) out.push([z, Math.min(step, z1 - z), 0, rows]);
  }
  return out;
}

/** Slabs of n slices in the order in which a reader at slice k wants them: nearest first. */
export function outward(parts, k) {
  const far = ([z, n]) => (k < z ? z - k : k >= z + n ? k - z - n + 1 : 0);
  return [...parts].sort((a, b) => far(a) - far(b));
}

/**
 * Whole slices of a volume that is too large to be held: those looked at and their neighbours, the longest unused
 * dropped. One is a grid of its own, with a single slice.
 */
class Slices {
  constructor(meta, Type) {
    const [nz, ny, nx] = meta.shape, channels = meta.channels ?? 1;
    Object.assign(this, { nz, ny, nx, channels, Type, kept: new Map(), rowBytes: nx * Type.BYTES_PER_ELEMENT * channels });
    this.most = Math.max(8, Math.floor(SLICES / (ny * this.rowBytes)));
  }
  get bytes() { return this.kept.size * this.ny * this.rowBytes; }
  get(k) {
    const found = this.kept.get(k);
    if (found?.rows < this.ny) return undefined;
    if (found) { this.kept.delete(k); this.kept.set(k, found); }
    return found;
  }
  /** Parts to ask for around slice k, the nearest first. */
  wanted(k) {
    const out = [];
    for (let d = 0; d <= Math.min(AROUND, this.most >> 2); d++) for (const z of d ? [k + d, k - d] : [k]) {
      if (z >= 0 && z < this.nz && !this.get(z)) for (const p of parts(z, z + 1, this.ny, this.rowBytes)) out.push([1, ...p]);
    }
    return out;
  }
  take(head, values) {
    const row = this.nx * this.channels;
    if (values.length !== head.n * head.ny * row) return false;
    for (let z = 0; z < head.n; z++) {
      const k = head.z0 + z, { nx, ny, channels } = this;
      let slice = this.kept.get(k);
      if (!slice) this.kept.set(k, slice = { data: new this.Type(ny * row), rows: 0, channels, size: [nx, ny, 1], strides: [1, nx, nx * ny] });
      slice.data.set(values.subarray(z * head.ny * row, (z + 1) * head.ny * row), head.y0 * row);
      slice.rows = Math.min(ny, slice.rows + head.ny);
    }
    for (const k of this.kept.keys()) if (this.kept.size > this.most) this.kept.delete(k);
    return true;
  }
}

export class VolumeData {
  constructor(meta, t) {
    this.meta = meta; this.t = t;
    this.channels = meta.channels ?? 1;
    const Type = arrayType(meta.dtype), unit = Type.BYTES_PER_ELEMENT * this.channels;
    this.stride = strideFor(meta.shape, unit, page().cap / 2);
    const dims = meta.shape.map((n) => Math.ceil(n / this.stride));
    [this.nz, this.ny, this.nx] = dims;
    this.size = [this.nx, this.ny, this.nz];
    this.strides = [1, this.nx, this.nx * this.ny];
    this.fine = this.stride > 1 ? new Slices(meta, Type) : null;
    this.flat = !meta.affine; // a stack of pictures: no plane crosses it, so whole slices are all that is needed
    this.data = new Type(this.fine && this.flat ? 0 : dims[0] * dims[1] * dims[2] * this.channels);
    this.rowBytes = this.nx * unit;
    this.have = new Int32Array(this.nz); // rows present of each slice
    this.coarse = new Uint8Array(this.nz);
    this.coarseStride = this.data.byteLength > 8 << 20 && this.channels === 1 && this.nz > 4 ? this.stride * 4 : 0;
    this.coarseDone = !this.coarseStride;
    this.full = 0; this.version = 0; this.errors = [];
    this.users = new Map(); // wire -> callback
    this.focus = Math.floor((this.nz - 1) / 2); this.fineFocus = (meta.shape[0] - 1) >> 1;
    this.used = ++page().clock; this.waiting = false; this.firstAt = 0;
  }
  get paged() { return this.fine !== null && this.flat; }
  get done() { return this.paged ? Boolean(this.fine.get(this.fineFocus)) : this.full === this.nz; }
  get progress() { return this.paged ? Number(this.done) : this.full / this.nz; }
  get bytes() { return this.data.byteLength + (this.fine?.bytes ?? 0); }
  ready(k) { return this.have[k] === this.ny; }

  /** A slice the views stand on; asks anew, nearest first, when it is not here yet. */
  look(k, fine = k) {
    k = Math.max(0, Math.min(this.nz - 1, k));
    this.used = ++page().clock;
    if (this.fine) {
      fine = Math.max(0, Math.min(this.fine.nz - 1, fine));
      const again = fine === this.fineFocus && this.waiting;
      this.fineFocus = fine; this.focus = k;
      if (!again && (!this.fine.get(fine) || this.fine.wanted(fine).length > AROUND)) this.ask();
      return;
    }
    if (k === this.focus && this.waiting) return;
    this.focus = k;
    if (!this.done && !(this.waiting && this.ready(k))) this.ask();
  }

  ask() {
    const wire = [...this.users.keys()][0];
    if (!wire || (this.done && !this.fine)) return;
    this.waiting = true;
    if (this.paged) { wire.send({ kind: "want", vol: this.meta.id, t: this.t, items: this.fine.wanted(this.fineFocus) }); return; }
    const items = this.fine?.wanted(this.fineFocus) ?? [], k = this.focus, step = parts(0, 1, this.ny, this.rowBytes);
    if (!this.ready(k) && step.length === 1) items.push([this.stride, k, 1, 0, this.ny]);
    if (!this.coarseDone) {
      const s = this.coarseStride, nz = Math.ceil(this.meta.shape[0] / s), ny = Math.ceil(this.meta.shape[1] / s), nx = Math.ceil(this.meta.shape[2] / s);
      for (const p of parts(0, nz, ny, nx * this.data.BYTES_PER_ELEMENT)) items.push([s, ...p]);
    }
    for (const p of outward(parts(0, this.nz, this.ny, this.rowBytes), k)) {
      let missing = false;
      for (let z = p[0]; z < p[0] + p[1]; z++) missing ||= !this.ready(z);
      if (missing) items.push([this.stride, ...p]);
    }
    wire.send({ kind: "want", vol: this.meta.id, t: this.t, items });
  }

  /** Puts a brick in its place; true when it was ours and whole. */
  take(head, payload) {
    const bytes = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
    if (crc32(bytes) !== head.crc32 >>> 0) { this.errors.push("a brick arrived damaged"); this.ask(); return false; }
    if (head.dtype !== this.meta.dtype) { this.errors.push("a brick of another type"); return false; }
    const values = typed(payload, head.dtype);
    if (head.level === this.stride) {
      const row = this.nx * this.channels;
      if (values.length !== head.n * head.ny * row) { this.errors.push("a brick of the wrong size"); return false; }
      for (let z = 0; z < head.n; z++) {
        const to = ((head.z0 + z) * this.ny + head.y0) * row, from = z * head.ny * row;
        this.data.set(values.subarray(from, from + head.ny * row), to);
        if (this.have[head.z0 + z] < this.ny) {
          this.have[head.z0 + z] = Math.min(this.ny, this.have[head.z0 + z] + head.ny);
          if (this.have[head.z0 + z] === this.ny) this.full++;
        }
      }
    } else if (head.level < this.stride) {
      if (!this.fine.take(head, values)) { this.errors.push("a brick of the wrong size"); return false; }
    } else this.takeCoarse(head, values);
    this.firstAt ||= performance.now();
    this.version++;
    if (this.done) this.waiting = false;
    return true;
  }

  /** Fills slices that are not here yet from a coarse level, so that every plane shows something at once. */
  takeCoarse(head, values) {
    const f = head.level / this.stride, nx = Math.ceil(this.meta.shape[2] / head.level), row = this.nx;
    const xs = Int32Array.from({ length: row }, (_, x) => Math.min(nx - 1, Math.floor(x / f + 0.5)));
    const rows = Math.ceil(this.meta.shape[1] / head.level), slices = Math.ceil(this.meta.shape[0] / head.level);
    for (let z = 0; z < this.nz; z++) {
      const cz = Math.min(slices - 1, Math.floor(z / f + 0.5)) - head.z0;
      if (cz < 0 || cz >= head.n || this.have[z]) continue;
      for (let y = 0; y < this.ny; y++) {
        const cy = Math.min(rows - 1, Math.floor(y / f + 0.5)) - head.y0;
        if (cy < 0 || cy >= head.ny) continue;
        const from = (cz * head.ny + cy) * nx, to = (z * this.ny + y) * row;
        for (let x = 0; x < row; x++) this.data[to + x] = values[from + xs[x]];
      }
      this.coarse[z] = 1;
    }
    if (head.z0 + head.n >= slices && head.y0 + head.ny >= rows) this.coarseDone = true;
  }

  value(i, j, k) {
    if (i < 0 || j < 0 || k < 0 || i >= this.nx || j >= this.ny || k >= this.nz) return undefined;
    const at = (i + j * this.strides[1] + k * this.strides[2]) * this.channels;
    return this.channels > 1 ? [...this.data.subarray(at, at + this.channels)] : this.data[at];
  }
}

/** The entry of a volume and time, made when needed; `changed` is called after each brick. Returns [entry, release]. */
export function attach(meta, t, wire, changed) {
  const store = page(), key = `${meta.id}@${t}`;
  let entry = store.volumes.get(key);
  if (!entry) {
    entry = new VolumeData(meta, t);
    makeRoom(store, entry.bytes);
    store.volumes.set(key, entry);
  }
  const onMessage = (head, buffers) => {
    if (head.kind === "brick" && head.vol === meta.id && head.t === t) {
      entry.take(head, buffers[0]);
      wire.send({ kind: "got", number: head.number });
      for (const f of entry.users.values()) f(entry);
    } else if ((head.kind === "again" || (head.kind === "http" && wire.keys[meta.id])) && entry.waiting && [...entry.users.keys()][0] === wire) {
      wire.post({ kind: "want", vol: meta.id, t, items: [] }); // the other way is not to send them too
      entry.ask();
    } else if (head.kind === "error" && head.vol === meta.id && head.t === t) {
      entry.errors.push(head.text); entry.waiting = false;
      for (const f of entry.users.values()) f(entry);
    }
  };
  wire.listeners.add(onMessage);
  entry.users.set(wire, changed);
  for (const [head, buffers] of wire.early.splice(0)) onMessage(head, buffers);
  return [entry, () => {
    wire.listeners.delete(onMessage);
    const asked = [...entry.users.keys()][0] === wire;
    entry.users.delete(wire);
    if (asked && entry.users.size && !entry.done) entry.ask(); // another widget goes on loading
    if (!entry.users.size && !entry.done) store.volumes.delete(key);
  }];
}

/** Drops volumes that nobody looks at, longest unused first, until `bytes` more fit under the page's cap. */
export function makeRoom(store, bytes) {
  const total = () => [...store.volumes.values()].reduce((n, e) => n + e.bytes, 0);
  const idle = [...store.volumes].filter(([, e]) => !e.users.size).sort((a, b) => a[1].used - b[1].used);
  while (total() + bytes > store.cap && idle.length) store.volumes.delete(idle.shift()[0]);
  return total() + bytes <= store.cap;
}
