// The keyboard that a bot's message puts in place of the phone's own.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

export class ReplyKeyboard {
  #message = null;
  #hiddenFor = null; // id of the message whose keyboard the person put away

  constructor(phone, press) {
    this.press = press;
    this.phone = phone;
    this.node = h("div", { class: "reply-keyboard", role: "group", hidden: true, "aria-label": t("botKeyboard") });
    this.toggle = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        hidden: true,
        "aria-label": t("botKeyboard"),
        title: t("botKeyboard"),
        onclick: () => this.#flip(),
      },
      icon("keys"),
    );
  }

  /** What the bot wants the empty field to say. */
  placeholder = null;

  /** The newest message with a keyboard rules; one that removes it ends it. */
  update(messages) {
    const last = messages.findLast((message) => rowsOf(message.keyboard) || removes(message.keyboard));
    const message = last && rowsOf(last.keyboard) ? last : null;
    if (message?.id === this.#message?.id && message?.version === this.#message?.version) return;
    this.#message = message;
    this.#draw();
  }

  #draw() {
    const rows = rowsOf(this.#message?.keyboard) ?? [];
    this.placeholder = this.#message?.keyboard.input_field_placeholder ?? null;
    this.toggle.hidden = rows.length === 0;
    this.node.hidden = rows.length === 0 || this.#hiddenFor === this.#message.id;
    this.node.replaceChildren(
      ...rows.map((row) =>
        h(
          "div",
          { class: "keys" },
          row.map((button) => this.#key(button)),
        ),
      ),
    );
  }

  #key(button) {
    const press = () => {
      if (this.#message.keyboard.one_time_keyboard) this.#flip();
      this.press(button);
    };
    return h("button", { type: "button", class: ["key", button.style], onclick: press }, h("span", {}, button.text));
  }

  #flip() {
    this.node.hidden = !this.node.hidden;
    this.#hiddenFor = this.node.hidden ? this.#message.id : null;
  }
}

function rowsOf(keyboard) {
  const rows = keyboard?.rows;
  return rows?.length ? rows : null;
}

const removes = (keyboard) => Boolean(keyboard?.remove);
