// What falls due next; pressing an entry moves the clock there.
import { api } from "./api.js";
import { clockEvents, move, nowMs } from "./clock.js";
import { avatar, debounce, h } from "./dom.js";
import { events } from "./events.js";
import { moment, span } from "./format.js";
import { t } from "./i18n.js";
import { store } from "./store.js";

export function timelineView() {
  const list = h("ol", { class: "timeline", data: { testid: "timeline" } });
  const load = async () => {
    const due = await api.timeline().catch(() => []); // alone, the sandbox knows no deadlines
    list.replaceChildren(...(due.length ? due.map(entry) : [h("li", { class: "nobody" }, t("timelineEmpty"))]));
  };
  const soon = debounce(load, 200);
  const sources = [
    [clockEvents, "change"],
    [events, "message"],
    [events, "edit"],
    [events, "resync"],
  ];
  for (const [source, type] of sources) source.addEventListener(type, soon);
  load();
  return {
    node: list,
    shown: soon,
    dispose: () => sources.forEach(([source, type]) => source.removeEventListener(type, soon)),
  };
}

function entry({ at, title, person_id: id }) {
  const person = store.people.get(id);
  const left = Date.parse(at) - nowMs();
  const when = left > 0 ? t("inSpan", { span: span(left) }) : t("overdue");
  const go = () => move({ to: at });
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "due", title: t("goThere", { at: moment(at) }), onclick: go },
      h("span", { class: "due-when" }, h("b", {}, moment(at)), h("span", {}, when)),
      h("span", { class: "due-title" }, title),
      person && h("span", { class: "due-person" }, avatar(person, "small"), person.name),
    ),
  );
}
