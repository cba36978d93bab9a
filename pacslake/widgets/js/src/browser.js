// The catalogue as a page: patients, studies and series on the left, volumes as cards or rows on the right, a viewer below.

import { Wire } from "./protocol.js";
import { Thumbnails } from "./sheet.js";
import { button, h, throttle } from "./dom.js";

const PAGE = 60;
const FILTER_HELP = "Part of a text, =exactly, >50, 10..20, = for empty, <> for not empty";
const words = (x) => String(x ?? "none").replaceAll("_", " ");

export class Browser {
  constructor({ model, el, Viewer, load }) {
    this.model = model; this.wire = new Wire(model); this.thumbs = new Thumbnails(this.wire);
    this.query = { where: model.get("where") || "", order: "", descending: false, offset: 0, table: "volumes", patient: null, study: null, series: null, filters: {} };
    this.selected = new Set(model.get("selected") ?? []); this.seq = 0; this.branches = new Map(); this.open = new Set(); this.asGrid = true;
    this.root = h("div", { class: "pacslake", "data-lm-suppress-shortcuts": "true", "data-lab": document.body.dataset.jpThemeName ? true : false });
    this.filter = h("input", { type: "text", class: "pl-sql", placeholder: "SQL condition, e.g. Modality = 'CT' AND n_slices > 50", "aria-label": "SQL condition over volumes", value: this.query.where });
    this.filter.addEventListener("keydown", (e) => { if (e.key === "Enter") this.apply(); });
    this.tabs = ["volumes", "issues", "quarantine"].map((t) => h("button", { type: "button", class: "pl-b", "data-tab": t, onclick: () => { Object.assign(this.query, { table: t, offset: 0, order: "", descending: false, filters: {} }); this.ask(); } }, t[0].toUpperCase() + t.slice(1)));
    this.viewButton = button("Table", "Cards or table", () => { this.asGrid = !this.asGrid; this.viewButton.textContent = this.asGrid ? "Table" : "Cards"; this.show(); });
    this.find = h("input", { type: "search", placeholder: "Find a patient", "aria-label": "Find a patient", oninput: throttle(() => this.wire.send({ kind: "patients", search: this.find.value }), 250) });
    this.branch = h("ul", { class: "pl-tree" });
    this.side = h("nav", { class: "pl-side", "aria-label": "Patients, studies and series" }, this.find, this.branch);
    this.facets = h("div", { class: "pl-bar pl-facets", role: "group", "aria-label": "Counts; press to filter" });
    this.main = h("div", { class: "pl-main", tabindex: 0, role: "region", "aria-label": "Volumes" });
    this.about = h("div", { class: "pl-about", role: "region", "aria-label": "About the selected volume", "aria-live": "polite", hidden: true });
    this.foot = h("div", { class: "pl-foot" });
    this.said = h("div", { class: "pl-note", role: "status", hidden: true });
    this.sql = h("textarea", { class: "pl-sql", rows: 3, readonly: true, "aria-label": "The selection as SQL", hidden: true });
    this.name = h("input", { type: "text", placeholder: "name of a cohort", "aria-label": "Name of the cohort", size: 16 });
    this.root.append(h("div", { class: "pl-bar" }, h("div", { class: "pl-group", role: "group", "aria-label": "What to list" }, ...this.tabs), this.filter, button("Filter", "Apply the condition (Enter)", () => this.apply()), this.viewButton),
      this.said, h("div", { class: "pl-browse" }, this.side, h("div", { class: "pl-right" }, this.facets, this.main, this.about)), this.foot, this.sql);
    this.below = h("div", {});
    el.append(this.root, this.below);
    this.viewer = new Viewer({ model, el: this.below, load });
    this.push = throttle(() => { model.set("selected", [...this.selected]); model.save_changes(); }, 150);
    this.wire.listeners.add((head) => this.hear(head));
    this.heard = { selected: () => { this.selected = new Set(model.get("selected") ?? []); this.show(); }, where: () => { this.filter.value = model.get("where") || ""; this.apply(); } };
    for (const [n, f] of Object.entries(this.heard)) model.on(`change:${n}`, f);
    // A click is a press and a release on one element: while a button is held nothing is drawn anew, or the click is lost.
    this.gone = new AbortController();
    const { signal } = this.gone, release = () => setTimeout(() => { this.pressed = false; if (this.waiting) { this.waiting = false; this.show(); } });
    this.root.addEventListener("pointerdown", () => { this.pressed = true; }, { signal });
    for (const name of ["pointerup", "pointercancel", "blur"]) addEventListener(name, release, { signal });
    this.ask(); this.wire.send({ kind: "patients" });
  }

