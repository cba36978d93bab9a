import assert from "node:assert/strict";
import test from "node:test";
import * as g from "../src/geometry.js";

const near = (a, b, e = 1e-9) => a.forEach((x, n) => assert.ok(Math.abs(x - b[n]) < e, `${a} is not ${b}`));
const AXIAL = [0.5, 0, 0, -100, 0, 0.5, 0, -90, 0, 0, 2, 10, 0, 0, 0, 1];
const SAGITTAL = [0, 0, 2, -40, 1, 0, 0, -80, 0, -1, 0, 120, 0, 0, 0, 1]; // rows run to the back, columns down, slices to the left
const tilt = (deg) => { const c = Math.cos((deg * Math.PI) / 180), s = Math.sin((deg * Math.PI) / 180); return [1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0, 0, 0, 0, 1]; };

test("halves round up on both sides of zero", () => assert.deepEqual([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999].map(g.nearest), [1, 2, 3, 0, -1, 2]));

test("an inverse undoes its matrix, also a sheared one", () => {
  for (const m of [AXIAL, SAGITTAL, g.multiply(tilt(20), AXIAL), [1, 0, 0, 3, 0, 1, -0.4, 5, 0, 0, 2, 7, 0, 0, 0, 1]]) near(g.multiply(m, g.invert(m)), g.IDENTITY);
  assert.throws(() => g.invert([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]), /flat/);
});

test("letters follow PS3.3 C.7.6.1.1.1", () => {
  assert.equal(g.letters([1, 0, 0]), "L"); assert.equal(g.letters([-1, 0, 0]), "R");
  assert.equal(g.letters([0, 1, 0]), "P"); assert.equal(g.letters([0, -1, 0]), "A");
  assert.equal(g.letters([0, 0, 1]), "H"); assert.equal(g.letters([0, 0, -1]), "F");
  assert.equal(g.letters(g.unit([1, 0, 0.6])), "LH"); assert.equal(g.letters(g.unit([1, 0, 0.1])), "L");
});

test("the acquired plane is named by what it comes closest to", () => {
  assert.equal(g.acquisitionName(AXIAL), "axial"); assert.equal(g.acquisitionName(SAGITTAL), "sagittal");
  assert.equal(g.acquisitionName(g.multiply(tilt(20), AXIAL)), "axial"); assert.equal(g.acquisitionName(g.multiply(tilt(70), AXIAL)), "coronal");
});

test("obliqueness is 0 for upright scans however taken", () => {
  assert.ok(g.obliqueness(AXIAL) < 1e-6 && g.obliqueness(SAGITTAL) < 1e-6);
  assert.ok(Math.abs(g.obliqueness(g.multiply(tilt(20), AXIAL)) - 20) < 1e-6);
});

test("planes put the patient's left on the right, front on top, head on top", () => {
  for (const m of [AXIAL, SAGITTAL]) {
    const p = g.planesOf(m, [60, 200, 180], true);
    for (const name of ["axial", "coronal", "sagittal"]) { near(p[name].u, g.ANATOMICAL[name].u); near(p[name].v, g.ANATOMICAL[name].v); }
  }
  assert.equal(g.planesOf(AXIAL, [60, 200, 180], true).axial.step, 2);
  assert.equal(g.planesOf(SAGITTAL, [60, 200, 180], true).sagittal.step, 2);
});

test("a slice is found again by its number", () => {
  const p = g.planesOf(AXIAL, [60, 200, 180], true).axial;
  assert.deepEqual(g.sliceNumber(p, AXIAL, [60, 200, 180], 10), [0, 60]);
  assert.deepEqual(g.sliceNumber(p, AXIAL, [60, 200, 180], 10 + 2 * 59), [59, 60]);
  assert.equal(g.snap(p, AXIAL, [60, 200, 180], 15.1), 16);
  assert.equal(g.snap(p, AXIAL, [60, 200, 180], 1e6), 128);
});

test("canvas to patient and back is exact, and pixelToIndex agrees", () => {
  for (const m of [AXIAL, SAGITTAL, g.multiply(tilt(33), AXIAL)]) for (const grid of [true, false]) {
    const p = g.planesOf(m, [60, 200, 180], grid).coronal, view = { centre: p.anchor, mm: 0.7, width: 301, height: 200 };
    const q = g.pixelToPatient(p, view, 17, 88);
    near(g.patientToPixel(p, view, q), [17, 88], 1e-6);
    const { p: o, du, dv } = g.pixelToIndex(p, view, g.invert(m));
    near(g.add(g.add(o, du, 17), dv, 88), g.apply(g.invert(m), q), 1e-9);
  }
});

test("the same point is at the same place in all planes", () => {
  const m = g.multiply(tilt(12), SAGITTAL), planes = g.planesOf(m, [40, 160, 200], true), q = g.apply(m, [90, 41, 17]);
  for (const p of Object.values(planes)) {
    const view = { centre: g.add(p.anchor, p.n, g.dot(g.sub(q, p.anchor), p.n)), mm: 0.4, width: 500, height: 500 };
    near(g.pixelToPatient(p, view, ...g.patientToPixel(p, view, q)), q, 1e-6);
  }
});

test("scale bars have round lengths", () => {
  assert.equal(g.barLength(73), 50); assert.equal(g.barLength(49), 20); assert.equal(g.barLength(10.5), 10); assert.equal(g.barLength(0.3), 0.2);
});
