// The bot's command menu: its button, and the list that typing "/" narrows.
import { api } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { store } from "./store.js";

export class CommandList {
  #known = [];
  #prefix = ""; // what is typed after the slash

  /** `run("/work")` is called for the command that was chosen. */
  constructor(person, run) {
    this.person = person;
    this.run = run;
    const label = t("commands");
    const walk = (press) => this.#walk(press);
    this.list = h("div", { class: "command-list", role: "menu", "aria-label": label, hidden: true, onkeydown: walk });
    const attributes = { "aria-label": label, title: label, hidden: true, onclick: () => this.#flip() };
    this.button = h("button", { type: "button", class: "command-button", ...attributes }, "/");
    this.#load();
  }

  /** In the field: the arrow up goes into the list, Escape closes it. Whether the key was for the list. */
  key(press) {
    if (this.list.hidden || !["ArrowUp", "Escape"].includes(press.key)) return false;
    press.preventDefault();
    if (press.key === "Escape") this.#hide();
    else this.list.lastElementChild.focus();
    return true;
  }

  filter(text) {
    if (!/^\/\w*$/.test(text)) return this.#hide();
    this.#prefix = text.slice(1);
    if (text === "/") this.#load().then(() => this.list.hidden || this.#show(this.#prefix)); // they may be others by now
    return this.#show(this.#prefix);
  }

  async #load() {
    this.#known = store.bot ? await api.commands(this.person).catch(() => []) : []; // without commands there is no menu
    this.button.hidden = this.#known.length === 0;
  }

  async #flip() {
    if (!this.list.hidden) return this.#hide();
    await this.#load();
    this.#show("");
    return this.list.firstElementChild?.focus();
  }

  #show(prefix) {
    const fitting = this.#known.filter((one) => one.command.startsWith(prefix));
    this.list.replaceChildren(...fitting.map((one) => entry(one, (text) => this.#choose(text))));
    this.list.hidden = fitting.length === 0;
  }

  #choose(text) {
    this.#hide();
    this.run(text);
  }

  #hide() {
    this.list.hidden = true;
  }

  #walk(press) {
    const items = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (press.key === "Escape") {
      this.#hide();
      this.button.focus();
    }
    if (!step) return;
    press.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  }
}

function entry({ command, description }, run) {
  return h(
    "button",
    { type: "button", role: "menuitem", onclick: () => run(`/${command}`) },
    h("b", {}, `/${command}`),
    h("span", {}, description),
  );
}
