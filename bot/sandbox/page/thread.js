// The scrolling list of bubbles. Only rows that changed are redrawn; a reader at the bottom stays there.
import { Announcer } from "./announcer.js";
import { bubbleRow, dayMark, serviceMark } from "./bubble.js";
import { nowMs } from "./clockwork.js";
import { h } from "./dom.js";
import { dayKey } from "./format.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { Roving } from "./roving.js";
import { rowsOf } from "./rows.js";

const PAGE = 150; // rows drawn at first; more on demand
const NEAR = 48; // px from the bottom that still count as "at the bottom"

export class Thread {
  #rows = new Map();
  #limit = PAGE;
  #stuck = true;
  #newestSeen = 0;
  #top = 0; // where it was scrolled to, and how high it was then
  #height = 0;

  constructor(conversation, actions) {
    this.conversation = conversation;
    this.actions = actions;
    this.list = h("div", { class: "list", role: "log", "aria-live": "off", "aria-label": t("messages") });
    this.roving = new Roving(this.list);
    this.announcer = new Announcer();
    this.earlier = h("button", { type: "button", class: "earlier", onclick: () => this.#showEarlier() }, t("earlier"));
    this.scroller = h(
      "div",
      { class: "scroller", tabindex: "-1", onscroll: () => this.#scrolled() },
      this.earlier,
      this.list,
    );
    this.pill = h("button", {
      type: "button",
      class: "pill",
      "aria-label": t("toNewest"),
      onclick: () => this.toBottom(true),
    });
    this.node = h("div", { class: "thread" }, this.scroller, this.pill, this.announcer.node);
    this.observer = new ResizeObserver(() => this.#stuck && this.toBottom());
    this.observer.observe(this.scroller);
    this.observer.observe(this.list);
  }

  get atBottom() {
    return this.#stuck;
  }

  render() {
    const messages = this.conversation.list;
    const today = dayKey(nowMs());
    const rows = rowsOf(messages, this.conversation.person, today);
    this.earlier.hidden = rows.length <= this.#limit;
    this.#sync(rows.slice(-this.#limit));
    this.roving.settle();
    if (this.conversation.loaded) this.announcer.hear(messages, this.conversation.person);
    this.#count(messages);
    if (this.#stuck) this.toBottom();
  }

  #sync(rows) {
    const kept = new Map();
    rows.forEach((row, index) => {
      const node = this.#nodeFor(row);
      kept.set(row.key, { node, signature: row.signature });
      if (this.list.children[index] !== node) this.list.insertBefore(node, this.list.children[index] ?? null);
    });
    while (this.list.children.length > rows.length) this.list.lastElementChild.remove();
    this.#rows = kept;
  }

  #nodeFor(row) {
    const old = this.#rows.get(row.key);
    if (old?.signature === row.signature) return old.node;
    const node = this.#draw(row);
    if (old) replace(old.node, node);
    else if (this.#newestSeen) node.classList.add("arriving");
    return node;
  }

  #draw(row) {
    if (row.kind === "day") return dayMark(row, nowMs());
    if (row.kind === "service") return serviceMark(row);
    const node = bubbleRow(row, this.actions, this.conversation.chat !== this.conversation.person);
    Roving.park(node);
    return node;
  }

  #count(messages) {
    const newest = messages.at(-1)?.id ?? 0;
    const own = messages.at(-1) && this.conversation.person === messages.at(-1).from.id;
    if (own && newest > this.#newestSeen) this.#stuck = true;
    if (this.#stuck) this.#newestSeen = newest;
    const waiting = messages.filter((message) => message.id > this.#newestSeen).length;
    this.#showPill(waiting);
  }

  #showPill(waiting) {
    this.pill.classList.toggle("shown", !this.#stuck);
    this.pill.replaceChildren(...(waiting ? [h("span", {}, t("newMessages", { n: waiting }))] : []), icon("down"));
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    const leaving = scrollTop < this.#top && scrollHeight >= this.#height; // the reader went up; nothing shrank
    [this.#top, this.#height] = [scrollTop, scrollHeight];
    if (this.#stuck && !stuck && !leaving) return this.toBottom();
    if (stuck === this.#stuck) return;
    this.#stuck = stuck;
    this.#count(this.conversation.list);
    if (stuck) this.actions.reachedBottom();
  }

  toBottom(smooth = false) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  flash(id) {
    const node = this.list.querySelector(`[data-testid="msg-${Number(id)}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1400);
  }

  #showEarlier() {
    const height = this.scroller.scrollHeight;
    this.#limit += PAGE;
    this.render();
    this.scroller.scrollTop += this.scroller.scrollHeight - height;
  }

  close() {
    this.observer.disconnect();
  }
}

// A card that edits itself must not take the keyboard's focus away from whoever pressed its button.
function replace(old, node) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(node);
  if (focused) (node.querySelector(".key") ?? node).focus({ preventScroll: true });
}
