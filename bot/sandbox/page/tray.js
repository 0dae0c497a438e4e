// Files chosen but not sent yet: small pictures above the line, each with a way to take it back.
import { api } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

const PHOTO_TYPES = /^image\/(jpeg|png|webp|gif|bmp)$/;
const ALBUM = 10; // Telegram's largest album

export class Tray {
  #parcels = [];

  constructor(changed) {
    this.changed = changed;
    this.node = h("div", { class: "tray", hidden: true });
  }

  get empty() {
    return this.#parcels.length === 0;
  }

  /** `wanted` is how the person chose to send them; what is no picture goes as a file. */
  add(files, wanted) {
    for (const file of files)
      this.#parcels.push({ file, kind: kindOf(file, wanted), preview: URL.createObjectURL(file) });
    this.#draw();
  }

  put(parcels) {
    this.#parcels.push(...parcels);
    this.#draw();
  }

  take() {
    const taken = this.#parcels;
    this.#parcels = [];
    this.#draw();
    return taken;
  }

  /** Pictures go together as albums; every file is a message of its own, the caption with the first. */
  async deliver(person, parcels, caption, context) {
    const photos = parcels.filter((parcel) => parcel.kind === "photo");
    const others = parcels.filter((parcel) => parcel.kind !== "photo");
    const batches = others.map((parcel) => [parcel]);
    for (let start = 0; start < photos.length; start += ALBUM) batches.unshift(photos.slice(start, start + ALBUM));
    for (const [index, batch] of batches.entries())
      await api.send(person, form(batch, index === 0 ? caption : "", context));
    for (const parcel of parcels) URL.revokeObjectURL(parcel.preview);
  }

  #draw() {
    this.node.hidden = this.empty;
    this.node.replaceChildren(...this.#parcels.map((parcel) => this.#thumb(parcel)));
    this.changed();
  }

  #thumb(parcel) {
    const drop = () => {
      this.#parcels = this.#parcels.filter((other) => other !== parcel);
      this.#draw();
    };
    const face =
      parcel.kind === "photo"
        ? h("img", { src: parcel.preview, alt: parcel.file.name })
        : h("span", { class: "thumb-file" }, icon("file"), h("span", {}, parcel.file.name));
    return h(
      "div",
      { class: ["thumb", parcel.kind] },
      face,
      h("button", { type: "button", class: "thumb-drop", "aria-label": t("remove"), onclick: drop }, icon("close")),
    );
  }
}

function kindOf(file, wanted) {
  if (wanted !== "photo") return wanted;
  if (PHOTO_TYPES.test(file.type)) return "photo";
  return file.type.startsWith("video/") ? "video" : "document";
}

export function form(parcels, caption, context) {
  const data = new FormData();
  if (caption) data.append("caption", caption);
  for (const [name, value] of Object.entries(context)) data.append(name, value);
  for (const parcel of parcels) data.append(parcel.kind, parcel.file, parcel.file.name);
  return data;
}
