// Blocking the bot, and taking it back: what a person can do to any bot.
import { api } from "./api.js";
import { attempt } from "./actions.js";
import { t } from "./i18n.js";
import { shout } from "./toast.js";

/** The menu entry that fits: block, or unblock. */
export function actionsBlock(person) {
  if (person.blocked) return { label: t("unblock"), sign: "block", action: () => change(person, "unblock", false) };
  return { label: t("block"), sign: "block", danger: true, action: () => change(person, "block", true) };
}

function change(person, verb, blocked) {
  return attempt(async () => {
    await api[verb](person.id);
    if (blocked) shout(t("blocked"));
  });
}
