// Every Bot API call with its answer, newest first.
import { api } from "./api.js";
import { h } from "./dom.js";
import { events } from "./events.js";
import { time } from "./format.js";
import { t } from "./i18n.js";
import { recall, remember } from "./settings.js";

const KEPT = 300; // rows

export function logView() {
  const list = h("div", { class: "log-list", data: { testid: "log" } });
  const empty = h("p", { class: "nobody" }, t("logEmpty"));
  const search = h("input", { type: "search", class: "search", placeholder: t("filter"), "aria-label": t("filter") });
  const polls = h("input", { type: "checkbox", props: { checked: recall("polls", false) } });
  const node = h(
    "div",
    { class: "log" },
    h("div", { class: "log-tools" }, search, h("label", { class: "check" }, polls, t("polls"))),
    empty,
    list,
  );
  let newest = 0;

  const add = (entry) => {
    if (entry.n <= newest) return;
    newest = entry.n;
    const row = rowOf(entry);
    row.hidden = !fits(entry.method);
    list.prepend(row);
    while (list.children.length > KEPT) list.lastElementChild.remove();
    empty.hidden = true;
  };
  const fits = (method) =>
    (polls.checked || method.toLowerCase() !== "getupdates") &&
    method.toLowerCase().includes(search.value.trim().toLowerCase());
  const filter = () => {
    remember("polls", polls.checked);
    for (const row of list.children) row.hidden = !fits(row.dataset.method);
  };
  const load = async () => (await api.log(newest).catch(() => [])).forEach(add);
  const heard = ({ detail }) => (detail.entry ? add(detail.entry) : load());

  search.addEventListener("input", filter);
  polls.addEventListener("change", filter);
  events.addEventListener("log", heard);
  events.addEventListener("resync", load);
  load();
  return {
    node,
    dispose: () => {
      events.removeEventListener("log", heard);
      events.removeEventListener("resync", load);
    },
  };
}

function rowOf(entry) {
  const state = entry.ok ? "ok" : String(entry.error_code ?? "error");
  const details = h(
    "details",
    { class: ["call", entry.ok && !entry.fault ? "fine" : "refused"], data: { method: entry.method } },
    h(
      "summary",
      {},
      h("span", { class: "call-state" }, state),
      h("span", { class: "call-method" }, entry.method),
      h("span", { class: "call-time" }, entry.at ? time(entry.at) : ""),
      h("span", { class: "call-ms" }, `${Math.round((entry.ms ?? 0) * 10) / 10} ms`),
      whyOf(entry),
    ),
  );
  details.addEventListener(
    "toggle",
    () => details.open && details.children.length === 1 && details.append(...pair(entry)),
    { once: true },
  );
  return details;
}

/** The refusal; and of a fault that was met, whether the call was carried out nevertheless. */
function whyOf(entry) {
  const met = entry.fault && `${t(`fault_${entry.fault}`)} · ${t(entry.executed ? "executed" : "notExecuted")}`;
  const why = [!entry.ok && entry.description, met].filter(Boolean).join(" · ");
  return why && h("span", { class: "call-why" }, why);
}

function pair(entry) {
  const answer = entry.ok ? entry.result : { error_code: entry.error_code, description: entry.description };
  return [h("h2", {}, t("request")), json(unpacked(entry.params)), h("h2", {}, t("answer")), json(answer)];
}

/** Clients send keyboards and the like as JSON inside the form: shown as what they hold. */
function unpacked(params) {
  return Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, parsed(value)]));
}

function parsed(value) {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // a text that only begins so
  }
}

const PARTS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;

function json(value) {
  const text = JSON.stringify(value ?? null, null, 2);
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    nodes.push(text.slice(end, match.index), h("span", { class: kind(match) }, match[1] ?? match[0]), match[2] ?? "");
    end = match.index + match[0].length;
  }
  return h("pre", { class: "json", tabindex: "0" }, nodes, text.slice(end));
}

const kind = (match) => (match[2] ? "json-key" : match[1] ? "json-text" : "json-value");
