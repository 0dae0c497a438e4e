// Server-sent events: what happens in the sandbox, as it happens. After a gap everything is read afresh.
const TYPES = ["message", "edit", "delete", "notice", "typing", "clock", "log", "unread", "people", "reaction", "read"];

export const events = new EventTarget();

let source = null;
let retry = 0;

function emit(type, detail) {
  events.dispatchEvent(new CustomEvent(type, { detail }));
}

function receive(event) {
  let data;
  try {
    data = JSON.parse(event.data);
  } catch {
    return; // not ours
  }
  emit(data.type ?? event.type, data);
}

function opened() {
  emit("online", null);
  emit("resync", null); // also the first time: something may have happened since the page was read
  retry = 0;
}

function lost() {
  emit("offline", null);
  source.close();
  retry += 1;
  setTimeout(connect, Math.min(250 * 2 ** retry, 4000));
}

export function connect() {
  source = new EventSource("/api/events");
  for (const type of TYPES) source.addEventListener(type, receive);
  source.addEventListener("open", opened);
  source.addEventListener("error", lost);
}
