// One phone: whose it is, the chat on its screen, and the line to write in.
import { acceptDrops } from "./attach.js";
import { actionsOf, attempt } from "./actions.js";
import { api } from "./api.js";
import { Composer } from "./composer.js";
import { debounce, h } from "./dom.js";
import { events } from "./events.js";
import { t } from "./i18n.js";
import { askPlace } from "./place.js";
import { phoneHead } from "./phonehead.js";
import { conversation, isHere, nameOf, store, unreadIn } from "./store.js";
import { Thread } from "./thread.js";
import { Notices } from "./toast.js";

const TYPING = 5000; // ms that Telegram shows "typing" after the last word of it

export class Phone {
  #off = [];
  #typingTimer = 0;

  /** `desk` is what holds the phones: it can close, swap and detach this one. */
  constructor(person, desk) {
    this.person = person;
    this.desk = desk;
    this.notices = new Notices();
    this.head = phoneHead(this);
    this.screen = h("div", { class: "screen" });
    this.node = h(
      "section",
      {
        class: "phone",
        data: { testid: `phone-${person}`, person },
        "aria-label": nameOf(person),
      },
      this.head.node,
      this.screen,
      this.notices.toasts,
      this.notices.alerts,
      h("div", { class: "drop-hint", "aria-hidden": "true" }, t("dropHere")),
    );
    this.node.addEventListener("copied", () => this.notices.show(t("copied")));
    this.markRead = debounce(() => this.#read(), 250);
    this.#listen(
      events,
      "notice",
      ({ detail }) => detail.person_id === person && this.notices.show(detail.notice.text, detail.notice.alert),
    );
    this.#listen(events, "typing", ({ detail }) => this.#typing(detail));
    this.#listen(store, "people", () => this.#peopleChanged());
    this.#listen(document, "visibilitychange", () => this.markRead());
    this.open(person);
    acceptDrops(this.node, (files) => this.composer.take(files, "photo"));
  }

  #listen(target, type, action) {
    target.addEventListener(type, action);
    this.#off.push(() => target.removeEventListener(type, action));
  }

  /** Puts a chat on the screen: the private one (the person's own id) or a group's. */
  open(chat) {
    this.#shut();
    this.chat = chat;
    this.talk = conversation(this.person, chat);
    this.thread = new Thread(this.talk, actionsOf(this));
    this.composer = new Composer(this);
    this.empty = h("div", { class: "empty-chat" });
    this.#invite();
    this.thread.node.append(this.empty);
    this.screen.replaceChildren(this.thread.node, this.composer.node);
    this.changed = () => this.#draw();
    this.talk.addEventListener("change", this.changed);
    if (this.talk.loaded) this.#draw();
    else if (store.bot) this.talk.refresh();
    this.head.draw();
  }

  /** What an empty chat says: press Start; or, as long as there is no bot, where it has to call. */
  #invite() {
    const words = store.bot ? [t("emptyChat"), t("emptyHint")] : [t("noBot"), t("noBotHint", { url: location.origin })];
    this.empty.replaceChildren(h("b", {}, words[0]), h("span", {}, words[1]));
  }

  #draw() {
    const messages = this.talk.list;
    this.empty.hidden = messages.length > 0;
    this.thread.render();
    this.composer.update(messages);
    this.composer.showBlocked(store.people.get(this.person));
    if (messages.at(-1)?.from.bot) this.#stopTyping();
    this.head.draw();
    this.markRead();
  }

  #peopleChanged() {
    this.#invite();
    this.head.draw();
    this.composer.showBlocked(store.people.get(this.person));
    this.markRead();
  }

  async #read() {
    const seeing = this.node.isConnected && !document.hidden && this.thread.atBottom;
    if (!seeing || !unreadIn(this.person, this.chat)) return;
    await api.read(this.person, this.chat === this.person ? {} : { chat: this.chat }).catch(() => {}); // the badge simply stays
  }

  #typing(event) {
    const { people, chat_id: chat, action } = event;
    if (!people.includes(this.person) || chat !== this.chat || !isHere(event)) return;
    this.head.busy(action?.startsWith("upload") ? t("sending") : t("typing"));
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#stopTyping(), TYPING);
  }

  #stopTyping() {
    clearTimeout(this.#typingTimer);
    this.head.busy(null);
  }

  askLocation() {
    const chat = this.chat === this.person ? {} : { chat: this.chat };
    askPlace((place) => attempt(() => api.location(this.person, { ...place, ...chat })));
  }

  #shut() {
    this.thread?.close();
    this.talk?.removeEventListener("change", this.changed);
  }

  dispose() {
    this.#shut();
    for (const off of this.#off) off();
    this.node.remove();
  }
}
