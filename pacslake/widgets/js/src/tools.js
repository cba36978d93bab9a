// The measuring tools: what hands and keys draw, the words beside it, the list below. A module of its own, fetched late.

import { dot, invert, multiply, patientToPixel, snap, sub, norm } from "./geometry.js";
import { angleDegrees, axesMm, bidirectional, describe, lengthMm, NOTES, POINTS, REGIONS, roiStatistics } from "./measure.js";
import { button, h, s } from "./dom.js";

const NAMES = { length: "Length", bidirectional: "Long and short axis", angle: "Angle", ellipse: "Ellipse", rectangle: "Rectangle", polygon: "Polygon", probe: "Value", arrow: "Arrow" };
const UNDO = 50;

export class Measuring {
  constructor(viewer) { this.viewer = viewer; this.undone = []; this.draft = null; this.grip = null; }
  get all() { return this.viewer.measurements; }

  // --- numbers ---------------------------------------------------------------------------------------------------
  /** Fills in what a measurement says of the volume that the pane shows. */
  measure(m, pane) {
    const { scene } = this.viewer, layer = pane.layer, { meta } = layer, { kind, points } = m, result = {};
    if (kind === "length" || kind === "arrow") result.length_mm = lengthMm(points);
    if (kind === "angle" && points.length > 2) result.angle_deg = angleDegrees(points);
    if (kind === "bidirectional" && points.length > 3) Object.assign(result, axesMm(points));
    if (kind === "probe") { const { i, j, k, value, final } = layer.value(points[0]); Object.assign(result, { i, j, k, value: value ?? null }, value === undefined || final ? {} : { partial: true }); }
    if (REGIONS.includes(kind)) Object.assign(result, this.statistics(m, pane.plane, layer));
    if (meta.spacing_unit === "px") result.pixels = true;
    return Object.assign(m, { volume_id: meta.id, plane: pane.spec.plane, t: scene.t, unit: meta.unit ?? "", result });
  }
  statistics({ kind, points }, plane, layer) {
    const { data } = layer, step = data.stride, fine = step === 1 ? layer.affine : multiply(layer.affine, [step, 0, 0, 0, 0, step, 0, 0, 0, 0, step, 0, 0, 0, 0, 1]);
    // In a registered volume the shape lies where the picture showed it: its grid is brought into the first one's space.
    const affine = layer === this.viewer.scene.reference ? fine : multiply(invert(layer.toVolume), fine), colour = layer.meta.channels > 1;
    let partial = false;
    const found = roiStatistics(kind, points, plane, affine, [data.nz, data.ny, data.nx], (i, j, k) => {
      const v = colour ? undefined : data.value(i, j, k);
      partial ||= !data.ready(k);
      return v === undefined || v === layer.meta.padding ? undefined : layer.real(v);
    });
    if (colour) found.note = NOTES.colour;
    return { ...found, ...(partial && !colour ? { partial } : {}), ...(step > 1 ? { every: step } : {}) };
  }
  /** Numbers taken while voxels were still on their way are taken again when they are here. */
  refine(pane) {
    for (const m of this.all) if (m.result?.partial && m.volume_id === pane.layer.meta.id && m.plane === pane.spec.plane && pane.layer.data.done) { this.measure(m, pane); this.changed(); }
  }