  // --- asking and hearing ----------------------------------------------------------------------------------------------
  apply() {
    Object.assign(this.query, { where: this.filter.value.trim(), offset: 0 });
    if (this.model.get("where") !== this.query.where) { this.model.set("where", this.query.where); this.model.save_changes(); }
    this.ask();
  }
  ask() {
    this.wire.send({ kind: "rows", seq: ++this.seq, limit: PAGE, ...this.query, ...(this.query.table === "volumes" ? {} : { where: "" }) });
    for (const t of this.tabs) t.setAttribute("aria-pressed", t.dataset.tab === this.query.table);
  }
  say(level, text) { this.said.hidden = !text; this.said.dataset.level = level; this.said.textContent = text ?? ""; }
  hear(head) {
    if (head.kind === "rows" && head.seq === this.seq) {
      this.say("error", head.error);
      if (!head.error) { this.rows = { ...head, table: this.query.table }; this.show(); }
    } else if (head.kind === "patients") { this.tree = head; this.showTree(); }
    else if (head.kind === "branch") { this.branches.set(head.patient, head.studies); this.showTree(); }
    else if (head.kind === "detail") this.showDetail(head);
    else if (head.kind === "said") this.say(head.level, head.text);
    else if (head.kind === "sql") { this.sql.hidden = false; this.sql.value = head.text; this.sql.focus(); this.sql.select(); }
  }

  // --- patients, studies, series ------------------------------------------------------------------------------------------
  showTree() {
    if (!this.tree) return;
    const { query, open } = this, held = this.branch.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const item = (level, label, note, place, key, children, title) => {
      const current = ["patient", "study", "series"].every((k) => (query[k] ?? null) === (place[k] ?? null)), more = children !== undefined;
      return h("li", {}, h("button", { type: "button", class: `lvl${level}`, title: title ?? label, "data-key": key, "aria-current": current, ...(more ? { "aria-expanded": open.has(key) } : {}), onclick: () => this.pick(place, key, current) },
        h("span", {}, more ? (open.has(key) ? "▾ " : "▸ ") : "", label), h("small", {}, String(note))), more && open.has(key) ? h("ul", {}, ...children()) : null);
    };
    const list = (n) => (n === 1 ? "1 volume" : `${n} volumes`);
    this.branch.replaceChildren(item(0, "All patients", list(this.tree.total), {}, ""), ...this.tree.patients.map((p) => item(0, p.label, list(p.n), { patient: p.patient_key }, p.patient_key, () => (this.branches.get(p.patient_key) ?? []).map((s) =>
      item(1, s.label, list(s.n), { patient: p.patient_key, study: s.uid }, s.uid, () => s.series.map((x) => item(2, x.label || "series", x.n ? list(x.n) : `${x.objects} object${x.objects === 1 ? "" : "s"}`, { patient: p.patient_key, study: s.uid, series: x.uid }, x.uid)))))),
      ...(this.tree.more ? [h("li", { class: "pl-more" }, `The first ${this.tree.patients.length} of ${this.tree.n_patients} patients: find others above.`)] : []));
    if (held !== null) [...this.branch.querySelectorAll("button")].find((b) => b.dataset.key === held)?.focus({ preventScroll: true });
  }
  pick(place, key, again) {
    if (key && again && this.open.has(key)) this.open.delete(key); else if (key) this.open.add(key);
    if (place.patient && !this.branches.has(place.patient)) this.wire.send({ kind: "branch", patient: place.patient });
    Object.assign(this.query, { patient: null, study: null, series: null, ...place, offset: 0, table: "volumes" });
    this.showTree(); this.ask();
  }

