// A message's HTML, rebuilt element by element from a whitelist. DOMParser's document is inert: nothing loads, nothing runs.
import { h } from "./dom.js";
import { t } from "./i18n.js";

const SAME = new Set(["b", "strong", "i", "em", "u", "ins", "s", "del", "code", "pre", "blockquote"]);
const SAFE_LINK = /^(https?|tg):/i;
const INVITATION = /^https?:\/\/(t|telegram)\.me\/\w+\?(.*&)?start=/i;
const TOKENS =
  /(https?:\/\/[^\s<>"“”()()]+[^\s<>"“”()().,;:!?。,;:!?])|((?:^|(?<=[\s((,、]))\/[a-z0-9_]{1,32}(?![\w/]))/gi;

/** A fragment for `html`; `on.say("/work")` is called for a command in the text, `on.invited(url)` for a link that starts a bot. */
export function richText(html, on = {}) {
  const parsed = new DOMParser().parseFromString(`<body>${html ?? ""}</body>`, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...rebuildAll(parsed.body, on));
  return fragment;
}

function rebuildAll(parent, on) {
  return [...parent.childNodes].flatMap((node) => rebuild(node, on));
}

function rebuild(node, on) {
  if (node.nodeType === Node.TEXT_NODE) return tokens(unbroken(node), node.parentElement, on);
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.localName;
  if (tag === "br") return ["\n"];
  if (["script", "style", "template", "iframe"].includes(tag)) return [];
  const inner = rebuildAll(node, on);
  if (tag === "a") return [link(node.getAttribute("href") ?? "", inner, on)];
  if (tag === "tg-spoiler" || (tag === "span" && node.classList.contains("tg-spoiler"))) return [spoiler(inner)];
  if (tag === "code" && node.parentElement.localName !== "pre") return [copyable(node.textContent)];
  if (tag === "strike") return [h("s", {}, inner)];
  if (tag === "blockquote") return [h("blockquote", { class: node.hasAttribute("expandable") && "expandable" }, inner)];
  return SAME.has(tag) ? [h(tag, {}, inner)] : inner;
}

// A block ends its line by itself; the line break that follows it would make an empty one.
function unbroken(node) {
  const afterBlock = ["blockquote", "pre"].includes(node.previousSibling?.localName);
  return afterBlock ? node.data.replace(/^\n/, "") : node.data;
}

function link(href, inner, on) {
  if (!SAFE_LINK.test(href)) return h("span", {}, inner);
  const open = (event) => {
    if (!on.invited || !INVITATION.test(href)) return;
    event.preventDefault();
    on.invited(href);
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: open }, inner);
}

function spoiler(inner) {
  const reveal = (event) => event.currentTarget.classList.add("shown");
  return h(
    "tg-spoiler",
    { class: "spoiler", role: "button", tabindex: "0", onclick: reveal, onkeydown: reveal },
    inner,
  );
}

function copyable(text) {
  const copy = (event) => {
    navigator.clipboard?.writeText(text);
    event.target.dispatchEvent(new CustomEvent("copied", { bubbles: true }));
  };
  return h("code", { class: "copyable", title: t("copy"), onclick: copy }, text);
}

function tokens(text, parent, on) {
  if (parent.closest("a, code, pre")) return [text];
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    nodes.push(text.slice(end, match.index), match[1] ? link(match[0], [match[0]], on) : command(match[0], on.say));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function command(text, say) {
  if (!say) return text;
  return h("button", { type: "button", class: "command", onclick: () => say(text) }, text);
}
