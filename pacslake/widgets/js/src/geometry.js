// Patient space (LPS, mm) and voxel indices (i column, j row, k slice). Matrices are 16 numbers, row-major.

export const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** One rounding rule on both sides of the wire: halves go up (Python's round() would send them to even). */
export const nearest = (x) => Math.floor(x + 0.5);

export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const add = (a, b, s = 1) => [a[0] + b[0] * s, a[1] + b[1] * s, a[2] + b[2] * s];
export const sub = (a, b) => add(a, b, -1);
export const norm = (a) => Math.hypot(a[0], a[1], a[2]);
export const scale = (a, s) => [a[0] * s, a[1] * s, a[2] * s];
export const unit = (a) => scale(a, 1 / (norm(a) || 1));
export const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

export function multiply(a, b) {
  const out = new Array(16).fill(0);
  for (let r = 0; r < 4; r++) for (let c = 0; c < 4; c++) for (let m = 0; m < 4; m++) out[4 * r + c] += a[4 * r + m] * b[4 * m + c];
  return out;
}

export const apply = (m, p) => [0, 4, 8].map((r) => m[r] * p[0] + m[r + 1] * p[1] + m[r + 2] * p[2] + m[r + 3]);
export const turn = (m, p) => [0, 4, 8].map((r) => m[r] * p[0] + m[r + 1] * p[1] + m[r + 2] * p[2]);
export const column = (m, c) => [m[c], m[4 + c], m[8 + c]];
export const translation = (t) => [1, 0, 0, t[0], 0, 1, 0, t[1], 0, 0, 1, t[2], 0, 0, 0, 1];

/** The inverse of an affine matrix. Throws for a flat one: a volume without thickness has no inverse. */
export function invert(m) {
  const a = column(m, 0), b = column(m, 1), c = column(m, 2), t = column(m, 3);
  const det = dot(a, cross(b, c));
  if (!(Math.abs(det) > 1e-12)) throw new Error("the affine matrix is flat");
  const rows = [cross(b, c), cross(c, a), cross(a, b)].map((r) => scale(r, 1 / det));
  return [...rows.flatMap((r) => [...r, -dot(r, t)]), 0, 0, 0, 1];
}

/** The axes of the three anatomical planes: u to the right of the screen, v down. Left of the patient on the right. */
export const ANATOMICAL = {
  axial: { u: [1, 0, 0], v: [0, 1, 0] },
  coronal: { u: [1, 0, 0], v: [0, 0, -1] },
  sagittal: { u: [0, 1, 0], v: [0, 0, -1] },
};

const LETTERS = ["L", "R", "P", "A", "H", "F"]; // +x -x +y -y +z -z in LPS

/** Letters of a direction as PS3.3 C.7.6.1.1.1 writes them: the main axis first, then those above a quarter. */
export function letters(d) {
  return [0, 1, 2]
    .map((a) => [Math.abs(d[a]), LETTERS[2 * a + (d[a] < 0 ? 1 : 0)]])
    .filter(([size]) => size > 0.25)
    .sort((p, q) => q[0] - p[0])
    .map(([, letter]) => letter)
    .join("");
}

/** Angle in degrees by which the voxel grid leaves the patient's axes; 0 for an upright scan however it was taken. */
export function obliqueness(affine) {
  return Math.max(...[0, 1, 2].map((c) => {
    const d = unit(column(affine, c));
    return (Math.acos(Math.min(1, Math.max(...d.map(Math.abs)))) * 180) / Math.PI;
  }));
}

/** Which voxel axis runs closest to each anatomical axis, every axis used once: [x, y, z] -> column of the affine. */
export function closestAxes(affine) {
  const dirs = [0, 1, 2].map((c) => unit(column(affine, c)));
  let best = [-1, [0, 1, 2]];
  for (const p of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]) {
    const s = p.reduce((sum, c, axis) => sum + Math.abs(dirs[c][axis]), 0);
    if (s > best[0] + 1e-9) best = [s, p];
  }
  return best[1];
}

/**
 * The three planes of a volume. `grid`: along its own voxel axes (nothing is resampled), named by the anatomical plane
 * they come closest to. Otherwise the true anatomical planes. Each: {name, u, v, n, step (mm), anchor (LPS)}.
 */
