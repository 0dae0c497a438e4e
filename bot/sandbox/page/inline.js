// Inline keyboards: real buttons with their text; a press shows that it is under way until the bot answered it.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { languageOf } from "./names.js";

const STYLES = new Set(["danger", "success", "primary"]);

export function inlineKeyboard(message, actions) {
  if (!message.buttons?.length) return null;
  const rows = message.buttons.map((row, y) =>
    h(
      "div",
      { class: "keys" },
      row.map((button, x) => key(button, message, y, x, actions)),
    ),
  );
  return h("div", { class: "inline-keyboard" }, rows);
}

function key(button, message, row, column, actions) {
  const style = STYLES.has(button.style) ? button.style : null;
  return h(
    "button",
    {
      type: "button",
      class: ["key", style],
      data: { testid: `key-${message.id}-${row}-${column}` },
      title: button.text,
      lang: languageOf(button.text),
      "aria-disabled": button.kind === "disabled" && "true",
      onclick: (event) => press(event.currentTarget, () => actions.press(button, message, row, column)),
    },
    h("span", {}, button.text),
    button.url && icon("link"),
  );
}

async function press(node, action) {
  if (node.getAttribute("aria-busy") || node.getAttribute("aria-disabled")) return;
  node.setAttribute("aria-busy", "true");
  await action();
  node.removeAttribute("aria-busy");
}
