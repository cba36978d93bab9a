// Two time points with one crosshair: side by side, in turns, or in one picture.

import { IDENTITY, multiply, translation } from "./geometry.js";
import { combine } from "./render.js";
import { h } from "./dom.js";

const MODES = [["side", "Side by side"], ["flicker", "Flicker"], ["difference", "Difference"], ["checker", "Checkerboard"]];

/** A comparison on top of the page's viewer class; with one volume it is that viewer. */
export const compareOf = (Viewer) => class Compare extends Viewer {
  layouts() {
    if (!this.compare || this.scene.stack) return super.layouts();
    return this.layoutRow([["axial", "A", "Axial"], ["coronal", "C", "Coronal"], ["sagittal", "S", "Sagittal"], ["four", "2×2", "Two planes at once"]]);
  }
  shownLayout() { return this.compare && this.layout !== "four" ? this.specs()[0]?.plane : super.shownLayout(); }
  controls() {
    if (!this.compare) return [];
    this.modeBox = h("select", { title: "How to compare (f: flicker)", "aria-label": "How to compare", onchange: (e) => this.setMode(e.target.value) }, ...MODES.map(([v, t]) => h("option", { value: v }, t)));
    return [this.modeBox];
  }
  mark() { super.mark(); if (this.compare) this.modeBox.value = this.mode ?? "side"; }
  specs() {
    if (!this.compare) return super.specs();
    const { scene } = this, { main } = scene, names = ["axial", "coronal", "sagittal"], mode = this.mode ?? "side";
    const planes = scene.stack ? ["native"] : this.layout === "four" ? [main, names.find((p) => p !== main)] : [names.includes(this.layout) ? this.layout : main];
    return planes.flatMap((plane) => (mode === "side" ? [{ plane, layers: [0], mode: "one" }, { plane, layers: [1], mode: "one" }] : [{ plane, layers: [0, 1], mode }]));
  }
  setMode(m) {
    this.mode = m; clearInterval(this.flicker); this.flicker = 0; this.big = null;
    if (m === "flicker") this.flicker = setInterval(() => { this.scene.flick ^= 1; this.redraw(); }, 700);
    this.arrange(); this.changed();
  }
  pullMode(value, first) { if (first) this.mode = value || "side"; else if (value !== this.mode) this.setMode(value); }
  peers(pane) { return this.compare ? this.panes.filter((p) => p.spec.plane === pane.spec.plane) : super.peers(pane); }
  manual(pane) { return this.compare && this.transformsNow?.[this.scene.layers[1].meta.frame]?.source === "manual" && pane.spec.layers.includes(1); }
  offsetBy(pane, d) {
    const id = this.scene.layers[1].meta.frame, now = this.transformsNow[id];
    this.transformsNow = { ...this.transformsNow, [id]: { ...now, matrix: multiply(translation(d), now.matrix ?? IDENTITY) } };
    this.scene.transforms(this.transformsNow); this.changed(true);
  }
  ownKey(e) {
    if (!this.compare || e.ctrlKey) return false;
    if (e.key === "[" || e.key === "]") { this.scene.flick ^= 1; this.redraw(); } else if (e.key === "f") this.setMode(this.mode === "flicker" ? "side" : "flicker"); else return false;
    return true;
  }
  /** Both in one picture. */
  mix(pane, { width, height, paint }) {
    if (pane.spec.mode === "flicker") return;
    if (this.second?.length !== pane.pixels.length) this.second = new Uint32Array(pane.pixels.length);
    paint(this.scene.layers[1], this.second);
    combine(pane.pixels, width, height, pane.pixels, this.second, pane.spec.mode);
  }
  say(pane) { if (pane.spec.mode === "difference") pane.tags.bl.textContent += "\norange: brighter now, blue: darker now"; }
  close() { clearInterval(this.flicker); super.close(); }
};
