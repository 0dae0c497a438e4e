// Asks where the person says to be: a few plants to pick from, or any coordinates.
import { h } from "./dom.js";
import { lang, t } from "./i18n.js";

const PLACES = [
  { zh: "长春 · 一汽", en: "Changchun · FAW", latitude: 43.8455, longitude: 125.2297 },
  { zh: "上海 · 临港", en: "Shanghai · Lingang", latitude: 30.8836, longitude: 121.7891 },
  { zh: "武汉 · 沌口", en: "Wuhan · Zhuankou", latitude: 30.4936, longitude: 114.1603 },
  { zh: "柳州 · 柳南", en: "Liuzhou · Liunan", latitude: 24.3363, longitude: 109.3856 },
];

/** Calls `send({latitude, longitude})` when the person confirms. */
export function askPlace(send) {
  const latitude = number("latitude", 90);
  const longitude = number("longitude", 180);
  const fill = (place) => {
    latitude.field.value = place.latitude;
    longitude.field.value = place.longitude;
  };
  const picks = PLACES.map((place) =>
    h("button", { type: "button", class: "chip", onclick: () => fill(place) }, place[lang()]),
  );
  const form = h(
    "form",
    { method: "dialog", class: "sheet-form" },
    h("h2", {}, t("where")),
    h("div", { class: "chips" }, picks),
    h("div", { class: "pair" }, latitude.label, longitude.label),
    h(
      "div",
      { class: "sheet-buttons" },
      h("button", { type: "button", class: "text-button", onclick: () => dialog.close() }, t("cancel")),
      h("button", { type: "submit", class: "solid-button", data: { testid: "send-location" } }, t("sendLocation")),
    ),
  );
  form.addEventListener("submit", () =>
    send({ latitude: Number(latitude.field.value), longitude: Number(longitude.field.value) }),
  );
  const dialog = h("dialog", { class: "sheet", "aria-label": t("where") }, form);
  dialog.addEventListener("close", () => dialog.remove());
  fill(PLACES[0]);
  document.body.append(dialog);
  dialog.showModal();
}

function number(word, limit) {
  const field = h("input", { type: "number", step: "any", min: -limit, max: limit, required: true });
  return { field, label: h("label", {}, h("span", {}, t(word)), field) };
}
