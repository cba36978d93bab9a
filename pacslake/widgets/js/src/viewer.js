// The viewer: layout, tools, keys, and the small state that it shares with Python. Draws at most once a frame.

import { add, column, dot, nearest } from "./geometry.js";
import { COLORMAPS, palette } from "./window.js";
import { Wire } from "./protocol.js";
import { Scene } from "./scene.js";
import { Pane } from "./pane.js";
import { button, h, icon, put, throttle } from "./dom.js";

const TOOLS = [["window", "Window and level (w)"], ["crosshair", "Crosshair (c)"], ["pan", "Pan (p)"], ["zoom", "Zoom (z)"]];
const MEASURES = [["length", "Length (l)"], ["bidirectional", "Long and short axis (b)"], ["angle", "Angle (g)"], ["ellipse", "Ellipse ROI (o)"], ["rectangle", "Rectangle ROI (r)"],
  ["polygon", "Polygon ROI (y)"], ["probe", "Value probe (v)"], ["arrow", "Arrow with text (t)"]];
const KEYS = { w: "window", c: "crosshair", p: "pan", z: "zoom", l: "length", b: "bidirectional", g: "angle", o: "ellipse", r: "rectangle", y: "polygon", v: "probe", t: "arrow" };
const HELP = "Wheel, arrows, PageUp/PageDown: slices · drag: tool · middle or ctrl-drag: pan · right drag or ctrl-wheel: zoom · shift-drag or click: crosshair · "
  + "w window, c crosshair, l length, b long and short axis, g angle, o ellipse, r rectangle, y polygon, v probe, t arrow (Enter sets a point at the crosshair, Shift+arrows move it), p pan, z zoom · 1–9 presets · i invert · n smooth · x crosshair lines · s labels · "
  + "space cine · [ ] time or prior/current · f flicker · 0 reset · Delete, Ctrl+Z";
const STATE = ["cursor", "time_index", "window", "view_layout", "tool", "grid", "smooth", "inverted", "colormap", "label_opacity", "outline", "show_labels", "measurements", "selected_measurement", "compare_mode", "transforms", "slab_mm"];

const SLABS = [0, 5, 10, 20, 50, 1000]; // mm
const CINE_MS = 80; // a frame, where no time is known

/** A value under the pointer: "≈" while only a coarse one is here. */
function inWords({ value, final }, unit) {
  if (Array.isArray(value)) return `RGB ${value.join(" ")}`;
  if (Number.isNaN(value)) return "no value (NaN)";
  return `${final ? "" : "≈ "}${Number.isInteger(value) ? value : value.toPrecision(6).replace(/\.?0+$/, "")} ${unit ?? ""}`.trimEnd();
}

/** What the colours of a volume laid over another mean. */
const bar = ({ volume, colormap }) => {
  const [c, w] = volume.window ?? [0.5, 1], end = (x) => Number(x.toPrecision(3)), ramp = [0, 64, 128, 192, 255].map((n) => palette(colormap)[n]).map((x) => `rgb(${x & 255},${(x >> 8) & 255},${(x >> 16) & 255})`);
  return [h("b", {}, `${volume.modality || "Overlay"} ${end(c - w / 2)}`), h("i", { style: `width:60px;background:linear-gradient(90deg,${ramp})` }), h("b", {}, `${end(c + w / 2)} ${volume.unit ?? ""}`)];
};

