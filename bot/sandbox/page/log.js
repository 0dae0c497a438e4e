// Every Bot API call with its answer, newest first.
import { api } from "./api.js";
import { h } from "./dom.js";
import { events } from "./events.js";
import { time } from "./format.js";
import { t } from "./i18n.js";
import { recall, remember } from "./settings.js";

const KEPT = 300; // rows

export const logView = () => new LogView();

class LogView {
  #newest = 0;
  #heard = ({ detail }) => (detail.entry ? this.#add(detail.entry) : this.#load());
  #resynced = () => this.#load();

  constructor() {
    this.list = h("div", { class: "log-list", data: { testid: "log" } });
    this.empty = h("p", { class: "nobody" }, t("logEmpty"));
    this.node = h("div", { class: "log" }, this.#tools(), this.empty, this.list);
    events.addEventListener("log", this.#heard);
    events.addEventListener("resync", this.#resynced);
    this.#load();
  }

  #tools() {
    const [filter, filterPolls] = [() => this.#filter(), () => this.#filterPolls()];
    const asked = { type: "search", class: "search", placeholder: t("filter"), "aria-label": t("filter") };
    this.search = h("input", { ...asked, oninput: filter });
    this.polls = h("input", { type: "checkbox", props: { checked: recall("polls", false) }, onchange: filterPolls });
    return h("div", { class: "log-tools" }, this.search, h("label", { class: "check" }, this.polls, t("polls")));
  }

  async #load() {
    for (const entry of await api.log(this.#newest).catch(() => [])) this.#add(entry);
  }

  #add(entry) {
    if (entry.n <= this.#newest) return;
    this.#newest = entry.n;
    const row = rowOf(entry);
    row.hidden = !this.#fits(entry.method);
    this.list.prepend(row);
    while (this.list.children.length > KEPT) this.list.lastElementChild.remove();
    this.empty.hidden = true;
  }

  #fits(method) {
    const name = method.toLowerCase();
    return (this.polls.checked || name !== "getupdates") && name.includes(this.search.value.trim().toLowerCase());
  }

  #filter() {
    for (const row of this.list.children) row.hidden = !this.#fits(row.dataset.method);
  }

  #filterPolls() {
    remember("polls", this.polls.checked);
    this.#filter();
  }

  dispose() {
    events.removeEventListener("log", this.#heard);
    events.removeEventListener("resync", this.#resynced);
  }
}

function rowOf(entry) {
  const look = ["call", entry.ok && !entry.fault ? "fine" : "refused"];
  const details = h("details", { class: look, data: { method: entry.method } }, summary(entry));
  const unfold = () => details.open && details.children.length === 1 && details.append(...pair(entry));
  details.addEventListener("toggle", unfold, { once: true });
  return details;
}

function summary(entry) {
  return h(
    "summary",
    {},
    h("span", { class: "call-state" }, entry.ok ? "ok" : String(entry.error_code ?? "error")),
    h("span", { class: "call-method" }, entry.method),
    h("span", { class: "call-time" }, entry.at ? time(entry.at) : ""),
    h("span", { class: "call-ms" }, `${Math.round((entry.ms ?? 0) * 10) / 10} ms`),
    whyOf(entry),
  );
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
