// One bubble: quote, media, text, time and ticks, and the buttons below it.
import { avatar, h } from "./dom.js";
import { dayName, time } from "./format.js";
import { menuGestures } from "./hold.js";
import { richText } from "./html.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./inline.js";
import { gist, mediaOf } from "./media.js";
import { languageOf } from "./names.js";
import { reactions } from "./reactions.js";
import { senderName } from "./store.js";

export function dayMark(row, now) {
  return h("div", { class: "day", role: "separator" }, h("span", {}, dayName(row.at, now)));
}

/** Somebody came or went: a line of the chat, said by nobody. */
export function serviceMark({ messages: [message] }) {
  const words = `${senderName(message.from)} · ${t(message.service)}`;
  return h("div", { class: "service", data: { testid: `msg-${message.id}` } }, message.text || words);
}

/** `actions`: tap, say, menu, quote – what the phone does when something in the bubble is used. */
export function bubbleRow(row, actions, isGroup) {
  const { messages, own } = row;
  const main = messages.find((message) => message.text) ?? messages[0];
  const showName = isGroup && !own && row.first;
  const bubble = h(
    "div",
    { class: bubbleClass(row, main) },
    showName && h("div", { class: ["sender", `hue-text-${Math.abs(messages[0].from.id) % 7}`] }, senderName(messages[0].from)),
    main.forwarded_from && h("div", { class: "forwarded" }, t("forwarded", { name: authorOf(main) })),
    main.reply_to && quote(main.reply_to, actions),
    mediaOf(messages, actions),
    body(main, own, actions),
    menuButton(main, actions),
  );
  const stack = h("div", { class: "stack" }, bubble, inlineKeyboard(main, actions));
  return h("article", rowAttributes(row, main, actions), isGroup && !own && face(row), stack);
}

const authorOf = (message) => senderName({ id: message.forwarded_id, name: message.forwarded_from });

function rowAttributes(row, main, actions) {
  const who = row.own ? t("you") : senderName(row.messages[0].from);
  return {
    class: ["row", row.own ? "own" : "theirs", row.first && "first", row.last && "last"],
    data: { testid: `msg-${row.messages[0].id}` },
    "aria-label": `${who}, ${time(main.at)}`,
    "aria-describedby": textId(main, actions),
    tabindex: "-1",
    ...menuGestures((event) => actions.menu(event, main)),
  };
}

function bubbleClass(row, main) {
  const bare = !main.text && !main.reply_to && row.messages.every((message) => onlyPicture(message));
  const wordless = !main.text && !main.reactions?.length;
  return ["bubble", bare && "bare", wordless && "wordless", main.buttons?.length && "with-buttons"];
}

const onlyPicture = (message) =>
  message.media?.length &&
  message.media.every((item) => ["photo", "video", "sticker", "animation", "video_note"].includes(item.kind));

function face(row) {
  return row.last ? avatar(row.messages[0].from, "small") : h("span", { class: "avatar-gap" });
}

function quote(reply, actions) {
  return h(
    "button",
    { type: "button", class: "quote", lang: languageOf(reply.text ?? ""), onclick: () => actions.quote(reply.id) },
    h("span", { class: "quote-name" }, actions.senderOf(reply.id) ?? t("reply")),
    h("span", { class: "quote-text" }, gist(reply)),
  );
}

function body(main, own, actions) {
  const text = main.html || main.text;
  return h(
    "div",
    { class: "text", id: textId(main, actions), lang: languageOf(main.text ?? "") },
    text ? richText(main.html ?? escaped(main.text), actions) : "",
    reactions(main, actions),
    h(
      "span",
      { class: "meta", lang: document.documentElement.lang },
      main.edited_at && h("span", { class: "edited-mark" }, t("edited")),
      h("time", { datetime: main.at, title: main.at }, time(main.at)),
      own && ticks(main),
    ),
  );
}

const textId = (message, { person }) => `text-${person}-${message.chat_id}-${message.id}`;

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

function ticks(message) {
  const seen = message.seen === true;
  return h(
    "span",
    { class: "ticks", role: "img", "aria-label": t(seen ? "seen" : "sent"), title: t(seen ? "seen" : "sent") },
    icon(seen ? "ticks" : "tick"),
  );
}

function menuButton(message, actions) {
  return h(
    "button",
    {
      type: "button",
      class: "bubble-menu",
      "aria-label": t("messageMenu"),
      "aria-haspopup": "menu",
      tabindex: "-1", // Enter on the message opens it as well
      onclick: (event) => actions.menu(event, message),
    },
    icon("down"),
  );
}
