// The clock of the top bar, with its three ways forward.
import { aheadMs, clockEvents, move, nowMs, standing } from "./clockwork.js";
import { h } from "./dom.js";
import { due, loadDue, nextDue, titleOf } from "./due.js";
import { clockText, moment, span } from "./format.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

export function clockBar() {
  const now = h("time", { class: "clock-now", data: { testid: "clock-now" } });
  const ahead = h("span", { class: "clock-ahead" });
  const next = nextMover();
  const tick = () => {
    now.textContent = clockText(nowMs());
    now.dateTime = new Date(nowMs()).toISOString();
    ahead.textContent = aheadText();
  };
  tick();
  loadDue();
  const timer = setInterval(tick, 1000);
  clockEvents.addEventListener("change", tick);
  due.addEventListener("change", next.draw);
  const node = h(
    "div",
    { class: "clock", role: "group", "aria-label": t("clock") },
    icon("clock"),
    h("span", { class: "clock-words" }, now, ahead),
    h(
      "span",
      { class: "clock-moves" },
      mover("clock-hour", t("plusHour"), () => move({ advance: "1h" })),
      mover("clock-day", t("plusDay"), () => move({ advance: "1wd" })),
      next.node,
    ),
  );
  node.dispose = () => {
    clearInterval(timer);
    clockEvents.removeEventListener("change", tick);
    due.removeEventListener("change", next.draw);
  };
  return node;
}

function aheadText() {
  if (standing()) return t("stopped");
  return aheadMs() > 60_000 ? t("ahead", { span: span(aheadMs()) }) : t("realTime");
}

/** The button says which deadline it goes to. */
function nextMover() {
  const hint = h("span", { class: "move-hint", data: { testid: "next-due" } });
  const words = () => {
    const entry = nextDue();
    return entry ? `${moment(entry.at)} · ${titleOf(entry)}` : "";
  };
  const go = () => move({ to: "next" }, nextDue() ? titleOf(nextDue()) : "");
  const node = mover("clock-next", t("nextDue"), go, "skip", hint);
  const draw = () => {
    hint.textContent = words();
    node.title = words() || t("timelineEmpty");
  };
  draw();
  return { node, draw };
}

function mover(testid, words, action, sign = null, hint = null) {
  const press = async (event) => {
    const button = event.currentTarget;
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    await action();
    button.removeAttribute("aria-busy");
  };
  return h(
    "button",
    { type: "button", class: "move", data: { testid }, onclick: press },
    sign && icon(sign),
    h("span", { class: "move-words" }, h("span", {}, words), hint),
  );
}
