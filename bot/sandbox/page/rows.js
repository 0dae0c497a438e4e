// From messages to the rows of a thread: days, albums, and runs of one sender. Pure, so that a row is redrawn only when it changed.
import { dayKey } from "./format.js";

const RUN = 10 * 60_000; // later than this after the last one, a bubble stands alone

/** Rows `{key, signature, kind: "day", at}` or `{key, signature, kind: "message" | "service", messages, own, first, last}`. */
export function rowsOf(messages, person, today) {
  const groups = albums(messages);
  return groups.flatMap((group, index) => {
    const [before, after] = [groups[index - 1], groups[index + 1]];
    const row = messageRow(group, person, !sameRun(before, group), !sameRun(group, after));
    return startsDay(before, group) ? [dayRow(group[0].at, today), row] : [row];
  });
}

function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const open = groups.at(-1);
    if (message.album_id && open?.[0].album_id === message.album_id) open.push(message);
    else groups.push([message]);
  }
  return groups;
}

const startsDay = (before, group) => !before || dayKey(before[0].at) !== dayKey(group[0].at);

function sameRun(one, other) {
  if (!one || !other || startsDay(one, other)) return false;
  const near = Date.parse(other[0].at) - Date.parse(one.at(-1).at) < RUN;
  return near && one[0].from.id === other[0].from.id && !hasButtons(one);
}

const kindOf = (message) => (message.service ? "service" : "message");
const hasButtons = (group) => group.some((message) => message.buttons?.length);

function dayRow(at, today) {
  const key = `day-${dayKey(at)}`;
  return { key, signature: today, kind: "day", at };
}

function messageRow(messages, person, first, last) {
  const versions = messages.map(
    (message) =>
      `${message.id}.${message.version ?? 0}.${message.seen ?? ""}.${JSON.stringify(message.reactions ?? [])}`,
  );
  return {
    key: `msg-${messages[0].id}`,
    signature: `${versions.join()}|${first}|${last}`,
    kind: kindOf(messages[0]),
    messages,
    own: isOwn(messages[0], person),
    first,
    last,
  };
}

/** A text or caption of one's own; what was forwarded is another's. */
export const isEditable = (message, person) =>
  isOwn(message, person) && Boolean(message.text) && !message.forwarded_from && !message.service;

export function isOwn(message, person) {
  return message.out ?? (!message.from.bot && message.from.id === person);
}
