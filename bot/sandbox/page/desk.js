// The phones on the table: which, in what order, and how many fit. Remembered in this browser.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { Phone } from "./phone.js";
import { pickPerson } from "./picker.js";
import { presetPhones, recall, remember, soloPerson } from "./settings.js";
import { store } from "./store.js";
import { shout } from "./toast.js";

const WIDTH = 350; // px that a phone wants
const RAIL = 300; // px of the list of people beside them
const PANEL = 380; // px of the panel behind the scenes

export class Desk extends EventTarget {
  #phones = [];
  #used = new Map(); // person -> when its phone was last used

  constructor() {
    super();
    this.add = h(
      "button",
      {
        type: "button",
        class: "add-phone",
        title: t("addPhoneHint"),
        data: { testid: "add-phone" },
        onclick: () => this.pick(),
      },
      icon("plus"),
      h("span", {}, t("addPhone")),
    );
    this.node = h("main", { class: "desk", "aria-label": t("phonesRegion") }, !soloPerson && this.add);
    for (const id of firstPhones()) this.#put(id);
  }

  has = (id) => this.#phones.some((phone) => phone.person === id);

  #put(id, at = this.#phones.length) {
    const phone = new Phone(id, this);
    const used = () => this.#used.set(id, performance.now());
    phone.node.addEventListener("pointerdown", used);
    phone.node.addEventListener("focusin", used);
    used();
    this.#phones.splice(at, 0, phone);
    this.node.insertBefore(phone.node, this.node.children[at] ?? null);
    return phone;
  }

  pick() {
    pickPerson(t("pickPerson"), this.has, (id) => this.show(id, true));
  }

  /** Brings a person's phone to the front; when the table is full, the phone unused for longest gives way unless `beside`. */
  show(id, beside = false) {
    if (soloPerson) return this.swap(this.#phones[0], id);
    if (!this.has(id)) {
      const full = this.#phones.length >= fitting();
      if (full && !beside) this.swap(this.#idlest(), id);
      else this.#put(id);
      this.#changed();
    }
    return this.#front(id);
  }

  /** Lays these people's phones out, as many as fit and the first in any case; `alone`: no others beside them. */
  lay(ids, alone = false) {
    const wanted = ids.slice(0, Math.max(fitting(), innerWidth > 900 ? 1 : ids.length));
    if (wanted.every(this.has) && !(alone && this.#phones.length > wanted.length)) return;
    for (const phone of this.#phones.splice(0)) phone.dispose();
    for (const id of wanted) this.#put(id);
    this.#changed();
  }

  #idlest() {
    return [...this.#phones].sort((a, b) => this.#used.get(a.person) - this.#used.get(b.person))[0];
  }

  #front(id) {
    const phone = this.#phones.find((one) => one.person === id);
    phone.node.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
    phone.composer.field.focus({ preventScroll: true });
  }

  swap(phone, id) {
    if (this.has(id)) return this.#front(id);
    if (soloPerson) return location.assign(`/?as=${id}`);
    const at = this.#phones.indexOf(phone);
    this.#phones.splice(at, 1);
    phone.dispose();
    this.#put(id, at);
    return this.#changed();
  }

  close(phone) {
    if (this.#phones.length === 1) return shout(t("oneClose"));
    this.#phones = this.#phones.filter((one) => one !== phone);
    phone.dispose();
    return this.#changed();
  }

  #changed() {
    if (!soloPerson)
      remember(
        "phones",
        this.#phones.map((phone) => phone.person),
      );
    this.dispatchEvent(new Event("change"));
  }

  dispose() {
    for (const phone of this.#phones) phone.dispose();
  }
}

function fitting() {
  const rail = innerWidth > 900 && recall("rail", true) ? RAIL : 0;
  const panel = innerWidth > 1100 && recall("panel", false) ? PANEL : 0;
  const room = innerWidth - rail - panel;
  return Math.max(1, Math.floor(room / WIDTH));
}

function firstPhones() {
  if (soloPerson) return [soloPerson];
  const known = (ids) => [...new Set(ids)].filter((id) => store.people.has(id));
  const wanted = presetPhones.length ? presetPhones : recall("phones", []);
  const phones = known(wanted);
  return phones.length ? phones : [...store.people.keys()].slice(0, fitting());
}
