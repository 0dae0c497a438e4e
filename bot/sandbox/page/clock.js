// The sandbox's clock: what the server says, ticking on between its words.
import { api } from "./api.js";
import { debounce, h } from "./dom.js";
import { events } from "./events.js";
import { clockText, moment, span } from "./format.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { shout } from "./toast.js";

let offset = 0; // ms between this browser's clock and the sandbox's
let frozenAt = null;

export const clockEvents = new EventTarget();
export const nowMs = () => frozenAt ?? Date.now() + offset;

function take({ now, frozen }) {
  const at = Date.parse(now);
  offset = at - Date.now();
  frozenAt = frozen ? at : null;
  clockEvents.dispatchEvent(new Event("change"));
}

export const loadClock = async () => take(await api.clock());
events.addEventListener("clock", ({ detail }) => (detail.now ? take(detail) : loadClock()));
events.addEventListener(
  "resync",
  debounce(() => loadClock().catch(() => {}), 50),
);

/** Moves the clock: `{advance: "1h"}`, `{to: iso}` or `{to: "next"}`; says where it stands afterwards. */
export async function move(to) {
  document.body.classList.add("moving-clock");
  try {
    take(await api.moveClock(to));
    shout(t("moved", { now: moment(nowMs()) }));
  } catch (failure) {
    shout(to.to === "next" && failure.status === 409 ? t("timelineEmpty") : t("failed", { why: failure.message }));
  } finally {
    document.body.classList.remove("moving-clock");
  }
}

export function clockBar() {
  const now = h("time", { class: "clock-now", data: { testid: "clock-now" } });
  const ahead = h("span", { class: "clock-ahead" });
  const tick = () => {
    now.textContent = clockText(nowMs());
    now.dateTime = new Date(nowMs()).toISOString();
    ahead.textContent = aheadText();
  };
  tick();
  const timer = setInterval(tick, 1000);
  clockEvents.addEventListener("change", tick);
  const node = h(
    "div",
    { class: "clock", role: "group", "aria-label": t("clock") },
    icon("clock"),
    h("span", { class: "clock-words" }, now, ahead),
    h(
      "span",
      { class: "clock-moves" },
      mover("clock-hour", t("plusHour"), { advance: "1h" }),
      mover("clock-day", t("plusDay"), { advance: "1wd" }),
      mover("clock-next", t("nextDue"), { to: "next" }, "skip"),
    ),
  );
  node.dispose = () => {
    clearInterval(timer);
    clockEvents.removeEventListener("change", tick);
  };
  return node;
}

function aheadText() {
  if (frozenAt !== null) return t("stopped");
  return offset > 60_000 ? t("ahead", { span: span(offset) }) : t("realTime");
}

function mover(testid, words, to, sign = null) {
  const press = async (event) => {
    const button = event.currentTarget;
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    await move(to);
    button.removeAttribute("aria-busy");
  };
  return h(
    "button",
    { type: "button", class: "move", data: { testid }, onclick: press },
    sign && icon(sign),
    h("span", {}, words),
  );
}
