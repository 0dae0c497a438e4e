"""The menu and what stands around it: new forms, help, the choice of language, hints."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.harmless import escape
from bot.cards.model import Button, Card
from bot.desk.model import DraftLine, Member, Owing
from bot.handlers.lists import draft_line, draft_row
from bot.procedure.chapters import CHAPTERS
from bot.procedure.permissions import may_export, may_invite, may_set_rules, may_shut_out
from bot.procedure.words import N_
from bot.procedure.workflow import Chapter, Route
from bot.tongue import Tongue

SEARCHED = 20  # characters that somebody may have meant to search for
FIRST = 3  # new forms offered on the menu itself: those most used

Openable = Sequence[tuple[Chapter, Route]]

COMMANDS: tuple[tuple[str, str], ...] = (
    ("work", N_("What waits for me")),
    ("new", N_("Fill in a new form")),
    ("mine", N_("My records")),
    ("find", N_("Find a record: /find and part of its number, customer or part")),
    ("drafts", N_("Unfinished forms")),
    ("briefings", N_("Who is briefed for which product")),
    ("menu", N_("Menu")),
    ("cancel", N_("Put the open form aside")),
    ("away", N_("I am away: who stands in for me")),
    ("language", N_("Language · 语言")),
    ("help", N_("How it works")),
)
INVITE = ("invite", N_("Invite somebody"))
LOCK = ("lock", N_("Shut somebody out: who left, or lost the phone"))
EXPORT = ("export", N_("A record with its proof, as a file: /export and its number"))
SETTINGS = ("settings", N_("Settings: what the procedure leaves open"))
"""Named in the help of those who may, not in the list that everybody's Telegram offers."""


def menu_card(t: Tongue, member: Member, owed: int, drafts: int, openable: Openable) -> Card:
    """Where one starts: what waits first, then the forms most used."""
    greeting = escape(member.called(t.language), quote=False)
    waits = t.n("{n} thing waits for you.", "{n} things wait for you.", owed) if owed else t("Nothing waits for you.")
    lines = [greeting, waits]
    if drafts:
        lines.append(t.n("{n} form is unfinished.", "{n} forms are unfinished.", drafts))
    if not openable:  # nor has such a person records
        lines += _commands(t, _granted(member))
    ways = menu_rows(t)[0 if openable else 1 :]
    return Card("\n".join(lines), (*_waiting(t, owed, drafts), *_new_rows(t, openable[:FIRST]), *ways))


def menu_rows(t: Tongue) -> tuple[tuple[Button, ...], ...]:
    """The ways on that fit under anything."""
    return (
        (Button(t("New …"), "m:new"), Button(t("My records"), "m:mine")),
        (Button(t("Find"), "m:find"), Button(t("Language · 语言"), "m:language")),
    )


def ways_on(t: Tongue, drafts: Sequence[DraftLine]) -> tuple[tuple[Button, ...], ...]:
    """Under something that needs a form: the half-filled ones, or a new one."""
    begun = ((Button(t("Unfinished forms"), "m:drafts", "success"),),) if drafts else ()
    return (*begun, (Button(t("New …"), "m:new"),))


def new_card(t: Tongue, openable: Openable) -> Card:
    """Every form that the reader may open."""
    if not openable:
        return Card(t("Your role opens no records. What waits for you is under My work."), _work_row(t))
    return Card(t("What would you like to report or request?"), _new_rows(t, openable))


def begun_card(t: Tongue, draft: DraftLine) -> Card:
    """Before a second form of a kind is begun: the first one."""
    anew = Button(t("Begin a new one"), f"n:{draft.chapter.kind}:{draft.route}:anew")
    return Card(draft_line(t, draft), (draft_row(t, draft), (anew,)))


def withdraw_card(t: Tongue, record_id: int, shown: Card) -> Card:
    """Before a record is taken back for good: its first line, and whether they mean it."""
    question = t("Really withdraw it? Nobody works on it any more then, and it cannot be undone.")
    keep = Button(t("Keep it"), f"r:{record_id}:card")
    really = Button(t("Yes, withdraw"), f"r:{record_id}:withdraw", "danger")
    return Card(f"{shown.text.splitlines()[0]}\n<b>{question}</b>", ((keep, really),))


def find_card(t: Tongue) -> Card:
    """How to search."""
    return Card(
        t(
            "Write {command} and part of a number, a customer or a part, for example {example}. "
            "A whole record number can be sent by itself.",
            command="/find",
            example="<code>/find ECU</code>",
        )
    )


def language_card(t: Tongue) -> Card:
    """The languages, each by its own name."""
    return Card(t("Which language shall I use with you?"), ((Button("中文", "l:zh_CN"), Button("English", "l:en")),))


def help_card(t: Tongue, member: Member) -> Card:
    """Every command in a line of its own."""
    lines = [t("I keep the service forms, bring what waits for you, and remind those who are late."), ""]
    lines += _commands(t, (*COMMANDS, *_granted(member)))
    lines += ["", t("Photos and answers are saved as they arrive. An unfinished form can wait for days.")]
    return Card("\n".join(lines), (*_work_row(t), *menu_rows(t)))


def _granted(member: Member) -> tuple[tuple[str, str], ...]:
    """The commands that not everybody has."""
    house = ((INVITE, may_invite), (LOCK, may_shut_out), (EXPORT, may_export), (SETTINGS, may_set_rules))
    return tuple(command for command, may in house if may(member))


def _commands(t: Tongue, commands: Sequence[tuple[str, str]]) -> list[str]:
    return [f"/{name} – {t(description)}" for name, description in commands]


def hint_card(t: Tongue, words: str, owed: Sequence[Owing] = (), drafts: Sequence[DraftLine] = ()) -> Card:
    """What can be done with words that belong to no form. A whole sentence is no search: it belongs to some task."""
    if len(words) > SEARCHED:
        text = t("No form is open, so I have not kept this. Please open what it belongs to, then send it again.")
        task = (
            ((Button(f"{owed[0].number} · {t(owed[0].step.owed)}", f"i:{owed[0].item_id}", "success"),),)
            if owed
            else ()
        )
        return Card(text, (*task, *ways_on(t, drafts)))
    if words.startswith("/"):
        return Card(t("I do not know this command. /help names those that there are."), menu_rows(t))
    text = t(
        "No form is open, so I did not know what to do with this. To search for it, send {command}",
        command=f"<code>/find {escape(words[:60], quote=False)}</code>",
    )
    return Card(text, (*_work_row(t), *menu_rows(t)))


def known(chapter: str, route: str) -> bool:
    """Whether there is such a route."""
    return chapter in CHAPTERS and any(r.key == route for r in CHAPTERS[chapter].routes)


def _waiting(t: Tongue, owed: int, drafts: int) -> tuple[tuple[Button, ...], ...]:
    row: list[Button] = []
    if owed:
        row.append(Button(t("My work"), "m:work", "success"))
    if drafts:
        row.append(Button(t("Unfinished forms"), "m:drafts"))
    return (tuple(row),) if row else ()


def _work_row(t: Tongue) -> tuple[tuple[Button, ...], ...]:
    return ((Button(t("My work"), "m:work"),),)


def _new_rows(t: Tongue, openable: Openable) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(f"{chapter.emoji} {t(route.title)}", f"n:{chapter.kind}:{route.key}"),) for chapter, route in openable
    )
