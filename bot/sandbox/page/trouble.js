// Faults on demand: what real Telegram and networks do to a bot. A button arms one, it is shown while it lasts, another ends it.
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { h, keepFocus } from "./dom.js";
import { events } from "./events.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { nameOf, store } from "./store.js";

const GROUPS = {
  refusals: ["429", "500", "502", "503", "504"],
  cuts: ["refused", "reset", "timeout"],
  executed: ["timeout_executed", "drop", "slow", "broken_json"],
  updates: ["duplicate_updates", "reorder_updates", "shuffle_albums"],
  changes: ["blocked", "deactivated", "kicked", "migrated"],
};
const ANY = "*";
const METHODS = [ANY, "sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "sendDocument", "getFile"];
const PATIENCE = 5; // seconds that a fault lasts, or that a 429 asks for, unless told otherwise

export const troubleView = () => new TroubleView();

class TroubleView {
  #load = () => this.node.isConnected && this.shown();
  #fill = () => fillChats(this.chat);
  #end = (deed) => attempt(deed).then(() => this.shown());

  constructor() {
    [this.method, this.chat] = [select(METHODS, methodName), h("select", { class: "select" })];
    [this.times, this.seconds] = [number(1, 50, 1), number(1, 120, PATIENCE)];
    this.standing = h("ul", { class: "fault-list", data: { testid: "faults" } });
    this.node = h("div", { class: "trouble" }, this.#parts());
    this.#fill();
    events.addEventListener("log", this.#load);
    for (const action of [this.#load, this.#fill]) store.addEventListener("people", action);
  }

  #parts() {
    return [
      h("p", { class: "trouble-hint" }, t("troubleHint")),
      h("div", { class: "pair" }, field("method", this.method), field("inChat", this.chat)),
      h("div", { class: "pair" }, field("times", this.times), field("seconds", this.seconds)),
      Object.entries(GROUPS).map(([name, kinds]) => kindGroup(name, kinds, (kind) => this.#arm(kind))),
      h("h2", {}, t("standing")),
      this.standing,
    ];
  }

  #arm(kind) {
    const lasting = Number(this.seconds.value) || PATIENCE;
    const wanted = { kind, method: this.method.value, times: Number(this.times.value) || 1 };
    const target = this.chat.value ? { chat_id: Number(this.chat.value) } : {};
    return this.#end(() => api.addFault({ ...wanted, ...target, retry_after: lasting, seconds: lasting }));
  }

  /** Whenever its tab is opened, and when something was done. */
  async shown() {
    const faults = await api.faults().catch(() => []);
    keepFocus(this.standing, () => this.standing.replaceChildren(...states(faults, this.#end)));
  }

  dispose() {
    events.removeEventListener("log", this.#load);
    for (const action of [this.#load, this.#fill]) store.removeEventListener("people", action);
  }
}

const field = (word, input) => h("label", {}, h("span", {}, t(word)), input);
const methodName = (name) => (name === ANY ? t("everyMethod") : name);
const option = (value, words) => h("option", { value }, words);
const select = (values, named) => h("select", { class: "select" }, values.map((value) => option(value, named(value))));
const number = (min, max, value) => h("input", { class: "select", type: "number", min, max, value });

function fillChats(chat) {
  const kept = chat.value;
  const chats = [...store.groups.values(), ...store.people.values()];
  if (chat.children.length === chats.length + 1) return;
  chat.replaceChildren(option("", t("everyChat")), ...chats.map(({ id }) => option(id, chatName(id))));
  chat.value = kept;
}

const chatName = (id) => store.groups.get(id)?.name ?? nameOf(id);

function kindGroup(name, kinds, arm) {
  const chips = kinds.map((kind) => {
    const attributes = { type: "button", class: "chip", data: { testid: `fault-${kind}` } };
    return h("button", { ...attributes, onclick: () => arm(kind) }, t(`fault_${kind}`));
  });
  const title = t(`faults_${name}`);
  const attributes = { class: "fault-group", role: "group", "aria-label": title };
  return h("div", attributes, h("h2", {}, title), h("div", { class: "chips" }, chips));
}

/** What is wrong at present: faults still to come, people who cannot be reached, groups without the bot. */
function states(faults, end) {
  const armed = faults.map((fault, n) => ({ ...fault, n })).filter((fault) => fault.hits < fault.times);
  const lasting = lastingStates();
  const lines = [
    ...armed.map((fault) => armedLine(fault, end)),
    ...lasting.map(({ kind, id, mend }) => line(t(`fault_${kind}`), chatName(id), () => end(mend))),
  ];
  if (lines.length === 0) return [h("li", { class: "nobody" }, t("allWell"))];
  const onclick = () => end(() => allWell(lasting));
  const calm = h("button", { type: "button", class: "text-button", onclick }, t("calm"));
  return [...lines, h("li", { class: "calm" }, calm)];
}

function lastingStates() {
  const of = (all, mark, kind, mend) =>
    [...all.values()].filter((one) => one[mark]).map(({ id }) => ({ kind, id, mend: () => mend(id) }));
  return [
    ...of(store.people, "blocked", "blocked", (id) => api.unblock(id)),
    ...of(store.people, "deactivated", "deactivated", (id) => api.revive(id)),
    ...of(store.groups, "kicked", "kicked", (id) => api.readmit(id)),
  ];
}

async function allWell(lasting) {
  await api.clearFaults();
  for (const { mend } of lasting) await mend();
}

function armedLine(fault, end) {
  const where = [methodName(fault.method), fault.chat_id && chatName(fault.chat_id)].filter(Boolean).join(" · ");
  const left = t("left", { n: fault.times - fault.hits });
  return line(t(`fault_${fault.kind}`), `${where} · ${left}`, () => end(() => api.endFault(fault.n)));
}

function line(what, where, stop) {
  const label = `${t("endFault")}: ${what}, ${where}`;
  const button = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: t("endFault"), onclick: stop },
    icon("close"),
  );
  return h("li", {}, h("span", { class: "fault-words" }, h("b", {}, what), h("span", {}, where)), button);
}
