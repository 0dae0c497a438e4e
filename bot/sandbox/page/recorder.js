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
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  let wanted = true;
  const bar = recordingBar(
    () => recorder.stop(),
    () => {
      wanted = false;
      recorder.stop();
    },
  );
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    bar.remove();
    if (wanted) attempt(() => api.send(phone.person, parcel(pieces, recorder.mimeType, context)));
  });
  phone.composer.node.append(bar);
  return recorder.start();
}

function parcel(pieces, type, context) {
  const file = new File(pieces, type.includes("ogg") ? "voice.ogg" : "voice.webm", { type });
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