export function planesOf(affine, shape, grid) {
  const [nz, ny, nx] = shape;
  const axes = closestAxes(affine);
  const centre = apply(affine, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2].map(Math.floor));
  const out = {};
  for (const [name, p] of Object.entries(ANATOMICAL)) {
    const along = (want) => {
      const axis = want.findIndex((x) => x !== 0), d = unit(column(affine, axes[axis]));
      return scale(d, Math.sign(d[axis] * want[axis]) || 1);
    };
    const u = grid ? along(p.u) : p.u, v = grid ? along(p.v) : p.v;
    const n = unit(cross(u, v));
    const through = axes[[0, 1, 2].find((a) => p.u[a] === 0 && p.v[a] === 0)];
    const step = Math.abs(dot(column(affine, through), n)) || norm(column(affine, through));
    out[name] = { name, u, v, n, step, anchor: centre, axis: through };
  }
  return out;
}

/** The plane in which the images were taken: along a row to the right, along a column downwards. */
export function acquisitionPlane(affine, shape) {
  const [nz, ny, nx] = shape, u = unit(column(affine, 0)), v = unit(column(affine, 1)), n = unit(cross(u, v));
  return { name: "native", u, v, n, step: Math.abs(dot(column(affine, 2), n)) || 1, axis: 2,
    anchor: apply(affine, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2].map(Math.floor)) };
}

/** The name of the anatomical plane that an acquisition comes closest to. */
export function acquisitionName(affine) {
  return ["sagittal", "coronal", "axial"][closestAxes(affine).indexOf(2)];
}

/** Least and greatest distance (mm) of the volume's voxel centres along a direction. */
export function extent(affine, shape, d) {
  const [nz, ny, nx] = shape, ends = [];
  for (const k of [0, nz - 1]) for (const j of [0, ny - 1]) for (const i of [0, nx - 1]) ends.push(dot(apply(affine, [i, j, k]), d));
  return [Math.min(...ends), Math.max(...ends)];
}

/** Distance (mm) of the slice nearest to `position` along the plane's normal, kept inside the volume. */
export function snap(plane, affine, shape, position) {
  const [low, high] = extent(affine, shape, plane.n), origin = dot(plane.anchor, plane.n);
  const first = Math.ceil((low - origin) / plane.step - 1e-4), last = Math.floor((high - origin) / plane.step + 1e-4);
  return origin + plane.step * Math.min(last, Math.max(first, nearest((position - origin) / plane.step)));
}

/** Number of the slice (from 0, in the direction of the normal) and how many there are. */
export function sliceNumber(plane, affine, shape, position) {
  const [low, high] = extent(affine, shape, plane.n), origin = dot(plane.anchor, plane.n);
  const first = Math.ceil((low - origin) / plane.step - 1e-4), last = Math.floor((high - origin) / plane.step + 1e-4);
  return [nearest((position - origin) / plane.step) - first, last - first + 1];
}

/**
 * From canvas pixels to voxel indices: index = p + x * du + y * dv for pixel centres x, y = 0, 1, 2 ...
 * `view`: {centre (LPS of the middle of the canvas), mm (per pixel), width, height}.
 */
export function pixelToIndex(plane, view, toIndex) {
  const corner = add(add(view.centre, plane.u, -view.mm * (view.width - 1) / 2), plane.v, -view.mm * (view.height - 1) / 2);
  return { p: apply(toIndex, corner), du: turn(toIndex, scale(plane.u, view.mm)), dv: turn(toIndex, scale(plane.v, view.mm)) };
}

export function pixelToPatient(plane, view, x, y) {
  return add(add(view.centre, plane.u, (x - (view.width - 1) / 2) * view.mm), plane.v, (y - (view.height - 1) / 2) * view.mm);
}

export function patientToPixel(plane, view, q) {
  const d = sub(q, view.centre);
  return [dot(d, plane.u) / view.mm + (view.width - 1) / 2, dot(d, plane.v) / view.mm + (view.height - 1) / 2];
}

/** A round length for the scale bar: the longest of 1, 2, 5 x 10^n mm that fits. */
export function barLength(mmAvailable) {
  const power = 10 ** Math.floor(Math.log10(mmAvailable));
  return [5, 2, 1].map((f) => f * power).find((x) => x <= mmAvailable) ?? power;
}
