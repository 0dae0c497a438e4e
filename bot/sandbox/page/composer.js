// The line in which a person writes: text, commands, attachments, replies, edits.
import { api } from "./api.js";
import { attempt } from "./actions.js";
import { attachMenu } from "./attach.js";
import { CommandList } from "./commands.js";
import { h } from "./dom.js";
import { draftOf, keepDraft } from "./drafts.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { gist } from "./media.js";
import { ReplyKeyboard } from "./replykeys.js";
import { isEditable } from "./rows.js";
import { senderName } from "./store.js";
import { Tray } from "./tray.js";

export class Composer {
  #mode = null; // {kind: "reply" | "edit", message}
  #asked = null; // id of the last message that asked for a reply by itself

  constructor(phone) {
    this.phone = phone;
    this.tray = new Tray(() => this.#refresh());
    this.commands = new CommandList(phone.person, (text) => this.#command(text));
    this.keys = new ReplyKeyboard(phone, (button) => this.#pressKey(button));
    this.banner = h("div", { class: "banner", hidden: true });
    this.field = h("textarea", {
      class: "field",
      rows: 1,
      placeholder: t("message"),
      "aria-label": t("message"),
      data: { testid: "composer" },
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#pasted(event),
    });
    this.sendButton = h(
      "button",
      {
        type: "button",
        class: "round-button send",
        "aria-label": t("send"),
        title: t("send"),
        data: { testid: "send" },
        onclick: () => this.submit(),
      },
      icon("send"),
    );
    this.line = h(
      "div",
      { class: "line" },
      attachMenu(phone, (files, kind) => this.take(files, kind)),
      this.commands.button,
      this.field,
      this.keys.toggle,
      this.sendButton,
    );
    this.start = h(
      "button",
      { type: "button", class: "start", data: { testid: "start" }, onclick: () => this.#say("/start") },
      t("start"),
    );
    this.unblock = h(
      "button",
      { type: "button", class: "start unblock", onclick: () => attempt(() => api.unblock(phone.person)) },
      t("unblock"),
    );
    this.node = h(
      "div",
      { class: "composer" },
      this.commands.list,
      this.banner,
      this.tray.node,
      this.line,
      this.start,
      this.keys.node,
      this.unblock,
    );
    this.#takeUpDraft();
    this.#refresh();
  }

  #takeUpDraft() {
    this.chat = this.phone.chat;
    this.field.value = draftOf(this.phone.person, this.chat);
    if (this.field.value) requestAnimationFrame(() => this.#grow()); // it has no height before it is on the page
  }

  /** Called when the chat changed: a chat without messages offers Start, as Telegram does. */
  update(messages) {
    const fresh = messages.length === 0 && this.phone.chat === this.phone.person;
    this.node.classList.toggle("fresh", fresh);
    this.keys.update(messages);
    this.#refresh();
    this.#answerIfAsked(messages.at(-1));
  }

  #answerIfAsked(message) {
    if (!message?.keyboard?.force_reply || message.id === this.#asked) return;
    this.#asked = message.id;
    this.replyTo(message, false);
  }

  /** Whoever blocked the bot sees only the way back. */
  showBlocked(person) {
    const blocked = Boolean(person?.blocked) && this.phone.chat === this.phone.person;
    this.node.classList.toggle("blocked", blocked);
  }

  replyTo(message, focus = true) {
    this.#enter({ kind: "reply", message }, t("replyingTo", { name: senderName(message.from) }), focus);
  }

  edit(message) {
    this.field.value = message.text;
    this.#enter({ kind: "edit", message }, t("editing"), true);
    this.#typed();
  }

  #enter(mode, title, focus) {
    this.#mode = mode;
    const leave = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": t("cancel"), onclick: () => this.#leave(true) },
      icon("close"),
    );
    const words = h(
      "span",
      { class: "banner-words" },
      h("b", {}, title),
      h("span", {}, gist(mode.message)),
    );
    this.banner.replaceChildren(icon(mode.kind === "edit" ? "edit" : "reply"), words, leave);
    this.banner.hidden = false;
    if (focus) this.field.focus();
  }

  #leave(clear = false) {
    if (clear && this.#mode?.kind === "edit") this.field.value = "";
    this.#mode = null;
    this.banner.hidden = true;
    this.#typed();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
  }

  #typed() {
    this.#grow();
    if (this.#mode?.kind !== "edit") keepDraft(this.phone.person, this.chat, this.field.value);
    this.commands.filter(this.field.value);
    this.#refresh();
  }

  #refresh() {
    const empty = !this.field?.value.trim() && this.tray.empty;
    this.sendButton?.toggleAttribute("disabled", empty);
    if (this.field) this.field.placeholder = this.tray.empty ? (this.keys.placeholder ?? t("message")) : t("caption");
  }

  #key(event) {
    if (event.isComposing) return; // Enter ends a Chinese input method's word, not the message
    if (event.key === "Escape" && this.#mode) this.#leave(true);
    if (this.commands.key(event) || this.#takeUpLast(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.submit();
  }

  /** The arrow up in an empty line edits what was written last. */
  #takeUpLast(event) {
    const { talk, person } = this.phone;
    const idle = event.key === "ArrowUp" && !this.field.value && !this.#mode && this.tray.empty;
    const last = idle && talk.list.findLast((message) => isEditable(message, person));
    if (!last) return false;
    event.preventDefault();
    this.edit(last);
    return true;
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.take(files, "photo");
  }

  /** Files to go with the next message; its caption is written next. */
  take(files, kind) {
    this.tray.add(files, kind);
    this.field.focus();
  }

  #context() {
    const chat = this.phone.chat === this.phone.person ? {} : { chat: this.phone.chat };
    return this.#mode?.kind === "reply" ? { ...chat, reply_to: this.#mode.message.id } : chat;
  }

  /** Sends what is written and attached; on failure both are given back. */
  async submit() {
    const text = this.field.value.trim();
    if (!text && this.tray.empty) return;
    const [mode, context, parcels] = [this.#mode, this.#context(), this.tray.take()];
    this.field.value = "";
    this.#leave();
    const done = await attempt(() => this.#deliver(text, mode, context, parcels).then(() => true));
    if (!done) this.#giveBack(text, parcels);
  }

  #giveBack(text, parcels) {
    this.field.value ||= text;
    this.tray.put(parcels);
    this.#typed();
  }

  async #deliver(text, mode, context, parcels) {
    const { person } = this.phone;
    if (parcels.length > 0) return this.tray.deliver(person, parcels, text, context);
    if (mode?.kind === "edit") return api.edit(person, { ...context, message_id: mode.message.id, text });
    return api.say(person, { ...context, text });
  }

  #say(text) {
    return attempt(() => api.say(this.phone.person, { ...this.#context(), text }));
  }

  #command(text) {
    this.field.value = "";
    this.#typed();
    this.field.focus();
    this.#say(text);
  }

  #pressKey(button) {
    const { person } = this.phone;
    if (button.kind === "location") return this.phone.askLocation();
    if (button.kind === "contact") return attempt(() => api.contact(person, this.#context()));
    return this.#say(button.text).then(() => this.#leave());
  }
}
