// The second module: comparison, catalogue browser, contact sheet and timeline.

import { Browser } from "./browser.js";
import { compareOf } from "./compare.js";
import { Sheet } from "./sheet.js";
import { Timeline } from "./timeline.js";

export function make(parts) {
  const Compare = compareOf(parts.Viewer), kinds = { compare: Compare, browser: Browser, sheet: Sheet, timeline: Timeline };
  return new kinds[parts.model.get("kind")]({ ...parts, Viewer: Compare });
}
