// Photos at full size, one after the other, by mouse, touch or keys.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

export function openViewer(photos, start) {
  let index = start;
  const image = h("img", { class: "viewer-photo", alt: t("photo") });
  const count = h("span", { class: "viewer-count", "aria-live": "polite" });
  const show = (to) => {
    index = (to + photos.length) % photos.length;
    image.src = photos[index].url;
    count.textContent = photos.length > 1 ? `${index + 1} / ${photos.length}` : "";
  };
  const dialog = h(
    "dialog",
    { class: "viewer", "aria-label": t("photo"), onclick: (event) => event.target === dialog && dialog.close() },
    button("close", "viewer-close", () => dialog.close()),
    photos.length > 1 && button("previous", "viewer-previous", () => show(index - 1), "left"),
    image,
    photos.length > 1 && button("next", "viewer-next", () => show(index + 1), "right"),
    count,
  );
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(index - 1);
    if (event.key === "ArrowRight") show(index + 1);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show(start);
  dialog.showModal();
}

function button(word, className, onclick, sign = word) {
  return h(
    "button",
    { type: "button", class: ["viewer-button", className], "aria-label": t(word), onclick },
    icon(sign),
  );
}
