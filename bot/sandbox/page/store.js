// People and their conversations as this page knows them. The server holds the truth; events say when to look.
import { api } from "./api.js";
import { Conversation } from "./conversation.js";
import { debounce } from "./dom.js";
import { events } from "./events.js";
import { called } from "./names.js";
import { chosenBot } from "./settings.js";

export const store = new EventTarget();
store.people = new Map();
store.groups = new Map();
store.bots = [];
store.bot = null; // whose chats are shown; null until a bot has called

const conversations = new Map();

/** The one conversation object of a person and a chat; the private chat is the person's own id. */
export function conversation(person, chat = person) {
  const key = `${person}:${chat}`;
  if (!conversations.has(key)) conversations.set(key, new Conversation(person, chat));
  return conversations.get(key);
}

/** A person's name, as the reader's language writes it. */
export const nameOf = (id) => {
  const person = store.people.get(id);
  return person ? called(person) : String(id);
};

export const senderName = ({ id, name }) => (store.people.has(id) ? nameOf(id) : name);

export const groupsOf = (person) => [...store.groups.values()].filter((group) => memberIds(group).includes(person));
const memberIds = (group) => (group.members ?? []).map((member) => member.id ?? member);

/** How many messages of a chat this person has not seen; the private chat is the person's own id. */
export const unreadIn = (person, chat) =>
  (chat === person ? store.people.get(person)?.unread : store.groups.get(chat)?.unread[person]) ?? 0;

/** In all chats together. */
export const unreadOf = (person) =>
  [person, ...groupsOf(person).map(({ id }) => id)].reduce((sum, chat) => sum + unreadIn(person, chat), 0);

export async function loadPeople() {
  const [rows, bots] = await Promise.all([api.people(), api.bots()]);
  hearOf(bots);
  store.people = new Map(rows.filter((row) => !row.group).map((row) => [row.id, row]));
  store.groups = new Map(rows.filter((row) => row.group).map((row) => [row.id, row]));
  store.dispatchEvent(new Event("people"));
}

/** A chat can be read only once there is a bot. */
function hearOf(bots) {
  store.bots = bots;
  store.bot = bots.find(({ id, username }) => [String(id), username].includes(chosenBot)) ?? bots[0] ?? null;
  readUnread();
}

function readUnread() {
  if (!store.bot) return;
  for (const one of conversations.values()) if (!one.loaded) one.refresh();
}

/** Of a group, or of the bot whose chats are shown. */
export const isHere = ({ bot_id: bot = null }) => bot === null || bot === store.bot?.id;

export const refreshPeople = debounce(() => loadPeople().catch(() => {}), 60);

function touched({ detail }) {
  if (!isHere(detail)) return;
  const known = [...conversations.values()].filter((one) => one.concerns(detail));
  for (const one of known) one.receive(detail);
}

function unread({ detail }) {
  if (!isHere(detail)) return;
  const { person_id: person, chat_id: chat, unread: count } = detail;
  if (store.groups.has(chat)) store.groups.get(chat).unread[person] = count;
  else if (store.people.has(person)) store.people.get(person).unread = count;
  else return void refreshPeople();
  store.dispatchEvent(new Event("people"));
}

for (const type of ["message", "edit", "delete", "reaction", "read"]) events.addEventListener(type, touched);
events.addEventListener("log", readUnread);
events.addEventListener("unread", unread);
events.addEventListener("people", refreshPeople);
events.addEventListener("resync", () => {
  if (store.bot) for (const one of conversations.values()) one.reload();
  refreshPeople();
});
