// The guided story: a strip above the phones that says whose turn it is, waits until it is done, and can do it.
// It can be left at any step.
import { api } from "./api.js";
import { attempt } from "./actions.js";
import { findKey, play, visible } from "./deeds.js";
import { h } from "./dom.js";
import { events } from "./events.js";
import { lang, t } from "./i18n.js";
import { icon } from "./icons.js";
import { presetPhones, recall, remember } from "./settings.js";
import { conversation } from "./store.js";

const DEADLINES = 12; // of others, that the story passes at most on its way to its own

let steps = [];
let at = null; // the step that is told; null when nobody is guided

export const hasStory = () => steps.length > 0;

/** Reads the story; whoever comes for the first time is offered it, and whoever was in it goes on. */
export async function loadStory() {
  steps = await api.story().catch(() => []); // alone, the sandbox has none
  if (hasStory() && presetPhones.length === 0 && !recall("story-left", false)) at = reached();
}

/** The step that was told last; the beginning when it was the last one. */
function reached() {
  const step = recall("story-step", 0);
  return step in steps && step < steps.length - 1 ? step : 0;
}

/** The strip; `desk()` gives the phones of now. `open()` goes on where the reader left, or begins anew if it is open. */
export function storyStrip(desk) {
  const strip = new Strip(desk);
  const open = () => strip.go(at === null ? reached() : 0);
  return { node: strip.node, open, dispose: () => strip.dispose() };
}

class Strip {
  #since = 0; // the change after which the step's end is looked for
  #busy = false;

  constructor(desk) {
    this.desk = desk;
    this.node = h("section", { class: "story", "aria-label": t("story"), hidden: true, data: { testid: "story" } });
    this.looked = () => requestAnimationFrame(() => this.#look());
    for (const type of ["message", "edit", "log"]) events.addEventListener(type, this.looked);
    if (at === 0 && recall("phones", []).length === 0) this.#lay(true);
    if (at !== null) this.#show();
  }

  dispose() {
    for (const type of ["message", "edit", "log"]) events.removeEventListener(type, this.looked);
    this.#unmark();
  }

  go(step) {
    at = step;
    remember("story-step", step);
    remember("story-left", false);
    if (step === 0) this.#lay();
    this.#show();
  }

  /** The phones of those whom the story's first words name. */
  #lay(alone = false) {
    this.desk().lay(castOf(steps), alone);
  }

  leave() {
    at = null;
    remember("story-left", true);
    this.node.hidden = true;
    this.#unmark();
  }

  async #show() {
    const step = steps[at];
    this.#busy = false;
    this.node.hidden = false;
    this.node.replaceChildren(...this.#parts(step));
    this.#unmark();
    if (!step.person) return;
    this.#lay();
    this.desk().show(step.person);
    const watched = conversation(step.seen_by);
    if (!watched.loaded) await watched.refresh();
    this.#since = newest(watched.list); // taken at once where it can be: the reader may be quick
    this.#mark();
  }

  #parts(step) {
    const words = h(
      "div",
      { class: "story-words", "aria-live": "polite" },
      h("b", {}, step.title[lang()]),
      h("p", {}, step.text[lang()]),
    );
    const count = h("span", { class: "story-count" }, t("storyStep", { n: at + 1, of: steps.length }));
    const dots = h(
      "span",
      { class: "story-dots", "aria-hidden": "true" },
      steps.map((_, n) => h("i", { class: n <= at && "past" })),
    );
    const tools = h("div", { class: "story-tools" }, this.#button(step), this.#ways());
    return [h("div", { class: "story-head" }, count, dots), words, tools];
  }

