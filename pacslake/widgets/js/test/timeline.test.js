import assert from "node:assert/strict";
import test from "node:test";
import { endRoom, shortened } from "../src/chart.js";
import { span } from "../src/timeline.js";

test("the room at the end of the lines fits the longest name, within two fifths of the chart", () => {
  const series = [{ name: "short" }, { name: "Right upper lobe nodule" }];
  assert.ok(endRoom(series, 800) >= 23 * 7);
  assert.equal(endRoom([{ name: "x".repeat(200) }], 500), 200);
  assert.equal(endRoom([], 800), 150);
});

test("a name that does not fit is shortened with a sign of it", () => {
  assert.equal(shortened("nodule", 6), "nodule");
  assert.equal(shortened("Right upper lobe nodule", 10.9), "Right upp…");
  assert.equal(shortened("abc", 0), "a…");
});

test("a chart spans the visits and what happened near them; the rest is counted", () => {
  const at = (...days) => days.map((day) => ({ day }));
  const { low, high, near, earlier, later } = span([0, 100], at(-101, -100, -5, 40, 200, 201, 9000));
  assert.deepEqual([low, high, earlier, later], [-100, 200, 1, 2]);
  assert.deepEqual(near.map((e) => e.day), [-100, -5, 40, 200]);
  assert.deepEqual(span([0], at(-30, -31, 30, 31)).near.map((e) => e.day), [-30, 30], "a month around a single visit");
  assert.deepEqual(span([0, 2000], at(-365, -366)).low, -365, "a year at most");
  assert.deepEqual([span([0], []).low, span([0], []).high], [0, 1]);
});
