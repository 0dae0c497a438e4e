// Puts the page together. Everything can be built again (another language) without reading anything again.
import { loadClock } from "./clockwork.js";
import { Desk } from "./desk.js";
import { h } from "./dom.js";
import { connect, events } from "./events.js";
import { applyLanguage, t, toggleLanguage } from "./i18n.js";
import { sidePanel } from "./panel.js";
import { peopleList } from "./picker.js";
import { applyTheme, recall, remember, soloPerson } from "./settings.js";
import { loadPeople, nameOf } from "./store.js";
import { loadStory, storyStrip } from "./story.js";
import { topBar } from "./topbar.js";

const root = document.getElementById("app");
let parts = [];

const page = {
  switchLanguage() {
    toggleLanguage();
    build();
  },
  togglePanel() {
    remember("panel", !recall("panel", false));
    showPanel();
  },
  togglePeople() {
    const narrow = innerWidth <= 900;
    if (narrow) return desk().pick();
    remember("rail", !recall("rail", true));
    return root.classList.toggle("no-rail", !recall("rail", true));
  },
};

const desk = () => parts.find((part) => part instanceof Desk);

function build() {
  for (const part of parts) part.dispose();
  applyLanguage();
  document.title = soloPerson
    ? `${nameOf(soloPerson)} · Fieldclerk`
    : `Fieldclerk · ${t("tagline")}`;
  root.className = soloPerson ? "solo" : "";
  root.classList.toggle("no-rail", !recall("rail", true));
  parts = [new Desk()];
  root.replaceChildren(...(soloPerson ? [desk().node] : furnished()));
  showPanel();
}

function furnished() {
  const table = desk();
  const bar = topBar(page);
  const story = storyStrip(desk);
  page.openStory = story.open;
  const rail = peopleList(table.has, (id) => table.show(id));
  table.addEventListener("change", rail.draw);
  parts.push(bar, rail, story);
  return [
    bar.node,
    story.node,
    h("div", { class: "room" }, h("nav", { class: "rail", "aria-label": t("people") }, rail.node), table.node),
  ];
}

function showPanel() {
  const open = recall("panel", false) && !soloPerson;
  const shown = parts.find((part) => part.isPanel);
  root.querySelector("[data-testid=toggle-panel]")?.setAttribute("aria-pressed", String(open));
  if (open === Boolean(shown)) return;
  if (open) return openPanel();
  parts = parts.filter((part) => part !== shown);
  shown.dispose();
  return shown.node.remove();
}

function openPanel() {
  const panel = { ...sidePanel(page.togglePanel), isPanel: true };
  parts.push(panel);
  root.querySelector(".room").append(panel.node);
}

function offline(down) {
  document.querySelector(".offline")?.remove();
  if (down) document.body.append(h("div", { class: "offline", role: "alert" }, t("offline")));
}

async function begin() {
  const loaded = await Promise.all([loadPeople(), loadClock(), loadStory()]).catch(() => null);
  offline(!loaded);
  if (!loaded) return setTimeout(begin, 1000);
  build();
  return connect();
}

applyTheme();
applyLanguage();
document.addEventListener("switch-language", page.switchLanguage);
addEventListener("storage", applyTheme); // another window of this page chose
events.addEventListener("offline", () => offline(true));
events.addEventListener("online", () => offline(false));
begin();
