// What every widget carries in its state: a few lines that fetch the real module once a page through the kernel, and,
// where no kernel answers (a notebook opened again), say what stood here and show the picture left in the notebook.

const KEY = Symbol.for("pacslake.module");

function fetchModule(model, name) {
  const known = (globalThis[KEY] ??= {}), version = model.get("version"), key = `${name} ${version}`;
  return (known[key] ??= new Promise((resolve, reject) => {
    const done = (f) => (x) => { clearInterval(again); clearTimeout(end); model.off("msg:custom", heard); f(x); };
    const heard = (head, buffers) => {
      if (head.kind !== "module" || head.version !== version || head.name !== name) return;
      const url = URL.createObjectURL(new Blob([buffers[0]], { type: "text/javascript" }));
      import(/* @vite-ignore */ url).then(done(resolve), done(reject));
    };
    model.on("msg:custom", heard);
    const ask = () => model.send({ kind: "module", name, version });
    const again = setInterval(ask, 2000), end = setTimeout(done(reject), 600000);
    ask();
  }).catch((e) => { delete known[key]; throw e; }));
}

/** The static picture of this widget, as the notebook holds it. */
function picture(model) {
  try {
    for (const cell of model.widget_manager.context.model.cells) {
      const outputs = cell.outputs;
      for (let n = 0; n < (outputs?.length ?? 0); n++) {
        const data = outputs.get(n).data, id = data["application/vnd.jupyter.widget-view+json"]?.model_id;
        if (id && id === model.get("model_ref") && data["image/png"]) return data["image/png"];
      }
    }
  } catch { /* not JupyterLab, or an output of another form */ }
  return null;
}

/** Leaves this widget's small state in the notebook, so that opening it again gives a sentence and not an error. */
function remember(model) {
  try {
    const book = model.widget_manager.context.model, id = model.get("model_ref"), mime = "application/vnd.jupyter.widget-state+json";
    const all = structuredClone(book.getMetadata("widgets") ?? {}), saved = (all[mime] ??= { state: {}, version_major: 2, version_minor: 0 });
    if (!id || saved.state[id]) return;
    const used = new Set();
    for (const cell of book.cells) for (let n = 0; n < (cell.outputs?.length ?? 0); n++) {
      const ref = cell.outputs.get(n).data["application/vnd.jupyter.widget-view+json"]?.model_id;
      if (ref) used.add(ref);
    }
    for (const [ref, m] of Object.entries(saved.state)) if (m.state?.fallback && !used.has(ref)) delete saved.state[ref];
    const state = { _esm: model.get("_esm"), _anywidget_id: model.get("_anywidget_id"), model_ref: id, version: model.get("version"), fallback: model.get("fallback") };
    for (const k of ["_model_name", "_model_module", "_model_module_version", "_view_name", "_view_module", "_view_module_version"]) state[k] = model.get(k);
    saved.state[id] = { model_name: "AnyModel", model_module: "anywidget", model_module_version: model.get("_model_module_version"), state };
    book.setMetadata("widgets", all);
  } catch { /* another front end: nothing is left behind */ }
}

function fallback(model, el, waiting) {
  const box = document.createElement("div"), text = document.createElement("p"), png = picture(model);
  box.setAttribute("role", "note");
  box.style.cssText = "border:1px solid var(--jp-border-color2,#ccc);border-left:4px solid #e69f00;border-radius:4px;padding:8px 12px;font:13px var(--jp-ui-font-family,sans-serif);color:var(--jp-ui-font-color1,inherit)";
  text.style.margin = "0";
  text.textContent = `${model.get("fallback") || "A pacslake widget."} ${waiting}`;
  box.append(text);
  if (png) { const img = new Image(); img.src = `data:image/png;base64,${png}`; img.alt = "The last picture saved with this notebook"; img.style.cssText = "max-width:100%;display:block;margin-top:8px"; box.append(img); }
  el.replaceChildren(box);
}

export default {
  async render({ model, el }) {
    let cleanup = null, closed = false;
    const early = [], keep = (head, buffers) => { if (head.kind === "brick") early.push([head, buffers]); }; // what arrives before the module that reads it
    model.on("msg:custom", keep);
    const deaf = () => model.off("msg:custom", keep);
    remember(model);
    const late = setTimeout(() => fallback(model, el, "Its kernel does not answer: it is busy, or it was restarted. When it was restarted, run the cell again."), 2500);
    // A model brought back from the saved notebook has no wire to a kernel: say so at once.
    model.widget_manager?.get_model?.(model.get("model_ref")).then((m) => {
      if (m.comm_live === false || !m.comm) { clearTimeout(late); fallback(model, el, "Run the cell again to see it live."); }
    }).catch(() => {});
    const more = model.get("kind") === "viewer" ? null : fetchModule(model, "panels");
    Promise.all([fetchModule(model, "viewer"), more]).then(([m, panels]) => {
      clearTimeout(late);
      if (closed) return;
      el.replaceChildren();
      deaf();
      cleanup = m.render({ early, model, el, panels, load: (name) => fetchModule(model, name) });
    }, () => { clearTimeout(late); fallback(model, el, "Run the cell again to see it live."); });
    return () => { closed = true; deaf(); clearTimeout(late); cleanup?.(); cleanup = null; };
  },
};