export class Viewer {
  constructor({ early, model, el, load }) {
    this.model = model; this.host = el; this.loadModule = load;
    this.wire = new Wire(model, early);
    this.scene = new Scene(this.wire, () => this.redraw());
    this.panes = []; this.measurements = []; this.tool = "window"; this.crosshair = true; this.showLabels = true;
    this.labelOpacity = 0.45; this.outline = false; this.selected = null; this.focusPane = null; this.big = null; this.sent = {}; this.told = new Set();
    this.push = throttle(() => this.pushNow(), 150);
    this.root = h("div", { class: "pacslake", "data-lm-suppress-shortcuts": "true", "data-lab": document.body.dataset.jpThemeName ? true : false });
    el.append(this.root);
    this.root.addEventListener("keydown", (e) => this.key(e));
    this.handlers = [];
    this.listen("change:volumes", () => this.load());
    this.listen("change:overlays", () => this.load(true));
    this.listen("change:notices", () => this.showNotices());
    for (const name of STATE) this.listen(`change:${name}`, () => this.pull(name));
    this.wire.listeners.add((head) => this.hear(head));
    this.onRoll = (e) => { if (!this.panes.some((p) => p.armed || p.el === document.activeElement)) this.rest = [e.screenX, e.screenY]; };
    document.addEventListener("wheel", this.onRoll, { capture: true, passive: true });
    this.sizes = new ResizeObserver(() => { for (const p of this.panes) p.resize(); this.redraw(); });
    this.sight = new IntersectionObserver((seen) => { if (seen.some((s) => s.isIntersecting)) { for (const p of this.panes) p.resize(); this.redraw(); } });
    this.sight.observe(this.root);
    this.watch = setInterval(() => this.checkSilence(), 1000);
    this.load();
  }
  get compare() { return this.scene.layers.length > 1; }
  listen(name, f) { this.model.on(name, f); this.handlers.push([name, f]); }

  load(keep = false) {
    const volumes = this.model.get("volumes") ?? [], cursor = keep && this.scene.cursor;
    this.root.replaceChildren();
    this.scene.load(volumes, this.model.get("overlays") ?? []);
    this.panes = [];
    if (!volumes.length) { this.root.hidden = true; return; }
    this.root.hidden = false;
    for (const name of STATE) this.pull(name, true);
    if (cursor) this.scene.cursor = cursor;
    this.build();
    this.scene.look();
    this.redraw();
  }

