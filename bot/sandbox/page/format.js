// Instants as the company's people write them: its time zone, whatever the zone of this browser.
import { lang, locale, t } from "./i18n.js";

const ZONE = "Asia/Shanghai";
const made = new Map();

function formatter(name, options) {
  const key = `${lang()} ${name}`;
  if (!made.has(key))
    made.set(key, new Intl.DateTimeFormat(locale(), { timeZone: ZONE, hourCycle: "h23", ...options }));
  return made.get(key);
}

export const time = (at) => formatter("time", { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
const seconds = (at) => formatter("seconds", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);

function part(at, options) {
  return formatter(JSON.stringify(options), options).format(at);
}

/** `11月23日(周一)` or `Mon 23 Nov`. */
export function date(at) {
  const day = new Date(at);
  const weekday = part(day, { weekday: "short" });
  if (lang() === "zh") return `${part(day, { month: "long", day: "numeric" })}(${weekday})`;
  return `${weekday} ${part(day, { day: "numeric" })} ${part(day, { month: "short" })}`;
}

export const clockText = (at) => `${date(at)} ${seconds(new Date(at))}`;
export const moment = (at) => `${date(at)} ${time(at)}`;

const iso = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

/** `2026-11-23` in the company's zone: which day a message belongs to. */
export const dayKey = (at) => iso.format(new Date(at));

const SHAPES = {
  w: { weekday: "long" },
  d: { year: "2-digit", month: "2-digit", day: "2-digit" },
  D: { year: "numeric", month: "long", day: "numeric" },
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** An instant as Telegram's format letters ask: weekday, short or long date, short or long time. */
export function shaped(at, letters) {
  const asked = [...letters].filter((letter) => letter in SHAPES);
  const said = (letter) => part(at, SHAPES[letter]);
  if (lang() !== "zh") return asked.map(said).join(", ");
  const days = asked.filter((letter) => "dD".includes(letter)); // in Chinese the weekday stands behind its date
  const day = [...days, ...asked.filter((letter) => letter === "w")].map(said).join("");
  return [day, ...asked.filter((letter) => "tT".includes(letter)).map(said)].filter(Boolean).join(" ");
}

/** `3小时后`, `2 d ago`. */
export const relative = (at, now) => t(at >= now ? "inSpan" : "agoSpan", { span: span(Math.abs(at - now)) });

export function dayName(at, now) {
  const key = dayKey(at);
  if (key === dayKey(now)) return t("today");
  if (key === dayKey(now - 86_400_000)) return t("yesterday");
  return date(at);
}

/** `2 d 3 h`, `3小时20分钟`: at most two units. */
export function span(ms) {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const parts = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor(minutes / 60) % 24, "hour"],
    [minutes % 60, "minute"],
  ];
  const said = parts.filter(([n]) => n > 0).slice(0, 2);
  if (said.length === 0) said.push([0, "minute"]);
  const gap = lang() === "zh" ? "" : " ";
  return said.map(([n, unit]) => `${n}${gap}${t(unit)}`).join(gap);
}

export function bytes(size) {
  if (!size) return "";
  if (size < 1024) return `${size} B`;
  if (size < 1024 ** 2) return `${(size / 1024).toFixed(0)} KB`;
  return `${(size / 1024 ** 2).toFixed(1)} MB`;
}

export function playTime(secondsTotal) {
  const total = Math.max(0, Math.round(secondsTotal || 0));
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, "0")}`;
}
