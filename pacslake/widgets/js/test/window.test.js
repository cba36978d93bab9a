import assert from "node:assert/strict";
import test from "node:test";
import { grey, palette, percentileWindow, table } from "../src/window.js";

test("LINEAR: the Standard's own example, C.11.2.1.2.1: centre 2048, width 4096 maps 0 to 0 and 4095 to the top", () => {
  assert.equal(grey(0, 2048, 4096), 0); assert.equal(grey(4095, 2048, 4096), 255); assert.equal(grey(2047.5, 2048, 4096), 128);
});

test("LINEAR: width 1 is a threshold", () => { assert.equal(grey(99, 100, 1), 0); assert.equal(grey(99.5, 100, 1), 0); assert.equal(grey(100, 100, 1), 255); });

test("LINEAR: centre 0 width 100: first and last value of the slope", () => {
  assert.equal(grey(-50, 0, 100), 0); assert.equal(grey(49, 0, 100), 255); assert.equal(grey(-49, 0, 100), 3); // 1 / 99 * 255 = 2.58
});

test("LINEAR_EXACT: no half steps", () => { assert.equal(grey(-50, 0, 100, "LINEAR_EXACT"), 0); assert.equal(grey(0, 0, 100, "LINEAR_EXACT"), 128); assert.equal(grey(50, 0, 100, "LINEAR_EXACT"), 255); });

test("SIGMOID: half the output at the centre", () => { assert.equal(grey(10, 10, 5, "SIGMOID"), 128); assert.equal(grey(15, 10, 5, "SIGMOID"), Math.floor(255 / (1 + Math.exp(-4)) + 0.5)); });

test("NaN is black", () => assert.equal(grey(NaN, 0, 10), 0));

test("the table holds what grey says, for every int16 with its rescale", () => {
  const t = table({ dtype: "int16", slope: 2, intercept: -1024 }, 40, 400, undefined, palette());
  for (const v of [-32768, -1, 0, 432, 512, 532, 631, 632, 32767]) assert.equal(t.colours[v - t.low] & 255, grey(v * 2 - 1024, 40, 400));
  assert.equal(table({ dtype: "float32" }, 0, 1, undefined, palette()), null);
});

test("a palette begins and ends with its stops, and inverts", () => {
  assert.equal(palette()[0], 0xff000000); assert.equal(palette()[255], 0xffffffff); assert.equal(palette("grey", true)[0], 0xffffffff);
});

test("percentiles ignore NaN and survive a flat picture", () => {
  const [c, w] = percentileWindow(Array.from({ length: 101 }, (_, n) => n).concat(NaN), 0, 1);
  assert.deepEqual([c, w], [50, 100]); assert.ok(percentileWindow([7, 7, 7])[1] > 0); assert.deepEqual(percentileWindow([]), [0.5, 1]);
});

test("the table holds for every value what the function gives, whatever the window and the slope", () => {
  for (const shape of ["LINEAR", "LINEAR_EXACT", "SIGMOID"]) for (const [dtype, slope, intercept] of [["int16", 1, -1024], ["uint16", -0.5, 90], ["int8", 3, 0]])
    for (const [c, w] of [[40, 400], [-30000, 1], [1e6, 5], [0, 200000], [10.5, 0.01]]) {
      const colours = palette(), { colours: out, low } = table({ dtype, slope, intercept }, c, w, shape, colours);
      for (let n = 0; n < out.length; n++) if (out[n] !== colours[grey((n + low) * slope + intercept, c, w, shape)]) assert.fail(`${shape} ${dtype} ${c} ${w} ${n + low}`);
    }
});
