// Small helpers for HTML and SVG.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) {
    if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (k.startsWith("aria-") && v !== undefined && v !== null) e.setAttribute(k, v); // "false" says more than nothing
    else if (v === true) e.setAttribute(k, "");
    else if (v !== false && v !== undefined && v !== null) e.setAttribute(k, v);
  }
  e.append(...children.filter((c) => c !== null && c !== undefined));
  return e;
}

export function s(tag, attributes = {}, text) {
  const e = document.createElementNS(SVG, tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  if (text !== undefined) e.textContent = text;
  return e;
}

/** Sets a text only where it differs: the same text set again would cost the page a layout. */
export function put(e, text) { if (e.textContent !== text) e.textContent = text; }

const ICONS = {
  window: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.4v9.2A4.6 4.6 0 0 1 8 3.4z",
  crosshair: "M7.3 1h1.4v5h-1.4zM7.3 10h1.4v5h-1.4zM1 7.3h5v1.4h-5zM10 7.3h5v1.4h-5z",
  pan: "M8 1l2.2 2.6H8.7v3.7h3.7V5.8L15 8l-2.6 2.2V8.7H8.7v3.7h1.5L8 15l-2.2-2.6h1.5V8.7H3.6v1.5L1 8l2.6-2.2v1.5h3.7V3.6H5.8z",
  zoom: "M6.5 1.5a5 5 0 1 0 3 9l3.7 3.7 1-1-3.7-3.7a5 5 0 0 0-4-8zm0 1.4a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z",
  length: "M2.5 12.5l-1-1 10-10 1 1zM12 1l3 3-1 1-3-3zM1 12l1-1 3 3-1 1zM5 7.5l1.5 1.5-.8.8L4.2 8.3z",
  angle: "M2 13.5L11 2l1.1.9L4.8 12H14v1.5z",
  ellipse: "M8 3.5c3.6 0 6.5 2 6.5 4.5s-2.9 4.5-6.5 4.5S1.5 10.500 1.5 8 4.400 3.500 8 3.500zm0 1.400C5.100 4.900 2.900 6.400 2.900 8s2.200 3.100 5.100 3.100 5.100-1.500 5.100-3.100S10.900 4.900 8 4.900z",
  rectangle: "M2 3.500h12v9H2zm1.400 1.400v6.200h9.200V4.900z",
  bidirectional: "M1.500 13.500l-1-1 12-12 1 1zM4.200 3.200l1-1 8.600 8.600-1 1z",
  polygon: "M3 3.500l6-2 5.500 5-3 7.500-8-1zm1.200 1l.6 7.200 5.800.7 2.200-5.500-4.200-3.800z",
  arrow: "M14.500 13.500l-1 1L5 6v4.500H3.500v-7h7V5H6z",
  probe: "M8 5.800a2.200 2.200 0 1 1 0 4.400 2.200 2.200 0 0 1 0-4.400zM8 1.500A6.500 6.500 0 1 1 8 14.500 6.500 6.500 0 0 1 8 1.500zm0 1.300a5.200 5.200 0 1 0 0 10.400A5.200 5.200 0 0 0 8 2.800z",
  invert: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 1.400a4.600 4.600 0 0 0 0 9.200z",
  reset: "M8 2.500a5.500 5.500 0 1 1-5.300 4H4.200A4.100 4.100 0 1 0 8 3.900V6L4.500 3.200 8 .5z",
  play: "M4 2.500l9 5.500-9 5.500z",
  pause: "M3.500 2.500h3v11h-3zM9.500 2.500h3v11h-3z",
  undo: "M6 3v2.500h3.500a4 4 0 0 1 0 8H5v-1.400h4.500a2.600 2.600 0 0 0 0-5.200H6v2.500L2 6.200z",
  bin: "M6 1.500h4V3h4v1.400H2V3h4zM3.500 5.500h9l-.7 9H4.200zM6.300 7l.3 6h1l-.2-6zm2.300 0l-.2 6h1l.3-6z",
};

export function icon(name) {
  const e = s("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
  e.append(s("path", { d: ICONS[name], fill: "currentColor", "fill-rule": "evenodd" }));
  return e;
}

/** A button with an icon, or with words: then its name begins with them, so that it is found by what is seen of it. */
export function button(name, title, onclick, extra = {}) {
  const label = ICONS[name] || title.toLowerCase().includes(name.toLowerCase()) ? title : `${name}: ${title}`;
  return h("button", { type: "button", class: "pl-b", title, "aria-label": label, onclick, ...extra }, ICONS[name] ? icon(name) : name);
}

/** Calls at most once in `ms`, always with the last arguments. */
export function throttle(f, ms) {
  let timer = 0;
  const late = (...args) => { late.last = args; if (!timer) timer = setTimeout(() => { timer = 0; f(...late.last); }, ms); };
  late.cancel = () => { clearTimeout(timer); timer = 0; };
  late.flush = () => { if (timer) { late.cancel(); f(...late.last); } };
  return late;
}
