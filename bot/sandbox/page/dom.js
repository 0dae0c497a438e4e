// Elements without innerHTML: everything a message contains goes in as text, so that nothing of it can run.
import { called } from "./names.js";

/** Builds an element. `on…` props are listeners, `class`, `data` (dataset) and `props` (DOM properties) are special. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) assign(node, name, value);
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function assign(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "props") Object.assign(node, value);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** Waits `ms` after the last call. */
export function debounce(action, ms) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), ms);
  };
}

/** A small number from anything, the same every time: avatar colours. */
export function hue(id) {
  return Math.abs(Number(id) || 0) % 7;
}

/** "李伟" gives 李, "Zhao Min" gives ZM. */
export function initials(name) {
  const words = String(name || "?")
    .trim()
    .split(/\s+/);
  if (/[\u3400-\u9fff]/.test(words[0])) return words[0].slice(0, 1);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}

export function avatar(who, size = "") {
  return h("span", { class: ["avatar", `hue-${hue(who.id)}`, size], "aria-hidden": "true" }, initials(called(who)));
}

const FOCUSABLE = "button, a[href], input, select, textarea, summary, [tabindex]";

/** Redraws without taking the keyboard's focus away: what had it, or what now stands in its place, has it again. */
export function keepFocus(root, draw) {
  const old = document.activeElement;
  const index = root.contains(old) && old !== root ? [...root.querySelectorAll(FOCUSABLE)].indexOf(old) : -1;
  const name = old?.dataset?.testid;
  draw();
  if (index < 0 || root.contains(document.activeElement)) return;
  const named = name && root.querySelector(`[data-testid="${name}"]`);
  (named || root.querySelectorAll(FOCUSABLE)[index])?.focus({ preventScroll: true });
}

/** `draw(state)` whenever what `read()` gives differs from the last time. */
export function whenChanged(read, draw) {
  let last;
  return () => {
    const state = read();
    const written = JSON.stringify(state);
    if (written === last) return;
    last = written;
    draw(state);
  };
}
