// What falls due next; pressing an entry moves the clock there.
import { move, nowMs } from "./clockwork.js";
import { avatar, h, keepFocus } from "./dom.js";
import { due, loadDue, titleOf } from "./due.js";
import { moment, span } from "./format.js";
import { t } from "./i18n.js";
import { called } from "./names.js";
import { store } from "./store.js";

export function timelineView() {
  const list = h("ol", { class: "timeline", data: { testid: "timeline" } });
  const entries = () => (due.list.length ? due.list.map(entry) : [h("li", { class: "nobody" }, t("timelineEmpty"))]);
  const draw = () => keepFocus(list, () => list.replaceChildren(...entries()));
  due.addEventListener("change", draw);
  draw();
  return { node: list, shown: loadDue, dispose: () => due.removeEventListener("change", draw) };
}

function entry(one) {
  const person = store.people.get(one.person_id);
  const left = Date.parse(one.at) - nowMs();
  const when = left > 0 ? t("inSpan", { span: span(left) }) : t("overdue");
  const go = () => move({ to: one.at }, titleOf(one));
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "due", title: t("goThere", { at: moment(one.at) }), onclick: go },
      h("span", { class: "due-when" }, h("b", {}, moment(one.at)), h("span", {}, when)),
      h("span", { class: "due-title" }, titleOf(one)),
      person && h("span", { class: "due-person" }, avatar(person, "small"), called(person)),
    ),
  );
}