  // --- changing the list --------------------------------------------------------------------------------------------
  remember() { this.undone.push(JSON.stringify(this.all)); if (this.undone.length > UNDO) this.undone.shift(); }
  changed() { this.viewer.measurements = [...this.all]; this.list(); this.viewer.changed(); }
  finish(pane) {
    const m = this.draft;
    this.draft = null;
    if (m.kind === "polygon") m.points = m.points.filter((q, n) => !n || norm(sub(q, m.points[n - 1])) > 1e-6);
    if (m.points.length < (m.kind === "bidirectional" ? 2 : POINTS[m.kind])) { this.viewer.redraw(); return; }
    if (m.kind === "bidirectional") m.points = bidirectional(m.points.slice(0, 2), null, null, pane.plane);
    this.measure(m, pane);
    this.remember();
    m.id = `m${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
    m.label ??= "";
    this.viewer.measurements = [...this.all, m];
    this.viewer.selected = m.id;
    this.changed();
    if (m.kind === "arrow") this.write(m, pane);
  }
  select(id, go = false) {
    this.viewer.selected = id;
    const m = go && this.all.find((x) => x.id === id);
    if (m) this.viewer.place(m.points[0]);
    this.list(); this.viewer.changed();
  }
  remove(id) {
    if (!this.all.some((m) => m.id === id)) return;
    this.remember(); this.viewer.measurements = this.all.filter((m) => m.id !== id); this.viewer.selected = null; this.changed();
  }
  undo() { const last = this.undone.pop(); if (last !== undefined) { this.draft = null; this.viewer.measurements = JSON.parse(last); this.changed(); } }
  drop() { this.draft = null; }
  label(m, text) { if (text === (m.label ?? "")) return; this.remember(); m.label = text; this.changed(); }
  /** A box over the picture for an arrow's text. */
  write(m, pane) {
    const [x, y] = patientToPixel(pane.plane, pane.view(1), m.points[1]);
    const box = h("input", { type: "text", class: "pl-text", "aria-label": "Text of the arrow", placeholder: "text", maxlength: 200, style: `left:${Math.min(Math.max(0, x), pane.width - 150)}px;top:${Math.min(Math.max(0, y), pane.height - 30)}px` });
    const done = () => { box.remove(); this.label(m, box.value.trim()); };
    for (const name of ["pointerdown", "dblclick", "wheel"]) box.addEventListener(name, (e) => e.stopPropagation());
    box.addEventListener("keydown", (e) => { e.stopPropagation(); if (e.key === "Escape") box.value = ""; if (e.key === "Enter" || e.key === "Escape") { pane.el.focus({ preventScroll: true }); } });
    box.addEventListener("blur", done, { once: true });
    pane.el.append(box); box.focus({ preventScroll: true });
  }

  // --- hands -----------------------------------------------------------------------------------------------------------
  /** A handle of a measurement under the pointer. */
  handle(pane, e) {
    const b = pane.el.getBoundingClientRect(), x = e.clientX - b.left, y = e.clientY - b.top, view = pane.view(1);
    for (const m of [...this.all].reverse()) if (this.onPlane(m, pane)) for (let n = 0; n < m.points.length; n++) {
      const [px, py] = patientToPixel(pane.plane, view, m.points[n]);
      if (Math.hypot(px + 0.5 - x, py + 0.5 - y) < 7) return { m, n };
    }
    return null;
  }
  /** The pointer went down; true when a measurement takes the gesture. */
  down(pane, e, tool) {
    const q = pane.point(e);
    if (this.draft && this.draft.pane === pane) { this.click(pane, q); return true; }
    this.draft = null;
    this.grip = ["crosshair", "pan", "zoom", "offset"].includes(tool) ? null : this.handle(pane, e);
    if (this.grip) { this.remember(); this.select(this.grip.m.id); return true; }
    if (!(tool in POINTS)) return false;
    this.draft = { kind: tool, points: tool === "probe" ? [q] : [q, q] };
    Object.defineProperty(this.draft, "pane", { value: pane }); // not part of what is sent to Python
    return true;
  }
  /** A further point of a draft whose last one follows the pointer. */
  click(pane, q) {
    const { draft } = this, { kind, points } = draft, view = pane.view(1);
    points[points.length - 1] = q;
    const closed = kind === "polygon" && points.length > 3 && norm(sub(q, points[0])) < 8 * view.mm;
    if (closed) points.pop();
    if (closed || (kind !== "polygon" && points.length === POINTS[kind])) { this.ended = true; return; }
    points.push(q);
  }
  move(pane, e) {
    const q = pane.point(e), { draft, grip } = this;
    if (grip) {
      const { m, n } = grip;
      m.points = m.kind === "bidirectional" ? bidirectional(m.points, n, q, pane.plane) : m.points.map((p, at) => (at === n ? q : p));
      this.measure(m, pane); this.list(); this.viewer.redraw();
    } else if (draft && !this.ended) {
      const last = draft.points.length - 1, free = draft.kind === "polygon";
      if (free && norm(sub(q, draft.points[last - 1])) > 6 * pane.view(1).mm) { draft.drawn = true; draft.points.push(q); } else draft.points[last] = q;
      this.preview(pane);
    }
  }
  hover(pane, e) { if (this.draft?.pane === pane) { this.draft.points[this.draft.points.length - 1] = pane.point(e); this.preview(pane); } }
  preview(pane) { if (this.draft.kind !== "polygon" || this.draft.points.length > 2) this.measure(this.draft, pane); this.viewer.redraw(); }
  up(pane, e, moved) {
    const { draft, grip } = this, ended = this.ended;
    this.grip = null; this.ended = false;
    if (grip) { this.changed(); return; }
    if (!draft) return;
    const { kind } = draft;
    if (ended || kind === "probe") return this.finish(pane);
    if (kind === "polygon") { if (draft.drawn) this.finish(pane); return; }
    if (kind === "angle") { if (moved && draft.points.length === 2) draft.points.push(pane.point(e)); return; }
    if (moved) return this.finish(pane);
    this.draft = null; this.viewer.place(pane.point(e)); // a click that drew nothing sets the crosshair
  }
  /** A double click closes a polygon; true when it did. */
  twice(pane) {
    if (this.draft?.kind !== "polygon") return false;
    this.draft.points.pop(); this.finish(pane);
    return true;
  }

  // --- keys ------------------------------------------------------------------------------------------------------------
  key(e, pane) {
    const { viewer } = this, k = e.key;
    if (e.ctrlKey) { this.undo(); return true; }
    if (k === "Enter") this.enter(pane);
    else if (k === "Escape") { this.draft = null; viewer.selected = null; this.list(); viewer.changed(); }
    else if (k === "Delete" || k === "Backspace") { if (this.draft?.points.length > 2) { this.draft.points.pop(); viewer.redraw(); } else { this.draft = null; this.remove(viewer.selected ?? this.all.at(-1)?.id); } }
    else return false;
    return true;
  }
  /** By keyboard: a point at the crosshair; a value where no measuring tool is chosen. */
  enter(pane) {
    const { tool, scene } = this.viewer, kind = tool in POINTS ? tool : "probe", q = [...scene.cursor];
    if (this.draft?.kind !== kind || this.draft.pane !== pane) { this.draft = { kind, points: [] }; Object.defineProperty(this.draft, "pane", { value: pane }); }
    const { points } = this.draft, fixed = this.draft.fixed ?? 0, need = kind === "bidirectional" ? 2 : POINTS[kind];
    points.length = fixed;
    const again = fixed > 2 && kind === "polygon" && norm(sub(q, points[fixed - 1])) < 1e-6; // Enter twice closes it
    if (!again) points.push(q);
    Object.defineProperty(this.draft, "fixed", { value: points.length, configurable: true });
    if (again || (kind !== "polygon" && points.length === need)) return this.finish(pane);
    points.push(q); this.preview(pane);
  }

  // --- pictures ----------------------------------------------------------------------------------------------------------
  onPlane(m, pane) {
    const { scene } = this.viewer, { affine, meta } = scene.reference, { plane } = pane, depth = snap(plane, affine, meta.shape, dot(scene.cursor, plane.n));
    const mine = pane.spec.layers.some((n) => scene.layers[n]?.meta.id === m.volume_id) || scene.layers.length === 1;
    return mine && (m.t ?? scene.t) === scene.t && m.points.every((q) => Math.abs(dot(q, plane.n) - depth) < Math.max(0.51 * plane.step, 1e-3));
  }
  /** Shapes and words as SVG; `at`: LPS point to screen. */
  draw(pane, at, out) {
    this.refine(pane);
    for (const m of this.all) if (this.onPlane(m, pane)) this.shape(m, at, out, m.id === this.viewer.selected, pane);
    if (this.draft?.pane === pane) this.shape(this.draft, at, out, true, pane);
  }
  shape(m, at, out, chosen, pane) {
    const stroke = chosen ? "#e69f00" : "#f0e442", p = m.points.map(at), look = { stroke, "stroke-width": 1.5, fill: "none" }, [a, b] = p;
    const path = (points, closed) => out.push(s(closed ? "polygon" : "polyline", { points: points.join(" "), ...look }));
    if (m.kind === "length" || m.kind === "angle") path(p);
    else if (m.kind === "bidirectional") { path([a, b]); if (p[3]) path([p[2], p[3]]); }
    else if (m.kind === "polygon") path(p, p.length > 2);
    else if (m.kind === "arrow" && b) {
      const d = Math.atan2(a[1] - b[1], a[0] - b[0]), head = (x) => [a[0] - 11 * Math.cos(d + x), a[1] - 11 * Math.sin(d + x)];
      path([b, a, head(0.45), a, head(-0.45)]);
    } else if (m.kind === "ellipse" && b) out.push(s("ellipse", { cx: (a[0] + b[0]) / 2, cy: (a[1] + b[1]) / 2, rx: Math.abs(a[0] - b[0]) / 2, ry: Math.abs(a[1] - b[1]) / 2, ...look }));
    else if (m.kind === "rectangle" && b) out.push(s("rect", { x: Math.min(a[0], b[0]), y: Math.min(a[1], b[1]), width: Math.abs(a[0] - b[0]), height: Math.abs(a[1] - b[1]), ...look }));
    // Of a region's outline only the chosen one shows its handles: they would hide what was drawn around.
    if (chosen || m.kind !== "polygon") for (const q of p) out.push(s("circle", { cx: q[0], cy: q[1], r: 3, stroke, fill: "#000", "stroke-width": 1.5 }));
    const words = describe(m, m.unit).split("\n").filter(Boolean), end = m.kind === "arrow" ? b : p.reduce((x, y) => (y[0] > x[0] ? y : x)), wide = Math.max(...words.map((w) => w.length)) * 6.6;
    const x = end[0] + 9 + wide > pane.width ? Math.max(2, end[0] - 9 - wide) : end[0] + 9, y = Math.min(end[1] + 4, pane.height - 14 * words.length);
    words.forEach((text, n) => out.push(s("text", { x, y: Math.max(12, y) + 14 * n, fill: stroke, "font-size": 12, stroke: "#000", "stroke-width": 3, "paint-order": "stroke" }, text)));
  }

  // --- the list ----------------------------------------------------------------------------------------------------------
  list() {
    const { table, model, selected } = this.viewer;
    if (!table) return;
    table.hidden = !this.all.length;
    const held = table.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const f = (x, d = 1) => (typeof x === "number" ? x.toFixed(d) : ""), heads = ["Measurement", "Text", "Size", "Mean or value", "SD", "Min", "Max", "Area (mm²)", "Voxels", ""];
    const row = (m) => {
      const r = m.result ?? {}, mm = r.pixels ? "px" : "mm", name = NAMES[m.kind] ?? m.kind, u = m.unit ? ` ${m.unit}` : "", shown = r.mean ?? (Array.isArray(r.value) ? r.value.join(" ") : r.value);
      const size = m.kind === "bidirectional" ? `${f(r.long_mm)} × ${f(r.short_mm)} ${mm}` : r.angle_deg !== undefined ? `${f(r.angle_deg)}°` : r.length_mm !== undefined ? `${f(r.length_mm)} ${mm}` : "";
      const text = h("input", { type: "text", value: m.label ?? "", "aria-label": `Text of ${name}`, "data-key": `${m.id} text`, onchange: (e) => this.label(m, e.target.value.trim()) });
      return h("tr", { "aria-selected": m.id === selected }, h("td", {}, h("button", { type: "button", class: "pl-b", title: "Go there", "data-key": `${m.id} go`, onclick: () => this.select(m.id, true) }, name)), h("td", {}, text), h("td", { class: "num" }, size),
        ...(r.note ? [h("td", { colspan: 4 }, r.note)] : [h("td", { class: "num" }, shown === undefined || shown === null ? "" : `${r.every ? "≈ " : ""}${typeof shown === "number" ? f(shown, Number.isInteger(shown) ? 0 : 2) : shown}${u}`), ...[r.sd, r.min, r.max].map((x) => h("td", { class: "num" }, f(x, Number.isInteger(x) ? 0 : 2)))]),
        h("td", { class: "num" }, r.area_mm2 ? f(r.area_mm2) : ""), h("td", { class: "num" }, String(r.n ?? "")), h("td", {}, button("bin", `Delete ${name}`, () => this.remove(m.id), { "data-key": `${m.id} bin` })));
    };
    const save = model.get("saves") ? [button("Save to the lake", "Save the measurements as a structured report (SR) and as rows", () => { this.viewer.push(); this.viewer.push.flush(); this.viewer.wire.send({ kind: "save_measurements" }); }, { "data-key": "save" })] : [];
    table.replaceChildren(h("table", { "aria-label": "Measurements" }, h("thead", {}, h("tr", {}, ...heads.map((t, n) => h(t ? "th" : "td", { class: n > 1 ? "num" : "" }, t)))), h("tbody", {}, ...this.all.map(row))), h("div", { class: "pl-bar" }, ...save));
    if (held) table.querySelector(`[data-key="${held}"]`)?.focus({ preventScroll: true });
  }
}
