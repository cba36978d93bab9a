// The page of a served lake: sign in, search studies, see their series, open a volume in the viewer of the notebooks.
// The token stays in this tab's session storage and goes out as a header, never in an address.

import { Model } from "./model.js";
import css from "./web.css";

const root = new URL("..", import.meta.url).href, dicom = `${root}dicom-web`, lake = `${root}lake/v1`;
const PAGE = 50, KEY = "pacslake-token";
const main = document.getElementById("main");
document.head.append(Object.assign(document.createElement("style"), { textContent: css }));

let token = sessionStorage.getItem(KEY) ?? "", turn = 0, open = null, pictures = [];

function make(tag, more = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(more)) {
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name in el) el[name] = value;
    else el.setAttribute(name, value);
  }
  el.append(...children.filter((c) => c != null));
  return el;
}

class Refused extends Error {}

async function ask(url, accept = "application/json") {
  let answer;
  try { answer = await fetch(url, { headers: { Authorization: `Bearer ${token}`, Accept: accept } }); }
  catch { throw new Error("The service does not answer."); }
  if (answer.status === 401) throw new Refused("The service takes no such token. It may have expired.");
  if (answer.status === 204) return null;
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? `The service answers ${answer.status}.`);
  return accept.startsWith("image/") ? answer.blob() : answer.json();
}

// -- DICOM JSON ---------------------------------------------------------------------------------------------

const TAGS = {
  name: "00100010", id: "00100020", date: "00080020", modalities: "00080061", text: "00081030", n: "00201208", study: "0020000D",
  accession: "00080050", series: "0020000E", modality: "00080060", seriesText: "0008103E", number: "00200011", seriesN: "00201209",
};
function value(item, name) {
  const found = item[TAGS[name]]?.Value ?? [];
  return found.map((v) => (v && typeof v === "object" ? v.Alphabetic ?? "" : v)).join(name === "modalities" ? " " : ", ");
}
const dated = (text) => (/^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text);

// -- pages --------------------------------------------------------------------------------------------------

function show(title, ...children) {
  open?.close();
  open = null;
  for (const url of pictures.splice(0)) URL.revokeObjectURL(url);
  document.title = `${title} · pacslake`;
  main.replaceChildren(...children);
  main.focus();
}

function signIn(error) {
  const field = make("input", { type: "password", id: "token", autocomplete: "off", required: true, size: 40 });
  const form = make("form", {
    class: "signin",
    onsubmit: (event) => { event.preventDefault(); token = field.value.trim(); sessionStorage.setItem(KEY, token); go(); },
  }, make("h1", { textContent: "pacslake" }),
  make("label", { htmlFor: "token", textContent: "Token" }), field, make("button", { textContent: "Sign in" }),
  make("p", { textContent: "Whoever runs this service makes one with: pacslake user token NAME" }),
  error ? make("p", { role: "alert", class: "fault", textContent: error }) : null);
  show("Sign in", form);
  field.focus();
}

const FIELDS = [["PatientName", "Name"], ["PatientID", "Patient ID"], ["AccessionNumber", "Accession"], ["StudyDate", "Date or range"], ["ModalitiesInStudy", "Modality"]];

async function studies(asked) {
  const at = Number(asked.get("at") ?? 0), query = new URLSearchParams({ limit: PAGE + 1, offset: at });
  for (const [key] of FIELDS) {
    let text = (asked.get(key) ?? "").trim();
    if (!text) continue;
    if (key === "StudyDate") text = text.replace(/(\d{4})-(\d\d)-(\d\d)/g, "$1$2$3").replace(/\s/g, "");
    else if (key === "ModalitiesInStudy") text = text.toUpperCase();
    else if (!/[*?]/.test(text)) text = `*${text}*`;
    query.set(key, text);
  }
  query.append("includefield", "00081030");
  const found = (await ask(`${dicom}/studies?${query}`, "application/dicom+json")) ?? [];
  return () => {
    const inputs = FIELDS.map(([key, title]) => make("label", {}, title, make("input", { name: key, value: asked.get(key) ?? "", type: "search" })));
    const form = make("form", {
      role: "search",
      onsubmit: (event) => {
        event.preventDefault();
        const wanted = new URLSearchParams([...new FormData(form)].filter(([, v]) => v.trim()));
        location.hash = `studies?${wanted}`;
      },
    }, ...inputs, make("button", { textContent: "Search" }));
    const rows = found.slice(0, PAGE).map((item) => make("tr", {},
      make("td", {}, make("a", { href: `#study?${new URLSearchParams({ uid: value(item, "study") })}`, textContent: value(item, "name") || value(item, "id") || "(no name)" })),
      ...["id", "date", "modalities", "text", "accession", "n"].map((key) => make("td", { textContent: key === "date" ? dated(value(item, key)) : value(item, key), class: key === "n" ? "num" : "" }))));
    const head = make("tr", {}, ...["Name", "Patient ID", "Date", "Modalities", "Description", "Accession", "Objects"].map((t) => make("th", { textContent: t, scope: "col" })));
    const page = (to) => { const next = new URLSearchParams(asked); next.set("at", to); return `#studies?${next}`; };
    show("Studies", make("h1", { textContent: "Studies" }), form,
      found.length ? make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)) : make("p", { role: "status", textContent: "No study matches." }),
      make("nav", { "aria-label": "Pages" },
        at > 0 ? make("a", { href: page(Math.max(0, at - PAGE)), textContent: "‹ back" }) : null,
        found.length ? make("span", { textContent: ` ${at + 1}–${at + Math.min(found.length, PAGE)} ` }) : null,
        found.length > PAGE ? make("a", { href: page(at + PAGE), textContent: "more ›" }) : null));
  };
}

