// Draws a plane through a volume into 32-bit pixels, on the CPU. All coordinates are voxel indices.

const EMPTY = 0xff000000; // opaque black


/**
 * How a plane lies on the grid: `separable` when moving along x or y of the canvas changes different voxel axes, which
 * is true of every plane along the grid and lets offsets be looked up per row and per column.
 */
export function lie({ du, dv }, width, height) {
  const small = (d, n) => Math.abs(d) * n < 1e-3;
  return [0, 1, 2].every((a) => small(du[a], width) || small(dv[a], height));
}

function offsets(p, d, axes, strides, shape, n) {
  const out = new Int32Array(n);
  for (let x = 0; x < n; x++) {
    let at = 0;
    for (const a of axes) {
      const q = Math.floor(p[a] + x * d[a] + 0.5);
      if (q < 0 || q >= shape[a]) { at = -1; break; }
      at += q * strides[a];
    }
    out[x] = at;
  }
  return out;
}

/** Calls `row(y, base, xo)` for each canvas row that meets the volume. */
function separable(grid, m, width, height, row) {
  const { size, strides } = grid;
  const xAxes = [], yAxes = [];
  let fixed = 0;
  for (let a = 0; a < 3; a++) {
    if (Math.abs(m.du[a]) * width >= 1e-3) xAxes.push(a);
    else if (Math.abs(m.dv[a]) * height >= 1e-3) yAxes.push(a);
    else {
      const q = Math.floor(m.p[a] + 0.5);
      if (q < 0 || q >= size[a]) return;
      fixed += q * strides[a];
    }
  }
  const xo = offsets(m.p, m.du, xAxes, strides, size, width), yo = offsets(m.p, m.dv, yAxes, strides, size, height);
  for (let y = 0; y < height; y++) if (yo[y] >= 0) row(y, fixed + yo[y], xo);
}

/**
 * Linear between voxels in a plane on whole slices of the grid, where offsets and weights are those of a row and a column.
 * False where the plane lies otherwise.
 */
function bilinear({ data, size, strides }, m, width, height, out) {
  const along = (d, n) => [0, 1, 2].filter((a) => Math.abs(d[a]) * n >= 1e-3), xs = along(m.du, width), ys = along(m.dv, height), [ax] = xs, [ay] = ys;
  if (xs.length !== 1 || ys.length !== 1 || ax === ay) return false;
  const az = 3 - ax - ay, k = Math.floor(m.p[az] + 0.5);
  if (Math.abs(m.p[az] - k) > 1e-4) return false;
  if (k < 0 || k >= size[az]) return true;
  const line = (axis, d, n) => {
    const at = new Int32Array(n).fill(-1), next = new Int32Array(n), f = new Float64Array(n), last = size[axis] - 1;
    for (let x = 0; x < n; x++) {
      const q = m.p[axis] + x * d[axis];
      if (!(q > -0.5 && q < last + 0.5)) continue;
      const c = q < 0 ? 0 : q > last ? last : q, i = c | 0;
      at[x] = i * strides[axis]; next[x] = i < last ? strides[axis] : 0; f[x] = c - i;
    }
    return { at, next, f };
  };
  const x = line(ax, m.du, width), y = line(ay, m.dv, height), base = k * strides[az];
  for (let r = 0; r < height; r++) {
    if (y.at[r] < 0) continue;
    const top = base + y.at[r], down = y.next[r], fy = y.f[r];
    for (let c = 0, o = r * width; c < width; c++, o++) {
      if (x.at[c] < 0) continue;
      const b = top + x.at[c], right = x.next[c], f = x.f[c], a0 = data[b] + (data[b + right] - data[b]) * f;
      out[o] = a0 + (data[b + down] + (data[b + down + right] - data[b + down]) * f - a0) * fy;
    }
  }
  return true;
}

