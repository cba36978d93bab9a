// A patient's studies along time, and what was measured at each: drawn as SVG, so that words stay words.

import { h, s } from "./dom.js";

const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
const SHAPES = ["M0-5L5 0 0 5-5 0Z", "M-4-4H4V4H-4Z", "M0-5L5 4H-5Z", "M-5 0A5 5 0 1 1 5 0 5 5 0 1 1-5 0Z"];

/** Round steps that cover [low, high] in at most n parts. */
export function ticks(low, high, n = 6) {
  const span = high - low || 1, raw = span / n, power = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 5, 10].map((f) => f * power).find((x) => x >= raw);
  const out = [];
  for (let x = Math.ceil(low / step - 1e-9) * step; x <= high + step * 1e-9; x += step) out.push(Number(x.toPrecision(12)));
  return out;
}

export class Timeline {
  constructor({ model, el }) {
    this.model = model; this.root = h("div", { class: "pacslake", "data-lm-suppress-shortcuts": "true" });
    el.append(this.root);
    this.draw = () => this.build();
    for (const n of ["points", "tracks", "selected"]) model.on(`change:${n}`, this.draw);
    this.sizes = new ResizeObserver(() => this.build()); this.sizes.observe(this.root);
  }
  build() {
    const width = Math.max(360, this.root.clientWidth - 30), points = this.model.get("points") ?? [], series = this.model.get("tracks") ?? [], selected = this.model.get("selected") ?? [];
    if (this.was === (this.was = JSON.stringify([width, points, series, selected]))) return;
    const days = points.map((p) => p.day), low = Math.min(0, ...days), high = Math.max(1, ...days), left = 64, right = endRoom(series, width), x = (d) => left + ((d - low) / (high - low || 1)) * (width - left - right);
    const rows = [...new Set(points.map((p) => p.row))], top = 26, rowH = 30, strip = s("svg", { width, height: top + rows.length * rowH + 26, role: "group", "aria-label": "Studies along time" });
    rows.forEach((r, n) => {
      const y = top + n * rowH;
      strip.append(s("text", { x: 4, y: y + 4 }, r), s("line", { x1: left, x2: width - right, y1: y, y2: y, stroke: "currentColor", "stroke-opacity": 0.25 }));
      points.filter((p) => p.row === r).forEach((p) => {
        const g = s("g", { transform: `translate(${x(p.day)} ${y})`, tabindex: 0, role: "button", style: "cursor:pointer", "aria-label": `${p.label}, day ${p.day}`, "aria-pressed": selected.includes(p.id) });
        g.append(s("circle", { r: selected.includes(p.id) ? 8 : 6, fill: selected.includes(p.id) ? "#d55e00" : "#0072b2", stroke: "currentColor", "stroke-width": 1 }), s("title", {}, p.title ?? p.label));
        const pick = () => { const now = selected.includes(p.id) ? selected.filter((i) => i !== p.id) : [...selected, p.id].slice(-2); this.model.set("selected", now); this.model.save_changes(); };
        g.addEventListener("click", pick);
        g.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); pick(); } });
        strip.append(g);
      });
    });
    for (const t of ticks(low, high)) strip.append(s("text", { x: x(t), y: top + rows.length * rowH + 8, "text-anchor": "middle", class: "dim" }, `day ${t}`));
    const parts = [h("h4", { style: "margin:6px 0" }, this.model.get("title") || "Timeline"), strip];
    for (const [measure, lines] of Object.entries(Object.groupBy ? Object.groupBy(series, (l) => l.measure) : group(series))) parts.push(...this.chart(measure, lines, x, width, left, right));
    this.root.replaceChildren(...(this.model.get("notices") ?? []).map((n) => h("div", { class: "pl-note", "data-level": n.level ?? "info" }, n.text)), h("div", { class: "pl-chart" }, ...parts));
  }
  chart(measure, lines, x, width, left, right) {
    const height = 220, bottom = 28, max = Math.max(...lines.flatMap((l) => l.points.map((p) => p.value ?? 0)), 1e-9) * 1.08, y = (v) => height - bottom - (v / max) * (height - bottom - 14);
    const svg = s("svg", { width, height, role: "img", "aria-label": `${measure} along time: ${lines.map((l) => `${l.name} from ${l.points[0]?.value} to ${l.points.at(-1)?.value}`).join("; ")}` });
    for (const t of ticks(0, max, 5)) svg.append(s("line", { x1: left, x2: width - right, y1: y(t), y2: y(t), stroke: "currentColor", "stroke-opacity": 0.15 }), s("text", { x: left - 8, y: y(t) + 4, "text-anchor": "end", class: "dim" }, String(t)));
    const ends = [];
    lines.forEach((l, n) => {
      const c = l.colour ?? COLOURS[n % 6], known = l.points.filter((p) => p.value !== null);
      svg.append(s("polyline", { points: known.map((p) => `${x(p.day)},${y(p.value)}`).join(" "), fill: "none", stroke: c, "stroke-width": l.bold ? 3 : 2, "stroke-dasharray": l.dashed ? "5 4" : "none" }));
      known.forEach((p) => { const m = s("path", { d: SHAPES[n % 4], transform: `translate(${x(p.day)} ${y(p.value)})`, fill: c, stroke: "var(--pl-bg)" }); m.append(s("title", {}, `${l.name}, day ${p.day}: ${p.value} ${l.unit ?? ""}${p.note ? ` (${p.note})` : ""}`)); svg.append(m); });
      if (known.length) ends.push({ y: y(known.at(-1).value), x: x(known.at(-1).day), name: l.name, c });
    });
    ends.sort((a, b) => a.y - b.y).forEach((e, n) => { if (n && e.y - ends[n - 1].y < 14) e.y = ends[n - 1].y + 14; const t = s("text", { x: e.x + 10, y: e.y + 4, style: `fill:${e.c};font-weight:600` }, shortened(e.name, (width - e.x - 12) / LETTER)); t.append(s("title", {}, e.name)); svg.append(t); });
    return [h("h4", { style: "margin:10px 0 2px" }, `${measure}${lines[0]?.unit ? ` (${lines[0].unit})` : ""}`), svg];
  }
  close() { for (const n of ["points", "tracks", "selected"]) this.model.off(`change:${n}`, this.draw); this.sizes.disconnect(); this.root.remove(); }
}

function group(lines) { const out = {}; for (const l of lines) (out[l.measure] ??= []).push(l); return out; }
// Names stand at the end of their lines: there is room for the longest, up to two fifths of the chart.
const LETTER = 7.6; // px of a bold letter, on the safe side
export function endRoom(series, width) { return Math.min(Math.max(150, 20 + LETTER * Math.max(0, ...series.map((l) => l.name.length))), 0.4 * width); }
export function shortened(name, letters) { return name.length <= letters ? name : `${name.slice(0, Math.max(1, Math.floor(letters) - 1))}…`; }
