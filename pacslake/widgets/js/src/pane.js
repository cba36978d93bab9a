// One picture: a canvas, the words and lines above it, and what hands do to it.

import { add, barLength, dot, extent, letters, multiply, nearest, patientToPixel, pixelToIndex, pixelToPatient, scale, sliceNumber, snap, turn } from "./geometry.js";
import { draw, drawLabels, project, sample, blend } from "./render.js";
import { grey, palette } from "./window.js";
import { round } from "./measure.js";
import { h, put, s } from "./dom.js";

const TITLES = { axial: "Axial", coronal: "Coronal", sagittal: "Sagittal", native: "Acquired plane" };

/** Least and greatest distance of points [x, y, z, x, y, z ...] along a direction. */
function spanOf(points, d) {
  let low = Infinity, high = -Infinity;
  for (let n = 0; n < points.length; n += 3) { const x = points[n] * d[0] + points[n + 1] * d[1] + points[n + 2] * d[2]; low = Math.min(low, x); high = Math.max(high, x); }
  return [low, high];
}

export class Pane {
  /** `spec`: {plane, layers: [index], mode: "one" | "flicker" | "difference" | "checker" | "fusion"}. */
  constructor(viewer, spec) {
    this.viewer = viewer; this.spec = spec; this.zoom = 1; this.pan = [0, 0];
    this.canvas = h("canvas"); this.context = this.canvas.getContext("2d");
    this.svg = s("svg", { "aria-hidden": "true" });
    this.tags = Object.fromEntries(["tl", "bl", "br", "tr"].map((c) => [c, h("div", { class: `pl-tag pl-${c}` })]));
    this.ends = Object.fromEntries(["l", "r", "t", "b"].map((c) => [c, h("div", { class: `pl-or ${c}` })]));
    this.el = h("div", { class: "pl-pane", tabindex: "0", role: "application", "aria-roledescription": "image view" },
      this.canvas, this.svg, ...Object.values(this.tags), ...Object.values(this.ends));
    this.canvas.pacslake = this; // for tests and for the curious
    const on = (name, f, options) => this.el.addEventListener(name, f, options);
    on("pointerdown", (e) => this.down(e)); on("pointermove", (e) => this.move(e)); on("pointerup", (e) => this.up(e)); on("pointercancel", (e) => this.up(e));
    on("pointerleave", () => { this.armed = false; viewer.hover(null); });
    on("wheel", (e) => this.wheel(e), { passive: false });
    on("dblclick", (e) => { e.preventDefault(); if (!viewer.measuring?.twice(this)) viewer.maximise(this); });
    on("contextmenu", (e) => e.preventDefault());
    on("focus", () => viewer.focused(this));
  }
  get scene() { return this.viewer.scene; }
  get plane() { return this.scene.planes[this.spec.plane] ?? this.scene.planes.native; }
  get layer() { return this.scene.layers[this.spec.mode === "flicker" ? this.spec.layers[this.scene.flick % this.spec.layers.length] : this.spec.layers[0]]; }

  /** Where this pane looks: centre (LPS of the first volume), mm a pixel, size in pixels. */
  view(ratio = this.canvas.width / (this.width || 1)) {
    const { plane, scene } = this, { affine, meta } = scene.reference, width = Math.max(1, Math.round(this.width * ratio)), height = Math.max(1, Math.round(this.height * ratio));
    const [u0, u1] = extent(affine, meta.shape, plane.u), [v0, v1] = extent(affine, meta.shape, plane.v);
    // A voxel reaches half its size beyond its centre.
    const edge = (d, axis) => Math.abs(dot([affine[axis], affine[4 + axis], affine[8 + axis]], d));
    const eu = Math.max(...[0, 1, 2].map((a) => edge(plane.u, a))), ev = Math.max(...[0, 1, 2].map((a) => edge(plane.v, a)));
    const mm = Math.max((u1 - u0 + eu) / width, (v1 - v0 + ev) / height) / this.zoom;
    const depth = snap(plane, affine, meta.shape, dot(scene.cursor, plane.n));
    const middle = [[u0 + u1, plane.u], [v0 + v1, plane.v]].map(([x, d]) => [x / 2, d]);
    let centre = scale(plane.n, depth);
    const along = this.planar(plane, middle[0][0] - this.pan[0], middle[1][0] - this.pan[1], depth);
    centre = along ?? centre;
    return { centre, mm, width, height };
  }
  /** The point whose distances along u, v and n are given; u, v need not be perpendicular to each other. */
  planar(plane, a, b, depth) {
    const uv = dot(plane.u, plane.v), f = 1 - uv * uv;
    return add(add(scale(plane.u, (a - uv * b) / f), plane.v, (b - uv * a) / f), plane.n, depth);
  }

