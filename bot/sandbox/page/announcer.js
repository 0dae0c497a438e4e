// Says aloud, for whoever hears the page, what others have just written or changed; never the whole chat.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { senderName } from "./store.js";
import { visible } from "./deeds.js";

const MOST = 240; // characters of a message that are read out

export class Announcer {
  #version = null;

  constructor() {
    this.node = h("div", { class: "sr-only", role: "status", data: { testid: "announcer" } });
  }

  /** Of `messages` those that are new, or newly edited, since the last time; the first time there are none. */
  hear(messages, person) {
    const last = this.#version;
    this.#version = Math.max(last ?? 0, ...messages.map((message) => message.version ?? 0));
    if (last === null) return;
    const fresh = messages.filter((one) => (one.version ?? 0) > last && one.from.id !== person && one.text);
    if (fresh.length > 0) this.node.replaceChildren(...fresh.slice(-3).map(line));
  }
}

function line(message) {
  const name = senderName(message.from);
  const who = message.edited_at ? t("changedBy", { name }) : name;
  return h("p", {}, `${who}: ${visible(message.text).slice(0, MOST)}`);
}
