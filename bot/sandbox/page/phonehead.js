// The top of a phone: whose it is (press to swap), and which chat is open, with its typing state.
import { actionsBlock } from "./block.js";
import { avatar, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { called, station } from "./names.js";
import { pickPerson } from "./picker.js";
import { soloPerson } from "./settings.js";
import { groupsOf, store } from "./store.js";

export function phoneHead(phone) {
  let doing = null;
  const owner = h("div", { class: "owner" });
  const chat = h("div", { class: "chat-head" });
  const draw = () => {
    owner.replaceChildren(...ownerParts(phone));
    chat.replaceChildren(...chatParts(phone, doing));
  };
  const busy = (words) => {
    doing = words;
    draw();
  };
  return { node: h("header", { class: "phone-head" }, owner, chat), draw, busy };
}

function ownerParts(phone) {
  const person = store.people.get(phone.person) ?? { id: phone.person, name: String(phone.person) };
  const swap = () => pickPerson(t("pickPerson"), phone.desk.has, (id) => phone.desk.swap(phone, id));
  const words = h(
    "span",
    { class: "person-words" },
    h("span", { class: "person-name" }, called(person)),
    h("span", { class: "person-station" }, station(person)),
  );
  const who = h(
    "button",
    {
      type: "button",
      class: "who",
      title: t("switchPerson"),
      "aria-haspopup": "dialog",
      data: { testid: "who" },
      onclick: swap,
    },
    avatar(person),
    words,
    icon("down"),
  );
  const more = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("phoneMenu"),
      "aria-haspopup": "menu",
      onclick: (event) => openMenu(event, phoneItems(phone, person)),
    },
    icon("more"),
  );
  const shut = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("closePhone"),
      title: t("closePhone"),
      onclick: () => phone.desk.close(phone),
    },
    icon("close"),
  );
  return soloPerson ? [who, more] : [who, more, shut];
}

function phoneItems(phone, person) {
  return [
    !soloPerson && {
      label: t("openWindow"),
      sign: "open",
      action: () => window.open(`/?as=${phone.person}`, `phone-${phone.person}`, "width=430,height=860"),
    },
    actionsBlock(person),
  ];
}

function chatParts(phone, doing) {
  const groups = groupsOf(phone.person);
  if (groups.length === 0) return [botChat(phone, doing)];
  const chats = [{ id: phone.person, name: botName(phone) }, ...groups];
  const tabs = chats.map((one) =>
    h(
      "button",
      {
        type: "button",
        class: "chat-tab",
        "aria-pressed": String(one.id === phone.chat),
        onclick: () => phone.open(one.id),
      },
      one.name,
    ),
  );
  return [botChat(phone, doing), h("div", { class: "chat-tabs" }, tabs)];
}

function botName(phone) {
  return phone.talk?.list.findLast((message) => message.from.bot)?.from.name ?? store.botName;
}

function botChat(phone, doing) {
  const group = store.groups.get(phone.chat);
  const name = group?.name ?? botName(phone);
  const state = group ? t("group", { n: group.members?.length ?? 0 }) : t("bot");
  return h(
    "div",
    { class: "chat-title" },
    group ? avatar(group) : h("img", { class: "avatar bot-face", src: "/page/icon.svg", alt: "" }),
    h(
      "span",
      { class: "person-words" },
      h("span", { class: "person-name" }, name),
      h("span", { class: ["person-station", doing && "doing"], "aria-live": "polite" }, doing ?? state),
    ),
  );
}
