// Measurements: points in LPS millimetres in, numbers out. widgets/measure.py holds the same rules for Python.

import { add, apply, cross, dot, invert, nearest, norm, sub, unit } from "./geometry.js";

export const POINTS = { length: 2, angle: 3, ellipse: 2, rectangle: 2, probe: 1, arrow: 2 };

export const lengthMm = ([a, b]) => norm(sub(b, a));

/** Degrees at the middle point. */
export function angleDegrees([a, b, c]) {
  const p = unit(sub(a, b)), q = unit(sub(c, b));
  return (Math.acos(Math.max(-1, Math.min(1, dot(p, q)))) * 180) / Math.PI;
}

/** Centre and half sizes of an ellipse or rectangle given by two opposite corners in a plane. */
export function box([a, b], plane) {
  const d = sub(b, a);
  return { centre: add(a, d, 0.5), ru: Math.abs(dot(d, plane.u)) / 2, rv: Math.abs(dot(d, plane.v)) / 2 };
}

export function areaMm2(kind, points, plane) {
  const { ru, rv } = box(points, plane);
  return kind === "ellipse" ? Math.PI * ru * rv : 4 * ru * rv;
}

/**
 * Voxels whose centres lie in the shape, within half a slice of its plane. `value(i, j, k)` gives the real value.
 * Returns {n, mean, sd (of the sample), min, max}; n = 0 and NaN when the shape holds no voxel centre.
 */
export function roiStatistics(kind, points, plane, affine, shape, value) {
  const { centre, ru, rv } = box(points, plane), inverse = invert(affine), [nz, ny, nx] = shape;
  const corners = [];
  for (const a of [-1, 1]) for (const b of [-1, 1]) for (const c of [-0.5, 0.5]) {
    corners.push(apply(inverse, add(add(add(centre, plane.u, a * ru), plane.v, b * rv), plane.n, c * plane.step)));
  }
  const low = [0, 1, 2].map((a) => Math.max(0, Math.ceil(Math.min(...corners.map((q) => q[a])) - 1e-6)));
  const high = [0, 1, 2].map((a) => Math.min([nx, ny, nz][a] - 1, Math.floor(Math.max(...corners.map((q) => q[a])) + 1e-6)));
  let n = 0, sum = 0, min = Infinity, max = -Infinity;
  const values = [];
  for (let k = low[2]; k <= high[2]; k++) for (let j = low[1]; j <= high[1]; j++) for (let i = low[0]; i <= high[0]; i++) {
    const d = sub(apply(affine, [i, j, k]), centre), x = dot(d, plane.u), y = dot(d, plane.v), z = dot(d, plane.n);
    if (z < -plane.step / 2 - 1e-6 || z >= plane.step / 2 - 1e-6) continue;
    const inside = kind === "ellipse" ? (x / ru) ** 2 + (y / rv) ** 2 <= 1 + 1e-9 : Math.abs(x) <= ru + 1e-9 && Math.abs(y) <= rv + 1e-9;
    if (!inside) continue;
    const v = value(i, j, k);
    if (v === undefined || Number.isNaN(v)) continue;
    n++; sum += v; min = Math.min(min, v); max = Math.max(max, v); values.push(v);
  }
  if (!n) return { n: 0, mean: NaN, sd: NaN, min: NaN, max: NaN };
  const mean = sum / n;
  let squares = 0;
  for (const v of values) squares += (v - mean) ** 2;
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : 0, min, max };
}

export const round = (x, digits = 1) => (Number.isFinite(x) ? (nearest(x * 10 ** digits) / 10 ** digits).toFixed(digits) : "–");

/** The words beside a measurement. */
export function describe(m, unitText) {
  const r = m.result ?? {}, u = unitText ? ` ${unitText}` : "";
  if (m.kind === "length") return `${round(r.length_mm)} ${r.pixels ? "px" : "mm"}`;
  if (m.kind === "angle") return `${round(r.angle_deg)}°`;
  if (m.kind === "probe") return r.value === undefined ? "outside" : `${Array.isArray(r.value) ? r.value.join(" ") : round(r.value, Number.isInteger(r.value) ? 0 : 2)}${u}`;
  if (m.kind === "arrow") return m.label || "";
  if (!r.n) return "no voxel inside";
  return `${round(r.mean)} ± ${round(r.sd)}${u}\n${round(r.min, 0)} … ${round(r.max, 0)}, ${round(r.area_mm2 / 100, 2)} cm²`;
}