  resize() {
    const b = this.el.getBoundingClientRect();
    this.width = Math.max(1, Math.round(b.width)); this.height = Math.max(1, Math.round(b.height));
  }

  draw(moving) {
    const { scene, canvas } = this;
    if (!scene.reference || !this.width || this.width < 8) return;
    const ratio = moving ? 1 : Math.min(2, globalThis.devicePixelRatio || 1), w = Math.round(this.width * ratio), hgt = Math.round(this.height * ratio);
    if (canvas.width !== w || canvas.height !== hgt || !this.image) {
      canvas.width = w; canvas.height = hgt;
      this.image = this.context.createImageData(w, hgt);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.scratch = new Float32Array(w * hgt);
    }
    const view = this.view(ratio), { plane, pixels } = this;
    const linear = scene.smooth && !(moving && this.slow);
    const began = performance.now();
    const paint = (layer, into) => {
      const entry = layer.data;
      const toIndex = layer.toIndex(entry), whole = this.whole(layer, entry, view);
      this.coarse = entry.stride > 1 && !whole;
      if (whole) { draw(into, w, hgt, whole.slice, whole.m, layer.ink(), linear && !(layer.meta.channels > 1), this.scratch); return; }
      if (entry.paged) { into.fill(0xff000000); return; }
      const m = pixelToIndex(plane, view, toIndex), n = this.slabPlanes(), smooth = linear && !(layer.meta.channels > 1);
      let values;
      if (n > 1 && !(layer.meta.channels > 1)) {
        const coarse = moving ? Math.ceil(n / 8) : 1; // fewer planes while it moves
        this.projected = this.projected?.length === w * hgt ? this.projected : new Float32Array(w * hgt);
        values = project(entry, m, w, hgt, false, turn(toIndex, scale(plane.n, plane.step * coarse)), Math.ceil(n / coarse), this.projected, this.scratch);
      }
      draw(into, w, hgt, entry, m, layer.ink(), smooth, this.scratch, values);
    };
    const shown = this.layer;
    paint(shown, pixels);
    if (this.spec.mode !== "one") this.viewer.mix(this, { view, width: w, height: hgt, linear, paint });
    if (this.viewer.showLabels) for (const o of scene.overlays) if (o.visible !== false && (o.on ?? scene.reference.meta.id) === shown.meta.id) this.overlay(o, view, w, hgt, linear);
    this.context.putImageData(this.image, 0, 0);
    this.slow = performance.now() - began > 20;
    this.words(); this.lines();
  }
  /** Of a volume that is held at a stride: the whole slice that this pane stands on, where it is here. */
  whole(layer, entry, view) {
    if (!entry.fine || this.slabPlanes() > 1) return null;
    const m = pixelToIndex(this.plane, view, multiply(layer.inverse, layer.toVolume)), flat = (d) => Math.abs(d[2]) * (view.width + view.height) < 1e-3;
    const slice = flat(m.du) && flat(m.dv) && entry.fine.get(nearest(m.p[2]));
    return slice ? { slice, m: { ...m, p: [m.p[0], m.p[1], 0] } } : null;
  }
  /** Planes in the slab that is looked through; 1 where only the plane itself is. */
  slabPlanes() { return this.scene.stack ? 1 : Math.max(1, Math.round(this.scene.slab_mm / this.plane.step)); }
  overlay(o, view, w, hgt, linear) {
    const entry = o.layer.data, m = pixelToIndex(this.plane, view, o.layer.toIndex(entry)), opacity = o.opacity ?? this.viewer.labelOpacity;
    if (o.kind === "image") {
      const values = sample(entry, m, w, hgt, linear, this.scratch), [c, width] = o.volume.window ?? o.layer.windowNow(), colours = palette(o.colormap ?? "hot");
      const { slope = 1, intercept = 0 } = o.volume;
      for (let n = 0; n < values.length; n++) {
        const v = values[n];
        if (!(v === v)) continue;
        const g = grey(v * slope + intercept, c, width, o.volume.window_shape), p = colours[g];
        if (g) blend(this.pixels, n, [p & 255, (p >> 8) & 255, (p >> 16) & 255], opacity);
      }
    } else drawLabels(this.pixels, w, hgt, entry, m, o.map, opacity, this.viewer.outline, this.scratch);
  }