async function study(asked) {
  const uid = asked.get("uid") ?? "", [found, list] = await Promise.all([
    ask(`${dicom}/studies?${new URLSearchParams({ StudyInstanceUID: uid, includefield: "00081030" })}`, "application/dicom+json"),
    ask(`${dicom}/studies/${encodeURIComponent(uid)}/series?limit=1000`, "application/dicom+json"),
  ]);
  if (!found) throw new Error("There is no such study, or it is not yours to see.");
  return () => {
    const cards = (list ?? []).map((item) => {
      const series = value(item, "series"), img = make("img", { alt: "", width: 128, height: 128 });
      const card = make("li", {}, make("a", { href: `#series?${new URLSearchParams({ study: uid, uid: series })}` }, img,
        make("b", { textContent: `${value(item, "number")} ${value(item, "modality")}` }),
        make("span", { textContent: value(item, "seriesText") }), make("small", { textContent: `${value(item, "seriesN")} objects` })));
      return [card, img, series];
    });
    show("Study", make("p", {}, make("a", { href: "#studies", textContent: "‹ studies" })),
      make("h1", { textContent: `${value(found[0], "name")} ${dated(value(found[0], "date"))} ${value(found[0], "text")}` }),
      make("ul", { class: "cards" }, ...cards.map(([card]) => card)));
    const mine = turn;
    (async () => {
      for (const [, img, series] of cards) {
        if (mine !== turn) return;
        try {
          const blob = await ask(`${dicom}/studies/${uid}/series/${series}/thumbnail?viewport=128,128`, "image/png");
          if (mine !== turn) return;
          pictures.push(img.src = URL.createObjectURL(blob));
        } catch { img.replaceWith(make("span", { class: "noimage", textContent: "no picture" })); }
      }
    })();
  };
}

async function series(asked) {
  const uid = asked.get("uid") ?? "", list = (await ask(`${lake}/series/${encodeURIComponent(uid)}/volumes`)).volumes;
  const address = (id) => `#volume?${new URLSearchParams({ id, study: asked.get("study") ?? "" })}`;
  if (list.length === 1) { location.replace(address(list[0].volume_id)); return null; }
  return () => show("Series", back(asked), make("h1", { textContent: "Volumes of this series" }),
    list.length ? make("ul", {}, ...list.map((v) => make("li", {}, make("a", { href: address(v.volume_id), textContent: `${(v.shape ?? []).join(" × ")} ${v.verdict}` }),
      v.reason_codes?.length ? ` ${v.reason_codes.join(", ")}` : ""))) : make("p", { role: "status", textContent: "Nothing in this series is an image that can be shown." }));
}

const back = (asked) => make("p", {}, make("a", { href: asked.get("study") ? `#study?${new URLSearchParams({ uid: asked.get("study") })}` : "#studies", textContent: "‹ back" }));

async function volume(asked) {
  const base = `${lake}/volumes/${encodeURIComponent(asked.get("id") ?? "")}/view/`;
  const [state, { render }] = await Promise.all([ask(`${base}state`), import("./viewer.js")]);
  return () => {
    const el = make("div");
    show("Volume", back(asked), el);
    open = new Model(state, base, { Authorization: `Bearer ${token}` });
    render({ model: open, el, load: (name) => import(new URL(`${name}.js`, import.meta.url).href) });
  };
}

const PAGES = { studies, study, series, volume };

async function go() {
  const mine = ++turn;
  if (!token) return signIn();
  const [name, query] = location.hash.slice(1).split(/\?(.*)/s);
  main.setAttribute("aria-busy", "true");
  try {
    const draw = await (PAGES[name] ?? studies)(new URLSearchParams(query ?? ""));
    if (mine === turn && draw) draw();
  } catch (error) {
    if (mine !== turn) return;
    if (error instanceof Refused) { sessionStorage.removeItem(KEY); token = ""; signIn(error.message); }
    else show("Fault", make("p", {}, make("a", { href: "#studies", textContent: "‹ studies" })), make("p", { role: "alert", class: "fault", textContent: error.message }));
  } finally { if (mine === turn) main.removeAttribute("aria-busy"); }
}

document.getElementById("out").addEventListener("click", () => { sessionStorage.removeItem(KEY); token = ""; location.hash = ""; go(); });
addEventListener("hashchange", go);
go();
