// The paper clip: photos, files, a place, the own contact, a voice message.
import { api } from "./api.js";
import { attempt } from "./actions.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { askOutsider } from "./outsider.js";
import { record } from "./recorder.js";

/** `take(files, kind)` is handed what was chosen. */
export function attachMenu(phone, take) {
  const photos = picker("attach-photo", "image/*,video/*", t("attachPhoto"), (files) => take(files, "photo"));
  const files = picker("attach-file", null, t("attachFile"), (chosen) => take(chosen, "document"));
  const sounds = picker("attach-voice", "audio/*", t("attachVoice"), (chosen) => take(chosen, "voice"));
  const context = () => (phone.chat === phone.person ? {} : { chat: phone.chat });
  const open = (event) =>
    openMenu(event, [
      { label: t("attachPhoto"), sign: "photo", action: () => photos.click() },
      { label: t("attachFile"), sign: "file", action: () => files.click() },
      { label: t("attachVoice"), sign: "mic", action: () => record(phone, context(), () => sounds.click()) },
      { label: t("attachLocation"), sign: "pin", action: () => phone.askLocation() },
      { label: t("attachContact"), sign: "contact", action: () => attempt(() => api.contact(phone.person, context())) },
      { label: t("forwardOutsider"), sign: "forward", action: () => askOutsider(phone.person, context(), attempt) },
    ]);
  const button = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("attach"),
      title: t("attach"),
      "aria-haspopup": "menu",
      data: { testid: "attach" },
      onclick: open,
    },
    icon("clip"),
  );
  return [button, photos, files, sounds];
}

function picker(testid, accept, label, chosen) {
  const input = h("input", {
    type: "file",
    class: "hidden-input",
    multiple: true,
    accept,
    tabindex: "-1",
    "aria-label": label,
    data: { testid },
  });
  input.addEventListener("change", () => {
    chosen([...input.files]);
    input.value = "";
  });
  return input;
}

/** Files dropped on a phone are handed to `take(files)`. */
export function acceptDrops(node, take) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  node.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    node.classList.add("dropping");
  });
  node.addEventListener(
    "dragleave",
    (event) => !node.contains(event.relatedTarget) && node.classList.remove("dropping"),
  );
  node.addEventListener("drop", (event) => {
    node.classList.remove("dropping");
    if (!hasFiles(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}
