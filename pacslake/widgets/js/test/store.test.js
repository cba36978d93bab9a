import assert from "node:assert/strict";
import test from "node:test";
import zlib from "node:zlib";
import { crc32, typed, Wire } from "../src/protocol.js";
import { attach, makeRoom, outward, page, parts, strideFor } from "../src/store.js";

class Model {
  constructor() { this.sent = []; this.handlers = new Map(); }
  on(n, f) { this.handlers.set(n, f); }
  off(n) { this.handlers.delete(n); }
  send(c) { this.sent.push(c); }
  hear(head, bytes) { this.handlers.get("msg:custom")(head, bytes ? [new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)] : []); }
}
const META = { id: "v1", shape: [10, 8, 6], dtype: "int16", times: 1, channels: 1 };
const brick = (model, meta, z0, n, value, more = {}) => {
  const data = new Int16Array(n * meta.shape[1] * meta.shape[2]).fill(value), bytes = new Uint8Array(data.buffer);
  model.hear({ kind: "brick", vol: meta.id, t: 0, level: 1, z0, n, y0: 0, ny: meta.shape[1], dtype: "int16", crc32: crc32(bytes), number: 1, ...more }, bytes);
};

test("crc32 is the one that Python's zlib writes", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  if (zlib.crc32) assert.equal(crc32(new Uint8Array([1, 2, 3])), zlib.crc32(Buffer.from([1, 2, 3])));
});

test("a payload at an odd offset is copied", () => {
  const b = new Uint8Array([9, 1, 0, 2, 0]);
  assert.deepEqual([...typed(new DataView(b.buffer, 1, 4), "int16")], [1, 2]);
  assert.throws(() => typed(new DataView(b.buffer, 0, 3), "int16"), /length/);
});

test("parts cover every row once and stay under 2 MB", () => {
  for (const [nz, rows, rowBytes] of [[300, 512, 1024], [3, 4000, 8000], [1, 10, 20]]) {
    const seen = new Map();
    for (const [z, n, y, r] of parts(0, nz, rows, rowBytes)) { assert.ok(n * r * rowBytes <= 2 << 20 || r === 1); for (let k = z; k < z + n; k++) seen.set(k, (seen.get(k) ?? 0) + r); }
    assert.equal(seen.size, nz); for (const r of seen.values()) assert.equal(r, rows);
  }
});

test("nearest slabs are wanted first", () => assert.deepEqual(outward([[0, 4], [4, 4], [8, 4]], 9).map((p) => p[0]), [8, 4, 0]));

test("a volume above the room is taken at a stride", () => { assert.equal(strideFor([100, 512, 512], 2, 1 << 30), 1); assert.equal(strideFor([4000, 1024, 1024], 2, 512 << 20), 4); });

test("a volume asks once, fills, acknowledges, and is shared by the page", () => {
  page().volumes.clear();
  const a = new Model(), b = new Model(), wa = new Wire(a), wb = new Wire(b);
  let changes = 0;
  const [e1, release1] = attach(META, 0, wa, () => { changes++; }), [e2, release2] = attach(META, 0, wb, () => {});
  assert.equal(e1, e2);
  e1.focus = -1; e1.look(5);
  assert.equal(a.sent.at(-1).kind, "want"); assert.equal(b.sent.length, 0);
  assert.deepEqual(a.sent.at(-1).items[0], [1, 5, 1, 0, 8], "the slice looked at comes first");
  brick(a, META, 5, 1, 7);
  assert.equal(e1.value(0, 0, 5), 7); assert.equal(e1.value(0, 0, 4), 0); assert.equal(e1.ready(5), true); assert.equal(e1.ready(4), false);
  assert.deepEqual(a.sent.at(-1), { kind: "got", number: 1 });
  release1();
  assert.equal(b.sent.at(-1).kind, "want", "the other widget goes on loading");
  brick(b, META, 0, 10, 3);
  assert.ok(e1.done); assert.equal(e1.value(5, 7, 9), 3); assert.equal(e1.value(6, 0, 0), undefined); assert.equal(changes, 1);
  release2();
  assert.equal(page().volumes.size, 1, "a whole volume stays for the next widget");
});

