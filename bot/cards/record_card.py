"""The card of a record: what it is, what the decision needs, where it stands, and what this reader may press.

voice.md: first line what and about whom, last line what to do and by when, at most six lines of facts between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.cards.harmless import escape as escape  # from here too
from bot.cards.listed import answered, fact
from bot.cards.model import Button, Card
from bot.cards.values import Labels
from bot.cards.view import Link, RecordView
from bot.cards.width import packed
from bot.procedure.chapters import chapter
from bot.procedure.forms import is_empty
from bot.procedure.permissions import is_private
from bot.procedure.roles import Urgency
from bot.procedure.words import N_
from bot.procedure.workflow import Goes
from bot.tongue import Tongue

JOINER = "\u2060"  # keeps a chain's word and its mark on one line
MARKS = {"done": "✓", "open": "⏳", "todo": "○", "refused": "✗"}
STATES = {"done": N_("Done"), "rejected": N_("Rejected"), "withdrawn": N_("Withdrawn")}
LINKS = 3
FACTS = 6  # lines between the first and the chain (voice.md)
NEWEST = 2  # of them at least for what was answered last: a decision and its reason


def record_card(v: RecordView, t: Tongue, *, above: str = "", says_when: bool = False) -> Card:
    """The card for one reader. `above` is a line of its own on top; `says_when`: it tells by when already."""
    lines = [above] if above else []
    lines += [_heading(v, t), *(_in_short(v, t) if _settled(v) else [*_facts(v, t), ""]), chain_line(v.chain, t)]
    lines += [*_reach(v, t), *_destination(v, t), *_asked(v)] + ([] if says_when else _closing_line(v, t))
    return Card("\n".join(lines), _buttons(v, t), is_private(v.chapter, v.data))


def _reach(v: RecordView, t: Tongue) -> list[str]:
    """Whom to tell, each by the channel that they prefer (R23)."""
    if v.item is None or not v.item.actions:
        return []
    told = [" ".join(word for word in (one.name, t(one.channel), one.address) if word) for one in v.reach]
    return [t.pair(t(N_("Reach them")), escape(" · ".join(told)))] if told else []


def _destination(v: RecordView, t: Tongue) -> list[str]:
    """To whom and where something is sent, or somebody goes: as one writes it on the parcel, with a number to tap."""
    if v.item is None or not v.item.actions or not (v.item.step.ships or v.item.step.visits):
        return []
    label, whom = (N_("Send it to"), "receiver") if v.item.step.ships else (N_("Contact"), "contact")
    name = v.labels.get(("contact", v.data.get(f"{whom}_id") or 0), "")
    there = [word for word in (name, v.data.get(f"{whom}_phone"), v.address) if word]
    return [t.pair(t(label), escape(" · ".join(there)))] if there else []


def _settled(v: RecordView) -> bool:
    """Nothing is decided by this card any more: it says only what became of it."""
    return v.state != "open" or (v.item is not None and v.item.state != "open")


def _in_short(v: RecordView, t: Tongue) -> list[str]:
    """What it is about, what came of it, and where else to look."""
    return [*about(v, t), *_outcome(v, t), *_linked(v, t), *filed(v, t)]


def _outcome(v: RecordView, t: Tongue) -> list[str]:
    if v.state != "done":
        return []
    named = [v.chapter.form.field(name) for name in v.chapter.form.outcome_fields if not is_empty(v.data.get(name))]
    return packed(escape(fact(f, v, t)) for f in named)


def about(v: RecordView, t: Tongue) -> list[str]:
    """The part and the place in one line; none if neither is known. Escaped."""
    facts = dict.fromkeys(line for line in (subject(v, t), place(v, t)) if line)
    return [" · ".join(facts)] if facts else []


def _linked(v: RecordView, t: Tongue) -> list[str]:
    """What it came from and what came from it."""
    numbers = [f"<code>{number}</code>" for _, number in v.related[:LINKS]]
    return [t(N_("Linked: {numbers}"), numbers=t.list(numbers))] if numbers else []


def filed(v: RecordView, t: Tongue) -> list[str]:
    """That it must not be disposed of, or that it was."""
    if v.filing.disposal:
        return [t(N_("Its content was disposed of: {number}."), number=f"<code>{v.filing.disposal}</code>")]
    return [t(N_("🔒 Legal hold: {number}"), number=f"<code>{v.filing.hold}</code>")] if v.filing.hold else []


def _heading(v: RecordView, t: Tongue) -> str:
    title = t(v.chapter.route(v.route).title)
    head = f"{v.chapter.emoji} <b>{escape(title)}</b> <code>{v.number}</code>"
    if v.state != "open":
        return f"{head} · {t(STATES[v.state])}"
    if _settled(v):
        return f"{head}{_verdict(v, t)}"
    urgency = v.data.get("urgency")
    return head if v.calm or urgency in {None, Urgency.NORMAL} else f"{head} · <b>{t(Urgency(urgency).label)}</b>"


def _verdict(v: RecordView, t: Tongue) -> str:
    """ "· Wang Fang approved 10:32", on a card of an item that somebody has decided."""
    item = v.item
    if item is None or item.state != "done" or not item.done_text or item.done_at is None:
        return ""
    name = (
        t(N_("{deputy} for {principal}"), deputy=item.done_by, principal=item.done_for)
        if item.done_for
        else item.done_by
    )
    what = t(item.done_text, name=name)
    return " · " + escape(t.c("decided", "{what} {time}", what=what, time=t.time(item.done_at)))


def plain_place(data: Mapping[str, Any], labels: Labels, t: Tongue) -> str:
    """Customer and site, not escaped: "FAW Jiefang, Changchun plant 1 · final assembly"."""
    customer, site = (labels.get((entity, data.get(f"{entity}_id") or 0), "") for entity in ("customer", "site"))
    return where(customer, site, t)


def where(customer: str, site: str, t: Tongue) -> str:
    """Customer and site as far as they are known."""
    return t.c("place", "{customer}, {site}", customer=customer, site=site) if customer and site else customer or site


def plain_subject(data: Mapping[str, Any], labels: Labels, t: Tongue) -> str:
    """The part and how many, not escaped: "ECU controller ECU-2045-B × 3", or the tool or service centre; the customer
    where there is none of these, or the name of what is new, or the month or year of a review."""
    named = (labels.get((entity, data.get(field) or 0), "") for entity, field in _SUBJECTS)
    name = next(filter(None, named), "")
    qty = data.get("qty") or data.get("late_qty")
    if name:
        return f"{name} × {t.number(qty)}" if qty else name
    period = t.period(data["period"]) if data.get("period") else ""
    return plain_place(data, labels, t) or str(data.get("name") or period)


_SUBJECTS = (("part", "part_id"), ("product", "product_id"), ("tool", "tool_id"), ("unit", "centre_id"))


def place(v: RecordView, t: Tongue) -> str:
    """Customer and site, escaped."""
    return escape(plain_place(v.data, v.labels, t))


def subject(v: RecordView, t: Tongue) -> str:
    """The part and how many, escaped."""
    return escape(plain_subject(v.data, v.labels, t))


def _facts(v: RecordView, t: Tongue) -> list[str]:
    """Where, what, the newest of what was answered, and who applied: six lines at most, or one more."""
    facts = list(dict.fromkeys(line for line in (place(v, t), _what(v, t)) if line))
    shown = [f for f in answered(v) if f.on_card(v.data) and f.name != "urgency"]
    titles = [f for f in shown if f.name in v.chapter.form.title_fields]
    said = [fact(f, v, t) for f in titles]
    told = packed(filter(None, (fact(f, v, t) for f in shown if f not in titles)))
    linked = [*_linked(v, t), *filed(v, t)]
    room = max(NEWEST, FACTS - len(facts) - len(said) - len(linked) - 1)
    return [*facts, *map(escape, [*said, *told[max(0, len(told) - room) :]]), *linked, _applied(v, t)]


def _what(v: RecordView, t: Tongue) -> str:
    """The order line, which names the part, or the part and how many."""
    line = v.labels.get(("order_line", v.data.get("order_line_id") or 0), "")
    return escape(line) if line else subject(v, t)


def _applied(v: RecordView, t: Tongue) -> str:
    when = t.moment(v.created_at)
    if not v.applicant_unit:
        return escape(t(N_("{name} · {when}"), name=v.applicant, when=when))
    return escape(t(N_("{name}, {unit} · {when}"), name=v.applicant, unit=v.applicant_unit, when=when))


def chain_line(chain: tuple[Link, ...], t: Tongue) -> str:
    """applied✓ → unit leader⏳you → quality○: where it stands, in one line."""
    return " → ".join(_link(link, t) for link in _short(chain))


def _short(chain: tuple[Link, ...]) -> list[Link]:
    """What lies far behind and far ahead is left out, so that the line stays one."""
    here = [n for n, link in enumerate(chain) if link.status in {"open", "refused"}]
    ahead = [n for n, link in enumerate(chain) if link.status == "todo"]
    now = next(iter([*here, *ahead]), len(chain) - 1)
    return [link for n, link in enumerate(chain) if now - 2 <= n <= now + 3 or link.status == "open"]


def _link(link: Link, t: Tongue) -> str:
    # A unit that has it and gave the link its name is not named twice.
    who = t(N_("you")) if link.mine else "/".join(w for w in link.who if w.casefold() != t(link.title).casefold())
    since = " " + t.elapsed(link.since) if link.since and link.status == "open" and not link.mine else ""
    rests = " " + t.day(link.rests) if link.rests else ""
    urged = t.n(" (urged once)", " (urged {n} times)", link.urged) if link.urged else ""
    return escape(f"{t(link.title)}{JOINER}{MARKS[link.status]}{who}{since}{rests}{urged}")


def _asked(v: RecordView) -> list[str]:
    if v.item is None or v.item.state != "open" or not v.item.asked:
        return []
    return ["<blockquote>" + escape("\n".join(v.item.asked)) + "</blockquote>"]


def _closing_line(v: RecordView, t: Tongue) -> list[str]:
    item = v.item
    if v.state != "open":
        reason = v.item.reason if v.item and v.item.state == "done" else (v.last.reason if v.last else "")
        return [t(N_("Reason: {reason}"), reason=escape(reason))] if reason and v.state == "rejected" else []
    if item is None or item.state != "open":
        return []
    if item.paused:
        return [t(N_("{name} is asked; the clock stands still until the answer."), name=escape(v.applicant))]
    if not item.actions or item.due_at is None:
        return []
    if v.overdue_working is not None and v.overdue_working < timedelta(minutes=1):  # at night, on a day off
        return [t(N_("<b>Due since {when}.</b> Please do it now."), when=t.since(item.due_at))]
    if v.overdue_working is not None:
        late = t.working_span(v.overdue_working, v.day_length)
        return [t(N_("<b>Overdue by {span}.</b> Please do it now."), span=late)]
    by = t.by(item.due_at)
    if not item.step.task:
        return [t(N_("Please do it {by}."), by=by)]
    return [t(N_("Please {task} {by}."), task=t(item.step.owed_by_then(v.data)), by=by)]


def _buttons(v: RecordView, t: Tongue) -> tuple[tuple[Button, ...], ...]:
    rows = [*_action_rows(v, t)]
    own = _at_hand(v, t)
    own += [Button(t(N_("Urge")), f"r:{v.id}:urge")] if v.can_urge and not _settled(v) else []
    own.append(Button(t(N_("Details")), f"r:{v.id}:more"))
    if v.can_withdraw and not _settled(v):  # what is settled is not drawn again: the applicant's own picture has both
        own.append(Button(t(N_("Withdraw")), f"r:{v.id}:back", "danger"))
    if rows and len(own) == 1 and len(rows[-1]) < 4:
        rows[-1] = (*rows[-1], *own)
    else:
        rows.append(tuple(own))
    return tuple(rows)


def _at_hand(v: RecordView, t: Tongue) -> list[Button]:
    """What whoever has it opens from it in the middle of the work: a part for a job."""
    if v.state != "open" or v.item is None or not v.item.actions:
        return []
    return [start_button(v, begun, t) for begun in v.at_hand]


def start_button(v: RecordView, begun: tuple[str, str, str], t: Tongue) -> Button:
    """What opens a record of another chapter from this one."""
    kind, route, title = begun
    return Button(f"{chapter(kind).emoji} {t(title)}", f"r:{v.id}:new:{kind}:{route}")


def _action_rows(v: RecordView, t: Tongue) -> list[tuple[Button, ...]]:
    """The likely verbs in the first row, the rest in the second."""
    if v.item is None or v.state != "open":
        return []
    item = v.item
    buttons = [Button(t(a.label), f"w:{item.id}:{item.version}:{a.name}", a.style) for a in item.actions]
    first = [b for b, a in zip(buttons, item.actions, strict=True) if a.goes in {Goes.ON, Goes.STAY, Goes.TO}]
    if len(first) < len(buttons) and len(first) == 1:
        first = buttons[:2]
    rest = [b for b in buttons if b not in first]
    return [tuple(row) for row in (first[:3], first[3:], rest) if row]
