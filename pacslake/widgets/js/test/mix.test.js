import assert from "node:assert/strict";
import test from "node:test";
import { checker, difference, fuse, signed } from "../src/mix.js";

const grey = (g) => (0xff000000 | (g << 16) | (g << 8) | g) >>> 0, rgb = (w) => [w & 255, (w >> 8) & 255, (w >> 16) & 255];

test("a difference is signed: orange for more, blue for less, grey for the same, black outside", () => {
  const out = new Uint32Array(4);
  difference(out, Float32Array.of(10, 10, 10, NaN), Float32Array.of(110, -90, 10, 3), 100);
  assert.deepEqual([...out].map(rgb), [[255, 150, 0], [40, 130, 255], [80, 80, 80], [0, 0, 0]]);
  assert.deepEqual(signed(5), signed(1));
  assert.ok(rgb(signed(0.5))[0] > rgb(signed(0.2))[0] && rgb(signed(-0.5))[2] > rgb(signed(-0.2))[2]);
});

test("a fusion of equal pictures is the picture; of unequal ones says which is brighter", () => {
  const a = Uint32Array.of(grey(60), grey(200), grey(0)), out = new Uint32Array(3);
  fuse(out, a, a, 0.5, false);
  assert.deepEqual([...out], [...a]);
  fuse(out, a, Uint32Array.of(grey(200), grey(60), grey(0)), 0.5, false);
  assert.deepEqual([...out].map(rgb), [[200, 130, 60], [60, 130, 200], [0, 0, 0]]);
  fuse(out, a, Uint32Array.of(0xff0000ff, 0xff000000, 0xff000000), 0.5, true);
  assert.deepEqual([...out].map(rgb), [[158, 30, 30], [200, 200, 200], [0, 0, 0]]);
});

test("a checkerboard begins with the first", () => {
  const a = new Uint32Array(16).fill(1), b = new Uint32Array(16).fill(2), out = new Uint32Array(16);
  checker(out, 4, a, b, 2);
  assert.deepEqual([...out], [1, 1, 2, 2, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 1, 1]);
});
