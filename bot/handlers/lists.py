"""Lists as one message: numbered lines, a button a line, eight a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.cards.harmless import escape
from bot.cards.model import Button, Card
from bot.cards.record_card import STATES
from bot.desk.model import DraftLine, Line, Option, Owing
from bot.tongue import Tongue

LINES: Final = 8
TITLE: Final = 60  # characters; what a line needs to be recognised by
A_ROW: Final = 4
DATA: Final = 64  # bytes of a button's data

Turn = Callable[[int], str]
"""What the button says that leads to a page (from 0 on)."""


def work_card(t: Tongue, owed: Sequence[Owing], at: int = 0) -> Card:
    """What waits for the reader."""
    if not owed:
        return Card(t("Nothing waits for you."), (new_and_mine(t),))
    head = t.n("📋 {n} thing waits for you", "📋 {n} things wait for you", len(owed))
    buttons = [
        Button(t("Handle {n}", n=n), f"i:{item.item_id}", "danger" if item.overdue else None)
        for n, item in enumerate(owed, 1)
    ]
    return _listed(t, head, [_owing(t, item) for item in owed], buttons, at, _turn("work"))


def mine_card(t: Tongue, lines: Sequence[Line], at: int = 0) -> Card:
    """The records in which the reader has a part, newest first."""
    if not lines:
        return Card(t("You have no records yet."), ((Button(t("New …"), "m:new"), Button(t("My work"), "m:work")),))
    return _records(t, t("📁 My records"), lines, at, _turn("mine"))


def found_card(t: Tongue, sought: str, lines: Sequence[Line], files: Sequence[Option] = (), at: int = 0) -> Card:
    """What a search found: records, and customers by their files; `sought` as it was typed."""
    words = escape(sought[:TITLE], quote=False)
    named = tuple((Button(f"📇 {file.label}", f"f:{file.value}"),) for file in files)
    if not lines and named:
        return Card(t("Customer files for “{sought}”", sought=words), named)
    head = t.n("🔍 {n} record for “{sought}”", "🔍 {n} records for “{sought}”", len(lines), sought=words)
    listed = _records(t, head, lines, at, lambda page: f"s:{page}:{sought}")
    return Card(listed.text, (*listed.rows, *named))


def drafts_card(t: Tongue, drafts: Sequence[DraftLine], at: int = 0) -> Card:
    """Half-filled forms, each with where it stands."""
    if not drafts:
        return Card(t("No form is unfinished."), (new_and_mine(t),))
    if len(drafts) == 1:
        return Card(draft_line(t, drafts[0]), (draft_row(t, drafts[0]),))
    here = _page(len(drafts), at)
    shown = [(n + 1, drafts[n]) for n in here]
    text = "\n".join(f"{n}. {draft_line(t, draft)}" for n, draft in shown)
    rows = tuple(_draft_row(t, n, draft) for n, draft in shown)
    return Card(f"{text}{_of(t, here, len(drafts))}", (*rows, *_arrows(here, len(drafts), _turn("drafts"))))


def draft_line(t: Tongue, draft: DraftLine) -> str:
    """Repair report begun Fri 16:20 is not finished (7/11)."""
    return t(
        "{form} begun {when} is not finished ({position}/{total}).",
        form=_form_name(t, draft),
        when=t.since(draft.started_at),
        position=draft.position,
        total=draft.total,
    )


def nothing_found_card(t: Tongue, sought: str, *, opens: bool) -> Card:
    """That a search found nothing; opens: whether the reader opens records at all."""
    text = t(
        "Nothing found for “{sought}”. Write part of a number, a customer or a part, for example {example}.",
        sought=escape(sought[:TITLE], quote=False),
        example=f"<code>/find SP-{t.now:%Y%m}</code>",
    )
    return Card(text, (new_and_mine(t),) if opens else ())


def draft_row(t: Tongue, draft: DraftLine) -> tuple[Button, ...]:
    """What can be done with a half-filled form."""
    return (
        Button(t("Go on"), f"d:{draft.id}:go", "success"),
        Button(t("Discard"), f"d:{draft.id}:drop", "danger"),
    )


def new_and_mine(t: Tongue) -> tuple[Button, ...]:
    """Where somebody with nothing to do may go."""
    return Button(t("New …"), "m:new"), Button(t("My records"), "m:mine")


def _draft_row(t: Tongue, n: int, draft: DraftLine) -> tuple[Button, ...]:
    return (
        Button(t("Go on with {n}", n=n), f"d:{draft.id}:go", "success"),
        Button(t("Discard {n}", n=n), f"d:{draft.id}:drop", "danger"),
    )


def _form_name(t: Tongue, draft: DraftLine) -> str:
    if draft.action is None:
        return f"{draft.chapter.emoji} {t(draft.chapter.route(draft.route).title)}"
    return f"{draft.chapter.emoji} {t(draft.action.label)} <code>{escape(draft.number, quote=False)}</code>"


def _owing(t: Tongue, item: Owing) -> str:
    """Warranty part SP-202611-0042 review · ECU controller × 3 · by 17:30 today"""
    facts = [f"{_named(t, item.route_title, item.number)} {t(item.step.owed)}", *_subject(item.title)]
    if item.due_at is not None:
        facts.append(t("overdue since {when}", when=t.since(item.due_at)) if item.overdue else t.by(item.due_at))
    if item.urged:
        name = escape(item.applicant, quote=False)
        facts.append(t.n("{name} urged once", "{name} urged {n} times", item.urged, name=name))
    if item.on_behalf_of:
        facts.append(t("for {name}", name=escape(item.on_behalf_of, quote=False)))
    return " · ".join(facts)


def _records(t: Tongue, head: str, lines: Sequence[Line], at: int, turn: Turn) -> Card:
    buttons = [Button(t("Show {n}", n=n), f"r:{line.record_id}:open") for n, line in enumerate(lines, 1)]
    return _listed(t, head, [_record(t, line) for line in lines], buttons, at, turn)


def _record(t: Tongue, line: Line) -> str:
    facts = [_named(t, line.route_title, line.number), *_subject(line.title)]
    if line.state in STATES:
        facts.append(t(STATES[line.state]))
    if line.waits_for:
        facts.append(f"⏳ {escape(line.waits_for, quote=False)}")
    return " · ".join(facts)


def _named(t: Tongue, route: str, number: str) -> str:
    return f"{t(route)} <code>{escape(number, quote=False)}</code>"


def _subject(title: str) -> list[str]:
    return [escape(_short(title), quote=False)] if title else []


def _short(title: str) -> str:
    return title if len(title) <= TITLE else title[: TITLE - 1] + "…"


def _turn(place: str) -> Turn:
    return lambda page: f"m:{place}:{page}"


def _listed(t: Tongue, head: str, lines: Sequence[str], buttons: Sequence[Button], at: int, turn: Turn) -> Card:
    here = _page(len(lines), at)
    numbered = "\n".join(f"{n + 1}. {lines[n]}" for n in here)
    shown = [buttons[n] for n in here]
    rows = tuple(tuple(shown[start : start + A_ROW]) for start in range(0, len(shown), A_ROW))
    return Card(f"{head}\n{numbered}{_of(t, here, len(lines))}", (*rows, *_arrows(here, len(lines), turn)))


def _page(count: int, at: int) -> range:
    """The places of one page, the nearest there is: what is done meanwhile makes a list shorter."""
    last = max(0, (count - 1) // LINES)
    start = LINES * max(0, min(at, last))
    return range(start, min(start + LINES, count))


def _of(t: Tongue, here: range, count: int) -> str:
    if count <= LINES:
        return ""
    return "\n" + t("{first} to {last} of {n}", first=here.start + 1, last=here.stop, n=count)


def _arrows(here: range, count: int, turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """To the pages beside this one. What was sought may be too long for a button: then a narrower search has it."""
    page = here.start // LINES
    before = (("‹", page - 1),) if page else ()
    after = (("›", page + 1),) if here.stop < count else ()
    arrows = tuple(Button(sign, data) for sign, to in (*before, *after) if len((data := turn(to)).encode()) <= DATA)
    return (arrows,) if arrows else ()
