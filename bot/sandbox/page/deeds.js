// What the guided story does for the reader, as a hand would: one press, one word, one photo after the other.
import { api } from "./api.js";
import { t } from "./i18n.js";
import { form } from "./tray.js";

const PACE = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 420; // ms, so that the eye can follow

/**
 * Plays "=words", "photo", buttons by their text, and "?text" if the newest message has that button; each waits until the
 * bot has nothing left to do. A deed is given in every language, the page's own first: what is typed, and the cards that
 * were drawn before the language changed.
 */
export async function play(person, deeds, alive) {
  for (const deed of deeds) {
    if (!alive()) return;
    await perform(person, deed);
    await api.settle();
    await new Promise((done) => setTimeout(done, PACE));
  }
}

async function perform(person, words) {
  const [deed] = words;
  if (deed.startsWith("=")) return api.say(person, { text: deed.slice(1) });
  if (deed === "photo") return api.send(person, form([{ kind: "photo", file: await drawnPhoto() }], "", {}));
  if (deed.startsWith("?")) return press(person, words.map((text) => text.slice(1)), true);
  return press(person, words);
}

/** The newest button of that name; a sign before the words and the kind of apostrophe do not matter. */
async function press(person, words, optional = false) {
  const { messages } = await api.messages(person);
  if (optional) messages.splice(0, messages.length - 1);
  for (const message of messages.reverse()) {
    const [row, column] = findKey(message, words) ?? [];
    if (row !== undefined) return api.tap(person, { message_id: message.id, row, column });
  }
  if (!optional) throw new Error(t("noButton", { words: words[0] }));
}

/** Invisible characters hold a word and its mark together; what is compared goes without. */
export const visible = (text) => text.replace(/[\u200b\u2060]/g, "");

const bare = (text) => visible(text).replace(/[’‘]/g, "'").replace(/^[^\p{L}\p{N}]+/u, "");

/** Where a message has a button of one of these names: `[row, column]`, or null. */
export function findKey(message, words) {
  const wanted = words.map(bare);
  const fits = (text) => wanted.some((name) => text === name || text.startsWith(`${name} `));
  for (const [row, keys] of (message.buttons ?? []).entries()) {
    const column = keys.findIndex((key) => fits(bare(key.text)));
    if (column >= 0) return [row, column];
  }
  return null;
}

/** A controller with a burnt corner, drawn here: the page has no pictures of its own. */
async function drawnPhoto() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 960, height: 720 });
  const pen = canvas.getContext("2d");
  const block = (colour, ...box) => {
    pen.fillStyle = colour;
    pen.fillRect(...box);
  };
  block("#6d7478", 0, 0, 960, 720);
  block("#2d3338", 150, 130, 660, 460);
  block("#3b4349", 180, 160, 600, 400);
  for (let pin = 0; pin < 22; pin += 1) block("#c9a24b", 215 + pin * 24, 590, 12, 44);
  block("#e8e6df", 260, 230, 330, 170);
  pen.fillStyle = "#20262b";
  pen.font = "600 44px sans-serif";
  pen.fillText("ECU-2045-B", 284, 300);
  pen.font = "32px monospace";
  pen.fillText("20261018-0337", 284, 356);
  pen.fillStyle = "rgb(12 8 6 / 85%)";
  pen.beginPath();
  pen.ellipse(690, 500, 95, 70, 0.4, 0, Math.PI * 2);
  pen.fill();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return new File([blob], "controller.jpg", { type: "image/jpeg" });
}
