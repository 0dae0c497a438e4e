// A new group with the bot in it: a name, and who is in it.
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { avatar, h } from "./dom.js";
import { t } from "./i18n.js";
import { called } from "./names.js";
import { labelled, openSheet } from "./sheet.js";
import { loadPeople, store } from "./store.js";

export function askGroup() {
  const title = h("input", { type: "text", required: true, maxlength: 60, value: t("groupExample") });
  const boxes = [...store.people.values()].map((person) => [person.id, member(person)]);
  const chosen = () => boxes.filter(([, { box }]) => box.checked).map(([id]) => id);
  const first = boxes[0]?.[1].box;
  const check = () => first?.setCustomValidity(chosen().length ? "" : t("fewMembers"));
  for (const [, { box }] of boxes) box.addEventListener("change", check);
  check();
  const attributes = { class: "members", role: "group", "aria-label": t("whoIsIn") };
  const list = h("div", attributes, boxes.map(([, { node }]) => node));
  openSheet({
    title: t("newGroup"),
    fields: [labelled(t("groupTitle"), title), list],
    confirm: t("makeGroup"),
    testid: "make-group",
    send: () => attempt(() => api.addGroup(title.value.trim(), chosen()).then(loadPeople)),
  });
}

function member(person) {
  const box = h("input", { type: "checkbox" });
  return { box, node: h("label", { class: "member" }, box, avatar(person, "small"), called(person)) };
}
