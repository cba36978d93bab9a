// What is shown, apart from any one pane: the volumes with their windows and positions, the planes, the cursor.

import { apply, IDENTITY, acquisitionName, acquisitionPlane, dot, invert, letters, multiply, nearest, obliqueness, planesOf, scale, snap, add, unit } from "./geometry.js";
import { grey, palette, percentileWindow, table } from "./window.js";
import { attach } from "./store.js";

/** A volume on the page: its data at the time shown, its place relative to the first volume, its colours. */
export class Layer {
  constructor(meta, scene) {
    this.meta = meta; this.scene = scene; this.entries = new Map();
    this.affine = meta.affine ?? stackAffine(meta);
    this.inverse = invert(this.affine);
    this.toVolume = IDENTITY; // from the first volume's LPS to this one's
    this.window = null; this.inkKey = "";
  }
  get patient() { return Boolean(this.meta.affine); }
  /** Which file a slice is from and where it lies, where the kernel has told: {uid, place}. */
  file(k, t = this.scene.t) {
    const told = this.scene.files.get(`${this.meta.id}@${Math.min(this.meta.times - 1, t)}`);
    return { uid: told?.uids[k], place: told?.places[k] };
  }
  /** Data at a time; asks for it when it is not here. */
  at(t) {
    t = Math.min(this.meta.times - 1, Math.max(0, t));
    if (!this.entries.has(t)) {
      this.entries.set(t, attach(this.meta, t, this.scene.wire, () => this.scene.changed(this)));
      const [entry] = this.entries.get(t);
      if (!entry.waiting && !entry.done) { entry.focus = -1; entry.look(...this.slices(entry)); }
    }
    return this.entries.get(t)[0];
  }
  get data() { return this.at(this.scene.t); }
  toIndex(entry = this.data) {
    const s = 1 / entry.stride, m = multiply(this.inverse, this.toVolume);
    return m.map((x, n) => (n < 12 ? x * s : x));
  }
  /** Number of the slice at the cursor, in the entry's strides and in the volume's own slices. */
  slices(entry) {
    const { cursor } = this.scene;
    if (!cursor) return [(entry.nz - 1) >> 1, (this.meta.shape[0] - 1) >> 1];
    const k = apply(this.toIndex(entry), cursor)[2];
    return [nearest(k), nearest(k * entry.stride)];
  }
  value(q, entry = this.data) {
    const at = apply(this.toIndex(entry), q), [i, j, k] = at.map(nearest), fine = entry.fine && at.map((x) => nearest(x * entry.stride)), slice = fine && entry.fine.get(fine[2]);
    if (slice && fine[0] >= 0 && fine[1] >= 0 && fine[0] < slice.size[0] && fine[1] < slice.size[1]) {
      const n = (fine[0] + fine[1] * slice.size[0]) * slice.channels;
      return { i: fine[0], j: fine[1], k: fine[2], value: this.real(slice.channels > 1 ? [...slice.data.subarray(n, n + slice.channels)] : slice.data[n]), final: true };
    }
    const v = entry.value(i, j, k);
    return { i: i * entry.stride, j: j * entry.stride, k: k * entry.stride, value: v === undefined ? undefined : this.real(v), final: v !== undefined && entry.ready(k) };
  }
  real(v) { return Array.isArray(v) ? v : v * (this.meta.slope ?? 1) + (this.meta.intercept ?? 0); }

  /** The window in force: what was set, else the volume's own, else percentiles of what has arrived. */
  windowNow() {
    const set = this.scene.window, first = this.scene.reference;
    if (set && (this === first || !this.scene.relative || !this.meta.window || !first.meta.window)) return set;
    if (set) { // values of another scale (MR): the same change, in proportion to each volume's own window
      const [c0, w0] = first.meta.window, [c1, w1] = this.meta.window, f = w1 / w0;
      return [c1 + (set[0] - c0) * f, set[1] * f];
    }
    if (this.meta.window) return this.meta.window;
    if (this.auto) return this.auto;
    const entry = this.data, { data, nz, ny, nx } = entry, sampleOf = [], k = entry.have.indexOf(ny);
    const from = k >= 0 ? k * ny * nx : 0, to = k >= 0 ? (k + 1) * ny * nx : data.length;
    if (k < 0 && !entry.coarse.some(Boolean)) return [this.meta.intercept ?? 0, 1000];
    for (let n = from, step = Math.max(1, Math.floor((to - from) / 20000)); n < to; n += step) if (data[n] !== this.meta.padding) sampleOf.push(this.real(data[n]));
    return (this.auto = percentileWindow(sampleOf, 0.01, 0.995));
  }
  ink() {
    const [c, w] = this.windowNow(), { colormap, inverted } = this.scene, dark = inverted !== (this.meta.photometric === "MONOCHROME1");
    const map = this.meta.colormap ?? colormap, shape = this.meta.window_shape, key = [c, w, map, dark].join();
    if (key !== this.inkKey) {
      const colours = palette(map, dark), slope = this.meta.slope ?? 1, intercept = this.meta.intercept ?? 0;
      this.inkKey = key;
      this.inkNow = { table: table(this.meta, c, w, shape, colours), map: (v) => colours[grey(v * slope + intercept, c, w, shape)] };
    }
    return this.inkNow;
  }
  close() { for (const [, release] of this.entries.values()) release(); this.entries.clear(); }
}