test("a damaged brick is refused and asked for again", () => {
  page().volumes.clear();
  const m = new Model(), [e] = attach({ ...META, id: "v2" }, 0, new Wire(m), () => {});
  e.focus = -1; e.look(0);
  const before = m.sent.filter((x) => x.kind === "want").length;
  brick(m, { ...META, id: "v2" }, 0, 1, 5, { crc32: 1 });
  assert.equal(e.value(0, 0, 0), 0); assert.match(e.errors[0], /damaged/); assert.equal(m.sent.filter((x) => x.kind === "want").length, before + 1);
  brick(m, { ...META, id: "v2" }, 0, 1, 5, { dtype: "uint16" });
  assert.match(e.errors[1], /type/);
});

test("idle volumes leave when room is needed, the longest unused first", () => {
  const entry = (bytes, used, users = 0) => ({ bytes, used, users: new Map(users ? [[1, 1]] : []) });
  const store = { cap: 100, volumes: new Map([["a", entry(40, 1)], ["b", entry(40, 2)], ["c", entry(20, 0, 1)]]) };
  assert.equal(makeRoom(store, 30), true); assert.deepEqual([...store.volumes.keys()], ["b", "c"]);
  assert.equal(makeRoom(store, 90), false); assert.deepEqual([...store.volumes.keys()], ["c"], "one in use never leaves");
});

test("of a volume too large to hold, whole slices come around the one looked at, and the longest unused leave", () => {
  page().volumes.clear();
  const cap = page().cap, meta = { id: "big", shape: [400, 700, 600], dtype: "int16", times: 1, channels: 1, affine: [1] };
  page().cap = 64 << 20; // the volume has 320 MB
  const model = new Model(), [entry] = attach(meta, 0, new Wire(model), () => {});
  assert.equal(entry.stride, 4);
  entry.look(50, 200);
  const { items } = model.sent.at(-1);
  assert.deepEqual(items[0], [1, 200, 1, 0, 700], "the slice itself, whole, before all");
  assert.deepEqual(items.slice(1, 5).map((i) => i[1]), [201, 199, 202, 198]);
  assert.ok(items.some(([stride]) => stride === 4), "and a coarse volume for the other planes");
  for (let k = 200; k < 400; k++) brick(model, meta, k, 1, k);
  assert.equal(entry.fine.get(399).data[0], 399);
  assert.equal(entry.fine.get(200), undefined); assert.ok(entry.fine.bytes <= 128 << 20);
  assert.equal(entry.full, 0, "they are no part of the coarse volume");
  page().cap = cap;
});

test("a stack of pictures too large to hold has no coarse form: it is done when the picture looked at is here", () => {
  page().volumes.clear();
  const meta = { id: "film", shape: [40000, 256, 256], dtype: "uint8", times: 1, channels: 1 }, model = new Model(), [entry] = attach(meta, 0, new Wire(model), () => {});
  assert.equal(entry.data.length, 0);
  entry.look(0, 39999);
  assert.ok(model.sent.at(-1).items.every(([stride, z]) => stride === 1 && z > 39990));
  assert.equal(entry.done, false);
  brick(model, meta, 39999, 1, 5, { dtype: "uint8" });
  assert.equal(entry.done, false, "a brick of another length is no picture");
  const bytes = new Uint8Array(256 * 256).fill(5);
  model.hear({ kind: "brick", vol: "film", t: 0, level: 1, z0: 39999, n: 1, y0: 0, ny: 256, dtype: "uint8", crc32: crc32(bytes), number: 2 }, bytes);
  assert.equal(entry.done, true);
});