  // --- choosing and opening ---------------------------------------------------------------------------------------------------
  toggle(id, add) {
    // The first click draws the cards anew, so that a double-click is two clicks on one volume, not on one element.
    const now = performance.now(), twice = this.clicked?.id === id && now - this.clicked.at < 450;
    this.clicked = { id, at: now };
    if (twice && !add) { this.selected = new Set([id]); this.push(); this.show(); this.view(id); return; }
    if (!add) { const had = this.selected.has(id) && this.selected.size === 1; this.selected.clear(); if (!had) this.selected.add(id); } else if (!this.selected.delete(id)) this.selected.add(id);
    this.push(); this.show();
    if (this.selected.size === 1) this.wire.send({ kind: "detail", id: [...this.selected][0] });
  }
  view(id) { this.say("info", ""); this.wire.send({ kind: "open", id }); }
  showDetail(d) {
    const bad = d.issues ?? [];
    this.about.replaceChildren(h("b", {}, d.error ?? words(d.verdict)), ` ${d.error ? "" : `${d.why ? `${d.why}. ` : ""}${(d.shape ?? []).join(" × ")} (${d.axes})${d.spacing?.every(Boolean) ? `, ${d.spacing.join(" × ")} mm` : ""}${d.unit ? `, ${d.unit}` : ""}, ${d.converted ? "converted" : "read from the originals"}.`}`,
      ...(bad.length ? [h("ul", {}, ...bad.map(([severity, code, text]) => h("li", { "data-level": severity }, `${severity}: ${words(code)}${text ? `. ${text}` : ""}`)))] : []));
    this.about.hidden = !this.selected.has(d.id) || this.selected.size !== 1 || this.query.table !== "volumes";
  }

