// Photos (albums as a grid), files, sounds, places and contacts inside a bubble.
import { avatar, h } from "./dom.js";
import { bytes } from "./format.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { player } from "./player.js";
import { nameOf, store } from "./store.js";
import { openViewer } from "./viewer.js";

const READABLE = new Set(["application/pdf"]); // the browser shows it in a tab of its own; everything else is saved
const PICTURES = new Set(["photo", "animation", "video"]);

/** A message in a few words: its text, else the name of its file, else what it is. */
export function gist({ text, media }) {
  const [first] = media ?? [];
  return text || first?.file_name || t(first?.kind ?? "message");
}

/** Nodes for all media of a bubble; several pictures (an album) become one grid. */
export function mediaOf(messages) {
  const items = messages.flatMap((message) => (message.media ?? []).map((item) => ({ ...item, message: message.id })));
  const pictures = items.filter((item) => PICTURES.has(item.kind));
  const others = items.filter((item) => !PICTURES.has(item.kind));
  return [pictures.length > 0 && grid(pictures, messages[0].id), ...others.map(single)].filter(Boolean);
}

function grid(pictures, first) {
  const photos = pictures.filter((item) => item.kind !== "video");
  const tiles = pictures.map((item) => tile(item, photos, item.message === first));
  return h("div", { class: ["grid", `of-${Math.min(pictures.length, 10)}`] }, tiles);
}

function tile(item, photos, isFirst) {
  const data = isFirst ? {} : { testid: `msg-${item.message}` };
  if (item.kind === "video")
    return h("div", { class: "tile", data }, h("video", { src: item.url, controls: true, preload: "metadata" }));
  const image = h("img", { src: item.url, alt: t("photo"), loading: "lazy", decoding: "async" });
  const open = () => openViewer(photos, photos.indexOf(item));
  const node = h("button", { type: "button", class: "tile", data, "aria-label": t("viewPhoto"), onclick: open }, image);
  if (item.width && item.height) node.style.setProperty("--ratio", `${item.width} / ${item.height}`);
  return node;
}

const SINGLE = {
  voice: player,
  audio: player,
  location: place,
  venue: place,
  contact: card,
  sticker,
  video_note: roundVideo,
};

function single(item) {
  return (SINGLE[item.kind] ?? file)(item);
}

function file(item) {
  const name = item.file_name || t("document");
  const type = name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "";
  const open = item.mime?.startsWith("image/") ? (event) => view(event, item) : null;
  return h(
    "a",
    {
      class: "file",
      href: item.url,
      target: "_blank",
      rel: "noopener",
      download: READABLE.has(item.mime) ? null : name,
      "aria-label": t("openFile", { name }),
      onclick: open,
    },
    h("span", { class: ["file-sign", type && "typed"] }, type || icon("file")),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, name),
      h("span", { class: "file-size" }, bytes(item.size)),
    ),
  );
}

/** A picture sent as a file: shown here, like a photo. */
function view(event, item) {
  event.preventDefault();
  openViewer([item], 0);
}

function place(item) {
  const [latitude, longitude] = [Number(item.latitude), Number(item.longitude)];
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`;
  return h(
    "a",
    { class: "place", href, target: "_blank", rel: "noopener noreferrer", title: t("openMap") },
    h("span", { class: "place-map" }, icon("pin")),
    h(
      "span",
      { class: "place-words" },
      h("span", { class: "file-name" }, item.title ?? t("location")),
      h("span", { class: "file-size" }, item.address || `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`),
    ),
  );
}

function card(item) {
  const written = [item.first_name, item.last_name].filter(Boolean).join(" ");
  const name = store.people.has(item.user_id) ? nameOf(item.user_id) : written;
  return h(
    "div",
    { class: "file" },
    avatar({ id: item.user_id ?? 0, name }),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, name),
      h("span", { class: "file-size" }, item.phone_number ?? ""),
    ),
  );
}

function sticker(item) {
  if (!item.url) return h("div", { class: "sticker-sign" }, item.emoji ?? t("sticker"));
  const name = item.emoji ?? t("sticker");
  const unreadable = (event) => event.currentTarget.replaceWith(h("span", { class: "unreadable" }, name));
  return h("img", { class: "sticker", src: item.url, alt: name, onerror: unreadable });
}

function roundVideo(item) {
  return h("video", { class: "round", src: item.url, controls: true, preload: "metadata" });
}
