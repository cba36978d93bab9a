// Lines over days as SVG, so that words stay words. Used by the timeline and the comparison.

import { h, s } from "./dom.js";

const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]; // told apart with any colour vision
const SHAPES = ["M0-5L5 0 0 5-5 0Z", "M-4-4H4V4H-4Z", "M0-5L5 4H-5Z", "M-5 0A5 5 0 1 1 5 0 5 5 0 1 1-5 0Z"];
const LETTER = 7.6; // px of a bold letter, on the safe side

/** Round steps that cover [low, high] in at most n parts. */
export function ticks(low, high, n = 6) {
  const span = high - low || 1, raw = span / n, power = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 5, 10].map((f) => f * power).find((x) => x >= raw);
  const out = [];
  for (let x = Math.ceil(low / step - 1e-9) * step; x <= high + step * 1e-9; x += step) out.push(Number(x.toPrecision(12)));
  return out;
}
/** Names stand at the end of their lines: there is room for the longest, up to two fifths of the chart. */
export function endRoom(series, width) { return Math.min(Math.max(150, 20 + LETTER * Math.max(0, ...series.map((l) => l.name.length))), 0.4 * width); }
export function shortened(name, letters) { return name.length <= letters ? name : `${name.slice(0, Math.max(1, Math.floor(letters) - 1))}…`; }
export function group(lines) { const out = {}; for (const l of lines) (out[l.measure] ??= []).push(l); return out; }

/**
 * A heading and a chart of lines [{id, name, unit, points: [{day, value, error, note}]}]. `place`: {x(day), width, left,
 * right}; `days`: days to mark; `chosen`: id of the line to stress; `pick(line, point)`: what a click on a point does.
 */
export function chart(measure, lines, { x, width, left, right, height = 220 }, { days = [], chosen = "", pick } = {}) {
  const bottom = 28, top = 14, tall = Math.max(...lines.flatMap((l) => l.points.map((p) => (p.value ?? 0) + (p.error ?? 0))), 1e-9) * 1.08, y = (v) => height - bottom - (v / tall) * (height - bottom - top);
  const unit = lines[0]?.unit ?? "", said = lines.map((l) => `${l.name} from ${l.points[0]?.value ?? "nothing"} to ${l.points.at(-1)?.value ?? "nothing"}`).join("; ");
  const svg = s("svg", { width, height, role: "group", "aria-label": `${measure} along time: ${said}` });
  const all = lines.flatMap((l) => l.points.map((p) => p.day));
  for (const t of ticks(0, tall, 5)) svg.append(s("line", { x1: left, x2: width - right, y1: y(t), y2: y(t), stroke: "currentColor", "stroke-opacity": 0.15 }), s("text", { x: left - 8, y: y(t) + 4, "text-anchor": "end", class: "dim" }, String(t)));
  for (const t of ticks(Math.min(...all), Math.max(...all))) svg.append(s("text", { x: x(t), y: height - 8, "text-anchor": "middle", class: "dim" }, `day ${t}`));
  for (const d of days) svg.append(s("line", { x1: x(d), x2: x(d), y1: top, y2: height - bottom, stroke: "currentColor", "stroke-opacity": 0.5, "stroke-dasharray": "2 3" }));
  const ends = [];
  lines.forEach((l, n) => {
    const c = COLOURS[n % COLOURS.length], known = l.points.filter((p) => p.value !== null), faint = chosen && l.id !== chosen ? 0.35 : 1, g = s("g", { opacity: faint });
    g.append(s("polyline", { points: known.map((p) => `${x(p.day)},${y(p.value)}`).join(" "), fill: "none", stroke: c, "stroke-width": l.id === chosen ? 3 : 2 }));
    for (const p of known) {
      const words = `${l.name}, day ${p.day}: ${p.value}${p.error ? ` ± ${p.error}` : ""} ${unit}${p.note ? ` (${p.note})` : ""}`;
      if (p.error) g.append(s("path", { d: `M${x(p.day)} ${y(p.value + p.error)}V${y(Math.max(0, p.value - p.error))}`, stroke: c, "stroke-width": 1.5 }));
      const m = s("path", { d: SHAPES[n % 4], transform: `translate(${x(p.day)} ${y(p.value)})`, fill: c, stroke: "var(--pl-bg)", ...(pick ? { tabindex: 0, role: "button", "aria-label": words, style: "cursor:pointer" } : {}) });
      m.append(s("title", {}, words));
      if (pick) { m.addEventListener("click", () => pick(l, p)); m.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); pick(l, p); } }); }
      g.append(m);
    }
    svg.append(g);
    if (known.length) ends.push({ y: y(known.at(-1).value), x: x(known.at(-1).day), name: l.name, c, faint });
  });
  ends.sort((a, b) => a.y - b.y).forEach((e, n) => {
    if (n && e.y - ends[n - 1].y < 14) e.y = ends[n - 1].y + 14;
    const t = s("text", { x: e.x + 10, y: e.y + 4, "font-weight": 600, opacity: e.faint }, shortened(e.name, (width - e.x - 12) / LETTER));
    t.append(s("title", {}, e.name)); svg.append(t);
  });
  return [h("h4", { style: "margin:10px 0 2px" }, `${measure}${unit ? ` (${unit})` : ""}`), svg];
}
