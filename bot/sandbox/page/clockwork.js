// The sandbox's time: what the server says, ticking on between its words.
import { api } from "./api.js";
import { debounce } from "./dom.js";
import { events } from "./events.js";
import { moment } from "./format.js";
import { t } from "./i18n.js";
import { shout } from "./toast.js";

let offset = 0; // ms between this browser's clock and the sandbox's
let frozenAt = null;

export const clockEvents = new EventTarget();
export const nowMs = () => frozenAt ?? Date.now() + offset;
export const standing = () => frozenAt !== null;
export const aheadMs = () => offset;

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

/** Moves the clock: `{advance: "1h"}`, `{to: iso}` or `{to: "next"}`; says where it stands afterwards, and what fell due. */
export async function move(to, what = "") {
  document.body.classList.add("moving-clock");
  try {
    take(await api.moveClock(to));
    shout([t("moved", { now: moment(nowMs()) }), what].filter(Boolean).join("\n"));
  } catch (failure) {
    shout(to.to === "next" && failure.status === 409 ? t("timelineEmpty") : t("failed", { why: failure.message }));
  } finally {
    document.body.classList.remove("moving-clock");
  }
}