  words() {
    const { scene, plane, layer } = this, { affine, meta } = scene.reference, [n, count] = sliceNumber(plane, affine, meta.shape, dot(scene.cursor, plane.n));
    const [c, w] = layer.windowNow(), title = scene.stack ? (meta.kind_words ?? "Frames") : this.spec.title ?? TITLES[plane.name];
    const loading = layer.data.done ? "" : ` · loading ${Math.floor(layer.data.progress * 100)} %`;
    put(this.tags.tl, [layer.meta.label, `${title} ${n + 1} / ${count}${scene.times > 1 && layer.meta.times > 1 ? ` · ${layer.meta.time_labels?.[scene.t] ?? `${(layer.meta.time_name ?? "time").toLowerCase()} ${scene.t + 1} / ${layer.meta.times}`}` : ""}${loading}`].filter(Boolean).join("\n"));
    put(this.tags.bl, layer.meta.channels > 1 ? "" : `C ${round(c, Math.abs(w) < 20 ? 2 : 0)}  W ${round(w, Math.abs(w) < 20 ? 2 : 0)}`);
    put(this.tags.tr, [scene.oblique && scene.grid && !scene.stack ? "along the scan" : !scene.stack && (scene.oblique || scene.sheared) ? "along the body" : "",
      this.slabPlanes() > 1 ? `MIP ${round(this.slabPlanes() * plane.step)} mm` : "", this.coarse ? layer.data.paged ? "loading this slice" : `too large to be held whole: every ${["", "", "2nd", "3rd"][layer.data.stride] ?? `${layer.data.stride}th`} voxel` : ""].filter(Boolean).join("\n"));
    this.viewer.say?.(this);
    const ends = scene.stack ? scene.ends() : [letters(scale(plane.u, -1)), letters(plane.u), letters(scale(plane.v, -1)), letters(plane.v)];
    ["l", "r", "t", "b"].forEach((k, i) => put(this.ends[k], ends[i]));
    const label = `${title} view, slice ${n + 1} of ${count}${scene.stack ? "" : `, ${ends[0]} on the left, ${ends[2]} on top`}. Arrow keys scroll, question mark lists the keys.`;
    if (label !== this.label) this.el.setAttribute("aria-label", this.label = label);
  }

