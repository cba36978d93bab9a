// Measurements: points in LPS millimetres in, numbers out. widgets/measure.py holds the same rules for Python.

import { add, apply, cross, dot, invert, nearest, norm, sub, unit } from "./geometry.js";

/** How many points a kind has; a polygon has three or more. */
export const POINTS = { length: 2, bidirectional: 4, angle: 3, ellipse: 2, rectangle: 2, polygon: 3, probe: 1, arrow: 2 };
export const REGIONS = ["ellipse", "rectangle", "polygon"];
export const NOTES = {
  flat: "The region has no size: draw it from one corner to the other.",
  empty: "No voxel centre lies in the region: draw it larger.",
  colour: "A colour picture has no single value: only its size is measured.",
};

export const lengthMm = ([a, b]) => norm(sub(b, a));

/** Degrees at the middle point. */
export function angleDegrees([a, b, c]) {
  const p = unit(sub(a, b)), q = unit(sub(c, b));
  return (Math.acos(Math.max(-1, Math.min(1, dot(p, q)))) * 180) / Math.PI;
}

/** Long and short axis of two crossing diameters a-b and c-d. */
export function axesMm([a, b, c, d]) {
  const p = lengthMm([a, b]), q = lengthMm([c, d]);
  return { long_mm: Math.max(p, q), short_mm: Math.min(p, q) };
}

/**
 * The second diameter stays perpendicular to the first. `n`: the point that was moved to `q`; null makes the second
 * one, half as long, through the middle.
 */
export function bidirectional(points, n, q, plane) {
  const [a0, b0, c0, d0] = points, before = sub(b0, a0);
  const [a, b] = n === 0 ? [q, b0] : n === 1 ? [a0, q] : [a0, b0], along = sub(b, a), side = unit(cross(plane.n, along));
  if (!c0) return [a, b, ...[1, -1].map((s) => add(add(a, along, 0.5), side, (s * norm(along)) / 4))];
  const was = unit(cross(plane.n, before)), share = dot(sub(c0, a0), before) / (dot(before, before) || 1);
  let at = share, c = dot(sub(c0, a0), was), d = dot(sub(d0, a0), was);
  if (n > 1) {
    at = Math.min(1, Math.max(0, dot(sub(q, a), along) / (dot(along, along) || 1)));
    if (n === 2) c = dot(sub(q, a), side); else d = dot(sub(q, a), side);
  }
  return [a, b, ...[c, d].map((x) => add(add(a, along, at), side, x))];
}

/** A region in the coordinates (x along u, y along v) of its plane: half sizes of its box, area, and what is inside. */
export function region(kind, points, plane) {
  const x = points.map((p) => dot(p, plane.u)), y = points.map((p) => dot(p, plane.v));
  const [x0, x1, y0, y1] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
  const cx = (x0 + x1) / 2, cy = (y0 + y1) / 2, ru = (x1 - x0) / 2, rv = (y1 - y0) / 2, first = points[0];
  const centre = add(add(first, plane.u, cx - x[0]), plane.v, cy - y[0]);
  if (kind === "ellipse") return { centre, ru, rv, area: Math.PI * ru * rv, inside: (p, q) => (p / ru) ** 2 + (q / rv) ** 2 <= 1 + 1e-9 };
  if (kind === "rectangle") return { centre, ru, rv, area: 4 * ru * rv, inside: (p, q) => Math.abs(p) <= ru + 1e-9 && Math.abs(q) <= rv + 1e-9 };
  const at = points.map((_, n) => [x[n] - cx, y[n] - cy]);
  const area = Math.abs(at.reduce((sum, [p, q], n) => { const [r, s] = at[(n + 1) % at.length]; return sum + p * s - r * q; }, 0)) / 2;
  return { centre, ru, rv, area, inside: (p, q) => within(at, p, q) };
}

