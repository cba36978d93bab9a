// A patient's studies along time, and what was measured at each: drawn as SVG, so that words stay words.

import { chart, endRoom, group, ticks } from "./chart.js";
import { h, s } from "./dom.js";

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
    for (const [measure, lines] of Object.entries(group(series))) parts.push(...chart(measure, lines, { x, width, left, right }));
    this.root.replaceChildren(...(this.model.get("notices") ?? []).map((n) => h("div", { class: "pl-note", "data-level": n.level ?? "info" }, n.text)), h("div", { class: "pl-chart" }, ...parts));
  }
  close() { for (const n of ["points", "tracks", "selected"]) this.model.off(`change:${n}`, this.draw); this.sizes.disconnect(); this.root.remove(); }
}