  // --- the page -------------------------------------------------------------------------------------------------
  build() {
    const { scene } = this, meta = scene.reference.meta, colour = meta.channels > 1;
    this.bar = h("div", { class: "pl-bar", role: "toolbar", "aria-label": "Viewer tools" });
    this.toolButtons = [...TOOLS, ...MEASURES].filter(([t]) => !((t === "crosshair" && scene.stack) || (t === "window" && colour)))
      .map(([t, title]) => button(t, title, () => this.setTool(t), { "data-tool": t }));
    this.bar.append(h("div", { class: "pl-group" }, ...this.layouts()), h("div", { class: "pl-group", role: "group", "aria-label": "Tools" }, ...this.toolButtons));
    if (!colour) {
      const presets = meta.presets ?? [];
      this.presetBox = h("select", { title: "Window preset (1–9)", "aria-label": "Window preset", onchange: (e) => this.preset(Number(e.target.value)) },
        h("option", { value: -1 }, "Window…"), ...presets.map(([name], n) => h("option", { value: n }, name)));
      this.mapBox = h("select", { title: "Colour map", "aria-label": "Colour map", onchange: (e) => { scene.colormap = e.target.value; this.changed(); } },
        ...COLORMAPS.map((n) => h("option", { value: n }, n)));
      this.mapBox.value = scene.colormap;
      this.invertButton = button("invert", "Invert grey (i)", () => { scene.inverted = !scene.inverted; this.changed(); });
      this.bar.append(h("div", { class: "pl-group" }, this.presetBox, this.mapBox, this.invertButton));
    }
    const view = h("div", { class: "pl-group" });
    this.smoothButton = button("Smooth", "Interpolate between voxels (n)", () => { scene.smooth = !scene.smooth; this.changed(); });
    view.append(this.smoothButton);
    if (scene.oblique && !scene.sheared && !scene.stack) view.append(this.gridButton = button("True planes", "True anatomical planes instead of the scan's own", () => { scene.setGrid(!scene.grid); this.changed(); }));
    view.append(button("reset", "Reset the view (0)", () => this.reset()), button("undo", "Undo (Ctrl+Z)", () => this.measuring?.undo()));
    if (scene.times > 1 || (scene.stack && meta.shape[0] > 1)) view.append(this.cineButton = button("play", "Cine (space)", () => this.cine()));
    this.bar.append(view);
    if (scene.times > 1) {
      this.timeBox = h("input", { type: "range", min: 0, max: scene.times - 1, step: 1, value: scene.t, "aria-label": meta.time_name ?? "Time", oninput: (e) => this.setTime(Number(e.target.value)) });
      this.bar.append(h("label", {}, meta.time_name ?? "Time", this.timeBox));
    }
    if (!scene.stack && !colour && meta.shape[0] > 1) view.append(this.slabBox = h("select", { title: "Thickness to look through: maximum intensity projection (MIP)", "aria-label": "Slab", onchange: (e) => { scene.slab_mm = Number(e.target.value); this.changed(); } },
      ...SLABS.map((mm) => h("option", { value: mm }, mm === 0 ? "Slice" : mm < 1000 ? `MIP ${mm} mm` : "MIP all"))));
    if (scene.overlays.length) {
      this.bar.append(h("label", {}, h("input", { type: "checkbox", ...(this.showLabels ? { checked: true } : {}), onchange: (e) => { this.showLabels = e.target.checked; this.changed(); } }), "Overlay"),
        h("input", { type: "range", min: 0, max: 100, value: this.labelOpacity * 100, "aria-label": "Opacity of the overlay", oninput: (e) => { this.labelOpacity = e.target.value / 100; this.changed(); } }),
        h("label", {}, h("input", { type: "checkbox", ...(this.outline ? { checked: true } : {}), onchange: (e) => { this.outline = e.target.checked; this.changed(); } }), "Outline"));
    }
    this.bar.append(...this.controls());
    this.bar.append(h("div", { class: "pl-group", style: "margin-left:auto" }, button("?", HELP, () => { this.help.hidden = !this.help.hidden; })));
    this.help = h("div", { class: "pl-note", hidden: true }, HELP);
    this.notes = h("div", { "aria-live": "polite" });
    this.silent = h("div", { class: "pl-note", "data-level": "warn", role: "status", hidden: true });
    this.progress = h("div", { class: "pl-prog", role: "progressbar", "aria-label": "Loaded", "aria-valuemin": 0, "aria-valuemax": 100 }, h("i"));
    this.grid = h("div", { class: "pl-panes" });
    this.read = h("span", { class: "pl-read" });
    const legend = h("div", { class: "pl-legend" }, ...scene.overlays.flatMap((o) => o.kind === "image" ? [h("span", {}, ...bar(o))] : (o.labels ?? []).slice(0, 24).map((l) => this.legendOf(o, l))));
    this.table = h("div", { class: "pl-meas", hidden: true });
    this.root.append(this.bar, this.notes, this.silent, this.help, this.progress, this.grid, h("div", { class: "pl-foot" }, this.read, legend), this.table);
    this.showNotices(); this.arrange();
  }
  /** A label's name with its colour: a press hides and shows it. */
  legendOf(o, l) {
    const b = h("button", { type: "button", class: "pl-b", title: `Hide or show ${l.name}`, "aria-pressed": o.map.has(l.value), onclick: () => {
      if (!o.map.delete(l.value)) o.map.set(l.value, l.rgb);
      b.setAttribute("aria-pressed", o.map.has(l.value)); this.redraw();
    } }, h("i", { style: `background:rgb(${l.rgb})` }), l.name);
    return b;
  }
  layouts() {
    if (this.scene.stack || this.scene.reference.meta.shape[0] < 2) return [];
    const planes = [["axial", "A", "Axial"], ["coronal", "C", "Coronal"], ["sagittal", "S", "Sagittal"]];
    const all = [["three", "3", "Three planes"], ...planes];
    if (this.scene.oblique || this.scene.sheared || this.scene.main === "native") all.push(["native", "N", "As acquired"]);
    return this.layoutRow(all);
  }
  layoutRow(all) {
    this.layoutButtons = all.map(([id, text, title]) => button(text, title, () => { this.layout = id; this.big = null; this.arrange(); this.changed(); }, { "data-layout": id }));
    return this.layoutButtons;
  }
  /** Controls of a subclass, at the end of the bar. */
  controls() { return []; }
  /** Which panes a layout holds. */
  specs() {
    const { scene } = this, main = scene.main;
    if (scene.stack || scene.reference.meta.shape[0] < 2) return [{ plane: "native", layers: [0], mode: "one" }];
    if (["axial", "coronal", "sagittal", "native"].includes(this.layout)) return [{ plane: this.layout, layers: [0], mode: "one" }];
    return [main, ...["axial", "coronal", "sagittal"].filter((p) => p !== main)].map((plane) => ({ plane, layers: [0], mode: "one" }));
  }
  arrange() {
    const specs = this.big ? [this.big] : this.specs();
    for (const p of this.panes) this.sizes.unobserve(p.el);
    this.panes = specs.map((spec) => new Pane(this, spec));
    this.grid.dataset.layout = specs.length === 3 ? "three" : specs.length === 4 ? "four" : specs.length === 2 ? "pair" : "one";
    this.grid.replaceChildren(...this.panes.map((p) => p.el));
    for (const p of this.panes) { this.sizes.observe(p.el); p.resize(); }
    this.focusPane = this.panes[0];
    this.mark(); this.redraw();
  }
  maximise(pane) {
    if (this.panes.length === 1 && !this.big) return;
    this.big = this.big ? null : pane.spec; this.arrange();
  }
  shownLayout() { return this.layout ?? "three"; }
  /** Buttons and boxes show the state. */
  mark() {
    const { scene } = this;
    for (const b of this.toolButtons ?? []) b.setAttribute("aria-pressed", b.dataset.tool === this.tool);
    const shown = this.shownLayout();
    for (const b of this.layoutButtons ?? []) b.setAttribute("aria-pressed", b.dataset.layout === shown);
    this.smoothButton?.setAttribute("aria-pressed", scene.smooth);
    this.invertButton?.setAttribute("aria-pressed", scene.inverted);
    this.gridButton?.setAttribute("aria-pressed", !scene.grid);
    if (this.mapBox) this.mapBox.value = scene.colormap;
    if (this.timeBox) this.timeBox.value = scene.t;
    if (this.slabBox) this.slabBox.value = SLABS.find((mm) => mm >= scene.slab_mm) ?? 1000;
    this.cineButton?.replaceChildren(icon(this.playing ? "pause" : "play"));
  }
  showNotices() {
    this.notes?.replaceChildren(...(this.model.get("notices") ?? []).map((n) => h("div", { class: "pl-note", "data-level": n.level ?? "info", role: n.level === "error" ? "alert" : "status" }, n.text)));
  }
  checkSilence() {
    if (!this.silent) return;
    const waits = this.scene.layers.some((l) => l.entries.size && !l.data.done), quiet = waits && this.wire.silence() > 4;
    const errors = this.scene.layers.flatMap((l) => [...l.entries.values()].flatMap(([e]) => e.errors));
    this.silent.hidden = !quiet && !errors.length;
    this.silent.textContent = errors.length ? `Some of the picture is missing: ${errors[errors.length - 1]}`
      : quiet ? "The kernel does not answer: it is busy, or it was restarted. What has arrived can still be viewed; after a restart, run the cell again." : "";
  }