  // --- the page ------------------------------------------------------------------------------------------------------------------
  show() {
    if (!this.rows) return;
    if (this.pressed) { this.waiting = true; return; }
    const { columns, rows, total, offset } = this.rows, volumes = this.rows.table === "volumes", cards = volumes && this.asGrid;
    this.viewButton.hidden = !volumes; this.filter.disabled = !volumes;
    if (this.selected.size !== 1 || !volumes) this.about.hidden = true;
    this.showFacets();
    const held = this.main.contains(document.activeElement) ? document.activeElement.dataset.key : null, at = document.activeElement?.selectionStart;
    const narrowed = this.query.where || this.query.patient || Object.values(this.query.filters).some(Boolean);
    const none = volumes ? (narrowed ? "No volume meets the condition." : "The lake holds no volume yet: pacslake ingest FOLDER takes in images.") : this.rows.table === "issues" ? "No issue: nothing is wrong with the data as far as it was judged." : "Nothing is in quarantine.";
    if (cards) this.main.replaceChildren(rows.length ? this.cards(columns, rows) : h("p", { class: "pl-none" }, none));
    else this.main.replaceChildren(this.table(columns, rows), ...(rows.length ? [] : [h("p", { class: "pl-none" }, none)]));
    const found = held && [...this.main.querySelectorAll("[data-key]")].find((e) => e.dataset.key === held);
    if (found) { found.focus({ preventScroll: true }); if (found.setSelectionRange && at !== null && at !== undefined) found.setSelectionRange(at, at); }
    const last = Math.min(total, offset + rows.length), n = this.selected.size, may = (yes) => (yes ? {} : { disabled: true });
    this.foot.replaceChildren(h("span", { role: "status" }, `${total ? offset + 1 : 0}–${last} of ${total}`),
      button("‹", "Previous page", () => { this.query.offset = Math.max(0, offset - PAGE); this.ask(); }, may(offset)), button("›", "Next page", () => { this.query.offset = offset + PAGE; this.ask(); }, may(last < total)),
      ...(volumes ? [h("span", {}, n ? `${n} selected` : "none selected"), button("Open", "Open the selected volume below (Enter)", () => this.view([...this.selected][0]), may(n === 1)),
        button("Compare", "Compare the two to four selected volumes", () => { this.say("info", "Looking for their places in the body …"); this.wire.send({ kind: "compare", ids: [...this.selected] }); }, may(n > 1 && n < 5)),
        button("Select all", "Select every volume that is listed, on all pages", () => this.wire.send({ kind: "select_all" }), may(total)), button("Clear", "Select nothing", () => { this.selected.clear(); this.push(); this.show(); }, may(n)),
        button("SQL", "Show the selection as SQL", () => { this.push.flush(); this.wire.send({ kind: "sql" }); }), this.name, button("Keep as cohort", "Keep the selection, or all that is listed, as a cohort of the lake", () => { this.push.flush(); this.wire.send({ kind: "cohort", name: this.name.value }); }, may(total))] : []));
  }
  showFacets() {
    const { filters } = this.query, held = this.facets.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const chips = Object.entries(this.rows.facets ?? {}).flatMap(([c, all]) => all.map(([value, n]) => {
      const text = value === null ? "=" : `=${value}`, on = filters[c] === text;
      return h("button", { type: "button", class: "pl-chip", "data-v": value, "data-key": `${c}${text}`, "aria-pressed": on, title: `${c}: ${words(value)}`, onclick: () => { if (on) delete filters[c]; else filters[c] = text; this.query.offset = 0; this.ask(); } }, `${words(value)} ${n}`);
    }));
    const rest = Object.entries(filters).filter(([c, t]) => t && !(this.rows.facets?.[c] ?? []).some(([v]) => `=${v ?? ""}` === t));
    chips.push(...rest.map(([c, t]) => h("button", { type: "button", class: "pl-chip", "aria-pressed": true, "data-key": `${c}${t}`, title: "Take this filter away", onclick: () => { delete filters[c]; this.query.offset = 0; this.ask(); } }, `${c} ${t} ×`)));
    this.facets.replaceChildren(...chips); this.facets.hidden = !chips.length;
    if (held) [...this.facets.children].find((b) => b.dataset.key === held)?.focus({ preventScroll: true });
  }
  cards(columns, rows) {
    const [id, mod, name, n, verdict, shape, issues] = ["volume_id", "Modality", "SeriesDescription", "n_slices", "verdict", "shape", "n_issues"].map((c) => columns.indexOf(c));
    return h("div", { class: "pl-grid", role: "group", "aria-label": "Volumes" }, ...rows.map((r) => {
      const text = r[name] || r[mod] || "volume", card = h("button", { type: "button", class: "pl-card", "aria-pressed": this.selected.has(r[id]), "data-key": r[id], title: "Click selects (Ctrl adds), double-click or Enter opens" }, this.thumbs.canvas(r[id], `${text}: middle slice`),
        h("span", {}, h("b", {}, text), h("small", {}, `${r[mod] ?? ""} · ${(r[shape] ?? []).join("×") || r[n]}`), h("span", { class: "pl-chip", "data-v": r[verdict] }, words(r[verdict])), r[issues] ? h("small", { class: "pl-warn" }, `${r[issues]} issue${r[issues] > 1 ? "s" : ""}`) : null));
      card.addEventListener("click", (e) => { if (e.detail || !this.selected.has(r[id])) this.toggle(r[id], e.ctrlKey || e.metaKey || e.shiftKey); });
      card.addEventListener("keydown", (e) => { if (e.key === "Enter" && this.selected.has(r[id])) { e.preventDefault(); this.view(r[id]); } else if (e.key === " ") { e.preventDefault(); this.toggle(r[id], true); } });
      return card;
    }));
  }
  table(columns, rows) {
    const id = columns.indexOf("volume_id"), volumes = this.rows.table === "volumes", { query } = this;
    const sort = (c) => { query.descending = query.order === c && !query.descending; query.order = c; query.offset = 0; this.ask(); };
    const arrow = (c) => (query.order === c ? (query.descending ? " ↓" : " ↑") : ""), narrow = throttle((c, text) => { query.filters[c] = text; query.offset = 0; this.ask(); }, 400);
    return h("table", { "aria-label": this.rows.table }, h("thead", {}, h("tr", {}, ...columns.map((c) => h("th", { scope: "col", "aria-sort": query.order === c ? (query.descending ? "descending" : "ascending") : "none" }, h("button", { type: "button", class: "pl-b", "data-key": `sort ${c}`, onclick: () => sort(c) }, c + arrow(c)),
      h("input", { type: "text", class: "pl-column", "aria-label": `Filter ${c}`, title: FILTER_HELP, "data-key": `filter ${c}`, value: query.filters[c] ?? "", oninput: (e) => narrow(c, e.target.value) }))))),
      h("tbody", {}, ...rows.map((r) => { const on = volumes && this.selected.has(r[id]), row = h("tr", volumes ? { tabindex: 0, "aria-selected": on, "data-key": r[id] } : {}, ...r.map((v) => { const text = v === null ? "" : Array.isArray(v) ? v.join(" ") : String(v); return h("td", { class: typeof v === "number" ? "num" : "", title: text.length > 40 ? text : null }, text); }));
        if (volumes) { row.addEventListener("click", (e) => this.toggle(r[id], e.ctrlKey || e.metaKey)); row.addEventListener("keydown", (e) => { if (e.key === "Enter") this.view(r[id]); if (e.key === " ") { e.preventDefault(); this.toggle(r[id], true); } }); }
        return row; })));
  }
  close() {
    this.gone.abort();
    for (const [n, f] of Object.entries(this.heard)) this.model.off(`change:${n}`, f);
    this.push.cancel(); this.viewer.close(); this.thumbs.close(); this.wire.close(); this.root.remove();
  }
}
