// A message's HTML, rebuilt element by element from a whitelist. DOMParser's document is inert: nothing loads or runs.
import { nowMs } from "./clockwork.js";
import { h } from "./dom.js";
import { relative, shaped } from "./format.js";
import { t } from "./i18n.js";
import { link, tokens } from "./tokens.js";

const SAME = new Set(["b", "strong", "i", "em", "u", "ins", "s", "del"]);
const DROPPED = new Set(["script", "style", "template", "iframe"]);

/** A fragment for `html`; `on.say("/work")` is called for a command in it, `on.invited(url)` for a link to a bot's start. */
export function richText(html, on = {}) {
  const parsed = new DOMParser().parseFromString(`<body>${html ?? ""}</body>`, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...rebuildAll(parsed.body, on));
  return fragment;
}

function rebuildAll(parent, on) {
  return [...parent.childNodes].flatMap((node) => rebuild(node, on));
}

const BUILDERS = {
  a: (node, on) => link(node.getAttribute("href") ?? "", rebuildAll(node, on), on),
  br: () => "\n",
  strike: (node, on) => h("s", {}, rebuildAll(node, on)),
  "tg-spoiler": (node, on) => spoiler(rebuildAll(node, on)),
  code: (node) => h("code", { class: "copyable", title: t("copy"), onclick: copy }, node.textContent),
  pre: (node) => block(node),
  blockquote: (node, on) => quotation(node, rebuildAll(node, on)),
  "tg-emoji": (node) => h("span", { class: "custom-emoji" }, node.textContent),
  "tg-time": (node) => moment(node),
};

function rebuild(node, on) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = unbroken(node);
    return node.parentElement.closest("a") ? [text] : tokens(text, on);
  }
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.localName)) return [];
  const tag = node.matches("span.tg-spoiler") ? "tg-spoiler" : node.localName;
  if (Object.hasOwn(BUILDERS, tag)) return [BUILDERS[tag](node, on)];
  const inner = rebuildAll(node, on);
  return SAME.has(tag) ? [h(tag, {}, inner)] : inner;
}

// A block ends its line by itself; the line break that follows it would make an empty one.
function unbroken(node) {
  const afterBlock = ["blockquote", "pre"].includes(node.previousSibling?.localName);
  return afterBlock ? node.data.replace(/^\n/, "") : node.data;
}

/** One press shows every hidden part of the message, as on Telegram. */
function spoiler(inner) {
  const reveal = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    const all = (event.currentTarget.closest(".text") ?? event.currentTarget.parentNode).querySelectorAll(".spoiler");
    for (const one of all) show(one);
  };
  const hidden = h("span", { "aria-hidden": "true" }, inner);
  const named = { role: "button", tabindex: "0", "aria-label": t("spoiler"), title: t("spoiler") };
  return h("tg-spoiler", { class: "spoiler", ...named, onclick: reveal, onkeydown: reveal }, hidden);
}

function show(hidden) {
  hidden.classList.add("shown");
  for (const name of ["role", "tabindex", "aria-label", "title"]) hidden.removeAttribute(name);
  hidden.firstElementChild.removeAttribute("aria-hidden");
}

function copy(event) {
  navigator.clipboard?.writeText(event.currentTarget.textContent);
  event.currentTarget.dispatchEvent(new CustomEvent("copied", { bubbles: true }));
}

/** Code of several lines, with its language above and a button that copies it. */
function block(node) {
  const language = /^language-(\S+)/.exec(node.querySelector("code")?.className ?? "")?.[1];
  const code = h("code", {}, node.textContent);
  const press = () => copy({ currentTarget: code });
  const button = h("button", { type: "button", class: "code-copy", onclick: press }, t("copyCode"));
  const head = h("span", { class: "code-head" }, h("span", {}, language ?? ""), button);
  return h("div", { class: "code-block" }, head, h("pre", {}, code));
}

const LONG = { characters: 160, lines: 3 }; // a longer quotation that can be folded begins folded

function quotation(node, inner) {
  const text = node.textContent;
  const long = text.length > LONG.characters || text.split("\n").length > LONG.lines;
  if (!long || !node.hasAttribute("expandable")) return h("blockquote", {}, inner);
  const quote = h("blockquote", { class: "folded" }, inner);
  const flip = () => {
    const open = !quote.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = t(open ? "less" : "more");
  };
  const button = h("button", { type: "button", class: "unfold", "aria-expanded": "false", onclick: flip }, t("more"));
  return h("div", { class: "quotation" }, quote, button);
}

/** An instant in the reader's own words; the bot's text when it asks for no form. */
function moment(node) {
  const at = Number(node.getAttribute("unix")) * 1000;
  const form = node.getAttribute("format") ?? "";
  if (!Number.isFinite(new Date(at).getTime())) return h("span", {}, node.textContent);
  const words = form === "r" ? relative(at, nowMs()) : shaped(at, form) || node.textContent;
  return h("time", { class: "instant", datetime: new Date(at).toISOString(), title: shaped(at, "wDT") }, words);
}
