// What was begun and not sent, of each chat: another language, another phone or a reload must not lose it. Of this window only.
import { chosenBot } from "./settings.js";

const nameOf = (person, chat) => `fieldclerk.draft.${chosenBot ?? ""}.${person}.${chat}`;

export function draftOf(person, chat) {
  try {
    return sessionStorage.getItem(nameOf(person, chat)) ?? "";
  } catch {
    return ""; // storage may be forbidden
  }
}

export function keepDraft(person, chat, text) {
  try {
    if (text) sessionStorage.setItem(nameOf(person, chat), text);
    else sessionStorage.removeItem(nameOf(person, chat));
  } catch {
    // the page works without its memory
  }
}
