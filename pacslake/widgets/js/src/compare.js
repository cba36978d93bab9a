// Two to four time points with one crosshair: side by side, in turns, or two in one picture; and the lesions in them.

import { apply, dot, IDENTITY, invert, multiply, nearest, norm, pixelToIndex, sub, translation } from "./geometry.js";
import { sample } from "./render.js";
import { checker, difference, fuse, signed } from "./mix.js";
import { chart, endRoom, group } from "./chart.js";
import { button, h, s } from "./dom.js";

const MODES = [["side", "Side by side"], ["flicker", "Flicker"], ["checker", "Checkerboard"], ["difference", "Difference"], ["fusion", "Fusion"]];
const PLANES = ["axial", "coronal", "sagittal"];
const NEEDS_PLACE = ["checker", "difference", "fusion"]; // pictures that mean something only where positions correspond
const short = (x) => String(Number(x.toPrecision(3)));

/** A comparison on top of the page's viewer class; with one volume it is that viewer. */
export const compareOf = (Viewer) => class Compare extends Viewer {
  get pair() { const n = this.scene.layers.length, p = this.model.get("pair") ?? [0, n - 1]; return p.map((x, at) => Math.min(n - 1, Math.max(0, x ?? at))); }
  place3(n) { return n ? this.transformsNow?.[this.scene.layers[n]?.meta.frame] : null; }
  /** Whether positions in two of the volumes correspond: as scanned, by a registration that held, or by hand. */
  linked() { return this.pair.every((n) => { const t = this.place3(n); return !n || (t && (t.source !== "manual" || t.moved)); }); }

  load(keep) {
    this.shifts = null;
    super.load(keep);
    if (!this.compare || this.hearing) return;
    this.hearing = true;
    for (const n of ["lesions", "tracks", "lesion", "pair", "mix"]) this.listen(`change:${n}`, () => { if (n === "lesion") this.choose(this.model.get("lesion"), true); else if (n === "pair" || n === "mix") this.remix(); else this.listLesions(); });
  }

  // --- layouts and modes --------------------------------------------------------------------------------------------
  layouts() {
    if (!this.compare || this.scene.stack) return super.layouts();
    return this.layoutRow([["axial", "A", "Axial"], ["coronal", "C", "Coronal"], ["sagittal", "S", "Sagittal"], ["four", "2×", "Two planes at once"]]);
  }
  shownLayout() { return this.compare && this.layout !== "four" ? this.specs()[0]?.plane : super.shownLayout(); }
  controls() {
    if (!this.compare) return [];
    const name = (l) => l.meta.label.split(" · ")[0], which = (at) => h("select", { "aria-label": at ? "Second volume" : "First volume", onchange: (e) => this.setPair(at, Number(e.target.value)) }, ...this.scene.layers.map((l, n) => h("option", { value: n }, name(l))));
    this.modeBox = h("select", { title: "How to compare (f flicker, d difference, k checkerboard, u fusion)", "aria-label": "How to compare", onchange: (e) => this.setMode(e.target.value) }, ...MODES.map(([v, t]) => h("option", { value: v }, t)));
    this.pairBoxes = this.scene.layers.length > 2 ? [which(0), which(1)] : [];
    this.mixBox = h("input", { type: "range", min: 0, max: 100, "aria-label": "Weight of the second volume in the fusion", oninput: (e) => { this.model.set("mix", e.target.value / 100); this.remix(); this.push(); } });
    this.lesionBox = h("div", { class: "pl-lesions", hidden: true });
    queueMicrotask(() => { this.root.append(this.lesionBox); this.listLesions(); });
    return [this.modeBox, ...this.pairBoxes, this.mixBox];
  }
  mark() {
    super.mark();
    if (!this.modeBox || !this.compare) return;
    const mode = this.mode ?? "side", linked = this.linked();
    this.modeBox.value = mode;
    for (const o of this.modeBox.options) o.disabled = NEEDS_PLACE.includes(o.value) && !linked;
    this.pairBoxes.forEach((b, at) => { b.hidden = mode === "side"; b.value = this.pair[at]; });
    this.mixBox.hidden = mode !== "fusion"; this.mixBox.value = 100 * (this.model.get("mix") ?? 0.5);
  }
  specs() {
    if (!this.compare) return super.specs();
    const { scene } = this, { main } = scene, mode = this.mode ?? "side", every = scene.layers.map((_, n) => n);
    const planes = scene.stack ? ["native"] : this.layout === "four" ? [main, PLANES.find((p) => p !== main)] : [PLANES.includes(this.layout) ? this.layout : main];
    return planes.flatMap((plane) => (mode === "side" ? every.map((n) => ({ plane, layers: [n], mode: "one" })) : [{ plane, layers: mode === "flicker" ? every : this.pair, mode }]));
  }
  arrange() {
    super.arrange();
    if (!this.compare) return;
    const n = this.scene.layers.length, side = (this.mode ?? "side") === "side" && !this.big, rows = this.layout === "four" && !this.big ? 2 : side && n === 4 ? 2 : 1;
    this.grid.style.gridTemplateColumns = `repeat(${Math.ceil(this.panes.length / rows)},1fr)`;
    this.grid.style.gridTemplateRows = `repeat(${rows},1fr)`;
    this.grid.dataset.layout = rows > 1 ? "four" : "pair";
  }
  setMode(m) {
    if (NEEDS_PLACE.includes(m) && !this.linked()) m = "side";
    this.mode = m; clearInterval(this.flicker); this.flicker = 0; this.big = null;
    if (m === "flicker") this.flicker = setInterval(() => this.turn(1), 700);
    this.scene.transforms(this.transformsNow); this.laid();
    this.arrange(); this.changed();
  }
  turn(n) { const all = this.scene.layers.length; this.scene.flick = (this.scene.flick + n + all) % all; this.redraw(); }
  setPair(at, n) { const p = [...this.pair]; if (p[1 - at] === n) p[1 - at] = p[at]; p[at] = n; this.model.set("pair", p); this.push(); this.remix(); }
  remix() { this.mark(); if (this.mode && this.mode !== "side") this.arrange(); else this.redraw(); }
  pullMode(value, first) { if (first) { this.mode = value || "side"; if (this.mode === "flicker") this.flicker ||= setInterval(() => this.turn(1), 700); } else if (value !== this.mode) this.setMode(value); }
  peers(pane) { return this.compare ? this.panes.filter((p) => p.spec.plane === pane.spec.plane) : super.peers(pane); }
  ownKey(e) {
    if (!this.compare || e.ctrlKey) return false;
    const k = e.key, modes = { f: "flicker", d: "difference", k: "checker", u: "fusion" };
    if (k === "[" || k === "]") this.turn(k === "]" ? 1 : -1);
    else if (k in modes) this.setMode(this.mode === modes[k] ? "side" : modes[k]);
    else if (k === "," || k === ".") this.step(k === "." ? 1 : -1);
    else return false;
    return true;
  }

  pull(name, first) { super.pull(name, first); if (name === "transforms") this.laid(); }

  // --- by hand ------------------------------------------------------------------------------------------------------
  manual(pane) { const n = pane.spec.layers.at(-1); return this.compare && n > 0 && this.place3(n)?.source === "manual"; }
  offsetBy(pane, d) { this.shift(pane.spec.layers.at(-1), d); }
  shift(n, d) {
    const id = this.scene.layers[n].meta.frame, now = this.transformsNow[id];
    this.transformsNow = { ...this.transformsNow, [id]: { ...now, matrix: multiply(translation(d), now.matrix ?? IDENTITY), moved: true } };
    this.scene.transforms(this.transformsNow); this.laid(); this.changed(true);
  }

  // --- two in one picture ---------------------------------------------------------------------------------------------
  /** Whether values of the two can be taken from each other: one quantity, one unit. */
  oneUnit(a, b) { return a.meta.unit === b.meta.unit && a.meta.modality === b.meta.modality && ["CT", "PT"].includes(a.meta.modality); }
  /** What full strength of the difference means, in units; of values without a scale, as a share of each one's window. */
  range(a, b) { return this.oneUnit(a, b) ? Math.max(this.least(a), a.windowNow()[1] / 2) : 0.5; }
  mix(pane, { view, width, height, linear, paint }) {
    const { mode } = pane.spec;
    if (mode === "flicker") return;
    const [a, b] = pane.spec.layers.map((n) => this.scene.layers[n]), { pixels } = pane, n = pixels.length;
    if (mode === "difference") {
      if (this.values?.[0].length !== n) this.values = [new Float32Array(n), new Float32Array(n)];
      const scaled = !this.oneUnit(a, b);
      [a, b].forEach((l, at) => {
        const out = sample(l.data, pixelToIndex(pane.plane, view, l.toIndex(l.data)), width, height, linear, this.values[at]), slope = l.meta.slope ?? 1, intercept = l.meta.intercept ?? 0, [c, w] = l.windowNow();
        for (let o = 0; o < n; o++) { const v = out[o] * slope + intercept; out[o] = scaled ? (v - c) / w : v; }
      });
      return difference(pixels, this.values[0], this.values[1], this.range(a, b));
    }
    if (this.second?.length !== n) this.second = new Uint32Array(n);
    const over = a.meta.modality !== b.meta.modality, map = b.meta.colormap;
    if (mode === "fusion" && over) { b.meta.colormap = "hot"; b.inkKey = ""; }
    paint(b, this.second);
    if (mode === "fusion" && over) { b.meta.colormap = map; b.inkKey = ""; }
    if (mode === "checker") checker(pixels, width, pixels, this.second); else fuse(pixels, pixels, this.second, this.model.get("mix") ?? 0.5, over);
  }
  say(pane) {
    const { tags, spec } = pane, name = (n) => this.scene.layers[n].meta.label.split(" · ")[0], last = spec.layers.at(-1), t = this.compare && this.place3(last);
    if (!this.compare) return;
    if (t?.source === "manual") tags.tr.textContent = t.moved ? "placed by hand" : "positions do not correspond";
    else if (t?.verdict === "doubtful") tags.tr.textContent = "registration doubtful";
    const moved = !NEEDS_PLACE.includes(spec.mode) && this.shifts?.get(spec.mode === "flicker" ? this.scene.flick % this.scene.layers.length : last);
    if (moved && norm(moved) >= 0.05) tags.tr.textContent += `${tags.tr.textContent ? "\n" : ""}moved ${norm(moved).toFixed(1)} mm onto the lesion`;
    tags.tr.style.color = t?.source === "manual" || t?.verdict === "doubtful" ? "#ffb000" : "";
    if (spec.mode === "difference" || spec.mode === "checker" || spec.mode === "fusion") {
      const [a, b] = spec.layers, title = tags.tl.textContent.split("\n").at(-1);
      tags.tl.textContent = `${{ difference: `${name(b)} − ${name(a)}`, checker: `${name(a)} | ${name(b)}`, fusion: `${name(a)} + ${name(b)}` }[spec.mode]}\n${title}`;
    }
    if (spec.mode === "difference") tags.bl.textContent = "";
    if (spec.mode === "fusion") tags.bl.textContent += this.scene.layers[spec.layers[0]].meta.modality === this.scene.layers[last].meta.modality ? `\nblue: brighter in ${name(spec.layers[0])}, orange: brighter in ${name(last)}` : "";
  }
  /** Above the picture: the scale of a difference, and where the lesions are. */
  marks(pane, at, out) {
    const { scene } = this, { spec, plane } = pane;
    if (!this.compare) return;
    if (spec.mode === "difference") {
      const [a, b] = spec.layers.map((n) => scene.layers[n]), r = this.range(a, b), unit = this.oneUnit(a, b) ? a.meta.unit : "% of the window", f = this.oneUnit(a, b) ? 1 : 100, x = 10, y = pane.height - 66, w = 150;
      for (let n = 0; n < 50; n++) out.push(s("rect", { x: x + (n * w) / 50, y, width: w / 50 + 0.5, height: 8, fill: colour(signed((n + 0.5) / 25 - 1)) }));
      [[`−${short(r * f)}`, x, "start"], ["0", x + w / 2, "middle"], [`+${short(r * f)}`, x + w, "end"], [unit, x, "start", 14]].forEach(([t, tx, anchor, up = 0]) => out.push(s("text", { x: tx, y: y - 4 - up, fill: "#eee", "font-size": 11, "text-anchor": anchor, stroke: "#000", "stroke-width": 2, "paint-order": "stroke" }, t)));
    }
    const view = pane.view(1), n = spec.mode === "flicker" ? scene.flick % scene.layers.length : spec.layers[0];
    for (const lesion of this.model.get("lesions") ?? []) for (const p of lesion.at) {
      if (p.n !== n || !p.lps) continue;
      const q = this.fromOwn(n, p.lps), r = (p.long_mm ?? 0) / 2, off = Math.abs(dot(sub(q, scene.cursor), plane.n));
      if (off > Math.max(r, plane.step)) continue;
      const [x, y] = at(q), chosen = lesion.id === this.lesion, stroke = chosen ? "#e69f00" : "#cc79a7";
      out.push(s("circle", { cx: x, cy: y, r: Math.max(6, Math.sqrt(Math.max(0, r * r - off * off)) / view.mm + 4), fill: "none", stroke, "stroke-width": chosen ? 2.5 : 1.5, "stroke-dasharray": off > r ? "3 3" : "none" }),
        s("text", { x, y: y - Math.max(6, r / view.mm + 4) - 5, "text-anchor": "middle", fill: stroke, "font-size": 12, stroke: "#000", "stroke-width": 3, "paint-order": "stroke" }, lesion.name));
    }
  }
  readout() {
    super.readout();
    const { pane, q } = this.hoverAt;
    if (pane.spec.mode !== "difference") return;
    const [a, b] = pane.spec.layers.map((n) => this.scene.layers[n]), [v, w] = [a, b].map((l) => l.value(q).value);
    if (typeof v === "number" && typeof w === "number" && this.oneUnit(a, b)) this.read.textContent = `difference ${w - v > 0 ? "+" : ""}${short(w - v)} ${a.meta.unit}   ·   ${this.read.textContent}`;
  }

  // --- lesions ----------------------------------------------------------------------------------------------------------
  /** A point of a volume's own LPS in that of the first. */
  fromOwn(n, q) { return n ? apply(invert(this.scene.layers[n].toVolume), q) : q; }
  /** Goes to a lesion. Where positions are not linked, the other volumes are laid so that the lesion is at the crosshair. */
  choose(id, fromPython = false) {
    const lesion = (this.model.get("lesions") ?? []).find((l) => l.id === id);
    this.lesion = lesion ? id : null;
    if (!fromPython) { this.model.set("lesion", this.lesion ?? ""); this.push(); try { this.model.save_changes(); } catch { /* no kernel */ } }
    const seen = lesion?.at.filter((p) => p.lps) ?? [];
    this.shifts = new Map(); this.scene.transforms(this.transformsNow);
    if (seen.length) {
      const [first] = seen, q = this.fromOwn(first.n, this.slice(first));
      // A lesion that grew or moved lies some millimetres beside the place that the registration gives: each picture
      // is moved onto it and says by how much, unless the two are laid over each other.
      if (this.onLesion ?? true) for (const p of seen.slice(1)) this.shifts.set(p.n, sub(this.slice(p), apply(this.scene.layers[p.n].toVolume, q)));
      for (const p of this.panes) p.pan = [0, 0];
      this.scene.place(q); this.scene.transforms(this.transformsNow); this.laid(); this.changed();
    } else this.redraw();
    this.listLesions();
  }
  /** A lesion's centre on the nearest slice of its volume: between two thick ones a small lesion would fade. */
  slice({ n, lps }) {
    const { affine, inverse, meta } = this.scene.layers[n], index = apply(inverse, lps);
    index[2] = Math.min(meta.shape[0] - 1, Math.max(0, nearest(index[2])));
    return apply(affine, index);
  }
  /** Puts the pictures onto the chosen lesion, where they stand alone. */
  laid() {
    if (!this.compare || NEEDS_PLACE.includes(this.mode)) return;
    for (const [n, d] of this.shifts ?? []) if (n) { const l = this.scene.layers[n]; l.toVolume = multiply(translation(d), l.toVolume); }
  }
  step(n) { const all = this.model.get("lesions") ?? [], at = all.findIndex((l) => l.id === this.lesion); if (all.length) this.choose(all[(at + n + all.length) % all.length].id); }
  listLesions() {
    const all = this.model.get("lesions") ?? [], box = this.lesionBox;
    if (!box) return;
    box.hidden = !all.length;
    if (!all.length) return;
    const held = box.contains(document.activeElement) ? document.activeElement.dataset.key : null, { layers } = this.scene, fixed = this.model.get("read_only"), f = (x, d = 1) => (x === null || x === undefined ? "" : x.toFixed(d));
    const cell = (lesion, n) => {
      const p = lesion.at.find((x) => x.n === n);
      if (!p) return h("td", {}, "not measured");
      const size = p.lps ? `${f(p.volume_ml, 2)} ml, ${f(p.long_mm)} × ${f(p.short_mm)} mm` : "";
      const match = !n || !p.lps || !p.state ? "" : p.verified ? h("small", { title: `Confirmed by ${p.verified}` }, `✓ ${p.verified}`) : fixed ? ""
        : h("button", { type: "button", class: "pl-b pl-ok", "data-key": `${p.observation} ok`, title: `${p.by ? `Matched by ${p.by.replaceAll("_", " ")}` : "Matched with none before"}${p.score === null ? "" : `, sure ${Math.round(100 * p.score)} %`}; press to confirm`, onclick: () => this.wire.send({ kind: "confirm", observation: p.observation }) }, "confirm");
      // Which lesion it is can be corrected for the one chosen; the others keep the list short.
      const which = fixed || !n || !p.lps || lesion.id !== this.lesion ? "" : h("select", { "aria-label": `Which lesion this is at ${layers[n].meta.label}`, "data-key": `${p.observation} which`, onchange: (e) => this.wire.send({ kind: "relink", observation: p.observation, lesion: e.target.value }) },
        ...all.map((l) => h("option", { value: l.id, selected: l.id === lesion.id }, l.name)), h("option", { value: "" }, "a new lesion"));
      return h("td", {}, h("span", { class: "pl-state", "data-s": p.state ?? "" }, [p.state, size].filter(Boolean).join(": ")), " ", match, " ", which);
    };
    const table = h("table", { "aria-label": "Lesions" }, h("thead", {}, h("tr", {}, h("th", {}, "Lesion"), ...layers.map((l) => h("th", {}, l.meta.label.split(" · ").filter((_, n) => n !== 1).join(", "))))),
      h("tbody", {}, ...all.map((l) => h("tr", { "aria-selected": l.id === this.lesion }, h("td", {}, h("button", { type: "button", class: "pl-b", "data-key": l.id, "aria-pressed": l.id === this.lesion, title: "Go to this lesion in all time points (, and . step through them)", onclick: () => this.choose(l.id) }, l.name)), ...layers.map((_, n) => cell(l, n))))));
    const centre = h("label", {}, h("input", { type: "checkbox", "data-key": "centre", ...(this.onLesion ?? true ? { checked: true } : {}), onchange: (e) => { this.onLesion = e.target.checked; this.choose(this.lesion); } }), "Move each picture onto the chosen lesion");
    box.replaceChildren(h("div", { class: "pl-bar" }, centre), h("div", { class: "pl-meas" }, table), ...this.growth());
    if (held) box.querySelector(`[data-key="${held}"]`)?.focus({ preventScroll: true });
  }
  growth() {
    const tracks = this.model.get("tracks") ?? [], days = (this.model.get("days") ?? []).filter((d) => d !== null), all = tracks.flatMap((l) => l.points.map((p) => p.day));
    if (!tracks.length || new Set(all).size < 2 || this.model.get("kind") === "timeline") return [];
    const groups = Object.entries(group(tracks)), width = Math.max(300, Math.floor((this.root.clientWidth - 40) / Math.min(2, groups.length))), right = endRoom(tracks, width), left = 56, low = Math.min(...all), high = Math.max(...all);
    const place = { width, left, right, height: 190, x: (d) => left + ((d - low) / (high - low)) * (width - left - right) };
    return [h("div", { class: "pl-chart pl-growth" }, ...groups.map(([measure, lines]) => h("div", {}, ...chart(measure, lines, place, { days, chosen: this.lesion ?? "", pick: (l) => this.choose(l.id) }))))];
  }
  close() { clearInterval(this.flicker); super.close(); }
};

const colour = (w) => `rgb(${w & 255} ${(w >> 8) & 255} ${(w >> 16) & 255})`;