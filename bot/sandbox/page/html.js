// A message's HTML, rebuilt element by element from a whitelist. DOMParser's document is inert: nothing loads, nothing runs.
import { h } from "./dom.js";
import { t } from "./i18n.js";

const SAME = new Set(["b", "strong", "i", "em", "u", "ins", "s", "del", "code", "pre", "blockquote"]);
const SAFE_LINK = /^(https?|tg):/i;
const TOKENS = /(https?:\/\/[^\s<>"“”()()]+[^\s<>"“”()().,;:!?。,;:!?])|((?:^|(?<=[\s((,、]))\/[a-z0-9_]{1,32}(?![\w/]))/gi;

/** A fragment for `html`; `onCommand("/work")` is called when a command in the text is pressed. */
export function richText(html, onCommand) {
  const parsed = new DOMParser().parseFromString(`<body>${html ?? ""}</body>`, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...rebuildAll(parsed.body, onCommand));
  return fragment;
}

function rebuildAll(parent, onCommand) {
  return [...parent.childNodes].flatMap((node) => rebuild(node, onCommand));
}

function rebuild(node, onCommand) {
  if (node.nodeType === Node.TEXT_NODE) return tokens(node.data, node.parentElement, onCommand);
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.localName;
  if (tag === "br") return ["\n"];
  if (["script", "style", "template", "iframe"].includes(tag)) return [];
  const inner = rebuildAll(node, onCommand);
  if (tag === "a") return [link(node, inner)];
  if (tag === "tg-spoiler" || (tag === "span" && node.classList.contains("tg-spoiler"))) return [spoiler(inner)];
  if (tag === "code" && node.parentElement.localName !== "pre") return [copyable(node.textContent)];
  if (tag === "strike") return [h("s", {}, inner)];
  if (tag === "blockquote") return [h("blockquote", { class: node.hasAttribute("expandable") && "expandable" }, inner)];
  return SAME.has(tag) ? [h(tag, {}, inner)] : inner;
}

function link(node, inner) {
  const href = node.getAttribute("href") ?? "";
  if (!SAFE_LINK.test(href)) return h("span", {}, inner);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, inner);
}

function spoiler(inner) {
  const reveal = (event) => event.currentTarget.classList.add("shown");
  return h("tg-spoiler", { class: "spoiler", role: "button", tabindex: "0", onclick: reveal, onkeydown: reveal }, inner);
}

function copyable(text) {
  const copy = (event) => {
    navigator.clipboard?.writeText(text);
    event.target.dispatchEvent(new CustomEvent("copied", { bubbles: true }));
  };
  return h("code", { class: "copyable", title: t("copy"), onclick: copy }, text);
}

function tokens(text, parent, onCommand) {
  if (parent.closest("a, code, pre")) return [text];
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    nodes.push(text.slice(end, match.index), match[1] ? plainLink(match[0]) : command(match[0], onCommand));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function plainLink(href) {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, href);
}

function command(text, onCommand) {
  if (!onCommand) return text;
  return h("button", { type: "button", class: "command", onclick: () => onCommand(text) }, text);
}
