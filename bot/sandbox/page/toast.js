// Short notices: of the whole page, and of one phone (answers to presses, as Telegram shows them).
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { languageOf } from "./names.js";

const STAY = 4200; // ms

export function shout(text) {
  let host = document.querySelector(".page-toasts");
  if (!host) document.body.append((host = h("div", { class: "page-toasts", role: "status" })));
  put(host, text);
}

function put(host, text) {
  const toast = h("div", { class: "toast", lang: languageOf(text) }, text);
  host.replaceChildren(toast);
  setTimeout(() => toast.remove(), STAY);
}

/** Notices of one phone: `show(text, alert)`. The same words twice at once are one notice: the press and the event both tell. */
export class Notices {
  #last = { text: null, at: 0 };

  constructor() {
    this.toasts = h("div", { class: "phone-toasts", role: "status", data: { testid: "toasts" } });
    this.alerts = h("div", { class: "phone-alerts" });
  }

  show(text, alert = false) {
    if (!text) return;
    const now = performance.now();
    if (this.#last.text === text && now - this.#last.at < 1500) return;
    this.#last = { text, at: now };
    if (alert) this.#alert(text);
    else put(this.toasts, text);
  }

  #alert(text) {
    const back = document.activeElement;
    const close = () => {
      this.alerts.replaceChildren();
      back?.focus?.();
    };
    const ok = h("button", { type: "button", class: "alert-ok", onclick: close }, t("ok"));
    const box = h(
      "div",
      { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": text, data: { testid: "alert" } },
      h("p", {}, text),
      ok,
    );
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Tab") event.preventDefault(); // there is only this button
    });
    this.alerts.replaceChildren(box);
    ok.focus();
  }
}
