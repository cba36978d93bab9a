// A patient's studies along time, and what was measured at each: drawn as SVG, so that words stay words.

import { chart, endRoom, group, ticks } from "./chart.js";
import { Wire } from "./protocol.js";
import { Thumbnails } from "./sheet.js";
import { button, h, s } from "./dom.js";

const MOST = 4; // time points that are compared at once
const COLOURS = { diagnosis: "#d55e00", medication: "#009e73", procedure: "#0072b2", report: "#56b4e9", admission: "#e69f00", discharge: "#e69f00", death: "#000" };

/** The days that the chart spans: the visits, and events near them; what lies beyond is counted at the rims. */
export function span(visits, events) {
  const from = Math.min(...visits), to = Math.max(...visits), room = Math.min(365, Math.max(30, to - from));
  const near = events.filter((e) => e.day >= from - room && e.day <= to + room), days = near.map((e) => e.day);
  return { low: Math.min(0, from, ...days), high: Math.max(1, to, ...days), near, earlier: events.filter((e) => e.day < from - room).length, later: events.filter((e) => e.day > to + room).length };
}

export class Timeline {
  constructor({ model, el, Viewer, load }) {
    this.model = model; this.wire = new Wire(model); this.thumbs = new Thumbnails(this.wire);
    this.root = h("div", { class: "pacslake", "data-lm-suppress-shortcuts": "true", "data-lab": document.body.dataset.jpThemeName ? true : false });
    this.below = h("div", {});
    el.append(this.root, this.below);
    this.viewer = new Viewer({ model, el: this.below, load });
    this.draw = () => this.build(); this.events = []; this.marked = new Set(); this.open = false;
    this.wire.listeners.add((head) => { if (head.kind === "events") { this.events = head.events.map((e, id) => ({ ...e, id })); this.build(); } });
    this.wire.send({ kind: "events" });
    for (const n of ["points", "tracks", "selected"]) model.on(`change:${n}`, this.draw);
    this.sizes = new ResizeObserver(() => this.build()); this.sizes.observe(this.root);
  }
  pick(id) {
    const now = this.model.get("selected") ?? [];
    this.model.set("selected", now.includes(id) ? now.filter((i) => i !== id) : [...now, id].slice(-MOST));
    this.model.save_changes(); this.build();
  }
  build() {
    const width = Math.max(360, this.root.clientWidth - 30), points = this.model.get("points") ?? [], series = this.model.get("tracks") ?? [], selected = this.model.get("selected") ?? [];
    if (this.was === (this.was = JSON.stringify([width, points, series, selected, this.events.length, [...this.marked]]))) return;
    const held = this.root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const { low, high, near, earlier, later } = span(points.map((p) => p.day), this.events), left = this.events.length ? 92 : 64, right = endRoom(series, width), x = (d) => left + ((d - low) / (high - low || 1)) * (width - left - right);
    const parts = [h("h4", { style: "margin:6px 0" }, this.model.get("title") || "Timeline"), this.strip(points, selected, { x, width, left, right, low, high, near }), ...this.happened(earlier, later), this.visits(points, selected)];
    const days = [...this.marked].map((id) => this.events[id].day).filter((d) => d >= low && d <= high);
    for (const [measure, lines] of Object.entries(group(series))) parts.push(...chart(measure, lines, { x, width, left, right }, { days }));
    this.root.replaceChildren(h("div", { class: "pl-chart" }, ...parts));
    if (held) [...this.root.querySelectorAll("[data-key]")].find((e) => e.dataset.key === held)?.focus({ preventScroll: true });
  }
  mark(id) { if (!this.marked.delete(id)) this.marked.add(id); this.build(); }
  /** What happened besides imaging, as a list to read and to mark in the charts. */
  happened(earlier, later) {
    if (!this.events.length) return [];
    const beyond = [earlier && `${earlier} earlier`, later && `${later} later`].filter(Boolean).join(", "), e = h("details", { class: "pl-events" }, h("summary", { "data-key": "events" }, `Events: ${this.events.length}${beyond ? ` (${beyond} than the chart shows)` : ""}. A mark stands in every chart.`),
      h("ul", {}, ...this.events.map((v) => h("li", {}, h("button", { type: "button", class: "pl-b", "aria-pressed": this.marked.has(v.id), "data-key": `event ${v.id}`, onclick: () => this.mark(v.id) }, h("i", { style: `background:${COLOURS[v.kind] ?? "#999"}` }), ` day ${v.day} · ${v.kind}${v.words ? `: ${v.words}` : ""}`)))));
    e.open = this.open; e.addEventListener("toggle", () => { this.open = e.open; });
    return [e];
  }
  /** Modalities along time; what holds a volume can be chosen. Below them the events, a row for each kind. */
  strip(points, selected, { x, width, left, right, low, high, near }) {
    const visits = [...new Set(points.map((p) => p.row))], kinds = [...new Set(near.map((e) => e.kind))].sort(), rows = [...visits, ...kinds], top = 26, rowH = 30, svg = s("svg", { width, height: top + rows.length * rowH + 26, role: "group", "aria-label": "Studies and events along time" });
    rows.forEach((r, n) => {
      const y = top + n * rowH;
      svg.append(s("text", { x: 4, y: y + 4 }, r), s("line", { x1: left, x2: width - right, y1: y, y2: y, stroke: "currentColor", "stroke-opacity": 0.25 }));
      for (const p of points.filter((q) => q.row === r)) {
        const on = selected.includes(p.id), may = p.volume ? { tabindex: 0, role: "button", style: "cursor:pointer", "aria-label": p.title, "aria-pressed": on, "data-key": `strip ${p.id}` } : {}, g = s("g", { transform: `translate(${x(p.day)} ${y})`, ...may });
        g.append(s("circle", { r: on ? 8 : p.volume ? 6 : 4, fill: on ? "#d55e00" : p.volume ? "#0072b2" : "var(--pl-bg)", stroke: "currentColor", "stroke-width": 1 }), s("title", {}, p.title));
        if (p.volume) { g.addEventListener("click", () => this.pick(p.id)); g.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); this.pick(p.id); } }); }
        svg.append(g);
      }
    });
    kinds.forEach((k, n) => {
      const y = top + (visits.length + n) * rowH;
      for (const e of near.filter((v) => v.kind === k)) {
        const on = this.marked.has(e.id), m = s("path", { d: "M0-6L6 0 0 6-6 0Z", transform: `translate(${x(e.day)} ${y})`, fill: COLOURS[k] ?? "#999", stroke: on ? "currentColor" : "var(--pl-bg)", "stroke-width": on ? 2.5 : 1, class: "pl-event", style: "cursor:pointer" });
        m.append(s("title", {}, `day ${e.day}: ${k}${e.words ? `, ${e.words}` : ""}`));
        m.addEventListener("click", () => this.mark(e.id)); // by keyboard: the list below
        svg.append(m);
      }
    });
    for (const t of ticks(low, high)) svg.append(s("text", { x: x(t), y: top + rows.length * rowH + 8, "text-anchor": "middle", class: "dim" }, `day ${t}`));
    return svg;
  }
  /** A picture of each visit and modality, and the way to compare those chosen. */
  visits(points, selected) {
    const shown = points.filter((p) => p.volume), n = selected.filter((id) => shown.some((p) => p.id === id)).length;
    return h("div", {}, h("div", { class: "pl-visits", role: "group", "aria-label": "Visits" }, ...shown.map((p) => h("button", { type: "button", class: "pl-card", "aria-pressed": selected.includes(p.id), title: `${p.title}; press to choose`, "data-key": p.id, onclick: () => this.pick(p.id) }, this.thumbs.canvas(p.volume, p.title), h("span", {}, h("b", {}, p.label), h("small", {}, p.row))))),
      h("div", { class: "pl-bar" }, button("Compare", "Compare the chosen visits below", () => this.wire.send({ kind: "compare" }), { class: "pl-b pl-ok", "data-key": "compare", ...(n < 2 ? { disabled: true } : {}) }), h("span", { role: "status" }, n < 2 ? "Choose two to four visits to compare them." : `${n} visits chosen.`)));
  }
  close() {
    for (const n of ["points", "tracks", "selected"]) this.model.off(`change:${n}`, this.draw);
    this.sizes.disconnect(); this.viewer.close(); this.thumbs.close(); this.wire.close(); this.root.remove();
  }
}
