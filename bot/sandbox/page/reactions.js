// Reactions below a message, and the bar that offers them: the own one is marked, and pressed again it goes.
import { h } from "./dom.js";
import { t } from "./i18n.js";

const EMOJI = ["👍", "👎", "❤", "🔥", "👏", "🤔"];

const own = (message, person) => message.reactions?.find((one) => one.from === person)?.emoji;
const turned = (emoji, mine) => (emoji === mine ? [] : [emoji]);

export function reactions(message, actions) {
  if (!message.reactions?.length) return null;
  const mine = own(message, actions.person);
  const line = message.text ? "\n" : null; // below the text, beside the time
  const chips = [...counted(message.reactions)].map(([emoji, count]) => chip(emoji, count, mine, message, actions));
  return [line, h("span", { class: "reactions" }, chips)];
}

function counted(all) {
  const counts = new Map();
  for (const { emoji } of all) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  return counts;
}

function chip(emoji, count, mine, message, actions) {
  const attributes = { "aria-label": t("reaction", { emoji, n: count }), "aria-pressed": String(emoji === mine) };
  const onclick = () => actions.react(message, turned(emoji, mine));
  return h("button", { type: "button", class: "reaction", ...attributes, onclick }, emoji, count > 1 && ` ${count}`);
}

/** Above the menu of a message. */
export function reactionBar(message, actions) {
  const mine = own(message, actions.person);
  const press = (emoji) => (event) => {
    event.currentTarget.closest(".menu").hidePopover();
    actions.react(message, turned(emoji, mine));
  };
  const buttons = EMOJI.map((emoji) => {
    const attributes = { "aria-label": t("react", { emoji }), "aria-pressed": String(emoji === mine) };
    return h("button", { type: "button", ...attributes, onclick: press(emoji) }, emoji);
  });
  return h("div", { class: "reaction-bar", role: "group", "aria-label": t("reactions") }, buttons);
}