/** Plane -> stored values (NaN outside), nearest voxel or trilinear. The slow general way: fusion, difference, statistics. */
export function sample(grid, m, width, height, linear, out = new Float32Array(width * height)) {
  const { data, size, strides } = grid, [nx, ny, nz] = size, [sx, sy, sz] = strides;
  out.fill(NaN);
  if (!linear && lie(m, width, height)) {
    separable(grid, m, width, height, (y, base, xo) => {
      for (let x = 0, o = y * width; x < width; x++, o++) if (xo[x] >= 0) out[o] = data[base + xo[x]];
    });
    return out;
  }
  if (linear && bilinear(grid, m, width, height, out)) return out;
  for (let y = 0, o = 0; y < height; y++) {
    let i = m.p[0] + y * m.dv[0], j = m.p[1] + y * m.dv[1], k = m.p[2] + y * m.dv[2];
    for (let x = 0; x < width; x++, o++, i += m.du[0], j += m.du[1], k += m.du[2]) {
      if (!(i > -0.5 && i < nx - 0.5 && j > -0.5 && j < ny - 0.5 && k > -0.5 && k < nz - 0.5)) continue;
      if (!linear) { out[o] = data[Math.floor(i + 0.5) * sx + Math.floor(j + 0.5) * sy + Math.floor(k + 0.5) * sz]; continue; }
      const ci = i < 0 ? 0 : i > nx - 1 ? nx - 1 : i, cj = j < 0 ? 0 : j > ny - 1 ? ny - 1 : j, ck = k < 0 ? 0 : k > nz - 1 ? nz - 1 : k;
      const i0 = ci | 0, j0 = cj | 0, k0 = ck | 0, fi = ci - i0, fj = cj - j0, fk = ck - k0;
      const di = i0 < nx - 1 ? sx : 0, dj = j0 < ny - 1 ? sy : 0, dk = k0 < nz - 1 ? sz : 0, b = i0 * sx + j0 * sy + k0 * sz;
      const a00 = data[b] + (data[b + di] - data[b]) * fi, a10 = data[b + dj] + (data[b + dj + di] - data[b + dj]) * fi;
      let v = a00 + (a10 - a00) * fj;
      if (fk > 1e-4 && dk) {
        const c = b + dk, a01 = data[c] + (data[c + di] - data[c]) * fi, a11 = data[c + dj] + (data[c + dj + di] - data[c + dj]) * fi;
        v += (a01 + (a11 - a01) * fj - v) * fk;
      }
      out[o] = v;
    }
  }
  return out;
}

/**
 * Greatest stored value across `n` planes, a slab around the one in the middle (maximum intensity projection).
 * `step`: voxel indices from plane to plane.
 */
export function project(grid, m, width, height, linear, step, n, out, scratch) {
  for (let s = 0; s < n; s++) {
    const f = s - (n - 1) / 2, into = s ? scratch : out;
    sample(grid, { ...m, p: m.p.map((x, a) => x + f * step[a]) }, width, height, linear, into);
    if (s) for (let o = 0; o < out.length; o++) { const v = scratch[o]; if (v > out[o] || out[o] !== out[o]) out[o] = v; }
  }
  return out;
}

/**
 * Plane -> canvas pixels. `ink`: {table: {colours, low} | null, map(value) -> colour} as made by `inkOf`.
 * Integer types go through the table, so a pixel costs one look-up. `values`: what to draw where it was sampled before.
 */
export function draw(pixels, width, height, grid, m, ink, linear, scratch, values) {
  pixels.fill(EMPTY);
  const { data } = grid;
  if (grid.channels > 1) return drawColour(pixels, width, height, grid, m);
  const t = ink.table;
  if (!values && t && !linear && lie(m, width, height)) {
    const { colours, low } = t;
    separable(grid, m, width, height, (y, base, xo) => {
      for (let x = 0, o = y * width; x < width; x++, o++) if (xo[x] >= 0) pixels[o] = colours[data[base + xo[x]] - low];
    });
    return;
  }
  values ??= sample(grid, m, width, height, linear, scratch);
  if (t) {
    const { colours, low } = t;
    for (let o = 0; o < values.length; o++) { const v = values[o]; if (v === v) pixels[o] = colours[Math.floor(v + 0.5) - low]; }
  } else for (let o = 0; o < values.length; o++) { const v = values[o]; if (v === v) pixels[o] = ink.map(v); }
}

function drawColour(pixels, width, height, grid, m) {
  const { data, channels } = grid;
  const paint = (o, at) => { pixels[o] = (EMPTY | (data[at + 2] << 16) | (data[at + 1] << 8) | data[at]) >>> 0; };
  separable(grid, m, width, height, (y, base, xo) => {
    for (let x = 0, o = y * width; x < width; x++, o++) if (xo[x] >= 0) paint(o, (base + xo[x]) * channels);
  });
}

/** Lays labels over a picture. `colours`: Map label -> [r, g, b]; `outline` draws only the border. */
export function drawLabels(pixels, width, height, grid, m, colours, opacity, outline, scratch) {
  const values = sample(grid, m, width, height, false, scratch);
  for (let y = 0, o = 0; y < height; y++) for (let x = 0; x < width; x++, o++) {
    const v = values[o];
    if (!(v > 0)) continue;
    const c = colours.get(v);
    if (!c) continue;
    const border = outline && (x === 0 || y === 0 || x === width - 1 || y === height - 1 ||
      values[o - 1] !== v || values[o + 1] !== v || values[o - width] !== v || values[o + width] !== v);
    if (outline && !border) continue;
    blend(pixels, o, c, outline ? Math.max(opacity, 0.9) : opacity);
  }
}

export function blend(pixels, o, c, f) {
  const p = pixels[o], r = p & 255, g = (p >> 8) & 255, b = (p >> 16) & 255;
  pixels[o] = (EMPTY | (Math.round(b + (c[2] - b) * f) << 16) | (Math.round(g + (c[1] - g) * f) << 8) | Math.round(r + (c[0] - r) * f)) >>> 0;
}
