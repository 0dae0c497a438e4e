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
  const body = h("div", { class: "panel-body", role: "tabpanel" });
  const tabs = Object.keys(views).map((name) =>
    h(
      "button",
      { type: "button", role: "tab", class: "tab", data: { testid: `tab-${name}` }, onclick: () => show(name) },
      t(name),
    ),
  );
  const show = (name) => {
    remember("tab", name);
    Object.keys(views).forEach((key, index) => tabs[index].setAttribute("aria-selected", String(key === name)));
    body.replaceChildren(views[name].node);
    views[name].shown?.();
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
    h("div", { class: "panel-head" }, h("div", { class: "tabs", role: "tablist" }, tabs), shut),
    body,
  );
  return { node, dispose: () => Object.values(views).forEach((view) => view.dispose()) };
}
