// Small menus at the pointer or at a button: light dismissal and Escape come from the browser's popover.
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** `items`: {label, sign, action, danger} or null (left out); `top` is an optional node above them. */
export function openMenu(event, items, top = null) {
  event.preventDefault();
  event.stopPropagation();
  const anchor = event.currentTarget;
  const menu = h(
    "div",
    { class: "menu", role: "menu", popover: "auto" },
    top,
    items.filter(Boolean).map((item) => entry(item, () => menu.hidePopover())),
  );
  menu.addEventListener("toggle", (change) => {
    if (change.newState !== "closed") return;
    const back = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (back) anchor?.focus?.();
  });
  menu.addEventListener("keydown", (press) => walk(menu, press));
  document.body.append(menu);
  menu.showPopover();
  place(menu, event, anchor);
  menu.querySelector("[role=menuitem]")?.focus();
}

function entry(item, close) {
  const onclick = () => {
    close();
    item.action();
  };
  return h(
    "button",
    { type: "button", role: "menuitem", class: item.danger && "danger", onclick },
    icon(item.sign),
    h("span", {}, item.label),
  );
}

function walk(menu, press) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
  if (!step) return;
  press.preventDefault();
  const items = [...menu.querySelectorAll("button")];
  const index = items.indexOf(document.activeElement);
  items[(index + step + items.length) % items.length].focus();
}

function place(menu, event, anchor) {
  const box = anchor.getBoundingClientRect();
  const byPointer = event.type === "contextmenu" && event.clientX > 0;
  const x = byPointer ? event.clientX : box.left;
  const y = byPointer ? event.clientY : box.bottom + 4;
  const above = byPointer ? y - menu.offsetHeight : box.top - menu.offsetHeight - 4;
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${y + menu.offsetHeight > innerHeight - 8 ? Math.max(8, above) : y}px`;
}
