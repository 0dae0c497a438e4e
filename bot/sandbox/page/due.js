// What falls due next: read once for the button beside the clock and for the list behind the scenes.
import { api } from "./api.js";
import { clockEvents, nowMs } from "./clockwork.js";
import { debounce } from "./dom.js";
import { events } from "./events.js";
import { lang } from "./i18n.js";

export const due = new EventTarget();
due.list = [];

export const titleOf = (entry) => entry.titles?.[lang()] ?? entry.title;
/** What "the next deadline" would go to; nothing when nothing lies ahead. */
export const nextDue = () => due.list.find((entry) => Date.parse(entry.at) > nowMs());

export const loadDue = debounce(async () => {
  const found = await api.timeline().catch(() => []); // alone, the sandbox knows no deadlines
  due.list = found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  due.dispatchEvent(new Event("change"));
}, 400);

clockEvents.addEventListener("change", loadDue);
for (const type of ["message", "edit", "resync"]) events.addEventListener(type, loadDue);
