// The viewer in a page of its own: the same module, with a few lines in place of a notebook's wire.

import { Model } from "./model.js";

const here = new URL(".", import.meta.url).href;
const [state, { render }] = await Promise.all([fetch(`${here}state`).then((r) => r.json()), import("./viewer.js")]);
const el = document.getElementById("viewer");
const load = (name) => import(new URL(`${name}.js`, here).href), panels = state.kind === "viewer" ? null : await load("panels");
render({ model: new Model(state, here), el, panels, load });
