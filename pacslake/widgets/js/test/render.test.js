import assert from "node:assert/strict";
import test from "node:test";
import { draw, drawLabels, lie, project, sample } from "../src/render.js";
import { grey, palette, table } from "../src/window.js";
import { angleDegrees, lengthMm, roiStatistics } from "../src/measure.js";
import { planesOf } from "../src/geometry.js";

const nx = 7, ny = 6, nz = 5, data = Int16Array.from({ length: nx * ny * nz }, (_, n) => (n * 37) % 251 - 60);
const grid = { data, size: [nx, ny, nz], strides: [1, nx, nx * ny], channels: 1 };
const at = (i, j, k) => data[i + nx * j + nx * ny * k];
const ink = { table: table({ dtype: "int16" }, 30, 120, undefined, palette()), map: null };

test("a plane along the grid shows each voxel's grey, pixel by pixel", () => {
  const m = { p: [0, 0, 3], du: [1, 0, 0], dv: [0, 1, 0] }, out = new Uint32Array(nx * ny);
  assert.ok(lie(m, nx, ny));
  draw(out, nx, ny, grid, m, ink, false);
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) assert.equal(out[j * nx + i] & 255, grey(at(i, j, 3), 30, 120));
});

test("flipped and turned planes, and what lies outside is black", () => {
  const m = { p: [3, 0, nz - 1 + 1], du: [0, 1, 0], dv: [0, 0, -1] }, out = new Uint32Array(ny * (nz + 2));
  draw(out, ny, nz + 2, grid, m, ink, false);
  for (let x = 0; x < ny; x++) { assert.equal(out[x], 0xff000000); for (let y = 1; y <= nz; y++) assert.equal(out[y * ny + x] & 255, grey(at(3, x, nz - y), 30, 120)); }
});

test("the general path agrees with the quick one, and trilinear is exact at voxel centres and in the middle", () => {
  const m = { p: [0, 0, 2], du: [1, 0, 0], dv: [0, 1, 0] }, a = sample(grid, m, nx, ny, false), b = sample(grid, m, nx, ny, true);
  assert.deepEqual([...a], [...b]);
  const half = sample(grid, { p: [1.5, 2, 2.5], du: [0, 0, 0], dv: [0, 0, 0] }, 1, 1, true)[0];
  assert.ok(Math.abs(half - (at(1, 2, 2) + at(2, 2, 2) + at(1, 2, 3) + at(2, 2, 3)) / 4) < 1e-4);
  const turned = { p: [0, 0, 2], du: [0.8, 0.6, 0], dv: [-0.6, 0.8, 0] };
  assert.equal(lie(turned, nx, ny), false);
  assert.ok(Number.isNaN(sample(grid, turned, nx, ny, false)[(ny - 1) * nx]));
});

test("float voxels with NaN draw black where nothing is known", () => {
  const f = { data: Float32Array.from([0, NaN, 10, 20]), size: [4, 1, 1], strides: [1, 4, 4], channels: 1 }, out = new Uint32Array(4);
  draw(out, 4, 1, f, { p: [0, 0, 0], du: [1, 0, 0], dv: [0, 1, 0] }, { table: null, map: (v) => palette()[grey(v, 10.5, 21)] }, false);
  assert.deepEqual([...out].map((p) => p & 255), [0, 0, 128, 255]);
});

test("colour voxels are shown as they are", () => {
  const c = { data: Uint8Array.from([1, 2, 3, 250, 128, 0]), size: [2, 1, 1], strides: [1, 2, 2], channels: 3 }, out = new Uint32Array(2);
  draw(out, 2, 1, c, { p: [0, 0, 0], du: [1, 0, 0], dv: [0, 1, 0] }, ink, false);
  assert.deepEqual([...new Uint8Array(out.buffer)], [1, 2, 3, 255, 250, 128, 0, 255]);
});

test("a label lies exactly on its voxels; an outline only on their border", () => {
  const l = { data: new Uint8Array(25), size: [5, 5, 1], strides: [1, 5, 25], channels: 1 };
  for (let j = 1; j < 4; j++) for (let i = 1; i < 4; i++) l.data[5 * j + i] = 2;
  const m = { p: [0, 0, 0], du: [1, 0, 0], dv: [0, 1, 0] }, red = new Map([[2, [255, 0, 0]]]);
  const a = new Uint32Array(25).fill(0xff000000), b = new Uint32Array(25).fill(0xff000000);
  drawLabels(a, 5, 5, l, m, red, 1, false); drawLabels(b, 5, 5, l, m, red, 1, true);
  assert.equal([...a].filter((p) => (p & 255) === 255).length, 9); assert.equal([...b].filter((p) => (p & 255) === 255).length, 8); assert.equal(b[12] & 255, 0);
});

test("lengths and angles", () => {
  assert.equal(lengthMm([[0, 0, 0], [3, 4, 12]]), 13);
  assert.ok(Math.abs(angleDegrees([[1, 0, 0], [0, 0, 0], [0, 5, 0]]) - 90) < 1e-9);
});

test("region statistics count voxel centres, by hand", () => {
  const affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1], plane = planesOf(affine, [nz, ny, nx], true).axial;
  const s = roiStatistics("rectangle", [[1, 1, 6], [3, 2, 6]], plane, affine, [nz, ny, nx], at), v = [];
  for (let j = 1; j <= 2; j++) for (let i = 1; i <= 3; i++) v.push(at(i, j, 2));
  const mean = v.reduce((a, b) => a + b) / 6;
  assert.equal(s.n, 6); assert.ok(Math.abs(s.mean - mean) < 1e-12);
  assert.ok(Math.abs(s.sd - Math.sqrt(v.reduce((a, b) => a + (b - mean) ** 2, 0) / 5)) < 1e-12);
  assert.equal(roiStatistics("ellipse", [[1.2, 1.2, 6], [1.4, 1.4, 6]], plane, affine, [nz, ny, nx], at).n, 0);
  assert.equal(roiStatistics("ellipse", [[1, 1, 6], [3, 3, 6]], plane, affine, [nz, ny, nx], at).n, 5);
});

test("between voxels of a plane along the grid, the quick way gives what the general one gives", () => {
  for (const [du, dv, p] of [[[0.31, 0, 0], [0, 0.37, 0], [-0.9, -0.8, 2]], [[0, -0.29, 0], [0, 0, 0.23], [4, 5.4, -0.6]], [[0, 0, 0.4], [0.35, 0, 0], [-0.6, 3, -0.4]]]) {
    const quick = sample(grid, { p, du, dv }, 24, 22, true);
    // A plane that leaves the grid by less than can be seen takes the general way.
    const skew = du.map((x) => x || 1e-3 / 24), general = sample(grid, { p, du: skew, dv }, 24, 22, true);
    let inside = 0;
    for (let n = 0; n < quick.length; n++) {
      if (Number.isNaN(quick[n]) || Number.isNaN(general[n])) continue;
      inside++; assert.ok(Math.abs(quick[n] - general[n]) < 0.5, `${n}: ${quick[n]} ${general[n]}`);
    }
    assert.ok(inside > 150);
  }
});

test("the greatest value across a slab", () => {
  const m = { p: [0, 0, 2], du: [1, 0, 0], dv: [0, 1, 0] }, out = project(grid, m, nx, ny, false, [0, 0, 1], 3, new Float32Array(nx * ny), new Float32Array(nx * ny));
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) assert.equal(out[j * nx + i], Math.max(at(i, j, 1), at(i, j, 2), at(i, j, 3)));
});