  // --- drawing --------------------------------------------------------------------------------------------------
  redraw(moving = false) {
    this.moving = moving;
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.closed || !this.scene.reference) return;
      for (const p of this.panes) p.draw(this.moving);
      const { layers } = this.scene, loaded = layers.reduce((n, l) => n + l.data.progress, 0) / layers.length;
      if (loaded !== this.progress.shown) {
        this.progress.shown = loaded;
        this.progress.style.visibility = loaded < 1 ? "visible" : "hidden";
        this.progress.firstChild.style.width = `${loaded * 100}%`;
        this.progress.setAttribute("aria-valuenow", Math.floor(loaded * 100));
      }
      this.drawn = (this.drawn ?? 0) + 1;
      if (this.hoverAt) this.readout();
      if (!this.toldFirst && layers[0].data.firstAt) { this.toldFirst = true; this.wire.send({ kind: "shown" }); this.tools(); }
      if (loaded === 1) { this.askFiles(); this.prefetchTimes(); }
    });
  }
  /** Once its voxels are here: which files a volume's slices are from, and the contours of an overlay. */
  askFiles() {
    const ask = (kind, vol, t) => { const key = `${kind} ${vol} ${t}`; if (!this.told.has(key)) { this.told.add(key); this.wire.send({ kind, vol, t }); } };
    for (const l of this.scene.layers) for (const [t, [e]] of l.entries) if (e.done) ask("frames", l.meta.id, t);
    for (const o of this.scene.overlays) if (o.contours) ask("contours", o.volume.id, 0);
  }
  hear(head) {
    if (head.kind === "frames") this.scene.files.set(`${head.vol}@${head.t}`, head);
    else if (head.kind === "contours") { for (const o of this.scene.overlays) if (o.volume.id === head.vol) o.rings = head.rings; }
    else return;
    this.redraw();
  }
  settle() { clearTimeout(this.rested); this.rested = setTimeout(() => this.redraw(false), 120); }
  /** Once the time shown is here, the others follow one by one while they fit. */
  prefetchTimes() {
    for (const l of this.scene.layers) {
      if (l.meta.times < 2) continue;
      for (let t = 0; t < l.meta.times; t++) {
        const at = (this.scene.t + t) % l.meta.times, known = l.entries.get(at);
        if (known && !known[0].done) return;
        if (!known) { if (l.data.data.byteLength * l.meta.times < 512 << 20) l.at(at); return; }
      }
    }
  }
  /** Something changed. Python hears of it once it rests: never while a gesture or a film goes on. */
  changed(moving = false) {
    if (!moving) this.mark();
    this.scene.look(); this.redraw(moving);
    if (moving) { this.settle(); this.push.cancel(); }
    if (!this.playing) this.push();
  }

  // --- what the user does ---------------------------------------------------------------------------------------
  place(q) { this.scene.place(q); this.changed(true); }
  scroll(pane, n) {
    const { scene } = this, sign = scene.stack ? 1 : -1;
    if (scene.step(pane.plane, sign * n)) this.changed(true);
  }
  /** The crosshair one voxel further within the plane. */
  nudge(pane, [a, b]) {
    const { affine } = this.scene.reference, { u, v } = pane.plane, least = (d) => Math.max(...[0, 1, 2].map((c) => Math.abs(dot(column(affine, c), d))));
    this.place(add(add(this.scene.cursor, u, a * least(u)), v, b * least(v)));
  }
  setWindow(w) { this.scene.window = w; this.changed(true); if (this.presetBox) this.presetBox.value = -1; }
  floor(layer) { const e = layer.windowNow(); return Math.max(Math.abs(e[1]), 1e-6); }
  least(layer) { return /float/.test(layer.meta.dtype) || (layer.meta.slope ?? 1) < 1 ? 1e-6 : 1; }
  preset(n) {
    const p = (this.scene.reference.meta.presets ?? [])[n];
    if (!p) return;
    this.scene.window = p[1] === null ? null : [p[1], p[2]];
    if (p[1] === null) for (const l of this.scene.layers) l.auto = null;
    this.changed();
    if (this.presetBox) this.presetBox.value = n;
  }
  setTool(t) { this.tool = t; this.measuring?.drop(); this.changed(); }
  /** The measuring tools are a module of their own: fetched when the first picture stands, or when they are needed. */
  tools() {
    return (this.fetched ??= this.loadModule("tools").then((m) => {
      if (this.closed) return;
      this.measuring = new m.Measuring(this); this.measuring.list(); this.redraw();
    }, () => { this.fetched = null; }));
  }
  setTime(t) { const n = this.scene.times; this.scene.t = ((t % n) + n) % n; this.changed(); }
  /** Keys of a subclass; true when one was used. */
  ownKey() { return false; }
  /** Panes that are moved and zoomed together. */
  peers(pane) { return [pane]; }
  panBy(pane, x, y) { for (const p of this.peers(pane)) p.pan = [p.pan[0] + x, p.pan[1] + y]; this.redraw(true); this.settle(); }
  zoomBy(pane, f, x, y) {
    const b = pane.el.getBoundingClientRect(), before = pane.view(1), zoom = Math.min(40, Math.max(0.3, pane.zoom * f));
    const mm = before.mm * pane.zoom / zoom, dx = x - b.left - b.width / 2, dy = y - b.top - b.height / 2;
    for (const p of this.peers(pane)) { p.zoom = zoom; p.pan = [p.pan[0] - dx * (before.mm - mm), p.pan[1] - dy * (before.mm - mm)]; }
    this.redraw(true); this.settle();
  }
  reset() {
    for (const p of this.panes) { p.zoom = 1; p.pan = [0, 0]; }
    this.scene.window = null; this.scene.inverted = false; this.scene.colormap = "grey"; this.scene.cursor = this.scene.middle();
    this.changed();
  }
  cine() {
    const { scene } = this;
    clearTimeout(this.playing);
    if (this.playing) { this.playing = 0; this.changed(); return; }
    const { frame_ms: ms, frame_times_ms: each } = scene.reference.meta, pane = this.focusPane;
    // Each frame stands as long as it did when it was taken; one that comes late shortens the next.
    const stands = () => each?.[scene.times > 1 ? scene.t : nearest(scene.cursor[2])] ?? ms ?? CINE_MS;
    let due = performance.now() + stands();
    const tick = () => {
      if (scene.times > 1) this.setTime(scene.t + 1);
      else { if (!scene.step(pane.plane, 1)) scene.step(pane.plane, -1e6); this.changed(); }
      const now = performance.now();
      due = Math.max(now + 4, due + stands());
      this.playing = setTimeout(tick, due - now);
    };
    this.playing = setTimeout(tick, due - performance.now());
    this.mark();
  }
  focused(pane) { this.focusPane = pane; }

  key(e) {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName) && e.target.type !== "checkbox") return;
    if (e.target.tagName === "BUTTON" && [" ", "Enter"].includes(e.key)) return;
    const { scene } = this, pane = this.focusPane ?? this.panes[0], k = e.key, page = 10;
    if (!pane || e.metaKey || e.altKey || (e.ctrlKey && k.toLowerCase() !== "z")) return;
    const steps = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -1e6, End: 1e6 };
    let used = true;
    if (this.ownKey(e, pane) || this.measuring?.key(e, pane)) used = true;
    else if (e.ctrlKey) used = false;
    else if (e.shiftKey && k.startsWith("Arrow")) this.nudge(pane, { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[k]);
    else if (k in steps) this.scroll(pane, steps[k]);
    else if (k === "ArrowLeft" || k === "ArrowRight") { const d = k === "ArrowLeft" ? -1 : 1; if (scene.times > 1) this.setTime(scene.t + d); else this.scroll(pane, d); }
    else if (k === "[" || k === "]") this.setTime(scene.t + (k === "[" ? -1 : 1));
    else if (/^[1-9]$/.test(k)) this.preset(Number(k) - 1);
    else if (k in KEYS) this.setTool(KEYS[k]);
    else if (k === "i") { scene.inverted = !scene.inverted; this.changed(); }
    else if (k === "n") { scene.smooth = !scene.smooth; this.changed(); }
    else if (k === "x") { this.crosshair = !this.crosshair; this.redraw(); }
    else if (k === "s") { this.showLabels = !this.showLabels; this.changed(); }
    else if (k === " ") this.cine();
    else if (k === "+" || k === "=" || k === "-") { const b = pane.el.getBoundingClientRect(); this.zoomBy(pane, k === "-" ? 0.8 : 1.25, b.left + b.width / 2, b.top + b.height / 2); }
    else if (k === "0") this.reset();
    else if (k === "?") this.help.hidden = !this.help.hidden;
    else used = false;
    if (used) { e.preventDefault(); e.stopPropagation(); }
  }
  // --- under the pointer ----------------------------------------------------------------------------------------
  hover(pane, q) {
    this.hoverAt = pane && { pane, q };
    if (pane) this.readout(); else put(this.read, "");
  }
  readout() {
    const { pane, q } = this.hoverAt, { scene } = this, side = (x, plus, minus) => `${x < 0 ? minus : plus} ${Math.abs(x).toFixed(1)}`;
    let uid;
    const parts = pane.spec.layers.map((n) => {
      const l = scene.layers[n];
      if (!l) return "";
      const v = l.value(q);
      if (v.value === undefined) return "outside";
      uid ??= l.file(v.k).uid;
      return `${inWords(v, l.meta.unit)}   column ${v.i}  row ${v.j}  ${scene.stack ? "frame" : "slice"} ${v.k}`;
    });
    const p = scene.patient(q), images = scene.overlays.filter((o) => o.kind === "image").map((o) => { const v = o.layer.value(q); return v.value === undefined ? "" : inWords(v, o.volume.unit); });
    const labels = scene.overlays.filter((o) => o.kind !== "image" && o.visible !== false).flatMap((o) => { const v = o.layer.value(q).value; return (o.labels ?? []).filter((l) => l.value === v).map((l) => l.name); });
    put(this.read, [...parts, ...images, p && `${side(p[0], "L", "R")}  ${side(p[1], "P", "A")}  ${side(p[2], "H", "F")} mm`, ...labels, uid && `SOP ${uid}`].filter(Boolean).join("   ·   "));
  }

  // --- state shared with Python ---------------------------------------------------------------------------------
  state() {
    const { scene } = this;
    return { cursor: scene.cursor, time_index: scene.t, window: scene.window, view_layout: this.layout ?? "", tool: this.tool, grid: scene.grid, smooth: scene.smooth, inverted: scene.inverted,
      colormap: scene.colormap, label_opacity: this.labelOpacity, outline: this.outline, show_labels: this.showLabels, measurements: this.measurements, selected_measurement: this.selected ?? "", compare_mode: this.mode ?? "side", transforms: this.transformsNow ?? {}, slab_mm: scene.slab_mm };
  }
  pushNow() {
    if (this.closed) return;
    let any = false;
    for (const [name, value] of Object.entries(this.state())) {
      const text = JSON.stringify(value);
      if (this.sent[name] === text) continue;
      this.sent[name] = text; any = true;
      this.model.set(name, JSON.parse(text));
    }
    if (any) try { this.model.save_changes(); } catch { /* no kernel */ }
  }
  pull(name, first = false) {
    const value = this.model.get(name), text = JSON.stringify(value), { scene } = this;
    if (text === undefined || !scene.reference || (!first && this.sent[name] === text)) return;
    this.sent[name] = text;
    if (name === "cursor") { if (value?.length === 3 && scene.reference) scene.place(value); else if (!first) scene.cursor = scene.middle(); }
    else if (name === "time_index") scene.t = Math.min(scene.times - 1, Math.max(0, value || 0));
    else if (name === "window") scene.window = value?.length === 2 ? value : null;
    else if (name === "view_layout") { this.layout = value || undefined; if (!first) this.arrange(); }
    else if (name === "tool") this.tool = value || "window";
    else if (name === "grid") { if (scene.reference) scene.setGrid(value !== false); }
    else if (name === "label_opacity") this.labelOpacity = value;
    else if (name === "outline") this.outline = value;
    else if (name === "show_labels") this.showLabels = value;
    else if (name === "measurements") { this.measurements = structuredClone(value ?? []); this.measuring?.list(); if (this.measurements.length) this.tools(); }
    else if (name === "selected_measurement") { this.selected = value || null; if (!first) this.measuring?.select(this.selected, true); }
    else if (name === "compare_mode") this.pullMode(value, first);
    else if (name === "transforms") { this.transformsNow = value; scene.transforms(value); }
    else scene[name] = value;
    if (!first && this.grid) { this.mark(); scene.look(); this.redraw(); }
  }
  pullMode(value) { this.mode = value; }
  close() {
    this.closed = true; this.push.flush?.(); this.push.cancel();
    clearInterval(this.watch); clearTimeout(this.playing); clearTimeout(this.rested);
    cancelAnimationFrame(this.frame);
    document.removeEventListener("wheel", this.onRoll, { capture: true });
    this.sizes.disconnect(); this.sight.disconnect();
    for (const [name, f] of this.handlers) this.model.off(name, f);
    this.scene.close(); this.wire.close(); this.root.remove(); this.panes = []; this.focusPane = this.hoverAt = this.measuring = null; this.scene.layers = []; this.scene.overlays = [];
  }
}

