// Voice and audio: one button, a bar that can be sought, the time left.
import { h } from "./dom.js";
import { playTime } from "./format.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

let playing = null;

export function player(item) {
  const sound = h("audio", { src: item.url, preload: "none" });
  const left = h("span", { class: "file-size" }, playTime(item.duration));
  const bar = h("input", {
    type: "range",
    min: 0,
    max: 1000,
    value: 0,
    class: "seek",
    "aria-label": item.title ?? t("voice"),
  });
  const button = h(
    "button",
    { type: "button", class: "round-button", "aria-label": t("play"), onclick: () => toggle(sound) },
    icon("play"),
  );
  const length = () => (Number.isFinite(sound.duration) ? sound.duration : item.duration || 0);
  bar.addEventListener("input", () => {
    sound.currentTime = (bar.value / 1000) * length();
  });
  sound.addEventListener("timeupdate", () => {
    bar.value = length() ? (sound.currentTime / length()) * 1000 : 0;
    left.textContent = playTime(sound.ended ? length() : length() - sound.currentTime);
  });
  for (const type of ["play", "pause", "ended"]) sound.addEventListener(type, () => show(button, sound));
  const called = item.kind === "audio" && (item.title ?? item.file_name);
  const name = called ? h("span", { class: "file-name" }, called) : null;
  return h("div", { class: "voice" }, button, h("span", { class: "voice-words" }, name, bar, left), sound);
}

function toggle(sound) {
  if (!sound.paused) return sound.pause();
  playing?.pause();
  playing = sound;
  return sound.play().catch(() => {}); // an unreadable file stays silent
}

function show(button, sound) {
  button.replaceChildren(icon(sound.paused ? "play" : "pause"));
  button.setAttribute("aria-label", t(sound.paused ? "play" : "pause"));
}
