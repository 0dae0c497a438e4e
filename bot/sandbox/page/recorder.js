// Records a voice message with the browser's microphone and sends it.
import { api } from "./api.js";
import { attempt } from "./actions.js";
import { h } from "./dom.js";
import { playTime } from "./format.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { shout } from "./toast.js";
import { form } from "./tray.js";

/** `instead()` is called where there is no microphone: a sound file will do. */
export async function record(phone, context, instead) {
  const stream = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null);
  if (!stream) {
    shout(t("noMicrophone"));
    return instead();
  }
  const send = (sound, seconds) => attempt(() => api.send(phone.person, parcel(sound, { ...context, duration: seconds })));
  const take = new Take(stream, send);
  phone.composer.node.append(take.bar);
  return take.start();
}

/** One recording: `done(sound, seconds)` is told of it unless it is cancelled. */
class Take {
  #pieces = [];
  #wanted = true;
  #since = Date.now();

  constructor(stream, done) {
    this.stream = stream;
    this.done = done;
    this.recorder = new MediaRecorder(stream);
    this.recorder.addEventListener("dataavailable", ({ data }) => this.#pieces.push(data));
    this.recorder.addEventListener("stop", () => this.#stopped());
    this.bar = recordingBar(
      () => this.recorder.stop(),
      () => this.#cancel(),
    );
  }

  start() {
    this.recorder.start();
  }

  #cancel() {
    this.#wanted = false;
    this.recorder.stop();
  }

  #stopped() {
    for (const track of this.stream.getTracks()) track.stop();
    this.bar.remove();
    const seconds = Math.max(1, Math.round((Date.now() - this.#since) / 1000));
    if (this.#wanted) this.done(new Blob(this.#pieces, { type: this.recorder.mimeType }), seconds);
  }
}

function parcel(sound, context) {
  const file = new File([sound], sound.type.includes("ogg") ? "voice.ogg" : "voice.webm", { type: sound.type });
  return form([{ kind: "voice", file }], "", context);
}

function recordingBar(stop, cancel) {
  const since = Date.now();
  const length = h("span", { class: "recording-time" }, playTime(0));
  const timer = setInterval(
    () => (bar.isConnected ? (length.textContent = playTime((Date.now() - since) / 1000)) : clearInterval(timer)),
    250,
  );
  const bar = h(
    "div",
    { class: "recording" },
    h("span", { class: "recording-dot" }),
    length,
    h("button", { type: "button", class: "text-button", onclick: cancel }, t("cancel")),
    h(
      "button",
      { type: "button", class: "round-button send", "aria-label": t("stopVoice"), onclick: stop },
      icon("send"),
    ),
  );
  return bar;
}
