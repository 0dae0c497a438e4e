// What a person does to messages: press, answer, forward, edit, react. Failures are said, never thrown.
import { api } from "./api.js";
import { visible } from "./deeds.js";
import { t } from "./i18n.js";
import { openMenu } from "./menu.js";
import { pickPerson } from "./picker.js";
import { reactionBar } from "./reactions.js";
import { isEditable, isOwn } from "./rows.js";
import { senderName } from "./store.js";
import { shout } from "./toast.js";

const PRESS_WAIT = 4000; // ms that a key shows itself pressed at most

export async function attempt(action) {
  try {
    return await action();
  } catch (failure) {
    shout(t("failed", { why: failure.message }));
    return null;
  }
}

/** The actions of one phone's open chat; `phone` offers person, chat, notices, composer, thread. */
export function actionsOf(phone) {
  const chat = () => (phone.chat === phone.person ? {} : { chat: phone.chat });
  const actions = {
    person: phone.person,
    say: (text) => attempt(() => api.say(phone.person, { text, ...chat() })),
    press: (button, message, row, column) => {
      if (button.kind === "copy") return copy(phone, button.copy);
      return attempt(() => tap(phone, { message_id: message.id, row, column, wait: PRESS_WAIT, ...chat() }));
    },
    senderOf: (id) => {
      const quoted = phone.talk.message(id);
      return quoted && senderName(quoted.from);
    },
    invited: (url) => pickPerson(t("whoOpens"), phone.desk.has, (id) => attempt(() => start(phone, id, url))),
    react: (message, emoji) => attempt(() => api.react(phone.person, { message_id: message.id, ...chat(), emoji })),
    quote: (id) => phone.thread.flash(id),
    reachedBottom: () => phone.markRead(),
    where: chat,
    menu: (event, message) => messageMenu(event, message, phone, actions),
  };
  return actions;
}

async function start(phone, person, url) {
  await api.start(person, { payload: new URL(url).searchParams.get("start") });
  phone.desk.show(person);
}

function copy(phone, text) {
  navigator.clipboard?.writeText(text);
  phone.notices.show(t("copied"));
}

async function tap(phone, press) {
  const answer = await api.tap(phone.person, press);
  if (answer?.url) window.open(answer.url, "_blank", "noopener");
  if (answer?.answer?.text) phone.notices.show(answer.answer.text, answer.answer.alert);
}

function messageMenu(event, message, phone, actions) {
  const removable = isOwn(message, phone.person) || phone.chat === phone.person; // with a bot, what it wrote as well
  const from = phone.chat === phone.person ? {} : { from_chat: phone.chat };
  const forward = () => attempt(() => api.forward(phone.person, { message_id: message.id, ...from }));
  const remove = () => attempt(() => api.remove(phone.person, { message_id: message.id, ...actions.where() }));
  const items = [
    { label: t("reply"), sign: "reply", action: () => phone.composer.replyTo(message) },
    isEditable(message, phone.person) && { label: t("edit"), sign: "edit", action: () => phone.composer.edit(message) },
    { label: t("forward"), sign: "forward", action: forward },
    message.text && { label: t("copy"), sign: "copy", action: () => copy(phone, visible(message.text)) },
    ...codesOf(message).map((code) => ({
      label: t("copyPiece", { text: code }),
      sign: "copy",
      action: () => copy(phone, code),
    })),
    removable && { label: t("delete"), sign: "remove", danger: true, action: remove },
  ];
  openMenu(event, items, reactionBar(message, actions));
}

/** Record numbers and the like: what a press on them copies, for whoever has no pointer. */
function codesOf(message) {
  const parsed = new DOMParser().parseFromString(message.html ?? "", "text/html");
  return [...new Set([...parsed.querySelectorAll("code:not(pre code)")].map((node) => node.textContent))].slice(0, 3);
}
