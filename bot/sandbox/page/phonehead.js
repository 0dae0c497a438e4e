// The top of a phone: whose it is (press to swap), and which chat is open, with its typing state.
import { actionsBlock } from "./block.js";
import { avatar, h, keepFocus, whenChanged } from "./dom.js";
import { lang, t } from "./i18n.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { called, station } from "./names.js";
import { askGroup } from "./newgroup.js";
import { badge, pickPerson } from "./picker.js";
import { isDark, soloPerson, toggleTheme } from "./settings.js";
import { groupsOf, store, unreadIn } from "./store.js";

export function phoneHead(phone) {
  const [owner, title, tabs] = [ownerBar(phone), chatTitle(phone), chatTabs(phone)];
  const chat = h("div", { class: "chat-head" }, title.node, tabs.node);
  const node = h("header", { class: "phone-head" }, owner.node, chat);
  const draw = () => {
    owner.draw();
    title.draw();
    tabs.draw();
  };
  return { node, draw, busy: title.busy };
}

const personOf = (phone) => store.people.get(phone.person) ?? { id: phone.person, name: String(phone.person) };

function ownerBar(phone) {
  const swap = () => pickPerson(t("pickPerson"), phone.desk.has, (id) => phone.desk.swap(phone, id));
  const attributes = { title: t("switchPerson"), "aria-haspopup": "dialog", data: { testid: "who" }, onclick: swap };
  const who = h("button", { type: "button", class: "who", ...attributes });
  const more = tool("more", t("phoneMenu"), (event) => openMenu(event, phoneItems(phone)));
  more.setAttribute("aria-haspopup", "menu");
  const shut = tool("close", t("closePhone"), () => phone.desk.close(phone));
  const read = () => [called(personOf(phone)), station(personOf(phone))];
  const draw = whenChanged(read, ([name, where]) => {
    who.replaceChildren(avatar(personOf(phone)), words(name, where), icon("down"));
  });
  return { node: h("div", { class: "owner" }, who, more, !soloPerson && shut), draw };
}

function words(name, below) {
  return h(
    "span",
    { class: "person-words" },
    h("span", { class: "person-name" }, name),
    h("span", { class: "person-station" }, below),
  );
}

function tool(sign, label, onclick) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick }, icon(sign));
}

function phoneItems(phone) {
  const features = "width=430,height=860";
  const open = () => window.open(withQuery({ as: phone.person }, "phones"), `phone-${phone.person}`, features);
  const own = { label: t("openWindow"), sign: "open", action: open };
  const group = { label: t("newGroup"), sign: "group", action: askGroup };
  return [...(soloPerson ? windowItems() : [own]), group, ...otherBots(), actionsBlock(personOf(phone))];
}

/** Where several bots are served: the page with another one's chats. */
function otherBots() {
  const others = store.bots.filter(({ id }) => id !== store.bot?.id);
  const go = (id) => () => location.assign(withQuery({ bot: id }));
  return others.map(({ id, name }) => ({ label: t("talkTo", { name }), sign: "open", action: go(id) }));
}

/** The page's own address with other parameters. */
function withQuery(wanted, unwanted = null) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value);
  if (unwanted) url.searchParams.delete(unwanted);
  return url.href;
}

/** What the top bar offers elsewhere: a window of one phone has none. */
function windowItems() {
  const switchLanguage = () => document.dispatchEvent(new Event("switch-language"));
  return [
    { label: t(isDark() ? "toLight" : "toDark"), sign: isDark() ? "sun" : "moon", action: toggleTheme },
    { label: t("switchLanguage"), sign: "language", action: switchLanguage },
  ];
}

function chatTabs(phone) {
  const node = h("div", { class: "chat-tabs", hidden: true });
  const read = () => [phone.chat, lang(), ...chatsOf(phone).map(({ id, name }) => [id, name, unreadIn(phone.person, id)])];
  const draw = whenChanged(read, () =>
    keepFocus(node, () => {
      const chats = chatsOf(phone);
      node.hidden = chats.length < 2;
      node.replaceChildren(...chats.map((one) => tab(one, phone)));
    }),
  );
  return { node, draw };
}

const chatsOf = (phone) => [{ id: phone.person, name: botName(phone) }, ...groupsOf(phone.person)];

function tab({ id, name }, phone) {
  const attributes = { class: "chat-tab", "aria-pressed": String(id === phone.chat), onclick: () => phone.open(id) };
  return h("button", { type: "button", ...attributes }, name, id !== phone.chat && badge(unreadIn(phone.person, id)));
}

function botName(phone) {
  return phone.talk?.list.findLast((message) => message.from.bot)?.from.name ?? store.bot?.name ?? "…";
}

/** The state is one lasting element: a screen reader hears its words change. */
function chatTitle(phone) {
  let doing = null;
  const face = h("span", { class: "chat-face" });
  const name = h("span", { class: "person-name" });
  const state = h("span", { class: "person-station", "aria-live": "polite" });
  const read = () => {
    const group = store.groups.get(phone.chat);
    return { group: group?.id, name: group?.name ?? botName(phone), size: group?.members?.length, doing };
  };
  const draw = whenChanged(read, (now) => {
    face.replaceChildren(now.group ? avatar(store.groups.get(now.group)) : botFace());
    name.textContent = now.name;
    state.textContent = now.doing ?? (now.group ? t("group", { n: now.size ?? 0 }) : t("bot"));
    state.classList.toggle("doing", Boolean(now.doing));
  });
  const busy = (said) => {
    doing = said;
    draw();
  };
  const node = h("div", { class: "chat-title" }, face, h("span", { class: "person-words" }, name, state));
  return { node, draw, busy };
}

const botFace = () => h("img", { class: "avatar bot-face", src: "/page/icon.svg", alt: "" });
