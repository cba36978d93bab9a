// The module that a page loads once: the style and the viewer. Grids and charts are in panels.js, for those who need them.

import css from "./style.css";
import { Viewer } from "./viewer.js";

function style(el) {
  const root = el.getRootNode(), where = root === document ? document.head : root;
  if (where.querySelector?.("style[data-pacslake]")) return;
  const e = document.createElement("style");
  e.dataset.pacslake = ""; e.textContent = css;
  where.append(e);
}

/**
 * Draws a widget into `el`. `panels`: the second module, for widgets that are more than a viewer; `load(name)` fetches
 * a further one when it is needed. Returns its cleanup.
 */
export function render({ early, model, el, panels, load }) {
  style(el);
  const widget = panels ? panels.make({ model, el, Viewer, load }) : new Viewer({ early, model, el, load });
  el.pacslake = widget;
  return () => { widget.close(); delete el.pacslake; }; // the notebook may keep the element
}
