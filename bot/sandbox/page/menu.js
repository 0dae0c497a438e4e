// Small menus at the pointer or at a button: light dismissal and Escape come from the browser's popover; but under a
// finger that still rests on the screen it would take the lifting for a press beside the menu.
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** `items`: {label, sign, action, danger} or null (left out); `top` is an optional node above them. */
export function openMenu(event, items, top = null) {
  event.preventDefault();
  event.stopPropagation();
  const anchor = event.currentTarget;
  const back = document.activeElement === document.body ? anchor : document.activeElement;
  const entries = items.filter(Boolean).map((item) => entry(item, () => menu.hidePopover()));
  const popover = event.pointerType === "touch" ? "manual" : "auto";
  const menu = h("div", { class: "menu", popover }, top, h("div", { role: "menu" }, entries));
  const beside = (press) => !menu.contains(press.target) && menu.hidePopover();
  menu.addEventListener("toggle", (change) => {
    if (change.newState !== "closed") return;
    document.removeEventListener("pointerdown", beside, true);
    const lost = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (lost) (back?.isConnected ? back : anchor)?.focus?.();
  });
  menu.addEventListener("keydown", (press) => walk(menu, press));
  if (popover === "manual") document.addEventListener("pointerdown", beside, true);
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
  const attributes = { type: "button", role: "menuitem", class: item.danger && "danger", onclick };
  return h("button", attributes, icon(item.sign), h("span", {}, item.label));
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function walk(menu, press) {
  if (press.key === "Tab" || (press.key === "Escape" && menu.popover === "manual")) return menu.hidePopover();
  const items = [...menu.querySelectorAll("button")];
  const ends = { Home: 0, End: items.length - 1 };
  const index = items.indexOf(document.activeElement);
  const to = press.key in ends ? ends[press.key] : index + (STEPS[press.key] ?? NaN);
  if (Number.isNaN(to)) return;
  press.preventDefault();
  items[(to + items.length) % items.length].focus();
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
