// Forwards to the bot what somebody outside wrote: a customer's message, as a person forwards it on Telegram.
import { api } from "./api.js";
import { nowMs } from "./clockwork.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { choice, labelled, openSheet } from "./sheet.js";

const WRITTEN = [0, 60, 24 * 60]; // minutes ago

/** `send(action)` carries it out for `person` in the chat `context`. */
export function askOutsider(person, context, send) {
  const name = h("input", { type: "text", required: true, maxlength: 64, value: t("outsiderName") });
  const text = h("textarea", { rows: 4, maxlength: 4096, props: { value: t("outsiderText") } });
  const photo = h("input", { type: "file", accept: "image/*" });
  const written = choice(
    t("written"),
    WRITTEN.map((minutes) => ({ value: minutes, label: t(`written_${minutes}`) })),
  );
  const needed = () => text.setCustomValidity(text.value.trim() || photo.files.length ? "" : t("outsiderEmpty"));
  for (const field of [text, photo]) field.addEventListener("input", needed);
  const origin = () => ({
    forwarded_from: name.value.trim(),
    forwarded_at: Math.floor(nowMs() / 1000) - written.chosen() * 60,
  });
  openSheet({
    title: t("forwardOutsider"),
    fields: [
      labelled(t("whoWrote"), name),
      labelled(t("outsiderSays"), text),
      written.node,
      labelled(t("withPhoto"), photo),
    ],
    confirm: t("forwardIt"),
    testid: "forward-outsider",
    send: () => send(() => deliver(person, text.value.trim(), photo.files[0], { ...context, ...origin() })),
  });
}

function deliver(person, text, photo, context) {
  if (!photo) return api.say(person, { ...context, text });
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...context, caption: text })) data.append(name, value);
  data.append("photo", photo, photo.name);
  return api.send(person, data);
}