  #button(step) {
    const [word, onclick] = this.#offer(step);
    return h("button", { type: "button", class: "solid-button", data: { testid: "story-go" }, onclick }, t(word));
  }

  #offer(step) {
    if (at === 0) return ["storyBegin", () => this.#begin()];
    if (at === steps.length - 1) return ["storyEnd", () => this.leave()];
    return ["storyDo", () => this.#do(step)];
  }

  /** To the beginning, past this step, out. */
  #ways() {
    const middle = at > 0 && at < steps.length - 1;
    return [
      middle && way("again", "storyAgain", "story-again", () => this.go(0)),
      middle && way("skip", "storySkip", "story-skip", () => this.go(at + 1)),
      way("close", "storyLeave", "story-leave", () => this.leave()),
    ];
  }

  async #begin() {
    const begun = await attempt(() => api.beginStory(lang()));
    for (const id of begun?.changed ?? []) await attempt(() => api.say(id, { text: "/start" })); // greeted in their new language
    await api.settle();
    this.go(1);
  }

  async #do(step) {
    if (this.#busy) return;
    this.#busy = true;
    const button = this.node.querySelector(".solid-button");
    button.textContent = t("storyDoing");
    button.disabled = true;
    const mine = () => steps[at] === step;
    await attempt(() => (step.clock ? this.#wait(step, mine) : play(step.person, deedsOf(step), mine)));
    this.#busy = false;
    if (mine()) this.#give(button);
    this.#look();
  }

  /** From deadline to deadline, past others' to the one that is told of. */
  async #wait(step, mine) {
    for (let moves = 0; moves < DEADLINES && mine() && !this.#isDone(step); moves++) {
      await api.moveClock({ to: "next" });
      await api.settle();
      await conversation(step.seen_by).refresh();
    }
  }

  #give(button) {
    button.textContent = t("storyDo");
    button.disabled = false;
  }

  /** Is the step done? What shows it must have come, or changed, since the step began. */
  #look() {
    const step = steps[at];
    if (at === null || !step.seen || this.#busy) return this.#mark();
    return this.#isDone(step) ? this.go(at + 1) : this.#mark();
  }

  #isDone(step) {
    const isFresh = (message) => message.from.bot && message.version > this.#since;
    const fresh = conversation(step.seen_by).list.filter(isFresh);
    const wanted = Object.values(step.seen);
    const reads = (message) => wanted.some((words) => visible(message.text).includes(visible(words)));
    return fresh.some((message) => findKey(message, wanted) || reads(message));
  }

  /** The phone whose turn it is, and on it the button that comes next. */
  #mark() {
    const step = at === null ? null : steps[at];
    this.#unmark();
    if (!step?.person) return;
    const phone = document.querySelector(`[data-testid="phone-${step.person}"]`);
    if (step.clock) document.querySelector("[data-testid=clock-next]")?.classList.add("hinted");
    else phone?.classList.add("in-turn");
    this.#nextKey(step)?.classList.add("hinted");
  }

  #nextKey(step) {
    const wanted = deedsOf(step);
    const typed = wanted[0]?.[0].startsWith("="); // older cards may have a button of that name that leads elsewhere
    const messages = conversation(step.person).list.filter(({ version }) => !typed || version > this.#since);
    for (const message of messages.reverse())
      for (const words of wanted) {
        const place = findKey(message, words)?.join("-");
        if (place) return keyNode(step.person, message.id, place);
      }
    return typed ? fieldNode(step.person) : null;
  }

  #unmark() {
    for (const node of document.querySelectorAll(".hinted, .in-turn")) node.classList.remove("hinted", "in-turn");
  }
}

function way(sign, word, testid, onclick) {
  const attributes = { "aria-label": t(word), title: t(word), data: { testid }, onclick };
  return h("button", { type: "button", class: "icon-button", ...attributes }, icon(sign));
}

const keyNode = (person, message, place) =>
  document.querySelector(`[data-testid="phone-${person}"] [data-testid="key-${message}-${place}"]`);

const fieldNode = (person) => document.querySelector(`[data-testid="phone-${person}"] [data-testid=composer]`);

/** Each deed in every language, the page's own first. */
function deedsOf(step) {
  const { [lang()]: own, ...others } = step.deeds;
  return own.map((deed, index) => [deed, ...Object.values(others).map((deeds) => deeds[index])]);
}

const newest = (messages) => Math.max(0, ...messages.map((message) => message.version ?? 0));
const castOf = (all) => [...new Set(all.flatMap((step) => [step.person, step.seen_by]).filter(Boolean))];
