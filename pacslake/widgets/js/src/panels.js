// The second module: comparison, catalogue browser, contact sheet and timeline.

import css from "./panels.css";
import { Browser } from "./browser.js";
import { compareOf } from "./compare.js";
import { Sheet } from "./sheet.js";
import { Timeline } from "./timeline.js";

function style(el) {
  const root = el.getRootNode(), where = root === document ? document.head : root;
  if (where.querySelector?.("style[data-pacslake-panels]")) return;
  const e = document.createElement("style");
  e.dataset.pacslakePanels = ""; e.textContent = css;
  where.append(e);
}

export function make(parts) {
  style(parts.el);
  const Compare = compareOf(parts.Viewer), kinds = { compare: Compare, browser: Browser, sheet: Sheet, timeline: Timeline };
  return new kinds[parts.model.get("kind")]({ ...parts, Viewer: Compare });
}