  /** Contours as they were drawn, on the slices that they were drawn on. */
  rings(at, out) {
    const { scene, plane } = this;
    if (scene.stack || !this.viewer.showLabels) return;
    const depth = dot(scene.cursor, plane.n);
    for (const o of scene.overlays) for (const [label, points] of o.rings ?? []) {
      const rgb = o.map.get(label), key = plane.n.join();
      if (!rgb) continue;
      const span = ((points.spans ??= {})[key] ??= spanOf(points, plane.n));
      if (span[1] - span[0] > 0.5 || Math.abs((span[0] + span[1]) / 2 - depth) > plane.step / 2) continue;
      const path = [];
      for (let n = 0; n < points.length; n += 3) path.push(at([points[n], points[n + 1], points[n + 2]]).map((x) => x.toFixed(2)).join());
      out.push(s("polygon", { points: path.join(" "), fill: "none", stroke: `rgb(${rgb})`, "stroke-width": 1.5, class: "pl-ring" }));
    }
  }
  lines() {
    const { svg, scene, plane } = this, view = this.view(1), ratio = 1, at = (q) => patientToPixel(plane, view, q).map((x) => x * ratio + 0.5);
    const rings = scene.overlays.some((o) => o.rings), { measurements, measuring, crosshair } = this.viewer, drawn = [view.centre, view.mm, this.width, this.height, plane.u, scene.cursor, crosshair, Boolean(measuring)].join();
    if (drawn === this.drawnLines && !measurements.length && !measuring?.draft && !rings && !this.viewer.marks) return; // dragging a window leaves the lines as they are
    this.drawnLines = measurements.length || measuring?.draft || rings ? "" : drawn;
    const out = [], line = (a, b, extra = {}) => out.push(s("line", { x1: a[0], y1: a[1], x2: b[0], y2: b[1], stroke: "#56b4e9", "stroke-width": 1, ...extra }));
    if (!scene.stack && this.viewer.crosshair) {
      const [x, y] = at(scene.cursor), gap = 14, dim = { "stroke-opacity": 0.75 };
      line([0, y], [x - gap, y], dim); line([x + gap, y], [this.width, y], dim); line([x, 0], [x, y - gap], dim); line([x, y + gap], [x, this.height], dim);
    }
    const unit = scene.reference.meta.spacing_unit === "px" ? "px" : "mm", bar = barLength(this.width * 0.3 * view.mm), px = bar / view.mm, x1 = this.width - 14, y1 = this.height - 12;
    line([x1 - px, y1], [x1, y1], { stroke: "#fff", "stroke-width": 2, class: "pl-scale", "data-mm": bar });
    line([x1 - px, y1 - 4], [x1 - px, y1 + 4], { stroke: "#fff", "stroke-width": 2 }); line([x1, y1 - 4], [x1, y1 + 4], { stroke: "#fff", "stroke-width": 2 });
    out.push(s("text", { x: x1 - px / 2, y: y1 - 7, fill: "#fff", "font-size": 11, "text-anchor": "middle" }, `${unit === "mm" && bar >= 10 ? `${bar / 10} cm` : `${bar} ${unit}`}`));
    const { spacing_note: note } = scene.reference.meta;
    if (note) out.push(s("text", { x: x1, y: y1 - 22, fill: "#ccc", "font-size": 10, "text-anchor": "end" }, note));
    this.rings(at, out);
    this.viewer.marks?.(this, at, out);
    this.viewer.measuring?.draw(this, at, out);
    svg.replaceChildren(...out);
  }
  point(e) {
    const b = this.el.getBoundingClientRect();
    return pixelToPatient(this.plane, this.view(1), e.clientX - b.left - 0.5, e.clientY - b.top - 0.5);
  }
  down(e) {
    const v = this.viewer;
    this.el.focus({ preventScroll: true });
    if (e.button > 2 || !this.scene.reference) return;
    e.preventDefault();
    this.el.setPointerCapture?.(e.pointerId);
    const tool = e.button === 1 || e.ctrlKey ? "pan" : e.button === 2 ? "zoom" : e.altKey && v.manual?.(this) ? "offset" : e.shiftKey ? "crosshair" : v.tool;
    this.drag = { tool, x: e.clientX, y: e.clientY, x0: e.clientX, y0: e.clientY, window: this.layer.windowNow(), moved: false, button: e.button };
    if (e.button === 0 && v.measuring?.down(this, e, tool)) { this.drag.tool = "measure"; return; }
    if (tool === "crosshair") v.place(this.point(e));
  }
  move(e) {
    const { viewer: v, drag } = this;
    if (!this.scene.reference) return;
    const { rest } = this.viewer; // where the pointer rested when the notebook was last rolled
    if (!rest || rest[0] !== e.screenX || rest[1] !== e.screenY) this.armed = true;
    v.hover(this, this.point(e));
    if (!drag) { v.measuring?.hover(this, e); return; }
    const dx = e.clientX - drag.x, dy = e.clientY - drag.y;
    if (Math.hypot(e.clientX - drag.x0, e.clientY - drag.y0) > 2) drag.moved = true;
    if (!drag.moved) return;
    drag.x = e.clientX; drag.y = e.clientY;
    const view = this.view(1);
    if (drag.tool === "window") {
      const [c, w] = drag.window, by = Math.max(Math.abs(w), v.floor(this.layer)) / 300;
      v.setWindow([c + (e.clientY - drag.y0) * by, Math.max(v.least(this.layer), w + (e.clientX - drag.x0) * by)]);
    } else if (drag.tool === "pan") v.panBy(this, dx * view.mm, dy * view.mm);
    else if (drag.tool === "zoom") v.zoomBy(this, Math.exp(-dy / 150), drag.x0, drag.y0);
    else if (drag.tool === "crosshair") v.place(this.point(e));
    else if (drag.tool === "offset") v.offsetBy(this, add(scale(this.plane.u, -dx * view.mm), this.plane.v, -dy * view.mm));
    else if (drag.tool === "measure") v.measuring.move(this, e);
  }
  up(e) {
    const { viewer: v, drag } = this;
    this.drag = null;
    if (!drag) return;
    if (drag.tool === "measure") v.measuring.up(this, e, drag.moved);
    else if (!drag.moved && drag.button === 0 && drag.tool !== "offset") v.place(this.point(e));
    v.settle();
  }
  wheel(e) {
    // Rolling through the notebook must not be caught by a picture that passes under a resting pointer: the wheel is
    // ours once the pointer has moved here, or while the picture has the focus.
    if (!this.armed && !this.el.contains(document.activeElement) && document.activeElement !== this.el) return;
    e.preventDefault(); e.stopPropagation();
    if (!this.scene.reference) return;
    if (e.ctrlKey || e.metaKey) { this.viewer.zoomBy(this, Math.exp(-e.deltaY / 300), e.clientX, e.clientY); return; }
    const pixels = e.deltaMode === 1 ? e.deltaY * 40 : e.deltaMode === 2 ? e.deltaY * 400 : e.deltaY;
    this.rolled = (this.rolled ?? 0) * (Math.sign(this.rolled ?? 0) === Math.sign(pixels) ? 1 : 0) + pixels;
    const n = Math.abs(pixels) >= 50 ? Math.sign(pixels) : Math.trunc(this.rolled / 40);
    if (n) { this.rolled = 0; this.viewer.scroll(this, n); }
  }
}
