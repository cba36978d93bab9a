// The catalogue as a page: patients and studies on the left, volumes as cards or rows on the right, a viewer below.

import { Wire } from "./protocol.js";
import { Thumbnails } from "./sheet.js";
import { button, h, throttle } from "./dom.js";

const PAGE = 60;

export class Browser {
  constructor({ model, el, Viewer, load }) {
    this.model = model; this.wire = new Wire(model); this.thumbs = new Thumbnails(this.wire);
    this.query = { where: model.get("where") || "", order: "", descending: false, offset: 0, table: "volumes", study: null, patient: null };
    this.selected = new Set(model.get("selected") ?? []); this.seq = 0; this.open = new Map();
    this.root = h("div", { class: "pacslake", "data-lm-suppress-shortcuts": "true" });
    this.filter = h("input", { type: "text", style: "flex:1 1 260px;max-width:none;font-family:var(--jp-code-font-family,monospace)", placeholder: "SQL condition, e.g. Modality = 'CT' AND n_slices > 50", "aria-label": "SQL condition over volumes", value: this.query.where });
    this.filter.addEventListener("keydown", (e) => { if (e.key === "Enter") this.apply(); });
    this.tabs = ["volumes", "issues", "quarantine"].map((t) => h("button", { type: "button", class: "pl-b", role: "tab", "data-tab": t, onclick: () => { Object.assign(this.query, { table: t, offset: 0, order: "", descending: false }); this.ask(); } }, t));
    this.asGrid = true;
    this.count = h("span", { role: "status" });
    this.side = h("div", { class: "pl-side", role: "tree", "aria-label": "Patients and studies" });
    this.main = h("div", { class: "pl-main" });
    this.foot = h("div", { class: "pl-foot" });
    this.error = h("div", { class: "pl-note", "data-level": "error", role: "alert", hidden: true });
    this.root.append(h("div", { class: "pl-bar" }, h("div", { class: "pl-group", role: "tablist" }, ...this.tabs), this.filter, button("Filter", "Apply the condition (Enter)", () => this.apply()),
      this.viewButton = button("Table", "Cards or table", () => { this.asGrid = !this.asGrid; this.viewButton.textContent = this.asGrid ? "Table" : "Cards"; this.show(); })),
      this.error, h("div", { class: "pl-browse" }, this.side, this.main), this.foot);
    this.below = h("div", {});
    el.append(this.root, this.below);
    this.viewer = new Viewer({ model, el: this.below, load });
    this.push = throttle(() => { model.set("selected", [...this.selected]); model.save_changes(); }, 150);
    this.wire.listeners.add((head) => this.hear(head));
    this.onSelected = () => { this.selected = new Set(model.get("selected") ?? []); this.show(); };
    model.on("change:selected", this.onSelected);
    this.onWhere = () => { this.filter.value = model.get("where") || ""; this.apply(); };
    model.on("change:where", this.onWhere);
    this.ask(); this.wire.send({ kind: "tree" });
  }
  apply() { this.query.where = this.filter.value.trim(); this.query.offset = 0; this.model.set("where", this.query.where); this.model.save_changes(); this.ask(); }
  ask() { this.wire.send({ kind: "rows", seq: ++this.seq, limit: PAGE, ...this.query }); for (const t of this.tabs) t.setAttribute("aria-pressed", t.dataset.tab === this.query.table); }
  hear(head) {
    if (head.kind === "rows" && head.seq === this.seq) {
      this.error.hidden = !head.error; this.error.textContent = head.error ?? "";
      if (!head.error) { this.rows = head; this.show(); }
    } else if (head.kind === "tree") { this.tree = head; this.showTree(); }
  }
  showTree() {
    const item = (level, label, note, pick, current, title) => h("button", { type: "button", role: "treeitem", class: `lvl${level}`, title: title ?? label, "aria-current": current, onclick: pick }, label, " ", h("small", {}, note));
    const all = [item(0, "All volumes", this.tree.total, () => this.pick(null, null), !this.query.study && !this.query.patient)];
    for (const p of this.tree.patients) {
      all.push(item(0, p.label, `${p.n} vol`, () => { this.open.set(p.patient_key, !this.open.get(p.patient_key)); this.pick(p.patient_key, null); }, this.query.patient === p.patient_key && !this.query.study));
      if (this.open.get(p.patient_key)) for (const s of p.studies) all.push(item(1, s.label, s.n, () => this.pick(p.patient_key, s.StudyInstanceUID), this.query.study === s.StudyInstanceUID, s.StudyInstanceUID));
    }
    if (this.tree.more) all.push(h("div", { style: "padding:4px 10px" }, `and ${this.tree.more} more patients: use the SQL condition`));
    this.side.replaceChildren(...all);
  }
  pick(patient, study) { Object.assign(this.query, { patient, study, offset: 0, table: "volumes" }); this.showTree(); this.ask(); }
  toggle(id, add) {
    // The first click draws the cards anew, so that a double-click is two clicks on one volume, not on one element.
    const now = performance.now(), twice = this.clicked?.id === id && now - this.clicked.at < 450;
    this.clicked = { id, at: now };
    if (twice && !add) { this.selected = new Set([id]); this.push(); this.show(); this.view(id); return; }
    if (!add) { const had = this.selected.has(id) && this.selected.size === 1; this.selected.clear(); if (!had) this.selected.add(id); } else if (!this.selected.delete(id)) this.selected.add(id);
    this.push(); this.show();
  }
  view(id) { this.wire.send({ kind: "open", id }); }
  show() {
    if (!this.rows) return;
    const { columns, rows, total, offset } = this.rows;
    const cards = this.query.table === "volumes" && this.asGrid;
    this.viewButton.hidden = this.query.table !== "volumes";
    if (!rows.length) this.main.replaceChildren(h("p", { style: "padding:16px" }, this.query.table === "volumes" ? "No volume meets the condition." : `No ${this.query.table}.`));
    else this.main.replaceChildren(cards ? this.cards(columns, rows) : this.table(columns, rows));
    const last = Math.min(total, offset + rows.length);
    this.foot.replaceChildren(h("span", { role: "status" }, `${total ? offset + 1 : 0}–${last} of ${total}`),
      button("‹", "Previous page", () => { this.query.offset = Math.max(0, offset - PAGE); this.ask(); }, offset ? {} : { disabled: true }),
      button("›", "Next page", () => { this.query.offset = offset + PAGE; this.ask(); }, last < total ? {} : { disabled: true }),
      h("span", {}, `${this.selected.size} selected`),
      button("Open", "Open the selected volume below", () => this.view([...this.selected][0]), this.selected.size === 1 ? {} : { disabled: true }),
      button("Compare", "Compare the two selected volumes", () => this.wire.send({ kind: "compare", ids: [...this.selected] }), this.selected.size === 2 ? {} : { disabled: true }),
      button("Select all that match", "Select every volume that meets the condition", () => this.wire.send({ kind: "select_all", ...this.query })));
  }
  cards(columns, rows) {
    const at = (n) => columns.indexOf(n), [id, mod, name, n, verdict, shape, issues] = ["volume_id", "Modality", "SeriesDescription", "n_slices", "verdict", "shape", "n_issues"].map(at);
    return h("div", { class: "pl-grid", role: "list" }, ...rows.map((r) => {
      const text = r[name] || r[mod], card = h("button", { type: "button", class: "pl-card", "aria-pressed": this.selected.has(r[id]), title: "Click selects, double-click opens" }, this.thumbs.canvas(r[id], `${text}: middle slice`),
        h("div", {}, h("b", {}, text || "volume"), h("small", {}, `${r[mod] ?? ""} · ${(r[shape] ?? []).join("×") || r[n]}`), h("span", { class: "pl-chip", "data-v": r[verdict] }, String(r[verdict]).replaceAll("_", " ")), r[issues] ? h("small", {}, `${r[issues]} issue${r[issues] > 1 ? "s" : ""}`) : null));
      card.addEventListener("click", (e) => this.toggle(r[id], e.ctrlKey || e.metaKey || e.shiftKey));
      card.addEventListener("keydown", (e) => { if (e.key === "Enter" && this.selected.has(r[id])) { e.preventDefault(); this.view(r[id]); } });
      return card;
    }));
  }
  table(columns, rows) {
    const id = columns.indexOf("volume_id"), volumes = this.query.table === "volumes";
    const sort = (c) => { this.query.descending = this.query.order === c && !this.query.descending; this.query.order = c; this.query.offset = 0; this.ask(); };
    const arrow = (c) => (this.query.order === c ? (this.query.descending ? " ↓" : " ↑") : "");
    return h("table", {}, h("thead", {}, h("tr", {}, ...columns.map((c) => h("th", { "aria-sort": this.query.order === c ? (this.query.descending ? "descending" : "ascending") : "none" }, h("button", { type: "button", class: "pl-b", onclick: () => sort(c) }, c + arrow(c)))))),
      h("tbody", {}, ...rows.map((r) => { const row = h("tr", volumes ? { tabindex: 0, "aria-selected": this.selected.has(r[id]), style: this.selected.has(r[id]) ? "background:var(--pl-bg2);font-weight:600" : "" } : {}, ...r.map((v) => h("td", { class: typeof v === "number" ? "num" : "" }, v === null ? "" : Array.isArray(v) ? v.join(" ") : String(v))));
        if (volumes) { row.addEventListener("click", (e) => this.toggle(r[id], e.ctrlKey || e.metaKey)); row.addEventListener("keydown", (e) => { if (e.key === "Enter") this.view(r[id]); if (e.key === " ") { e.preventDefault(); this.toggle(r[id], true); } }); }
        return row; })));
  }
  close() {
    this.model.off("change:selected", this.onSelected); this.model.off("change:where", this.onWhere);
    this.push.cancel(); this.viewer.close(); this.thumbs.close(); this.wire.close(); this.root.remove();
  }
}
