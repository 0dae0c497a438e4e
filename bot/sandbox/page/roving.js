// One message at a time is within reach of the Tab key: arrows go from message to message, Tab to its buttons.

const INSIDE = "button, a[href], input, video, [tabindex]";

export class Roving {
  #current = null;

  /** `list` holds the rows; the newest is within reach until the reader chooses another. */
  constructor(list) {
    this.list = list;
    list.addEventListener("keydown", (press) => this.#walk(press));
    list.addEventListener("focusin", (event) => this.#reach(rowOf(event.target)));
  }

  /** A row that was just drawn is out of reach. */
  static park(row) {
    for (const node of row.querySelectorAll(INSIDE)) node.tabIndex = -1;
  }

  /** After the rows changed: the newest is within reach unless the reader is among them. */
  settle() {
    const among = this.list.contains(document.activeElement) && this.#current?.isConnected;
    if (!among) this.#reach(this.list.querySelector(".row:last-of-type"));
  }

  #reach(row) {
    if (!row || row === this.#current) return;
    if (this.#current) set(this.#current, -1);
    this.#current = row;
    set(row, 0);
  }

  #walk(press) {
    const row = rowOf(press.target);
    if (!row || press.target.matches("input, video")) return;
    if (press.key === "Enter" && press.target === row) return menuOf(row, press);
    const to = { ArrowUp: -1, ArrowDown: 1 }[press.key];
    const rows = to ? [...this.list.querySelectorAll(".row")] : [];
    const next = rows[rows.indexOf(row) + to];
    if (!next) return;
    press.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
}

const rowOf = (node) => node?.closest?.(".row");

function set(row, tabIndex) {
  row.tabIndex = tabIndex;
  for (const node of row.querySelectorAll(INSIDE)) if (!node.matches(".bubble-menu")) node.tabIndex = tabIndex;
}

function menuOf(row, press) {
  press.preventDefault();
  row.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
}