/** Frames without a place in the patient: a stack of pictures with their pixel spacing, and no letters. */
function stackAffine(meta) {
  const [, row, column] = meta.spacing ?? [1, 1, 1];
  return [column || 1, 0, 0, 0, 0, row || 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
}

export class Scene {
  constructor(wire, redraw) {
    this.wire = wire; this.redraw = redraw;
    this.layers = []; this.overlays = []; this.planes = {};
    this.cursor = null; this.t = 0; this.window = null; this.colormap = "grey"; this.inverted = false;
    this.smooth = true; this.grid = true; this.flick = 0; this.slab_mm = 0; this.files = new Map();
  }
  get reference() { return this.layers[0]; }
  get stack() { return !this.reference?.patient; }
  get times() { return Math.max(1, ...this.layers.map((l) => l.meta.times)); }
  load(metas, overlays) {
    this.close();
    this.layers = metas.map((m) => new Layer(m, this));
    this.overlays = overlays.map((o) => ({ ...o, layer: new Layer(o.volume, this), map: new Map((o.labels ?? []).filter((l) => l.visible !== false).map((l) => [l.value, l.rgb])) }));
    this.window = null;
    this.relative = this.layers.some((l) => !["CT", "PT"].includes(l.meta.modality));
    if (!this.layers.length) return;
    this.cursor = this.middle();
    this.setGrid(true, true);
  }
  middle() {
    const [nz, ny, nx] = this.reference.meta.shape;
    return apply(this.reference.affine, [(nx - 1) >> 1, (ny - 1) >> 1, (nz - 1) >> 1]);
  }
  /** Planes along the voxel grid, or the patient's own; a sheared grid has no right angles to draw along. */
  setGrid(grid) {
    const { affine, meta } = this.reference;
    this.sheared = Math.abs(meta.shear_degrees ?? 0) > 0.05;
    this.oblique = !this.stack && obliqueness(affine) > 0.5;
    this.grid = grid && !this.sheared;
    this.planes = this.stack ? {} : planesOf(affine, meta.shape, this.grid);
    this.planes.native = acquisitionPlane(affine, meta.shape);
    this.main = this.stack ? "native" : acquisitionName(affine);
  }
  transforms(all) {
    for (const l of [...this.layers, ...this.overlays.map((o) => o.layer)]) l.toVolume = all?.[l.meta.frame ?? l.meta.id]?.matrix ?? IDENTITY;
  }
  /** Moves the cursor along a plane's normal by whole slices; true when it moved. */
  step(plane, n) {
    const now = dot(this.cursor, plane.n), to = snap(plane, this.reference.affine, this.reference.meta.shape, snap(plane, this.reference.affine, this.reference.meta.shape, now) + n * plane.step);
    if (Math.abs(to - now) < 1e-6) return false;
    this.cursor = add(this.cursor, plane.n, to - now);
    return true;
  }
  /** The cursor goes to the voxel nearest to a point, so that every plane stands on whole slices. */
  place(q) {
    const { inverse, affine, meta } = this.reference, [nz, ny, nx] = meta.shape;
    if (this.grid || this.stack) {
      const index = apply(inverse, q).map((x, a) => Math.min([nx, ny, nz][a] - 1, Math.max(0, nearest(x))));
      this.cursor = apply(affine, index);
    } else this.cursor = q;
  }
  /** Letters at the left, right, top and bottom of a picture that is no plane of a volume. */
  ends() {
    const { meta } = this.reference, k = nearest(this.cursor[2]), { place } = this.reference.file(k);
    if (!place) return meta.ends ?? ["", "", "", ""];
    const along = unit(place.slice(3, 6)), down = unit(place.slice(6, 9));
    return [scale(along, -1), along, scale(down, -1), down].map(letters);
  }
  /** LPS of a point of the picture; null where its place in the patient is not known. */
  patient(q) {
    if (!this.stack) return q;
    const { data } = this.reference, [i, j, k] = apply(this.reference.toIndex(data), q).map((x) => x * data.stride), { place } = this.reference.file(nearest(k));
    return place ? [0, 1, 2].map((a) => place[a] + i * place[3 + a] + j * place[6 + a]) : null;
  }
  changed() { this.redraw(); }
  look() {
    for (const l of [...this.layers, ...this.overlays.map((o) => o.layer)]) { const e = l.data; e.look(...l.slices(e)); }
  }
  close() { for (const l of [...this.layers, ...this.overlays.map((o) => o.layer)]) l.close(); }
}
