// Asks where the person says to be: a few plants to pick from, or any coordinates.
import { h } from "./dom.js";
import { lang, t } from "./i18n.js";
import { labelled, openSheet } from "./sheet.js";

const PLACES = [
  { zh: "长春 · 一汽", en: "Changchun · FAW", latitude: 43.8455, longitude: 125.2297 },
  { zh: "上海 · 临港", en: "Shanghai · Lingang", latitude: 30.8836, longitude: 121.7891 },
  { zh: "武汉 · 沌口", en: "Wuhan · Zhuankou", latitude: 30.4936, longitude: 114.1603 },
  { zh: "柳州 · 柳南", en: "Liuzhou · Liunan", latitude: 24.3363, longitude: 109.3856 },
];

/** Calls `send({latitude, longitude})` when the person confirms. */
export function askPlace(send) {
  const [latitude, longitude] = [number(90), number(180)];
  const fill = (place) => {
    latitude.value = place.latitude;
    longitude.value = place.longitude;
  };
  const picks = PLACES.map((place) =>
    h("button", { type: "button", class: "chip", onclick: () => fill(place) }, place[lang()]),
  );
  const pair = h("div", { class: "pair" }, labelled(t("latitude"), latitude), labelled(t("longitude"), longitude));
  fill(PLACES[0]);
  openSheet({
    title: t("where"),
    fields: [h("div", { class: "chips" }, picks), pair],
    confirm: t("sendLocation"),
    testid: "send-location",
    send: () => send({ latitude: Number(latitude.value), longitude: Number(longitude.value) }),
  });
}

function number(limit) {
  return h("input", { type: "number", step: "any", min: -limit, max: limit, required: true });
}
