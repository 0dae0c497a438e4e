"""A record's history as one reader sees it: who did what when, and what was added to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.cards.view import Happening
from bot.desk.house import tongue_of
from bot.desk.model import Member
from bot.desk.same_hand import SAME_HAND
from bot.procedure.chapters import chapter
from bot.procedure.people import called
from bot.procedure.words import N_
from bot.procedure.workflow import STANDING, Step
from bot.storage import evidence, people, trail
from bot.storage.rows import RecordRow
from bot.storage.tx import Tx

REMARKED, CORRECTED = "remarked", "corrected"
DEEDS = {
    "opened": N_("{name} opened it"),
    "opened_by_clock": N_("Due by the calendar; {name} has it"),
    "urged": N_("{name} urged"),
    "withdrawn": N_("{name} withdrew it"),
    "transfer": N_("{name} passed it on"),
    "assign": N_("{name} named somebody"),
    "came_again": N_("The same fault came again, {name} said"),
    "promised_date_moved": N_("The promised date was moved, with the customer's consent"),
    "file_in_force": N_("In the customer file from now on"),
    "held": N_("{name} placed it under a legal hold"),
    "ended_early": N_("It ended early; {name} approved that"),
    "hold_lifted": N_("{name} lifted the legal hold"),
    "disposed": N_("Its content was disposed of; {name} approved it"),
    REMARKED: N_("{name} added a note"),
    CORRECTED: N_("{name} corrected a note"),
}


def history_of(tx: Tx, member: Member, record: RecordRow) -> list[Happening]:
    """Everything that a reader needs of the trail, oldest first; an album of photos is one entry."""
    actions = [a for s in _all_steps(record) for a in s.actions]
    texts = {a.name: a.done for a in actions} | DEEDS
    t, reasons = tongue_of(member, tx), [reason for a in actions for reason in a.reasons]
    entries = [e for e in trail.of_record(tx, record.id) if e.action in texts]
    names = people.names(tx, {e.actor_id for e in entries if e.actor_id})
    sent = {f.id: (f.kind, f.name or "") for f in evidence.of_ids(tx, [i for e in entries for i in _files(e)])}
    found: list[Happening] = []
    album = ""
    for entry in entries:
        who = called(*names[entry.actor_id], member.language) if entry.actor_id in names else ""
        files = tuple(sent[i] for i in _files(entry))
        once = bool(entry.data.get(SAME_HAND))
        one = Happening(entry.at, who, texts[entry.action], t.usual(entry.reason or "", reasons), files, same_hand=once)
        belongs, album = album, entry.data.get("album") or ""
        if album and album == belongs:
            found[-1] = replace(found[-1], reason=found[-1].reason or one.reason, files=found[-1].files + files)
        else:
            found.append(one)
    return found


def _files(entry: Any) -> list[int]:
    return list(entry.data.get("files") or ()) if entry.action == REMARKED else []


def _all_steps(record: RecordRow) -> list[Step]:
    of = chapter(record.kind)
    return [*of.route(record.route).steps(), *STANDING.values()]
