// Faults on demand: what real Telegram and real networks do to a bot.
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { h } from "./dom.js";
import { events } from "./events.js";
import { t } from "./i18n.js";

const KINDS = ["429", "500", "502", "reset", "drop", "timeout_executed"];
const EVERY = "*";
const METHODS = [EVERY, "sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "getUpdates"];
const RETRY_AFTER = 5; // seconds that a 429 asks for

export function troubleView() {
  const method = h(
    "select",
    { class: "select" },
    METHODS.map((name) => h("option", { value: name }, methodName(name))),
  );
  const times = h("input", { class: "select", type: "number", min: 1, max: 50, value: 1 });
  const waiting = h("ul", { class: "fault-list" });
  const show = (faults) => waiting.replaceChildren(...faults.filter((fault) => left(fault) > 0).map(armed));
  const load = async () => show(await api.faults().catch(() => []));
  const arm = (kind) => attempt(async () => show(await api.addFault(faultOf(kind, method.value, times.value))));
  const kinds = KINDS.map((kind) =>
    h(
      "button",
      { type: "button", class: "chip", data: { testid: `fault-${kind}` }, onclick: () => arm(kind) },
      t(`fault_${kind}`),
    ),
  );
  const calm = h(
    "button",
    { type: "button", class: "text-button", onclick: () => attempt(async () => show(await api.clearFaults())) },
    t("calm"),
  );
  const node = h(
    "div",
    { class: "trouble" },
    h("p", { class: "trouble-hint" }, t("troubleHint")),
    h(
      "div",
      { class: "pair" },
      h("label", {}, h("span", {}, t("method")), method),
      h("label", {}, h("span", {}, t("times")), times),
    ),
    h("div", { class: "chips" }, kinds),
    h("h2", {}, t("waiting")),
    waiting,
    calm,
  );
  const heard = () => node.isConnected && load();
  events.addEventListener("log", heard);
  return { node, shown: load, dispose: () => events.removeEventListener("log", heard) };
}

function faultOf(kind, method, times) {
  return { kind, method, times: Number(times) || 1, retry_after: RETRY_AFTER };
}

const methodName = (name) => (name === EVERY ? t("everyMethod") : name);
const left = (fault) => fault.times - (fault.hits ?? 0);

function armed(fault) {
  return h(
    "li",
    {},
    h("b", {}, t(`fault_${fault.kind}`)),
    h("span", {}, methodName(fault.method)),
    h("span", {}, t("left", { n: left(fault) })),
  );
}
