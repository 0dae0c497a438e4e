// What the reader chose, kept in this browser only.
const PREFIX = "fieldclerk.";

export function recall(name, fallback = null) {
  try {
    const stored = localStorage.getItem(PREFIX + name);
    return stored === null ? fallback : JSON.parse(stored);
  } catch {
    return fallback; // storage may be forbidden, or hold something of another version
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // the page works without its memory
  }
}

const query = new URLSearchParams(location.search);
const ids = (text) =>
  (text ?? "")
    .split(",")
    .map(Number)
    .filter((id) => Number.isInteger(id) && id !== 0);

/** `?as=1001`: this window is the phone of one person. */
export const soloPerson = ids(query.get("as"))[0] ?? null;
/** `?phones=1001,1002`: open with these. */
export const presetPhones = ids(query.get("phones"));

/** `?bot=1234`: whose chats the page shows where several bots are served; the first one's without it. */
export const chosenBot = query.get("bot");

const darkSystem = matchMedia("(prefers-color-scheme: dark)");

export function isDark() {
  const chosen = recall("theme");
  return chosen ? chosen === "dark" : darkSystem.matches;
}

export function applyTheme() {
  const root = document.documentElement;
  root.classList.add("switching"); // everything changes at once, not each part in its own time
  root.dataset.theme = isDark() ? "dark" : "light";
  setTimeout(() => root.classList.remove("switching"), 60);
}

/** Switched back to what the system has, the page follows the system again. */
export function toggleTheme() {
  const dark = !isDark();
  remember("theme", dark === darkSystem.matches ? null : dark ? "dark" : "light");
  applyTheme();
}

darkSystem.addEventListener("change", applyTheme);
