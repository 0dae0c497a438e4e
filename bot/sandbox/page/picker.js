// Who can be played: a list with name, role, unit and unread badge, narrowed by typing.
import { api } from "./api.js";
import { walkedByArrows } from "./arrows.js";
import { avatar, h, keepFocus, whenChanged } from "./dom.js";
import { lang, t } from "./i18n.js";
import { icon } from "./icons.js";
import { called, searchable, station } from "./names.js";
import { loadPeople, store, unreadOf } from "./store.js";

const BADGE_MOST = 99;

export function badge(count) {
  if (!count) return null;
  const shown = count > BADGE_MOST ? `${BADGE_MOST}+` : String(count);
  return h("span", { class: "badge", role: "img", "aria-label": t("unread", { n: count }) }, shown);
}

function row(person, open, choose) {
  return h(
    "button",
    {
      type: "button",
      class: ["person", open && "open"],
      data: { testid: `person-${person.id}` },
      "aria-pressed": String(open),
      onclick: () => choose(person.id),
    },
    avatar(person),
    h(
      "span",
      { class: "person-words" },
      h("span", { class: "person-name" }, called(person)),
      h("span", { class: "person-station" }, station(person)),
    ),
    badge(unreadOf(person.id)),
  );
}

/** The live list; `isOpen(id)` marks whose phone is on the table. `dispose()` ends its listening. */
export function peopleList(isOpen, choose) {
  const search = h("input", {
    type: "search",
    class: "search",
    placeholder: t("searchPeople"),
    "aria-label": t("searchPeople"),
  });
  const list = h("div", { class: "people-list" });
  const settle = walkedByArrows(list);
  const read = () => {
    const wanted = search.value.trim().toLowerCase();
    const fitting = [...store.people.values()].filter((person) => searchable(person).includes(wanted));
    return fitting.map(({ id }) => [id, unreadOf(id), isOpen(id)]);
  };
  const draw = whenChanged(read, (fitting) => {
    const nodes = fitting.map(([id, , open]) => row(store.people.get(id), open, choose));
    keepFocus(list, () => list.replaceChildren(...(nodes.length ? nodes : [h("p", { class: "nobody" }, t("nobody"))])));
    settle();
  });
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (press) => press.key === "ArrowDown" && list.querySelector("button")?.focus());
  store.addEventListener("people", draw);
  draw();
  const node = h("div", { class: "people" }, h("label", { class: "search-box" }, icon("search"), search), list);
  return { node, search, draw, dispose: () => store.removeEventListener("people", draw) };
}

const FIRST_STRANGER = 9001; // ids below are the company's

function strangerForm(chosen) {
  const name = h("input", {
    class: "search",
    placeholder: t("strangerName"),
    "aria-label": t("strangerName"),
    required: true,
    maxlength: 60,
  });
  const form = h(
    "form",
    { class: "stranger" },
    h("label", { class: "search-box" }, icon("contact"), name),
    h("button", { type: "submit", class: "text-button" }, t("addStranger")),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const id = Math.max(FIRST_STRANGER, ...[...store.people.keys()].map((known) => known + 1));
    await api.addPerson({ id, name: name.value.trim(), language_code: lang() === "zh" ? "zh-hans" : "en" });
    await loadPeople();
    chosen(id);
  });
  return form;
}

/** A dialog for choosing one person, or for bringing a stranger into the sandbox. */
export function pickPerson(title, isOpen, choose) {
  const chosen = (id) => {
    dialog.close();
    choose(id);
  };
  const people = peopleList(isOpen, chosen);
  const shut = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": t("close"), onclick: () => dialog.close() },
    icon("close"),
  );
  const dialog = h(
    "dialog",
    { class: "sheet picker", "aria-label": title, onclick: (event) => event.target === dialog && dialog.close() },
    h("div", { class: "sheet-head" }, h("h2", {}, title), shut),
    people.node,
    strangerForm(chosen),
  );
  dialog.addEventListener("close", () => {
    people.dispose();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  if (matchMedia("(pointer: fine)").matches) people.search.focus(); // a finger's keyboard would cover the list
}
