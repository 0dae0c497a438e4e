// A small form above everything else: title, fields, a way out and a way on.
import { h } from "./dom.js";
import { t } from "./i18n.js";

/** `send()` is called when the form is filled in and confirmed. */
export function openSheet({ title, fields, confirm, testid, send }) {
  const away = h("button", { type: "button", class: "text-button", onclick: () => dialog.close() }, t("cancel"));
  const on = h("button", { type: "submit", class: "solid-button", data: { testid } }, confirm);
  const form = h(
    "form",
    { method: "dialog", class: "sheet-form" },
    h("h2", {}, title),
    fields,
    h("div", { class: "sheet-buttons" }, away, on),
  );
  form.addEventListener("submit", send);
  const dialog = h("dialog", { class: "sheet", "aria-label": title }, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function labelled(words, field) {
  return h("label", { class: "labelled" }, h("span", {}, words), field);
}

/** Small buttons of which one is chosen; `chosen()` tells its value. */
export function choice(words, options) {
  let value = options[0].value;
  const chips = options.map((option) =>
    h("button", { type: "button", class: "chip", onclick: () => choose(option.value) }, option.label),
  );
  const choose = (wanted) => {
    value = wanted;
    chips.forEach((chip, index) => chip.setAttribute("aria-pressed", String(options[index].value === wanted)));
  };
  choose(value);
  const group = h("div", { class: "chips", role: "group", "aria-label": words }, chips);
  return { node: h("div", { class: "labelled" }, h("span", {}, words), group), chosen: () => value };
}
