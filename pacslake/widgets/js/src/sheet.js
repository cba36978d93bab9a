// Thumbnails that arrive as binary messages, and a contact sheet of them.

import { Wire } from "./protocol.js";
import { h } from "./dom.js";

/** Asks for thumbnails as they come into sight and paints them when they arrive. */
export class Thumbnails {
  constructor(wire) {
    this.wire = wire; this.waiting = new Map(); this.known = new Map(); this.asked = new Set();
    this.sight = new IntersectionObserver((seen) => {
      const want = seen.filter((e) => e.isIntersecting).map((e) => e.target.dataset.volume).filter((id) => !this.known.has(id) && !this.asked.has(id));
      for (const id of want) this.asked.add(id);
      if (want.length) wire.send({ kind: "thumbs", ids: [...new Set(want)] });
    }, { rootMargin: "200px" });
    wire.listeners.add((head, buffers) => {
      if (head.kind !== "thumb") return;
      this.known.set(head.id, { head, bytes: buffers[0] && new Uint8Array(buffers[0].buffer.slice(buffers[0].byteOffset, buffers[0].byteOffset + buffers[0].byteLength)) });
      for (const c of this.waiting.get(head.id) ?? []) this.paint(c, head.id);
    });
  }
  canvas(id, label) {
    const c = h("canvas", { width: 128, height: 128, role: "img", "aria-label": label, "data-volume": id }), g = c.getContext("2d");
    g.fillStyle = "#999"; g.font = "12px sans-serif"; g.textAlign = "center"; g.fillText("…", 64, 68);
    if (!this.waiting.has(id)) this.waiting.set(id, new Set());
    this.waiting.get(id).add(c);
    if (this.known.has(id)) this.paint(c, id); else this.sight.observe(c);
    return c;
  }
  paint(c, id) {
    const { head, bytes } = this.known.get(id), g = c.getContext("2d");
    if (!bytes?.length) { g.fillStyle = "#888"; g.font = "12px sans-serif"; g.textAlign = "center"; g.fillText(head.text || "no picture", 64, 68, 120); return; }
    c.width = head.width; c.height = head.height;
    const image = g.createImageData(head.width, head.height), n = bytes.length / (head.width * head.height);
    for (let p = 0; p < head.width * head.height; p++) {
      for (let s = 0; s < 3; s++) image.data[4 * p + s] = bytes[n === 3 ? 3 * p + s : p];
      image.data[4 * p + 3] = 255;
    }
    g.putImageData(image, 0, 0);
  }
  close() { this.sight.disconnect(); }
}

export class Sheet {
  constructor({ model, el }) {
    this.model = model; this.wire = new Wire(model); this.thumbs = new Thumbnails(this.wire);
    const items = model.get("items") ?? [];
    this.cards = items.map((i) => h("button", { type: "button", class: "pl-thumb", title: `${i.label}; press to select`, onclick: () => this.toggle(i.id) }, this.thumbs.canvas(i.id, i.label), h("span", {}, i.label)));
    this.root = h("div", { class: "pacslake" }, ...(model.get("notices") ?? []).map((n) => h("div", { class: "pl-note", "data-level": n.level ?? "info" }, n.text)), h("div", { class: "pl-sheet", role: "group", "aria-label": "Volumes" }, ...this.cards));
    el.append(this.root);
    this.mark = () => { const chosen = new Set(model.get("selected") ?? []); items.forEach((i, n) => this.cards[n].setAttribute("aria-pressed", chosen.has(i.id))); };
    model.on("change:selected", this.mark); this.mark();
  }
  toggle(id) {
    const now = this.model.get("selected") ?? [];
    this.model.set("selected", now.includes(id) ? now.filter((x) => x !== id) : [...now, id]);
    this.model.save_changes(); this.mark();
  }
  close() { this.model.off("change:selected", this.mark); this.thumbs.close(); this.wire.close(); this.root.remove(); }
}
