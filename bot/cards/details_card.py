"""A record in full: every answer, what it is linked with, and its history."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

from bot.cards.house_rules import followed
from bot.cards.listed import answered, listed
from bot.cards.model import Button, Card
from bot.cards.record_card import chain_line, escape, filed, start_button
from bot.cards.values import answer_text
from bot.cards.view import Happening, RecordView
from bot.procedure.forms import FormField
from bot.procedure.kinds import Rows
from bot.procedure.permissions import is_private
from bot.procedure.retention import Keeping
from bot.procedure.words import N_
from bot.tongue import Tongue

LINES = 1600  # characters of an answer in lines
NOTE = 200  # characters of what somebody wrote
ROOM = 3600  # of Telegram's 4096 characters; the newest history stays


def details_card(v: RecordView, t: Tongue, *, sent: int = 0) -> Card:
    """All answers, then the history, the oldest entries folded away first when there is not room for all. `sent`: how
    many photos and files there are to look at."""
    head = f"{v.chapter.emoji} <b>{escape(t(v.chapter.route(v.route).title))}</b> <code>{v.number}</code>"
    tail = []
    if v.related:
        tail += ["", t(N_("Linked: {numbers}"), numbers=t.list(f"<code>{n}</code>" for _, n in v.related))]
    tail += ["", *filed(v, t), *_kept(v, t), t(N_("Follows: {rules}"), rules=t.list(_rules(v)))]
    if house := followed(v, t):
        tail.append(t(N_("House rules: {rules}"), rules=escape(house)))
    top = [head, chain_line(v.chain, t), ""]
    answers = fitting(_answers(v, t), ROOM - len("\n".join([*top, *tail])))
    text = "\n".join([*top, *answers, *tail])
    return Card(text + _history(v, t, ROOM + 400 - len(text)), _buttons(v, t, sent), is_private(v.chapter, v.data))


def fitting(lines: list[str], room: int) -> list[str]:
    """As many as there is room for, none of them cut."""
    ends = accumulate(len(line) + 1 for line in lines)
    return [line for line, end in zip(lines, ends, strict=True) if end <= room]


def _kept(v: RecordView, t: Tongue) -> list[str]:
    """Until when it is kept, and by which class."""
    if not v.filing.keeping:
        return []
    label = t(Keeping(v.filing.keeping).label)
    if v.filing.until is None and not {"part_id", "product_id"} & set(v.chapter.form.model_fields):
        return [t(N_("Kept for good"))]  # what is about no part waits for the end of no part's life
    if v.filing.until is None:
        return [t(N_("Kept for good, as far as is known ({label})"), label=label)]
    return [t(N_("Kept until {day} ({label})"), day=t.dated(v.filing.until), label=label)]


def _rules(v: RecordView) -> list[str]:
    """The requirements that this record's way follows."""
    return list(dict.fromkeys([v.chapter.route(v.route).rule, *((v.item.step.rule,) if v.item else ())]))


def _answers(v: RecordView, t: Tongue) -> list[str]:
    return [escape(_told(f, v, t)) for f in answered(v)]


def _told(field: FormField, v: RecordView, t: Tongue) -> str:
    if isinstance(field.kind, Rows):
        return "\n".join(fitting(listed(field, v.data[field.name], v.labels, t), LINES))
    return t.pair(t(field.ask.label), answer(field, v, t))[:300]


def answer(field: FormField, v: RecordView, t: Tongue) -> str:
    """What was answered, not escaped; a site's with the address where it is found."""
    told = answer_text(field, v.data[field.name], v.labels, t)
    return f"{told} · {v.address}" if field.name == "site_id" and v.address else told


def _history(v: RecordView, t: Tongue, room: int) -> str:
    kept: list[str] = []
    for entry in reversed(v.history):
        line = _entry(entry, t)
        room -= len(line) + 1
        if room < 60:
            break
        kept.insert(0, line)
    return "\n\n<blockquote expandable>" + "\n".join(kept) + "</blockquote>" if kept else ""


def _entry(entry: Happening, t: Tongue) -> str:
    what = t(entry.text, name=entry.who)
    once = t(N_("same approver")) if entry.same_hand else ""
    more = " · ".join(part for part in (once, entry.reason[:NOTE], *_sent(entry, t)) if part)
    return escape(f"{t.moment(entry.at)} · {t.aside(what, more) if more else what}")


def _sent(entry: Happening, t: Tongue) -> list[str]:
    """3 photos, 1 voice message, report.pdf."""
    counted = Counter(kind for kind, name in entry.files if not name)
    photos, voices = counted["photo"], counted["voice"]
    others = counted.total() - photos - voices
    said = [t.n("{n} photo", "{n} photos", photos)] if photos else []
    said += [t.n("{n} voice message", "{n} voice messages", voices)] if voices else []
    said += [t.n("{n} file", "{n} files", others)] if others else []
    return said + [name[:60] for _, name in entry.files if name]


def _buttons(v: RecordView, t: Tongue, sent: int) -> tuple[tuple[Button, ...], ...]:
    customer_id = v.data.get("customer_id")
    file = (Button(t(N_("📇 Customer file")), f"f:{customer_id}"),) if customer_id else ()
    rows = [(Button(t(N_("‹ Back")), f"r:{v.id}:card"), *file)]
    if sent:
        rows.append((Button(t(N_("Show photos and files ({n})"), n=sent), f"r:{v.id}:files"),))
    if v.chapter.prints and not v.filing.disposal:
        rows.append((Button(t(N_("Print the notice")), f"r:{v.id}:print"),))
    rows += [(start_button(v, begun, t),) for begun in v.starts]
    rows += [(Button(number, f"r:{record_id}:open"),) for record_id, number in v.related[:4]]
    return tuple(rows)