/** Even-odd rule; a point on an edge (within 1e-9 mm) is inside. */
function within(at, p, q) {
  let odd = false;
  for (let n = 0, m = at.length - 1; n < at.length; m = n++) {
    const [x0, y0] = at[n], [x1, y1] = at[m], dx = x1 - x0, dy = y1 - y0, size = dx * dx + dy * dy;
    const f = size ? Math.min(1, Math.max(0, ((p - x0) * dx + (q - y0) * dy) / size)) : 0;
    if (Math.hypot(p - x0 - f * dx, q - y0 - f * dy) <= 1e-9) return true;
    if (y0 > q !== y1 > q && p < (dx * (q - y0)) / dy + x0) odd = !odd;
  }
  return odd;
}

/**
 * Voxels whose centres lie in the shape, within half a slice of its plane. `value(i, j, k)` gives the real value.
 * Returns {n, mean, sd (of the sample), min, max, area_mm2, note}; numbers are null when the shape holds no voxel centre.
 */
export function roiStatistics(kind, points, plane, affine, shape, value) {
  const { centre, ru, rv, area, inside } = region(kind, points, plane), inverse = invert(affine), [nz, ny, nx] = shape;
  const none = { n: 0, mean: null, sd: null, min: null, max: null, area_mm2: area };
  if (!(area > 0)) return { ...none, note: NOTES.flat };
  const corners = [];
  for (const a of [-1, 1]) for (const b of [-1, 1]) for (const c of [-0.5, 0.5]) {
    corners.push(apply(inverse, add(add(add(centre, plane.u, a * ru), plane.v, b * rv), plane.n, c * plane.step)));
  }
  const low = [0, 1, 2].map((a) => Math.max(0, Math.ceil(Math.min(...corners.map((q) => q[a])) - 1e-6)));
  const high = [0, 1, 2].map((a) => Math.min([nx, ny, nz][a] - 1, Math.floor(Math.max(...corners.map((q) => q[a])) + 1e-6)));
  let n = 0, sum = 0, min = Infinity, max = -Infinity;
  const values = [];
  for (let k = low[2]; k <= high[2]; k++) for (let j = low[1]; j <= high[1]; j++) for (let i = low[0]; i <= high[0]; i++) {
    const d = sub(apply(affine, [i, j, k]), centre), z = dot(d, plane.n);
    if (z < -plane.step / 2 - 1e-6 || z >= plane.step / 2 - 1e-6 || !inside(dot(d, plane.u), dot(d, plane.v))) continue;
    const v = value(i, j, k);
    if (v === undefined || Number.isNaN(v)) continue;
    n++; sum += v; min = Math.min(min, v); max = Math.max(max, v); values.push(v);
  }
  if (!n) return { ...none, note: NOTES.empty };
  const mean = sum / n;
  let squares = 0;
  for (const v of values) squares += (v - mean) ** 2;
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : 0, min, max, area_mm2: area };
}

export const round = (x, digits = 1) => (Number.isFinite(x) ? (nearest(x * 10 ** digits) / 10 ** digits).toFixed(digits) : "–");
const value = (v, unitText) => (Array.isArray(v) ? `RGB ${v.join(" ")}` : `${round(v, Number.isInteger(v) ? 0 : Math.abs(v) < 10 ? 3 : 1)}${unitText}`);

/** The words beside a measurement. */
export function describe(m, unitText) {
  const r = m.result ?? {}, u = unitText ? ` ${unitText}` : "", mm = r.pixels ? "px" : "mm", about = r.every ? "≈ " : "";
  const own = {
    length: () => `${round(r.length_mm)} ${mm}`,
    bidirectional: () => `${round(r.long_mm)} × ${round(r.short_mm)} ${mm}`,
    angle: () => `${round(r.angle_deg)}°`,
    probe: () => (r.value === undefined || r.value === null ? "outside the volume" : value(r.value, u)),
    arrow: () => "",
  }[m.kind];
  const sizes = r.area_mm2 > 0 ? (r.pixels ? `${round(r.area_mm2, 0)} px²` : r.area_mm2 < 100 ? `${round(r.area_mm2)} mm²` : `${round(r.area_mm2 / 100, 2)} cm²`) : "";
  const said = own ? own() : r.n ? `${about}${value(r.mean, "")} ± ${value(r.sd, u)}\n${value(r.min, "")} … ${value(r.max, u)}\n${sizes}` : `${r.note ?? ""}\n${sizes}`;
  return [m.label, said].filter(Boolean).join("\n").trim();
}

