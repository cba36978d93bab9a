// The second module: catalogue browser, contact sheet and timeline.

import { Browser } from "./browser.js";
import { Sheet } from "./sheet.js";
import { Timeline } from "./timeline.js";

const KINDS = { browser: Browser, sheet: Sheet, timeline: Timeline };

export function make(parts) {
  return new KINDS[parts.model.get("kind")](parts);
}
