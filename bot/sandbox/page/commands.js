// The bot's command menu: its button, and the list that typing "/" narrows.
import { api } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";

export function commandList(person, run) {
  let known = [];
  const list = h("div", { class: "command-list", role: "menu", "aria-label": t("commands"), hidden: true });
  const button = h(
    "button",
    { type: "button", class: "command-button", "aria-label": t("commands"), title: t("commands"), hidden: true },
    "/",
  );
  const show = (prefix) => {
    const fitting = known.filter((one) => one.command.startsWith(prefix));
    list.replaceChildren(...fitting.map((one) => entry(one, (text) => (hide(), run(text)))));
    list.hidden = fitting.length === 0;
  };
  const hide = () => (list.hidden = true);
  const load = async () => {
    known = await api.commands(person).catch(() => []); // a server without commands shows no menu
    button.hidden = known.length === 0;
  };
  list.addEventListener("keydown", (press) => {
    const items = [...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (press.key === "Escape") leave();
    if (!step) return;
    press.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  });
  const leave = () => {
    hide();
    button.focus();
  };
  button.addEventListener("click", async () => {
    if (!list.hidden) return hide();
    await load();
    show("");
    return list.firstElementChild?.focus();
  });
  load();
  return {
    button,
    list,
    load,
    /** In the field: the arrow up goes into the list, Escape closes it. Whether the key was for the list. */
    key: (press) => {
      if (list.hidden || !["ArrowUp", "Escape"].includes(press.key)) return false;
      press.preventDefault();
      if (press.key === "Escape") hide();
      else list.lastElementChild.focus();
      return true;
    },
    filter: (text) => {
      if (!/^\/\w*$/.test(text)) return hide();
      if (text === "/") load().then(() => list.hidden || show("")); // they may be others by now
      return show(text.slice(1));
    },
  };
}

function entry({ command, description }, run) {
  return h(
    "button",
    { type: "button", role: "menuitem", onclick: () => run(`/${command}`) },
    h("b", {}, `/${command}`),
    h("span", {}, description),
  );
}
