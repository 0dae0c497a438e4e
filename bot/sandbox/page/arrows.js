// A list that the Tab key stops at once: the arrows walk through it.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Makes it so; the answer is to be called after each redraw. */
export function walkedByArrows(list) {
  const buttons = () => [...list.querySelectorAll("button")];
  const reach = (chosen) => {
    for (const one of buttons()) one.tabIndex = one === chosen ? 0 : -1;
  };
  list.addEventListener("focusin", ({ target }) => reach(target));
  list.addEventListener("keydown", (press) => {
    const all = buttons();
    const ends = { Home: 0, End: all.length - 1 };
    const next = all[ends[press.key] ?? all.indexOf(press.target) + STEPS[press.key]];
    if (!next) return;
    press.preventDefault();
    next.focus();
  });
  return () => reach(list.contains(document.activeElement) ? document.activeElement : buttons()[0]);
}
