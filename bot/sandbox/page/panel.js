// Behind the scenes: the calls of the bot, and what falls due next.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { logView } from "./log.js";
import { recall, remember } from "./settings.js";
import { timelineView } from "./timeline.js";
import { troubleView } from "./trouble.js";

export function sidePanel(close) {
  const views = { timeline: timelineView(), log: logView(), trouble: troubleView() };
  const names = Object.keys(views);
  const body = h("div", { class: "panel-body", role: "tabpanel", id: "panel-body", tabindex: "-1" });
  const tabs = names.map((name) => tab(name, () => show(name)));
  const show = (name) => {
    remember("tab", name);
    names.forEach((key, index) => choose(tabs[index], key === name));
    body.setAttribute("aria-labelledby", `tab-${name}`);
    body.replaceChildren(views[name].node);
    views[name].shown?.();
  };
  const walk = (press) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[press.key];
    if (!step) return;
    const next = (tabs.indexOf(press.target) + step + tabs.length) % tabs.length;
    show(names[next]);
    tabs[next].focus();
  };
  show(recall("tab") in views ? recall("tab") : "timeline");
  const shut = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": t("close"), onclick: close },
    icon("close"),
  );
  const node = h(
    "aside",
    { class: "panel", "aria-label": t("panel") },
    h("div", { class: "panel-head" }, h("div", { class: "tabs", role: "tablist", onkeydown: walk }, tabs), shut),
    body,
  );
  return { node, dispose: () => Object.values(views).forEach((view) => view.dispose()) };
}

function tab(name, onclick) {
  const attributes = { role: "tab", class: "tab", id: `tab-${name}`, "aria-controls": "panel-body" };
  return h("button", { type: "button", ...attributes, data: { testid: `tab-${name}` }, onclick }, t(name));
}

function choose(node, chosen) {
  node.setAttribute("aria-selected", String(chosen));
  node.tabIndex = chosen ? 0 : -1;
}
