// What one person sees in one chat. Applies messages that events bring; reads the changes when an event brings none.
import { api } from "./api.js";

export class Conversation extends EventTarget {
  #messages = new Map();
  #version = null;
  #loading = null;
  #again = false;

  constructor(person, chat) {
    super();
    this.person = person;
    this.chat = chat;
    this.loaded = false;
  }

  get list() {
    return [...this.#messages.values()].sort((a, b) => a.id - b.id);
  }

  message(id) {
    return this.#messages.get(id);
  }

  concerns({ people = null, chat_id: chat = null }) {
    if (people && !people.includes(this.person)) return false;
    return chat === null || chat === this.chat;
  }

  receive({ message }) {
    // What is being read may have begun before this message: put in now, the answer would clear it away.
    if (message && this.loaded && !this.#loading) this.#put([message]);
    else this.refresh();
  }

  /** Reads what changed since the last look; calls in the meantime become one more look. */
  refresh() {
    if (this.#loading) this.#again = true;
    else this.#loading = this.#fetch().finally(() => this.#next());
    return this.#loading;
  }

  reload() {
    this.#version = null;
    return this.refresh();
  }

  #next() {
    this.#loading = null;
    if (!this.#again) return;
    this.#again = false;
    this.refresh();
  }

  async #fetch() {
    const whole = this.#version === null;
    const chat = this.chat === this.person ? null : this.chat;
    const answer = await api.messages(this.person, { chat, since: this.#version }).catch(() => null);
    if (!answer) return; // the event stream's reconnect reads afresh
    if (whole) this.#messages.clear();
    this.#version = answer.version || null;
    this.loaded = true;
    this.#put(answer.messages);
  }

  #put(messages) {
    for (const message of messages) {
      const known = this.#messages.get(message.id);
      if (message.deleted) this.#messages.delete(message.id);
      else if (!known || (message.version ?? 0) >= (known.version ?? 0)) this.#messages.set(message.id, message);
    }
    this.dispatchEvent(new Event("change"));
  }
}
