// The top of the page: the product, the clock, and what the reader prefers.
import { clockBar } from "./clock.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { hasStory } from "./story.js";
import { isDark, toggleTheme } from "./settings.js";

/** `page` offers switchLanguage(), togglePanel(), togglePeople(), openStory(). */
export function topBar(page) {
  const clock = clockBar();
  const node = h(
    "header",
    { class: "topbar" },
    h(
      "div",
      { class: "brand" },
      h("img", { src: "/page/icon.svg", alt: "", class: "brand-sign" }),
      h("h1", {}, "Fieldclerk"),
      h("span", { class: "tagline" }, t("tagline")),
    ),
    clock,
    h(
      "div",
      { class: "tools" },
      hasStory() && tool("story", t("story"), () => page.openStory(), "open-story"),
      tool("people", t("people"), page.togglePeople, "toggle-people"),
      h(
        "button",
        { type: "button", class: "icon-button language", data: { testid: "language" }, onclick: page.switchLanguage },
        t("switchLanguage"),
      ),
      themeTool(),
      tool("panel", t("panel"), page.togglePanel, "toggle-panel"),
    ),
  );
  return { node, dispose: clock.dispose };
}

function tool(sign, label, action, testid) {
  return h(
    "button",
    {
      type: "button",
      class: ["icon-button", `tool-${sign}`],
      "aria-label": label,
      title: label,
      data: { testid },
      onclick: action,
    },
    icon(sign),
  );
}

function themeTool() {
  const face = () => [icon(isDark() ? "sun" : "moon")];
  const label = () => t(isDark() ? "toLight" : "toDark");
  const button = tool(
    "moon",
    label(),
    () => {
      toggleTheme();
      button.replaceChildren(...face());
      button.setAttribute("aria-label", label());
      button.title = label();
    },
    "theme",
  );
  button.replaceChildren(...face());
  return button;
}
