// The people's side of the sandbox over HTTP. Reads are open to the loopback; writes carry the secret of this start.
import { t } from "./i18n.js";
import { chosenBot } from "./settings.js";

const secret = document.querySelector('meta[name="sandbox-secret"]')?.content ?? "";

export class ApiFailure extends Error {
  constructor(status, data) {
    super(data?.error ?? data?.description ?? `HTTP ${status}`);
    this.status = status;
    this.data = data;
  }
}

function addressed(path) {
  const url = new URL(path, location.origin);
  if (chosenBot) url.searchParams.set("bot", chosenBot);
  return url;
}

/** The browser's own words for it help nobody. */
function unanswered() {
  throw new ApiFailure(0, { error: t("unanswered") });
}

async function request(path, options = {}) {
  const response = await fetch(addressed(path), { cache: "no-store", ...options }).catch(unanswered);
  const data = await response.json().catch(() => null);
  if (!response.ok) throw new ApiFailure(response.status, data);
  return { data, headers: response.headers };
}

const get = async (path) => (await request(path)).data;

async function post(path, body = {}) {
  const isForm = body instanceof FormData;
  const headers = { "X-Sandbox-Secret": secret };
  if (!isForm) headers["Content-Type"] = "application/json";
  return (await request(path, { method: "POST", headers, body: isForm ? body : JSON.stringify(body) })).data;
}

const erase = async (path) =>
  (await request(path, { method: "DELETE", headers: { "X-Sandbox-Secret": secret } })).data;

/** `{messages, version}`: `since` is a global change counter, `chat` a group (private chat without it). */
async function messages(person, { chat = null, since = null } = {}) {
  const query = new URLSearchParams();
  if (chat !== null) query.set("chat", chat);
  if (since !== null) query.set("since_version", since);
  const { data, headers } = await request(`/api/people/${person}/messages?${query}`);
  return { messages: Array.isArray(data) ? data : data.messages, version: Number(headers.get("X-Version") ?? 0) };
}

const act = (verb) => (person, body) => post(`/api/people/${person}/${verb}`, body);

export const api = {
  messages,
  people: () => get("/api/people"),
  bots: () => get("/api/bots"),
  commands: (person) => get(`/api/commands?person=${person}`),
  addPerson: (person) => post("/api/people", person),
  say: act("say"),
  start: act("start"),
  tap: act("tap"),
  send: act("send"),
  location: act("location"),
  contact: act("contact"),
  edit: act("edit"),
  forward: act("forward"),
  react: act("react"),
  remove: act("delete"),
  read: act("read"),
  block: act("block"),
  unblock: act("unblock"),
  revive: act("revive"),
  addGroup: (title, members) => post("/api/groups", { title, members }),
  readmit: (chat) => post(`/api/groups/${chat}/readmit`),
  clock: () => get("/api/clock"),
  moveClock: (to) => post("/api/clock", to),
  timeline: () => get("/api/timeline"),
  story: () => get("/api/story"),
  beginStory: (language) => post("/api/story", { language }),
  settle: () => post("/api/settle?timeout=8000"),
  log: (after = 0) => get(`/api/log?after=${after}`),
  faults: () => get("/api/faults"),
  addFault: (fault) => post("/api/faults", fault),
  endFault: (n) => erase(`/api/faults/${n}`),
  clearFaults: () => erase("/api/faults"),
};
