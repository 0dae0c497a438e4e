// What Telegram finds in a text by itself: addresses, e-mail, mentions, hashtags, commands.
import { h } from "./dom.js";

const TOKENS = new RegExp(
  [
    String.raw`(?<url>https?:\/\/[^\s<>"“”（）()]+[^\s<>"“”（）().,;:!?。，；：！？])`,
    String.raw`(?<mail>(?<![\w.])[\w.+-]+@[a-z\d-]+\.[a-z.\d-]*[a-z])`,
    String.raw`(?<mention>(?<![\w@])@[a-z]\w{3,31}\b)`,
    String.raw`(?<tag>(?<![\p{L}\p{N}_])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)`,
    String.raw`(?<cash>(?<![\w$])\$[A-Z]{1,8}(?![\w$]))`,
    String.raw`(?<command>(?:^|(?<=[\s（(，、]))\/[a-z0-9_]{1,32}(?![\w/]))`,
  ].join("|"),
  "giu",
);

const INVITATION = /^https?:\/\/(t|telegram)\.me\/\w+\?(.*&)?start=/i;
const SAFE_LINK = /^(https?:|tg:|mailto:)/i;

/** Text and elements for `text`; `on` as for richText. */
export function tokens(text, on) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    nodes.push(text.slice(end, match.index), found(match, on));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function found({ 0: text, groups }, on) {
  if (groups.url) return link(text, [text], on);
  if (groups.mail) return link(`mailto:${text}`, [text], on);
  if (groups.mention) return link(`https://t.me/${text.slice(1)}`, [text], on);
  if (groups.cash && /[a-z]/.test(text)) return text; // a currency is in capitals
  if (groups.tag || groups.cash) return h("span", { class: "hashtag" }, text);
  if (!on.say) return text;
  return h("button", { type: "button", class: "command", onclick: () => on.say(text) }, text);
}

/** A link that opens elsewhere; one that starts a bot is handed to `on.invited`. Other schemes become plain text. */
export function link(href, inner, on) {
  if (!SAFE_LINK.test(href)) return h("span", {}, inner);
  const open = (event) => {
    if (!on.invited || !INVITATION.test(href)) return;
    event.preventDefault();
    on.invited(href);
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: open }, inner);
}
