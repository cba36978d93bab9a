import assert from "node:assert/strict";
import test from "node:test";
import { endRoom, shortened } from "../src/chart.js";

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
